/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A disk that cannot sync: nothing is acknowledged any more, the server says
 * so and ends, and the next start has what was acknowledged before.
 * argv[2] is tricks.c, the library that makes syncs fail.
 */
#include "server_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

static char broken_file[128];
static const char *tricks;

static void
N4_a_failed_sync_ends_the_server(void **state)
{
    struct kept_passkey before, after;
    struct visitor visitor, late;
    struct timespec start, end;
    FILE *file;

    (void)state;
    visitor_init(&visitor, &the_server);
    late = visitor;
    passkey_make(&before, -7);
    passkey_make(&after, -7);
    assert_answer(sign_up(&visitor, "before", &before), 200, "");
    file = fopen(broken_file, "w");
    assert_non_null(file);
    (void)fclose(file);
    (void)clock_gettime(CLOCK_MONOTONIC, &start);
    assert_answer(sign_up(&late, "after", &after), 503, "unavailable");
    assert_null(strcasestr(late.cookies[0], "__Host-sid"));
    assert_int_equal(server_wait(&the_server), EX_IOERR);
    (void)clock_gettime(CLOCK_MONOTONIC, &end);
    assert_true(end.tv_sec - start.tv_sec <= 8);

    (void)unlink(broken_file);
    server_start(&the_server);
    assert_string_equal(signed_in_name(&visitor), "before");
    /* What was not acknowledged is there as a whole or not at all. */
    if (sign_up(&late, "after", &after).status != 200)
        assert_answer(sign_in(&late, "after", &after), 200, "");
    passkey_free(&before);
    passkey_free(&after);
}

static int
start_on_a_failing_disk(void **state)
{
    (void)state;
    scratch_adopt_cjson();
    curl_global_init(CURL_GLOBAL_DEFAULT);
    server_prepare(&the_server, the_binary);
    (void)snprintf(
        broken_file, sizeof(broken_file), "%s/broken-disk",
        the_server.state_dir);
    the_server.preload = tricks;
    server_start(&the_server);
    return 0;
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(N4_a_failed_sync_ends_the_server),
    };

    if (argc != 3)
        return 2;
    the_binary = argv[1];
    tricks = argv[2];
    return cmocka_run_group_tests(
        tests, start_on_a_failing_disk, discard_the_server);
}
