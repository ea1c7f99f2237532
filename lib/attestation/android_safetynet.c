/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Format "android-safetynet" (#sctn-android-safetynet-attestation): a signed
 * text of Google's SafetyNet service, which was shut down in 2025. Off unless
 * the policy tolerates it, for whoever checks old registrations again.
 */
#include <string.h>

#include "../../format/base64.h"
#include "../../format/cbor.h"
#include "../../format/json.h"
#include "../../format/reader.h"
#include "../trust/jws.h"
#include "statement.h"

#define SIGNER PK_TEXT("attest.android.com")
/* The text is made for the ceremony, and clocks differ a little. */
#define AGE_MAX_MS 60000
#define AHEAD_MAX_MS 10000

enum { NONCE, CTS_PROFILE_MATCH, TIMESTAMP, NUM_FIELDS };

/* base64 of SHA-256(authenticatorData | clientDataHash) */
static enum passkey_error
check_nonce(
    const struct pk_statement *statement, const struct pk_json_value *nonce)
{
    const struct passkey_crypto *crypto = statement->crypto;
    uint8_t expected[PASSKEY_SHA256_LEN], found[PASSKEY_SHA256_LEN] = { 0 };
    struct passkey_buffer buffer = { found, sizeof(found) };
    struct passkey_bytes parts[PK_SIGNED_PARTS];
    size_t len = 0;

    pk_statement_signed_parts(statement, parts);
    if (!crypto->digest(crypto->context, PASSKEY_HASH_SHA256, parts,
            PK_SIGNED_PARTS, expected))
        return PASSKEY_ERR_BACKEND;
    return pk_base64_decode_json(nonce, false, buffer, &len) &&
                   len == sizeof(found) &&
                   memcmp(expected, found, sizeof(found)) == 0
               ? PASSKEY_OK
               : PASSKEY_ERR_ATTESTATION_NONCE_MISMATCH;
}

static bool
is_fresh(int64_t timestamp_ms, int64_t now)
{
    return timestamp_ms > now * 1000 - AGE_MAX_MS &&
           timestamp_ms < now * 1000 + AHEAD_MAX_MS;
}

static enum passkey_error
check_payload(
    const struct pk_statement *statement, struct passkey_bytes payload)
{
    struct pk_json_field fields[NUM_FIELDS] = {
        [NONCE] = { .name = "nonce" },
        [CTS_PROFILE_MATCH] = { .name = "ctsProfileMatch" },
        [TIMESTAMP] = { .name = "timestampMs" },
    };
    struct pk_json_value root;
    enum passkey_error error;
    int64_t timestamp;

    if (pk_json_parse(payload, PK_JSON_STRICT, &root) != PK_JSON_OK ||
        !pk_json_take(&root, fields, NUM_FIELDS) ||
        !pk_json_integer(&fields[TIMESTAMP].value, &timestamp))
        return PASSKEY_ERR_ATTESTATION_STATEMENT_MALFORMED;
    error = check_nonce(statement, &fields[NONCE].value);
    if (error != PASSKEY_OK)
        return error;
    if (fields[CTS_PROFILE_MATCH].value.type != PK_JSON_TRUE)
        return PASSKEY_ERR_SAFETYNET_VERDICT;
    return is_fresh(timestamp, statement->now) ? PASSKEY_OK
                                               : PASSKEY_ERR_SAFETYNET_STALE;
}

/* { "ver": text, "response": bytes }, nothing else */
static bool
read_members(struct passkey_bytes in, struct passkey_bytes *version,
    struct passkey_bytes *response)
{
    struct passkey_bytes name;
    struct pk_cbor_map map;

    if (!pk_cbor_map_begin(&in, &map))
        return false;
    while (pk_cbor_map_next(&map)) {
        if (!pk_cbor_read_text(&in, &name))
            return false;
        if (pk_equal(name, PK_TEXT("ver"))) {
            if (!pk_cbor_read_text(&in, version))
                return false;
        } else if (!pk_equal(name, PK_TEXT("response")) ||
                   !pk_cbor_read_bytes(&in, response)) {
            return false;
        }
    }
    return pk_cbor_map_done(&map) && version->len > 0;
}

static enum passkey_error
error_of(enum pk_jws_result result)
{
    switch (result) {
    case PK_JWS_OK:
        return PASSKEY_OK;
    case PK_JWS_NO_SPACE:
        return PASSKEY_ERR_NO_SPACE;
    case PK_JWS_ALGORITHM:
        return PASSKEY_ERR_ATTESTATION_ALGORITHM_MISMATCH;
    case PK_JWS_CERTIFICATE:
        return PASSKEY_ERR_ATTESTATION_CERTIFICATE_MALFORMED;
    case PK_JWS_CRITICAL:
    case PK_JWS_FOREIGN:
    case PK_JWS_MALFORMED:
        break;
    }
    return PASSKEY_ERR_ATTESTATION_STATEMENT_MALFORMED;
}

static enum passkey_error
check_signature(const struct pk_statement *statement, const struct pk_jws *jws)
{
    const struct pk_certificate *leaf = &jws->path.certificates[0];

    if (jws->path.num_certificates == 0)
        return PASSKEY_ERR_ATTESTATION_STATEMENT_MALFORMED;
    if (!pk_jws_fits_key(jws, &leaf->key))
        return PASSKEY_ERR_ATTESTATION_ALGORITHM_MISMATCH;
    switch (pk_jws_check_signature(jws, &leaf->key, statement->crypto)) {
    case PASSKEY_VERDICT_VALID:
        return pk_certificate_names_host(leaf, SIGNER)
                   ? PASSKEY_OK
                   : PASSKEY_ERR_ATTESTATION_CERTIFICATE_UNSUITABLE;
    case PASSKEY_VERDICT_INVALID:
        return PASSKEY_ERR_ATTESTATION_SIGNATURE_INVALID;
    case PASSKEY_VERDICT_UNKNOWN:
        break;
    }
    return PASSKEY_ERR_BACKEND;
}

enum passkey_error
pk_android_safetynet_verify(
    const struct pk_statement *statement, struct pk_attested *out)
{
    struct passkey_buffer scratch = statement->scratch;
    struct passkey_bytes version = { NULL, 0 }, response = { NULL, 0 };
    enum passkey_error error;
    struct pk_jws jws;

    if ((statement->policy->tolerances & PASSKEY_TOLERATE_SAFETYNET) == 0)
        return PASSKEY_ERR_ATTESTATION_FORMAT_UNKNOWN;
    if (!read_members(statement->statement, &version, &response))
        return PASSKEY_ERR_ATTESTATION_STATEMENT_MALFORMED;
    if ((error = error_of(pk_jws_parse(response, &scratch, &jws))) !=
            PASSKEY_OK ||
        (error = check_signature(statement, &jws)) != PASSKEY_OK ||
        (error = check_payload(statement, jws.payload)) != PASSKEY_OK)
        return error;
    out->type = PASSKEY_ATTESTATION_BASIC;
    out->tolerated |= PASSKEY_TOLERATE_SAFETYNET;
    out->path = jws.path;
    return PASSKEY_OK;
}
