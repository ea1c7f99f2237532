/* SPDX-License-Identifier: Apache-2.0 */
/* See passkeys.h. */
#include "passkeys.h"

bool
passkeys_describe(struct store *store,
    const uint8_t user[STORE_USER_HANDLE_LEN], struct arena *arena,
    struct passkey_descriptor out[ACCOUNT_PASSKEYS_MAX], size_t *num)
{
    struct store_passkey passkeys[ACCOUNT_PASSKEYS_MAX];
    struct passkey_credential credential;
    size_t i;

    if (store_list_passkeys(store, user, arena, passkeys, ACCOUNT_PASSKEYS_MAX,
            num) != STORE_OK)
        return false;
    for (i = 0; i < *num; i++) {
        if (passkey_credential_decode(passkeys[i].record, &credential) !=
            PASSKEY_OK)
            return false;
        out[i].id = credential.id;
        out[i].transports = credential.transports;
    }
    return true;
}
