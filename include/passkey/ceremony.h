/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state of one ceremony: what was asked for, kept by the server until the
 * answer comes. The options calls fill it; the verify calls take it as the
 * only expectation, so the two cannot drift apart.
 *
 * A ceremony can be sealed into a token that the client carries. A token by
 * itself can be replayed: whoever verifies must also consume `id` in its
 * store, in the same transaction as the effect, whatever the verdict.
 */
#ifndef PASSKEY_CEREMONY_H
#define PASSKEY_CEREMONY_H

#include <passkey/crypto.h>
#include <passkey/error.h>
#include <passkey/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PASSKEY_CEREMONY_ID_LEN 16
#define PASSKEY_CHALLENGE_MIN_LEN 16
#define PASSKEY_CHALLENGE_LEN 32 /* what the options calls make */
#define PASSKEY_CHALLENGE_MAX_LEN 128
#define PASSKEY_USER_HANDLE_MAX_LEN 64
#define PASSKEY_CREDENTIAL_ID_MAX_LEN 1023
#define PASSKEY_CONTEXT_MAX_LEN 255

/* The most credentials that one ceremony can allow or exclude. */
#define PASSKEY_DESCRIPTORS_MAX 64

enum passkey_ceremony_kind {
    PASSKEY_CEREMONY_NONE = 0,
    PASSKEY_CEREMONY_REGISTRATION,
    PASSKEY_CEREMONY_AUTHENTICATION
};

struct passkey_ceremony {
    enum passkey_ceremony_kind kind;
    uint8_t id[PASSKEY_CEREMONY_ID_LEN]; /* random; consume it once */
    uint8_t challenge[PASSKEY_CHALLENGE_MAX_LEN];
    size_t challenge_len; /* bytes, 16 to 128 */
    uint8_t rp_id_hash[PASSKEY_SHA256_LEN];
    int64_t expires_at; /* seconds since 1970-01-01 UTC; 0: never */

    /*
     * Registration: the account that gets the credential. Authentication:
     * the account if it was identified beforehand, else length 0.
     */
    uint8_t user_handle[PASSKEY_USER_HANDLE_MAX_LEN];
    size_t user_handle_len; /* bytes, 0 to 64 */

    enum passkey_requirement user_verification;

    /* Registration only */
    enum passkey_conveyance attestation;
    bool conditional; /* mediation "conditional": presence not required */
    int32_t algorithms[PASSKEY_ALGORITHMS_MAX];
    size_t num_algorithms;

    /* Authentication only: SHA-256 of each allowed credential id */
    uint8_t allowed[PASSKEY_DESCRIPTORS_MAX][PASSKEY_SHA256_LEN];
    size_t num_allowed; /* 0: any discoverable credential */
    bool appid_requested;
    uint8_t appid_hash[PASSKEY_SHA256_LEN];
    bool payment; /* the client data must be of type payment.get */

    /*
     * The caller's own bytes, sealed with the rest: the name of an account
     * that does not exist yet, the session that the ceremony belongs to. The
     * options calls leave it empty; the library never looks into it.
     */
    uint8_t context[PASSKEY_CONTEXT_MAX_LEN];
    size_t context_len; /* bytes, 0 to 255 */
};

/* Keys that seal ceremonies. The first seals, all of them open. */
#define PASSKEY_KEYRING_MAX 4
struct passkey_keyring {
    struct {
        uint32_t id; /* names the key in tokens; unique in the ring */
        uint8_t key[PASSKEY_SEAL_KEY_LEN];
    } keys[PASSKEY_KEYRING_MAX];
    size_t num_keys;
};

/* No token is longer, in characters. */
#define PASSKEY_CEREMONY_TOKEN_MAX_LEN 3632

/*
 * passkey_ceremony_seal writes an authenticated, encrypted token of
 * `ceremony` as base64url text without NUL.
 *
 *   out      PASSKEY_CEREMONY_TOKEN_MAX_LEN bytes are always enough
 *   out_len  characters written
 *
 * Returns PASSKEY_OK, PASSKEY_ERR_NO_SPACE, PASSKEY_ERR_POLICY_INVALID (no
 * key), PASSKEY_ERR_BACKEND.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error passkey_ceremony_seal(
    const struct passkey_ceremony *ceremony,
    const struct passkey_crypto *crypto, const struct passkey_keyring *keyring,
    struct passkey_buffer out, size_t *out_len);

/*
 * passkey_ceremony_open reads a token that passkey_ceremony_seal wrote with
 * one of the keys of the ring. It does not check the expiry; the verify calls
 * do. `out` is all zero unless PASSKEY_OK is returned.
 *
 * Returns PASSKEY_OK, PASSKEY_ERR_CEREMONY_TOKEN_MALFORMED.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error passkey_ceremony_open(
    struct passkey_bytes token, const struct passkey_crypto *crypto,
    const struct passkey_keyring *keyring, struct passkey_ceremony *out);

#ifdef __cplusplus
}
#endif

#endif
