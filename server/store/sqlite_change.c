/* SPDX-License-Identifier: Apache-2.0 */
/* The changes of a write, one function each, inside the open transaction. */
#include <sodium.h>
#include <string.h>

#include "../../format/writer.h"
#include "sqlite_store.h"

enum store_status
sqlite_status_of(int code, enum store_status if_taken)
{
    if (code == SQLITE_OK)
        return STORE_OK;
    return code == SQLITE_CONSTRAINT ? if_taken : STORE_FAILED;
}

static struct passkey_bytes
handle_view(const uint8_t handle[STORE_USER_HANDLE_LEN])
{
    return passkey_bytes_of(handle, STORE_USER_HANDLE_LEN);
}

static enum store_status
spend_ceremony(struct sqlite_store *s, const struct store_change *change)
{
    sqlite3_stmt *row = sqlite_statement(&s->writer, QUERY_SPEND_CEREMONY);

    /* Its row may have been deleted: see sqlite_purge.c. */
    if (change->of.ceremony.expires_at <= s->forgotten_until)
        return STORE_CEREMONY_SPENT;
    sqlite_bind_bytes(row, 1,
        passkey_bytes_of(change->of.ceremony.id, PASSKEY_CEREMONY_ID_LEN));
    sqlite3_bind_int64(row, 2, change->of.ceremony.expires_at);
    return sqlite_status_of(sqlite_run(row), STORE_CEREMONY_SPENT);
}

static enum store_status
add_user(struct sqlite_store *s, const struct store_change *change)
{
    const struct store_user *user = &change->of.user;
    sqlite3_stmt *row = sqlite_statement(&s->writer, QUERY_ADD_USER);

    sqlite_bind_bytes(row, 1, handle_view(user->handle));
    sqlite_bind_words(row, 2, user->name);
    sqlite_bind_words(row, 3, user->display_name);
    sqlite3_bind_int64(row, 4, user->created_at);
    return sqlite_status_of(sqlite_run(row), STORE_NAME_TAKEN);
}

/* An insertion that has a condition; `if_none`: it did not hold. */
static enum store_status
insert(struct sqlite_store *s, sqlite3_stmt *row, enum store_status if_taken,
    enum store_status if_none)
{
    enum store_status status = sqlite_status_of(sqlite_run(row), if_taken);

    return status == STORE_OK && sqlite3_changes(s->writer.db) == 0 ? if_none
                                                                    : status;
}

static enum store_status
add_passkey(struct sqlite_store *s, const struct store_change *change)
{
    const struct store_passkey *passkey = &change->of.passkey.passkey;
    sqlite3_stmt *row = sqlite_statement(&s->writer, QUERY_ADD_PASSKEY);

    sqlite_bind_bytes(row, 1, passkey->id);
    sqlite_bind_bytes(row, 2, handle_view(change->of.passkey.user));
    sqlite_bind_bytes(row, 3, passkey->record);
    sqlite3_bind_int64(row, 4, passkey->sign_count);
    sqlite_bind_words(row, 5, passkey->label);
    sqlite3_bind_int64(row, 6, passkey->created_at);
    sqlite3_bind_int64(row, 7, passkey->used_at);
    sqlite3_bind_int(row, 8, STORE_PASSKEYS_MAX);
    return insert(s, row, STORE_CREDENTIAL_TAKEN, STORE_TOO_MANY);
}

static enum store_status
use_passkey(struct sqlite_store *s, const struct store_change *change)
{
    const struct store_passkey *passkey = &change->of.passkey.passkey;
    sqlite3_stmt *row = sqlite_statement(&s->writer, QUERY_USE_PASSKEY);
    enum store_status status;

    sqlite_bind_bytes(row, 1, passkey->id);
    sqlite_bind_bytes(row, 2, passkey->record);
    sqlite3_bind_int64(row, 3, passkey->sign_count);
    sqlite3_bind_int64(row, 4, passkey->used_at);
    status = sqlite_status_of(sqlite_run(row), STORE_FAILED);
    if (status == STORE_OK && sqlite3_changes(s->writer.db) == 0)
        return STORE_STALE;
    return status;
}

