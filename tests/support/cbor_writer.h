/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CBOR (RFC 8949) as a tree that a test can damage before it is written: order
 * of the members, duplicate members, long heads, indefinite lengths and raw
 * bytes are all at the caller's will. Nothing is sorted or checked. Nodes live
 * in scratch memory.
 */
#ifndef TEST_CBOR_WRITER_H
#define TEST_CBOR_WRITER_H

#include "blob.h"

#include <stdint.h>

enum cbor_kind {
    CBOR_INTEGER, /* `integer`, negative or not */
    CBOR_BYTES,
    CBOR_TEXT,
    CBOR_ARRAY,
    CBOR_MAP, /* children: name, value, name, value ... */
    CBOR_TAG, /* one child, `integer` is the tag */
    CBOR_SIMPLE,
    CBOR_RAW /* `bytes` as they are */
};

struct cbor_node {
    enum cbor_kind kind;
    int64_t integer;
    struct blob bytes;
    struct cbor_node *children[32];
    unsigned num_children;
    unsigned head_len; /* octets after the first of the head; 0: shortest */
    int indefinite;    /* break-terminated; strings in one chunk */
    int num_claimed;   /* added to the count that the head announces */
};

#define CBOR_FALSE     20
#define CBOR_TRUE      21
#define CBOR_NULL      22
#define CBOR_UNDEFINED 23

struct cbor_node *cbor_integer(int64_t value);
struct cbor_node *cbor_bytes(struct blob value);
struct cbor_node *cbor_text(const char *value);
struct cbor_node *cbor_array(void);
struct cbor_node *cbor_map(void);
struct cbor_node *cbor_tag(int64_t tag, struct cbor_node *content);
struct cbor_node *cbor_simple(int value);
struct cbor_node *cbor_raw(struct blob bytes);
struct cbor_node *cbor_copy(const struct cbor_node *node);

void cbor_add(struct cbor_node *array, struct cbor_node *element);

/* Append a member, whatever is there already. */
void cbor_put(
    struct cbor_node *map, struct cbor_node *name, struct cbor_node *value);
void cbor_put_text(
    struct cbor_node *map, const char *name, struct cbor_node *value);
void cbor_put_integer(
    struct cbor_node *map, int64_t name, struct cbor_node *value);

/* The value of a member; it must be there. */
struct cbor_node *cbor_get_text(struct cbor_node *map, const char *name);
struct cbor_node *cbor_get_integer(struct cbor_node *map, int64_t name);

/* Replace the value of a member where it stands; it must be there. */
void cbor_set_text(
    struct cbor_node *map, const char *name, struct cbor_node *value);
void cbor_set_integer(
    struct cbor_node *map, int64_t name, struct cbor_node *value);

/* Take out a member; it must be there. */
void cbor_drop_text(struct cbor_node *map, const char *name);
void cbor_drop_integer(struct cbor_node *map, int64_t name);

/* Exchange two members by position. */
void cbor_swap_members(struct cbor_node *map, unsigned first, unsigned second);

struct blob cbor_write(const struct cbor_node *node);

#endif
