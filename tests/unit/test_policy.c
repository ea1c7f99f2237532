/* SPDX-License-Identifier: Apache-2.0 */
/* Which policies can be used: every member at and beyond its limits. */
#include "unit.h"

static char long_text[1024];
static struct passkey_bytes texts[16];

static struct passkey_policy
example(void)
{
    struct passkey_policy policy;

    memset(long_text, 'x', sizeof(long_text));
    texts[0] = view_text("https://example.org");
    passkey_policy_init(&policy);
    policy.rp_id = view_text("example.org");
    policy.rp_name = view_text("Example");
    policy.origins = texts;
    policy.num_origins = 1;
    return policy;
}

#define assert_good(policy)                                                    \
    assert_error(passkey_policy_check(policy), PASSKEY_OK)
#define assert_bad(policy)                                                     \
    assert_error(passkey_policy_check(policy), PASSKEY_ERR_POLICY_INVALID)

static void
defaults_are_the_safe_ones(void **state)
{
    struct passkey_policy policy = example();

    (void)state;
    assert_good(&policy);
    assert_int_equal(policy.user_verification, PASSKEY_REQUIRED);
    assert_int_equal(policy.resident_key, PASSKEY_REQUIRED);
    assert_int_equal(policy.num_algorithms, 3);
    assert_int_equal(policy.algorithms[0], PASSKEY_ALG_EDDSA);
    assert_int_equal(policy.algorithms[1], PASSKEY_ALG_ES256);
    assert_int_equal(policy.algorithms[2], PASSKEY_ALG_RS256);
    assert_true(policy.allow_no_attestation && policy.allow_self_attestation);
    assert_true(policy.require_trusted && policy.check_backup_eligibility);
    assert_true(policy.reject_sign_count);
    assert_int_equal(policy.timeout_ms, 300000);
    assert_int_equal(policy.tolerances, 0);
    assert_int_equal(policy.attestation, PASSKEY_CONVEYANCE_NONE);
}

/* One text member after the other: empty, too long, not plain. */
static void
texts_are_plain_and_of_bounded_length(void **state)
{
    static const char *const bad[] = { "", "a\x1f", "\x1f\x61", "\xff",
        "a\x7f" };
    struct passkey_policy policy = example();
    struct {
        struct passkey_bytes *text;
        size_t max_len;
    } members[] = { { &policy.rp_id, 253 }, { &policy.rp_name, 256 },
        { &texts[0], 512 }, { &texts[1], 512 }, { &texts[2], 512 },
        { &policy.hints[0], 512 }, { &policy.attestation_formats[0], 512 } };
    size_t i, j;

    (void)state;
    texts[1] = texts[2] = view_text("https://top.example");
    policy.num_origins = 2;
    policy.top_origins = &texts[2];
    policy.num_top_origins = 1;
    policy.hints[0] = policy.attestation_formats[0] = view_text("x");
    policy.num_hints = policy.num_attestation_formats = 1;
    assert_good(&policy);
    for (i = 0; i < COUNT_OF(members); i++) {
        struct passkey_bytes good = *members[i].text;

        for (j = 0; j < COUNT_OF(bad); j++) {
            *members[i].text = view_text(bad[j]);
            assert_bad(&policy);
        }
        *members[i].text = view_text(" ~");
        assert_good(&policy);
        *members[i].text = passkey_bytes_of(long_text, members[i].max_len);
        assert_good(&policy);
        *members[i].text =
            passkey_bytes_of(long_text, members[i].max_len + 1);
        assert_bad(&policy);
        *members[i].text = good;
    }
    policy.num_origins = 0;
    assert_bad(&policy);
}

