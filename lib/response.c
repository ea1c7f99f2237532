/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON around both responses; see response.h. */
#include "response.h"

#include <string.h>

#include "../format/base64url.h"
#include "../format/reader.h"

enum { ID, RAW_ID, TYPE, RESPONSE, EXTENSIONS, ATTACHMENT, NUM_FIELDS };

enum passkey_error
pk_member_decode(const struct pk_json_value *value,
    struct passkey_buffer *scratch, struct passkey_bytes *out)
{
    struct passkey_bytes text = value->text;
    size_t len = 0;

    if (value->type == PK_JSON_ABSENT || value->type == PK_JSON_NULL)
        return PASSKEY_ERR_MEMBER_MISSING;
    if (value->type != PK_JSON_STRING)
        return PASSKEY_ERR_MEMBER_TYPE;
    if (text.len == 0)
        return PASSKEY_ERR_MEMBER_MISSING;
    if (memchr(text.data, '\\', text.len) != NULL) { /* rare, but allowed */
        if (!pk_json_string_decode(value, *scratch, &len))
            return PASSKEY_ERR_NO_SPACE;
        text = passkey_bytes_of(scratch->data, len);
    }
    if (text.len / 4 * 3 + 2 > scratch->cap)
        return PASSKEY_ERR_NO_SPACE;
    if (!pk_base64url_decode(text, *scratch, &len))
        return PASSKEY_ERR_BASE64URL_MALFORMED;
    *out = passkey_bytes_of(scratch->data, len);
    scratch->data += len;
    scratch->cap -= len;
    return PASSKEY_OK;
}

enum passkey_error
pk_member_decode_optional(const struct pk_json_value *value,
    struct passkey_buffer *scratch, struct passkey_bytes *out)
{
    *out = passkey_bytes_of(NULL, 0);
    if (value->type == PK_JSON_ABSENT || value->type == PK_JSON_NULL)
        return PASSKEY_OK;
    return pk_member_decode(value, scratch, out);
}

/* `id` and `rawId` are the same bytes, twice. */
static enum passkey_error
read_id(const struct pk_json_field *fields, struct passkey_buffer *scratch,
    struct passkey_bytes *id)
{
    struct passkey_buffer rest;
    struct passkey_bytes raw_id;
    enum passkey_error error;

    error = pk_member_decode(&fields[ID].value, scratch, id);
    if (error != PASSKEY_OK)
        return error;
    rest = *scratch; /* rawId is only compared */
    error = pk_member_decode(&fields[RAW_ID].value, &rest, &raw_id);
    if (error != PASSKEY_OK)
        return error;
    return pk_equal(*id, raw_id) ? PASSKEY_OK : PASSKEY_ERR_ID_MISMATCH;
}

static enum passkey_error
check_type(const struct pk_json_value *type)
{
    if (type->type == PK_JSON_ABSENT)
        return PASSKEY_ERR_MEMBER_MISSING;
    if (!pk_json_string_is(type, PK_TEXT("public-key")))
        return PASSKEY_ERR_CREDENTIAL_TYPE_UNKNOWN;
    return PASSKEY_OK;
}

static enum passkey_attachment
attachment_of(const struct pk_json_value *value)
{
    if (pk_json_string_is(value, PK_TEXT("platform")))
        return PASSKEY_ATTACHMENT_PLATFORM;
    if (pk_json_string_is(value, PK_TEXT("cross-platform")))
        return PASSKEY_ATTACHMENT_CROSS_PLATFORM;
    return PASSKEY_ATTACHMENT_ANY; /* unknown values are not an error */
}

static enum passkey_error
read_envelope(const struct pk_json_field *fields,
    struct passkey_buffer *scratch, struct pk_envelope *out)
{
    enum passkey_error error;

    if ((error = read_id(fields, scratch, &out->id)) != PASSKEY_OK ||
        (error = check_type(&fields[TYPE].value)) != PASSKEY_OK)
        return error;
    out->response = fields[RESPONSE].value;
    out->extensions = fields[EXTENSIONS].value;
    out->attachment = attachment_of(&fields[ATTACHMENT].value);
    if (out->response.type == PK_JSON_ABSENT)
        return PASSKEY_ERR_MEMBER_MISSING;
    if (out->response.type != PK_JSON_OBJECT)
        return PASSKEY_ERR_MEMBER_TYPE;
    if (out->extensions.type != PK_JSON_OBJECT &&
        out->extensions.type != PK_JSON_ABSENT)
        return PASSKEY_ERR_MEMBER_TYPE;
    return PASSKEY_OK;
}

enum passkey_error
pk_envelope_read(struct passkey_bytes json, struct passkey_buffer *scratch,
    struct pk_envelope *out)
{
    struct pk_json_field fields[NUM_FIELDS] = {
        [ID] = { .name = "id" },
        [RAW_ID] = { .name = "rawId" },
        [TYPE] = { .name = "type" },
        [RESPONSE] = { .name = "response" },
        [EXTENSIONS] = { .name = "clientExtensionResults" },
        [ATTACHMENT] = { .name = "authenticatorAttachment" },
    };
    struct pk_json_value root;

    switch (pk_json_parse(json, PK_JSON_STRICT, &root)) {
    case PK_JSON_MALFORMED:
        return PASSKEY_ERR_JSON_MALFORMED;
    case PK_JSON_NAME_TWICE:
        return PASSKEY_ERR_MEMBER_TWICE;
    case PK_JSON_OK:
        break;
    }
    if (root.type != PK_JSON_OBJECT)
        return PASSKEY_ERR_JSON_MALFORMED;
    if (!pk_json_take(&root, fields, NUM_FIELDS))
        return PASSKEY_ERR_MEMBER_TWICE;
    return read_envelope(fields, scratch, out);
}
