/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows C2, C3, C8, C10, G1 to G3, L1 to L7: passwords, codes,
 * links, names and counters. A trusted proxy is configured, so that tests can
 * come from other networks; what is throttled is counted by those.
 */
#include "form_flow.h"
#include "security_world.h"

#include <ctype.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define RACERS 100

struct racer {
    pthread_t thread;
    const char *path;
    const char *body;
    unsigned network;
    bool opened;
};

static pthread_barrier_t barrier;

static void *
race(void *context)
{
    struct racer *racer = context;
    struct visitor visitor;

    visitor_init(&visitor, &the_server);
    pthread_barrier_wait(&barrier);
    racer->opened = hands_out_session(
        post_form_from(&visitor, racer->network, racer->path, racer->body));
    scratch_reset();
    return NULL;
}

/* How many of a hundred at once got a session for the same form. */
static int
race_for_session(const char *path, const char *body)
{
    static struct racer racers[RACERS];
    int i, opened = 0;

    pthread_barrier_init(&barrier, NULL, RACERS);
    for (i = 0; i < RACERS; i++) {
        racers[i].path = path;
        racers[i].body = body;
        racers[i].network = new_network();
        assert_int_equal(
            pthread_create(&racers[i].thread, NULL, race, &racers[i]), 0);
    }
    for (i = 0; i < RACERS; i++) {
        pthread_join(racers[i].thread, NULL);
        opened += racers[i].opened;
    }
    pthread_barrier_destroy(&barrier);
    return opened;
}

static void
C2_B3_a_link_opens_once(void **state)
{
    struct visitor visitor;
    const char *older, *newer, *late;
    char path[64];

    (void)state;
    older = link_token("recover", "anna");
    newer = link_token("recover", "anna");
    visitor_init(&visitor, &the_server);
    /* A newer link kills the older one; looking uses nothing up. */
    assert_false(hands_out_session(
        post_form_from(&visitor, new_network(), "/link", token_body(older))));
    (void)snprintf(path, sizeof(path), "/link/%s", newer);
    assert_int_equal(http_get(&visitor, path).status, 200);
    assert_null(signed_in_name(&visitor));
    assert_int_equal(race_for_session("/link", token_body(newer)), 1);
    assert_int_equal(race_for_session("/link", token_body(newer)), 0);
    /* Ten minutes are over. */
    late = link_token("recover", "anna");
    assert_int_equal(
        database_change(&the_server, "UPDATE links SET expires_at = 1"), 1);
    assert_false(hands_out_session(
        post_form_from(&visitor, new_network(), "/link", token_body(late))));
    /* It dies with the account's use. */
    late = link_token("recover", "anna");
    (void)database_change(
        &the_server, "UPDATE users SET disabled_at = 1 WHERE name = 'anna'");
    assert_false(hands_out_session(
        post_form_from(&visitor, new_network(), "/link", token_body(late))));
    (void)database_change(&the_server, "UPDATE users SET disabled_at = NULL");
}

/* An invitation belongs to the browser that opened it first. */
static void
C2_an_invitation_is_bound_to_its_browser(void **state)
{
    const char *token = link_token("invite", "guest");
    struct visitor first, second;
    struct http_answer answer;

    (void)state;
    visitor_init(&first, &the_server);
    visitor_init(&second, &the_server);
    assert_int_equal(
        post_form_from(&first, new_network(), "/link", token_body(token))
            .status,
        303);
    assert_null(signed_in_name(&first));
    answer = post_form_from(&second, new_network(), "/link", token_body(token));
    assert_null(strcasestr(answer.headers, "__Host-link="));
    assert_int_not_equal(answer.status, 303);
}

/* B7 for links: prefixes, and every character changed. */
static void
B7_link_tokens_are_whole_or_nothing(void **state)
{
    const char *token = link_token("recover", "anna");
    struct visitor visitor;
    char changed[64];
    size_t i;

    (void)state;
    visitor_init(&visitor, &the_server);
    for (i = 0; i < 43; i++) {
        (void)snprintf(changed, sizeof(changed), "%.*s", (int)i, token);
        assert_false(hands_out_session(
            post_form_from(&visitor, 1, "/link", token_body(changed))));
        (void)strcpy(changed, token);
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        assert_false(hands_out_session(
            post_form_from(&visitor, 1, "/link", token_body(changed))));
    }
    (void)snprintf(changed, sizeof(changed), "%sA", token);
    assert_false(hands_out_session(
        post_form_from(&visitor, 1, "/link", token_body(changed))));
    assert_true(hands_out_session(
        post_form_from(&visitor, 1, "/link", token_body(token))));
}

