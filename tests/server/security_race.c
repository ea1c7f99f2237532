/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is under way while the owner of an account changes it: comparing a
 * password takes a while, and what was right at its beginning is not at its
 * end.
 */
#include "form_flow.h"
#include "security_world.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#define ROUNDS    3
#define ATTACKERS 3
#define WON_MAX   200
#define OTHER     "another+sentence+nobody+says+53"
#define THIRD     "a+third+sentence+of+the+thief+71"
#define CHANGE    "/account/password"

struct attacker {
    pthread_t thread;
    const char *body;
    struct visitor won[WON_MAX];
    size_t num_won;
};

static atomic_bool stop;

static bool
is_signed_in(struct visitor *visitor)
{
    bool signed_in = signed_in_name(visitor) != NULL;

    scratch_reset();
    return signed_in;
}

/* Signs in with the old password until it is wrong. */
static void *
attack(void *context)
{
    struct attacker *a = context;
    long status = 303;

    while (!atomic_load(&stop) && a->num_won < WON_MAX && status != 403) {
        struct visitor *visitor = &a->won[a->num_won];

        visitor_init(visitor, &the_server);
        status =
            post_form_from(visitor, new_network(), "/sign-in", a->body).status;
        a->num_won += status == 303;
        scratch_reset();
    }
    return NULL;
}

/* The queue of passwords to be hashed may be full of the attackers'. */
static void
change_password(struct visitor *owner)
{
    long status;

    do {
        status =
            post_form_from(owner, new_network(), CHANGE, "new_password=" OTHER)
                .status;
    } while (status == 503);
    assert_int_equal(status, 303);
}

static void
one_round(unsigned round)
{
    static struct attacker attackers[ATTACKERS];
    struct visitor owner;
    char name[32], body[128];
    size_t i, k, num_won = 0;

    (void)snprintf(name, sizeof(name), "racing-%u", round);
    (void)snprintf(body, sizeof(body), "username=%s&password=" PASSWORD, name);
    visitor_init(&owner, &the_server);
    sign_up_by_password(&owner, name, PASSWORD);
    atomic_store(&stop, false);
    for (i = 0; i < ATTACKERS; i++) {
        attackers[i].body = body;
        attackers[i].num_won = 0;
        assert_int_equal(
            pthread_create(&attackers[i].thread, NULL, attack, &attackers[i]),
            0);
    }
    (void)usleep(300 * 1000);
    change_password(&owner);
    (void)usleep(300 * 1000);
    atomic_store(&stop, true);
    for (i = 0; i < ATTACKERS; i++)
        pthread_join(attackers[i].thread, NULL);
    for (i = 0; i < ATTACKERS; i++) {
        num_won += attackers[i].num_won;
        for (k = 0; k < attackers[i].num_won; k++)
            assert_false(is_signed_in(&attackers[i].won[k]));
    }
    assert_true(num_won > 0); /* before the change it was right */
    assert_true(is_signed_in(&owner));
}

static void
C_an_old_password_under_way_opens_nothing(void **state)
{
    unsigned round;

    (void)state;
    for (round = 0; round < ROUNDS; round++) {
        scratch_reset();
        one_round(round);
    }
}

struct change {
    pthread_t thread;
    struct visitor visitor;
    const char *body;
    useconds_t delay;
};

static void *
make_change(void *context)
{
    struct change *change = context;

    (void)usleep(change->delay);
    (void)post_form_from(&change->visitor, new_network(), CHANGE, change->body);
    scratch_reset();
    return NULL;
}

static bool
opens(const char *name, const char *password)
{
    return sign_in_by_password(name, new_network(), password).status == 303;
}

/* Each change ends the other session: one of them is too late. */
static void
C_a_form_of_an_ended_session_is_not_carried_out(void **state)
{
    static struct change owner, thief;
    char name[32], body[128];
    unsigned round;
    bool is_owners;

    (void)state;
    for (round = 0; round < 6; round++) {
        scratch_reset();
        (void)snprintf(name, sizeof(name), "ended-%u", round);
        visitor_init(&owner.visitor, &the_server);
        visitor_init(&thief.visitor, &the_server);
        sign_up_by_password(&owner.visitor, name, PASSWORD);
        (void)snprintf(
            body, sizeof(body), "username=%s&password=" PASSWORD, name);
        assert_int_equal(
            post_form_from(&thief.visitor, new_network(), "/sign-in", body)
                .status,
            303);
        owner.body = "new_password=" OTHER;
        thief.body = "new_password=" THIRD;
        thief.delay = round * 4000;
        assert_int_equal(
            pthread_create(&owner.thread, NULL, make_change, &owner), 0);
        assert_int_equal(
            pthread_create(&thief.thread, NULL, make_change, &thief), 0);
        pthread_join(owner.thread, NULL);
        pthread_join(thief.thread, NULL);
        is_owners = opens(name, OTHER);
        assert_int_not_equal(is_owners, opens(name, THIRD));
        assert_int_equal(is_signed_in(&owner.visitor), is_owners);
        assert_int_equal(is_signed_in(&thief.visitor), !is_owners);
    }
}

/* More ceremonies than there is room: what was begun is not promised. */
static void
one_account_has_sixteen_passkeys(void **state)
{
    static struct ceremony ceremonies[20];
    static struct kept_passkey passkeys[20];
    static struct visitor visitors[20];
    struct visitor owner = *anna_signed_in();
    size_t i, num = 0;

    (void)state;
    for (i = 0; i < 20; i++) {
        visitors[i] = owner;
        passkey_make(&passkeys[i], -7);
        assert_answer(begin_registration(
                          &visitors[i], "{}", &passkeys[i], &ceremonies[i]),
            200, "");
    }
    for (i = 0; i < 20; i++) {
        struct http_answer answer = http_post(&visitors[i],
            "/api/auth/register/verify", ceremony_text(&ceremonies[i]));

        num += answer.status == 200;
        if (answer.status != 200)
            assert_answer(answer, 409, "too_many_passkeys");
        passkey_free(&passkeys[i]);
    }
    assert_int_equal(num, 15); /* and the one that was there */
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(C_an_old_password_under_way_opens_nothing),
        cmocka_unit_test(C_a_form_of_an_ended_session_is_not_carried_out),
        cmocka_unit_test(one_account_has_sixteen_passkeys),
    };

    if (argc != 2)
        return 2;
    the_binary = argv[1];
    return cmocka_run_group_tests(
        tests, start_behind_a_proxy, discard_the_world);
}
