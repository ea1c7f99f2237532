/* SPDX-License-Identifier: Apache-2.0 */
/* A whole registration from JSON; nothing is filled in on failure. */
#include "ceremony_fixture.h"
#include "fuzz.h"

#include <string.h>

#define NOW 1717200000

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct passkey_registration nothing;
    const struct ceremony_fixture *f =
        fixture_of(PASSKEY_CEREMONY_REGISTRATION);
    struct passkey_registration_response response;
    struct passkey_registration out;
    struct passkey_buffer scratch = {malloc(size + 1), size};
    enum passkey_error error;

    FUZZ_CHECK(scratch.data != NULL);
    error = passkey_registration_response_read(
        passkey_bytes_of(data, size), scratch, &response);
    if (error == PASSKEY_OK) {
        error = passkey_registration_verify(
            &f->policy, f->crypto, &f->ceremony, &response, NOW, &out);
        if (error == PASSKEY_OK)
            FUZZ_CHECK(out.credential.id.len > 0 && out.user_present);
        else
            FUZZ_CHECK(memcmp(&out, &nothing, sizeof(out)) == 0);
    }
    FUZZ_CHECK(error != PASSKEY_ERR_NO_SPACE && error != PASSKEY_ERR_INTERNAL);
    free(scratch.data);
    return 0;
}
