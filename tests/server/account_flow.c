/* SPDX-License-Identifier: Apache-2.0 */
/* The two requests of each ceremony. */
#include "account_flow.h"

#include "scratch.h"

#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>

#define RP_ID "localhost"

void
passkey_make(struct kept_passkey *passkey, int alg)
{
    memset(passkey, 0, sizeof(*passkey));
    passkey->alg = alg;
    passkey->key = key_generate(key_algorithm_find(alg));
    (void)RAND_bytes(passkey->id, sizeof(passkey->id));
    passkey->user_handle_len = 16; /* until registration tells it */
    (void)RAND_bytes(passkey->user_handle, 16);
}

void
passkey_free(struct kept_passkey *passkey)
{
    EVP_PKEY_free(passkey->key);
    passkey->key = NULL;
}

static const char *
member_text(const cJSON *json, const char *name)
{
    const char *text =
        cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, name));

    return text != NULL ? text : "";
}

/* base64url of user.id; the server's are 16 or 64 octets, never padded. */
static void
keep_user_handle(struct kept_passkey *passkey, const char *text)
{
    char padded[128];
    size_t len = strlen(text);
    size_t i;
    int written;

    if (len >= 90)
        return;
    strcpy(padded, text);
    for (i = 0; i < len; i++)
        padded[i] = padded[i] == '-' ? '+' : padded[i] == '_' ? '/' : padded[i];
    while (len % 4 != 0)
        padded[len++] = '=';
    padded[len] = '\0';
    written = EVP_DecodeBlock(
        passkey->user_handle, (unsigned char *)padded, (int)len);
    passkey->user_handle_len =
        (size_t)written - (size_t)(strlen(padded) - strlen(text));
}

static void
begin(struct ceremony *c, enum ceremony_kind kind, struct visitor *visitor,
    const struct kept_passkey *passkey, const cJSON *options)
{
    struct soft_passkey soft = {key_algorithm_find(passkey->alg), passkey->key,
        blob_copy(passkey->id, sizeof(passkey->id)),
        blob_copy(passkey->user_handle, passkey->user_handle_len)};

    ceremony_begin(c, kind, &soft);
    c->sign_count = passkey->count;
    ceremony_set_site(
        c, visitor->origin, RP_ID, member_text(options, "challenge"));
}

struct http_answer
begin_registration(struct visitor *visitor, const char *options_body,
    struct kept_passkey *passkey, struct ceremony *c)
{
    struct http_answer answer =
        http_post(visitor, "/api/auth/register/options", options_body);
    const cJSON *user = cJSON_GetObjectItemCaseSensitive(answer.json, "user");

    if (answer.status != 200)
        return answer;
    keep_user_handle(passkey, member_text(user, "id"));
    begin(c, REGISTRATION, visitor, passkey, answer.json);
    return answer;
}

struct http_answer
begin_assertion(struct visitor *visitor, const char *options_path,
    const char *options_body, struct kept_passkey *passkey, struct ceremony *c)
{
    struct http_answer answer = http_post(visitor, options_path, options_body);

    if (answer.status != 200)
        return answer;
    passkey->count++;
    begin(c, AUTHENTICATION, visitor, passkey, answer.json);
    return answer;
}

struct http_answer
begin_sign_in(struct visitor *visitor, const char *options_body,
    struct kept_passkey *passkey, struct ceremony *c)
{
    return begin_assertion(
        visitor, "/api/auth/login/options", options_body, passkey, c);
}

const char *
name_body(const char *name)
{
    char *body = scratch_alloc(strlen(name) + 32);

    (void)sprintf(body, "{\"username\":\"%s\"}", name);
    return body;
}

static struct http_answer
register_with(
    struct visitor *visitor, const char *body, struct kept_passkey *passkey)
{
    struct ceremony c;
    struct http_answer answer = begin_registration(visitor, body, passkey, &c);

    if (answer.status != 200)
        return answer;
    return http_post(visitor, "/api/auth/register/verify", ceremony_text(&c));
}

struct http_answer
sign_up(struct visitor *visitor, const char *name, struct kept_passkey *passkey)
{
    return register_with(visitor, name_body(name), passkey);
}

struct http_answer
add_passkey(struct visitor *visitor, struct kept_passkey *passkey)
{
    return register_with(visitor, "{}", passkey);
}

struct http_answer
confirm(struct visitor *visitor, struct kept_passkey *passkey)
{
    struct ceremony c;
    struct http_answer answer = begin_assertion(
        visitor, "/api/auth/confirm/options", NULL, passkey, &c);

    if (answer.status != 200)
        return answer;
    return http_post(visitor, "/api/auth/confirm/verify", ceremony_text(&c));
}

struct http_answer
sign_in(struct visitor *visitor, const char *name, struct kept_passkey *passkey)
{
    struct ceremony c;
    struct http_answer answer = begin_sign_in(
        visitor, name != NULL ? name_body(name) : NULL, passkey, &c);

    if (answer.status != 200)
        return answer;
    return http_post(visitor, "/api/auth/login/verify", ceremony_text(&c));
}

const char *
signed_in_name(struct visitor *visitor)
{
    struct http_answer answer = http_get(visitor, "/api/auth/session");

    if (answer.status != 200)
        return NULL;
    return member_text(
        cJSON_GetObjectItemCaseSensitive(answer.json, "user"), "name");
}
