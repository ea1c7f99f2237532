/* SPDX-License-Identifier: Apache-2.0 */
/* The options as they are written, byte for byte but for the challenge. */
#include "unit.h"

#include <stdio.h>

#include "../../format/base64url.h"
#include "failing_backend.h"

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

static struct passkey_registration_request
registration_of_ann(void)
{
    struct passkey_registration_request request;

    memset(&request, 0, sizeof(request));
    request.user_handle = view_text("1");
    request.user_name = view_text("ann");
    return request;
}

static void
limits_of_a_registration(void **state)
{
    static char handle[65] = "1234567890123456789012345678901234567890123456789"
                             "012345678901234";
    static const uint8_t id[1024];
    struct passkey_descriptor many[PASSKEY_DESCRIPTORS_MAX + 1];
    struct fixture *f = *state;
    struct passkey_registration_request request = registration_of_ann();
    size_t i;

    request.user_handle = view_text(handle);
    assert_int_equal(request.user_handle.len, 64);
    assert_error(registration(f, &request), PASSKEY_OK);
    assert_int_equal(f->ceremony.user_handle_len, 64);
    assert_memory_equal(f->ceremony.user_handle, handle, 64);
    request.display_name = view_text("\xc3");
    assert_error(registration(f, &request), PASSKEY_ERR_POLICY_INVALID);
    request.display_name = view_text("\xc3\xa4");
    assert_error(registration(f, &request), PASSKEY_OK);
    memset(many, 0, sizeof(many));
    for (i = 0; i < COUNT_OF(many); i++)
        many[i].id = passkey_bytes_of(id, 1);
    request.exclude = many;
    request.num_exclude = PASSKEY_DESCRIPTORS_MAX;
    assert_error(registration(f, &request), PASSKEY_OK);
    request.num_exclude = PASSKEY_DESCRIPTORS_MAX + 1;
    assert_error(registration(f, &request), PASSKEY_ERR_POLICY_INVALID);
    request.num_exclude = 2;
    many[1].id = passkey_bytes_of(id, PASSKEY_CREDENTIAL_ID_MAX_LEN);
    assert_error(registration(f, &request), PASSKEY_OK);
    many[1].id = passkey_bytes_of(id, PASSKEY_CREDENTIAL_ID_MAX_LEN + 1);
    assert_error(registration(f, &request), PASSKEY_ERR_POLICY_INVALID);
    many[1].id = passkey_bytes_of(id, 0);
    assert_error(registration(f, &request), PASSKEY_ERR_POLICY_INVALID);
    many[0].id = passkey_bytes_of(id, 0);
    many[1].id = passkey_bytes_of(id, 1);
    assert_error(registration(f, &request), PASSKEY_ERR_POLICY_INVALID);
}

static void
transports_become_an_array(void **state)
{
    static const struct {
        const char *list;
        const char *written;
    } cases[] = {
        { "usb", "[\"usb\"]" },
        { "x", "[\"x\"]" },
        { "usb,", "[\"usb\"]" },
        { ",usb", "[\"\",\"usb\"]" },
        { "a,b,c", "[\"a\",\"b\",\"c\"]" },
    };
    struct fixture *f = *state;
    struct passkey_registration_request request = registration_of_ann();
    struct passkey_descriptor exclude = { view_text("\x01"), { NULL, 0 } };
    char expected[64];
    size_t i;

    request.exclude = &exclude;
    request.num_exclude = 1;
    for (i = 0; i < COUNT_OF(cases); i++) {
        exclude.transports = view_text(cases[i].list);
        assert_error(registration(f, &request), PASSKEY_OK);
        f->json[f->len] = '\0';
        snprintf(expected, sizeof(expected), "\"transports\":%s}]",
            cases[i].written);
        assert_non_null(strstr(f->json, expected));
    }
}

