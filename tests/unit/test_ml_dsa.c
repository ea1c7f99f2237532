/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ML-DSA-44, -65 and -87 in both ceremonies, where libcrypto has them (3.5);
 * where it has not, they are not offered and not accepted. `make test-ml-dsa`
 * runs this on Debian 13.
 */
#include "unit.h"

#include "../support/scratch.h"
#include "relying_party.h"

static const int algorithms[] = {
    PASSKEY_ALG_ML_DSA_44, PASSKEY_ALG_ML_DSA_65, PASSKEY_ALG_ML_DSA_87};

static struct relying_party party;
static struct ceremony answer;

/* Said aloud, because a test that is skipped counts as one that failed. */
static bool
is_supported(void)
{
    if (party.crypto.supports(party.crypto.context, algorithms[0]))
        return true;
    print_message("# libcrypto has no ML-DSA\n");
    return false;
}

/* A party with an ES256 passkey tells what libcrypto can do. */
static int
set_up(void **state)
{
    (void)state;
    party_open(&party, PASSKEY_ALG_ES256);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    party_close(&party);
    scratch_reset();
    return 0;
}

static void
open_with(int algorithm)
{
    party_close(&party);
    party_open(&party, algorithm);
    party.policy.algorithms[0] = algorithm;
    party.policy.num_algorithms = 1;
}

static void
registers_and_signs_in(void **state)
{
    size_t i;

    (void)state;
    if (!is_supported())
        return;
    for (i = 0; i < COUNT_OF(algorithms); i++) {
        open_with(algorithms[i]);
        party_ask(&party, REGISTRATION, &answer);
        assert_error(party_check(&party, &answer), PASSKEY_OK);
        assert_int_equal(
            party.registered.credential.algorithm, algorithms[i]);
        party_ask(&party, AUTHENTICATION, &answer);
        assert_error(party_check(&party, &answer), PASSKEY_OK);
        assert_true(party.authenticated.user_verified);
    }
}

static void
flipped_or_cut_signatures_are_refused(void **state)
{
    size_t i;

    (void)state;
    if (!is_supported())
        return;
    for (i = 0; i < COUNT_OF(algorithms); i++) {
        size_t len, at;

        open_with(algorithms[i]);
        party_ask(&party, AUTHENTICATION, &answer);
        ceremony_sign(&answer);
        len = answer.signature.len;
        for (at = 0; at < len; at += 97) {
            struct ceremony changed = answer;

            changed.signature = blob_flip(answer.signature, at);
            assert_error(
                party_check(&party, &changed), PASSKEY_ERR_SIGNATURE_INVALID);
            changed = answer;
            changed.signature = blob_head(answer.signature, at);
            assert_int_not_equal(party_check(&party, &changed), PASSKEY_OK);
        }
        answer.signature = blob_join(answer.signature, blob_fill(0, 1));
        assert_error(
            party_check(&party, &answer), PASSKEY_ERR_SIGNATURE_INVALID);
    }
}

static void
another_key_does_not_answer(void **state)
{
    size_t i;

    (void)state;
    if (!is_supported())
        return;
    for (i = 0; i < COUNT_OF(algorithms); i++) {
        open_with(algorithms[i]);
        party_ask(&party, AUTHENTICATION, &answer);
        answer.signer = key_generate(key_algorithm_find(algorithms[i]));
        assert_error(
            party_check(&party, &answer), PASSKEY_ERR_SIGNATURE_INVALID);
        EVP_PKEY_free(answer.signer);
    }
}

/* Its own SubjectPublicKeyInfo cannot be compared; another kind's can. */
static void
a_copy_of_another_kind_is_refused(void **state)
{
    EVP_PKEY *ec = key_generate(key_algorithm_find(PASSKEY_ALG_ES256));

    (void)state;
    if (is_supported()) {
        open_with(PASSKEY_ALG_ML_DSA_44);
        party_ask(&party, REGISTRATION, &answer);
        answer.with_copies = true;
        assert_error(party_check(&party, &answer), PASSKEY_OK);
        cJSON_ReplaceItemInObjectCaseSensitive(
            cJSON_GetObjectItem(answer.response, "response"), "publicKey",
            cJSON_CreateString(blob_base64url(key_spki(ec))));
        assert_error(party_check(&party, &answer), PASSKEY_ERR_COPY_MISMATCH);
    }
    EVP_PKEY_free(ec);
}

/* In the options exactly where the signatures can be checked. */
static void
is_offered_where_it_can_be_verified(void **state)
{
    struct passkey_registration_request request = {
        .user_handle = passkey_bytes_of("0123456789abcdef", 16),
        .user_name = passkey_bytes_of("anna", 4),
    };
    uint8_t json[4096];
    size_t len, i;

    (void)state;
    party.policy.algorithms[0] = PASSKEY_ALG_ES256;
    for (i = 0; i < COUNT_OF(algorithms); i++)
        party.policy.algorithms[i + 1] = algorithms[i];
    party.policy.num_algorithms = 1 + COUNT_OF(algorithms);
    assert_error(
        passkey_registration_options(&party.policy, &party.crypto, &request,
            PARTY_NOW, (struct passkey_buffer){json, sizeof(json) - 1}, &len,
            &party.ceremony),
        PASSKEY_OK);
    json[len] = '\0';
    for (i = 0; i < COUNT_OF(algorithms); i++) {
        char member[32];

        (void)snprintf(member, sizeof(member), "\"alg\":%d}", algorithms[i]);
        assert_int_equal(
            strstr((const char *)json, member) != NULL, is_supported());
    }
    assert_int_equal(party.ceremony.num_algorithms,
        is_supported() ? 1 + COUNT_OF(algorithms) : 1);
}

#define WITH_PARTY(test)                                                       \
    cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PARTY(registers_and_signs_in),
        WITH_PARTY(flipped_or_cut_signatures_are_refused),
        WITH_PARTY(another_key_does_not_answer),
        WITH_PARTY(a_copy_of_another_kind_is_refused),
        WITH_PARTY(is_offered_where_it_can_be_verified),
    };

    scratch_adopt_cjson();
    return cmocka_run_group_tests_name("ml_dsa", tests, NULL, NULL);
}
