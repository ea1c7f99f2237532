/* SPDX-License-Identifier: Apache-2.0 */
/* The lists of the account page: passkeys, sessions, events. */
#ifndef PAGE_ACCOUNT_LIST_H
#define PAGE_ACCOUNT_LIST_H

#include "../account/passkeys.h"
#include "page_view.h"

#define ACCOUNT_SESSIONS_SHOWN 32
#define ACCOUNT_EVENTS_SHOWN   20

struct account_lists {
    const struct page *page;
    uint8_t token_hash[STORE_TOKEN_HASH_LEN]; /* of the session that looks */
    int64_t passkey_at; /* when it was begun or confirmed with one; 0: never */
    struct store_passkey passkeys[ACCOUNT_PASSKEYS_MAX];
    size_t num_passkeys;
    struct store_session sessions[ACCOUNT_SESSIONS_SHOWN];
    size_t num_sessions;
    struct store_event events[ACCOUNT_EVENTS_SHOWN];
    size_t num_events;
};

/* Reads the lists; false: the store failed. */
PASSKEY_MUST_USE bool account_find_lists(
    struct account_lists *lists, const uint8_t user[STORE_USER_HANDLE_LEN]);

/* Parts of the page; `context` is a struct account_lists. */
PASSKEY_MUST_USE bool account_write_passkeys(
    struct pk_writer *out, const void *context);
PASSKEY_MUST_USE bool account_write_sessions(
    struct pk_writer *out, const void *context);
PASSKEY_MUST_USE bool account_write_events(
    struct pk_writer *out, const void *context);

#endif
