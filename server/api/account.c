/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The passkeys of the account that is signed in, for scripts: list, rename,
 * delete, and what the browser should tell the authenticators (Signal API).
 */
#include <string.h>

#include "../../format/base64url.h"
#include "../account/audit.h"
#include "../account/passkeys.h"
#include "../account/session.h"
#include "../http/reply.h"
#include "../metadata/model_name.h"
#include "answer.h"
#include "api.h"

#define PREFIX "/api/account/passkeys/"

/* A passkey in JSON: its id of up to 1,023 bytes, and little else. */
#define PASSKEY_JSON_MAX_LEN 2048

static void
write_member(struct pk_writer *out, const char *name, int64_t value)
{
    pk_write_text(out, name);
    pk_write_decimal(out, value);
}

static void
write_passkey(struct server *server, struct arena *arena, struct pk_writer *out,
    const struct store_passkey *passkey)
{
    struct passkey_credential credential;
    struct passkey_bytes provider;

    if (passkey_credential_decode(passkey->record, &credential) != PASSKEY_OK)
        return;
    provider = model_name(server->metadata, arena, credential.aaguid);
    pk_write_text(out, "{\"id\":\"");
    pk_write_base64url(out, passkey->id);
    pk_write_text(out, "\",\"label\":");
    pk_write_json_string(out, passkey->label);
    pk_write_text(out, ",\"provider\":");
    if (provider.len == 0)
        pk_write_text(out, "null");
    else
        pk_write_json_string(out, provider);
    write_member(out, ",\"createdAt\":", passkey->created_at);
    write_member(out, ",\"usedAt\":", passkey->used_at);
    pk_write_text(out, credential.backup_eligible ? ",\"synced\":true"
                                                  : ",\"synced\":false");
    pk_write_text(out, credential.backup_state ? ",\"backedUp\":true}"
                                               : ",\"backedUp\":false}");
}

static bool
require_session(struct server *server, struct http_exchange *exchange,
    struct session *session)
{
    if (session_current(server, exchange, session))
        return true;
    reply_problem(exchange, 401, "not_signed_in", "Please sign in first.");
    return false;
}

