/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows A3 to A8, B1, B3, B5, B7, B8 and C6, C7: a challenge is good for the
 * purpose, the account and the session that it was made for, once.
 */
#include "security_world.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define LOGIN_OPTIONS "/api/auth/login/options"
#define LOGIN_VERIFY  "/api/auth/login/verify"

static const struct flow *sign_in_flow = &flows[2];

static void
A3_right_challenges_pass_and_wrong_ones_fail(void **state)
{
    struct visitor visitor;
    struct ceremony c;
    int i;

    (void)state;
    for (i = 0; i < 1000; i++) {
        flow_begin(sign_in_flow, &visitor, &anna.passkey, &c);
        assert_answer(
            http_post(&visitor, LOGIN_VERIFY, ceremony_text(&c)), 200, "");
        flow_begin(sign_in_flow, &visitor, &anna.passkey, &c);
        cJSON_ReplaceItemInObjectCaseSensitive(c.client, "challenge",
            cJSON_CreateString(blob_base64url(blob_random(32))));
        assert_answer(http_post(&visitor, LOGIN_VERIFY, ceremony_text(&c)), 403,
            "challenge_mismatch");
        scratch_reset();
    }
}

/* Who may be named, whose passkey answers, what handle it tells. */
enum party { NOBODY, ANNA, BERT };
enum told {
    TOLD_NOTHING,
    TOLD_EMPTY,
    TOLD_ANNA,
    TOLD_BERT,
    TOLD_NOISE,
    TOLD_65
};

static struct person *
person_of(enum party party)
{
    return party == ANNA ? &anna : &bert;
}

static void
set_disabled(enum party party, bool disabled)
{
    char sql[128];

    (void)snprintf(sql, sizeof(sql),
        "UPDATE users SET disabled_at = %s WHERE name = '%s'",
        disabled ? "1" : "NULL", person_of(party)->name);
    assert_int_equal(database_change(&the_server, sql), 1);
}

/* What the answer must be, thought out again from the words of the row. */
static bool
may_pass(enum party named, enum party owner, enum told told, bool disabled)
{
    bool handle_is_owners = (told == TOLD_ANNA && owner == ANNA) ||
                            (told == TOLD_BERT && owner == BERT);

    if (owner == NOBODY || disabled)
        return false;
    if (named != NOBODY && named != owner)
        return false;
    if (told == TOLD_NOTHING)
        return named != NOBODY;
    return handle_is_owners;
}

static void
tell(struct ceremony *c, enum told told)
{
    cJSON *inner;

    if (told == TOLD_ANNA || told == TOLD_BERT) {
        struct kept_passkey *passkey =
            &person_of(told == TOLD_ANNA ? ANNA : BERT)->passkey;

        c->passkey.user_handle =
            blob_copy(passkey->user_handle, passkey->user_handle_len);
    } else if (told == TOLD_NOISE || told == TOLD_65) {
        c->passkey.user_handle = blob_random(told == TOLD_65 ? 65 : 32);
    } else if (told == TOLD_EMPTY) {
        c->passkey.user_handle = blob_random(0);
    }
    ceremony_encode(c);
    inner = cJSON_GetObjectItemCaseSensitive(c->response, "response");
    if (told == TOLD_NOTHING)
        cJSON_DetachItemFromObjectCaseSensitive(inner, "userHandle");
}

static void
one_of_the_matrix(
    enum party named, enum party owner, enum told told, bool disabled)
{
    struct kept_passkey *passkey = &person_of(owner)->passkey, unknown;
    struct http_answer answer;
    struct visitor visitor;
    struct ceremony c;
    bool passed;

    passkey_make(&unknown, -7);
    visitor_init(&visitor, &the_server);
    assert_answer(
        begin_sign_in(&visitor,
            named == NOBODY ? NULL : name_body(person_of(named)->name),
            owner == NOBODY ? &unknown : passkey, &c),
        200, "");
    tell(&c, told);
    answer = http_post(&visitor, LOGIN_VERIFY, ceremony_text(&c));
    passed = answer.status == 200;
    if (passed != may_pass(named, owner, told, disabled))
        print_message("# named %d owner %d told %d disabled %d: %ld %s\n",
            named, owner, told, disabled, answer.status, answer.body);
    assert_int_equal(passed, may_pass(named, owner, told, disabled));
    assert_int_equal(hands_out_session(answer), passed);
    if (passed)
        assert_string_equal(signed_in_name(&visitor), person_of(owner)->name);
    passkey_free(&unknown);
    scratch_reset();
}

