/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows B4, B6 and C4 with the clock and the randomness in the test's hand.
 * argv[2] is tricks.c.
 */
#include "security_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define TIMEOUT 300

static const char *tricks;

static void
trick(const char *name, const char *text)
{
    char path[256];
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/%s", the_server.state_dir, name);
    if (text == NULL) {
        (void)unlink(path);
        return;
    }
    file = fopen(path, "w");
    assert_non_null(file);
    (void)fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* How far the clock is already; it goes on from case to case. */
static long passed;

/* Relative to the beginning of the case. */
static void
set_clock(long offset)
{
    char text[32];

    (void)snprintf(text, sizeof(text), "%ld", passed + offset);
    trick("clock", text);
}

/* Long enough for everything of the case before to have ended. */
static void
begin_case(void)
{
    passed += 10000;
    set_clock(0);
}

/*
 * Each purpose a little before its end and at it; then the clock is set back
 * an hour, and nothing comes to life. (A second may pass between two
 * requests, so "before" is two seconds.)
 */
static void
B4_ceremonies_end_in_time(void **state)
{
    static const struct {
        long later;
        bool accepted;
    } times[] = {{TIMEOUT - 3, true}, {TIMEOUT, false}, {TIMEOUT + 30, false},
        {TIMEOUT + 3600, false}};
    size_t f, t;

    (void)state;
    for (f = 0; f < num_flows; f++) {
        for (t = 0; t < COUNT(times); t++) {
            struct kept_passkey fresh;
            struct visitor visitor;
            struct http_answer answer;
            struct ceremony c;
            const char *body;

            begin_case();
            visitor_forget(&anna.visitor);
            assert_answer(sign_in(&anna.visitor, NULL, &anna.passkey), 200, "");
            passkey_make(&fresh, -7);
            flow_begin(&flows[f], &visitor,
                flows[f].kind == REGISTRATION ? &fresh : &anna.passkey, &c);
            body = ceremony_text(&c);
            set_clock(times[t].later);
            answer = http_post(&visitor, flows[f].verify, body);
            if (times[t].accepted != (answer.status / 100 == 2))
                print_message("# %s at %ld: %s\n", flows[f].name,
                    times[t].later, answer.body);
            assert_int_equal(times[t].accepted, answer.status / 100 == 2);
            if (!times[t].accepted) {
                set_clock(-3600);
                assert_int_equal(
                    http_post(&visitor, flows[f].verify, body).status / 100, 4);
            }
            (void)database_change(
                &the_server, "DELETE FROM users WHERE name = 'stranger'");
            passkey_free(&fresh);
            scratch_reset();
        }
    }
}

/* Spent ceremonies are forgotten, and stay spent (clock forth and back). */
static void
B4_forgotten_is_not_unspent(void **state)
{
    struct visitor visitor, copy;
    struct ceremony c;
    const char *body;

    (void)state;
    begin_case();
    flow_begin(&flows[2], &visitor, &anna.passkey, &c);
    copy = visitor;
    body = ceremony_text(&c);
    assert_answer(http_post(&visitor, flows[2].verify, body), 200, "");
    set_clock(86400);
    for (int i = 0; i < 20; i++) { /* each write forgets a few */
        struct visitor other;

        visitor_init(&other, &the_server);
        assert_answer(sign_in(&other, NULL, &anna.passkey), 200, "");
    }
    set_clock(0);
    assert_int_equal(http_post(&copy, flows[2].verify, body).status / 100, 4);
}

/*
 * A clock that ran ahead by a year, long enough to forget what it spent, and
 * was set right: sign-ins work again after a start, and nothing of before
 * comes to life.
 */
static void
B4_a_clock_set_right_locks_nobody_out(void **state)
{
    struct visitor visitor, copy;
    struct ceremony c;
    const char *spent;
    int i;

    (void)state;
    begin_case();
    set_clock(365 * 86400);
    flow_begin(&flows[2], &visitor, &anna.passkey, &c);
    copy = visitor;
    spent = ceremony_text(&c);
    assert_answer(http_post(&visitor, flows[2].verify, spent), 200, "");
    set_clock(366 * 86400);
    for (i = 0; i < 20; i++) {
        visitor_init(&visitor, &the_server);
        assert_answer(sign_in(&visitor, NULL, &anna.passkey), 200, "");
    }
    set_clock(0);
    visitor_init(&visitor, &the_server);
    assert_int_equal(sign_in(&visitor, NULL, &anna.passkey).status / 100, 4);
    server_stop(&the_server);
    server_start(&the_server);
    visitor_init(&visitor, &the_server);
    assert_answer(sign_in(&visitor, NULL, &anna.passkey), 200, "");
    set_clock(365 * 86400);
    assert_answer(http_post(&copy, flows[2].verify, spent), 400,
        "ceremony_invalid"); /* not even opened */
    set_clock(0);
}

/* A check of five minutes ago is no check. */
static void
C4_fresh_ends_after_five_minutes(void **state)
{
    struct visitor visitor;

    (void)state;
    begin_case();
    visitor_init(&visitor, &the_server);
    assert_answer(sign_in(&visitor, NULL, &anna.passkey), 200, "");
    set_clock(297);
    assert_answer(
        http_post(&visitor, "/api/auth/register/options", "{}"), 200, "");
    set_clock(303);
    assert_answer(http_post(&visitor, "/api/auth/register/options", "{}"), 403,
        "fresh_sign_in_required");
}

static int
by_text(const void *first, const void *second)
{
    return memcmp(first, second, 44);
}

/* 10^6 under `make soak`; here 3,000 of two processes. */
static void
B6_challenges_are_unique(void **state)
{
    size_t num = soak_or(1000000, 3000), i;
    char(*all)[44] = calloc(num, sizeof(*all));
    struct visitor visitor;

    (void)state;
    begin_case();
    assert_non_null(all);
    for (i = 0; i < num; i++) {
        struct http_answer answer;
        const char *challenge;

        visitor_init(&visitor, &the_server);
        answer = http_post(&visitor, "/api/auth/login/options", NULL);
        challenge =
            cJSON_GetStringValue(cJSON_GetObjectItem(answer.json, "challenge"));
        assert_int_equal(strlen(challenge), 43);
        memcpy(all[i], challenge, 44);
        if (i == num / 2) {
            server_stop(&the_server);
            server_start(&the_server);
        }
        scratch_reset();
    }
    qsort(all, num, sizeof(*all), by_text);
    for (i = 1; i < num; i++)
        assert_memory_not_equal(all[i - 1], all[i], 44);
    free(all);
}

/* Without randomness nothing begins: 503, never something else instead. */
static void
B6_no_randomness_no_challenge(void **state)
{
    struct visitor visitor;
    struct ceremony c;
    const char *body;
    size_t f;

    (void)state;
    begin_case();
    visitor_forget(&anna.visitor);
    assert_answer(sign_in(&anna.visitor, NULL, &anna.passkey), 200, "");
    flow_begin(&flows[2], &visitor, &anna.passkey, &c);
    body = ceremony_text(&c);
    trick("no-randomness", "");
    for (f = 0; f < num_flows; f++) {
        struct visitor copy = anna.visitor;
        struct http_answer answer;

        if (!flows[f].with_session)
            visitor_forget(&copy);
        answer = http_post(&copy, flows[f].options, flows[f].body);
        assert_int_equal(answer.status, 503);
        assert_null(strcasestr(answer.headers, "\nset-cookie: __Host-pre"));
    }
    /* Nor does a session. */
    assert_int_equal(http_post(&visitor, flows[2].verify, body).status, 503);
    assert_null(signed_in_name(&visitor));
    trick("no-randomness", NULL);
    assert_answer(sign_in(&visitor, NULL, &anna.passkey), 200, "");
}

static int
start_with_tricks(void **state)
{
    (void)state;
    scratch_adopt_cjson();
    curl_global_init(CURL_GLOBAL_DEFAULT);
    server_prepare(&the_server, the_binary);
    the_server.preload = tricks;
    server_start(&the_server);
    people_arrive();
    return 0;
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(B4_ceremonies_end_in_time),
        cmocka_unit_test(C4_fresh_ends_after_five_minutes),
        cmocka_unit_test(B6_challenges_are_unique),
        cmocka_unit_test(B6_no_randomness_no_challenge),
        cmocka_unit_test(B4_forgotten_is_not_unspent),
        cmocka_unit_test(B4_a_clock_set_right_locks_nobody_out),
    };

    if (argc != 3)
        return 2;
    the_binary = argv[1];
    tricks = argv[2];
    return cmocka_run_group_tests(tests, start_with_tricks, discard_the_world);
}
