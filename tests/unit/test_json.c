/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdio.h>

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
    "9", "-0", "0.0", "0e0", "10", "1.05", "1e-09", "[{}]", "{\"a\":[]}",
    "\r\n\t {\r\n\t } \r\n\t", "[ \t1\n,\r2 ]",
    "{\n\"a\"\r:\t1 ,\n\"b\" : 2\r}",
    "[[{\"a\":[{\"b\":[1]},2]}],{\"c\":{}}]", "[true,false,null]",
    "[\"\",\"\"]", "{\"a\":\"a\",\"A\":1,\"\":2}", "1.5", "-1.5e+10", "1E2",
    "\"\"", " {\"a\" : [1 , 2]} ", "[[[[]]]]",
    "{\"a\":{\"a\":1},\"b\":{\"a\":2}}", "\"\\u00e4\\ud83d\\ude00\"",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\xc3\xa4\xf0\x9f\x98\x80\"",
    "[[[[[[[[]]]]]]]]" };

static const char *const bad[] = { "", " ", "{", "}", "{]", "[}", "[1,]",
    "[,1]",
    "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\":1}x",
    "{\"a\":1}{}", "nul", "tru", "nulll", "01", "-", "1.", ".5", "1e", "1e+",
    "+1", "NaN", "Infinity", "0x1", "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"",
    "\"\\u12g4\"", "\"\n\"", "\"\t\"", "[1 2]", "{\"a\" 1}", "// c\n{}",
    "[[[[[[[[[]]]]]]]]]", "\xef\xbb\xbf{}", "\f1", "\v1", "\xc2\xa0\x31",
    "00", "-01", "[01]", "1.e5", "1e5.5", "1e", "1E-", "-a", "/", ":", "--1",
    "truE", "falsy", "nil", "t", "True", "[1,,2]", "[1:2]", "{\"a\"=1}",
    "{\"a\":1;\"b\":2}", "{\"a\":1:2}", "{\"a\",1}", "[{\"a\":1]", "[1}",
    "{\"a\":[1}]", "{,}", "{\"a\":1 \"b\":2}", "{1:1}", "{\"a\"::1}",
    "{a\":1}", "{\"a\":1,b\":2}", "{1}", "{\"a\":1,2}", "[[[[[[[[[]]]]]]]]",
    "[1]]", "{}}", "1 2", "1,", ",", "\"a\"\"b\"" };

static const char *const bad_when_strict[] = { "\"\xff\"", "\"\xc0\x80\"",
    "\"\xed\xa0\x80\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"",
    "\"\\u0000\"", "\"\xc3\"" };

static const char *const twice[] = {
    "{\"\\u004a\":1,\"\\u004A\":2}", "{\"a\":1,\"a\":1}",
    "{\"a\":1,\"b\":2,\"a\":3}", "{\"x\":{\"a\":1,\"a\":2}}",
    "[{\"a\":1,\"a\":2}]", "{\"a\":1,\"\\u0061\":2}",
    "{\"\\u00e4\":1,\"\xc3\xa4\":2}", "{\"a\":{\"b\":1},\"a\":1}",
    "{\"\\ud83d\\ude00\":1,\"\xf0\x9f\x98\x80\":2}", "{\"\":1,\"\":2}",
    "[{\"a\":1},{\"b\":[{\"c\":1}],\"b\":2}]", "{\"a\":1,\"a\":1",
    "{\"a\":true,\"a\":1}", "{\"a\":\"x\",\"a\":1}", "{\"a\":{},\"a\":1}" };

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
cut_in_place_as_alone(const char *text)
{
    struct pk_json_value value;
    size_t len;

    for (len = 0; len < strlen(text); len++) {
        if (pk_json_parse(passkey_bytes_of(text, len), PK_JSON_STRICT,
                &value) != parse(text, len, PK_JSON_STRICT))
            fail_msg("%zu bytes of %s", len, text);
    }
}

