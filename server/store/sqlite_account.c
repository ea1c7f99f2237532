/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The changes of an account's own things, inside the open transaction. What
 * would lock an account is refused by the SQL itself, so two changes at once
 * cannot do together what neither may do alone.
 */
#include "sqlite_store.h"

static struct passkey_bytes
handle_view(const uint8_t handle[STORE_USER_HANDLE_LEN])
{
    return passkey_bytes_of(handle, STORE_USER_HANDLE_LEN);
}

static struct passkey_bytes
hash_view(const uint8_t hash[STORE_TOKEN_HASH_LEN])
{
    return passkey_bytes_of(hash, STORE_TOKEN_HASH_LEN);
}

/* Runs a statement; `if_none` is the answer if it changed no row. */
static enum store_status
run(struct sqlite_store *s, sqlite3_stmt *row, enum store_status if_none)
{
    enum store_status status =
        sqlite_status_of(sqlite_run(row), STORE_NOT_FOUND);

    if (status == STORE_OK && sqlite3_changes(s->writer.db) == 0)
        return if_none;
    return status;
}

/* A statement whose first parameter is an account. */
static sqlite3_stmt *
statement_of(struct sqlite_store *s, enum sqlite_query query,
    const uint8_t user[STORE_USER_HANDLE_LEN])
{
    sqlite3_stmt *row = sqlite_statement(&s->writer, query);

    sqlite_bind_bytes(row, 1, handle_view(user));
    return row;
}

/* Is there such a row? Tells "not yours" from "not allowed". */
static bool
exists(sqlite3_stmt *row)
{
    bool found = row != NULL && sqlite3_step(row) == SQLITE_ROW;

    sqlite3_reset(row);
    sqlite3_clear_bindings(row);
    return found;
}

static enum store_status
check_password(struct sqlite_store *s, const struct store_change *change)
{
    sqlite3_stmt *row =
        statement_of(s, QUERY_CHECK_PASSWORD, change->of.password.user);

    sqlite_bind_words(row, 2, change->of.password.hash);
    sqlite3_bind_int(row, 3, change->of.password.has_passkeys ? 1 : 0);
    return exists(row) ? STORE_OK : STORE_PASSWORD_CHANGED;
}

static enum store_status
check_session(struct sqlite_store *s, const struct store_change *change)
{
    sqlite3_stmt *row = sqlite_statement(&s->writer, QUERY_CHECK_SESSION);

    sqlite_bind_bytes(row, 1, hash_view(change->of.session.token_hash));
    return exists(row) ? STORE_OK : STORE_SESSION_ENDED;
}

/* A way around the old password is none around the new one. */
static enum store_status
set_password(struct sqlite_store *s, const struct store_change *change)
{
    const uint8_t *user = change->of.password.user;
    sqlite3_stmt *row = statement_of(s, QUERY_SET_PASSWORD, user);
    enum store_status status;

    sqlite_bind_words(row, 2, change->of.password.hash);
    sqlite3_bind_int64(row, 3, change->of.password.at);
    status = run(s, row, STORE_FAILED);
    return status != STORE_OK
               ? status
               : run(s, statement_of(s, QUERY_FORGET_RECOVERY_LINKS, user),
                     STORE_OK);
}

/* With the links that were sent to it. */
static enum store_status
remove_email(struct sqlite_store *s, const struct store_change *change)
{
    const uint8_t *user = change->of.email.user;
    enum store_status status =
        run(s, statement_of(s, QUERY_REMOVE_EMAIL, user), STORE_NOT_FOUND);

    return status != STORE_OK
               ? status
               : run(s, statement_of(s, QUERY_FORGET_LINKS_OF_USER, user),
                     STORE_OK);
}

static enum store_status
remove_password(struct sqlite_store *s, const struct store_change *change)
{
    const uint8_t *user = change->of.password.user;

    if (!exists(statement_of(s, QUERY_HAS_PASSWORD, user)))
        return STORE_NOT_FOUND;
    return run(
        s, statement_of(s, QUERY_REMOVE_PASSWORD, user), STORE_LAST_WAY);
}

static enum store_status
set_recovery_codes(struct sqlite_store *s, const struct store_change *change)
{
    const uint8_t *user = change->of.recovery.user;
    enum store_status status =
        run(s, statement_of(s, QUERY_FORGET_CODES, user), STORE_OK);
    size_t i;

    for (i = 0; status == STORE_OK && i < STORE_RECOVERY_CODES; i++) {
        sqlite3_stmt *row = statement_of(s, QUERY_ADD_CODE, user);

        sqlite_bind_bytes(row, 2, hash_view(change->of.recovery.hashes[i]));
        sqlite3_bind_int64(row, 3, change->of.recovery.at);
        status = run(s, row, STORE_FAILED);
    }
    return status;
}

