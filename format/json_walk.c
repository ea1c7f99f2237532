/* SPDX-License-Identifier: Apache-2.0 */
/* Steps through text that pk_json_parse has checked, and writes strings. */
#include <string.h>

#include "json.h"
#include "json_string.h"
#include "reader.h"

static void
skip_space(struct passkey_bytes *text)
{
    while (text->len > 0 &&
           (*text->data == ' ' || *text->data == '\n' || *text->data == '\r' ||
               *text->data == '\t')) {
        text->data++;
        text->len--;
    }
}

/*
 * The length of a string at the front of `text`, both quotes included; 0, or
 * more than there is, if the second one is missing.
 */
static size_t
string_len(struct passkey_bytes text)
{
    const uint8_t *quote = memchr(text.data + 1, '"', text.len - 1);
    size_t at;

    if (quote == NULL)
        return 0;
    if (quote[-1] != '\\') /* nearly always */
        return (size_t)(quote - text.data) + 1;
    for (at = 1; at < text.len && text.data[at] != '"';)
        at += text.data[at] == '\\' ? 2 : 1;
    return at + 1;
}

/* The length of an array or object, both brackets included. */
static size_t
nested_len(struct passkey_bytes text)
{
    size_t at = 0, depth = 0, step;

    while (at < text.len) {
        step = 1;
        switch (text.data[at]) {
        case '{':
        case '[':
            depth++;
            break;
        case '}':
        case ']':
            if (--depth == 0)
                return at + 1;
            break;
        case '"':
            step = string_len(
                passkey_bytes_of(text.data + at, text.len - at));
            if (step == 0)
                return 0;
            break;
        default:
            break;
        }
        at += step;
    }
    return 0;
}

/* The length of a word or number. */
static size_t
word_len(struct passkey_bytes text)
{
    size_t at = 0;

    while (at < text.len && memchr(",]} \n\r\t:", text.data[at], 8) == NULL)
        at++;
    return at;
}

static enum pk_json_type
type_of(uint8_t first)
{
    switch (first) {
    case '{':
        return PK_JSON_OBJECT;
    case '[':
        return PK_JSON_ARRAY;
    case '"':
        return PK_JSON_STRING;
    case 't':
        return PK_JSON_TRUE;
    case 'f':
        return PK_JSON_FALSE;
    case 'n':
        return PK_JSON_NULL;
    default:
        return PK_JSON_NUMBER;
    }
}

struct pk_json_value
pk_json_value_of(struct passkey_bytes text)
{
    struct pk_json_value value;

    value.type = type_of(text.data[0]);
    value.text = text;
    if (value.type == PK_JSON_STRING)
        value.text = passkey_bytes_of(text.data + 1, text.len - 2);
    return value;
}

static size_t
value_len(struct passkey_bytes text)
{
    switch (text.data[0]) {
    case '{':
    case '[':
        return nested_len(text);
    case '"':
        return string_len(text);
    default:
        return word_len(text);
    }
}

/* Takes the value at the front of `text` and the comma behind it. */
bool
pk_json_next(struct passkey_bytes *text, struct pk_json_value *out)
{
    struct passkey_bytes value;
    size_t len;

    skip_space(text);
    if (text->len == 0)
        return false;
    len = value_len(*text);
    if (len == 0 || !pk_read_view(text, len, &value))
        return false;
    *out = pk_json_value_of(value);
    skip_space(text);
    if (text->len > 0 && (*text->data == ',' || *text->data == ':')) {
        text->data++;
        text->len--;
    }
    return true;
}

bool
pk_json_next_member(struct passkey_bytes *members, struct pk_json_value *name,
    struct pk_json_value *out)
{
    return pk_json_next(members, name) && pk_json_next(members, out);
}

/* What lies between the brackets; nothing if `value` is of another type. */
static struct passkey_bytes
inside(const struct pk_json_value *value, enum pk_json_type type)
{
    if (value->type != type)
        return passkey_bytes_of(NULL, 0);
    return passkey_bytes_of(value->text.data + 1, value->text.len - 2);
}

struct passkey_bytes
pk_json_elements(const struct pk_json_value *array)
{
    return inside(array, PK_JSON_ARRAY);
}

struct passkey_bytes
pk_json_members(const struct pk_json_value *object)
{
    return inside(object, PK_JSON_OBJECT);
}

/* The first field of this name; num_fields: there is none. */
static size_t
find_field(const struct pk_json_value *name, const struct pk_json_field *fields,
    size_t num_fields)
{
    bool has_escape = pk_json_has_escape(name->text);
    struct passkey_bytes wanted;
    size_t i;

    for (i = 0; i < num_fields; i++) {
        wanted = passkey_bytes_of(fields[i].name, fields[i].name_len);
        if (has_escape ? pk_json_string_is(name, wanted)
                       : pk_equal(name->text, wanted))
            break;
    }
    return i;
}

bool
pk_json_take(const struct pk_json_value *object, struct pk_json_field *fields,
    size_t num_fields)
{
    struct passkey_bytes members = pk_json_members(object);
    struct pk_json_value name, value;
    size_t i;

    for (i = 0; i < num_fields; i++) {
        fields[i].name_len = strlen(fields[i].name);
        fields[i].value.type = PK_JSON_ABSENT;
        fields[i].value.text = passkey_bytes_of(NULL, 0);
    }
    while (pk_json_next_member(&members, &name, &value)) {
        i = find_field(&name, fields, num_fields);
        if (i == num_fields)
            continue;
        if (fields[i].value.type != PK_JSON_ABSENT)
            return false;
        fields[i].value = value;
    }
    return true;
}

bool
pk_json_integer(const struct pk_json_value *value, int64_t *out)
{
    struct passkey_bytes text = value->text;
    bool negative;
    int64_t number = 0;

    if (value->type != PK_JSON_NUMBER)
        return false;
    negative = text.data[0] == '-';
    if (negative) {
        text.data++;
        text.len--;
    }
    if (text.len == 0 || text.len > 18) /* 10^18 fits into 63 bits */
        return false;
    for (; text.len > 0; text.data++, text.len--) {
        if (*text.data < '0' || *text.data > '9')
            return false;
        number = number * 10 + (*text.data - '0');
    }
    *out = negative ? -number : number;
    return true;
}

void
pk_write_json_string(struct pk_writer *writer, struct passkey_bytes text)
{
    static const uint8_t digits[] = "0123456789abcdef";
    size_t i;
    uint8_t byte;

    pk_write_u8(writer, '"');
    for (i = 0; i < text.len; i++) {
        byte = text.data[i];
        if (byte == '"' || byte == '\\')
            pk_write_u8(writer, '\\');
        if (byte >= 0x20 && byte != 0x7f) {
            pk_write_u8(writer, byte);
            continue;
        }
        pk_write_text(writer, "\\u00");
        pk_write_u8(writer, digits[byte >> 4]);
        pk_write_u8(writer, digits[byte & 15]);
    }
    pk_write_u8(writer, '"');
}
