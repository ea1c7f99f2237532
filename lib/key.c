/* SPDX-License-Identifier: Apache-2.0 */
/* See key.h. */
#include "key.h"

#include "../format/reader.h"

bool
pk_same_key(
    const struct passkey_public_key *a, const struct passkey_public_key *b)
{
    return a->kind != PASSKEY_KEY_NONE && a->kind == b->kind &&
           a->curve == b->curve && pk_equal(a->x, b->x) &&
           pk_equal(a->y, b->y) && pk_equal(a->n, b->n) && pk_equal(a->e, b->e);
}

bool
pk_algorithm_is_tolerated(const struct passkey_algorithm *algorithm,
    const struct passkey_policy *policy)
{
    return algorithm->id != PASSKEY_ALG_RS1 ||
           (policy->tolerances & PASSKEY_TOLERATE_RS1) != 0;
}

bool
pk_algorithm_fits(const struct passkey_algorithm *algorithm,
    const struct passkey_public_key *key)
{
    return algorithm->kind == key->kind && algorithm->curve == key->curve;
}

struct passkey_bytes
pk_without_zeros(struct passkey_bytes number)
{
    while (number.len > 1 && number.data[0] == 0) {
        number.data++;
        number.len--;
    }
    return number;
}
