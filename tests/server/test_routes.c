/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows A2, C1, C4, C5, K4, L6: every route of the server's own table, called
 * without a session, with an expired one, as somebody else, with an old
 * check, for a disabled account, and from other sites. A route without an
 * entry here fails the test; so does an entry without a route.
 */
#include "security_world.h"

#include "../../server/http/route.h"

#include <stdio.h>
#include <stdlib.h>

#define JSON "application/json"
#define FORM "application/x-www-form-urlencoded"

/* In targets and bodies: Bert's passkey, Bert's session. */
#define BERTS_PASSKEY "{P}"
#define BERTS_SESSION "{S}"

struct entry {
    enum http_method method;
    const char *path;
    enum route_access access;
    enum route_guard guard;
    const char *target;
    const char *body;
    long stranger; /* status for somebody whom the thing does not belong to */
};

static const struct entry entries[] = {
    {HTTP_GET, "/", ACCESS_PUBLIC, GUARD_NONE, "/", NULL, 303},
    {HTTP_GET, "/sign-up", ACCESS_PUBLIC, GUARD_NONE, "/sign-up", NULL, 303},
    {HTTP_GET, "/recover", ACCESS_PUBLIC, GUARD_NONE, "/recover", NULL, 303},
    {HTTP_GET, "/link/:id", ACCESS_PUBLIC, GUARD_NONE, "/link/AAAA", NULL, 0},
    {HTTP_GET, "/welcome", ACCESS_SESSION, GUARD_NONE, "/welcome", NULL, 200},
    {HTTP_GET, "/confirm", ACCESS_SESSION, GUARD_NONE, "/confirm", NULL, 200},
    {HTTP_GET, "/account", ACCESS_SESSION, GUARD_NONE, "/account", NULL, 200},
    {HTTP_POST, "/sign-in", ACCESS_PUBLIC, GUARD_FORM, "/sign-in",
        "username=bert&password=not+the+password", 403},
    {HTTP_POST, "/sign-up", ACCESS_PUBLIC, GUARD_FORM, "/sign-up",
        "username=bert&display_name=&password=short", 400},
    {HTTP_POST, "/recover", ACCESS_PUBLIC, GUARD_FORM, "/recover",
        "username=bert&code=abcde-abcde-abcde-abcde-abcde", 403},
    {HTTP_POST, "/recover/email", ACCESS_PUBLIC, GUARD_FORM, "/recover/email",
        "username=bert", 0},
    {HTTP_POST, "/link", ACCESS_PUBLIC, GUARD_FORM, "/link", "token=AAAA", 0},
    {HTTP_POST, "/sign-out", ACCESS_PUBLIC, GUARD_FORM, "/sign-out", "", 303},
    {HTTP_POST, "/confirm", ACCESS_SESSION, GUARD_FORM, "/confirm",
        "password=not+the+password", 403},
    {HTTP_POST, "/account/password", ACCESS_FRESH, GUARD_FORM,
        "/account/password", "new_password=short", 400},
    {HTTP_POST, "/account/password/remove", ACCESS_FRESH, GUARD_FORM,
        "/account/password/remove", "", 0},
    {HTTP_POST, "/account/recovery-codes", ACCESS_FRESH, GUARD_FORM,
        "/account/recovery-codes", "", 200},
    {HTTP_POST, "/account/email", ACCESS_FRESH, GUARD_FORM, "/account/email",
        "email=anna%40mail.example", 0},
    {HTTP_POST, "/account/passkeys/rename", ACCESS_SESSION, GUARD_FORM,
        "/account/passkeys/rename", "id=" BERTS_PASSKEY "&label=mine", 404},
    {HTTP_POST, "/account/passkeys/remove", ACCESS_FRESH, GUARD_FORM,
        "/account/passkeys/remove", "id=" BERTS_PASSKEY, 404},
    {HTTP_POST, "/account/sessions/end", ACCESS_SESSION, GUARD_FORM,
        "/account/sessions/end", "id=" BERTS_SESSION, 404},
    {HTTP_POST, "/account/sessions/end-others", ACCESS_SESSION, GUARD_FORM,
        "/account/sessions/end-others", "", 303},
    {HTTP_POST, "/account/delete", ACCESS_FRESH, GUARD_FORM, "/account/delete",
        "username=bert", 400},
    {HTTP_GET, "/passkey.js", ACCESS_PUBLIC, GUARD_NONE, "/passkey.js", NULL,
        200},
    {HTTP_GET, "/favicon.ico", ACCESS_PUBLIC, GUARD_NONE, "/favicon.ico", NULL,
        200},
    {HTTP_GET, "/theme.css", ACCESS_PUBLIC, GUARD_NONE, "/theme.css", NULL, 0},
    {HTTP_GET, "/logo", ACCESS_PUBLIC, GUARD_NONE, "/logo", NULL, 0},
    {HTTP_GET, "/static/:id", ACCESS_PUBLIC, GUARD_NONE, "/static/nothing",
        NULL, 404},
    {HTTP_GET, "/healthz", ACCESS_PUBLIC, GUARD_NONE, "/healthz", NULL, 200},
    {HTTP_POST, "/api/auth/login/options", ACCESS_PUBLIC, GUARD_NONE,
        "/api/auth/login/options", "{}", 200},
    {HTTP_POST, "/api/auth/login/verify", ACCESS_PUBLIC, GUARD_JSON,
        "/api/auth/login/verify", "{}", 400},
    {HTTP_POST, "/api/auth/register/options", ACCESS_PUBLIC, GUARD_JSON,
        "/api/auth/register/options", "{\"username\":\"bert\"}", 409},
    {HTTP_POST, "/api/auth/register/verify", ACCESS_PUBLIC, GUARD_JSON,
        "/api/auth/register/verify", "{}", 400},
    {HTTP_POST, "/api/auth/confirm/options", ACCESS_SESSION, GUARD_JSON,
        "/api/auth/confirm/options", "{}", 200},
    {HTTP_POST, "/api/auth/confirm/verify", ACCESS_SESSION, GUARD_JSON,
        "/api/auth/confirm/verify", "{}", 400},
    {HTTP_GET, "/api/auth/session", ACCESS_PUBLIC, GUARD_NONE,
        "/api/auth/session", NULL, 200},
    {HTTP_POST, "/api/auth/logout", ACCESS_PUBLIC, GUARD_EMPTY,
        "/api/auth/logout", NULL, 204},
    {HTTP_GET, "/api/account/passkeys", ACCESS_SESSION, GUARD_NONE,
        "/api/account/passkeys", NULL, 200},
    {HTTP_PATCH, "/api/account/passkeys/:id", ACCESS_SESSION, GUARD_JSON,
        "/api/account/passkeys/" BERTS_PASSKEY, "{\"label\":\"mine\"}", 404},
    {HTTP_DELETE, "/api/account/passkeys/:id", ACCESS_FRESH, GUARD_EMPTY,
        "/api/account/passkeys/" BERTS_PASSKEY, NULL, 404},
    {HTTP_GET, "/api/account/signals", ACCESS_SESSION, GUARD_NONE,
        "/api/account/signals", NULL, 200},
    {HTTP_POST, "/api/auth/token", ACCESS_SESSION, GUARD_EMPTY,
        "/api/auth/token", NULL, 200},
    {HTTP_GET, "/.well-known/jwks.json", ACCESS_PUBLIC, GUARD_NONE,
        "/.well-known/jwks.json", NULL, 200},
    {HTTP_GET, "/.well-known/webauthn", ACCESS_PUBLIC, GUARD_NONE,
        "/.well-known/webauthn", NULL, 0},
    {HTTP_GET, "/.well-known/passkey-endpoints", ACCESS_PUBLIC, GUARD_NONE,
        "/.well-known/passkey-endpoints", NULL, 200},
    {HTTP_GET, "/.well-known/change-password", ACCESS_PUBLIC, GUARD_NONE,
        "/.well-known/change-password", NULL, 0},
    {HTTP_GET, "/.well-known/assetlinks.json", ACCESS_PUBLIC, GUARD_NONE,
        "/.well-known/assetlinks.json", NULL, 0},
    {HTTP_GET, "/.well-known/apple-app-site-association", ACCESS_PUBLIC,
        GUARD_NONE, "/.well-known/apple-app-site-association", NULL, 0},
    {HTTP_GET, "/api/admin/users", ACCESS_ADMIN, GUARD_NONE, "/api/admin/users",
        NULL, 401},
    {HTTP_GET, "/api/admin/users/:id", ACCESS_ADMIN, GUARD_NONE,
        "/api/admin/users/bert", NULL, 401},
    {HTTP_GET, "/api/admin/passkeys/:id", ACCESS_ADMIN, GUARD_NONE,
        "/api/admin/passkeys/bert", NULL, 401},
    {HTTP_GET, "/api/admin/sessions/:id", ACCESS_ADMIN, GUARD_NONE,
        "/api/admin/sessions/bert", NULL, 401},
    {HTTP_GET, "/api/admin/audit", ACCESS_ADMIN, GUARD_NONE, "/api/admin/audit",
        NULL, 401},
    {HTTP_POST, "/api/admin/invite", ACCESS_ADMIN, GUARD_KEY,
        "/api/admin/invite", "{\"name\":\"new\"}", 401},
    {HTTP_POST, "/api/admin/add", ACCESS_ADMIN, GUARD_KEY, "/api/admin/add",
        "{\"name\":\"new\"}", 401},
    {HTTP_POST, "/api/admin/recover", ACCESS_ADMIN, GUARD_KEY,
        "/api/admin/recover", "{\"name\":\"bert\"}", 401},
    {HTTP_POST, "/api/admin/disable", ACCESS_ADMIN, GUARD_KEY,
        "/api/admin/disable", "{\"name\":\"bert\"}", 401},
    {HTTP_POST, "/api/admin/enable", ACCESS_ADMIN, GUARD_KEY,
        "/api/admin/enable", "{\"name\":\"bert\"}", 401},
    {HTTP_POST, "/api/admin/delete", ACCESS_ADMIN, GUARD_KEY,
        "/api/admin/delete", "{\"name\":\"bert\"}", 401},
    {HTTP_POST, "/api/admin/logout", ACCESS_ADMIN, GUARD_KEY,
        "/api/admin/logout", "{\"name\":\"bert\"}", 401},
    {HTTP_POST, "/api/admin/remove-passkey", ACCESS_ADMIN, GUARD_KEY,
        "/api/admin/remove-passkey",
        "{\"name\":\"bert\",\"id\":\"" BERTS_PASSKEY "\"}", 401},
    {HTTP_POST, "/api/admin/backup", ACCESS_ADMIN, GUARD_KEY,
        "/api/admin/backup", "{\"file\":\"/tmp/x\"}", 401},
    {HTTP_POST, "/api/admin/check", ACCESS_ADMIN, GUARD_KEY, "/api/admin/check",
        "{}", 401},
    {HTTP_POST, "/api/admin/metadata", ACCESS_ADMIN, GUARD_KEY,
        "/api/admin/metadata", "{\"file\":\"/tmp/x\"}", 401},
    {HTTP_GET, "/api/admin/models/:id", ACCESS_ADMIN, GUARD_NONE,
        "/api/admin/models/ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4", NULL, 401},
};

