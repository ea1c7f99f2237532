/* SPDX-License-Identifier: Apache-2.0 */
/* A key that was read has the parts that its kind needs. */
#include "fuzz.h"

#include "../lib/cose_key.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct passkey_bytes in = passkey_bytes_of(data, size);
    const struct passkey_algorithm *algorithm = NULL;
    struct passkey_public_key key;

    if (pk_cose_key_parse(in, &algorithm, &key) != PASSKEY_OK)
        return 0;
    FUZZ_CHECK(algorithm != NULL && key.kind != PASSKEY_KEY_NONE);
    FUZZ_CHECK(is_inside(key.x, in) && is_inside(key.y, in));
    FUZZ_CHECK(is_inside(key.n, in) && is_inside(key.e, in));
    if (key.kind == PASSKEY_KEY_EC)
        FUZZ_CHECK(key.x.len > 0 && key.x.len == key.y.len);
    if (key.kind == PASSKEY_KEY_RSA)
        FUZZ_CHECK(key.n.len > 0 && key.e.len > 0);
    return 0;
}
