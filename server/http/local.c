/* SPDX-License-Identifier: Apache-2.0 */
/* A request from within the process; see local.h. */
#include "local.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../server_limits.h"
#include "route.h"

/* The thread that called waits here until somebody resumes the exchange. */
struct waiter {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool resumed;
};

static void
park(struct http_exchange *exchange)
{
    exchange->parked = true;
}

static void
resume(struct http_exchange *exchange)
{
    struct waiter *waiter = exchange->carrier;

    pthread_mutex_lock(&waiter->mutex);
    waiter->resumed = true;
    pthread_cond_signal(&waiter->changed);
    pthread_mutex_unlock(&waiter->mutex);
}

static const struct http_waiting waiting = {park, resume};

static void
wait_for(struct waiter *waiter)
{
    pthread_mutex_lock(&waiter->mutex);
    while (!waiter->resumed)
        pthread_cond_wait(&waiter->changed, &waiter->mutex);
    pthread_mutex_unlock(&waiter->mutex);
}

/* The target up to '?' is the path, behind it the query. */
static void
split_target(struct passkey_bytes target, struct http_request *request)
{
    const uint8_t *mark =
        target.len > 0 ? memchr(target.data, '?', target.len) : NULL;

    request->path = target;
    if (mark == NULL)
        return;
    request->path.len = (size_t)(mark - target.data);
    request->query =
        passkey_bytes_of(mark + 1, target.len - request->path.len - 1);
}

static bool
copy_answer(const struct http_reply *reply, struct local_answer *out)
{
    out->status = reply->status == 0 ? 500 : reply->status;
    out->len = reply->body.len;
    out->body = malloc(out->len + 1);
    if (out->body == NULL)
        return false;
    if (out->len > 0)
        memcpy(out->body, reply->body.data, out->len);
    out->body[out->len] = '\0';
    return true;
}

bool
local_call(struct server *server, const struct passkey_crypto *crypto,
    const struct local_request *request, struct local_answer *out)
{
    struct waiter waiter = {
        PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false};
    struct http_exchange exchange;
    bool done;

    memset(out, 0, sizeof(*out));
    memset(&exchange, 0, sizeof(exchange));
    exchange.arena = arena_new(LIMIT_EXCHANGE_MEMORY);
    if (exchange.arena == NULL)
        return false;
    exchange.request.method = request->method;
    exchange.request.body = request->body;
    exchange.request.now = (int64_t)time(NULL);
    split_target(request->target, &exchange.request);
    exchange.crypto = crypto;
    exchange.carrier = &waiter;
    exchange.waiting = &waiting;
    exchange.local = true;
    route_dispatch(server, &exchange);
    if (exchange.parked)
        wait_for(&waiter);
    done = copy_answer(&exchange.reply, out);
    arena_free(exchange.arena);
    return done;
}
