/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The credential record (#credential-record): what a relying party stores of
 * a passkey, as a struct and as one versioned blob. Storing the blob whole
 * means that no flag can be forgotten.
 *
 * There is nothing secret in it.
 */
#ifndef PASSKEY_CREDENTIAL_H
#define PASSKEY_CREDENTIAL_H

#include <passkey/bytes.h>
#include <passkey/error.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PASSKEY_AAGUID_LEN 16

/* Attestation types (#sctn-attestation-types) */
enum passkey_attestation_type {
    PASSKEY_ATTESTATION_NONE = 0,
    PASSKEY_ATTESTATION_SELF,
    PASSKEY_ATTESTATION_BASIC,
    PASSKEY_ATTESTATION_ATTCA,
    PASSKEY_ATTESTATION_ANONCA
};

/* passkey_attestation_type_name: "none", "self", "basic", "attca", "anonca" */
PASSKEY_EXPORT const char *passkey_attestation_type_name(
    enum passkey_attestation_type type);

struct passkey_credential {
    struct passkey_bytes id;          /* 1 to 1023 bytes */
    struct passkey_bytes public_key;  /* the COSE_Key as it was sent */
    struct passkey_bytes user_handle; /* the owner: 1 to 64 bytes */
    int32_t algorithm;                /* COSE identifier */
    uint32_t sign_count;
    bool uv_initialized; /* user verification was done at least once */
    bool backup_eligible;
    bool backup_eligible_known; /* false: stored before the flag existed */
    bool backup_state;
    uint8_t aaguid[PASSKEY_AAGUID_LEN]; /* model of the authenticator */
    struct passkey_bytes transports;    /* "internal,hybrid"; may be empty */
    enum passkey_attestation_type attestation_type;
    /* Certificates prove the model; of fido-u2f the key, not the AAGUID. */
    bool attestation_trusted;
    struct passkey_bytes attestation_format; /* "none", "packed", ... */
    /* For a later re-check; empty if it was not kept. */
    struct passkey_bytes attestation_object;
    struct passkey_bytes client_data;
};

/*
 * passkey_credential_encode writes a record as one blob.
 *
 *   out      the lengths of all views plus 64 bytes are always enough
 *   out_len  bytes written
 *
 * Returns PASSKEY_OK or PASSKEY_ERR_NO_SPACE.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error passkey_credential_encode(
    const struct passkey_credential *credential, struct passkey_buffer out,
    size_t *out_len);

/*
 * passkey_credential_decode reads a blob of this or an older version. The
 * views of `out` point into `blob` and die with it; `out` is all zero unless
 * PASSKEY_OK is returned.
 *
 * Returns PASSKEY_OK or PASSKEY_ERR_CREDENTIAL_RECORD_MALFORMED.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error passkey_credential_decode(
    struct passkey_bytes blob, struct passkey_credential *out);

/*
 * passkey_credential_algorithm reads the algorithm out of a COSE_Key, for
 * records that another program stored: `public_key` and `algorithm` of a
 * record must agree.
 *
 * Returns PASSKEY_OK, PASSKEY_ERR_KEY_MALFORMED, PASSKEY_ERR_KEY_UNSUPPORTED.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error
passkey_credential_algorithm(
    struct passkey_bytes public_key, int32_t *algorithm);

#ifdef __cplusplus
}
#endif

#endif
