/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state of a ceremony between its two requests. It travels with the
 * client, sealed: in a cookie, and in a header for clients without cookies.
 * Nothing is stored until an answer comes.
 */
#ifndef ACCOUNT_CEREMONY_STATE_H
#define ACCOUNT_CEREMONY_STATE_H

#include "../http/exchange.h"
#include "../server.h"
#include "../store/store.h"
#include "user.h"

#define CEREMONY_COOKIE "__Host-pre"
#define CEREMONY_HEADER "Passkey-Ceremony"

/* A ceremony begun for one purpose is useless for all others. */
enum ceremony_purpose {
    PURPOSE_NONE = 0,
    PURPOSE_SIGN_UP,
    PURPOSE_ADD_PASSKEY,
    PURPOSE_SIGN_IN,
    PURPOSE_CONFIRM /* the owner of the session is here, once more */
};

struct ceremony_state {
    struct passkey_ceremony ceremony;
    enum ceremony_purpose purpose;
    /* PURPOSE_ADD_PASSKEY, _CONFIRM: the session that began it */
    uint8_t session[STORE_TOKEN_HASH_LEN];
    /* PURPOSE_SIGN_UP: the account that is to be */
    struct user_name name;
    struct user_display_name display_name;
};

/* Seals the state and gives it to the client with the reply. */
PASSKEY_MUST_USE bool ceremony_state_issue(struct server *server,
    struct http_exchange *exchange, struct ceremony_state *state);

/*
 * Opens the state that came with the request. False: the reply is filled; no
 * state, or not ours. The cookie is cleared in any case.
 */
PASSKEY_MUST_USE bool ceremony_state_take(struct server *server,
    struct http_exchange *exchange, struct ceremony_state *out);

/* Adds to a write that the ceremony is used up. */
void ceremony_state_spend(
    const struct ceremony_state *state, struct store_write *write);

#endif
