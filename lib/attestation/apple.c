/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Format "apple" (#sctn-apple-anonymous-attestation): a certificate for the
 * credential key, made for this ceremony alone.
 */
#include <string.h>

#include "../../format/der.h"
#include "../../format/reader.h"
#include "../key.h"
#include "statement.h"

/* 1.2.840.113635.100.8.2 */
static const uint8_t oid_nonce[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x63, 0x64,
    0x08, 0x02 };

/* SEQUENCE { [1] { OCTET STRING } } */
static bool
read_nonce(struct passkey_bytes in, struct passkey_bytes *nonce)
{
    struct passkey_bytes sequence, tagged;

    return pk_der_read_only(in, PK_DER_SEQUENCE, &sequence) &&
           pk_der_read_only(sequence, PK_DER_CONTEXT(1), &tagged) &&
           pk_der_read_only(tagged, PK_DER_OCTET_STRING, nonce);
}

static enum passkey_error
check_nonce(const struct pk_statement *statement,
    const struct pk_certificate *certificate)
{
    const struct passkey_crypto *crypto = statement->crypto;
    struct passkey_bytes parts[PK_SIGNED_PARTS], nonce;
    struct pk_certificate_extension extension;
    uint8_t hash[PASSKEY_SHA256_LEN];

    if (!pk_certificate_find(certificate,
            passkey_bytes_of(oid_nonce, sizeof(oid_nonce)), &extension) ||
        !extension.present || !read_nonce(extension.value, &nonce))
        return PASSKEY_ERR_ATTESTATION_CERTIFICATE_UNSUITABLE;
    pk_statement_signed_parts(statement, parts);
    if (!crypto->digest(crypto->context, PASSKEY_HASH_SHA256, parts,
            PK_SIGNED_PARTS, hash))
        return PASSKEY_ERR_BACKEND;
    return pk_equal(nonce, passkey_bytes_of(hash, sizeof(hash)))
               ? PASSKEY_OK
               : PASSKEY_ERR_ATTESTATION_NONCE_MISMATCH;
}

enum passkey_error
pk_apple_verify(const struct pk_statement *statement, struct pk_attested *out)
{
    const struct pk_certificate *leaf = &out->path.certificates[0];
    struct pk_statement_members members;
    enum passkey_error error;

    if ((error = pk_statement_read(
             statement, PK_MEMBER_X5C, 0, &members, out)) != PASSKEY_OK ||
        (error = pk_x5c_parse(members.x5c, &out->path)) != PASSKEY_OK ||
        (error = check_nonce(statement, leaf)) != PASSKEY_OK)
        return error;
    out->type = PASSKEY_ATTESTATION_ANONCA;
    return pk_same_key(&leaf->key, statement->key)
               ? PASSKEY_OK
               : PASSKEY_ERR_ATTESTATION_KEY_MISMATCH;
}
