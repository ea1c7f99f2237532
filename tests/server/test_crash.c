/* SPDX-License-Identifier: Apache-2.0 */
/* The server is killed under load; what it had answered is there afterwards. */
#include "server_test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sysexits.h>
#include <time.h>

#define KILLS       20
#define WRITERS     4
#define ANSWERS_MAX 4000

struct answered {
    char name[32];
    struct kept_passkey passkey;
};

static struct answered answered[ANSWERS_MAX];
static atomic_int num_answered;
static atomic_bool stopping;

/* Signs people up until told to stop; keeps those that were answered. */
static void *
write_until_stopped(void *context)
{
    int writer = *(const int *)context;
    static atomic_int number;
    struct visitor visitor;

    while (!stopping) {
        struct kept_passkey passkey;
        char name[32];

        (void)snprintf(name, sizeof(name), "w%d-%d", writer, number++);
        visitor_init(&visitor, &the_server);
        passkey_make(&passkey, -7);
        if (sign_up(&visitor, name, &passkey).status == 200) {
            int at = num_answered++;

            strcpy(answered[at].name, name);
            answered[at].passkey = passkey;
        } else {
            passkey_free(&passkey);
        }
        scratch_reset();
    }
    return NULL;
}

static void
wait_and_kill(int round)
{
    struct timespec pause = {0, (20 + round * 7) * 1000000L};

    nanosleep(&pause, NULL);
    server_kill(&the_server);
}

static void
load_and_kill(int round)
{
    pthread_t threads[WRITERS];
    int numbers[WRITERS];
    int i;

    stopping = false;
    for (i = 0; i < WRITERS; i++) {
        numbers[i] = i;
        assert_int_equal(
            pthread_create(&threads[i], NULL, write_until_stopped, &numbers[i]),
            0);
    }
    wait_and_kill(round);
    stopping = true;
    for (i = 0; i < WRITERS; i++)
        pthread_join(threads[i], NULL);
    server_start(&the_server);
}

static void
answered_sign_ups_survive_kills(void **state)
{
    struct visitor visitor;
    int checked = 0;
    int round;

    (void)state;
    for (round = 0; round < KILLS; round++) {
        load_and_kill(round);
        for (; checked < num_answered; checked++) {
            visitor_init(&visitor, &the_server);
            assert_answer(
                sign_in(&visitor, NULL, &answered[checked].passkey), 200, "");
            assert_string_equal(
                signed_in_name(&visitor), answered[checked].name);
            passkey_free(&answered[checked].passkey);
            scratch_reset();
        }
    }
    print_message("# %d sign-ups answered and found\n", checked);
    assert_true(checked >= KILLS);
}

static void
a_second_process_refuses(void **state)
{
    struct visitor visitor;
    char text[512];

    (void)state;
    assert_int_equal(
        server_second(&the_server, text, sizeof(text)), EX_TEMPFAIL);
    print_message("# %s", text);
    assert_non_null(strstr(text, "another passkeyd has "));
    visitor_init(&visitor, &the_server);
    assert_int_equal(http_get(&visitor, "/healthz").status, 200);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answered_sign_ups_survive_kills),
        cmocka_unit_test(a_second_process_refuses),
    };

    if (argc != 2)
        return 2;
    the_binary = argv[1];
    return cmocka_run_group_tests(tests, start_the_server, discard_the_server);
}
