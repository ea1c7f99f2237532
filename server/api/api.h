/* SPDX-License-Identifier: Apache-2.0 */
/* The handlers of the JSON interface; http/routes.c says where they answer. */
#ifndef API_API_H
#define API_API_H

#include "../http/exchange.h"
#include "../server.h"

/* POST /api/auth/register/options and …/verify */
void api_register_options(
    struct server *server, struct http_exchange *exchange);
void api_register_verify(struct server *server, struct http_exchange *exchange);

/* POST /api/auth/login/options and …/verify */
void api_login_options(struct server *server, struct http_exchange *exchange);
void api_login_verify(struct server *server, struct http_exchange *exchange);

/* POST /api/auth/confirm/options and …/verify */
void api_confirm_options(struct server *server, struct http_exchange *exchange);
void api_confirm_verify(struct server *server, struct http_exchange *exchange);

/* GET /api/auth/session, POST /api/auth/logout */
void api_session(struct server *server, struct http_exchange *exchange);
void api_logout(struct server *server, struct http_exchange *exchange);

/* GET /api/account/passkeys, PATCH and DELETE …/:id */
void api_passkeys(struct server *server, struct http_exchange *exchange);
void api_passkey_rename(struct server *server, struct http_exchange *exchange);
void api_passkey_delete(struct server *server, struct http_exchange *exchange);

/* GET /api/account/signals */
void api_signals(struct server *server, struct http_exchange *exchange);

/*
 * POST /api/auth/token: a short-lived signed token for the site's own code;
 * GET /.well-known/jwks.json: the keys that it is checked with.
 */
void api_token(struct server *server, struct http_exchange *exchange);
void api_jwks(struct server *server, struct http_exchange *exchange);

/* GET /healthz */
void api_health(struct server *server, struct http_exchange *exchange);

#endif
