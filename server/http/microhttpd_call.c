/* SPDX-License-Identifier: Apache-2.0 */
/* The way in: from the request line to the handler, step by step. */
#include <string.h>
#include <time.h>

#include <passkey/openssl.h>

#include "../../format/reader.h"
#include "../account/link.h"
#include "../server_limits.h"
#include "../log.h"
#include "../server.h"
#include "microhttpd.h"
#include "reply.h"
#include "route.h"

static struct connection *
connection_of(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info != NULL ? info->socket_context : NULL;
}

#if MHD_VERSION < 0x00097701
static const char cookie_name[] = MHD_HTTP_HEADER_COOKIE;

/*
 * Before 0.9.77 the library reads cookies itself, and refuses a request whose
 * cookies it does not understand: one of another program on the same host
 * would keep its owner out. It looks at the first Cookie header only, so one
 * of ours is put in front. take_field drops it.
 */
static bool
occupy_cookie_parser(struct MHD_Connection *mhd)
{
    return MHD_set_connection_value_n(mhd, MHD_HEADER_KIND, cookie_name,
               sizeof(cookie_name) - 1, "a=", 2) == MHD_YES;
}
#endif

/* Called as soon as the request line is there, with the target as sent. */
static void park(struct http_exchange *exchange);
static void resume(struct http_exchange *exchange);

static const struct http_waiting waiting = {park, resume};

void *
call_begin(void *context, const char *uri, struct MHD_Connection *mhd)
{
    struct carrier *carrier = context;
    struct connection *connection = connection_of(mhd);
    struct arena *arena;
    struct call *call = NULL;

    if (connection == NULL)
        return NULL;
    arena = arena_new(LIMIT_EXCHANGE_MEMORY);
    if (arena != NULL)
        call = arena_take(arena, sizeof(*call));
#if MHD_VERSION < 0x00097701
    if (call != NULL && !occupy_cookie_parser(mhd))
        call = NULL;
#endif
    if (call == NULL) {
        arena_free(arena);
        return NULL;
    }
    call->exchange.arena = arena;
    call->exchange.carrier = call;
    call->exchange.waiting = &waiting;
    call->framing.request = &call->exchange.request;
    call->carrier = carrier;
    call->connection = connection;
    call->mhd = mhd;
    call->target = arena_copy(
        arena, passkey_bytes_of(uri, strnlen(uri, LIMIT_TARGET_LEN + 1)));
    call->target_sent = uri;
    call->started_us = watch_now_us();
    watch_set(connection, LIMIT_READ_S);
    atomic_fetch_add(&carrier->calls, 1);
    return call;
}

/*
 * A link lets in whoever has its token, and more people read logs than may
 * sign in. So it is cut off wherever it stands: an address with too many or
 * too few slashes leads nowhere, but its token is good.
 */
static struct passkey_bytes
path_without_token(struct arena *arena, struct passkey_bytes path)
{
    static const char rest[] = "...";
    const size_t prefix = sizeof(LINK_PATH) - 1;
    struct pk_writer text;
    size_t i;

    for (i = 0; i + prefix <= path.len; i++) {
        if (memcmp(path.data + i, LINK_PATH, prefix) == 0)
            break;
    }
    if (i + prefix >= path.len)
        return path;
    text = arena_writer(arena, i + prefix + sizeof(rest));
    pk_write(&text, passkey_bytes_of(path.data, i + prefix));
    pk_write_text(&text, rest);
    return pk_written(&text);
}

void
call_end(void *context, struct MHD_Connection *mhd, void **context_of_call,
    enum MHD_RequestTerminationCode code)
{
    struct call *call = *context_of_call;
    struct carrier *carrier = context;

    (void)mhd;
    (void)code;
    if (call == NULL)
        return;
    *context_of_call = NULL;
    if (call->stage == CALL_REPLIED)
        log_request(passkey_bytes_of(call->method, strlen(call->method)),
            path_without_token(
                call->exchange.arena, call->exchange.request.path),
            call->exchange.reply.status,
            (uint64_t)(watch_now_us() - call->started_us));
    watch_set(call->connection, LIMIT_IDLE_S);
    arena_free(call->exchange.arena);
    atomic_fetch_sub(&carrier->calls, 1);
}

