/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one thread that writes. It takes all writes that wait, gives each a
 * savepoint inside one transaction, commits once, and only then answers. A
 * single commit costs the disk's sync; sixty-four in one cost it once too.
 */
#include <time.h>

#include "sqlite_store.h"

/* Writes in one transaction; more wait for the next. */
#define GROUP_MAX 256

/* Seconds between two looks for rows that have expired. */
#define PURGE_EVERY_S 10

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
    for (write = group; write != NULL && write->next != NULL &&
                        num < GROUP_MAX;
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

static int
run(struct sqlite_store *s, enum sqlite_query query)
{
    return sqlite_run(sqlite_statement(&s->writer, query));
}

/* All changes of a write or none. */
static enum store_status
apply_write(struct sqlite_store *s, const struct store_write *write)
{
    struct audit_end before = s->audit;
    enum store_status status = STORE_OK;
    size_t i;

    if (run(s, QUERY_SAVEPOINT) != SQLITE_OK)
        return STORE_FAILED;
    for (i = 0; status == STORE_OK && i < write->num_changes; i++)
        status = sqlite_apply(s, &write->changes[i]);
    if (status != STORE_OK) {
        s->audit = before;
        if (run(s, QUERY_ROLLBACK_TO) != SQLITE_OK)
            return STORE_FAILED;
    }
    return run(s, QUERY_RELEASE) == SQLITE_OK ? status : STORE_FAILED;
}

/*
 * What failed for a reason of its own has used up its ceremony all the same.
 * If that cannot be written down, the write counts as failed.
 */
static enum store_status
spend_after_failure(struct sqlite_store *s, const struct store_write *write)
{
    size_t i;

    for (i = 0; i < write->num_changes; i++) {
        if (write->changes[i].kind == STORE_SPEND_CEREMONY &&
            sqlite_apply(s, &write->changes[i]) != STORE_OK)
            return STORE_FAILED;
    }
    return write->status;
}

static void
purge(struct sqlite_store *s)
{
    static const enum sqlite_query queries[] = { QUERY_PURGE_CEREMONIES,
        QUERY_PURGE_SESSIONS };
    int64_t now = (int64_t)time(NULL);
    size_t i;

    if (now >= s->purged_at && now < s->purged_at + PURGE_EVERY_S)
        return;
    s->purged_at = now;
    for (i = 0; i < sizeof(queries) / sizeof(queries[0]); i++) {
        sqlite3_stmt *statement = sqlite_statement(&s->writer, queries[i]);

        sqlite3_bind_int64(statement, 1, now);
        (void)sqlite_run(statement); /* next time, then */
    }
}

static void
set_broken(struct sqlite_store *s)
{
    pthread_mutex_lock(&s->mutex);
    s->broken = true;
    pthread_mutex_unlock(&s->mutex);
}

/*
 * A full disk may get space again. Any other failure to commit means that
 * what is on the disk is not known: a sync that failed once must not be
 * tried again as if nothing had happened.
 */
static bool
commit(struct sqlite_store *s)
{
    int code = run(s, QUERY_COMMIT);

    if (code == SQLITE_OK)
        return true;
    if ((code & 0xff) != SQLITE_FULL && (code & 0xff) != SQLITE_BUSY)
        set_broken(s);
    (void)run(s, QUERY_ROLLBACK);
    return false;
}

static void
write_group(struct sqlite_store *s, struct store_write *group)
{
    struct audit_end before = s->audit;
    struct store_write *write, *next;
    bool committed = false;

    if (run(s, QUERY_BEGIN) == SQLITE_OK) {
        for (write = group; write != NULL; write = write->next) {
            write->status = apply_write(s, write);
            if (write->status != STORE_OK &&
                write->status != STORE_CEREMONY_SPENT)
                write->status = spend_after_failure(s, write);
        }
        purge(s);
        committed = commit(s);
    }
    if (!committed)
        s->audit = before;
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
