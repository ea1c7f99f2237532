/* SPDX-License-Identifier: Apache-2.0 */
/* Assertions of Secure Payment Confirmation, and of nothing else. */
#include "unit.h"

#include "../support/scratch.h"
#include "relying_party.h"

#include <cjson/cJSON.h>
#include <stdio.h>

static struct relying_party party;
static struct ceremony answer;

static char rp_id[64]; /* with a NUL */

static int
set_up(void **state)
{
    (void)state;
    party_open(&party, PASSKEY_ALG_ES256);
    (void)snprintf(rp_id, sizeof(rp_id), "%.*s", (int)party.policy.rp_id.len,
        (const char *)party.policy.rp_id.data);
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
set_type(const char *type)
{
    cJSON_ReplaceItemInObjectCaseSensitive(
        answer.client, "type", cJSON_CreateString(type));
}

/* What a browser adds for a payment; `named` NULL: no rpId. */
static cJSON *
payment_of(const char *named)
{
    cJSON *payment = cJSON_CreateObject(), *total;

    if (named != NULL)
        cJSON_AddStringToObject(payment, "rpId", named);
    cJSON_AddStringToObject(payment, "payeeOrigin", "https://shop.example");
    total = cJSON_AddObjectToObject(payment, "total");
    cJSON_AddStringToObject(total, "currency", "EUR");
    cJSON_AddStringToObject(total, "value", "42.00");
    return payment;
}

static void
ask(bool payment, const char *type)
{
    party_ask(&party, AUTHENTICATION, &answer);
    party.ceremony.payment = payment;
    set_type(type);
}

static void
a_payment_is_told_to_the_caller(void **state)
{
    const char *text;

    (void)state;
    ask(true, "payment.get");
    cJSON_AddItemToObject(answer.client, "payment", payment_of(rp_id));
    assert_error(party_check(&party, &answer), PASSKEY_OK);
    text = cJSON_PrintUnformatted(payment_of(rp_id));
    assert_int_equal(party.authenticated.payment.len, strlen(text));
    assert_memory_equal(
        party.authenticated.payment.data, text, strlen(text));
    /* Of a sign-in nothing is told, whatever the client data have. */
    ask(false, "webauthn.get");
    cJSON_AddItemToObject(answer.client, "payment", payment_of(rp_id));
    assert_error(party_check(&party, &answer), PASSKEY_OK);
    assert_int_equal(party.authenticated.payment.len, 0);
}

static void
payments_and_sign_ins_are_not_mixed_up(void **state)
{
    (void)state;
    ask(true, "webauthn.get");
    cJSON_AddItemToObject(answer.client, "payment", payment_of(rp_id));
    assert_error(party_check(&party, &answer), PASSKEY_ERR_TYPE_MISMATCH);
    ask(false, "payment.get");
    cJSON_AddItemToObject(answer.client, "payment", payment_of(rp_id));
    assert_error(party_check(&party, &answer), PASSKEY_ERR_TYPE_MISMATCH);
}

static void
a_payment_names_this_relying_party(void **state)
{
    cJSON *const wrong[] = {NULL, payment_of(NULL), payment_of("evil.example"),
        payment_of(""), cJSON_CreateString(rp_id), cJSON_CreateArray(),
        cJSON_CreateNull(), cJSON_CreateTrue()};
    cJSON *twice;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(wrong); i++) {
        ask(true, "payment.get");
        if (wrong[i] != NULL)
            cJSON_AddItemToObject(answer.client, "payment", wrong[i]);
        assert_error(
            party_check(&party, &answer), PASSKEY_ERR_PAYMENT_MISMATCH);
        assert_int_equal(party.authenticated.payment.len, 0);
    }
    /* Ours, and then another one. */
    ask(true, "payment.get");
    twice = payment_of(rp_id);
    cJSON_AddStringToObject(twice, "rpId", "evil.example");
    cJSON_AddItemToObject(answer.client, "payment", twice);
    assert_error(party_check(&party, &answer), PASSKEY_ERR_PAYMENT_MISMATCH);
}

static void
options_and_seals_keep_it(void **state)
{
    struct passkey_keyring keyring = {{{7, {1, 2, 3}}}, 1};
    struct passkey_authentication_request request = {.payment = true};
    struct passkey_ceremony opened;
    uint8_t json[4096], token[PASSKEY_CEREMONY_TOKEN_MAX_LEN];
    size_t len;
    int payment, appid;

    (void)state;
    assert_error(
        passkey_authentication_options(&party.policy, &party.crypto, &request,
            PARTY_NOW, (struct passkey_buffer){json, sizeof(json)}, &len,
            &party.ceremony),
        PASSKEY_OK);
    assert_true(party.ceremony.payment);
    for (payment = 0; payment < 2; payment++) {
        for (appid = 0; appid < 2; appid++) {
            party.ceremony.payment = payment;
            party.ceremony.appid_requested = appid;
            assert_error(
                passkey_ceremony_seal(&party.ceremony, &party.crypto, &keyring,
                    (struct passkey_buffer){token, sizeof(token)}, &len),
                PASSKEY_OK);
            assert_error(passkey_ceremony_open(passkey_bytes_of(token, len),
                             &party.crypto, &keyring, &opened),
                PASSKEY_OK);
            assert_int_equal(opened.payment, payment);
            assert_int_equal(opened.appid_requested, appid);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_payment_is_told_to_the_caller),
        cmocka_unit_test(payments_and_sign_ins_are_not_mixed_up),
        cmocka_unit_test(a_payment_names_this_relying_party),
        cmocka_unit_test(options_and_seals_keep_it),
    };

    scratch_adopt_cjson();
    return cmocka_run_group_tests_name("payment", tests, set_up, tear_down);
}
