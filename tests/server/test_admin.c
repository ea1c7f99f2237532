/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the command line shows and does: names that stay in the audit log,
 * text of strangers, and files of whoever typed the command.
 */
#include "form_flow.h"
#include "server_database.h"

#include <stdio.h>

static char said[4096];

static void
run(const char *words)
{
    assert_int_equal(server_command(&the_server, words, said, sizeof(said)), 0);
}

/* Signs up by password, with a browser that calls itself `agent`. */
static void
sign_up_with(const char *name, const char *display_name, const char *agent)
{
    struct visitor visitor;
    char body[256], header[600];
    struct http_call call = {"POST", "/sign-up", body, 0,
        "application/x-www-form-urlencoded", the_server.origin, header};

    visitor_init(&visitor, &the_server);
    (void)snprintf(header, sizeof(header), "User-Agent: %s", agent);
    (void)snprintf(body, sizeof(body),
        "username=%s&display_name=%s&password=" PASSWORD, name, display_name);
    call.body_len = strlen(body);
    assert_int_equal(http_send(&visitor, &call).status, 303);
}

static void
who_was_deleted_stays_known(void **state)
{
    (void)state;
    sign_up_with("gone", "", "x");
    run("user delete gone");
    run("audit");
    assert_non_null(strstr(said, "admin.deleted"));
    assert_string_equal(
        database_text(&the_server, "SELECT detail FROM audit "
                                   "WHERE event = 'admin.deleted'"),
        "gone\n");
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_was_deleted_stays_known),
    };

    if (argc != 2)
        return 2;
    the_binary = argv[1];
    return cmocka_run_group_tests(tests, start_the_server, discard_the_server);
}
