/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the server remembers, as questions of the domain. An engine answers
 * reads at once, from any thread. Writes are handed over and answered later:
 * the engine puts waiting writes into one transaction, and calls each one's
 * `done` only after the commit is durable.
 *
 * A write is a short list of changes that happen together or not at all.
 */
#ifndef STORE_H
#define STORE_H

#include <passkey/ceremony.h>
#include <passkey/credential.h>

#include "../arena.h"

#define STORE_USER_HANDLE_LEN 32
#define STORE_TOKEN_HASH_LEN 32

enum store_status {
    STORE_FAILED = 0, /* the engine could not; nothing changed */
    STORE_OK,
    STORE_NOT_FOUND,
    STORE_NAME_TAKEN,
    STORE_CREDENTIAL_TAKEN,
    STORE_CEREMONY_SPENT, /* the ceremony was used before */
    STORE_STALE,          /* somebody else changed the row meanwhile */
    STORE_LAST_WAY,       /* the account could not be entered any more */
    STORE_PASSWORD_CHANGED, /* since it was compared */
    STORE_SESSION_ENDED,    /* since it was looked up */
    STORE_TOO_MANY          /* passkeys, STORE_PASSKEYS_MAX of them */
};

struct store_user {
    uint8_t handle[STORE_USER_HANDLE_LEN];
    struct passkey_bytes name; /* canonical, UTF-8 */
    struct passkey_bytes display_name;
    int64_t created_at;
    bool disabled;
};

struct store_passkey {
    struct passkey_bytes id;
    struct passkey_bytes record; /* passkey_credential_encode */
    uint32_t sign_count;
    struct passkey_bytes label;
    int64_t created_at;
    int64_t used_at;
};

struct store_sample {
    uint8_t user[STORE_USER_HANDLE_LEN];
    struct passkey_bytes record;
};

struct store_session {
    uint8_t token_hash[STORE_TOKEN_HASH_LEN];
    uint8_t user[STORE_USER_HANDLE_LEN];
    int method; /* enum proof_method */
    int64_t created_at;
    int64_t seen_at;
    int64_t expires_at;
    int64_t strong_at;
    struct passkey_bytes user_agent;
};

/* The ways into an account. */
struct store_ways {
    size_t num_passkeys;
    bool has_password;
    size_t num_codes; /* unused recovery codes */
};

struct store_password {
    struct passkey_bytes hash; /* PHC string */
    int64_t changed_at;
    int64_t failed; /* wrong tries since the last right one */
};

#define STORE_PASSKEYS_MAX 16 /* of one account */

/* So many wrong tries in a row disable a password (SP 800-63B-4, 3.2.2). */
#define STORE_PASSWORD_FAILURES_MAX 100

enum store_link_kind {
    STORE_LINK_INVITE = 1,
    STORE_LINK_RECOVER,
    STORE_LINK_EMAIL /* confirms an address, which is its name */
};

#define STORE_BROWSER_HASH_LEN 32

struct store_link {
    uint8_t token_hash[STORE_TOKEN_HASH_LEN];
    enum store_link_kind kind;
    bool has_user;
    uint8_t user[STORE_USER_HANDLE_LEN]; /* STORE_LINK_RECOVER */
    struct passkey_bytes name;           /* STORE_LINK_INVITE; may be empty */
    bool bound; /* opened before, by the browser that has this cookie */
    uint8_t browser[STORE_BROWSER_HASH_LEN];
    int64_t made_at;
    int64_t expires_at;
};

struct store_email {
    struct passkey_bytes address; /* as it was typed: mail goes here */
    bool verified;
};

struct store_event {
    int64_t number;
    int64_t at;
    struct passkey_bytes event;
    struct passkey_bytes detail;
    bool has_user;
    uint8_t user[STORE_USER_HANDLE_LEN];
};

#define STORE_RECOVERY_CODES 10
#define STORE_RECOVERY_HASH_LEN 32
#define STORE_SESSION_ID_LEN 8 /* the first bytes of a token's hash */