static void
limits_of_an_authentication(void **state)
{
    static const uint8_t bytes[PASSKEY_USER_HANDLE_MAX_LEN + 1];
    static const uint8_t zero[PASSKEY_SHA256_LEN];
    struct passkey_descriptor allow[PASSKEY_DESCRIPTORS_MAX + 1];
    struct fixture *f = *state;
    struct passkey_authentication_request request;
    size_t i;

    memset(&request, 0, sizeof(request));
    request.user_handle = passkey_bytes_of(bytes, 64);
    assert_error(authentication(f, &request), PASSKEY_OK);
    assert_int_equal(f->ceremony.user_handle_len, 64);
    request.user_handle = passkey_bytes_of(bytes, 65);
    assert_error(authentication(f, &request), PASSKEY_ERR_POLICY_INVALID);
    request.user_handle = passkey_bytes_of(bytes, 0);
    request.appid = view_text("\xff");
    assert_error(authentication(f, &request), PASSKEY_ERR_POLICY_INVALID);
    request.appid = view_text("");
    request.extensions = view_text("[]");
    assert_error(authentication(f, &request), PASSKEY_ERR_POLICY_INVALID);
    request.extensions = view_text("{}x");
    assert_error(authentication(f, &request), PASSKEY_ERR_POLICY_INVALID);
    request.extensions = view_text("");
    memset(allow, 0, sizeof(allow));
    for (i = 0; i < COUNT_OF(allow); i++)
        allow[i].id = passkey_bytes_of(bytes, 1);
    request.allow = allow;
    request.num_allow = PASSKEY_DESCRIPTORS_MAX + 1;
    assert_error(authentication(f, &request), PASSKEY_ERR_POLICY_INVALID);
    request.num_allow = PASSKEY_DESCRIPTORS_MAX;
    assert_error(authentication(f, &request), PASSKEY_OK);
    assert_int_equal(f->ceremony.num_allowed, PASSKEY_DESCRIPTORS_MAX);
    assert_memory_equal(f->ceremony.appid_hash, zero, sizeof(zero));
    f->policy.num_algorithms = 0;
    assert_error(authentication(f, &request), PASSKEY_ERR_POLICY_INVALID);
}

/* The appid extension before, instead of, and without others. */
static void
appid_goes_in_front_of_other_extensions(void **state)
{
    static const struct {
        const char *appid, *others, *written;
    } cases[] = {
        { "", "", "\"allowCredentials\":[]}" },
        { "", "{\"a\":1}", "[],\"extensions\":{\"a\":1}}" },
        { "x", "", "[],\"extensions\":{\"appid\":\"x\"}}" },
        { "x", "{}", "[],\"extensions\":{\"appid\":\"x\"}}" },
        { "x", "{ }", "[],\"extensions\":{\"appid\":\"x\"}}" },
        { "x", "{\"a\":1}",
            "[],\"extensions\":{\"appid\":\"x\",\"a\":1}}" },
    };
    struct fixture *f = *state;
    struct passkey_authentication_request request;
    size_t i, len;

    memset(&request, 0, sizeof(request));
    for (i = 0; i < COUNT_OF(cases); i++) {
        request.appid = view_text(cases[i].appid);
        request.extensions = view_text(cases[i].others);
        assert_error(authentication(f, &request), PASSKEY_OK);
        len = strlen(cases[i].written);
        assert_true(f->len > len);
        assert_memory_equal(
            f->json + f->len - len, cases[i].written, len);
        assert_int_equal(
            f->ceremony.appid_requested, cases[i].appid[0] != '\0');
    }
}

static bool
has_text(const struct fixture *f, const char *text)
{
    return memmem(f->json, f->len, text, strlen(text)) != NULL;
}

