/* SPDX-License-Identifier: Apache-2.0 */
/* What strict order takes, tolerant order takes alike. */
#include "fuzz.h"

#include "../lib/attestation_object.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct passkey_bytes in = passkey_bytes_of(data, size);
    struct pk_attestation_object strict;
    struct pk_attestation_object tolerant;

    if (pk_attestation_object_parse(
            in, PASSKEY_TOLERATE_MAP_ORDER, &tolerant) == PASSKEY_OK) {
        FUZZ_CHECK(is_inside(tolerant.format, in));
        FUZZ_CHECK(is_inside(tolerant.statement, in));
        FUZZ_CHECK(is_inside(tolerant.auth_data, in));
    } else {
        tolerant.auth_data.data = NULL;
    }
    if (pk_attestation_object_parse(in, 0, &strict) == PASSKEY_OK) {
        FUZZ_CHECK(!strict.unsorted);
        FUZZ_CHECK(strict.auth_data.data == tolerant.auth_data.data);
        FUZZ_CHECK(strict.auth_data.len == tolerant.auth_data.len);
    }
    return 0;
}
