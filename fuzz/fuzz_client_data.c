/* SPDX-License-Identifier: Apache-2.0 */
/* Members that were taken lie inside the text and have their types. */
#include "fuzz.h"

#include "../lib/client_data.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct passkey_bytes text = passkey_bytes_of(data, size);
    struct pk_client_data out;

    if (pk_client_data_parse(text, &out) != PASSKEY_OK)
        return 0;
    FUZZ_CHECK(out.type.type == PK_JSON_STRING);
    FUZZ_CHECK(out.challenge.type == PK_JSON_STRING);
    FUZZ_CHECK(out.origin.type == PK_JSON_STRING);
    FUZZ_CHECK(is_inside(out.type.text, text));
    FUZZ_CHECK(is_inside(out.challenge.text, text));
    FUZZ_CHECK(is_inside(out.origin.text, text));
    FUZZ_CHECK(is_inside(out.top_origin.text, text));
    return 0;
}
