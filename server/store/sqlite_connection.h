/* SPDX-License-Identifier: Apache-2.0 */
/* One connection to the SQLite file and its prepared statements. */
#ifndef SQLITE_CONNECTION_H
#define SQLITE_CONNECTION_H

#include <sqlite3.h>

#include "store.h"

/* Every SQL text that runs after the start; see sqlite_connection.c. */
enum sqlite_query {
    QUERY_FIND_USER,
    QUERY_FIND_PASSKEY,
    QUERY_SAMPLE_PASSKEYS,
    QUERY_WALK_PASSKEYS,
    QUERY_LIST_PASSKEYS,
    QUERY_FIND_SESSION,
    QUERY_BEGIN,
    QUERY_COMMIT,
    QUERY_ROLLBACK,
    QUERY_SAVEPOINT,
    QUERY_RELEASE,
    QUERY_ROLLBACK_TO,
    QUERY_SPEND_CEREMONY,
    QUERY_ADD_USER,
    QUERY_ADD_PASSKEY,
    QUERY_USE_PASSKEY,
    QUERY_ADD_SESSION,
    QUERY_CHECK_PASSWORD,
    QUERY_CHECK_SESSION,
    QUERY_SEE_SESSION,
    QUERY_END_SESSION,
    QUERY_ADD_AUDIT,
    QUERY_LAST_AUDIT,
    QUERY_OLDEST_CEREMONIES,
    QUERY_FORGET_CEREMONIES,
    QUERY_FORGOTTEN_UNTIL,
    QUERY_SET_FORGOTTEN_UNTIL,
    QUERY_PURGE_SESSIONS,
    QUERY_FIND_USER_BY_HANDLE,
    QUERY_FIND_WAYS,
    QUERY_FIND_PASSWORD,
    QUERY_LIST_SESSIONS,
    QUERY_FIND_LINK,
    QUERY_FIND_EMAIL,
    QUERY_FIND_USER_BY_EMAIL,
    QUERY_LIST_USERS,
    QUERY_LIST_EVENTS,
    QUERY_LIST_EVENTS_OF_USER,
    QUERY_SET_PASSWORD,
    QUERY_REMOVE_PASSWORD,
    QUERY_COUNT_PASSWORD_FAILURE,
    QUERY_CLEAR_PASSWORD_FAILURES,
    QUERY_FORGET_CODES,
    QUERY_ADD_CODE,
    QUERY_USE_CODE,
    QUERY_RENAME_PASSKEY,
    QUERY_REMOVE_PASSKEY,
    QUERY_HAS_PASSKEY,
    QUERY_HAS_PASSWORD,
    QUERY_END_OTHER_SESSIONS,
    QUERY_END_OWN_SESSION,
    QUERY_STRENGTHEN_SESSION,
    QUERY_SET_DISABLED,
    QUERY_FORGET_LINKS_OF_USER,
    QUERY_FORGET_RECOVERY_LINKS,
    QUERY_REMOVE_USER,
    QUERY_ADD_LINK,
    QUERY_BIND_LINK,
    QUERY_USE_LINK,
    QUERY_SET_EMAIL,
    QUERY_VERIFY_EMAIL,
    QUERY_REMOVE_EMAIL,
    NUM_QUERIES
};

struct sqlite_connection {
    sqlite3 *db;
    sqlite3_stmt *statements[NUM_QUERIES];
};

/* Opens a connection with our settings. Returns an SQLite result code. */
int sqlite_connection_open(
    struct sqlite_connection *connection, const char *path, bool writer);
void sqlite_connection_close(struct sqlite_connection *connection);

/* The statement, ready for its parameters; NULL if it cannot be made. */
sqlite3_stmt *sqlite_statement(
    struct sqlite_connection *connection, enum sqlite_query query);

/* Runs a statement that gives no rows, and makes it ready again. */
int sqlite_run(sqlite3_stmt *statement);

/* Parameters are numbered from 1, columns from 0. */
void sqlite_bind_bytes(
    sqlite3_stmt *statement, int parameter, struct passkey_bytes bytes);
void sqlite_bind_words(
    sqlite3_stmt *statement, int parameter, struct passkey_bytes text);

/* Copies a column into the arena. False: no room. */
PASSKEY_MUST_USE bool sqlite_column_view(sqlite3_stmt *statement, int column,
    struct arena *arena, struct passkey_bytes *out);

/* Copies a column of exactly `len` bytes. False: it has another length. */
PASSKEY_MUST_USE bool sqlite_column_copy(
    sqlite3_stmt *statement, int column, uint8_t *out, size_t len);

#endif
