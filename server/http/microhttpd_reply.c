/* SPDX-License-Identifier: Apache-2.0 */
/* The way out: status, the headers that every reply has, body. */
#include <string.h>
#include <strings.h>

#include "../server_limits.h"
#include "microhttpd.h"
#include "reply.h"

static const struct http_header always[] = {
    {"Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"},
    {"Permissions-Policy",
        "publickey-credentials-get=(self), "
        "publickey-credentials-create=(self), camera=(), microphone=(), "
        "geolocation=(), display-capture=(), payment=(), usb=(), serial=(), "
        "hid=(), midi=(), accelerometer=(), gyroscope=(), "
        "magnetometer=(), fullscreen=(), screen-wake-lock=(), "
        "xr-spatial-tracking=(), identity-credentials-get=(), "
        "otp-credentials=()"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Embedder-Policy", "require-corp"},
    {"X-Content-Type-Options", "nosniff"},
    /* Not "no-referrer": with that, forms are sent with "Origin: null". */
    {"Referrer-Policy", "same-origin"},
};

#define HSTS "max-age=63072000; includeSubDomains"

static bool
has_header(const struct http_reply *reply, const char *name)
{
    size_t i;

    for (i = 0; i < reply->num_headers; i++) {
        if (strcasecmp(reply->headers[i].name, name) == 0)
            return true;
    }
    return false;
}

static bool
add(struct MHD_Response *response, const char *name, const char *value)
{
    return MHD_add_response_header(response, name, value) == MHD_YES;
}

static bool
add_headers(struct MHD_Response *response, const struct call *call, bool close)
{
    const struct http_reply *reply = &call->exchange.reply;
    bool added = true;
    size_t i;

    for (i = 0; i < sizeof(always) / sizeof(always[0]); i++)
        added = added && add(response, always[i].name, always[i].value);
    if (call->carrier->settings->https)
        added = added && add(response, "Strict-Transport-Security", HSTS);
    if (!has_header(reply, "Cache-Control"))
        added = added && add(response, "Cache-Control", "no-store");
    if (reply->content_type != NULL)
        added = added && add(response, "Content-Type", reply->content_type);
    for (i = 0; i < reply->num_headers; i++)
        added = added &&
                add(response, reply->headers[i].name, reply->headers[i].value);
    if (close)
        added = added && add(response, "Connection", "close");
    return added;
}

enum MHD_Result
call_reply(struct call *call, bool close)
{
    struct http_reply *reply = &call->exchange.reply;
    struct MHD_Response *response;
    enum MHD_Result queued = MHD_NO;

    if (reply->status == 0)
        reply_problem(&call->exchange, 500, "internal",
            "The server could not answer this request.");
    if (atomic_load_explicit(&call->carrier->stopping, memory_order_relaxed))
        close = true;
    /* The arena keeps the body until call_end. */
    response = MHD_create_response_from_buffer(reply->body.len,
        (void *)(uintptr_t)reply->body.data, MHD_RESPMEM_PERSISTENT);
    if (response == NULL)
        return MHD_NO;
    call->stage = CALL_REPLIED;
    watch_set(call->connection, LIMIT_WRITE_S);
    if (add_headers(response, call, close))
        queued = MHD_queue_response(call->mhd, reply->status, response);
    MHD_destroy_response(response);
    return queued;
}
