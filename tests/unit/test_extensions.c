/* SPDX-License-Identifier: Apache-2.0 */
/* Extension inputs as JSON, and outputs as values. */
#include "unit.h"

#include <passkey/extensions.h>

#include <string.h>

static struct passkey_bytes
text_of(const char *text)
{
    return passkey_bytes_of(text, strlen(text));
}

static char written[4096];

static const char *
creation(const struct passkey_registration_extensions *e)
{
    struct passkey_buffer out = {(uint8_t *)written, sizeof(written) - 1};
    size_t len;

    if (passkey_registration_extensions_write(e, out, &len) != PASSKEY_OK)
        return "refused";
    written[len] = '\0';
    return written;
}

static const char *
request(const struct passkey_authentication_extensions *e)
{
    struct passkey_buffer out = {(uint8_t *)written, sizeof(written) - 1};
    size_t len;

    if (passkey_authentication_extensions_write(e, out, &len) != PASSKEY_OK)
        return "refused";
    written[len] = '\0';
    return written;
}

#define CREATION(...)                                                          \
    creation(&(struct passkey_registration_extensions){__VA_ARGS__})
#define REQUEST(...)                                                           \
    request(&(struct passkey_authentication_extensions){__VA_ARGS__})

static void
writes_what_a_registration_asks_for(void **state)
{
    (void)state;
    assert_string_equal(CREATION(.prf = false), "{}");
    assert_string_equal(CREATION(.cred_props = true), "{\"credProps\":true}");
    assert_string_equal(CREATION(.appid_exclude = text_of("https://a/\"b")),
        "{\"appidExclude\":\"https://a/\\\"b\"}");
    assert_string_equal(CREATION(.protection = PASSKEY_PROTECTION_OPTIONAL),
        "{\"credentialProtectionPolicy\":\"userVerificationOptional\"}");
    assert_string_equal(CREATION(.protection = PASSKEY_PROTECTION_WITH_LIST),
        "{\"credentialProtectionPolicy\":"
        "\"userVerificationOptionalWithCredentialIDList\"}");
    assert_string_equal(CREATION(.protection = PASSKEY_PROTECTION_REQUIRED,
                            .enforce_protection = true),
        "{\"credentialProtectionPolicy\":\"userVerificationRequired\","
        "\"enforceCredentialProtectionPolicy\":true}");
    assert_string_equal(
        CREATION(.min_pin_length = true, .cred_blob = text_of("abc")),
        "{\"minPinLength\":true,\"credBlob\":\"YWJj\"}");
    assert_string_equal(CREATION(.large_blob = PASSKEY_LARGE_BLOB_PREFERRED),
        "{\"largeBlob\":{\"support\":\"preferred\"}}");
    assert_string_equal(CREATION(.large_blob = PASSKEY_LARGE_BLOB_REQUIRED),
        "{\"largeBlob\":{\"support\":\"required\"}}");
    assert_string_equal(CREATION(.prf = true), "{\"prf\":{}}");
    assert_string_equal(
        CREATION(.payment = true), "{\"payment\":{\"isPayment\":true}}");
    assert_string_equal(CREATION(.prf = true, .eval = {text_of("abc")}),
        "{\"prf\":{\"eval\":{\"first\":\"YWJj\"}}}");
    assert_string_equal(
        CREATION(.prf = true, .eval = {text_of("1"), text_of("2")}),
        "{\"prf\":{\"eval\":{\"first\":\"MQ\",\"second\":\"Mg\"}}}");
    assert_string_equal(
        CREATION(.appid_exclude = text_of("a"), .cred_blob = text_of("1")),
        "{\"appidExclude\":\"a\",\"credBlob\":\"MQ\"}");
    assert_string_equal(CREATION(.prf = true, .hmac_create_secret = true,
                            .eval = {text_of("abc"), text_of("def")}),
        "{\"prf\":{\"eval\":{\"first\":\"YWJj\",\"second\":\"ZGVm\"}},"
        "\"hmacCreateSecret\":true}");
}

