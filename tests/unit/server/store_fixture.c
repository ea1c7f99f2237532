/* SPDX-License-Identifier: Apache-2.0 */
#include "store_fixture.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "../../../server/store/sqlite.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static size_t waiting;

static void
on_done(struct store_write *write)
{
    (void)write;
    pthread_mutex_lock(&mutex);
    waiting--;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&mutex);
}

/* Hands all writes over at once and waits for their answers. */
void
store_commit_all(struct fixture *f, struct store_write *writes, size_t num)
{
    size_t i;

    waiting = num;
    for (i = 0; i < num; i++) {
        writes[i].done = on_done;
        store_write(f->store, &writes[i]);
    }
    pthread_mutex_lock(&mutex);
    while (waiting > 0)
        pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
}

enum store_status
store_commit(struct fixture *f, struct store_write *write)
{
    store_commit_all(f, write, 1);
    return write->status;
}

void
fixture_open(struct fixture *f)
{
    char problem[256] = "";

    f->store = store_sqlite_open(f->path, NULL, problem, sizeof(problem));
    if (f->store == NULL)
        fail_msg("%s", problem);
}

void
fixture_close(struct fixture *f)
{
    store_close(f->store);
    f->store = NULL;
}

int
fixture_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    assert_non_null(f);
    strcpy(f->folder, "/tmp/test_store_XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof(f->path), "%s/db", f->folder);
    f->arena = arena_new(1u << 20);
    assert_non_null(f->arena);
    f->now = (int64_t)time(NULL);
    fixture_open(f);
    *state = f;
    return 0;
}

int
fixture_teardown(void **state)
{
    static const char *const ends[] = {"", "-wal", "-shm", ".lock"};
    struct fixture *f = *state;
    char path[128];
    size_t i;

    store_close(f->store);
    for (i = 0; i < COUNT_OF(ends); i++) {
        snprintf(path, sizeof(path), "%s%s", f->path, ends[i]);
        (void)unlink(path);
    }
    (void)rmdir(f->folder);
    arena_free(f->arena);
    free(f);
    return 0;
}

void
add_spend(struct store_write *write, uint8_t id, int64_t expires_at)
{
    struct store_change *change = store_change(write, STORE_SPEND_CEREMONY);

    memset(change->of.ceremony.id, id, sizeof(change->of.ceremony.id));
    change->of.ceremony.expires_at = expires_at;
}

void
add_user(struct store_write *write, uint8_t handle, const char *name)
{
    struct store_user *user = &store_change(write, STORE_ADD_USER)->of.user;

    memset(user->handle, handle, sizeof(user->handle));
    user->name = view_text(name);
    user->display_name = view_text(name);
}

void
add_passkey(struct store_write *write, uint8_t user, const char *id,
    uint32_t sign_count)
{
    struct store_change *change = store_change(write, STORE_ADD_PASSKEY);

    memset(change->of.passkey.user, user, STORE_USER_HANDLE_LEN);
    change->of.passkey.passkey.id = view_text(id);
    change->of.passkey.passkey.record = view_text("record");
    change->of.passkey.passkey.sign_count = sign_count;
}

void
add_use(struct store_write *write, const char *id, uint32_t sign_count)
{
    struct store_change *change = store_change(write, STORE_USE_PASSKEY);

    change->of.passkey.passkey.id = view_text(id);
    change->of.passkey.passkey.record = view_text("newer record");
    change->of.passkey.passkey.sign_count = sign_count;
}

void
add_session(
    struct fixture *f, struct store_write *write, uint8_t token, uint8_t user)
{
    struct store_session *session =
        &store_change(write, STORE_ADD_SESSION)->of.session;

    memset(session->token_hash, token, sizeof(session->token_hash));
    memset(session->user, user, sizeof(session->user));
    session->method = 1;
    session->created_at = session->seen_at = session->strong_at = f->now;
    session->expires_at = f->now + 1000;
    session->user_agent = view_text("test");
}

void
add_audit(struct store_write *write, uint8_t user, const char *detail)
{
    struct store_change *change = store_change(write, STORE_ADD_AUDIT);

    change->of.audit.event = "test.event";
    change->of.audit.has_user = true;
    memset(change->of.audit.user, user, STORE_USER_HANDLE_LEN);
    change->of.audit.detail = view_text(detail);
    change->of.audit.at = 7;
}

void
sign_up(struct fixture *f, uint8_t number, const char *name, const char *id)
{
    struct store_write write = {0};

    add_spend(&write, number, f->now + 300);
    add_user(&write, number, name);
    add_passkey(&write, number, id, 5);
    add_audit(&write, number, name);
    assert_int_equal(store_commit(f, &write), STORE_OK);
}

enum store_status
has_user(struct fixture *f, const char *name)
{
    struct store_user user;

    return store_find_user(f->store, view_text(name), f->arena, &user);
}

enum store_status
has_session(struct fixture *f, uint8_t token, struct store_session *session)
{
    struct store_user user;
    uint8_t hash[STORE_TOKEN_HASH_LEN];

    memset(hash, token, sizeof(hash));
    return store_find_session(f->store, hash, f->arena, session, &user);
}

int64_t
count_rows(struct fixture *f, const char *query)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;
    int64_t count = -1;

    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, query, -1, &row, NULL), SQLITE_OK);
    if (sqlite3_step(row) == SQLITE_ROW)
        count = sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    sqlite3_close(db);
    return count;
}