static void
algorithms_are_known_and_not_twice(void **state)
{
    static const int32_t all[] = { PASSKEY_ALG_ES256, PASSKEY_ALG_EDDSA,
        PASSKEY_ALG_ESP256, PASSKEY_ALG_ED25519, PASSKEY_ALG_ES384,
        PASSKEY_ALG_ES512, PASSKEY_ALG_PS256, PASSKEY_ALG_PS384,
        PASSKEY_ALG_PS512, PASSKEY_ALG_ES256K, PASSKEY_ALG_ML_DSA_44,
        PASSKEY_ALG_ML_DSA_65, PASSKEY_ALG_ML_DSA_87, PASSKEY_ALG_ESP384,
        PASSKEY_ALG_ESP512, PASSKEY_ALG_ED448, PASSKEY_ALG_RS256,
        PASSKEY_ALG_RS384, PASSKEY_ALG_RS512, PASSKEY_ALG_RS1 };
    struct passkey_policy policy = example();
    size_t i;

    (void)state;
    memcpy(policy.algorithms, all, sizeof(all));
    policy.num_algorithms = COUNT_OF(all);
    assert_good(&policy);
    for (i = 1; i < COUNT_OF(all); i++) {
        policy.algorithms[i] = policy.algorithms[i - 1];
        assert_bad(&policy);
        policy.algorithms[i] = -5;
        assert_bad(&policy);
        policy.algorithms[i] = all[i];
    }
    policy.algorithms[0] = -5;
    assert_bad(&policy);
    policy.num_algorithms = 0;
    assert_bad(&policy);
    policy.num_algorithms = PASSKEY_ALGORITHMS_MAX + 1;
    assert_bad(&policy);
}

static void
numbers_are_in_range(void **state)
{
    struct passkey_policy policy = example();
    size_t i;

    (void)state;
    policy.timeout_ms = 30000;
    assert_good(&policy);
    policy.timeout_ms = 29999;
    assert_bad(&policy);
    policy.timeout_ms = 600000;
    assert_good(&policy);
    policy.timeout_ms = 600001;
    assert_bad(&policy);
    policy = example();
    for (i = 0; i < PASSKEY_HINTS_MAX; i++)
        policy.hints[i] = view_text("hybrid");
    policy.num_hints = PASSKEY_HINTS_MAX;
    assert_good(&policy);
    policy.num_hints = PASSKEY_HINTS_MAX + 1;
    assert_bad(&policy);
    policy = example();
    for (i = 0; i < PASSKEY_FORMATS_MAX; i++)
        policy.attestation_formats[i] = view_text("packed");
    policy.num_attestation_formats = PASSKEY_FORMATS_MAX;
    assert_good(&policy);
    policy.num_attestation_formats = PASSKEY_FORMATS_MAX + 1;
    assert_bad(&policy);
}

/* An enum holds whatever was written into it. */
static void
choices_are_among_those_there_are(void **state)
{
    struct passkey_policy policy;

    (void)state;
#define ASSERT_LAST(member, last)                                              \
    do {                                                                       \
        policy = example();                                                    \
        policy.attestation = PASSKEY_CONVEYANCE_DIRECT;                        \
        policy.member = last;                                                  \
        assert_good(&policy);                                                  \
        policy.member += 1;                                                    \
        assert_bad(&policy);                                                   \
        memset(&policy.member, 0xff, sizeof(policy.member));                   \
        assert_bad(&policy);                                                   \
    } while (0)
    ASSERT_LAST(user_verification, PASSKEY_DISCOURAGED);
    ASSERT_LAST(resident_key, PASSKEY_DISCOURAGED);
    ASSERT_LAST(attachment, PASSKEY_ATTACHMENT_CROSS_PLATFORM);
    ASSERT_LAST(attestation, PASSKEY_CONVEYANCE_ENTERPRISE);
    ASSERT_LAST(compound, PASSKEY_COMPOUND_ANY);
    ASSERT_LAST(backup, PASSKEY_BACKUP_REQUIRE_BACKED_UP);
    ASSERT_LAST(models.minimum, PASSKEY_CERTIFICATION_L3_PLUS);
#undef ASSERT_LAST
}

