/* SPDX-License-Identifier: Apache-2.0 */
/* The passkeys of an account, as options name them. */
#ifndef ACCOUNT_PASSKEYS_H
#define ACCOUNT_PASSKEYS_H

#include <passkey/options.h>

#include "../store/store.h"

/* So many passkeys one account may have; an exclude list holds them all. */
#define ACCOUNT_PASSKEYS_MAX STORE_PASSKEYS_MAX

/* False: the store failed, or a record cannot be read. */
PASSKEY_MUST_USE bool passkeys_describe(struct store *store,
    const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct passkey_descriptor out[ACCOUNT_PASSKEYS_MAX], size_t *num);

/* As many bytes of JSON are always enough for them. */
PASSKEY_MUST_USE size_t passkeys_json_len(
    const struct passkey_descriptor *passkeys, size_t num);

#endif