/* The result is the same whatever follows the text in memory. */
static void
nothing_behind_the_end_is_looked_at(void **state)
{
    static const char *const behind[] = { " ", "0", "1", ".5", "e5", "+1", "]",
        "}", ",1", ":1", "\"", "rue", "\\", "\n" };
    char text[96];
    struct pk_json_value value;
    size_t i, j, len;

    (void)state;
    for (i = 0; i < COUNT_OF(good); i++) {
        for (j = 0; j < COUNT_OF(behind); j++) {
            len = strlen(good[i]);
            assert_true(len + 4 < sizeof(text));
            memcpy(text, good[i], len);
            memcpy(text + len, behind[j], strlen(behind[j]) + 1);
            if (pk_json_parse(passkey_bytes_of(text, len), PK_JSON_STRICT,
                    &value) != PK_JSON_OK)
                fail_msg("refused: %s before %s", good[i], behind[j]);
        }
        cut_in_place_as_alone(good[i]);
    }
    for (i = 0; i < COUNT_OF(twice); i++)
        cut_in_place_as_alone(twice[i]);
}

/* Nested arrays, or objects, so deep; the innermost is empty. */
static enum pk_json_result
parse_nested(unsigned depth, bool objects, enum pk_json_mode mode)
{
    char text[512];
    struct pk_writer writer = pk_writer_on(text, sizeof(text));
    unsigned i;

    for (i = 1; i < depth; i++)
        pk_write_text(&writer, objects ? "{\"a\":" : "[");
    pk_write_text(&writer, objects ? "{}" : "[]");
    for (i = 1; i < depth; i++)
        pk_write_text(&writer, objects ? "}" : "]");
    assert_false(writer.full);
    return parse(text, writer.len, mode);
}

static void
each_mode_has_its_depth(void **state)
{
    int objects;

    (void)state;
    for (objects = 0; objects < 2; objects++) {
        assert_int_equal(
            parse_nested(8, objects, PK_JSON_STRICT), PK_JSON_OK);
        assert_int_equal(
            parse_nested(9, objects, PK_JSON_STRICT), PK_JSON_MALFORMED);
        assert_int_equal(
            parse_nested(32, objects, PK_JSON_CLIENT_DATA), PK_JSON_OK);
        assert_int_equal(
            parse_nested(33, objects, PK_JSON_CLIENT_DATA), PK_JSON_MALFORMED);
    }
}

/* An object of so many names behind one that is closed. */
static enum pk_json_result
parse_names(unsigned num, enum pk_json_mode mode)
{
    char text[4096];
    struct pk_writer writer = pk_writer_on(text, sizeof(text));
    unsigned i;

    pk_write_text(&writer, "{\"a\":{\"x\":1,\"y\":2}");
    for (i = 1; i < num; i++) {
        pk_write_text(&writer, ",\"n");
        pk_write_decimal(&writer, i);
        pk_write_text(&writer, "\":0");
    }
    pk_write_text(&writer, "}");
    assert_false(writer.full);
    return parse(text, writer.len, mode);
}

static void
so_many_names_are_remembered(void **state)
{
    (void)state;
    assert_int_equal(
        parse_names(PK_JSON_NAMES_MAX, PK_JSON_STRICT), PK_JSON_OK);
    assert_int_equal(
        parse_names(PK_JSON_NAMES_MAX + 1, PK_JSON_STRICT), PK_JSON_MALFORMED);
    assert_int_equal(
        parse_names(PK_JSON_NAMES_MAX + 1, PK_JSON_CLIENT_DATA), PK_JSON_OK);
}

