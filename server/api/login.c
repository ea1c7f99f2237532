/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signing in with a passkey. Options touch no storage unless an account is
 * named; verify reads one row and writes once.
 */
#include <string.h>

#include "../account/audit.h"
#include "../account/decoy.h"
#include "../account/passkeys.h"
#include "../account/session.h"
#include "../http/reply.h"
#include "answer.h"
#include "api.h"
#include "assertion.h"

/* The passkeys that may answer, for an account that was named. */
struct named {
    struct passkey_descriptor allow[ACCOUNT_PASSKEYS_MAX];
    size_t num_allow;
    uint8_t user[STORE_USER_HANDLE_LEN];
};

/* The account's passkeys; invented ones for a name that does not exist. */
static bool
find_named(struct server *server, struct http_exchange *exchange,
    const struct user_name *name, struct named *out)
{
    struct store_user user;
    enum store_status status;

    status = store_find_user(
        server->store, user_name_view(name), exchange->arena, &user);
    if (status == STORE_FAILED)
        return false;
    if (status == STORE_OK && !user.disabled) {
        memcpy(out->user, user.handle, sizeof(out->user));
        if (!passkeys_describe(server->store, user.handle, exchange->arena,
                out->allow, &out->num_allow))
            return false;
    }
    return out->num_allow > 0 || decoy_passkeys(server, exchange->arena, name,
                                     out->user, out->allow, &out->num_allow);
}

/* {} or {"username": "…"} */
static bool
read_name(
    struct http_exchange *exchange, bool *has_name, struct user_name *name)
{
    struct pk_json_field fields[] = {{.name = "username"}};
    struct passkey_bytes typed;

    if (!read_object(exchange, true, fields, 1) ||
        !read_string_member(exchange, &fields[0].value, &typed))
        return false;
    *has_name = typed.len > 0;
    if (!*has_name || user_name_from(typed, name))
        return true;
    reply_problem(exchange, 400, "name_invalid",
        "A name has only letters, digits, dots, dashes and underscores.");
    return false;
}

void
api_login_options(struct server *server, struct http_exchange *exchange)
{
    struct passkey_authentication_request request;
    struct user_name name;
    struct named *named;
    bool has_name;

    memset(&request, 0, sizeof(request));
    if (!read_name(exchange, &has_name, &name))
        return;
    if (has_name) {
        named = arena_take(exchange->arena, sizeof(*named));
        if (named == NULL || !find_named(server, exchange, &name, named)) {
            answer_unavailable(exchange);
            return;
        }
        request.user_handle =
            passkey_bytes_of(named->user, sizeof(named->user));
        request.allow = named->allow;
        request.num_allow = named->num_allow;
    }
    assertion_options(server, exchange, &request, PURPOSE_SIGN_IN, NULL);
}

/* One sign-in, from the request to the commit; lives in the arena. */
struct sign_in {
    struct assertion assertion;
    struct new_session session;
};

/* The commit is durable: now the client may know. */
static void
on_signed_in(struct store_write *write)
{
    struct sign_in *s = write->context;
    struct http_exchange *exchange = s->assertion.exchange;

    if (write->status == STORE_OK) {
        session_set_cookie(exchange, &s->session);
        answer_user(exchange, &s->assertion.owner);
        http_resume(exchange);
    } else {
        assertion_not_stored(&s->assertion);
    }
}

void
api_login_verify(struct server *server, struct http_exchange *exchange)
{
    struct sign_in *s = arena_take(exchange->arena, sizeof(*s));
    struct assertion *a = s == NULL ? NULL : &s->assertion;
    struct proof proof;

    if (s == NULL) {
        answer_unavailable(exchange);
        return;
    }
    if (!assertion_verify(server, exchange, PURPOSE_SIGN_IN, a))
        return;
    proof =
        proof_by_authentication(&a->verified, &a->owner, exchange->request.now);
    if (!session_prepare(exchange, &s->session) ||
        !session_begin(server, exchange, &proof, &a->write, &s->session)) {
        answer_unavailable(exchange);
        assertion_refuse(a);
        return;
    }
    audit_add(
        &a->write, "sign_in.passkey", a->owner.handle, exchange->request.now);
    a->write.done = on_signed_in;
    a->write.context = s;
    http_park(exchange);
    store_write(server->store, &a->write);
}
