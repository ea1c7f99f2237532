/* SPDX-License-Identifier: Apache-2.0 */
/* Every byte of accepted authenticator data is accounted for. */
#include "fuzz.h"

#include "../lib/auth_data.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct passkey_bytes in = passkey_bytes_of(data, size);
    struct pk_auth_data out;
    size_t len = 32 + 1 + 4;

    if (pk_auth_data_parse(in, &out) != PASSKEY_OK)
        return 0;
    FUZZ_CHECK(is_inside(out.credential_id, in));
    FUZZ_CHECK(is_inside(out.public_key, in));
    FUZZ_CHECK(is_inside(out.extensions, in));
    if ((out.flags & PK_FLAG_AT) != 0)
        len += 16 + 2 + out.credential_id.len + out.public_key.len;
    if ((out.flags & PK_FLAG_ED) != 0)
        len += out.extensions.len;
    FUZZ_CHECK(len == size);
    return 0;
}