static void
A4_account_is_owner_is_handle(void **state)
{
    int named, owner, told, disabled, num = 0;

    (void)state;
    for (owner = NOBODY; owner <= BERT; owner++) {
        for (disabled = 0; disabled < 2; disabled++) {
            if (disabled && owner != NOBODY)
                set_disabled((enum party)owner, true);
            for (named = NOBODY; named <= BERT; named++) {
                for (told = TOLD_NOTHING; told <= TOLD_65; told++, num++)
                    one_of_the_matrix((enum party)named, (enum party)owner,
                        (enum told)told, disabled);
            }
            if (disabled && owner != NOBODY)
                set_disabled((enum party)owner, false);
        }
    }
    assert_int_equal(num, 108);
}

/* The same rules in 100,000 random cases under `make soak`; here 500. */
static void
A4_random_cases_agree_with_the_oracle(void **state)
{
    size_t num = soak_or(100000, 500), i;
    bool disabled[3] = {false, false, false};
    unsigned seed = 4;

    (void)state;
    for (i = 0; i < num; i++) {
        enum party named = (enum party)(rand_r(&seed) % 3);
        enum party owner = (enum party)(rand_r(&seed) % 3);
        enum told told = (enum told)(rand_r(&seed) % (TOLD_65 + 1));
        enum party changed = rand_r(&seed) % 2 ? ANNA : BERT;

        if (rand_r(&seed) % 10 == 0) {
            disabled[changed] = !disabled[changed];
            set_disabled(changed, disabled[changed]);
        }
        one_of_the_matrix(named, owner, told, disabled[owner]);
    }
    set_disabled(ANNA, false);
    set_disabled(BERT, false);
}

/* A passkey that was made after the list was. */
static void
A5_passkey_outside_the_list_is_refused(void **state)
{
    struct kept_passkey second;
    struct visitor visitor, stranger;
    struct http_answer answer;
    struct ceremony c;

    (void)state;
    visitor_init(&stranger, &the_server);
    visitor_init(&visitor, &the_server);
    passkey_make(&second, -7);
    assert_answer(sign_in(&visitor, NULL, &anna.passkey), 200, "");
    answer = begin_sign_in(&stranger, name_body("anna"), &anna.passkey, &c);
    assert_answer(answer, 200, "");
    assert_answer(add_passkey(&visitor, &second), 200, "");
    second.count++;
    c.passkey.key = second.key;
    c.passkey.id = blob_copy(second.id, sizeof(second.id));
    assert_string_equal(
        must_refuse(&stranger, LOGIN_VERIFY, ceremony_text(&c), 1).code,
        "credential_not_allowed");
    assert_answer(sign_in(&stranger, "anna", &second), 200, "");
    assert_answer(sign_in(&stranger, NULL, &second), 200, "");
    /* It is in the list of nobody else. */
    visitor_forget(&stranger);
    assert_int_equal(sign_in(&stranger, "bert", &second).status, 403);
    passkey_free(&second);
}

/* A session lives if it has not expired, is not idle, and neither is... */
static void
A6_truth_table_of_a_live_session(void **state)
{
    struct visitor visitor;
    char sql[256];
    int row;

    (void)state;
    for (row = 0; row < 8; row++) {
        bool expired = row & 1, idle = row & 2, disabled = row & 4;

        visitor_init(&visitor, &the_server);
        assert_answer(sign_in(&visitor, NULL, &bert.passkey), 200, "");
        (void)snprintf(sql, sizeof(sql),
            "UPDATE sessions SET expires_at = expires_at - %d, "
            "seen_at = seen_at - %d",
            expired ? 100000000 : 0, idle ? 50000000 : 0);
        (void)database_change(&the_server, sql);
        set_disabled(BERT, disabled);
        if (row == 0)
            assert_string_equal(signed_in_name(&visitor), "bert");
        else
            assert_null(signed_in_name(&visitor));
        set_disabled(BERT, false);
        scratch_reset();
    }
}

#define A7_CLIENTS 64