/* A password alone changes nothing where there is a passkey. */
static void
C3_L6_a_password_is_not_enough_beside_a_passkey(void **state)
{
    static const char *const paths[] = {"/account/password",
        "/account/password/remove", "/account/recovery-codes",
        "/account/passkeys/remove", "/account/delete", "/account/email"};
    struct kept_passkey first, second;
    struct visitor visitor;
    const char *before;
    size_t i;

    (void)state;
    passkey_make(&first, -7);
    passkey_make(&second, -7);
    sign_up_by_password(&visitor, "c3", PASSWORD);
    /* It is where there is nothing stronger. */
    assert_answer(add_passkey(&visitor, &first), 200, "");
    visitor_forget(&visitor);
    assert_int_equal(post_form_from(&visitor, new_network(), "/sign-in",
                         "username=c3&password=" PASSWORD)
                         .status,
        303);
    assert_string_equal(signed_in_name(&visitor), "c3");
    before = world_text();
    assert_answer(
        add_passkey(&visitor, &second), 403, "fresh_sign_in_required");
    for (i = 0; i < COUNT(paths); i++)
        assert_int_equal(
            post_form_from(&visitor, 1, paths[i], "username=c3&id=AAAA").status,
            303);
    assert_string_equal(world_text(), before);
    /* Nor does confirming with it help. */
    assert_int_equal(post_form_from(&visitor, new_network(), "/confirm",
                         "password=" PASSWORD)
                         .status,
        403);
    assert_answer(
        add_passkey(&visitor, &second), 403, "fresh_sign_in_required");
    assert_answer(confirm(&visitor, &first), 204, "");
    assert_answer(add_passkey(&visitor, &second), 200, "");
    passkey_free(&first);
    passkey_free(&second);
}

struct c8_racer {
    pthread_t thread;
    struct visitor visitor;
    const char *path;
    const char *body;
    long status;
};

static void *
c8_race(void *context)
{
    struct c8_racer *racer = context;

    pthread_barrier_wait(&barrier);
    racer->status = http_post(&racer->visitor, racer->path, racer->body).status;
    scratch_reset();
    return NULL;
}

/* A hundred new accounts with one credential id: one of them is made. */
static void
C8_a_credential_id_is_registered_once(void **state)
{
    static struct c8_racer racers[RACERS];
    struct kept_passkey passkey;
    int64_t users;
    int i, made = 0;

    (void)state;
    passkey_make(&passkey, -7);
    users = database_number(&the_server, "SELECT count(*) FROM users");
    for (i = 0; i < RACERS; i++) {
        struct ceremony c;
        char name[32];

        (void)snprintf(name, sizeof(name), "c8-%d", i);
        visitor_init(&racers[i].visitor, &the_server);
        assert_answer(begin_registration(
                          &racers[i].visitor, name_body(name), &passkey, &c),
            200, "");
        racers[i].path = "/api/auth/register/verify";
        racers[i].body = ceremony_text(&c);
    }
    pthread_barrier_init(&barrier, NULL, RACERS);
    for (i = 0; i < RACERS; i++)
        assert_int_equal(
            pthread_create(&racers[i].thread, NULL, c8_race, &racers[i]), 0);
    for (i = 0; i < RACERS; i++) {
        pthread_join(racers[i].thread, NULL);
        assert_true(racers[i].status == 200 || racers[i].status == 409);
        made += racers[i].status == 200;
    }
    pthread_barrier_destroy(&barrier);
    assert_int_equal(made, 1);
    assert_int_equal(
        database_number(&the_server, "SELECT count(*) FROM users"), users + 1);
    passkey_free(&passkey);
}

static void
C10_exclude_list_is_the_users_own(void **state)
{
    struct kept_passkey passkeys[4];
    struct visitor visitor;
    struct http_answer answer;
    const cJSON *list, *item;
    size_t i;

    (void)state;
    visitor_init(&visitor, &the_server);
    for (i = 0; i < 4; i++)
        passkey_make(&passkeys[i], -7);
    assert_answer(sign_up(&visitor, "c10", &passkeys[0]), 200, "");
    for (i = 1; i < 4; i++)
        assert_answer(add_passkey(&visitor, &passkeys[i]), 200, "");
    answer = http_post(&visitor, "/api/auth/register/options", "{}");
    list = cJSON_GetObjectItem(answer.json, "excludeCredentials");
    assert_int_equal(cJSON_GetArraySize(list), 4);
    cJSON_ArrayForEach(item, list)
    {
        const char *id = cJSON_GetStringValue(cJSON_GetObjectItem(item, "id"));
        bool found = false;

        for (i = 0; i < 4; i++)
            found =
                found ||
                strcmp(id, blob_base64url(blob_copy(passkeys[i].id, 32))) == 0;
        assert_true(found);
    }
    for (i = 0; i < 4; i++)
        passkey_free(&passkeys[i]);
}

