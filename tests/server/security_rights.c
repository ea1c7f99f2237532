/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows C4, C9 and C12: who may do what. Each way to have a session, with
 * each thing that changes how an account is entered; nobody who becomes the
 * administrator over the network; and no change beyond what a role may.
 */
#include "form_flow.h"
#include "security_world.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* An account of its own for each case, with whatever it can have. */
struct account {
    char name[32];
    struct kept_passkey passkey;
    char codes[10][32];
    struct visitor visitor;
};

static void
sign_up_with_all(struct account *a)
{
    visitor_init(&a->visitor, &the_server);
    passkey_make(&a->passkey, -7);
    assert_answer(sign_up(&a->visitor, a->name, &a->passkey), 200, "");
    assert_int_equal(
        post_form(&a->visitor, "/account/password", "new_password=" PASSWORD)
            .status,
        303);
    assert_int_equal(make_recovery_codes(&a->visitor, a->codes), 10);
}

static void
enter_by_password_form(struct account *a)
{
    char body[128];

    visitor_forget(&a->visitor);
    (void)snprintf(
        body, sizeof(body), "username=%s&password=" PASSWORD, a->name);
    assert_int_equal(
        post_form_from(&a->visitor, new_network(), "/sign-in", body).status,
        303);
}

static void
by_password_alone(struct account *a)
{
    sign_up_by_password(&a->visitor, a->name, PASSWORD);
    passkey_make(&a->passkey, -7);
    enter_by_password_form(a);
}

static void
by_password_beside_a_passkey(struct account *a)
{
    sign_up_with_all(a);
    enter_by_password_form(a);
}

static void
by_passkey(struct account *a)
{
    sign_up_with_all(a);
    visitor_forget(&a->visitor);
    assert_answer(sign_in(&a->visitor, NULL, &a->passkey), 200, "");
}

static void
by_passkey_without_verification(struct account *a)
{
    struct ceremony c;

    sign_up_with_all(a);
    visitor_forget(&a->visitor);
    assert_answer(
        begin_sign_in(&a->visitor, NULL, &a->passkey, &c), 200, "");
    c.flags = FLAG_UP;
    assert_answer(
        http_post(&a->visitor, "/api/auth/login/verify", ceremony_text(&c)),
        200, "");
}

static void
by_recovery_code(struct account *a)
{
    sign_up_with_all(a);
    visitor_forget(&a->visitor);
    assert_int_equal(post_form_from(&a->visitor, new_network(), "/recover",
                         code_body(a->name, a->codes[0]))
                         .status,
        303);
}

static void
by_recovery_link(struct account *a)
{
    const char *token;

    sign_up_with_all(a);
    token = link_token("recover", a->name);
    visitor_forget(&a->visitor);
    assert_int_equal(
        post_form(&a->visitor, "/link", token_body(token)).status, 303);
}

static void
by_sign_up(struct account *a)
{
    sign_up_with_all(a);
}

static void
by_password_and_confirmation(struct account *a)
{
    sign_up_with_all(a);
    enter_by_password_form(a);
    assert_answer(confirm(&a->visitor, &a->passkey), 204, "");
}

static const struct method {
    const char *name;
    void (*enter)(struct account *a);
    bool is_strong;
} methods[] = {
    {"password, no passkey", by_password_alone, true},
    {"password beside a passkey", by_password_beside_a_passkey, false},
    {"passkey", by_passkey, true},
    {"passkey, not verified", by_passkey_without_verification, true},
    {"recovery code", by_recovery_code, true},
    {"recovery link", by_recovery_link, true},
    {"sign-up with a passkey", by_sign_up, true},
    {"password, then confirmed", by_password_and_confirmation, true},
};

/* What refuses an old or weak check sends people to confirm. */
static bool
asks_to_confirm(struct http_answer answer)
{
    return strcmp(answer.code, "fresh_sign_in_required") == 0 ||
           (answer.status == 303 &&
               strcasestr(answer.headers, "\nlocation: /confirm\r") != NULL);
}

