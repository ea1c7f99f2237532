/* SPDX-License-Identifier: Apache-2.0 */
/* Key pairs of the software authenticator, on OpenSSL. */
#include "authenticator_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>

#define EC   FAMILY_EC
#define OKP  FAMILY_OKP
#define RSA_ FAMILY_RSA

const struct key_algorithm key_algorithms[] = {
    {-7, "ES256", EC, "P-256", 1, 32, "SHA256", false},
    {-35, "ES384", EC, "P-384", 2, 48, "SHA384", false},
    {-36, "ES512", EC, "P-521", 3, 66, "SHA512", false},
    {-47, "ES256K", EC, "secp256k1", 8, 32, "SHA256", false},
    {-8, "EdDSA", OKP, "ED25519", 6, 32, NULL, false},
    {-53, "Ed448", OKP, "ED448", 7, 57, NULL, false},
    {-257, "RS256", RSA_, "RSA", 0, 0, "SHA256", false},
    {-258, "RS384", RSA_, "RSA", 0, 0, "SHA384", false},
    {-259, "RS512", RSA_, "RSA", 0, 0, "SHA512", false},
    {-37, "PS256", RSA_, "RSA", 0, 0, "SHA256", true},
    {-38, "PS384", RSA_, "RSA", 0, 0, "SHA384", true},
    {-39, "PS512", RSA_, "RSA", 0, 0, "SHA512", true},
    {-9, "ESP256", EC, "P-256", 1, 32, "SHA256", false},
    {-51, "ESP384", EC, "P-384", 2, 48, "SHA384", false},
    {-52, "ESP512", EC, "P-521", 3, 66, "SHA512", false},
    {-19, "Ed25519", OKP, "ED25519", 6, 32, NULL, false},
    {0, NULL, EC, NULL, 0, 0, NULL, false},
};

static const struct key_algorithm rs1 = {
    -65535, "RS1", RSA_, "RSA", 0, 0, "SHA1", false};

/* Only where libcrypto has them; see key_can_be_made. */
static const struct key_algorithm ml_dsa[] = {
    {-48, "ML-DSA-44", FAMILY_AKP, "ML-DSA-44", 0, 1312, NULL, false},
    {-49, "ML-DSA-65", FAMILY_AKP, "ML-DSA-65", 0, 1952, NULL, false},
    {-50, "ML-DSA-87", FAMILY_AKP, "ML-DSA-87", 0, 2592, NULL, false},
};

/* COSE labels (RFC 9052, RFC 9053, RFC 8230). */
enum {
    LABEL_KTY = 1,
    LABEL_ALG = 3,
    LABEL_CRV = -1,
    LABEL_X = -2,
    LABEL_Y = -3,
    LABEL_PUB = -1,
    LABEL_N = -1,
    LABEL_E = -2
};

/* ML-DSA-87 has 4,627 octets. */
#define SIGNATURE_MAX_LEN 5000

static void
insist(bool done, const char *what)
{
    if (!done) {
        fprintf(stderr, "authenticator key: %s\n", what);
        abort();
    }
}

const struct key_algorithm *
key_algorithm_find(int id)
{
    const struct key_algorithm *at;

    if (id == rs1.id)
        return &rs1;
    for (at = ml_dsa; at < ml_dsa + sizeof(ml_dsa) / sizeof(ml_dsa[0]); at++) {
        if (at->id == id)
            return at;
    }
    for (at = key_algorithms; at->name != NULL && at->id != id;)
        at++;
    insist(at->name != NULL, "no such algorithm");
    return at;
}

EVP_PKEY *
key_generate_rsa(unsigned bits, unsigned exponent)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    BIGNUM *e = BN_new();
    EVP_PKEY *key = NULL;

    insist(BN_set_word(e, exponent) && EVP_PKEY_keygen_init(ctx) == 1 &&
               EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, (int)bits) == 1 &&
               EVP_PKEY_CTX_set1_rsa_keygen_pubexp(ctx, e) == 1 &&
               EVP_PKEY_generate(ctx, &key) == 1,
        "no RSA key");
    BN_free(e);
    EVP_PKEY_CTX_free(ctx);
    return key;
}

bool
key_can_be_made(int id)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(
        NULL, key_algorithm_find(id)->group, NULL);
    bool can = ctx != NULL;

    EVP_PKEY_CTX_free(ctx);
    return can;
}

