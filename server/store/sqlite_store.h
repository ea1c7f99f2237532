/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the SQLite engine: a writer thread and many readers. */
#ifndef SQLITE_STORE_H
#define SQLITE_STORE_H

#include <pthread.h>

#include "sqlite_connection.h"

#define AUDIT_HASH_LEN 32

/* Where the chain of audit rows ends. */
struct audit_end {
    int64_t number;
    uint8_t hash[AUDIT_HASH_LEN];
};

struct sqlite_store {
    struct store store; /* first: the engine behind a struct store */
    char *path;
    int lock_file; /* held for as long as the process has the database */

    /* Of the writer thread alone. */
    struct sqlite_connection writer;
    struct audit_end audit;
    int64_t forgotten_until; /* ceremonies that expired by then are spent */
    int failure;             /* of the running transaction: SQLite's code */

    /* Between the threads, under `mutex`. */
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct store_write *first, **last; /* the queue */
    bool closing;
    bool broken; /* the disk failed: nothing is accepted any more */

    pthread_t thread;
    bool thread_runs;
    pthread_key_t reader; /* a struct sqlite_connection of each thread */
    bool reader_made;
};

/* sqlite_read.c */
enum store_status sqlite_find_user(struct store *store,
    struct passkey_bytes name, struct arena *arena, struct store_user *out);
enum store_status sqlite_find_passkey(struct store *store,
    struct passkey_bytes id, struct arena *arena, struct store_passkey *passkey,
    struct store_user *owner);
enum store_status sqlite_sample_passkeys(struct store *store,
    struct arena *arena, struct store_sample *out, size_t max, size_t *num);
enum store_status sqlite_walk_passkeys(struct store *store,
    struct passkey_bytes after, struct arena *arena, struct store_passkey *out,
    size_t max, size_t *num);
enum store_status sqlite_list_passkeys(struct store *store,
    const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct store_passkey *out, size_t max, size_t *num);
enum store_status sqlite_find_session(struct store *store,
    const uint8_t token_hash[STORE_TOKEN_HASH_LEN], struct arena *arena,
    struct store_session *session, struct store_user *user);
void sqlite_reader_close(void *reader);
/* The statement of this thread's reader; NULL if it cannot be made. */
sqlite3_stmt *sqlite_reader_statement(
    struct store *store, enum sqlite_query query);
/* Columns 0 to 4 of the queries that give an account. */
PASSKEY_MUST_USE bool sqlite_read_user(
    sqlite3_stmt *row, struct arena *arena, struct store_user *out);
/* Eight columns from `column` on. */
PASSKEY_MUST_USE bool sqlite_read_session(sqlite3_stmt *row, int column,
    struct arena *arena, struct store_session *out);
/* Ends a query for at most one row: `code` is of its step. */
enum store_status sqlite_finish(sqlite3_stmt *statement, int code, bool read);
/* Ends a query for `num` of at most `max` rows. */
enum store_status sqlite_finish_list(
    sqlite3_stmt *statement, int code, size_t num, size_t max);

/* sqlite_account_read.c */
enum store_status sqlite_find_user_by_handle(struct store *store,
    const uint8_t handle[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct store_user *out);
enum store_status sqlite_find_ways(struct store *store,
    const uint8_t user[STORE_USER_HANDLE_LEN], struct store_ways *out);
enum store_status sqlite_find_password(struct store *store,
    const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct store_password *out);
enum store_status sqlite_list_sessions(struct store *store,
    const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct store_session *out, size_t max, size_t *num);
enum store_status sqlite_find_link(struct store *store,
    const uint8_t token_hash[STORE_TOKEN_HASH_LEN], struct arena *arena,
    struct store_link *out);
enum store_status sqlite_find_email(struct store *store,
    const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct store_email *out);
enum store_status sqlite_find_user_by_email(struct store *store,
    struct passkey_bytes address, struct arena *arena, struct store_user *out);
enum store_status sqlite_list_users(struct store *store,
    struct passkey_bytes after, struct arena *arena, struct store_user *out,
    size_t max, size_t *num);
enum store_status sqlite_list_events(struct store *store, const uint8_t *user,
    int64_t before, struct arena *arena, struct store_event *out, size_t max,
    size_t *num);

/* sqlite_change.c: applies one change inside the open transaction. */
enum store_status sqlite_apply(
    struct sqlite_store *s, const struct store_change *change);
/* sqlite_account.c: the changes of an account's own things. */
enum store_status sqlite_apply_account(
    struct sqlite_store *s, const struct store_change *change);
/* What a result code means; `if_taken` is for a constraint. */
enum store_status sqlite_status_of(int code, enum store_status if_taken);
/* Reads where the audit chain ends. */
PASSKEY_MUST_USE bool sqlite_load_audit_end(struct sqlite_store *s);

/* The hash of an audit row: columns number, at, event, user, detail. */
void sqlite_hash_audit_row(sqlite3_stmt *statement,
    const uint8_t before[AUDIT_HASH_LEN], uint8_t after[AUDIT_HASH_LEN]);

/* sqlite_maintenance.c */
PASSKEY_MUST_USE bool sqlite_backup(
    struct store *store, const char *path, char *problem, size_t problem_len);
PASSKEY_MUST_USE bool sqlite_check(
    struct store *store, char *problem, size_t problem_len);

/* sqlite_purge.c: forgets what has expired, a little with each group. */
PASSKEY_MUST_USE bool sqlite_purge(
    struct sqlite_store *s, int64_t now, size_t num_writes);
PASSKEY_MUST_USE bool sqlite_load_forgotten(struct sqlite_store *s);
/* Before the writer thread runs: as if no ceremony had been forgotten. */
PASSKEY_MUST_USE bool sqlite_forget_nothing(struct sqlite_store *s);

/* sqlite_writer.c */
void sqlite_write(struct store *store, struct store_write *write);
void *sqlite_writer_main(void *store);
bool sqlite_healthy(struct store *store);

#endif
