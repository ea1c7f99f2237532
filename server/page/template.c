/* SPDX-License-Identifier: Apache-2.0 */
#include "template.h"

#include <string.h>

#include "../../format/reader.h"

static const char *
entity_of(uint8_t byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void
template_write_text(struct pk_writer *out, struct passkey_bytes text)
{
    size_t i, done = 0;
    const char *entity;

    for (i = 0; i < text.len; i++) {
        entity = entity_of(text.data[i]);
        if (entity == NULL)
            continue;
        pk_write(out, passkey_bytes_of(text.data + done, i - done));
        pk_write_text(out, entity);
        done = i + 1;
    }
    if (done < text.len)
        pk_write(out, passkey_bytes_of(text.data + done, text.len - done));
}

static const struct template *
find_template(size_t language, const char *name)
{
    size_t i;

    for (i = 0; i < num_templates; i++) {
        if (templates[i].language == language &&
            strcmp(templates[i].name, name) == 0)
            return &templates[i];
    }
    return NULL;
}

static bool
write_value(struct pk_writer *out, struct passkey_bytes name,
    const struct template_value *values, size_t num_values)
{
    size_t i;

    for (i = 0; i < num_values; i++) {
        if (!pk_equal(
                name, passkey_bytes_of(values[i].name, strlen(values[i].name))))
            continue;
        if (values[i].write != NULL)
            return values[i].write(out, values[i].context);
        template_write_text(out, values[i].text);
        return true;
    }
    return false;
}

/* Writes what has holes; `markup`: what is between them is HTML already. */
static bool
fill(struct pk_writer *out, struct passkey_bytes text, bool markup,
    const struct template_value *values, size_t num_values)
{
    void (*write)(struct pk_writer *, struct passkey_bytes) =
        markup ? pk_write : template_write_text;
    const uint8_t *at = text.data, *end = at + text.len, *open, *close;

    while ((open = memmem(at, (size_t)(end - at), "{{", 2)) != NULL) {
        close = memmem(open, (size_t)(end - open), "}}", 2);
        if (close == NULL)
            return false;
        write(out, passkey_bytes_of(at, (size_t)(open - at)));
        if (!write_value(out,
                passkey_bytes_of(open + 2, (size_t)(close - open - 2)), values,
                num_values))
            return false;
        at = close + 2;
    }
    write(out, passkey_bytes_of(at, (size_t)(end - at)));
    return true;
}

bool
template_write(struct pk_writer *out, size_t language, const char *name,
    const struct template_value *values, size_t num_values)
{
    const struct template *found = find_template(language, name);

    return found != NULL && fill(out, passkey_bytes_of(found->data, found->len),
                                true, values, num_values);
}

bool
template_write_sentence(struct pk_writer *out, size_t language, const char *key,
    const struct template_value *values, size_t num_values)
{
    size_t i;

    for (i = 0; i < num_sentences; i++) {
        if (sentences[i].language == language &&
            strcmp(sentences[i].key, key) == 0)
            return fill(out,
                passkey_bytes_of(sentences[i].text, strlen(sentences[i].text)),
                false, values, num_values);
    }
    return false;
}
