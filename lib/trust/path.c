/* SPDX-License-Identifier: Apache-2.0 */
/* Order and validity of a path, and the question to the backend. */
#include "path.h"

#include "../../format/reader.h"

/*
 * Both ends of a validity period belong to it (RFC 5280 section 4.1.2.5).
 */
static bool
all_valid_at(const struct pk_trust_path *path, int64_t now)
{
    size_t i;

    for (i = 0; i < path->num_certificates; i++) {
        if (now < path->certificates[i].not_before ||
            now > path->certificates[i].not_after)
            return false;
    }
    return true;
}

/* Each certificate names the next one as its issuer. */
static bool
in_order(const struct pk_trust_path *path)
{
    size_t i;

    for (i = 0; i + 1 < path->num_certificates; i++) {
        if (!pk_equal(path->certificates[i].issuer,
                path->certificates[i + 1].subject))
            return false;
    }
    return true;
}

enum passkey_error
pk_path_check(const struct pk_trust_path *path,
    const struct passkey_policy *policy, const struct passkey_crypto *crypto,
    int64_t now)
{
    struct passkey_bytes certificates[PK_CERTIFICATES_MAX];
    struct passkey_path question;
    size_t i;

    if (!all_valid_at(path, now))
        return PASSKEY_ERR_CERTIFICATE_EXPIRED;
    if (!in_order(path))
        return PASSKEY_ERR_ATTESTATION_NOT_TRUSTED;
    for (i = 0; i < path->num_certificates; i++)
        certificates[i] = path->certificates[i].der;
    question.certificates = certificates;
    question.num_certificates = path->num_certificates;
    question.anchors = policy->anchors;
    question.num_anchors = policy->num_anchors;
    return crypto->check_path(crypto->context, &question) ==
                   PASSKEY_VERDICT_VALID
               ? PASSKEY_OK
               : PASSKEY_ERR_ATTESTATION_NOT_TRUSTED;
}
