/* SPDX-License-Identifier: Apache-2.0 */
/* The options as they are written, byte for byte but for the challenge. */
#include "unit.h"

#include "../../format/base64url.h"

static const struct passkey_bytes origins[] = { { (const uint8_t *)"https://x.test",
    14 } };

struct fixture {
    struct passkey_openssl *openssl;
    const struct passkey_crypto *crypto;
    struct passkey_policy policy;
    char json[8192];
    size_t len;
    struct passkey_ceremony ceremony;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    f->openssl = passkey_openssl_new();
    f->crypto = passkey_openssl_crypto(f->openssl);
    passkey_policy_init(&f->policy);
    f->policy.rp_id = view_text("x.test");
    f->policy.rp_name = view_text("The \"X\" site");
    f->policy.origins = origins;
    f->policy.num_origins = 1;
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    passkey_openssl_free(f->openssl);
    free(f);
    return 0;
}

static enum passkey_error
registration(
    struct fixture *f, const struct passkey_registration_request *request)
{
    struct passkey_buffer buffer = { (uint8_t *)f->json, sizeof(f->json) };

    return passkey_registration_options(&f->policy, f->crypto, request,
        1000, buffer, &f->len, &f->ceremony);
}

static enum passkey_error
authentication(
    struct fixture *f, const struct passkey_authentication_request *request)
{
    struct passkey_buffer buffer = { (uint8_t *)f->json, sizeof(f->json) };

    return passkey_authentication_options(&f->policy, f->crypto, request,
        1000, buffer, &f->len, &f->ceremony);
}

/* `format` has one %s where the challenge stands. */
static void
assert_json(struct fixture *f, const char *format)
{
    char challenge[64], expected[8192];
    struct pk_writer writer = pk_writer_on(challenge, sizeof(challenge) - 1);
    const char *hole = strstr(format, "%s");
    size_t before = (size_t)(hole - format);

    pk_write_base64url(&writer,
        passkey_bytes_of(f->ceremony.challenge, f->ceremony.challenge_len));
    challenge[writer.len] = '\0';
    memcpy(expected, format, before);
    strcpy(expected + before, challenge);
    strcat(expected, hole + 2);
    f->json[f->len] = '\0';
    assert_string_equal(f->json, expected);
}

static void
creation_options_have_the_form_of_level_3(void **state)
{
    struct fixture *f = *state;
    struct passkey_descriptor exclude[] = {
        { view_text("\x01\x02"), view_text("internal,hybrid") },
        { view_text("\x03"), { NULL, 0 } },
    };
    struct passkey_registration_request request;

    memset(&request, 0, sizeof(request));
    request.user_handle = view_text("\xff\xfe");
    request.user_name = view_text("ann");
    request.display_name = view_text("Ann \xc3\xa4");
    request.exclude = exclude;
    request.num_exclude = 2;
    request.extensions = view_text("{\"credProps\":true}");
    f->policy.hints[0] = view_text("client-device");
    f->policy.num_hints = 1;
    assert_error(registration(f, &request), PASSKEY_OK);
    assert_json(f,
        "{\"rp\":{\"id\":\"x.test\",\"name\":\"The \\\"X\\\" site\"},"
        "\"user\":{\"id\":\"__4\",\"name\":\"ann\","
        "\"displayName\":\"Ann \xc3\xa4\"},\"challenge\":\"%s\","
        "\"pubKeyCredParams\":[{\"type\":\"public-key\",\"alg\":-8},"
        "{\"type\":\"public-key\",\"alg\":-7},"
        "{\"type\":\"public-key\",\"alg\":-257}],\"timeout\":300000,"
        "\"excludeCredentials\":[{\"type\":\"public-key\",\"id\":\"AQI\","
        "\"transports\":[\"internal\",\"hybrid\"]},"
        "{\"type\":\"public-key\",\"id\":\"Aw\"}],"
        "\"authenticatorSelection\":{\"residentKey\":\"required\","
        "\"requireResidentKey\":true,\"userVerification\":\"required\"},"
        "\"hints\":[\"client-device\"],\"attestation\":\"none\","
        "\"extensions\":{\"credProps\":true}}");
    assert_int_equal(f->ceremony.expires_at, 1300);
    assert_int_equal(f->ceremony.num_algorithms, 3);
    assert_int_equal(f->ceremony.kind, PASSKEY_CEREMONY_REGISTRATION);
}

