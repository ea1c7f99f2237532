/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making a passkey: for a new account, or for the account that is signed in.
 * A name that exists is never touched by anybody but its owner.
 */
#include <string.h>

#include "../account/audit.h"
#include "../account/email.h"
#include "../account/invitation.h"
#include "../account/passkeys.h"
#include "../account/session.h"
#include "../http/reply.h"
#include "../metadata/metadata.h"
#include "answer.h"
#include "api.h"

/* Options without names and credentials. */
#define OPTIONS_LEN 2048

/* {"username": "…", "displayName": "…"}, both as they were typed */
struct names {
    struct passkey_bytes name;
    struct passkey_bytes display_name;
};

static bool
read_names(struct http_exchange *exchange, struct names *out)
{
    struct pk_json_field fields[] = {
        {.name = "username"},
        {.name = "displayName"},
    };

    return read_object(exchange, true, fields, 2) &&
           read_string_member(exchange, &fields[0].value, &out->name) &&
           read_string_member(exchange, &fields[1].value, &out->display_name);
}

static void
answer_options(struct server *server, struct http_exchange *exchange,
    const struct passkey_registration_request *request,
    struct ceremony_state *state)
{
    struct passkey_buffer json;
    size_t len;

    /* Each byte of a name takes six characters at most. */
    json.cap = OPTIONS_LEN +
               6 * (server->policy.rp_name.len + request->user_name.len +
                       request->display_name.len) +
               passkeys_json_len(request->exclude, request->num_exclude);
    json.data = arena_take(exchange->arena, json.cap);
    if (json.data == NULL ||
        passkey_registration_options(&server->policy, exchange->crypto, request,
            exchange->request.now, json, &len,
            &state->ceremony) != PASSKEY_OK ||
        !ceremony_state_issue(server, exchange, state)) {
        answer_unavailable(exchange);
        return;
    }
    reply_json(exchange, 200, passkey_bytes_of(json.data, len));
}

/* A new account with a random handle, if the name is free. */
static void
sign_up_options(struct server *server, struct http_exchange *exchange,
    const struct names *names, struct ceremony_state *state)
{
    const struct passkey_crypto *crypto = exchange->crypto;
    struct passkey_registration_request request;
    uint8_t handle[STORE_USER_HANDLE_LEN];
    struct store_user taken;
    enum store_status status;

    status = store_find_user(
        server->store, user_name_view(&state->name), exchange->arena, &taken);
    if (status == STORE_OK) {
        answer_store(exchange, STORE_NAME_TAKEN);
        return;
    }
    if (status == STORE_FAILED ||
        !crypto->random(crypto->context, handle, sizeof(handle))) {
        answer_unavailable(exchange);
        return;
    }
    if (names->display_name.len == 0) {
        memcpy(state->display_name.text, state->name.text, state->name.len);
        state->display_name.len = state->name.len;
    }
    state->purpose = PURPOSE_SIGN_UP;
    memset(&request, 0, sizeof(request));
    request.user_handle = passkey_bytes_of(handle, sizeof(handle));
    request.user_name = user_name_view(&state->name);
    request.display_name = user_display_name_view(&state->display_name);
    answer_options(server, exchange, &request, state);
}

static bool
exclude_passkeys(struct server *server, struct http_exchange *exchange,
    const struct session *session, struct passkey_descriptor *exclude,
    size_t *num)
{
    if (!passkeys_describe(server->store, session->user.handle, exchange->arena,
            exclude, num)) {
        answer_unavailable(exchange);
        return false;
    }
    if (*num < ACCOUNT_PASSKEYS_MAX)
        return true;
    reply_problem(exchange, 409, "too_many_passkeys",
        "This account has 16 passkeys already. Delete one first.");
    return false;
}

/* One more passkey for the account that is signed in. */
static void
add_passkey_options(struct server *server, struct http_exchange *exchange,
    const struct session *session, struct ceremony_state *state)
{
    struct passkey_descriptor exclude[ACCOUNT_PASSKEYS_MAX];
    struct passkey_registration_request request;

    memset(&request, 0, sizeof(request));
    memset(exclude, 0, sizeof(exclude));
    if (!session_is_fresh(session, exchange->request.now)) {
        reply_problem(exchange, 403, "fresh_sign_in_required",
            "Please sign in again to change how you sign in.");
        return;
    }
    if (!exclude_passkeys(
            server, exchange, session, exclude, &request.num_exclude))
        return;
    state->purpose = PURPOSE_ADD_PASSKEY;
    memcpy(state->session, session->row.token_hash, sizeof(state->session));
    request.user_handle =
        passkey_bytes_of(session->user.handle, STORE_USER_HANDLE_LEN);
    request.user_name = session->user.name;
    request.display_name = session->user.display_name;
    request.exclude = exclude;
    answer_options(server, exchange, &request, state);
}