enum store_change_kind {
    STORE_SPEND_CEREMONY = 1, /* fails with STORE_CEREMONY_SPENT */
    STORE_ADD_USER,           /* fails with STORE_NAME_TAKEN */
    STORE_ADD_PASSKEY,        /* fails with STORE_CREDENTIAL_TAKEN, TOO_MANY */
    STORE_USE_PASSKEY,        /* record, sign count, used_at; STORE_STALE */
    STORE_ADD_SESSION, /* STORE_NOT_FOUND: the account is gone or disabled */
    /*
     * Nothing is changed by these two. What was found out before a write was
     * handed over may be wrong when its turn comes; they ask again.
     */
    STORE_CHECK_PASSWORD, /* STORE_PASSWORD_CHANGED */
    STORE_CHECK_SESSION,  /* STORE_SESSION_ENDED */
    STORE_SEE_SESSION, /* moves seen_at */
    STORE_END_SESSION, /* no error if it is gone already */
    STORE_ADD_AUDIT,
    /* The account's own; those that name something fail with NOT_FOUND. */
    STORE_SET_PASSWORD,
    STORE_REMOVE_PASSWORD,         /* STORE_LAST_WAY */
    STORE_COUNT_PASSWORD_FAILURE,
    STORE_CLEAR_PASSWORD_FAILURES,
    STORE_SET_RECOVERY_CODES,      /* the old ones die */
    STORE_USE_RECOVERY_CODE,
    STORE_RENAME_PASSKEY,
    STORE_REMOVE_PASSKEY,          /* STORE_LAST_WAY */
    STORE_END_OTHER_SESSIONS,      /* all of the user but one */
    STORE_END_OWN_SESSION,         /* one of the user, by its id */
    STORE_STRENGTHEN_SESSION,      /* strong_at, and a new token */
    STORE_DISABLE_USER,            /* ends sessions and links too */
    STORE_ENABLE_USER,
    STORE_REMOVE_USER,
    STORE_ADD_LINK,                /* older ones for the same user die */
    STORE_BIND_LINK,               /* to the browser that opened it first */
    STORE_USE_LINK,
    STORE_SET_EMAIL,    /* not confirmed */
    STORE_VERIFY_EMAIL, /* STORE_NAME_TAKEN: another account has it */
    STORE_REMOVE_EMAIL
};

struct store_change {
    enum store_change_kind kind;
    union {
        struct {
            uint8_t id[PASSKEY_CEREMONY_ID_LEN];
            int64_t expires_at;
        } ceremony;
        struct store_user user;
        struct {
            struct store_passkey passkey;
            uint8_t user[STORE_USER_HANDLE_LEN];
        } passkey;
        struct store_session session;
        struct {
            uint8_t old_hash[STORE_TOKEN_HASH_LEN];
            uint8_t new_hash[STORE_TOKEN_HASH_LEN];
            int64_t strong_at;
        } strengthen;
        struct {
            const char *event; /* constant */
            bool has_user;
            uint8_t user[STORE_USER_HANDLE_LEN];
            struct passkey_bytes detail;
            int64_t at;
        } audit;
        struct {
            uint8_t user[STORE_USER_HANDLE_LEN];
            struct passkey_bytes hash;
            bool has_passkeys; /* STORE_CHECK_PASSWORD: the account */
            int64_t at;
        } password;
        struct {
            uint8_t user[STORE_USER_HANDLE_LEN];
            /* all of them, or the one that is used */
            uint8_t hashes[STORE_RECOVERY_CODES][STORE_RECOVERY_HASH_LEN];
            int64_t at;
        } recovery;
        struct {
            uint8_t user[STORE_USER_HANDLE_LEN];
            uint8_t id[STORE_SESSION_ID_LEN];
            uint8_t keep[STORE_TOKEN_HASH_LEN];
        } sessions;
        struct {
            uint8_t handle[STORE_USER_HANDLE_LEN];
            int64_t at;
        } account;
        struct store_link link;
        struct {
            uint8_t user[STORE_USER_HANDLE_LEN];
            struct passkey_bytes address;
            int64_t at;
        } email;
    } of;
};

