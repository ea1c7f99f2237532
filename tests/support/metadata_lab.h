/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A metadata service of our own: roots, a signer, BLOBs with any content and
 * revocation lists, right or wrong. All memory is scratch memory; keys are
 * made once and kept by the lab.
 */
#ifndef TEST_METADATA_LAB_H
#define TEST_METADATA_LAB_H

#include "attestation_certificate.h"
#include "blob.h"

#include <openssl/evp.h>
#include <stdbool.h>

#define LAB_SIGNER "mds.lab.example"
#define LAB_X5C_MAX 8

enum lab_key {
    LAB_ROOT,
    LAB_OLD_ROOT,
    LAB_INTERMEDIATE,
    LAB_SIGNER_KEY,
    LAB_STRANGER,
    LAB_RSA_SIGNER,
    LAB_ATTESTATION_ROOT,
    LAB_ATTESTATION,
    LAB_NUM_KEYS
};

EVP_PKEY *lab_key(enum lab_key which);
void lab_free(void);

/* A certificate for a host name, as a public authority would make it. */
struct certificate lab_host_certificate(
    const char *host, EVP_PKEY *key, const struct certificate *issuer);

/* What a BLOB is made of. */
struct lab_blob {
    const char *alg;    /* of the header */
    const char *header; /* more members of it: ,"name":value */
    struct blob x5c[LAB_X5C_MAX];
    unsigned num_x5c;
    bool without_x5c;
    const char *payload;
    EVP_PKEY *signer;
    const char *hash;   /* of the signature */
    bool der_signature; /* ES256 as certificates write it */
    bool longer_signature;
};

/* The BLOB as text. */
char *lab_blob_text(const struct lab_blob *blob);

/* {"legalHeader":…,"no":…,"nextUpdate":…,"entries":[…]} */
char *lab_payload(int number, const char *next_update, const char *entries);

/* printf into scratch memory. */
char *lab_format(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* A list of `issuer` that revokes these certificates (DER). */
struct blob lab_revocation_list(const struct certificate *issuer,
    const struct blob *revoked, unsigned num_revoked, const char *this_update,
    const char *next_update);

#endif
