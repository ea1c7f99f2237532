/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The check of a whole JSON text. It runs without recursion: a bit per level
 * says whether the level is an object, and the names of all open objects lie
 * on one small stack so that a repeated name is found.
 */
#include "json.h"

#include <string.h>

#include "json_string.h"
#include "reader.h"

struct parser {
    const uint8_t *at, *end;
    enum pk_json_mode mode;
    unsigned depth, depth_max;
    uint64_t is_object;                         /* bit per level */
    unsigned first_name[PK_JSON_DEPTH_STRICT];  /* per level, strict mode */
    struct passkey_bytes names[PK_JSON_NAMES_MAX];
    unsigned num_names;
    bool has_escapes; /* in a name, one of them at least */
    bool name_twice;
};

static void
skip_space(struct parser *p)
{
    while (p->at < p->end && (*p->at == ' ' || *p->at == '\n' ||
                                 *p->at == '\r' || *p->at == '\t'))
        p->at++;
}

static bool
take_byte(struct parser *p, uint8_t byte)
{
    if (p->at == p->end || *p->at != byte)
        return false;
    p->at++;
    return true;
}

static bool
take_word(struct parser *p, const char *word, size_t len)
{
    if ((size_t)(p->end - p->at) < len || memcmp(p->at, word, len) != 0)
        return false;
    p->at += len;
    return true;
}

static bool
take_digits(struct parser *p)
{
    const uint8_t *from = p->at;

    while (p->at < p->end && *p->at >= '0' && *p->at <= '9')
        p->at++;
    return p->at > from;
}

/* A zero in front of more digits ends the number: nothing takes the rest. */
static bool
take_number(struct parser *p)
{
    (void)take_byte(p, '-');
    if (!take_byte(p, '0') && !take_digits(p))
        return false;
    if (take_byte(p, '.') && !take_digits(p))
        return false;
    if (take_byte(p, 'e') || take_byte(p, 'E')) {
        if (!take_byte(p, '+'))
            (void)take_byte(p, '-');
        return take_digits(p);
    }
    return true;
}

/* Takes a string after its opening quote; the text is without the quotes. */
static bool
take_string(struct parser *p, struct passkey_bytes *text)
{
    size_t len;

    if (!pk_json_string_check(passkey_bytes_of(p->at, (size_t)(p->end - p->at)),
            p->mode == PK_JSON_STRICT, &len))
        return false;
    *text = passkey_bytes_of(p->at, len);
    p->at += len + 1; /* the closing quote too */
    return true;
}

static bool
is_same_name(
    const struct parser *p, struct passkey_bytes a, struct passkey_bytes b)
{
    return p->has_escapes ? pk_json_text_equal(a, b) : pk_equal(a, b);
}

/* Remembers a name of the innermost object, unless it is there already. */
static bool
remember_name(struct parser *p, struct passkey_bytes name)
{
    unsigned i;

    if (p->mode != PK_JSON_STRICT)
        return true;
    if (pk_json_has_escape(name))
        p->has_escapes = true;
    for (i = p->first_name[p->depth - 1]; i < p->num_names; i++) {
        if (is_same_name(p, p->names[i], name)) {
            p->name_twice = true;
            return false;
        }
    }
    if (p->num_names == PK_JSON_NAMES_MAX)
        return false;
    p->names[p->num_names++] = name;
    return true;
}

static bool
take_name(struct parser *p)
{
    struct passkey_bytes name;

    skip_space(p);
    if (!take_byte(p, '"') || !take_string(p, &name) ||
        !remember_name(p, name))
        return false;
    skip_space(p);
    return take_byte(p, ':');
}

static bool
open_level(struct parser *p, bool object)
{
    if (p->depth == p->depth_max)
        return false;
    p->is_object = (p->is_object << 1) | (object ? 1 : 0);
    if (p->mode == PK_JSON_STRICT)
        p->first_name[p->depth] = p->num_names;
    p->depth++;
    return true;
}

static void
close_level(struct parser *p)
{
    p->depth--;
    p->is_object >>= 1;
    if (p->mode == PK_JSON_STRICT)
        p->num_names = p->first_name[p->depth];
}

/* Takes a value that is not an array or object. */
static bool
take_scalar(struct parser *p)
{
    struct passkey_bytes text;

    if (p->at == p->end)
        return false;
    switch (*p->at) {
    case '"':
        p->at++;
        return take_string(p, &text);
    case 't':
        return take_word(p, "true", 4);
    case 'f':
        return take_word(p, "false", 5);
    case 'n':
        return take_word(p, "null", 4);
    default:
        return take_number(p);
    }
}

/*
 * Takes the beginning of a value: a scalar, an empty array or object, or the
 * opening bracket of a full one. `complete` says that the value ended.
 */
static bool
begin_value(struct parser *p, bool *complete)
{
    bool object;

    skip_space(p);
    *complete = true;
    if (p->at == p->end || (*p->at != '{' && *p->at != '['))
        return take_scalar(p);
    object = *p->at++ == '{';
    if (!open_level(p, object))
        return false;
    skip_space(p);
    if (take_byte(p, object ? '}' : ']')) {
        close_level(p);
        return true;
    }
    *complete = false;
    return !object || take_name(p);
}

/* After a value: closes levels until one goes on; then takes the comma. */
static bool
end_value(struct parser *p)
{
    bool object;

    while (p->depth > 0) {
        object = (p->is_object & 1) != 0;
        skip_space(p);
        if (take_byte(p, ','))
            return !object || take_name(p);
        if (!take_byte(p, object ? '}' : ']'))
            return false;
        close_level(p);
    }
    return true;
}

static bool
take_value(struct parser *p)
{
    bool complete;

    do {
        if (!begin_value(p, &complete))
            return false;
        if (complete && !end_value(p))
            return false;
    } while (p->depth > 0);
    return true;
}

static void
drop_byte_order_mark(struct passkey_bytes *text)
{
    if (text->len >= 3 && memcmp(text->data, "\xef\xbb\xbf", 3) == 0) {
        text->data += 3;
        text->len -= 3;
    }
}

enum pk_json_result
pk_json_parse(struct passkey_bytes text, enum pk_json_mode mode,
    struct pk_json_value *out)
{
    const uint8_t *begin, *end;
    struct parser p;

    out->type = PK_JSON_ABSENT;
    out->text = passkey_bytes_of(NULL, 0);
    if (mode == PK_JSON_CLIENT_DATA)
        drop_byte_order_mark(&text);
    if (text.len == 0)
        return PK_JSON_MALFORMED;
    p.at = text.data;
    p.end = text.data + text.len;
    p.mode = mode;
    p.depth = p.num_names = 0;
    p.depth_max = mode == PK_JSON_STRICT ? PK_JSON_DEPTH_STRICT
                                         : PK_JSON_DEPTH_CLIENT_DATA;
    p.is_object = 0;
    p.has_escapes = p.name_twice = false;
    skip_space(&p);
    begin = p.at;
    if (!take_value(&p))
        return p.name_twice ? PK_JSON_NAME_TWICE : PK_JSON_MALFORMED;
    end = p.at;
    skip_space(&p);
    if (p.at != p.end)
        return PK_JSON_MALFORMED;
    *out = pk_json_value_of(passkey_bytes_of(begin, (size_t)(end - begin)));
    return PK_JSON_OK;
}
