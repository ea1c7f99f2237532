/* SPDX-License-Identifier: Apache-2.0 */
/* Strings and their escapes; see json_string.h. */
#include "json_string.h"

#include <string.h>

#include "json.h"
#include "reader.h"
#include "utf8.h"

static int
hex_value(uint8_t digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

/* Takes the backslash, the u and the four digits of \uXXXX. */
static bool
read_unit(struct passkey_bytes *in, uint32_t *unit)
{
    struct passkey_bytes rest = *in, escape;
    size_t i;
    int value;

    if (!pk_read_view(&rest, 6, &escape) || escape.data[0] != '\\' ||
        escape.data[1] != 'u')
        return false;
    *unit = 0;
    for (i = 2; i < 6; i++) {
        value = hex_value(escape.data[i]);
        if (value < 0)
            return false;
        *unit = *unit << 4 | (uint32_t)value;
    }
    *in = rest;
    return true;
}

static bool
is_high_surrogate(uint32_t unit)
{
    return unit >= 0xd800 && unit <= 0xdbff;
}

static bool
is_low_surrogate(uint32_t unit)
{
    return unit >= 0xdc00 && unit <= 0xdfff;
}

/*
 * Reads one \u escape at the front of `in`, two where they are a pair.
 * A lone surrogate is given as it is. Returns the bytes used; 0: malformed.
 */
static size_t
read_unicode_escape(struct passkey_bytes in, uint32_t *code_point)
{
    uint32_t low;

    if (!read_unit(&in, code_point))
        return 0;
    if (!is_high_surrogate(*code_point) || !read_unit(&in, &low) ||
        !is_low_surrogate(low))
        return 6;
    *code_point = 0x10000 + ((*code_point - 0xd800) << 10) + (low - 0xdc00);
    return 12;
}

/* The character of a two-character escape; 0 if there is no such escape. */
static uint8_t
short_escape(uint8_t letter)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    const char *at = memchr(letters, letter, sizeof(letters) - 1);

    return at == NULL ? 0 : (uint8_t)meanings[at - letters];
}

/* The length of the escape at the front of `in`; 0: not acceptable. */
static size_t
check_escape(struct passkey_bytes in, bool strict)
{
    uint32_t code_point;
    size_t len;

    if (in.len < 2)
        return 0;
    if (in.data[1] != 'u')
        return short_escape(in.data[1]) != 0 ? 2 : 0;
    len = read_unicode_escape(in, &code_point);
    if (len > 0 && strict &&
        (code_point == 0 || is_high_surrogate(code_point) ||
            is_low_surrogate(code_point)))
        return 0;
    return len;
}

static bool
is_plain(uint8_t byte)
{
    return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

#define EACH_BYTE(byte) (0x0101010101010101u * (uint64_t)(byte))

/* Not zero if one of the eight bytes is zero. */
static uint64_t
zero_bytes(uint64_t eight)
{
    return (eight - EACH_BYTE(0x01)) & ~eight & EACH_BYTE(0x80);
}

/* The same question for eight bytes at once: most of a string is plain. */
static bool
are_plain(const uint8_t *bytes)
{
    uint64_t eight;

    memcpy(&eight, bytes, sizeof(eight));
    return ((eight & EACH_BYTE(0x80)) |
               ((eight - EACH_BYTE(0x20)) & EACH_BYTE(0x80)) |
               zero_bytes(eight ^ EACH_BYTE('"')) |
               zero_bytes(eight ^ EACH_BYTE('\\'))) == 0;
}

static size_t
skip_plain(struct passkey_bytes in, size_t at)
{
    while (in.len - at >= 8 && are_plain(in.data + at))
        at += 8;
    while (at < in.len && is_plain(in.data[at]))
        at++;
    return at;
}

bool
pk_json_string_check(struct passkey_bytes in, bool strict, size_t *len)
{
    size_t at = 0, step;

    for (;;) {
        at = skip_plain(in, at);
        if (at == in.len || in.data[at] < 0x20)
            return false;
        if (in.data[at] == '"') {
            *len = at;
            return true;
        }
        if (in.data[at] == '\\')
            step = check_escape(
                passkey_bytes_of(in.data + at, in.len - at), strict);
        else
            step = strict ? pk_utf8_sequence(passkey_bytes_of(
                                in.data + at, in.len - at))
                          : 1;
        if (step == 0)
            return false;
        at += step;
    }
}

bool
pk_json_character_next(
    struct passkey_bytes *text, struct pk_json_character *out)
{
    uint32_t code_point;
    size_t used = 1;

    if (text->len == 0)
        return false;
    out->utf8[0] = text->data[0];
    out->len = 1;
    if (text->data[0] == '\\' && text->len > 1) {
        used = 2;
        if (text->data[1] == 'u') {
            used = read_unicode_escape(*text, &code_point);
            if (used == 0)
                return false;
            out->len = pk_utf8_encode(code_point, out->utf8);
        } else {
            out->utf8[0] = short_escape(text->data[1]);
        }
    }
    text->data += used;
    text->len -= used;
    return true;
}

bool
pk_json_has_escape(struct passkey_bytes text)
{
    return text.len > 0 && memchr(text.data, '\\', text.len) != NULL;
}

/* Text whose escapes are resolved, byte by byte. */
struct resolved {
    struct passkey_bytes text;
    struct pk_json_character now;
    size_t used; /* bytes of it */
};

static bool
next_byte(struct resolved *in, uint8_t *byte)
{
    if (in->used == in->now.len) {
        if (!pk_json_character_next(&in->text, &in->now))
            return false;
        in->used = 0;
    }
    *byte = in->now.utf8[in->used++];
    return true;
}

bool
pk_json_text_equal(struct passkey_bytes a, struct passkey_bytes b)
{
    struct resolved one = { .text = a }, other = { .text = b };
    uint8_t x, y;

    if (!pk_json_has_escape(a) && !pk_json_has_escape(b))
        return pk_equal(a, b);
    while (next_byte(&one, &x)) {
        if (!next_byte(&other, &y) || x != y)
            return false;
    }
    return !next_byte(&other, &y);
}

bool
pk_json_string_is(
    const struct pk_json_value *value, struct passkey_bytes expected)
{
    struct passkey_bytes text = value->text;
    struct pk_json_character next;

    if (value->type != PK_JSON_STRING)
        return false;
    if (text.len <= expected.len) /* an escape is longer than its meaning */
        return pk_equal(text, expected) && !pk_json_has_escape(text);
    if (!pk_json_has_escape(text))
        return false;
    while (pk_json_character_next(&text, &next)) {
        if (next.len > expected.len ||
            memcmp(next.utf8, expected.data, next.len) != 0)
            return false;
        expected.data += next.len;
        expected.len -= next.len;
    }
    return expected.len == 0;
}

bool
pk_json_string_decode(const struct pk_json_value *value,
    struct passkey_buffer out, size_t *out_len)
{
    struct passkey_bytes text = value->text;
    struct pk_json_character next;
    size_t len = 0;

    if (value->type != PK_JSON_STRING)
        return false;
    if (!pk_json_has_escape(text)) {
        if (text.len > out.cap)
            return false;
        if (text.len > 0)
            memmove(out.data, text.data, text.len);
        *out_len = text.len;
        return true;
    }
    while (pk_json_character_next(&text, &next)) {
        if (next.len > out.cap - len)
            return false;
        memcpy(out.data + len, next.utf8, next.len);
        len += next.len;
    }
    *out_len = len;
    return true;
}
