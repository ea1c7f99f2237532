/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows A9, C11, D1, D2, D4, E1 to E4: what the configuration says holds in
 * every ceremony, and what the client says changes nothing of it. A server
 * is started for each policy.
 */
#include "security_world.h"

#include <stdio.h>
#include <stdlib.h>

static void
restart_with(const char *name, const char *value, const char *more,
    const char *more_value)
{
    const char *settings[4] = {name, value, more, more_value};

    server_stop(&the_server);
    memset(the_server.settings, 0, sizeof(the_server.settings));
    if (name != NULL)
        memcpy(the_server.settings, settings, sizeof(settings));
    server_start(&the_server);
    /* A check of just now, under the policy of before. */
    (void)database_change(
        &the_server, "DELETE FROM users WHERE name = 'stranger'");
}

/* An account may have sixteen. */
static void
forget_other_passkeys(void)
{
    char sql[256] = "DELETE FROM passkeys WHERE hex(id) NOT IN ('";
    size_t i;

    for (i = 0; i < 64; i++)
        (void)sprintf(sql + strlen(sql), "%s%02X", i == 32 ? "', '" : "",
            i < 32 ? anna.passkey.id[i] : bert.passkey.id[i - 32]);
    (void)strcat(sql, "')");
    (void)database_change(&the_server, sql);
}

/*
 * Answers a ceremony of the flow that `change` has changed; true if it was
 * accepted. What it made is taken away.
 */
static bool
accepted(const struct flow *flow, void (*change)(struct ceremony *, void *),
    void *context)
{
    struct kept_passkey fresh;
    struct http_answer answer;
    struct visitor visitor;
    struct ceremony c;

    passkey_make(&fresh, -7);
    flow_begin(flow, &visitor,
        flow->kind == REGISTRATION ? &fresh : &anna.passkey, &c);
    change(&c, context);
    answer = http_post(&visitor, flow->verify, ceremony_text(&c));
    if (answer.status / 100 != 2)
        assert_int_equal(answer.status / 100, 4);
    if (flow->kind == REGISTRATION && answer.status == 200) {
        (void)database_change(
            &the_server, "DELETE FROM users WHERE name = 'stranger'");
        forget_other_passkeys();
    }
    passkey_free(&fresh);
    scratch_reset();
    return answer.status / 100 == 2;
}

static void
set_flags(struct ceremony *c, void *flags)
{
    c->flags = *(uint8_t *)flags;
    if ((c->flags & FLAG_ED) != 0)
        c->extensions = cbor_map();
}

/* What each octet of flags must come to, from the specification's words. */
static bool
flags_may_pass(uint8_t flags, bool creating, bool verified_is_required)
{
    if ((flags & FLAG_UP) == 0)
        return false;
    if (verified_is_required && (flags & FLAG_UV) == 0)
        return false;
    if ((flags & FLAG_BS) != 0 && (flags & FLAG_BE) == 0)
        return false;
    if (creating)
        return (flags & FLAG_AT) != 0;
    /* Anna's passkey was not eligible when it was made. */
    return (flags & (FLAG_BE | FLAG_AT)) == 0;
}

/* 3 policies x 64 flags x 5 flows: 960 cases. */
static void
E1_E3_E4_A9_flags_under_each_policy(void **state)
{
    static const char *const policies[] = {
        "required", "preferred", "discouraged"};
    static const uint8_t bits[] = {
        FLAG_UP, FLAG_UV, FLAG_BE, FLAG_BS, FLAG_AT, FLAG_ED};
    size_t p, f, set, b, num = 0;

    (void)state;
    for (p = 0; p < COUNT(policies); p++) {
        restart_with("--user-verification", policies[p], NULL, NULL);
        visitor_forget(&anna.visitor);
        assert_answer(sign_in(&anna.visitor, NULL, &anna.passkey), 200, "");
        for (set = 0; set < 64; set++) {
            uint8_t flags = 0;

            for (b = 0; b < COUNT(bits); b++)
                flags |= (set & (1u << b)) ? bits[b] : 0;
            for (f = 0; f < num_flows; f++, num++) {
                bool expected = flags_may_pass(
                    flags, flows[f].kind == REGISTRATION, p == 0);
                bool passed = accepted(&flows[f], set_flags, &flags);

                if (passed != expected)
                    print_message("# %s, %s, flags %02x: %d\n", policies[p],
                        flows[f].name, flags, passed);
                assert_int_equal(passed, expected);
            }
        }
    }
    assert_int_equal(num, 960);
    restart_with(NULL, NULL, NULL, NULL);
}