static enum store_status
use_recovery_code(struct sqlite_store *s, const struct store_change *change)
{
    sqlite3_stmt *row =
        statement_of(s, QUERY_USE_CODE, change->of.recovery.user);

    sqlite_bind_bytes(row, 2, hash_view(change->of.recovery.hashes[0]));
    sqlite3_bind_int64(row, 3, change->of.recovery.at);
    return run(s, row, STORE_NOT_FOUND);
}

static enum store_status
rename_passkey(struct sqlite_store *s, const struct store_change *change)
{
    sqlite3_stmt *row =
        statement_of(s, QUERY_RENAME_PASSKEY, change->of.passkey.user);

    sqlite_bind_bytes(row, 2, change->of.passkey.passkey.id);
    sqlite_bind_words(row, 3, change->of.passkey.passkey.label);
    return run(s, row, STORE_NOT_FOUND);
}

static enum store_status
remove_passkey(struct sqlite_store *s, const struct store_change *change)
{
    const uint8_t *user = change->of.passkey.user;
    sqlite3_stmt *row = statement_of(s, QUERY_HAS_PASSKEY, user);

    sqlite_bind_bytes(row, 2, change->of.passkey.passkey.id);
    if (!exists(row))
        return STORE_NOT_FOUND;
    row = statement_of(s, QUERY_REMOVE_PASSKEY, user);
    sqlite_bind_bytes(row, 2, change->of.passkey.passkey.id);
    return run(s, row, STORE_LAST_WAY);
}

static enum store_status
end_other_sessions(struct sqlite_store *s, const struct store_change *change)
{
    sqlite3_stmt *row =
        statement_of(s, QUERY_END_OTHER_SESSIONS, change->of.sessions.user);

    sqlite_bind_bytes(row, 2, hash_view(change->of.sessions.keep));
    return run(s, row, STORE_OK);
}

static enum store_status
end_own_session(struct sqlite_store *s, const struct store_change *change)
{
    sqlite3_stmt *row =
        statement_of(s, QUERY_END_OWN_SESSION, change->of.sessions.user);

    sqlite_bind_bytes(row, 2,
        passkey_bytes_of(change->of.sessions.id, STORE_SESSION_ID_LEN));
    return run(s, row, STORE_NOT_FOUND);
}

static enum store_status
strengthen_session(struct sqlite_store *s, const struct store_change *change)
{
    sqlite3_stmt *row = sqlite_statement(&s->writer, QUERY_STRENGTHEN_SESSION);

    sqlite_bind_bytes(row, 1, hash_view(change->of.strengthen.old_hash));
    sqlite3_bind_int64(row, 2, change->of.strengthen.strong_at);
    sqlite_bind_bytes(row, 3, hash_view(change->of.strengthen.new_hash));
    return run(s, row, STORE_NOT_FOUND);
}

/* A disabled account has no sessions and no links, from this moment. */
static enum store_status
disable_user(struct sqlite_store *s, const struct store_change *change)
{
    static const uint8_t no_session[STORE_TOKEN_HASH_LEN];
    const uint8_t *user = change->of.account.handle;
    sqlite3_stmt *row = statement_of(s, QUERY_SET_DISABLED, user);
    enum store_status status;

    sqlite3_bind_int64(row, 2, change->of.account.at);
    status = run(s, row, STORE_NOT_FOUND);
    if (status != STORE_OK)
        return status;
    row = statement_of(s, QUERY_END_OTHER_SESSIONS, user);
    sqlite_bind_bytes(row, 2, hash_view(no_session));
    status = run(s, row, STORE_OK);
    if (status != STORE_OK)
        return status;
    return run(s, statement_of(s, QUERY_FORGET_LINKS_OF_USER, user), STORE_OK);
}

static enum store_status
enable_user(struct sqlite_store *s, const struct store_change *change)
{
    sqlite3_stmt *row =
        statement_of(s, QUERY_SET_DISABLED, change->of.account.handle);

    sqlite3_bind_null(row, 2);
    return run(s, row, STORE_NOT_FOUND);
}

