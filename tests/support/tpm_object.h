/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a TPM 2.0 says about a key, field by field: TPMT_PUBLIC (pubArea) and
 * TPMS_ATTEST (certInfo) of the TPM 2.0 Library, part 2.
 */
#ifndef TEST_TPM_OBJECT_H
#define TEST_TPM_OBJECT_H

#include "authenticator_key.h"
#include "blob.h"

enum {
    TPM_RSA = 0x0001,
    TPM_SHA1 = 0x0004,
    TPM_AES = 0x0006,
    TPM_KEYEDHASH = 0x0008,
    TPM_SHA256 = 0x000b,
    TPM_SHA384 = 0x000c,
    TPM_SHA512 = 0x000d,
    TPM_NULL = 0x0010,
    TPM_SM3 = 0x0012,
    TPM_RSASSA = 0x0014,
    TPM_RSAES = 0x0015,
    TPM_ECDSA = 0x0018,
    TPM_ECDAA = 0x001a,
    TPM_ECC = 0x0023
};

#define TPM_GENERATED      0xff544347u
#define TPM_ATTEST_CERTIFY 0x8017

struct tpm_public {
    unsigned type;
    unsigned name_alg;
    uint32_t attributes;
    struct blob policy;
    unsigned symmetric; /* TPM_NULL, or followed by key size and mode */
    unsigned scheme;    /* TPM_NULL, TPM_RSAES, or followed by a hash */
    unsigned key_bits;  /* RSA */
    uint32_t exponent;  /* RSA; 0 is 65537 */
    unsigned curve;     /* ECC */
    unsigned kdf;       /* ECC; a scheme */
    struct blob x;      /* the modulus of RSA */
    struct blob y;
};

struct tpm_attest {
    uint32_t magic;
    unsigned type;
    struct blob qualified_signer;
    struct blob extra_data;
    struct blob clock_info; /* 17 octets */
    struct blob firmware;   /* 8 octets */
    struct blob name;
    struct blob qualified_name;
};

/* The object of a key, as Windows makes it. */
struct tpm_public tpm_public_of(
    EVP_PKEY *key, const struct key_algorithm *algorithm);
struct blob tpm_public_write(const struct tpm_public *object);

/* The name of an object that is written as `area`. */
struct blob tpm_name(unsigned name_alg, struct blob area);

/* Everything but extra_data and name. */
struct tpm_attest tpm_attest_begin(void);
struct blob tpm_attest_write(const struct tpm_attest *attest);

#endif