static const char *const method_names[] = {
    [HTTP_GET] = "GET",
    [HTTP_POST] = "POST",
    [HTTP_DELETE] = "DELETE",
    [HTTP_PATCH] = "PATCH",
};

/* Puts Bert's ids where the text has their places. */
static const char *
filled(const char *text)
{
    char *out = scratch_alloc(512);
    const char *id =
        blob_base64url(blob_copy(bert.passkey.id, sizeof(bert.passkey.id)));
    const char *session = database_text(&the_server,
        "SELECT lower(hex(substr(token_hash, 1, 8))) FROM sessions s "
        "JOIN users u ON u.handle = s.user WHERE u.name = 'bert' LIMIT 1");
    const char *at;

    if (text == NULL)
        return NULL;
    if ((at = strstr(text, BERTS_PASSKEY)) != NULL)
        (void)snprintf(out, 512, "%.*s%s%s", (int)(at - text), text, id,
            at + strlen(BERTS_PASSKEY));
    else if ((at = strstr(text, BERTS_SESSION)) != NULL)
        (void)snprintf(out, 512, "%.*s%.16s%s", (int)(at - text), text, session,
            at + strlen(BERTS_SESSION));
    else
        (void)snprintf(out, 512, "%s", text);
    return out;
}

static struct http_call
call_of(const struct entry *e)
{
    struct http_call call = {method_names[e->method], filled(e->target),
        filled(e->body), 0, NULL, NULL, NULL};

    call.body_len = call.body != NULL ? strlen(call.body) : 0;
    if (e->guard == GUARD_JSON || e->guard == GUARD_KEY)
        call.content_type = JSON;
    if (e->guard == GUARD_FORM)
        call.content_type = FORM;
    if (e->guard != GUARD_NONE)
        call.origin = the_server.origin;
    return call;
}

