/* SPDX-License-Identifier: Apache-2.0 */
/* The files under /.well-known/; 404 where nothing is configured. */
#ifndef API_WELL_KNOWN_H
#define API_WELL_KNOWN_H

#include "../http/exchange.h"
#include "../server.h"

/* Related origins (#sctn-related-origins) */
void well_known_webauthn(struct server *server, struct http_exchange *exchange);
/* Where passkeys are made and managed (W3C passkey-endpoints) */
void well_known_passkey_endpoints(
    struct server *server, struct http_exchange *exchange);
/* Where a password is changed (W3C change-password-url) */
void well_known_change_password(
    struct server *server, struct http_exchange *exchange);
/* Digital Asset Links of Android apps */
void well_known_assetlinks(
    struct server *server, struct http_exchange *exchange);
/* Associated domains of Apple apps */
void well_known_apple(struct server *server, struct http_exchange *exchange);

#endif
