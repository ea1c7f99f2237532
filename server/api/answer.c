/* SPDX-License-Identifier: Apache-2.0 */
/* Shared answers; see answer.h. */
#include "answer.h"

#include <string.h>

#include "../../format/writer.h"
#include "../account/audit.h"
#include "../http/reply.h"

#define ERROR_PREFIX "PASSKEY_ERR_"

/* "PASSKEY_ERR_ORIGIN_NOT_ALLOWED" to "origin_not_allowed" */
static const char *
code_of(struct http_exchange *exchange, enum passkey_error error)
{
    const char *name = passkey_error_name(error);
    size_t i;
    char *code;

    if (strncmp(name, ERROR_PREFIX, sizeof(ERROR_PREFIX) - 1) == 0)
        name += sizeof(ERROR_PREFIX) - 1;
    code = arena_text(exchange->arena, passkey_bytes_of(name, strlen(name)));
    if (code == NULL)
        return "refused";
    for (i = 0; code[i] != '\0'; i++) {
        if (code[i] >= 'A' && code[i] <= 'Z')
            code[i] = (char)(code[i] - 'A' + 'a');
    }
    return code;
}

void
answer_refused(struct http_exchange *exchange, enum passkey_error error)
{
    const char *code = code_of(exchange, error);

    switch (error / 100) {
    case 1:
        reply_problem(exchange, 400, code,
            "Your browser sent something that cannot be understood.");
        return;
    case 2:
        reply_problem(exchange, 403, code,
            "This request does not belong to this page. Please try again.");
        return;
    case 3:
        reply_problem(exchange, 403, code, "This passkey cannot be used here.");
        return;
    case 4:
        reply_problem(exchange, 403, code,
            "This passkey could not be checked. Please try again.");
        return;
    case 5:
        reply_problem(exchange, 403, code,
            "This kind of authenticator is not accepted here.");
        return;
    case 6:
        reply_problem(exchange, 409, code, passkey_error_text(error));
        return;
    default:
        reply_problem(exchange, 503, code,
            "The server cannot do this right now. Please try again.");
    }
}

void
answer_unavailable(struct http_exchange *exchange)
{
    reply_header(exchange, "Retry-After", "5");
    reply_problem(exchange, 503, "unavailable",
        "The server cannot do this right now. Please try again.");
}

void
answer_store(struct http_exchange *exchange, enum store_status status)
{
    switch (status) {
    case STORE_NAME_TAKEN:
        reply_problem(
            exchange, 409, "name_taken", "This name is taken. Choose another.");
        return;
    case STORE_CREDENTIAL_TAKEN:
        reply_problem(exchange, 409, "credential_registered",
            "This passkey is registered already.");
        return;
    case STORE_CEREMONY_SPENT:
        reply_problem(exchange, 409, "ceremony_spent",
            "This has been used already. Please try again.");
        return;
    case STORE_STALE:
        reply_problem(exchange, 409, "sign_count_not_increased",
            "This passkey was used somewhere else at the same time.");
        return;
    case STORE_NOT_FOUND:
        reply_problem(
            exchange, 404, "not_found", "This account does not exist.");
        return;
    case STORE_LAST_WAY:
        reply_problem(exchange, 409, "last_way_in",
            "This would lock you out. Add another way to sign in first.");
        return;
    case STORE_SESSION_ENDED:
        reply_problem(exchange, 401, "not_signed_in", "Please sign in first.");
        return;
    case STORE_TOO_MANY:
        reply_problem(exchange, 409, "too_many_passkeys",
            "This account has 16 passkeys already. Delete one first.");
        return;
    case STORE_OK:
    case STORE_PASSWORD_CHANGED:
    case STORE_FAILED:
        break;
    }
    answer_unavailable(exchange);
}

void
answer_json(struct http_exchange *exchange, unsigned status,
    const struct pk_writer *json)
{
    if (json->full)
        answer_unavailable(exchange);
    else
        reply_json(exchange, status, pk_written(json));
}

void
answer_user(struct http_exchange *exchange, const struct store_user *user)
{
    /* Each byte of a name takes six characters at most. */
    size_t cap = 64 + 6 * (user->name.len + user->display_name.len);
    struct pk_writer writer = arena_writer(exchange->arena, cap);

    pk_write_text(&writer, "{\"user\":{\"name\":");
    pk_write_json_string(&writer, user->name);
    pk_write_text(&writer, ",\"displayName\":");
    pk_write_json_string(&writer, user->display_name);
    pk_write_text(&writer, "}}");
    answer_json(exchange, 200, &writer);
}

