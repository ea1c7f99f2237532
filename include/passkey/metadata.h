/* SPDX-License-Identifier: Apache-2.0 */
/*
 * FIDO metadata (Metadata Service 3): a signed list of authenticator models,
 * the BLOB. Whoever fetched it hands it in; this code verifies it, finds a
 * model in it, and says what is reported about the model. A registration is
 * then held against it by the policy (struct passkey_model_policy).
 *
 *   passkey_metadata_verify   signature and signer: the BLOB becomes payload
 *   passkey_metadata_read     payload to the list of models, all views
 *   passkey_metadata_check_number   never back to an older one
 *   passkey_metadata_find     one model
 *   passkey_credential_model  that of a credential which is stored
 *
 * Keep the payload and the time at which it was verified, and read the
 * payload again after a restart: a certificate of the signer that expires
 * later does not make it worse. Nothing is fetched, kept or allocated here.
 */
#ifndef PASSKEY_METADATA_H
#define PASSKEY_METADATA_H

#include <passkey/bytes.h>
#include <passkey/credential.h>
#include <passkey/crypto.h>
#include <passkey/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The name in the certificate of FIDO's signer. */
#define PASSKEY_METADATA_SIGNER "mds.fidoalliance.org"

/* What passkey_metadata_verify needs beyond the length of the BLOB. */
#define PASSKEY_METADATA_SCRATCH_EXTRA 65536

/* Who may sign a BLOB. All views are borrowed. */
struct passkey_metadata_signer {
    const struct passkey_bytes *anchors; /* roots, DER */
    size_t num_anchors;
    /*
     * The DNS name that the signer's certificate must have: the roots also
     * certify others. Not used if a root signs by itself.
     */
    struct passkey_bytes name;
    const struct passkey_bytes *revocation_lists; /* DER */
    size_t num_revocation_lists;
    bool require_status; /* refuse where no list in force says anything */
};

/*
 * passkey_metadata_verify checks the signature and the certificates of a BLOB
 * as it was fetched.
 *
 *   signer   who may have signed it
 *   crypto   a backend of this thread
 *   blob     the text: untrusted, borrowed
 *   now      seconds since 1970-01-01 UTC
 *   scratch  blob.len + PASSKEY_METADATA_SCRATCH_EXTRA bytes are enough
 *   payload  JSON text, inside `scratch`; empty unless PASSKEY_OK is returned
 *
 * Returns PASSKEY_OK, PASSKEY_ERR_METADATA_MALFORMED, _METADATA_ALGORITHM,
 * _METADATA_HEADER, _METADATA_CERTIFICATES, _METADATA_SIGNER_NOT_TRUSTED,
 * _METADATA_SIGNER_NAME, _METADATA_SIGNATURE_INVALID, _CERTIFICATE_EXPIRED,
 * _CERTIFICATE_REVOKED, _CERTIFICATE_STATUS_UNKNOWN, _NO_SPACE, _BACKEND.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error passkey_metadata_verify(
    const struct passkey_metadata_signer *signer,
    const struct passkey_crypto *crypto, struct passkey_bytes blob,
    int64_t now, struct passkey_buffer scratch, struct passkey_bytes *payload);

#define PASSKEY_MODEL_AAGUID_LEN 16
#define PASSKEY_MODEL_KEY_LEN 20 /* SHA-1 of an attestation key (U2F) */

/* One name of one model, and its entry. */
struct passkey_model {
    uint8_t id[PASSKEY_MODEL_KEY_LEN];
    uint8_t id_len; /* PASSKEY_MODEL_AAGUID_LEN or PASSKEY_MODEL_KEY_LEN */
    struct passkey_bytes entry; /* JSON text, inside the payload */
};

struct passkey_metadata {
    int64_t number;      /* `no`: grows with every BLOB */
    int64_t next_update; /* midnight UTC of that day; seconds since 1970 */
    struct passkey_bytes legal_header; /* as in JSON, escapes unresolved */
    const struct passkey_model *models;
    size_t num_models;
    size_t num_faulty; /* entries that were left out because of a mistake */
    size_t num_other;  /* entries about UAF, which is not WebAuthn */
};

/*
 * passkey_metadata_read reads a payload that passkey_metadata_verify gave. An
 * entry with a mistake is left out and counted; unknown members and values
 * are ignored.
 *
 *   models      memory for the list; must live as long as `out` is used
 *   max_models  its length; there are under 2,000 in real ones
 *   out         views into `payload`; all zero unless PASSKEY_OK is returned
 *
 * Returns PASSKEY_OK, PASSKEY_ERR_METADATA_PAYLOAD, PASSKEY_ERR_NO_SPACE.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error passkey_metadata_read(
    struct passkey_bytes payload, struct passkey_model *models,
    size_t max_models, struct passkey_metadata *out);

/*
 * passkey_metadata_check_number compares with the highest number that was
 * ever accepted; remember that number apart from the BLOB itself.
 *
 * Returns PASSKEY_OK, PASSKEY_ERR_METADATA_NOT_NEWER for an equal number,
 * PASSKEY_ERR_METADATA_ROLLED_BACK for a lower one.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error
passkey_metadata_check_number(
    const struct passkey_metadata *metadata, int64_t highest);

/* passkey_metadata_is_stale: the day of the next update has passed. */
PASSKEY_EXPORT PASSKEY_MUST_USE bool passkey_metadata_is_stale(
    const struct passkey_metadata *metadata, int64_t now);

