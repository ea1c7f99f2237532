/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Format "tpm" (#sctn-tpm-attestation): a TPM certifies that it holds the
 * credential key, and the ceremony goes into what it signs.
 */
#include "../../format/reader.h"
#include "../key.h"
#include "statement.h"
#include "tpm_certificate.h"
#include "tpm_structure.h"

static bool
allows_sha1(const struct pk_statement *statement)
{
    return (statement->policy->tolerances & PASSKEY_TOLERATE_TPM_SHA1) != 0;
}

/* Is `value` the hash of the parts, whole? If not, `mismatch`. */
static enum passkey_error
check_hash(const struct pk_statement *statement, enum passkey_hash hash,
    const struct passkey_bytes *parts, size_t num_parts,
    struct passkey_bytes value, enum passkey_error mismatch)
{
    const struct passkey_crypto *crypto = statement->crypto;
    uint8_t expected[PASSKEY_HASH_MAX_LEN];

    if (!crypto->digest(crypto->context, hash, parts, num_parts, expected))
        return PASSKEY_ERR_BACKEND;
    return pk_equal(value, passkey_bytes_of(expected, passkey_hash_len(hash)))
               ? PASSKEY_OK
               : mismatch;
}

/* The key of the TPM's object is the credential key, number by number. */
static bool
is_credential_key(
    const struct pk_statement *statement, const struct pk_tpm_public *area)
{
    struct passkey_public_key key = *statement->key;

    key.x = pk_without_zeros(key.x);
    key.y = pk_without_zeros(key.y);
    return pk_same_key(&key, &area->key);
}

/* The name that the TPM certifies is that of pubArea. */
static enum passkey_error
check_name(const struct pk_statement *statement,
    const struct pk_tpm_public *area, struct passkey_bytes pub_area,
    struct passkey_bytes name, struct pk_attested *out)
{
    uint16_t name_alg;

    if (area->name_hash == PASSKEY_HASH_NONE)
        return PASSKEY_ERR_TPM_STRUCTURE;
    if (area->name_hash == PASSKEY_HASH_SHA1) {
        if (!allows_sha1(statement))
            return PASSKEY_ERR_TPM_STRUCTURE;
        out->tolerated |= PASSKEY_TOLERATE_TPM_SHA1;
    }
    if (!pk_read_u16be(&name, &name_alg) || name_alg != area->name_alg)
        return PASSKEY_ERR_ATTESTATION_KEY_MISMATCH;
    return check_hash(statement, area->name_hash, &pub_area, 1, name,
        PASSKEY_ERR_ATTESTATION_KEY_MISMATCH);
}

/* The ceremony is what the TPM was given to sign along. */
static enum passkey_error
check_extra_data(const struct pk_statement *statement, int64_t alg,
    struct passkey_bytes extra_data, struct pk_attested *out)
{
    const struct passkey_algorithm *algorithm = passkey_algorithm_find(alg);
    struct passkey_bytes parts[PK_SIGNED_PARTS];

    if (algorithm == NULL || algorithm->hash == PASSKEY_HASH_NONE)
        return PASSKEY_ERR_ATTESTATION_ALGORITHM_MISMATCH;
    if (algorithm->hash == PASSKEY_HASH_SHA1) {
        if (!allows_sha1(statement))
            return PASSKEY_ERR_ATTESTATION_ALGORITHM_MISMATCH;
        out->tolerated |= PASSKEY_TOLERATE_TPM_SHA1;
    }
    pk_statement_signed_parts(statement, parts);
    return check_hash(statement, algorithm->hash, parts, PK_SIGNED_PARTS,
        extra_data, PASSKEY_ERR_ATTESTATION_NONCE_MISMATCH);
}

static enum passkey_error
check_structures(const struct pk_statement *statement,
    const struct pk_statement_members *members, struct pk_attested *out)
{
    struct pk_tpm_public area;
    struct pk_tpm_attest attest;
    enum passkey_error error;

    if (!pk_tpm_public_parse(members->pub_area, &area))
        return PASSKEY_ERR_TPM_STRUCTURE;
    if (!is_credential_key(statement, &area))
        return PASSKEY_ERR_ATTESTATION_KEY_MISMATCH;
    if (!pk_tpm_attest_parse(members->cert_info, &attest))
        return PASSKEY_ERR_TPM_STRUCTURE;
    error = check_extra_data(statement, members->alg, attest.extra_data, out);
    if (error != PASSKEY_OK)
        return error;
    return check_name(
        statement, &area, members->pub_area, attest.name, out);
}

enum passkey_error
pk_tpm_verify(const struct pk_statement *statement, struct pk_attested *out)
{
    const struct pk_certificate *leaf = &out->path.certificates[0];
    struct pk_statement_members members;
    enum passkey_error error;

    error = pk_statement_read(statement,
        PK_MEMBER_VER | PK_MEMBER_ALG | PK_MEMBER_SIG | PK_MEMBER_X5C |
            PK_MEMBER_CERT_INFO | PK_MEMBER_PUB_AREA,
        0, &members, out);
    if (error != PASSKEY_OK)
        return error;
    if (!pk_equal(members.ver, PK_TEXT("2.0")))
        return PASSKEY_ERR_ATTESTATION_STATEMENT_MALFORMED;
    if ((error = pk_x5c_parse(members.x5c, &out->path)) != PASSKEY_OK ||
        (error = check_structures(statement, &members, out)) != PASSKEY_OK ||
        (error = pk_statement_check_signature(statement, members.alg,
             &leaf->key, &members.cert_info, 1, members.sig)) != PASSKEY_OK)
        return error;
    if (!pk_tpm_certificate_is_suitable(leaf))
        return PASSKEY_ERR_ATTESTATION_CERTIFICATE_UNSUITABLE;
    out->type = PASSKEY_ATTESTATION_ATTCA;
    return pk_statement_check_aaguid(statement, leaf);
}