/* Stored, received: accepted only if it grew, or if both are none. */
static void
G1_G2_sign_counts(void **state)
{
    static const uint32_t counts[] = {
        0, 1, 5, 0x7fffffff, 0x80000000, 0xffffffff};
    size_t i, k;

    (void)state;
    for (i = 0; i < COUNT(counts); i++) {
        for (k = 0; k < COUNT(counts); k++) {
            struct kept_passkey passkey;
            struct visitor visitor;
            struct ceremony c;
            char name[32];
            const char *body;

            (void)snprintf(name, sizeof(name), "g2-%zu-%zu", i, k);
            visitor_init(&visitor, &the_server);
            passkey_make(&passkey, -7);
            passkey.count = counts[i];
            assert_answer(sign_up(&visitor, name, &passkey), 200, "");
            visitor_forget(&visitor);
            assert_answer(begin_sign_in(&visitor, NULL, &passkey, &c), 200, "");
            c.sign_count = counts[k];
            body = ceremony_text(&c);
            if (counts[k] > counts[i] || (counts[i] == 0 && counts[k] == 0))
                assert_answer(
                    http_post(&visitor, "/api/auth/login/verify", body), 200,
                    "");
            else
                (void)must_refuse(&visitor, "/api/auth/login/verify", body, 1);
            passkey_free(&passkey);
            scratch_reset();
        }
    }
}

#define G3_CLIENTS 6

/*
 * Several at once, in any order: the counter that is stored is the highest
 * that was accepted. 10,000 rounds under `make soak`; here 150.
 */
static void
G3_the_counter_never_goes_back(void **state)
{
    static struct c8_racer racers[G3_CLIENTS];
    size_t rounds = soak_or(10000, 150), i;
    struct kept_passkey passkey;
    struct visitor visitor;

    (void)state;
    passkey_make(&passkey, -7);
    visitor_init(&visitor, &the_server);
    assert_answer(sign_up(&visitor, "g3", &passkey), 200, "");
    for (i = 0; i < rounds; i++) {
        uint32_t counts[G3_CLIENTS], highest = 0;
        struct ceremony c;
        int k;

        for (k = 0; k < G3_CLIENTS; k++) {
            visitor_init(&racers[k].visitor, &the_server);
            assert_answer(
                begin_sign_in(&racers[k].visitor, NULL, &passkey, &c), 200, "");
            counts[k] = passkey.count;
            racers[k].path = "/api/auth/login/verify";
            racers[k].body = ceremony_text(&c);
        }
        pthread_barrier_init(&barrier, NULL, G3_CLIENTS);
        for (k = G3_CLIENTS - 1; k >= 0; k--)
            assert_int_equal(
                pthread_create(&racers[k].thread, NULL, c8_race, &racers[k]),
                0);
        for (k = 0; k < G3_CLIENTS; k++) {
            pthread_join(racers[k].thread, NULL);
            assert_true(racers[k].status == 200 || racers[k].status / 100 == 4);
            if (racers[k].status == 200)
                highest = counts[k];
        }
        pthread_barrier_destroy(&barrier);
        assert_int_equal(highest, passkey.count); /* the last one always */
        assert_int_equal(database_number(&the_server,
                             "SELECT sign_count FROM passkeys p JOIN users u "
                             "ON u.handle = p.user WHERE u.name = 'g3'"),
            highest);
        scratch_reset();
    }
    passkey_free(&passkey);
}

/* Too long before it is hashed; too many at once are told so. */
static void
L1_hashing_is_bounded(void **state)
{
    static struct racer racers[64];
    struct visitor visitor;
    double start;
    char *body = scratch_alloc(4000);
    int i;

    (void)state;
    (void)sprintf(body, "username=anna&password=");
    memset(body + strlen(body), 'x', 3000);
    visitor_init(&visitor, &the_server);
    start = now_ms();
    for (i = 0; i < 5; i++)
        assert_int_equal(
            post_form_from(&visitor, new_network(), "/sign-in", body).status /
                100,
            4);
    print_message("# 5 long ones: %.1f ms\n", now_ms() - start);
    pthread_barrier_init(&barrier, NULL, COUNT(racers));
    for (i = 0; i < (int)COUNT(racers); i++) {
        char *text = scratch_alloc(128);

        (void)sprintf(text, "username=l1-%d&password=" PASSWORD, i);
        racers[i].path = "/sign-in";
        racers[i].body = text;
        racers[i].network = new_network();
        assert_int_equal(
            pthread_create(&racers[i].thread, NULL, race, &racers[i]), 0);
    }
    /* Passkeys do not wait for passwords. */
    assert_answer(sign_in(&visitor, NULL, &anna.passkey), 200, "");
    for (i = 0; i < (int)COUNT(racers); i++) {
        pthread_join(racers[i].thread, NULL);
        assert_false(racers[i].opened);
    }
    pthread_barrier_destroy(&barrier);
}

