/* SPDX-License-Identifier: Apache-2.0 */
/* All SQL of the running server, and the handling of statements. */
#include "sqlite_connection.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* A reader waits this long for a checkpoint to get out of its way. */
#define BUSY_MS 5000

static const char *const texts[NUM_QUERIES] = {
    [QUERY_FIND_USER] =
        "SELECT handle, name, display_name, created_at, disabled_at"
        " FROM users WHERE name = ?1",
    [QUERY_FIND_PASSKEY] =
        "SELECT u.handle, u.name, u.display_name, u.created_at, u.disabled_at,"
        " p.id, p.record, p.sign_count, p.label, p.created_at, p.used_at"
        " FROM passkeys p JOIN users u ON u.handle = p.user WHERE p.id = ?1",
    [QUERY_SAMPLE_PASSKEYS] =
        "SELECT user, record FROM passkeys ORDER BY user LIMIT ?1",
    [QUERY_WALK_PASSKEYS] =
        "SELECT id, record, sign_count, label, created_at, used_at"
        " FROM passkeys WHERE id > ?1 ORDER BY id LIMIT ?2",
    [QUERY_LIST_PASSKEYS] =
        "SELECT id, record, sign_count, label, created_at, used_at"
        " FROM passkeys WHERE user = ?1 ORDER BY created_at, id LIMIT ?2",
    [QUERY_FIND_SESSION] =
        "SELECT u.handle, u.name, u.display_name, u.created_at, u.disabled_at,"
        " s.token_hash, s.user, s.method, s.created_at, s.seen_at,"
        " s.expires_at, s.strong_at, s.user_agent"
        " FROM sessions s JOIN users u ON u.handle = s.user"
        " WHERE s.token_hash = ?1",
    [QUERY_BEGIN] = "BEGIN IMMEDIATE",
    [QUERY_COMMIT] = "COMMIT",
    [QUERY_ROLLBACK] = "ROLLBACK",
    [QUERY_SAVEPOINT] = "SAVEPOINT write",
    [QUERY_RELEASE] = "RELEASE write",
    [QUERY_ROLLBACK_TO] = "ROLLBACK TO write",
    [QUERY_SPEND_CEREMONY] =
        "INSERT INTO spent_ceremonies (expires_at, id) VALUES (?2, ?1)",
    [QUERY_ADD_USER] =
        "INSERT INTO users (handle, name, display_name, created_at)"
        " VALUES (?1, ?2, ?3, ?4)",
    [QUERY_ADD_PASSKEY] =
        "INSERT INTO passkeys (id, user, record, sign_count, label,"
        " created_at, used_at) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7"
        " WHERE (SELECT count(*) FROM passkeys WHERE user = ?2) < ?8",
    /* Synced passkeys keep 0; any other counter must not go back. */
    [QUERY_USE_PASSKEY] =
        "UPDATE passkeys SET record = ?2, sign_count = ?3, used_at = ?4"
        " WHERE id = ?1 AND (sign_count < ?3 OR (sign_count = 0 AND ?3 = 0))",
    [QUERY_ADD_SESSION] =
        "INSERT INTO sessions (token_hash, user, method, created_at, seen_at,"
        " expires_at, strong_at, user_agent)"
        " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE EXISTS"
        " (SELECT 1 FROM users WHERE handle = ?2 AND disabled_at IS NULL)",
    [QUERY_CHECK_PASSWORD] =
        "SELECT 1 FROM passwords WHERE user = ?1 AND hash = ?2"
        " AND EXISTS (SELECT 1 FROM passkeys WHERE user = ?1) = ?3",
    [QUERY_CHECK_SESSION] = "SELECT 1 FROM sessions WHERE token_hash = ?1",
    [QUERY_SEE_SESSION] =
        "UPDATE sessions SET seen_at = max(seen_at, ?2) WHERE token_hash = ?1",
    [QUERY_END_SESSION] = "DELETE FROM sessions WHERE token_hash = ?1",
    [QUERY_ADD_AUDIT] =
        "INSERT INTO audit (number, at, event, user, detail, hash)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [QUERY_LAST_AUDIT] =
        "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1",
    [QUERY_OLDEST_CEREMONIES] =
        "SELECT max(expires_at) FROM (SELECT expires_at FROM spent_ceremonies"
        " WHERE expires_at < ?1 ORDER BY expires_at LIMIT ?2)",
    [QUERY_FORGET_CEREMONIES] =
        "DELETE FROM spent_ceremonies WHERE expires_at <= ?1",
    [QUERY_FORGOTTEN_UNTIL] = "SELECT until FROM forgotten_ceremonies",
    [QUERY_SET_FORGOTTEN_UNTIL] = "UPDATE forgotten_ceremonies SET until = ?1",
    [QUERY_PURGE_SESSIONS] =
        "DELETE FROM sessions WHERE token_hash IN (SELECT token_hash FROM"
        " sessions WHERE expires_at < ?1 LIMIT ?2)",
    [QUERY_FIND_USER_BY_HANDLE] =
        "SELECT handle, name, display_name, created_at, disabled_at"
        " FROM users WHERE handle = ?1",
    [QUERY_FIND_WAYS] =
        "SELECT (SELECT count(*) FROM passkeys WHERE user = ?1),"
        " (SELECT count(*) FROM passwords WHERE user = ?1),"
        " (SELECT count(*) FROM recovery_codes"
        " WHERE user = ?1 AND used_at IS NULL)",
    [QUERY_FIND_PASSWORD] =
        "SELECT hash, changed_at, failed FROM passwords WHERE user = ?1",
    [QUERY_LIST_SESSIONS] =
        "SELECT token_hash, user, method, created_at, seen_at, expires_at,"
        " strong_at, user_agent FROM sessions WHERE user = ?1"
        " ORDER BY seen_at DESC, token_hash LIMIT ?2",
    [QUERY_FIND_LINK] =
        "SELECT kind, user, name, browser, made_at, expires_at FROM links"
        " WHERE token_hash = ?1",
    [QUERY_FIND_EMAIL] = "SELECT address, verified_at FROM emails"
                         " WHERE user = ?1",
    [QUERY_FIND_USER_BY_EMAIL] =
        "SELECT u.handle, u.name, u.display_name, u.created_at, u.disabled_at"
        " FROM emails e JOIN users u ON u.handle = e.user"
        " WHERE e.folded = lower(?1) AND e.verified_at IS NOT NULL",
    [QUERY_LIST_USERS] =
        "SELECT handle, name, display_name, created_at, disabled_at"
        " FROM users WHERE name > ?1 ORDER BY name LIMIT ?2",
    [QUERY_LIST_EVENTS] =
        "SELECT number, at, event, detail, user FROM audit"
        " WHERE number < ?2 ORDER BY number DESC LIMIT ?3",
    [QUERY_LIST_EVENTS_OF_USER] =
        "SELECT number, at, event, detail, user FROM audit"
        " WHERE user = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3",
    [QUERY_SET_PASSWORD] =
        "INSERT INTO passwords (user, hash, changed_at, failed)"
        " VALUES (?1, ?2, ?3, 0) ON CONFLICT (user) DO UPDATE SET"
        " hash = excluded.hash, changed_at = excluded.changed_at, failed = 0",
    /* Not the last way in: a passkey and a way to recover must be left. */
    [QUERY_REMOVE_PASSWORD] =
        "DELETE FROM passwords WHERE user = ?1"
        " AND EXISTS (SELECT 1 FROM passkeys WHERE user = ?1)"
        " AND EXISTS (SELECT 1 FROM recovery_codes"
        " WHERE user = ?1 AND used_at IS NULL)",
    [QUERY_COUNT_PASSWORD_FAILURE] =
        "UPDATE passwords SET failed = failed + 1 WHERE user = ?1",
    [QUERY_CLEAR_PASSWORD_FAILURES] =
        "UPDATE passwords SET failed = 0 WHERE user = ?1",
    [QUERY_FORGET_CODES] = "DELETE FROM recovery_codes WHERE user = ?1",
    [QUERY_ADD_CODE] = "INSERT INTO recovery_codes (user, hash, made_at)"
                       " VALUES (?1, ?2, ?3)",
    [QUERY_USE_CODE] = "UPDATE recovery_codes SET used_at = ?3"
                       " WHERE user = ?1 AND hash = ?2 AND used_at IS NULL",
    [QUERY_RENAME_PASSKEY] =
        "UPDATE passkeys SET label = ?3 WHERE user = ?1 AND id = ?2",
    [QUERY_REMOVE_PASSKEY] =
        "DELETE FROM passkeys WHERE user = ?1 AND id = ?2 AND"
        " (EXISTS (SELECT 1 FROM passwords WHERE user = ?1) OR"
        " EXISTS (SELECT 1 FROM passkeys WHERE user = ?1 AND id <> ?2))",
    [QUERY_HAS_PASSKEY] = "SELECT 1 FROM passkeys WHERE user = ?1 AND id = ?2",
    [QUERY_HAS_PASSWORD] = "SELECT 1 FROM passwords WHERE user = ?1",
    [QUERY_END_OTHER_SESSIONS] =
        "DELETE FROM sessions WHERE user = ?1 AND token_hash <> ?2",
    [QUERY_END_OWN_SESSION] =
        "DELETE FROM sessions WHERE user = ?1 AND substr(token_hash, 1, 8) = ?2",
    [QUERY_STRENGTHEN_SESSION] =
        "UPDATE sessions SET strong_at = ?2, token_hash = ?3"
        " WHERE token_hash = ?1",
    [QUERY_SET_DISABLED] =
        "UPDATE users SET disabled_at = ?2 WHERE handle = ?1",
    [QUERY_FORGET_LINKS_OF_USER] = "DELETE FROM links WHERE user = ?1",
    [QUERY_FORGET_RECOVERY_LINKS] =
        "DELETE FROM links WHERE user = ?1 AND kind = 2",
    [QUERY_REMOVE_USER] = "DELETE FROM users WHERE handle = ?1",
    [QUERY_ADD_LINK] =
        "INSERT INTO links (token_hash, kind, user, name, made_at, expires_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [QUERY_BIND_LINK] = "UPDATE links SET browser = ?2 WHERE token_hash = ?1"
                        " AND (browser IS NULL OR browser = ?2)",
    [QUERY_SET_EMAIL] =
        "INSERT INTO emails (user, address, folded) VALUES (?1, ?2, lower(?2))"
        " ON CONFLICT (user) DO UPDATE SET address = excluded.address,"
        " folded = excluded.folded, verified_at = NULL",
    [QUERY_VERIFY_EMAIL] = "UPDATE emails SET verified_at = ?3"
                           " WHERE user = ?1 AND address = ?2",
    [QUERY_REMOVE_EMAIL] = "DELETE FROM emails WHERE user = ?1",
    [QUERY_USE_LINK] = "DELETE FROM links WHERE token_hash = ?1"
                       " AND browser = ?2 AND expires_at > ?3",
};

