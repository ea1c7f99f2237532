/* SPDX-License-Identifier: Apache-2.0 */
/* What an administrator may change; one row in the audit log for each. */
#include "admin.h"

#include <string.h>

#include "../../format/base64url.h"
#include "../../format/json.h"
#include "../account/audit.h"
#include "../account/link.h"
#include "../account/user.h"
#include "../http/reply.h"
#include "admin_answer.h"
#include "answer.h"

bool
admin_find_user(struct server *server, struct http_exchange *exchange,
    struct passkey_bytes name, struct store_user *out)
{
    struct user_name canonical;
    enum store_status status = STORE_NOT_FOUND;

    if (user_name_from(name, &canonical))
        status = store_find_user(server->store, user_name_view(&canonical),
            exchange->arena, out);
    if (status == STORE_OK)
        return true;
    answer_store(exchange, status);
    return false;
}

struct passkey_bytes
admin_last_segment(const struct http_exchange *exchange)
{
    struct passkey_bytes path = exchange->request.path;
    size_t at = path.len;

    while (at > 0 && path.data[at - 1] != '/')
        at--;
    return passkey_bytes_of(path.data + at, path.len - at);
}

bool
admin_find_path_user(struct server *server, struct http_exchange *exchange,
    struct store_user *out)
{
    return admin_find_user(
        server, exchange, admin_last_segment(exchange), out);
}

/* A change, from its request to its commit; lives in the arena. */
struct admin_work {
    struct server *server;
    struct http_exchange *exchange;
    struct store_user user;
    bool has_link;
    char token[LINK_TOKEN_TEXT_LEN + 1];
    struct user_name name;
    struct user_display_name display_name;
    struct store_write write;
};

static struct admin_work *
admin_work_new(struct server *server, struct http_exchange *exchange)
{
    struct admin_work *work = arena_take(exchange->arena, sizeof(*work));

    if (work == NULL) {
        answer_unavailable(exchange);
        return NULL;
    }
    work->server = server;
    work->exchange = exchange;
    return work;
}

/* {"url":…,"expiresAt":…} */
static void
answer_link(struct admin_work *work)
{
    const struct store_link *link = NULL;
    size_t i, cap = strlen(work->server->origin) + 256;
    struct pk_writer json = arena_writer(work->exchange->arena, cap);

    for (i = 0; i < work->write.num_changes; i++) {
        if (work->write.changes[i].kind == STORE_ADD_LINK)
            link = &work->write.changes[i].of.link;
    }
    pk_write_text(&json, "{\"url\":\"");
    pk_write_text(&json, work->server->origin);
    pk_write_text(&json, LINK_PATH);
    pk_write_text(&json, work->token);
    pk_write_text(&json, "\",\"expiresAt\":");
    pk_write_decimal(&json, link == NULL ? 0 : link->expires_at);
    pk_write_text(&json, "}");
    answer_json(work->exchange, 201, &json);
}

static void
on_changed(struct store_write *write)
{
    struct admin_work *work = write->context;

    if (write->status != STORE_OK)
        answer_store(work->exchange, write->status);
    else if (work->has_link)
        answer_link(work);
    else
        reply_empty(work->exchange);
    http_resume(work->exchange);
}

/* Where no account is left to point at, or none is there yet, a name is. */
static struct passkey_bytes
name_for_audit(const struct admin_work *work)
{
    return work->user.name.len > 0 ? work->user.name
                                   : user_name_view(&work->name);
}

static void
commit(struct admin_work *work, const char *event, bool has_user)
{
    audit_add_detail(&work->write, event, has_user ? work->user.handle : NULL,
        work->exchange->request.now,
        has_user ? passkey_bytes_of(NULL, 0) : name_for_audit(work));
    work->write.done = on_changed;
    work->write.context = work;
    http_park(work->exchange);
    store_write(work->server->store, &work->write);
}

/* {"username": "…"}: work on the account of that name. */
static struct admin_work *
work_on_user(struct server *server, struct http_exchange *exchange)
{
    struct pk_json_field fields[] = {{.name = "username"}};
    struct admin_work *work = admin_work_new(server, exchange);
    struct passkey_bytes name;

    if (work == NULL || !read_object(exchange, false, fields, 1) ||
        !read_string_member(exchange, &fields[0].value, &name) ||
        !admin_find_user(server, exchange, name, &work->user))
        return NULL;
    return work;
}

static void
change_user(struct server *server, struct http_exchange *exchange,
    enum store_change_kind kind, const char *event)
{
    struct admin_work *work = work_on_user(server, exchange);
    struct store_change *change;

    if (work == NULL)
        return;
    change = store_change(&work->write, kind);
    memcpy(change->of.account.handle, work->user.handle,
        STORE_USER_HANDLE_LEN);
    change->of.account.at = exchange->request.now;
    commit(work, event, kind != STORE_REMOVE_USER);
}

void
admin_disable(struct server *server, struct http_exchange *exchange)
{
    change_user(server, exchange, STORE_DISABLE_USER, "admin.disabled");
}

void
admin_enable(struct server *server, struct http_exchange *exchange)
{
    change_user(server, exchange, STORE_ENABLE_USER, "admin.enabled");
}

void
admin_delete(struct server *server, struct http_exchange *exchange)
{
    change_user(server, exchange, STORE_REMOVE_USER, "admin.deleted");
}

/* Keeping the session of an all-zero hash keeps none. */
static void
end_sessions(struct admin_work *work)
{
    struct store_change *change =
        store_change(&work->write, STORE_END_OTHER_SESSIONS);

    memcpy(change->of.sessions.user, work->user.handle, STORE_USER_HANDLE_LEN);
}