#define STORE_CHANGES_MAX 8

/*
 * A write. The caller keeps it, and all that its views point to, alive until
 * `done` was called; `done` runs on the engine's thread and must not wait.
 * If a change fails, none of the list happens, except that a ceremony that
 * the list wanted to spend is spent all the same.
 */
struct store_write {
    struct store_change changes[STORE_CHANGES_MAX];
    size_t num_changes;
    enum store_status status; /* the answer */
    void (*done)(struct store_write *write);
    void *context;
    struct store_write *next; /* the engine's */
};

struct store;

/* The functions of an engine; see the wrappers below. */
struct store_engine {
    enum store_status (*find_user)(struct store *store,
        struct passkey_bytes name, struct arena *arena, struct store_user *out);
    enum store_status (*find_passkey)(struct store *store,
        struct passkey_bytes id, struct arena *arena,
        struct store_passkey *passkey, struct store_user *owner);
    enum store_status (*sample_passkeys)(struct store *store,
        struct arena *arena, struct store_sample *out, size_t max,
        size_t *num);
    enum store_status (*walk_passkeys)(struct store *store,
        struct passkey_bytes after, struct arena *arena,
        struct store_passkey *out, size_t max, size_t *num);
    enum store_status (*list_passkeys)(struct store *store,
        const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
        struct store_passkey *out, size_t max, size_t *num);
    enum store_status (*find_session)(struct store *store,
        const uint8_t token_hash[STORE_TOKEN_HASH_LEN], struct arena *arena,
        struct store_session *session, struct store_user *user);
    enum store_status (*find_user_by_handle)(struct store *store,
        const uint8_t handle[STORE_USER_HANDLE_LEN], struct arena *arena,
        struct store_user *out);
    enum store_status (*find_ways)(struct store *store,
        const uint8_t user[STORE_USER_HANDLE_LEN], struct store_ways *out);
    enum store_status (*find_password)(struct store *store,
        const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
        struct store_password *out);
    enum store_status (*list_sessions)(struct store *store,
        const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
        struct store_session *out, size_t max, size_t *num);
    enum store_status (*find_link)(struct store *store,
        const uint8_t token_hash[STORE_TOKEN_HASH_LEN], struct arena *arena,
        struct store_link *out);
    enum store_status (*find_email)(struct store *store,
        const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
        struct store_email *out);
    enum store_status (*find_user_by_email)(struct store *store,
        struct passkey_bytes address, struct arena *arena,
        struct store_user *out);
    enum store_status (*list_users)(struct store *store,
        struct passkey_bytes after, struct arena *arena, struct store_user *out,
        size_t max, size_t *num);
    enum store_status (*list_events)(struct store *store,
        const uint8_t *user, int64_t before, struct arena *arena,
        struct store_event *out, size_t max, size_t *num);
    bool (*backup)(struct store *store, const char *path, char *problem,
        size_t problem_len);
    bool (*check)(struct store *store, char *problem, size_t problem_len);
    void (*write)(struct store *store, struct store_write *write);
    bool (*healthy)(struct store *store);
    void (*close)(struct store *store);
};

/* The first member of every engine's own struct. */
struct store {
    const struct store_engine *engine;
};

/* STORE_OK, STORE_NOT_FOUND, STORE_FAILED; views live in `arena`. */
PASSKEY_MUST_USE enum store_status store_find_user(struct store *store,
    struct passkey_bytes name, struct arena *arena, struct store_user *out);

/* A passkey by its credential id, with the account that owns it. */
PASSKEY_MUST_USE enum store_status store_find_passkey(struct store *store,
    struct passkey_bytes id, struct arena *arena, struct store_passkey *passkey,
    struct store_user *owner);

