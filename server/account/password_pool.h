/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The threads that hash passwords: as many as cores, with a short queue. More
 * would not be faster, and each needs 46 MiB. When the queue is full the
 * caller is told so at once, and answers 503.
 */
#ifndef ACCOUNT_PASSWORD_POOL_H
#define ACCOUNT_PASSWORD_POOL_H

#include "password.h"

/*
 * One piece of work. The caller keeps it alive until `done` was called, on a
 * thread of the pool; the password is wiped by the caller.
 */
struct password_job {
    struct passkey_bytes password;
    bool verify;                /* else: make a hash */
    struct passkey_bytes hash;  /* verify: the PHC string, or empty */
    bool succeeded;             /* verified, or hashed */
    bool make_new;              /* verify: also hash anew if outdated */
    char new_hash[PASSWORD_HASH_MAX_LEN]; /* "" if none was made */
    void (*done)(struct password_job *job);
    void *context;
    struct password_job *next; /* the pool's */
};

struct password_pool;

/* NULL if threads or memory cannot be had. */
struct password_pool *password_pool_new(unsigned num_threads);

/* Finishes the work that waits, then frees. NULL is allowed. */
void password_pool_free(struct password_pool *pool);

/* False: too much is waiting; `done` will not be called. */
PASSKEY_MUST_USE bool password_pool_add(
    struct password_pool *pool, struct password_job *job);

#endif