void
admin_logout(struct server *server, struct http_exchange *exchange)
{
    struct admin_work *work = work_on_user(server, exchange);

    if (work == NULL)
        return;
    end_sessions(work);
    commit(work, "admin.logged_out", true);
}

void
admin_recover(struct server *server, struct http_exchange *exchange)
{
    struct admin_work *work = work_on_user(server, exchange);

    if (work == NULL)
        return;
    work->has_link = true;
    if (!link_make(exchange->crypto, STORE_LINK_RECOVER, work->user.handle,
            passkey_bytes_of(NULL, 0), exchange->request.now, &work->write,
            work->token)) {
        answer_unavailable(exchange);
        return;
    }
    commit(work, "admin.recovery_link", true);
}

static bool
read_new_names(struct admin_work *work, bool name_needed)
{
    struct pk_json_field fields[] = {
        {.name = "username"}, {.name = "displayName"}};
    struct passkey_bytes name, display_name;

    if (!read_object(work->exchange, !name_needed, fields, 2) ||
        !read_string_member(work->exchange, &fields[0].value, &name) ||
        !read_string_member(work->exchange, &fields[1].value, &display_name))
        return false;
    if ((name.len == 0 && !name_needed) ||
        (user_name_from(name, &work->name) &&
            user_display_name_from(display_name, &work->display_name)))
        return true;
    reply_problem(work->exchange, 400, "name_invalid",
        "A name has only letters, digits, dots, dashes and underscores.");
    return false;
}

void
admin_invite(struct server *server, struct http_exchange *exchange)
{
    struct admin_work *work = admin_work_new(server, exchange);

    if (work == NULL || !read_new_names(work, false))
        return;
    work->has_link = true;
    if (!link_make(exchange->crypto, STORE_LINK_INVITE, NULL,
            user_name_view(&work->name), exchange->request.now, &work->write,
            work->token)) {
        answer_unavailable(exchange);
        return;
    }
    commit(work, "admin.invitation", false);
}

/* The account is there at once; its owner gets in by the link. */
void
admin_add(struct server *server, struct http_exchange *exchange)
{
    struct admin_work *work = admin_work_new(server, exchange);
    const struct passkey_crypto *crypto = exchange->crypto;
    struct store_user *user;

    if (work == NULL || !read_new_names(work, true))
        return;
    user = &work->user;
    user->name = user_name_view(&work->name);
    user->display_name = work->display_name.len > 0
                             ? user_display_name_view(&work->display_name)
                             : user->name;
    user->created_at = exchange->request.now;
    work->has_link = true;
    if (!crypto->random(
            crypto->context, user->handle, sizeof(user->handle))) {
        answer_unavailable(exchange);
        return;
    }
    store_change(&work->write, STORE_ADD_USER)->of.user = *user;
    if (!link_make(crypto, STORE_LINK_RECOVER, user->handle,
            passkey_bytes_of(NULL, 0), exchange->request.now, &work->write,
            work->token)) {
        answer_unavailable(exchange);
        return;
    }
    commit(work, "admin.added", true);
}

void
admin_remove_passkey(struct server *server, struct http_exchange *exchange)
{
    struct pk_json_field fields[] = {{.name = "username"}, {.name = "id"}};
    struct admin_work *work = admin_work_new(server, exchange);
    struct passkey_bytes name, text;
    struct passkey_buffer buffer;
    struct store_change *change;
    size_t len;

    if (work == NULL || !read_object(exchange, false, fields, 2) ||
        !read_string_member(exchange, &fields[0].value, &name) ||
        !read_string_member(exchange, &fields[1].value, &text) ||
        !admin_find_user(server, exchange, name, &work->user))
        return;
    buffer.cap = text.len + 1;
    buffer.data = arena_take(exchange->arena, buffer.cap);
    if (buffer.data == NULL || !pk_base64url_decode(text, buffer, &len)) {
        answer_store(exchange, STORE_NOT_FOUND);
        return;
    }
    change = store_change(&work->write, STORE_REMOVE_PASSKEY);
    memcpy(change->of.passkey.user, work->user.handle, STORE_USER_HANDLE_LEN);
    change->of.passkey.passkey.id = passkey_bytes_of(buffer.data, len);
    end_sessions(work);
    commit(work, "admin.passkey_removed", true);
}

bool
admin_require_local(struct http_exchange *exchange)
{
    if (exchange->local)
        return true;
    reply_problem(exchange, 403, "local_only",
        "This can be done on the server's machine only.");
    return false;
}

void
admin_backup(struct server *server, struct http_exchange *exchange)
{
    struct pk_json_field fields[] = {{.name = "file"}};
    struct passkey_bytes file;
    char problem[256];
    char *path;

    if (!admin_require_local(exchange) ||
        !read_object(exchange, false, fields, 1) ||
        !read_string_member(exchange, &fields[0].value, &file))
        return;
    path = arena_text(exchange->arena, file);
    if (path == NULL || file.len == 0 ||
        !store_backup(server->store, path, problem, sizeof(problem)))
        reply_problem(exchange, 500, "backup_failed",
            path == NULL || file.len == 0
                ? "Name the file to write."
                : arena_text(exchange->arena,
                      passkey_bytes_of(problem, strlen(problem))));
    else
        reply_empty(exchange);
}

void
admin_check(struct server *server, struct http_exchange *exchange)
{
    char problem[256];

    if (!admin_require_local(exchange))
        return;
    if (store_check(server->store, problem, sizeof(problem)))
        reply_empty(exchange);
    else
        reply_problem(exchange, 500, "database_damaged",
            arena_text(exchange->arena,
                passkey_bytes_of(problem, strlen(problem))));
}
