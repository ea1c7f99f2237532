/* SPDX-License-Identifier: Apache-2.0 */
#include "form_flow.h"

#include <ctype.h>
#include <stdatomic.h>
#include <stdio.h>

#define FORM "application/x-www-form-urlencoded"

static struct http_answer
send_form(struct visitor *visitor, const char *path, const char *body,
    const char *header)
{
    struct http_call call = {
        "POST", path, body, strlen(body), FORM, the_server.origin, header};

    return http_send(visitor, &call);
}

struct http_answer
post_form(struct visitor *visitor, const char *path, const char *body)
{
    return send_form(visitor, path, body, NULL);
}

struct http_answer
post_form_from(struct visitor *visitor, unsigned network, const char *path,
    const char *body)
{
    char header[64];

    (void)snprintf(header, sizeof(header), "X-Forwarded-For: 10.%u.%u.7",
        network >> 8, network & 255);
    return send_form(visitor, path, body, header);
}

unsigned
new_network(void)
{
    static atomic_uint last = 1;

    return last++;
}

struct http_answer
sign_in_by_password(const char *name, unsigned network, const char *password)
{
    struct visitor visitor;
    char body[2400];

    visitor_init(&visitor, &the_server);
    (void)snprintf(
        body, sizeof(body), "username=%s&password=%s", name, password);
    return post_form_from(&visitor, network, "/sign-in", body);
}

void
sign_up_by_password(
    struct visitor *visitor, const char *name, const char *password)
{
    char body[2400];
    struct http_answer answer;

    visitor_init(visitor, &the_server);
    (void)snprintf(body, sizeof(body), "username=%s&display_name=&password=%s",
        name, password);
    answer = post_form_from(visitor, new_network(), "/sign-up", body);
    if (answer.status != 303)
        print_message("# %s\n", answer.body);
    assert_int_equal(answer.status, 303);
    assert_string_equal(signed_in_name(visitor), name);
}

const char *
link_token(const char *command, const char *name)
{
    char words[64], printed[512], *text = scratch_alloc(64);
    const char *at;

    (void)snprintf(words, sizeof(words), "user %s %s", command, name);
    (void)server_command(&the_server, words, printed, sizeof(printed));
    at = strstr(printed, "/link/");
    assert_non_null(at);
    (void)snprintf(text, 64, "%.43s", at + 6);
    assert_int_equal(strlen(text), 43);
    return text;
}

/* The codes of a page: five groups of five. */
static size_t
codes_of(const char *page, char codes[10][32])
{
    size_t num = 0, len = strlen(page), i, k;

    for (i = 0; i + 29 <= len && num < 10; i++) {
        for (k = 0; k < 29; k++) {
            bool dash = k % 6 == 5;

            if (dash != (page[i + k] == '-') ||
                (!dash && !isalnum((unsigned char)page[i + k])))
                break;
        }
        if (k == 29) {
            (void)snprintf(codes[num++], 32, "%.29s", page + i);
            i += 28;
        }
    }
    return num;
}

size_t
make_recovery_codes(struct visitor *visitor, char codes[10][32])
{
    return codes_of(
        post_form(visitor, "/account/recovery-codes", "").body, codes);
}

const char *
code_body(const char *name, const char *code)
{
    char *body = scratch_alloc(128);

    (void)sprintf(body, "username=%s&code=%s", name, code);
    return body;
}

const char *
token_body(const char *token)
{
    char *body = scratch_alloc(80);

    (void)sprintf(body, "token=%s", token);
    return body;
}