static void
refuses_registrations_that_make_no_sense(void **state)
{
    (void)state;
    assert_string_equal(CREATION(.enforce_protection = true), "refused");
    assert_string_equal(
        CREATION(.protection = (enum passkey_protection)4), "refused");
    assert_string_equal(
        CREATION(.large_blob = (enum passkey_large_blob)3), "refused");
    assert_string_equal(CREATION(.eval = {text_of("abc")}), "refused");
    assert_string_equal(
        CREATION(.prf = true, .eval = {{NULL, 0}, text_of("a")}), "refused");
    assert_string_equal(CREATION(.appid_exclude = text_of("\xff")), "refused");
}

static void
writes_what_an_authentication_asks_for(void **state)
{
    const struct passkey_prf_of_credential two[] = {
        {text_of("abc"), {text_of("1"), {NULL, 0}}},
        {text_of("def"), {text_of("2"), text_of("3")}},
    };
    const char *salt = "0123456789abcdef0123456789abcdef";

    (void)state;
    assert_string_equal(REQUEST(.read_large_blob = false), "{}");
    assert_string_equal(
        REQUEST(.get_cred_blob = true), "{\"getCredBlob\":true}");
    assert_string_equal(
        REQUEST(.read_large_blob = true), "{\"largeBlob\":{\"read\":true}}");
    assert_string_equal(REQUEST(.write_large_blob = text_of("abc")),
        "{\"largeBlob\":{\"write\":\"YWJj\"}}");
    assert_string_equal(REQUEST(.eval = {text_of("abc")}),
        "{\"prf\":{\"eval\":{\"first\":\"YWJj\"}}}");
    assert_string_equal(REQUEST(.write_large_blob = text_of("1")),
        "{\"largeBlob\":{\"write\":\"MQ\"}}");
    assert_string_equal(REQUEST(.eval = {text_of("1")}),
        "{\"prf\":{\"eval\":{\"first\":\"MQ\"}}}");
    assert_string_equal(REQUEST(.eval = {text_of("abc")},
                            .eval_by_credential = two,
                            .num_eval_by_credential = 2),
        "{\"prf\":{\"eval\":{\"first\":\"YWJj\"},\"evalByCredential\":{"
        "\"YWJj\":{\"first\":\"MQ\"},"
        "\"ZGVm\":{\"first\":\"Mg\",\"second\":\"Mw\"}}}}");
    assert_string_equal(
        REQUEST(.eval_by_credential = two, .num_eval_by_credential = 1),
        "{\"prf\":{\"evalByCredential\":{\"YWJj\":{\"first\":\"MQ\"}}}}");
    assert_string_equal(
        REQUEST(.hmac_get_secret = {text_of(salt), text_of(salt)}),
        "{\"hmacGetSecret\":{"
        "\"salt1\":\"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY\","
        "\"salt2\":\"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY\"}}");
}

static void
refuses_authentications_that_make_no_sense(void **state)
{
    const struct passkey_prf_of_credential nobody = {
        {NULL, 0}, {text_of("1"), {NULL, 0}}};
    const struct passkey_prf_of_credential nothing = {
        text_of("abc"), {{NULL, 0}, {NULL, 0}}};

    (void)state;
    assert_string_equal(REQUEST(.read_large_blob = true,
                            .write_large_blob = text_of("x")),
        "refused");
    assert_string_equal(REQUEST(.eval = {{NULL, 0}, text_of("a")}), "refused");
    assert_string_equal(
        REQUEST(.hmac_get_secret = {text_of("short")}), "refused");
    assert_string_equal(
        REQUEST(.hmac_get_secret = {text_of("0123456789abcdef"
                                            "0123456789abcdef"),
                    text_of("short")}),
        "refused");
    assert_string_equal(
        REQUEST(.eval_by_credential = &nobody, .num_eval_by_credential = 1),
        "refused");
    assert_string_equal(
        REQUEST(.eval_by_credential = &nothing, .num_eval_by_credential = 1),
        "refused");
    assert_string_equal(
        REQUEST(.hmac_get_secret = {{NULL, 0}, text_of("0123456789abcdef"
                                                       "0123456789abcdef")}),
        "refused");
}

