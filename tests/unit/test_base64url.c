/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "../../format/base64.h"
#include "../../format/base64url.h"
#include "../../format/json.h"

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

/* At the end of 2 or 3 characters the unused bits must be zero too. */
static void
refuses_all_but_64_characters(void **state)
{
    static const unsigned last[] = { 0, 0, 4, 16, 64 };
    uint8_t out[3];
    struct passkey_buffer buffer = { out, sizeof(out) };
    size_t at, len, out_len;

    (void)state;
    for (len = 2; len <= 4; len++) {
        for (at = 0; at < len; at++) {
            uint8_t text[4] = { 'A', 'A', 'A', 'A' };
            unsigned c, accepted = 0;

            for (c = 0; c < 256; c++) {
                text[at] = (uint8_t)c;
                accepted += pk_base64url_decode(
                    passkey_bytes_of(text, len), buffer, &out_len);
            }
            assert_int_equal(accepted, at + 1 < len ? 64 : last[len]);
        }
    }
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
        assert_true(
            pk_base64url_decode(pk_written(&writer), buffer, &back_len));
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
    /* Nor is what follows in memory part of the text. */
    buffer.cap = 0;
    assert_false(pk_base64url_decode(passkey_bytes_of("AA", 1), buffer, &len));
    assert_true(pk_base64url_decode(passkey_bytes_of("AA", 0), buffer, &len));
}

/* With padding, as certificates in JSON and in PEM files have it. */
static const struct {
    const char *text;
    bool white_space;
    const char *bytes; /* NULL: refused */
} padded[] = {
    { "", false, "" },
    { "Zg==", false, "f" },
    { "Zm8=", false, "fo" },
    { "Zm9v", false, "foo" },
    { "Zm9vYg==", false, "foob" },
    { "+/+/", false, "\xfb\xff\xbf" },
    { "-_-_", false, NULL },
    { "Z", false, NULL },
    { "Zg", false, NULL },
    { "Zg=", false, NULL },
    { "Zm9", false, NULL },
    { "Zh==", false, NULL }, /* unused bits */
    { "Zo==", false, NULL },
    { "Zm9=", false, NULL },
    { "Zm+=", false, NULL },
    { "=", false, NULL },
    { "Z===", false, NULL },
    { "A===", false, NULL },
    { "====", false, NULL },
    { "Zg===", false, NULL },
    { "Zg==Zg==", false, NULL },
    { "Zm8=Zm8=", false, NULL },
    { "Zg=g", false, NULL },
    { "Zg=A", false, NULL },
    { "Zm8=Zm8A", false, NULL },
    { "Zm8=AAAA", false, NULL },
    { "Zg==\n", false, NULL },
    { "Zg==\n", true, "f" },
    { " Z\tg\r=\n= ", true, "f" },
    { "Zm9v Zm8", true, NULL },
    { "Zm9v\vZm9v", true, NULL },
};

static void
decodes_padded_text(void **state)
{
    uint8_t out[8];
    struct passkey_buffer buffer = { out, sizeof(out) };
    size_t i, len;

    (void)state;
    for (i = 0; i < COUNT_OF(padded); i++) {
        struct passkey_bytes text = view_text(padded[i].text);
        struct pk_json_value value = { PK_JSON_STRING, text };
        bool done = pk_base64_decode(
            text, padded[i].white_space, buffer, &len);

        if (done != (padded[i].bytes != NULL) ||
            (done && (len != strlen(padded[i].bytes) ||
                         memcmp(out, padded[i].bytes, len) != 0)))
            fail_msg("%s", padded[i].text);
        memset(out, 0, sizeof(out));
        assert_int_equal(pk_base64_decode_json(&value, padded[i].white_space,
                             buffer, &len),
            done);
        if (done)
            assert_memory_equal(out, padded[i].bytes, len);
        value.type = PK_JSON_NUMBER;
        assert_false(pk_base64_decode_json(
            &value, padded[i].white_space, buffer, &len));
    }
    for (buffer.cap = 0; buffer.cap < 4; buffer.cap++) {
        assert_int_equal(
            pk_base64_decode(view_text("Zg=="), false, buffer, &len),
            buffer.cap >= 1);
        assert_int_equal(
            pk_base64_decode(view_text("Zm8="), false, buffer, &len),
            buffer.cap >= 2);
        assert_int_equal(
            pk_base64_decode(view_text("Zm9v"), false, buffer, &len),
            buffer.cap >= 3);
        assert_false(
            pk_base64_decode(view_text("Zm9w="), false, buffer, &len));
    }
}

/* Each character at the end of a group, whose value is then the last byte. */
static void
padded_text_has_64_characters(void **state)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "abcdefghijklmnopqrstuvwxyz0123456789+/";
    uint8_t out[3];
    struct passkey_buffer buffer = { out, sizeof(out) };
    unsigned c, accepted = 0;
    size_t len, i;

    (void)state;
    for (c = 0; c < 256; c++) {
        uint8_t text[4] = { 'A', 'A', 'A', (uint8_t)c };

        accepted += pk_base64_decode(
            passkey_bytes_of(text, 4), false, buffer, &len) && c != '=';
    }
    assert_int_equal(accepted, 64);
    for (i = 0; i < 64; i++) {
        uint8_t text[4] = { 'A', 'A', 'A', (uint8_t)alphabet[i] };

        assert_true(pk_base64_decode(
            passkey_bytes_of(text, 4), false, buffer, &len));
        assert_int_equal(out[2], i);
    }
}

static void
escapes_in_padded_text_are_resolved(void **state)
{
    static const struct {
        const char *text;
        bool good;
    } rows[] = {
        { "\\u005am9v", true },
        { "Zm9v\\n", true }, /* white space */
        { "\\/\\/\\/\\/", true },
        { "Zm9\\u00e4", false },
        { "Zm9\\ud83d\\ude00", false },
        { "Zm9v\\u12", false }, /* no escape: text that was not checked */
    };
    uint8_t out[8];
    struct passkey_buffer buffer = { out, sizeof(out) };
    size_t i, len;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++) {
        struct pk_json_value value = { PK_JSON_STRING,
            view_text(rows[i].text) };

        if (pk_base64_decode_json(&value, true, buffer, &len) != rows[i].good)
            fail_msg("%s", rows[i].text);
    }
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
        cmocka_unit_test(padded_text_has_64_characters),
        cmocka_unit_test(escapes_in_padded_text_are_resolved),
    };

    return cmocka_run_group_tests_name("base64url", tests, NULL, NULL);
}
