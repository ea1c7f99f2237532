/* SPDX-License-Identifier: Apache-2.0 */
/* The dispatcher over a table of this file, instead of the server's own. */
#include "../unit.h"

#include "../../../server/account/session.h"
#include "../../../server/http/reply.h"
#include "../../../server/http/route.h"
#include "../../../server/page/page.h"

static void
answer(struct server *server, struct http_exchange *exchange)
{
    (void)server;
    reply_empty(exchange);
}

const struct route routes[] = {
    {HTTP_GET, "/page", ACCESS_PUBLIC, GUARD_NONE, answer},
    {HTTP_POST, "/json", ACCESS_PUBLIC, GUARD_JSON, answer},
    {HTTP_POST, "/form", ACCESS_PUBLIC, GUARD_FORM, answer},
    {HTTP_POST, "/empty", ACCESS_PUBLIC, GUARD_EMPTY, answer},
    {HTTP_GET, "/own", ACCESS_SESSION, GUARD_NONE, answer},
    {HTTP_GET, "/thing/:id", ACCESS_PUBLIC, GUARD_NONE, answer},
    {HTTP_DELETE, "/thing/:id", ACCESS_PUBLIC, GUARD_EMPTY, answer},
};
const size_t num_routes = COUNT_OF(routes);

bool
session_require(struct server *server, struct http_exchange *exchange,
    enum route_access access)
{
    (void)server;
    (void)access;
    reply_problem(exchange, 401, "no_session", "Sign in first.");
    return false;
}

bool
session_current(
    struct server *server, struct http_exchange *exchange, struct session *out)
{
    (void)server;
    (void)exchange;
    (void)out;
    return false;
}

void
page_not_found(struct server *server, struct http_exchange *exchange)
{
    (void)server;
    reply_html(exchange, 404, view_text("<h1>Not found</h1>"));
}

bool
page_is_wanted(const struct http_exchange *exchange)
{
    return exchange->request.accept.len > 0;
}

struct call {
    enum http_method method;
    const char *path, *origin, *site, *content_type;
    unsigned status;
};

static void
check(const struct call *call)
{
    struct passkey_bytes origins[2] = {
        view_text("https://example.org"), view_text("https://www.example.org")};
    struct server server = {.site_name = "Site"};
    struct http_exchange exchange = {.arena = arena_new(64 * 1024)};

    server.policy.origins = origins;
    server.policy.num_origins = 2;
    exchange.request.method = call->method;
    exchange.request.path = view_text(call->path);
    if (call->origin != NULL)
        exchange.request.origin = view_text(call->origin);
    if (call->site != NULL)
        exchange.request.sec_fetch_site = view_text(call->site);
    if (call->content_type != NULL)
        exchange.request.content_type = view_text(call->content_type);
    route_dispatch(&server, &exchange);
    if (exchange.reply.status != call->status)
        fail_msg("%s with %s, %s, %s: %u instead of %u", call->path,
            call->origin, call->site, call->content_type, exchange.reply.status,
            call->status);
    arena_free(exchange.arena);
}

#define OWN  "https://example.org"
#define JSON "application/json"

static void
changes_need_the_same_origin(void **state)
{
    static const struct call calls[] = {
        {HTTP_POST, "/json", OWN, "same-origin", JSON, 204},
        {HTTP_POST, "/json", OWN, NULL, JSON, 204},
        {HTTP_POST, "/json", NULL, "same-origin", JSON, 204},
        {HTTP_POST, "/json", "https://www.example.org", NULL, JSON, 204},
        {HTTP_POST, "/json", NULL, NULL, JSON, 403},
        {HTTP_POST, "/json", OWN, "same-site", JSON, 403},
        {HTTP_POST, "/json", OWN, "cross-site", JSON, 403},
        {HTTP_POST, "/json", OWN, "none", JSON, 403},
        {HTTP_POST, "/json", OWN, "", JSON, 403},
        {HTTP_POST, "/json", OWN, "Same-Origin", JSON, 403},
        {HTTP_POST, "/json", "null", "same-origin", JSON, 403},
        {HTTP_POST, "/json", "", "same-origin", JSON, 403},
        {HTTP_POST, "/json", "http://example.org", NULL, JSON, 403},
        {HTTP_POST, "/json", "https://example.org:443", NULL, JSON, 403},
        {HTTP_POST, "/json", "https://example.org/", NULL, JSON, 403},
        {HTTP_POST, "/json", "https://example.org.", NULL, JSON, 403},
        {HTTP_POST, "/json", "https://EXAMPLE.org", NULL, JSON, 403},
        {HTTP_POST, "/json", "https://a.example.org", NULL, JSON, 403},
        {HTTP_POST, "/json", "https://evilexample.org", NULL, JSON, 403},
        {HTTP_POST, "/empty", OWN, NULL, NULL, 204},
        {HTTP_POST, "/empty", NULL, NULL, NULL, 403},
        {HTTP_DELETE, "/thing/1", NULL, "cross-site", NULL, 403},
        {HTTP_GET, "/page", NULL, "cross-site", NULL, 204},
        {HTTP_GET, "/page", NULL, "none", NULL, 204},
        {HTTP_GET, "/page", "https://evil.example", NULL, NULL, 403},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(calls); i++)
        check(&calls[i]);
}

