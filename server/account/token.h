/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Short-lived tokens for the site's own code: JSON Web Tokens (RFC 7519),
 * signed with ES256. The signing keys are derived from the key ring, so they
 * rotate with it; all of them are published.
 */
#ifndef ACCOUNT_TOKEN_H
#define ACCOUNT_TOKEN_H

#include <passkey/es256.h>

#include "../../format/writer.h"
#include "../server.h"
#include "../store/store.h"

#define TOKEN_LIFE_S 300

/* Room for the longest token. */
#define TOKEN_MAX_LEN 1536

/* Writes header, claims and signature. False: no key. */
PASSKEY_MUST_USE bool token_write(const struct server *server,
    const struct store_user *user, int64_t now, struct pk_writer *out);

/* Writes the JSON Web Key Set (RFC 7517). False: no key. */
PASSKEY_MUST_USE bool token_write_keys(
    const struct server *server, struct pk_writer *out);

#endif
