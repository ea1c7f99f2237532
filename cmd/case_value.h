/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of a case: JSON values into views. All return false if the value is
 * of another form; absent lists are empty, absent words and booleans leave
 * the output as it was.
 */
#ifndef CASE_VALUE_H
#define CASE_VALUE_H

#include <passkey/bytes.h>

#include "../format/json.h"

struct case_word {
    const char *text; /* NULL ends a table */
    unsigned value;
};

PASSKEY_MUST_USE bool case_text(const struct pk_json_value *value,
    struct passkey_buffer *memory, struct passkey_bytes *out);
PASSKEY_MUST_USE bool case_bytes(const struct pk_json_value *value,
    struct passkey_buffer *memory, struct passkey_bytes *out);
/* The same into an array of `max` bytes. */
PASSKEY_MUST_USE bool case_short_bytes(const struct pk_json_value *value,
    struct passkey_buffer *memory, uint8_t *out, size_t max, size_t *len);
/* There, and not null. */
PASSKEY_MUST_USE bool case_is_told(const struct pk_json_value *value);
PASSKEY_MUST_USE bool case_bool(const struct pk_json_value *value, bool *out);
PASSKEY_MUST_USE bool case_word_of(const struct pk_json_value *value,
    const struct case_word *words, unsigned *out);

PASSKEY_MUST_USE bool case_texts(const struct pk_json_value *value,
    struct passkey_buffer *memory, struct passkey_bytes *out, size_t max,
    size_t *num);
PASSKEY_MUST_USE bool case_byte_strings(const struct pk_json_value *value,
    struct passkey_buffer *memory, struct passkey_bytes *out, size_t max,
    size_t *num);
/* The values of all words together. */
PASSKEY_MUST_USE bool case_words(const struct pk_json_value *value,
    const struct case_word *words, uint32_t *out);

/* `response` as it stands, or the text in `responseRaw`; NULL or a problem. */
const char *case_response(const struct pk_json_value *response,
    const struct pk_json_value *raw, struct passkey_buffer *memory,
    struct passkey_bytes *out);

#endif
