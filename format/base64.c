/* SPDX-License-Identifier: Apache-2.0 */
/* base64, character by character; see base64.h. */
#include "base64.h"

#include "json_string.h"

struct decoder {
    struct passkey_buffer out;
    size_t len;
    uint32_t bits;     /* of the group of four that is not complete */
    unsigned num;      /* characters of it */
    unsigned padding;  /* of them, '=' */
    bool white_space;
};

/* The value of a character, 64 for those that are not in the alphabet. */
static unsigned
value_of(uint8_t c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26u;
    if (c >= '0' && c <= '9')
        return c - '0' + 52u;
    if (c == '+')
        return 62;
    return c == '/' ? 63 : 64;
}

static bool
is_white_space(uint8_t c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Writes the one to three bytes of a complete group. */
static bool
end_group(struct decoder *d)
{
    size_t i, len = 3 - d->padding;

    if (len > d->out.cap - d->len ||
        (d->bits & ((1u << 8 * d->padding) - 1)) != 0)
        return false;
    for (i = 0; i < len; i++)
        d->out.data[d->len++] = (uint8_t)(d->bits >> (16 - 8 * i));
    d->bits = 0;
    d->num = 0;
    return true;
}

static bool
take(struct decoder *d, uint8_t c)
{
    unsigned value = value_of(c);

    if (d->white_space && is_white_space(c))
        return true;
    if (d->padding > 0 && c != '=')
        return false; /* nothing follows padding */
    if (c == '=') { /* at the third place or the fourth */
        if (d->num < 2)
            return false;
        d->padding++;
        value = 0;
    } else if (value > 63) {
        return false;
    }
    d->bits = d->bits << 6 | value;
    return ++d->num < 4 || end_group(d);
}

bool
pk_base64_decode(struct passkey_bytes text, bool white_space,
    struct passkey_buffer out, size_t *out_len)
{
    struct decoder d = { .out = out, .white_space = white_space };
    size_t i;

    for (i = 0; i < text.len; i++) {
        if (!take(&d, text.data[i]))
            return false;
    }
    *out_len = d.len;
    return d.num == 0;
}

bool
pk_base64_decode_json(const struct pk_json_value *value, bool white_space,
    struct passkey_buffer out, size_t *out_len)
{
    struct decoder d = { .out = out, .white_space = white_space };
    struct passkey_bytes text = value->text;
    struct pk_json_character next;

    if (value->type != PK_JSON_STRING)
        return false;
    while (pk_json_character_next(&text, &next)) {
        if (!take(&d, next.utf8[0])) /* of several bytes, none may be there */
            return false;
    }
    *out_len = d.len;
    return text.len == 0 && d.num == 0;
}
