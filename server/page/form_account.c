/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an account's owner changes about it. Everything that is a way to sign
 * in needs a fresh check (form_work_session), ends the other sessions where
 * it replaces one, and leaves a row in the audit log, which the account page
 * shows.
 */
#include <string.h>

#include "../../format/base64url.h"
#include "../account/audit.h"
#include "../account/password_pool.h"
#include "../account/user.h"
#include "../http/reply.h"
#include "form.h"
#include "form_answer.h"

#define PASSKEY_LABEL_MAX_LEN 64

static struct form_work *
account_work(struct server *server, struct http_exchange *exchange, bool fresh)
{
    struct form_work *work =
        form_work_new(server, exchange, FORM_ACCOUNT, "/account");

    return work != NULL && form_work_session(work, fresh) ? work : NULL;
}

static void
copy_user(uint8_t to[STORE_USER_HANDLE_LEN], const struct form_work *work)
{
    memcpy(to, work->session.user.handle, STORE_USER_HANDLE_LEN);
}

static void
note(struct form_work *work, const char *event)
{
    audit_add(&work->write, event, work->session.user.handle,
        work->exchange->request.now);
    work->notice = event;
}

struct new_password {
    struct form_work *work;
    struct password_job job;
};

static void
on_hashed(struct password_job *job)
{
    struct new_password *p = job->context;
    struct form_work *work = p->work;
    struct store_change *change;

    if (!job->succeeded) {
        form_work_problem(work, 503, "unavailable");
        http_resume(work->exchange);
        return;
    }
    change = store_change(&work->write, STORE_SET_PASSWORD);
    copy_user(change->of.password.user, work);
    change->of.password.hash =
        passkey_bytes_of(job->new_hash, strlen(job->new_hash));
    change->of.password.at = work->exchange->request.now;
    session_end_others(&work->session, &work->write);
    note(work, "password.set");
    form_work_commit(work, true);
}

static bool
judge(struct form_work *work, struct passkey_bytes password)
{
    const struct server *server = work->server;
    const struct passkey_bytes context[] = {
        work->session.user.name,
        work->session.user.display_name,
        passkey_bytes_of(server->site_name, strlen(server->site_name)),
        server->policy.rp_id,
    };
    enum password_fault fault = password_judge(password, context, 4);

    if (fault == PASSWORD_FINE)
        return true;
    form_work_problem(work, 400, password_fault_code(fault));
    return false;
}

void
form_set_password(struct server *server, struct http_exchange *exchange)
{
    struct form_field fields[] = {{.name = "new_password"}};
    struct form_work *work = account_work(server, exchange, true);
    struct new_password *p = arena_take(exchange->arena, sizeof(*p));

    if (work == NULL || !form_work_read(work, fields, 1) ||
        !judge(work, fields[0].value))
        return;
    if (p == NULL) {
        form_work_problem(work, 503, "unavailable");
        return;
    }
    p->work = work;
    p->job.password = fields[0].value;
    p->job.done = on_hashed;
    p->job.context = p;
    http_park(exchange);
    if (!password_pool_add(server->passwords, &p->job)) {
        form_work_problem(work, 503, "unavailable");
        http_resume(exchange);
    }
}

void
form_remove_password(struct server *server, struct http_exchange *exchange)
{
    struct form_work *work = account_work(server, exchange, true);

    if (work == NULL)
        return;
    copy_user(
        store_change(&work->write, STORE_REMOVE_PASSWORD)->of.password.user,
        work);
    session_end_others(&work->session, &work->write);
    note(work, "password.removed");
    form_work_commit(work, false);
}

struct new_codes {
    struct form_work *work;
    struct recovery_code codes[RECOVERY_CODES];
};

static void
on_codes_stored(struct store_write *write)
{
    struct new_codes *n = write->context;

    if (write->status == STORE_OK)
        page_recovery_codes(n->work->server, n->work->exchange, n->codes);
    else
        form_work_problem(n->work, 503, "unavailable");
    http_resume(n->work->exchange);
}

static bool
make_codes(struct new_codes *n)
{
    struct form_work *work = n->work;
    struct store_change *change =
        store_change(&work->write, STORE_SET_RECOVERY_CODES);
    size_t i;

    copy_user(change->of.recovery.user, work);
    change->of.recovery.at = work->exchange->request.now;
    for (i = 0; i < RECOVERY_CODES; i++) {
        if (!recovery_code_make(work->exchange->crypto, &n->codes[i]))
            return false;
        memcpy(
            change->of.recovery.hashes[i], n->codes[i].hash, RECOVERY_HASH_LEN);
    }
    return true;
}

