/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Is a certificate path trusted? The order of the certificates and their
 * validity periods are checked here, everything else by the backend.
 */
#ifndef PK_PATH_H
#define PK_PATH_H

#include <passkey/crypto.h>
#include <passkey/error.h>
#include <passkey/policy.h>

#include "certificate.h"

/* The certificates of a statement, the leaf first. */
struct pk_trust_path {
    struct pk_certificate certificates[PK_CERTIFICATES_MAX];
    size_t num_certificates;
};

/*
 * Returns PASSKEY_OK, PASSKEY_ERR_CERTIFICATE_EXPIRED,
 * PASSKEY_ERR_ATTESTATION_NOT_TRUSTED.
 */
PASSKEY_MUST_USE enum passkey_error pk_path_check(
    const struct pk_trust_path *path, const struct passkey_policy *policy,
    const struct passkey_crypto *crypto, int64_t now);

#endif
