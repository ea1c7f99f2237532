/* SPDX-License-Identifier: Apache-2.0 */
/* The file of the SQLite store: opening it, its rows, who may read it. */
#include "store_fixture.h"

#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../../../server/store/sqlite.h"

#define WRITES_MAX 100

/* Every row's hash is over the row and the hash before. */
static void
audit_rows_are_a_chain(void **state)
{
    struct fixture *f = *state;
    uint8_t hash[crypto_hash_sha256_BYTES] = {0};
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;
    int i;

    sign_up(f, 1, "alice", "id-1");
    sign_up(f, 2, "bob", "id-2");
    fixture_close(f);
    fixture_open(f); /* the chain goes on */
    sign_up(f, 3, "carol", "id-3");
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(db,
            "SELECT user, event, detail, hash FROM audit ORDER BY number", -1,
            &row, NULL),
        SQLITE_OK);
    for (i = 1; i <= 3; i++) {
        uint8_t fixed[17] = {0};
        crypto_hash_sha256_state sha;

        assert_int_equal(sqlite3_step(row), SQLITE_ROW);
        fixed[7] = (uint8_t)i;
        fixed[15] = 7;
        fixed[16] = 1;
        crypto_hash_sha256_init(&sha);
        crypto_hash_sha256_update(&sha, hash, sizeof(hash));
        crypto_hash_sha256_update(&sha, fixed, sizeof(fixed));
        crypto_hash_sha256_update(&sha, sqlite3_column_blob(row, 0), 32);
        crypto_hash_sha256_update(&sha, sqlite3_column_text(row, 1),
            (size_t)sqlite3_column_bytes(row, 1) + 1);
        crypto_hash_sha256_update(&sha, sqlite3_column_text(row, 2),
            (size_t)sqlite3_column_bytes(row, 2));
        crypto_hash_sha256_final(&sha, hash);
        assert_memory_equal(sqlite3_column_blob(row, 3), hash, sizeof(hash));
    }
    assert_int_equal(sqlite3_step(row), SQLITE_DONE);
    sqlite3_finalize(row);
    sqlite3_close(db);
}

static void
N2_second_store_on_the_file_is_refused(void **state)
{
    struct fixture *f = *state;
    char problem[256] = "";

    assert_null(store_sqlite_open(f->path, NULL, problem, sizeof(problem)));
    assert_int_equal(errno, EBUSY);
    assert_non_null(strstr(problem, "another passkeyd"));
    assert_null(store_sqlite_open("/nowhere/x.db", NULL, problem, sizeof(problem)));
    assert_int_equal(errno, EACCES);
}

static void
O4_newer_schema_is_refused(void **state)
{
    struct fixture *f = *state;
    char problem[256] = "";
    sqlite3 *db = NULL;

    fixture_close(f);
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "PRAGMA user_version = 9999", NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    assert_null(store_sqlite_open(f->path, NULL, problem, sizeof(problem)));
    assert_int_equal(errno, EIO);
    assert_non_null(strstr(problem, "newer"));
}

static void
foreign_file_is_refused(void **state)
{
    struct fixture *f = *state;
    char problem[256] = "";
    FILE *file;

    fixture_close(f);
    file = fopen(f->path, "wb");
    assert_non_null(file);
    assert_true(fputs("this is a letter to my aunt, not a database", file) > 0);
    assert_int_equal(fclose(file), 0);
    assert_null(store_sqlite_open(f->path, NULL, problem, sizeof(problem)));
    assert_int_equal(errno, EIO);
    assert_int_not_equal(problem[0], '\0');
}

static void
files_are_the_owners_alone(void **state)
{
    static const char *const ends[] = {"", "-wal", "-shm", ".lock"};
    struct fixture *f = *state;
    char path[128];
    struct stat status;
    size_t i;

    sign_up(f, 1, "alice", "id-1");
    for (i = 0; i < COUNT_OF(ends); i++) {
        snprintf(path, sizeof(path), "%s%s", f->path, ends[i]);
        assert_int_equal(stat(path, &status), 0);
        assert_int_equal(status.st_mode & 077, 0);
    }
}