/*
 * passkey_aaguid_read reads an AAGUID as metadata have it: a UUID in lower
 * case. False: it is none; `out` is then undefined.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE bool passkey_aaguid_read(
    struct passkey_bytes text, uint8_t out[PASSKEY_MODEL_AAGUID_LEN]);

/*
 * passkey_metadata_find gives the model with this identifier, NULL if there
 * is none; the first one, should there be several.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE const struct passkey_model *
passkey_metadata_find(
    const struct passkey_metadata *metadata, struct passkey_bytes id);

/*
 * passkey_credential_model gives the model of a stored credential, NULL if it
 * is not in the list: by AAGUID, or with attestation format "fido-u2f" by the
 * key that attested it, if the attestation object was kept. What nobody proved
 * (credential->attestation_trusted) is the credential's own word.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE const struct passkey_model *
passkey_credential_model(const struct passkey_metadata *metadata,
    const struct passkey_crypto *crypto,
    const struct passkey_credential *credential);

/* What is reported about a model, as bits. */
#define PASSKEY_STATUS_UPDATE_AVAILABLE 0x01u
#define PASSKEY_STATUS_RETIRED 0x02u
#define PASSKEY_STATUS_USER_VERIFICATION_BYPASS 0x04u
#define PASSKEY_STATUS_ATTESTATION_KEY_COMPROMISE 0x08u
#define PASSKEY_STATUS_USER_KEY_REMOTE_COMPROMISE 0x10u
#define PASSKEY_STATUS_USER_KEY_PHYSICAL_COMPROMISE 0x20u
#define PASSKEY_STATUS_REVOKED 0x40u
/* All but UPDATE_AVAILABLE. */
#define PASSKEY_STATUS_REFUSED_BY_DEFAULT 0x7eu

/* passkey_status_name: "REVOKED" for the bit; "" for anything else. */
PASSKEY_EXPORT const char *passkey_status_name(uint32_t status);

enum passkey_certification {
    PASSKEY_CERTIFICATION_NONE = 0,
    PASSKEY_CERTIFICATION_L1,
    PASSKEY_CERTIFICATION_L1_PLUS,
    PASSKEY_CERTIFICATION_L2,
    PASSKEY_CERTIFICATION_L2_PLUS,
    PASSKEY_CERTIFICATION_L3,
    PASSKEY_CERTIFICATION_L3_PLUS
};

/* passkey_certification_name: "none", "L1", "L1plus", ... "L3plus" */
PASSKEY_EXPORT const char *passkey_certification_name(
    enum passkey_certification level);

/* What is reported about a model and in effect at a time. */
struct passkey_model_state {
    /*
     * PASSKEY_STATUS_... A compromise of the attestation keys of one
     * certificate only is not in here.
     */
    uint32_t statuses;
    enum passkey_certification certification; /* the latest one */
    bool outdated; /* the statement is older than the reports say */
};

/* passkey_model_state_at: see above. Cannot fail; unknown reports are left out. */
PASSKEY_EXPORT void passkey_model_state_at(const struct passkey_model *model,
    int64_t now, struct passkey_model_state *out);

enum passkey_model_text {
    PASSKEY_MODEL_DESCRIPTION = 0,
    PASSKEY_MODEL_ICON, /* these are data: URLs */
    PASSKEY_MODEL_ICON_DARK,
    PASSKEY_MODEL_PROVIDER_LOGO_LIGHT,
    PASSKEY_MODEL_PROVIDER_LOGO_DARK
};

/*
 * passkey_model_text_of gives a text to show, UTF-8. It comes from a vendor:
 * escape it. model->entry.len bytes are always enough. False: there is no
 * such text, or `out` is too small.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE bool passkey_model_text_of(
    const struct passkey_model *model, enum passkey_model_text which,
    struct passkey_buffer out, size_t *out_len);

/*
 * Which models may be registered. Needs attestation: with conveyance "none"
 * nobody knows a model. The zero value asks for nothing; passkey_policy_init
 * fills `refused`.
 */
struct passkey_model_policy {
    /*
     * Borrowed; NULL: there is none. A model that is in it must have a
     * certificate path to the anchors of its entry, and its algorithm.
     */
    const struct passkey_metadata *metadata;
    bool require_known; /* only models in it, proved by certificates */
    uint32_t refused;   /* PASSKEY_STATUS_... */
    enum passkey_certification minimum; /* above NONE: as require_known */
    /* Not empty: only these, proved by certificates. */
    const uint8_t (*allowed)[PASSKEY_MODEL_AAGUID_LEN];
    size_t num_allowed;
    /* Never these. Means little where unproved models are accepted. */
    const uint8_t (*denied)[PASSKEY_MODEL_AAGUID_LEN];
    size_t num_denied;
};

#ifdef __cplusplus
}
#endif

#endif
