/* SPDX-License-Identifier: Apache-2.0 */
/* Opening and closing the SQLite store: lock, schema, threads. */
#include "sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "schema.h" /* schema_texts, made by the build from schema/ */
#include "sqlite_store.h"

#define PATH_MAX_LEN 1024

static void sqlite_close(struct store *store);

static const struct store_engine sqlite_engine = {
    .find_user = sqlite_find_user,
    .find_passkey = sqlite_find_passkey,
    .sample_passkeys = sqlite_sample_passkeys,
    .walk_passkeys = sqlite_walk_passkeys,
    .list_passkeys = sqlite_list_passkeys,
    .find_session = sqlite_find_session,
    .find_user_by_handle = sqlite_find_user_by_handle,
    .find_ways = sqlite_find_ways,
    .find_password = sqlite_find_password,
    .list_sessions = sqlite_list_sessions,
    .find_link = sqlite_find_link,
    .find_email = sqlite_find_email,
    .find_user_by_email = sqlite_find_user_by_email,
    .list_users = sqlite_list_users,
    .list_events = sqlite_list_events,
    .backup = sqlite_backup,
    .check = sqlite_check,
    .write = sqlite_write,
    .healthy = sqlite_healthy,
    .close = sqlite_close,
};

/* Where to put a sentence about what went wrong. */
struct problem {
    char *text;
    size_t len;
};

/*
 * One process per file: with two, each would believe its own memory of what
 * is spent and who may write.
 */
static bool
take_lock(struct sqlite_store *s, struct problem *problem)
{
    char path[PATH_MAX_LEN];

    if ((size_t)snprintf(path, sizeof(path), "%s.lock", s->path) >=
        sizeof(path)) {
        snprintf(problem->text, problem->len, "the path is too long");
        errno = EACCES;
        return false;
    }
    s->lock_file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (s->lock_file < 0) {
        snprintf(problem->text, problem->len, "cannot open %s: %s", path,
            strerror(errno)); /* NOLINT(concurrency-mt-unsafe): one thread yet */
        errno = EACCES;
        return false;
    }
    if (flock(s->lock_file, LOCK_EX | LOCK_NB) != 0) {
        snprintf(problem->text, problem->len,
            "another passkeyd has %s open; stop it first, or use another file",
            s->path);
        errno = EBUSY;
        return false;
    }
    return true;
}

static int64_t
schema_version(sqlite3 *db)
{
    sqlite3_stmt *row = NULL;
    int64_t version = -1;

    if (sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &row, NULL) ==
            SQLITE_OK &&
        sqlite3_step(row) == SQLITE_ROW)
        version = sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    return version;
}

