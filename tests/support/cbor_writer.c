/* SPDX-License-Identifier: Apache-2.0 */
/* The CBOR tree and its encoding. Recursion is fine: tests make the trees. */
#include "cbor_writer.h"

#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct cbor_node *
new_node(enum cbor_kind kind)
{
    struct cbor_node *node = scratch_alloc(sizeof(*node));

    node->kind = kind;
    return node;
}

struct cbor_node *
cbor_integer(int64_t value)
{
    struct cbor_node *node = new_node(CBOR_INTEGER);

    node->integer = value;
    return node;
}

struct cbor_node *
cbor_bytes(struct blob value)
{
    struct cbor_node *node = new_node(CBOR_BYTES);

    node->bytes = value;
    return node;
}

struct cbor_node *
cbor_text(const char *value)
{
    struct cbor_node *node = new_node(CBOR_TEXT);

    node->bytes = blob_text(value);
    return node;
}

struct cbor_node *
cbor_array(void)
{
    return new_node(CBOR_ARRAY);
}

struct cbor_node *
cbor_map(void)
{
    return new_node(CBOR_MAP);
}

struct cbor_node *
cbor_tag(int64_t tag, struct cbor_node *content)
{
    struct cbor_node *node = new_node(CBOR_TAG);

    node->integer = tag;
    cbor_add(node, content);
    return node;
}

struct cbor_node *
cbor_simple(int value)
{
    struct cbor_node *node = new_node(CBOR_SIMPLE);

    node->integer = value;
    return node;
}

struct cbor_node *
cbor_raw(struct blob bytes)
{
    struct cbor_node *node = new_node(CBOR_RAW);

    node->bytes = bytes;
    return node;
}

struct cbor_node *
cbor_copy(const struct cbor_node *node)
{
    struct cbor_node *copy = new_node(node->kind);
    unsigned i;

    *copy = *node;
    for (i = 0; i < node->num_children; i++)
        copy->children[i] = cbor_copy(node->children[i]);
    return copy;
}

void
cbor_add(struct cbor_node *array, struct cbor_node *element)
{
    size_t room = sizeof(array->children) / sizeof(array->children[0]);

    if (array->num_children == room) {
        fputs("cbor: too many children\n", stderr);
        abort();
    }
    array->children[array->num_children++] = element;
}

void
cbor_put(struct cbor_node *map, struct cbor_node *name, struct cbor_node *value)
{
    cbor_add(map, name);
    cbor_add(map, value);
}

void
cbor_put_text(struct cbor_node *map, const char *name, struct cbor_node *value)
{
    cbor_put(map, cbor_text(name), value);
}

void
cbor_put_integer(struct cbor_node *map, int64_t name, struct cbor_node *value)
{
    cbor_put(map, cbor_integer(name), value);
}

/* Position of the name of a member; it must be there. */
static unsigned
find(const struct cbor_node *map, const struct cbor_node *name)
{
    unsigned i;

    for (i = 0; i < map->num_children; i += 2) {
        const struct cbor_node *other = map->children[i];

        if (other->kind == name->kind && other->integer == name->integer &&
            other->bytes.len == name->bytes.len &&
            (name->bytes.len == 0 || memcmp(other->bytes.data, name->bytes.data,
                                         name->bytes.len) == 0))
            return i;
    }
    fputs("cbor: no such member\n", stderr);
    abort();
}

static void
drop(struct cbor_node *map, unsigned at)
{
    memmove(&map->children[at], &map->children[at + 2],
        (map->num_children - at - 2) * sizeof(map->children[0]));
    map->num_children -= 2;
}

struct cbor_node *
cbor_get_text(struct cbor_node *map, const char *name)
{
    return map->children[find(map, cbor_text(name)) + 1];
}

struct cbor_node *
cbor_get_integer(struct cbor_node *map, int64_t name)
{
    return map->children[find(map, cbor_integer(name)) + 1];
}

void
cbor_set_text(struct cbor_node *map, const char *name, struct cbor_node *value)
{
    map->children[find(map, cbor_text(name)) + 1] = value;
}

void
cbor_set_integer(struct cbor_node *map, int64_t name, struct cbor_node *value)
{
    map->children[find(map, cbor_integer(name)) + 1] = value;
}

void
cbor_drop_text(struct cbor_node *map, const char *name)
{
    drop(map, find(map, cbor_text(name)));
}

void
cbor_drop_integer(struct cbor_node *map, int64_t name)
{
    drop(map, find(map, cbor_integer(name)));
}

void
cbor_swap_members(struct cbor_node *map, unsigned first, unsigned second)
{
    unsigned i;

    for (i = 0; i < 2; i++) {
        struct cbor_node *kept = map->children[2 * first + i];

        map->children[2 * first + i] = map->children[2 * second + i];
        map->children[2 * second + i] = kept;
    }
}

static unsigned
shortest_head(uint64_t value)
{
    if (value < 24)
        return 0;
    if (value <= UINT8_MAX)
        return 1;
    if (value <= UINT16_MAX)
        return 2;
    return value <= UINT32_MAX ? 4 : 8;
}

static void
write_head(struct blob *out, unsigned major, uint64_t value, unsigned len)
{
    unsigned info = 0;
    unsigned i;

    if (len == 0)
        len = shortest_head(value);
    for (i = 1; i < len; i *= 2)
        info++;
    blob_add_byte(
        out, (uint8_t)(major << 5 | (len == 0 ? (unsigned)value : 24 + info)));
    for (i = len; i > 0; i--)
        blob_add_byte(out, (uint8_t)(value >> 8 * (i - 1)));
}

static unsigned
major_of(const struct cbor_node *node)
{
    switch (node->kind) {
    case CBOR_INTEGER:
        return node->integer < 0 ? 1 : 0;
    case CBOR_BYTES:
        return 2;
    case CBOR_TEXT:
        return 3;
    case CBOR_ARRAY:
        return 4;
    case CBOR_MAP:
        return 5;
    case CBOR_TAG:
        return 6;
    case CBOR_SIMPLE:
    case CBOR_RAW:
        break;
    }
    return 7;
}

static uint64_t
argument_of(const struct cbor_node *node)
{
    switch (node->kind) {
    case CBOR_BYTES:
    case CBOR_TEXT:
        return node->bytes.len + (uint64_t)node->num_claimed;
    case CBOR_ARRAY:
        return node->num_children + (uint64_t)node->num_claimed;
    case CBOR_MAP:
        return node->num_children / 2 + (uint64_t)node->num_claimed;
    case CBOR_INTEGER:
    case CBOR_TAG:
    case CBOR_SIMPLE:
    case CBOR_RAW:
        break;
    }
    return node->integer < 0 ? (uint64_t)(-1 - node->integer)
                             : (uint64_t)node->integer;
}

static void
write_node(struct blob *out, const struct cbor_node *node)
{
    unsigned major = major_of(node);
    unsigned i;

    if (node->kind == CBOR_RAW) {
        blob_add(out, node->bytes.data, node->bytes.len);
        return;
    }
    if (node->indefinite)
        blob_add_byte(out, (uint8_t)(major << 5 | 31));
    if (!node->indefinite || node->kind == CBOR_BYTES ||
        node->kind == CBOR_TEXT)
        write_head(out, major, argument_of(node), node->head_len);
    blob_add(out, node->bytes.data, node->bytes.len);
    for (i = 0; i < node->num_children; i++)
        write_node(out, node->children[i]);
    if (node->indefinite)
        blob_add_byte(out, 0xff);
}

struct blob
cbor_write(const struct cbor_node *node)
{
    struct blob out = {NULL, 0};

    write_node(&out, node);
    return out;
}
