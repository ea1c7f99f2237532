/* SPDX-License-Identifier: Apache-2.0 */
/* Header, payload, signature; see jws.h. */
#include "jws.h"

#include <string.h>

#include "../../format/base64.h"
#include "../../format/base64url.h"
#include "../../format/json.h"
#include "../../format/reader.h"
#include "../../format/writer.h"
#include "../key.h"

enum { ALG, CRIT, X5U, X5C, NUM_FIELDS };

/* Takes everything in front of the next dot; the dot goes too. */
static bool
take_part(struct passkey_bytes *text, struct passkey_bytes *part)
{
    struct passkey_bytes dot;
    size_t len = 0;

    while (len < text->len && text->data[len] != '.')
        len++;
    return len > 0 && pk_read_view(text, len, part) &&
           pk_read_view(text, 1, &dot);
}

/* Decodes into the front of `scratch`. */
static enum pk_jws_result
decode(struct passkey_bytes text, struct passkey_buffer *scratch,
    struct passkey_bytes *out)
{
    size_t len;

    if (PK_BASE64URL_BYTES_LEN(text.len) > scratch->cap)
        return PK_JWS_NO_SPACE;
    if (!pk_base64url_decode(text, *scratch, &len))
        return PK_JWS_MALFORMED;
    *out = passkey_bytes_of(scratch->data, len);
    scratch->data += len;
    scratch->cap -= len;
    return PK_JWS_OK;
}

static enum pk_jws_result
read_certificate(const struct pk_json_value *element,
    struct passkey_buffer *scratch, struct pk_trust_path *path)
{
    struct passkey_bytes der;
    size_t len;

    if (path->num_certificates == PK_CERTIFICATES_MAX)
        return PK_JWS_CERTIFICATE;
    if (element->text.len > scratch->cap)
        return PK_JWS_NO_SPACE;
    if (!pk_base64_decode_json(element, false, *scratch, &len))
        return PK_JWS_CERTIFICATE;
    der = passkey_bytes_of(scratch->data, len);
    scratch->data += len;
    scratch->cap -= len;
    return pk_certificate_parse(
               der, &path->certificates[path->num_certificates++])
               ? PK_JWS_OK
               : PK_JWS_CERTIFICATE;
}

/* x5c: strings of base64, the leaf first; absent is allowed here. */
static enum pk_jws_result
read_x5c(const struct pk_json_value *x5c, struct passkey_buffer *scratch,
    struct pk_trust_path *path)
{
    struct passkey_bytes elements = pk_json_elements(x5c);
    struct pk_json_value element;
    enum pk_jws_result result;

    if (x5c->type == PK_JSON_ABSENT)
        return PK_JWS_OK;
    while (pk_json_next(&elements, &element)) {
        result = read_certificate(&element, scratch, path);
        if (result != PK_JWS_OK)
            return result;
    }
    return path->num_certificates > 0 ? PK_JWS_OK : PK_JWS_CERTIFICATE;
}

static enum pk_jws_result
read_algorithm(const struct pk_json_value *alg, int32_t *out)
{
    if (pk_json_string_is(alg, PK_TEXT("RS256")))
        *out = PASSKEY_ALG_RS256;
    else if (pk_json_string_is(alg, PK_TEXT("ES256")))
        *out = PASSKEY_ALG_ES256;
    else
        return PK_JWS_ALGORITHM;
    return PK_JWS_OK;
}

static enum pk_jws_result
read_header(struct passkey_bytes json, struct passkey_buffer *scratch,
    struct pk_jws *out)
{
    struct pk_json_field fields[NUM_FIELDS] = {
        [ALG] = { .name = "alg" },
        [CRIT] = { .name = "crit" },
        [X5U] = { .name = "x5u" },
        [X5C] = { .name = "x5c" },
    };
    struct pk_json_value root;
    enum pk_jws_result result;

    if (pk_json_parse(json, PK_JSON_STRICT, &root) != PK_JSON_OK ||
        root.type != PK_JSON_OBJECT ||
        !pk_json_take(&root, fields, NUM_FIELDS))
        return PK_JWS_MALFORMED;
    if (fields[CRIT].value.type != PK_JSON_ABSENT)
        return PK_JWS_CRITICAL;
    if (fields[X5U].value.type != PK_JSON_ABSENT)
        return PK_JWS_FOREIGN;
    result = read_algorithm(&fields[ALG].value, &out->algorithm);
    if (result != PK_JWS_OK)
        return result;
    return read_x5c(&fields[X5C].value, scratch, &out->path);
}

enum pk_jws_result
pk_jws_parse(struct passkey_bytes text, struct passkey_buffer *scratch,
    struct pk_jws *out)
{
    struct passkey_bytes rest = text, header, payload, json;
    enum pk_jws_result result;

    memset(out, 0, sizeof(*out));
    if (!take_part(&rest, &header) || !take_part(&rest, &payload) ||
        header.len > PK_JWS_HEADER_MAX_LEN || rest.len == 0)
        return PK_JWS_MALFORMED;
    out->signed_text =
        passkey_bytes_of(text.data, header.len + 1 + payload.len);
    if ((result = decode(header, scratch, &json)) != PK_JWS_OK ||
        (result = read_header(json, scratch, out)) != PK_JWS_OK ||
        (result = decode(rest, scratch, &out->signature)) != PK_JWS_OK)
        return result;
    return decode(payload, scratch, &out->payload);
}

bool
pk_jws_fits_key(
    const struct pk_jws *jws, const struct passkey_public_key *key)
{
    return pk_algorithm_fits(passkey_algorithm_find(jws->algorithm), key);
}

/* An INTEGER of at most 33 bytes. */
static void
write_integer(struct pk_writer *writer, struct passkey_bytes number)
{
    bool negative;

    number = pk_without_zeros(number);
    negative = (number.data[0] & 0x80) != 0;
    pk_write_u8(writer, 0x02);
    pk_write_u8(writer, (uint8_t)(number.len + (negative ? 1 : 0)));
    if (negative)
        pk_write_u8(writer, 0);
    pk_write(writer, number);
}

/* r | s to SEQUENCE { r, s }, which is what a backend verifies. */
static bool
write_ecdsa(struct passkey_bytes raw, struct pk_writer *out)
{
    uint8_t memory[2 * 35];
    struct pk_writer content = pk_writer_on(memory, sizeof(memory));
    struct passkey_bytes r;

    if (raw.len != 64 || !pk_read_view(&raw, 32, &r))
        return false;
    write_integer(&content, r);
    write_integer(&content, raw);
    pk_write_u8(out, 0x30);
    pk_write_u8(out, (uint8_t)content.len);
    pk_write(out, pk_written(&content));
    return !content.full && !out->full;
}

enum passkey_verdict
pk_jws_check_signature(const struct pk_jws *jws,
    const struct passkey_public_key *key, const struct passkey_crypto *crypto)
{
    uint8_t memory[2 + 2 * 35];
    struct pk_writer der = pk_writer_on(memory, sizeof(memory));
    struct passkey_bytes signature = jws->signature;

    if (!pk_jws_fits_key(jws, key))
        return PASSKEY_VERDICT_INVALID;
    if (jws->algorithm == PASSKEY_ALG_ES256) {
        if (!write_ecdsa(jws->signature, &der))
            return PASSKEY_VERDICT_INVALID;
        signature = pk_written(&der);
    }
    return crypto->verify(crypto->context, jws->algorithm, key,
        &jws->signed_text, 1, signature);
}
