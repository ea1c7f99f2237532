/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Authenticator data (#sctn-authenticator-data):
 *
 *   rpIdHash 32 | flags 1 | signCount 4 | attested data, if AT | extensions,
 *                                                                 if ED
 *   attested data: aaguid 16 | length 2 | credential id | COSE_Key
 *
 * Takes the bytes apart; decides nothing.
 */
#ifndef PK_AUTH_DATA_H
#define PK_AUTH_DATA_H

#include <passkey/algorithm.h>
#include <passkey/credential.h>
#include <passkey/error.h>

#define PK_FLAG_UP 0x01u /* user present */
#define PK_FLAG_UV 0x04u /* user verified */
#define PK_FLAG_BE 0x08u /* backup eligible */
#define PK_FLAG_BS 0x10u /* backed up */
#define PK_FLAG_AT 0x40u /* attested credential data follow */
#define PK_FLAG_ED 0x80u /* extension data follow */

struct pk_auth_data {
    uint8_t rp_id_hash[PASSKEY_SHA256_LEN];
    uint8_t flags;
    uint32_t sign_count;
    /* With AT only */
    uint8_t aaguid[PASSKEY_AAGUID_LEN];
    struct passkey_bytes credential_id;
    struct passkey_bytes public_key; /* one CBOR map */
    /* With ED only: one CBOR map with text keys */
    struct passkey_bytes extensions;
};

/*
 * Takes all of `bytes` apart; the views of `out` point into them.
 * Returns PASSKEY_OK, PASSKEY_ERR_AUTH_DATA_SHORT, _AUTH_DATA_EXTRA,
 * _KEY_MALFORMED, _EXTENSIONS_MALFORMED.
 */
PASSKEY_MUST_USE enum passkey_error pk_auth_data_parse(
    struct passkey_bytes bytes, struct pk_auth_data *out);

#endif
