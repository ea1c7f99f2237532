/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the checking and the walking half of the JSON reader share: strings
 * and their escapes. Used by the JSON reader only.
 */
#ifndef PK_JSON_STRING_H
#define PK_JSON_STRING_H

#include "json.h"

/*
 * Finds the closing quote of a string whose opening quote was taken. `len`
 * is the number of bytes before the closing quote. False: no closing quote,
 * control characters, bad escapes and, if `strict`, ill-formed UTF-8, U+0000
 * or a lone surrogate.
 */
PASSKEY_MUST_USE bool pk_json_string_check(
    struct passkey_bytes in, bool strict, size_t *len);

/* The next character of checked text with its escape resolved, as UTF-8. */
struct pk_json_character {
    uint8_t utf8[4];
    size_t len; /* 1 to 4; one byte of ill-formed text counts as one */
};
PASSKEY_MUST_USE bool pk_json_character_next(
    struct passkey_bytes *text, struct pk_json_character *out);

PASSKEY_MUST_USE bool pk_json_has_escape(struct passkey_bytes text);

/* The value whose characters are exactly `text`; at least one. */
struct pk_json_value pk_json_value_of(struct passkey_bytes text);

/* Do two checked texts mean the same string? */
PASSKEY_MUST_USE bool pk_json_text_equal(
    struct passkey_bytes a, struct passkey_bytes b);

#endif
