/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recovery codes: ten at a time, each good for one sign-in, shown once. A
 * code has 125 random bits, so its SHA-256 is enough in the database.
 *
 *   ABCDE-FGHIJ-KLMNO-PQRST-UVWXY    25 of a-z and 2-7
 */
#ifndef ACCOUNT_RECOVERY_H
#define ACCOUNT_RECOVERY_H

#include <passkey/crypto.h>

#define RECOVERY_CODES 10
#define RECOVERY_CHARACTERS 25
#define RECOVERY_TEXT_LEN 29 /* with dashes, without NUL */
#define RECOVERY_HASH_LEN 32

struct recovery_code {
    char text[RECOVERY_TEXT_LEN + 1];
    uint8_t hash[RECOVERY_HASH_LEN];
};

/* A new random code; false: no randomness. */
PASSKEY_MUST_USE bool recovery_code_make(
    const struct passkey_crypto *crypto, struct recovery_code *out);

/*
 * The hash of what somebody typed; capitals, dashes and spaces do not matter.
 * False: it cannot be a code.
 */
PASSKEY_MUST_USE bool recovery_code_read(
    struct passkey_bytes typed, uint8_t hash[RECOVERY_HASH_LEN]);

#endif
