/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON (RFC 8259) without building a tree. pk_json_parse checks a whole text
 * once; the other functions then walk the checked text through views.
 *
 * Strict mode is for our own messages: UTF-8 must be well-formed, no member
 * name occurs twice in any object, no escape gives U+0000 or half a
 * surrogate pair, and nesting is at most PK_JSON_DEPTH_STRICT.
 *
 * Client data mode is for clientDataJSON, which the specification wants
 * decoded leniently: one byte order mark is dropped, ill-formed UTF-8 is
 * tolerated (it never equals anything that we compare with), unknown members
 * may be anything. Members that are read must still not occur twice.
 */
#ifndef PK_JSON_H
#define PK_JSON_H

#include <passkey/bytes.h>

#include "writer.h"

/* Arrays and objects inside each other; 1 is the outermost. */
#define PK_JSON_DEPTH_STRICT 8
#define PK_JSON_DEPTH_CLIENT_DATA 32

/*
 * Member names that can be remembered at one time, on the way from the
 * outermost object to the innermost. Real messages have fewer than 40.
 */
#define PK_JSON_NAMES_MAX 192

enum pk_json_mode { PK_JSON_STRICT, PK_JSON_CLIENT_DATA };

enum pk_json_result {
    PK_JSON_MALFORMED = 0,
    PK_JSON_NAME_TWICE,
    PK_JSON_OK
};

enum pk_json_type {
    PK_JSON_ABSENT = 0,
    PK_JSON_NULL,
    PK_JSON_TRUE,
    PK_JSON_FALSE,
    PK_JSON_NUMBER,
    PK_JSON_STRING,
    PK_JSON_ARRAY,
    PK_JSON_OBJECT
};

/* A value inside a checked text. */
struct pk_json_value {
    enum pk_json_type type;
    /*
     * The characters: of a string those between the quotes, escapes
     * unresolved; of everything else all, brackets included.
     */
    struct passkey_bytes text;
};

/* One member that a reader wants; see pk_json_take. */
struct pk_json_field {
    const char *name;           /* ASCII */
    size_t name_len;            /* pk_json_take fills it in */
    struct pk_json_value value; /* type PK_JSON_ABSENT if not there */
};

/*
 * Checks that `text` is exactly one value with nothing but white space
 * around it, and gives the value. Other functions of this file accept only
 * values that come from here.
 */
PASSKEY_MUST_USE enum pk_json_result pk_json_parse(struct passkey_bytes text,
    enum pk_json_mode mode, struct pk_json_value *out);

/*
 * Walks the members of `object` once and fills the fields that it knows;
 * other members are ignored. A value of another type has no members. False:
 * one of the fields occurs twice, which no strict text does.
 */
PASSKEY_MUST_USE bool pk_json_take(const struct pk_json_value *object,
    struct pk_json_field *fields, size_t num_fields);

/*
 * Steps through an array: begin with pk_json_elements, then call
 * pk_json_next until it returns false.
 */
struct passkey_bytes pk_json_elements(const struct pk_json_value *array);
PASSKEY_MUST_USE bool pk_json_next(
    struct passkey_bytes *elements, struct pk_json_value *out);

/*
 * Steps through an object in the same way: begin with pk_json_members.
 * `name` is a string value.
 */
struct passkey_bytes pk_json_members(const struct pk_json_value *object);
PASSKEY_MUST_USE bool pk_json_next_member(struct passkey_bytes *members,
    struct pk_json_value *name, struct pk_json_value *out);

/* True if `value` is a string that means exactly the bytes of `expected`. */
PASSKEY_MUST_USE bool pk_json_string_is(
    const struct pk_json_value *value, struct passkey_bytes expected);

/*
 * Resolves the escapes of a string into `out`. False: not a string, or `out`
 * is too small; as many bytes as value->text has are always enough.
 */
PASSKEY_MUST_USE bool pk_json_string_decode(const struct pk_json_value *value,
    struct passkey_buffer out, size_t *out_len);

/* False: not a number without fraction and exponent, or out of range. */
PASSKEY_MUST_USE bool pk_json_integer(
    const struct pk_json_value *value, int64_t *out);

/* Appends a string with its quotes; `text` is well-formed UTF-8. */
void pk_write_json_string(struct pk_writer *writer, struct passkey_bytes text);

#endif