/* What the library's callback for header fields fills. */
struct head {
    struct framing *framing;
    const char *expected; /* where the next field must begin */
    bool odd;             /* one began elsewhere */
};

static enum MHD_Result
take_field(void *context, enum MHD_ValueKind kind, const char *name,
    size_t name_len, const char *value, size_t value_len)
{
    struct head *head = context;

    (void)kind;
#if MHD_VERSION < 0x00097701
    if (name == cookie_name)
        return MHD_YES;
#endif
    framing_field(head->framing, passkey_bytes_of(name, name_len),
        passkey_bytes_of(value != NULL ? value : "", value_len));
    if (name != head->expected || value == NULL)
        head->odd = true;
    else
        head->expected = value + value_len + 2;
    return MHD_YES;
}

/*
 * Takes the header fields. Before 0.9.77 the library reads bare LF, folded
 * lines and NUL as if they were right. But its fields point into the bytes
 * that came, where a field begins right behind the CR LF of the one before,
 * and the head ends with one CR LF more. Where that is not so, something
 * stood there that we were not shown.
 */
static void
take_fields(struct call *call, const char *method, const char *version)
{
    struct head head = {&call->framing, version + strlen(version) + 2, false};
#if MHD_VERSION < 0x00097701
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(
        call->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
#endif

    (void)MHD_get_connection_values_n(
        call->mhd, MHD_HEADER_KIND, take_field, &head);
#if MHD_VERSION < 0x00097701
    if (head.odd || info == NULL ||
        head.expected + 2 != method + info->header_size)
        framing_refuse(&call->framing, 400,
            "The lines of the request's header are malformed.");
    /* One space behind the method and behind the target; a NUL hides bytes. */
    if (method + strlen(method) + 1 != call->target_sent ||
        (call->target.len <= LIMIT_TARGET_LEN &&
            call->target_sent + call->target.len + 1 != version))
        framing_refuse(
            &call->framing, 400, "The address of the request is malformed.");
#else
    (void)method;
#endif
}

static bool
is_own_host(const struct carrier_settings *settings, struct passkey_bytes host)
{
    size_t i;

    for (i = 0; i < settings->num_hosts; i++) {
        if (pk_equal(settings->hosts[i], host))
            return true;
    }
    return false;
}

static enum http_method
method_of(const char *name)
{
    static const struct {
        const char *name;
        enum http_method method;
    } methods[] = {
        {"GET", HTTP_GET},
        {"HEAD", HTTP_GET},
        {"POST", HTTP_POST},
        {"DELETE", HTTP_DELETE},
        {"PATCH", HTTP_PATCH},
    };
    size_t i;

    for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
        if (strcmp(name, methods[i].name) == 0)
            return methods[i].method;
    }
    return HTTP_OTHER;
}

static const char *
code_of(unsigned status)
{
    switch (status) {
    case 413:
        return "body_too_large";
    case 414:
        return "address_too_long";
    case 431:
        return "header_too_large";
    case 505:
        return "http_version";
    default:
        return "malformed_request";
    }
}

/* The head is complete: may the body come? */
static enum MHD_Result
take_head(struct call *call, const char *method, const char *version)
{
    const struct carrier_settings *settings = call->carrier->settings;
    struct framing *framing = &call->framing;
    struct http_request *request = &call->exchange.request;

    call->method = method;
    request->method = method_of(method);
    framing_method(framing, passkey_bytes_of(method, strlen(method)));
    framing_request_line(
        framing, call->target, passkey_bytes_of(version, strlen(version)));
    take_fields(call, method, version);
    if (!framing_finish(framing)) {
        reply_problem(&call->exchange, framing->status,
            code_of(framing->status), framing->problem);
        return call_reply(call, true);
    }
    if (!is_own_host(settings, request->host)) {
        reply_problem(&call->exchange, 421, "unknown_host",
            "This server does not answer for that host name.");
        return call_reply(call, true);
    }
    memcpy(request->peer, call->connection->peer, sizeof(request->peer));
    address_of_client(request->peer, framing->forwarded_for, settings->proxies,
        settings->num_proxies);
    if (framing->content_length > 0) {
        call->body = arena_take(call->exchange.arena, framing->content_length);
        if (call->body == NULL)
            return MHD_NO;
    }
    call->stage = CALL_BODY;
    return MHD_YES;
}

