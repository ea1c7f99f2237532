/* SPDX-License-Identifier: Apache-2.0 */
/* What decodes, encodes to the same text: one byte string has one text. */
#include "fuzz.h"

#include "../format/base64url.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t decoded_cap = PK_BASE64URL_BYTES_LEN(size);
    uint8_t *decoded = malloc(decoded_cap);
    uint8_t *text = malloc(size + 4);
    struct passkey_buffer out = {decoded, decoded_cap};
    size_t len = 0;

    FUZZ_CHECK(decoded != NULL && text != NULL);
    if (pk_base64url_decode(passkey_bytes_of(data, size), out, &len)) {
        struct pk_writer writer = pk_writer_on(text, size + 4);

        FUZZ_CHECK(len <= decoded_cap);
        pk_write_base64url(&writer, passkey_bytes_of(decoded, len));
        FUZZ_CHECK(!writer.full && writer.len == size);
        FUZZ_CHECK(size == 0 || memcmp(text, data, size) == 0);
    }
    free(decoded);
    free(text);
    return 0;
}