static void
account_is_there_after_reopening(void **state)
{
    struct fixture *f = *state;
    struct store_passkey passkey;
    struct store_user owner;

    sign_up(f, 1, "alice", "id-1");
    fixture_close(f);
    fixture_open(f);
    assert_int_equal(has_user(f, "alice"), STORE_OK);
    assert_int_equal(has_user(f, "bob"), STORE_NOT_FOUND);
    assert_int_equal(store_find_passkey(f->store, view_text("id-1"), f->arena,
                         &passkey, &owner),
        STORE_OK);
    assert_int_equal(passkey.sign_count, 5);
    assert_memory_equal(owner.name.data, "alice", 5);
}

static void
forgetting_keeps_up_with_writing(void **state)
{
    struct fixture *f = *state;
    struct store_write *writes = calloc(WRITES_MAX, sizeof(*writes));
    sqlite3 *db = NULL;
    size_t i;

    /* A thousand that expired while nobody wrote. */
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db,
            "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n"
            " WHERE i < 1000) INSERT INTO spent_ceremonies"
            " SELECT i, randomblob(16) FROM n",
            NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    assert_non_null(writes);
    for (i = 0; i < WRITES_MAX; i++) {
        add_spend(&writes[i], (uint8_t)i, f->now + 300);
        assert_int_equal(store_commit(f, &writes[i]), STORE_OK);
    }
    free(writes);
    assert_int_equal(
        count_rows(f, "SELECT count(*) FROM spent_ceremonies"), WRITES_MAX);
}

static atomic_bool stop;

/* Commits one row after the other, for ten seconds at most. */
static void *
write_on_and_on(void *context)
{
    struct fixture *f = context;
    time_t end = time(NULL) + 10;

    while (!atomic_load(&stop) && time(NULL) < end) {
        struct store_write write = {0};

        add_audit(&write, 1, "one more");
        (void)store_commit(f, &write);
    }
    return NULL;
}

/* So that the copy is made in several steps. */
static void
fill(struct fixture *f)
{
    static char text[30000];
    int i;

    memset(text, 'x', sizeof(text) - 1);
    for (i = 0; i < 1500; i++) {
        struct store_write write = {0};

        add_audit(&write, 1, text);
        assert_int_equal(store_commit(f, &write), STORE_OK);
    }
}

static void
a_backup_ends_while_the_store_is_written_to(void **state)
{
    struct fixture *f = *state;
    char path[128], problem[256] = "";
    struct stat status;
    pthread_t writer;
    time_t begin;

    sign_up(f, 1, "alice", "id-1");
    fill(f);
    (void)snprintf(path, sizeof(path), "%s/copy.db", f->folder);
    atomic_store(&stop, false);
    assert_int_equal(pthread_create(&writer, NULL, write_on_and_on, f), 0);
    begin = time(NULL);
    assert_true(store_backup(f->store, path, problem, sizeof(problem)));
    assert_true(time(NULL) - begin < 5);
    atomic_store(&stop, true);
    pthread_join(writer, NULL);
    assert_int_equal(stat(path, &status), 0);
    assert_true(status.st_size > 40000000);
    assert_int_equal(unlink(path), 0);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST_WITH_STORE(audit_rows_are_a_chain),
        TEST_WITH_STORE(a_backup_ends_while_the_store_is_written_to),
        TEST_WITH_STORE(N2_second_store_on_the_file_is_refused),
        TEST_WITH_STORE(O4_newer_schema_is_refused),
        TEST_WITH_STORE(foreign_file_is_refused),
        TEST_WITH_STORE(files_are_the_owners_alone),
        TEST_WITH_STORE(account_is_there_after_reopening),
        TEST_WITH_STORE(forgetting_keeps_up_with_writing),
    };

    return cmocka_run_group_tests_name("store file", tests, NULL, NULL);
}
