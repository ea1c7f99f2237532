/* SPDX-License-Identifier: Apache-2.0 */
/* Signatures of every kind of key but the elliptic curves of ec_slot.c. */
#include "backend.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <string.h>

/* Messages up to this size are put together on the stack. */
#define MESSAGE_ON_STACK 1024

bool
pk_backend_supports(void *context, int32_t algorithm)
{
    struct passkey_openssl *openssl = context;
    const struct passkey_algorithm *known = passkey_algorithm_find(algorithm);

    if (known == NULL)
        return false;
    switch (known->kind) {
    case PASSKEY_KEY_EC:
        return pk_ec_supports(openssl, known->curve);
    case PASSKEY_KEY_EDWARDS:
        return known->curve == PASSKEY_CURVE_ED448 ? openssl->has_ed448
                                                   : openssl->has_ed25519;
    case PASSKEY_KEY_ML_DSA:
        return openssl->has_ml_dsa[PASSKEY_ALG_ML_DSA_44 - algorithm];
    case PASSKEY_KEY_RSA:
        return known->hash != PASSKEY_HASH_SHA1 || openssl->sha1 != NULL;
    case PASSKEY_KEY_NONE:
        break;
    }
    return false;
}

static EVP_PKEY *
new_rsa_key(const struct passkey_public_key *key)
{
    BIGNUM *n = BN_bin2bn(key->n.data, (int)key->n.len, NULL);
    BIGNUM *e = BN_bin2bn(key->e.data, (int)key->e.len, NULL);
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    OSSL_PARAM *params = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    EVP_PKEY *out = NULL;

    if (n != NULL && e != NULL && build != NULL && context != NULL &&
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e) == 1)
        params = OSSL_PARAM_BLD_to_param(build);
    if (params == NULL || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &out, EVP_PKEY_PUBLIC_KEY, params) != 1)
        out = NULL;
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(build);
    EVP_PKEY_CTX_free(context);
    BN_free(n);
    BN_free(e);
    return out;
}

static EVP_PKEY *
new_key(const struct passkey_algorithm *algorithm,
    const struct passkey_public_key *key)
{
    switch (key->kind) {
    case PASSKEY_KEY_RSA:
        return new_rsa_key(key);
    case PASSKEY_KEY_EDWARDS:
        return EVP_PKEY_new_raw_public_key_ex(NULL,
            key->curve == PASSKEY_CURVE_ED448 ? "ED448" : "ED25519", NULL,
            key->x.data, key->x.len);
    case PASSKEY_KEY_ML_DSA:
        return EVP_PKEY_new_raw_public_key_ex(
            NULL, algorithm->name, NULL, key->x.data, key->x.len);
    case PASSKEY_KEY_EC:
    case PASSKEY_KEY_NONE:
        break;
    }
    return NULL;
}

/* PSS: the salt is as long as the hash, MGF1 uses the hash (RFC 8230). */
static bool
set_padding(EVP_PKEY_CTX *context, const struct passkey_algorithm *algorithm)
{
    switch (algorithm->padding) {
    case PASSKEY_PADDING_PKCS1:
        return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
    case PASSKEY_PADDING_PSS:
        return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) ==
                   1 &&
               EVP_PKEY_CTX_set_rsa_pss_saltlen(
                   context, RSA_PSS_SALTLEN_DIGEST) == 1;
    case PASSKEY_PADDING_NONE:
        break;
    }
    return true;
}

static enum passkey_verdict
verify_rsa(struct passkey_openssl *openssl, EVP_PKEY *key,
    const struct passkey_algorithm *algorithm, struct passkey_bytes hash,
    struct passkey_bytes signature)
{
    const EVP_MD *md = pk_backend_md(openssl, algorithm->hash);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    enum passkey_verdict verdict = PASSKEY_VERDICT_UNKNOWN;

    if (context != NULL && md != NULL && EVP_PKEY_verify_init(context) == 1 &&
        set_padding(context, algorithm) &&
        EVP_PKEY_CTX_set_signature_md(context, md) == 1)
        verdict = EVP_PKEY_verify(context, signature.data, signature.len,
                      hash.data, hash.len) == 1
                      ? PASSKEY_VERDICT_VALID
                      : PASSKEY_VERDICT_INVALID;
    EVP_PKEY_CTX_free(context);
    return verdict;
}

