/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Administration: for the site's own backend with an API key, and for the
 * command line through the local carrier. Nobody can read or set a secret
 * here: an administrator can only let somebody in by a one-time link.
 */
#ifndef API_ADMIN_H
#define API_ADMIN_H

#include "../http/exchange.h"
#include "../server.h"

/* GET /api/admin/users?after=NAME, GET /api/admin/users/:name */
void admin_users(struct server *server, struct http_exchange *exchange);
void admin_user(struct server *server, struct http_exchange *exchange);

/* GET /api/admin/passkeys/:name, GET /api/admin/sessions/:name */
void admin_passkeys(struct server *server, struct http_exchange *exchange);
void admin_sessions(struct server *server, struct http_exchange *exchange);

/* GET /api/admin/audit?before=NUMBER */
void admin_audit(struct server *server, struct http_exchange *exchange);

/* POST /api/admin/invite {"username"?}: a link to a new account */
void admin_invite(struct server *server, struct http_exchange *exchange);
/* POST /api/admin/add {"username", "displayName"?}: account and link */
void admin_add(struct server *server, struct http_exchange *exchange);
/* POST /api/admin/{recover,disable,enable,delete,logout} {"username"} */
void admin_recover(struct server *server, struct http_exchange *exchange);
void admin_disable(struct server *server, struct http_exchange *exchange);
void admin_enable(struct server *server, struct http_exchange *exchange);
void admin_delete(struct server *server, struct http_exchange *exchange);
void admin_logout(struct server *server, struct http_exchange *exchange);
/* POST /api/admin/remove-passkey {"username", "id"} */
void admin_remove_passkey(struct server *server, struct http_exchange *exchange);

/* POST /api/admin/backup {"file"}, POST /api/admin/check: local only */
void admin_backup(struct server *server, struct http_exchange *exchange);
void admin_check(struct server *server, struct http_exchange *exchange);

/* POST /api/admin/metadata {"file"}: local only */
void admin_import_metadata(
    struct server *server, struct http_exchange *exchange);
/* GET /api/admin/models/:aaguid */
void admin_show_model(struct server *server, struct http_exchange *exchange);

#endif
