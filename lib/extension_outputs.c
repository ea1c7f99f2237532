/* SPDX-License-Identifier: Apache-2.0 */
/* What client and authenticator say; see <passkey/extensions.h>. */
#include <passkey/extensions.h>
#include <string.h>

#include "../format/base64url.h"
#include "../format/cbor.h"
#include "../format/json.h"
#include "../format/reader.h"

static enum passkey_flag
flag_of(const struct pk_json_value *value)
{
    if (value->type == PK_JSON_TRUE)
        return PASSKEY_FLAG_TRUE;
    return value->type == PK_JSON_FALSE ? PASSKEY_FLAG_FALSE
                                        : PASSKEY_FLAG_UNKNOWN;
}

enum { SUPPORTED, WRITTEN, BLOB, NUM_LARGE_BLOB };

static enum passkey_error
read_large_blob(const struct pk_json_value *value,
    struct passkey_buffer scratch, struct passkey_extension_outputs *out)
{
    struct pk_json_field fields[NUM_LARGE_BLOB] = {
        [SUPPORTED] = {.name = "supported"},
        [WRITTEN] = {.name = "written"},
        [BLOB] = {.name = "blob"},
    };
    size_t len;

    if (!pk_json_take(value, fields, NUM_LARGE_BLOB))
        return PASSKEY_ERR_MEMBER_TWICE;
    out->large_blob_supported = flag_of(&fields[SUPPORTED].value);
    out->large_blob_written = flag_of(&fields[WRITTEN].value);
    if (fields[BLOB].value.type != PK_JSON_STRING)
        return PASSKEY_OK;
    if (scratch.cap < fields[BLOB].value.text.len)
        return PASSKEY_ERR_NO_SPACE;
    if (pk_base64url_decode(fields[BLOB].value.text, scratch, &len))
        out->large_blob = passkey_bytes_of(scratch.data, len);
    return PASSKEY_OK;
}

static enum passkey_error
read_prf(
    const struct pk_json_value *value, struct passkey_extension_outputs *out)
{
    struct pk_json_field fields[] = {{.name = "enabled"}, {.name = "results"}};

    if (!pk_json_take(value, fields, 2))
        return PASSKEY_ERR_MEMBER_TWICE;
    out->prf_enabled = flag_of(&fields[0].value);
    out->prf_results = fields[1].value.type != PK_JSON_ABSENT;
    return PASSKEY_OK;
}

static enum passkey_error
read_cred_props(
    const struct pk_json_value *value, struct passkey_extension_outputs *out)
{
    struct pk_json_field rk[] = {{.name = "rk"}};

    if (!pk_json_take(value, rk, 1))
        return PASSKEY_ERR_MEMBER_TWICE;
    out->discoverable = flag_of(&rk[0].value);
    return PASSKEY_OK;
}

enum {
    CRED_PROPS,
    APPID,
    APPID_EXCLUDE,
    LARGE_BLOB,
    PRF,
    HMAC_CREATE_SECRET,
    NUM_CLIENT
};

static enum passkey_error
read_client(struct passkey_bytes json, struct passkey_buffer scratch,
    struct passkey_extension_outputs *out)
{
    struct pk_json_field fields[NUM_CLIENT] = {
        [CRED_PROPS] = {.name = "credProps"},
        [APPID] = {.name = "appid"},
        [APPID_EXCLUDE] = {.name = "appidExclude"},
        [LARGE_BLOB] = {.name = "largeBlob"},
        [PRF] = {.name = "prf"},
        [HMAC_CREATE_SECRET] = {.name = "hmacCreateSecret"},
    };
    struct pk_json_value root;
    enum passkey_error error;

    if (json.len == 0)
        return PASSKEY_OK;
    switch (pk_json_parse(json, PK_JSON_STRICT, &root)) {
    case PK_JSON_OK:
        break;
    case PK_JSON_NAME_TWICE:
        return PASSKEY_ERR_MEMBER_TWICE;
    case PK_JSON_MALFORMED:
        return PASSKEY_ERR_JSON_MALFORMED;
    }
    if (root.type != PK_JSON_OBJECT)
        return PASSKEY_ERR_JSON_MALFORMED;
    if (!pk_json_take(&root, fields, NUM_CLIENT))
        return PASSKEY_ERR_MEMBER_TWICE;
    out->appid = flag_of(&fields[APPID].value);
    out->appid_exclude = flag_of(&fields[APPID_EXCLUDE].value);
    out->hmac_secret_created = flag_of(&fields[HMAC_CREATE_SECRET].value);
    if ((error = read_cred_props(&fields[CRED_PROPS].value, out)) !=
            PASSKEY_OK ||
        (error = read_prf(&fields[PRF].value, out)) != PASSKEY_OK)
        return error;
    return read_large_blob(&fields[LARGE_BLOB].value, scratch, out);
}

/* A number from 0 to `max`. */
static bool
read_number(struct passkey_bytes *in, uint32_t max, uint32_t *out)
{
    int64_t value;

    if (!pk_cbor_read_integer(in, &value) || value < 0 || value > max)
        return false;
    *out = (uint32_t)value;
    return true;
}