static bool
form_asks(struct account *a, const char *path, const char *body)
{
    return asks_to_confirm(post_form(&a->visitor, path, body));
}

static bool
set_password(struct account *a)
{
    return form_asks(
        a, "/account/password", "new_password=another+set+of+long+words");
}

static bool
set_bad_password(struct account *a)
{
    return form_asks(a, "/account/password", "new_password=x");
}

static bool
remove_password(struct account *a)
{
    return form_asks(a, "/account/password/remove", "");
}

static bool
make_codes(struct account *a)
{
    return form_asks(a, "/account/recovery-codes", "");
}

static bool
set_email(struct account *a)
{
    return form_asks(a, "/account/email", "email=a%40example.org");
}

static bool
remove_email(struct account *a)
{
    return form_asks(a, "/account/email", "email=");
}

static const char *
id_of(const struct account *a)
{
    return blob_base64url(blob_copy(a->passkey.id, sizeof(a->passkey.id)));
}

static bool
remove_passkey(struct account *a)
{
    char body[80];

    (void)snprintf(body, sizeof(body), "id=%s", id_of(a));
    return form_asks(a, "/account/passkeys/remove", body);
}

static bool
delete_passkey(struct account *a)
{
    char path[96];
    struct http_call call = {
        "DELETE", path, NULL, 0, NULL, the_server.origin, NULL};

    (void)snprintf(path, sizeof(path), "/api/account/passkeys/%s", id_of(a));
    return asks_to_confirm(http_send(&a->visitor, &call));
}

static bool
delete_unknown_passkey(struct account *a)
{
    struct http_call call = {"DELETE", "/api/account/passkeys/AAAAAAAA", NULL,
        0, NULL, the_server.origin, NULL};

    return asks_to_confirm(http_send(&a->visitor, &call));
}

static bool
begin_adding(struct account *a)
{
    return asks_to_confirm(
        http_post(&a->visitor, "/api/auth/register/options", "{}"));
}

static bool
add(struct account *a)
{
    struct kept_passkey second;
    struct http_answer answer;

    passkey_make(&second, -7);
    answer = add_passkey(&a->visitor, &second);
    passkey_free(&second);
    return asks_to_confirm(answer);
}

static bool
delete_account(struct account *a)
{
    char body[64];

    (void)snprintf(body, sizeof(body), "username=%s", a->name);
    return form_asks(a, "/account/delete", body);
}

static const struct {
    const char *name;
    bool (*asks)(struct account *a); /* does it, or is asked to confirm */
} operations[] = {
    {"setting a password", set_password},
    {"setting a bad password", set_bad_password},
    {"removing the password", remove_password},
    {"making codes", make_codes},
    {"setting an address", set_email},
    {"removing the address", remove_email},
    {"removing a passkey", remove_passkey},
    {"deleting a passkey", delete_passkey},
    {"deleting an unknown passkey", delete_unknown_passkey},
    {"beginning to add a passkey", begin_adding},
    {"adding a passkey", add},
    {"deleting the account", delete_account},
};

static void
one_of_the_table(size_t m, size_t o, bool is_old)
{
    bool must_ask = is_old || !methods[m].is_strong;
    struct account a = {.name = ""};
    const char *before;
    bool asked;

    (void)snprintf(
        a.name, sizeof(a.name), "c4-%zu-%zu-%d", m, o, is_old);
    methods[m].enter(&a);
    assert_string_equal(signed_in_name(&a.visitor), a.name);
    if (is_old)
        (void)database_change(&the_server,
            "UPDATE sessions SET strong_at = strong_at - 301 "
            "WHERE strong_at > 0");
    before = world_text();
    asked = operations[o].asks(&a);
    if (asked != must_ask)
        fail_msg("%s, %s, %s: %d", methods[m].name,
            is_old ? "long ago" : "just now", operations[o].name, asked);
    if (asked)
        assert_string_equal(world_text(), before);
    passkey_free(&a.passkey);
    scratch_reset();
}

