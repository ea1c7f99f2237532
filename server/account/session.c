/* SPDX-License-Identifier: Apache-2.0 */
/* Beginning, finding and ending sessions; see session.h. */
#include "session.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "../../format/base64url.h"
#include "../../format/reader.h"
#include "../../format/utf8.h"
#include "../http/cookie.h"
#include "../http/reply.h"

#define TOKEN_LEN 32
#define TOKEN_TEXT_LEN PK_BASE64URL_TEXT_LEN(TOKEN_LEN)

/* A session's last use is written down at most this often. */
#define SEE_EVERY_S 60

/* More of a User-Agent header says nothing to the account's owner. */
#define USER_AGENT_MAX_LEN 256

static bool
token_hash_of(struct http_exchange *exchange,
    uint8_t hash[STORE_TOKEN_HASH_LEN])
{
    uint8_t token[PK_BASE64URL_BYTES_LEN(TOKEN_TEXT_LEN)];
    struct passkey_buffer buffer = { token, sizeof(token) };
    struct passkey_bytes text;
    size_t len;

    if (cookie_find(exchange->request.cookie, SESSION_COOKIE, &text) !=
            COOKIE_FOUND ||
        text.len != TOKEN_TEXT_LEN ||
        !pk_base64url_decode(text, buffer, &len) || len != TOKEN_LEN)
        return false;
    crypto_hash_sha256(hash, token, len);
    sodium_memzero(token, sizeof(token));
    return true;
}

static void
free_write(struct store_write *write)
{
    free(write);
}

/* Nobody waits for this: losing it costs a minute of idle time. */
static void
note_seen(struct server *server, const struct session *session, int64_t now)
{
    struct store_write *write;
    struct store_change *change;

    if (now - session->row.seen_at < SEE_EVERY_S)
        return;
    write = calloc(1, sizeof(*write));
    if (write == NULL)
        return;
    change = store_change(write, STORE_SEE_SESSION);
    memcpy(change->of.session.token_hash, session->row.token_hash,
        STORE_TOKEN_HASH_LEN);
    change->of.session.seen_at = now;
    write->done = free_write;
    store_write(server->store, write);
}

static bool
is_live(const struct server *server, const struct session *session,
    int64_t now)
{
    return !session->user.disabled && now < session->row.expires_at &&
           now - session->row.seen_at < server->session_idle_s;
}

bool
session_current(struct server *server, struct http_exchange *exchange,
    struct session *out)
{
    uint8_t hash[STORE_TOKEN_HASH_LEN];
    int64_t now = exchange->request.now;

    memset(out, 0, sizeof(*out));
    if (!token_hash_of(exchange, hash) ||
        store_find_session(server->store, hash, exchange->arena, &out->row,
            &out->user) != STORE_OK ||
        sodium_memcmp(hash, out->row.token_hash, sizeof(hash)) != 0 ||
        !is_live(server, out, now)) {
        memset(out, 0, sizeof(*out));
        return false;
    }
    note_seen(server, out, now);
    return true;
}

bool
session_is_fresh(const struct session *session, int64_t now)
{
    int64_t age = now - session->row.strong_at;

    /* A clock that was set back must not make a check last longer. */
    return age <= SESSION_FRESH_S && age >= -SESSION_FRESH_S;
}

/* Authorization: Bearer KEY, of which the configuration has the hash. */
static bool
admin_key_is_right(
    const struct server *server, const struct http_exchange *exchange)
{
    static const char scheme[] = "Bearer ";
    struct passkey_bytes value = exchange->request.authorization;
    size_t len = sizeof(scheme) - 1;
    uint8_t hash[crypto_hash_sha256_BYTES];

    if (!server->has_admin_key || value.len <= len ||
        memcmp(value.data, scheme, len) != 0)
        return false;
    crypto_hash_sha256(hash, value.data + len, value.len - len);
    return sodium_memcmp(hash, server->admin_key_hash, sizeof(hash)) == 0;
}

/* Programs are told; who opens a page or sends its form is shown the way. */
static void
refuse(struct http_exchange *exchange, unsigned status, const char *code,
    const char *title, const char *page)
{
    static const char prefix[] = "/api/";
    struct passkey_bytes path = exchange->request.path;

    if (path.len >= sizeof(prefix) - 1 &&
        memcmp(path.data, prefix, sizeof(prefix) - 1) == 0)
        reply_problem(exchange, status, code, title);
    else
        reply_redirect(exchange, page);
}

bool
session_require(struct server *server, struct http_exchange *exchange,
    enum route_access access)
{
    struct session session;

