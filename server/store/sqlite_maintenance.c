/* SPDX-License-Identifier: Apache-2.0 */
/* Copying and checking the database while it is used. */
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sqlite_store.h"

/* Pages per step; between two steps the writer goes on. */
#define BACKUP_PAGES 256

/*
 * What is copied is the database of this moment. Without it SQLite begins the
 * copy anew after every commit of the writer, and never ends while people
 * sign in.
 */
static bool
hold_moment(sqlite3 *from)
{
    return sqlite3_exec(from, "BEGIN; SELECT count(*) FROM sqlite_schema", NULL,
               NULL, NULL) == SQLITE_OK;
}

static bool
copy_pages(sqlite3 *to, sqlite3 *from)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    int code;

    if (backup == NULL)
        return false;
    do {
        code = sqlite3_backup_step(backup, BACKUP_PAGES);
    } while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED);
    return sqlite3_backup_finish(backup) == SQLITE_OK && code == SQLITE_DONE;
}

/* An empty file of mode 0600 that was not there before. */
static bool
make_file(const char *path, char *problem, size_t problem_len)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (file >= 0) {
        close(file);
        return true;
    }
    snprintf(problem, problem_len, "%s is there already or cannot be made.",
        path);
    return false;
}

static bool
sync_file(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool done = file >= 0 && fsync(file) == 0;

    if (file >= 0)
        close(file);
    return done;
}

bool
sqlite_backup(
    struct store *store, const char *path, char *problem, size_t problem_len)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    sqlite3 *from = NULL, *to = NULL;
    bool done;

    if (!make_file(path, problem, problem_len))
        return false;
    done = sqlite3_open_v2(s->path, &from, SQLITE_OPEN_READONLY, NULL) ==
               SQLITE_OK &&
           sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE, NULL) ==
               SQLITE_OK &&
           hold_moment(from) && copy_pages(to, from);
    if (!done)
        snprintf(problem, problem_len, "The copy failed: %s.",
            to != NULL ? sqlite3_errmsg(to) : "out of memory");
    sqlite3_close(from);
    done = sqlite3_close(to) == SQLITE_OK && done && sync_file(path);
    if (!done)
        (void)unlink(path);
    return done;
}

/* The first row of a PRAGMA that says "ok", or nothing if all is well. */
static bool
pragma_says_ok(sqlite3 *db, const char *pragma, char *problem,
    size_t problem_len)
{
    sqlite3_stmt *row = NULL;
    const char *text = "ok";
    bool ok = sqlite3_prepare_v2(db, pragma, -1, &row, NULL) == SQLITE_OK;

    if (ok && sqlite3_step(row) == SQLITE_ROW)
        text = (const char *)sqlite3_column_text(row, 0);
    ok = ok && text != NULL && strcmp(text, "ok") == 0;
    if (!ok)
        snprintf(problem, problem_len, "%s: %s", pragma,
            text == NULL ? "no answer" : text);
    sqlite3_finalize(row);
    return ok;
}

/* Every row's hash is that of its content and the hash before. */
static bool
chain_holds(sqlite3 *db, char *problem, size_t problem_len)
{
    uint8_t hash[AUDIT_HASH_LEN] = {0}, expected[AUDIT_HASH_LEN];
    sqlite3_stmt *row = NULL;
    int64_t number = 0;
    bool holds = sqlite3_prepare_v2(db,
                     "SELECT number, at, event, user, detail, hash FROM audit"
                     " ORDER BY number",
                     -1, &row, NULL) == SQLITE_OK;

    while (holds && sqlite3_step(row) == SQLITE_ROW) {
        sqlite_hash_audit_row(row, hash, expected);
        number++;
        holds = sqlite3_column_int64(row, 0) == number &&
                sqlite_column_copy(row, 5, hash, sizeof(hash)) &&
                sodium_memcmp(hash, expected, sizeof(hash)) == 0;
    }
    sqlite3_finalize(row);
    if (!holds)
        snprintf(problem, problem_len,
            "Row %lld of the audit log was changed or is missing.",
            (long long)number);
    return holds;
}

bool
sqlite_check(struct store *store, char *problem, size_t problem_len)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    sqlite3 *db = NULL;
    bool ok;

    if (sqlite3_open_v2(s->path, &db, SQLITE_OPEN_READONLY, NULL) !=
        SQLITE_OK) {
        snprintf(problem, problem_len, "The database cannot be opened.");
        sqlite3_close(db);
        return false;
    }
    ok = pragma_says_ok(db, "PRAGMA integrity_check", problem, problem_len) &&
         pragma_says_ok(
             db, "PRAGMA foreign_key_check", problem, problem_len) &&
         chain_holds(db, problem, problem_len);
    sqlite3_close(db);
    return ok;
}
