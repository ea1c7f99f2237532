/* SPDX-License-Identifier: Apache-2.0 */
/* See passkeys.h. */
#include "passkeys.h"

#include "../../format/base64url.h"

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

/* {"type":"public-key","id":"…","transports":["…","…"]}, */
size_t
passkeys_json_len(const struct passkey_descriptor *passkeys, size_t num)
{
    size_t i, len = 0;

    for (i = 0; i < num; i++)
        len += 64 + PK_BASE64URL_TEXT_LEN(passkeys[i].id.len) +
               3 * passkeys[i].transports.len;
    return len;
}
