/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Key pairs that all cases share, made when first asked for. "Own" signs;
 * "other" is a stranger's key of the same kind.
 */
#ifndef CASES_CASE_KEYS_H
#define CASES_CASE_KEYS_H

#include "software_authenticator.h"

enum key_role {
    ROLE_OWN,
    ROLE_OTHER,
    ROLE_ATTESTATION,
    ROLE_ROOT,
    ROLE_INTERMEDIATE,
    ROLE_UPPER_INTERMEDIATE,
    NUM_ROLES
};

EVP_PKEY *case_key(enum key_role role, int alg);

/* The root that cases trust: P-256, no intermediates. */
struct attestation_authority case_authority(void);

/* The same with intermediates below the root, 1 or 2. */
struct attestation_authority case_authority_chain(unsigned num_intermediates);

void case_keys_free(void);

#endif
