/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens, cookies and hashes of links; see link.h. */
#include "link.h"

#include <sodium.h>
#include <string.h>

#include "../../format/base64url.h"
#include "../http/cookie.h"
#include "../http/reply.h"

#define SECRET_LEN 32
/* token and browser secret, as text, with a dot between */
#define COOKIE_LEN (2 * LINK_TOKEN_TEXT_LEN + 1)

static bool
hash_text(struct passkey_bytes text, uint8_t hash[STORE_TOKEN_HASH_LEN])
{
    uint8_t secret[PK_BASE64URL_BYTES_LEN(LINK_TOKEN_TEXT_LEN)];
    struct passkey_buffer buffer = {secret, sizeof(secret)};
    size_t len;

    if (text.len != LINK_TOKEN_TEXT_LEN ||
        !pk_base64url_decode(text, buffer, &len) || len != SECRET_LEN)
        return false;
    crypto_hash_sha256(hash, secret, len);
    sodium_memzero(secret, sizeof(secret));
    return true;
}

/* A random secret as text, and its hash. */
static bool
make_secret(const struct passkey_crypto *crypto, struct pk_writer *text,
    uint8_t hash[STORE_TOKEN_HASH_LEN])
{
    uint8_t secret[SECRET_LEN];

    if (!crypto->random(crypto->context, secret, sizeof(secret)))
        return false;
    crypto_hash_sha256(hash, secret, sizeof(secret));
    pk_write_base64url(text, passkey_bytes_of(secret, sizeof(secret)));
    sodium_memzero(secret, sizeof(secret));
    return !text->full;
}

bool
link_make(const struct passkey_crypto *crypto, enum store_link_kind kind,
    const uint8_t *user, struct passkey_bytes name, int64_t now,
    struct store_write *write, char token[LINK_TOKEN_TEXT_LEN + 1])
{
    struct store_link *link = &store_change(write, STORE_ADD_LINK)->of.link;
    struct pk_writer text = pk_writer_on(token, LINK_TOKEN_TEXT_LEN);

    token[LINK_TOKEN_TEXT_LEN] = '\0';
    link->kind = kind;
    link->has_user = user != NULL;
    if (user != NULL)
        memcpy(link->user, user, sizeof(link->user));
    link->name = name;
    link->made_at = now;
    link->expires_at =
        now + (kind == STORE_LINK_INVITE ? LINK_INVITE_S : LINK_RECOVER_S);
    return make_secret(crypto, &text, link->token_hash);
}

bool
link_find(struct server *server, struct http_exchange *exchange,
    struct passkey_bytes token, struct store_link *out)
{
    uint8_t hash[STORE_TOKEN_HASH_LEN];

    return hash_text(token, hash) &&
           store_find_link(server->store, hash, exchange->arena, out) ==
               STORE_OK &&
           exchange->request.now < out->expires_at;
}

bool
link_bind(struct http_exchange *exchange, struct passkey_bytes token,
    struct store_link *link, struct store_write *write,
    struct link_cookie *out)
{
    void *memory = arena_take(exchange->arena, COOKIE_LEN);
    struct pk_writer text =
        pk_writer_on(memory, memory == NULL ? 0 : COOKIE_LEN);
    struct store_link *bound = &store_change(write, STORE_BIND_LINK)->of.link;

    pk_write(&text, token);
    pk_write_u8(&text, '.');
    memcpy(
        bound->token_hash, link->token_hash, sizeof(bound->token_hash));
    if (!make_secret(exchange->crypto, &text, bound->browser))
        return false;
    memcpy(link->browser, bound->browser, sizeof(link->browser));
    out->value = pk_written(&text);
    return true;
}

void
link_set_cookie(
    struct http_exchange *exchange, const struct link_cookie *cookie)
{
    reply_cookie(
        exchange, LINK_COOKIE, cookie->value, "Strict", LINK_INVITE_S);
}

bool
link_current(struct server *server, struct http_exchange *exchange,
    enum store_link_kind kind, struct opened_link *out)
{
    uint8_t browser[STORE_BROWSER_HASH_LEN];
    struct passkey_bytes value, token, secret;

    memset(out, 0, sizeof(*out));
    if (cookie_find(exchange->request.cookie, LINK_COOKIE, &value) !=
            COOKIE_FOUND ||
        value.len != COOKIE_LEN)
        return false;
    token = passkey_bytes_of(value.data, LINK_TOKEN_TEXT_LEN);
    secret = passkey_bytes_of(
        value.data + LINK_TOKEN_TEXT_LEN + 1, LINK_TOKEN_TEXT_LEN);
    return link_find(server, exchange, token, &out->link) &&
           out->link.kind == kind && out->link.bound &&
           hash_text(secret, browser) &&
           sodium_memcmp(browser, out->link.browser, sizeof(browser)) == 0;
}

void
link_use(const struct opened_link *link, int64_t now, struct store_write *write)
{
    struct store_link *used = &store_change(write, STORE_USE_LINK)->of.link;

    memcpy(used->token_hash, link->link.token_hash, sizeof(used->token_hash));
    memcpy(used->browser, link->link.browser, sizeof(used->browser));
    used->made_at = now;
}
