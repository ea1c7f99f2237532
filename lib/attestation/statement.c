/* SPDX-License-Identifier: Apache-2.0 */
/* Steps that several formats share; see statement.h. */
#include "statement.h"

#include <string.h>

#include "../../format/cbor.h"
#include "../../format/der.h"
#include "../../format/reader.h"
#include "../key.h"

/* 1.3.6.1.4.1.45724.1.1.4 */
static const uint8_t oid_aaguid[] = { 0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0xe5,
    0x1c, 0x01, 0x01, 0x04 };

static unsigned
member_of(struct passkey_bytes name)
{
    static const struct {
        const char *name;
        size_t len;
        unsigned member;
    } names[] = {
        { "alg", 3, PK_MEMBER_ALG },
        { "sig", 3, PK_MEMBER_SIG },
        { "x5c", 3, PK_MEMBER_X5C },
        { "ver", 3, PK_MEMBER_VER },
        { "certInfo", 8, PK_MEMBER_CERT_INFO },
        { "pubArea", 7, PK_MEMBER_PUB_AREA },
    };
    size_t i;

    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (pk_equal(name, passkey_bytes_of(names[i].name, names[i].len)))
            return names[i].member;
    }
    return 0;
}

static bool
read_value(struct passkey_bytes *in, unsigned member,
    struct pk_statement_members *members)
{
    members->present |= member;
    switch (member) {
    case PK_MEMBER_ALG:
        return pk_cbor_read_integer(in, &members->alg);
    case PK_MEMBER_SIG:
        return pk_cbor_read_bytes(in, &members->sig);
    case PK_MEMBER_VER:
        return pk_cbor_read_text(in, &members->ver);
    case PK_MEMBER_CERT_INFO:
        return pk_cbor_read_bytes(in, &members->cert_info);
    case PK_MEMBER_PUB_AREA:
        return pk_cbor_read_bytes(in, &members->pub_area);
    default:
        return pk_cbor_skip(in, &members->x5c);
    }
}

static bool
read_member(struct passkey_bytes *in, unsigned allowed, bool tolerant,
    struct pk_statement_members *members, struct pk_attested *out)
{
    struct passkey_bytes name, ignored;
    unsigned member;

    if (!pk_cbor_read_text(in, &name))
        return false;
    member = member_of(name) & allowed;
    if (member != 0)
        return read_value(in, member, members);
    if (!tolerant)
        return false;
    out->tolerated |= PASSKEY_TOLERATE_STATEMENT_MEMBERS;
    return pk_cbor_skip(in, &ignored);
}

enum passkey_error
pk_statement_read(const struct pk_statement *statement, unsigned needed,
    unsigned allowed, struct pk_statement_members *members,
    struct pk_attested *out)
{
    struct passkey_bytes in = statement->statement;
    struct pk_cbor_map map;
    bool tolerant = (statement->policy->tolerances &
                        PASSKEY_TOLERATE_STATEMENT_MEMBERS) != 0;

    memset(members, 0, sizeof(*members));
    if (!pk_cbor_map_begin(&in, &map))
        return PASSKEY_ERR_ATTESTATION_STATEMENT_MALFORMED;
    while (pk_cbor_map_next(&map)) {
        if (!read_member(&in, needed | allowed, tolerant, members, out))
            return PASSKEY_ERR_ATTESTATION_STATEMENT_MALFORMED;
    }
    return pk_cbor_map_done(&map) && (members->present & needed) == needed
               ? PASSKEY_OK
               : PASSKEY_ERR_ATTESTATION_STATEMENT_MALFORMED;
}