static enum store_status
add_session(struct sqlite_store *s, const struct store_change *change)
{
    const struct store_session *session = &change->of.session;
    sqlite3_stmt *row = sqlite_statement(&s->writer, QUERY_ADD_SESSION);

    sqlite_bind_bytes(
        row, 1, passkey_bytes_of(session->token_hash, STORE_TOKEN_HASH_LEN));
    sqlite_bind_bytes(row, 2, handle_view(session->user));
    sqlite3_bind_int(row, 3, session->method);
    sqlite3_bind_int64(row, 4, session->created_at);
    sqlite3_bind_int64(row, 5, session->seen_at);
    sqlite3_bind_int64(row, 6, session->expires_at);
    sqlite3_bind_int64(row, 7, session->strong_at);
    sqlite_bind_words(row, 8, session->user_agent);
    /* The account went away between the check and the commit. */
    return insert(s, row, STORE_NOT_FOUND, STORE_NOT_FOUND);
}

static enum store_status
see_session(struct sqlite_store *s, const struct store_change *change)
{
    const struct store_session *session = &change->of.session;
    sqlite3_stmt *row = sqlite_statement(&s->writer, QUERY_SEE_SESSION);

    sqlite_bind_bytes(
        row, 1, passkey_bytes_of(session->token_hash, STORE_TOKEN_HASH_LEN));
    sqlite3_bind_int64(row, 2, session->seen_at);
    return sqlite_status_of(sqlite_run(row), STORE_FAILED);
}

static enum store_status
end_session(struct sqlite_store *s, const struct store_change *change)
{
    sqlite3_stmt *row = sqlite_statement(&s->writer, QUERY_END_SESSION);

    sqlite_bind_bytes(row, 1,
        passkey_bytes_of(change->of.session.token_hash, STORE_TOKEN_HASH_LEN));
    return sqlite_status_of(sqlite_run(row), STORE_FAILED);
}

/* What a row of the audit log says. */
struct audit_row {
    int64_t number, at;
    struct passkey_bytes event, detail;
    struct passkey_bytes user; /* empty: none */
};

/* SHA-256(hash before | number | at | user or nothing | event | detail) */
static void
hash_row(const uint8_t before[AUDIT_HASH_LEN], const struct audit_row *row,
    uint8_t after[AUDIT_HASH_LEN])
{
    uint8_t fixed[8 + 8 + 1];
    struct pk_writer writer = pk_writer_on(fixed, sizeof(fixed));
    crypto_hash_sha256_state state;

    pk_write_u64be(&writer, (uint64_t)row->number);
    pk_write_u64be(&writer, (uint64_t)row->at);
    pk_write_u8(&writer, row->user.len > 0 ? 1 : 0);
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, before, AUDIT_HASH_LEN);
    crypto_hash_sha256_update(&state, fixed, sizeof(fixed));
    crypto_hash_sha256_update(&state, row->user.data, row->user.len);
    crypto_hash_sha256_update(&state, row->event.data, row->event.len);
    crypto_hash_sha256_update(&state, (const uint8_t *)"", 1);
    crypto_hash_sha256_update(&state, row->detail.data, row->detail.len);
    crypto_hash_sha256_final(&state, after);
}

static struct passkey_bytes
column(sqlite3_stmt *statement, int number)
{
    const void *data = sqlite3_column_blob(statement, number);

    return passkey_bytes_of(
        data, (size_t)sqlite3_column_bytes(statement, number));
}

void
sqlite_hash_audit_row(sqlite3_stmt *statement,
    const uint8_t before[AUDIT_HASH_LEN], uint8_t after[AUDIT_HASH_LEN])
{
    const struct audit_row row = {
        .number = sqlite3_column_int64(statement, 0),
        .at = sqlite3_column_int64(statement, 1),
        .event = column(statement, 2),
        .user = column(statement, 3),
        .detail = column(statement, 4),
    };

    hash_row(before, &row, after);
}

