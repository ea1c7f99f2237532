/* SPDX-License-Identifier: Apache-2.0 */
#include "../unit.h"

#include "../../../server/http/cookie.h"

static const struct {
    const char *header;
    enum cookie_result result;
    const char *value;
} cases[] = {
    {"__Host-sid=abc", COOKIE_FOUND, "abc"},
    {"a=b; __Host-sid=abc", COOKIE_FOUND, "abc"},
    {"a=b;__Host-sid=abc;c=d", COOKIE_FOUND, "abc"},
    {"__Host-sid=", COOKIE_FOUND, ""},
    {"__Host-sid=a=b", COOKIE_FOUND, "a=b"},
    {"__Host-sid=a; __Host-sid=b", COOKIE_TWICE, ""},
    {"__Host-sid=a; __Host-sid=a", COOKIE_TWICE, ""},
    {"", COOKIE_ABSENT, ""},
    {"__Host-sid", COOKIE_ABSENT, ""},
    {";;;=;", COOKIE_ABSENT, ""},
    /* What others took for the name (K3) */
    {"__%48ost-sid=a", COOKIE_ABSENT, ""},
    {"__Host-si%64=a", COOKIE_ABSENT, ""},
    {"__host-sid=a", COOKIE_ABSENT, ""},
    {"__HOST-sid=a", COOKIE_ABSENT, ""},
    {"__Host_sid=a", COOKIE_ABSENT, ""},
    {"..Host-sid=a", COOKIE_ABSENT, ""},
    {" __Host-sid=a", COOKIE_ABSENT, ""},
    {"a=b;  __Host-sid=a", COOKIE_ABSENT, ""},
    {"a=b;\t__Host-sid=a", COOKIE_ABSENT, ""},
    {"__Host-sid =a", COOKIE_ABSENT, ""},
    {"__Host-sid\t=a", COOKIE_ABSENT, ""},
    {"__Host-sid2=a", COOKIE_ABSENT, ""},
    {"x__Host-sid=a", COOKIE_ABSENT, ""},
    {"\"__Host-sid\"=a", COOKIE_ABSENT, ""},
    {"a=\"; __Host-sid=b\"", COOKIE_FOUND, "b\""},
    {"=__Host-sid=a", COOKIE_ABSENT, ""},
    {"a=b, __Host-sid=a", COOKIE_ABSENT, ""},
};

static void
compares_names_byte_by_byte(void **state)
{
    struct passkey_bytes header, value;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        header = copy_exactly(cases[i].header, strlen(cases[i].header));
        assert_int_equal(
            cookie_find(header, "__Host-sid", &value), cases[i].result);
        assert_int_equal(value.len, strlen(cases[i].value));
        if (value.len > 0)
            assert_memory_equal(value.data, cases[i].value, value.len);
        free_copy(header);
    }
}

static void
finds_nothing_in_no_header(void **state)
{
    struct passkey_bytes value;

    (void)state;
    assert_int_equal(
        cookie_find(passkey_bytes_of(NULL, 0), "a", &value), COOKIE_ABSENT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compares_names_byte_by_byte),
        cmocka_unit_test(finds_nothing_in_no_header),
    };

    return cmocka_run_group_tests_name("cookie", tests, NULL, NULL);
}
