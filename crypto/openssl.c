/* SPDX-License-Identifier: Apache-2.0 */
/* Making and freeing the backend: everything is fetched once, here. */
#include "backend.h"

#include <openssl/crypto.h>
#include <openssl/err.h>

/* Names of the algorithms that libcrypto has from 3.5 on. */
static const char *const ml_dsa_names[PK_NUM_ML_DSA] = { "ML-DSA-44",
    "ML-DSA-65", "ML-DSA-87" };

static bool
fetch_all(struct passkey_openssl *openssl)
{
    openssl->sha1 = EVP_MD_fetch(NULL, "SHA1", NULL); /* may be missing */
    openssl->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    openssl->sha384 = EVP_MD_fetch(NULL, "SHA384", NULL);
    openssl->sha512 = EVP_MD_fetch(NULL, "SHA512", NULL);
    openssl->digest = EVP_MD_CTX_new();
    openssl->aes_256_gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    openssl->cipher = EVP_CIPHER_CTX_new();
    return openssl->sha256 != NULL && openssl->sha384 != NULL &&
           openssl->sha512 != NULL && openssl->digest != NULL &&
           openssl->aes_256_gcm != NULL && openssl->cipher != NULL;
}

static bool
has_signature(const char *name)
{
    EVP_SIGNATURE *signature = EVP_SIGNATURE_fetch(NULL, name, NULL);

    EVP_SIGNATURE_free(signature);
    return signature != NULL;
}

/* What some versions or providers do not have. */
static void
find_signatures(struct passkey_openssl *openssl)
{
    size_t i;

    openssl->has_ed25519 = has_signature("ED25519");
    openssl->has_ed448 = has_signature("ED448");
    for (i = 0; i < PK_NUM_ML_DSA; i++)
        openssl->has_ml_dsa[i] = has_signature(ml_dsa_names[i]);
    ERR_clear_error();
}

static void
set_functions(struct passkey_openssl *openssl)
{
    openssl->crypto.context = openssl;
    openssl->crypto.supports = pk_backend_supports;
    openssl->crypto.digest = pk_backend_digest;
    openssl->crypto.check_key = pk_backend_check_key;
    openssl->crypto.verify = pk_backend_verify;
    openssl->crypto.check_path = pk_backend_check_path;
    openssl->crypto.random = pk_backend_random;
    openssl->crypto.seal = pk_backend_seal;
    openssl->crypto.open = pk_backend_open;
}

struct passkey_openssl *
passkey_openssl_new(void)
{
    struct passkey_openssl *openssl = OPENSSL_zalloc(sizeof(*openssl));

    if (openssl == NULL)
        return NULL;
    set_functions(openssl);
    if (!fetch_all(openssl) || !pk_ec_slots_open(openssl)) {
        passkey_openssl_free(openssl);
        return NULL;
    }
    find_signatures(openssl);
    return openssl;
}

void
passkey_openssl_free(struct passkey_openssl *openssl)
{
    if (openssl == NULL)
        return;
    pk_ec_slots_close(openssl);
    pk_anchors_close(openssl);
    EVP_MD_free(openssl->sha1);
    EVP_MD_free(openssl->sha256);
    EVP_MD_free(openssl->sha384);
    EVP_MD_free(openssl->sha512);
    EVP_MD_CTX_free(openssl->digest);
    EVP_CIPHER_free(openssl->aes_256_gcm);
    EVP_CIPHER_CTX_free(openssl->cipher);
    OPENSSL_free(openssl);
}

const struct passkey_crypto *
passkey_openssl_crypto(struct passkey_openssl *openssl)
{
    return &openssl->crypto;
}
