/* SPDX-License-Identifier: Apache-2.0 */
/* A person signs up, out and in again, in every way that the API has. */
#include "server_test.h"

static void
sign_up_begins_a_session(void **state)
{
    struct kept_passkey passkey;
    struct visitor visitor;

    (void)state;
    visitor_init(&visitor, &the_server);
    passkey_make(&passkey, -7);
    assert_null(signed_in_name(&visitor));
    assert_answer(sign_up(&visitor, "alice", &passkey), 200, "");
    assert_string_equal(signed_in_name(&visitor), "alice");
    passkey_free(&passkey);
}

static void
logout_ends_the_session(void **state)
{
    struct kept_passkey passkey;
    struct visitor visitor;
    struct visitor thief;

    (void)state;
    visitor_init(&visitor, &the_server);
    passkey_make(&passkey, -7);
    assert_answer(sign_up(&visitor, "bob", &passkey), 200, "");
    thief = visitor; /* a copy of the cookies */
    assert_int_equal(
        http_post(&visitor, "/api/auth/logout", NULL).status / 100, 2);
    assert_null(signed_in_name(&visitor));
    assert_null(signed_in_name(&thief));
    passkey_free(&passkey);
}

static void
sign_in_with_and_without_a_name(void **state)
{
    struct kept_passkey passkey;
    struct visitor visitor;

    (void)state;
    visitor_init(&visitor, &the_server);
    passkey_make(&passkey, -8);
    assert_answer(sign_up(&visitor, "carol", &passkey), 200, "");
    visitor_forget(&visitor);
    assert_null(signed_in_name(&visitor));
    assert_answer(sign_in(&visitor, NULL, &passkey), 200, "");
    assert_string_equal(signed_in_name(&visitor), "carol");
    visitor_forget(&visitor);
    assert_answer(sign_in(&visitor, "carol", &passkey), 200, "");
    assert_string_equal(signed_in_name(&visitor), "carol");
    passkey_free(&passkey);
}

static void
a_second_passkey_signs_in_too(void **state)
{
    struct kept_passkey first;
    struct kept_passkey second;
    struct visitor visitor;

    (void)state;
    visitor_init(&visitor, &the_server);
    passkey_make(&first, -7);
    passkey_make(&second, -257);
    assert_answer(sign_up(&visitor, "dave", &first), 200, "");
    assert_answer(add_passkey(&visitor, &second), 200, "");
    visitor_forget(&visitor);
    assert_answer(sign_in(&visitor, NULL, &second), 200, "");
    assert_string_equal(signed_in_name(&visitor), "dave");
    passkey_free(&first);
    passkey_free(&second);
}

static void
a_taken_name_is_never_touched(void **state)
{
    struct kept_passkey owner;
    struct kept_passkey stranger;
    struct visitor visitor;

    (void)state;
    visitor_init(&visitor, &the_server);
    passkey_make(&owner, -7);
    passkey_make(&stranger, -7);
    assert_answer(sign_up(&visitor, "erin", &owner), 200, "");
    visitor_forget(&visitor);
    assert_answer(sign_up(&visitor, "erin", &stranger), 409, "name_taken");
    assert_answer(sign_up(&visitor, "ERIN", &stranger), 409, "name_taken");
    assert_int_equal(sign_in(&visitor, "erin", &stranger).status, 403);
    assert_null(signed_in_name(&visitor));
    assert_answer(sign_in(&visitor, "erin", &owner), 200, "");
    passkey_free(&owner);
    passkey_free(&stranger);
}

/* Two people ask for the same free name; only the first gets it. */
static void
the_first_answer_gets_the_name(void **state)
{
    struct kept_passkey passkeys[2];
    struct visitor visitors[2];
    struct ceremony ceremonies[2];
    int i;

    (void)state;
    for (i = 0; i < 2; i++) {
        visitor_init(&visitors[i], &the_server);
        passkey_make(&passkeys[i], -7);
        assert_answer(
            begin_registration(&visitors[i], "{\"username\":\"frank\"}",
                &passkeys[i], &ceremonies[i]),
            200, "");
    }
    assert_answer(http_post(&visitors[0], "/api/auth/register/verify",
                      ceremony_text(&ceremonies[0])),
        200, "");
    assert_answer(http_post(&visitors[1], "/api/auth/register/verify",
                      ceremony_text(&ceremonies[1])),
        409, "name_taken");
    assert_null(signed_in_name(&visitors[1]));
    for (i = 0; i < 2; i++)
        passkey_free(&passkeys[i]);
}

