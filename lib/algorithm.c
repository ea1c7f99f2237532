/* SPDX-License-Identifier: Apache-2.0 */
/* What each COSE algorithm identifier means; see passkey/algorithm.h. */
#include <passkey/algorithm.h>

#define EC(id, curve, hash, len, name)                                         \
    { id, PASSKEY_KEY_EC, PASSKEY_CURVE_##curve, PASSKEY_HASH_##hash,          \
        PASSKEY_PADDING_NONE, len, name }
#define EDWARDS(id, curve, len, name)                                          \
    { id, PASSKEY_KEY_EDWARDS, PASSKEY_CURVE_##curve, PASSKEY_HASH_NONE,       \
        PASSKEY_PADDING_NONE, len, name }
#define RSA(id, hash, padding, name)                                           \
    { id, PASSKEY_KEY_RSA, PASSKEY_CURVE_NONE, PASSKEY_HASH_##hash,            \
        PASSKEY_PADDING_##padding, 0, name }
#define ML_DSA(id, len, name)                                                  \
    { id, PASSKEY_KEY_ML_DSA, PASSKEY_CURVE_NONE, PASSKEY_HASH_NONE,           \
        PASSKEY_PADDING_NONE, len, name }

static const struct passkey_algorithm algorithms[] = {
    EC(PASSKEY_ALG_ES256, P256, SHA256, 32, "ES256"),
    EDWARDS(PASSKEY_ALG_EDDSA, ED25519, 32, "EdDSA"),
    RSA(PASSKEY_ALG_RS256, SHA256, PKCS1, "RS256"),
    EC(PASSKEY_ALG_ESP256, P256, SHA256, 32, "ESP256"),
    EDWARDS(PASSKEY_ALG_ED25519, ED25519, 32, "Ed25519"),
    EC(PASSKEY_ALG_ES384, P384, SHA384, 48, "ES384"),
    EC(PASSKEY_ALG_ES512, P521, SHA512, 66, "ES512"),
    EC(PASSKEY_ALG_ES256K, SECP256K1, SHA256, 32, "ES256K"),
    EC(PASSKEY_ALG_ESP384, P384, SHA384, 48, "ESP384"),
    EC(PASSKEY_ALG_ESP512, P521, SHA512, 66, "ESP512"),
    EDWARDS(PASSKEY_ALG_ED448, ED448, 57, "Ed448"),
    RSA(PASSKEY_ALG_PS256, SHA256, PSS, "PS256"),
    RSA(PASSKEY_ALG_PS384, SHA384, PSS, "PS384"),
    RSA(PASSKEY_ALG_PS512, SHA512, PSS, "PS512"),
    RSA(PASSKEY_ALG_RS384, SHA384, PKCS1, "RS384"),
    RSA(PASSKEY_ALG_RS512, SHA512, PKCS1, "RS512"),
    RSA(PASSKEY_ALG_RS1, SHA1, PKCS1, "RS1"),
    ML_DSA(PASSKEY_ALG_ML_DSA_44, 1312, "ML-DSA-44"),
    ML_DSA(PASSKEY_ALG_ML_DSA_65, 1952, "ML-DSA-65"),
    ML_DSA(PASSKEY_ALG_ML_DSA_87, 2592, "ML-DSA-87"),
};

const struct passkey_algorithm *
passkey_algorithm_find(int64_t id)
{
    size_t i;

    for (i = 0; i < sizeof(algorithms) / sizeof(algorithms[0]); i++) {
        if (algorithms[i].id == id)
            return &algorithms[i];
    }
    return NULL;
}

size_t
passkey_hash_len(enum passkey_hash hash)
{
    switch (hash) {
    case PASSKEY_HASH_SHA1:
        return 20;
    case PASSKEY_HASH_SHA256:
        return 32;
    case PASSKEY_HASH_SHA384:
        return 48;
    case PASSKEY_HASH_SHA512:
        return 64;
    case PASSKEY_HASH_NONE:
        break;
    }
    return 0;
}
