/* SPDX-License-Identifier: Apache-2.0 */
/* base64url both ways; see base64url.h. */
#include "base64url.h"

#define INVALID 0xff

/* The value of each character, INVALID for all that are not in the alphabet. */
static const uint8_t values[256] = {
#define X4 INVALID, INVALID, INVALID, INVALID
#define X16 X4, X4, X4, X4
    X16, X16,                                     /* 0x00 */
    X4, X4, X4, INVALID, 62, INVALID, INVALID,    /* 0x20: '-' */
    52, 53, 54, 55, 56, 57, 58, 59, 60, 61,       /* '0'..'9' */
    INVALID, INVALID, INVALID, INVALID, INVALID, INVALID,
    INVALID, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, /* 'A' */
    15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,   /* 'P'..'Z' */
    INVALID, INVALID, INVALID, INVALID, 63,       /* '_' */
    INVALID, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
    41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51,   /* 'p'..'z' */
    X4, INVALID,
    X16, X16, X16, X16, X16, X16, X16, X16        /* 0x80 */
#undef X4
#undef X16
};

static const uint8_t alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Decodes four characters to three bytes; above 63: one is not valid. */
static uint8_t
decode_quad(const uint8_t *text, uint8_t *out)
{
    uint8_t a = values[text[0]], b = values[text[1]];
    uint8_t c = values[text[2]], d = values[text[3]];

    out[0] = (uint8_t)(a << 2 | b >> 4);
    out[1] = (uint8_t)(b << 4 | c >> 2);
    out[2] = (uint8_t)(c << 6 | d);
    return a | b | c | d;
}

/* Decodes the last two or three characters to one or two bytes. */
static bool
decode_rest(const uint8_t *text, size_t len, uint8_t *out)
{
    uint8_t a = values[text[0]], b = values[text[1]];
    uint8_t c = len == 3 ? values[text[2]] : 0;

    if ((a | b | c) > 63)
        return false;
    if (((len == 2 ? b & 15 : c & 3)) != 0) /* unused bits */
        return false;
    out[0] = (uint8_t)(a << 2 | b >> 4);
    if (len == 3)
        out[1] = (uint8_t)(b << 4 | c >> 2);
    return true;
}

bool
pk_base64url_decode(
    struct passkey_bytes text, struct passkey_buffer out, size_t *out_len)
{
    size_t rest = text.len % 4, whole = text.len - rest;
    size_t len = whole / 4 * 3 + rest * 3 / 4;
    size_t from, to = 0;
    uint8_t all = 0;

    if (rest == 1 || len > out.cap)
        return false;
    for (from = 0; from < whole; from += 4, to += 3)
        all |= decode_quad(text.data + from, out.data + to);
    if (all > 63)
        return false;
    if (rest > 0 && !decode_rest(text.data + whole, rest, out.data + to))
        return false;
    *out_len = len;
    return true;
}

void
pk_write_base64url(struct pk_writer *writer, struct passkey_bytes bytes)
{
    uint8_t quad[4];
    size_t i, left;
    uint32_t three;

    for (i = 0; i < bytes.len; i += 3) {
        left = bytes.len - i;
        three = (uint32_t)bytes.data[i] << 16;
        if (left > 1)
            three |= (uint32_t)bytes.data[i + 1] << 8;
        if (left > 2)
            three |= bytes.data[i + 2];
        quad[0] = alphabet[three >> 18];
        quad[1] = alphabet[three >> 12 & 63];
        quad[2] = alphabet[three >> 6 & 63];
        quad[3] = alphabet[three & 63];
        pk_write(writer, passkey_bytes_of(quad, left > 2 ? 4 : left + 1));
    }
}
