/* SPDX-License-Identifier: Apache-2.0 */
/* JSON values into views; see case_value.h. */
#include "case_value.h"

#include <string.h>

#include "../format/base64url.h"
#include "../format/reader.h"

static struct passkey_bytes
take(struct passkey_buffer *memory, size_t len)
{
    struct passkey_bytes taken = passkey_bytes_of(memory->data, len);

    memory->data += len;
    memory->cap -= len;
    return taken;
}

bool
case_text(const struct pk_json_value *value, struct passkey_buffer *memory,
    struct passkey_bytes *out)
{
    size_t len;

    if (!pk_json_string_decode(value, *memory, &len))
        return false;
    *out = take(memory, len);
    return true;
}

bool
case_bytes(const struct pk_json_value *value, struct passkey_buffer *memory,
    struct passkey_bytes *out)
{
    size_t len;

    if (value->type != PK_JSON_STRING ||
        !pk_base64url_decode(value->text, *memory, &len))
        return false;
    *out = take(memory, len);
    return true;
}

bool
case_bool(const struct pk_json_value *value, bool *out)
{
    if (value->type == PK_JSON_ABSENT)
        return true;
    *out = value->type == PK_JSON_TRUE;
    return value->type == PK_JSON_TRUE || value->type == PK_JSON_FALSE;
}

bool
case_is_told(const struct pk_json_value *value)
{
    return value->type != PK_JSON_ABSENT && value->type != PK_JSON_NULL;
}

bool
case_short_bytes(const struct pk_json_value *value,
    struct passkey_buffer *memory, uint8_t *out, size_t max, size_t *len)
{
    struct passkey_bytes bytes;

    if (!case_bytes(value, memory, &bytes) || bytes.len > max)
        return false;
    if (bytes.len > 0)
        memcpy(out, bytes.data, bytes.len);
    *len = bytes.len;
    return true;
}

static const struct case_word *
find_word(const struct pk_json_value *value, const struct case_word *words)
{
    for (; words->text != NULL; words++) {
        if (pk_json_string_is(
                value, passkey_bytes_of(words->text, strlen(words->text))))
            return words;
    }
    return NULL;
}

bool
case_word_of(const struct pk_json_value *value, const struct case_word *words,
    unsigned *out)
{
    const struct case_word *word;

    if (value->type == PK_JSON_ABSENT)
        return true;
    word = find_word(value, words);
    if (word == NULL)
        return false;
    *out = word->value;
    return true;
}

typedef bool element_reader(const struct pk_json_value *value,
    struct passkey_buffer *memory, struct passkey_bytes *out);

static bool
read_list(const struct pk_json_value *value, struct passkey_buffer *memory,
    element_reader *read, struct passkey_bytes *out, size_t max, size_t *num)
{
    struct passkey_bytes elements = pk_json_elements(value);
    struct pk_json_value element;

    *num = 0;
    if (value->type == PK_JSON_ABSENT)
        return true;
    if (value->type != PK_JSON_ARRAY)
        return false;
    while (pk_json_next(&elements, &element)) {
        if (*num == max || !read(&element, memory, &out[*num]))
            return false;
        ++*num;
    }
    return true;
}

bool
case_texts(const struct pk_json_value *value, struct passkey_buffer *memory,
    struct passkey_bytes *out, size_t max, size_t *num)
{
    return read_list(value, memory, case_text, out, max, num);
}

bool
case_byte_strings(const struct pk_json_value *value,
    struct passkey_buffer *memory, struct passkey_bytes *out, size_t max,
    size_t *num)
{
    return read_list(value, memory, case_bytes, out, max, num);
}

bool
case_words(const struct pk_json_value *value, const struct case_word *words,
    uint32_t *out)
{
    struct passkey_bytes elements = pk_json_elements(value);
    const struct case_word *word;
    struct pk_json_value element;

    if (value->type != PK_JSON_ABSENT && value->type != PK_JSON_ARRAY)
        return false;
    while (pk_json_next(&elements, &element)) {
        word = find_word(&element, words);
        if (word == NULL)
            return false;
        *out |= word->value;
    }
    return true;
}

const char *
case_response(const struct pk_json_value *response,
    const struct pk_json_value *raw, struct passkey_buffer *memory,
    struct passkey_bytes *out)
{
    if (raw->type != PK_JSON_ABSENT)
        return case_bytes(raw, memory, out) ? NULL
                                            : "responseRaw is not base64url";
    if (response->type == PK_JSON_ABSENT)
        return "response is missing";
    /* Of a string the quotes belong to the text. */
    *out = response->type == PK_JSON_STRING
               ? passkey_bytes_of(
                     response->text.data - 1, response->text.len + 2)
               : response->text;
    return NULL;
}
