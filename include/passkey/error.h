/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One check, one name. Every function of the library that can fail returns
 * an enum passkey_error; 0 is success. The hundreds digit is the kind:
 *
 *   1xx  bytes that cannot be read          4xx  the signature
 *   2xx  client data                        5xx  attestation and trust
 *   3xx  authenticator data, credential     6xx  a BLOB of FIDO metadata
 *                                           9xx  caller, backend, bug
 *
 * Numbers and names are stable: they are only ever appended. The kind, not
 * the detail, should choose what a visitor is told; the name belongs into
 * the log.
 *
 * Each row: X(number, name without prefix, anchor in WebAuthn Level 3, text).
 */
#ifndef PASSKEY_ERROR_H
#define PASSKEY_ERROR_H

#include <passkey/bytes.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PASSKEY_ERRORS(X)                                                      \
    X(101, JSON_MALFORMED, "#dictdef-registrationresponsejson",                \
        "the text is not one well-formed JSON object")                         \
    X(102, MEMBER_MISSING, "#dictdef-registrationresponsejson",                \
        "a required member is missing or empty")                               \
    X(103, MEMBER_TWICE, "#dictdef-registrationresponsejson",                  \
        "a member name occurs twice in one object")                            \
    X(104, MEMBER_TYPE, "#dictdef-registrationresponsejson",                   \
        "a member has the wrong JSON type")                                    \
    X(105, BASE64URL_MALFORMED, "#base64url-encoding",                         \
        "a value is not base64url without padding")                            \
    X(106, CREDENTIAL_TYPE_UNKNOWN, "#enum-credentialType",                    \
        "the credential type is not public-key")                               \
    X(107, ID_MISMATCH, "#dom-publickeycredential-rawid",                      \
        "id, rawId and the attested credential id are not the same")           \
    X(108, COPY_MISMATCH, "#sctn-public-key-easy",                             \
        "a convenience copy of the client contradicts the signed data")        \
    X(109, CBOR_MALFORMED, "#sctn-conforming-all-classes",                     \
        "the CBOR is cut, not canonical, too deep or has a duplicate key")     \
    X(110, ATTESTATION_OBJECT_MALFORMED, "#sctn-attestation",                  \
        "the attestation object is not a map of fmt, attStmt and authData")    \
    X(111, AUTH_DATA_SHORT, "#sctn-authenticator-data",                        \
        "the authenticator data end too early")                                \
    X(112, AUTH_DATA_EXTRA, "#sctn-authenticator-data",                        \
        "bytes follow the authenticator data")                                 \
    X(113, ATTESTED_DATA_MISSING, "#sctn-attested-credential-data",            \
        "a registration has no attested credential data")                      \
    X(114, ATTESTED_DATA_UNEXPECTED, "#sctn-attested-credential-data",         \
        "an assertion has attested credential data")                           \
    X(115, EXTENSIONS_MALFORMED, "#authdata-extensions",                       \
        "the extension data are not one CBOR map with text keys")              \
    X(116, KEY_MALFORMED, "#sctn-encoded-credPubKey-examples",                 \
        "the credential public key is not a well-formed COSE_Key")             \
    X(117, CLIENT_DATA_MALFORMED, "#client-data",                              \
        "the client data are not one JSON object with the required members")   \
    X(118, CREDENTIAL_RECORD_MALFORMED, "#credential-record",                  \
        "the stored credential record cannot be read")                         \
    X(119, CEREMONY_TOKEN_MALFORMED, "#sctn-cryptographic-challenges",         \
        "the ceremony token is not one that this key ring has sealed")         \
    X(201, TYPE_MISMATCH, "#dom-collectedclientdata-type",                     \
        "the client data belong to another kind of ceremony")                  \
    X(202, CHALLENGE_MISMATCH, "#sctn-cryptographic-challenges",               \
        "the challenge is not the one that was issued")                        \
    X(203, ORIGIN_NOT_ALLOWED,                                                 \
        "#rp-op-registering-a-new-credential-step-origin",                     \
        "the origin is not one of the allowed origins")                        \
    X(204, CROSS_ORIGIN_NOT_ALLOWED, "#dom-collectedclientdata-crossorigin",   \
        "the page was embedded in another origin, which is not allowed")       \
    X(205, TOP_ORIGIN_NOT_ALLOWED, "#dom-collectedclientdata-toporigin",       \
        "the top-level origin is not one of the allowed ones")                 \
    X(206, CEREMONY_EXPIRED, "#sctn-cryptographic-challenges",                 \
        "the ceremony took longer than it may")                                \
    X(207, CEREMONY_KIND_MISMATCH, "#sctn-rp-operations",                      \
        "a registration was answered by an assertion or the reverse")          \
    X(208, PAYMENT_MISMATCH, "#dom-collectedclientdata-type",                  \
        "the client data are not of a payment for this relying party")         \
    X(301, RP_ID_MISMATCH, "#rpidhash",                                        \
        "the RP ID hash is not that of this relying party")                    \
    X(302, USER_NOT_PRESENT, "#concept-user-present",                          \
        "the authenticator did not test user presence")                        \
    X(303, USER_NOT_VERIFIED, "#concept-user-verified",                        \
        "user verification is required and was not done")                      \
    X(304, BACKUP_STATE_IMPOSSIBLE, "#sctn-credential-backup",                 \
        "the credential is backed up without being eligible for it")           \
    X(305, BACKUP_ELIGIBILITY_CHANGED, "#sctn-credential-backup",              \
        "the backup eligibility differs from the one at registration")         \
    X(306, BACKUP_ELIGIBILITY_NOT_ACCEPTED, "#sctn-credential-backup",         \
        "policy refuses this backup eligibility")                              \
    X(307, BACKUP_STATE_NOT_ACCEPTED, "#sctn-credential-backup",               \
        "policy wants credentials that are backed up")                         \
    X(308, ALGORITHM_NOT_REQUESTED,                                            \
        "#dom-publickeycredentialcreationoptions-pubkeycredparams",            \
        "the key's algorithm is not one of those offered")                     \
    X(309, CREDENTIAL_ID_TOO_LONG, "#credential-id",                           \
        "the credential id is longer than 1023 bytes")                         \
    X(310, CREDENTIAL_ID_EMPTY, "#credential-id",                              \
        "the credential id is empty")                                          \
    X(311, CREDENTIAL_REGISTERED, "#sctn-registering-a-new-credential",        \
        "the credential id is already registered")                             \
    X(312, CREDENTIAL_NOT_ALLOWED,                                             \
        "#dom-publickeycredentialrequestoptions-allowcredentials",             \
        "the credential is not in the list that was offered")                  \
    X(313, CREDENTIAL_NOT_OWNED, "#sctn-verifying-assertion",                  \
        "the credential belongs to another account")                           \
    X(314, CREDENTIAL_UNKNOWN, "#sctn-verifying-assertion",                    \
        "the credential is not the one on record")                             \
    X(315, USER_HANDLE_MISSING,                                                \
        "#dom-authenticatorassertionresponse-userhandle",                      \
        "the user handle is needed and missing")                               \
    X(316, USER_HANDLE_MISMATCH,                                               \
        "#dom-authenticatorassertionresponse-userhandle",                      \
        "the user handle is not that of the credential's account")             \
    X(317, SIGN_COUNT_NOT_INCREASED, "#sctn-sign-counter",                     \
        "the signature counter did not increase")                              \
    X(318, EXTENSION_NOT_ACCEPTED, "#sctn-extensions",                         \
        "an extension output contradicts what policy requires")                \
    X(401, SIGNATURE_INVALID, "#sctn-op-get-assertion",                        \
        "the signature does not verify")                                       \
    X(402, KEY_UNSUPPORTED, "#typedefdef-cosealgorithmidentifier",             \
        "the key's algorithm cannot be verified here")                         \
    X(403, KEY_INVALID, "#sctn-encoded-credPubKey-examples",                   \
        "the key is not a valid public key of its algorithm")                  \
    X(404, KEY_WEAK, "",                                                       \
        "the key was made by a generator whose keys are broken")               \
    X(501, ATTESTATION_FORMAT_UNKNOWN, "#sctn-defined-attestation-formats",    \
        "the attestation statement format is not supported")                   \
    X(502, ATTESTATION_STATEMENT_MALFORMED,                                    \
        "#sctn-defined-attestation-formats",                                   \
        "the attestation statement has not the form of its format")            \
    X(503, ATTESTATION_SIGNATURE_INVALID,                                      \
        "#sctn-defined-attestation-formats",                                   \
        "the attestation signature does not verify")                           \
    X(504, ATTESTATION_ALGORITHM_MISMATCH,                                     \
        "#sctn-defined-attestation-formats",                                   \
        "the statement's algorithm does not fit the key")                      \
    X(505, ATTESTATION_KEY_MISMATCH, "#sctn-defined-attestation-formats",      \
        "the attested key is not the credential key")                          \
    X(506, ATTESTATION_NONCE_MISMATCH, "#sctn-defined-attestation-formats",    \
        "the statement is not about this ceremony")                            \
    X(507, ATTESTATION_AAGUID_MISMATCH, "#sctn-packed-attestation",            \
        "the certificate names another AAGUID")                                \
    X(508, ATTESTATION_CERTIFICATE_MALFORMED, "#sctn-packed-attestation",      \
        "a certificate of the statement cannot be read")                       \
    X(509, ATTESTATION_CERTIFICATE_UNSUITABLE,                                 \
        "#sctn-packed-attestation-cert-requirements",                          \
        "the attestation certificate does not meet its format's demands")      \
    X(510, ATTESTATION_NOT_ACCEPTED, "#sctn-attestation-types",                \
        "policy refuses this type of attestation")                             \
    X(511, ATTESTATION_NOT_TRUSTED, "#sctn-attestation-trust",                 \
        "no certificate path leads to a trust anchor")                         \
    X(512, CERTIFICATE_EXPIRED, "#sctn-attestation-trust",                     \
        "a certificate of the path is outside its validity")                   \
    X(513, CERTIFICATE_REVOKED, "#sctn-attestation-trust",                     \
        "a certificate of the path is revoked")                                \
    X(514, ANDROID_KEY_PROPERTIES, "#sctn-android-key-attestation",            \
        "the key description does not allow this use of the key")              \
    X(515, TPM_STRUCTURE, "#sctn-tpm-attestation",                             \
        "certInfo or pubArea is not the structure that TPM 2.0 defines")       \
    X(516, SERIAL_NUMBER_UNEXPECTED,                                           \
        "#sctn-enterprise-packed-attestation-cert-requirements",               \
        "a serial number without enterprise attestation")                      \
    X(517, CERTIFICATE_STATUS_UNKNOWN, "#sctn-attestation-trust",              \
        "no revocation list in force says whether a certificate is revoked")   \
    X(518, SAFETYNET_VERDICT, "#sctn-android-safetynet-attestation",           \
        "SafetyNet does not vouch for the device")                             \
    X(519, SAFETYNET_STALE, "#sctn-android-safetynet-attestation",             \
        "the SafetyNet response is from another time")                         \
    X(520, MODEL_UNKNOWN, "#sctn-attestation-trust",                           \
        "the authenticator model is not in the metadata")                      \
    X(521, MODEL_NOT_ALLOWED, "#sctn-attestation-trust",                       \
        "policy refuses this authenticator model")                             \
    X(522, MODEL_STATUS, "#sctn-attestation-trust",                            \
        "the metadata report a compromise, revocation or retirement")          \
    X(523, MODEL_NOT_CERTIFIED, "#sctn-attestation-trust",                     \
        "the model's certification is below the minimum")                      \
    X(524, MODEL_ATTESTATION_TYPE, "#sctn-attestation-trust",                  \
        "the model does not make attestations of this type")                   \
    X(525, MODEL_ALGORITHM, "#sctn-attestation-trust",                         \
        "the model does not make keys of this algorithm and curve")            \
    X(601, METADATA_MALFORMED, "",                                             \
        "the text is not a signed BLOB in compact form")                       \
    X(602, METADATA_ALGORITHM, "",                                             \
        "the algorithm is not RS256 or ES256, or does not fit the key")        \
    X(603, METADATA_HEADER, "",                                                \
        "the header demands an extension or names certificates elsewhere")     \
    X(604, METADATA_CERTIFICATES, "",                                          \
        "the header's certificates are empty or cannot be read")               \
    X(605, METADATA_SIGNER_NOT_TRUSTED, "",                                    \
        "no certificate path leads from the signer to a root")                 \
    X(606, METADATA_SIGNER_NAME, "",                                           \
        "the signer's certificate was made for another name")                  \
    X(607, METADATA_SIGNATURE_INVALID, "",                                     \
        "the signature of the BLOB does not verify")                           \
    X(608, METADATA_PAYLOAD, "",                                               \
        "the signed text is not a list of metadata entries")                   \
    X(609, METADATA_NOT_NEWER, "",                                             \
        "the BLOB is the one that there is already")                           \
    X(610, METADATA_ROLLED_BACK, "",                                           \
        "the BLOB is older than one that was accepted before")                 \
    X(901, NO_SPACE, "", "the caller's buffer is too small")                   \
    X(902, BACKEND, "", "the crypto backend could not do its work")            \
    X(903, INTERNAL, "", "a bug in the library")                               \
    X(904, POLICY_INVALID, "", "the policy or request of the caller is wrong")

enum passkey_error {
    PASSKEY_OK = 0,
#define PASSKEY_ERROR_ENTRY(number, name, anchor, text)                        \
    PASSKEY_ERR_##name = number,
    PASSKEY_ERRORS(PASSKEY_ERROR_ENTRY)
#undef PASSKEY_ERROR_ENTRY
};

/*
 * passkey_error_name gives the stable name, for example
 * "PASSKEY_ERR_ORIGIN_NOT_ALLOWED", as a constant string; "PASSKEY_OK" for
 * success, "PASSKEY_ERR_UNKNOWN" for a number that is not in the table.
 */
PASSKEY_EXPORT const char *passkey_error_name(enum passkey_error error);

/*
 * passkey_error_anchor gives the place in the Web Authentication Level 3
 * specification that the check comes from, beginning with '#'; empty for
 * errors of the 6xx and 9xx kinds and unknown numbers.
 */
PASSKEY_EXPORT const char *passkey_error_anchor(enum passkey_error error);

/*
 * passkey_error_text gives one line of English for logs, without a full
 * stop. A constant string, never NULL.
 */
PASSKEY_EXPORT const char *passkey_error_text(enum passkey_error error);

#ifdef __cplusplus
}
#endif

#endif
