/* SPDX-License-Identifier: Apache-2.0 */
/* The six members of client data and their checks; see client_data.h. */
#include "client_data.h"

#include "../format/base64url.h"
#include "../format/reader.h"

enum {
    TYPE,
    CHALLENGE,
    ORIGIN,
    CROSS_ORIGIN,
    TOP_ORIGIN,
    PAYMENT,
    NUM_FIELDS
};

static bool
is_string(const struct pk_json_value *value)
{
    return value->type == PK_JSON_STRING;
}

static bool
is_boolean_or_absent(const struct pk_json_value *value)
{
    return value->type == PK_JSON_ABSENT || value->type == PK_JSON_TRUE ||
           value->type == PK_JSON_FALSE;
}

enum passkey_error
pk_client_data_parse(struct passkey_bytes json, struct pk_client_data *out)
{
    struct pk_json_field fields[NUM_FIELDS] = {
        [TYPE] = { .name = "type" },
        [CHALLENGE] = { .name = "challenge" },
        [ORIGIN] = { .name = "origin" },
        [CROSS_ORIGIN] = { .name = "crossOrigin" },
        [TOP_ORIGIN] = { .name = "topOrigin" },
        [PAYMENT] = { .name = "payment" },
    };
    struct pk_json_value root;

    if (pk_json_parse(json, PK_JSON_CLIENT_DATA, &root) != PK_JSON_OK ||
        root.type != PK_JSON_OBJECT)
        return PASSKEY_ERR_CLIENT_DATA_MALFORMED;
    if (!pk_json_take(&root, fields, NUM_FIELDS))
        return PASSKEY_ERR_MEMBER_TWICE;
    out->type = fields[TYPE].value;
    out->challenge = fields[CHALLENGE].value;
    out->origin = fields[ORIGIN].value;
    out->cross_origin = fields[CROSS_ORIGIN].value;
    out->top_origin = fields[TOP_ORIGIN].value;
    out->payment = fields[PAYMENT].value;
    if (!is_string(&out->type) || !is_string(&out->challenge) ||
        !is_string(&out->origin) || !is_boolean_or_absent(&out->cross_origin))
        return PASSKEY_ERR_CLIENT_DATA_MALFORMED;
    if (out->top_origin.type != PK_JSON_ABSENT && !is_string(&out->top_origin))
        return PASSKEY_ERR_CLIENT_DATA_MALFORMED;
    return PASSKEY_OK;
}

/* The challenge is compared as the text that was sent, never decoded. */
static bool
challenge_matches(const struct pk_json_value *challenge,
    const struct passkey_ceremony *ceremony)
{
    uint8_t text[PK_BASE64URL_TEXT_LEN(PASSKEY_CHALLENGE_MAX_LEN)];
    struct pk_writer writer = pk_writer_on(text, sizeof(text));

    pk_write_base64url(&writer,
        passkey_bytes_of(ceremony->challenge, ceremony->challenge_len));
    return !writer.full && pk_json_string_is(challenge, pk_written(&writer));
}

/* Whole strings, byte by byte: no prefix, no case folding, no host only. */
static bool
is_listed(const struct pk_json_value *origin, const struct passkey_bytes *list,
    size_t num_listed)
{
    size_t i;

    for (i = 0; i < num_listed; i++) {
        if (pk_json_string_is(origin, list[i]))
            return true;
    }
    return false;
}

static enum passkey_error
check_embedding(const struct pk_client_data *client_data,
    const struct passkey_policy *policy)
{
    if (client_data->cross_origin.type == PK_JSON_TRUE &&
        !policy->allow_cross_origin)
        return PASSKEY_ERR_CROSS_ORIGIN_NOT_ALLOWED;
    if (client_data->top_origin.type == PK_JSON_ABSENT)
        return PASSKEY_OK;
    if (!policy->allow_cross_origin ||
        !is_listed(&client_data->top_origin, policy->top_origins,
            policy->num_top_origins))
        return PASSKEY_ERR_TOP_ORIGIN_NOT_ALLOWED;
    return PASSKEY_OK;
}

enum passkey_error
pk_client_data_check(const struct pk_client_data *client_data,
    struct passkey_bytes type, const struct passkey_policy *policy,
    const struct passkey_ceremony *ceremony)
{
    if (!pk_json_string_is(&client_data->type, type))
        return PASSKEY_ERR_TYPE_MISMATCH;
    if (!challenge_matches(&client_data->challenge, ceremony))
        return PASSKEY_ERR_CHALLENGE_MISMATCH;
    if (!is_listed(&client_data->origin, policy->origins, policy->num_origins))
        return PASSKEY_ERR_ORIGIN_NOT_ALLOWED;
    return check_embedding(client_data, policy);
}

enum passkey_error
pk_client_data_check_payment(
    const struct pk_client_data *client_data, struct passkey_bytes rp_id)
{
    struct pk_json_field fields[] = { { .name = "rpId" } };

    if (client_data->payment.type != PK_JSON_OBJECT ||
        !pk_json_take(&client_data->payment, fields, 1) ||
        !pk_json_string_is(&fields[0].value, rp_id))
        return PASSKEY_ERR_PAYMENT_MISMATCH;
    return PASSKEY_OK;
}
