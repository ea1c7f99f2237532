/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A browser and an authenticator in one, for tests. A ceremony passes through
 * four stages; between two of them a test may change everything that the
 * earlier ones made, and the later ones work with the change:
 *
 *   ceremony_begin    a valid recipe: client data members, flags, key ...
 *   ceremony_build    client_data and auth_data, the bytes
 *   ceremony_sign     signature; at registration the attestation object
 *   ceremony_encode   response, the JSON that a page would post
 *
 * Every stage runs those before it that have not run. All memory is scratch
 * memory, except the keys, which the caller owns.
 *
 * This code shares nothing with the library under test.
 */
#ifndef TEST_SOFTWARE_AUTHENTICATOR_H
#define TEST_SOFTWARE_AUTHENTICATOR_H

#include "attestation_certificate.h"
#include "authenticator_key.h"
#include "blob.h"
#include "cbor_writer.h"
#include "der_writer.h"
#include "key_description_writer.h"
#include "tpm_object.h"

#include <cjson/cJSON.h>
#include <stdbool.h>

#define FLAG_UP   0x01
#define FLAG_RFU1 0x02
#define FLAG_UV   0x04
#define FLAG_BE   0x08
#define FLAG_BS   0x10
#define FLAG_RFU2 0x20
#define FLAG_AT   0x40
#define FLAG_ED   0x80

enum ceremony_kind { REGISTRATION, AUTHENTICATION };
enum ceremony_stage { BEGUN, BUILT, SIGNED, ENCODED };

/* What the authenticator keeps. */
struct soft_passkey {
    const struct key_algorithm *algorithm;
    EVP_PKEY *key;
    struct blob id;
    struct blob user_handle;
};

/* Who certifies an attestation key: a root and perhaps intermediates. */
struct attestation_authority {
    struct certificate root;
    struct certificate intermediates[2]; /* the lowest first */
    unsigned num_intermediates;
};

struct ceremony;

/* An attestation statement format. */
struct statement_format {
    const char *name; /* as in test names */
    const char *fmt;
    void (*make)(struct ceremony *c); /* fills c->statement */
    /* Makes the recipe: c->leaf, and what else the format wants. */
    void (*certify)(struct ceremony *c, const struct certificate *issuer);
};

extern const struct statement_format statement_none;
extern const struct statement_format statement_self;
extern const struct statement_format statement_packed; /* with x5c */
extern const struct statement_format statement_tpm;
extern const struct statement_format statement_android_key;
extern const struct statement_format statement_apple;
extern const struct statement_format statement_fido_u2f;
extern const struct statement_format statement_compound;

/*
 * What the TPM says. pubArea, certInfo, and in it extraData and the name, are
 * made from the rest when the ceremony is signed, unless they are there.
 */
struct tpm_recipe {
    const char *version;
    struct tpm_public object;
    struct tpm_attest attest;
    struct blob pub_area;
    struct blob cert_info;
};

struct ceremony {
    enum ceremony_kind kind;
    enum ceremony_stage stage;

    /* The recipe. */
    struct soft_passkey passkey;
    cJSON *client; /* members of the client data, in their order */
    struct blob rp_id_hash;
    uint8_t flags;
    uint32_t sign_count;
    struct blob aaguid;
    struct cbor_node *cose_key;
    struct cbor_node *extensions; /* NULL: none; FLAG_ED is the caller's */
    struct key_signing signing;   /* of the credential key */
    EVP_PKEY *signer;             /* NULL: the credential key */

    /* The recipe of the attestation statement. */
    const struct statement_format *format;
    EVP_PKEY *attestation_key;
    struct key_signing attestation_signing;
    int attestation_alg; /* what the statement says */
    struct certificate leaf;
    struct blob chain[4]; /* DER after the leaf */
    unsigned num_chain;
    struct tpm_recipe tpm;
    struct key_description android;
    struct ceremony *parts[8]; /* compound: one recipe for each statement */
    unsigned num_parts;

    /* Built. */
    struct blob client_data;
    struct blob auth_data;

    /* Signed. */
    struct blob signature;
    struct cbor_node *statement;
    struct cbor_node *object; /* fmt, attStmt, authData */
    struct blob object_trailer;

    /* Encoded. */
    struct blob attestation_object;
    bool with_copies; /* authenticatorData, publicKey, publicKeyAlgorithm */
    cJSON *response;
};

void ceremony_begin(struct ceremony *c, enum ceremony_kind kind,
    const struct soft_passkey *passkey);

/* Say what the relying party asked; at any time before ceremony_build. */
void ceremony_set_site(struct ceremony *c, const char *origin,
    const char *rp_id, const char *challenge);

/*
 * Attest with `key`, certified by `authority`; for formats with x5c. The key
 * of "android-key" and "apple" is the credential key.
 */
void ceremony_attest(struct ceremony *c, const struct statement_format *format,
    EVP_PKEY *key, int alg, const struct attestation_authority *authority);

/*
 * Attest with "compound": the statement of `part`, of which only the recipe of
 * the attestation counts, comes behind those that were added before.
 */
void ceremony_add_part(struct ceremony *c, const struct ceremony *part);

void ceremony_build(struct ceremony *c);
void ceremony_sign(struct ceremony *c);
void ceremony_encode(struct ceremony *c);

/* authData || SHA-256(clientDataJSON): what is signed. */
struct blob ceremony_message(const struct ceremony *c);

/* What a U2F device signs at registration. */
struct blob ceremony_u2f_message(const struct ceremony *c);

/* The response as JSON text. */
char *ceremony_text(struct ceremony *c);

#endif
