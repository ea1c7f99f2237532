/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the command line shows and does: names that stay in the audit log,
 * text of strangers, and files of whoever typed the command.
 */
#include "form_flow.h"
#include "server_database.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

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

/* The text of `--json` must be JSON, which is UTF-8, in all its strings. */
static void
browsers_have_names_of_text(void **state)
{
    char agent[512], expected[512];

    (void)state;
    sign_up_with("bytes", "",
        "a\xff\xfe\xc3"
        "b\xc2\x9b"
        "c\xc3\xa4");
    run("user sessions bytes --json");
    assert_non_null(strstr(said, "\"userAgent\":\"a???b??c\xc3\xa4\""));
    /* Cut at 256 bytes, which is inside of the last character. */
    (void)snprintf(agent, sizeof(agent), "%0255d\xc3\xa4", 0);
    (void)snprintf(expected, sizeof(expected), "\"userAgent\":\"%0255d\"", 0);
    sign_up_with("long", "", agent);
    run("user sessions long --json");
    assert_non_null(strstr(said, expected));
}

/* Some terminals obey C1 controls, which are two bytes of UTF-8 each. */
static void
terminals_get_no_controls(void **state)
{
    (void)state;
    sign_up_with("eve", "a%C2%9B31mred%C2%9D0;title%C2%9C%C3%A4", "x");
    run("user show eve");
    assert_null(strstr(said, "\xc2\x9b"));
    assert_non_null(strstr(said, "a??31mred??0;title??\xc3\xa4"));
    run("user list");
    assert_null(strstr(said, "\xc2\x9b"));
}

/* The server has a working directory of its own. */
static void
a_copy_lies_where_the_command_was_typed(void **state)
{
    char before[1024], folder[128];

    (void)state;
    assert_non_null(getcwd(before, sizeof(before)));
    (void)snprintf(folder, sizeof(folder), "%s", the_server.state_dir);
    assert_int_equal(chdir(folder), 0);
    run("backup copy.db");
    assert_int_equal(chdir(before), 0);
    (void)strcat(folder, "/copy.db");
    assert_int_equal(access(folder, F_OK), 0);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_was_deleted_stays_known),
        cmocka_unit_test(browsers_have_names_of_text),
        cmocka_unit_test(terminals_get_no_controls),
        cmocka_unit_test(a_copy_lies_where_the_command_was_typed),
    };

    static char binary[PATH_MAX];

    /* A test changes the directory. */
    if (argc != 2 || realpath(argv[1], binary) == NULL)
        return 2;
    the_binary = binary;
    return cmocka_run_group_tests(tests, start_the_server, discard_the_server);
}
