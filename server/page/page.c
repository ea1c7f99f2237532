/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of visitors: signing in, up, and back in. */
#include "page.h"

#include <string.h>

#include "../../format/reader.h"
#include "../account/link.h"
#include "../account/session.h"
#include "../http/reply.h"
#include "account_page.h"
#include "form_page.h"
#include "link_page.h"
#include "page_view.h"

static void
send_sign_in(struct page *page, const struct form_problem *problem)
{
    const char *mode =
        page->server->sign_up == SIGN_UP_OPEN ? "open" : "closed";

    page_add(page, "sign_up", passkey_bytes_of(mode, strlen(mode)));
    page_add(page, "typed_name", problem->name);
    page_send(page, problem->status, "sign_in.html", PAGE_MAX_LEN);
}

/* Sign-up may be for those with an invitation only, which may have a name. */
static void
send_sign_up(struct page *page, const struct form_problem *problem)
{
    struct passkey_bytes name = problem->name, only = PK_TEXT("");
    struct opened_link invitation;
    bool invited = link_current(
        page->server, page->exchange, STORE_LINK_INVITE, &invitation);

    if (!invited && page->server->sign_up != SIGN_UP_OPEN) {
        page_send(page, 403, "sign_up_closed.html", PAGE_MAX_LEN);
        return;
    }
    if (invited && invitation.link.name.len > 0 &&
        page->server->sign_up != SIGN_UP_OPEN) {
        name = invitation.link.name; /* no other one would be taken */
        only = PK_TEXT(" readonly");
    } else if (invited && name.len == 0) {
        name = invitation.link.name;
    }
    page_add(page, "typed_name", name);
    page_add(page, "only_name", only);
    page_send(page, problem->status, "sign_up.html", PAGE_MAX_LEN);
}

/* After a mail was asked for: the same words whether it was sent or not. */
static bool
write_recover_sent(struct pk_writer *out, const void *context)
{
    const struct page *page = context;

    return !pk_equal(page->exchange->request.query, PK_TEXT("sent")) ||
           page_write(page, out, "part_recover_sent.html", NULL, 0);
}

static bool
write_recover_email(struct pk_writer *out, const void *context)
{
    const struct page *page = context;

    return page->server->mailer == NULL ||
           page_write(page, out, "part_recover_email.html", NULL, 0);
}

static void
send_recover(struct page *page, const struct form_problem *problem)
{
    page_add(page, "typed_name", problem->name);
    page_add_part(page, "sent", write_recover_sent, page);
    page_add_part(page, "by_email", write_recover_email, page);
    page_send(page, problem->status, "recover.html", PAGE_MAX_LEN);
}

void
page_form_problem(struct server *server, struct http_exchange *exchange,
    const struct form_problem *problem)
{
    struct page page;

    page_begin(&page, server, exchange);
    page.problem = problem->code;
    page.wait_s = problem->wait_s;
    switch (problem->page) {
    case FORM_SIGN_IN:
        send_sign_in(&page, problem);
        return;
    case FORM_SIGN_UP:
        send_sign_up(&page, problem);
        return;
    case FORM_RECOVER:
        send_recover(&page, problem);
        return;
    case FORM_CONFIRM:
        page_confirm_send(&page, problem->status);
        return;
    case FORM_ACCOUNT:
        page_account_send(&page, problem->status);
        return;
    }
}

/* Who is signed in already has no use for the pages of visitors. */
static bool
is_visitor(struct server *server, struct http_exchange *exchange)
{
    struct session session;

    if (!page_is_at_home(server, exchange))
        return false;
    if (!session_current(server, exchange, &session))
        return true;
    reply_redirect(exchange, "/account");
    return false;
}

static void
open_form(
    struct server *server, struct http_exchange *exchange, enum form_page form)
{
    const struct form_problem none = {.page = form, .status = 200};

    if (is_visitor(server, exchange))
        page_form_problem(server, exchange, &none);
}

void
page_sign_in(struct server *server, struct http_exchange *exchange)
{
    open_form(server, exchange, FORM_SIGN_IN);
}

void
page_sign_up(struct server *server, struct http_exchange *exchange)
{
    open_form(server, exchange, FORM_SIGN_UP);
}

void
page_recover(struct server *server, struct http_exchange *exchange)
{
    open_form(server, exchange, FORM_RECOVER);
}

void
page_welcome(struct server *server, struct http_exchange *exchange)
{
    struct page page;

    page_begin(&page, server, exchange);
    page_send(&page, 200, "welcome.html", PAGE_MAX_LEN);
}

void
page_confirm(struct server *server, struct http_exchange *exchange)
{
    struct page page;

    page_begin(&page, server, exchange);
    page_confirm_send(&page, 200);
}

void
page_account(struct server *server, struct http_exchange *exchange)
{
    struct page page;

    page_begin(&page, server, exchange);
    page_account_send(&page, 200);
}

void
page_not_found(struct server *server, struct http_exchange *exchange)
{
    struct page page;

    page_begin(&page, server, exchange);
    page_send(&page, 404, "not_found.html", PAGE_MAX_LEN);
}

void
page_link_found(struct server *server, struct http_exchange *exchange,
    const struct store_link *link, struct passkey_bytes token)
{
    struct page page;

    page_begin(&page, server, exchange);
    page_add(&page, "token", token);
    page_send(&page, 200,
        link->kind == STORE_LINK_INVITE    ? "link_invite.html"
        : link->kind == STORE_LINK_RECOVER ? "link_recover.html"
                                           : "link_email.html",
        PAGE_MAX_LEN);
}

void
page_link_dead(struct server *server, struct http_exchange *exchange)
{
    struct page page;

    page_begin(&page, server, exchange);
    page_send(&page, 404, "link_dead.html", PAGE_MAX_LEN);
}

struct shown_codes {
    const struct page *page;
    const struct recovery_code *codes;
};

static bool
write_codes(struct pk_writer *out, const void *context)
{
    const struct shown_codes *shown = context;
    struct template_value code = {.name = "code"};
    size_t i;

    for (i = 0; i < RECOVERY_CODES; i++) {
        code.text = passkey_bytes_of(
            shown->codes[i].text, strlen(shown->codes[i].text));
        if (!page_write(shown->page, out, "part_code.html", &code, 1))
            return false;
    }
    return true;
}

void
page_recovery_codes(struct server *server, struct http_exchange *exchange,
    const struct recovery_code codes[RECOVERY_CODES])
{
    struct page page;
    const struct shown_codes shown = {&page, codes};

    page_begin(&page, server, exchange);
    page_add_part(&page, "codes", write_codes, &shown);
    page_send(&page, 200, "codes.html", PAGE_MAX_LEN);
}

bool
page_is_wanted(const struct http_exchange *exchange)
{
    struct passkey_bytes accept = exchange->request.accept;

    return exchange->request.method == HTTP_GET && accept.len > 0 &&
           memmem(accept.data, accept.len, "text/html", 9) != NULL;
}
