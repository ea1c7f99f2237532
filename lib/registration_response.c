/* SPDX-License-Identifier: Apache-2.0 */
/* RegistrationResponseJSON to bytes (#dictdef-registrationresponsejson). */
#include <passkey/registration.h>

#include <string.h>

#include "../format/reader.h"
#include "../format/writer.h"
#include "response.h"

enum {
    CLIENT_DATA,
    ATTESTATION_OBJECT,
    TRANSPORTS,
    AUTH_DATA,
    PUBLIC_KEY,
    ALGORITHM,
    SIGNATURE,
    NUM_FIELDS
};

/* A record keeps at most this many bytes of transport names. */
#define TRANSPORTS_MAX_LEN 128

/* Names that could not be told apart in a comma-separated list are dropped. */
static bool
is_plain_name(struct passkey_bytes name)
{
    size_t i;

    for (i = 0; i < name.len; i++) {
        uint8_t c = name.data[i];

        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
            return false;
    }
    return name.len > 0;
}

static enum passkey_error
read_transports(const struct pk_json_value *value,
    struct passkey_buffer *scratch, struct passkey_bytes *out)
{
    struct passkey_bytes elements = pk_json_elements(value);
    struct pk_json_value element;
    struct pk_writer writer = pk_writer_on(scratch->data, scratch->cap);

    if (value->type == PK_JSON_ABSENT || value->type == PK_JSON_NULL)
        return PASSKEY_OK;
    if (value->type != PK_JSON_ARRAY)
        return PASSKEY_ERR_MEMBER_TYPE;
    while (pk_json_next(&elements, &element)) {
        if (element.type != PK_JSON_STRING)
            return PASSKEY_ERR_MEMBER_TYPE;
        if (!is_plain_name(element.text) ||
            writer.len + element.text.len + 1 > TRANSPORTS_MAX_LEN)
            continue;
        if (writer.len > 0)
            pk_write_u8(&writer, ',');
        pk_write(&writer, element.text);
    }
    if (writer.full)
        return PASSKEY_ERR_NO_SPACE;
    *out = pk_written(&writer);
    scratch->data += writer.len;
    scratch->cap -= writer.len;
    return PASSKEY_OK;
}

/* credProps.rk (#sctn-authenticator-credential-properties-extension) */
static enum passkey_flag
read_discoverable(const struct pk_json_value *extensions)
{
    struct pk_json_field props[] = { { .name = "credProps" } };
    struct pk_json_field rk[] = { { .name = "rk" } };

    if (!pk_json_take(extensions, props, 1) ||
        !pk_json_take(&props[0].value, rk, 1))
        return PASSKEY_FLAG_UNKNOWN;
    if (rk[0].value.type == PK_JSON_TRUE)
        return PASSKEY_FLAG_TRUE;
    return rk[0].value.type == PK_JSON_FALSE ? PASSKEY_FLAG_FALSE
                                             : PASSKEY_FLAG_UNKNOWN;
}

static enum passkey_error
read_copies(const struct pk_json_field *fields, struct passkey_buffer *scratch,
    struct passkey_registration_response *out)
{
    const struct pk_json_value *algorithm = &fields[ALGORITHM].value;
    enum passkey_error error;

    if ((error = pk_member_decode_optional(&fields[AUTH_DATA].value, scratch,
             &out->authenticator_data_copy)) != PASSKEY_OK ||
        (error = pk_member_decode_optional(&fields[PUBLIC_KEY].value, scratch,
             &out->public_key_copy)) != PASSKEY_OK)
        return error;
    if (algorithm->type == PK_JSON_ABSENT || algorithm->type == PK_JSON_NULL)
        return PASSKEY_OK;
    out->has_algorithm_copy = true;
    return pk_json_integer(algorithm, &out->algorithm_copy)
               ? PASSKEY_OK
               : PASSKEY_ERR_MEMBER_TYPE;
}

static enum passkey_error
read_members(const struct pk_json_field *fields, struct passkey_buffer *scratch,
    struct passkey_registration_response *out)
{
    enum passkey_error error;

    if (fields[ATTESTATION_OBJECT].value.type == PK_JSON_ABSENT &&
        fields[SIGNATURE].value.type != PK_JSON_ABSENT)
        return PASSKEY_ERR_CEREMONY_KIND_MISMATCH;
    if ((error = pk_member_decode(&fields[CLIENT_DATA].value, scratch,
             &out->client_data)) != PASSKEY_OK ||
        (error = pk_member_decode(&fields[ATTESTATION_OBJECT].value, scratch,
             &out->attestation_object)) != PASSKEY_OK ||
        (error = read_transports(&fields[TRANSPORTS].value, scratch,
             &out->transports)) != PASSKEY_OK)
        return error;
    return read_copies(fields, scratch, out);
}

static enum passkey_error
read_response(struct passkey_bytes json, struct passkey_buffer *scratch,
    struct passkey_registration_response *out)
{
    struct pk_json_field fields[NUM_FIELDS] = {
        [CLIENT_DATA] = { .name = "clientDataJSON" },
        [ATTESTATION_OBJECT] = { .name = "attestationObject" },
        [TRANSPORTS] = { .name = "transports" },
        [AUTH_DATA] = { .name = "authenticatorData" },
        [PUBLIC_KEY] = { .name = "publicKey" },
        [ALGORITHM] = { .name = "publicKeyAlgorithm" },
        [SIGNATURE] = { .name = "signature" },
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
    out->discoverable = read_discoverable(&envelope.extensions);
    return read_members(fields, scratch, out);
}

enum passkey_error
passkey_registration_response_read(struct passkey_bytes json,
    struct passkey_buffer scratch, struct passkey_registration_response *out)
{
    enum passkey_error error;

    memset(out, 0, sizeof(*out));
    error = read_response(json, &scratch, out);
    out->scratch = scratch;
    if (error != PASSKEY_OK)
        memset(out, 0, sizeof(*out));
    return error;
}