/* Algorithms that hash by themselves want the whole message at once. */
static enum passkey_verdict
verify_message(EVP_PKEY *key, struct passkey_bytes message,
    struct passkey_bytes signature)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    enum passkey_verdict verdict = PASSKEY_VERDICT_UNKNOWN;

    if (context != NULL &&
        EVP_DigestVerifyInit_ex(context, NULL, NULL, NULL, NULL, key, NULL) ==
            1)
        verdict = EVP_DigestVerify(context, signature.data, signature.len,
                      message.data, message.len) == 1
                      ? PASSKEY_VERDICT_VALID
                      : PASSKEY_VERDICT_INVALID;
    EVP_MD_CTX_free(context);
    return verdict;
}

static enum passkey_verdict
verify_parts(EVP_PKEY *key, const struct passkey_bytes *parts, size_t num_parts,
    struct passkey_bytes signature)
{
    uint8_t on_stack[MESSAGE_ON_STACK], *message = on_stack;
    enum passkey_verdict verdict;
    size_t i, len = 0, at = 0;

    for (i = 0; i < num_parts; i++)
        len += parts[i].len;
    if (len > sizeof(on_stack))
        message = OPENSSL_malloc(len);
    if (message == NULL)
        return PASSKEY_VERDICT_UNKNOWN;
    for (i = 0; i < num_parts; i++) {
        if (parts[i].len > 0)
            memcpy(message + at, parts[i].data, parts[i].len);
        at += parts[i].len;
    }
    verdict = verify_message(key, passkey_bytes_of(message, len), signature);
    if (message != on_stack)
        OPENSSL_free(message);
    return verdict;
}

enum passkey_verdict
pk_backend_check_key(void *context, const struct passkey_public_key *key)
{
    switch (key->kind) {
    case PASSKEY_KEY_EC:
        return pk_ec_check(context, key);
    case PASSKEY_KEY_EDWARDS:
        return pk_edwards_check(key);
    case PASSKEY_KEY_RSA:
    case PASSKEY_KEY_ML_DSA:
        return PASSKEY_VERDICT_VALID; /* the form was checked on reading */
    case PASSKEY_KEY_NONE:
        break;
    }
    return PASSKEY_VERDICT_UNKNOWN;
}

static enum passkey_verdict
verify_with_hash(struct passkey_openssl *openssl,
    const struct passkey_algorithm *algorithm,
    const struct passkey_public_key *key, struct passkey_bytes hash,
    struct passkey_bytes signature)
{
    enum passkey_verdict verdict;
    EVP_PKEY *pkey;

    if (key->kind == PASSKEY_KEY_EC)
        return pk_ec_verify(openssl, key, hash, signature);
    pkey = new_key(algorithm, key);
    verdict = pkey == NULL
                  ? PASSKEY_VERDICT_INVALID
                  : verify_rsa(openssl, pkey, algorithm, hash, signature);
    EVP_PKEY_free(pkey);
    return verdict;
}

enum passkey_verdict
pk_backend_verify(void *context, int32_t id,
    const struct passkey_public_key *key, const struct passkey_bytes *parts,
    size_t num_parts, struct passkey_bytes signature)
{
    const struct passkey_algorithm *algorithm = passkey_algorithm_find(id);
    uint8_t hash[PASSKEY_HASH_MAX_LEN];
    enum passkey_verdict verdict;
    EVP_PKEY *pkey;

    if (algorithm == NULL || algorithm->kind != key->kind ||
        algorithm->curve != key->curve || !pk_backend_supports(context, id))
        return PASSKEY_VERDICT_UNKNOWN;
    if (algorithm->hash != PASSKEY_HASH_NONE) {
        if (!pk_backend_digest(
                context, algorithm->hash, parts, num_parts, hash))
            return PASSKEY_VERDICT_UNKNOWN;
        verdict = verify_with_hash(context, algorithm, key,
            passkey_bytes_of(hash, passkey_hash_len(algorithm->hash)), signature);
    } else {
        pkey = new_key(algorithm, key);
        verdict = pkey == NULL
                      ? PASSKEY_VERDICT_INVALID
                      : verify_parts(pkey, parts, num_parts, signature);
        EVP_PKEY_free(pkey);
    }
    if (verdict != PASSKEY_VERDICT_VALID)
        ERR_clear_error();
    return verdict;
}
