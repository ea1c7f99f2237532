/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of publicsuffix.org/list, on a list of our own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "../../../server/public_suffix.h"

static const char list[] = "// a comment, com.example\n"
                           "\n"
                           "com\n"
                           "uk\r\n"
                           "co.uk and a remark\n"
                           "*.ck\n"
                           "!www.ck\n"
                           "\xe5\x85\xac\xe5\x8f\xb8.cn\n"
                           "pages.example.com";

static const struct {
    const char *host, *suffix;
} hosts[] = {
    {"com", "com"},
    {"example.com", "com"},
    {"a.example.com", "com"},
    {"excom", "excom"},
    {"co.uk", "co.uk"},
    {"example.co.uk", "co.uk"},
    {"xco.uk", "uk"},
    {"b.ck", "b.ck"},
    {"a.b.ck", "b.ck"},
    {"ck", "ck"},
    {"www.ck", "ck"},
    {"a.www.ck", "ck"},
    {"pages.example.com", "pages.example.com"},
    {"me.pages.example.com", "pages.example.com"},
    {"unknown.test", "test"},
    {"com.example", "example"},
};

static struct passkey_bytes
bytes_of(const char *text)
{
    return passkey_bytes_of(text, strlen(text));
}

static void
finds_the_suffix(void **state)
{
    size_t i, len;

    (void)state;
    for (i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
        len = public_suffix_len(bytes_of(list), bytes_of(hosts[i].host));
        if (len != strlen(hosts[i].suffix))
            fail_msg("%s: %zu octets", hosts[i].host, len);
    }
}

static void
takes_the_last_label_without_a_list(void **state)
{
    (void)state;
    assert_int_equal(public_suffix_len(bytes_of(""), bytes_of("a.co.uk")), 2);
    assert_int_equal(public_suffix_len(bytes_of(""), bytes_of("localhost")), 9);
    assert_int_equal(public_suffix_len(bytes_of("\n\n"), bytes_of("")), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_suffix),
        cmocka_unit_test(takes_the_last_label_without_a_list),
    };

    return cmocka_run_group_tests_name("public_suffix", tests, NULL, NULL);
}
