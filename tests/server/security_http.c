/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows D5, K1 to K3, K5 to K9, L9: cookies, hosts, redirects, headers, pages
 * and the log, against people who write them by hand.
 */
#include "form_flow.h"
#include "security_world.h"

#include <stdio.h>
#include <stdlib.h>

static const char *
session_of(const struct visitor *visitor)
{
    size_t i;

    for (i = 0; i < COOKIES_MAX; i++) {
        if (strncmp(visitor->cookies[i], "__Host-sid=", 11) == 0)
            return visitor->cookies[i] + 11;
    }
    return "";
}

/* A session begins with a value that the server chose, whatever came. */
static void
K1_no_planted_value_becomes_a_session(void **state)
{
    static const char planted[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    char first[64], second[64];
    struct visitor visitor, old;

    (void)state;
    visitor_init(&visitor, &the_server);
    (void)snprintf(visitor.cookies[0], sizeof(visitor.cookies[0]),
        "__Host-sid=%s", planted);
    assert_null(signed_in_name(&visitor));
    assert_answer(sign_in(&visitor, NULL, &anna.passkey), 200, "");
    (void)snprintf(first, sizeof(first), "%.43s", session_of(&visitor));
    assert_string_not_equal(first, planted);
    /* Signing in again: a new value, and the old one is dead at once. */
    old = visitor;
    assert_answer(sign_in(&visitor, NULL, &bert.passkey), 200, "");
    (void)snprintf(second, sizeof(second), "%.43s", session_of(&visitor));
    assert_string_not_equal(first, second);
    assert_null(signed_in_name(&old));
    assert_string_equal(signed_in_name(&visitor), "bert");
}

/* After a strong check: a new value; the old one opens nothing any more. */
static void
K1_confirming_changes_the_value(void **state)
{
    char first[64];
    struct visitor visitor, old;

    (void)state;
    visitor_init(&visitor, &the_server);
    assert_answer(sign_in(&visitor, NULL, &anna.passkey), 200, "");
    (void)snprintf(first, sizeof(first), "%.43s", session_of(&visitor));
    old = visitor;
    assert_int_equal(confirm(&visitor, &anna.passkey).status, 204);
    assert_int_not_equal(strncmp(session_of(&visitor), first, 43), 0);
    assert_string_equal(signed_in_name(&visitor), "anna");
    assert_null(signed_in_name(&old));
}

static void
send_form(struct visitor *visitor, const char *path, const char *body)
{
    long status = post_form(visitor, path, body).status;

    assert_true(status == 200 || status == 303);
}

static void
sign_out(struct visitor *visitor)
{
    (void)http_post(visitor, "/api/auth/logout", NULL);
}

static void
end_others(struct visitor *visitor)
{
    send_form(visitor, "/account/sessions/end-others", "");
}

static void
set_password(struct visitor *visitor)
{
    send_form(
        visitor, "/account/password", "new_password=a+sentence+nobody+says+47");
}

static void
remove_password(struct visitor *visitor)
{
    send_form(visitor, "/account/recovery-codes", "");
    send_form(visitor, "/account/password/remove", "");
}

/* Of a second passkey: the API's way, and the form's. */
static void
remove_passkey(struct visitor *visitor, bool by_form)
{
    struct http_call call = {
        "DELETE", NULL, NULL, 0, NULL, the_server.origin, NULL};
    struct kept_passkey second;
    char text[128];
    const char *id;

    passkey_make(&second, -7);
    assert_answer(add_passkey(visitor, &second), 200, "");
    id = blob_base64url(blob_copy(second.id, sizeof(second.id)));
    (void)snprintf(text, sizeof(text), "%s%s",
        by_form ? "id=" : "/api/account/passkeys/", id);
    if (by_form) {
        send_form(visitor, "/account/passkeys/remove", text);
    } else {
        call.path = text;
        assert_answer(http_send(visitor, &call), 204, "");
    }
    passkey_free(&second);
}

static void
remove_passkey_by_api(struct visitor *visitor)
{
    remove_passkey(visitor, false);
}

static void
remove_passkey_by_form(struct visitor *visitor)
{
    remove_passkey(visitor, true);
}

static void
command(const char *words)
{
    char text[512];

    if (server_command(&the_server, words, text, sizeof(text)) != 0)
        fail_msg("%s", text);
}

static void
be_logged_out(struct visitor *visitor)
{
    (void)visitor;
    command("user logout bert");
}

static void
be_disabled(struct visitor *visitor)
{
    (void)visitor;
    command("user disable bert");
}

static void
lose_a_passkey_to_the_administrator(struct visitor *visitor)
{
    struct kept_passkey second;
    char words[128];

    passkey_make(&second, -7);
    assert_answer(add_passkey(visitor, &second), 200, "");
    (void)snprintf(words, sizeof(words), "passkey remove bert %s",
        blob_base64url(blob_copy(second.id, sizeof(second.id))));
    command(words);
    passkey_free(&second);
}

/* What ends sessions: the one that does it, or all others, or both. */
static const struct ending {
    const char *name;
    void (*end)(struct visitor *visitor);
    bool first, others;
} endings[] = {
    {"signing out", sign_out, true, false},
    {"ending the others", end_others, false, true},
    {"setting a password", set_password, false, true},
    {"removing the password", remove_password, false, true},
    {"removing a passkey", remove_passkey_by_api, false, true},
    {"removing a passkey by the form", remove_passkey_by_form, false, true},
    {"user logout", be_logged_out, true, true},
    {"passkey remove", lose_a_passkey_to_the_administrator, true, true},
    {"user disable", be_disabled, true, true},
};

/* One node, 50 sessions for each of the ways (1,000 under `make soak`). */
static void
K2_L9_ended_sessions_are_dead_at_once(void **state)
{
    size_t num = soak_or(1000, 50), i, k;
    struct visitor *visitors = calloc(num, sizeof(*visitors));

    (void)state;
    assert_non_null(visitors);
    for (k = 0; k < COUNT(endings); k++) {
        for (i = 0; i < num; i++) {
            visitor_init(&visitors[i], &the_server);
            assert_answer(sign_in(&visitors[i], NULL, &bert.passkey), 200, "");
        }
        endings[k].end(&visitors[0]);
        for (i = 0; i < num; i++) {
            bool ended = i == 0 ? endings[k].first : endings[k].others;

            if ((signed_in_name(&visitors[i]) == NULL) != ended)
                fail_msg("%s: session %zu", endings[k].name, i);
        }
        scratch_reset();
    }
    command("user enable bert");
    free(visitors);
}

/* Only the exact bytes of the name are the name. */
static void
K3_spoofed_names_are_other_cookies(void **state)
{
    static const char *const names[] = {"__host-sid", "__HOST-SID",
        "__Host-SID", "__Host-Sid", "__Host_sid", "__Host.sid", "__Host sid",
        "__Host[sid", "__Host-sid ", "__Host-sid\t", " __Host-sid",
        "\t__Host-sid", "  __Host-sid", "\"__Host-sid\"", "'__Host-sid'",
        "%5F%5FHost-sid", "__%48ost-sid", "__Host%2Dsid", "__Host-si%64",
        "__Host-sid%00", "__Host-sid%20", "__Host-sid[]", "__Host-sid[0]",
        "__Host-sid.", "__Host-sid;", "__Host-sid,", "Host__sid", "Host-sid",
        "_Host-sid", "__Host--sid", "__Host-s", "__Host-si", "__Host-sidd",
        "x__Host-sid", "$__Host-sid", "__Secure-sid", "__Http-sid",
        "__Host-Http-sid", "sid", "-sid", "__Host-", "__Host", "", "=",
        "==__Host-sid", "__Host-sid\xc2\xa0", "\xc2\xa0__Host-sid",
        "\xef\xbb\xbf__Host-sid", "__Host\xe2\x80\x90sid",
        "__Host-s\xc4\261d", /* octal: a hexadecimal escape would take the d */
        "__Ho\xc5\xbft-sid", "__Host-sid\xcc\x88", "_\xef\xbc\xbfHost-sid",
        "__Host+sid", "__Host-sid/", "/__Host-sid", "__Host:sid",
        "__Host-sid:", "{__Host-sid}", "(__Host-sid)", "__Host-sid*"};
    struct visitor visitor;
    size_t i;

    (void)state;
    assert_true(COUNT(names) >= 60);
    visitor_init(&visitor, &the_server);
    assert_answer(sign_in(&visitor, NULL, &anna.passkey), 200, "");
    for (i = 0; i < COUNT(names); i++) {
        struct visitor spoof;
        char cookie[256];
        struct http_answer answer;

        visitor_init(&spoof, &the_server);
        (void)snprintf(cookie, sizeof(cookie), "a=b; %s=%s", names[i],
            session_of(&visitor));
        (void)strcpy(spoof.cookies[0], cookie);
        answer = http_get(&spoof, "/api/auth/session");
        if (answer.status == 200 || answer.status == 0)
            print_message("# %s: %ld\n", names[i], answer.status);
        assert_true(answer.status == 401 || answer.status == 400);
        scratch_reset();
    }
    /* And two of the right name are none, in either order. */
    for (i = 0; i < 3; i++) {
        struct visitor twice = visitor;

        (void)strcpy(twice.cookies[i == 0 ? 2 : 3],
            i == 0 ? "__Host-sid=AAAA" : "__Host-sid=");
        assert_answer(
            http_get(&twice, "/api/auth/session"), 400, "cookie_twice");
    }
    assert_string_equal(signed_in_name(&visitor), "anna");
}

static struct raw_answer
with_head(const char *target, const char *host, const char *fields)
{
    static char request[16000];
    int len = snprintf(request, sizeof(request),
        "POST %s HTTP/1.1\r\n%s%s%s%sContent-Length: 0\r\n"
        "Connection: close\r\n\r\n",
        target, host != NULL ? "Host: " : "", host != NULL ? host : "",
        host != NULL ? "\r\n" : "", fields);

    return raw_send(&the_server, request, (size_t)len);
}

/* 1,000 hosts: 421 or 400; none reaches the options. */
static void
D5_K5_unknown_hosts_get_nothing(void **state)
{
    static const char *const parts[] = {"localhost", "evil.example",
        "LOCALHOST", "localhost.", "localhost.evil.example", "evil.localhost",
        "[::1]", "0.0.0.0", "user@localhost", "localhost:99999",
        "localhost:", "localhost:080", "127.1", "2130706433",
        "localhost,evil.example", "localhost evil", "/", "http://localhost",
        "localhost/x", "localhost#", "localhost?", "localhost%00",
        "xn--n3h.example", "*", "-"};
    static const char *const ends[] = {"", ":", ":0", ":80", ":443", ":8080",
        ".", "..", "/", "@", " x", "\\", ":80:80", "%", "\t:1", ",", ";", "&",
        "'", "\"", "<", "|", "`", "^", "~", "!", "$", "(", ")", "*", "+", "=",
        "[", "]", "{", "}", "_", "--", "?", "#"};
    size_t i, k, num = 0;

    (void)state;
    for (i = 0; i < COUNT(parts); i++) {
        for (k = 0; k < COUNT(ends); k++, num++) {
            char host[128];
            struct raw_answer answer;

            (void)snprintf(host, sizeof(host), "%s%s", parts[i], ends[k]);
            answer = with_head("/api/auth/login/options", host, "");
            if (answer.status != 421 && answer.status != 400)
                print_message("# %s: %s\n", host, answer.text);
            assert_true(answer.status == 421 || answer.status == 400);
            assert_null(strstr(answer.text, "rpId"));
            assert_null(strcasestr(answer.text, "set-cookie"));
            scratch_reset();
        }
    }
    assert_int_equal(num, 1000);
    assert_int_equal(
        with_head("/api/auth/login/options", NULL, "").status, 400);
}

/* 500 combinations of what proxies say, from one that is not trusted. */
static void
K5_forwarded_headers_are_not_believed(void **state)
{
    static const char *const fields[] = {"X-Forwarded-Host: evil.example\r\n",
        "X-Forwarded-Proto: https\r\n", "X-Forwarded-For: 127.0.0.1\r\n",
        "Forwarded: host=evil.example;proto=https\r\n",
        "X-Original-URL: /api/admin/users\r\n",
        "X-Rewrite-URL: /api/admin/users\r\n", "X-Host: evil.example\r\n",
        "X-WEBAUTH-USER: anna\r\n", "X-Forwarded-User: anna\r\n"};
    const char *host = the_server.origin + strlen("http://");
    size_t mask;

    (void)state;
    for (mask = 0; mask < 512; mask++) {
        char all[512] = "";
        struct raw_answer answer;
        size_t i;

        for (i = 0; i < COUNT(fields); i++) {
            if (mask & (1u << i))
                strcat(all, fields[i]);
        }
        answer = with_head("/api/auth/login/options", host, all);
        assert_int_equal(answer.status, 200);
        assert_non_null(strstr(answer.text, "\"rpId\":\"localhost\""));
        assert_null(strstr(answer.text, "evil"));
        assert_null(strstr(answer.text, "\"users\""));
        scratch_reset();
    }
}

/* Every redirect stays here, whatever a request would like. */
static void
K6_redirects_stay_on_our_origin(void **state)
{
    static const char *const names[] = {
        "return_to", "next", "redirect", "url", "continue", "r"};
    static const char *const places[] = {"//evil.example",
        "https://evil.example", "/\\evil.example", "\\\\evil.example",
        "///evil.example", "http:evil.example", "javascript:alert(1)",
        "/%2F/evil.example", "/%5Cevil.example", "%2F%2Fevil.example",
        "https:%2F%2Fevil.example", "/@evil.example",
        "//localhost@evil.example", "data:text/html,x", "/.//evil.example",
        "/..//evil.example", "%0d%0aLocation:%20//evil", "%09//evil.example",
        "/?x=//evil.example", "/#//evil.example", "//evil.example%23",
        "/%E3%80%82evil", "?//evil.example", ";//evil.example",
        "https%3a//evil.example"};
    static const char *const targets[] = {"/", "/account", "/confirm"};
    size_t n, p, t, num = 0;

    (void)state;
    for (n = 0; n < COUNT(names); n++) {
        for (p = 0; p < COUNT(places); p++) {
            for (t = 0; t < COUNT(targets); t++, num++) {
                struct visitor visitor;
                struct http_answer answer;
                char path[256];
                const char *to;

                visitor_init(&visitor, &the_server);
                (void)snprintf(path, sizeof(path), "%s?%s=%s", targets[t],
                    names[n], places[p]);
                answer = http_get(&visitor, path);
                assert_int_not_equal(answer.status, 0);
                to = strcasestr(answer.headers, "\nlocation: ");
                assert_null(strstr(answer.headers, "evil"));
                assert_true(to == NULL ||
                            (to[11] == '/' && to[12] != '/' && to[12] != '\\'));
            }
        }
        scratch_reset();
    }
    assert_true(num >= 300);
}

/* What people type comes back as text, 1,000 times. */
static void
K7_what_people_type_is_text(void **state)
{
    static const char *const markup[] = {"<script>x()</script>",
        "\\\"><img src=x onerror=x()>", "'><svg/onload=x()>",
        "</title><script>x()</script>", "<!--", "]]>", "{{x()}}", "${x()}",
        "<a href=javascript:x()>", "&lt;script&gt;", "</textarea><b>",
        "<iframe srcdoc=x>", "<base href=//evil>", "<style>*{}</style>",
        "<ScRiPt>x()</sCrIpT>", "<math><mi//xlink:href=data:x>",
        "<meta http-equiv=refresh>", "<form action=//evil>", "<b onclick=x()>",
        "<template><x>"};
    struct visitor visitor;
    size_t i, tries = 1000;

    (void)state;
    visitor_init(&visitor, &the_server);
    assert_answer(sign_in(&visitor, NULL, &anna.passkey), 200, "");
    for (i = 0; i < tries; i++) {
        char body[256], path[128], agent[256];
        struct http_call rename = {"PATCH", path, body, 0, "application/json",
            the_server.origin, NULL};
        struct http_call page = {"GET", "/account", NULL, 0, NULL, NULL, agent};
        const char *text = markup[i % COUNT(markup)];
        struct http_answer answer;
        char plain[128];
        size_t k, len = 0;

        for (k = 0; text[k] != '\0'; k++) {
            if (text[k] != '\\')
                plain[len++] = text[k];
        }
        plain[len] = '\0';
        (void)snprintf(body, sizeof(body), "{\"label\":\"%s%zu\"}", text,
            i / COUNT(markup));
        rename.body_len = strlen(body);
        (void)snprintf(path, sizeof(path), "/api/account/passkeys/%s",
            blob_base64url(
                blob_copy(anna.passkey.id, sizeof(anna.passkey.id))));
        (void)snprintf(agent, sizeof(agent), "User-Agent: %s", plain);
        assert_int_equal(http_send(&visitor, &rename).status, 204);
        if (i % COUNT(markup) == 0) {
            struct visitor other;

            visitor_init(&other, &the_server);
            (void)sign_in(&other, NULL, &anna.passkey);
        }
        answer = http_send(&visitor, &page);
        assert_int_equal(answer.status, 200);
        if (strpbrk(plain, "<>\"'") != NULL)
            assert_null(strstr(answer.body, plain));
        scratch_reset();
    }
}

/* In no frame, on no answer whatever. */
static void
K8_every_answer_has_the_headers(void **state)
{
    static const char *const targets[] = {"/", "/sign-up", "/nothing",
        "/api/auth/session", "/account", "/healthz", "/passkey.js",
        "/favicon.ico", "/static/x", "/api/auth/login/verify", "/recover",
        "/link/x", "/api/admin/users", "/\x01", "/.well-known/jwks.json"};
    const char *host = the_server.origin + strlen("http://");
    static char fields[12000];
    size_t i, kind;

    (void)state;
    memset(fields, 'a', 9000);
    memcpy(fields, "X: ", 3);
    strcpy(fields + 9000, "\r\n");
    for (i = 0; i < COUNT(targets); i++) {
        for (kind = 0; kind < 3; kind++) {
            struct raw_answer answer = with_head(targets[i],
                kind == 1 ? "evil.example" : host, kind == 2 ? fields : "");
            const char *policy =
                strcasestr(answer.text, "\ncontent-security-policy: ");

            assert_int_not_equal(answer.status, 0);
            assert_non_null(policy);
            assert_non_null(strstr(policy, "frame-ancestors 'none'"));
            assert_null(strstr(policy, "unsafe-inline"));
            assert_non_null(
                strstr(answer.text, "publickey-credentials-get=(self)"));
            assert_non_null(
                strstr(answer.text, "publickey-credentials-create=(self)"));
            assert_non_null(
                strcasestr(answer.text, "x-content-type-options: nosniff"));
            scratch_reset();
        }
    }
}

/* All lines must be JSON; how many are of requests for "/x…". */
static size_t
count_lines_that_are_json(const char *path)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t cap = 0, num = 0;
    ssize_t len;

    assert_non_null(file);
    while ((len = getline(&line, &cap, file)) > 0) {
        cJSON *json = cJSON_Parse(line);

        if (json == NULL)
            print_message("# %s", line);
        assert_non_null(json);
        assert_int_equal(line[len - 1], '\n');
        if (cJSON_GetStringValue(cJSON_GetObjectItem(json, "path")) != NULL)
            num +=
                strncmp(cJSON_GetStringValue(cJSON_GetObjectItem(json, "path")),
                    "/x", 2) == 0;
        scratch_reset();
    }
    free(line);
    (void)fclose(file);
    return num;
}

