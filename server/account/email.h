/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is mailed to the owner of an account. An address counts for nothing
 * until it was confirmed, by a link that was opened in the browser that is
 * signed in. It never signs anybody in by itself: a link that it receives
 * leads back into the account once.
 */
#ifndef ACCOUNT_EMAIL_H
#define ACCOUNT_EMAIL_H

#include "../server.h"
#include "../store/store.h"

/* "Open this link to confirm …"; `token` as link_make wrote it. */
void email_send_confirmation(struct server *server,
    struct passkey_bytes address, const char *token);

/* "Open this link to get back into …" */
void email_send_recovery(
    struct server *server, struct passkey_bytes address, const char *token);

/*
 * Tells the owner that something about signing in was changed, if there is a
 * confirmed address. `event` is the audit log's. Does not wait.
 */
void email_send_notice(struct server *server, struct arena *arena,
    const struct store_user *user, const char *event);

#endif
