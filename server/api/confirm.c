/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Confirming with a passkey that the owner of a session is still here, before
 * a way to sign in is changed.
 */
#include <string.h>

#include "../account/audit.h"
#include "../account/passkeys.h"
#include "../account/session.h"
#include "../http/reply.h"
#include "answer.h"
#include "api.h"
#include "assertion.h"

void
api_confirm_options(struct server *server, struct http_exchange *exchange)
{
    struct passkey_descriptor allow[ACCOUNT_PASSKEYS_MAX];
    struct passkey_authentication_request request;
    struct session session;

    memset(&request, 0, sizeof(request));
    if (!session_current(server, exchange, &session)) {
        reply_problem(exchange, 401, "not_signed_in", "Please sign in first.");
        return;
    }
    if (!passkeys_describe(server->store, session.user.handle, exchange->arena,
            allow, &request.num_allow)) {
        answer_unavailable(exchange);
        return;
    }
    if (request.num_allow == 0) {
        reply_problem(exchange, 409, "no_passkey",
            "This account has no passkey. Confirm with your password.");
        return;
    }
    request.user_handle =
        passkey_bytes_of(session.user.handle, STORE_USER_HANDLE_LEN);
    request.allow = allow;
    assertion_options(server, exchange, &request, PURPOSE_CONFIRM, &session);
}

/* One confirmation, from the request to the commit; lives in the arena. */
struct confirmation {
    struct assertion assertion;
    struct new_session session;
};

static void
on_confirmed(struct store_write *write)
{
    struct confirmation *c = write->context;
    struct assertion *a = &c->assertion;

    if (write->status == STORE_OK) {
        session_set_cookie(a->exchange, &c->session);
        reply_empty(a->exchange);
        http_resume(a->exchange);
    } else {
        assertion_not_stored(a);
    }
}

void
api_confirm_verify(struct server *server, struct http_exchange *exchange)
{
    struct confirmation *c = arena_take(exchange->arena, sizeof(*c));
    struct assertion *a = c == NULL ? NULL : &c->assertion;
    struct session session;
    struct proof proof;

    if (c == NULL) {
        answer_unavailable(exchange);
        return;
    }
    if (!assertion_verify(server, exchange, PURPOSE_CONFIRM, a))
        return;
    proof =
        proof_by_authentication(&a->verified, &a->owner, exchange->request.now);
    if (!session_prepare(exchange, &c->session)) {
        answer_unavailable(exchange);
        assertion_refuse(a);
        return;
    }
    if (!session_current(server, exchange, &session) ||
        memcmp(session.row.token_hash, a->state.session,
            sizeof(a->state.session)) != 0 ||
        !session_strengthen(&session, &proof, &a->write, &c->session)) {
        reply_problem(exchange, 403, "session_changed",
            "You were signed out meanwhile. Please sign in and try again.");
        assertion_refuse(a);
        return;
    }
    audit_add(&a->write, "session.confirmed.passkey", a->owner.handle,
        exchange->request.now);
    a->write.done = on_confirmed;
    a->write.context = c;
    http_park(exchange);
    store_write(server->store, &a->write);
}
