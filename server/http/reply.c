/* SPDX-License-Identifier: Apache-2.0 */
#include "reply.h"

#include <string.h>

#include "../../format/json.h"
#include "../../format/reader.h"
#include "../../format/writer.h"
#include "../server_limits.h"

/* A problem is made of constants of ours, which are short. */
#define PROBLEM_MAX_LEN 1024

static void
reply_body(struct http_exchange *exchange, unsigned status,
    const char *content_type, struct passkey_bytes body)
{
    exchange->reply.status = status;
    exchange->reply.content_type = content_type;
    exchange->reply.body = body;
    exchange->reply.problem = NULL;
}

/* There is no memory left to say more. */
static void
reply_exhausted(struct http_exchange *exchange)
{
    exchange->reply.num_headers = 0;
    reply_body(exchange, 500, "application/problem+json",
        PK_TEXT("{\"type\":\"about:blank\",\"status\":500,"
                "\"code\":\"internal\",\"title\":"
                "\"The server could not answer this request.\"}"));
}

void
reply_json(
    struct http_exchange *exchange, unsigned status, struct passkey_bytes body)
{
    reply_body(exchange, status, "application/json", body);
}

void
reply_html(
    struct http_exchange *exchange, unsigned status, struct passkey_bytes body)
{
    reply_body(exchange, status, "text/html; charset=utf-8", body);
}

void
reply_empty(struct http_exchange *exchange)
{
    reply_body(exchange, 204, NULL, passkey_bytes_of(NULL, 0));
}

void
reply_problem(struct http_exchange *exchange, unsigned status, const char *code,
    const char *title)
{
    uint8_t *memory = arena_take(exchange->arena, PROBLEM_MAX_LEN);
    struct pk_writer body;

    if (memory == NULL) {
        reply_exhausted(exchange);
        return;
    }
    body = pk_writer_on(memory, PROBLEM_MAX_LEN);
    pk_write_text(&body, "{\"type\":\"about:blank\",\"status\":");
    pk_write_decimal(&body, status);
    pk_write_text(&body, ",\"code\":");
    pk_write_json_string(&body, passkey_bytes_of(code, strlen(code)));
    pk_write_text(&body, ",\"title\":");
    pk_write_json_string(&body, passkey_bytes_of(title, strlen(title)));
    pk_write_text(&body, "}");
    if (body.full) {
        reply_exhausted(exchange);
        return;
    }
    reply_body(exchange, status, "application/problem+json", pk_written(&body));
    exchange->reply.problem = code;
}

/* A header that would split the reply is a bug of ours: fail closed. */
static bool
is_header_text(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;

    while (*at == '\t' || (*at >= 0x20 && *at != 0x7f))
        at++;
    return *at == '\0';
}

void
reply_header(
    struct http_exchange *exchange, const char *name, const char *value)
{
    struct http_reply *reply = &exchange->reply;

    if (name == NULL || value == NULL || !is_header_text(name) ||
        !is_header_text(value) ||
        reply->num_headers == HTTP_REPLY_HEADERS_MAX) {
        reply_exhausted(exchange);
        return;
    }
    reply->headers[reply->num_headers].name = name;
    reply->headers[reply->num_headers].value = value;
    reply->num_headers++;
}

void
reply_cookie(struct http_exchange *exchange, const char *name,
    struct passkey_bytes value, const char *same_site, int64_t max_age_s)
{
    size_t cap = value.len + strlen(name) + 128;
    char *memory = value.len <= LIMIT_REPLY_HEADER_LEN
                       ? arena_take(exchange->arena, cap)
                       : NULL;
    struct pk_writer text;

    if (memory == NULL) {
        reply_exhausted(exchange);
        return;
    }
    text = pk_writer_on(memory, cap);
    pk_write_text(&text, name);
    pk_write_text(&text, "=");
    pk_write(&text, value);
    pk_write_text(&text, "; Path=/; Secure; HttpOnly; SameSite=");
    pk_write_text(&text, same_site);
    pk_write_text(&text, "; Max-Age=");
    pk_write_decimal(&text, max_age_s);
    pk_write_u8(&text, '\0');
    reply_header(exchange, "Set-Cookie", text.full ? NULL : memory);
}

void
reply_redirect(struct http_exchange *exchange, const char *path)
{
    /* "//host" and "https://host" are no paths of ours. */
    if (path[0] != '/' || path[1] == '/' || path[1] == '\\') {
        reply_exhausted(exchange);
        return;
    }
    reply_body(exchange, 303, NULL, passkey_bytes_of(NULL, 0));
    reply_header(exchange, "Location", path);
}
