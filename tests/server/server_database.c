/* SPDX-License-Identifier: Apache-2.0 */
#include "server_database.h"

#include "blob.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
insist(bool done, sqlite3 *db, const char *sql)
{
    if (!done) {
        fprintf(stderr, "%s: %s\n", sqlite3_errmsg(db), sql);
        abort();
    }
}

/* It never makes a checkpoint: the server alone may. */
static sqlite3 *
open_database(const struct server_process *server)
{
    sqlite3 *db = NULL;
    char path[256];

    (void)snprintf(path, sizeof(path), "%s/passkeyd.db", server->state_dir);
    insist(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK,
        db, path);
    sqlite3_busy_timeout(db, 10000);
    sqlite3_wal_autocheckpoint(db, 0);
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    return db;
}

static void
add_column(FILE *text, sqlite3_stmt *row, int column)
{
    const unsigned char *bytes = sqlite3_column_blob(row, column);
    int len = sqlite3_column_bytes(row, column);
    int i;

    if (len == 0)
        return; /* the empty text has no address */
    if (sqlite3_column_type(row, column) != SQLITE_BLOB) {
        (void)fwrite(bytes, 1, (size_t)len, text);
        return;
    }
    for (i = 0; i < len; i++)
        (void)fprintf(text, "%02x", bytes[i]);
}

const char *
database_text(const struct server_process *server, const char *query)
{
    sqlite3 *db = open_database(server);
    sqlite3_stmt *row = NULL;
    char *all = NULL;
    size_t len = 0;
    FILE *text = open_memstream(&all, &len);
    const char *copy;
    int code, i;

    insist(text != NULL &&
               sqlite3_prepare_v2(db, query, -1, &row, NULL) == SQLITE_OK,
        db, query);
    while ((code = sqlite3_step(row)) == SQLITE_ROW) {
        for (i = 0; i < sqlite3_column_count(row); i++) {
            if (i > 0)
                (void)fputc('|', text);
            add_column(text, row, i);
        }
        (void)fputc('\n', text);
    }
    insist(code == SQLITE_DONE && fclose(text) == 0, db, query);
    sqlite3_finalize(row);
    sqlite3_close(db);
    copy = (const char *)blob_copy(all, len + 1).data;
    free(all);
    return copy;
}

int64_t
database_number(const struct server_process *server, const char *query)
{
    return strtoll(database_text(server, query), NULL, 10);
}

int
database_change(const struct server_process *server, const char *sql)
{
    sqlite3 *db = open_database(server);
    int changes;

    insist(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, db, sql);
    changes = sqlite3_changes(db);
    sqlite3_close(db);
    return changes;
}