static atomic_int wrong_person;

struct a7_client {
    pthread_t thread;
    char name[32];
    struct kept_passkey passkey;
    unsigned seed;
};

/* Signs in, asks who it is, signs out, with pauses of its own. */
static void *
a7_run(void *context)
{
    struct a7_client *client = context;
    size_t rounds = soak_or(15625, 12), i;
    struct visitor visitor;
    const char *name;

    for (i = 0; i < rounds; i++) {
        visitor_init(&visitor, &the_server);
        if (rand_r(&client->seed) % 2 == 0)
            (void)sign_in(&visitor, NULL, &client->passkey);
        else
            (void)sign_in(&visitor, client->name, &client->passkey);
        name = signed_in_name(&visitor);
        if (name == NULL || strcmp(name, client->name) != 0)
            wrong_person++;
        if (rand_r(&client->seed) % 3 == 0)
            (void)http_post(&visitor, "/api/auth/logout", NULL);
        scratch_reset();
    }
    return NULL;
}

/* 10^6 ceremonies under `make soak`; here 768. */
static void
A7_many_at_once_stay_themselves(void **state)
{
    static struct a7_client clients[A7_CLIENTS];
    struct visitor visitor;
    int i;

    (void)state;
    for (i = 0; i < A7_CLIENTS; i++) {
        clients[i].seed = (unsigned)i;
        (void)snprintf(clients[i].name, sizeof(clients[i].name), "a7-%d", i);
        visitor_init(&visitor, &the_server);
        passkey_make(&clients[i].passkey, -7);
        assert_answer(
            sign_up(&visitor, clients[i].name, &clients[i].passkey), 200, "");
    }
    for (i = 0; i < A7_CLIENTS; i++)
        assert_int_equal(
            pthread_create(&clients[i].thread, NULL, a7_run, &clients[i]), 0);
    for (i = 0; i < A7_CLIENTS; i++) {
        pthread_join(clients[i].thread, NULL);
        passkey_free(&clients[i].passkey);
    }
    assert_int_equal(wrong_person, 0);
}

static void
A8_only_the_exact_type_passes(void **state)
{
    static const char *const types[] = {"\"webauthn.create\"",
        "\"webauthn.get\"", "\"payment.get\"", "\"Webauthn.get\"",
        "\"Webauthn.create\"", NULL, "[\"webauthn.get\"]",
        "\"webauthn.get\\t\"", "\"webauthn.get/\"", "\"webauthn\"", "null",
        "{}"};
    struct kept_passkey fresh;
    struct visitor visitor;
    struct ceremony c;
    size_t i, f;

    (void)state;
    for (f = 0; f < num_flows; f++) {
        if (!is_routed(flows[f].options))
            continue;
        for (i = 0; i < COUNT(types); i++) {
            struct http_answer answer;

            passkey_make(&fresh, -7);
            flow_begin(&flows[f], &visitor,
                flows[f].kind == REGISTRATION ? &fresh : &anna.passkey, &c);
            cJSON_DetachItemFromObjectCaseSensitive(c.client, "type");
            if (types[i] != NULL)
                cJSON_AddItemToObject(c.client, "type", cJSON_Parse(types[i]));
            answer = http_post(&visitor, flows[f].verify, ceremony_text(&c));
            assert_int_equal(answer.status / 100,
                i == (flows[f].kind == REGISTRATION ? 0 : 1) ? 2 : 4);
            passkey_free(&fresh);
            (void)database_change(
                &the_server, "DELETE FROM users WHERE name = 'stranger'");
            scratch_reset();
        }
    }
}

