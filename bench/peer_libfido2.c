/* SPDX-License-Identifier: Apache-2.0 */
#include "peer_libfido2.h"

#include <fido.h>
#include <fido/es256.h>
#include <openssl/sha.h>

static fido_assert_t *assertion;
static es256_pk_t *key;

bool
libfido2_prepare(const struct ceremony *c, const char *rp_id)
{
    struct blob point = key_point(c->passkey.key);
    uint8_t hash[SHA256_DIGEST_LENGTH];

    SHA256(c->client_data.data, c->client_data.len, hash);
    assertion = fido_assert_new();
    key = es256_pk_new();
    return assertion != NULL && key != NULL &&
           fido_assert_set_clientdata_hash(assertion, hash, sizeof(hash)) ==
               FIDO_OK &&
           fido_assert_set_rp(assertion, rp_id) == FIDO_OK &&
           fido_assert_set_count(assertion, 1) == FIDO_OK &&
           fido_assert_set_authdata_raw(assertion, 0, c->auth_data.data,
               c->auth_data.len) == FIDO_OK &&
           fido_assert_set_sig(assertion, 0, c->signature.data,
               c->signature.len) == FIDO_OK &&
           es256_pk_from_ptr(key, point.data + 1, 64) == FIDO_OK;
}

bool
libfido2_verify(void)
{
    return fido_assert_verify(assertion, 0, COSE_ES256, key) == FIDO_OK;
}