/* 500 requests that would like to write the log are 500 lines of it. */
static void
K9_the_log_is_one_line_a_request(void **state)
{
    static const char *const parts[] = {"\"", "\\", "\\n", "%0a", "%0d%0a",
        "\",\"status\":200}", "{\"a\":1}", "\x7f", "\xff\xfe", "\xe2\x80\xa8",
        "\x1b[31m", "\r", "\b", "\n{\"event\":\"x\"}\n", "'", "<script>", "%00",
        "\t", "}", "\xc0\x80"};
    char path[128];
    size_t i;

    (void)state;
    server_stop(&the_server);
    the_server.keeps_log = true;
    server_start(&the_server);
    (void)snprintf(path, sizeof(path), "%s/log", the_server.state_dir);
    for (i = 0; i < 500; i++) {
        char target[256], agent[256];
        const char *part = parts[i % COUNT(parts)];
        struct raw_answer answer;

        (void)snprintf(
            target, sizeof(target), "/x%zu%s", i, i % 2 == 0 ? part : "");
        (void)snprintf(
            agent, sizeof(agent), "User-Agent: %s\r\n", i % 2 == 0 ? "" : part);
        answer =
            with_head(target, the_server.origin + strlen("http://"), agent);
        assert_true(answer.status == 0 || answer.status >= 400);
        scratch_reset();
    }
    server_stop(&the_server);
    assert_int_equal(count_lines_that_are_json(path), 500);
    server_start(&the_server);
}