/* 10,000 under `make soak`. */
static void
B1_recorded_assertion_is_worth_nothing(void **state)
{
    size_t tries = soak_or(10000, 500), i;
    struct kept_passkey synced;
    struct visitor visitor, copy;
    struct ceremony c;
    const char *body;

    (void)state;
    passkey_make(&synced, -7);
    visitor_init(&visitor, &the_server);
    assert_answer(sign_up(&visitor, "b1", &synced), 200, "");
    flow_begin(sign_in_flow, &visitor, &synced, &c);
    c.sign_count = 0; /* so that only the ceremony tells */
    copy = visitor;
    body = strdup(ceremony_text(&c));
    assert_answer(http_post(&visitor, LOGIN_VERIFY, body), 200, "");
    for (i = 0; i < tries; i++) {
        struct visitor again = copy;

        if (i % 3 == 0) /* a ceremony of its own, and the old answer */
            flow_begin(sign_in_flow, &again, &anna.passkey, &c);
        if (i % 3 == 1) /* within the session that it made */
            memcpy(
                again.cookies[1], visitor.cookies[0], sizeof(again.cookies[1]));
        assert_int_equal(http_post(&again, LOGIN_VERIFY, body).status / 100, 4);
        if (i == tries / 2) {
            server_stop(&the_server);
            server_start(&the_server);
        }
        scratch_reset();
    }
    free((void *)(uintptr_t)body);
    passkey_free(&synced);
}

/* What a client would like to be believed is refused, or not heard. */
static void
B1_client_brings_no_expectations(void **state)
{
    static const char *const members[] = {"challenge", "state",
        "expectedChallenge", "origin", "rpId", "userVerification", "user",
        "userHandle", "allowCredentials", "purpose"};
    struct visitor visitor;
    struct ceremony c;
    char body[128];
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(members); i++) {
        visitor_init(&visitor, &the_server);
        (void)snprintf(body, sizeof(body), "{\"%s\":\"AAAA\"}", members[i]);
        assert_answer(
            http_post(&visitor, LOGIN_OPTIONS, body), 400, "member_unknown");
        assert_answer(http_post(&visitor, "/api/auth/register/options", body),
            400, "member_unknown");
        flow_begin(sign_in_flow, &visitor, &anna.passkey, &c);
        cJSON_ReplaceItemInObjectCaseSensitive(
            c.client, "challenge", cJSON_CreateString("AAAA"));
        ceremony_encode(&c);
        cJSON_AddStringToObject(c.response, members[i], "AAAA");
        (void)must_refuse(&visitor, LOGIN_VERIFY, ceremony_text(&c), 1);
        scratch_reset();
    }
}

/*
 * Each purpose's options with each purpose's answer: only the diagonal. The
 * two that sign in have one purpose.
 */
static void
B5_a_ceremony_serves_its_purpose_only(void **state)
{
    size_t from, to;

    (void)state;
    for (from = 0; from < num_flows; from++) {
        for (to = 0; to < num_flows; to++) {
            struct kept_passkey fresh;
            struct http_answer answer;
            struct visitor visitor;
            struct ceremony c;

            if (!is_routed(flows[from].options) ||
                !is_routed(flows[to].verify) ||
                strcmp(flows[from].verify, flows[to].verify) == 0)
                continue;
            passkey_make(&fresh, -7);
            flow_begin(&flows[from], &visitor,
                flows[from].kind == REGISTRATION ? &fresh : &anna.passkey, &c);
            /* The right form of answer, signed for the challenge it has. */
            if (flows[from].kind != flows[to].kind) {
                c.kind = flows[to].kind;
                cJSON_ReplaceItemInObjectCaseSensitive(c.client, "type",
                    cJSON_CreateString(c.kind == REGISTRATION
                                           ? "webauthn.create"
                                           : "webauthn.get"));
                c.flags ^= FLAG_AT;
            }
            /* Sessions are there, so that only the purpose can be wrong. */
            if (!flows[from].with_session)
                memcpy(visitor.cookies[COOKIES_MAX - 1],
                    anna.visitor.cookies[0], sizeof(visitor.cookies[0]));
            answer =
                must_refuse(&visitor, flows[to].verify, ceremony_text(&c), 1);
            if (strcmp(answer.code, "ceremony_kind_mismatch") != 0)
                print_message("# %s to %s\n", flows[from].name, flows[to].name);
            assert_string_equal(answer.code, "ceremony_kind_mismatch");
            passkey_free(&fresh);
            scratch_reset();
        }
    }
}

static struct http_answer
get_session(const char *cookie, size_t len)
{
    struct blob request = {NULL, 0};
    struct raw_answer raw;
    struct http_answer answer = {0, NULL, NULL, NULL, "", NULL};
    static const char head[] = "GET /api/auth/session HTTP/1.1\r\nHost: ";
    static const char middle[] = "\r\nConnection: close\r\nCookie: ";

    blob_add(&request, head, strlen(head));
    blob_add(&request, the_server.origin + 7, strlen(the_server.origin) - 7);
    blob_add(&request, middle, strlen(middle));
    blob_add(&request, cookie, len);
    blob_add(&request, "\r\n\r\n", 4);
    raw = raw_send(&the_server, request.data, request.len);
    answer.status = raw.status;
    return answer;
}

