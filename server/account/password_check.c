/* SPDX-License-Identifier: Apache-2.0 */
/* Throttle, look up, hash, count; see password_check.h. */
#include "password_check.h"

#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "throttle.h"

static struct throttle_who
who_of(const struct password_check *check)
{
    struct throttle_who who;

    who.account = user_name_view(&check->name);
    who.peer = check->exchange->request.peer;
    return who;
}

static void
finish(struct password_check *check, enum password_verdict verdict)
{
    check->verdict = verdict;
    check->done(check);
}

static void
free_write(struct store_write *write)
{
    free(write);
}

/*
 * Writes a failure down. Nobody waits for it: for a name that does not exist
 * there is nothing to write, and the time of the answer must not tell.
 */
static void
count_failure(struct password_check *check)
{
    struct store_write *write = calloc(1, sizeof(*write));

    if (write == NULL)
        return;
    memcpy(store_change(write, STORE_COUNT_PASSWORD_FAILURE)->of.account.handle,
        check->user.handle, STORE_USER_HANDLE_LEN);
    audit_add(write, "sign_in.password_wrong", check->user.handle,
        check->exchange->request.now);
    write->done = free_write;
    store_write(check->server->store, write);
}

static void
answer_wrong(struct password_check *check)
{
    if (check->known)
        count_failure(check);
    finish(check, PASSWORD_WRONG);
}

/*
 * Comparing takes a while, in which the owner may set another password or add
 * a passkey: what is written then must not count.
 */
static void
still_the_same(struct password_check *check)
{
    struct store_change *change =
        store_change(&check->write, STORE_CHECK_PASSWORD);

    memcpy(
        change->of.password.user, check->user.handle, STORE_USER_HANDLE_LEN);
    change->of.password.hash = check->job.hash;
    change->of.password.has_passkeys = check->ways.num_passkeys > 0;
}

static void
answer_right(struct password_check *check)
{
    struct throttle_who who = who_of(check);
    int64_t now = check->exchange->request.now;
    struct store_change *change;
    const char *new_hash = check->job.new_hash;

    throttle_forgive(check->server->throttle, &who, now);
    check->proof = proof_by_password(true, &check->user, &check->ways, now);
    still_the_same(check);
    if (new_hash[0] != '\0') { /* made with older parameters */
        change = store_change(&check->write, STORE_SET_PASSWORD);
        memcpy(change->of.password.user, check->user.handle,
            STORE_USER_HANDLE_LEN);
        change->of.password.hash =
            passkey_bytes_of(new_hash, strlen(new_hash));
        change->of.password.at = now;
    } else {
        change = store_change(&check->write, STORE_CLEAR_PASSWORD_FAILURES);
        memcpy(change->of.account.handle, check->user.handle,
            STORE_USER_HANDLE_LEN);
    }
    finish(check, PASSWORD_RIGHT);
}

static void
on_hashed(struct password_job *job)
{
    struct password_check *check = job->context;

    if (job->succeeded && check->known && !check->user.disabled)
        answer_right(check);
    else
        answer_wrong(check);
}

/*
 * The hash to compare with: empty for an account that does not exist, has no
 * password, or whose password was disabled by too many wrong tries.
 */
static bool
find_hash(struct password_check *check, struct passkey_bytes *hash)
{
    struct store *store = check->server->store;
    struct arena *arena = check->exchange->arena;
    struct store_password password;
    enum store_status status;

    *hash = passkey_bytes_of(NULL, 0);
    status =
        store_find_user(store, user_name_view(&check->name), arena, &check->user);
    if (status == STORE_NOT_FOUND)
        return true;
    if (status != STORE_OK ||
        store_find_ways(store, check->user.handle, &check->ways) != STORE_OK)
        return false;
    check->known = true;
    status = store_find_password(store, check->user.handle, arena, &password);
    if (status == STORE_OK && password.failed < STORE_PASSWORD_FAILURES_MAX)
        *hash = password.hash;
    return status != STORE_FAILED;
}

void
password_check_begin(struct server *server, struct http_exchange *exchange,
    const struct user_name *name, struct passkey_bytes password,
    void (*done)(struct password_check *check), void *context)
{
    struct password_check *check = arena_take(exchange->arena, sizeof(*check));
    struct throttle_who who;

    if (check == NULL) {
        struct password_check none; /* zero: PASSWORD_CHECK_FAILED */

        memset(&none, 0, sizeof(none));
        none.exchange = exchange;
        none.context = context;
        http_park(exchange);
        done(&none);
        return;
    }
    check->exchange = exchange;
    check->server = server;
    check->name = *name;
    check->done = done;
    check->context = context;
    http_park(exchange);
    who = who_of(check);
    check->wait_s = throttle_wait(server->throttle, &who, exchange->request.now);
    if (check->wait_s > 0) {
        finish(check, PASSWORD_WAIT);
        return;
    }
    if (password.len > PASSWORD_MAX_LEN) { /* never hashed, so never right */
        finish(check, PASSWORD_WRONG);
        return;
    }
    throttle_count(server->throttle, &who, exchange->request.now);
    check->job.password = password;
    check->job.verify = check->job.make_new = true;
    check->job.done = on_hashed;
    check->job.context = check;
    if (!find_hash(check, &check->job.hash) ||
        !password_pool_add(server->passwords, &check->job))
        finish(check, PASSWORD_CHECK_FAILED);
}
