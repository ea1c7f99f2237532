/* SPDX-License-Identifier: Apache-2.0 */
/* The names of models, and which entries are taken for what they say. */
#include "unit.h"

#include "../../lib/trust/metadata_entry.h"

#define AAGUID "01020304-0506-0708-090a-0b0c0d0e0f10"
#define KEY "0102030405060708090a0b0c0d0e0f1011121314"
#define DIGITS_40 "1000000000000000000000000000000000000002"

/* The value of a hexadecimal digit, or -1. */
static int
digit_of(int c, const char *digits)
{
    const char *at = c == 0 ? NULL : strchr(digits, c);

    if (at == NULL)
        return -1;
    return at - digits < 16 ? (int)(at - digits) : (int)(at - digits) - 6;
}

static void
aaguids_have_small_digits(void **state)
{
    uint8_t out[PASSKEY_MODEL_AAGUID_LEN];
    char text[] = AAGUID;
    int c;

    (void)state;
    for (c = 0; c < 256; c++) {
        int digit = digit_of(c, "0123456789abcdef");

        text[0] = (char)c;
        text[1] = '1';
        assert_int_equal(
            passkey_aaguid_read(passkey_bytes_of(text, 36), out), digit >= 0);
        if (digit >= 0)
            assert_int_equal(out[0], digit << 4 | 1);
        text[0] = '2';
        text[1] = (char)c;
        assert_int_equal(
            passkey_aaguid_read(passkey_bytes_of(text, 36), out), digit >= 0);
        if (digit >= 0)
            assert_int_equal(out[0], 2 << 4 | digit);
    }
}

static void
aaguids_have_four_dashes(void **state)
{
    uint8_t out[PASSKEY_MODEL_AAGUID_LEN];
    size_t i;

    (void)state;
    for (i = 0; i <= strlen(AAGUID); i++) {
        struct passkey_bytes text = copy_exactly(AAGUID "0", i);

        assert_int_equal(
            passkey_aaguid_read(text, out), i == strlen(AAGUID));
        free_copy(text);
    }
    for (i = 0; i < strlen(AAGUID); i++) {
        char text[] = AAGUID;

        if (text[i] != '-')
            continue;
        text[i] = '0';
        assert_false(passkey_aaguid_read(view_text(text), out));
    }
    assert_false(passkey_aaguid_read(view_text(AAGUID "0"), out));
}

static void
key_identifiers_have_digits_of_both_cases(void **state)
{
    uint8_t out[PASSKEY_MODEL_KEY_LEN];
    char text[] = KEY;
    struct pk_json_value value = { PK_JSON_STRING, view_text(text) };
    int c;

    (void)state;
    for (c = 0; c < 256; c++) {
        int digit = digit_of(c, "0123456789abcdefABCDEF");

        text[38] = (char)c;
        assert_int_equal(pk_key_identifier_parse(&value, out), digit >= 0);
        if (digit >= 0)
            assert_int_equal(out[19], digit << 4 | 4);
    }
    value.text = view_text(DIGITS_40);
    assert_true(pk_key_identifier_parse(&value, out));
    value.type = PK_JSON_NUMBER;
    assert_false(pk_key_identifier_parse(&value, out));
}

#define REPORTS ",\"statusReports\":[]"
#define NAMED(more) "{\"aaguid\":\"" AAGUID "\"" more REPORTS "}"
#define KEYS(keys, more)                                                       \
    "{\"attestationCertificateKeyIdentifiers\":" keys more REPORTS "}"
#define STATEMENT(members) ",\"metadataStatement\":{" members "}"