/* Every byte counts, to the last. */
static void
L2_passwords_are_not_cut(void **state)
{
    static const size_t places[] = {72, 73, 127, 128, 255, 256, 1022, 1023};
    struct visitor visitor;
    char password[1025], other[1025];
    size_t i;
    unsigned seed = 2;

    (void)state;
    for (i = 0; i < 1024; i++)
        password[i] =
            "abcdefghijklmnopqrstuvwxyz0123456789"[rand_r(&seed) % 36];
    password[1024] = '\0';
    sign_up_by_password(&visitor, "l2", password);
    for (i = 0; i < COUNT(places); i++) {
        (void)strcpy(other, password);
        other[places[i]] = other[places[i]] == 'a' ? 'b' : 'a';
        assert_int_equal(
            sign_in_by_password("l2", new_network(), other).status, 403);
        if (i % 4 == 3) /* takes the failures back */
            assert_int_equal(
                sign_in_by_password("l2", new_network(), password).status, 303);
        scratch_reset();
    }
    (void)strcpy(other, password);
    other[1023] = '\0';
    assert_int_equal(
        sign_in_by_password("l2", new_network(), other).status, 403);
    assert_int_equal(
        sign_in_by_password("l2", new_network(), "a%00b").status / 100, 4);
}

static void
L3_L4_guessing_is_slowed_and_passkeys_are_not(void **state)
{
    static const char *const spellings[] = {
        "l3user", "L3USER", "L3User", "+l3user", "l3user+", "l3useR"};
    struct kept_passkey passkey;
    struct visitor visitor;
    struct http_answer answer;
    int i, wrong = 0;

    (void)state;
    passkey_make(&passkey, -7);
    sign_up_by_password(&visitor, "l3user", PASSWORD);
    assert_answer(add_passkey(&visitor, &passkey), 200, "");
    /* Other spellings, other networks: one account. */
    for (i = 0; i < 30; i++) {
        answer = sign_in_by_password(spellings[i % (int)COUNT(spellings)],
            new_network(), "wrong+" PASSWORD);
        assert_true(answer.status == 403 || answer.status == 429);
        wrong += answer.status == 403;
    }
    assert_true(wrong <= 11);
    assert_int_equal(
        sign_in_by_password("l3user", new_network(), PASSWORD).status, 429);
    visitor_forget(&visitor);
    assert_answer(sign_in(&visitor, "l3user", &passkey), 200, "");
    passkey_free(&passkey);
}

/* The hundredth wrong try in a row disables the password, not the account. */
static void
L3_a_hundred_failures_disable_the_password(void **state)
{
    struct kept_passkey passkey;
    struct visitor visitor;

    (void)state;
    passkey_make(&passkey, -7);
    sign_up_by_password(&visitor, "l3hundred", PASSWORD);
    assert_answer(add_passkey(&visitor, &passkey), 200, "");
    assert_int_equal(database_change(&the_server,
                         "UPDATE passwords SET failed = 99 WHERE user = "
                         "(SELECT handle FROM users WHERE name = 'l3hundred')"),
        1);
    assert_int_equal(
        sign_in_by_password("l3hundred", new_network(), "x" PASSWORD).status,
        403);
    /* The failure is written down after the answer. */
    for (int i = 0; i < 100 && database_number(&the_server,
                                   "SELECT max(failed) FROM passwords") < 100;
         i++)
        nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    assert_int_equal(
        sign_in_by_password("l3hundred", new_network(), PASSWORD).status, 403);
    assert_answer(sign_in(&visitor, NULL, &passkey), 200, "");
    assert_string_equal(signed_in_name(&visitor), "l3hundred");
    passkey_free(&passkey);
}

/* One network tries many names once each. */
static void
L3_spraying_is_limited_by_network(void **state)
{
    unsigned network = new_network();
    int i, tried = 0;
    char name[32];

    (void)state;
    for (i = 0; i < 130; i++) {
        (void)snprintf(name, sizeof(name), "spray-%d", i);
        tried += sign_in_by_password(name, network, PASSWORD).status == 403;
        scratch_reset();
    }
    print_message("# %d of 130 were looked at\n", tried);
    assert_true(tried >= 90 && tried <= 102);
    assert_int_equal(
        sign_in_by_password("spray-x", new_network(), PASSWORD).status, 403);
}