static void
say(const struct entry *e, const char *who, struct http_answer answer)
{
    print_message("# %s %s, %s: %ld %.200s\n", method_names[e->method], e->path,
        who, answer.status, answer.body);
}

/* The answer must be `status`, without a change and without a session. */
static void
expect(const struct entry *e, const char *who, struct visitor *visitor,
    const struct http_call *call, long status)
{
    const char *before = world_text();
    struct http_answer answer = http_send(visitor, call);

    if (answer.status != status || strcmp(before, world_text()) != 0)
        say(e, who, answer);
    assert_int_equal(answer.status, status);
    if (status == 303)
        assert_true(
            strcasestr(answer.headers, "\nlocation: /\r") != NULL ||
            strcasestr(answer.headers, "\nlocation: /confirm\r") != NULL);
    assert_string_equal(world_text(), before);
    assert_false(hands_out_session(answer));
}

/* People are sent to the page where they can help it, programs are told. */
static long
sent_away(const struct entry *e, long status)
{
    return strncmp(e->path, "/api/", 5) == 0 ? status : 303;
}

/* A session of Anna's with a check of just now. */
static void
sign_anna_in(struct visitor *visitor)
{
    visitor_init(visitor, &the_server);
    assert_answer(sign_in(visitor, NULL, &anna.passkey), 200, "");
}

