/* SPDX-License-Identifier: Apache-2.0 */
/* Until when what a relying party trusts can be of use. */
#include <passkey/policy.h>

#include "certificate.h"

enum passkey_error
passkey_anchor_lifetime(
    struct passkey_bytes anchor, int64_t *not_before, int64_t *not_after)
{
    struct pk_certificate certificate;

    *not_before = *not_after = 0;
    if (!pk_certificate_parse(anchor, &certificate))
        return PASSKEY_ERR_ATTESTATION_CERTIFICATE_MALFORMED;
    *not_before = certificate.not_before;
    *not_after = certificate.not_after;
    return PASSKEY_OK;
}