/* Every prefix, every bit, a byte more, other case: about 500 for 43 bytes. */
static void
B7_session_tokens_are_whole_or_nothing(void **state)
{
    const char *cookie = anna_signed_in()->cookies[0];
    size_t start = strlen("__Host-sid="), len = strlen(cookie), i, bit;
    char changed[256];

    (void)state;
    assert_int_equal(get_session(cookie, len).status, 200);
    for (i = start; i < len; i++)
        assert_int_not_equal(get_session(cookie, i).status, 200);
    for (i = start; i < len; i++) {
        for (bit = 0; bit < 8; bit++) {
            memcpy(changed, cookie, len);
            changed[i] ^= (char)(1u << bit);
            assert_int_not_equal(get_session(changed, len).status, 200);
        }
        scratch_reset();
    }
    for (i = 0; i < 256; i++) {
        memcpy(changed, cookie, len);
        changed[len] = (char)i;
        /* A semicolon begins the next cookie, white space is not of it. */
        if (i == ';' || i == ' ' || i == '\t')
            continue;
        assert_int_not_equal(get_session(changed, len + 1).status, 200);
    }
    for (i = start; i < len; i++) {
        memcpy(changed, cookie, len);
        if (changed[i] >= 'a' && changed[i] <= 'z')
            changed[i] -= 32;
        else if (changed[i] >= 'A' && changed[i] <= 'Z')
            changed[i] += 32;
        else
            continue;
        assert_int_not_equal(get_session(changed, len).status, 200);
    }
    assert_int_equal(get_session(cookie, len).status, 200);
}

static struct http_answer
send_state(const char *state_text, const char *body)
{
    struct visitor visitor;
    char header[4096];
    struct http_call call = {"POST", LOGIN_VERIFY, body, strlen(body),
        "application/json", the_server.origin, header};

    (void)snprintf(header, sizeof(header), "Passkey-Ceremony: %s", state_text);
    visitor_init(&visitor, &the_server);
    return http_send(&visitor, &call);
}

/* The sealed state: each prefix, each character changed, one more. */
static void
B7_ceremony_states_are_whole_or_nothing(void **state)
{
    struct visitor visitor;
    struct ceremony c;
    char *text, changed[4096];
    const char *body;
    size_t len, i;

    (void)state;
    flow_begin(sign_in_flow, &visitor, &anna.passkey, &c);
    text = strdup(strchr(visitor.cookies[0], '=') + 1);
    body = strdup(ceremony_text(&c));
    len = strlen(text);
    assert_true(len > 100);
    for (i = 0; i < len; i++) {
        (void)snprintf(changed, sizeof(changed), "%.*s", (int)i, text);
        assert_int_equal(send_state(changed, body).status, 400);
        (void)strcpy(changed, text);
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        assert_int_equal(send_state(changed, body).status, 400);
        (void)strcpy(changed, text);
        changed[i] = changed[i] == 'z' ? 'y' : changed[i] + 1;
        assert_int_equal(send_state(changed, body).status, 400);
        scratch_reset();
    }
    (void)snprintf(changed, sizeof(changed), "%sA", text);
    assert_int_equal(send_state(changed, body).status, 400);
    /* It was good all the time. */
    assert_answer(send_state(text, body), 200, "");
    free(text);
    free((void *)(uintptr_t)body);
}

/* 10^6 under `make soak`. Beginning stores nothing at all. */
static void
B8_beginning_takes_no_storage(void **state)
{
    size_t tries = soak_or(1000000, 2000), i;
    const char *before = strdup(world_text());
    int64_t audit = num_audit_rows();
    struct visitor visitor;
    char name[64];

    (void)state;
    for (i = 0; i < tries; i++) {
        visitor_init(&visitor, &the_server);
        (void)snprintf(name, sizeof(name), "{\"username\":\"flood-%zu\"}", i);
        assert_answer(
            http_post(&visitor,
                i % 2 == 0 ? LOGIN_OPTIONS : "/api/auth/register/options",
                name),
            200, "");
        scratch_reset();
    }
    assert_string_equal(world_text(), before);
    assert_int_equal(num_audit_rows(), audit);
    assert_answer(sign_in(&visitor, NULL, &anna.passkey), 200, "");
    free((void *)(uintptr_t)before);
}

