/* SPDX-License-Identifier: Apache-2.0 */
/* AuthenticationResponseJSON to bytes (#dictdef-authenticationresponsejson). */
#include <passkey/authentication.h>

#include <string.h>

#include "../format/reader.h"
#include "response.h"

enum {
    CLIENT_DATA,
    AUTH_DATA,
    SIGNATURE,
    USER_HANDLE,
    ATTESTATION_OBJECT,
    NUM_FIELDS
};

/* The appid extension acted: only the boolean true says so. */
static bool
read_appid_used(const struct pk_json_value *extensions)
{
    struct pk_json_field appid[] = { { .name = "appid" } };

    return pk_json_take(extensions, appid, 1) &&
           appid[0].value.type == PK_JSON_TRUE;
}

/* 1 to 64 bytes; null and absent are the same. */
static enum passkey_error
read_user_handle(const struct pk_json_value *value,
    struct passkey_buffer *scratch, struct passkey_bytes *out)
{
    enum passkey_error error = pk_member_decode_optional(value, scratch, out);

    return out->len > PASSKEY_USER_HANDLE_MAX_LEN
               ? PASSKEY_ERR_BASE64URL_MALFORMED
               : error;
}

static enum passkey_error
read_members(const struct pk_json_field *fields, struct passkey_buffer *scratch,
    struct passkey_authentication_response *out)
{
    enum passkey_error error;

    if (fields[SIGNATURE].value.type == PK_JSON_ABSENT &&
        fields[ATTESTATION_OBJECT].value.type != PK_JSON_ABSENT)
        return PASSKEY_ERR_CEREMONY_KIND_MISMATCH;
    if ((error = pk_member_decode(&fields[CLIENT_DATA].value, scratch,
             &out->client_data)) != PASSKEY_OK ||
        (error = pk_member_decode(&fields[AUTH_DATA].value, scratch,
             &out->authenticator_data)) != PASSKEY_OK ||
        (error = pk_member_decode(&fields[SIGNATURE].value, scratch,
             &out->signature)) != PASSKEY_OK)
        return error;
    return read_user_handle(
        &fields[USER_HANDLE].value, scratch, &out->user_handle);
}

static enum passkey_error
read_response(struct passkey_bytes json, struct passkey_buffer *scratch,
    struct passkey_authentication_response *out)
{
    struct pk_json_field fields[NUM_FIELDS] = {
        [CLIENT_DATA] = { .name = "clientDataJSON" },
        [AUTH_DATA] = { .name = "authenticatorData" },
        [SIGNATURE] = { .name = "signature" },
        [USER_HANDLE] = { .name = "userHandle" },
        [ATTESTATION_OBJECT] = { .name = "attestationObject" },
    };
    struct pk_envelope envelope;
    enum passkey_error error;

    error = pk_envelope_read(json, scratch, &envelope);
    if (error != PASSKEY_OK)
        return error;
    if (!pk_json_take(&envelope.response, fields, NUM_FIELDS))
        return PASSKEY_ERR_MEMBER_TWICE;
    out->id = envelope.id;
    out->attachment = envelope.attachment;
    out->extensions = envelope.extensions.text;
    out->appid_used = read_appid_used(&envelope.extensions);
    return read_members(fields, scratch, out);
}

enum passkey_error
passkey_authentication_response_read(struct passkey_bytes json,
    struct passkey_buffer scratch, struct passkey_authentication_response *out)
{
    enum passkey_error error;

    memset(out, 0, sizeof(*out));
    error = read_response(json, &scratch, out);
    if (error != PASSKEY_OK)
        memset(out, 0, sizeof(*out));
    return error;
}
