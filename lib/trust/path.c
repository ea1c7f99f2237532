/* SPDX-License-Identifier: Apache-2.0 */
/* Order and validity of a path, and the question to the backend. */
#include "path.h"

#include "../../format/reader.h"

/*
 * Both ends of a validity period belong to it (RFC 5280 section 4.1.2.5).
 */
static bool
is_valid_at(const struct pk_certificate *certificate, int64_t now)
{
    return now >= certificate->not_before && now <= certificate->not_after;
}

static bool
is_self_issued(const struct pk_certificate *certificate)
{
    return pk_equal(certificate->issuer, certificate->subject);
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

/* The name and key of an anchor, be it with other dates or signatures. */
static bool
is_issue_of(const struct pk_certificate *certificate,
    struct passkey_bytes anchor, int64_t now)
{
    struct pk_certificate issue;

    return pk_certificate_parse(anchor, &issue) && is_valid_at(&issue, now) &&
           pk_equal(issue.subject, certificate->subject) &&
           pk_equal(issue.key_bits, certificate->key_bits);
}

/*
 * Roots are issued anew (Google's of 2016 and of 2022 have one key) and by
 * each other, and devices go on sending the one that they were made with.
 * Behind a path it says nothing that the anchor does not say better.
 */
static bool
ends_in_an_anchor(const struct pk_trust_path *path,
    const struct pk_path_rules *rules, int64_t now)
{
    const struct pk_certificate *last =
        &path->certificates[path->num_certificates - 1];
    size_t i;

    if (path->num_certificates < 2)
        return false;
    for (i = 0; i < rules->num_anchors; i++) {
        if (is_issue_of(last, rules->anchors[i], now))
            return true;
    }
    return false;
}

/*
 * Puts the certificates that the backend may use into the question. In a
 * heap, an expired one is left out, because another may take its place; so
 * is a root, which proves nothing that the anchors do not say already, and
 * would hide a certificate of the same name that leads to one of them.
 */
static bool
select_certificates(const struct pk_trust_path *path,
    const struct pk_path_rules *rules, int64_t now, struct passkey_bytes *out,
    size_t *num_out)
{
    size_t i, num = path->num_certificates;
    bool all_valid = true;

    if (ends_in_an_anchor(path, rules, now))
        num--;
    *num_out = 0;
    for (i = 0; i < num; i++) {
        const struct pk_certificate *certificate = &path->certificates[i];

        if (!is_valid_at(certificate, now)) {
            all_valid = false;
            if (i == 0)
                break;
            continue;
        }
        if (!rules->any_order || i == 0 || !is_self_issued(certificate))
            out[(*num_out)++] = certificate->der;
    }
    return all_valid;
}

static enum passkey_error
error_of(enum passkey_path_verdict verdict)
{
    switch (verdict) {
    case PASSKEY_PATH_TRUSTED:
        return PASSKEY_OK;
    case PASSKEY_PATH_REVOKED:
        return PASSKEY_ERR_CERTIFICATE_REVOKED;
    case PASSKEY_PATH_STATUS_UNKNOWN:
        return PASSKEY_ERR_CERTIFICATE_STATUS_UNKNOWN;
    case PASSKEY_PATH_UNTRUSTED:
    case PASSKEY_PATH_UNKNOWN:
        break;
    }
    return PASSKEY_ERR_ATTESTATION_NOT_TRUSTED;
}

enum passkey_error
pk_path_check(const struct pk_trust_path *path,
    const struct pk_path_rules *rules, const struct passkey_crypto *crypto,
    int64_t now)
{
    struct passkey_bytes certificates[PK_CERTIFICATES_MAX];
    struct passkey_path question = {
        .certificates = certificates,
        .any_order = rules->any_order,
        .anchors = rules->anchors,
        .num_anchors = rules->num_anchors,
        .revocation_lists = rules->revocation_lists,
        .num_revocation_lists = rules->num_revocation_lists,
        .require_status = rules->require_status,
        .now = now,
    };
    enum passkey_error error;
    bool all_valid = select_certificates(
        path, rules, now, certificates, &question.num_certificates);

    if (!all_valid &&
        (!rules->any_order || question.num_certificates == 0))
        return PASSKEY_ERR_CERTIFICATE_EXPIRED;
    if (!rules->any_order && !in_order(path))
        return PASSKEY_ERR_ATTESTATION_NOT_TRUSTED;
    error = error_of(crypto->check_path(crypto->context, &question));
    return error == PASSKEY_ERR_ATTESTATION_NOT_TRUSTED && !all_valid
               ? PASSKEY_ERR_CERTIFICATE_EXPIRED
               : error;
}
