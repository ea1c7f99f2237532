/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes, with algorithms fetched beforehand. */
#include "backend.h"

const EVP_MD *
pk_backend_md(const struct passkey_openssl *openssl, enum passkey_hash hash)
{
    switch (hash) {
    case PASSKEY_HASH_SHA256:
        return openssl->sha256;
    case PASSKEY_HASH_SHA384:
        return openssl->sha384;
    case PASSKEY_HASH_SHA512:
        return openssl->sha512;
    case PASSKEY_HASH_SHA1:
        return openssl->sha1;
    case PASSKEY_HASH_NONE:
        break;
    }
    return NULL;
}

bool
pk_backend_digest(void *context, enum passkey_hash hash,
    const struct passkey_bytes *parts, size_t num_parts, uint8_t *out)
{
    struct passkey_openssl *openssl = context;
    const EVP_MD *md = pk_backend_md(openssl, hash);
    size_t i;

    if (md == NULL || EVP_DigestInit_ex(openssl->digest, md, NULL) != 1)
        return false;
    for (i = 0; i < num_parts; i++) {
        if (EVP_DigestUpdate(
                openssl->digest, parts[i].data, parts[i].len) != 1)
            return false;
    }
    return EVP_DigestFinal_ex(openssl->digest, out, NULL) == 1;
}
