/* SPDX-License-Identifier: Apache-2.0 */
#include "../unit.h"

#include <sodium.h>
#include <stdio.h>

#include "../../../server/account/throttle.h"

#define NOW 1000000

/* 192.0.x.y as an IPv4-mapped address */
static const uint8_t *
peer_of(uint8_t x, uint8_t y)
{
    static uint8_t peer[16];

    memset(peer, 0, sizeof(peer));
    peer[10] = peer[11] = 0xff;
    peer[12] = 192;
    peer[14] = x;
    peer[15] = y;
    return peer;
}

static struct throttle_who
who(const char *account, uint8_t x, uint8_t y)
{
    const struct throttle_who who = {
        .account = view_text(account), .peer = peer_of(x, y)};

    return who;
}

static int
set_up(void **state)
{
    *state = throttle_new();
    return *state == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
    throttle_free(*state);
    return 0;
}

/* Counts guesses until one must wait. */
static unsigned
guesses(struct throttle *throttle, const char *account, uint8_t x, int64_t now,
    unsigned most)
{
    unsigned num;

    for (num = 0; num < most; num++) {
        struct throttle_who guess = who(account, x, (uint8_t)num);

        if (throttle_wait(throttle, &guess, now) > 0)
            break;
        throttle_count(throttle, &guess, now);
    }
    return num;
}

/* L3: whatever mix of addresses, an account takes ten and then slows down. */
static void
an_account_takes_ten(void **state)
{
    assert_int_equal(guesses(*state, "ann", 1, NOW, 50), 10);
    assert_int_equal(guesses(*state, "ann", 2, NOW, 50), 0);
    assert_int_equal(guesses(*state, "bob", 2, NOW, 50), 10);
}

static void
it_takes_a_hundred_in_an_hour(void **state)
{
    unsigned num = 0;
    int64_t now;

    for (now = NOW; now < NOW + 3600; now += 10)
        num += guesses(*state, "ann", (uint8_t)(now % 200), now, 50);
    assert_true(num >= 100 && num <= 110);
}

/* L3: ten thousand accounts from one network: a hundred tries. */
static void
a_network_takes_a_hundred(void **state)
{
    struct throttle *throttle = *state;
    unsigned i, num = 0;
    char name[16];

    for (i = 0; i < 10000; i++) {
        struct throttle_who guess;

        snprintf(name, sizeof(name), "user%u", i);
        guess = who(name, 7, (uint8_t)i);
        if (throttle_wait(throttle, &guess, NOW) > 0)
            continue;
        throttle_count(throttle, &guess, NOW);
        num++;
    }
    assert_int_equal(num, 100);
}

static void
what_was_right_is_given_back(void **state)
{
    struct throttle *throttle = *state;
    struct throttle_who ann = who("ann", 1, 1);
    unsigned i;

    for (i = 0; i < 1000; i++) {
        assert_int_equal(throttle_wait(throttle, &ann, NOW), 0);
        throttle_count(throttle, &ann, NOW);
        throttle_forgive(throttle, &ann, NOW);
    }
}

static void
waiting_as_long_as_was_said_is_enough(void **state)
{
    struct throttle *throttle = *state;
    struct throttle_who ann = who("ann", 1, 1);
    int64_t wait;

    (void)guesses(throttle, "ann", 1, NOW, 50);
    wait = throttle_wait(throttle, &ann, NOW);
    assert_true(wait > 0 && wait <= 120);
    assert_true(throttle_wait(throttle, &ann, NOW + wait - 1) > 0);
    assert_int_equal(throttle_wait(throttle, &ann, NOW + wait), 0);
}

/* A clock that goes back must not open or close anything for long. */
static void
a_clock_that_goes_back_gives_nothing_back(void **state)
{
    (void)guesses(*state, "ann", 1, NOW, 50);
    assert_int_equal(guesses(*state, "ann", 1, NOW - 3600, 50), 0);
}

/* The table is small; a flood of names must not forget who is guessed at. */
static void
a_million_names_fit(void **state)
{
    struct throttle *throttle = *state;
    unsigned i;
    char name[16];

    for (i = 0; i < 1000000; i++) {
        struct throttle_who guess;

        snprintf(name, sizeof(name), "n%u", i);
        guess = who(name, (uint8_t)(i >> 8), (uint8_t)i);
        (void)!throttle_wait(throttle, &guess, NOW + i / 1000);
    }
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(an_account_takes_ten),
        TEST(it_takes_a_hundred_in_an_hour),
        TEST(a_network_takes_a_hundred),
        TEST(what_was_right_is_given_back),
        TEST(waiting_as_long_as_was_said_is_enough),
        TEST(a_clock_that_goes_back_gives_nothing_back),
        TEST(a_million_names_fit),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("throttle", tests, NULL, NULL);
}