/* Who does not ask for attestation cannot choose among models. */
static void
models_want_attestation(void **state)
{
    static const uint8_t models[1][PASSKEY_MODEL_AAGUID_LEN];
    struct passkey_policy policy = example();

    (void)state;
    policy.models.denied = models;
    policy.models.num_denied = 1;
    assert_bad(&policy);
    policy.attestation = PASSKEY_CONVEYANCE_DIRECT;
    assert_good(&policy);
    policy = example();
    policy.models.allowed = models;
    policy.models.num_allowed = 1;
    assert_bad(&policy);
    policy.attestation = PASSKEY_CONVEYANCE_DIRECT;
    assert_good(&policy);
}

static void
algorithms_have_the_numbers_of_cose(void **state)
{
    static const struct {
        int32_t id;
        const char *name;
        enum passkey_key_kind kind;
        size_t key_len;
    } known[] = {
        { -7, "ES256", PASSKEY_KEY_EC, 32 },
        { -8, "EdDSA", PASSKEY_KEY_EDWARDS, 32 },
        { -53, "Ed448", PASSKEY_KEY_EDWARDS, 57 },
        { -36, "ES512", PASSKEY_KEY_EC, 66 },
        { -257, "RS256", PASSKEY_KEY_RSA, 0 },
        { -48, "ML-DSA-44", PASSKEY_KEY_ML_DSA, 1312 },
        { -49, "ML-DSA-65", PASSKEY_KEY_ML_DSA, 1952 },
        { -50, "ML-DSA-87", PASSKEY_KEY_ML_DSA, 2592 },
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(known); i++) {
        const struct passkey_algorithm *found =
            passkey_algorithm_find(known[i].id);

        assert_non_null(found);
        assert_string_equal(found->name, known[i].name);
        assert_int_equal(found->kind, known[i].kind);
        assert_int_equal(found->key_len, known[i].key_len);
    }
    assert_null(passkey_algorithm_find(-1));
    assert_null(passkey_algorithm_find(INT64_MIN));
    assert_null(passkey_algorithm_find(-7 + ((int64_t)1 << 32)));
    assert_int_equal(passkey_hash_len(PASSKEY_HASH_NONE), 0);
    assert_int_equal(passkey_hash_len(PASSKEY_HASH_SHA1), 20);
    assert_int_equal(passkey_hash_len(PASSKEY_HASH_SHA256), 32);
    assert_int_equal(passkey_hash_len(PASSKEY_HASH_SHA384), 48);
    assert_int_equal(passkey_hash_len(PASSKEY_HASH_SHA512), 64);
}

static void
every_error_says_what_it_is(void **state)
{
#define ENTRY(number, name, anchor, text)                                      \
    assert_string_equal(passkey_error_name(PASSKEY_ERR_##name),                \
        "PASSKEY_ERR_" #name);                                                 \
    assert_string_equal(                                                       \
        passkey_error_anchor(PASSKEY_ERR_##name), anchor);                     \
    assert_string_equal(passkey_error_text(PASSKEY_ERR_##name), text);
    (void)state;
    PASSKEY_ERRORS(ENTRY)
#undef ENTRY
    assert_string_equal(passkey_error_name(PASSKEY_OK), "PASSKEY_OK");
    assert_string_equal(passkey_error_anchor(PASSKEY_OK), "");
    assert_string_equal(passkey_error_text(PASSKEY_OK), "no error");
    assert_string_equal(passkey_error_name((enum passkey_error)7),
        "PASSKEY_ERR_UNKNOWN");
    assert_string_equal(passkey_error_anchor((enum passkey_error)7), "");
    assert_string_equal(
        passkey_error_text((enum passkey_error)7), "unknown error");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_the_safe_ones),
        cmocka_unit_test(texts_are_plain_and_of_bounded_length),
        cmocka_unit_test(algorithms_are_known_and_not_twice),
        cmocka_unit_test(numbers_are_in_range),
        cmocka_unit_test(choices_are_among_those_there_are),
        cmocka_unit_test(models_want_attestation),
        cmocka_unit_test(algorithms_have_the_numbers_of_cose),
        cmocka_unit_test(every_error_says_what_it_is),
    };

    return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
