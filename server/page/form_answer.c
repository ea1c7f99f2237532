/* SPDX-License-Identifier: Apache-2.0 */
/* See form_answer.h. */
#include "form_answer.h"

#include "../account/email.h"
#include "../account/throttle.h"
#include "../http/reply.h"

struct form_work *
form_work_new(struct server *server, struct http_exchange *exchange,
    enum form_page page, const char *next)
{
    struct form_work *work = arena_take(exchange->arena, sizeof(*work));

    if (work == NULL) {
        reply_problem(exchange, 503, "unavailable",
            "The server cannot do this right now. Please try again.");
        return NULL;
    }
    work->server = server;
    work->exchange = exchange;
    work->page = page;
    work->next = next;
    return work;
}

void
form_work_problem(struct form_work *work, unsigned status, const char *code)
{
    const struct form_problem problem = {
        .page = work->page,
        .status = status,
        .code = code,
        .name = work->name,
    };

    page_form_problem(work->server, work->exchange, &problem);
}

bool
form_work_may_try(struct form_work *work, struct passkey_bytes account)
{
    struct http_exchange *exchange = work->exchange;
    const struct throttle_who who = {
        .account = account,
        .peer = exchange->request.peer,
    };
    struct form_problem problem = {
        .page = work->page,
        .status = 429,
        .code = "too_many_tries",
        .name = work->name,
    };

    problem.wait_s =
        throttle_wait(work->server->throttle, &who, exchange->request.now);
    if (problem.wait_s > 0) {
        page_form_problem(work->server, exchange, &problem);
        return false;
    }
    throttle_count(work->server->throttle, &who, exchange->request.now);
    return true;
}

bool
form_work_read(
    struct form_work *work, struct form_field *fields, size_t num_fields)
{
    if (form_read(work->exchange->request.body, work->exchange->arena, fields,
            num_fields))
        return true;
    form_work_problem(work, 400, "form_malformed");
    return false;
}

bool
form_work_session(struct form_work *work, bool fresh)
{
    struct http_exchange *exchange = work->exchange;

    if (!session_current(work->server, exchange, &work->session)) {
        reply_redirect(exchange, "/");
        return false;
    }
    if (fresh && !session_is_fresh(&work->session, exchange->request.now)) {
        reply_redirect(exchange, "/confirm");
        return false;
    }
    session_must_last(&work->session, &work->write);
    return true;
}

static bool
removes_password(const struct form_work *work)
{
    size_t i;

    for (i = 0; i < work->write.num_changes; i++) {
        if (work->write.changes[i].kind == STORE_REMOVE_PASSWORD)
            return true;
    }
    return false;
}

/* What a refused write means to the person who sent the form. */
static void
answer_refused(struct form_work *work, enum store_status status)
{
    switch (status) {
    case STORE_NAME_TAKEN:
        form_work_problem(work, 409, "name_taken");
        return;
    case STORE_LAST_WAY:
        form_work_problem(work, 409,
            removes_password(work) ? "password_needed" : "last_way_in");
        return;
    case STORE_NOT_FOUND:
        /* The same as for a code that cannot be one, or a disabled account. */
        if (work->page == FORM_RECOVER)
            form_work_problem(work, 403, "code_wrong");
        else
            form_work_problem(work, 404, "not_found");
        return;
    case STORE_PASSWORD_CHANGED:
        form_work_problem(work, 403, "name_or_password_wrong");
        return;
    case STORE_SESSION_ENDED:
        reply_redirect(work->exchange, "/");
        return;
    case STORE_OK:
    case STORE_TOO_MANY:
    case STORE_CREDENTIAL_TAKEN:
    case STORE_CEREMONY_SPENT:
    case STORE_STALE:
    case STORE_FAILED:
        break;
    }
    form_work_problem(work, 503, "unavailable");
}

static void
on_committed(struct store_write *write)
{
    struct form_work *work = write->context;

    if (write->status == STORE_OK) {
        if (work->notice != NULL)
            email_send_notice(work->server, work->exchange->arena,
                &work->session.user, work->notice);
        if (work->signs_in)
            session_set_cookie(work->exchange, &work->begun);
        if (work->signs_out)
            session_clear_cookie(work->exchange);
        reply_redirect(work->exchange, work->next);
    } else {
        answer_refused(work, write->status);
    }
    http_resume(work->exchange);
}

void
form_work_commit(struct form_work *work, bool parked)
{
    work->write.done = on_committed;
    work->write.context = work;
    if (!parked)
        http_park(work->exchange);
    store_write(work->server->store, &work->write);
}
