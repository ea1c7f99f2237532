/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second half of an authentication: read the client's answer, look up
 * the credential record by the id in it, decide.
 */
#ifndef PASSKEY_AUTHENTICATION_H
#define PASSKEY_AUTHENTICATION_H

#include <passkey/ceremony.h>
#include <passkey/credential.h>
#include <passkey/crypto.h>
#include <passkey/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

/* AuthenticationResponseJSON, decoded; all views are borrowed. */
struct passkey_authentication_response {
    struct passkey_bytes id; /* credential id: look the record up by it */
    struct passkey_bytes client_data;
    struct passkey_bytes authenticator_data;
    struct passkey_bytes signature;
    struct passkey_bytes user_handle; /* empty: not sent */
    enum passkey_attachment attachment;
    bool appid_used;                 /* client output appid: true */
    struct passkey_bytes extensions; /* JSON text of the results */
};

/* What an authentication proved, and what to write back. */
struct passkey_authentication {
    bool user_present;
    bool user_verified;
    bool backup_state;          /* store it */
    bool uv_initialized;        /* the record's value, unchanged */
    uint32_t sign_count;        /* store it */
    bool sign_count_suspicious; /* it did not increase: maybe a clone */
    bool record_changed;        /* something above differs from the record */
    struct passkey_bytes authenticator_extensions; /* CBOR map, or empty */
    /*
     * Of a payment: what the user saw and confirmed, the member `payment` of
     * the client data, as JSON text. That its rpId is ours was checked;
     * payee, total and instrument are the caller's to compare.
     */
    struct passkey_bytes payment;
};

/*
 * passkey_authentication_response_read reads an AuthenticationResponseJSON
 * (#dictdef-authenticationresponsejson); parameters and errors as
 * passkey_registration_response_read.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error
passkey_authentication_response_read(struct passkey_bytes json,
    struct passkey_buffer scratch, struct passkey_authentication_response *out);

/*
 * passkey_authentication_verify decides whether an assertion proves that the
 * user of `credential` is here (#sctn-verifying-assertion).
 *
 *   policy      what this relying party accepts
 *   crypto      a backend of this thread
 *   ceremony    from passkey_authentication_options; consume its id,
 *               whatever the result
 *   response    from passkey_authentication_response_read
 *   credential  the stored record of response->id, with its owner
 *   now         seconds since 1970-01-01 UTC, for the expiry
 *   out         all zero unless PASSKEY_OK is returned
 *
 * The account that signs in is the owner, credential->user_handle. An
 * unknown credential id never gets here: answer
 * PASSKEY_ERR_CREDENTIAL_UNKNOWN for it.
 *
 * Returns PASSKEY_OK or the first check that failed: any error of the kinds
 * 1xx to 4xx, or PASSKEY_ERR_BACKEND.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error
passkey_authentication_verify(const struct passkey_policy *policy,
    const struct passkey_crypto *crypto,
    const struct passkey_ceremony *ceremony,
    const struct passkey_authentication_response *response,
    const struct passkey_credential *credential, int64_t now,
    struct passkey_authentication *out);

#ifdef __cplusplus
}
#endif

#endif
