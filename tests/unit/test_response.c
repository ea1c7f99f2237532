/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON of both responses, read by itself: how much memory it wants, what
 * each member may be, and what the names of transports may be.
 */
#include "unit.h"

#include <stdio.h>

static char json[4096];
static uint8_t memory[4096];
static struct passkey_registration_response registration;
static struct passkey_authentication_response authentication;

#define ENVELOPE "\"id\":\"AQI\",\"rawId\":\"AQI\",\"type\":\"public-key\","
#define ASSERTED                                                               \
    "\"clientDataJSON\":\"e30\",\"authenticatorData\":\"AQI\","                \
    "\"signature\":\"AQI\""
#define CREATED "\"clientDataJSON\":\"e30\",\"attestationObject\":\"AQI\""

static enum passkey_error
read_registration(const char *response, const char *more)
{
    struct passkey_buffer scratch = {memory, sizeof(memory)};

    snprintf(json, sizeof(json), "{" ENVELOPE "\"response\":{%s}%s}", response,
        more);
    return passkey_registration_response_read(
        view_text(json), scratch, &registration);
}

static enum passkey_error
read_text(const char *text, size_t cap)
{
    struct passkey_buffer scratch = {memory, cap};

    return passkey_authentication_response_read(
        view_text(text), scratch, &authentication);
}

static enum passkey_error
read_authentication(const char *response, const char *more)
{
    snprintf(json, sizeof(json), "{" ENVELOPE "\"response\":{%s}%s}", response,
        more);
    return read_text(json, sizeof(memory));
}

/* Each member wants room for what it may become at the most. */
static void
memory_is_enough_or_an_error(void **state)
{
    static const struct {
        const char *user_handle;
        size_t needed; /* behind the 8 bytes of the members before it */
    } cases[] = {{"AQI", 2}, {"AQID", 5}, {"AQIDBAUGBwgJCgsM", 14},
        {"AQIDBAUGBwgJCgsMDQ", 14}};
    char text[512];
    size_t i, cap;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        snprintf(text, sizeof(text),
            "{" ENVELOPE "\"response\":{" ASSERTED ",\"userHandle\":\"%s\"}}",
            cases[i].user_handle);
        for (cap = 0; cap < 8 + cases[i].needed; cap++)
            assert_error(read_text(text, cap), PASSKEY_ERR_NO_SPACE);
        assert_error(read_text(text, cap), PASSKEY_OK);
    }
}

/* The names of transports are put together behind the other members. */
static void
memory_of_a_registration(void **state)
{
    struct passkey_buffer scratch = {memory, 0};
    enum passkey_error error;

    (void)state;
    snprintf(json, sizeof(json),
        "{" ENVELOPE "\"response\":{" CREATED
        ",\"transports\":[\"internal\",\"usb\"]}}");
    do {
        error = passkey_registration_response_read(
            view_text(json), scratch, &registration);
    } while (error == PASSKEY_ERR_NO_SPACE && ++scratch.cap < sizeof(memory));
    assert_error(error, PASSKEY_OK);
    assert_int_equal(scratch.cap, 2 + 2 + 2 + 12);
    assert_memory_equal(registration.transports.data, "internal,usb", 12);
}

static void
nothing_is_left_of_what_was_refused(void **state)
{
    static const struct passkey_registration_response no_registration;
    static const struct passkey_authentication_response no_authentication;

    (void)state;
    assert_error(read_registration(CREATED ",\"transports\":1", ""),
        PASSKEY_ERR_MEMBER_TYPE);
    assert_memory_equal(
        &registration, &no_registration, sizeof(registration));
    assert_error(read_authentication(ASSERTED ",\"userHandle\":1", ""),
        PASSKEY_ERR_MEMBER_TYPE);
    assert_memory_equal(
        &authentication, &no_authentication, sizeof(authentication));
}

/* JSON may write any character as an escape, those of base64url too. */
static void
escapes_are_read(void **state)
{
    static const char text[] =
        "{\"id\":\"\\u0041QI\",\"rawId\":\"AQI\",\"type\":\"public-key\","
        "\"response\":{" ASSERTED "}}";
    static const char last[] =
        "{" ENVELOPE "\"response\":{\"clientDataJSON\":\"e30\","
        "\"authenticatorData\":\"AQI\",\"signature\":\"\\u0041QI\"}}";
    size_t cap;

    (void)state;
    assert_error(read_text(text, sizeof(memory)), PASSKEY_OK);
    assert_int_equal(authentication.id.len, 2);
    assert_memory_equal(authentication.id.data, "\1\2", 2);
    for (cap = 0; cap < 3; cap++)
        assert_error(read_text(text, cap), PASSKEY_ERR_NO_SPACE);
    for (cap = 0; cap < 6 + 3; cap++) /* behind id, client data and so on */
        assert_error(read_text(last, cap), PASSKEY_ERR_NO_SPACE);
    assert_error(read_text(last, cap), PASSKEY_OK);
    assert_memory_equal(authentication.signature.data, "\1\2", 2);
}