static void
words_of_the_policy_are_written(void **state)
{
    static const char *const requirements[] = {
        [PASSKEY_PREFERRED] = "preferred",
        [PASSKEY_REQUIRED] = "required",
        [PASSKEY_DISCOURAGED] = "discouraged",
    };
    static const char *const conveyances[] = { "\"attestation\":\"none\"",
        "\"attestation\":\"indirect\"", "\"attestation\":\"direct\"",
        "\"attestation\":\"enterprise\"" };
    struct fixture *f = *state;
    struct passkey_registration_request request = registration_of_ann();
    char text[64];
    size_t i;

    for (i = 0; i < COUNT_OF(requirements); i++) {
        f->policy.resident_key = (enum passkey_requirement)i;
        f->policy.user_verification = (enum passkey_requirement)(2 - i);
        assert_error(registration(f, &request), PASSKEY_OK);
        snprintf(text, sizeof(text), "\"residentKey\":\"%s\"",
            requirements[i]);
        assert_true(has_text(f, text));
        snprintf(text, sizeof(text), "\"userVerification\":\"%s\"",
            requirements[2 - i]);
        assert_true(has_text(f, text));
        assert_int_equal(has_text(f, "\"requireResidentKey\":true"),
            i == PASSKEY_REQUIRED);
        assert_int_equal(f->ceremony.user_verification, 2 - i);
    }
    for (i = 0; i < COUNT_OF(conveyances); i++) {
        f->policy.attestation = (enum passkey_conveyance)i;
        f->policy.attachment = (enum passkey_attachment)(i % 3);
        request.conditional = i % 2 == 0;
        assert_error(registration(f, &request), PASSKEY_OK);
        assert_true(has_text(f, conveyances[i]));
        assert_int_equal(f->ceremony.attestation, i);
        assert_int_equal(f->ceremony.conditional, i % 2 == 0);
        assert_int_equal(
            has_text(f, "\"authenticatorAttachment\":\"platform\""),
            i % 3 == PASSKEY_ATTACHMENT_PLATFORM);
        assert_int_equal(
            has_text(f, "\"authenticatorAttachment\":\"cross-platform\""),
            i % 3 == PASSKEY_ATTACHMENT_CROSS_PLATFORM);
    }
}

static void
lists_of_the_policy_are_written(void **state)
{
    struct fixture *f = *state;
    struct passkey_registration_request request = registration_of_ann();
    struct passkey_descriptor descriptors[2];

    assert_error(registration(f, &request), PASSKEY_OK);
    assert_false(has_text(f, "hints") || has_text(f, "attestationFormats"));
    assert_false(has_text(f, "extensions"));
    f->policy.hints[0] = view_text("hybrid");
    f->policy.hints[1] = view_text("security-key");
    f->policy.num_hints = 2;
    f->policy.attestation_formats[0] = view_text("packed");
    f->policy.attestation_formats[1] = view_text("tpm");
    f->policy.num_attestation_formats = 2;
    memset(descriptors, 0, sizeof(descriptors));
    descriptors[0].id = descriptors[1].id = view_text("\1");
    descriptors[0].transports = view_text("usb,nfc");
    request.exclude = descriptors;
    request.num_exclude = 2;
    request.extensions = view_text("{\"credProps\":true}");
    assert_error(registration(f, &request), PASSKEY_OK);
    assert_true(has_text(f, ",\"hints\":[\"hybrid\",\"security-key\"],"));
    assert_true(
        has_text(f, ",\"attestationFormats\":[\"packed\",\"tpm\"],"));
    assert_true(has_text(f, ",\"extensions\":{\"credProps\":true}}"));
    assert_true(has_text(f,
        "\"excludeCredentials\":[{\"type\":\"public-key\",\"id\":\"AQ\","
        "\"transports\":[\"usb\",\"nfc\"]},{\"type\":\"public-key\","
        "\"id\":\"AQ\"}],"));
}

static bool
supports_eddsa(void *context, int32_t algorithm)
{
    (void)context;
    return algorithm == PASSKEY_ALG_EDDSA;
}

