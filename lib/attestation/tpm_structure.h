/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two structures of a TPM 2.0 (TPM 2.0 Library, part 2) that statements
 * carry: TPMT_PUBLIC (pubArea) and TPMS_ATTEST (certInfo).
 */
#ifndef PK_TPM_STRUCTURE_H
#define PK_TPM_STRUCTURE_H

#include <passkey/algorithm.h>

struct pk_tpm_public {
    enum passkey_hash name_hash; /* NONE: one that we do not know */
    uint16_t name_alg;           /* TPM_ALG_ID */
    /* RSA: n and e; EC: x and y; without leading zeros */
    struct passkey_public_key key;
    uint8_t exponent[4]; /* what key.e points to */
};

/* Reads all of `bytes`: an RSA or ECC object. `out` must not be moved. */
PASSKEY_MUST_USE bool pk_tpm_public_parse(
    struct passkey_bytes bytes, struct pk_tpm_public *out);

struct pk_tpm_attest {
    struct passkey_bytes extra_data;
    struct passkey_bytes name; /* of the certified object */
};

/*
 * Reads all of `bytes`: magic TPM_GENERATED_VALUE, type
 * TPM_ST_ATTEST_CERTIFY. Signer, clock and firmware are skipped.
 */
PASSKEY_MUST_USE bool pk_tpm_attest_parse(
    struct passkey_bytes bytes, struct pk_tpm_attest *out);

#endif