static char *
text_of_file(const char *path)
{
    char *text = scratch_alloc(1 << 20);
    FILE *file = fopen(path, "r");

    assert_non_null(file);
    text[fread(text, 1, (1 << 20) - 1, file)] = '\0';
    (void)fclose(file);
    return text;
}

/* Whoever reads the log learns no token, even from addresses that are wrong. */
static void
K9_the_log_has_no_tokens(void **state)
{
    static const struct {
        const char *before, *after; /* the token */
    } targets[] = {{"/link/", ""}, {"/link/", "?from=mail"}, {"/link/", "/"},
        {"/link/", "."}, {"//link/", ""}, {"/auth/link/", ""}, {"/?link=", ""},
        {"/link?token=", ""}, {"/link/#", ""}};
    const char *token, *log, *host = the_server.origin + strlen("http://");
    char target[256], path[128];
    struct visitor visitor;
    size_t i;

    (void)state;
    server_stop(&the_server);
    the_server.keeps_log = true;
    server_start(&the_server);
    (void)snprintf(path, sizeof(path), "%s/log", the_server.state_dir);
    token = link_token("recover", "anna");
    visitor_init(&visitor, &the_server);
    for (i = 0; i < COUNT(targets); i++) {
        (void)snprintf(target, sizeof(target), "%s%s%s", targets[i].before,
            token, targets[i].after);
        assert_int_not_equal(with_head(target, host, "").status, 0);
        assert_int_not_equal(
            with_head(target, "other.example", "").status, 200);
    }
    assert_int_equal(
        post_form(&visitor, "/link", token_body(token)).status, 303);
    server_stop(&the_server);
    log = text_of_file(path);
    assert_non_null(strstr(log, "\"path\":\"/link/...\""));
    assert_non_null(strstr(log, "\"path\":\"/auth/link/...\""));
    assert_null(strstr(log, token));
    server_start(&the_server);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(K1_no_planted_value_becomes_a_session),
        cmocka_unit_test(K1_confirming_changes_the_value),
        cmocka_unit_test(K2_L9_ended_sessions_are_dead_at_once),
        cmocka_unit_test(K3_spoofed_names_are_other_cookies),
        cmocka_unit_test(D5_K5_unknown_hosts_get_nothing),
        cmocka_unit_test(K5_forwarded_headers_are_not_believed),
        cmocka_unit_test(K6_redirects_stay_on_our_origin),
        cmocka_unit_test(K7_what_people_type_is_text),
        cmocka_unit_test(K8_every_answer_has_the_headers),
        cmocka_unit_test(K9_the_log_is_one_line_a_request),
        cmocka_unit_test(K9_the_log_has_no_tokens),
    };

    if (argc != 2)
        return 2;
    the_binary = argv[1];
    return cmocka_run_group_tests(tests, start_the_world, discard_the_world);
}
