/* SPDX-License-Identifier: Apache-2.0 */
#include "route.h"

#include <string.h>
#include <strings.h>

#include "../../format/reader.h"
#include "../account/ceremony_state.h"
#include "../account/link.h"
#include "../account/session.h"
#include "../page/page.h"
#include "../server.h"
#include "cookie.h"
#include "reply.h"

static const struct {
    enum http_method method;
    const char *name;
} method_names[] = {
    {HTTP_GET, "GET, HEAD"},
    {HTTP_POST, "POST"},
    {HTTP_PATCH, "PATCH"},
    {HTTP_DELETE, "DELETE"},
};

/* Is `path` the one of a route? "/a/:id" takes any one segment for ":id". */
static bool
path_matches(const char *pattern, struct passkey_bytes path)
{
    const char *variable = strstr(pattern, ":id");
    size_t len =
        variable != NULL ? (size_t)(variable - pattern) : strlen(pattern);

    if (variable == NULL)
        return pk_equal(path, passkey_bytes_of(pattern, len));
    return path.len > len && memcmp(path.data, pattern, len) == 0 &&
           memchr(path.data + len, '/', path.len - len) == NULL;
}

static bool
is_own_origin(const struct server *server, struct passkey_bytes origin)
{
    size_t i;

    for (i = 0; i < server->policy.num_origins; i++) {
        if (pk_equal(server->policy.origins[i], origin))
            return true;
    }
    return false;
}

/*
 * What the browser says about where a request comes from must be right, and
 * a change needs it said. Clients that are no browsers send an Origin.
 */
static bool
is_same_site(const struct server *server, const struct http_request *request,
    enum route_guard guard)
{
    struct passkey_bytes site = request->sec_fetch_site;

    if (request->origin.data != NULL && !is_own_origin(server, request->origin))
        return false;
    if (guard == GUARD_NONE || guard == GUARD_KEY)
        return true; /* links from elsewhere are what the web is made of */
    if (site.data != NULL && !pk_equal(site, PK_TEXT("same-origin")))
        return false;
    return request->origin.data != NULL || site.data != NULL;
}

/* "application/json", with or without parameters. */
static bool
media_type_is(struct passkey_bytes value, const char *type)
{
    size_t len = strlen(type);

    if (value.len < len ||
        strncasecmp((const char *)value.data, type, len) != 0)
        return false;
    return value.len == len || value.data[len] == ';' ||
           value.data[len] == ' ' || value.data[len] == '\t';
}

static bool
passes_guard(const struct server *server, struct http_exchange *exchange,
    enum route_guard guard)
{
    struct passkey_bytes type = exchange->request.content_type;

    if (exchange->local) /* no browser is involved */
        return true;
    if (!is_same_site(server, &exchange->request, guard)) {
        reply_problem(exchange, 403, "cross_site",
            "This request came from another site and was not carried out.");
        return false;
    }
    if ((guard == GUARD_JSON && !media_type_is(type, "application/json")) ||
        (guard == GUARD_FORM &&
            !media_type_is(type, "application/x-www-form-urlencoded"))) {
        reply_problem(exchange, 415, "content_type",
            guard == GUARD_JSON ? "Send application/json."
                                : "Send application/x-www-form-urlencoded.");
        return false;
    }
    return true;
}

static bool
starts_with_api(const struct http_exchange *exchange)
{
    static const char prefix[] = "/api/";
    struct passkey_bytes path = exchange->request.path;

    return path.len >= sizeof(prefix) - 1 &&
           memcmp(path.data, prefix, sizeof(prefix) - 1) == 0;
}

/* The methods that the path of the request has, as the Allow header wants. */
static void
reply_method_not_allowed(struct http_exchange *exchange)
{
    char *allow = arena_take(exchange->arena, 64);
    size_t i, k;

    for (i = 0; i < sizeof(method_names) / sizeof(method_names[0]); i++) {
        for (k = 0; k < num_routes; k++) {
            if (routes[k].method == method_names[i].method &&
                path_matches(routes[k].path, exchange->request.path))
                break;
        }
        if (k == num_routes || allow == NULL)
            continue;
        if (allow[0] != '\0')
            memcpy(allow + strlen(allow), ", ", 3);
        memcpy(allow + strlen(allow), method_names[i].name,
            strlen(method_names[i].name) + 1);
    }
    /* Who opens the address of a form's answer again comes to its page. */
    if (page_is_wanted(exchange) && !starts_with_api(exchange)) {
        reply_redirect(exchange, "/account");
        return;
    }
    reply_problem(exchange, 405, "method_not_allowed",
        "This address does not answer requests of this kind.");
    reply_header(exchange, "Allow", allow);
}

static void
reply_not_found(struct server *server, struct http_exchange *exchange)
{
    if (page_is_wanted(exchange))
        page_not_found(server, exchange);
    else
        reply_problem(exchange, 404, "not_found", "There is nothing here.");
}

/*
 * Two cookies of one of our names: somebody planted one, and nobody knows
 * which. Both are taken away, so that it is over with the next request.
 */
static bool
refuse_planted_cookies(struct http_exchange *exchange)
{
    static const char *const names[] = {
        SESSION_COOKIE, CEREMONY_COOKIE, LINK_COOKIE};
    struct passkey_bytes value;
    bool planted = false;
    size_t i;

    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (cookie_find(exchange->request.cookie, names[i], &value) !=
            COOKIE_TWICE)
            continue;
        reply_cookie(exchange, names[i], value, "Lax", 0);
        planted = true;
    }
    if (planted)
        reply_problem(exchange, 400, "cookie_twice",
            "Your browser sent one of our cookies twice. Please try again.");
    return planted;
}

void
route_dispatch(struct server *server, struct http_exchange *exchange)
{
    const struct http_request *request = &exchange->request;
    const struct route *found = NULL;
    bool path_found = false;
    size_t i;

    if (refuse_planted_cookies(exchange))
        return;
    for (i = 0; i < num_routes && found == NULL; i++) {
        if (!path_matches(routes[i].path, request->path))
            continue;
        path_found = true;
        if (routes[i].method == request->method)
            found = &routes[i];
    }
    if (!path_found) {
        reply_not_found(server, exchange);
    } else if (found == NULL) {
        reply_method_not_allowed(exchange);
    } else if (passes_guard(server, exchange, found->guard) &&
               (found->access == ACCESS_PUBLIC ||
                   session_require(server, exchange, found->access))) {
        found->handle(server, exchange);
    }
}