static const struct route *
route_of(const struct entry *e)
{
    size_t i;

    for (i = 0; i < num_routes; i++) {
        if (routes[i].method == e->method &&
            strcmp(routes[i].path, e->path) == 0)
            return &routes[i];
    }
    return NULL;
}

static void
every_route_is_expected(void **state)
{
    size_t i, k;

    (void)state;
    for (i = 0; i < num_routes; i++) {
        for (k = 0; k < COUNT(entries); k++) {
            if (route_of(&entries[k]) == &routes[i])
                break;
        }
        if (k == COUNT(entries))
            print_message("# no entry for %s\n", routes[i].path);
        assert_true(k < COUNT(entries));
        assert_int_equal(routes[i].access, entries[k].access);
        assert_int_equal(routes[i].guard, entries[k].guard);
        /* Whatever changes something says where it may come from. */
        if (routes[i].method != HTTP_GET &&
            strcmp(routes[i].path, "/api/auth/login/options") != 0)
            assert_int_not_equal(routes[i].guard, GUARD_NONE);
    }
    assert_int_equal(num_routes, COUNT(entries));
}

#define FOR_EACH_ENTRY(e)                                                      \
    for ((e) = entries; (e) < entries + COUNT(entries); (e)++, scratch_reset())

static void
C1_without_a_session(void **state)
{
    static const char *const cookies[] = {"", "__Host-sid=",
        "__Host-sid=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
    const struct entry *e;
    struct visitor visitor;
    size_t i;

    (void)state;
    FOR_EACH_ENTRY(e)
    {
        struct http_call call = call_of(e);

        if (e->access == ACCESS_PUBLIC)
            continue;
        for (i = 0; i < COUNT(cookies); i++) {
            visitor_init(&visitor, &the_server);
            (void)strcpy(visitor.cookies[0], cookies[i]);
            expect(e, "no session", &visitor, &call, sent_away(e, 401));
        }
    }
}

static void
C1_expired_or_disabled(void **state)
{
    static const struct {
        const char *who, *do_it, *undo_it;
    } cases[] = {
        {"disabled", "UPDATE users SET disabled_at = 1 WHERE name = 'anna'",
            "UPDATE users SET disabled_at = NULL"},
        {"expired", "UPDATE sessions SET expires_at = expires_at - 100000000",
            "UPDATE sessions SET expires_at = expires_at + 100000000"},
        {"idle", "UPDATE sessions SET seen_at = seen_at - 100000000",
            "UPDATE sessions SET seen_at = seen_at + 100000000"},
    };
    const struct entry *e;
    struct visitor visitor;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        sign_anna_in(&visitor);
        (void)database_change(&the_server, cases[i].do_it);
        FOR_EACH_ENTRY(e)
        {
            struct http_call call = call_of(e);
            struct visitor copy = visitor;

            if (e->access != ACCESS_PUBLIC)
                expect(e, cases[i].who, &copy, &call, sent_away(e, 401));
        }
        (void)database_change(&the_server, cases[i].undo_it);
        assert_string_equal(signed_in_name(&visitor), "anna");
    }
}

