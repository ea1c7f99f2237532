/* SPDX-License-Identifier: Apache-2.0 */
/* See assertion.h. */
#include "assertion.h"

#include <string.h>

#include "../../format/base64url.h"
#include "../account/decoy.h"
#include "../account/passkeys.h"
#include "../http/reply.h"
#include "answer.h"

/* Options without credentials, the name of the relying party included. */
#define OPTIONS_LEN 1024

void
assertion_options(struct server *server, struct http_exchange *exchange,
    const struct passkey_authentication_request *request,
    enum ceremony_purpose purpose, const struct session *session)
{
    struct passkey_buffer json;
    struct ceremony_state *state = arena_take(exchange->arena, sizeof(*state));
    size_t len;

    json.cap =
        OPTIONS_LEN + passkeys_json_len(request->allow, request->num_allow);
    json.data = arena_take(exchange->arena, json.cap);
    if (state == NULL || json.data == NULL ||
        passkey_authentication_options(&server->policy, exchange->crypto,
            request, exchange->request.now, json, &len,
            &state->ceremony) != PASSKEY_OK) {
        answer_unavailable(exchange);
        return;
    }
    state->purpose = purpose;
    if (session != NULL)
        memcpy(state->session, session->row.token_hash, sizeof(state->session));
    if (!ceremony_state_issue(server, exchange, state)) {
        answer_unavailable(exchange);
        return;
    }
    reply_json(exchange, 200, passkey_bytes_of(json.data, len));
}

static bool
read_response(struct assertion *a)
{
    struct http_exchange *exchange = a->exchange;
    struct passkey_bytes body = exchange->request.body;
    struct passkey_buffer scratch;
    enum passkey_error error;

    scratch.cap = body.len + 4;
    scratch.data = arena_take(exchange->arena, scratch.cap);
    error = scratch.data == NULL ? PASSKEY_ERR_NO_SPACE
                                 : passkey_authentication_response_read(
                                       body, scratch, &a->response);
    if (error == PASSKEY_OK)
        return true;
    answer_refused(exchange, error);
    return false;
}

/* The page can tell the authenticator to forget a passkey that is not here. */
static void
answer_unknown(struct assertion *a)
{
    size_t cap = 256 + PK_BASE64URL_TEXT_LEN(a->response.id.len);
    struct pk_writer writer = arena_writer(a->exchange->arena, cap);

    pk_write_text(&writer,
        "{\"type\":\"about:blank\",\"status\":403,"
        "\"code\":\"unknown_credential\","
        "\"title\":\"This passkey is not known here any more.\","
        "\"credentialId\":\"");
    pk_write_base64url(&writer, a->response.id);
    pk_write_text(&writer, "\"}");
    answer_json(a->exchange, 403, &writer);
    if (writer.full)
        return;
    a->exchange->reply.content_type = "application/problem+json";
    a->exchange->reply.problem = "unknown_credential";
}

static bool
find_credential(struct server *server, struct assertion *a)
{
    enum store_status status = store_find_passkey(server->store, a->response.id,
        a->exchange->arena, &a->passkey, &a->owner);

    if (status == STORE_FAILED) {
        answer_unavailable(a->exchange);
        return false;
    }
    if (status != STORE_OK && a->state.ceremony.num_allowed > 0) {
        /* An account was named: nobody may learn whether it exists. */
        a->is_decoy = true;
        decoy_credential(server, a->response.id,
            passkey_bytes_of(a->state.ceremony.user_handle,
                a->state.ceremony.user_handle_len),
            &a->credential);
        return true;
    }
    if (status != STORE_OK) {
        answer_unknown(a);
        return false;
    }
    if (passkey_credential_decode(a->passkey.record, &a->credential) !=
        PASSKEY_OK) {
        answer_refused(a->exchange, PASSKEY_ERR_CREDENTIAL_RECORD_MALFORMED);
        return false;
    }
    /* The row says who owns it; a record that disagrees is not believed. */
    if (a->credential.user_handle.len != sizeof(a->owner.handle) ||
        memcmp(a->credential.user_handle.data, a->owner.handle,
            sizeof(a->owner.handle)) != 0) {
        answer_refused(a->exchange, PASSKEY_ERR_CREDENTIAL_NOT_OWNED);
        return false;
    }
    return true;
}

static bool
verify(
    struct server *server, struct assertion *a, enum ceremony_purpose purpose)
{
    enum passkey_error error;

    if (a->state.purpose != purpose) {
        answer_refused(a->exchange, PASSKEY_ERR_CEREMONY_KIND_MISMATCH);
        return false;
    }
    if (!read_response(a) || !find_credential(server, a))
        return false;
    error = passkey_authentication_verify(&server->policy, a->exchange->crypto,
        &a->state.ceremony, &a->response, &a->credential,
        a->exchange->request.now, &a->verified);
    if (error == PASSKEY_OK && a->is_decoy)
        error = PASSKEY_ERR_SIGNATURE_INVALID;
    if (error != PASSKEY_OK) {
        answer_refused(a->exchange, error);
        return false;
    }
    /* Not "unknown": the passkey must stay where it is. */
    if (a->owner.disabled) {
        reply_problem(a->exchange, 403, "account_disabled",
            "This account is disabled. Please ask who runs this site.");
        return false;
    }
    return true;
}

/* Whose passkey it was; NULL if it is not known. */
static const uint8_t *
owner_of(const struct assertion *a)
{
    return a->passkey.id.len > 0 ? a->owner.handle : NULL;
}

void
assertion_refuse(struct assertion *a)
{
    spend_and_answer(a->server, a->exchange, &a->state, owner_of(a));
}

void
assertion_not_stored(struct assertion *a)
{
    refuse_and_resume(
        a->server, a->exchange, &a->state, owner_of(a), a->write.status);
}

/* The record as it is after this sign-in. */
static bool
add_use(struct assertion *a)
{
    struct store_change *change = store_change(&a->write, STORE_USE_PASSKEY);
    struct store_passkey *passkey = &change->of.passkey.passkey;
    struct passkey_buffer record;
    size_t len;

    a->credential.sign_count = a->verified.sign_count;
    a->credential.backup_state = a->verified.backup_state;
    record.cap = a->passkey.record.len + 64;
    record.data = arena_take(a->exchange->arena, record.cap);
    if (record.data == NULL ||
        passkey_credential_encode(&a->credential, record, &len) != PASSKEY_OK)
        return false;
    passkey->id = a->passkey.id;
    passkey->record = passkey_bytes_of(record.data, len);
    passkey->sign_count = a->verified.sign_count;
    passkey->used_at = a->exchange->request.now;
    return true;
}

bool
assertion_verify(struct server *server, struct http_exchange *exchange,
    enum ceremony_purpose purpose, struct assertion *a)
{
    a->exchange = exchange;
    a->server = server;
    if (!ceremony_state_take(server, exchange, &a->state))
        return false;
    if (!verify(server, a, purpose)) {
        assertion_refuse(a);
        return false;
    }
    ceremony_state_spend(&a->state, &a->write);
    if (add_use(a))
        return true;
    answer_unavailable(exchange);
    assertion_refuse(a);
    return false;
}
