/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of an entry; see metadata_entry.h. */
#include "metadata_entry.h"

#include <string.h>

#include "../../format/reader.h"

enum { AAGUID, AAID, KEYS, STATEMENT, REPORTS, NUM_FIELDS };

/* The value of a hexadecimal digit, 16 for anything else. */
static unsigned
hex_value(uint8_t c, bool upper)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10u;
    return upper && c >= 'A' && c <= 'F' ? c - 'A' + 10u : 16;
}

/* Two digits at the front of `text`, which has them. */
static bool
take_hex(struct passkey_bytes *text, bool upper, uint8_t *out)
{
    struct passkey_bytes pair;
    unsigned high, low;

    if (!pk_read_view(text, 2, &pair))
        return false;
    high = hex_value(pair.data[0], upper);
    low = hex_value(pair.data[1], upper);
    *out = (uint8_t)(high << 4 | (low & 15));
    return high < 16 && low < 16;
}

bool
passkey_aaguid_read(
    struct passkey_bytes text, uint8_t out[PASSKEY_MODEL_AAGUID_LEN])
{
    struct passkey_bytes in = text, dash;
    size_t i;

    for (i = 0; i < PASSKEY_MODEL_AAGUID_LEN; i++) {
        if ((i == 4 || i == 6 || i == 8 || i == 10) &&
            (!pk_read_view(&in, 1, &dash) || dash.data[0] != '-'))
            return false;
        if (!take_hex(&in, false, &out[i]))
            return false;
    }
    return pk_read_done(&in);
}

bool
pk_aaguid_parse(const struct pk_json_value *text,
    uint8_t out[PASSKEY_MODEL_AAGUID_LEN])
{
    return text->type == PK_JSON_STRING && passkey_aaguid_read(text->text, out);
}

bool
pk_key_identifier_parse(
    const struct pk_json_value *text, uint8_t out[PASSKEY_MODEL_KEY_LEN])
{
    struct passkey_bytes in = text->text;
    size_t i;

    if (text->type != PK_JSON_STRING)
        return false;
    for (i = 0; i < PASSKEY_MODEL_KEY_LEN; i++) {
        if (!take_hex(&in, true, &out[i]))
            return false;
    }
    return pk_read_done(&in);
}

struct pk_json_value
pk_metadata_statement_member(
    const struct pk_metadata_entry *entry, const char *name)
{
    struct pk_json_field field = { .name = name };

    if (!pk_json_take(&entry->statement, &field, 1))
        field.value.type = PK_JSON_ABSENT;
    return field.value;
}

static bool
keys_are_sound(const struct pk_json_value *keys)
{
    struct passkey_bytes elements = pk_json_elements(keys);
    uint8_t key[PASSKEY_MODEL_KEY_LEN];
    struct pk_json_value element;
    size_t count = 0;

    while (pk_json_next(&elements, &element)) {
        if (!pk_key_identifier_parse(&element, key))
            return false;
        count++;
    }
    return keys->type == PK_JSON_ABSENT || count > 0;
}

/* Exactly one of aaguid, aaid and attestationCertificateKeyIdentifiers. */
static bool
has_one_name(const struct pk_metadata_entry *entry)
{
    uint8_t aaguid[PASSKEY_MODEL_AAGUID_LEN];
    int kinds = (entry->aaguid.type != PK_JSON_ABSENT) +
                (entry->aaid.type != PK_JSON_ABSENT) +
                (entry->keys.type != PK_JSON_ABSENT);

    return kinds == 1 &&
           (entry->aaguid.type == PK_JSON_ABSENT ||
               pk_aaguid_parse(&entry->aaguid, aaguid)) &&
           keys_are_sound(&entry->keys);
}

/* The statement, if it names a model, names this one. */
static bool
statement_is_sound(const struct pk_metadata_entry *entry)
{
    struct pk_json_value aaguid;

    if (entry->statement.type == PK_JSON_ABSENT)
        return true;
    if (entry->statement.type != PK_JSON_OBJECT)
        return false;
    aaguid = pk_metadata_statement_member(entry, "aaguid");
    return aaguid.type == PK_JSON_ABSENT ||
           (aaguid.type == entry->aaguid.type &&
               pk_json_string_is(&aaguid, entry->aaguid.text));
}

bool
pk_metadata_entry_parse(
    struct passkey_bytes text, struct pk_metadata_entry *out)
{
    struct pk_json_field fields[NUM_FIELDS] = {
        [AAGUID] = { .name = "aaguid" },
        [AAID] = { .name = "aaid" },
        [KEYS] = { .name = "attestationCertificateKeyIdentifiers" },
        [STATEMENT] = { .name = "metadataStatement" },
        [REPORTS] = { .name = "statusReports" },
    };
    struct pk_json_value root;

    memset(out, 0, sizeof(*out));
    if (pk_json_parse(text, PK_JSON_STRICT, &root) != PK_JSON_OK ||
        root.type != PK_JSON_OBJECT ||
        !pk_json_take(&root, fields, NUM_FIELDS))
        return false;
    out->aaguid = fields[AAGUID].value;
    out->aaid = fields[AAID].value;
    out->keys = fields[KEYS].value;
    out->statement = fields[STATEMENT].value;
    out->reports = fields[REPORTS].value;
    return has_one_name(out) && statement_is_sound(out) &&
           pk_metadata_reports_are_sound(out);
}

bool
passkey_model_text_of(const struct passkey_model *model,
    enum passkey_model_text which, struct passkey_buffer out, size_t *out_len)
{
    static const char *const names[] = { "description", "icon", "iconDark",
        "providerLogoLight", "providerLogoDark" };
    struct pk_metadata_entry entry;
    struct pk_json_value text;

    *out_len = 0;
    if ((size_t)which >= sizeof(names) / sizeof(names[0]) ||
        !pk_metadata_entry_parse(model->entry, &entry))
        return false;
    text = pk_metadata_statement_member(&entry, names[which]);
    return pk_json_string_decode(&text, out, out_len);
}