void
api_passkeys(struct server *server, struct http_exchange *exchange)
{
    struct store_passkey passkeys[ACCOUNT_PASSKEYS_MAX];
    struct pk_writer json = arena_writer(
        exchange->arena, ACCOUNT_PASSKEYS_MAX * PASSKEY_JSON_MAX_LEN + 32);
    struct session session;
    size_t i, num;

    if (!require_session(server, exchange, &session))
        return;
    if (store_list_passkeys(server->store, session.user.handle,
            exchange->arena, passkeys, ACCOUNT_PASSKEYS_MAX, &num) !=
        STORE_OK) {
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

/* What signalAllAcceptedCredentials and signalCurrentUserDetails want. */
void
api_signals(struct server *server, struct http_exchange *exchange)
{
    struct passkey_descriptor passkeys[ACCOUNT_PASSKEYS_MAX];
    struct pk_writer json = arena_writer(
        exchange->arena, ACCOUNT_PASSKEYS_MAX * PASSKEY_JSON_MAX_LEN + 2048);
    struct session session;
    size_t i, num;

    if (!require_session(server, exchange, &session))
        return;
    if (!passkeys_describe(server->store, session.user.handle,
            exchange->arena, passkeys, &num)) {
        answer_unavailable(exchange);
        return;
    }
    pk_write_text(&json, "{\"rpId\":");
    pk_write_json_string(&json, server->policy.rp_id);
    pk_write_text(&json, ",\"userId\":\"");
    pk_write_base64url(&json,
        passkey_bytes_of(session.user.handle, STORE_USER_HANDLE_LEN));
    pk_write_text(&json, "\",\"name\":");
    pk_write_json_string(&json, session.user.name);
    pk_write_text(&json, ",\"displayName\":");
    pk_write_json_string(&json, session.user.display_name);
    pk_write_text(&json, ",\"allAcceptedCredentialIds\":[");
    for (i = 0; i < num; i++) {
        pk_write_text(&json, i > 0 ? ",\"" : "\"");
        pk_write_base64url(&json, passkeys[i].id);
        pk_write_text(&json, "\"");
    }
    pk_write_text(&json, "]}");
    answer_json(exchange, 200, &json);
}

/* One change to a passkey of one's own. */
struct passkey_work {
    struct http_exchange *exchange;
    struct session session;
    struct store_write write;
};

static void
on_changed(struct store_write *write)
{
    struct passkey_work *work = write->context;

    if (write->status == STORE_OK)
        reply_empty(work->exchange);
    else if (write->status == STORE_NOT_FOUND)
        reply_problem(work->exchange, 404, "not_found",
            "This account has no such passkey.");
    else
        answer_store(work->exchange, write->status);
    http_resume(work->exchange);
}

/* The id is the last segment of the path. */
static bool
read_id(struct http_exchange *exchange, struct passkey_bytes *out)
{
    struct passkey_bytes path = exchange->request.path;
    size_t prefix = sizeof(PREFIX) - 1;
    struct passkey_buffer buffer;
    size_t len;

    buffer.cap = path.len;
    buffer.data = arena_take(exchange->arena, buffer.cap);
    if (buffer.data != NULL && path.len > prefix &&
        pk_base64url_decode(
            passkey_bytes_of(path.data + prefix, path.len - prefix), buffer,
            &len)) {
        *out = passkey_bytes_of(buffer.data, len);
        return true;
    }
    reply_problem(
        exchange, 404, "not_found", "This account has no such passkey.");
    return false;
}

static struct passkey_work *
begin_change(struct server *server, struct http_exchange *exchange,
    enum store_change_kind kind, struct store_change **change)
{
    struct passkey_work *work = arena_take(exchange->arena, sizeof(*work));
    struct passkey_bytes id;

    if (work == NULL) {
        answer_unavailable(exchange);
        return NULL;
    }
    if (!require_session(server, exchange, &work->session) ||
        !read_id(exchange, &id))
        return NULL;
    work->exchange = exchange;
    work->write.done = on_changed;
    work->write.context = work;
    session_must_last(&work->session, &work->write);
    *change = store_change(&work->write, kind);
    (*change)->of.passkey.passkey.id = id;
    memcpy((*change)->of.passkey.user, work->session.user.handle,
        STORE_USER_HANDLE_LEN);
    return work;
}

void
api_passkey_rename(struct server *server, struct http_exchange *exchange)
{
    struct pk_json_field fields[] = {{.name = "label"}};
    struct store_change *change;
    struct passkey_work *work =
        begin_change(server, exchange, STORE_RENAME_PASSKEY, &change);
    struct user_display_name label;
    struct passkey_bytes typed;

    if (work == NULL || !read_object(exchange, false, fields, 1) ||
        !read_string_member(exchange, &fields[0].value, &typed))
        return;
    if (!user_display_name_from(typed, &label) || label.len > 64) {
        reply_problem(exchange, 400, "label_invalid",
            "A passkey's name has at most 64 bytes.");
        return;
    }
    change->of.passkey.passkey.label =
        arena_copy(exchange->arena, user_display_name_view(&label));
    http_park(exchange);
    store_write(server->store, &work->write);
}

void
api_passkey_delete(struct server *server, struct http_exchange *exchange)
{
    struct store_change *change;
    struct passkey_work *work =
        begin_change(server, exchange, STORE_REMOVE_PASSKEY, &change);

    if (work == NULL)
        return;
    if (!session_is_fresh(&work->session, exchange->request.now)) {
        reply_problem(exchange, 403, "fresh_sign_in_required",
            "Please confirm that it is you.");
        return;
    }
    session_end_others(&work->session, &work->write);
    audit_add(&work->write, "passkey.removed", work->session.user.handle,
        exchange->request.now);
    http_park(exchange);
    store_write(server->store, &work->write);
}