static atomic_bool flooding;

/* One source that begins ceremonies as fast as it can. */
static void *
flood(void *context)
{
    struct visitor visitor;

    (void)context;
    while (flooding) {
        visitor_init(&visitor, &the_server);
        (void)http_post(&visitor, LOGIN_OPTIONS, "{}");
        scratch_reset();
    }
    return NULL;
}

/* The slowest of a hundred sign-ins, but for one. */
static double
p99_of_sign_ins(void)
{
    double times[100];
    size_t i;

    for (i = 0; i < COUNT(times); i++) {
        struct visitor visitor;
        double start = now_ms();

        visitor_init(&visitor, &the_server);
        assert_answer(sign_in(&visitor, NULL, &anna.passkey), 200, "");
        times[i] = now_ms() - start;
        scratch_reset();
    }
    sort_values(times, COUNT(times));
    return times[COUNT(times) - 2];
}

/*
 * Others sign in during somebody's flood; under `make soak`, which wants a
 * quiet machine, in at most twice the time. Medians of interleaved rounds;
 * the flood takes a core from the machine that both run on, so on a small
 * one there is more than the server in the figure.
 */
static void
B8_a_flood_does_not_slow_others(void **state)
{
    double quiet[9], flooded[9];
    size_t rounds = soak_or(9, 3), i;
    pthread_t thread;

    (void)state;
    for (i = 0; i < rounds; i++) {
        quiet[i] = p99_of_sign_ins();
        flooding = true;
        assert_int_equal(pthread_create(&thread, NULL, flood, NULL), 0);
        flooded[i] = p99_of_sign_ins();
        flooding = false;
        pthread_join(thread, NULL);
    }
    sort_values(quiet, rounds);
    sort_values(flooded, rounds);
    print_message("# p99 %.2f ms, in the flood %.2f ms\n", quiet[rounds / 2],
        flooded[rounds / 2]);
    if (rounds > 3)
        assert_true(flooded[rounds / 2] <= 2 * quiet[rounds / 2]);
}

/* The session, the account and the browser that began must finish. */
static void
C6_finish_belongs_to_who_began(void **state)
{
    struct kept_passkey fresh;
    struct visitor visitor, other;
    struct ceremony c;
    int who;

    (void)state;
    for (who = 0; who < 3; who++) {
        passkey_make(&fresh, -7);
        visitor_init(&visitor, &the_server);
        assert_answer(sign_in(&visitor, NULL, &anna.passkey), 200, "");
        visitor_init(&other, &the_server);
        if (who == 0)
            assert_answer(sign_in(&other, NULL, &bert.passkey), 200, "");
        if (who == 1) /* the same account, another session */
            assert_answer(sign_in(&other, NULL, &anna.passkey), 200, "");
        assert_answer(begin_registration(&visitor, "{}", &fresh, &c), 200, "");
        /* The ceremony's cookie goes along with the other's session. */
        memcpy(other.cookies[1], visitor.cookies[1], sizeof(other.cookies[1]));
        assert_string_equal(must_refuse(&other, "/api/auth/register/verify",
                                ceremony_text(&c), 1)
                                .code,
            "session_changed");
        passkey_free(&fresh);
        scratch_reset();
    }
}

static void
C6_confirming_belongs_to_its_session(void **state)
{
    const struct flow *flow = &flows[4];
    struct visitor visitor, other;
    struct ceremony c;
    int who;

    (void)state;
    if (!is_routed(flow->options))
        skip();
    for (who = 0; who < 3; who++) {
        visitor_init(&visitor, &the_server);
        assert_answer(sign_in(&visitor, NULL, &anna.passkey), 200, "");
        visitor_init(&other, &the_server);
        if (who == 0)
            assert_answer(sign_in(&other, NULL, &bert.passkey), 200, "");
        if (who == 1)
            assert_answer(sign_in(&other, NULL, &anna.passkey), 200, "");
        assert_answer(
            begin_assertion(&visitor, flow->options, NULL, &anna.passkey, &c),
            200, "");
        memcpy(other.cookies[1], visitor.cookies[1], sizeof(other.cookies[1]));
        (void)must_refuse(
            &other, flow->verify, ceremony_text(&c), who == 2 ? 0 : 1);
        scratch_reset();
    }
}

