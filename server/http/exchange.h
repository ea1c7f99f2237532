/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One HTTP exchange: the request that came, the reply that will go, and the
 * memory that both live in. Handlers are functions of an exchange; they know
 * nothing of sockets or of the carrier.
 *
 * A handler never waits. When it must (a commit, a password hash), it parks
 * the exchange and returns; whoever finishes the work fills the reply and
 * resumes it, from any thread, exactly once.
 */
#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H

#include <passkey/crypto.h>

#include "../arena.h"

enum http_method {
    HTTP_OTHER = 0,
    HTTP_GET, /* HEAD too: the carrier leaves the body out */
    HTTP_POST,
    HTTP_DELETE,
    HTTP_PATCH
};

/*
 * What came. All views live in the exchange's arena until it ends; a header
 * that was not sent is { NULL, 0 }. Header values are without white space
 * around them. A header of this list that was sent twice was refused before.
 */
struct http_request {
    enum http_method method;
    struct passkey_bytes path;  /* begins with '/', no query */
    struct passkey_bytes query; /* behind '?', not decoded */
    struct passkey_bytes body;
    struct passkey_bytes host;
    struct passkey_bytes accept;
    struct passkey_bytes content_type;
    struct passkey_bytes origin;
    struct passkey_bytes sec_fetch_site;
    struct passkey_bytes cookie;
    struct passkey_bytes authorization;
    struct passkey_bytes passkey_ceremony; /* of clients without cookies */
    struct passkey_bytes user_agent;
    struct passkey_bytes accept_language;
    struct passkey_bytes if_none_match;
    uint8_t peer[16]; /* IPv6, or IPv4-mapped; of the client, see trust_proxy */
    int64_t now;      /* seconds since 1970-01-01 UTC */
};

#define HTTP_REPLY_HEADERS_MAX 12

struct http_header {
    const char *name;
    const char *value;
};

/* What goes. The security headers of every reply are the carrier's. */
struct http_reply {
    unsigned status; /* 0: nobody has answered yet: becomes a 500 */
    const char *content_type;
    struct passkey_bytes body;
    const char *problem; /* its code, if it is one; for the audit log */
    struct http_header headers[HTTP_REPLY_HEADERS_MAX];
    size_t num_headers;
};

struct http_exchange;

/* How an exchange waits: whoever brought it knows. */
struct http_waiting {
    void (*park)(struct http_exchange *exchange);
    void (*resume)(struct http_exchange *exchange);
};

struct http_exchange {
    struct http_request request;
    struct http_reply reply;
    struct arena *arena;
    const struct passkey_crypto *crypto; /* of the thread that handles it */
    bool parked;
    bool local; /* of the administrator on this machine, not of the network */
    const struct http_waiting *waiting;
    void *carrier; /* the connection; only http_resume touches it */
};

/* The handler returns and the reply comes later. */
void http_park(struct http_exchange *exchange);

/* The reply of a parked exchange is complete. Any thread, once. */
void http_resume(struct http_exchange *exchange);

#endif