static void
request_options_have_the_form_of_level_3(void **state)
{
    struct fixture *f = *state;
    struct passkey_descriptor allow[] = { { view_text("\x01"),
        view_text("usb") } };
    struct passkey_authentication_request request;

    memset(&request, 0, sizeof(request));
    assert_error(authentication(f, &request), PASSKEY_OK);
    assert_json(f,
        "{\"challenge\":\"%s\",\"rpId\":\"x.test\",\"timeout\":300000,"
        "\"userVerification\":\"required\",\"allowCredentials\":[]}");
    assert_int_equal(f->ceremony.num_allowed, 0);
    request.allow = allow;
    request.num_allow = 1;
    request.appid = view_text("https://x.test/app");
    request.extensions = view_text("{\"prf\":{}}");
    assert_error(authentication(f, &request), PASSKEY_OK);
    assert_json(f,
        "{\"challenge\":\"%s\",\"rpId\":\"x.test\",\"timeout\":300000,"
        "\"userVerification\":\"required\",\"allowCredentials\":[{\"type\":"
        "\"public-key\",\"id\":\"AQ\",\"transports\":[\"usb\"]}],"
        "\"extensions\":{\"appid\":\"https://x.test/app\",\"prf\":{}}}");
    assert_true(f->ceremony.appid_requested);
    assert_int_equal(f->ceremony.num_allowed, 1);
}

static void
challenges_are_fresh(void **state)
{
    struct fixture *f = *state;
    struct passkey_authentication_request request;
    struct passkey_ceremony first;

    memset(&request, 0, sizeof(request));
    assert_error(authentication(f, &request), PASSKEY_OK);
    first = f->ceremony;
    assert_error(authentication(f, &request), PASSKEY_OK);
    assert_memory_not_equal(
        first.challenge, f->ceremony.challenge, first.challenge_len);
    assert_memory_not_equal(first.id, f->ceremony.id, sizeof(first.id));
}

static void
what_cannot_be_is_refused(void **state)
{
    struct fixture *f = *state;
    struct passkey_registration_request request;
    struct passkey_ceremony zero;

    memset(&zero, 0, sizeof(zero));
    memset(&request, 0, sizeof(request));
    request.user_name = view_text("ann");
    assert_error(registration(f, &request), PASSKEY_ERR_POLICY_INVALID);
    assert_memory_equal(&f->ceremony, &zero, sizeof(zero));
    request.user_handle = view_text("12345678901234567890123456789012345678901"
                                    "234567890123456789012345");
    assert_error(registration(f, &request), PASSKEY_ERR_POLICY_INVALID);
    request.user_handle = view_text("1");
    request.user_name = view_text("\xff");
    assert_error(registration(f, &request), PASSKEY_ERR_POLICY_INVALID);
    request.user_name = view_text("ann");
    request.extensions = view_text("[]");
    assert_error(registration(f, &request), PASSKEY_ERR_POLICY_INVALID);
    request.extensions = view_text("{\"a\":1,\"a\":2}");
    assert_error(registration(f, &request), PASSKEY_ERR_POLICY_INVALID);
    request.extensions = view_text("");
    assert_error(registration(f, &request), PASSKEY_OK);
    f->policy.num_origins = 0;
    assert_error(registration(f, &request), PASSKEY_ERR_POLICY_INVALID);
}

static void
a_small_buffer_is_an_error(void **state)
{
    struct fixture *f = *state;
    struct passkey_authentication_request request;
    struct passkey_buffer buffer = { (uint8_t *)f->json, 20 };

    memset(&request, 0, sizeof(request));
    assert_error(passkey_authentication_options(&f->policy, f->crypto,
                     &request, 1, buffer, &f->len, &f->ceremony),
        PASSKEY_ERR_NO_SPACE);
    assert_int_equal(f->ceremony.kind, PASSKEY_CEREMONY_NONE);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(creation_options_have_the_form_of_level_3),
        TEST(request_options_have_the_form_of_level_3),
        TEST(challenges_are_fresh),
        TEST(what_cannot_be_is_refused),
        TEST(a_small_buffer_is_an_error),
    };

    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
