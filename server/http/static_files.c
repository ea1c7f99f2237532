/* SPDX-License-Identifier: Apache-2.0 */
#include "static_files.h"

#include <string.h>

#include "../../format/reader.h"
#include "reply.h"

#define PREFIX_LEN (sizeof("/static/") - 1)

static void
reply_content(struct http_exchange *exchange,
    const struct static_content *content, const char *cache_control)
{
    struct http_reply *reply = &exchange->reply;
    struct passkey_bytes known = exchange->request.if_none_match;

    reply->status = 200;
    reply->content_type = content->content_type;
    reply->body = passkey_bytes_of(content->data, content->len);
    reply_header(exchange, "ETag", content->etag);
    if (cache_control != NULL)
        reply_header(exchange, "Cache-Control", cache_control);
    if (pk_equal(
            known, passkey_bytes_of(content->etag, strlen(content->etag)))) {
        reply->status = 304;
        reply->content_type = NULL;
        reply->body = passkey_bytes_of(NULL, 0);
    }
}

static void
reply_named(struct http_exchange *exchange, const char *name)
{
    size_t i;

    for (i = 0; i < num_static_contents; i++) {
        if (strcmp(static_contents[i].name, name) == 0) {
            reply_content(exchange, &static_contents[i], NULL);
            return;
        }
    }
    reply_problem(exchange, 404, "not_found", "There is nothing here.");
}

void
static_file(struct server *server, struct http_exchange *exchange)
{
    struct passkey_bytes name = exchange->request.path;
    const struct static_content *content;
    size_t i;

    (void)server;
    name.data += PREFIX_LEN;
    name.len -= PREFIX_LEN;
    for (i = 0; i < num_static_contents; i++) {
        content = &static_contents[i];
        if (pk_equal(name, passkey_bytes_of(content->hashed_name,
                               strlen(content->hashed_name)))) {
            reply_content(
                exchange, content, "public, max-age=31536000, immutable");
            return;
        }
    }
    reply_problem(exchange, 404, "not_found", "There is nothing here.");
}

void
static_passkey_js(struct server *server, struct http_exchange *exchange)
{
    (void)server;
    reply_named(exchange, "passkey.js");
}

void
static_icon(struct server *server, struct http_exchange *exchange)
{
    (void)server;
    reply_named(exchange, "icon.svg");
}
