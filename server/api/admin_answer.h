/* SPDX-License-Identifier: Apache-2.0 */
/* What the administration's handlers share. */
#ifndef API_ADMIN_ANSWER_H
#define API_ADMIN_ANSWER_H

#include "../http/exchange.h"
#include "../server.h"
#include "../store/store.h"

/* The account that a name means. False: the exchange is answered. */
PASSKEY_MUST_USE bool admin_find_user(struct server *server,
    struct http_exchange *exchange, struct passkey_bytes name,
    struct store_user *out);

/* The account in the last segment of the path. */
PASSKEY_MUST_USE bool admin_find_path_user(struct server *server,
    struct http_exchange *exchange, struct store_user *out);

/* The last segment of the path. */
struct passkey_bytes admin_last_segment(const struct http_exchange *exchange);

/* False: it did not come from this machine, and is answered. */
PASSKEY_MUST_USE bool admin_require_local(struct http_exchange *exchange);

/* A member of an answer; `name` is all in front of the value. */
void admin_write_number(
    struct pk_writer *out, const char *name, int64_t number);
void admin_write_flag(struct pk_writer *out, const char *name, bool flag);

#endif
