/* SPDX-License-Identifier: Apache-2.0 */
/* The outer shell of an attestation object: fmt, attStmt, authData. */
#ifndef PK_ATTESTATION_OBJECT_H
#define PK_ATTESTATION_OBJECT_H

#include <passkey/error.h>
#include <passkey/policy.h>

struct pk_attestation_object {
    struct passkey_bytes format;    /* text */
    struct passkey_bytes statement; /* one CBOR map or array, whole */
    struct passkey_bytes auth_data;
    bool unsorted; /* the tolerance for another order was needed */
};

/*
 * Takes an attestation object (#sctn-attestation) apart. Exactly the three
 * members, each once, in canonical order unless `tolerances` has
 * PASSKEY_TOLERATE_MAP_ORDER.
 * Returns PASSKEY_OK, PASSKEY_ERR_CBOR_MALFORMED,
 * PASSKEY_ERR_ATTESTATION_OBJECT_MALFORMED.
 */
PASSKEY_MUST_USE enum passkey_error pk_attestation_object_parse(
    struct passkey_bytes bytes, uint32_t tolerances,
    struct pk_attestation_object *out);

#endif
