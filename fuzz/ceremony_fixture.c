/* SPDX-License-Identifier: Apache-2.0 */
/* The relying party of the W3C vectors, with the challenge of none-es256. */
#include "ceremony_fixture.h"

#include "fuzz.h"

#include <string.h>

static const char origin[] = "https://example.org";
static const char rp_id[] = "example.org";
static const uint8_t registration_challenge[] = {0x00, 0xc3, 0x0f, 0xb7, 0x85,
    0x31, 0xc4, 0x64, 0xd2, 0xb6, 0x77, 0x1d, 0xab, 0x8d, 0x7b, 0x60, 0x3c,
    0x01, 0x16, 0x2f, 0x2f, 0xa4, 0x86, 0xbe, 0xa7, 0x0f, 0x28, 0x3a, 0xe5,
    0x56, 0xe1, 0x30};
static const uint8_t authentication_challenge[] = {0x39, 0xc0, 0xe7, 0x52, 0x14,
    0x17, 0xba, 0x54, 0xd4, 0x3e, 0x8d, 0xc9, 0x51, 0x74, 0xf4, 0x23, 0xde,
    0xe9, 0xbf, 0x3c, 0xd8, 0x04, 0xff, 0x6d, 0x65, 0xc8, 0x57, 0xc9, 0xab,
    0xf4, 0xd4, 0x08};

static struct passkey_bytes origins[1];
static struct ceremony_fixture fixture;

static void
set_challenge(const uint8_t *challenge, size_t len)
{
    memcpy(fixture.ceremony.challenge, challenge, len);
    fixture.ceremony.challenge_len = len;
}

static void
make(enum passkey_ceremony_kind kind)
{
    struct passkey_openssl *openssl = passkey_openssl_new();
    struct passkey_bytes name = passkey_bytes_of(rp_id, strlen(rp_id));

    FUZZ_CHECK(openssl != NULL);
    fixture.crypto = passkey_openssl_crypto(openssl);
    passkey_policy_init(&fixture.policy);
    fixture.policy.rp_id = name;
    fixture.policy.rp_name = name;
    origins[0] = passkey_bytes_of(origin, strlen(origin));
    fixture.policy.origins = origins;
    fixture.policy.num_origins = 1;
    fixture.ceremony.kind = kind;
    fixture.ceremony.user_verification = PASSKEY_DISCOURAGED;
    fixture.ceremony.algorithms[0] = PASSKEY_ALG_ES256;
    fixture.ceremony.num_algorithms = 1;
    FUZZ_CHECK(fixture.crypto->digest(fixture.crypto->context,
        PASSKEY_HASH_SHA256, &name, 1, fixture.ceremony.rp_id_hash));
    if (kind == PASSKEY_CEREMONY_REGISTRATION)
        set_challenge(registration_challenge, sizeof(registration_challenge));
    else
        set_challenge(
            authentication_challenge, sizeof(authentication_challenge));
}

const struct ceremony_fixture *
fixture_of(enum passkey_ceremony_kind kind)
{
    if (fixture.crypto == NULL)
        make(kind);
    return &fixture;
}
