/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "../../format/utf8.h"

/* The limits of the Unicode Standard, table 3-7. */
static const struct {
    const char *text;
    size_t len; /* of the sequence at the front; 0: there is none */
} sequences[] = {
    { "\x01", 1 },
    { "\x7f", 1 },
    { "a\xff", 1 },
    { "\x80", 0 },
    { "\xbf\x80", 0 },
    { "\xc1\xbf", 0 },
    { "\xc2\x80", 2 },
    { "\xc2\x7f", 0 },
    { "\xc2\xc0", 0 },
    { "\xdf\xbf", 2 },
    { "\xdf\xbf\xbf", 2 },
    { "\xe0\x9f\xbf", 0 },
    { "\xe0\xa0\x80", 3 },
    { "\xe0\xbf\xbf", 3 },
    { "\xe0\xc0\x80", 0 },
    { "\xe1\x7f\x80", 0 },
    { "\xe1\x80\x80", 3 },
    { "\xe1\x80\x7f", 0 },
    { "\xe1\x80\xc0", 0 },
    { "\xec\xbf\xbf", 3 },
    { "\xed\x7f\xbf", 0 },
    { "\xed\x80\x80", 3 },
    { "\xed\x9f\xbf", 3 },
    { "\xed\xa0\x80", 0 },
    { "\xee\x80\x80", 3 },
    { "\xef\xbf\xbf", 3 },
    { "\xf0\x8f\xbf\xbf", 0 },
    { "\xf0\x90\x80\x80", 4 },
    { "\xf0\xbf\xbf\xbf", 4 },
    { "\xf0\xc0\x80\x80", 0 },
    { "\xf1\x80\x7f\x80", 0 },
    { "\xf1\x80\xc0\x80", 0 },
    { "\xf1\x80\x80\x7f", 0 },
    { "\xf1\x80\x80\xc0", 0 },
    { "\xf3\xbf\xbf\xbf", 4 },
    { "\xf4\x7f\xbf\xbf", 0 },
    { "\xf4\x80\x80\x80", 4 },
    { "\xf4\x8f\xbf\xbf", 4 },
    { "\xf4\x90\x80\x80", 0 },
    { "\xf5\x80\x80\x80", 0 },
    { "\xff", 0 },
};

static void
sequences_are_well_formed(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(sequences); i++) {
        size_t len = pk_utf8_sequence(view_text(sequences[i].text));

        if (len != sequences[i].len)
            fail_msg("case %zu gave %zu", i, len);
    }
    assert_int_equal(pk_utf8_sequence(passkey_bytes_of("", 1)), 1);
    assert_int_equal(pk_utf8_sequence(passkey_bytes_of(NULL, 0)), 0);
}

/* In memory the rest of it follows. */
static void
cut_sequences_are_none(void **state)
{
    size_t i, len;

    (void)state;
    for (i = 0; i < COUNT_OF(sequences); i++) {
        for (len = 0; len < sequences[i].len; len++) {
            struct passkey_bytes cut =
                passkey_bytes_of(sequences[i].text, len);

            assert_int_equal(pk_utf8_sequence(cut), 0);
            assert_int_equal(pk_utf8_valid(cut), len == 0);
        }
    }
}

static void
text_is_valid_to_its_end(void **state)
{
    (void)state;
    assert_true(pk_utf8_valid(view_text("a\xc3\xa4\xe2\x82\xac\xf0\x90\x80\x80"
                                        "a")));
    assert_false(pk_utf8_valid(view_text("a\xc3\xa4\xff")));
    assert_false(pk_utf8_valid(view_text("\xff" "a")));
}

static void
controls_are_not_printable(void **state)
{
    static const struct {
        const char *text;
        size_t len;
    } rows[] = {
        { " ", 1 }, { "~", 1 }, { "\xc2\xa0", 2 }, { "\xc3\x80", 2 },
        { "\xe2\x82\x9b", 3 }, { "\xf0\x9f\x98\x80", 4 },
        { "\x01", 0 }, { "\x1f", 0 }, { "\x7f", 0 }, { "\xc2\x80", 0 },
        { "\xc2\x9f", 0 }, { "\x9b", 0 }, { "\xc2", 0 },
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(
            pk_utf8_printable(view_text(rows[i].text)), rows[i].len);
    assert_int_equal(pk_utf8_printable(passkey_bytes_of("", 1)), 0);
    assert_int_equal(pk_utf8_printable(passkey_bytes_of(NULL, 0)), 0);
}

static void
code_points_take_the_fewest_bytes(void **state)
{
    static const struct {
        uint32_t code_point;
        const char *bytes;
    } rows[] = {
        { 0x01, "\x01" },
        { 0x7f, "\x7f" },
        { 0x80, "\xc2\x80" },
        { 0x7ff, "\xdf\xbf" },
        { 0x800, "\xe0\xa0\x80" },
        { 0x20ac, "\xe2\x82\xac" },
        { 0xffff, "\xef\xbf\xbf" },
        { 0x10000, "\xf0\x90\x80\x80" },
        { 0x1f600, "\xf0\x9f\x98\x80" },
        { 0x10ffff, "\xf4\x8f\xbf\xbf" },
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++) {
        uint8_t out[4] = { 0 };

        assert_int_equal(pk_utf8_encode(rows[i].code_point, out),
            strlen(rows[i].bytes));
        assert_memory_equal(out, rows[i].bytes, strlen(rows[i].bytes));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sequences_are_well_formed),
        cmocka_unit_test(cut_sequences_are_none),
        cmocka_unit_test(text_is_valid_to_its_end),
        cmocka_unit_test(controls_are_not_printable),
        cmocka_unit_test(code_points_take_the_fewest_bytes),
    };

    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