static void
wrong_answers_begin_no_session(void **state)
{
    struct kept_passkey passkey;
    struct visitor visitor;
    struct ceremony c;

    (void)state;
    visitor_init(&visitor, &the_server);
    passkey_make(&passkey, -7);
    assert_answer(sign_up(&visitor, "grace", &passkey), 200, "");
    visitor_forget(&visitor);

    assert_answer(begin_sign_in(&visitor, NULL, &passkey, &c), 200, "");
    ceremony_sign(&c);
    c.signature = blob_flip(c.signature, c.signature.len - 1);
    assert_answer(
        http_post(&visitor, "/api/auth/login/verify", ceremony_text(&c)), 403,
        "signature_invalid");
    assert_null(signed_in_name(&visitor));

    assert_answer(begin_sign_in(&visitor, NULL, &passkey, &c), 200, "");
    c.flags &= (uint8_t)~FLAG_UV;
    assert_answer(
        http_post(&visitor, "/api/auth/login/verify", ceremony_text(&c)), 403,
        "user_not_verified");

    assert_answer(begin_sign_in(&visitor, NULL, &passkey, &c), 200, "");
    ceremony_set_site(&c, "https://evil.example", "localhost",
        cJSON_GetStringValue(cJSON_GetObjectItem(c.client, "challenge")));
    assert_answer(
        http_post(&visitor, "/api/auth/login/verify", ceremony_text(&c)), 403,
        "origin_not_allowed");
    assert_null(signed_in_name(&visitor));
    passkey_free(&passkey);
}

static void
a_failed_attempt_spends_the_ceremony(void **state)
{
    struct kept_passkey passkey;
    struct visitor visitor;
    struct visitor copy;
    struct ceremony good;
    struct ceremony bad;

    (void)state;
    visitor_init(&visitor, &the_server);
    passkey_make(&passkey, -7);
    assert_answer(sign_up(&visitor, "heidi", &passkey), 200, "");
    visitor_forget(&visitor);
    assert_answer(begin_sign_in(&visitor, NULL, &passkey, &good), 200, "");
    copy = visitor;
    bad = good;
    ceremony_sign(&bad);
    bad.signature = blob_flip(bad.signature, bad.signature.len - 1);
    assert_answer(
        http_post(&visitor, "/api/auth/login/verify", ceremony_text(&bad)), 403,
        "signature_invalid");
    assert_int_equal(
        http_post(&copy, "/api/auth/login/verify", ceremony_text(&good))
                .status /
            100,
        4);
    assert_null(signed_in_name(&copy));
    passkey_free(&passkey);
}

static void
a_ceremony_serves_one_purpose(void **state)
{
    struct kept_passkey passkey;
    struct visitor visitor;
    struct ceremony c;

    (void)state;
    visitor_init(&visitor, &the_server);
    passkey_make(&passkey, -7);
    assert_answer(
        begin_registration(&visitor, "{\"username\":\"ivan\"}", &passkey, &c),
        200, "");
    assert_int_equal(
        http_post(&visitor, "/api/auth/login/verify", ceremony_text(&c))
                .status /
            100,
        4);
    assert_null(signed_in_name(&visitor));
    passkey_free(&passkey);
}

static void
the_same_passkey_is_registered_once(void **state)
{
    struct kept_passkey passkey;
    struct visitor visitor;

    (void)state;
    visitor_init(&visitor, &the_server);
    passkey_make(&passkey, -7);
    assert_answer(sign_up(&visitor, "judy", &passkey), 200, "");
    visitor_forget(&visitor);
    assert_answer(
        sign_up(&visitor, "kevin", &passkey), 409, "credential_registered");
    assert_null(signed_in_name(&visitor));
    passkey_free(&passkey);
}

static void
sessions_and_passkeys_survive_a_restart(void **state)
{
    struct kept_passkey passkey;
    struct visitor visitor;

    (void)state;
    visitor_init(&visitor, &the_server);
    passkey_make(&passkey, -7);
    assert_answer(sign_up(&visitor, "laura", &passkey), 200, "");
    server_stop(&the_server);
    server_start(&the_server);
    assert_string_equal(signed_in_name(&visitor), "laura");
    visitor_forget(&visitor);
    assert_answer(sign_in(&visitor, NULL, &passkey), 200, "");
    passkey_free(&passkey);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sign_up_begins_a_session),
        cmocka_unit_test(logout_ends_the_session),
        cmocka_unit_test(sign_in_with_and_without_a_name),
        cmocka_unit_test(a_second_passkey_signs_in_too),
        cmocka_unit_test(a_taken_name_is_never_touched),
        cmocka_unit_test(the_first_answer_gets_the_name),
        cmocka_unit_test(wrong_answers_begin_no_session),
        cmocka_unit_test(a_failed_attempt_spends_the_ceremony),
        cmocka_unit_test(a_ceremony_serves_one_purpose),
        cmocka_unit_test(the_same_passkey_is_registered_once),
        cmocka_unit_test(sessions_and_passkeys_survive_a_restart),
    };

    if (argc != 2)
        return 2;
    the_binary = argv[1];
    return cmocka_run_group_tests(tests, start_the_server, discard_the_server);
}
