/* SPDX-License-Identifier: Apache-2.0 */
#include "../unit.h"

#include "../../../server/http/reply.h"

static struct http_exchange
new_exchange(size_t memory)
{
    struct http_exchange exchange = {.arena = arena_new(memory)};

    assert_non_null(exchange.arena);
    return exchange;
}

static void
assert_body(const struct http_exchange *exchange, const char *expected)
{
    assert_int_equal(exchange->reply.body.len, strlen(expected));
    assert_memory_equal(exchange->reply.body.data, expected, strlen(expected));
}

static void
problems_have_a_code(void **state)
{
    struct http_exchange exchange = new_exchange(4096);

    (void)state;
    reply_problem(&exchange, 404, "not_found", "Not \"here\".");
    assert_int_equal(exchange.reply.status, 404);
    assert_string_equal(
        exchange.reply.content_type, "application/problem+json");
    assert_body(&exchange,
        "{\"type\":\"about:blank\",\"status\":404,\"code\":\"not_found\","
        "\"title\":\"Not \\\"here\\\".\"}");
    arena_free(exchange.arena);
}

static void
cookies_are_for_this_host_alone(void **state)
{
    struct http_exchange exchange = new_exchange(4096);

    (void)state;
    reply_cookie(&exchange, "__Host-sid", view_text("abc"), "Lax", 60);
    assert_int_equal(exchange.reply.num_headers, 1);
    assert_string_equal(exchange.reply.headers[0].name, "Set-Cookie");
    assert_string_equal(exchange.reply.headers[0].value,
        "__Host-sid=abc; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=60");
    arena_free(exchange.arena);
}

static void
headers_cannot_be_split(void **state)
{
    static const char *const values[] = {"a\r\nb", "a\nb", "a\x7f", "\x01"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(values); i++) {
        struct http_exchange exchange = new_exchange(4096);

        reply_empty(&exchange);
        reply_header(&exchange, "X-A", values[i]);
        assert_int_equal(exchange.reply.status, 500);
        assert_int_equal(exchange.reply.num_headers, 0);
        arena_free(exchange.arena);
    }
}

static void
redirects_stay_here(void **state)
{
    static const char *const elsewhere[] = {"", "//evil.example",
        "https://evil.example", "/\\evil.example", "evil"};
    struct http_exchange exchange = new_exchange(4096);
    size_t i;

    (void)state;
    reply_redirect(&exchange, "/account");
    assert_int_equal(exchange.reply.status, 303);
    assert_string_equal(exchange.reply.headers[0].value, "/account");
    for (i = 0; i < COUNT_OF(elsewhere); i++) {
        reply_redirect(&exchange, elsewhere[i]);
        assert_int_equal(exchange.reply.status, 500);
        assert_int_equal(exchange.reply.num_headers, 0);
    }
    arena_free(exchange.arena);
}

static void
without_memory_it_is_a_500(void **state)
{
    struct http_exchange exchange = new_exchange(16);

    (void)state;
    reply_problem(&exchange, 404, "not_found", "Nothing.");
    assert_int_equal(exchange.reply.status, 500);
    reply_empty(&exchange);
    reply_cookie(&exchange, "a", view_text("b"), "Lax", 1);
    assert_int_equal(exchange.reply.status, 500);
    arena_free(exchange.arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(problems_have_a_code),
        cmocka_unit_test(cookies_are_for_this_host_alone),
        cmocka_unit_test(headers_cannot_be_split),
        cmocka_unit_test(redirects_stay_here),
        cmocka_unit_test(without_memory_it_is_a_500),
    };

    return cmocka_run_group_tests_name("reply", tests, NULL, NULL);
}
