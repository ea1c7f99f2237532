/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a form; see form.h. */
#include "form.h"

#include <string.h>

#include "../../format/reader.h"
#include "../../format/utf8.h"

static int
hex_value(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Decodes '+' and %XX. */
static bool
decode(
    struct passkey_bytes text, struct arena *arena, struct passkey_bytes *out)
{
    uint8_t *memory = arena_take(arena, text.len + 1);
    size_t i, len = 0;

    if (memory == NULL)
        return false;
    for (i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];

        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            int high = i + 2 < text.len ? hex_value(text.data[i + 1]) : -1;
            int low = i + 2 < text.len ? hex_value(text.data[i + 2]) : -1;

            if (high < 0 || low < 0)
                return false;
            c = (uint8_t)(high << 4 | low);
            i += 2;
        }
        if (c == 0)
            return false;
        memory[len++] = c;
    }
    *out = passkey_bytes_of(memory, len);
    return pk_utf8_valid(*out);
}

static struct passkey_bytes
take_until(struct passkey_bytes *in, uint8_t end)
{
    struct passkey_bytes taken = *in;
    const uint8_t *at = in->len > 0 ? memchr(in->data, end, in->len) : NULL;

    if (at == NULL) {
        *in = passkey_bytes_of(NULL, 0);
        return taken;
    }
    taken.len = (size_t)(at - in->data);
    in->data = at + 1;
    in->len -= taken.len + 1;
    return taken;
}

static struct form_field *
find_field(
    struct form_field *fields, size_t num_fields, struct passkey_bytes name)
{
    size_t i;

    for (i = 0; i < num_fields; i++) {
        if (pk_equal(
                name, passkey_bytes_of(fields[i].name, strlen(fields[i].name))))
            return &fields[i];
    }
    return NULL;
}

bool
form_read(struct passkey_bytes body, struct arena *arena,
    struct form_field *fields, size_t num_fields)
{
    size_t i;

    for (i = 0; i < num_fields; i++)
        fields[i].value = passkey_bytes_of(NULL, 0);
    while (body.len > 0) {
        struct passkey_bytes value = take_until(&body, '&');
        struct passkey_bytes raw_name = take_until(&value, '='), name;
        struct form_field *field;

        if (!decode(raw_name, arena, &name))
            return false;
        field = find_field(fields, num_fields, name);
        if (field == NULL)
            continue;
        if (field->value.data != NULL || !decode(value, arena, &field->value))
            return false;
    }
    return true;
}
