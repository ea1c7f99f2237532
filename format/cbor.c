/* SPDX-License-Identifier: Apache-2.0 */
/* CTAP2 canonical CBOR; see cbor.h. */
#include "cbor.h"

#include <string.h>

#include "reader.h"
#include "utf8.h"

/* The head of an item: its type and its number. */
struct head {
    enum pk_cbor_type type;
    uint64_t number;  /* value, length, or count */
    size_t following; /* bytes of the number behind the first byte */
};

static bool
read_following(struct passkey_bytes *in, uint8_t info, struct head *head)
{
    if (info > 27) /* reserved, or an indefinite length */
        return false;
    head->following = (size_t)1 << (info - 24);
    return pk_read_number(in, head->following, &head->number);
}

/* Was the shortest form used? Floats keep the width they have. */
static bool
is_shortest(const struct head *head)
{
    switch (head->following) {
    case 1:
        return head->number >= 24;
    case 2:
        return head->number > 0xff;
    case 4:
        return head->number > 0xffff;
    case 8:
        return head->number > 0xffffffff;
    default:
        return true;
    }
}

static bool
read_head(struct passkey_bytes *in, struct head *head)
{
    struct passkey_bytes rest = *in;
    uint8_t first;

    if (!pk_read_u8(&rest, &first))
        return false;
    head->type = (enum pk_cbor_type)(first >> 5);
    head->number = first & 31;
    head->following = 0;
    if (head->number >= 24 &&
        !read_following(&rest, (uint8_t)head->number, head))
        return false;
    if (head->type == PK_CBOR_TAG)
        return false;
    if (head->type == PK_CBOR_SIMPLE) {
        if (head->following == 1) /* simple values in two bytes */
            return false;
    } else if (!is_shortest(head)) {
        return false;
    }
    *in = rest;
    return true;
}

static bool
read_typed(struct passkey_bytes *in, enum pk_cbor_type type, uint64_t *number)
{
    struct passkey_bytes rest = *in;
    struct head head;

    if (!read_head(&rest, &head) || head.type != type)
        return false;
    *number = head.number;
    *in = rest;
    return true;
}

bool
pk_cbor_type_of(const struct passkey_bytes *in, enum pk_cbor_type *type)
{
    if (in->len == 0)
        return false;
    *type = (enum pk_cbor_type)(in->data[0] >> 5);
    return true;
}

bool
pk_cbor_read_integer(struct passkey_bytes *in, int64_t *out)
{
    struct passkey_bytes rest = *in;
    struct head head;

    if (!read_head(&rest, &head) || head.number > INT64_MAX ||
        (head.type != PK_CBOR_UNSIGNED && head.type != PK_CBOR_NEGATIVE))
        return false;
    *out = head.type == PK_CBOR_UNSIGNED ? (int64_t)head.number
                                         : -1 - (int64_t)head.number;
    *in = rest;
    return true;
}

static bool
read_string(
    struct passkey_bytes *in, enum pk_cbor_type type, struct passkey_bytes *out)
{
    struct passkey_bytes rest = *in;
    uint64_t len;

    if (!read_typed(&rest, type, &len) || len > rest.len ||
        !pk_read_view(&rest, (size_t)len, out))
        return false;
    *in = rest;
    return true;
}

bool
pk_cbor_read_bytes(struct passkey_bytes *in, struct passkey_bytes *out)
{
    return read_string(in, PK_CBOR_BYTES, out);
}

bool
pk_cbor_read_text(struct passkey_bytes *in, struct passkey_bytes *out)
{
    struct passkey_bytes rest = *in;

    if (!read_string(&rest, PK_CBOR_TEXT, out) || !pk_utf8_valid(*out))
        return false;
    *in = rest;
    return true;
}

bool
pk_cbor_read_bool(struct passkey_bytes *in, bool *out)
{
    struct passkey_bytes rest = *in;
    uint8_t byte;

    if (!pk_read_u8(&rest, &byte) || (byte != 0xf4 && byte != 0xf5))
        return false;
    *out = byte == 0xf5;
    *in = rest;
    return true;
}

/* The head of an array or map whose items, a byte each at least, fit. */
static bool
read_count(struct passkey_bytes *in, enum pk_cbor_type type, size_t *count)
{
    struct passkey_bytes rest = *in;
    uint64_t number;
    uint64_t smallest = type == PK_CBOR_MAP ? 2 : 1;

    if (!read_typed(&rest, type, &number) || number > rest.len / smallest)
        return false;
    *count = (size_t)number;
    *in = rest;
    return true;
}

