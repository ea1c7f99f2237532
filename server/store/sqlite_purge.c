/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forgetting what has expired. Each group of writes pays for a little more
 * than it added, so the tables stay as large as what is alive.
 *
 * A spent ceremony whose row is gone must stay spent, also when the clock is
 * set back: so the newest expiry that was ever deleted is remembered, and
 * everything up to it counts as spent (sqlite_change.c).
 */
#include "sqlite_store.h"

/* A row outlives its ceremony by as long as a commit may be late. */
#define FORGET_AFTER_S 60

/* Rows that go beyond two for each write, to catch up after a rest. */
#define EXTRA_ROWS 16

bool
sqlite_load_forgotten(struct sqlite_store *s)
{
    sqlite3_stmt *row = sqlite_statement(&s->writer, QUERY_FORGOTTEN_UNTIL);
    bool loaded = row != NULL && sqlite3_step(row) == SQLITE_ROW;

    if (loaded)
        s->forgotten_until = sqlite3_column_int64(row, 0);
    sqlite3_reset(row);
    return loaded;
}

/* The expiry up to which rows can go now; false: there are none. */
static bool
find_oldest(struct sqlite_store *s, int64_t now, int64_t limit, int64_t *until)
{
    sqlite3_stmt *row = sqlite_statement(&s->writer, QUERY_OLDEST_CEREMONIES);
    bool found;

    sqlite3_bind_int64(row, 1, now - FORGET_AFTER_S);
    sqlite3_bind_int64(row, 2, limit);
    found = row != NULL && sqlite3_step(row) == SQLITE_ROW &&
            sqlite3_column_type(row, 0) == SQLITE_INTEGER;
    if (found)
        *until = sqlite3_column_int64(row, 0);
    sqlite3_reset(row);
    return found;
}

static bool
run_until(struct sqlite_store *s, enum sqlite_query query, int64_t until)
{
    sqlite3_stmt *statement = sqlite_statement(&s->writer, query);

    sqlite3_bind_int64(statement, 1, until);
    return sqlite_run(statement) == SQLITE_OK;
}

bool
sqlite_forget_nothing(struct sqlite_store *s)
{
    if (!run_until(s, QUERY_SET_FORGOTTEN_UNTIL, 0))
        return false;
    s->forgotten_until = 0;
    return true;
}

static bool
forget_ceremonies(struct sqlite_store *s, int64_t now, int64_t limit)
{
    int64_t until;

    if (!find_oldest(s, now, limit, &until))
        return true;
    if (until > s->forgotten_until) {
        if (!run_until(s, QUERY_SET_FORGOTTEN_UNTIL, until))
            return false;
        s->forgotten_until = until;
    }
    return run_until(s, QUERY_FORGET_CEREMONIES, until);
}

bool
sqlite_purge(struct sqlite_store *s, int64_t now, size_t num_writes)
{
    int64_t limit = 2 * (int64_t)num_writes + EXTRA_ROWS;
    sqlite3_stmt *sessions = sqlite_statement(&s->writer, QUERY_PURGE_SESSIONS);

    sqlite3_bind_int64(sessions, 1, now);
    sqlite3_bind_int64(sessions, 2, limit);
    return sqlite_run(sessions) == SQLITE_OK &&
           forget_ceremonies(s, now, limit);
}
