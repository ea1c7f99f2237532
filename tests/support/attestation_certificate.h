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
/* The extension with this OID; it must be there. */
struct certificate_extension *certificate_extension_find(
    struct certificate *certificate, const char *oid);

/* A root or intermediate: CA, keyCertSign, valid from 2024 to 2044. */
struct certificate certificate_authority(
    const char *common_name, EVP_PKEY *key, const struct certificate *issuer);

/* A leaf that fulfils the demands of packed attestation. */
struct certificate certificate_packed_leaf(
    EVP_PKEY *key, const struct certificate *issuer, struct blob aaguid);

struct blob certificate_der(const struct certificate *certificate);

#endif
