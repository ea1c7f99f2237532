/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one table of URLs: method, path, who may call, how, and the handler.
 * A route without an access column does not compile.
 */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include "exchange.h"

struct server;

/* Who may call. */
enum route_access {
    ACCESS_PUBLIC = 1, /* anybody */
    ACCESS_SESSION,    /* a live session: else 401 */
    ACCESS_FRESH, /* a session with a strong check ≤ 5 min ago: else 403 */
    ACCESS_ADMIN  /* an API key of the site's own backend: else 401 */
};

/* How a call that changes something must look (cross-site defence, K4). */
enum route_guard {
    GUARD_NONE = 1, /* changes nothing */
    GUARD_JSON,     /* same origin and Content-Type: application/json */
    GUARD_FORM,     /* same origin; a form of our own pages */
    GUARD_EMPTY,    /* same origin; a body is not needed */
    GUARD_KEY       /* an API key says who it is: no origin is needed */
};

struct route {
    enum http_method method;
    const char *path; /* exact; a trailing "/…/:id" takes one more segment */
    enum route_access access;
    enum route_guard guard;
    void (*handle)(struct server *server, struct http_exchange *exchange);
};

extern const struct route routes[];
extern const size_t num_routes;

/*
 * Finds the route of the request, checks guard and access, and calls its
 * handler; or answers 404, 405, 403, 401.
 */
void route_dispatch(struct server *server, struct http_exchange *exchange);

#endif
