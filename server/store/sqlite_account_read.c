/* SPDX-License-Identifier: Apache-2.0 */
/* Reads about accounts: ways in, sessions, links, the audit log. */
#include <string.h>

#include "sqlite_store.h"

static struct passkey_bytes
handle_view(const uint8_t handle[STORE_USER_HANDLE_LEN])
{
    return passkey_bytes_of(handle, STORE_USER_HANDLE_LEN);
}

enum store_status
sqlite_find_user_by_handle(struct store *store,
    const uint8_t handle[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct store_user *out)
{
    sqlite3_stmt *row =
        sqlite_reader_statement(store, QUERY_FIND_USER_BY_HANDLE);
    int code;

    if (row == NULL)
        return STORE_FAILED;
    sqlite_bind_bytes(row, 1, handle_view(handle));
    code = sqlite3_step(row);
    return sqlite_finish(
        row, code, code == SQLITE_ROW && sqlite_read_user(row, arena, out));
}

enum store_status
sqlite_find_ways(struct store *store, const uint8_t user[STORE_USER_HANDLE_LEN],
    struct store_ways *out)
{
    sqlite3_stmt *row = sqlite_reader_statement(store, QUERY_FIND_WAYS);
    int code;

    memset(out, 0, sizeof(*out));
    if (row == NULL)
        return STORE_FAILED;
    sqlite_bind_bytes(row, 1, handle_view(user));
    code = sqlite3_step(row);
    if (code == SQLITE_ROW) {
        out->num_passkeys = (size_t)sqlite3_column_int64(row, 0);
        out->has_password = sqlite3_column_int64(row, 1) > 0;
        out->num_codes = (size_t)sqlite3_column_int64(row, 2);
    }
    return sqlite_finish(row, code, true);
}

enum store_status
sqlite_find_password(struct store *store,
    const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct store_password *out)
{
    sqlite3_stmt *row = sqlite_reader_statement(store, QUERY_FIND_PASSWORD);
    bool read = false;
    int code;

    memset(out, 0, sizeof(*out));
    if (row == NULL)
        return STORE_FAILED;
    sqlite_bind_bytes(row, 1, handle_view(user));
    code = sqlite3_step(row);
    if (code == SQLITE_ROW) {
        out->changed_at = sqlite3_column_int64(row, 1);
        out->failed = sqlite3_column_int64(row, 2);
        read = sqlite_column_view(row, 0, arena, &out->hash);
    }
    return sqlite_finish(row, code, read);
}

enum store_status
sqlite_list_sessions(struct store *store,
    const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct store_session *out, size_t max, size_t *num)
{
    sqlite3_stmt *row = sqlite_reader_statement(store, QUERY_LIST_SESSIONS);
    int code = SQLITE_ERROR;

    *num = 0;
    if (row == NULL)
        return STORE_FAILED;
    sqlite_bind_bytes(row, 1, handle_view(user));
    sqlite3_bind_int64(row, 2, (sqlite3_int64)max);
    while (*num < max && (code = sqlite3_step(row)) == SQLITE_ROW) {
        if (!sqlite_read_session(row, 0, arena, &out[*num]))
            break;
        ++*num;
    }
    return sqlite_finish_list(row, code, *num, max);
}

static bool
read_link(sqlite3_stmt *row, struct arena *arena, struct store_link *out)
{
    int kind = sqlite3_column_int(row, 0);

    out->kind = (enum store_link_kind)kind;
    out->has_user = sqlite3_column_type(row, 1) != SQLITE_NULL;
    out->bound = sqlite3_column_type(row, 3) != SQLITE_NULL;
    out->made_at = sqlite3_column_int64(row, 4);
    out->expires_at = sqlite3_column_int64(row, 5);
    return (!out->has_user ||
               sqlite_column_copy(row, 1, out->user, sizeof(out->user))) &&
           (!out->bound || sqlite_column_copy(row, 3, out->browser,
                               sizeof(out->browser))) &&
           sqlite_column_view(row, 2, arena, &out->name);
}

enum store_status
sqlite_find_link(struct store *store,
    const uint8_t token_hash[STORE_TOKEN_HASH_LEN], struct arena *arena,
    struct store_link *out)
{
    sqlite3_stmt *row = sqlite_reader_statement(store, QUERY_FIND_LINK);
    int code;

    memset(out, 0, sizeof(*out));
    if (row == NULL)
        return STORE_FAILED;
    memcpy(out->token_hash, token_hash, sizeof(out->token_hash));
    sqlite_bind_bytes(
        row, 1, passkey_bytes_of(token_hash, STORE_TOKEN_HASH_LEN));
    code = sqlite3_step(row);
    return sqlite_finish(
        row, code, code == SQLITE_ROW && read_link(row, arena, out));
}

enum store_status
sqlite_find_email(struct store *store,
    const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct store_email *out)
{
    sqlite3_stmt *row = sqlite_reader_statement(store, QUERY_FIND_EMAIL);
    bool read = false;
    int code;

    memset(out, 0, sizeof(*out));
    if (row == NULL)
        return STORE_FAILED;
    sqlite_bind_bytes(row, 1, handle_view(user));
    code = sqlite3_step(row);
    if (code == SQLITE_ROW) {
        out->verified = sqlite3_column_type(row, 1) != SQLITE_NULL;
        read = sqlite_column_view(row, 0, arena, &out->address);
    }
    return sqlite_finish(row, code, read);
}

enum store_status
sqlite_find_user_by_email(struct store *store, struct passkey_bytes address,
    struct arena *arena, struct store_user *out)
{
    sqlite3_stmt *row =
        sqlite_reader_statement(store, QUERY_FIND_USER_BY_EMAIL);
    int code;

    if (row == NULL)
        return STORE_FAILED;
    sqlite_bind_words(row, 1, address);
    code = sqlite3_step(row);
    return sqlite_finish(
        row, code, code == SQLITE_ROW && sqlite_read_user(row, arena, out));
}

enum store_status
sqlite_list_users(struct store *store, struct passkey_bytes after,
    struct arena *arena, struct store_user *out, size_t max, size_t *num)
{
    sqlite3_stmt *row = sqlite_reader_statement(store, QUERY_LIST_USERS);
    int code = SQLITE_ERROR;

    *num = 0;
    if (row == NULL)
        return STORE_FAILED;
    sqlite_bind_words(row, 1, after);
    sqlite3_bind_int64(row, 2, (sqlite3_int64)max);
    while (*num < max && (code = sqlite3_step(row)) == SQLITE_ROW) {
        if (!sqlite_read_user(row, arena, &out[*num]))
            break;
        ++*num;
    }
    return sqlite_finish_list(row, code, *num, max);
}

static bool
read_event(sqlite3_stmt *row, struct arena *arena, struct store_event *out)
{
    out->number = sqlite3_column_int64(row, 0);
    out->at = sqlite3_column_int64(row, 1);
    out->has_user = sqlite3_column_type(row, 4) != SQLITE_NULL;
    return sqlite_column_view(row, 2, arena, &out->event) &&
           sqlite_column_view(row, 3, arena, &out->detail) &&
           (!out->has_user ||
               sqlite_column_copy(row, 4, out->user, sizeof(out->user)));
}

enum store_status
sqlite_list_events(struct store *store, const uint8_t *user, int64_t before,
    struct arena *arena, struct store_event *out, size_t max, size_t *num)
{
    sqlite3_stmt *row = sqlite_reader_statement(
        store, user == NULL ? QUERY_LIST_EVENTS : QUERY_LIST_EVENTS_OF_USER);
    int code = SQLITE_ERROR;

    *num = 0;
    if (row == NULL)
        return STORE_FAILED;
    if (user != NULL)
        sqlite_bind_bytes(row, 1, handle_view(user));
    sqlite3_bind_int64(row, 2, before);
    sqlite3_bind_int64(row, 3, (sqlite3_int64)max);
    while (*num < max && (code = sqlite3_step(row)) == SQLITE_ROW) {
        if (!read_event(row, arena, &out[*num]))
            break;
        ++*num;
    }
    return sqlite_finish_list(row, code, *num, max);
}