static enum store_status
add_audit(struct sqlite_store *s, const struct store_change *change)
{
    sqlite3_stmt *statement = sqlite_statement(&s->writer, QUERY_ADD_AUDIT);
    const char *event = change->of.audit.event;
    struct audit_row row = {
        .number = s->audit.number + 1,
        .at = change->of.audit.at,
        .event = passkey_bytes_of(event, strlen(event)),
        .detail = change->of.audit.detail,
    };
    struct audit_end end = {.number = row.number};
    enum store_status status;

    if (change->of.audit.has_user)
        row.user = handle_view(change->of.audit.user);
    hash_row(s->audit.hash, &row, end.hash);
    sqlite3_bind_int64(statement, 1, row.number);
    sqlite3_bind_int64(statement, 2, row.at);
    sqlite_bind_words(statement, 3, row.event);
    if (row.user.len > 0)
        sqlite_bind_bytes(statement, 4, row.user);
    sqlite_bind_words(statement, 5, row.detail);
    sqlite_bind_bytes(
        statement, 6, passkey_bytes_of(end.hash, sizeof(end.hash)));
    status = sqlite_status_of(sqlite_run(statement), STORE_FAILED);
    if (status == STORE_OK)
        s->audit = end;
    return status;
}

bool
sqlite_load_audit_end(struct sqlite_store *s)
{
    sqlite3_stmt *row = sqlite_statement(&s->writer, QUERY_LAST_AUDIT);
    int code = sqlite3_step(row);
    bool loaded = code == SQLITE_DONE;

    memset(&s->audit, 0, sizeof(s->audit));
    if (code == SQLITE_ROW) {
        s->audit.number = sqlite3_column_int64(row, 0);
        loaded = sqlite_column_copy(row, 1, s->audit.hash, AUDIT_HASH_LEN);
    }
    sqlite3_reset(row);
    return loaded;
}

enum store_status
sqlite_apply(struct sqlite_store *s, const struct store_change *change)
{
    switch (change->kind) {
    case STORE_SPEND_CEREMONY:
        return spend_ceremony(s, change);
    case STORE_ADD_USER:
        return add_user(s, change);
    case STORE_ADD_PASSKEY:
        return add_passkey(s, change);
    case STORE_USE_PASSKEY:
        return use_passkey(s, change);
    case STORE_ADD_SESSION:
        return add_session(s, change);
    case STORE_SEE_SESSION:
        return see_session(s, change);
    case STORE_END_SESSION:
        return end_session(s, change);
    case STORE_ADD_AUDIT:
        return add_audit(s, change);
    case STORE_CHECK_PASSWORD:
    case STORE_CHECK_SESSION:
    case STORE_SET_PASSWORD:
    case STORE_REMOVE_PASSWORD:
    case STORE_COUNT_PASSWORD_FAILURE:
    case STORE_CLEAR_PASSWORD_FAILURES:
    case STORE_SET_RECOVERY_CODES:
    case STORE_USE_RECOVERY_CODE:
    case STORE_RENAME_PASSKEY:
    case STORE_REMOVE_PASSKEY:
    case STORE_END_OTHER_SESSIONS:
    case STORE_END_OWN_SESSION:
    case STORE_STRENGTHEN_SESSION:
    case STORE_DISABLE_USER:
    case STORE_ENABLE_USER:
    case STORE_REMOVE_USER:
    case STORE_ADD_LINK:
    case STORE_BIND_LINK:
    case STORE_USE_LINK:
    case STORE_SET_EMAIL:
    case STORE_VERIFY_EMAIL:
    case STORE_REMOVE_EMAIL:
        return sqlite_apply_account(s, change);
    }
    return STORE_FAILED;
}
