/* SPDX-License-Identifier: Apache-2.0 */
/* What an administrator may look at. */
#include "admin.h"

#include <stdlib.h>
#include <string.h>

#include "../../format/base64url.h"
#include "../../format/json.h"
#include "../account/passkeys.h"
#include "../http/reply.h"
#include "../metadata/model_name.h"
#include "admin_answer.h"
#include "answer.h"

#define USERS_MAX 100
#define EVENTS_MAX 100
#define SESSIONS_MAX 100

/* Rows of an answer never take more. */
#define ROW_MAX_LEN 2560

static void
write_text(struct pk_writer *out, const char *name, struct passkey_bytes text)
{
    pk_write_text(out, name);
    pk_write_json_string(out, text);
}

void
admin_write_number(struct pk_writer *out, const char *name, int64_t number)
{
    pk_write_text(out, name);
    pk_write_decimal(out, number);
}

void
admin_write_flag(struct pk_writer *out, const char *name, bool flag)
{
    pk_write_text(out, name);
    pk_write_text(out, flag ? "true" : "false");
}

static void
write_user(struct pk_writer *out, const struct store_user *user)
{
    write_text(out, "{\"name\":", user->name);
    write_text(out, ",\"displayName\":", user->display_name);
    admin_write_number(out, ",\"createdAt\":", user->created_at);
    admin_write_flag(out, ",\"disabled\":", user->disabled);
}

static struct pk_writer
rows_writer(struct http_exchange *exchange, size_t rows)
{
    return arena_writer(exchange->arena, rows * ROW_MAX_LEN + 256);
}

/* The value of a query parameter that needs no decoding. */
static struct passkey_bytes
query_value(const struct http_exchange *exchange, const char *name)
{
    struct passkey_bytes query = exchange->request.query;
    size_t len = strlen(name);

    if (query.len < len || memcmp(query.data, name, len) != 0)
        return passkey_bytes_of(NULL, 0);
    return passkey_bytes_of(query.data + len, query.len - len);
}

void
admin_users(struct server *server, struct http_exchange *exchange)
{
    struct store_user *users =
        arena_take(exchange->arena, USERS_MAX * sizeof(*users));
    struct pk_writer json = rows_writer(exchange, USERS_MAX / 4);
    size_t i, num = 0;

    if (users == NULL ||
        store_list_users(server->store, query_value(exchange, "after="),
            exchange->arena, users, USERS_MAX, &num) != STORE_OK) {
        answer_unavailable(exchange);
        return;
    }
    pk_write_text(&json, "{\"users\":[");
    for (i = 0; i < num; i++) {
        if (i > 0)
            pk_write_text(&json, ",");
        write_user(&json, &users[i]);
        pk_write_text(&json, "}");
    }
    admin_write_flag(&json, "],\"more\":", num == USERS_MAX);
    pk_write_text(&json, "}");
    answer_json(exchange, 200, &json);
}

void
admin_user(struct server *server, struct http_exchange *exchange)
{
    struct pk_writer json = rows_writer(exchange, 1);
    struct store_user user;
    struct store_ways ways;

    if (!admin_find_path_user(server, exchange, &user))
        return;
    if (store_find_ways(server->store, user.handle, &ways) != STORE_OK) {
        answer_unavailable(exchange);
        return;
    }
    write_user(&json, &user);
    admin_write_number(&json, ",\"passkeys\":", (int64_t)ways.num_passkeys);
    admin_write_flag(&json, ",\"password\":", ways.has_password);
    admin_write_number(&json, ",\"recoveryCodes\":", (int64_t)ways.num_codes);
    pk_write_text(&json, "}");
    answer_json(exchange, 200, &json);
}

static void
write_passkey(struct server *server, struct arena *arena, struct pk_writer *out,
    const struct store_passkey *passkey)
{
    struct passkey_credential credential;
    struct passkey_bytes provider = {NULL, 0};

    if (passkey_credential_decode(passkey->record, &credential) == PASSKEY_OK)
        provider = model_name(server->metadata, arena, credential.aaguid);
    else
        memset(&credential, 0, sizeof(credential));
    pk_write_text(out, "{\"id\":\"");
    pk_write_base64url(out, passkey->id);
    write_text(out, "\",\"label\":", passkey->label);
    write_text(out, ",\"provider\":", provider);
    admin_write_number(out, ",\"signCount\":", passkey->sign_count);
    admin_write_flag(out, ",\"synced\":", credential.backup_eligible);
    admin_write_number(out, ",\"createdAt\":", passkey->created_at);
    admin_write_number(out, ",\"usedAt\":", passkey->used_at);
    pk_write_text(out, "}");
}

