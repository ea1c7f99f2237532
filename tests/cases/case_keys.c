/* SPDX-License-Identifier: Apache-2.0 */
/* The shared key pairs. RSA keys serve all six RSA algorithms. */
#include "case_keys.h"

#include <string.h>

#define NUM_GROUPS 8

struct group_keys {
    const char *group;
    EVP_PKEY *keys[NUM_ROLES];
};

static struct group_keys groups[NUM_GROUPS];

EVP_PKEY *
case_key(enum key_role role, int alg)
{
    const struct key_algorithm *algorithm = key_algorithm_find(alg);
    struct group_keys *at = groups;

    while (at->group != NULL && strcmp(at->group, algorithm->group) != 0)
        at++;
    at->group = algorithm->group;
    if (at->keys[role] == NULL)
        at->keys[role] = key_generate(algorithm);
    return at->keys[role];
}

struct attestation_authority
case_authority(void)
{
    return case_authority_chain(0);
}

struct attestation_authority
case_authority_chain(unsigned num_intermediates)
{
    struct attestation_authority authority;
    const struct certificate *issuer = &authority.root;

    memset(&authority, 0, sizeof(authority));
    authority.root =
        certificate_authority("Root", case_key(ROLE_ROOT, -7), NULL);
    authority.num_intermediates = num_intermediates;
    if (num_intermediates > 1) {
        authority.intermediates[1] = certificate_authority("Upper intermediate",
            case_key(ROLE_UPPER_INTERMEDIATE, -7), issuer);
        issuer = &authority.intermediates[1];
    }
    if (num_intermediates > 0)
        authority.intermediates[0] = certificate_authority(
            "Intermediate", case_key(ROLE_INTERMEDIATE, -7), issuer);
    return authority;
}

void
case_keys_free(void)
{
    struct group_keys *at;
    int role;

    for (at = groups; at < groups + NUM_GROUPS; at++)
        for (role = 0; role < NUM_ROLES; role++)
            EVP_PKEY_free(at->keys[role]);
    memset(groups, 0, sizeof(groups));
}