static void
takes_inputs_of_64_credentials(void **state)
{
    struct passkey_prf_of_credential many[PASSKEY_DESCRIPTORS_MAX + 1];
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(many); i++)
        many[i] = (struct passkey_prf_of_credential){
            text_of("abc"), {text_of("1"), {NULL, 0}}};
    assert_non_null(strstr(
        REQUEST(.eval_by_credential = many,
            .num_eval_by_credential = PASSKEY_DESCRIPTORS_MAX),
        "\"YWJj\""));
    assert_string_equal(
        REQUEST(.eval_by_credential = many,
            .num_eval_by_credential = PASSKEY_DESCRIPTORS_MAX + 1),
        "refused");
}

static void
writes_nothing_of_what_it_refuses(void **state)
{
    const struct passkey_registration_extensions creation_of_nothing = {
        .enforce_protection = true};
    const struct passkey_authentication_extensions request_of_nothing = {
        .eval = {{NULL, 0}, text_of("a")}};
    struct passkey_buffer out = {(uint8_t *)written, sizeof(written)};
    size_t len = 7;

    (void)state;
    assert_error(passkey_registration_extensions_write(
                     &creation_of_nothing, out, &len),
        PASSKEY_ERR_POLICY_INVALID);
    assert_int_equal(len, 0);
    len = 7;
    assert_error(passkey_authentication_extensions_write(
                     &request_of_nothing, out, &len),
        PASSKEY_ERR_POLICY_INVALID);
    assert_int_equal(len, 0);
}

/* A buffer of every size up to the right one. */
static void
never_writes_beyond_its_buffer(void **state)
{
    const struct passkey_registration_extensions e = {
        .cred_props = true, .prf = true, .cred_blob = text_of("abc")};
    const char *all = "{\"credProps\":true,\"credBlob\":\"YWJj\",\"prf\":{}}";
    uint8_t memory[64];
    size_t cap, len;

    (void)state;
    for (cap = 0; cap <= strlen(all); cap++) {
        struct passkey_buffer out = {memory, cap};

        memset(memory, '~', sizeof(memory));
        assert_int_equal(passkey_registration_extensions_write(&e, out, &len),
            cap < strlen(all) ? PASSKEY_ERR_NO_SPACE : PASSKEY_OK);
        assert_int_equal(memory[cap], '~');
    }
    assert_memory_equal(memory, all, strlen(all));
}

static uint8_t scratch[256];
static struct passkey_extension_outputs outputs;

static enum passkey_error
read_outputs(const char *client, const void *authenticator, size_t len)
{
    struct passkey_buffer buffer = {scratch, sizeof(scratch)};

    return passkey_extension_outputs_read(text_of(client),
        passkey_bytes_of(authenticator, len), buffer, &outputs);
}

static void
reads_what_clients_say(void **state)
{
    (void)state;
    assert_int_equal(
        read_outputs("{\"credProps\":{\"rk\":true},\"appid\":false,"
                     "\"appidExclude\":true,\"unknown\":[1,{}],"
                     "\"largeBlob\":{\"supported\":true},"
                     "\"prf\":{\"enabled\":true,\"results\":{\"first\":\"AA\"}},"
                     "\"hmacCreateSecret\":true}",
            NULL, 0),
        PASSKEY_OK);
    assert_int_equal(outputs.discoverable, PASSKEY_FLAG_TRUE);
    assert_int_equal(outputs.appid, PASSKEY_FLAG_FALSE);
    assert_int_equal(outputs.appid_exclude, PASSKEY_FLAG_TRUE);
    assert_int_equal(outputs.large_blob_supported, PASSKEY_FLAG_TRUE);
    assert_int_equal(outputs.large_blob_written, PASSKEY_FLAG_UNKNOWN);
    assert_int_equal(outputs.prf_enabled, PASSKEY_FLAG_TRUE);
    assert_true(outputs.prf_results);
    assert_int_equal(outputs.hmac_secret_created, PASSKEY_FLAG_TRUE);
    assert_int_equal(
        read_outputs("{\"largeBlob\":{\"blob\":\"YWJj\",\"written\":false},"
                     "\"prf\":{\"enabled\":false}}",
            NULL, 0),
        PASSKEY_OK);
    assert_int_equal(outputs.large_blob.len, 3);
    assert_memory_equal(outputs.large_blob.data, "abc", 3);
    assert_int_equal(outputs.large_blob_written, PASSKEY_FLAG_FALSE);
    assert_int_equal(outputs.prf_enabled, PASSKEY_FLAG_FALSE);
    assert_false(outputs.prf_results);
}

