/* SPDX-License-Identifier: Apache-2.0 */
/* See passkey/es256.h. */
#include <passkey/es256.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <string.h>

#define FIELD_LEN 32

/* The point of a secret number on P-256, uncompressed: 04, x, y. */
static bool
multiply(const BIGNUM *secret, uint8_t point[1 + PASSKEY_ES256_PUBLIC_LEN])
{
    EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
    EC_POINT *product = group == NULL ? NULL : EC_POINT_new(group);
    bool done =
        product != NULL && !BN_is_zero(secret) &&
        BN_cmp(secret, EC_GROUP_get0_order(group)) < 0 &&
        EC_POINT_mul(group, product, secret, NULL, NULL, NULL) == 1 &&
        EC_POINT_point2oct(group, product, POINT_CONVERSION_UNCOMPRESSED,
            point, 1 + PASSKEY_ES256_PUBLIC_LEN,
            NULL) == 1 + PASSKEY_ES256_PUBLIC_LEN;

    EC_POINT_free(product);
    EC_GROUP_free(group);
    return done;
}

/* Marked secure, so that libcrypto wipes its copies too. */
static BIGNUM *
read_secret(const uint8_t secret[PASSKEY_ES256_SECRET_LEN])
{
    BIGNUM *number = BN_secure_new();

    if (number != NULL &&
        BN_bin2bn(secret, PASSKEY_ES256_SECRET_LEN, number) != NULL)
        return number;
    BN_clear_free(number);
    return NULL;
}

bool
passkey_es256_public(const uint8_t secret[PASSKEY_ES256_SECRET_LEN],
    uint8_t out[PASSKEY_ES256_PUBLIC_LEN])
{
    uint8_t point[1 + PASSKEY_ES256_PUBLIC_LEN];
    BIGNUM *number = read_secret(secret);
    bool done = number != NULL && multiply(number, point);

    if (done)
        memcpy(out, point + 1, PASSKEY_ES256_PUBLIC_LEN);
    BN_clear_free(number);
    ERR_clear_error();
    return done;
}

static EVP_PKEY *
make_key(BIGNUM *secret)
{
    uint8_t point[1 + PASSKEY_ES256_PUBLIC_LEN];
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    OSSL_PARAM *params = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    EVP_PKEY *key = NULL;

    if (build != NULL && context != NULL && multiply(secret, point) &&
        OSSL_PARAM_BLD_push_utf8_string(
            build, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) == 1 &&
        OSSL_PARAM_BLD_push_octet_string(
            build, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point)) == 1 &&
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, secret) == 1)
        params = OSSL_PARAM_BLD_to_param(build);
    if (params == NULL || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, params) != 1)
        key = NULL;
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(build);
    EVP_PKEY_CTX_free(context);
    return key;
}

/* DER, as OpenSSL signs, to r and s with all their zeros, as JWS wants. */
static bool
to_fixed(const uint8_t *der, size_t len,
    uint8_t out[PASSKEY_ES256_SIGNATURE_LEN])
{
    ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &der, (long)len);
    bool done =
        signature != NULL &&
        BN_bn2binpad(ECDSA_SIG_get0_r(signature), out, FIELD_LEN) ==
            FIELD_LEN &&
        BN_bn2binpad(ECDSA_SIG_get0_s(signature), out + FIELD_LEN,
            FIELD_LEN) == FIELD_LEN;

    ECDSA_SIG_free(signature);
    return done;
}

bool
passkey_es256_sign(const uint8_t secret[PASSKEY_ES256_SECRET_LEN],
    struct passkey_bytes message, uint8_t out[PASSKEY_ES256_SIGNATURE_LEN])
{
    BIGNUM *number = read_secret(secret);
    EVP_PKEY *key = number == NULL ? NULL : make_key(number);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    uint8_t der[80];
    size_t len = sizeof(der);
    bool done =
        key != NULL && context != NULL &&
        EVP_DigestSignInit_ex(
            context, NULL, "SHA256", NULL, NULL, key, NULL) == 1 &&
        EVP_DigestSign(context, der, &len, message.data, message.len) == 1 &&
        to_fixed(der, len, out);

    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    BN_clear_free(number);
    ERR_clear_error();
    return done;
}
