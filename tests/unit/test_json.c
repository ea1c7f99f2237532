/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "../../format/json.h"

static enum pk_json_result
parse(const char *text, size_t len, enum pk_json_mode mode)
{
    struct passkey_bytes copy = copy_exactly(text, len);
    struct pk_json_value value;
    enum pk_json_result result = pk_json_parse(copy, mode, &value);

    free_copy(copy);
    return result;
}

static const char *const good[] = { "{}", "[]", "null", "true", "false", "0",
    "-0", "1.5", "-1.5e+10", "1E2", "\"\"", " {\"a\" : [1 , 2]} ", "[[[[]]]]",
    "{\"a\":{\"a\":1},\"b\":{\"a\":2}}", "\"\\u00e4\\ud83d\\ude00\"",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\xc3\xa4\xf0\x9f\x98\x80\"",
    "[[[[[[[[]]]]]]]]" };

static const char *const bad[] = { "", " ", "{", "}", "{]", "[}", "[1,]", "[,1]",
    "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\":1}x",
    "{\"a\":1}{}", "nul", "tru", "nulll", "01", "-", "1.", ".5", "1e", "1e+",
    "+1", "NaN", "Infinity", "0x1", "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"",
    "\"\\u12g4\"", "\"\n\"", "\"\t\"", "[1 2]", "{\"a\" 1}", "// c\n{}",
    "[[[[[[[[[]]]]]]]]]", "\xef\xbb\xbf{}" };

static const char *const bad_when_strict[] = { "\"\xff\"", "\"\xc0\x80\"",
    "\"\xed\xa0\x80\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"",
    "\"\\u0000\"", "\"\xc3\"" };

static const char *const twice[] = { "{\"a\":1,\"a\":1}",
    "{\"a\":1,\"b\":2,\"a\":3}", "{\"x\":{\"a\":1,\"a\":2}}",
    "[{\"a\":1,\"a\":2}]", "{\"a\":1,\"\\u0061\":2}",
    "{\"\\u00e4\":1,\"\xc3\xa4\":2}", "{\"a\":{\"b\":1},\"a\":1}",
    "{\"\\ud83d\\ude00\":1,\"\xf0\x9f\x98\x80\":2}", "{\"\":1,\"\":2}" };

static void
accepts_what_is_json(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(good); i++) {
        if (parse(good[i], strlen(good[i]), PK_JSON_STRICT) != PK_JSON_OK)
            fail_msg("refused: %s", good[i]);
        if (parse(good[i], strlen(good[i]), PK_JSON_CLIENT_DATA) != PK_JSON_OK)
            fail_msg("refused as client data: %s", good[i]);
    }
}

static void
refuses_what_is_not(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(bad); i++) {
        if (parse(bad[i], strlen(bad[i]), PK_JSON_STRICT) != PK_JSON_MALFORMED)
            fail_msg("accepted: %s", bad[i]);
    }
    assert_int_equal(parse("{}\0", 3, PK_JSON_STRICT), PK_JSON_MALFORMED);
    assert_int_equal(parse("\"a\0\"", 4, PK_JSON_STRICT), PK_JSON_MALFORMED);
}

static void
only_strict_refuses_odd_characters(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(bad_when_strict); i++) {
        const char *text = bad_when_strict[i];

        if (parse(text, strlen(text), PK_JSON_STRICT) != PK_JSON_MALFORMED)
            fail_msg("accepted: case %zu", i);
        assert_int_equal(
            parse(text, strlen(text), PK_JSON_CLIENT_DATA), PK_JSON_OK);
    }
}

static void
finds_names_that_occur_twice(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(twice); i++) {
        if (parse(twice[i], strlen(twice[i]), PK_JSON_STRICT) !=
            PK_JSON_NAME_TWICE)
            fail_msg("accepted: %s", twice[i]);
    }
}

static void
every_prefix_is_malformed(void **state)
{
    static const char text[] =
        "{\"a\":[1,-2.5e3,\"x\\u00e4\\n\",{\"b\":null}],\"c\":true}";
    size_t len;

    (void)state;
    assert_int_equal(
        parse(text, sizeof(text) - 1, PK_JSON_STRICT), PK_JSON_OK);
    for (len = 0; len < sizeof(text) - 1; len++)
        assert_int_equal(parse(text, len, PK_JSON_STRICT), PK_JSON_MALFORMED);
}

