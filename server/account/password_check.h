/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checking a password that somebody typed: throttled, at the same cost for
 * accounts that do not exist, counted where it is wrong. Used by the sign-in
 * form and where an account must be confirmed.
 */
#ifndef ACCOUNT_PASSWORD_CHECK_H
#define ACCOUNT_PASSWORD_CHECK_H

#include "../http/exchange.h"
#include "../server.h"
#include "password_pool.h"
#include "proof.h"
#include "user.h"

enum password_verdict {
    PASSWORD_CHECK_FAILED = 0, /* no memory, store or queue: 503 */
    PASSWORD_RIGHT,
    PASSWORD_WRONG, /* or no such account, or no password, or disabled */
    PASSWORD_WAIT   /* too many guesses; `wait_s` says how long */
};

/* Lives in the arena of its exchange. */
struct password_check {
    struct http_exchange *exchange;
    struct server *server;
    struct user_name name;
    enum password_verdict verdict;
    int64_t wait_s;
    struct store_user user;  /* PASSWORD_RIGHT only */
    struct store_ways ways;
    struct proof proof;      /* PROOF_NONE unless PASSWORD_RIGHT */
    /*
     * PASSWORD_RIGHT: what the check itself has to write is in here already.
     * Add to it, set its done and context, and hand it to the store.
     */
    struct store_write write;
    struct password_job job;
    void (*done)(struct password_check *check);
    void *context;
    bool known; /* the account exists */
};

/*
 * Begins a check; parks the exchange. `done` is called once, on any thread,
 * and must see to it that the exchange is resumed.
 */
void password_check_begin(struct server *server,
    struct http_exchange *exchange, const struct user_name *name,
    struct passkey_bytes password, void (*done)(struct password_check *check),
    void *context);

#endif
