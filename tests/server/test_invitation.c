/* SPDX-License-Identifier: Apache-2.0 */
/* Invitations where nobody else may sign up: for anybody, or for one name. */
#include "form_flow.h"
#include "server_database.h"

#include <stdio.h>

static struct kept_passkey passkey;

/* A browser in which the invitation was accepted; NULL: one for any name. */
static void
come_invited(struct visitor *visitor, const char *name)
{
    visitor_init(visitor, &the_server);
    assert_int_equal(post_form(visitor, "/link",
                         token_body(link_token("invite", name ? name : "")))
                         .status,
        303);
}

static struct http_answer
fill_form(struct visitor *visitor, const char *name)
{
    char body[256];

    (void)snprintf(body, sizeof(body),
        "username=%s&display_name=&password=" PASSWORD, name);
    return post_form(visitor, "/sign-up", body);
}

static int64_t
num_users(const char *name)
{
    char query[128];

    (void)snprintf(query, sizeof(query),
        "SELECT count(*) FROM users WHERE name = '%s'", name);
    return database_number(&the_server, query);
}

static void
a_name_of_an_invitation_is_the_only_one(void **state)
{
    struct visitor visitor;
    struct http_answer answer;

    (void)state;
    come_invited(&visitor, "ann");
    answer = http_get(&visitor, "/sign-up");
    assert_non_null(strstr(answer.body, "value=\"ann\""));
    assert_non_null(strstr(answer.body, " readonly>"));
    answer = fill_form(&visitor, "boss");
    assert_int_equal(answer.status, 403);
    assert_non_null(strstr(answer.body, "only for the username"));
    assert_non_null(strstr(answer.body, "value=\"ann\""));
    answer = post_form(
        &visitor, "/sign-up", "username=boss&display_name=&password=short");
    assert_int_equal(answer.status, 400);
    assert_non_null(strstr(answer.body, "value=\"ann\""));
    assert_int_equal(num_users("boss"), 0);
    assert_int_equal(fill_form(&visitor, "+Ann").status, 303);
    assert_string_equal(signed_in_name(&visitor), "ann");
}

static void
passkeys_are_for_that_name_too(void **state)
{
    struct visitor visitor;

    (void)state;
    come_invited(&visitor, "bea");
    assert_answer(
        http_post(&visitor, "/api/auth/register/options", name_body("boss")),
        403, "name_not_invited");
    assert_answer(sign_up(&visitor, "bea", &passkey), 200, "");
}

/* Begun with an invitation for anybody, ended with one for somebody. */
static void
the_name_counts_at_the_end(void **state)
{
    struct kept_passkey other;
    struct visitor visitor;
    struct ceremony c;

    (void)state;
    come_invited(&visitor, NULL);
    passkey_make(&other, -7);
    assert_int_equal(
        begin_registration(&visitor, name_body("boss"), &other, &c).status,
        200);
    assert_int_equal(
        post_form(&visitor, "/link", token_body(link_token("invite", "cleo")))
            .status,
        303);
    assert_answer(
        http_post(&visitor, "/api/auth/register/verify", ceremony_text(&c)),
        403, "name_not_invited");
    assert_int_equal(num_users("boss"), 0);
    passkey_free(&other);
}

static void
without_a_name_any_is_good(void **state)
{
    struct visitor visitor;

    (void)state;
    come_invited(&visitor, NULL);
    assert_null(strstr(http_get(&visitor, "/sign-up").body, " readonly"));
    assert_int_equal(fill_form(&visitor, "dora").status, 303);
    visitor_init(&visitor, &the_server);
    assert_int_equal(fill_form(&visitor, "eric").status, 403);
    assert_answer(
        http_post(&visitor, "/api/auth/register/options", name_body("eric")),
        403, "sign_up_closed");
}

/* Where everybody may sign up, other names need no invitation, and use none. */
static void
an_open_site_has_other_names(void **state)
{
    struct visitor visitor;

    (void)state;
    server_stop(&the_server);
    the_server.settings[1] = "open";
    server_start(&the_server);
    come_invited(&visitor, "fay");
    assert_int_equal(fill_form(&visitor, "gil").status, 303);
    assert_int_equal(database_number(&the_server,
                         "SELECT count(*) FROM links WHERE name = 'fay'"),
        1);
}

static int
start_by_invitation(void **state)
{
    (void)state;
    scratch_adopt_cjson();
    curl_global_init(CURL_GLOBAL_DEFAULT);
    server_prepare(&the_server, the_binary);
    the_server.settings[0] = "--sign-up";
    the_server.settings[1] = "invite";
    server_start(&the_server);
    passkey_make(&passkey, -7);
    return 0;
}

static int
stop(void **state)
{
    passkey_free(&passkey);
    return discard_the_server(state);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_of_an_invitation_is_the_only_one),
        cmocka_unit_test(passkeys_are_for_that_name_too),
        cmocka_unit_test(the_name_counts_at_the_end),
        cmocka_unit_test(without_a_name_any_is_good),
        cmocka_unit_test(an_open_site_has_other_names),
    };

    if (argc != 2)
        return 2;
    the_binary = argv[1];
    return cmocka_run_group_tests(tests, start_by_invitation, stop);
}
