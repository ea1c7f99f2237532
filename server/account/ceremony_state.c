/* SPDX-License-Identifier: Apache-2.0 */
/* Sealing, cookies and opening; see ceremony_state.h. */
#include "ceremony_state.h"

#include <string.h>

#include "../../format/reader.h"
#include "../../format/writer.h"
#include "../http/cookie.h"
#include "../http/reply.h"

/* The library's context bytes: purpose, session, two names. */
static bool
write_context(struct ceremony_state *state)
{
    struct passkey_ceremony *ceremony = &state->ceremony;
    struct pk_writer writer =
        pk_writer_on(ceremony->context, sizeof(ceremony->context));

    pk_write_u8(&writer, (uint8_t)state->purpose);
    pk_write(
        &writer, passkey_bytes_of(state->session, sizeof(state->session)));
    pk_write_u8(&writer, (uint8_t)state->name.len);
    pk_write(&writer, user_name_view(&state->name));
    pk_write_u8(&writer, (uint8_t)state->display_name.len);
    pk_write(&writer, user_display_name_view(&state->display_name));
    ceremony->context_len = writer.len;
    return !writer.full;
}

static bool
read_context(struct ceremony_state *state)
{
    struct passkey_bytes in = passkey_bytes_of(
        state->ceremony.context, state->ceremony.context_len);
    uint8_t purpose, len;

    if (!pk_read_u8(&in, &purpose) || purpose == PURPOSE_NONE ||
        purpose > PURPOSE_CONFIRM ||
        !pk_read_copy(&in, state->session, sizeof(state->session)) ||
        !pk_read_u8(&in, &len) || len > USER_NAME_MAX_LEN ||
        !pk_read_copy(&in, state->name.text, len))
        return false;
    state->name.len = len;
    if (!pk_read_u8(&in, &len) || len > USER_DISPLAY_NAME_MAX_LEN ||
        !pk_read_copy(&in, state->display_name.text, len))
        return false;
    state->display_name.len = len;
    state->purpose = (enum ceremony_purpose)purpose;
    return pk_read_done(&in);
}

bool
ceremony_state_issue(struct server *server, struct http_exchange *exchange,
    struct ceremony_state *state)
{
    uint8_t *memory =
        arena_take(exchange->arena, PASSKEY_CEREMONY_TOKEN_MAX_LEN + 1);
    struct passkey_buffer buffer = { memory, PASSKEY_CEREMONY_TOKEN_MAX_LEN };
    size_t len;

    if (memory == NULL || !write_context(state) ||
        passkey_ceremony_seal(&state->ceremony, exchange->crypto,
            &server->keys.ceremonies, buffer, &len) != PASSKEY_OK)
        return false;
    memory[len] = '\0';
    reply_cookie(exchange, CEREMONY_COOKIE, passkey_bytes_of(memory, len),
        "Strict", server->policy.timeout_ms / 1000);
    reply_header(exchange, CEREMONY_HEADER, (const char *)memory);
    return true;
}

static struct passkey_bytes
find_token(struct http_exchange *exchange)
{
    struct passkey_bytes token = exchange->request.passkey_ceremony;

    if (token.len > 0)
        return token;
    if (cookie_find(exchange->request.cookie, CEREMONY_COOKIE, &token) !=
        COOKIE_FOUND)
        return passkey_bytes_of(NULL, 0);
    reply_cookie(
        exchange, CEREMONY_COOKIE, passkey_bytes_of(NULL, 0), "Strict", 0);
    return token;
}

bool
ceremony_state_take(struct server *server, struct http_exchange *exchange,
    struct ceremony_state *out)
{
    struct passkey_bytes token = find_token(exchange);

    memset(out, 0, sizeof(*out));
    if (token.len == 0) {
        reply_problem(exchange, 400, "ceremony_missing",
            "This page was open too long. Please try again.");
        return false;
    }
    if (passkey_ceremony_open(token, exchange->crypto,
            &server->keys.ceremonies, &out->ceremony) != PASSKEY_OK ||
        !read_context(out)) {
        memset(out, 0, sizeof(*out));
        reply_problem(exchange, 400, "ceremony_invalid",
            "Something went wrong. Please try again.");
        return false;
    }
    return true;
}

void
ceremony_state_spend(
    const struct ceremony_state *state, struct store_write *write)
{
    struct store_change *change = store_change(write, STORE_SPEND_CEREMONY);

    memcpy(change->of.ceremony.id, state->ceremony.id,
        sizeof(change->of.ceremony.id));
    change->of.ceremony.expires_at = state->ceremony.expires_at;
}