/* Types of content, origins: 24 combinations, none from our own page. */
static void
C6_C7_other_sites_finish_nothing(void **state)
{
    static const char *const types[] = {
        "application/json", "text/plain", "application/x-www-form-urlencoded"};
    static const char *const origins[] = {
        NULL, "null", "http://evil.localhost", "https://localhost"};
    static const char *const fetches[] = {NULL, "Sec-Fetch-Site: same-site"};
    size_t t, o, f, flow;

    (void)state;
    for (flow = 0; flow < num_flows; flow++) {
        for (t = 0; t < COUNT(types); t++) {
            for (o = 0; o < COUNT(origins); o++) {
                for (f = 0; f < COUNT(fetches); f++) {
                    struct kept_passkey fresh;
                    struct visitor visitor;
                    struct ceremony c;
                    struct http_call call = {"POST", flows[flow].verify, NULL,
                        0, types[t], origins[o], fetches[f]};
                    struct http_answer answer;
                    const char *before;

                    if (!is_routed(flows[flow].options))
                        continue;
                    passkey_make(&fresh, -7);
                    flow_begin(&flows[flow], &visitor,
                        flows[flow].kind == REGISTRATION ? &fresh
                                                         : &anna.passkey,
                        &c);
                    call.body = ceremony_text(&c);
                    call.body_len = strlen(call.body);
                    before = world_text();
                    answer = http_send(&visitor, &call);
                    assert_answer(answer, 403, "cross_site");
                    assert_false(hands_out_session(answer));
                    assert_string_equal(world_text(), before);
                    passkey_free(&fresh);
                    scratch_reset();
                }
            }
        }
    }
}

/* An answer without the state that its browser was given. */
static void
C7_sign_in_needs_the_browser_that_began(void **state)
{
    struct visitor visitor, victim;
    struct ceremony c;

    (void)state;
    flow_begin(sign_in_flow, &visitor, &bert.passkey, &c);
    visitor_init(&victim, &the_server);
    assert_string_equal(
        must_refuse(&victim, LOGIN_VERIFY, ceremony_text(&c), 0).code,
        "ceremony_missing");
    /* The victim's own ceremony does not fit the attacker's answer. */
    assert_int_equal(http_post(&victim, LOGIN_OPTIONS, NULL).status, 200);
    assert_string_equal(
        must_refuse(&victim, LOGIN_VERIFY, ceremony_text(&c), 1).code,
        "challenge_mismatch");
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(A3_right_challenges_pass_and_wrong_ones_fail),
        cmocka_unit_test(A4_account_is_owner_is_handle),
        cmocka_unit_test(A4_random_cases_agree_with_the_oracle),
        cmocka_unit_test(A5_passkey_outside_the_list_is_refused),
        cmocka_unit_test(A7_many_at_once_stay_themselves),
        cmocka_unit_test(A8_only_the_exact_type_passes),
        cmocka_unit_test(B1_recorded_assertion_is_worth_nothing),
        cmocka_unit_test(B1_client_brings_no_expectations),
        cmocka_unit_test(B5_a_ceremony_serves_its_purpose_only),
        cmocka_unit_test(B7_session_tokens_are_whole_or_nothing),
        cmocka_unit_test(B7_ceremony_states_are_whole_or_nothing),
        cmocka_unit_test(B8_beginning_takes_no_storage),
        cmocka_unit_test(B8_a_flood_does_not_slow_others),
        cmocka_unit_test(C6_finish_belongs_to_who_began),
        cmocka_unit_test(C6_confirming_belongs_to_its_session),
        cmocka_unit_test(C6_C7_other_sites_finish_nothing),
        cmocka_unit_test(C7_sign_in_needs_the_browser_that_began),
        /* It ends everybody's session. */
        cmocka_unit_test(A6_truth_table_of_a_live_session),
    };

    if (argc != 2)
        return 2;
    the_binary = argv[1];
    return cmocka_run_group_tests(tests, start_the_world, discard_the_world);
}