static void
bodies_need_their_type(void **state)
{
    static const struct call calls[] = {
        {HTTP_POST, "/json", OWN, NULL, "application/json", 204},
        {HTTP_POST, "/json", OWN, NULL, "application/json;charset=utf-8", 204},
        {HTTP_POST, "/json", OWN, NULL, "Application/JSON ; a=b", 204},
        {HTTP_POST, "/json", OWN, NULL, NULL, 415},
        {HTTP_POST, "/json", OWN, NULL, "", 415},
        {HTTP_POST, "/json", OWN, NULL, "text/plain", 415},
        {HTTP_POST, "/json", OWN, NULL, "application/jsonp", 415},
        {HTTP_POST, "/json", OWN, NULL, "text/plain;application/json", 415},
        {HTTP_POST, "/json", OWN, NULL, "application/x-www-form-urlencoded",
            415},
        {HTTP_POST, "/form", OWN, NULL, "application/x-www-form-urlencoded",
            204},
        {HTTP_POST, "/form", OWN, NULL, "multipart/form-data", 415},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(calls); i++)
        check(&calls[i]);
}

static void
paths_are_exact(void **state)
{
    static const struct call calls[] = {
        {HTTP_GET, "/page", NULL, NULL, NULL, 204},
        {HTTP_GET, "/page/", NULL, NULL, NULL, 404},
        {HTTP_GET, "/PAGE", NULL, NULL, NULL, 404},
        {HTTP_GET, "/%70age", NULL, NULL, NULL, 404},
        {HTTP_GET, "//page", NULL, NULL, NULL, 404},
        {HTTP_GET, "/./page", NULL, NULL, NULL, 404},
        {HTTP_GET, "/pag", NULL, NULL, NULL, 404},
        {HTTP_GET, "/thing/a", NULL, NULL, NULL, 204},
        {HTTP_GET, "/thing/", NULL, NULL, NULL, 404},
        {HTTP_GET, "/thing", NULL, NULL, NULL, 404},
        {HTTP_GET, "/thing/a/b", NULL, NULL, NULL, 404},
        {HTTP_POST, "/page", NULL, NULL, NULL, 405},
        {HTTP_OTHER, "/page", NULL, NULL, NULL, 405},
        {HTTP_OTHER, "/nothing", NULL, NULL, NULL, 404},
        {HTTP_GET, "/own", NULL, NULL, NULL, 401},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(calls); i++)
        check(&calls[i]);
}

static void
says_which_methods_there_are(void **state)
{
    struct server server = {.site_name = "Site"};
    struct http_exchange exchange = {.arena = arena_new(8192)};

    (void)state;
    exchange.request.method = HTTP_POST;
    exchange.request.path = view_text("/thing/1");
    route_dispatch(&server, &exchange);
    assert_int_equal(exchange.reply.status, 405);
    assert_string_equal(exchange.reply.headers[0].name, "Allow");
    assert_string_equal(exchange.reply.headers[0].value, "GET, HEAD, DELETE");
    arena_free(exchange.arena);
}

static void
browsers_get_a_page(void **state)
{
    struct server server = {.site_name = "Site"};
    struct http_exchange exchange = {.arena = arena_new(64 * 1024)};

    (void)state;
    exchange.request.method = HTTP_GET;
    exchange.request.path = view_text("/nothing");
    exchange.request.accept = view_text("text/html,*/*;q=0.8");
    route_dispatch(&server, &exchange);
    assert_int_equal(exchange.reply.status, 404);
    assert_string_equal(
        exchange.reply.content_type, "text/html; charset=utf-8");
    arena_free(exchange.arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_need_the_same_origin),
        cmocka_unit_test(bodies_need_their_type),
        cmocka_unit_test(paths_are_exact),
        cmocka_unit_test(says_which_methods_there_are),
        cmocka_unit_test(browsers_get_a_page),
    };

    return cmocka_run_group_tests_name("route", tests, NULL, NULL);
}
