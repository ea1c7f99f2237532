/* SPDX-License-Identifier: Apache-2.0 */
/* Views lie inside the text; what strict mode takes, the lax mode takes. */
#include "fuzz.h"

#include "../format/json.h"

#include <string.h>

static void
check_string(const struct pk_json_value *value)
{
    size_t cap = value->text.len + 1;
    uint8_t *decoded = malloc(cap);
    struct passkey_buffer out = {decoded, cap};
    size_t len = 0;

    FUZZ_CHECK(decoded != NULL);
    if (pk_json_string_decode(value, out, &len)) {
        FUZZ_CHECK(len <= value->text.len);
        FUZZ_CHECK(pk_json_string_is(value, passkey_bytes_of(decoded, len)));
    }
    free(decoded);
}

static void
check_members(const struct pk_json_value *object, struct passkey_bytes text)
{
    struct passkey_bytes members = pk_json_members(object);
    struct pk_json_value name;
    struct pk_json_value value;

    while (pk_json_next_member(&members, &name, &value)) {
        FUZZ_CHECK(is_inside(name.text, text) && is_inside(value.text, text));
        check_string(&name);
        if (value.type == PK_JSON_STRING)
            check_string(&value);
    }
}

static void
check_value(const struct pk_json_value *value, struct passkey_bytes text)
{
    struct pk_json_field field = {.name = "id"};
    struct passkey_bytes elements;
    struct pk_json_value element;
    int64_t number;

    FUZZ_CHECK(is_inside(value->text, text));
    switch (value->type) {
    case PK_JSON_OBJECT:
        check_members(value, text);
        if (pk_json_take(value, &field, 1))
            FUZZ_CHECK(is_inside(field.value.text, text));
        break;
    case PK_JSON_ARRAY:
        elements = pk_json_elements(value);
        while (pk_json_next(&elements, &element))
            FUZZ_CHECK(is_inside(element.text, text));
        break;
    case PK_JSON_STRING:
        check_string(value);
        break;
    case PK_JSON_NUMBER:
        (void)!pk_json_integer(value, &number);
        break;
    case PK_JSON_ABSENT:
    case PK_JSON_NULL:
    case PK_JSON_TRUE:
    case PK_JSON_FALSE:
        break;
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct passkey_bytes text = passkey_bytes_of(data, size);
    struct pk_json_value strict;
    struct pk_json_value lax;
    enum pk_json_result result;

    result = pk_json_parse(text, PK_JSON_CLIENT_DATA, &lax);
    if (result == PK_JSON_OK)
        check_value(&lax, text);
    if (pk_json_parse(text, PK_JSON_STRICT, &strict) == PK_JSON_OK) {
        check_value(&strict, text);
        FUZZ_CHECK(result == PK_JSON_OK);
    }
    return 0;
}
