/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Format "packed" (#sctn-packed-attestation): signed by an attestation key
 * with a certificate, or by the credential key itself.
 */
#include "../../format/der.h"
#include "../../format/reader.h"
#include "statement.h"

/* 2.5.4.6, 2.5.4.10, 2.5.4.11, 2.5.4.3 */
static const uint8_t oid_country[] = { 0x55, 0x04, 0x06 };
static const uint8_t oid_organization[] = { 0x55, 0x04, 0x0a };
static const uint8_t oid_unit[] = { 0x55, 0x04, 0x0b };
static const uint8_t oid_common_name[] = { 0x55, 0x04, 0x03 };
/* 1.3.6.1.4.1.45724.1.1.2 */
static const uint8_t oid_serial_number[] = { 0x2b, 0x06, 0x01, 0x04, 0x01, 0x82,
    0xe5, 0x1c, 0x01, 0x01, 0x02 };

#define OID(bytes) passkey_bytes_of(bytes, sizeof(bytes))

/* The one value of an attribute that occurs exactly once, not empty. */
static bool
find_single(struct passkey_bytes name, struct passkey_bytes oid,
    struct passkey_bytes *text)
{
    size_t count;

    return pk_name_find(name, oid, &count, text) && count == 1 &&
           text->len > 0;
}

static bool
is_country_code(struct passkey_bytes text)
{
    return text.len == 2 && text.data[0] >= 'A' && text.data[0] <= 'Z' &&
           text.data[1] >= 'A' && text.data[1] <= 'Z';
}

/* #sctn-packed-attestation-cert-requirements */
static bool
is_suitable(const struct pk_certificate *certificate)
{
    struct passkey_bytes subject = certificate->subject, text;

    if (certificate->version != 3 ||
        !find_single(subject, OID(oid_country), &text) ||
        !is_country_code(text))
        return false;
    if (!find_single(subject, OID(oid_organization), &text) ||
        !find_single(subject, OID(oid_common_name), &text))
        return false;
    if (!find_single(subject, OID(oid_unit), &text) ||
        !pk_equal(text, PK_TEXT("Authenticator Attestation")))
        return false;
    return pk_certificate_is_end_entity(certificate);
}

/*
 * A serial number names one device: it may only be there if that was asked
 * for (#sctn-enterprise-packed-attestation-cert-requirements).
 */
static enum passkey_error
read_serial_number(const struct pk_statement *statement,
    const struct pk_certificate *certificate, struct passkey_bytes *out)
{
    struct pk_certificate_extension extension;

    if (!pk_certificate_find(certificate, OID(oid_serial_number), &extension))
        return PASSKEY_ERR_ATTESTATION_CERTIFICATE_MALFORMED;
    if (!extension.present)
        return PASSKEY_OK;
    if (statement->conveyance != PASSKEY_CONVEYANCE_ENTERPRISE)
        return PASSKEY_ERR_SERIAL_NUMBER_UNEXPECTED;
    return !extension.critical &&
                   pk_der_read_only(extension.value, PK_DER_OCTET_STRING, out)
               ? PASSKEY_OK
               : PASSKEY_ERR_ATTESTATION_CERTIFICATE_UNSUITABLE;
}

static enum passkey_error
verify_certified(const struct pk_statement *statement,
    const struct pk_statement_members *members, struct pk_attested *out)
{
    const struct pk_certificate *leaf = &out->path.certificates[0];
    enum passkey_error error;

    if ((error = pk_x5c_parse(members->x5c, &out->path)) != PASSKEY_OK ||
        (error = pk_statement_check_usual_signature(statement,
             members->alg, &leaf->key, members->sig)) != PASSKEY_OK)
        return error;
    if (!is_suitable(leaf))
        return PASSKEY_ERR_ATTESTATION_CERTIFICATE_UNSUITABLE;
    out->type = PASSKEY_ATTESTATION_BASIC;
    error = pk_statement_check_aaguid(statement, leaf);
    if (error != PASSKEY_OK)
        return error;
    return read_serial_number(statement, leaf, &out->serial_number);
}

static enum passkey_error
verify_self(const struct pk_statement *statement,
    const struct pk_statement_members *members, struct pk_attested *out)
{
    if (members->alg != statement->algorithm->id)
        return PASSKEY_ERR_ATTESTATION_ALGORITHM_MISMATCH;
    out->type = PASSKEY_ATTESTATION_SELF;
    return pk_statement_check_usual_signature(
        statement, members->alg, statement->key, members->sig);
}

enum passkey_error
pk_packed_verify(const struct pk_statement *statement, struct pk_attested *out)
{
    struct pk_statement_members members;
    enum passkey_error error;

    error = pk_statement_read(statement, PK_MEMBER_ALG | PK_MEMBER_SIG,
        PK_MEMBER_X5C, &members, out);
    if (error != PASSKEY_OK)
        return error;
    return (members.present & PK_MEMBER_X5C) != 0
               ? verify_certified(statement, &members, out)
               : verify_self(statement, &members, out);
}
