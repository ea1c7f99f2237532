/* SPDX-License-Identifier: Apache-2.0 */
/* Every malformed request has its own stable answer; none ends the server. */
#include "raw_client.h"
#include "server_test.h"

#include <stdio.h>
#include <stdlib.h>

#define LOGIN_OPTIONS    "/api/auth/login/options"
#define LOGIN_VERIFY     "/api/auth/login/verify"
#define REGISTER_OPTIONS "/api/auth/register/options"
#define REGISTER_VERIFY  "/api/auth/register/verify"
#define JSON             "application/json"

struct bad_request {
    const char *test;
    const char *method;
    const char *path;
    const char *body;
    const char *content_type;
    const char *origin; /* "": the site's own; NULL: none */
    const char *header;
    long status;
    const char *code;
};

static const struct bad_request requests[] = {
    {"path unknown", "GET", "/nothing", NULL, NULL, NULL, NULL, 404,
        "not_found"},
    {"path with dots", "GET", "/static/../../etc/passwd", NULL, NULL, NULL,
        NULL, 404, "not_found"},
    {"method", "GET", LOGIN_VERIFY, NULL, NULL, NULL, NULL, 405,
        "method_not_allowed"},
    {"method of options", "DELETE", LOGIN_OPTIONS, NULL, NULL, "", NULL, 405,
        "method_not_allowed"},
    {"content type", "POST", LOGIN_VERIFY, "{}", "text/plain", "", NULL, 415,
        "content_type"},
    {"content type form", "POST", REGISTER_VERIFY, "{}",
        "application/x-www-form-urlencoded", "", NULL, 415, "content_type"},
    {"content type longer", "POST", LOGIN_VERIFY, "{}", "application/jsonx", "",
        NULL, 415, "content_type"},
    {"origin of another site", "POST", LOGIN_VERIFY, "{}", JSON,
        "https://evil.example", NULL, 403, "cross_site"},
    {"origin null", "POST", REGISTER_VERIFY, "{}", JSON, "null", NULL, 403,
        "cross_site"},
    {"origin missing", "POST", REGISTER_OPTIONS, "{}", JSON, NULL, NULL, 403,
        "cross_site"},
    {"fetch from another site", "POST", LOGIN_VERIFY, "{}", JSON, "",
        "Sec-Fetch-Site: cross-site", 403, "cross_site"},
    {"fetch from a sibling", "POST", LOGIN_VERIFY, "{}", JSON, "",
        "Sec-Fetch-Site: same-site", 403, "cross_site"},
    {"logout from another site", "POST", "/api/auth/logout", NULL, NULL,
        "https://evil.example", NULL, 403, "cross_site"},
    {"options from another site", "POST", LOGIN_OPTIONS, NULL, NULL,
        "https://evil.example", NULL, 403, "cross_site"},
    {"options not JSON", "POST", REGISTER_OPTIONS, "{", JSON, "", NULL, 400,
        "json_malformed"},
    {"options array", "POST", REGISTER_OPTIONS, "[]", JSON, "", NULL, 400,
        "json_malformed"},
    {"options garbage behind", "POST", LOGIN_OPTIONS, "{}x", JSON, "", NULL,
        400, "json_malformed"},
    {"options member twice", "POST", REGISTER_OPTIONS,
        "{\"username\":\"a\",\"username\":\"b\"}", JSON, "", NULL, 400,
        "member_twice"},
    {"options member unknown", "POST", REGISTER_OPTIONS,
        "{\"username\":\"abc\",\"admin\":true}", JSON, "", NULL, 400,
        "member_unknown"},
    {"options name number", "POST", REGISTER_OPTIONS, "{\"username\":7}", JSON,
        "", NULL, 400, "member_type"},
    {"options name with space", "POST", REGISTER_OPTIONS,
        "{\"username\":\"a b\"}", JSON, "", NULL, 400, "name_invalid"},
    {"options name with NUL", "POST", REGISTER_OPTIONS,
        "{\"username\":\"ab\\u0000\"}", JSON, "", NULL, 400, "json_malformed"},
    {"verify without state", "POST", LOGIN_VERIFY, "{}", JSON, "", NULL, 400,
        NULL},
    {"verify with a state of ours forged", "POST", LOGIN_VERIFY, "{}", JSON, "",
        "Passkey-Ceremony: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 400, NULL},
    {"transfer encoding", "POST", LOGIN_OPTIONS, NULL, NULL, "",
        "Transfer-Encoding: chunked", 400, NULL},
    {"session of nobody", "GET", "/api/auth/session", NULL, NULL, NULL, NULL,
        401, "not_signed_in"},
    {"session cookie garbage", "GET", "/api/auth/session", NULL, NULL, NULL,
        "Cookie: __Host-sid=AAAA; =; ;;x={}[]", 401, "not_signed_in"},
    {"session cookie twice", "GET", "/api/auth/session", NULL, NULL, NULL,
        "Cookie: __Host-sid=AAAA; __Host-sid=BBBB", 400, "cookie_twice"},
    {"ceremony cookie twice", "POST", LOGIN_VERIFY, "{}", JSON, "",
        "Cookie: __Host-pre=AAAA; __Host-pre=BBBB", 400, "cookie_twice"},
    {"page with a session cookie twice", "GET", "/", NULL, NULL, NULL,
        "Cookie: __Host-sid=AAAA; a=b; __Host-sid=AAAA", 400, "cookie_twice"},
    {"cookie of a quote", "GET", "/api/auth/session", NULL, NULL, NULL,
        "Cookie: x=\"", 401, "not_signed_in"},
    {"cookie of quotes and commas", "GET", "/api/auth/session", NULL, NULL,
        NULL, "Cookie: \",\"\"=; ;\";a=\"b,c;=\"", 401, "not_signed_in"},
};

static void
bad_request_is_answered(void **state)
{
    const struct bad_request *r = *state;
    struct visitor visitor;
    struct http_call call = {r->method, r->path, r->body,
        r->body != NULL ? strlen(r->body) : 0, r->content_type, r->origin,
        r->header};
    struct http_answer answer;

    visitor_init(&visitor, &the_server);
    if (r->origin != NULL && r->origin[0] == '\0')
        call.origin = visitor.origin;
    answer = http_send(&visitor, &call);
    if (r->code != NULL)
        assert_answer(answer, r->status, r->code);
    assert_int_equal(answer.status, r->status);
    assert_non_null(strcasestr(answer.headers, "x-content-type-options"));
    assert_null(signed_in_name(&visitor));
    scratch_reset();
}

static void
a_large_body_is_refused(void **state)
{
    static char body[70 * 1024];
    struct visitor visitor;
    struct http_call call = {
        "POST", LOGIN_VERIFY, body, sizeof(body), JSON, NULL, NULL};
    struct http_answer answer;

    (void)state;
    memset(body, ' ', sizeof(body));
    visitor_init(&visitor, &the_server);
    call.origin = visitor.origin;
    answer = http_send(&visitor, &call);
    assert_int_equal(answer.status, 413);
    assert_int_equal(http_get(&visitor, "/healthz").status, 200);
}

static void
large_headers_are_refused(void **state)
{
    static char header[40 * 1024];
    struct visitor visitor;
    struct http_call call = {"GET", "/", NULL, 0, NULL, NULL, header};
    struct http_answer answer;

    (void)state;
    memset(header, 'x', sizeof(header) - 1);
    memcpy(header, "X-Long: ", 8);
    visitor_init(&visitor, &the_server);
    answer = http_send(&visitor, &call);
    assert_true(answer.status == 431 || answer.status == 400);
    assert_int_equal(http_get(&visitor, "/healthz").status, 200);
}

static void
options_need_neither_body_nor_type(void **state)
{
    struct visitor visitor;
    struct http_call call = {"POST", LOGIN_OPTIONS, NULL, 0, NULL, NULL, NULL};

    (void)state;
    visitor_init(&visitor, &the_server);
    assert_answer(http_send(&visitor, &call), 200, "");
}

/* A NUL or another control byte at any place of the request line. */
static void
control_bytes_in_the_request_line_are_refused(void **state)
{
    static const char line[] = "GET /healthz?a HTTP/1.1";
    char request[256];
    struct raw_answer answer;
    size_t at;
    int byte, len;

    (void)state;
    for (at = 1; at < strlen(line); at++) {
        for (byte = 0; byte < 0x20; byte += byte == 0 ? 1 : 5) {
            len = snprintf(request, sizeof(request), "%s\r\nHost: %s\r\n\r\n",
                line, the_server.origin + strlen("http://"));
            request[at] = (char)byte;
            answer = raw_send(&the_server, request, (size_t)len);
            if (answer.status != 400 && answer.status != 505)
                print_message("# byte %d at %zu: %s\n", byte, at, answer.text);
            assert_true(answer.status == 400 || answer.status == 505);
            assert_true(answer.closed);
            scratch_reset();
        }
    }
}

#define NUM_REQUESTS (sizeof(requests) / sizeof(requests[0]))

int
main(int argc, char **argv)
{
    struct CMUnitTest tests[NUM_REQUESTS + 4] = {
        cmocka_unit_test(a_large_body_is_refused),
        cmocka_unit_test(large_headers_are_refused),
        cmocka_unit_test(options_need_neither_body_nor_type),
        cmocka_unit_test(control_bytes_in_the_request_line_are_refused),
    };
    size_t i;

    for (i = 0; i < NUM_REQUESTS; i++) {
        tests[4 + i].name = requests[i].test;
        tests[4 + i].test_func = bad_request_is_answered;
        tests[4 + i].initial_state = (void *)(uintptr_t)&requests[i];
    }
    if (argc != 2)
        return 2;
    the_binary = argv[1];
    return cmocka_run_group_tests(tests, start_the_server, discard_the_server);
}
