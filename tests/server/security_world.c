/* SPDX-License-Identifier: Apache-2.0 */
#include "security_world.h"

#include <stdlib.h>

struct person anna = {.name = "anna"}, bert = {.name = "bert"};

const struct flow flows[] = {
    {"sign-up", REGISTRATION, "/api/auth/register/options",
        "/api/auth/register/verify", "{\"username\":\"stranger\"}", false,
        "register.refused"},
    {"add a passkey", REGISTRATION, "/api/auth/register/options",
        "/api/auth/register/verify", "{}", true, "register.refused"},
    {"sign-in", AUTHENTICATION, "/api/auth/login/options",
        "/api/auth/login/verify", "{}", false, "sign_in.refused"},
    {"sign-in with a name", AUTHENTICATION, "/api/auth/login/options",
        "/api/auth/login/verify", "{\"username\":\"anna\"}", false,
        "sign_in.refused"},
    {"confirm", AUTHENTICATION, "/api/auth/confirm/options",
        "/api/auth/confirm/verify", NULL, true, "session.confirm.refused"},
};

const size_t num_flows = COUNT(flows);

static void
settle(struct person *person)
{
    visitor_init(&person->visitor, &the_server);
    passkey_make(&person->passkey, -7);
    assert_answer(
        sign_up(&person->visitor, person->name, &person->passkey), 200, "");
}

void
people_arrive(void)
{
    settle(&anna);
    settle(&bert);
}

int
start_the_world(void **state)
{
    (void)start_the_server(state);
    people_arrive();
    return 0;
}

int
start_behind_a_proxy(void **state)
{
    (void)state;
    scratch_adopt_cjson();
    curl_global_init(CURL_GLOBAL_DEFAULT);
    server_prepare(&the_server, the_binary);
    the_server.settings[0] = "--trusted-proxies";
    the_server.settings[1] = "127.0.0.1";
    server_start(&the_server);
    people_arrive();
    return 0;
}

int
discard_the_world(void **state)
{
    passkey_free(&anna.passkey);
    passkey_free(&bert.passkey);
    return discard_the_server(state);
}

const struct visitor *
anna_signed_in(void)
{
    static double checked_at;

    /* A check is fresh for five minutes; some tests take longer. */
    if (signed_in_name(&anna.visitor) == NULL ||
        now_ms() - checked_at > 120e3) {
        assert_answer(sign_in(&anna.visitor, NULL, &anna.passkey), 200, "");
        checked_at = now_ms();
    }
    return &anna.visitor;
}

void
flow_begin(const struct flow *flow, struct visitor *visitor,
    struct kept_passkey *passkey, struct ceremony *c)
{
    *visitor = *anna_signed_in();
    if (!flow->with_session)
        visitor_forget(visitor);
    if (flow->kind == REGISTRATION)
        assert_answer(
            begin_registration(visitor, flow->body, passkey, c), 200, "");
    else
        assert_answer(
            begin_assertion(visitor, flow->options, flow->body, passkey, c),
            200, "");
}

bool
is_routed(const char *path)
{
    struct visitor visitor;

    visitor_init(&visitor, &the_server);
    return http_post(&visitor, path, NULL).status != 404;
}

const char *
world_text(void)
{
    return database_text(&the_server,
        "SELECT 'user', handle, name, display_name, disabled_at FROM users "
        "UNION ALL SELECT 'passkey', id, record, label, "
        "  sign_count || '|' || used_at || '|' || hex(user) FROM passkeys "
        "UNION ALL SELECT 'session', token_hash, user, method, "
        "  strong_at || '|' || expires_at FROM sessions "
        "UNION ALL SELECT 'password', user, hash, failed, '' FROM passwords "
        "UNION ALL SELECT 'code', user, hash, made_at, used_at "
        "  FROM recovery_codes "
        "UNION ALL SELECT 'link', token_hash, user, name, hex(browser) "
        "  FROM links ORDER BY 1, 2, 3");
}

int64_t
num_audit_rows(void)
{
    return database_number(&the_server, "SELECT count(*) FROM audit");
}

bool
hands_out_session(struct http_answer answer)
{
    const char *at = strcasestr(answer.headers, "\nset-cookie: __Host-sid=");

    return at != NULL && strncmp(at + 24, ";", 1) != 0;
}

struct http_answer
must_refuse(
    struct visitor *visitor, const char *path, const char *body, int audit_rows)
{
    const char *before = world_text();
    int64_t num_before = num_audit_rows();
    struct http_answer answer = http_post(visitor, path, body);

    if (answer.status / 100 != 4)
        print_message("# %s: %ld %s\n", path, answer.status, answer.body);
    assert_int_equal(answer.status / 100, 4);
    assert_false(hands_out_session(answer));
    assert_string_equal(world_text(), before);
    assert_int_equal(num_audit_rows() - num_before, audit_rows);
    return answer;
}

size_t
soak_or(size_t soak, size_t usual)
{
    return getenv("SOAK") != NULL ? soak : usual;
}