/* 8 x 12 x 2: a weak check, or one of long ago, changes nothing. */
static void
C4_methods_and_operations(void **state)
{
    size_t m, o;

    (void)state;
    assert_int_equal(COUNT(methods) * COUNT(operations), 96);
    for (m = 0; m < COUNT(methods); m++) {
        for (o = 0; o < COUNT(operations); o++) {
            one_of_the_table(m, o, false);
            one_of_the_table(m, o, true);
        }
    }
}

struct claimant {
    pthread_t thread;
    int number;
    bool was_let_in;
};

static pthread_barrier_t barrier;

/* Knocks at the administrator's doors with a key of its own invention. */
static void *
claim(void *context)
{
    static const char *const keys[] = {NULL, "Authorization: Bearer ",
        "Authorization: Bearer admin", "Authorization: Basic YWRtaW46YWRtaW4=",
        "Authorization: Bearer "
        "0000000000000000000000000000000000000000000000000000000000000000"};
    struct claimant *claimant = context;
    struct visitor visitor;
    char body[64];
    struct http_call call = {"POST", "/api/admin/add", body, 0,
        "application/json", the_server.origin,
        keys[(size_t)claimant->number % COUNT(keys)]};

    visitor_init(&visitor, &the_server);
    if (claimant->number % 2 == 0)
        visitor = anna.visitor;
    (void)snprintf(
        body, sizeof(body), "{\"username\":\"admin-%d\"}", claimant->number);
    call.body_len = strlen(body);
    pthread_barrier_wait(&barrier);
    claimant->was_let_in = http_send(&visitor, &call).status != 401;
    scratch_reset();
    return NULL;
}

/*
 * Nothing is there to be won in a race: no account is an administrator's,
 * none is made by the installation, and without a configured key only the
 * server's own user has the socket.
 */
static void
C9_nobody_becomes_the_first_administrator(void **state)
{
    static struct claimant claimants[100];
    const char *before = world_text();
    char path[128];
    struct stat status;
    int i;

    (void)state;
    pthread_barrier_init(&barrier, NULL, COUNT(claimants));
    for (i = 0; i < (int)COUNT(claimants); i++) {
        claimants[i].number = i;
        assert_int_equal(
            pthread_create(&claimants[i].thread, NULL, claim, &claimants[i]),
            0);
    }
    for (i = 0; i < (int)COUNT(claimants); i++) {
        pthread_join(claimants[i].thread, NULL);
        assert_false(claimants[i].was_let_in);
    }
    pthread_barrier_destroy(&barrier);
    assert_string_equal(world_text(), before);
    (void)snprintf(
        path, sizeof(path), "%s/admin.sock", the_server.state_dir);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 077, 0);
}

static void
C9_a_fresh_installation_has_no_account(void **state)
{
    struct server_process fresh = {.binary = NULL};

    (void)state;
    server_prepare(&fresh, the_binary);
    server_start(&fresh);
    assert_int_equal(database_number(&fresh, "SELECT count(*) FROM users"), 0);
    assert_int_equal(
        database_number(&fresh, "SELECT count(*) FROM sessions"), 0);
    server_discard(&fresh);
}

/* Bodies that somebody could hope a server takes over without looking. */
static const char *
random_body(unsigned *seed, bool *only_label)
{
    static const char *const members[] = {"label", "id", "user", "record",
        "sign_count", "signCount", "createdAt", "usedAt", "disabled", "name",
        "role", "admin", "provider", "synced", "__proto__", "userHandle",
        "displayName", "password", "username"};
    static const char *const values[] = {"\"x\"", "1", "null", "true", "[]",
        "{}", "\"\"", "-1", "1e9", "\"\\u0000\"", "\"anna\""};
    char *body = scratch_alloc(512);
    int num = 1 + rand_r(seed) % 3, k;

    *only_label = true;
    (void)strcpy(body, "{");
    for (k = 0; k < num; k++) {
        int member = rand_r(seed) % (int)COUNT(members);

        *only_label = *only_label && member == 0 && num == 1;
        (void)sprintf(body + strlen(body), "%s\"%s\":%s", k > 0 ? "," : "",
            members[member], values[rand_r(seed) % (int)COUNT(values)]);
    }
    return strcat(body, "}");
}

