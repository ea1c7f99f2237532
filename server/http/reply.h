/* SPDX-License-Identifier: Apache-2.0 */
/* Ways to answer. Each fills the reply of an exchange; the last one counts. */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include "exchange.h"

/* application/json; `body` must live in the arena or be constant. */
void reply_json(
    struct http_exchange *exchange, unsigned status, struct passkey_bytes body);

/* 204 without a body. */
void reply_empty(struct http_exchange *exchange);

/*
 * RFC 9457 problem+json: {"type":"about:blank","status":…,"code":…,
 * "title":…}. `code` is the stable name that programs look at, `title` one
 * plain sentence for people. Both are constants.
 */
void reply_problem(struct http_exchange *exchange, unsigned status,
    const char *code, const char *title);

/* A header; name and value must live in the arena or be constant. */
void reply_header(
    struct http_exchange *exchange, const char *name, const char *value);

/*
 * Set-Cookie with Secure, HttpOnly, Path=/ and this SameSite ("Lax",
 * "Strict"). max_age_s 0 deletes the cookie.
 */
void reply_cookie(struct http_exchange *exchange, const char *name,
    struct passkey_bytes value, const char *same_site, int64_t max_age_s);

/* 303 See Other to a path of ours. */
void reply_redirect(struct http_exchange *exchange, const char *path);

/* text/html; the body must live in the arena or be constant. */
void reply_html(
    struct http_exchange *exchange, unsigned status, struct passkey_bytes body);

#endif
