/* SPDX-License-Identifier: Apache-2.0 */
/* What several formats do alike: read members, x5c, check a signature. */
#ifndef PK_STATEMENT_H
#define PK_STATEMENT_H

#include "attestation.h"

/* The members that occur in statements; which ones may is the format's. */
#define PK_MEMBER_ALG 0x01u
#define PK_MEMBER_SIG 0x02u
#define PK_MEMBER_X5C 0x04u
#define PK_MEMBER_VER 0x08u
#define PK_MEMBER_CERT_INFO 0x10u
#define PK_MEMBER_PUB_AREA 0x20u

struct pk_statement_members {
    int64_t alg;
    struct passkey_bytes sig;
    struct passkey_bytes x5c; /* one CBOR item */
    struct passkey_bytes ver;
    struct passkey_bytes cert_info;
    struct passkey_bytes pub_area;
    unsigned present; /* PK_MEMBER_... */
};

/*
 * Reads an attStmt map that has all members of `needed` and perhaps those of
 * `allowed`, each of its type. Others are refused unless the policy tolerates
 * them.
 */
PASSKEY_MUST_USE enum passkey_error pk_statement_read(
    const struct pk_statement *statement, unsigned needed, unsigned allowed,
    struct pk_statement_members *members, struct pk_attested *out);

/* Parses x5c: an array of at least one DER certificate. */
PASSKEY_MUST_USE enum passkey_error pk_x5c_parse(
    struct passkey_bytes x5c, struct pk_trust_path *out);

/* What most statements sign: authenticator data, client data hash. */
#define PK_SIGNED_PARTS 2
void pk_statement_signed_parts(const struct pk_statement *statement,
    struct passkey_bytes parts[PK_SIGNED_PARTS]);

/*
 * Is `alg` an algorithm that fits `key`, and does `sig` over the
 * concatenation of `parts` verify with it?
 */
PASSKEY_MUST_USE enum passkey_error pk_statement_check_signature(
    const struct pk_statement *statement, int64_t alg,
    const struct passkey_public_key *key, const struct passkey_bytes *parts,
    size_t num_parts, struct passkey_bytes sig);

/* The same for the parts that most statements sign. */
PASSKEY_MUST_USE enum passkey_error pk_statement_check_usual_signature(
    const struct pk_statement *statement, int64_t alg,
    const struct passkey_public_key *key, struct passkey_bytes sig);

/*
 * id-fido-gen-ce-aaguid (1.3.6.1.4.1.45724.1.1.4): if the certificate has it,
 * it is well-formed, not critical and the AAGUID of the credential.
 */
PASSKEY_MUST_USE enum passkey_error pk_statement_check_aaguid(
    const struct pk_statement *statement,
    const struct pk_certificate *certificate);

#endif
