/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attestation statements (#sctn-defined-attestation-formats): one file per
 * format, a constant table of them, and the assessment of trust that is the
 * same for all.
 */
#ifndef PK_ATTESTATION_H
#define PK_ATTESTATION_H

#include <passkey/ceremony.h>
#include <passkey/credential.h>
#include <passkey/crypto.h>
#include <passkey/policy.h>

#include "../auth_data.h"
#include "../trust/path.h"

/* What a format's verification procedure is given. */
struct pk_statement {
    struct passkey_bytes format;    /* fmt */
    struct passkey_bytes statement; /* attStmt, one CBOR item */
    struct passkey_bytes auth_data; /* as it was signed */
    const uint8_t *client_data_hash; /* SHA-256 */
    const struct pk_auth_data *parsed;
    const struct passkey_algorithm *algorithm; /* of the credential key */
    const struct passkey_public_key *key;      /* the credential key */
    enum passkey_conveyance conveyance;
    const struct passkey_policy *policy;
    const struct passkey_crypto *crypto;
    int64_t now;
    struct passkey_buffer scratch; /* see passkey/registration.h */
};

/* What it found out. */
struct pk_attested {
    enum passkey_attestation_type type;
    struct pk_trust_path path; /* BASIC, ATTCA and ANONCA only */
    bool assessed;             /* trust was decided by the format itself */
    bool trusted;              /* by pk_attestation_assess, as the next */
    bool model_known;
    bool signs_no_aaguid;      /* fido-u2f: the AAGUID proves nothing */
    uint32_t tolerated;        /* PASSKEY_TOLERATE_... */
    struct passkey_bytes serial_number; /* of the device, or empty */
};

/*
 * Runs the verification procedure of the statement's format.
 * Returns PASSKEY_OK, PASSKEY_ERR_ATTESTATION_FORMAT_UNKNOWN, or what the
 * procedure says.
 */
PASSKEY_MUST_USE enum passkey_error pk_attestation_verify(
    const struct pk_statement *statement, struct pk_attested *out);

/*
 * Is what was attested good enough for the policy
 * (#sctn-registering-a-new-credential, "assess the attestation
 * trustworthiness")? Called only if attestation was asked for. After an error
 * `attested` means nothing.
 */
PASSKEY_MUST_USE enum passkey_error pk_attestation_assess(
    const struct pk_statement *statement, struct pk_attested *attested);

/* The procedures. */
PASSKEY_MUST_USE enum passkey_error pk_none_verify(
    const struct pk_statement *statement, struct pk_attested *out);
PASSKEY_MUST_USE enum passkey_error pk_packed_verify(
    const struct pk_statement *statement, struct pk_attested *out);
PASSKEY_MUST_USE enum passkey_error pk_tpm_verify(
    const struct pk_statement *statement, struct pk_attested *out);
PASSKEY_MUST_USE enum passkey_error pk_android_key_verify(
    const struct pk_statement *statement, struct pk_attested *out);
PASSKEY_MUST_USE enum passkey_error pk_android_safetynet_verify(
    const struct pk_statement *statement, struct pk_attested *out);
PASSKEY_MUST_USE enum passkey_error pk_fido_u2f_verify(
    const struct pk_statement *statement, struct pk_attested *out);
PASSKEY_MUST_USE enum passkey_error pk_apple_verify(
    const struct pk_statement *statement, struct pk_attested *out);
PASSKEY_MUST_USE enum passkey_error pk_compound_verify(
    const struct pk_statement *statement, struct pk_attested *out);

/*
 * The procedure of one format that is not itself made of statements; NULL if
 * there is none of that name.
 */
typedef enum passkey_error pk_format_verify(
    const struct pk_statement *statement, struct pk_attested *out);
PASSKEY_MUST_USE pk_format_verify *pk_format_find(struct passkey_bytes name);

#endif
