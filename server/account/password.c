/* SPDX-License-Identifier: Apache-2.0 */
/* Hashing, by libsodium; see password.h. */
#include "password.h"

#include <sodium.h>
#include <string.h>

/* OWASP and ASVS 5.0 appendix C: Argon2id with 46 MiB and one pass. */
#define OPERATIONS 1
#define MEMORY_BYTES (46u * 1024 * 1024)

/*
 * What an unknown account is compared with: the hash of bytes that nobody
 * knows, with the parameters above. It matches nothing, and costs the same.
 */
static const char dummy[PASSWORD_HASH_MAX_LEN] =
    "$argon2id$v=19$m=47104,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

bool
password_hash(struct passkey_bytes password, char out[PASSWORD_HASH_MAX_LEN])
{
    return crypto_pwhash_str_alg(out, (const char *)password.data,
               password.len, OPERATIONS, MEMORY_BYTES,
               crypto_pwhash_ALG_ARGON2ID13) == 0;
}

/* A C string with all bytes of `hash`, if it can be one. */
static bool
copy_hash(struct passkey_bytes hash, char out[PASSWORD_HASH_MAX_LEN])
{
    if (hash.len == 0 || hash.len >= PASSWORD_HASH_MAX_LEN)
        return false;
    memset(out, 0, PASSWORD_HASH_MAX_LEN);
    memcpy(out, hash.data, hash.len);
    return true;
}

bool
password_verify(struct passkey_bytes password, struct passkey_bytes hash)
{
    char text[PASSWORD_HASH_MAX_LEN];

    if (!copy_hash(hash, text)) {
        (void)!crypto_pwhash_str_verify(
            dummy, (const char *)password.data, password.len);
        return false;
    }
    return crypto_pwhash_str_verify(
               text, (const char *)password.data, password.len) == 0;
}

bool
password_is_outdated(struct passkey_bytes hash)
{
    char text[PASSWORD_HASH_MAX_LEN];

    return copy_hash(hash, text) &&
           crypto_pwhash_str_needs_rehash(text, OPERATIONS, MEMORY_BYTES) != 0;
}