static void
without_a_backend_there_are_no_options(void **state)
{
    struct fixture *f = *state;
    struct passkey_registration_request request = registration_of_ann();
    struct passkey_authentication_request sign_in;
    struct passkey_descriptor allow = { view_text("\1"), view_text("") };
    const struct passkey_crypto *real = f->crypto;
    struct passkey_crypto crypto = *f->crypto;
    struct passkey_ceremony zero;
    unsigned call;

    memset(&zero, 0, sizeof(zero));
    memset(&sign_in, 0, sizeof(sign_in));
    sign_in.allow = &allow;
    sign_in.num_allow = 1;
    sign_in.appid = view_text("x");
    f->crypto = &crypto;
    crypto.random = failing_random;
    for (call = 0; call < 2; call++) {
        backend_fails_at(real, call);
        assert_error(registration(f, &request), PASSKEY_ERR_BACKEND);
        assert_memory_equal(&f->ceremony, &zero, sizeof(zero));
        backend_fails_at(real, call);
        assert_error(authentication(f, &sign_in), PASSKEY_ERR_BACKEND);
        assert_memory_equal(&f->ceremony, &zero, sizeof(zero));
    }
    crypto.random = real->random;
    crypto.digest = failing_digest;
    backend_fails_at(real, 0);
    assert_error(registration(f, &request), PASSKEY_ERR_BACKEND);
    for (call = 0; call < 3; call++) {
        backend_fails_at(real, call);
        assert_error(authentication(f, &sign_in), PASSKEY_ERR_BACKEND);
        assert_memory_equal(&f->ceremony, &zero, sizeof(zero));
    }
    backend_fails_at(real, 3);
    assert_error(authentication(f, &sign_in), PASSKEY_OK);
    f->crypto = real;
}

static void
only_what_can_be_verified_is_offered(void **state)
{
    struct fixture *f = *state;
    struct passkey_registration_request request = registration_of_ann();
    const struct passkey_crypto *real = f->crypto;
    struct passkey_crypto crypto = *f->crypto;
    struct passkey_ceremony zero;

    memset(&zero, 0, sizeof(zero));
    f->crypto = &crypto;
    crypto.supports = supports_eddsa;
    assert_error(registration(f, &request), PASSKEY_OK);
    assert_int_equal(f->ceremony.num_algorithms, 1);
    assert_int_equal(f->ceremony.algorithms[0], PASSKEY_ALG_EDDSA);
    assert_true(has_text(f,
        "\"pubKeyCredParams\":[{\"type\":\"public-key\",\"alg\":-8}],"));
    crypto.supports = supports_nothing;
    assert_error(registration(f, &request), PASSKEY_ERR_POLICY_INVALID);
    assert_memory_equal(&f->ceremony, &zero, sizeof(zero));
    f->crypto = real;
}

static void
every_smaller_buffer_is_an_error(void **state)
{
    struct fixture *f = *state;
    struct passkey_registration_request request = registration_of_ann();
    struct passkey_authentication_request sign_in;
    struct passkey_buffer buffer = { (uint8_t *)f->json, 0 };
    struct passkey_ceremony zero;
    size_t needed, len;

    memset(&zero, 0, sizeof(zero));
    memset(&sign_in, 0, sizeof(sign_in));
    assert_error(registration(f, &request), PASSKEY_OK);
    needed = f->len;
    for (buffer.cap = 0; buffer.cap < needed; buffer.cap++) {
        assert_error(passkey_registration_options(&f->policy, f->crypto,
                         &request, 1, buffer, &len, &f->ceremony),
            PASSKEY_ERR_NO_SPACE);
        assert_memory_equal(&f->ceremony, &zero, sizeof(zero));
    }
    assert_error(authentication(f, &sign_in), PASSKEY_OK);
    needed = f->len;
    for (buffer.cap = 0; buffer.cap < needed; buffer.cap++)
        assert_error(passkey_authentication_options(&f->policy, f->crypto,
                         &sign_in, 1, buffer, &len, &f->ceremony),
            PASSKEY_ERR_NO_SPACE);
}

static void
rs1_is_offered_only_where_it_is_tolerated(void **state)
{
    struct fixture *f = *state;
    struct passkey_registration_request request = registration_of_ann();

    f->policy.algorithms[0] = PASSKEY_ALG_RS1;
    f->policy.num_algorithms = 1;
    assert_error(registration(f, &request), PASSKEY_ERR_POLICY_INVALID);
    f->policy.algorithms[1] = PASSKEY_ALG_ES256;
    f->policy.num_algorithms = 2;
    assert_error(registration(f, &request), PASSKEY_OK);
    assert_int_equal(f->ceremony.num_algorithms, 1);
    assert_int_equal(f->ceremony.algorithms[0], PASSKEY_ALG_ES256);
    f->policy.tolerances = PASSKEY_TOLERATE_RS1;
    assert_error(registration(f, &request), PASSKEY_OK);
    assert_int_equal(f->ceremony.num_algorithms, 2);
}