/*
 * FULL: a commit is on the disk when it returns. Only the writer checkpoints:
 * two connections that do can damage the file (SQLite before 3.51.3); it does
 * so every 32 MiB, because a checkpoint writes each page once however often it
 * changed. What a savepoint may have to undo is kept in memory.
 */
static const char writer_settings[] = "PRAGMA journal_mode = WAL;"
                                      "PRAGMA synchronous = FULL;"
                                      "PRAGMA foreign_keys = ON;"
                                      "PRAGMA temp_store = MEMORY;"
                                      "PRAGMA wal_autocheckpoint = 8000;";
static const char reader_settings[] = "PRAGMA query_only = ON;"
                                      "PRAGMA wal_autocheckpoint = 0;";

/*
 * SQLite makes files readable for all; what it makes beside an existing file
 * gets that one's mode.
 */
static bool
make_private(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    return fd >= 0 && close(fd) == 0;
}

int
sqlite_connection_open(
    struct sqlite_connection *connection, const char *path, bool writer)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
                (writer ? SQLITE_OPEN_CREATE : 0);
    int code;

    memset(connection, 0, sizeof(*connection));
    if (writer && !make_private(path))
        return SQLITE_CANTOPEN;
    code = sqlite3_open_v2(path, &connection->db, flags, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_busy_timeout(connection->db, BUSY_MS);
    if (code == SQLITE_OK)
        code = sqlite3_exec(connection->db,
            writer ? writer_settings : reader_settings, NULL, NULL, NULL);
    return code;
}