enum passkey_error
pk_x5c_parse(struct passkey_bytes x5c, struct pk_trust_path *out)
{
    struct passkey_bytes der;
    size_t count, i;

    memset(out, 0, sizeof(*out));
    if (!pk_cbor_read_array(&x5c, &count) || count == 0 ||
        count > PK_CERTIFICATES_MAX)
        return PASSKEY_ERR_ATTESTATION_STATEMENT_MALFORMED;
    for (i = 0; i < count; i++) {
        if (!pk_cbor_read_bytes(&x5c, &der))
            return PASSKEY_ERR_ATTESTATION_STATEMENT_MALFORMED;
        if (!pk_certificate_parse(der, &out->certificates[i]))
            return PASSKEY_ERR_ATTESTATION_CERTIFICATE_MALFORMED;
    }
    out->num_certificates = count;
    return PASSKEY_OK;
}

void
pk_statement_signed_parts(const struct pk_statement *statement,
    struct passkey_bytes parts[PK_SIGNED_PARTS])
{
    parts[0] = statement->auth_data;
    parts[1] =
        passkey_bytes_of(statement->client_data_hash, PASSKEY_SHA256_LEN);
}

enum passkey_error
pk_statement_check_signature(const struct pk_statement *statement, int64_t alg,
    const struct passkey_public_key *key, const struct passkey_bytes *parts,
    size_t num_parts, struct passkey_bytes sig)
{
    const struct passkey_crypto *crypto = statement->crypto;
    const struct passkey_algorithm *algorithm = passkey_algorithm_find(alg);

    if (algorithm == NULL || !pk_algorithm_fits(algorithm, key))
        return PASSKEY_ERR_ATTESTATION_ALGORITHM_MISMATCH;
    switch (crypto->verify(
        crypto->context, algorithm->id, key, parts, num_parts, sig)) {
    case PASSKEY_VERDICT_VALID:
        return PASSKEY_OK;
    case PASSKEY_VERDICT_INVALID:
        return PASSKEY_ERR_ATTESTATION_SIGNATURE_INVALID;
    case PASSKEY_VERDICT_UNKNOWN:
        break;
    }
    return crypto->supports(crypto->context, algorithm->id)
               ? PASSKEY_ERR_BACKEND
               : PASSKEY_ERR_KEY_UNSUPPORTED;
}

/*
 * Of a credential that the policy tolerates, its own key may sign SHA-1;
 * nothing else may, but old TPMs.
 */
static bool
may_sign_sha1(const struct pk_statement *statement,
    const struct passkey_public_key *key)
{
    return statement->algorithm->id == PASSKEY_ALG_RS1 &&
           pk_same_key(key, statement->key);
}

enum passkey_error
pk_statement_check_usual_signature(const struct pk_statement *statement,
    int64_t alg, const struct passkey_public_key *key, struct passkey_bytes sig)
{
    struct passkey_bytes parts[PK_SIGNED_PARTS];

    if (alg == PASSKEY_ALG_RS1 && !may_sign_sha1(statement, key))
        return PASSKEY_ERR_ATTESTATION_ALGORITHM_MISMATCH;
    pk_statement_signed_parts(statement, parts);
    return pk_statement_check_signature(
        statement, alg, key, parts, PK_SIGNED_PARTS, sig);
}

enum passkey_error
pk_statement_check_aaguid(const struct pk_statement *statement,
    const struct pk_certificate *certificate)
{
    struct pk_certificate_extension extension;
    struct passkey_bytes aaguid;

    if (!pk_certificate_find(certificate,
            passkey_bytes_of(oid_aaguid, sizeof(oid_aaguid)), &extension))
        return PASSKEY_ERR_ATTESTATION_CERTIFICATE_MALFORMED;
    if (!extension.present)
        return PASSKEY_OK;
    if (extension.critical ||
        !pk_der_read_only(extension.value, PK_DER_OCTET_STRING, &aaguid) ||
        aaguid.len != PASSKEY_AAGUID_LEN)
        return PASSKEY_ERR_ATTESTATION_CERTIFICATE_UNSUITABLE;
    return memcmp(aaguid.data, statement->parsed->aaguid,
               PASSKEY_AAGUID_LEN) == 0
               ? PASSKEY_OK
               : PASSKEY_ERR_ATTESTATION_AAGUID_MISMATCH;
}