static void
members_of_the_envelope_are_needed(void **state)
{
    static const struct {
        const char *text;
        const char *error;
    } cases[] = {
        {"[]", "PASSKEY_ERR_JSON_MALFORMED"},
        {"{", "PASSKEY_ERR_JSON_MALFORMED"},
        {"{}", "PASSKEY_ERR_MEMBER_MISSING"},
        {"{\"id\":null}", "PASSKEY_ERR_MEMBER_MISSING"},
        {"{\"id\":\"\"}", "PASSKEY_ERR_MEMBER_MISSING"},
        {"{\"id\":1}", "PASSKEY_ERR_MEMBER_TYPE"},
        {"{\"id\":\"A\"}", "PASSKEY_ERR_BASE64URL_MALFORMED"},
        {"{\"id\":\"AQI\",\"id\":\"AQI\"}", "PASSKEY_ERR_MEMBER_TWICE"},
        {"{\"id\":\"AQI\"}", "PASSKEY_ERR_MEMBER_MISSING"},
        {"{\"id\":\"AQI\",\"rawId\":\"AQM\"}", "PASSKEY_ERR_ID_MISMATCH"},
        {"{\"id\":\"AQI\",\"rawId\":\"AQI\"}", "PASSKEY_ERR_MEMBER_MISSING"},
        {"{\"id\":\"AQI\",\"rawId\":\"AQI\",\"type\":\"x\"}",
            "PASSKEY_ERR_CREDENTIAL_TYPE_UNKNOWN"},
        {"{" ENVELOPE "\"x\":1}", "PASSKEY_ERR_MEMBER_MISSING"},
        {"{" ENVELOPE "\"response\":[]}", "PASSKEY_ERR_MEMBER_TYPE"},
        {"{" ENVELOPE "\"response\":{" ASSERTED
         "},\"clientExtensionResults\":[]}",
            "PASSKEY_ERR_MEMBER_TYPE"},
        {"{" ENVELOPE "\"response\":{" ASSERTED
         "},\"clientExtensionResults\":{}}",
            "PASSKEY_OK"},
        {"{" ENVELOPE "\"response\":{" CREATED "}}",
            "PASSKEY_ERR_CEREMONY_KIND_MISMATCH"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++)
        assert_string_equal(
            passkey_error_name(read_text(cases[i].text, sizeof(memory))),
            cases[i].error);
    assert_error(
        read_registration(ASSERTED, ""), PASSKEY_ERR_CEREMONY_KIND_MISMATCH);
    assert_error(read_registration(CREATED, ""), PASSKEY_OK);
    /* Members of the other kind beside their own are ignored. */
    assert_error(
        read_registration(CREATED ",\"signature\":\"AQI\"", ""), PASSKEY_OK);
    assert_error(
        read_authentication(ASSERTED ",\"attestationObject\":\"AQI\"", ""),
        PASSKEY_OK);
}

static void
attachments_are_told_if_known(void **state)
{
    (void)state;
    assert_error(read_authentication(ASSERTED, ""), PASSKEY_OK);
    assert_int_equal(authentication.attachment, PASSKEY_ATTACHMENT_ANY);
    assert_error(read_authentication(
                     ASSERTED, ",\"authenticatorAttachment\":\"platform\""),
        PASSKEY_OK);
    assert_int_equal(authentication.attachment, PASSKEY_ATTACHMENT_PLATFORM);
    assert_error(read_authentication(ASSERTED,
                     ",\"authenticatorAttachment\":\"cross-platform\""),
        PASSKEY_OK);
    assert_int_equal(
        authentication.attachment, PASSKEY_ATTACHMENT_CROSS_PLATFORM);
    assert_error(read_authentication(
                     ASSERTED, ",\"authenticatorAttachment\":\"roaming\""),
        PASSKEY_OK);
    assert_int_equal(authentication.attachment, PASSKEY_ATTACHMENT_ANY);
}

static void
user_handles_have_at_most_64_bytes(void **state)
{
    char response[256];

    (void)state;
    /* 86 characters are 64 bytes, 87 are 65 */
    snprintf(
        response, sizeof(response), ASSERTED ",\"userHandle\":\"%086d\"", 0);
    memset(strstr(response, "000"), 'A', 86);
    assert_error(read_authentication(response, ""), PASSKEY_OK);
    assert_int_equal(authentication.user_handle.len, 64);
    snprintf(
        response, sizeof(response), ASSERTED ",\"userHandle\":\"%087d\"", 0);
    memset(strstr(response, "000"), 'A', 87);
    assert_error(
        read_authentication(response, ""), PASSKEY_ERR_BASE64URL_MALFORMED);
    assert_error(
        read_authentication(ASSERTED ",\"userHandle\":null", ""), PASSKEY_OK);
    assert_int_equal(authentication.user_handle.len, 0);
    assert_error(read_authentication(ASSERTED ",\"userHandle\":\"\"", ""),
        PASSKEY_ERR_MEMBER_MISSING);
}

static void
assert_transports(const char *elements, const char *expected)
{
    char response[1024];

    snprintf(
        response, sizeof(response), CREATED ",\"transports\":[%s]", elements);
    assert_error(read_registration(response, ""), PASSKEY_OK);
    assert_int_equal(registration.transports.len, strlen(expected));
    if (expected[0] != '\0')
        assert_memory_equal(
            registration.transports.data, expected, strlen(expected));
}

static void
transports_are_plain_names(void **state)
{
    char name[160], elements[320], expected[164];
    size_t len;

    (void)state;
    assert_transports("", "");
    assert_transports("\"usb\",\"smart-card\"", "usb,smart-card");
    assert_transports("\"a\",\"z\",\"0\",\"9\",\"-\"", "a,z,0,9,-");
    assert_transports("\"`\",\"{\",\"/\",\":\",\",\",\"A\",\"\",\"b\"", "b");
    assert_transports("\"b\",\"\"", "b");
    for (len = 125; len <= 129; len++) {
        memset(name, 'n', len);
        name[len] = '\0';
        snprintf(elements, sizeof(elements), "\"%s\"", name);
        assert_transports(elements, len <= 127 ? name : "");
        snprintf(elements, sizeof(elements), "\"a\",\"%s\",\"b\"", name);
        snprintf(expected, sizeof(expected), "a,%s", name);
        assert_transports(elements, len > 126   ? "a,b"
                                    : len > 124 ? expected
                                                : "");
    }
    assert_error(read_registration(CREATED ",\"transports\":[1]", ""),
        PASSKEY_ERR_MEMBER_TYPE);
    assert_error(read_registration(CREATED ",\"transports\":{}", ""),
        PASSKEY_ERR_MEMBER_TYPE);
    assert_error(
        read_registration(CREATED ",\"transports\":null", ""), PASSKEY_OK);
}

static void
copies_and_properties_are_optional(void **state)
{
    (void)state;
    assert_error(read_registration(CREATED, ""), PASSKEY_OK);
    assert_false(registration.has_algorithm_copy);
    assert_int_equal(registration.discoverable, PASSKEY_FLAG_UNKNOWN);
    assert_error(read_registration(CREATED ",\"publicKeyAlgorithm\":null", ""),
        PASSKEY_OK);
    assert_false(registration.has_algorithm_copy);
    assert_error(read_registration(CREATED ",\"publicKeyAlgorithm\":-7", ""),
        PASSKEY_OK);
    assert_true(registration.has_algorithm_copy);
    assert_int_equal(registration.algorithm_copy, -7);
    assert_error(read_registration(CREATED ",\"publicKeyAlgorithm\":\"x\"", ""),
        PASSKEY_ERR_MEMBER_TYPE);
    assert_error(read_registration(CREATED ",\"publicKey\":\"\"", ""),
        PASSKEY_ERR_MEMBER_MISSING);
    assert_error(
        read_registration(CREATED,
            ",\"clientExtensionResults\":{\"credProps\":{\"rk\":true}}"),
        PASSKEY_OK);
    assert_int_equal(registration.discoverable, PASSKEY_FLAG_TRUE);
    assert_error(
        read_registration(CREATED,
            ",\"clientExtensionResults\":{\"credProps\":{\"rk\":false}}"),
        PASSKEY_OK);
    assert_int_equal(registration.discoverable, PASSKEY_FLAG_FALSE);
    assert_error(read_registration(CREATED,
                     ",\"clientExtensionResults\":{\"credProps\":{\"rk\":1}}"),
        PASSKEY_OK);
    assert_int_equal(registration.discoverable, PASSKEY_FLAG_UNKNOWN);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_enough_or_an_error),
        cmocka_unit_test(memory_of_a_registration),
        cmocka_unit_test(nothing_is_left_of_what_was_refused),
        cmocka_unit_test(escapes_are_read),
        cmocka_unit_test(members_of_the_envelope_are_needed),
        cmocka_unit_test(attachments_are_told_if_known),
        cmocka_unit_test(user_handles_have_at_most_64_bytes),
        cmocka_unit_test(transports_are_plain_names),
        cmocka_unit_test(copies_and_properties_are_optional),
    };

    return cmocka_run_group_tests_name("response", tests, NULL, NULL);
}
