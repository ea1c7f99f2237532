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

/* Reads the four digits of \uXXXX. */
static bool
read_unit(const uint8_t *digits, size_t left, uint32_t *unit)
{
    size_t i;
    int value;

    if (left < 4)
        return false;
    *unit = 0;
    for (i = 0; i < 4; i++) {
        value = hex_value(digits[i]);
        if (value < 0)
            return false;
        *unit = *unit << 4 | (uint32_t)value;
    }
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

    if (in.len < 6 || !read_unit(in.data + 2, in.len - 2, code_point))
        return 0;
    if (!is_high_surrogate(*code_point) || in.len < 12 ||
        in.data[6] != '\\' || in.data[7] != 'u' ||
        !read_unit(in.data + 8, in.len - 8, &low) || !is_low_surrogate(low))
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
    const char *at = letter == 0 ? NULL : memchr(letters, letter, 8);

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
    if (text->data[0] == '\\' && text->len > 1 && text->data[1] == 'u') {
        used = read_unicode_escape(*text, &code_point);
        if (used == 0)
            return false;
        out->len = pk_utf8_encode(code_point, out->utf8);
    } else if (text->data[0] == '\\' && text->len > 1) {
        out->utf8[0] = short_escape(text->data[1]);
        used = 2;
    }
    text->data += used;
    text->len -= used;
    return true;
}

static bool
has_escape(struct passkey_bytes text)
{
    return text.len > 0 && memchr(text.data, '\\', text.len) != NULL;
}

bool
pk_json_text_equal(struct passkey_bytes a, struct passkey_bytes b)
{
    struct pk_json_character x, y;

    if (!has_escape(a) && !has_escape(b))
        return pk_equal(a, b);
    while (a.len > 0 && b.len > 0) {
        /* Raw UTF-8 comes byte by byte: compare as many as both have. */
        if (!pk_json_character_next(&a, &x) || !pk_json_character_next(&b, &y))
            return false;
        while (x.len < y.len) {
            struct pk_json_character more;

            if (!pk_json_character_next(&a, &more) ||
                x.len + more.len > sizeof(x.utf8))
                return false;
            memcpy(x.utf8 + x.len, more.utf8, more.len);
            x.len += more.len;
        }
        while (y.len < x.len) {
            struct pk_json_character more;

            if (!pk_json_character_next(&b, &more) ||
                y.len + more.len > sizeof(y.utf8))
                return false;
            memcpy(y.utf8 + y.len, more.utf8, more.len);
            y.len += more.len;
        }
        if (x.len != y.len || memcmp(x.utf8, y.utf8, x.len) != 0)
            return false;
    }
    return a.len == 0 && b.len == 0;
}

bool
pk_json_string_is(
    const struct pk_json_value *value, struct passkey_bytes expected)
{
    struct passkey_bytes text = value->text;
    struct pk_json_character next;

    if (value->type != PK_JSON_STRING)
        return false;
    if (!has_escape(text))
        return pk_equal(text, expected);
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
    if (!has_escape(text)) {
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
