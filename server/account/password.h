/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Passwords: which ones are acceptable (NIST SP 800-63B-4 section 3.1.1,
 * ASVS 5.0 section 6.2), and their hashes (Argon2id in PHC strings, by
 * libsodium). Hashing takes 50 ms and 46 MiB: it runs in password_pool only.
 */
#ifndef ACCOUNT_PASSWORD_H
#define ACCOUNT_PASSWORD_H

#include <passkey/bytes.h>

/* The only factor of a sign-in must have 15 characters (63B-4). */
#define PASSWORD_MIN_CHARACTERS 15
/* Longer ones cost memory before they are hashed; nothing is cut off. */
#define PASSWORD_MAX_LEN 1024
/* A PHC string of libsodium with its NUL. */
#define PASSWORD_HASH_MAX_LEN 128

enum password_fault {
    PASSWORD_FINE = 0,
    PASSWORD_TOO_SHORT,
    PASSWORD_TOO_LONG,
    PASSWORD_NOT_TEXT,     /* not UTF-8, or with control characters */
    PASSWORD_PATTERN,      /* a repetition or a run of keys */
    PASSWORD_COMMON,       /* made of words that everybody uses */
    PASSWORD_CONTEXT       /* made of the names of account and site */
};

/*
 * Judges a new password. `context` are words that an attacker would try for
 * this account: its name, the site's. There are no rules about kinds of
 * characters.
 */
PASSKEY_MUST_USE enum password_fault password_judge(
    struct passkey_bytes password, const struct passkey_bytes *context,
    size_t num_context);

/* A stable name ("password_too_short") and a sentence with advice. */
const char *password_fault_code(enum password_fault fault);
const char *password_fault_text(enum password_fault fault);

/* Hashes; false: no memory. */
PASSKEY_MUST_USE bool password_hash(
    struct passkey_bytes password, char out[PASSWORD_HASH_MAX_LEN]);

/*
 * Compares with a PHC string. An empty `hash` stands for an account that has
 * none: the same work is done, and the answer is false.
 */
PASSKEY_MUST_USE bool password_verify(
    struct passkey_bytes password, struct passkey_bytes hash);

/* True if the hash was made with other parameters than new ones. */
PASSKEY_MUST_USE bool password_is_outdated(struct passkey_bytes hash);

#endif