void
form_make_codes(struct server *server, struct http_exchange *exchange)
{
    struct form_work *work = account_work(server, exchange, true);
    struct new_codes *n = arena_take(exchange->arena, sizeof(*n));

    if (work == NULL)
        return;
    if (n != NULL)
        n->work = work;
    if (n == NULL || !make_codes(n)) {
        form_work_problem(work, 503, "unavailable");
        return;
    }
    note(work, "recovery_codes.made");
    work->write.done = on_codes_stored;
    work->write.context = n;
    http_park(exchange);
    store_write(server->store, &work->write);
}

/* A credential id in a form is base64url. */
static bool
decode_id(struct form_work *work, struct passkey_bytes text,
    struct passkey_bytes *out)
{
    struct passkey_buffer buffer;
    size_t len;

    buffer.cap = text.len + 1;
    buffer.data = arena_take(work->exchange->arena, buffer.cap);
    if (buffer.data == NULL || text.len == 0 ||
        !pk_base64url_decode(text, buffer, &len)) {
        form_work_problem(work, 404, "not_found");
        return false;
    }
    *out = passkey_bytes_of(buffer.data, len);
    return true;
}

void
form_rename_passkey(struct server *server, struct http_exchange *exchange)
{
    struct form_field fields[] = {{.name = "id"}, {.name = "label"}};
    struct form_work *work = account_work(server, exchange, false);
    struct user_display_name label;
    struct passkey_bytes id;
    struct store_change *change;

    if (work == NULL || !form_work_read(work, fields, 2) ||
        !decode_id(work, fields[0].value, &id))
        return;
    if (!user_display_name_from(fields[1].value, &label) ||
        label.len > PASSKEY_LABEL_MAX_LEN) {
        form_work_problem(work, 400, "label_invalid");
        return;
    }
    change = store_change(&work->write, STORE_RENAME_PASSKEY);
    copy_user(change->of.passkey.user, work);
    change->of.passkey.passkey.id = id;
    change->of.passkey.passkey.label =
        arena_copy(exchange->arena, user_display_name_view(&label));
    form_work_commit(work, false);
}

void
form_remove_passkey(struct server *server, struct http_exchange *exchange)
{
    struct form_field fields[] = {{.name = "id"}};
    struct form_work *work = account_work(server, exchange, true);
    struct passkey_bytes id;
    struct store_change *change;

    if (work == NULL || !form_work_read(work, fields, 1) ||
        !decode_id(work, fields[0].value, &id))
        return;
    change = store_change(&work->write, STORE_REMOVE_PASSKEY);
    copy_user(change->of.passkey.user, work);
    change->of.passkey.passkey.id = id;
    session_end_others(&work->session, &work->write);
    note(work, "passkey.removed");
    form_work_commit(work, false);
}

static int
hex_value(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A session id in a form is 16 hexadecimal digits. */
static bool
read_session_id(struct passkey_bytes text, uint8_t id[STORE_SESSION_ID_LEN])
{
    size_t i;

    if (text.len != 2 * STORE_SESSION_ID_LEN)
        return false;
    for (i = 0; i < STORE_SESSION_ID_LEN; i++) {
        int high = hex_value(text.data[2 * i]);
        int low = hex_value(text.data[2 * i + 1]);

        if (high < 0 || low < 0)
            return false;
        id[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

void
form_end_session(struct server *server, struct http_exchange *exchange)
{
    struct form_field fields[] = {{.name = "id"}};
    struct form_work *work = account_work(server, exchange, false);
    struct store_change *change;

    if (work == NULL || !form_work_read(work, fields, 1))
        return;
    change = store_change(&work->write, STORE_END_OWN_SESSION);
    copy_user(change->of.sessions.user, work);
    if (!read_session_id(fields[0].value, change->of.sessions.id)) {
        form_work_problem(work, 404, "not_found");
        return;
    }
    note(work, "session.ended");
    form_work_commit(work, false);
}

void
form_end_other_sessions(struct server *server, struct http_exchange *exchange)
{
    struct form_work *work = account_work(server, exchange, false);

    if (work == NULL)
        return;
    session_end_others(&work->session, &work->write);
    note(work, "session.others_ended");
    form_work_commit(work, false);
}

void
form_delete_account(struct server *server, struct http_exchange *exchange)
{
    struct form_field fields[] = {{.name = "username"}};
    struct form_work *work = account_work(server, exchange, true);
    struct user_name name;

    if (work == NULL || !form_work_read(work, fields, 1))
        return;
    if (!user_name_from(fields[0].value, &name) ||
        name.len != work->session.user.name.len ||
        memcmp(name.text, work->session.user.name.data, name.len) != 0) {
        form_work_problem(work, 400, "name_not_confirmed");
        return;
    }
    copy_user(
        store_change(&work->write, STORE_REMOVE_USER)->of.account.handle, work);
    audit_add_detail(&work->write, "account.deleted", NULL,
        exchange->request.now, work->session.user.name);
    reply_header(exchange, "Clear-Site-Data", "\"cache\", \"storage\"");
    work->signs_out = true;
    work->next = "/";
    form_work_commit(work, false);
}
