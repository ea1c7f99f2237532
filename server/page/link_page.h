/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of one-time links. */
#ifndef PAGE_LINK_PAGE_H
#define PAGE_LINK_PAGE_H

#include "../http/exchange.h"
#include "../store/store.h"

struct server;

/* GET /link/:token */
void page_link(struct server *server, struct http_exchange *exchange);
/* POST /link: token */
void form_open_link(struct server *server, struct http_exchange *exchange);

/* "You are invited" or "get back into your account", with one button. */
void page_link_found(struct server *server, struct http_exchange *exchange,
    const struct store_link *link, struct passkey_bytes token);

/* The link is used up, too old, opened elsewhere, or never was one. */
void page_link_dead(struct server *server, struct http_exchange *exchange);

#endif