/* Reserved bits mean nothing. */
static void
E4_reserved_flags_are_ignored(void **state)
{
    uint8_t flags = FLAG_UP | FLAG_UV | FLAG_RFU1 | FLAG_RFU2;
    size_t f;

    (void)state;
    for (f = 0; f < num_flows; f++) {
        uint8_t all = flags | (flows[f].kind == REGISTRATION ? FLAG_AT : 0);

        assert_true(accepted(&flows[f], set_flags, &all));
    }
}

/* Whatever of our policy a client would like to choose. */
static void
E2_clients_choose_no_policy(void **state)
{
    static const char *const members[] = {"userVerification", "attestation",
        "authenticatorSelection", "timeout", "pubKeyCredParams", "rp", "rpId",
        "excludeCredentials", "allowCredentials", "extensions", "hints",
        "requireUserVerification", "challenge", "origin", "user"};
    size_t i, f;

    (void)state;
    for (i = 0; i < COUNT(members); i++) {
        for (f = 0; f < num_flows; f++) {
            struct visitor visitor = *anna_signed_in();
            struct http_answer answer;
            char body[128];

            if (strcmp(flows[f].options, "/api/auth/confirm/options") == 0)
                continue; /* it reads no body at all */
            (void)snprintf(
                body, sizeof(body), "{\"%s\":\"discouraged\"}", members[i]);
            answer = http_post(&visitor, flows[f].options, body);
            assert_answer(answer, 400, "member_unknown");
        }
        scratch_reset();
    }
}

static void
set_origin(struct ceremony *c, void *origin)
{
    cJSON_ReplaceItemInObjectCaseSensitive(
        c->client, "origin", cJSON_CreateString(origin));
}

/* Puts the port where the pattern says %s; "%%" is a percent sign. */
static void
fill_port(char *out, size_t cap, const char *pattern, const char *port)
{
    size_t len = 0;

    for (; *pattern != '\0' && len + strlen(port) + 1 < cap; pattern++) {
        if (*pattern != '%') {
            out[len++] = *pattern;
        } else if (*++pattern == '%') {
            out[len++] = '%';
        } else {
            memcpy(out + len, port, strlen(port));
            len += strlen(port);
        }
    }
    out[len] = '\0';
}