/* The passkeys of an account, the oldest first, at most `max`. */
/*
 * Up to `max` passkeys in the order of their accounts' handles, which are
 * random: what the passkeys of this site look like.
 */
PASSKEY_MUST_USE enum store_status store_sample_passkeys(struct store *store,
    struct arena *arena, struct store_sample *out, size_t max, size_t *num);

/* The passkeys of everybody, ordered by id, behind the id `after`. */
PASSKEY_MUST_USE enum store_status store_walk_passkeys(struct store *store,
    struct passkey_bytes after, struct arena *arena, struct store_passkey *out,
    size_t max, size_t *num);
PASSKEY_MUST_USE enum store_status store_list_passkeys(struct store *store,
    const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct store_passkey *out, size_t max, size_t *num);

/* A session by the hash of its token, with its account. */
PASSKEY_MUST_USE enum store_status store_find_session(struct store *store,
    const uint8_t token_hash[STORE_TOKEN_HASH_LEN], struct arena *arena,
    struct store_session *session, struct store_user *user);

PASSKEY_MUST_USE enum store_status store_find_user_by_handle(
    struct store *store, const uint8_t handle[STORE_USER_HANDLE_LEN],
    struct arena *arena, struct store_user *out);

/* How an account can be entered. */
PASSKEY_MUST_USE enum store_status store_find_ways(struct store *store,
    const uint8_t user[STORE_USER_HANDLE_LEN], struct store_ways *out);

PASSKEY_MUST_USE enum store_status store_find_password(struct store *store,
    const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct store_password *out);

/* The sessions of an account that have not expired, the newest first. */
PASSKEY_MUST_USE enum store_status store_list_sessions(struct store *store,
    const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct store_session *out, size_t max, size_t *num);

PASSKEY_MUST_USE enum store_status store_find_link(struct store *store,
    const uint8_t token_hash[STORE_TOKEN_HASH_LEN], struct arena *arena,
    struct store_link *out);

/* The address of an account. */
PASSKEY_MUST_USE enum store_status store_find_email(struct store *store,
    const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct store_email *out);

/* The account that has confirmed an address, whatever its case. */
PASSKEY_MUST_USE enum store_status store_find_user_by_email(
    struct store *store, struct passkey_bytes address, struct arena *arena,
    struct store_user *out);

/* Accounts by name, those behind `after`; begin with an empty one. */
PASSKEY_MUST_USE enum store_status store_list_users(struct store *store,
    struct passkey_bytes after, struct arena *arena, struct store_user *out,
    size_t max, size_t *num);

/*
 * Events of the audit log, the newest first: of one account, or of all if
 * `user` is NULL; those with a number below `before`.
 */
PASSKEY_MUST_USE enum store_status store_list_events(struct store *store,
    const uint8_t *user, int64_t before, struct arena *arena,
    struct store_event *out, size_t max, size_t *num);

/*
 * Copies everything, as it is at one moment, to a new file that is not there
 * yet. The writer goes on meanwhile. False: a sentence is in `problem`.
 */
PASSKEY_MUST_USE bool store_backup(
    struct store *store, const char *path, char *problem, size_t problem_len);

/* Is the database whole, and the audit log unchanged? */
PASSKEY_MUST_USE bool store_check(
    struct store *store, char *problem, size_t problem_len);

/* Hands a write over; write->done is called exactly once, from elsewhere. */
void store_write(struct store *store, struct store_write *write);

/* Adds a change to a write, zeroed, for the caller to fill. */
struct store_change *store_change(
    struct store_write *write, enum store_change_kind kind);

/* False once the engine has lost trust in its disk: nothing is accepted. */
PASSKEY_MUST_USE bool store_healthy(struct store *store);

/* Finishes the waiting writes and frees the store. NULL is allowed. */
void store_close(struct store *store);

#endif
