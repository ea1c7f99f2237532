/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <ctype.h>
#include <stdio.h>

#include "../../format/json.h"
#include "../../format/json_string.h"
#include "../../format/utf8.h"

/* Is all of `text` in front of a closing quote accepted as a string? */
static bool
check(struct passkey_bytes text, bool strict)
{
    char quoted[64];
    size_t len = 0;

    assert_true(text.len < sizeof(quoted));
    memcpy(quoted, text.data, text.len);
    quoted[text.len] = '"';
    return pk_json_string_check(
               passkey_bytes_of(quoted, text.len + 1), strict, &len) &&
           len == text.len;
}

static struct pk_json_value
string_of(struct passkey_bytes text)
{
    struct pk_json_value value = { PK_JSON_STRING, text };

    return value;
}

/* Does a checked text mean these bytes, by both ways to ask? */
static bool
means(struct passkey_bytes text, struct passkey_bytes bytes)
{
    struct pk_json_value value = string_of(text);
    uint8_t out[64];
    struct passkey_buffer exact = { out, bytes.len };
    size_t len = 0;

    return pk_json_string_is(&value, bytes) &&
           pk_json_string_decode(&value, exact, &len) && len == bytes.len &&
           memcmp(out, bytes.data, len) == 0;
}

static bool
is_plain_ascii(unsigned byte)
{
    return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

/* The place matters: eight bytes are looked at together where there are. */
static void
each_byte_counts_at_each_place(void **state)
{
    char text[20];
    unsigned byte;
    size_t at;

    (void)state;
    for (at = 0; at < sizeof(text); at++) {
        memset(text, 'a', sizeof(text));
        for (byte = 0; byte < 256; byte++) {
            text[at] = (char)byte;
            if (check(passkey_bytes_of(text, sizeof(text)), true) !=
                is_plain_ascii(byte))
                fail_msg("strict: byte %u at %zu", byte, at);
            if (check(passkey_bytes_of(text, sizeof(text)), false) !=
                (is_plain_ascii(byte) || byte >= 0x80))
                fail_msg("lenient: byte %u at %zu", byte, at);
        }
    }
}

static void
eight_escapes_have_two_characters(void **state)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    unsigned byte, accepted = 0;
    size_t i;

    (void)state;
    for (byte = 0; byte < 256; byte++) {
        char text[2] = { '\\', (char)byte };

        accepted += check(passkey_bytes_of(text, 2), false);
        assert_int_equal(check(passkey_bytes_of(text, 2), true),
            check(passkey_bytes_of(text, 2), false));
    }
    assert_int_equal(accepted, 8);
    for (i = 0; i < 8; i++) {
        char text[2] = { '\\', letters[i] };

        assert_true(check(passkey_bytes_of(text, 2), true));
        assert_true(means(passkey_bytes_of(text, 2),
            passkey_bytes_of(meanings + i, 1)));
    }
}

static void
digits_of_an_escape_are_hexadecimal(void **state)
{
    unsigned byte;
    size_t at;

    (void)state;
    for (at = 2; at < 6; at++) {
        for (byte = 0; byte < 256; byte++) {
            char text[] = "\\u1111";

            text[at] = (char)byte;
            if (check(passkey_bytes_of(text, 6), true) !=
                (byte < 0x80 && isxdigit((int)byte)))
                fail_msg("byte %u at %zu", byte, at);
        }
    }
}

static void
every_escape_is_its_code_point(void **state)
{
    uint32_t unit;

    (void)state;
    for (unit = 0; unit <= 0xffff; unit++) {
        bool strict = unit != 0 && (unit < 0xd800 || unit > 0xdfff);
        uint8_t utf8[4];
        size_t len = pk_utf8_encode(unit, utf8);
        char lower[8], upper[8];

        (void)snprintf(lower, sizeof(lower), "\\u%04x", (unsigned)unit);
        (void)snprintf(upper, sizeof(upper), "\\u%04X", (unsigned)unit);
        if (check(view_text(lower), true) != strict ||
            check(view_text(upper), true) != strict ||
            !check(view_text(lower), false) ||
            !means(view_text(lower), passkey_bytes_of(utf8, len)) ||
            !means(view_text(upper), passkey_bytes_of(utf8, len)))
            fail_msg("%s or %s", lower, upper);
    }
}

