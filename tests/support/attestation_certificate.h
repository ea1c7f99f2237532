/* SPDX-License-Identifier: Apache-2.0 */
/*
 * X.509 certificates with any content that a test may want, right or wrong:
 * the names and extensions are lists that are written as they stand.
 */
#ifndef TEST_ATTESTATION_CERTIFICATE_H
#define TEST_ATTESTATION_CERTIFICATE_H

#include "blob.h"

#include <openssl/evp.h>
#include <stdbool.h>

struct name_entry {
    const char *attribute; /* "C", "O", "OU", "CN" */
    struct blob value;
};

struct certificate_extension {
    const char *oid;
    bool critical;
    struct blob value; /* the content of the extension's OCTET STRING */
};

struct certificate_name {
    struct name_entry entries[8];
    unsigned num_entries;
};

struct certificate {
    int version; /* as in the encoding: 2 is version 3 */
    struct certificate_name subject;
    struct certificate_name issuer;
    struct certificate_extension extensions[8];
    unsigned num_extensions;
    const char *not_before; /* ASN.1 time text; 15 characters: Generalized */
    const char *not_after;
    EVP_PKEY *key;        /* the public key that is certified */
    EVP_PKEY *issuer_key; /* signs */
    const char *hash;     /* NULL: issuer key hashes by itself */
};

#define OID_BASIC_CONSTRAINTS  "2.5.29.19"
#define OID_KEY_USAGE          "2.5.29.15"
#define OID_FIDO_AAGUID        "1.3.6.1.4.1.45724.1.1.4"
#define OID_FIDO_SERIAL_NUMBER "1.3.6.1.4.1.45724.1.1.2"
#define OID_SUBJECT_ALT_NAME   "2.5.29.17"
#define OID_EXTENDED_KEY_USAGE "2.5.29.37"
#define OID_TPM_MANUFACTURER   "2.23.133.2.1"
#define OID_TPM_MODEL          "2.23.133.2.2"
#define OID_TPM_VERSION        "2.23.133.2.3"
#define OID_AIK_CERTIFICATE    "2.23.133.8.3"
#define OID_EK_CERTIFICATE     "2.23.133.8.1"

#define OID_ANDROID_KEY_DESCRIPTION "1.3.6.1.4.1.11129.2.1.17"
#define OID_APPLE_NONCE             "1.2.840.113635.100.8.2"

void certificate_name_add(
    struct certificate_name *name, const char *attribute, const char *value);
/* Change the value of the entry with this attribute; it must be there. */
void certificate_name_set(
    struct certificate_name *name, const char *attribute, struct blob value);
void certificate_name_drop(
    struct certificate_name *name, const char *attribute);

void certificate_extension_add(struct certificate *certificate, const char *oid,
    bool critical, struct blob value);
void certificate_extension_drop(
    struct certificate *certificate, const char *oid);
/* The extension with this OID; NULL if there is none. */
struct certificate_extension *certificate_extension_seek(
    struct certificate *certificate, const char *oid);
/* The extension with this OID; it must be there. */
struct certificate_extension *certificate_extension_find(
    struct certificate *certificate, const char *oid);

/* A root or intermediate: CA, keyCertSign, valid from 2024 to 2044. */
struct certificate certificate_authority(
    const char *common_name, EVP_PKEY *key, const struct certificate *issuer);

/* A leaf that fulfils the demands of packed attestation. */
struct certificate certificate_packed_leaf(
    EVP_PKEY *key, const struct certificate *issuer, struct blob aaguid);

/* A leaf that fulfils the demands of an attestation identity key of a TPM. */
struct certificate certificate_tpm_leaf(
    EVP_PKEY *key, const struct certificate *issuer, struct blob aaguid);

/* The subject alternative name of a TPM: a directory name of one RDN. */
struct blob certificate_tpm_name(
    const char *manufacturer, const char *model, const char *version);

/* A leaf for a credential key, as platforms issue them. */
struct certificate certificate_key_leaf(
    EVP_PKEY *key, const struct certificate *issuer);

struct blob certificate_der(const struct certificate *certificate);

#endif