EVP_PKEY *
key_generate(const struct key_algorithm *algorithm)
{
    EVP_PKEY *key;

    switch (algorithm->family) {
    case FAMILY_EC:
        key = EVP_EC_gen(algorithm->group);
        break;
    case FAMILY_OKP:
    case FAMILY_AKP:
        key = EVP_PKEY_Q_keygen(NULL, NULL, algorithm->group);
        break;
    case FAMILY_RSA:
    default:
        key = key_generate_rsa(2048, 65537);
        break;
    }
    insist(key != NULL, "no key");
    return key;
}

/* A number of the key; padded to len octets unless len is 0. */
static struct blob
number(EVP_PKEY *key, const char *name, size_t len)
{
    BIGNUM *value = NULL;
    struct blob bytes;

    insist(EVP_PKEY_get_bn_param(key, name, &value) == 1, "no such number");
    if (len == 0)
        len = (size_t)BN_num_bytes(value);
    bytes = blob_fill(0, len);
    insist(BN_bn2binpad(value, bytes.data, (int)len) >= 0, "number too long");
    BN_free(value);
    return bytes;
}

static struct blob
raw_public_key(EVP_PKEY *key, size_t len)
{
    struct blob point = blob_fill(0, len);

    insist(EVP_PKEY_get_raw_public_key(key, point.data, &len) == 1, "no point");
    return point;
}

struct cbor_node *
key_cose(EVP_PKEY *key, const struct key_algorithm *algorithm)
{
    static const int types[] = {
        [FAMILY_EC] = 2,
        [FAMILY_OKP] = 1,
        [FAMILY_RSA] = 3,
        [FAMILY_AKP] = 7,
    };
    struct cbor_node *map = cbor_map();
    size_t len = algorithm->field_len;

    cbor_put_integer(map, LABEL_KTY, cbor_integer(types[algorithm->family]));
    cbor_put_integer(map, LABEL_ALG, cbor_integer(algorithm->id));
    if (algorithm->family == FAMILY_RSA) {
        cbor_put_integer(
            map, LABEL_N, cbor_bytes(number(key, OSSL_PKEY_PARAM_RSA_N, 0)));
        cbor_put_integer(
            map, LABEL_E, cbor_bytes(number(key, OSSL_PKEY_PARAM_RSA_E, 0)));
        return map;
    }
    if (algorithm->family == FAMILY_AKP) {
        cbor_put_integer(map, LABEL_PUB, cbor_bytes(raw_public_key(key, len)));
        return map;
    }
    cbor_put_integer(map, LABEL_CRV, cbor_integer(algorithm->curve));
    if (algorithm->family == FAMILY_OKP) {
        cbor_put_integer(map, LABEL_X, cbor_bytes(raw_public_key(key, len)));
        return map;
    }
    cbor_put_integer(
        map, LABEL_X, cbor_bytes(number(key, OSSL_PKEY_PARAM_EC_PUB_X, len)));
    cbor_put_integer(
        map, LABEL_Y, cbor_bytes(number(key, OSSL_PKEY_PARAM_EC_PUB_Y, len)));
    return map;
}

struct blob
key_point(EVP_PKEY *key)
{
    struct blob point = blob_fill(0, 133);

    insist(EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY,
               point.data, point.len, &point.len) == 1 &&
               point.data[0] == 4,
        "no uncompressed point");
    return point;
}

struct blob
key_spki(EVP_PKEY *key)
{
    unsigned char *der = NULL;
    int len = i2d_PUBKEY(key, &der);
    struct blob spki;

    insist(len > 0, "no SubjectPublicKeyInfo");
    spki = blob_copy(der, (size_t)len);
    OPENSSL_free(der);
    return spki;
}

struct key_signing
key_signing_of(const struct key_algorithm *algorithm)
{
    struct key_signing signing = {algorithm->hash, algorithm->pss, -1, NULL};

    return signing;
}

static bool
set_padding(EVP_PKEY_CTX *ctx, const struct key_signing *signing)
{
    if (!signing->pss)
        return true;
    return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, signing->salt_len) == 1 &&
           (signing->mask_hash == NULL || EVP_PKEY_CTX_set_rsa_mgf1_md_name(ctx,
                                              signing->mask_hash, NULL) == 1);
}

struct blob
key_sign(EVP_PKEY *key, const struct key_signing *signing, struct blob message)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_PKEY_CTX *key_ctx = NULL;
    struct blob signature = blob_fill(0, SIGNATURE_MAX_LEN);

    insist(EVP_DigestSignInit_ex(
               ctx, &key_ctx, signing->hash, NULL, NULL, key, NULL) == 1 &&
               set_padding(key_ctx, signing) &&
               EVP_DigestSign(ctx, signature.data, &signature.len, message.data,
                   message.len) == 1,
        "no signature");
    EVP_MD_CTX_free(ctx);
    return signature;
}