static void
only_client_data_has_one_byte_order_mark(void **state)
{
    static const struct {
        const char *text;
        enum pk_json_result result;
    } rows[] = {
        { "\xef\xbb\xbf{}", PK_JSON_OK },
        { "\xef\xbb\xbf 1", PK_JSON_OK },
        { "\xef\xbb\xbf", PK_JSON_MALFORMED },
        { "\xef\xbb", PK_JSON_MALFORMED },
        { "\xef\xbb\xbf\xef\xbb\xbf{}", PK_JSON_MALFORMED },
        { " \xef\xbb\xbf{}", PK_JSON_MALFORMED },
        { "\xef\xbb\xbe{}", PK_JSON_MALFORMED },
        { "{}\xef\xbb\xbf", PK_JSON_MALFORMED },
        { "[]", PK_JSON_OK },
    };
    struct pk_json_value value;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(parse(rows[i].text, strlen(rows[i].text),
                             PK_JSON_CLIENT_DATA),
            rows[i].result);
    assert_int_equal(
        parse("\xef\xbb\xbf{}", 5, PK_JSON_STRICT), PK_JSON_MALFORMED);
    assert_int_equal(pk_json_parse(passkey_bytes_of("\xef\xbb\xbf", 2),
                         PK_JSON_CLIENT_DATA, &value),
        PK_JSON_MALFORMED);
    assert_int_equal(value.type, PK_JSON_ABSENT);
    assert_int_equal(value.text.len, 0);
    assert_int_equal(pk_json_parse(passkey_bytes_of(NULL, 0),
                         PK_JSON_CLIENT_DATA, &value),
        PK_JSON_MALFORMED);
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
    assert_int_equal(pk_json_parse(view_text("{\"\":1}"), PK_JSON_STRICT,
                         &root),
        PK_JSON_OK);
    fields[1].name = "";
    assert_true(pk_json_take(&root, fields, 3));
    assert_int_equal(fields[0].value.type, PK_JSON_ABSENT);
    assert_int_equal(fields[0].value.text.len, 0);
    assert_int_equal(fields[1].value.type, PK_JSON_NUMBER);
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
    static const struct {
        const char *text;
        bool good;
        int64_t number;
    } rows[] = {
        { "0", true, 0 },
        { "-0", true, 0 },
        { "7", true, 7 },
        { "-7", true, -7 },
        { "1234567890", true, 1234567890 },
        { "999999999999999999", true, 999999999999999999 },
        { "-999999999999999999", true, -999999999999999999 },
        { "1000000000000000000", false, 0 },
        { "-1000000000000000000", false, 0 },
        { "9223372036854775808", false, 0 },
        { "1.0", false, 0 },
        { "1e2", false, 0 },
        { "1E2", false, 0 },
        { "\"1\"", false, 0 },
        { "true", false, 0 },
        { "[1]", false, 0 },
    };
    struct pk_json_value value;
    int64_t number = 0;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++) {
        assert_int_equal(pk_json_parse(view_text(rows[i].text), PK_JSON_STRICT,
                             &value),
            PK_JSON_OK);
        if (pk_json_integer(&value, &number) != rows[i].good ||
            (rows[i].good && number != rows[i].number))
            fail_msg("%s", rows[i].text);
    }
    value.type = PK_JSON_NUMBER;
    value.text = view_text("-");
    assert_false(pk_json_integer(&value, &number));
}

/* Elements of each type with each kind of white space between them. */
static void
walks_through_elements(void **state)
{
    static const struct {
        enum pk_json_type type;
        const char *text;
    } rows[] = {
        { PK_JSON_NUMBER, "-1.5e3" },
        { PK_JSON_TRUE, "true" },
        { PK_JSON_FALSE, "false" },
        { PK_JSON_NULL, "null" },
        { PK_JSON_STRING, "" },
        { PK_JSON_STRING, "a,]}[{:" },
        { PK_JSON_STRING, "\\\\" },
        { PK_JSON_STRING, "x\\\"y\\\\" },
        { PK_JSON_ARRAY, "[[1, 2 ],{\"]\":\"\\\"]\"}]" },
        { PK_JSON_OBJECT, "{\"a\" :[], \"}\":{}}" },
        { PK_JSON_ARRAY, "[]" },
        { PK_JSON_NUMBER, "0" },
    };
    static const char *const spaces[] = { "", " ", "\n", "\r", "\t",
        " \r\n\t " };
    size_t i, j;

    (void)state;
    for (i = 0; i < COUNT_OF(spaces); i++) {
        char text[512];
        struct pk_writer writer = pk_writer_on(text, sizeof(text));
        struct pk_json_value root, value;
        struct passkey_bytes elements;

        for (j = 0; j < COUNT_OF(rows); j++) {
            const char *quote = rows[j].type == PK_JSON_STRING ? "\"" : "";

            pk_write_text(&writer, j == 0 ? "[" : ",");
            pk_write_text(&writer, spaces[i]);
            pk_write_text(&writer, quote);
            pk_write_text(&writer, rows[j].text);
            pk_write_text(&writer, quote);
            pk_write_text(&writer, spaces[i]);
        }
        pk_write_text(&writer, "]");
        assert_int_equal(pk_json_parse(pk_written(&writer), PK_JSON_STRICT,
                             &root),
            PK_JSON_OK);
        elements = pk_json_elements(&root);
        for (j = 0; j < COUNT_OF(rows); j++) {
            assert_true(pk_json_next(&elements, &value));
            assert_int_equal(value.type, rows[j].type);
            assert_int_equal(value.text.len, strlen(rows[j].text));
            assert_memory_equal(
                value.text.data, rows[j].text, value.text.len);
        }
        assert_false(pk_json_next(&elements, &value));
        assert_int_equal(elements.len, 0);
        assert_int_equal(pk_json_members(&root).len, 0);
    }
}

