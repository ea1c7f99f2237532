/* SPDX-License-Identifier: Apache-2.0 */
/* How many connections one address may hold at a time, and behind a proxy. */
#include "raw_client.h"
#include "server_test.h"

#include <unistd.h>

#define MOST 3

static bool
is_served(void)
{
    struct visitor visitor;

    visitor_init(&visitor, &the_server);
    return http_get(&visitor, "/healthz").status == 200;
}

/* The server learns of a closed connection when its thread looks there. */
static bool
is_served_soon(void)
{
    int tries;

    for (tries = 0; tries < 200 && !is_served(); tries++)
        (void)usleep(25 * 1000);
    return tries < 200;
}

static void
one_address_holds_only_its_share(void **state)
{
    int connections[10 * MOST];
    int num;

    (void)state;
    for (num = 0; num < MOST - 1; num++)
        connections[num] = raw_connect(&the_server);
    assert_true(is_served_soon());
    while (num < 10 * MOST && is_served())
        connections[num++] = raw_connect(&the_server);
    assert_true(num < 10 * MOST);
    while (num > 0)
        close(connections[--num]);
    assert_true(is_served_soon());
}

/* A proxy brings everybody from one address. */
static void
a_proxy_holds_more(void **state)
{
    int connections[10 * MOST];
    int i;

    (void)state;
    server_stop(&the_server);
    the_server.settings[2] = "--trusted-proxies";
    the_server.settings[3] = "127.0.0.1";
    server_start(&the_server);
    for (i = 0; i < 10 * MOST; i++)
        connections[i] = raw_connect(&the_server);
    assert_true(is_served());
    while (i > 0)
        close(connections[--i]);
}

static int
start_with_a_limit(void **state)
{
    (void)state;
    scratch_adopt_cjson();
    curl_global_init(CURL_GLOBAL_DEFAULT);
    server_prepare(&the_server, the_binary);
    the_server.settings[0] = "--connections-per-address";
    the_server.settings[1] = "3";
    server_start(&the_server);
    return 0;
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_address_holds_only_its_share),
        cmocka_unit_test(a_proxy_holds_more),
    };

    if (argc != 2)
        return 2;
    the_binary = argv[1];
    return cmocka_run_group_tests(
        tests, start_with_a_limit, discard_the_server);
}