void
sqlite_connection_close(struct sqlite_connection *connection)
{
    size_t i;

    for (i = 0; i < NUM_QUERIES; i++)
        sqlite3_finalize(connection->statements[i]);
    sqlite3_close(connection->db);
    memset(connection, 0, sizeof(*connection));
}

sqlite3_stmt *
sqlite_statement(struct sqlite_connection *connection, enum sqlite_query query)
{
    sqlite3_stmt **statement = &connection->statements[query];

    if (*statement == NULL &&
        sqlite3_prepare_v3(connection->db, texts[query], -1,
            SQLITE_PREPARE_PERSISTENT, statement, NULL) != SQLITE_OK)
        return NULL;
    return *statement;
}

int
sqlite_run(sqlite3_stmt *statement)
{
    int code;

    if (statement == NULL)
        return SQLITE_ERROR;
    code = sqlite3_step(statement);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return code == SQLITE_DONE || code == SQLITE_ROW ? SQLITE_OK : code;
}

void
sqlite_bind_bytes(
    sqlite3_stmt *statement, int parameter, struct passkey_bytes bytes)
{
    sqlite3_bind_blob64(statement, parameter,
        bytes.len > 0 ? (const void *)bytes.data : "", bytes.len,
        SQLITE_STATIC);
}

void
sqlite_bind_words(
    sqlite3_stmt *statement, int parameter, struct passkey_bytes text)
{
    sqlite3_bind_text64(statement, parameter,
        text.len > 0 ? (const char *)text.data : "", text.len, SQLITE_STATIC,
        SQLITE_UTF8);
}

bool
sqlite_column_view(sqlite3_stmt *statement, int column, struct arena *arena,
    struct passkey_bytes *out)
{
    const void *data = sqlite3_column_blob(statement, column);
    size_t len = (size_t)sqlite3_column_bytes(statement, column);

    *out = arena_copy(arena, passkey_bytes_of(data, len));
    return out->data != NULL;
}

bool
sqlite_column_copy(
    sqlite3_stmt *statement, int column, uint8_t *out, size_t len)
{
    const void *data = sqlite3_column_blob(statement, column);

    if ((size_t)sqlite3_column_bytes(statement, column) != len || data == NULL)
        return false;
    memcpy(out, data, len);
    return true;
}
