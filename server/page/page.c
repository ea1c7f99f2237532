/* SPDX-License-Identifier: Apache-2.0 */
#include "page.h"

#include <string.h>

#include "../../format/reader.h"
#include "../account/session.h"
#include "../http/reply.h"
#include "../server.h"
#include "template.h"

/* The longest page, with its longest values escaped. */
#define PAGE_MAX_LEN 24576u

#define VALUES_MAX 6

static struct passkey_bytes
text_of(const char *text)
{
    return passkey_bytes_of(text, strlen(text));
}

/* Fills a template; "site" and "language" are there on every page. */
static void
reply_page(struct server *server, struct http_exchange *exchange,
    unsigned status, const char *name, const struct template_value *values,
    size_t num_values)
{
    struct template_value all[VALUES_MAX] = {
        {"site", text_of(server->site_name)},
        {"sign_up",
            text_of(server->sign_up == SIGN_UP_OPEN ? "open" : "closed")},
    };
    void *memory = arena_take(exchange->arena, PAGE_MAX_LEN);
    struct pk_writer page = pk_writer_on(memory, PAGE_MAX_LEN);

    if (num_values > 0)
        memcpy(all + 2, values, num_values * sizeof(*values));
    if (memory == NULL || !template_write(&page, name, all, num_values + 2) ||
        page.full) {
        reply_problem(exchange, 500, "internal",
            "The server could not answer this request.");
        return;
    }
    reply_html(exchange, status, pk_written(&page));
}

/* Is the page seen under one of the configured origins? */
static bool
is_at_home(const struct server *server, const struct http_exchange *exchange)
{
    struct passkey_bytes host = exchange->request.host, origin;
    size_t i;

    for (i = 0; i < server->policy.num_origins; i++) {
        origin = server->policy.origins[i];
        if (origin.len > host.len + 3 &&
            memcmp(origin.data + origin.len - host.len - 3, "://", 3) == 0 &&
            memcmp(origin.data + origin.len - host.len, host.data, host.len) ==
                0)
            return true;
    }
    return false;
}

/*
 * Passkeys work under the configured origin only: a visitor who came by the
 * address of this machine is sent there.
 */
static void
reply_home(struct server *server, struct http_exchange *exchange)
{
    size_t origin_len = strlen(server->origin);
    char *location = arena_take(
        exchange->arena, origin_len + exchange->request.path.len + 1);

    if (location != NULL) {
        memcpy(location, server->origin, origin_len);
        memcpy(location + origin_len, exchange->request.path.data,
            exchange->request.path.len);
    }
    exchange->reply.status = 303;
    reply_header(exchange, "Location", location);
}

void
page_sign_in(struct server *server, struct http_exchange *exchange)
{
    struct session session;

    if (!is_at_home(server, exchange))
        reply_home(server, exchange);
    else if (session_current(server, exchange, &session))
        reply_redirect(exchange, "/account");
    else
        reply_page(server, exchange, 200, "sign_in.html", NULL, 0);
}

void
page_sign_up(struct server *server, struct http_exchange *exchange)
{
    struct session session;

    if (!is_at_home(server, exchange))
        reply_home(server, exchange);
    else if (session_current(server, exchange, &session))
        reply_redirect(exchange, "/account");
    else if (server->sign_up == SIGN_UP_OPEN)
        reply_page(server, exchange, 200, "sign_up.html", NULL, 0);
    else
        reply_page(server, exchange, 403, "sign_up_closed.html", NULL, 0);
}

void
page_account(struct server *server, struct http_exchange *exchange)
{
    struct template_value values[2];
    struct session session;

    if (!session_current(server, exchange, &session)) {
        reply_redirect(exchange, "/");
        return;
    }
    values[0].name = "name";
    values[0].text = session.user.name;
    values[1].name = "display_name";
    values[1].text = session.user.display_name;
    reply_page(server, exchange, 200, "account.html", values, 2);
}

void
page_not_found(struct server *server, struct http_exchange *exchange)
{
    reply_page(server, exchange, 404, "not_found.html", NULL, 0);
}

bool
page_is_wanted(const struct http_exchange *exchange)
{
    struct passkey_bytes accept = exchange->request.accept;

    return exchange->request.method == HTTP_GET && accept.len > 0 &&
           memmem(accept.data, accept.len, "text/html", 9) != NULL;
}
