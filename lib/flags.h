/* SPDX-License-Identifier: Apache-2.0 */
/* The checks of authenticator data that both ceremonies share. */
#ifndef PK_FLAGS_H
#define PK_FLAGS_H

#include "auth_data.h"

#include <passkey/ceremony.h>
#include <passkey/error.h>

/* #rpidhash: the hash must be `expected`. */
PASSKEY_MUST_USE enum passkey_error pk_check_rp_id(
    const struct pk_auth_data *auth_data,
    const uint8_t expected[PASSKEY_SHA256_LEN]);

/*
 * User presence (unless `conditional`), user verification where the ceremony
 * requires it, and no backup state without eligibility, in this order.
 */
PASSKEY_MUST_USE enum passkey_error pk_check_flags(
    const struct pk_auth_data *auth_data,
    const struct passkey_ceremony *ceremony);

#endif