static void
entries_have_one_name(void **state)
{
    static const struct {
        const char *text;
        bool good;
    } rows[] = {
        { NAMED(""), true },
        { NAMED(STATEMENT("")), true },
        { NAMED(STATEMENT("\"aaguid\":\"" AAGUID "\"")), true },
        { KEYS("[\"" KEY "\"]", ""), true },
        { KEYS("[\"" KEY "\",\"" DIGITS_40 "\"]", STATEMENT("")), true },
        { "{\"aaid\":\"4e4e#4005\"" REPORTS "}", true },
        { "", false },
        { "[]", false },
        { "{}", false },
        { NAMED("") "0", false },
        { NAMED(",\"aaguid\":\"" AAGUID "\""), false },
        { NAMED(",\"aaid\":\"4e4e#4005\""), false },
        { NAMED(",\"metadataStatement\":7"), false },
        { NAMED(STATEMENT("\"aaguid\":\"" AAGUID "0\"")), false },
        { NAMED(STATEMENT("\"aaguid\":7")), false },
        { NAMED(STATEMENT("\"x\":1,\"x\":1")), false },
        { KEYS("[\"" KEY "\"]", ",\"aaid\":\"4e4e#4005\""), false },
        { KEYS("[\"" KEY "\"]", STATEMENT("\"aaguid\":\"\"")), false },
        { KEYS("[]", ""), false },
        { KEYS("\"" KEY "\"", ""), false },
        { KEYS("[" DIGITS_40 "]", ""), false },
        { KEYS("[\"" KEY "\",\"\"]", ""), false },
        { "{\"aaguid\":\"" AAGUID "\"}", false },
    };
    struct pk_metadata_entry entry;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++) {
        struct passkey_bytes text = view_text(rows[i].text);

        if (pk_metadata_entry_parse(text, &entry) != rows[i].good)
            fail_msg("%s", rows[i].text);
    }
}

static void
texts_come_from_sound_entries(void **state)
{
    static const struct {
        enum passkey_model_text which;
        const char *entry, *text; /* NULL: there is none */
    } rows[] = {
        { PASSKEY_MODEL_DESCRIPTION,
            NAMED(STATEMENT("\"description\":\"A key\"")), "A key" },
        { PASSKEY_MODEL_ICON, NAMED(STATEMENT("\"icon\":\"a\"")), "a" },
        { PASSKEY_MODEL_ICON_DARK, NAMED(STATEMENT("\"iconDark\":\"b\"")),
            "b" },
        { PASSKEY_MODEL_PROVIDER_LOGO_LIGHT,
            NAMED(STATEMENT("\"providerLogoLight\":\"c\"")), "c" },
        { PASSKEY_MODEL_PROVIDER_LOGO_DARK,
            NAMED(STATEMENT("\"providerLogoDark\":\"d\"")), "d" },
        { PASSKEY_MODEL_DESCRIPTION, NAMED(STATEMENT("\"icon\":\"a\"")),
            NULL },
        { PASSKEY_MODEL_DESCRIPTION, NAMED(STATEMENT("\"description\":7")),
            NULL },
        { PASSKEY_MODEL_DESCRIPTION, NAMED(""), NULL },
        { PASSKEY_MODEL_DESCRIPTION,
            NAMED(",\"aaid\":\"4e4e#4005\""
                STATEMENT("\"description\":\"A key\"")),
            NULL },
        { (enum passkey_model_text)(PASSKEY_MODEL_PROVIDER_LOGO_DARK + 1),
            NAMED(STATEMENT("\"providerLogoDark\":\"d\"")), NULL },
        { (enum passkey_model_text)1000, NAMED(STATEMENT("\"\":\"d\"")),
            NULL },
    };
    uint8_t memory[16];
    struct passkey_buffer buffer = { memory, sizeof(memory) };
    size_t i, len;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++) {
        const struct passkey_model model = { .entry =
                                                 view_text(rows[i].entry) };

        len = 99;
        assert_int_equal(
            passkey_model_text_of(&model, rows[i].which, buffer, &len),
            rows[i].text != NULL);
        assert_int_equal(len, rows[i].text == NULL ? 0 : strlen(rows[i].text));
        if (rows[i].text != NULL)
            assert_memory_equal(memory, rows[i].text, len);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aaguids_have_small_digits),
        cmocka_unit_test(aaguids_have_four_dashes),
        cmocka_unit_test(key_identifiers_have_digits_of_both_cases),
        cmocka_unit_test(entries_have_one_name),
        cmocka_unit_test(texts_come_from_sound_entries),
    };

    return cmocka_run_group_tests_name("metadata entry", tests, NULL, NULL);
}
