/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One-time links that an administrator makes: an invitation to a new account,
 * or a way back into an old one. The link carries a random token of which
 * only the hash is stored. The first browser that opens it gets a cookie, and
 * from then on the link is good in that browser only.
 */
#ifndef ACCOUNT_LINK_H
#define ACCOUNT_LINK_H

#include "../http/exchange.h"
#include "../server.h"
#include "../store/store.h"

#define LINK_COOKIE "__Host-link"
#define LINK_PATH "/link/"
#define LINK_TOKEN_TEXT_LEN 43 /* base64url of 32 bytes */

/* How long links live: an invitation a day, recovery ten minutes. */
#define LINK_INVITE_S 86400
#define LINK_RECOVER_S 600 /* and the confirmation of an address */

/* A link that this browser has opened. */
struct opened_link {
    struct store_link link;
};

/*
 * Makes the change that stores a new link, and the text that it carries.
 * `user` is NULL for an invitation, `name` may be empty.
 */
PASSKEY_MUST_USE bool link_make(const struct passkey_crypto *crypto,
    enum store_link_kind kind, const uint8_t *user, struct passkey_bytes name,
    int64_t now, struct store_write *write,
    char token[LINK_TOKEN_TEXT_LEN + 1]);

/* The live link of a token in text form. False: there is none. */
PASSKEY_MUST_USE bool link_find(struct server *server,
    struct http_exchange *exchange, struct passkey_bytes token,
    struct store_link *out);

/*
 * Adds to a write that this browser opened the link; its cookie is made here
 * and set with link_set_cookie after the commit.
 */
struct link_cookie {
    struct passkey_bytes value;
};
PASSKEY_MUST_USE bool link_bind(struct http_exchange *exchange,
    struct passkey_bytes token, struct store_link *link,
    struct store_write *write, struct link_cookie *out);
void link_set_cookie(
    struct http_exchange *exchange, const struct link_cookie *cookie);

/* The link that this browser opened, if it is live and of this kind. */
PASSKEY_MUST_USE bool link_current(struct server *server,
    struct http_exchange *exchange, enum store_link_kind kind,
    struct opened_link *out);

/* Adds to a write that the link is used up. */
void link_use(
    const struct opened_link *link, int64_t now, struct store_write *write);

#endif