/* Wrong types are as good as nothing; wrong texts are wrong. */
static void
takes_nothing_else_for_an_output(void **state)
{
    static const struct passkey_extension_outputs none;
    static const char *const texts[] = {"", "{}", "{\"credProps\":true}",
        "{\"credProps\":{\"rk\":1}}", "{\"credProps\":{}}",
        "{\"appid\":\"true\"}", "{\"appid\":1}", "{\"appidExclude\":null}",
        "{\"largeBlob\":true}", "{\"largeBlob\":{\"supported\":\"yes\"}}",
        "{\"largeBlob\":{\"blob\":7}}", "{\"largeBlob\":{\"blob\":\"YW==\"}}",
        "{\"prf\":true}", "{\"prf\":{\"enabled\":\"true\"}}",
        "{\"hmacCreateSecret\":{}}"};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_int_equal(read_outputs(texts[i], NULL, 0), PASSKEY_OK);
        assert_memory_equal(&outputs, &none, sizeof(none));
    }
    assert_int_equal(read_outputs("[]", NULL, 0), PASSKEY_ERR_JSON_MALFORMED);
    assert_int_equal(read_outputs("{", NULL, 0), PASSKEY_ERR_JSON_MALFORMED);
    assert_int_equal(read_outputs("{\"prf\":{},\"prf\":{}}", NULL, 0),
        PASSKEY_ERR_MEMBER_TWICE);
    assert_int_equal(
        passkey_extension_outputs_read(
            text_of("{\"appid\":true,\"largeBlob\":{\"blob\":\"YWJj\"}}"),
            passkey_bytes_of(NULL, 0), (struct passkey_buffer){scratch, 3},
            &outputs),
        PASSKEY_ERR_NO_SPACE);
    assert_memory_equal(&outputs, &none, sizeof(none));
    assert_int_equal(
        passkey_extension_outputs_read(
            text_of("{\"largeBlob\":{\"blob\":\"YWJj\"}}"),
            passkey_bytes_of(NULL, 0), (struct passkey_buffer){scratch, 4},
            &outputs),
        PASSKEY_OK);
}

static void
reads_what_authenticators_say(void **state)
{
    /* {"uvm":[[2,4,2]],"credBlob":true,"credProtect":2,"hmac-secret":true,
       "minPinLength":6} in the order of CTAP2 */
    static const uint8_t created[] = "\xa5\x63uvm\x81\x83\x02\x04\x02"
                                     "\x68"
                                     "credBlob\xf5"
                                     "\x6b"
                                     "credProtect\x02"
                                     "\x6bhmac-secret\xf5"
                                     "\x6cminPinLength\x06";
    static const uint8_t used[] = "\xa1\x68"
                                  "credBlob\x43"
                                  "abc";

    (void)state;
    assert_int_equal(
        read_outputs("", created, sizeof(created) - 1), PASSKEY_OK);
    assert_int_equal(outputs.num_uvm, 1);
    assert_int_equal(outputs.uvm[0].method, 2);
    assert_int_equal(outputs.uvm[0].key_protection, 4);
    assert_int_equal(outputs.uvm[0].matcher_protection, 2);
    assert_int_equal(outputs.cred_blob_stored, PASSKEY_FLAG_TRUE);
    assert_int_equal(outputs.cred_blob.len, 0);
    assert_int_equal(outputs.protection, PASSKEY_PROTECTION_WITH_LIST);
    assert_int_equal(outputs.hmac_secret, PASSKEY_FLAG_TRUE);
    assert_int_equal(outputs.min_pin_length, 6);
    assert_int_equal(read_outputs("", used, sizeof(used) - 1), PASSKEY_OK);
    assert_int_equal(outputs.cred_blob.len, 3);
    assert_memory_equal(outputs.cred_blob.data, "abc", 3);
    assert_int_equal(outputs.cred_blob_stored, PASSKEY_FLAG_UNKNOWN);
}