bool
pk_cbor_read_array(struct passkey_bytes *in, size_t *count)
{
    return read_count(in, PK_CBOR_ARRAY, count);
}

/*
 * Is `key` behind `previous` in the order of CTAP2: the type first, then the
 * shorter one, then byte by byte? In canonical form the heads are in that
 * order, and no item begins with another. Equal keys are not in order.
 */
static bool
in_order(struct passkey_bytes previous, struct passkey_bytes key)
{
    size_t len = key.len < previous.len ? key.len : previous.len;

    return memcmp(key.data, previous.data, len) > 0;
}

/* An array or map that pk_cbor_skip is inside of. */
struct level {
    size_t left; /* items still to come; a pair is two */
    bool is_map;
    struct passkey_bytes key; /* of a map: the last key, if any */
};

/* Takes a head, and the content of a string; a container has `count` items. */
static bool
skip_item(struct passkey_bytes *in, enum pk_cbor_type *type, size_t *count)
{
    struct passkey_bytes content;
    struct head head;

    if (!pk_cbor_type_of(in, type))
        return false;
    switch (*type) {
    case PK_CBOR_BYTES:
        return pk_cbor_read_bytes(in, &content);
    case PK_CBOR_TEXT:
        return pk_cbor_read_text(in, &content);
    case PK_CBOR_ARRAY:
        return read_count(in, PK_CBOR_ARRAY, count);
    case PK_CBOR_MAP:
        if (!read_count(in, PK_CBOR_MAP, count))
            return false;
        *count *= 2;
        return true;
    case PK_CBOR_UNSIGNED:
    case PK_CBOR_NEGATIVE:
    case PK_CBOR_TAG:
    case PK_CBOR_SIMPLE:
        break;
    }
    return read_head(in, &head);
}

/*
 * A key of a map ended at `in`: it must be a scalar, and behind the last one.
 */
static bool
end_key(struct level *level, const uint8_t *begin, struct passkey_bytes in)
{
    struct passkey_bytes key =
        passkey_bytes_of(begin, (size_t)(in.data - begin));

    if (level->key.data != NULL && !in_order(level->key, key))
        return false;
    level->key = key;
    return true;
}

static bool
is_container(enum pk_cbor_type type)
{
    return type == PK_CBOR_ARRAY || type == PK_CBOR_MAP;
}

bool
pk_cbor_skip(struct passkey_bytes *in, struct passkey_bytes *item)
{
    struct level levels[PK_CBOR_DEPTH_MAX + 1];
    struct passkey_bytes rest = *in;
    enum pk_cbor_type type;
    size_t depth = 0, count;
    const uint8_t *begin;
    bool is_key;

    memset(levels, 0, sizeof(levels));
    levels[0].left = 1;
    for (;;) {
        while (levels[depth].left == 0) {
            if (depth-- == 0) {
                *item = passkey_bytes_of(in->data, in->len - rest.len);
                *in = rest;
                return true;
            }
        }
        is_key = levels[depth].is_map && levels[depth].left % 2 == 0;
        levels[depth].left--;
        begin = rest.data;
        if (!skip_item(&rest, &type, &count))
            return false;
        if (is_key && (is_container(type) ||
                          !end_key(&levels[depth], begin, rest)))
            return false;
        if (!is_container(type))
            continue;
        if (depth == PK_CBOR_DEPTH_MAX)
            return false;
        depth++;
        levels[depth].left = count;
        levels[depth].is_map = type == PK_CBOR_MAP;
        levels[depth].key = passkey_bytes_of(NULL, 0);
    }
}

bool
pk_cbor_map_begin(struct passkey_bytes *in, struct pk_cbor_map *map)
{
    memset(map, 0, sizeof(*map));
    map->in = in;
    return read_count(in, PK_CBOR_MAP, &map->left);
}

bool
pk_cbor_map_next(struct pk_cbor_map *map)
{
    struct passkey_bytes rest = *map->in, key;
    enum pk_cbor_type type;

    if (map->left == 0 || !pk_cbor_type_of(&rest, &type) ||
        is_container(type) || !pk_cbor_skip(&rest, &key))
        return false;
    if (map->key.data != NULL && !in_order(map->key, key)) {
        if (!map->unsorted_allowed || pk_equal(map->key, key))
            return false;
        map->unsorted = true;
    }
    map->key = key;
    map->left--;
    return true;
}

bool
pk_cbor_map_done(const struct pk_cbor_map *map)
{
    return map->left == 0;
}
