/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base64url without padding (RFC 4648 section 5). One byte string has exactly
 * one text: padding, other alphabets, white space and unused bits that are
 * not zero are refused.
 */
#ifndef PK_BASE64URL_H
#define PK_BASE64URL_H

#include <passkey/bytes.h>

#include "writer.h"

/* The number of characters of `len` bytes. */
#define PK_BASE64URL_TEXT_LEN(len) (((len) / 3) * 4 + (((len) % 3) * 4 + 2) / 3)

/* An upper bound of the bytes in `len` characters. */
#define PK_BASE64URL_BYTES_LEN(len) ((len) / 4 * 3 + 2)

/*
 * Decodes all of `text` into `out`. False: the text is not canonical
 * base64url, or `out` is too small. `out` may be where `text` is.
 */
PASSKEY_MUST_USE bool pk_base64url_decode(
    struct passkey_bytes text, struct passkey_buffer out, size_t *out_len);

/* Appends the text of `bytes`. */
void pk_write_base64url(struct pk_writer *writer, struct passkey_bytes bytes);

#endif