static void
L5_B3_recovery_codes_are_good_once(void **state)
{
    char old[10][32], codes[10][32];
    struct visitor visitor;

    (void)state;
    sign_up_by_password(&visitor, "l5", PASSWORD);
    assert_int_equal(make_recovery_codes(&visitor, old), 10);
    assert_int_equal(make_recovery_codes(&visitor, codes), 10);
    /* A new set kills the old one; a code is of its account. */
    visitor_init(&visitor, &the_server);
    assert_false(hands_out_session(post_form_from(
        &visitor, new_network(), "/recover", code_body("l5", old[0]))));
    assert_false(hands_out_session(post_form_from(
        &visitor, new_network(), "/recover", code_body("bert", codes[0]))));
    assert_int_equal(
        race_for_session("/recover", code_body("l5", codes[0])), 1);
    /* The account's tries are used up by now, so ask the database too. */
    assert_int_equal(
        database_number(&the_server,
            "SELECT count(*) FROM recovery_codes WHERE used_at IS NULL"),
        9);
    assert_int_equal(
        race_for_session("/recover", code_body("l5", codes[0])), 0);
    assert_null(
        strstr(database_text(&the_server, "SELECT hash FROM recovery_codes"),
            codes[1]));
}

/* 500 spellings of one name: none is another account. */
static void
L7_spellings_of_a_name_are_one_name(void **state)
{
    static const char *const strange[] = {"\xd0\xbe", "\xd0\xb0", "\xd0\xb5",
        "\xce\xbf", "\xef\xbd\x8f", "\xc3\xb6", "o\xcc\x88", "\xe2\x80\x8b",
        "\xe2\x80\xae", "\xc2\xad", "\xef\xb8\x8f", "\xf0\x9d\x90\x9a", "@",
        "/", "\\\\", "'", " ", "%", "&", "\xc4\xb1"};
    struct visitor visitor;
    char name[64], body[128];
    struct http_answer answer;
    unsigned seed = 7;
    size_t i, k;

    (void)state;
    sign_up_by_password(&visitor, "canonical", PASSWORD);
    for (i = 0; i < 500; i++) {
        size_t place = (size_t)rand_r(&seed) % 9;

        (void)strcpy(name, "canonical");
        for (k = 0; k < 9; k++) {
            if (rand_r(&seed) % 2)
                name[k] = (char)toupper(name[k]);
        }
        if (i % 2 == 0)
            (void)snprintf(body, sizeof(body), "{\"username\":\"%s\"}", name);
        else
            (void)snprintf(body, sizeof(body), "{\"username\":\"%.*s%s%s\"}",
                (int)place + 1, name, strange[i / 2 % COUNT(strange)],
                name + place + 1);
        visitor_init(&visitor, &the_server);
        answer = http_post(&visitor, "/api/auth/register/options", body);
        /* White space at an end is taken away, so that is the same name. */
        assert_true(answer.status == (i % 2 == 0 ? 409 : 400) ||
                    (i % 2 == 1 && answer.status == 409));
        scratch_reset();
    }
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(C2_B3_a_link_opens_once),
        cmocka_unit_test(C2_an_invitation_is_bound_to_its_browser),
        cmocka_unit_test(B7_link_tokens_are_whole_or_nothing),
        cmocka_unit_test(C3_L6_a_password_is_not_enough_beside_a_passkey),
        cmocka_unit_test(C8_a_credential_id_is_registered_once),
        cmocka_unit_test(C10_exclude_list_is_the_users_own),
        cmocka_unit_test(G1_G2_sign_counts),
        cmocka_unit_test(G3_the_counter_never_goes_back),
        cmocka_unit_test(L1_hashing_is_bounded),
        cmocka_unit_test(L2_passwords_are_not_cut),
        cmocka_unit_test(L3_L4_guessing_is_slowed_and_passkeys_are_not),
        cmocka_unit_test(L3_a_hundred_failures_disable_the_password),
        cmocka_unit_test(L3_spraying_is_limited_by_network),
        cmocka_unit_test(L5_B3_recovery_codes_are_good_once),
        cmocka_unit_test(L7_spellings_of_a_name_are_one_name),
    };

    if (argc != 2)
        return 2;
    the_binary = argv[1];
    return cmocka_run_group_tests(
        tests, start_behind_a_proxy, discard_the_world);
}