static void
walks_through_members(void **state)
{
    struct pk_json_value root, name, value;
    struct passkey_bytes members;
    int64_t number;

    (void)state;
    assert_int_equal(pk_json_parse(view_text(" { \"a\" :\t1\n,\"b\":2 } "),
                         PK_JSON_STRICT, &root),
        PK_JSON_OK);
    assert_int_equal(pk_json_elements(&root).len, 0);
    members = pk_json_members(&root);
    assert_true(pk_json_next_member(&members, &name, &value));
    assert_true(pk_json_string_is(&name, view_text("a")));
    assert_true(pk_json_integer(&value, &number) && number == 1);
    assert_true(pk_json_next_member(&members, &name, &value));
    assert_true(pk_json_string_is(&name, view_text("b")));
    assert_true(pk_json_integer(&value, &number) && number == 2);
    assert_false(pk_json_next_member(&members, &name, &value));
}

/* Text that was never checked ends a walk, at its own end at the latest. */
static void
a_walk_stays_inside_of_its_text(void **state)
{
    static const char *const texts[] = { "[1,[2]]", "{\"a\":\"b\"}",
        "\"a\"", "\"a\\\"b\"", "\"\\\\\"", "[\"a\"]" };
    struct passkey_bytes text;
    struct pk_json_value value;
    size_t i, len;

    (void)state;
    for (i = 0; i < COUNT_OF(texts); i++) {
        for (len = 1; len < strlen(texts[i]); len++) {
            struct passkey_bytes copy = copy_exactly(texts[i], len);

            text = passkey_bytes_of(texts[i], len);
            assert_false(pk_json_next(&text, &value));
            text = copy;
            assert_false(pk_json_next(&text, &value));
            free_copy(copy);
        }
        text = view_text(texts[i]);
        assert_true(pk_json_next(&text, &value));
        assert_int_equal(text.len, 0);
    }
    text = passkey_bytes_of("12", 1);
    assert_true(pk_json_next(&text, &value));
    assert_int_equal(value.text.len, 1);
    assert_false(pk_json_next(&text, &value));
    text = passkey_bytes_of("1  ,", 2);
    assert_true(pk_json_next(&text, &value));
    assert_int_equal(text.len, 0);
    text = passkey_bytes_of("1 ,", 2);
    assert_true(pk_json_next(&text, &value));
    assert_int_equal(text.len, 0);
    text = view_text(",1");
    assert_false(pk_json_next(&text, &value));
    text = view_text("1,");
    assert_true(pk_json_next(&text, &value));
    assert_int_equal(text.len, 0);
    text = view_text("\"a\":");
    assert_false(pk_json_next_member(&text, &value, &value));
}

static void
written_strings_escape_what_they_must(void **state)
{
    unsigned byte;

    (void)state;
    for (byte = 0; byte < 256; byte++) {
        char expected[16], out[16];
        uint8_t text = (uint8_t)byte;
        struct pk_writer writer = pk_writer_on(out, sizeof(out));

        (void)snprintf(expected, sizeof(expected),
            byte < 0x20 || byte == 0x7f    ? "\"\\u%04x\""
            : byte == '"' || byte == '\\' ? "\"\\%c\""
                                           : "\"%c\"",
            byte);
        pk_write_json_string(&writer, passkey_bytes_of(&text, 1));
        assert_int_equal(writer.len, strlen(expected));
        assert_memory_equal(out, expected, writer.len);
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
        cmocka_unit_test(nothing_behind_the_end_is_looked_at),
        cmocka_unit_test(each_mode_has_its_depth),
        cmocka_unit_test(so_many_names_are_remembered),
        cmocka_unit_test(only_client_data_has_one_byte_order_mark),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(takes_members_whatever_their_order),
        cmocka_unit_test(take_refuses_a_wanted_member_twice),
        cmocka_unit_test(integers_are_whole_and_in_range),
        cmocka_unit_test(walks_through_elements),
        cmocka_unit_test(walks_through_members),
        cmocka_unit_test(a_walk_stays_inside_of_its_text),
        cmocka_unit_test(written_strings_escape_what_they_must),
        cmocka_unit_test(written_strings_are_read_back),
    };

    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
