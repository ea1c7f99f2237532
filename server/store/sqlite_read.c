/* SPDX-License-Identifier: Apache-2.0 */
/* Reads: one connection per thread, made when the thread first asks. */
#include <stdlib.h>

#include "sqlite_store.h"

void
sqlite_reader_close(void *reader)
{
    struct sqlite_connection *connection = reader;

    if (connection == NULL)
        return;
    sqlite_connection_close(connection);
    free(connection);
}

static struct sqlite_connection *
reader_of_thread(struct sqlite_store *s)
{
    struct sqlite_connection *reader = pthread_getspecific(s->reader);

    if (reader != NULL)
        return reader;
    reader = calloc(1, sizeof(*reader));
    if (reader == NULL)
        return NULL;
    if (sqlite_connection_open(reader, s->path, false) != SQLITE_OK ||
        pthread_setspecific(s->reader, reader) != 0) {
        sqlite_reader_close(reader);
        return NULL;
    }
    return reader;
}

sqlite3_stmt *
sqlite_reader_statement(struct store *store, enum sqlite_query query)
{
    struct sqlite_connection *reader =
        reader_of_thread((struct sqlite_store *)store);

    return reader == NULL ? NULL : sqlite_statement(reader, query);
}

bool
sqlite_read_user(sqlite3_stmt *row, struct arena *arena, struct store_user *out)
{
    out->created_at = sqlite3_column_int64(row, 3);
    out->disabled = sqlite3_column_type(row, 4) != SQLITE_NULL;
    return sqlite_column_copy(row, 0, out->handle, sizeof(out->handle)) &&
           sqlite_column_view(row, 1, arena, &out->name) &&
           sqlite_column_view(row, 2, arena, &out->display_name);
}

/* Six columns from `column` on. */
static bool
read_passkey(sqlite3_stmt *row, int column, struct arena *arena,
    struct store_passkey *out)
{
    out->sign_count = (uint32_t)sqlite3_column_int64(row, column + 2);
    out->created_at = sqlite3_column_int64(row, column + 4);
    out->used_at = sqlite3_column_int64(row, column + 5);
    return sqlite_column_view(row, column, arena, &out->id) &&
           sqlite_column_view(row, column + 1, arena, &out->record) &&
           sqlite_column_view(row, column + 3, arena, &out->label);
}

bool
sqlite_read_session(sqlite3_stmt *row, int column, struct arena *arena,
    struct store_session *out)
{
    out->method = sqlite3_column_int(row, column + 2);
    out->created_at = sqlite3_column_int64(row, column + 3);
    out->seen_at = sqlite3_column_int64(row, column + 4);
    out->expires_at = sqlite3_column_int64(row, column + 5);
    out->strong_at = sqlite3_column_int64(row, column + 6);
    return sqlite_column_copy(
               row, column, out->token_hash, sizeof(out->token_hash)) &&
           sqlite_column_copy(row, column + 1, out->user, sizeof(out->user)) &&
           sqlite_column_view(row, column + 7, arena, &out->user_agent);
}

enum store_status
sqlite_finish(sqlite3_stmt *statement, int code, bool read)
{
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (code == SQLITE_DONE)
        return STORE_NOT_FOUND;
    return code == SQLITE_ROW && read ? STORE_OK : STORE_FAILED;
}

enum store_status
sqlite_finish_list(sqlite3_stmt *statement, int code, size_t num, size_t max)
{
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return code == SQLITE_DONE || num == max ? STORE_OK : STORE_FAILED;
}

enum store_status
sqlite_find_user(struct store *store, struct passkey_bytes name,
    struct arena *arena, struct store_user *out)
{
    sqlite3_stmt *row = sqlite_reader_statement(store, QUERY_FIND_USER);
    int code;

    if (row == NULL)
        return STORE_FAILED;
    sqlite_bind_words(row, 1, name);
    code = sqlite3_step(row);
    return sqlite_finish(row, code, code == SQLITE_ROW && sqlite_read_user(row, arena, out));
}

enum store_status
sqlite_find_passkey(struct store *store, struct passkey_bytes id,
    struct arena *arena, struct store_passkey *passkey,
    struct store_user *owner)
{
    sqlite3_stmt *row = sqlite_reader_statement(store, QUERY_FIND_PASSKEY);
    int code;

    if (row == NULL)
        return STORE_FAILED;
    sqlite_bind_bytes(row, 1, id);
    code = sqlite3_step(row);
    return sqlite_finish(row, code,
        code == SQLITE_ROW && sqlite_read_user(row, arena, owner) &&
            read_passkey(row, 5, arena, passkey));
}

enum store_status
sqlite_sample_passkeys(struct store *store, struct arena *arena,
    struct store_sample *out, size_t max, size_t *num)
{
    sqlite3_stmt *row = sqlite_reader_statement(store, QUERY_SAMPLE_PASSKEYS);
    int code = SQLITE_ERROR;

    *num = 0;
    if (row == NULL)
        return STORE_FAILED;
    sqlite3_bind_int64(row, 1, (sqlite3_int64)max);
    while (*num < max && (code = sqlite3_step(row)) == SQLITE_ROW) {
        if (!sqlite_column_copy(
                row, 0, out[*num].user, sizeof(out[*num].user)) ||
            !sqlite_column_view(row, 1, arena, &out[*num].record))
            break;
        ++*num;
    }
    return sqlite_finish_list(row, code, *num, max);
}

/* Runs a query whose rows are passkeys; ?2 is `max`. */
static enum store_status
read_passkeys(sqlite3_stmt *row, struct passkey_bytes first,
    struct arena *arena, struct store_passkey *out, size_t max, size_t *num)
{
    int code = SQLITE_ERROR;

    *num = 0;
    if (row == NULL)
        return STORE_FAILED;
    sqlite_bind_bytes(row, 1, first);
    sqlite3_bind_int64(row, 2, (sqlite3_int64)max);
    while (*num < max && (code = sqlite3_step(row)) == SQLITE_ROW) {
        if (!read_passkey(row, 0, arena, &out[*num]))
            break;
        ++*num;
    }
    return sqlite_finish_list(row, code, *num, max);
}

enum store_status
sqlite_walk_passkeys(struct store *store, struct passkey_bytes after,
    struct arena *arena, struct store_passkey *out, size_t max, size_t *num)
{
    return read_passkeys(sqlite_reader_statement(store, QUERY_WALK_PASSKEYS),
        after, arena, out, max, num);
}

enum store_status
sqlite_list_passkeys(struct store *store,
    const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct store_passkey *out, size_t max, size_t *num)
{
    return read_passkeys(sqlite_reader_statement(store, QUERY_LIST_PASSKEYS),
        passkey_bytes_of(user, STORE_USER_HANDLE_LEN), arena, out, max, num);
}

enum store_status
sqlite_find_session(struct store *store,
    const uint8_t token_hash[STORE_TOKEN_HASH_LEN], struct arena *arena,
    struct store_session *session, struct store_user *user)
{
    sqlite3_stmt *row = sqlite_reader_statement(store, QUERY_FIND_SESSION);
    int code;

    if (row == NULL)
        return STORE_FAILED;
    sqlite_bind_bytes(
        row, 1, passkey_bytes_of(token_hash, STORE_TOKEN_HASH_LEN));
    code = sqlite3_step(row);
    return sqlite_finish(row, code,
        code == SQLITE_ROW && sqlite_read_user(row, arena, user) &&
            sqlite_read_session(row, 5, arena, session));
}
