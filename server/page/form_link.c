/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening a one-time link. Looking at it changes nothing (mail scanners look
 * at links); pressing the button binds it to this browser, and a link that
 * leads back into an account is used up by that.
 */
#include <string.h>

#include "../account/audit.h"
#include "../account/email.h"
#include "../account/link.h"
#include "../http/reply.h"
#include "form.h"
#include "form_answer.h"
#include "link_page.h"

static struct passkey_bytes
token_of(const struct http_exchange *exchange)
{
    struct passkey_bytes path = exchange->request.path;
    size_t prefix = sizeof(LINK_PATH) - 1;

    if (path.len < prefix)
        return passkey_bytes_of(NULL, 0);
    return passkey_bytes_of(path.data + prefix, path.len - prefix);
}

void
page_link(struct server *server, struct http_exchange *exchange)
{
    struct store_link link;

    if (link_find(server, exchange, token_of(exchange), &link))
        page_link_found(server, exchange, &link, token_of(exchange));
    else
        page_link_dead(server, exchange);
}

struct link_work {
    struct form_work *work;
    struct opened_link opened;
    struct link_cookie cookie;
};

static void
on_bound(struct store_write *write)
{
    struct link_work *l = write->context;
    struct form_work *work = l->work;

    if (write->status == STORE_OK) {
        if (work->notice != NULL)
            email_send_notice(work->server, work->exchange->arena,
                &work->session.user, work->notice);
        if (work->signs_in)
            session_set_cookie(work->exchange, &work->begun);
        else if (l->opened.link.kind == STORE_LINK_INVITE)
            link_set_cookie(work->exchange, &l->cookie);
        reply_redirect(work->exchange, work->next);
    } else {
        page_link_dead(work->server, work->exchange);
    }
    http_resume(work->exchange);
}

/* Back into an account: the link is bound, used up, and a session begins. */
static bool
recover(struct link_work *l)
{
    struct form_work *work = l->work;
    int64_t now = work->exchange->request.now;
    struct store_user user;
    struct proof proof;

    if (store_find_user_by_handle(work->server->store, l->opened.link.user,
            work->exchange->arena, &user) != STORE_OK)
        return false;
    proof = proof_by_link(&user, now);
    work->session.user = user;
    work->notice = "sign_in.link";
    link_use(&l->opened, now, &work->write);
    audit_add(&work->write, "sign_in.link", user.handle, now);
    work->signs_in = true;
    work->next = "/account";
    return session_prepare(work->exchange, &work->begun) &&
           session_begin(work->server, work->exchange, &proof, &work->write,
               &work->begun);
}

/* An address is confirmed by whoever is signed in, and nobody else. */
static bool
confirm_email(struct link_work *l)
{
    struct form_work *work = l->work;
    const struct store_link *link = &l->opened.link;
    int64_t now = work->exchange->request.now;
    struct store_change *change;

    if (!session_current(work->server, work->exchange, &work->session) ||
        memcmp(work->session.user.handle, link->user, sizeof(link->user)) !=
            0) {
        form_work_problem(work, 403, "link_needs_session");
        return false;
    }
    session_must_last(&work->session, &work->write);
    link_use(&l->opened, now, &work->write);
    change = store_change(&work->write, STORE_VERIFY_EMAIL);
    memcpy(change->of.email.user, link->user, sizeof(link->user));
    change->of.email.address = link->name;
    change->of.email.at = now;
    audit_add(&work->write, "email.confirmed", link->user, now);
    work->next = "/account";
    return true;
}

void
form_open_link(struct server *server, struct http_exchange *exchange)
{
    struct form_field fields[] = {{.name = "token"}};
    struct form_work *work =
        form_work_new(server, exchange, FORM_SIGN_IN, "/sign-up");
    struct link_work *l = arena_take(exchange->arena, sizeof(*l));

    if (work == NULL || !form_work_read(work, fields, 1))
        return;
    if (l == NULL ||
        !link_find(server, exchange, fields[0].value, &l->opened.link)) {
        page_link_dead(server, exchange);
        return;
    }
    l->work = work;
    if (!link_bind(exchange, fields[0].value, &l->opened.link, &work->write,
            &l->cookie) ||
        (l->opened.link.kind == STORE_LINK_RECOVER && !recover(l))) {
        form_work_problem(work, 503, "unavailable");
        return;
    }
    if (l->opened.link.kind == STORE_LINK_EMAIL && !confirm_email(l))
        return;
    work->write.done = on_bound;
    work->write.context = l;
    http_park(exchange);
    store_write(server->store, &work->write);
}