/* The texts that take the most room for their length. */
struct worst {
    uint8_t name[1000], id[1023], rp_name[256], hint[512], transports[600];
    struct passkey_descriptor descriptors[PASSKEY_DESCRIPTORS_MAX];
    struct passkey_registration_request request;
    size_t room; /* as options.h has it */
};

static void
make_worst(struct fixture *f, struct worst *w, size_t id_len, const char *all)
{
    size_t i;

    memset(w, 0, sizeof(*w));
    memset(w->name, 1, sizeof(w->name));
    memset(w->rp_name, '"', sizeof(w->rp_name));
    memset(w->hint, '"', sizeof(w->hint));
    strcpy((char *)w->transports, all);
    f->policy.rp_name = passkey_bytes_of(w->rp_name, sizeof(w->rp_name));
    f->policy.num_hints = PASSKEY_HINTS_MAX;
    f->policy.num_attestation_formats = PASSKEY_FORMATS_MAX;
    for (i = 0; i < PASSKEY_HINTS_MAX; i++)
        f->policy.hints[i] = passkey_bytes_of(w->hint, sizeof(w->hint));
    for (i = 0; i < PASSKEY_FORMATS_MAX; i++)
        f->policy.attestation_formats[i] = f->policy.hints[0];
    for (i = 0; i < PASSKEY_DESCRIPTORS_MAX; i++) {
        w->descriptors[i].id = passkey_bytes_of(w->id, id_len);
        w->descriptors[i].transports = view_text((char *)w->transports);
    }
    w->request.user_handle = passkey_bytes_of(w->id, 64);
    w->request.user_name = passkey_bytes_of(w->name, sizeof(w->name));
    w->request.display_name = w->request.user_name;
    w->request.exclude = w->descriptors;
    w->request.num_exclude = PASSKEY_DESCRIPTORS_MAX;
    w->room = 2048 + 2 * (6 + sizeof(w->rp_name) + 64) +
              2 * (PASSKEY_HINTS_MAX + PASSKEY_FORMATS_MAX) * sizeof(w->hint) +
              6 * 2 * sizeof(w->name) +
              PASSKEY_DESCRIPTORS_MAX *
                  (64 + 2 * id_len + 6 * w->descriptors[0].transports.len);
}

static void
the_promised_room_is_enough(void **state)
{
    static const char *const transports[] = {"", "usb", "a,b,c,d",
        ",,,,,,,,,,", "\1\1\1\1", "internal,hybrid,smart-card,nfc,ble"};
    static uint8_t memory[600000];
    static struct worst w;
    static const size_t lens[] = {1, 2, 3, 16, 1023};
    struct passkey_authentication_request sign_in = {0};
    struct fixture *f = *state;
    struct passkey_buffer json = {memory, 0};
    size_t i, k, len;

    for (k = 0; k < COUNT_OF(transports); k++) {
        for (i = 0; i < COUNT_OF(lens); i++) {
            make_worst(f, &w, lens[i], transports[k]);
            json.cap = w.room;
            assert_true(json.cap <= sizeof(memory));
            assert_error(passkey_registration_options(&f->policy, f->crypto,
                             &w.request, 1, json, &len, &f->ceremony),
                PASSKEY_OK);
            sign_in.allow = w.descriptors;
            sign_in.num_allow = PASSKEY_DESCRIPTORS_MAX;
            json.cap -= 6 * 2 * sizeof(w.name);
            assert_error(passkey_authentication_options(&f->policy, f->crypto,
                             &sign_in, 1, json, &len, &f->ceremony),
                PASSKEY_OK);
        }
    }
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
        TEST(limits_of_a_registration),
        TEST(transports_become_an_array),
        TEST(limits_of_an_authentication),
        TEST(appid_goes_in_front_of_other_extensions),
        TEST(words_of_the_policy_are_written),
        TEST(lists_of_the_policy_are_written),
        TEST(without_a_backend_there_are_no_options),
        TEST(only_what_can_be_verified_is_offered),
        TEST(every_smaller_buffer_is_an_error),
        TEST(rs1_is_offered_only_where_it_is_tolerated),
        TEST(the_promised_room_is_enough),
    };

    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
