/* SPDX-License-Identifier: Apache-2.0 */
/* See account_page.h. The lists are in account_list.c. */
#include "account_page.h"

#include <string.h>

#include "../../format/reader.h"
#include "../account/session.h"
#include "../http/reply.h"
#include "account_list.h"

/* 16 passkeys, 32 sessions, 20 events, and what is around them. */
#define ACCOUNT_PAGE_MAX_LEN 131072u

/* So few codes are worth a reminder. */
#define FEW_CODES 2

/* Everything about an account that its page shows. */
struct account_view {
    struct account_lists lists; /* the first member: parts are given both */
    struct session session;
    struct store_ways ways;
    struct store_password password;
    struct store_email email;
};

/* False: the exchange is answered. */
static bool
find_account(struct page *page, struct account_view *view)
{
    struct server *server = page->server;
    struct http_exchange *exchange = page->exchange;

    if (!session_current(server, exchange, &view->session)) {
        reply_redirect(exchange, "/");
        return false;
    }
    if (store_find_ways(
            server->store, view->session.user.handle, &view->ways) == STORE_OK)
        return true;
    reply_problem(exchange, 503, "unavailable",
        "The server cannot do this right now. Please try again.");
    return false;
}

/* Whether the way to change something is open, or what opens it. */
static bool
write_freshness(struct pk_writer *out, const struct account_view *view)
{
    const struct page *page = view->lists.page;
    const struct http_request *request = &page->exchange->request;

    if (!session_is_fresh(&view->session, request->now))
        return page_write(page, out, "part_confirm_first.html", NULL, 0);
    if (pk_equal(request->query, PK_TEXT("confirmed")))
        return page_write(page, out, "part_confirmed.html", NULL, 0);
    return true;
}

static bool
write_notices(struct pk_writer *out, const void *context)
{
    const struct account_view *view = context;
    const struct page *page = view->lists.page;
    const struct store_ways *ways = &view->ways;
    size_t num = ways->num_passkeys + (ways->has_password ? 1 : 0);

    if (!write_freshness(out, view))
        return false;
    if (num + ways->num_codes <= 1)
        return page_write(page, out, "part_one_way.html", NULL, 0);
    if (ways->num_codes > 0 && ways->num_codes <= FEW_CODES)
        return page_write(page, out, "part_few_codes.html", NULL, 0);
    return true;
}

static bool
write_password(struct pk_writer *out, const void *context)
{
    const struct account_view *view = context;
    struct moment changed = moment_of(view->password.changed_at);
    const struct template_value values[] = {
        {"name", view->session.user.name},
        {"changed_iso", passkey_bytes_of(changed.iso, strlen(changed.iso))},
        {"changed", passkey_bytes_of(changed.text, strlen(changed.text))},
    };

    return page_write(view->lists.page, out,
        view->ways.has_password ? "part_password_set.html"
                                : "part_password_none.html",
        values, 3);
}

/* Nothing where the server sends no mail. */
static bool
write_email(struct pk_writer *out, const void *context)
{
    const struct account_view *view = context;
    const struct template_value address = {"address", view->email.address};

    if (view->lists.page->server->mailer == NULL)
        return true;
    return page_write(view->lists.page, out,
        view->email.address.len == 0 ? "part_email_none.html"
        : view->email.verified       ? "part_email_confirmed.html"
                                     : "part_email_waiting.html",
        &address, 1);
}

static bool
write_codes_left(struct pk_writer *out, const void *context)
{
    const struct account_view *view = context;

    return page_write_count(
        view->lists.page, out, "codes", view->ways.num_codes);
}

static void
send_account(struct page *page, unsigned status, struct account_view *view)
{
    page_add(page, "name", view->session.user.name);
    page_add(page, "display_name", view->session.user.display_name);
    page_add_part(page, "notices", write_notices, view);
    page_add_part(page, "passkeys", account_write_passkeys, &view->lists);
    page_add_part(page, "password", write_password, view);
    page_add_part(page, "codes_left", write_codes_left, view);
    page_add_part(page, "email", write_email, view);
    page_add_part(page, "sessions", account_write_sessions, &view->lists);
    page_add_part(page, "events", account_write_events, &view->lists);
    page_send(page, status, "account.html", ACCOUNT_PAGE_MAX_LEN);
}

void
page_account_send(struct page *page, unsigned status)
{
    struct http_exchange *exchange = page->exchange;
    struct account_view *view = arena_take(exchange->arena, sizeof(*view));
    const uint8_t *user;

    if (view == NULL) {
        reply_problem(exchange, 503, "unavailable",
            "The server cannot do this right now. Please try again.");
        return;
    }
    view->lists.page = page;
    if (!find_account(page, view))
        return;
    user = view->session.user.handle;
    memcpy(view->lists.token_hash, view->session.row.token_hash,
        STORE_TOKEN_HASH_LEN);
    if (view->session.row.method == PROOF_PASSKEY)
        view->lists.passkey_at = view->session.row.strong_at;
    if (!account_find_lists(&view->lists, user) ||
        store_find_password(page->server->store, user, exchange->arena,
            &view->password) == STORE_FAILED ||
        store_find_email(page->server->store, user, exchange->arena,
            &view->email) == STORE_FAILED) {
        reply_problem(exchange, 503, "unavailable",
            "The server cannot do this right now. Please try again.");
        return;
    }
    send_account(page, status, view);
}

/*
 * A password confirms only where there is no passkey: see proof_by_password.
 * Who has neither came by a recovery code or a link.
 */
static bool
write_ways(struct pk_writer *out, const void *context)
{
    const struct account_view *view = context;
    const struct template_value name = {"name", view->session.user.name};
    const char *part = "part_confirm_again.html";

    if (view->ways.num_passkeys > 0)
        part = "part_confirm_passkey.html";
    else if (view->ways.has_password)
        part = "part_confirm_password.html";
    return page_write(view->lists.page, out, part, &name, 1);
}

void
page_confirm_send(struct page *page, unsigned status)
{
    struct account_view *view =
        arena_take(page->exchange->arena, sizeof(*view));

    if (view == NULL) {
        reply_problem(page->exchange, 503, "unavailable",
            "The server cannot do this right now. Please try again.");
        return;
    }
    view->lists.page = page;
    if (!find_account(page, view))
        return;
    page_add(page, "name", view->session.user.name);
    page_add_part(page, "ways", write_ways, view);
    page_send(page, status, "confirm.html", PAGE_MAX_LEN);
}
