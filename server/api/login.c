/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signing in with a passkey. Options touch no storage unless an account is
 * named; verify reads one row and writes once.
 */
#include <sodium.h>
#include <string.h>

#include "../../format/base64url.h"
#include "../account/audit.h"
#include "../account/decoy.h"
#include "../account/session.h"
#include "../http/reply.h"
#include "answer.h"
#include "api.h"

/* Options with 64 credentials of ordinary length fit. */
#define OPTIONS_MAX_LEN 16384

/* An account signs in with one of at most this many passkeys by name. */
#define PASSKEYS_MAX PASSKEY_DESCRIPTORS_MAX

/* The passkeys that may answer, for an account that was named. */
struct named {
    struct passkey_descriptor allow[PASSKEYS_MAX];
    size_t num_allow;
    uint8_t user[STORE_USER_HANDLE_LEN];
};

static bool
describe_passkey(
    const struct store_passkey *passkey, struct passkey_descriptor *out)
{
    struct passkey_credential credential;

    if (passkey_credential_decode(passkey->record, &credential) != PASSKEY_OK)
        return false;
    out->id = credential.id;
    out->transports = credential.transports;
    return true;
}

/* The account's passkeys; invented ones for a name that does not exist. */
static bool
find_named(struct server *server, struct http_exchange *exchange,
    const struct user_name *name, struct named *out)
{
    struct store_passkey passkeys[16];
    struct store_user user;
    enum store_status status;
    size_t i, num = 0;

    status = store_find_user(
        server->store, user_name_view(name), exchange->arena, &user);
    if (status == STORE_OK && !user.disabled) {
        status = store_list_passkeys(server->store, user.handle,
            exchange->arena, passkeys, sizeof(passkeys) / sizeof(passkeys[0]),
            &num);
        memcpy(out->user, user.handle, sizeof(out->user));
    }
    if (status == STORE_FAILED)
        return false;
    for (i = 0; i < num; i++) {
        if (describe_passkey(&passkeys[i], &out->allow[out->num_allow]))
            out->num_allow++;
    }
    return out->num_allow > 0 ||
           decoy_passkeys(server, exchange->arena, name, out->user, out->allow,
               &out->num_allow);
}

