/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Invented passkeys for names that do not exist, so that a stranger cannot
 * tell who has an account. They are derived from the name with a key that is
 * not in the database: asked again, the answer is the same.
 */
#ifndef ACCOUNT_DECOY_H
#define ACCOUNT_DECOY_H

#include <passkey/credential.h>
#include <passkey/options.h>

#include "../server.h"
#include "../store/store.h"
#include "decoy_shape.h"
#include "user.h"

/*
 * Fills a user handle and descriptors like those of the site's own accounts.
 * False: no memory.
 */
PASSKEY_MUST_USE bool decoy_passkeys(struct server *server, struct arena *arena,
    const struct user_name *name, uint8_t user[STORE_USER_HANDLE_LEN],
    struct passkey_descriptor out[DECOY_PASSKEYS_MAX], size_t *num);

/*
 * A record for a credential id that nobody registered, with a key that nobody
 * has: verifying against it fails at the same check, after the same work, as
 * it would for an account that exists. The views point to constants and to
 * the parameters.
 */
void decoy_credential(const struct server *server, struct passkey_bytes id,
    struct passkey_bytes user_handle, struct passkey_credential *out);

#endif
