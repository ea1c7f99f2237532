/* SPDX-License-Identifier: Apache-2.0 */
#include "../unit.h"

#include "../../../server/http/framing.h"

struct head {
    struct http_request request;
    struct framing framing;
};

static void
begin(struct head *head, const char *target, const char *version)
{
    memset(head, 0, sizeof(*head));
    head->framing.request = &head->request;
    framing_request_line(&head->framing, view_text(target), view_text(version));
}

static void
add(struct head *head, const char *name, const char *value)
{
    framing_field(&head->framing, view_text(name), view_text(value));
}

/* The verdict on a good request line with a Host and these fields. */
static unsigned
verdict(const char *const *fields)
{
    struct head head;

    begin(&head, "/", "HTTP/1.1");
    add(&head, "Host", "example.org");
    for (; fields[0] != NULL; fields += 2)
        add(&head, fields[0], fields[1]);
    (void)!framing_finish(&head.framing);
    return head.framing.status;
}

#define VERDICT(...) verdict((const char *const[]){__VA_ARGS__, NULL})

static void
judges_fields(void **state)
{
    (void)state;
    assert_int_equal(VERDICT("Content-Length", "2"), 0);
    assert_int_equal(VERDICT("Content-Length", "65536"), 0);
    assert_int_equal(VERDICT("Content-Length", "65537"), 413);
    assert_int_equal(VERDICT("Content-Length", "18446744073709551618"), 413);
    assert_int_equal(VERDICT("Content-Length", ""), 400);
    assert_int_equal(VERDICT("Content-Length", "+2"), 400);
    assert_int_equal(VERDICT("Content-Length", "0x2"), 400);
    assert_int_equal(VERDICT("Content-Length", "2, 2"), 400);
    assert_int_equal(
        VERDICT("Content-Length", "2", "content-length", "2"), 400);
    assert_int_equal(VERDICT("Transfer-Encoding", "chunked"), 400);
    assert_int_equal(VERDICT("transfer-encoding", "identity"), 400);
    assert_int_equal(VERDICT("HOST", "example.org"), 400);
    assert_int_equal(VERDICT("Cookie", "a=b", "Cookie", "c=d"), 400);
    assert_int_equal(VERDICT("Origin", "null", "Origin", "null"), 400);
    assert_int_equal(
        VERDICT("X-Forwarded-For", "::1", "X-Forwarded-For", "::1"), 400);
    assert_int_equal(VERDICT("Accept", "a", "Accept", "b"), 0);
    assert_int_equal(VERDICT("X-A", "b", "X-A", "b"), 0);
    assert_int_equal(VERDICT("X-A ", "b"), 400);
    assert_int_equal(VERDICT("X A", "b"), 400);
    assert_int_equal(VERDICT("", "b"), 400);
    assert_int_equal(VERDICT("X-A", "b\nc"), 400);
    assert_int_equal(VERDICT("X-A", "b\x7f"), 400);
    assert_int_equal(VERDICT("X-A", "b\tc \xc3\xa4"), 0);
}

static void
judges_request_lines(void **state)
{
    static const struct {
        const char *target, *version;
        unsigned status;
    } cases[] = {
        {"/", "HTTP/1.1", 0},
        {"/a?b=%20", "HTTP/1.0", 0},
        {"//a", "HTTP/1.1", 0},
        {"/", "HTTP/1.9", 505},
        {"/", "HTTP/2.0", 505},
        {"/", "http/1.1", 505},
        {"", "HTTP/1.1", 400},
        {"*", "HTTP/1.1", 400},
        {"http://example.org/", "HTTP/1.1", 400},
        {"example.org:80", "HTTP/1.1", 400},
        {"/a b", "HTTP/1.1", 400},
        {"/a#b", "HTTP/1.1", 400},
        {"/a\\b", "HTTP/1.1", 400},
        {"/\xc3\xa4", "HTTP/1.1", 400},
        {"/\x01", "HTTP/1.1", 400},
    };
    struct head head;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        begin(&head, cases[i].target, cases[i].version);
        assert_int_equal(head.framing.status, cases[i].status);
    }
}

static void
splits_the_target(void **state)
{
    struct head head;

    (void)state;
    begin(&head, "/path?a=b?c", "HTTP/1.1");
    assert_int_equal(head.request.path.len, 5);
    assert_int_equal(head.request.query.len, 5);
    assert_memory_equal(head.request.query.data, "a=b?c", 5);
    begin(&head, "/path", "HTTP/1.1");
    assert_null(head.request.query.data);
}

static void
limits_sizes(void **state)
{
    static char target[4098], value[8 * 1024];
    struct head head;
    int i;

    (void)state;
    memset(target, 'a', sizeof(target) - 1);
    target[0] = '/';
    begin(&head, target, "HTTP/1.1");
    assert_int_equal(head.framing.status, 414);
    target[4096] = '\0';
    begin(&head, target, "HTTP/1.1");
    assert_int_equal(head.framing.status, 0);

    begin(&head, "/", "HTTP/1.1");
    add(&head, "Host", "a");
    for (i = 0; i < 63; i++)
        add(&head, "X-A", "b");
    assert_true(framing_finish(&head.framing));
    add(&head, "X-A", "b");
    assert_false(framing_finish(&head.framing));
    assert_int_equal(head.framing.status, 431);

    begin(&head, "/", "HTTP/1.1");
    add(&head, "Host", "a");
    memset(value, 'a', sizeof(value) - 1);
    add(&head, "X-A", value);
    assert_false(framing_finish(&head.framing));
    assert_int_equal(head.framing.status, 431);
}

static void
wants_a_host(void **state)
{
    struct head head;

    (void)state;
    begin(&head, "/", "HTTP/1.0");
    assert_false(framing_finish(&head.framing));
    assert_int_equal(head.framing.status, 400);
    begin(&head, "/", "HTTP/1.1");
    add(&head, "Host", " ");
    assert_false(framing_finish(&head.framing));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_fields),
        cmocka_unit_test(judges_request_lines),
        cmocka_unit_test(splits_the_target),
        cmocka_unit_test(limits_sizes),
        cmocka_unit_test(wants_a_host),
    };

    return cmocka_run_group_tests_name("framing", tests, NULL, NULL);
}
