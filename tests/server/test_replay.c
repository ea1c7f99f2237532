/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Row B3: one valid assertion, posted by many at once, begins exactly one
 * session. 1,000 rounds under `make soak`; here 50.
 */
#include "security_world.h"

#include <pthread.h>

#define CLIENTS 200

static pthread_barrier_t barrier;

struct client {
    pthread_t thread;
    struct visitor visitor;
    const char *body;
    long status;
    bool signed_in;
};

static void *
post_at_once(void *context)
{
    struct client *client = context;
    struct http_answer answer;

    pthread_barrier_wait(&barrier);
    answer = http_post(&client->visitor, "/api/auth/login/verify", client->body);
    client->status = answer.status;
    if (answer.failure != NULL)
        print_message("# %s\n", answer.failure);
    client->signed_in = signed_in_name(&client->visitor) != NULL;
    scratch_reset();
    return NULL;
}

/* How many of the clients have a session afterwards. */
static int
storm(const struct visitor *visitor, const char *body)
{
    static struct client clients[CLIENTS];
    int sessions = 0;
    int i;

    pthread_barrier_init(&barrier, NULL, CLIENTS);
    for (i = 0; i < CLIENTS; i++) {
        clients[i].visitor = *visitor;
        clients[i].body = body;
        assert_int_equal(
            pthread_create(&clients[i].thread, NULL, post_at_once, &clients[i]),
            0);
    }
    for (i = 0; i < CLIENTS; i++) {
        pthread_join(clients[i].thread, NULL);
        assert_int_not_equal(clients[i].status, 0);
        assert_int_equal(clients[i].signed_in, clients[i].status == 200);
        sessions += clients[i].signed_in;
    }
    pthread_barrier_destroy(&barrier);
    return sessions;
}

static void
B3_one_assertion_begins_one_session(void **state)
{
    struct kept_passkey passkey;
    struct visitor visitor;
    struct ceremony c;
    const char *body = NULL;
    int round;

    (void)state;
    visitor_init(&visitor, &the_server);
    passkey_make(&passkey, -7);
    assert_answer(sign_up(&visitor, "mallory", &passkey), 200, "");
    for (round = 0; round < (int)soak_or(1000, 50); round++) {
        scratch_reset();
        visitor_forget(&visitor);
        assert_answer(begin_sign_in(&visitor, NULL, &passkey, &c), 200, "");
        c.sign_count = 0; /* a synced passkey: the count cannot help */
        body = ceremony_text(&c);
        assert_int_equal(storm(&visitor, body), 1);
    }
    server_stop(&the_server);
    server_start(&the_server);
    assert_int_equal(storm(&visitor, body), 0);
    passkey_free(&passkey);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(B3_one_assertion_begins_one_session),
    };

    if (argc != 2)
        return 2;
    the_binary = argv[1];
    return cmocka_run_group_tests(tests, start_the_server, discard_the_server);
}
