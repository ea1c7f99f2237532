/* SPDX-License-Identifier: Apache-2.0 */
/* What the certificate of an attestation identity key must look like. */
#ifndef PK_TPM_CERTIFICATE_H
#define PK_TPM_CERTIFICATE_H

#include "../trust/certificate.h"

/* #sctn-tpm-cert-requirements, all but the AAGUID */
PASSKEY_MUST_USE bool pk_tpm_certificate_is_suitable(
    const struct pk_certificate *certificate);

#endif
