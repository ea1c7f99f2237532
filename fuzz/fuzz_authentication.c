/* SPDX-License-Identifier: Apache-2.0 */
/* A whole assertion from JSON, against the record of the W3C vector. */
#include "ceremony_fixture.h"
#include "fuzz.h"

#include <string.h>

#define NOW 1717200000

static const uint8_t credential_id[] = {0xf9, 0x1f, 0x39, 0x1d, 0xb4, 0xc9,
    0xb2, 0xfd, 0xe0, 0xea, 0x70, 0x18, 0x9c, 0xba, 0x3f, 0xb6, 0x3f, 0x57,
    0x9b, 0xa6, 0x12, 0x2b, 0x33, 0xad, 0x94, 0xff, 0x3e, 0xc3, 0x30, 0x08,
    0x4b, 0xe4};
static const uint8_t public_key[] = {0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01,
    0x21, 0x58, 0x20, 0xaf, 0xef, 0xa1, 0x6f, 0x97, 0xca, 0x9b, 0x2d, 0x23,
    0xeb, 0x86, 0xcc, 0xb6, 0x40, 0x98, 0xd2, 0x0d, 0xb9, 0x08, 0x56, 0x06,
    0x2e, 0xb2, 0x49, 0xc3, 0x3a, 0x9b, 0x67, 0x2f, 0x26, 0xdf, 0x61, 0x22,
    0x58, 0x20, 0x93, 0x0a, 0x56, 0xb8, 0x7a, 0x2f, 0xca, 0x66, 0x33, 0x4b,
    0x03, 0x45, 0x8a, 0xbf, 0x87, 0x97, 0x17, 0xc1, 0x2c, 0xc6, 0x8e, 0xd7,
    0x32, 0x90, 0xaf, 0x2e, 0x26, 0x64, 0x79, 0x6b, 0x92, 0x20};

static struct passkey_credential
record(void)
{
    struct passkey_credential credential;

    memset(&credential, 0, sizeof(credential));
    credential.id = passkey_bytes_of(credential_id, sizeof(credential_id));
    credential.public_key = passkey_bytes_of(public_key, sizeof(public_key));
    credential.user_handle = passkey_bytes_of("user", 4);
    credential.algorithm = PASSKEY_ALG_ES256;
    credential.backup_eligible = true;
    credential.backup_eligible_known = true;
    return credential;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct passkey_authentication nothing;
    const struct ceremony_fixture *f =
        fixture_of(PASSKEY_CEREMONY_AUTHENTICATION);
    struct passkey_credential credential = record();
    struct passkey_authentication_response response;
    struct passkey_authentication out;
    struct passkey_buffer scratch = {malloc(size + 1), size};
    enum passkey_error error;

    FUZZ_CHECK(scratch.data != NULL);
    error = passkey_authentication_response_read(
        passkey_bytes_of(data, size), scratch, &response);
    if (error == PASSKEY_OK) {
        error = passkey_authentication_verify(&f->policy, f->crypto,
            &f->ceremony, &response, &credential, NOW, &out);
        if (error == PASSKEY_OK)
            FUZZ_CHECK(out.user_present);
        else
            FUZZ_CHECK(memcmp(&out, &nothing, sizeof(out)) == 0);
    }
    FUZZ_CHECK(error != PASSKEY_ERR_NO_SPACE && error != PASSKEY_ERR_INTERNAL);
    free(scratch.data);
    return 0;
}