static enum MHD_Result
take_body(struct call *call, const char *data, size_t *len)
{
    /* libmicrohttpd counts as well; this is the belt to its braces. */
    if (*len > call->framing.content_length - call->body_len)
        return MHD_NO;
    memcpy(call->body + call->body_len, data, *len);
    call->body_len += *len;
    *len = 0;
    return MHD_YES;
}

/* The crypto backend of this thread; made when it is needed first. */
static const struct passkey_crypto *
crypto_of_thread(struct carrier *carrier)
{
    struct passkey_openssl *openssl = pthread_getspecific(carrier->crypto_key);

    if (openssl == NULL) {
        openssl = passkey_openssl_new();
        if (openssl == NULL ||
            pthread_setspecific(carrier->crypto_key, openssl) != 0) {
            passkey_openssl_free(openssl);
            return NULL;
        }
    }
    return passkey_openssl_crypto(openssl);
}

static enum MHD_Result
handle(struct call *call)
{
    struct http_exchange *exchange = &call->exchange;

    watch_set(call->connection, 0);
    call->stage = CALL_HANDLED;
    exchange->request.body = passkey_bytes_of(call->body, call->body_len);
    exchange->request.now = (int64_t)time(NULL);
    exchange->crypto = crypto_of_thread(call->carrier);
    if (exchange->crypto != NULL)
        route_dispatch(call->carrier->server, exchange);
    /*
     * `parked` was set by this thread. If it is set, another thread may be
     * filling the reply already, so nothing else is looked at.
     */
    return exchange->parked ? MHD_YES : call_reply(call, false);
}

enum MHD_Result
/* NOLINTNEXTLINE(readability-function-size): the library's parameters */
call_advance(void *context, struct MHD_Connection *mhd, const char *url,
    const char *method, const char *version, const char *upload_data,
    size_t *upload_data_len, void **context_of_call)
{
    struct call *call = *context_of_call;

    (void)context;
    (void)mhd;
    (void)url;
    if (call == NULL)
        return MHD_NO; /* no memory: the connection is closed */
    switch (call->stage) {
    case CALL_HEAD:
        return take_head(call, method, version);
    case CALL_BODY:
        if (*upload_data_len > 0)
            return take_body(call, upload_data, upload_data_len);
        if (call->body_len != call->framing.content_length)
            return MHD_NO;
        return handle(call);
    case CALL_HANDLED: /* it was parked, and resumed */
        return call_reply(call, false);
    case CALL_REPLIED:
        *upload_data_len = 0;
        return MHD_YES;
    }
    return MHD_NO;
}

/*
 * The connection is suspended before anybody else learns of the exchange, so
 * http_resume can come at any moment after. libmicrohttpd acts on it in the
 * thread that this handler runs in, which is not before the handler returns.
 */
static void
park(struct http_exchange *exchange)
{
    struct call *call = exchange->carrier;

    exchange->parked = true;
    atomic_fetch_add(&call->carrier->parked, 1);
    MHD_suspend_connection(call->mhd);
}

static void
resume(struct http_exchange *exchange)
{
    struct call *call = exchange->carrier;
    struct carrier *carrier = call->carrier;

    MHD_resume_connection(call->mhd);
    /* The exchange may be gone by now; the carrier waits for this count. */
    atomic_fetch_sub(&carrier->parked, 1);
}