static void
nesting_is_bounded(void **state)
{
    static const char *const openings[] = { "[", "{\"a\":" };
    enum { LEN = 1 << 20 };
    char *bomb = malloc(LEN);
    size_t i, at;

    (void)state;
    assert_non_null(bomb);
    for (i = 0; i < COUNT_OF(openings); i++) {
        size_t step = strlen(openings[i]);

        for (at = 0; at + step <= LEN; at += step)
            memcpy(bomb + at, openings[i], step);
        assert_int_equal(parse(bomb, at, PK_JSON_STRICT), PK_JSON_MALFORMED);
        assert_int_equal(
            parse(bomb, at, PK_JSON_CLIENT_DATA), PK_JSON_MALFORMED);
    }
    free(bomb);
}

static void
takes_members_whatever_their_order(void **state)
{
    struct pk_json_field fields[] = { { .name = "b" }, { .name = "c" },
        { .name = "none" } };
    struct pk_json_value root;
    int64_t number;

    (void)state;
    assert_int_equal(
        pk_json_parse(view_text("{\"a\":{\"b\":9},\"\\u0063\":\"x\\u0079\","
                                "\"b\":-12}"),
            PK_JSON_STRICT, &root),
        PK_JSON_OK);
    assert_true(pk_json_take(&root, fields, 3));
    assert_true(pk_json_integer(&fields[0].value, &number));
    assert_int_equal(number, -12);
    assert_true(pk_json_string_is(&fields[1].value, view_text("xy")));
    assert_false(pk_json_string_is(&fields[1].value, view_text("x")));
    assert_false(pk_json_string_is(&fields[1].value, view_text("xyz")));
    assert_int_equal(fields[2].value.type, PK_JSON_ABSENT);
}

static void
take_refuses_a_wanted_member_twice(void **state)
{
    struct pk_json_field fields[] = { { .name = "type" } };
    struct pk_json_value root;

    (void)state;
    assert_int_equal(pk_json_parse(view_text("{\"x\":1,\"x\":2,\"type\":1,"
                                             "\"t\\u0079pe\":2}"),
                         PK_JSON_CLIENT_DATA, &root),
        PK_JSON_OK);
    assert_false(pk_json_take(&root, fields, 1));
    fields[0].name = "other";
    assert_true(pk_json_take(&root, fields, 1));
}

static void
integers_are_whole_and_in_range(void **state)
{
    static const char *const texts[] = { "1.0", "1e2", "9223372036854775808",
        "\"1\"", "true" };
    struct pk_json_value value;
    int64_t number;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(texts); i++) {
        assert_int_equal(pk_json_parse(view_text(texts[i]), PK_JSON_STRICT,
                             &value),
            PK_JSON_OK);
        assert_false(pk_json_integer(&value, &number));
    }
}

static void
written_strings_are_read_back(void **state)
{
    static const char nasty[] = "\"\\/\b\f\n\r\t\x7f<>&'\xc3\xa4";
    char text[256], back[256];
    struct pk_writer writer = pk_writer_on(text, sizeof(text));
    struct passkey_buffer buffer = { (uint8_t *)back, sizeof(back) };
    struct pk_json_value value;
    size_t len;

    (void)state;
    pk_write_json_string(&writer, view_text(nasty));
    assert_false(writer.full);
    assert_int_equal(
        pk_json_parse(pk_written(&writer), PK_JSON_STRICT, &value), PK_JSON_OK);
    assert_true(pk_json_string_decode(&value, buffer, &len));
    assert_int_equal(len, sizeof(nasty) - 1);
    assert_memory_equal(back, nasty, len);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_what_is_json),
        cmocka_unit_test(refuses_what_is_not),
        cmocka_unit_test(only_strict_refuses_odd_characters),
        cmocka_unit_test(finds_names_that_occur_twice),
        cmocka_unit_test(every_prefix_is_malformed),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(takes_members_whatever_their_order),
        cmocka_unit_test(take_refuses_a_wanted_member_twice),
        cmocka_unit_test(integers_are_whole_and_in_range),
        cmocka_unit_test(written_strings_are_read_back),
    };

    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