static void
reads_numbers_up_to_their_limits(void **state)
{
    static const uint8_t small[] = "\xa2\x63uvm\x83\x83\0\0\0"
                                   "\x83\1\2\3\x83\4\5\6"
                                   "\x6bhmac-secret\xf4";
    static const uint8_t large[] =
        "\xa3\x63uvm\x81\x83\x1a\xff\xff\xff\xff"
        "\x19\xff\xff\x19\xff\xff\x6b"
        "credProtect\x03\x6cminPinLength\x1a\xff\xff\xff\xff";

    (void)state;
    assert_int_equal(read_outputs("", small, sizeof(small) - 1), PASSKEY_OK);
    assert_int_equal(outputs.num_uvm, 3);
    assert_int_equal(outputs.uvm[0].method, 0);
    assert_int_equal(outputs.uvm[2].matcher_protection, 6);
    assert_int_equal(outputs.hmac_secret, PASSKEY_FLAG_FALSE);
    assert_int_equal(read_outputs("", large, sizeof(large) - 1), PASSKEY_OK);
    assert_int_equal(outputs.num_uvm, 1);
    assert_int_equal(outputs.uvm[0].method, UINT32_MAX);
    assert_int_equal(outputs.uvm[0].key_protection, UINT16_MAX);
    assert_int_equal(outputs.uvm[0].matcher_protection, UINT16_MAX);
    assert_int_equal(outputs.protection, PASSKEY_PROTECTION_REQUIRED);
    assert_int_equal(outputs.min_pin_length, UINT32_MAX);
}

static void
takes_no_other_cbor_for_an_output(void **state)
{
    static const struct passkey_extension_outputs none;
    static const struct {
        const char *octets;
        size_t len;
    } empty[] = {
        {"\xa1\x6b"
         "credProtect\x04",
            14},
        {"\xa1\x6b"
         "credProtect\x20",
            14},
        {"\xa1\x6b"
         "credProtect\xf5",
            14},
        {"\xa1\x6bhmac-secret\x01", 14},
        {"\xa1\x6cminPinLength\x20", 15},
        {"\xa1\x63uvm\x81\x82\x01\x02", 9},
        {"\xa1\x63uvm\x81\x84\x01\x02\x03\x04", 11},
        {"\xa1\x63uvm\x81\x83\x01\x20\x03", 10},
        {"\xa1\x63uvm\x84\x80\x80\x80\x80", 10},
        {"\xa1\x63uvm\x84\x83\0\0\0\x83\0\0\0\x83\0\0\0\x83\0\0\0", 22},
        {"\xa1\x63uvm\x81\x83\x20\0\0", 10},
        {"\xa1\x63uvm\x81\x83\0\x20\0", 10},
        {"\xa1\x63uvm\x81\x83\0\0\x20", 10},
        {"\xa1\x63uvm\x81\x83\x1b\0\0\0\1\0\0\0\0\0\0", 18},
        {"\xa1\x63uvm\x81\x83\0\x1a\0\1\0\0\0", 14},
        {"\xa1\x63uvm\x81\x83\0\0\x1a\0\1\0\0", 14},
        {"\xa1\x63uvm\x81\x83\0\0\xf5", 10},
        {"\xa1\x63uvm\x03", 6},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(empty) / sizeof(empty[0]); i++) {
        assert_int_equal(
            read_outputs("", empty[i].octets, empty[i].len), PASSKEY_OK);
        assert_int_equal(outputs.protection, none.protection);
        assert_int_equal(outputs.hmac_secret, none.hmac_secret);
        assert_int_equal(outputs.min_pin_length, 0);
        assert_int_equal(outputs.num_uvm, 0);
    }
    assert_int_equal(read_outputs("{\"appid\":true}", "\x80", 1),
        PASSKEY_ERR_EXTENSIONS_MALFORMED);
    assert_memory_equal(&outputs, &none, sizeof(none));
    assert_int_equal(
        read_outputs("", "\xa0\x00", 2), PASSKEY_ERR_EXTENSIONS_MALFORMED);
    assert_int_equal(
        read_outputs("", "\xa1\x01\x01", 3), PASSKEY_ERR_EXTENSIONS_MALFORMED);
    assert_int_equal(
        read_outputs("", "\xa1\x61"
                         "a",
            3),
        PASSKEY_ERR_EXTENSIONS_MALFORMED);
}

