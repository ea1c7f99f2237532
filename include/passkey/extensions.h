/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Extensions (#sctn-extensions): their inputs, as the JSON object that the
 * options calls take, and their outputs, of the client and of the
 * authenticator, as values. An extension that nobody acted upon is absent
 * from the outputs, which is no error; outputs that are not known here are
 * left to the caller in the texts that the verify calls hand on.
 *
 * Client outputs are not signed: a page can write what it likes into them.
 * Authenticator outputs are.
 */
#ifndef PASSKEY_EXTENSIONS_H
#define PASSKEY_EXTENSIONS_H

#include <passkey/authentication.h>
#include <passkey/registration.h>

#ifdef __cplusplus
extern "C" {
#endif

/* credentialProtectionPolicy of credProtect (CTAP 2.1 section 12.1) */
enum passkey_protection {
    PASSKEY_PROTECTION_NONE = 0,      /* not asked for, not told */
    PASSKEY_PROTECTION_OPTIONAL = 1,  /* userVerificationOptional */
    PASSKEY_PROTECTION_WITH_LIST = 2, /* ...OptionalWithCredentialIDList */
    PASSKEY_PROTECTION_REQUIRED = 3   /* userVerificationRequired */
};

/* support of largeBlob (#sctn-large-blob-extension) */
enum passkey_large_blob {
    PASSKEY_LARGE_BLOB_NONE = 0,
    PASSKEY_LARGE_BLOB_PREFERRED,
    PASSKEY_LARGE_BLOB_REQUIRED
};

/* Two inputs of prf or hmac-secret; `second` may be empty. */
struct passkey_prf_inputs {
    struct passkey_bytes first, second;
};

/* What a registration may ask for; the zero value asks for nothing. */
struct passkey_registration_extensions {
    bool cred_props;
    struct passkey_bytes appid_exclude; /* an AppID, UTF-8; or empty */
    enum passkey_protection protection;
    bool enforce_protection; /* no credential rather than a weaker one */
    bool min_pin_length;
    struct passkey_bytes cred_blob; /* bytes to keep with it; or empty */
    enum passkey_large_blob large_blob;
    bool prf;                      /* can it, and ... */
    struct passkey_prf_inputs eval; /* ... at once for these inputs */
    bool hmac_create_secret;
    bool payment; /* for Secure Payment Confirmation */
};

/* The results of prf for one credential of the allow list. */
struct passkey_prf_of_credential {
    struct passkey_bytes credential_id;
    struct passkey_prf_inputs eval;
};

/* What an authentication may ask for; appid is in the request. */
struct passkey_authentication_extensions {
    bool get_cred_blob;
    bool read_large_blob;                  /* not together with a write */
    struct passkey_bytes write_large_blob; /* bytes; or empty */
    struct passkey_prf_inputs eval;
    const struct passkey_prf_of_credential *eval_by_credential;
    size_t num_eval_by_credential; /* needs an allow list */
    struct passkey_prf_inputs hmac_get_secret; /* 32 bytes each */
};

/*
 * passkey_registration_extensions_write writes the JSON object for
 * `extensions` of a registration request.
 *
 *   out      six times the length of the AppID, twice the lengths of all
 *            other views, and 512 bytes are enough
 *   out_len  bytes written
 *
 * Returns PASSKEY_OK, PASSKEY_ERR_NO_SPACE, PASSKEY_ERR_POLICY_INVALID (a
 * value out of its range, an AppID that is not UTF-8, protection to be
 * enforced that is not asked for, inputs of a prf that is not).
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error
passkey_registration_extensions_write(
    const struct passkey_registration_extensions *extensions,
    struct passkey_buffer out, size_t *out_len);

/*
 * passkey_authentication_extensions_write writes the JSON object for
 * `extensions` of an authentication request.
 *
 *   out      twice the lengths of all views, and 64 bytes for each entry of
 *            eval_by_credential and 512 more, are enough
 *   out_len  bytes written
 *
 * Returns PASSKEY_OK, PASSKEY_ERR_NO_SPACE, PASSKEY_ERR_POLICY_INVALID (a
 * read together with a write, a second input without a first one, a salt
 * that has not 32 bytes, an entry without credential or input).
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error
passkey_authentication_extensions_write(
    const struct passkey_authentication_extensions *extensions,
    struct passkey_buffer out, size_t *out_len);

/* How the user was verified: one of up to three ways (uvm). */
#define PASSKEY_UVM_MAX 3
struct passkey_uvm {
    uint32_t method; /* USER_VERIFY_... of the FIDO registry */
    uint16_t key_protection;
    uint16_t matcher_protection;
};

/* All outputs; zero and empty: absent. */
struct passkey_extension_outputs {
    /* Of the client, not signed. */
    enum passkey_flag discoverable;  /* credProps.rk */
    enum passkey_flag appid;         /* the AppID was used */
    enum passkey_flag appid_exclude; /* it was looked at */
    enum passkey_flag large_blob_supported;
    enum passkey_flag large_blob_written;
    struct passkey_bytes large_blob; /* what was read */
    enum passkey_flag prf_enabled;
    bool prf_results; /* secrets of the page were sent: do not keep them */
    enum passkey_flag hmac_secret_created;

    /* Of the authenticator, signed. */
    enum passkey_protection protection; /* the one that it has */
    uint32_t min_pin_length;            /* code points; 0: not told */
    enum passkey_flag cred_blob_stored;
    struct passkey_bytes cred_blob; /* what was kept with the credential */
    enum passkey_flag hmac_secret;  /* the key was made */
    struct passkey_uvm uvm[PASSKEY_UVM_MAX];
    size_t num_uvm;
};

/*
 * passkey_extension_outputs_read reads the outputs that a response has, of
 * either ceremony. A known output of the wrong type counts as absent.
 *
 *   client         `extensions` of a response: JSON text, or empty
 *   authenticator  `authenticator_extensions` of a result: CBOR, or empty
 *   scratch        receives large_blob; client.len bytes are enough; must
 *                  live as long as `out` is used
 *   out            its views point into the parameters
 *
 * Returns PASSKEY_OK, PASSKEY_ERR_JSON_MALFORMED, PASSKEY_ERR_MEMBER_TWICE,
 * PASSKEY_ERR_EXTENSIONS_MALFORMED, PASSKEY_ERR_NO_SPACE.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error
passkey_extension_outputs_read(struct passkey_bytes client,
    struct passkey_bytes authenticator, struct passkey_buffer scratch,
    struct passkey_extension_outputs *out);

/* What outputs must show; the zero value wants nothing. */
struct passkey_extension_demands {
    enum passkey_protection protection; /* at least this one */
    uint32_t min_pin_length;            /* code points, told and at least */
    bool discoverable;                  /* credProps.rk is true */
    bool large_blob;                    /* it is supported */
    bool prf;                           /* it is enabled */
};

/*
 * passkey_extension_outputs_check compares outputs of a registration with
 * what the relying party demands.
 * Returns PASSKEY_OK or PASSKEY_ERR_EXTENSION_NOT_ACCEPTED.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE enum passkey_error
passkey_extension_outputs_check(
    const struct passkey_extension_outputs *outputs,
    const struct passkey_extension_demands *demands);

#ifdef __cplusplus
}
#endif

#endif
