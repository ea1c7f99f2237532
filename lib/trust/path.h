/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Is a certificate path trusted? The order of the certificates and their
 * validity periods are checked here, everything else by the backend.
 */
#ifndef PK_PATH_H
#define PK_PATH_H

#include <passkey/crypto.h>
#include <passkey/error.h>

#include "certificate.h"

/* The certificates of a statement or of a JWS, the leaf first. */
struct pk_trust_path {
    struct pk_certificate certificates[PK_CERTIFICATES_MAX];
    size_t num_certificates;
};

/* What the path is held against. */
struct pk_path_rules {
    const struct passkey_bytes *anchors; /* DER */
    size_t num_anchors;
    const struct passkey_bytes *revocation_lists; /* DER */
    size_t num_revocation_lists;
    bool require_status; /* a list in force for each certificate */
    /*
     * Certificates behind the leaf may come in any order, and those that do
     * not help are ignored.
     */
    bool any_order;
};

/*
 * Returns PASSKEY_OK, PASSKEY_ERR_CERTIFICATE_EXPIRED,
 * PASSKEY_ERR_ATTESTATION_NOT_TRUSTED, PASSKEY_ERR_CERTIFICATE_REVOKED,
 * PASSKEY_ERR_CERTIFICATE_STATUS_UNKNOWN.
 */
PASSKEY_MUST_USE enum passkey_error pk_path_check(
    const struct pk_trust_path *path, const struct pk_path_rules *rules,
    const struct passkey_crypto *crypto, int64_t now);

#endif
