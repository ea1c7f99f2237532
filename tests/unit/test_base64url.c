/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "../../format/base64.h"
#include "../../format/base64url.h"

static const struct {
    const char *text;
    const char *bytes; /* NULL: must be refused */
} cases[] = {
    { "", "" },
    { "Zg", "f" },
    { "Zm8", "fo" },
    { "Zm9v", "foo" },
    { "Zm9vYg", "foob" },
    { "-_-_", "\xfb\xff\xbf" },
    { "Zg==", NULL },  /* padding */
    { "Zm8=", NULL },
    { "Zh", NULL },    /* unused bits */
    { "Zm9", NULL },
    { "Z", NULL },     /* length 1 mod 4 */
    { "Zm9vZ", NULL },
    { "+/+/", NULL },  /* plain base64 */
    { " Zm9v", NULL },
    { "Zm9v\n", NULL },
    { "Zm 9", NULL },
    { "Zm\xc3\xa4v", NULL },
};

static void
decodes_the_one_text(void **state)
{
    uint8_t out[64];
    struct passkey_buffer buffer = { out, sizeof(out) };
    size_t i, len;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        struct passkey_bytes text =
            copy_exactly(cases[i].text, strlen(cases[i].text));
        bool done = pk_base64url_decode(text, buffer, &len);

        assert_int_equal(done, cases[i].bytes != NULL);
        if (done) {
            assert_int_equal(len, strlen(cases[i].bytes));
            assert_memory_equal(out, cases[i].bytes, len);
        }
        free_copy(text);
    }
}

static void
refuses_all_but_64_characters(void **state)
{
    uint8_t out[3];
    struct passkey_buffer buffer = { out, sizeof(out) };
    unsigned c, accepted = 0;
    size_t len;

    (void)state;
    for (c = 0; c < 256; c++) {
        uint8_t text[4] = { 'A', 'A', 'A', (uint8_t)c };

        accepted += pk_base64url_decode(passkey_bytes_of(text, 4), buffer, &len);
    }
    assert_int_equal(accepted, 64);
}

static void
both_ways_is_identity(void **state)
{
    uint8_t bytes[48], text[64], back[48];
    struct passkey_buffer buffer = { back, sizeof(back) };
    size_t len, back_len, i;

    (void)state;
    for (len = 0; len <= sizeof(bytes); len++) {
        struct pk_writer writer = pk_writer_on(text, sizeof(text));

        for (i = 0; i < len; i++)
            bytes[i] = (uint8_t)(i * 37 + len);
        pk_write_base64url(&writer, passkey_bytes_of(bytes, len));
        assert_false(writer.full);
        assert_int_equal(writer.len, PK_BASE64URL_TEXT_LEN(len));
        assert_true(pk_base64url_decode(pk_written(&writer), buffer, &back_len));
        assert_int_equal(back_len, len);
        assert_memory_equal(back, bytes, len);
    }
}

static void
respects_the_buffer(void **state)
{
    uint8_t out[2];
    struct passkey_buffer buffer = { out, sizeof(out) };
    size_t len;

    (void)state;
    assert_false(pk_base64url_decode(view_text("Zm9v"), buffer, &len));
    assert_true(pk_base64url_decode(view_text("Zm8"), buffer, &len));
}

/* With padding, as certificates in JSON and in PEM files have it. */
static void
decodes_padded_text(void **state)
{
    static const struct {
        const char *text;
        bool white_space;
        const char *bytes; /* NULL: refused */
    } rows[] = {
        { "", false, "" },
        { "Zg==", false, "f" },
        { "Zm8=", false, "fo" },
        { "Zm9v", false, "foo" },
        { "Zm9vYg==", false, "foob" },
        { "+/+/", false, "\xfb\xff\xbf" },
        { "-_-_", false, NULL },
        { "Zg", false, NULL },
        { "Zg=", false, NULL },
        { "Zh==", false, NULL }, /* unused bits */
        { "Zm9=", false, NULL },
        { "Z===", false, NULL },
        { "====", false, NULL },
        { "Zg==Zg==", false, NULL },
        { "Zg=g", false, NULL },
        { "Zg==\n", false, NULL },
        { " Z\tg\r=\n= ", true, "f" },
        { "Zm9v Zm8", true, NULL },
    };
    uint8_t out[8];
    struct passkey_buffer buffer = { out, sizeof(out) };
    size_t i, len;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++) {
        bool done = pk_base64_decode(
            view_text(rows[i].text), rows[i].white_space, buffer, &len);

        assert_int_equal(done, rows[i].bytes != NULL);
        if (!done)
            continue;
        assert_int_equal(len, strlen(rows[i].bytes));
        assert_memory_equal(out, rows[i].bytes, len);
    }
    buffer.cap = 2;
    assert_true(pk_base64_decode(view_text("Zm8="), false, buffer, &len));
    assert_false(pk_base64_decode(view_text("Zm9v"), false, buffer, &len));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_the_one_text),
        cmocka_unit_test(refuses_all_but_64_characters),
        cmocka_unit_test(both_ways_is_identity),
        cmocka_unit_test(respects_the_buffer),
        cmocka_unit_test(decodes_padded_text),
    };

    return cmocka_run_group_tests_name("base64url", tests, NULL, NULL);
}
