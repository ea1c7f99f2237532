/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ECDSA with one key object per curve. Making a key object for each
 * verification costs 40 % of a P-256 verification; setting another point in
 * an existing one costs 2 %. Keeping the verification context as well saves
 * 5 % more, but OpenSSL does not document that a context sees the new point.
 * So it is tried once, when the backend is made, with signatures whose
 * verdicts are known; if one verdict is wrong, a context is made each time.
 */
#include "backend.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <string.h>

#include "ec_self_test.h"

static const char *const group_names[PK_NUM_EC_CURVES] = { "P-256", "P-384",
    "P-521", "secp256k1" };

static EVP_PKEY *
new_key(const char *group_name)
{
    char name[16];
    OSSL_PARAM params[2];
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    EVP_PKEY *key = NULL;

    (void)memcpy(name, group_name, strlen(group_name) + 1);
    params[0] = OSSL_PARAM_construct_utf8_string(
        OSSL_PKEY_PARAM_GROUP_NAME, name, 0);
    params[1] = OSSL_PARAM_construct_end();
    if (context == NULL || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEY_PARAMETERS, params) != 1)
        key = NULL;
    EVP_PKEY_CTX_free(context);
    return key;
}

static struct pk_ec_slot *
place_of(struct passkey_openssl *openssl, enum passkey_curve curve)
{
    switch (curve) {
    case PASSKEY_CURVE_P256:
        return &openssl->ec[0];
    case PASSKEY_CURVE_P384:
        return &openssl->ec[1];
    case PASSKEY_CURVE_P521:
        return &openssl->ec[2];
    case PASSKEY_CURVE_SECP256K1:
        return &openssl->ec[3];
    case PASSKEY_CURVE_ED25519:
    case PASSKEY_CURVE_ED448:
    case PASSKEY_CURVE_NONE:
        break;
    }
    return NULL;
}

/* NULL: libcrypto has no such curve. */
static struct pk_ec_slot *
slot_of(struct passkey_openssl *openssl, enum passkey_curve curve)
{
    struct pk_ec_slot *slot = place_of(openssl, curve);

    return slot != NULL && slot->key != NULL ? slot : NULL;
}

bool
pk_ec_supports(struct passkey_openssl *openssl, enum passkey_curve curve)
{
    return slot_of(openssl, curve) != NULL;
}

/*
 * Sets the point of a slot. libcrypto checks that it lies on the curve; that
 * it is an uncompressed, finite point follows from how it is written here. A
 * self attestation checks a key and then uses it: it is set once.
 */
static bool
set_point(struct pk_ec_slot *slot, const struct passkey_public_key *key)
{
    uint8_t point[PK_EC_POINT_MAX_LEN];
    size_t len = key->x.len, point_len = 1 + 2 * len;

    if (len == 0 || key->y.len != len || point_len > sizeof(point))
        return false;
    point[0] = 4;
    memcpy(point + 1, key->x.data, len);
    memcpy(point + 1 + len, key->y.data, len);
    if (slot->point_len == point_len &&
        memcmp(slot->point, point, point_len) == 0)
        return true;
    slot->point_len = 0;
    if (EVP_PKEY_set1_encoded_public_key(slot->key, point, point_len) != 1) {
        ERR_clear_error();
        return false;
    }
    memcpy(slot->point, point, point_len);
    slot->point_len = point_len;
    return true;
}

static EVP_PKEY_CTX *
new_context(EVP_PKEY *key)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);

    if (context != NULL && EVP_PKEY_verify_init(context) == 1)
        return context;
    EVP_PKEY_CTX_free(context);
    return NULL;
}

static enum passkey_verdict
verify_in(EVP_PKEY_CTX *context, struct passkey_bytes hash,
    struct passkey_bytes signature)
{
    if (EVP_PKEY_verify(context, signature.data, signature.len, hash.data,
            hash.len) == 1)
        return PASSKEY_VERDICT_VALID;
    ERR_clear_error(); /* a malformed signature is an error to libcrypto */
    return PASSKEY_VERDICT_INVALID;
}