/* One step up, with its number, or nothing. */
static bool
migrate_to(sqlite3 *db, int64_t version)
{
    char set_version[64];

    snprintf(set_version, sizeof(set_version), "PRAGMA user_version = %lld",
        (long long)version);
    if (sqlite3_exec(db, "BEGIN EXCLUSIVE", NULL, NULL, NULL) != SQLITE_OK)
        return false;
    if (sqlite3_exec(db, schema_texts[version - 1], NULL, NULL, NULL) ==
            SQLITE_OK &&
        sqlite3_exec(db, set_version, NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK)
        return true;
    /* A rollback that is not needed would hide the reason. */
    if (sqlite3_get_autocommit(db) == 0)
        (void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

static bool
migrate(struct sqlite_store *s, struct problem *problem)
{
    int64_t newest = 0, version = schema_version(s->writer.db);

    while (schema_texts[newest] != NULL)
        newest++;
    if (version < 0 || version > newest) {
        snprintf(problem->text, problem->len,
            version < 0 ? "%s is not a database that can be read"
                        : "%s was made by a newer passkeyd; use that one",
            s->path);
        return false;
    }
    while (version < newest) {
        if (!migrate_to(s->writer.db, ++version)) {
            snprintf(problem->text, problem->len,
                "cannot bring %s to schema version %lld: %s", s->path,
                (long long)version, sqlite3_errmsg(s->writer.db));
            return false;
        }
    }
    return true;
}

/* So much a clock may go back and only some minutes are lost. */
#define CLOCK_BACK_S 3600

static bool
mend_clock(struct sqlite_store *s, const struct sqlite_clock *clock,
    struct problem *problem)
{
    if (clock == NULL || s->forgotten_until <= clock->now + CLOCK_BACK_S)
        return true;
    if (clock->renew(clock->context) && sqlite_forget_nothing(s))
        return true;
    snprintf(problem->text, problem->len,
        "the clock was set back since %s was used, and new keys for ceremonies "
        "cannot be made",
        s->path);
    return false;
}

static bool
open_database(struct sqlite_store *s, const struct sqlite_clock *clock,
    struct problem *problem)
{
    int code = sqlite_connection_open(&s->writer, s->path, true);

    if (code != SQLITE_OK) {
        snprintf(problem->text, problem->len, "cannot open %s: %s", s->path,
            s->writer.db == NULL ? sqlite3_errstr(code)
                                 : sqlite3_errmsg(s->writer.db));
        errno = code == SQLITE_CANTOPEN || code == SQLITE_READONLY ? EACCES
                                                                   : EIO;
        return false;
    }
    if (migrate(s, problem)) {
        if (!sqlite_load_audit_end(s) || !sqlite_load_forgotten(s))
            snprintf(problem->text, problem->len, "%s is damaged: %s", s->path,
                sqlite3_errmsg(s->writer.db));
        else if (mend_clock(s, clock, problem))
            return true;
    }
    errno = EIO;
    return false;
}

static bool
start_threads(struct sqlite_store *s, struct problem *problem)
{
    s->last = &s->first;
    s->reader_made = pthread_key_create(&s->reader, sqlite_reader_close) == 0;
    if (s->reader_made && pthread_mutex_init(&s->mutex, NULL) == 0 &&
        pthread_cond_init(&s->changed, NULL) == 0 &&
        pthread_create(&s->thread, NULL, sqlite_writer_main, s) == 0) {
        s->thread_runs = true;
        return true;
    }
    snprintf(problem->text, problem->len, "cannot start the writer thread");
    errno = ENOMEM;
    return false;
}

/* Frees whatever was made so far. */
static void
dispose(struct sqlite_store *s)
{
    if (s->reader_made) {
        sqlite_reader_close(pthread_getspecific(s->reader));
        pthread_key_delete(s->reader);
    }
    sqlite_connection_close(&s->writer);
    if (s->lock_file >= 0)
        close(s->lock_file);
    free(s->path);
    free(s);
}

static void
sqlite_close(struct store *store)
{
    struct sqlite_store *s = (struct sqlite_store *)store;

    pthread_mutex_lock(&s->mutex);
    s->closing = true;
    pthread_cond_signal(&s->changed);
    pthread_mutex_unlock(&s->mutex);
    if (s->thread_runs)
        pthread_join(s->thread, NULL);
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->mutex);
    dispose(s);
}

struct store *
store_sqlite_open(const char *path, const struct sqlite_clock *clock,
    char *problem_text, size_t problem_len)
{
    struct problem problem = {problem_text, problem_len};
    struct sqlite_store *s = calloc(1, sizeof(*s));
    int fault;

    snprintf(problem.text, problem.len, "out of memory");
    errno = ENOMEM;
    if (s == NULL)
        return NULL;
    s->store.engine = &sqlite_engine;
    s->lock_file = -1;
    s->path = strdup(path);
    if (s->path == NULL || !take_lock(s, &problem) ||
        !open_database(s, clock, &problem) || !start_threads(s, &problem)) {
        fault = errno;
        dispose(s);
        errno = fault;
        return NULL;
    }
    return &s->store;
}
