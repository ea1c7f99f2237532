/* SPDX-License-Identifier: Apache-2.0 */
/* Who is signed in, signing out, and whether the server is well. */
#include "../account/session.h"

#include "../http/reply.h"
#include "answer.h"
#include "api.h"

void
api_session(struct server *server, struct http_exchange *exchange)
{
    struct session session;

    if (session_current(server, exchange, &session))
        answer_user(exchange, &session.user);
    else
        reply_problem(exchange, 401, "not_signed_in", "Please sign in first.");
}

static void
on_signed_out(struct store_write *write)
{
    struct http_exchange *exchange = write->context;

    if (write->status == STORE_OK)
        reply_empty(exchange);
    else
        answer_store(exchange, write->status);
    http_resume(exchange);
}

void
api_logout(struct server *server, struct http_exchange *exchange)
{
    struct store_write *write = arena_take(exchange->arena, sizeof(*write));

    if (write == NULL) {
        answer_unavailable(exchange);
        return;
    }
    session_clear_cookie(exchange);
    reply_header(exchange, "Clear-Site-Data", "\"cache\"");
    if (!session_end(exchange, write)) {
        reply_empty(exchange);
        return;
    }
    write->done = on_signed_out;
    write->context = exchange;
    http_park(exchange);
    store_write(server->store, write);
}

void
api_health(struct server *server, struct http_exchange *exchange)
{
    static const char healthy[] = "{\"status\":\"ok\"}";

    if (store_healthy(server->store))
        reply_json(exchange, 200,
            passkey_bytes_of(healthy, sizeof(healthy) - 1));
    else
        reply_problem(exchange, 503, "store_failed",
            "The database cannot be written.");
}