void
admin_passkeys(struct server *server, struct http_exchange *exchange)
{
    struct store_passkey passkeys[ACCOUNT_PASSKEYS_MAX];
    struct pk_writer json = rows_writer(exchange, ACCOUNT_PASSKEYS_MAX);
    struct store_user user;
    size_t i, num;

    if (!admin_find_path_user(server, exchange, &user))
        return;
    if (store_list_passkeys(server->store, user.handle, exchange->arena,
            passkeys, ACCOUNT_PASSKEYS_MAX, &num) != STORE_OK) {
        answer_unavailable(exchange);
        return;
    }
    pk_write_text(&json, "{\"passkeys\":[");
    for (i = 0; i < num; i++) {
        if (i > 0)
            pk_write_text(&json, ",");
        write_passkey(server, exchange->arena, &json, &passkeys[i]);
    }
    pk_write_text(&json, "]}");
    answer_json(exchange, 200, &json);
}

static const char *
method_name(int method)
{
    static const char *const names[] = {
        "", "passkey", "password", "recovery code", "link"};

    return method > 0 && method < 5 ? names[method] : "";
}

static void
write_session(struct pk_writer *out, const struct store_session *session)
{
    const char *method = method_name(session->method);

    pk_write_text(out, "{\"id\":\"");
    pk_write_hex(
        out, passkey_bytes_of(session->token_hash, STORE_SESSION_ID_LEN));
    write_text(
        out, "\",\"method\":", passkey_bytes_of(method, strlen(method)));
    admin_write_number(out, ",\"createdAt\":", session->created_at);
    admin_write_number(out, ",\"seenAt\":", session->seen_at);
    admin_write_number(out, ",\"expiresAt\":", session->expires_at);
    write_text(out, ",\"userAgent\":", session->user_agent);
    pk_write_text(out, "}");
}

void
admin_sessions(struct server *server, struct http_exchange *exchange)
{
    struct store_session *sessions =
        arena_take(exchange->arena, SESSIONS_MAX * sizeof(*sessions));
    struct pk_writer json = rows_writer(exchange, SESSIONS_MAX / 4);
    struct store_user user;
    size_t i, num;

    if (!admin_find_path_user(server, exchange, &user))
        return;
    if (sessions == NULL ||
        store_list_sessions(server->store, user.handle, exchange->arena,
            sessions, SESSIONS_MAX, &num) != STORE_OK) {
        answer_unavailable(exchange);
        return;
    }
    pk_write_text(&json, "{\"sessions\":[");
    for (i = 0; i < num; i++) {
        if (i > 0)
            pk_write_text(&json, ",");
        write_session(&json, &sessions[i]);
    }
    pk_write_text(&json, "]}");
    answer_json(exchange, 200, &json);
}

static void
write_event(struct server *server, struct http_exchange *exchange,
    struct pk_writer *out, const struct store_event *event)
{
    struct store_user user;

    admin_write_number(out, "{\"number\":", event->number);
    admin_write_number(out, ",\"at\":", event->at);
    write_text(out, ",\"event\":", event->event);
    pk_write_text(out, ",\"user\":");
    if (event->has_user && store_find_user_by_handle(server->store,
                               event->user, exchange->arena, &user) == STORE_OK)
        pk_write_json_string(out, user.name);
    else
        pk_write_text(out, "\"\"");
    write_text(out, ",\"detail\":", event->detail);
    pk_write_text(out, "}");
}

void
admin_audit(struct server *server, struct http_exchange *exchange)
{
    struct store_event *events =
        arena_take(exchange->arena, EVENTS_MAX * sizeof(*events));
    struct pk_writer json = rows_writer(exchange, EVENTS_MAX / 4);
    struct passkey_bytes text = query_value(exchange, "before=");
    int64_t before = INT64_MAX;
    size_t i, num;

    if (text.len > 0 && text.len < 19) {
        char *number = arena_text(exchange->arena, text);

        before = number == NULL ? 0 : strtoll(number, NULL, 10);
    }
    if (events == NULL ||
        store_list_events(server->store, NULL, before, exchange->arena, events,
            EVENTS_MAX, &num) != STORE_OK) {
        answer_unavailable(exchange);
        return;
    }
    pk_write_text(&json, "{\"events\":[");
    for (i = 0; i < num; i++) {
        if (i > 0)
            pk_write_text(&json, ",");
        write_event(server, exchange, &json, &events[i]);
    }
    admin_write_flag(&json, "],\"more\":", num == EVENTS_MAX);
    pk_write_text(&json, "}");
    answer_json(exchange, 200, &json);
}