static void
C4_a_check_of_long_ago(void **state)
{
    const struct entry *e;
    struct visitor visitor;

    (void)state;
    sign_anna_in(&visitor);
    (void)database_change(
        &the_server, "UPDATE sessions SET strong_at = strong_at - 301");
    FOR_EACH_ENTRY(e)
    {
        struct http_call call = call_of(e);
        struct visitor copy = visitor;

        if (e->access == ACCESS_FRESH)
            expect(e, "stale", &copy, &call, sent_away(e, 403));
    }
    assert_answer(http_post(&visitor, "/api/auth/register/options", "{}"), 403,
        "fresh_sign_in_required");
    assert_answer(confirm(&visitor, &anna.passkey), 204, "");
    assert_int_equal(
        http_post(&visitor, "/api/auth/register/options", "{}").status, 200);
}

/* Bert's things are to Anna what does not exist: same status, same body. */
static void
C5_things_of_somebody_else(void **state)
{
    const struct entry *e;
    struct visitor visitor;
    int wrong = 0;

    (void)state;
    FOR_EACH_ENTRY(e)
    {
        struct http_call call = call_of(e), unknown = call;
        struct http_answer answer;
        const char *before;
        bool has_thing =
            strstr(e->target, BERTS_PASSKEY) != NULL ||
            (e->body != NULL && (strstr(e->body, BERTS_PASSKEY) != NULL ||
                                    strstr(e->body, BERTS_SESSION) != NULL));

        if (e->stranger == 0)
            continue;
        sign_anna_in(&visitor);
        before = world_text();
        answer = http_send(&visitor, &call);
        if (answer.status != e->stranger) {
            say(e, "somebody else", answer);
            wrong++;
        }
        if (!has_thing)
            continue;
        assert_string_equal(world_text(), before);
        if (strstr(e->target, BERTS_PASSKEY) != NULL) {
            unknown.path = "/api/account/passkeys/AAAAAAAAAAAAAAAAAAAAAA";
            assert_string_equal(
                http_send(&visitor, &unknown).body, answer.body);
        }
    }
    assert_int_equal(wrong, 0);
}

struct site {
    const char *origin; /* "": our own */
    const char *header;
};

/* Twenty-four ways not to be our own page. */
static const struct site sites[] = {
    {NULL, NULL},
    {"null", NULL},
    {"https://evil.example", NULL},
    {"http://localhost", NULL},
    {"https://localhost", NULL},
    {"http://127.0.0.1", NULL},
    {"http://evil.localhost", NULL},
    {"http://localhost.evil.example", NULL},
    {"", "Sec-Fetch-Site: cross-site"},
    {"", "Sec-Fetch-Site: same-site"},
    {"", "Sec-Fetch-Site: none"},
    {"", "Sec-Fetch-Site: Same-Origin"},
    {"", "Sec-Fetch-Site: same-origin, cross-site"},
    {NULL, "Sec-Fetch-Site: cross-site"},
    {NULL, "Sec-Fetch-Site: same-site"},
    {NULL, "Sec-Fetch-Site: none"},
    {NULL, "Sec-Fetch-Site: x"},
    {"null", "Sec-Fetch-Site: same-origin"},
    {"https://evil.example", "Sec-Fetch-Site: same-origin"},
    {"http://evil.localhost", "Sec-Fetch-Site: same-origin"},
    {"null", "Sec-Fetch-Site: cross-site"},
    {"https://evil.example", "Sec-Fetch-Site: cross-site"},
    {NULL, "Referer: http://localhost/"},
    {"null", "X-Requested-With: XMLHttpRequest"},
};