    if (access == ACCESS_PUBLIC)
        return true;
    if (access == ACCESS_ADMIN) {
        if (exchange->local || admin_key_is_right(server, exchange))
            return true;
        reply_problem(exchange, 401, "api_key_required",
            "This address needs an API key.");
        return false;
    }
    if (!session_current(server, exchange, &session)) {
        refuse(exchange, 401, "not_signed_in", "Please sign in first.", "/");
        return false;
    }
    if (access == ACCESS_FRESH &&
        !session_is_fresh(&session, exchange->request.now)) {
        refuse(exchange, 403, "fresh_sign_in_required",
            "Please sign in again to change how you sign in.", "/confirm");
        return false;
    }
    return true;
}

/* Cut, and with '?' for what is not text: it is shown, and told as JSON. */
static struct passkey_bytes
user_agent_of(const struct http_exchange *exchange)
{
    struct passkey_bytes text = exchange->request.user_agent;
    struct pk_writer out = arena_writer(exchange->arena, USER_AGENT_MAX_LEN);
    size_t len;

    while (text.len > 0) {
        len = pk_utf8_printable(text);
        if (out.cap - out.len < (len == 0 ? 1 : len))
            break;
        pk_write(&out, len == 0 ? PK_TEXT("?")
                                : passkey_bytes_of(text.data, len));
        len += len == 0; /* goes on behind a wrong byte */
        text.data += len;
        text.len -= len;
    }
    return pk_written(&out);
}

bool
session_prepare(struct http_exchange *exchange, struct new_session *out)
{
    const struct passkey_crypto *crypto = exchange->crypto;
    uint8_t token[TOKEN_LEN];
    struct pk_writer writer;
    uint8_t *memory = arena_take(exchange->arena, TOKEN_TEXT_LEN);

    if (memory == NULL ||
        !crypto->random(crypto->context, token, sizeof(token)))
        return false;
    crypto_hash_sha256(out->token_hash, token, sizeof(token));
    writer = pk_writer_on(memory, TOKEN_TEXT_LEN);
    pk_write_base64url(&writer, passkey_bytes_of(token, sizeof(token)));
    sodium_memzero(token, sizeof(token));
    out->token_text = pk_written(&writer);
    return !writer.full;
}

bool
session_begin(struct server *server, struct http_exchange *exchange,
    const struct proof *proof, struct store_write *write,
    struct new_session *prepared)
{
    struct store_session *row;

    if (proof->method == PROOF_NONE || prepared->token_text.len == 0)
        return false;
    /* A client never keeps the token that it had before. */
    (void)!session_end(exchange, write);
    row = &store_change(write, STORE_ADD_SESSION)->of.session;
    memcpy(row->token_hash, prepared->token_hash, sizeof(row->token_hash));
    memcpy(row->user, proof->user, sizeof(row->user));
    row->method = (int)proof->method;
    row->created_at = row->seen_at = proof->at;
    row->strong_at = proof->strong ? proof->at : 0;
    row->expires_at = proof->at + server->session_max_s;
    row->user_agent = user_agent_of(exchange);
    prepared->max_age_s = server->session_max_s;
    return true;
}

bool
session_strengthen(const struct session *session, const struct proof *proof,
    struct store_write *write, struct new_session *prepared)
{
    struct store_change *change;

    if (!proof->strong || prepared->token_text.len == 0 ||
        memcmp(proof->user, session->row.user, sizeof(proof->user)) != 0)
        return false;
    change = store_change(write, STORE_STRENGTHEN_SESSION);
    memcpy(change->of.strengthen.old_hash, session->row.token_hash,
        STORE_TOKEN_HASH_LEN);
    memcpy(change->of.strengthen.new_hash, prepared->token_hash,
        STORE_TOKEN_HASH_LEN);
    change->of.strengthen.strong_at = proof->at;
    prepared->max_age_s = session->row.expires_at - proof->at;
    return true;
}

void
session_set_cookie(
    struct http_exchange *exchange, const struct new_session *session)
{
    reply_cookie(exchange, SESSION_COOKIE, session->token_text, "Lax",
        session->max_age_s);
}

bool
session_end(struct http_exchange *exchange, struct store_write *write)
{
    uint8_t hash[STORE_TOKEN_HASH_LEN];

    if (!token_hash_of(exchange, hash))
        return false;
    memcpy(store_change(write, STORE_END_SESSION)->of.session.token_hash, hash,
        sizeof(hash));
    return true;
}

void
session_must_last(const struct session *session, struct store_write *write)
{
    memcpy(store_change(write, STORE_CHECK_SESSION)->of.session.token_hash,
        session->row.token_hash, STORE_TOKEN_HASH_LEN);
}

void
session_end_others(const struct session *session, struct store_write *write)
{
    struct store_change *change = store_change(write, STORE_END_OTHER_SESSIONS);

    memcpy(
        change->of.sessions.user, session->user.handle, STORE_USER_HANDLE_LEN);
    memcpy(change->of.sessions.keep, session->row.token_hash,
        STORE_TOKEN_HASH_LEN);
}

void
session_clear_cookie(struct http_exchange *exchange)
{
    reply_cookie(
        exchange, SESSION_COOKIE, passkey_bytes_of(NULL, 0), "Lax", 0);
}
