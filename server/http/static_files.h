/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that the build embedded (tools/embed.py). They are served under a
 * name with the hash of their content, which may be kept for ever.
 */
#ifndef HTTP_STATIC_FILES_H
#define HTTP_STATIC_FILES_H

#include "exchange.h"

struct server;

struct static_content {
    const char *name;        /* "style.css" */
    const char *hashed_name; /* "style.0123456789abcdef.css" */
    const char *etag;        /* with its quotes */
    const char *content_type;
    const uint8_t *data;
    size_t len;
};

extern const struct static_content static_contents[];
extern const size_t num_static_contents;

/* GET /static/:id */
void static_file(struct server *server, struct http_exchange *exchange);

/* GET /passkey.js: the module under a name that pages can import. */
void static_passkey_js(struct server *server, struct http_exchange *exchange);

/* GET /favicon.ico, for browsers that ask without being told. */
void static_icon(struct server *server, struct http_exchange *exchange);

#endif