static const struct {
    const char *text;
    bool strict; /* accepted there; the other mode accepts all */
    const char *bytes;
} pairs[] = {
    { "\\ud800\\udc00", true, "\xf0\x90\x80\x80" },
    { "\\ud800\\udfff", true, "\xf0\x90\x8f\xbf" },
    { "\\udbff\\udc00", true, "\xf4\x8f\xb0\x80" },
    { "\\udbff\\udfff", true, "\xf4\x8f\xbf\xbf" },
    { "\\uD83D\\uDE00!", true, "\xf0\x9f\x98\x80!" },
    { "\\ud7ff\\ue000", true, "\xed\x9f\xbf\xee\x80\x80" },
    { "\\u0041\\udc00", false, "A\xed\xb0\x80" },
    { "\\ud800\\udbff", false, "\xed\xa0\x80\xed\xaf\xbf" },
    { "\\ud800\\ue000", false, "\xed\xa0\x80\xee\x80\x80" },
    { "\\udc00\\udc00", false, "\xed\xb0\x80\xed\xb0\x80" },
    { "\\ud800xudc00", false, "\xed\xa0\x80xudc00" },
    { "\\ud800\\ndc00", false, "\xed\xa0\x80\ndc00" },
    { "\\ud800", false, "\xed\xa0\x80" },
    { "\\ud800\\udc00\\ud800", false, "\xf0\x90\x80\x80\xed\xa0\x80" },
};

static void
pairs_are_a_high_and_a_low_surrogate(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(pairs); i++) {
        struct passkey_bytes text = view_text(pairs[i].text);

        if (check(text, true) != pairs[i].strict || !check(text, false) ||
            !means(text, view_text(pairs[i].bytes)))
            fail_msg("%s", pairs[i].text);
    }
}

/* In memory the rest follows, as in a message that is cut by its length. */
static void
nothing_behind_the_end_is_looked_at(void **state)
{
    static const char *const texts[] = { "plain, and more than eight\"",
        "\\n\"", "\\u00e4\"", "\\ud83d\\ude00\"", "\xf0\x9f\x98\x80\"" };
    struct passkey_bytes text;
    struct pk_json_character next;
    size_t i, len, whole;

    (void)state;
    for (i = 0; i < COUNT_OF(texts); i++) {
        whole = strlen(texts[i]);
        assert_true(pk_json_string_check(view_text(texts[i]), true, &len));
        assert_int_equal(len, whole - 1);
        while (whole-- > 0) {
            text = passkey_bytes_of(texts[i], whole);
            if (pk_json_string_check(text, true, &len) ||
                pk_json_string_check(text, false, &len))
                fail_msg("%zu bytes of: %s", whole, texts[i]);
        }
    }
    text = passkey_bytes_of("\\n", 1);
    assert_true(pk_json_character_next(&text, &next));
    assert_int_equal(text.len, 0);
    text = passkey_bytes_of("\\u0041", 5);
    assert_false(pk_json_character_next(&text, &next));
    assert_int_equal(text.len, 5);
}

