/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Format "fido-u2f" (#sctn-fido-u2f-attestation): the registration message of
 * U2F, signed by a P-256 attestation key.
 */
#include "../../format/reader.h"
#include "statement.h"

/* 00 | rpIdHash | client data hash | credential id | 04 | x | y */
static enum passkey_error
check_signature(const struct pk_statement *statement,
    const struct passkey_public_key *key, struct passkey_bytes sig)
{
    static const uint8_t reserved = 0, uncompressed = 4;
    const struct passkey_bytes parts[] = {
        passkey_bytes_of(&reserved, 1),
        passkey_bytes_of(statement->parsed->rp_id_hash, PASSKEY_SHA256_LEN),
        passkey_bytes_of(statement->client_data_hash, PASSKEY_SHA256_LEN),
        statement->parsed->credential_id,
        passkey_bytes_of(&uncompressed, 1),
        statement->key->x,
        statement->key->y,
    };

    return pk_statement_check_signature(statement, PASSKEY_ALG_ES256, key,
        parts, sizeof(parts) / sizeof(parts[0]), sig);
}

static bool
aaguid_is_zero(const struct pk_statement *statement)
{
    static const uint8_t zero[PASSKEY_AAGUID_LEN];

    return pk_equal_secret(
        statement->parsed->aaguid, zero, PASSKEY_AAGUID_LEN);
}

enum passkey_error
pk_fido_u2f_verify(
    const struct pk_statement *statement, struct pk_attested *out)
{
    const struct pk_certificate *leaf = &out->path.certificates[0];
    struct pk_statement_members members;
    enum passkey_error error;

    if ((error = pk_statement_read(statement, PK_MEMBER_SIG | PK_MEMBER_X5C, 0,
             &members, out)) != PASSKEY_OK ||
        (error = pk_x5c_parse(members.x5c, &out->path)) != PASSKEY_OK)
        return error;
    if (out->path.num_certificates != 1)
        return PASSKEY_ERR_ATTESTATION_STATEMENT_MALFORMED;
    if (leaf->key.kind != PASSKEY_KEY_EC ||
        leaf->key.curve != PASSKEY_CURVE_P256)
        return PASSKEY_ERR_ATTESTATION_CERTIFICATE_UNSUITABLE;
    if (statement->algorithm->id != PASSKEY_ALG_ES256)
        return PASSKEY_ERR_ATTESTATION_ALGORITHM_MISMATCH;
    if (statement->policy->u2f_require_zero_aaguid &&
        !aaguid_is_zero(statement))
        return PASSKEY_ERR_ATTESTATION_AAGUID_MISMATCH;
    out->type = PASSKEY_ATTESTATION_BASIC;
    out->signs_no_aaguid = true;
    return check_signature(statement, &leaf->key, members.sig);
}
