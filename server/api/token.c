/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens for the site's own code; see account/token.h. */
#include "../account/token.h"

#include "../account/session.h"
#include "../http/reply.h"
#include "answer.h"
#include "api.h"

void
api_token(struct server *server, struct http_exchange *exchange)
{
    size_t cap = TOKEN_MAX_LEN + 64;
    struct pk_writer json = arena_writer(exchange->arena, cap);
    char text[TOKEN_MAX_LEN];
    struct pk_writer token = pk_writer_on(text, sizeof(text));
    int64_t now = exchange->request.now;
    struct session session;

    if (!session_current(server, exchange, &session)) {
        reply_problem(exchange, 401, "not_signed_in", "Please sign in first.");
        return;
    }
    if (!token_write(server, &session.user, now, &token)) {
        answer_unavailable(exchange);
        return;
    }
    pk_write_text(&json, "{\"token\":\"");
    pk_write(&json, pk_written(&token));
    pk_write_text(&json, "\",\"expiresAt\":");
    pk_write_decimal(&json, now + TOKEN_LIFE_S);
    pk_write_text(&json, "}");
    answer_json(exchange, 200, &json);
}

void
api_jwks(struct server *server, struct http_exchange *exchange)
{
    size_t cap = 1024;
    struct pk_writer json = arena_writer(exchange->arena, cap);

    if (token_write_keys(server, &json))
        reply_json(exchange, 200, pk_written(&json));
    else
        answer_unavailable(exchange);
}
