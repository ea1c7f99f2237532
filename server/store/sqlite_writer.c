/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one thread that writes. It takes all writes that wait, gives each a
 * savepoint inside one transaction, commits once, and only then answers. A
 * single commit costs the disk's sync; sixty-four in one cost it once too.
 */
#include <time.h>

#include "../log.h"
#include "sqlite_store.h"

/* Writes in one transaction; more wait for the next. */
#define GROUP_MAX 256

void
sqlite_write(struct store *store, struct store_write *write)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    bool accepted;

    write->next = NULL;
    write->status = STORE_FAILED;
    pthread_mutex_lock(&s->mutex);
    accepted = !s->broken && !s->closing;
    if (accepted) {
        *s->last = write;
        s->last = &write->next;
        pthread_cond_signal(&s->changed);
    }
    pthread_mutex_unlock(&s->mutex);
    if (!accepted)
        write->done(write);
}

bool
sqlite_healthy(struct store *store)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    bool healthy;

    pthread_mutex_lock(&s->mutex);
    healthy = !s->broken;
    pthread_mutex_unlock(&s->mutex);
    return healthy;
}

/* Waits for work; NULL when the store is closing and nothing is left. */
static struct store_write *
take_group(struct sqlite_store *s)
{
    struct store_write *group, *write;
    unsigned num = 1;

    pthread_mutex_lock(&s->mutex);
    while (s->first == NULL && !s->closing)
        pthread_cond_wait(&s->changed, &s->mutex);
    group = s->first;
    for (write = group; write != NULL && write->next != NULL && num < GROUP_MAX;
         write = write->next)
        num++;
    if (write != NULL) {
        s->first = write->next;
        write->next = NULL;
    }
    if (s->first == NULL)
        s->last = &s->first;
    pthread_mutex_unlock(&s->mutex);
    return group;
}

static void
set_broken(struct sqlite_store *s, int code)
{
    log_detail(LOG_ERRORS, "store_broken", sqlite3_errstr(code));
    pthread_mutex_lock(&s->mutex);
    s->broken = true;
    pthread_mutex_unlock(&s->mutex);
}

/*
 * A full disk may get space again, a lock may be given back. Any other
 * failure means that what is on the disk is not known: a sync that failed
 * once must not be tried again as if nothing had happened.
 */
static void
note_failure(struct sqlite_store *s, int code)
{
    s->failure = code & 0xff;
    switch (s->failure) {
    case SQLITE_OK: /* a change that this engine does not know */
    case SQLITE_ROW:
    case SQLITE_DONE:
        s->failure = SQLITE_MISUSE;
        break;
    case SQLITE_FULL:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
    case SQLITE_CONSTRAINT:
        break;
    default:
        set_broken(s, s->failure);
    }
    log_detail(LOG_ERRORS, "store_write_failed", sqlite3_errstr(s->failure));
}

static bool
run(struct sqlite_store *s, enum sqlite_query query)
{
    int code = sqlite_run(sqlite_statement(&s->writer, query));

    if (code != SQLITE_OK)
        note_failure(s, code);
    return code == SQLITE_OK;
}

/* All changes of a write or none. */
static enum store_status
apply_write(struct sqlite_store *s, const struct store_write *write)
{
    struct audit_end before = s->audit;
    enum store_status status = STORE_OK;
    size_t i;

    if (!run(s, QUERY_SAVEPOINT))
        return STORE_FAILED;
    for (i = 0; status == STORE_OK && i < write->num_changes; i++)
        status = sqlite_apply(s, &write->changes[i]);
    /* A row that it refers to is gone: its own trouble, not the engine's. */
    if (status == STORE_FAILED &&
        sqlite3_errcode(s->writer.db) != SQLITE_CONSTRAINT) {
        note_failure(s, sqlite3_errcode(s->writer.db));
        return STORE_FAILED;
    }
    if (status != STORE_OK) {
        s->audit = before;
        if (!run(s, QUERY_ROLLBACK_TO))
            return STORE_FAILED;
    }
    return run(s, QUERY_RELEASE) ? status : STORE_FAILED;
}

/* What failed for a reason of its own has used up its ceremony all the same. */
static enum store_status
spend_after_failure(struct sqlite_store *s, const struct store_write *write)
{
    enum store_status status;
    size_t i;

    for (i = 0; i < write->num_changes; i++) {
        if (write->changes[i].kind != STORE_SPEND_CEREMONY)
            continue;
        status = sqlite_apply(s, &write->changes[i]);
        if (status == STORE_FAILED)
            note_failure(s, sqlite3_errcode(s->writer.db));
        if (status != STORE_OK)
            return status;
    }
    return write->status;
}

/*
 * Stops at the first write that the engine itself could not do: SQLite may
 * have ended the transaction then, and what came after would be committed
 * piece by piece.
 */
static bool
apply_group(struct sqlite_store *s, struct store_write *group)
{
    struct store_write *write;
    size_t num = 0;

    for (write = group; write != NULL; write = write->next) {
        write->status = apply_write(s, write);
        if (write->status != STORE_OK &&
            write->status != STORE_CEREMONY_SPENT && s->failure == SQLITE_OK)
            write->status = spend_after_failure(s, write);
        if (s->failure != SQLITE_OK)
            return false;
        num++;
    }
    if (!sqlite_purge(s, (int64_t)time(NULL), num))
        note_failure(s, sqlite3_errcode(s->writer.db));
    return s->failure == SQLITE_OK;
}

static bool
commit_group(struct sqlite_store *s, struct store_write *group)
{
    struct audit_end audit = s->audit;
    int64_t forgotten_until = s->forgotten_until;

    s->failure = SQLITE_OK;
    if (run(s, QUERY_BEGIN) && apply_group(s, group) && run(s, QUERY_COMMIT))
        return true;
    if (sqlite3_get_autocommit(s->writer.db) == 0)
        (void)run(s, QUERY_ROLLBACK);
    s->audit = audit;
    s->forgotten_until = forgotten_until;
    return false;
}

static void
write_group(struct sqlite_store *s, struct store_write *group)
{
    bool committed = sqlite_healthy(&s->store) && commit_group(s, group);
    struct store_write *write, *next;

    for (write = group; write != NULL; write = next) {
        next = write->next; /* `done` may free the write */
        if (!committed)
            write->status = STORE_FAILED;
        write->done(write);
    }
}

void *
sqlite_writer_main(void *store)
{
    struct sqlite_store *s = store;
    struct store_write *group;

    while ((group = take_group(s)) != NULL)
        write_group(s, group);
    return NULL;
}
