/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first half of both ceremonies: the options for navigator.credentials,
 * in the JSON form of Level 3 (#dictdef-publickeycredentialcreationoptionsjson,
 * #dictdef-publickeycredentialrequestoptionsjson), and the ceremony state
 * that the answer is checked against.
 */
#ifndef PASSKEY_OPTIONS_H
#define PASSKEY_OPTIONS_H

#include <passkey/ceremony.h>
#include <passkey/crypto.h>
#include <passkey/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A credential that is named in options. */
struct passkey_descriptor {
    struct passkey_bytes id;         /* 1 to 1023 bytes */
    struct passkey_bytes transports; /* as in struct passkey_credential */
};

struct passkey_registration_request {
    struct passkey_bytes user_handle;  /* 1 to 64 random bytes */
    struct passkey_bytes user_name;    /* UTF-8, for the account chooser */
    struct passkey_bytes display_name; /* UTF-8; may be empty */
    const struct passkey_descriptor *exclude; /* the account's credentials */
    size_t num_exclude;
    bool conditional;                /* mediation will be "conditional" */
    struct passkey_bytes extensions; /* a JSON object, or empty */
};

struct passkey_authentication_request {
    struct passkey_bytes user_handle; /* empty: the user is not known yet */
    const struct passkey_descriptor *allow; /* empty: discoverable */
    size_t num_allow;
    struct passkey_bytes appid;      /* asks for the extension; or empty */
    struct passkey_bytes extensions; /* a JSON object, or empty */
    /*
     * For Secure Payment Confirmation (w3.org/TR/secure-payment-confirmation):
     * only the answer to a payment request is accepted then, which is refused
     * otherwise. The origins of the policy are those of the payees' pages.
     */
    bool payment;
};

/*
 * passkey_registration_options makes the options of a registration
 * (#sctn-registering-a-new-credential, first item). The challenge is 32 bytes
 * from the backend's random source.
 *
 *   policy    checked by passkey_policy_check
 *   request   borrowed for the call
 *   now       seconds since 1970-01-01 UTC
 *   json      receives PublicKeyCredentialCreationOptionsJSON, no NUL. Enough
 *             are 2 KiB, the policy's texts twice, the names and transports
 *             six times (a control character needs six bytes), the ids
 *             twice, the extensions, and 64 bytes for each credential
 *   ceremony  all zero unless PASSKEY_OK is returned
 *
 * An algorithm that the backend cannot verify is left out, and so is RS1
 * where the policy does not tolerate it.
 *
 * Returns PASSKEY_OK, PASSKEY_ERR_POLICY_INVALID (a member out of its range,
 * text that is not UTF-8, extensions that are not a JSON object),
 * PASSKEY_ERR_NO_SPACE, PASSKEY_ERR_BACKEND.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error passkey_registration_options(
    const struct passkey_policy *policy, const struct passkey_crypto *crypto,
    const struct passkey_registration_request *request, int64_t now,
    struct passkey_buffer json, size_t *json_len,
    struct passkey_ceremony *ceremony);

/*
 * passkey_authentication_options makes the options of an authentication
 * (#sctn-verifying-assertion, first item); parameters and results as above.
 * With an empty allow list any discoverable credential of this relying party
 * can answer.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error
passkey_authentication_options(const struct passkey_policy *policy,
    const struct passkey_crypto *crypto,
    const struct passkey_authentication_request *request, int64_t now,
    struct passkey_buffer json, size_t *json_len,
    struct passkey_ceremony *ceremony);

#ifdef __cplusplus
}
#endif

#endif