static void
checks_what_is_demanded(void **state)
{
    const struct passkey_extension_outputs full = {
        .discoverable = PASSKEY_FLAG_TRUE,
        .large_blob_supported = PASSKEY_FLAG_TRUE,
        .prf_enabled = PASSKEY_FLAG_TRUE,
        .protection = PASSKEY_PROTECTION_WITH_LIST,
        .min_pin_length = 6,
    };
    const struct passkey_extension_outputs none = {.num_uvm = 0};
    static const struct passkey_extension_demands good[] = {
        {.discoverable = false},
        {.protection = PASSKEY_PROTECTION_WITH_LIST, .min_pin_length = 6,
            .discoverable = true, .large_blob = true, .prf = true},
    };
    static const struct passkey_extension_demands bad[] = {
        {.protection = PASSKEY_PROTECTION_OPTIONAL},
        {.min_pin_length = 1},
        {.discoverable = true},
        {.large_blob = true},
        {.prf = true},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_int_equal(
            passkey_extension_outputs_check(&full, &good[i]), PASSKEY_OK);
    assert_int_equal(
        passkey_extension_outputs_check(&none, &good[0]), PASSKEY_OK);
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(passkey_extension_outputs_check(&none, &bad[i]),
            PASSKEY_ERR_EXTENSION_NOT_ACCEPTED);
    assert_int_equal(passkey_extension_outputs_check(&full,
                         &(struct passkey_extension_demands){
                             .protection = PASSKEY_PROTECTION_REQUIRED}),
        PASSKEY_ERR_EXTENSION_NOT_ACCEPTED);
    assert_int_equal(
        passkey_extension_outputs_check(&full,
            &(struct passkey_extension_demands){.min_pin_length = 7}),
        PASSKEY_ERR_EXTENSION_NOT_ACCEPTED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_what_a_registration_asks_for),
        cmocka_unit_test(refuses_registrations_that_make_no_sense),
        cmocka_unit_test(writes_what_an_authentication_asks_for),
        cmocka_unit_test(refuses_authentications_that_make_no_sense),
        cmocka_unit_test(takes_inputs_of_64_credentials),
        cmocka_unit_test(writes_nothing_of_what_it_refuses),
        cmocka_unit_test(never_writes_beyond_its_buffer),
        cmocka_unit_test(reads_what_clients_say),
        cmocka_unit_test(takes_nothing_else_for_an_output),
        cmocka_unit_test(reads_what_authenticators_say),
        cmocka_unit_test(reads_numbers_up_to_their_limits),
        cmocka_unit_test(takes_no_other_cbor_for_an_output),
        cmocka_unit_test(checks_what_is_demanded),
    };

    return cmocka_run_group_tests_name("extensions", tests, NULL, NULL);
}
