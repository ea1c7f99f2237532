/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An assertion, from its options to its verdict: what signing in and
 * confirming with a passkey have in common.
 */
#ifndef API_ASSERTION_H
#define API_ASSERTION_H

#include <passkey/passkey.h>

#include "../account/ceremony_state.h"
#include "../account/session.h"
#include "../http/exchange.h"

/* Lives in the arena of its exchange. */
struct assertion {
    struct http_exchange *exchange;
    struct server *server;
    struct ceremony_state state;
    struct passkey_authentication_response response;
    struct store_passkey passkey;
    struct store_user owner;
    struct passkey_credential credential;
    bool is_decoy; /* the credential is invented */
    struct passkey_authentication verified;
    struct store_write write;
};

/*
 * Answers with options whose ceremony is good for `purpose` only, and for the
 * session that begins it, if that is not NULL.
 */
void assertion_options(struct server *server, struct http_exchange *exchange,
    const struct passkey_authentication_request *request,
    enum ceremony_purpose purpose, const struct session *session);

/*
 * Takes the ceremony, reads the body, looks the passkey up and verifies. On
 * true the write has the ceremony spent and the passkey used: add to it and
 * hand it over. On false the exchange is answered, or will be.
 */
PASSKEY_MUST_USE bool assertion_verify(struct server *server,
    struct http_exchange *exchange, enum ceremony_purpose purpose,
    struct assertion *a);

/* A refusal after that, whose answer is in the exchange already. */
void assertion_refuse(struct assertion *a);

/* The store refused the write: answers and resumes. */
void assertion_not_stored(struct assertion *a);

#endif
