/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CBOR (RFC 8949) in the canonical form of CTAP2: shortest heads, definite
 * lengths, no tags, map keys sorted and never twice. A reader takes one item
 * from the front of a view, or returns false and changes nothing.
 *
 * Nothing is allocated: a count from the wire is only ever compared with what
 * is left.
 */
#ifndef PK_CBOR_H
#define PK_CBOR_H

#include <passkey/bytes.h>

/* Arrays and maps inside each other that pk_cbor_skip goes into (CTAP2). */
#define PK_CBOR_DEPTH_MAX 4

enum pk_cbor_type {
    PK_CBOR_UNSIGNED = 0,
    PK_CBOR_NEGATIVE = 1,
    PK_CBOR_BYTES = 2,
    PK_CBOR_TEXT = 3,
    PK_CBOR_ARRAY = 4,
    PK_CBOR_MAP = 5,
    PK_CBOR_TAG = 6,
    PK_CBOR_SIMPLE = 7 /* false, true, null, undefined, floats */
};

/* The type of the next item. False: nothing is left. */
PASSKEY_MUST_USE bool pk_cbor_type_of(
    const struct passkey_bytes *in, enum pk_cbor_type *type);

PASSKEY_MUST_USE bool pk_cbor_read_integer(
    struct passkey_bytes *in, int64_t *out);
PASSKEY_MUST_USE bool pk_cbor_read_bytes(
    struct passkey_bytes *in, struct passkey_bytes *out);
/* Text is checked to be well-formed UTF-8. */
PASSKEY_MUST_USE bool pk_cbor_read_text(
    struct passkey_bytes *in, struct passkey_bytes *out);
/* True or false, nothing else. */
PASSKEY_MUST_USE bool pk_cbor_read_bool(struct passkey_bytes *in, bool *out);
/* The head of an array; `count` items follow, which fit into what is left. */
PASSKEY_MUST_USE bool pk_cbor_read_array(
    struct passkey_bytes *in, size_t *count);

/* Takes one whole item of any type and gives its bytes, head included. */
PASSKEY_MUST_USE bool pk_cbor_skip(
    struct passkey_bytes *in, struct passkey_bytes *item);

/* A walk through a map; see pk_cbor_map_begin. */
struct pk_cbor_map {
    struct passkey_bytes *in;
    size_t left;                /* pairs */
    struct passkey_bytes key;   /* the last key as it was encoded */
    bool unsorted_allowed;      /* set it to tolerate another order */
    bool unsorted;              /* it was needed */
};

/*
 * Takes the head of a map. Then, for each pair: pk_cbor_map_next checks the
 * order of the key and leaves the key at the front of `in`; the caller takes
 * key and value. It returns false at the end and at a bad key: the walk was
 * complete if pk_cbor_map_done.
 */
PASSKEY_MUST_USE bool pk_cbor_map_begin(
    struct passkey_bytes *in, struct pk_cbor_map *map);
PASSKEY_MUST_USE bool pk_cbor_map_next(struct pk_cbor_map *map);
PASSKEY_MUST_USE bool pk_cbor_map_done(const struct pk_cbor_map *map);

#endif