static void
K4_other_sites_change_nothing(void **state)
{
    const struct entry *e;
    struct visitor visitor;
    size_t i;

    (void)state;
    assert_int_equal(COUNT(sites), 24);
    sign_anna_in(&visitor);
    FOR_EACH_ENTRY(e)
    {
        if (e->guard == GUARD_NONE || e->guard == GUARD_KEY)
            continue;
        for (i = 0; i < COUNT(sites); i++) {
            struct http_call call = call_of(e);
            struct visitor copy = visitor;

            call.origin = sites[i].origin;
            if (call.origin != NULL && call.origin[0] == '\0')
                call.origin = the_server.origin;
            call.header = sites[i].header;
            expect(e, "another site", &copy, &call, 403);
        }
    }
}

/* The wrong type of content, which a form of any site could send. */
static void
K4_other_types_are_refused(void **state)
{
    static const char *const types[] = {NULL, "text/plain",
        "multipart/form-data; boundary=x", "application/json2", "json"};
    const struct entry *e;
    struct visitor visitor;
    size_t i;

    (void)state;
    sign_anna_in(&visitor);
    FOR_EACH_ENTRY(e)
    {
        if (e->guard != GUARD_JSON && e->guard != GUARD_FORM)
            continue;
        for (i = 0; i < COUNT(types); i++) {
            struct http_call call = call_of(e);
            struct visitor copy = visitor;

            call.content_type = types[i];
            expect(e, "another type", &copy, &call, 415);
        }
    }
}

/* A valid assertion opens one door only, and a wrong one opens none. */
static void
A2_L6_one_route_takes_an_assertion(void **state)
{
    const struct entry *e;
    int opened = 0;

    (void)state;
    FOR_EACH_ENTRY(e)
    {
        int signature;

        for (signature = 0; signature < 6; signature++) {
            struct http_call call = call_of(e);
            struct http_answer answer;
            struct visitor visitor;
            struct ceremony c;

            visitor_init(&visitor, &the_server);
            assert_answer(
                begin_sign_in(&visitor, NULL, &anna.passkey, &c), 200, "");
            ceremony_sign(&c);
            if (signature == 1)
                c.signature = blob_random(70);
            if (signature == 2)
                c.signature = blob_random(0);
            if (signature == 3)
                c.signature = blob_fill(0, 70);
            if (signature == 4)
                c.signature = key_sign(
                    bert.passkey.key, &c.signing, ceremony_message(&c));
            ceremony_encode(&c);
            if (signature == 5)
                cJSON_DetachItemFromObjectCaseSensitive(
                    cJSON_GetObjectItem(c.response, "response"), "signature");
            call.body = ceremony_text(&c);
            call.body_len = strlen(call.body);
            if (e->method == HTTP_GET)
                continue;
            answer = http_send(&visitor, &call);
            if (hands_out_session(answer)) {
                assert_int_equal(signature, 0);
                assert_string_equal(e->path, "/api/auth/login/verify");
                opened++;
            }
        }
    }
    assert_int_equal(opened, 1);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_route_is_expected),
        cmocka_unit_test(C1_without_a_session),
        cmocka_unit_test(C1_expired_or_disabled),
        cmocka_unit_test(C4_a_check_of_long_ago),
        cmocka_unit_test(K4_other_sites_change_nothing),
        cmocka_unit_test(K4_other_types_are_refused),
        cmocka_unit_test(A2_L6_one_route_takes_an_assertion),
        cmocka_unit_test(C5_things_of_somebody_else),
    };

    if (argc != 2)
        return 2;
    the_binary = argv[1];
    return cmocka_run_group_tests(tests, start_the_world, discard_the_world);
}