/* Is the typed name that of the session's account, or none at all? */
static bool
is_own_name(const struct session *session, const struct names *names,
    const struct user_name *name)
{
    return names->name.len == 0 ||
           (session->user.name.len == name->len &&
               memcmp(session->user.name.data, name->text, name->len) == 0);
}

/* May a stranger make an account of that name? */
static bool
may_sign_up(struct server *server, struct http_exchange *exchange,
    const struct user_name *name, struct invitation *out)
{
    enum invitation_verdict verdict =
        invitation_judge(server, exchange, name, out);

    if (verdict == INVITATION_MISSING)
        reply_problem(exchange, 403, "sign_up_closed",
            "New accounts are not open to everybody here.");
    if (verdict == INVITATION_FOR_OTHER_NAME)
        reply_problem(exchange, 403, "name_not_invited",
            "The invitation is for another name.");
    return verdict == INVITATION_GOOD;
}

void
api_register_options(struct server *server, struct http_exchange *exchange)
{
    struct invitation invitation;
    struct ceremony_state *state = arena_take(exchange->arena, sizeof(*state));
    struct session session;
    struct names names;

    if (state == NULL) {
        answer_unavailable(exchange);
        return;
    }
    if (!read_names(exchange, &names))
        return;
    if ((names.name.len > 0 && !user_name_from(names.name, &state->name)) ||
        !user_display_name_from(names.display_name, &state->display_name)) {
        reply_problem(exchange, 400, "name_invalid",
            "A name has only letters, digits, dots, dashes and underscores.");
        return;
    }
    if (session_current(server, exchange, &session) &&
        is_own_name(&session, &names, &state->name)) {
        add_passkey_options(server, exchange, &session, state);
        return;
    }
    if (names.name.len == 0) {
        reply_problem(
            exchange, 400, "name_missing", "Please choose a user name.");
        return;
    }
    if (!may_sign_up(server, exchange, &state->name, &invitation))
        return;
    sign_up_options(server, exchange, &names, state);
}

/* One registration, from the request to the commit; lives in the arena. */
struct enrolment {
    struct http_exchange *exchange;
    struct server *server;
    struct ceremony_state state;
    struct passkey_registration_response response;
    struct passkey_registration verified;
    struct store_user user;
    struct session owner;       /* who adds a passkey */
    struct new_session session; /* sign-up only, as what follows */
    struct invitation invitation;
    struct store_write write;
};

/* The metadata that are current now stay so until the answer is there. */
static enum passkey_error
verify_with_metadata(struct server *server, struct enrolment *e)
{
    struct metadata_list *list = metadata_hold(server->metadata);
    struct passkey_policy policy = server->policy;
    enum passkey_error error;

    if (list != NULL)
        policy.models.metadata = &list->list;
    error = passkey_registration_verify(&policy, e->exchange->crypto,
        &e->state.ceremony, &e->response, e->exchange->request.now,
        &e->verified);
    metadata_release(server->metadata, list);
    return error;
}

static bool
verify(struct server *server, struct enrolment *e)
{
    struct http_exchange *exchange = e->exchange;
    struct passkey_bytes body = exchange->request.body;
    struct passkey_buffer scratch;
    enum passkey_error error;

    scratch.cap = body.len + 4;
    scratch.data = arena_take(exchange->arena, scratch.cap);
    error = scratch.data == NULL ? PASSKEY_ERR_NO_SPACE
                                 : passkey_registration_response_read(
                                       body, scratch, &e->response);
    if (error == PASSKEY_OK)
        error = verify_with_metadata(server, e);
    if (error == PASSKEY_OK)
        return true;
    answer_refused(exchange, error);
    return false;
}