/* {} or {"username": "…"} */
static bool
read_name(
    struct http_exchange *exchange, bool *has_name, struct user_name *name)
{
    struct pk_json_field fields[] = { { .name = "username" } };
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

static void
answer_options(struct server *server, struct http_exchange *exchange,
    const struct passkey_authentication_request *request)
{
    struct passkey_buffer json;
    struct ceremony_state *state =
        arena_take(exchange->arena, sizeof(*state));
    size_t len;

    json.cap = OPTIONS_MAX_LEN;
    json.data = arena_take(exchange->arena, json.cap);
    if (state == NULL || json.data == NULL ||
        passkey_authentication_options(&server->policy, exchange->crypto,
            request, exchange->request.now, json, &len, &state->ceremony) !=
            PASSKEY_OK) {
        answer_unavailable(exchange);
        return;
    }
    state->purpose = PURPOSE_SIGN_IN;
    if (!ceremony_state_issue(server, exchange, state)) {
        answer_unavailable(exchange);
        return;
    }
    reply_json(exchange, 200, passkey_bytes_of(json.data, len));
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
    answer_options(server, exchange, &request);
}

/* One sign-in, from the request to the commit; lives in the arena. */
struct sign_in {
    struct http_exchange *exchange;
    struct ceremony_state state;
    struct passkey_authentication_response response;
    struct store_passkey passkey;
    struct store_user owner;
    struct passkey_credential credential;
    bool is_decoy; /* the credential is invented */
    struct passkey_authentication verified;
    struct new_session session;
    struct store_write write;
};

static bool
read_response(struct sign_in *s)
{
    struct http_exchange *exchange = s->exchange;
    struct passkey_bytes body = exchange->request.body;
    struct passkey_buffer scratch;
    enum passkey_error error;

    scratch.cap = body.len + 4;
    scratch.data = arena_take(exchange->arena, scratch.cap);
    error = scratch.data == NULL ? PASSKEY_ERR_NO_SPACE
                                 : passkey_authentication_response_read(
                                       body, scratch, &s->response);
    if (error == PASSKEY_OK)
        return true;
    answer_refused(exchange, error);
    return false;
}

/* The page can tell the authenticator to forget a passkey that is not here. */
static void
answer_unknown(struct sign_in *s)
{
    size_t cap = 256 + PK_BASE64URL_TEXT_LEN(s->response.id.len);
    void *memory = arena_take(s->exchange->arena, cap);
    struct pk_writer writer = pk_writer_on(memory, memory == NULL ? 0 : cap);

    pk_write_text(&writer,
        "{\"type\":\"about:blank\",\"status\":403,"
        "\"code\":\"unknown_credential\","
        "\"title\":\"This passkey is not known here any more.\","
        "\"credentialId\":\"");
    pk_write_base64url(&writer, s->response.id);
    pk_write_text(&writer, "\"}");
    if (writer.full) {
        answer_unavailable(s->exchange);
        return;
    }
    reply_json(s->exchange, 403, pk_written(&writer));
    s->exchange->reply.content_type = "application/problem+json";
}

static bool
find_credential(struct server *server, struct sign_in *s)
{
    enum store_status status = store_find_passkey(server->store,
        s->response.id, s->exchange->arena, &s->passkey, &s->owner);

    if (status == STORE_FAILED) {
        answer_unavailable(s->exchange);
        return false;
    }
    if (status != STORE_OK && s->state.ceremony.num_allowed > 0) {
        /* An account was named: nobody may learn whether it exists. */
        s->is_decoy = true;
        decoy_credential(server, s->response.id,
            passkey_bytes_of(s->state.ceremony.user_handle,
                s->state.ceremony.user_handle_len),
            &s->credential);
        return true;
    }
    if (status != STORE_OK) {
        answer_unknown(s);
        return false;
    }
    if (passkey_credential_decode(s->passkey.record, &s->credential) !=
        PASSKEY_OK) {
        answer_refused(
            s->exchange, PASSKEY_ERR_CREDENTIAL_RECORD_MALFORMED);
        return false;
    }
    /* The row says who owns it; a record that disagrees is not believed. */
    if (s->credential.user_handle.len != sizeof(s->owner.handle) ||
        memcmp(s->credential.user_handle.data, s->owner.handle,
            sizeof(s->owner.handle)) != 0) {
        answer_refused(s->exchange, PASSKEY_ERR_CREDENTIAL_NOT_OWNED);
        return false;
    }
    return true;
}

static bool
verify(struct server *server, struct sign_in *s)
{
    enum passkey_error error;

    if (s->state.purpose != PURPOSE_SIGN_IN) {
        answer_refused(s->exchange, PASSKEY_ERR_CEREMONY_KIND_MISMATCH);
        return false;
    }
    if (!read_response(s) || !find_credential(server, s))
        return false;
    error = passkey_authentication_verify(&server->policy,
        s->exchange->crypto, &s->state.ceremony, &s->response, &s->credential,
        s->exchange->request.now, &s->verified);
    if (error == PASSKEY_OK && s->is_decoy)
        error = PASSKEY_ERR_SIGNATURE_INVALID;
    if (error != PASSKEY_OK) {
        answer_refused(s->exchange, error);
        return false;
    }
    /* Not "unknown": the passkey must stay where it is. */
    if (s->owner.disabled) {
        reply_problem(s->exchange, 403, "account_disabled",
            "This account is disabled. Please ask who runs this site.");
        return false;
    }
    return true;
}

/* The record as it is after this sign-in. */
static bool
add_use(struct sign_in *s)
{
    struct store_change *change = store_change(&s->write, STORE_USE_PASSKEY);
    struct store_passkey *passkey = &change->of.passkey.passkey;
    struct passkey_buffer record;
    size_t len;

    s->credential.sign_count = s->verified.sign_count;
    s->credential.backup_state = s->verified.backup_state;
    record.cap = s->passkey.record.len + 64;
    record.data = arena_take(s->exchange->arena, record.cap);
    if (record.data == NULL ||
        passkey_credential_encode(&s->credential, record, &len) != PASSKEY_OK)
        return false;
    passkey->id = s->passkey.id;
    passkey->record = passkey_bytes_of(record.data, len);
    passkey->sign_count = s->verified.sign_count;
    passkey->used_at = s->exchange->request.now;
    return true;
}

/* The commit is durable: now the client may know. */
static void
on_signed_in(struct store_write *write)
{
    struct sign_in *s = write->context;

    if (write->status == STORE_OK) {
        session_set_cookie(s->exchange, &s->session);
        answer_user(s->exchange, &s->owner);
    } else {
        answer_store(s->exchange, write->status);
    }
    http_resume(s->exchange);
}

static void
commit(struct server *server, struct sign_in *s)
{
    struct proof proof = proof_by_authentication(
        &s->verified, &s->owner, s->exchange->request.now);

    ceremony_state_spend(&s->state, &s->write);
    if (!add_use(s) || !session_prepare(s->exchange, &s->session) ||
        !session_begin(
            server, s->exchange, &proof, &s->write, &s->session)) {
        answer_unavailable(s->exchange);
        spend_and_answer(server, s->exchange, &s->state);
        return;
    }
    audit_add(&s->write, "sign_in.passkey", s->owner.handle,
        s->exchange->request.now);
    s->write.done = on_signed_in;
    s->write.context = s;
    http_park(s->exchange);
    store_write(server->store, &s->write);
}

void
api_login_verify(struct server *server, struct http_exchange *exchange)
{
    struct sign_in *s = arena_take(exchange->arena, sizeof(*s));

    if (s == NULL) {
        answer_unavailable(exchange);
        return;
    }
    s->exchange = exchange;
    if (!ceremony_state_take(server, exchange, &s->state))
        return;
    if (verify(server, s))
        commit(server, s);
    else
        spend_and_answer(server, exchange, &s->state);
}