static enum passkey_flag
cbor_flag_of(struct passkey_bytes item)
{
    bool value;

    if (!pk_cbor_read_bool(&item, &value))
        return PASSKEY_FLAG_UNKNOWN;
    return value ? PASSKEY_FLAG_TRUE : PASSKEY_FLAG_FALSE;
}

/* At registration whether it was kept, at authentication what was kept. */
static void
read_cred_blob(struct passkey_bytes item, struct passkey_extension_outputs *out)
{
    out->cred_blob_stored = cbor_flag_of(item);
    if (!pk_cbor_read_bytes(&item, &out->cred_blob))
        out->cred_blob = passkey_bytes_of(NULL, 0);
}

/* [[method, key protection, matcher protection], …] (CTAP 2.1, 12.3) */
static bool
read_uvm_entry(struct passkey_bytes *in, struct passkey_uvm *out)
{
    uint32_t key, matcher;
    size_t count = 0;

    if (!pk_cbor_read_array(in, &count) || count != 3 ||
        !read_number(in, UINT32_MAX, &out->method) ||
        !read_number(in, UINT16_MAX, &key) ||
        !read_number(in, UINT16_MAX, &matcher))
        return false;
    out->key_protection = (uint16_t)key;
    out->matcher_protection = (uint16_t)matcher;
    return true;
}

static void
read_uvm(struct passkey_bytes item, struct passkey_extension_outputs *out)
{
    size_t count = 0, i;

    if (!pk_cbor_read_array(&item, &count) || count > PASSKEY_UVM_MAX)
        return;
    for (i = 0; i < count; i++) {
        if (!read_uvm_entry(&item, &out->uvm[i]))
            return;
    }
    out->num_uvm = count;
}

static void
read_protection(
    struct passkey_bytes item, struct passkey_extension_outputs *out)
{
    uint32_t level;

    if (read_number(&item, PASSKEY_PROTECTION_REQUIRED, &level))
        out->protection = (enum passkey_protection)level;
}

static void
read_pin_length(
    struct passkey_bytes item, struct passkey_extension_outputs *out)
{
    uint32_t length;

    if (read_number(&item, UINT32_MAX, &length))
        out->min_pin_length = length;
}

static void
read_output(struct passkey_bytes key, struct passkey_bytes item,
    struct passkey_extension_outputs *out)
{
    if (pk_equal(key, PK_TEXT("credProtect")))
        read_protection(item, out);
    else if (pk_equal(key, PK_TEXT("minPinLength")))
        read_pin_length(item, out);
    else if (pk_equal(key, PK_TEXT("credBlob")))
        read_cred_blob(item, out);
    else if (pk_equal(key, PK_TEXT("hmac-secret")))
        out->hmac_secret = cbor_flag_of(item);
    else if (pk_equal(key, PK_TEXT("uvm")))
        read_uvm(item, out);
}

static enum passkey_error
read_authenticator(
    struct passkey_bytes in, struct passkey_extension_outputs *out)
{
    struct passkey_bytes key, item;
    struct pk_cbor_map map;

    if (in.len == 0)
        return PASSKEY_OK;
    if (!pk_cbor_map_begin(&in, &map))
        return PASSKEY_ERR_EXTENSIONS_MALFORMED;
    while (pk_cbor_map_next(&map)) {
        if (!pk_cbor_read_text(&in, &key) || !pk_cbor_skip(&in, &item))
            return PASSKEY_ERR_EXTENSIONS_MALFORMED;
        read_output(key, item, out);
    }
    return pk_cbor_map_done(&map) && in.len == 0
               ? PASSKEY_OK
               : PASSKEY_ERR_EXTENSIONS_MALFORMED;
}

enum passkey_error
passkey_extension_outputs_read(struct passkey_bytes client,
    struct passkey_bytes authenticator, struct passkey_buffer scratch,
    struct passkey_extension_outputs *out)
{
    enum passkey_error error;

    memset(out, 0, sizeof(*out));
    if ((error = read_client(client, scratch, out)) != PASSKEY_OK ||
        (error = read_authenticator(authenticator, out)) != PASSKEY_OK)
        memset(out, 0, sizeof(*out));
    return error;
}

enum passkey_error
passkey_extension_outputs_check(
    const struct passkey_extension_outputs *outputs,
    const struct passkey_extension_demands *demands)
{
    if (outputs->protection < demands->protection ||
        outputs->min_pin_length < demands->min_pin_length ||
        (demands->discoverable && outputs->discoverable != PASSKEY_FLAG_TRUE) ||
        (demands->large_blob &&
            outputs->large_blob_supported != PASSKEY_FLAG_TRUE) ||
        (demands->prf && outputs->prf_enabled != PASSKEY_FLAG_TRUE))
        return PASSKEY_ERR_EXTENSION_NOT_ACCEPTED;
    return PASSKEY_OK;
}
