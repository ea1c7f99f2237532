/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 (RFC 3629): well-formedness, and writing one scalar value. */
#ifndef PK_UTF8_H
#define PK_UTF8_H

#include <passkey/bytes.h>

/* True if all of `text` is well-formed: no overlong form, no surrogate. */
PASSKEY_MUST_USE bool pk_utf8_valid(struct passkey_bytes text);

/*
 * The length in bytes, 1 to 4, of the well-formed sequence at the front of
 * `text`; 0 if there is none.
 */
PASSKEY_MUST_USE size_t pk_utf8_sequence(struct passkey_bytes text);

/*
 * The same, but 0 for controls, too: C0, DEL, and C1, which is U+0080 to
 * U+009F and obeyed by some terminals.
 */
PASSKEY_MUST_USE size_t pk_utf8_printable(struct passkey_bytes text);

/* Writes a code point of at most U+10FFFF; returns the length, 1 to 4. */
size_t pk_utf8_encode(uint32_t code_point, uint8_t out[4]);

#endif