/* 200 and more origins that are not ours, made from the one that is. */
static void
D1_D2_hostile_origins(void **state)
{
    static const char *const patterns[] = {"https://localhost:%s",
        "http://LOCALHOST:%s", "HTTP://localhost:%s", "http://localhost:%s/",
        "http://localhost:%s/x", "http://localhost:%s?x",
        "http://localhost:%s#", "http://localhost:%s.", "http://localhost.:%s",
        "http://.localhost:%s", "http://evillocalhost:%s",
        "http://evil.localhost:%s", "http://localhost.evil:%s",
        "http://localhost.evil.example:%s", "http://localhostevil:%s",
        "http://user@localhost:%s", "http://user:pass@localhost:%s",
        "http://localhost:%s@evil.example",
        "http://evil.example\\\\@localhost:%s", "http://localhost:%s\\\\",
        "http:\\\\\\\\localhost:%s", "http:/localhost:%s", "http:localhost:%s",
        "//localhost:%s", "localhost:%s", "http://localhost:%s ",
        " http://localhost:%s", "http://localhost:%s\t",
        "http://localhost:%s\n", "http://localhost:%s\r",
        "\thttp://localhost:%s", "http://local\thost:%s",
        "http://loc\nalhost:%s", "http://localhost:0%s", "http://localhost:%s0",
        "http://localhost:%s1", "http://localhost:+%s", "http://localhost:-%s",
        "http://localhost: %s", "http://localhost:%s:%s", "http://127.0.0.1:%s",
        "http://[::1]:%s", "http://0.0.0.0:%s", "http://2130706433:%s",
        "http://0x7f000001:%s", "http://127.1:%s", "http://localhost%%3A%s",
        "http://%%6cocalhost:%s", "http://localhost%%00:%s",
        "http://localhost%%2e:%s",
        "http://l\xd0\276calhost:%s", /* octal: or the escape takes "ca" */
        "http://loc\xd0\xb0lhost:%s", "http://xn--lcalhost-5eg:%s",
        "http://\xe2\x93\x9bocalhost:%s", "http://localhost\xe2\x80\x8b:%s",
        "http://localhost\xc2\xad:%s", "ftp://localhost:%s",
        "ws://localhost:%s", "wss://localhost:%s", "file://localhost:%s",
        "blob:http://localhost:%s", "view-source:http://localhost:%s",
        "data:http://localhost:%s", "android:apk-key-hash:localhost:%s",
        "android:localhost:%s", "ios:bundle-id:localhost:%s",
        "chrome-extension://localhost:%s", "moz-extension://localhost:%s",
        "app://localhost:%s", "http://localhost:%s,http://evil.example",
        "http://evil.example,http://localhost:%s",
        "http://evil.example http://localhost:%s", "[\"http://localhost:%s\"]",
        "'http://localhost:%s'", "http://*:%s", "http://*.localhost:%s", "*",
        "null", "", ".", "/", "http", "http:", "http://", "http://:%s",
        "http://localhost", "http://localhost:", "http://localhost:80",
        "http://localhost:443", "https://localhost", "https://localhost:443",
        "http://localhost;%s", "http://localhost/%s", "http://localhost#%s",
        "http://localhost?%s", "http://localhost\\\\:%s"};
    const char *port = strrchr(the_server.origin, ':') + 1;
    size_t i, f, num = 0;
    char origin[256];

    (void)state;
    for (i = 0; i < COUNT(patterns); i++) {
        fill_port(origin, sizeof(origin), patterns[i], port);
        for (f = 0; f < num_flows; f++, num++) {
            if (accepted(&flows[f], set_origin, origin))
                print_message("# %s\n", origin);
            else
                continue;
            fail();
        }
    }
    for (i = 0; i < 110; i++) { /* each character of ours another one */
        size_t len;

        (void)strcpy(origin, the_server.origin);
        len = strlen(origin);
        origin[i % len] = (char)(origin[i % len] + 1 + (int)(i / len));
        assert_false(accepted(&flows[2], set_origin, origin));
        num++;
    }
    assert_true(num >= 400);
    assert_true(
        accepted(&flows[2], set_origin, (void *)(uintptr_t)the_server.origin));
}

struct embedding {
    int cross; /* -1: absent */
    const char *top;
};

static void
set_embedding(struct ceremony *c, void *context)
{
    const struct embedding *e = context;

    cJSON_DetachItemFromObjectCaseSensitive(c->client, "crossOrigin");
    if (e->cross >= 0)
        cJSON_AddBoolToObject(c->client, "crossOrigin", e->cross);
    if (e->top != NULL)
        cJSON_AddStringToObject(c->client, "topOrigin", e->top);
}

/* 3 x 3 x 2, in each flow. */
static void
D4_embedding_is_refused_unless_configured(void **state)
{
    static const char *const tops[] = {
        NULL, "https://friend.example", "https://evil.example"};
    int policy, cross;
    size_t t, f;

    (void)state;
    for (policy = 0; policy < 2; policy++) {
        if (policy == 1)
            restart_with("--allow-cross-origin", "yes", "--top-origins",
                "https://friend.example");
        for (cross = -1; cross < 2; cross++) {
            for (t = 0; t < COUNT(tops); t++) {
                struct embedding e = {cross, tops[t]};
                bool expected = (cross != 1 || policy == 1) &&
                                (t == 0 || (t == 1 && policy == 1));

                for (f = 0; f < num_flows; f++) {
                    bool passed = accepted(&flows[f], set_embedding, &e);

                    if (passed != expected)
                        print_message("# policy %d cross %d top %zu %s: %d\n",
                            policy, cross, t, flows[f].name, passed);
                    assert_int_equal(passed, expected);
                }
            }
        }
    }
    restart_with(NULL, NULL, NULL, NULL);
}