static bool
refuse_body(struct http_exchange *exchange, const char *code)
{
    reply_problem(exchange, 400, code,
        "Your browser sent something that cannot be understood.");
    return false;
}

/* Does the object have members that nobody asked for? */
static bool
has_others(const struct pk_json_value *object,
    const struct pk_json_field *fields, size_t num_fields)
{
    struct passkey_bytes members = pk_json_members(object);
    struct pk_json_value name, value;
    size_t members_seen = 0, fields_seen = 0, i;

    while (pk_json_next_member(&members, &name, &value))
        members_seen++;
    for (i = 0; i < num_fields; i++)
        fields_seen += fields[i].value.type != PK_JSON_ABSENT ? 1 : 0;
    return members_seen != fields_seen;
}

bool
read_object(struct http_exchange *exchange, bool may_be_empty,
    struct pk_json_field *fields, size_t num_fields)
{
    struct passkey_bytes body = exchange->request.body;
    struct pk_json_value root;

    if (body.len == 0 && may_be_empty)
        body = passkey_bytes_of("{}", 2);
    switch (pk_json_parse(body, PK_JSON_STRICT, &root)) {
    case PK_JSON_MALFORMED:
        return refuse_body(exchange, "json_malformed");
    case PK_JSON_NAME_TWICE:
        return refuse_body(exchange, "member_twice");
    case PK_JSON_OK:
        break;
    }
    if (root.type != PK_JSON_OBJECT || !pk_json_take(&root, fields, num_fields))
        return refuse_body(exchange, "json_malformed");
    if (has_others(&root, fields, num_fields))
        return refuse_body(exchange, "member_unknown");
    return true;
}

bool
read_string_member(struct http_exchange *exchange,
    const struct pk_json_value *value, struct passkey_bytes *out)
{
    struct passkey_buffer buffer;
    size_t len;

    *out = passkey_bytes_of(NULL, 0);
    if (value->type == PK_JSON_ABSENT)
        return true;
    if (value->type != PK_JSON_STRING)
        return refuse_body(exchange, "member_type");
    buffer.cap = value->text.len;
    buffer.data = arena_take(exchange->arena, buffer.cap + 1);
    if (buffer.data == NULL || !pk_json_string_decode(value, buffer, &len)) {
        answer_unavailable(exchange);
        return false;
    }
    *out = passkey_bytes_of(buffer.data, len);
    return true;
}

/* What a ceremony that came to nothing is called in the audit log. */
static const char *
refusal_of(const struct ceremony_state *state)
{
    switch (state->purpose) {
    case PURPOSE_SIGN_IN:
        return "sign_in.refused";
    case PURPOSE_CONFIRM:
        return "session.confirm.refused";
    case PURPOSE_SIGN_UP:
    case PURPOSE_ADD_PASSKEY:
    case PURPOSE_NONE:
        break;
    }
    return "register.refused";
}

static void
add_refusal(struct http_exchange *exchange, const struct ceremony_state *state,
    const uint8_t *user, struct store_write *write)
{
    const char *code = exchange->reply.problem;

    audit_add_detail(write, refusal_of(state), user, exchange->request.now,
        passkey_bytes_of(code, code != NULL ? strlen(code) : 0));
}

/* The answer was made before; only a failed write changes it. */
static void
on_spent(struct store_write *write)
{
    struct http_exchange *exchange = write->context;

    if (write->status != STORE_OK)
        answer_store(exchange, write->status);
    http_resume(exchange);
}

void
spend_and_answer(struct server *server, struct http_exchange *exchange,
    const struct ceremony_state *state, const uint8_t *user)
{
    struct store_write *write = arena_take(exchange->arena, sizeof(*write));

    if (write == NULL) {
        answer_unavailable(exchange);
        return;
    }
    ceremony_state_spend(state, write);
    add_refusal(exchange, state, user, write);
    write->done = on_spent;
    write->context = exchange;
    http_park(exchange);
    store_write(server->store, write);
}

void
refuse_and_resume(struct server *server, struct http_exchange *exchange,
    const struct ceremony_state *state, const uint8_t *user,
    enum store_status status)
{
    struct store_write *write = NULL;

    answer_store(exchange, status);
    /* One row for each ceremony: a second use of it adds none. */
    if (status != STORE_FAILED && status != STORE_CEREMONY_SPENT)
        write = arena_take(exchange->arena, sizeof(*write));
    if (write == NULL) {
        http_resume(exchange);
        return;
    }
    add_refusal(exchange, state, user, write);
    write->done = on_spent;
    write->context = exchange;
    store_write(server->store, write);
}
