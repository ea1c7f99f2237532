/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second half of a registration: read the client's answer, decide, and
 * give the credential record to store.
 */
#ifndef PASSKEY_REGISTRATION_H
#define PASSKEY_REGISTRATION_H

#include <passkey/ceremony.h>
#include <passkey/credential.h>
#include <passkey/crypto.h>
#include <passkey/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A client output that may be absent. */
enum passkey_flag {
    PASSKEY_FLAG_UNKNOWN = 0,
    PASSKEY_FLAG_FALSE,
    PASSKEY_FLAG_TRUE
};

/* RegistrationResponseJSON, decoded; all views are borrowed. */
struct passkey_registration_response {
    struct passkey_bytes id;                 /* credential id */
    struct passkey_bytes client_data;        /* clientDataJSON */
    struct passkey_bytes attestation_object; /* CBOR */
    struct passkey_bytes transports;         /* comma-separated; may be empty */
    enum passkey_attachment attachment;      /* ANY: not told */
    enum passkey_flag discoverable;          /* credProps.rk */
    struct passkey_bytes extensions;         /* JSON text of the results */
    /* Convenience copies, only compared; empty if not sent. */
    struct passkey_bytes authenticator_data_copy;
    struct passkey_bytes public_key_copy; /* SubjectPublicKeyInfo */
    bool has_algorithm_copy;
    int64_t algorithm_copy;
    /*
     * Memory for texts inside texts; only the format android-safetynet needs
     * it: twice the length of the attestation object.
     */
    struct passkey_buffer scratch;
};

struct passkey_registration {
    struct passkey_credential credential; /* the record to store */
    bool user_present;
    bool user_verified;
    bool trusted; /* a path to an anchor was found */
    bool model_known; /* to one of the model's entry in the metadata */
    enum passkey_flag discoverable;
    uint32_t tolerated; /* PASSKEY_TOLERATE_... that were needed */
    struct passkey_bytes authenticator_extensions; /* CBOR map, or empty */
    /*
     * Of this one device, by enterprise attestation of the format packed
     * (#sctn-enterprise-packed-attestation-cert-requirements): octets as the
     * vendor chose them; empty: not told. Believe it only if `trusted`.
     */
    struct passkey_bytes serial_number;
};

/*
 * passkey_registration_response_read reads a RegistrationResponseJSON
 * (#dictdef-registrationresponsejson).
 *
 *   json     the request body: untrusted, borrowed
 *   scratch  receives what must be decoded; json.len bytes are enough, and
 *            thrice as many with PASSKEY_TOLERATE_SAFETYNET; must live as
 *            long as `out` is used
 *   out      its views point into `json` and `scratch`; all zero unless
 *            PASSKEY_OK is returned
 *
 * Returns PASSKEY_OK, PASSKEY_ERR_JSON_MALFORMED, _MEMBER_TWICE,
 * _MEMBER_MISSING, _MEMBER_TYPE, _BASE64URL_MALFORMED,
 * _CREDENTIAL_TYPE_UNKNOWN, _ID_MISMATCH, _CEREMONY_KIND_MISMATCH (an
 * assertion), _NO_SPACE.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error
passkey_registration_response_read(struct passkey_bytes json,
    struct passkey_buffer scratch, struct passkey_registration_response *out);

/*
 * passkey_registration_verify decides whether a registration response is
 * acceptable (#sctn-registering-a-new-credential) and, if so, fills `out`.
 *
 *   policy    what this relying party accepts
 *   crypto    a backend of this thread
 *   ceremony  from passkey_registration_options; consume its id, whatever
 *             the result
 *   response  from passkey_registration_response_read, or raw bytes put into
 *             an otherwise zero struct
 *   now       seconds since 1970-01-01 UTC, for expiry and certificates
 *   out       all zero unless PASSKEY_OK is returned; its views point into
 *             `response` and `ceremony` and die with them
 *
 * Does not check that the credential id is new to all users: only the store
 * knows that (PASSKEY_ERR_CREDENTIAL_REGISTERED is its word for it). Contacts
 * nobody. The library allocates nothing and keeps no state; the backend may
 * allocate while it works.
 *
 * Returns PASSKEY_OK or the first check that failed: any error of the kinds
 * 1xx to 5xx, or PASSKEY_ERR_BACKEND.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error passkey_registration_verify(
    const struct passkey_policy *policy, const struct passkey_crypto *crypto,
    const struct passkey_ceremony *ceremony,
    const struct passkey_registration_response *response, int64_t now,
    struct passkey_registration *out);

#ifdef __cplusplus
}
#endif

#endif
