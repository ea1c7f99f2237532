/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the passkeys of this site's accounts look like from outside: how many
 * an account has, how long their ids are, which transports they name. Taken
 * once, when the server starts, so that nobody can watch an invented answer
 * follow a real account.
 */
#ifndef ACCOUNT_DECOY_SHAPE_H
#define ACCOUNT_DECOY_SHAPE_H

#include "../store/store.h"

/* An account with more is taken for one with so many. */
#define DECOY_PASSKEYS_MAX 4

struct decoy_shape {
    uint8_t num; /* of passkeys, 1 to DECOY_PASSKEYS_MAX */
    struct {
        uint8_t id_len[2];  /* big-endian */
        uint8_t transports; /* see decoy_transports */
    } passkeys[DECOY_PASSKEYS_MAX];
};

struct decoy_shapes;

/* NULL: no memory, or too few accounts to hide one among them. */
struct decoy_shapes *decoy_shapes_learn(struct store *store);
void decoy_shapes_free(struct decoy_shapes *shapes); /* NULL is allowed */

/* The shape at a place from 0 (the first) to 2^32 (behind the last). */
const struct decoy_shape *decoy_shape_at(
    const struct decoy_shapes *shapes, uint32_t place);

/* The transports that a shape means, as in a descriptor. */
struct passkey_bytes decoy_transports(
    const struct decoy_shapes *shapes, uint8_t transports);

#endif
