/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sessions: a random token in a cookie, its SHA-256 in the store. A stolen
 * database opens no session.
 */
#ifndef ACCOUNT_SESSION_H
#define ACCOUNT_SESSION_H

#include "../http/route.h"
#include "../server.h"
#include "proof.h"

#define SESSION_COOKIE "__Host-sid"

/* How long a strong check lets its session change ways to sign in. */
#define SESSION_FRESH_S 300

struct session {
    struct store_session row;
    struct store_user user;
};

/* A session that is about to begin; its cookie is set after the commit. */
struct new_session {
    struct passkey_bytes token_text; /* base64url, in the arena */
    uint8_t token_hash[STORE_TOKEN_HASH_LEN];
    int64_t max_age_s;
};

/*
 * The live session of a request: not expired, not idle too long, its account
 * not disabled. False if there is none. Two session cookies are none.
 */
PASSKEY_MUST_USE bool session_current(struct server *server,
    struct http_exchange *exchange, struct session *out);

/* True if the route may be called; otherwise the reply is filled. */
PASSKEY_MUST_USE bool session_require(struct server *server,
    struct http_exchange *exchange, enum route_access access);

PASSKEY_MUST_USE bool session_is_fresh(
    const struct session *session, int64_t now);

/*
 * Makes the token of a session that may begin later, on the thread that
 * handles the request. False: no randomness or memory.
 */
PASSKEY_MUST_USE bool session_prepare(
    struct http_exchange *exchange, struct new_session *out);

/*
 * The one door: adds a new session for the owner of `proof` to a write, and
 * the end of the request's old one. `prepared` comes from session_prepare.
 * False: the proof proves nothing.
 */
PASSKEY_MUST_USE bool session_begin(struct server *server,
    struct http_exchange *exchange, const struct proof *proof,
    struct store_write *write, struct new_session *prepared);

/*
 * Adds to a write that the session did a strong check just now; it goes on
 * under the token of `prepared`, and the old token is dead. False: the proof
 * is not strong, or is of another account.
 */
PASSKEY_MUST_USE bool session_strengthen(const struct session *session,
    const struct proof *proof, struct store_write *write,
    struct new_session *prepared);

/* After the commit: hands the token to the client. */
void session_set_cookie(
    struct http_exchange *exchange, const struct new_session *session);

/* Adds the end of the request's session; false if it has none. */
PASSKEY_MUST_USE bool session_end(
    struct http_exchange *exchange, struct store_write *write);

/* The write fails with STORE_SESSION_ENDED if the session was ended by then. */
void session_must_last(
    const struct session *session, struct store_write *write);

/*
 * Adds the end of all sessions of the account but this one, as a change of
 * its ways to sign in wants it.
 */
void session_end_others(
    const struct session *session, struct store_write *write);

void session_clear_cookie(struct http_exchange *exchange);

#endif
