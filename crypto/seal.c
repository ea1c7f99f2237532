/* SPDX-License-Identifier: Apache-2.0 */
/* AES-256-GCM and random bytes. */
#include "backend.h"

#include <limits.h>
#include <openssl/rand.h>

bool
pk_backend_random(void *context, uint8_t *out, size_t len)
{
    (void)context;
    return len <= INT_MAX && RAND_bytes(out, (int)len) == 1;
}

bool
pk_backend_seal(void *context, const uint8_t key[PASSKEY_SEAL_KEY_LEN],
    const uint8_t nonce[PASSKEY_SEAL_NONCE_LEN], struct passkey_bytes in,
    uint8_t *out, uint8_t tag[PASSKEY_SEAL_TAG_LEN])
{
    struct passkey_openssl *openssl = context;
    EVP_CIPHER_CTX *cipher = openssl->cipher;
    uint8_t nothing[1];
    int len;
    bool done;

    done = in.len <= INT_MAX &&
           EVP_EncryptInit_ex2(
               cipher, openssl->aes_256_gcm, key, nonce, NULL) == 1 &&
           EVP_EncryptUpdate(cipher, out, &len, in.data, (int)in.len) == 1 &&
           EVP_EncryptFinal_ex(cipher, nothing, &len) == 1 &&
           EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG,
               PASSKEY_SEAL_TAG_LEN, tag) == 1;
    EVP_CIPHER_CTX_reset(cipher); /* the key does not stay */
    return done;
}

bool
pk_backend_open(void *context, const uint8_t key[PASSKEY_SEAL_KEY_LEN],
    const uint8_t nonce[PASSKEY_SEAL_NONCE_LEN], struct passkey_bytes in,
    uint8_t *out, const uint8_t tag[PASSKEY_SEAL_TAG_LEN])
{
    struct passkey_openssl *openssl = context;
    EVP_CIPHER_CTX *cipher = openssl->cipher;
    uint8_t expected[PASSKEY_SEAL_TAG_LEN], nothing[1];
    size_t i;
    int len;
    bool done;

    for (i = 0; i < sizeof(expected); i++) /* OpenSSL wants it writable */
        expected[i] = tag[i];
    done = in.len <= INT_MAX &&
           EVP_DecryptInit_ex2(
               cipher, openssl->aes_256_gcm, key, nonce, NULL) == 1 &&
           EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG,
               PASSKEY_SEAL_TAG_LEN, expected) == 1 &&
           EVP_DecryptUpdate(cipher, out, &len, in.data, (int)in.len) == 1 &&
           EVP_DecryptFinal_ex(cipher, nothing, &len) == 1;
    EVP_CIPHER_CTX_reset(cipher);
    return done;
}
