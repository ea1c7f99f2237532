/* SPDX-License-Identifier: Apache-2.0 */
/* Well-formed sequences as in the Unicode Standard, table 3-7. */
#include "utf8.h"

static bool
in_range(uint8_t byte, uint8_t low, uint8_t high)
{
    return byte >= low && byte <= high;
}

/* The length that the first byte announces; 0 if it cannot begin one. */
static size_t
announced(uint8_t first)
{
    if (first < 0x80)
        return 1;
    if (in_range(first, 0xc2, 0xdf))
        return 2;
    if (in_range(first, 0xe0, 0xef))
        return 3;
    return in_range(first, 0xf0, 0xf4) ? 4 : 0;
}

/* The second byte excludes overlong forms, surrogates and > U+10FFFF. */
static bool
second_fits(uint8_t first, uint8_t second)
{
    switch (first) {
    case 0xe0:
        return in_range(second, 0xa0, 0xbf);
    case 0xed:
        return in_range(second, 0x80, 0x9f);
    case 0xf0:
        return in_range(second, 0x90, 0xbf);
    case 0xf4:
        return in_range(second, 0x80, 0x8f);
    default:
        return in_range(second, 0x80, 0xbf);
    }
}

size_t
pk_utf8_sequence(struct passkey_bytes text)
{
    size_t len, i;

    if (text.len == 0)
        return 0;
    len = announced(text.data[0]);
    if (len > text.len)
        return 0;
    if (len > 1 && !second_fits(text.data[0], text.data[1]))
        return 0;
    for (i = 2; i < len; i++) {
        if (!in_range(text.data[i], 0x80, 0xbf))
            return 0;
    }
    return len;
}

size_t
pk_utf8_printable(struct passkey_bytes text)
{
    size_t len = pk_utf8_sequence(text);

    if (len == 1 && (text.data[0] < 0x20 || text.data[0] == 0x7f))
        return 0;
    if (len == 2 && text.data[0] == 0xc2 && text.data[1] < 0xa0)
        return 0;
    return len;
}

bool
pk_utf8_valid(struct passkey_bytes text)
{
    size_t len;

    while (text.len > 0) {
        len = pk_utf8_sequence(text);
        if (len == 0)
            return false;
        text.data += len;
        text.len -= len;
    }
    return true;
}

size_t
pk_utf8_encode(uint32_t code_point, uint8_t out[4])
{
    if (code_point < 0x80) {
        out[0] = (uint8_t)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (uint8_t)(0xc0 | code_point >> 6);
        out[1] = (uint8_t)(0x80 | (code_point & 63));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (uint8_t)(0xe0 | code_point >> 12);
        out[1] = (uint8_t)(0x80 | (code_point >> 6 & 63));
        out[2] = (uint8_t)(0x80 | (code_point & 63));
        return 3;
    }
    out[0] = (uint8_t)(0xf0 | code_point >> 18);
    out[1] = (uint8_t)(0x80 | (code_point >> 12 & 63));
    out[2] = (uint8_t)(0x80 | (code_point >> 6 & 63));
    out[3] = (uint8_t)(0x80 | (code_point & 63));
    return 4;
}
