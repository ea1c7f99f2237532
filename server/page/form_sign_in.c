/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in with a password, confirming with one, and signing out. */
#include <string.h>

#include "../account/audit.h"
#include "../account/password_check.h"
#include "../http/reply.h"
#include "form.h"
#include "form_answer.h"

/* The same words whether the name or the password was wrong. */
static void
answer_not_right(struct form_work *work, const struct password_check *check)
{
    struct form_problem problem = {
        .page = work->page,
        .status = 403,
        .code = "name_or_password_wrong",
        .name = work->name,
    };

    switch (check->verdict) {
    case PASSWORD_WAIT:
        problem.status = 429;
        problem.code = "too_many_tries";
        problem.wait_s = check->wait_s;
        break;
    case PASSWORD_CHECK_FAILED:
        problem.status = 503;
        problem.code = "unavailable";
        break;
    case PASSWORD_RIGHT:
    case PASSWORD_WRONG:
        break;
    }
    page_form_problem(work->server, work->exchange, &problem);
}

/* What the check has to write comes first; then the session. */
static void
on_sign_in_checked(struct password_check *check)
{
    struct form_work *work = check->context;

    if (check->verdict != PASSWORD_RIGHT) {
        answer_not_right(work, check);
        http_resume(work->exchange);
        return;
    }
    work->write = check->write;
    if (!session_begin(work->server, work->exchange, &check->proof,
            &work->write, &work->begun)) {
        form_work_problem(work, 503, "unavailable");
        http_resume(work->exchange);
        return;
    }
    audit_add(&work->write, "sign_in.password", check->user.handle,
        work->exchange->request.now);
    work->signs_in = true;
    if (check->ways.num_passkeys == 0)
        work->next = "/welcome"; /* offers a passkey, once */
    form_work_commit(work, true);
}

void
form_sign_in(struct server *server, struct http_exchange *exchange)
{
    struct form_field fields[] = {{.name = "username"}, {.name = "password"}};
    struct form_work *work =
        form_work_new(server, exchange, FORM_SIGN_IN, "/account");
    struct user_name name;

    if (work == NULL || !form_work_read(work, fields, 2))
        return;
    work->name = fields[0].value;
    if (!user_name_from(fields[0].value, &name) || fields[1].value.len == 0) {
        form_work_problem(work, 403, "name_or_password_wrong");
        return;
    }
    if (!session_prepare(exchange, &work->begun)) {
        form_work_problem(work, 503, "unavailable");
        return;
    }
    password_check_begin(
        server, exchange, &name, fields[1].value, on_sign_in_checked, work);
}

static void
on_confirm_checked(struct password_check *check)
{
    struct form_work *work = check->context;

    if (check->verdict == PASSWORD_RIGHT) {
        work->write = check->write;
        if (session_strengthen(&work->session, &check->proof, &work->write,
                &work->begun)) {
            work->signs_in = true;
            audit_add(&work->write, "session.confirmed.password",
                check->user.handle, work->exchange->request.now);
            form_work_commit(work, true);
            return;
        }
        form_work_problem(work, 403, "confirm_with_passkey");
    } else {
        answer_not_right(work, check);
    }
    http_resume(work->exchange);
}

void
form_confirm(struct server *server, struct http_exchange *exchange)
{
    struct form_field fields[] = {{.name = "password"}};
    struct form_work *work =
        form_work_new(server, exchange, FORM_CONFIRM, "/account?confirmed");
    struct user_name name;

    if (work == NULL || !form_work_session(work, false) ||
        !form_work_read(work, fields, 1))
        return;
    if (!user_name_from(work->session.user.name, &name) ||
        fields[0].value.len == 0) {
        form_work_problem(work, 403, "name_or_password_wrong");
        return;
    }
    if (!session_prepare(exchange, &work->begun)) {
        form_work_problem(work, 503, "unavailable");
        return;
    }
    password_check_begin(
        server, exchange, &name, fields[0].value, on_confirm_checked, work);
}

void
form_sign_out(struct server *server, struct http_exchange *exchange)
{
    struct form_work *work = form_work_new(server, exchange, FORM_SIGN_IN, "/");

    if (work == NULL)
        return;
    reply_header(exchange, "Clear-Site-Data", "\"cache\"");
    session_clear_cookie(exchange);
    if (session_end(exchange, &work->write))
        form_work_commit(work, false);
    else
        reply_redirect(exchange, "/");
}