/* The account that the ceremony was begun for. */
static bool
find_account(struct server *server, struct enrolment *e)
{
    switch (e->state.purpose) {
    case PURPOSE_SIGN_UP:
        if (!may_sign_up(
                server, e->exchange, &e->state.name, &e->invitation))
            return false;
        memcpy(e->user.handle, e->state.ceremony.user_handle,
            sizeof(e->user.handle));
        e->user.name = user_name_view(&e->state.name);
        e->user.display_name = user_display_name_view(&e->state.display_name);
        e->user.created_at = e->exchange->request.now;
        return true;
    case PURPOSE_ADD_PASSKEY:
        if (session_current(server, e->exchange, &e->owner) &&
            memcmp(e->owner.row.token_hash, e->state.session,
                sizeof(e->state.session)) == 0 &&
            session_is_fresh(&e->owner, e->exchange->request.now)) {
            e->user = e->owner.user;
            return true;
        }
        reply_problem(e->exchange, 403, "session_changed",
            "You were signed out meanwhile. Please sign in and try again.");
        return false;
    case PURPOSE_SIGN_IN:
    case PURPOSE_CONFIRM:
    case PURPOSE_NONE:
        break;
    }
    answer_refused(e->exchange, PASSKEY_ERR_CEREMONY_KIND_MISMATCH);
    return false;
}

/* The record without the attestation unless policy asked for it. */
static bool
add_passkey(struct server *server, struct enrolment *e)
{
    struct store_change *change = store_change(&e->write, STORE_ADD_PASSKEY);
    struct store_passkey *passkey = &change->of.passkey.passkey;
    struct passkey_credential credential = e->verified.credential;
    struct passkey_buffer record;
    size_t len;

    if (server->policy.attestation == PASSKEY_CONVEYANCE_NONE) {
        credential.attestation_object = passkey_bytes_of(NULL, 0);
        credential.client_data = passkey_bytes_of(NULL, 0);
    }
    record.cap = e->exchange->request.body.len + 512;
    record.data = arena_take(e->exchange->arena, record.cap);
    if (record.data == NULL ||
        passkey_credential_encode(&credential, record, &len) != PASSKEY_OK)
        return false;
    memcpy(change->of.passkey.user, e->user.handle, STORE_USER_HANDLE_LEN);
    passkey->id = credential.id;
    passkey->record = passkey_bytes_of(record.data, len);
    passkey->sign_count = credential.sign_count;
    passkey->created_at = passkey->used_at = e->exchange->request.now;
    return true;
}

/* Account, passkey and session together: no account is ever half made. */
static bool
fill_write(struct server *server, struct enrolment *e)
{
    bool is_new = e->state.purpose == PURPOSE_SIGN_UP;
    struct proof proof;

    ceremony_state_spend(&e->state, &e->write);
    if (is_new)
        store_change(&e->write, STORE_ADD_USER)->of.user = e->user;
    else
        session_must_last(&e->owner, &e->write);
    if (!add_passkey(server, e))
        return false;
    audit_add(&e->write, is_new ? "sign_up.passkey" : "passkey.added",
        e->user.handle, e->exchange->request.now);
    if (!is_new)
        return true;
    invitation_use(&e->invitation, e->exchange->request.now, &e->write);
    proof =
        proof_by_registration(&e->verified, &e->user, e->exchange->request.now);
    return session_prepare(e->exchange, &e->session) &&
           session_begin(server, e->exchange, &proof, &e->write, &e->session);
}

/* The account that there is already; NULL for one that was to be made. */
static const uint8_t *
account_of(const struct enrolment *e)
{
    return e->state.purpose == PURPOSE_ADD_PASSKEY && e->user.name.len > 0
               ? e->user.handle
               : NULL;
}

static void
on_enrolled(struct store_write *write)
{
    struct enrolment *e = write->context;

    if (write->status == STORE_OK) {
        if (e->state.purpose == PURPOSE_SIGN_UP)
            session_set_cookie(e->exchange, &e->session);
        else
            email_send_notice(
                e->server, e->exchange->arena, &e->user, "passkey.added");
        answer_user(e->exchange, &e->user);
        http_resume(e->exchange);
    } else {
        refuse_and_resume(
            e->server, e->exchange, &e->state, account_of(e), write->status);
    }
}

void
api_register_verify(struct server *server, struct http_exchange *exchange)
{
    struct enrolment *e = arena_take(exchange->arena, sizeof(*e));

    if (e == NULL) {
        answer_unavailable(exchange);
        return;
    }
    e->exchange = exchange;
    e->server = server;
    if (!ceremony_state_take(server, exchange, &e->state))
        return;
    if (!find_account(server, e) || !verify(server, e)) {
        spend_and_answer(server, exchange, &e->state, account_of(e));
        return;
    }
    if (!fill_write(server, e)) {
        answer_unavailable(exchange);
        spend_and_answer(server, exchange, &e->state, account_of(e));
        return;
    }
    e->write.done = on_enrolled;
    e->write.context = e;
    http_park(exchange);
    store_write(server->store, &e->write);
}
