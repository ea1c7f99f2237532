/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Proof that an account's owner is here. Only the functions of this file make
 * one, each out of the result of a verifier; a session is begun with a proof
 * and with nothing else. The zero value proves nothing.
 */
#ifndef ACCOUNT_PROOF_H
#define ACCOUNT_PROOF_H

#include <passkey/authentication.h>
#include <passkey/registration.h>

#include "../store/store.h"

enum proof_method {
    PROOF_NONE = 0,
    PROOF_PASSKEY = 1,
    PROOF_PASSWORD = 2,
    PROOF_RECOVERY_CODE = 3,
    PROOF_LINK = 4
};

struct proof {
    enum proof_method method;
    uint8_t user[STORE_USER_HANDLE_LEN];
    int64_t at; /* seconds since 1970-01-01 UTC */
    /*
     * Good enough to change how the account is entered. A password is not
     * where the account has a passkey: that would let whoever guessed the
     * weaker one take over the stronger.
     */
    bool strong;
};

/*
 * From a verified assertion and the owner of its credential. A result that
 * is not of a successful verification gives PROOF_NONE.
 */
struct proof proof_by_authentication(
    const struct passkey_authentication *verified,
    const struct store_user *owner, int64_t now);

/* From the registration that made the account's first passkey. */
struct proof proof_by_registration(const struct passkey_registration *verified,
    const struct store_user *owner, int64_t now);

/* A password that was verified; it matters what else the account has. */
struct proof proof_by_password(bool verified, const struct store_user *owner,
    const struct store_ways *ways, int64_t now);

/* A recovery code that this same write uses up. */
struct proof proof_by_recovery_code(
    const struct store_user *owner, int64_t now);

/* A link from the administrator that this same write uses up. */
struct proof proof_by_link(const struct store_user *owner, int64_t now);

#endif
