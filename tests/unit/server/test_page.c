/* SPDX-License-Identifier: Apache-2.0 */
/* Languages, devices and moments, as pages show them. */
#include "../unit.h"

#include "../../../server/page/device.h"
#include "../../../server/page/language.h"
#include "../../../server/page/page_view.h"

static const char *
chosen(const char *accept_language)
{
    return languages[language_choose(view_text(accept_language))];
}

static void
the_reader_gets_the_language_that_is_liked_best(void **state)
{
    (void)state;
    assert_string_equal(chosen(""), "en");
    assert_string_equal(chosen("de"), "de");
    assert_string_equal(chosen("DE-at"), "de");
    assert_string_equal(chosen("fr, de;q=0.5, en;q=0.9"), "en");
    assert_string_equal(chosen("fr;q=1.0,\tde ; q=0.801 ,en; q=0.8"), "de");
    assert_string_equal(chosen("en, de"), "en");
    assert_string_equal(chosen("de, en"), "de");
    assert_string_equal(chosen("*, de;q=0.1"), "de");
    assert_string_equal(chosen("de;q=0"), "en");
}

static void
nonsense_is_english(void **state)
{
    (void)state;
    assert_string_equal(chosen("de;q=7"), "en");
    assert_string_equal(chosen("de;q=0,9"), "en");
    assert_string_equal(chosen("de;q=abc"), "en");
    assert_string_equal(chosen("de;level=1"), "en");
    assert_string_equal(chosen("deutsch"), "en");
    assert_string_equal(chosen(",;,;=,--,;q=1"), "en");
    assert_string_equal(languages[language_choose(passkey_bytes_of(NULL, 0))],
        "en");
}

#define ENGINE " AppleWebKit/537.36 (KHTML, like Gecko) "

static void
devices_have_plain_names(void **state)
{
    static const struct {
        const char *user_agent, *browser, *system;
    } known[] = {
        {"Mozilla/5.0 (X11; Linux x86_64)" ENGINE "Chrome/156.0 Safari/537.36",
            "Chrome", "Linux"},
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64)" ENGINE
         "Chrome/156.0 Safari/537.36 Edg/156.0",
            "Edge", "Windows"},
        {"Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) "
         "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 "
         "Mobile/15E148 Safari/604.1",
            "Safari", "iPhone"},
        {"Mozilla/5.0 (Linux; Android 16)" ENGINE
         "Chrome/156.0 Mobile Safari/537.36",
            "Chrome", "Android"},
        {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:153.0) "
         "Gecko/20100101 Firefox/153.0",
            "Firefox", "Mac"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(known); i++) {
        struct device device = device_of(view_text(known[i].user_agent));

        assert_string_equal(device.browser, known[i].browser);
        assert_string_equal(device.system, known[i].system);
    }
    assert_null(device_of(view_text("")).browser);
    assert_null(device_of(view_text("unheard of")).system);
}

static void
moments_are_utc(void **state)
{
    struct moment moment = moment_of(1764013500);

    (void)state;
    assert_string_equal(moment.iso, "2025-11-24T19:45:00Z");
    assert_string_equal(moment.text, "2025-11-24 19:45 UTC");
    assert_string_equal(moment_of(INT64_MAX).iso, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reader_gets_the_language_that_is_liked_best),
        cmocka_unit_test(nonsense_is_english),
        cmocka_unit_test(devices_have_plain_names),
        cmocka_unit_test(moments_are_utc),
    };

    return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
