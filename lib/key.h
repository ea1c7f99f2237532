/* SPDX-License-Identifier: Apache-2.0 */
/* Public keys compared, whatever form they were read from. */
#ifndef PK_KEY_H
#define PK_KEY_H

#include <passkey/algorithm.h>
#include <passkey/policy.h>

PASSKEY_MUST_USE bool pk_same_key(
    const struct passkey_public_key *a, const struct passkey_public_key *b);

/* Is `key` a key of this algorithm? */
PASSKEY_MUST_USE bool pk_algorithm_fits(
    const struct passkey_algorithm *algorithm,
    const struct passkey_public_key *key);

/* RS1 signs SHA-1: the policy must say that it takes new keys of that. */
PASSKEY_MUST_USE bool pk_algorithm_is_tolerated(
    const struct passkey_algorithm *algorithm,
    const struct passkey_policy *policy);

/*
 * A big-endian number without the zero octets in front: TPMs write
 * coordinates with one too many or too few.
 */
struct passkey_bytes pk_without_zeros(struct passkey_bytes number);

#endif
