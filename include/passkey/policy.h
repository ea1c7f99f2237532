/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a relying party is and what it accepts. Made once from configuration,
 * never from a request. All views are borrowed: the caller keeps them alive
 * as long as the policy is used. A policy is only read, so threads may share
 * it.
 */
#ifndef PASSKEY_POLICY_H
#define PASSKEY_POLICY_H

#include <passkey/algorithm.h>
#include <passkey/bytes.h>
#include <passkey/error.h>
#include <passkey/metadata.h>

#ifdef __cplusplus
extern "C" {
#endif

/* userVerification, residentKey (#enum-userVerificationRequirement) */
enum passkey_requirement {
    PASSKEY_PREFERRED = 0,
    PASSKEY_REQUIRED,
    PASSKEY_DISCOURAGED
};

/* attestation (#enum-attestation-convey) */
enum passkey_conveyance {
    PASSKEY_CONVEYANCE_NONE = 0,
    PASSKEY_CONVEYANCE_INDIRECT,
    PASSKEY_CONVEYANCE_DIRECT,
    PASSKEY_CONVEYANCE_ENTERPRISE
};

/* authenticatorAttachment (#enum-attachment) */
enum passkey_attachment {
    PASSKEY_ATTACHMENT_ANY = 0,
    PASSKEY_ATTACHMENT_PLATFORM,
    PASSKEY_ATTACHMENT_CROSS_PLATFORM
};

/* Which backup flags a new credential must have (#sctn-credential-backup) */
enum passkey_backup_policy {
    PASSKEY_BACKUP_ANY = 0,
    PASSKEY_BACKUP_REQUIRE_ELIGIBLE, /* synced passkeys only */
    PASSKEY_BACKUP_FORBID_ELIGIBLE,  /* device-bound passkeys only */
    PASSKEY_BACKUP_REQUIRE_BACKED_UP
};

enum passkey_compound_policy {
    PASSKEY_COMPOUND_ALL = 0, /* every statement verifies and is trusted */
    PASSKEY_COMPOUND_ANY      /* one of them does */
};

/*
 * Tolerances for devices in the field; none by default. Each one that was
 * needed is reported in the result.
 */
#define PASSKEY_TOLERATE_MAP_ORDER 0x01u         /* attestation object */
#define PASSKEY_TOLERATE_STATEMENT_MEMBERS 0x02u /* unknown attStmt members */
#define PASSKEY_TOLERATE_RS1 0x04u       /* new keys with alg -65535 */
#define PASSKEY_TOLERATE_TPM_SHA1 0x08u  /* SHA-1 in TPM statements */
#define PASSKEY_TOLERATE_SAFETYNET 0x10u /* the retired format */

/* The most entries of `hints` and `attestation_formats`. */
#define PASSKEY_HINTS_MAX 3
#define PASSKEY_FORMATS_MAX 8

struct passkey_policy {
    /* The relying party identifier: a domain, lower case, no port. */
    struct passkey_bytes rp_id;
    struct passkey_bytes rp_name; /* shown by clients; UTF-8 */

    /*
     * Origins as the client writes them, compared byte by byte:
     * "https://example.org", "android:apk-key-hash:...". At least one.
     */
    const struct passkey_bytes *origins;
    size_t num_origins;

    /*
     * May the page be embedded, and in which top-level origins? A client
     * that names the top origin names one of these.
     */
    bool allow_cross_origin;
    const struct passkey_bytes *top_origins;
    size_t num_top_origins;

    enum passkey_requirement user_verification;
    enum passkey_requirement resident_key;
    enum passkey_attachment attachment;

    /* COSE identifiers, the preferred one first. */
    int32_t algorithms[PASSKEY_ALGORITHMS_MAX];
    size_t num_algorithms;

    enum passkey_conveyance attestation;
    bool allow_no_attestation;   /* type None is good enough */
    bool allow_self_attestation; /* type Self is good enough */
    bool require_trusted;        /* other types need a path to an anchor */
    const struct passkey_bytes *anchors; /* DER certificates */
    size_t num_anchors;
    /*
     * Certificate revocation lists, DER. One that names a certificate of the
     * path revokes it; lists that are missing or out of date are an error
     * only with require_status.
     */
    const struct passkey_bytes *revocation_lists;
    size_t num_revocation_lists;
    bool require_status;
    struct passkey_model_policy models; /* which authenticators */
    enum passkey_compound_policy compound;
    bool android_require_tee;       /* only what the TEE enforces counts */
    bool u2f_require_zero_aaguid;   /* FIDO's server test F-1; not in L3 */

    enum passkey_backup_policy backup;
    bool check_backup_eligibility; /* BE must stay as it was registered */
    bool reject_sign_count;        /* refuse, not only report, a bad counter */

    uint32_t tolerances; /* PASSKEY_TOLERATE_... */

    /* Time for the user, in milliseconds; the ceremony lives as long. */
    uint32_t timeout_ms; /* 30,000 to 600,000 */

    /* "security-key", "client-device", "hybrid": the preferred one first. */
    struct passkey_bytes hints[PASSKEY_HINTS_MAX];
    size_t num_hints;

    /* attestationFormats of the options, the preferred one first. */
    struct passkey_bytes attestation_formats[PASSKEY_FORMATS_MAX];
    size_t num_attestation_formats;
};

/*
 * passkey_policy_init sets safe defaults: user verification and discoverable
 * credentials required, attestation "none", backup eligibility checked, a
 * counter that does not increase refused, five minutes; EdDSA, ES256 and
 * RS256 offered. The caller sets rp_id, rp_name and origins. New members get
 * safe defaults here. Cannot fail.
 */
PASSKEY_EXPORT void passkey_policy_init(struct passkey_policy *policy);

/*
 * passkey_policy_check says whether a policy can be used: rp_id, rp_name and
 * origins are there and UTF-8 without control characters, algorithms are
 * known and not twice, numbers are in range, and attestation is asked for if
 * it must be proved. Origins outside the RP ID's domain are allowed: related
 * origins and apps are such.
 * Returns PASSKEY_OK or PASSKEY_ERR_POLICY_INVALID.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error passkey_policy_check(
    const struct passkey_policy *policy);

/*
 * passkey_anchor_lifetime tells from when until when an anchor, a DER
 * certificate, is valid: whoever keeps anchors as data can warn in time.
 * Paths to an anchor outside its lifetime are not trusted.
 *
 *   not_before, not_after  seconds since 1970-01-01 UTC; 0 after an error
 *
 * Returns PASSKEY_OK or PASSKEY_ERR_ATTESTATION_CERTIFICATE_MALFORMED.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error passkey_anchor_lifetime(
    struct passkey_bytes anchor, int64_t *not_before, int64_t *not_after);

#ifdef __cplusplus
}
#endif

#endif
