/* SPDX-License-Identifier: Apache-2.0 */
/* What both ceremonies do with their state. */
#ifndef PK_CEREMONY_H
#define PK_CEREMONY_H

#include <passkey/ceremony.h>

/* SHA-256 of one view. */
PASSKEY_MUST_USE bool pk_sha256(const struct passkey_crypto *crypto,
    struct passkey_bytes bytes, uint8_t out[PASSKEY_SHA256_LEN]);

/*
 * Is this the kind of ceremony that was begun, and is it still alive?
 * Returns PASSKEY_OK, PASSKEY_ERR_CEREMONY_KIND_MISMATCH, _CEREMONY_EXPIRED.
 */
PASSKEY_MUST_USE enum passkey_error pk_ceremony_check(
    const struct passkey_ceremony *ceremony, enum passkey_ceremony_kind kind,
    int64_t now);

#endif
