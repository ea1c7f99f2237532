/* SPDX-License-Identifier: Apache-2.0 */
/* RP ID hash and flags; see flags.h. */
#include "flags.h"

#include "../format/reader.h"

enum passkey_error
pk_check_rp_id(const struct pk_auth_data *auth_data,
    const uint8_t expected[PASSKEY_SHA256_LEN])
{
    return pk_equal_secret(
               auth_data->rp_id_hash, expected, PASSKEY_SHA256_LEN)
               ? PASSKEY_OK
               : PASSKEY_ERR_RP_ID_MISMATCH;
}

/* Only a registration may happen without the user: conditional create. */
static bool
needs_presence(const struct passkey_ceremony *ceremony)
{
    return ceremony->kind != PASSKEY_CEREMONY_REGISTRATION ||
           !ceremony->conditional;
}

enum passkey_error
pk_check_flags(const struct pk_auth_data *auth_data,
    const struct passkey_ceremony *ceremony)
{
    uint8_t flags = auth_data->flags;

    if ((flags & PK_FLAG_UP) == 0 && needs_presence(ceremony))
        return PASSKEY_ERR_USER_NOT_PRESENT;
    if ((flags & PK_FLAG_UV) == 0 &&
        ceremony->user_verification == PASSKEY_REQUIRED)
        return PASSKEY_ERR_USER_NOT_VERIFIED;
    if ((flags & PK_FLAG_BE) == 0 && (flags & PK_FLAG_BS) != 0)
        return PASSKEY_ERR_BACKUP_STATE_IMPOSSIBLE;
    return PASSKEY_OK;
}
