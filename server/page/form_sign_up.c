/* SPDX-License-Identifier: Apache-2.0 */
/* A new account with a password; passkeys can be added afterwards. */
#include <string.h>

#include "../account/audit.h"
#include "../account/invitation.h"
#include "../account/password_pool.h"
#include "../account/user.h"
#include "form.h"
#include "form_answer.h"

struct sign_up {
    struct form_work *work;
    struct user_name name;
    struct user_display_name display_name;
    struct store_user user;
    struct invitation invitation;
    struct password_job job;
};

static void
fill_write(struct sign_up *s)
{
    struct form_work *work = s->work;
    int64_t now = work->exchange->request.now;
    struct store_change *change;

    store_change(&work->write, STORE_ADD_USER)->of.user = s->user;
    change = store_change(&work->write, STORE_SET_PASSWORD);
    memcpy(change->of.password.user, s->user.handle, STORE_USER_HANDLE_LEN);
    change->of.password.hash =
        passkey_bytes_of(s->job.new_hash, strlen(s->job.new_hash));
    change->of.password.at = now;
    invitation_use(&s->invitation, now, &work->write);
    audit_add(&work->write, "sign_up.password", s->user.handle, now);
}

static void
on_hashed(struct password_job *job)
{
    struct sign_up *s = job->context;
    struct form_work *work = s->work;
    const struct store_ways none = {0};
    struct proof proof = proof_by_password(
        job->succeeded, &s->user, &none, work->exchange->request.now);

    if (job->succeeded) {
        fill_write(s);
        if (session_begin(work->server, work->exchange, &proof, &work->write,
                &work->begun)) {
            work->signs_in = true;
            form_work_commit(work, true);
            return;
        }
    }
    form_work_problem(work, 503, "unavailable");
    http_resume(work->exchange);
}

/* False: the exchange is answered. */
static bool
judge(struct sign_up *s, struct passkey_bytes password)
{
    struct server *server = s->work->server;
    const struct passkey_bytes context[] = {
        user_name_view(&s->name),
        user_display_name_view(&s->display_name),
        passkey_bytes_of(server->site_name, strlen(server->site_name)),
        server->policy.rp_id,
    };
    enum password_fault fault = password_judge(password, context, 4);

    if (fault == PASSWORD_FINE)
        return true;
    form_work_problem(s->work, 400, password_fault_code(fault));
    return false;
}

/* False: the exchange is answered. */
static bool
is_invited(struct sign_up *s)
{
    struct form_work *work = s->work;

    switch (invitation_judge(
        work->server, work->exchange, &s->name, &s->invitation)) {
    case INVITATION_GOOD:
        return true;
    case INVITATION_MISSING:
        form_work_problem(work, 403, "sign_up_closed");
        break;
    case INVITATION_FOR_OTHER_NAME:
        form_work_problem(work, 403, "name_not_invited");
        break;
    }
    return false;
}

/* May a stranger make an account here, now? */
static bool
may_sign_up(struct sign_up *s)
{
    return is_invited(s) &&
           form_work_may_try(s->work, passkey_bytes_of(NULL, 0));
}

static bool
read_names(struct sign_up *s, const struct form_field *fields)
{
    s->work->name = fields[0].value;
    if (!user_name_from(fields[0].value, &s->name) ||
        !user_display_name_from(fields[1].value, &s->display_name)) {
        form_work_problem(s->work, 400, "name_invalid");
        return false;
    }
    if (s->display_name.len == 0) {
        memcpy(s->display_name.text, s->name.text, s->name.len);
        s->display_name.len = s->name.len;
    }
    return true;
}

static bool
prepare_user(struct sign_up *s)
{
    struct http_exchange *exchange = s->work->exchange;
    const struct passkey_crypto *crypto = exchange->crypto;

    s->user.name = user_name_view(&s->name);
    s->user.display_name = user_display_name_view(&s->display_name);
    s->user.created_at = exchange->request.now;
    return crypto->random(
               crypto->context, s->user.handle, sizeof(s->user.handle)) &&
           session_prepare(exchange, &s->work->begun);
}

void
form_sign_up(struct server *server, struct http_exchange *exchange)
{
    struct form_field fields[] = {
        {.name = "username"}, {.name = "display_name"}, {.name = "password"}};
    struct form_work *work =
        form_work_new(server, exchange, FORM_SIGN_UP, "/welcome");
    struct sign_up *s = arena_take(exchange->arena, sizeof(*s));

    if (work == NULL || !form_work_read(work, fields, 3))
        return;
    if (s == NULL) {
        form_work_problem(work, 503, "unavailable");
        return;
    }
    s->work = work;
    if (!read_names(s, fields) || !judge(s, fields[2].value) || !may_sign_up(s))
        return;
    s->job.password = fields[2].value;
    s->job.done = on_hashed;
    s->job.context = s;
    if (!prepare_user(s)) {
        form_work_problem(work, 503, "unavailable");
        return;
    }
    http_park(exchange);
    if (!password_pool_add(server->passwords, &s->job)) {
        form_work_problem(work, 503, "unavailable");
        http_resume(exchange);
    }
}
