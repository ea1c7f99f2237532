/* SPDX-License-Identifier: Apache-2.0 */
/* The HTML pages. Their text is in web/; what varies is filled in here. */
#ifndef PAGE_H
#define PAGE_H

#include "../http/exchange.h"

struct server;

/* GET / */
void page_sign_in(struct server *server, struct http_exchange *exchange);
/* GET /sign-up */
void page_sign_up(struct server *server, struct http_exchange *exchange);
/* GET /recover: signing in with a recovery code */
void page_recover(struct server *server, struct http_exchange *exchange);
/* GET /welcome: the offer of a passkey after a password */
void page_welcome(struct server *server, struct http_exchange *exchange);
/* GET /confirm: a strong check in a session that had none lately */
void page_confirm(struct server *server, struct http_exchange *exchange);
/* GET /account */
void page_account(struct server *server, struct http_exchange *exchange);

/* A 404 for people. */
void page_not_found(struct server *server, struct http_exchange *exchange);

/* True for a browser that opens a page, false for programs. */
PASSKEY_MUST_USE bool page_is_wanted(const struct http_exchange *exchange);

#endif