enum passkey_verdict
pk_ec_check(
    struct passkey_openssl *openssl, const struct passkey_public_key *key)
{
    struct pk_ec_slot *slot = slot_of(openssl, key->curve);

    if (slot == NULL)
        return PASSKEY_VERDICT_UNKNOWN;
    return set_point(slot, key) ? PASSKEY_VERDICT_VALID
                                : PASSKEY_VERDICT_INVALID;
}

enum passkey_verdict
pk_ec_verify(struct passkey_openssl *openssl,
    const struct passkey_public_key *key, struct passkey_bytes hash,
    struct passkey_bytes signature)
{
    struct pk_ec_slot *slot = slot_of(openssl, key->curve);
    EVP_PKEY_CTX *context;
    enum passkey_verdict verdict;

    if (slot == NULL)
        return PASSKEY_VERDICT_UNKNOWN;
    if (!set_point(slot, key))
        return PASSKEY_VERDICT_INVALID;
    if (slot->context != NULL)
        return verify_in(slot->context, hash, signature);
    context = new_context(slot->key);
    if (context == NULL)
        return PASSKEY_VERDICT_UNKNOWN;
    verdict = verify_in(context, hash, signature);
    EVP_PKEY_CTX_free(context);
    return verdict;
}

/* Two keys in turn, each with its own signature and the other's. */
static bool
kept_context_works(struct pk_ec_slot *slot)
{
    struct passkey_bytes hash =
        passkey_bytes_of(pk_self_test_hash, sizeof(pk_self_test_hash));
    struct passkey_public_key key = { .kind = PASSKEY_KEY_EC,
        .curve = PASSKEY_CURVE_P256 };
    unsigned round, k, s;

    for (round = 0; round < 3; round++) {
        for (k = 0; k < 2; k++) {
            key.x = passkey_bytes_of(pk_self_test_keys[k].x, 32);
            key.y = passkey_bytes_of(pk_self_test_keys[k].y, 32);
            if (!set_point(slot, &key))
                return false;
            for (s = 0; s < 2; s++) {
                struct passkey_bytes signature =
                    passkey_bytes_of(pk_self_test_keys[s].signature,
                        pk_self_test_keys[s].signature_len);

                if ((verify_in(slot->context, hash, signature) ==
                        PASSKEY_VERDICT_VALID) != (k == s))
                    return false;
            }
        }
    }
    return true;
}

/* P-256 is where it pays: other curves cost ten times as much anyway. */
static void
keep_context(struct pk_ec_slot *slot)
{
    struct passkey_public_key key = { .kind = PASSKEY_KEY_EC,
        .curve = PASSKEY_CURVE_P256 };

    key.x = passkey_bytes_of(pk_self_test_keys[0].x, 32);
    key.y = passkey_bytes_of(pk_self_test_keys[0].y, 32);
    if (!set_point(slot, &key))
        return;
    slot->context = new_context(slot->key);
    if (slot->context != NULL && kept_context_works(slot))
        return;
    EVP_PKEY_CTX_free(slot->context);
    slot->context = NULL;
}

/* A FIPS provider has no secp256k1. */
bool
pk_ec_slots_open(struct passkey_openssl *openssl)
{
    size_t i;

    for (i = 0; i < PK_NUM_EC_CURVES; i++)
        openssl->ec[i].key = new_key(group_names[i]);
    ERR_clear_error();
    if (openssl->ec[0].key == NULL)
        return false;
    keep_context(&openssl->ec[0]);
    return true;
}

void
pk_ec_slots_close(struct passkey_openssl *openssl)
{
    size_t i;

    for (i = 0; i < PK_NUM_EC_CURVES; i++) {
        EVP_PKEY_CTX_free(openssl->ec[i].context);
        EVP_PKEY_free(openssl->ec[i].key);
    }
}
