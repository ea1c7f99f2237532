/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The audit log: one row for every acknowledged change of security, in the
 * transaction of the change. Rows are chained by hashes (store/schema).
 */
#ifndef ACCOUNT_AUDIT_H
#define ACCOUNT_AUDIT_H

#include "../store/store.h"

/* `event` is a constant: "sign_in.passkey". `user` may be NULL. */
void audit_add(struct store_write *write, const char *event,
    const uint8_t *user, int64_t at);

/* The same with a detail that must live as long as the write. */
void audit_add_detail(struct store_write *write, const char *event,
    const uint8_t *user, int64_t at, struct passkey_bytes detail);

#endif