static bool
is_offered(const cJSON *options, int alg)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, cJSON_GetObjectItem(options, "pubKeyCredParams"))
    {
        if (cJSON_GetObjectItem(item, "alg")->valueint == alg)
            return true;
    }
    return false;
}

/* Each algorithm that we can make; those that were not offered fail. */
static void
C11_A9_only_offered_algorithms_register(void **state)
{
    static const char *const lists[] = {NULL, "ES256", "EdDSA,RS256"};
    const struct key_algorithm *a;
    size_t l, f, offered, others;

    (void)state;
    for (l = 0; l < COUNT(lists); l++) {
        restart_with(l == 0 ? NULL : "--algorithms", lists[l], NULL, NULL);
        offered = others = 0;
        for (a = key_algorithms; a->name != NULL; a++) {
            for (f = 0; f < 2; f++) {
                struct kept_passkey passkey;
                struct http_answer answer;
                struct visitor visitor = *anna_signed_in();
                struct ceremony c;
                char name[64];

                if (!flows[f].with_session)
                    visitor_forget(&visitor);
                (void)snprintf(name, sizeof(name),
                    "{\"username\":\"c11-%zu%s\"}", l, a->name);
                passkey_make(&passkey, a->id);
                answer = begin_registration(
                    &visitor, f == 0 ? name : "{}", &passkey, &c);
                assert_answer(answer, 200, "");
                if (is_offered(answer.json, a->id)) {
                    offered++;
                } else {
                    others++;
                    (void)must_refuse(
                        &visitor, flows[f].verify, ceremony_text(&c), 1);
                }
                passkey_free(&passkey);
                scratch_reset();
            }
        }
        print_message("# %zu offered, %zu others\n", offered / 2, others / 2);
        assert_true(offered >= 2 && others >= 2);
    }
    restart_with(NULL, NULL, NULL, NULL);
}

/* Attestation that is wanted holds in both flows that register (F2, A9). */
static void
A9_wanted_attestation_is_wanted_everywhere(void **state)
{
    size_t f;

    (void)state;
    for (f = 0; f < 2; f++) {
        struct visitor visitor = *anna_signed_in();
        struct http_answer none, direct;
        char *text;

        if (!flows[f].with_session)
            visitor_forget(&visitor);
        none = http_post(&visitor, flows[f].options, flows[f].body);
        assert_answer(none, 200, "");
        text =
            cJSON_GetStringValue(cJSON_GetObjectItem(none.json, "attestation"));
        assert_true(text == NULL || strcmp(text, "none") == 0);
        restart_with("--attestation", "direct", NULL, NULL);
        direct = http_post(&visitor, flows[f].options, flows[f].body);
        assert_answer(direct, 200, "");
        assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(
                                direct.json, "attestation")),
            "direct");
        restart_with(NULL, NULL, NULL, NULL);
        scratch_reset();
    }
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(E1_E3_E4_A9_flags_under_each_policy),
        cmocka_unit_test(E4_reserved_flags_are_ignored),
        cmocka_unit_test(E2_clients_choose_no_policy),
        cmocka_unit_test(D1_D2_hostile_origins),
        cmocka_unit_test(D4_embedding_is_refused_unless_configured),
        cmocka_unit_test(C11_A9_only_offered_algorithms_register),
        cmocka_unit_test(A9_wanted_attestation_is_wanted_everywhere),
    };

    if (argc != 2)
        return 2;
    the_binary = argv[1];
    return cmocka_run_group_tests(tests, start_the_world, discard_the_world);
}