static enum store_status
add_link(struct sqlite_store *s, const struct store_change *change)
{
    const struct store_link *link = &change->of.link;
    enum store_status status = STORE_OK;
    sqlite3_stmt *row;

    if (link->has_user)
        status = run(s,
            statement_of(s, QUERY_FORGET_LINKS_OF_USER, link->user), STORE_OK);
    if (status != STORE_OK)
        return status;
    row = sqlite_statement(&s->writer, QUERY_ADD_LINK);
    sqlite_bind_bytes(row, 1, hash_view(link->token_hash));
    sqlite3_bind_int(row, 2, (int)link->kind);
    if (link->has_user)
        sqlite_bind_bytes(row, 3, handle_view(link->user));
    sqlite_bind_words(row, 4, link->name);
    sqlite3_bind_int64(row, 5, link->made_at);
    sqlite3_bind_int64(row, 6, link->expires_at);
    return run(s, row, STORE_FAILED);
}

static enum store_status
touch_link(struct sqlite_store *s, const struct store_change *change,
    enum sqlite_query query)
{
    sqlite3_stmt *row = sqlite_statement(&s->writer, query);

    sqlite_bind_bytes(row, 1, hash_view(change->of.link.token_hash));
    sqlite_bind_bytes(row, 2, hash_view(change->of.link.browser));
    if (query == QUERY_USE_LINK)
        sqlite3_bind_int64(row, 3, change->of.link.made_at); /* now */
    return run(s, row, STORE_NOT_FOUND);
}

static enum store_status
set_email(struct sqlite_store *s, const struct store_change *change)
{
    sqlite3_stmt *row =
        statement_of(s, QUERY_SET_EMAIL, change->of.email.user);

    sqlite_bind_words(row, 2, change->of.email.address);
    return run(s, row, STORE_FAILED);
}

static enum store_status
verify_email(struct sqlite_store *s, const struct store_change *change)
{
    sqlite3_stmt *row =
        statement_of(s, QUERY_VERIFY_EMAIL, change->of.email.user);
    enum store_status status;

    sqlite_bind_words(row, 2, change->of.email.address);
    sqlite3_bind_int64(row, 3, change->of.email.at);
    status = sqlite_status_of(sqlite_run(row), STORE_NAME_TAKEN);
    if (status == STORE_OK && sqlite3_changes(s->writer.db) == 0)
        return STORE_NOT_FOUND; /* another address was set meanwhile */
    return status;
}

enum store_status
sqlite_apply_account(struct sqlite_store *s, const struct store_change *change)
{
    /* Statements that need no more than the account. */
    const uint8_t *user = change->of.account.handle;

    switch (change->kind) {
    case STORE_CHECK_PASSWORD:
        return check_password(s, change);
    case STORE_CHECK_SESSION:
        return check_session(s, change);
    case STORE_SET_PASSWORD:
        return set_password(s, change);
    case STORE_REMOVE_PASSWORD:
        return remove_password(s, change);
    case STORE_COUNT_PASSWORD_FAILURE:
        return run(
            s, statement_of(s, QUERY_COUNT_PASSWORD_FAILURE, user), STORE_OK);
    case STORE_CLEAR_PASSWORD_FAILURES:
        return run(
            s, statement_of(s, QUERY_CLEAR_PASSWORD_FAILURES, user), STORE_OK);
    case STORE_SET_RECOVERY_CODES:
        return set_recovery_codes(s, change);
    case STORE_USE_RECOVERY_CODE:
        return use_recovery_code(s, change);
    case STORE_RENAME_PASSKEY:
        return rename_passkey(s, change);
    case STORE_REMOVE_PASSKEY:
        return remove_passkey(s, change);
    case STORE_END_OTHER_SESSIONS:
        return end_other_sessions(s, change);
    case STORE_END_OWN_SESSION:
        return end_own_session(s, change);
    case STORE_STRENGTHEN_SESSION:
        return strengthen_session(s, change);
    case STORE_DISABLE_USER:
        return disable_user(s, change);
    case STORE_ENABLE_USER:
        return enable_user(s, change);
    case STORE_REMOVE_USER:
        return run(
            s, statement_of(s, QUERY_REMOVE_USER, user), STORE_NOT_FOUND);
    case STORE_ADD_LINK:
        return add_link(s, change);
    case STORE_BIND_LINK:
        return touch_link(s, change, QUERY_BIND_LINK);
    case STORE_USE_LINK:
        return touch_link(s, change, QUERY_USE_LINK);
    case STORE_SET_EMAIL:
        return set_email(s, change);
    case STORE_VERIFY_EMAIL:
        return verify_email(s, change);
    case STORE_REMOVE_EMAIL:
        return remove_email(s, change);
    case STORE_SPEND_CEREMONY:
    case STORE_ADD_USER:
    case STORE_ADD_PASSKEY:
    case STORE_USE_PASSKEY:
    case STORE_ADD_SESSION:
    case STORE_SEE_SESSION:
    case STORE_END_SESSION:
    case STORE_ADD_AUDIT:
        break;
    }
    return STORE_FAILED;
}
