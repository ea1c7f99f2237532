/* SPDX-License-Identifier: Apache-2.0 */
/* The questions of store.h, handed to whichever engine is behind them. */
#include "store.h"

#include <string.h>

enum store_status
store_find_user(struct store *store, struct passkey_bytes name,
    struct arena *arena, struct store_user *out)
{
    return store->engine->find_user(store, name, arena, out);
}

enum store_status
store_find_passkey(struct store *store, struct passkey_bytes id,
    struct arena *arena, struct store_passkey *passkey,
    struct store_user *owner)
{
    return store->engine->find_passkey(store, id, arena, passkey, owner);
}

enum store_status
store_sample_passkeys(struct store *store, struct arena *arena,
    struct store_sample *out, size_t max, size_t *num)
{
    return store->engine->sample_passkeys(store, arena, out, max, num);
}

enum store_status
store_walk_passkeys(struct store *store, struct passkey_bytes after,
    struct arena *arena, struct store_passkey *out, size_t max, size_t *num)
{
    return store->engine->walk_passkeys(store, after, arena, out, max, num);
}

enum store_status
store_list_passkeys(struct store *store,
    const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct store_passkey *out, size_t max, size_t *num)
{
    return store->engine->list_passkeys(store, user, arena, out, max, num);
}

enum store_status
store_find_session(struct store *store,
    const uint8_t token_hash[STORE_TOKEN_HASH_LEN], struct arena *arena,
    struct store_session *session, struct store_user *user)
{
    return store->engine->find_session(store, token_hash, arena, session, user);
}

enum store_status
store_find_user_by_handle(struct store *store,
    const uint8_t handle[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct store_user *out)
{
    return store->engine->find_user_by_handle(store, handle, arena, out);
}

enum store_status
store_find_ways(struct store *store, const uint8_t user[STORE_USER_HANDLE_LEN],
    struct store_ways *out)
{
    return store->engine->find_ways(store, user, out);
}

enum store_status
store_find_password(struct store *store,
    const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct store_password *out)
{
    return store->engine->find_password(store, user, arena, out);
}

enum store_status
store_list_sessions(struct store *store,
    const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct store_session *out, size_t max, size_t *num)
{
    return store->engine->list_sessions(store, user, arena, out, max, num);
}

enum store_status
store_find_link(struct store *store,
    const uint8_t token_hash[STORE_TOKEN_HASH_LEN], struct arena *arena,
    struct store_link *out)
{
    return store->engine->find_link(store, token_hash, arena, out);
}

enum store_status
store_find_email(struct store *store, const uint8_t user[STORE_USER_HANDLE_LEN],
    struct arena *arena, struct store_email *out)
{
    return store->engine->find_email(store, user, arena, out);
}

enum store_status
store_find_user_by_email(struct store *store, struct passkey_bytes address,
    struct arena *arena, struct store_user *out)
{
    return store->engine->find_user_by_email(store, address, arena, out);
}

enum store_status
store_list_users(struct store *store, struct passkey_bytes after,
    struct arena *arena, struct store_user *out, size_t max, size_t *num)
{
    return store->engine->list_users(store, after, arena, out, max, num);
}

enum store_status
store_list_events(struct store *store, const uint8_t *user, int64_t before,
    struct arena *arena, struct store_event *out, size_t max, size_t *num)
{
    return store->engine->list_events(
        store, user, before, arena, out, max, num);
}

bool
store_backup(
    struct store *store, const char *path, char *problem, size_t problem_len)
{
    return store->engine->backup(store, path, problem, problem_len);
}

bool
store_check(struct store *store, char *problem, size_t problem_len)
{
    return store->engine->check(store, problem, problem_len);
}

void
store_write(struct store *store, struct store_write *write)
{
    store->engine->write(store, write);
}

struct store_change *
store_change(struct store_write *write, enum store_change_kind kind)
{
    struct store_change *change = &write->changes[write->num_changes++];

    memset(change, 0, sizeof(*change));
    change->kind = kind;
    return change;
}

bool
store_healthy(struct store *store)
{
    return store->engine->healthy(store);
}

void
store_close(struct store *store)
{
    if (store != NULL)
        store->engine->close(store);
}