#define RENAME 0

/* The addresses that take a body and are no ceremony. */
static const struct {
    const char *method, *path;
} doors[] = {
    [RENAME] = {"PATCH", "/api/account/passkeys/"}, /* and an id */
    {"POST", "/api/admin/add"},
    {"POST", "/api/admin/invite"},
    {"POST", "/api/admin/recover"},
    {"POST", "/api/admin/disable"},
    {"POST", "/api/admin/enable"},
    {"POST", "/api/admin/delete"},
    {"POST", "/api/admin/logout"},
    {"POST", "/api/admin/remove-passkey"},
    {"POST", "/api/auth/register/verify"},
    {"POST", "/api/auth/login/verify"},
    {"POST", "/api/auth/confirm/verify"},
};

/*
 * 100,000 under `make soak`, by nobody, a stranger, the owner with a password
 * only, and the owner: no body changes anything but the label of a passkey
 * of one's own.
 */
static void
C12_bodies_change_what_they_may(void **state)
{
    size_t tries = soak_or(100000, 3000), i;
    const char *query = "SELECT hex(id), hex(user), hex(record), sign_count, "
                        "created_at, used_at FROM passkeys ORDER BY id";
    const char *people = "SELECT * FROM users ORDER BY name";
    char *before, *people_before, path[128];
    struct visitor visitors[4];
    unsigned seed = 12;

    (void)state;
    for (i = 0; i < 4; i++)
        visitor_init(&visitors[i], &the_server);
    sign_up_by_password(&visitors[1], "c12", PASSWORD);
    assert_answer(sign_in(&bert.visitor, NULL, &bert.passkey), 200, "");
    assert_int_equal(post_form(&bert.visitor, "/account/password",
                         "new_password=" PASSWORD)
                         .status,
        303);
    assert_int_equal(post_form_from(&visitors[2], new_network(), "/sign-in",
                         "username=bert&password=" PASSWORD)
                         .status,
        303);
    assert_answer(sign_in(&visitors[3], NULL, &bert.passkey), 200, "");
    before = strdup(database_text(&the_server, query));
    people_before = strdup(database_text(&the_server, people));
    for (i = 0; i < tries; i++) {
        size_t door = (size_t)rand_r(&seed) % (COUNT(doors) * 2);
        struct http_call call = {"", path, NULL, 0, "application/json",
            the_server.origin, NULL};
        struct http_answer answer;
        bool only_label, may_rename;

        door = door < COUNT(doors) ? door : 0; /* every second one renames */
        call.method = doors[door].method;
        call.body = random_body(&seed, &only_label);
        call.body_len = strlen(call.body);
        (void)snprintf(path, sizeof(path), "%s%s", doors[door].path,
            door == RENAME ? blob_base64url(blob_copy(bert.passkey.id,
                                 sizeof(bert.passkey.id)))
                           : "");
        may_rename = door == RENAME && only_label && i % 4 >= 2;
        answer = http_send(&visitors[i % 4], &call);
        assert_true(answer.status / 100 == 4 ||
                    (answer.status == 204 && may_rename));
        scratch_reset();
    }
    assert_string_equal(database_text(&the_server, query), before);
    assert_string_equal(database_text(&the_server, people), people_before);
    free(before);
    free(people_before);
}

/* A passkey may be used without verification, to see what that is worth. */
static int
start_with_preferred_verification(void **state)
{
    int failed = start_behind_a_proxy(state);

    server_stop(&the_server);
    the_server.settings[2] = "--user-verification";
    the_server.settings[3] = "preferred";
    server_start(&the_server);
    return failed;
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(C4_methods_and_operations),
        cmocka_unit_test(C9_nobody_becomes_the_first_administrator),
        cmocka_unit_test(C9_a_fresh_installation_has_no_account),
        cmocka_unit_test(C12_bodies_change_what_they_may),
    };

    if (argc != 2)
        return 2;
    the_binary = argv[1];
    return cmocka_run_group_tests(
        tests, start_with_preferred_verification, discard_the_world);
}