static void
texts_are_equal_if_they_mean_the_same(void **state)
{
    static const char *const same[] = { "\xc3\xa4\x61\xf0\x9f\x98\x80",
        "\\u00e4a\xf0\x9f\x98\x80", "\xc3\xa4\\u0061\xf0\x9f\x98\x80",
        "\\u00E4a\\ud83d\\ude00", "\\u00e4\\u0061\\uD83D\\uDE00" };
    static const char *const others[] = { "", "\xc3\xa4",
        "\xc3\xa4\\u0061", "\xc3\xa4" "a\xf0\x9f\x98",
        "\xc3\xa4" "a\xf0\x9f\x98\x81", "\\u00e4a\\ud83d\\ude01",
        "\\u00e4a\\ud83d\\ude00a", "\xc3\xa4" "a\xf0\x9f\x98\x80" "a",
        "\\u00e4\\u0062\\ud83d\\ude00", "\\\\u00e4a\\ud83d\\ude00" };
    size_t i, j;

    (void)state;
    for (i = 0; i < COUNT_OF(same); i++) {
        struct passkey_bytes one = view_text(same[i]);

        for (j = 0; j < COUNT_OF(same); j++)
            assert_true(pk_json_text_equal(one, view_text(same[j])));
        for (j = 0; j < COUNT_OF(others); j++) {
            if (pk_json_text_equal(one, view_text(others[j])) ||
                pk_json_text_equal(view_text(others[j]), one))
                fail_msg("%s and %s", same[i], others[j]);
        }
    }
    assert_true(pk_json_text_equal(view_text(""), view_text("")));
    assert_false(pk_json_text_equal(view_text("\\u0061"), view_text("aa")));
    assert_false(pk_json_text_equal(view_text("aa"), view_text("\\u0061")));
}

static void
strings_are_compared_to_their_end(void **state)
{
    static const char *const texts[] = { "", "ab", "a\\u0062", "\\u00e4",
        "\xc3\xa4", "a\\n" };
    static const char *const meanings[] = { "", "ab", "ab", "\xc3\xa4",
        "\xc3\xa4", "a\n" };
    static const char *const expected[] = { "", "a", "ab", "abc", "ac",
        "\xc3", "\xc3\xa4", "\xc3\xa5", "\xc3\xa4\x62", "a\n", "a\\n", "an" };
    size_t i, j;

    (void)state;
    for (i = 0; i < COUNT_OF(texts); i++) {
        struct pk_json_value value = string_of(view_text(texts[i]));

        for (j = 0; j < COUNT_OF(expected); j++) {
            if (pk_json_string_is(&value, view_text(expected[j])) !=
                (strcmp(meanings[i], expected[j]) == 0))
                fail_msg("%s and %s", texts[i], expected[j]);
        }
        value.type = PK_JSON_NUMBER;
        assert_false(pk_json_string_is(&value, view_text(meanings[i])));
    }
}

static void
decoded_strings_fit_or_fail(void **state)
{
    static const struct {
        const char *text;
        const char *bytes;
    } rows[] = { { "", "" }, { "a", "a" }, { "abc", "abc" }, { "\\n", "\n" },
        { "a\\n", "a\n" }, { "\\u00e4", "\xc3\xa4" },
        { "ab\\ud83d\\ude00", "ab\xf0\x9f\x98\x80" } };
    uint8_t out[8];
    struct passkey_buffer buffer = { out, 0 };
    size_t i, len;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++) {
        struct pk_json_value value = string_of(view_text(rows[i].text));
        size_t all = strlen(rows[i].bytes);

        for (buffer.cap = 0; buffer.cap < sizeof(out); buffer.cap++) {
            memset(out, 0xee, sizeof(out));
            len = sizeof(out);
            assert_int_equal(pk_json_string_decode(&value, buffer, &len),
                all <= buffer.cap);
            if (all <= buffer.cap) {
                assert_int_equal(len, all);
                assert_memory_equal(out, rows[i].bytes, all);
            }
            assert_int_equal(out[buffer.cap], 0xee);
        }
        value.type = PK_JSON_NUMBER;
        assert_false(pk_json_string_decode(&value, buffer, &len));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_byte_counts_at_each_place),
        cmocka_unit_test(eight_escapes_have_two_characters),
        cmocka_unit_test(digits_of_an_escape_are_hexadecimal),
        cmocka_unit_test(every_escape_is_its_code_point),
        cmocka_unit_test(pairs_are_a_high_and_a_low_surrogate),
        cmocka_unit_test(nothing_behind_the_end_is_looked_at),
        cmocka_unit_test(texts_are_equal_if_they_mean_the_same),
        cmocka_unit_test(strings_are_compared_to_their_end),
        cmocka_unit_test(decoded_strings_fit_or_fail),
    };

    return cmocka_run_group_tests_name("json_string", tests, NULL, NULL);
}
