/* SPDX-License-Identifier: Apache-2.0 */
#include "security_defect.h"

#include <string.h>

/* A member of the client data; no value takes it out. */
static void
client(struct ceremony *c, const struct defect *d)
{
    if (d->value == NULL)
        cJSON_DetachItemFromObjectCaseSensitive(c->client, d->member);
    else if (cJSON_HasObjectItem(c->client, d->member))
        cJSON_ReplaceItemInObjectCaseSensitive(
            c->client, d->member, cJSON_Parse(d->value));
    else
        cJSON_AddItemToObject(c->client, d->member, cJSON_Parse(d->value));
}

/* The same member once more. */
static void
client_twice(struct ceremony *c, const struct defect *d)
{
    cJSON_AddItemToObject(c->client, d->member,
        cJSON_Duplicate(
            cJSON_GetObjectItemCaseSensitive(c->client, d->member), true));
}

/* All of the client data, as text. */
static void
client_text(struct ceremony *c, const struct defect *d)
{
    ceremony_build(c);
    c->client_data = blob_text(d->value);
}

/* One character of the challenge, as text. */
static void
challenge_character(struct ceremony *c, const struct defect *d)
{
    cJSON *item = cJSON_GetObjectItemCaseSensitive(c->client, "challenge");
    char *text = item->valuestring;

    if (d->number < 0)
        text[strlen(text) - 1] = '\0';
    else
        text[d->number] = text[d->number] == 'A' ? 'B' : 'A';
}

static void
origin_changed(struct ceremony *c, const struct defect *d)
{
    cJSON *item = cJSON_GetObjectItemCaseSensitive(c->client, "origin");
    struct blob text = {NULL, 0};

    blob_add(&text, d->member, strlen(d->member));
    blob_add(&text, item->valuestring, strlen(item->valuestring));
    blob_add(&text, d->value, strlen(d->value) + 1);
    cJSON_ReplaceItemInObjectCaseSensitive(
        c->client, "origin", cJSON_CreateString((const char *)text.data));
}

static void
flags_off(struct ceremony *c, const struct defect *d)
{
    c->flags &= (uint8_t)~d->number;
}

static void
flags_on(struct ceremony *c, const struct defect *d)
{
    c->flags |= (uint8_t)d->number;
}

static void
rp_id(struct ceremony *c, const struct defect *d)
{
    c->rp_id_hash = blob_sha256(blob_text(d->value));
}

static void
rp_id_bit(struct ceremony *c, const struct defect *d)
{
    c->rp_id_hash = blob_flip(c->rp_id_hash, (size_t)d->number);
}

/* Only the first octets of the authenticator data; signed like that. */
static void
auth_data_head(struct ceremony *c, const struct defect *d)
{
    ceremony_build(c);
    c->auth_data = blob_head(
        c->auth_data, d->number < 0 ? c->auth_data.len - (size_t)-d->number
                                    : (size_t)d->number);
}

static void
auth_data_more(struct ceremony *c, const struct defect *d)
{
    ceremony_build(c);
    c->auth_data = blob_join(c->auth_data, blob_fill((uint8_t)d->number, 1));
}

static void
extensions(struct ceremony *c, const struct defect *d)
{
    c->flags |= FLAG_ED;
    c->extensions = cbor_raw(blob_copy(d->value, (size_t)d->number));
}

/* After the signature was made. */
static void
signed_bit(struct ceremony *c, const struct defect *d)
{
    ceremony_sign(c);
    if (strcmp(d->member, "signature") == 0)
        c->signature = blob_flip(c->signature, c->signature.len - 1);
    else if (strcmp(d->member, "clientData") == 0)
        c->client_data = blob_join(c->client_data, blob_text(" "));
    else
        c->auth_data = blob_flip(c->auth_data, (size_t)d->number);
}

static void
signature(struct ceremony *c, const struct defect *d)
{
    ceremony_sign(c);
    c->signature = blob_copy(d->value, (size_t)d->number);
}

static void
signature_tail(struct ceremony *c, const struct defect *d)
{
    ceremony_sign(c);
    c->signature = d->number < 0 ? blob_head(c->signature, c->signature.len - 1)
                                 : blob_join(c->signature, blob_fill(0, 1));
}

static void
signed_by_another(struct ceremony *c, const struct defect *d)
{
    (void)d;
    c->signer = key_generate(c->passkey.algorithm);
    ceremony_sign(c);
    EVP_PKEY_free(c->signer);
}

static void
put(cJSON *object, const struct defect *d)
{
    if (d->value == NULL)
        cJSON_DetachItemFromObjectCaseSensitive(object, d->member);
    else if (cJSON_HasObjectItem(object, d->member))
        cJSON_ReplaceItemInObjectCaseSensitive(
            object, d->member, cJSON_Parse(d->value));
    else
        cJSON_AddItemToObject(object, d->member, cJSON_Parse(d->value));
}

/* A member of the response. */
static void
response(struct ceremony *c, const struct defect *d)
{
    ceremony_encode(c);
    put(c->response, d);
}

/* A member of its inner object. */
static void
inner(struct ceremony *c, const struct defect *d)
{
    ceremony_encode(c);
    put(cJSON_GetObjectItemCaseSensitive(c->response, "response"), d);
}

static void
raw_id_other(struct ceremony *c, const struct defect *d)
{
    (void)d;
    ceremony_encode(c);
    cJSON_ReplaceItemInObjectCaseSensitive(c->response, "rawId",
        cJSON_CreateString(blob_base64url(blob_flip(c->passkey.id, 0))));
}

static void
id_unknown(struct ceremony *c, const struct defect *d)
{
    (void)d;
    c->passkey.id = blob_random(c->passkey.id.len);
}

static void
id_length(struct ceremony *c, const struct defect *d)
{
    c->passkey.id = blob_random((size_t)d->number);
}

static void
user_handle(struct ceremony *c, const struct defect *d)
{
    c->passkey.user_handle = blob_random((size_t)d->number);
}

static void
cose_algorithm(struct ceremony *c, const struct defect *d)
{
    cbor_set_integer(c->cose_key, 3, cbor_integer(d->number));
}

static void
cose_member(struct ceremony *c, const struct defect *d)
{
    if (d->value == NULL)
        cbor_drop_integer(c->cose_key, d->number);
    else
        cbor_set_integer(
            c->cose_key, d->number, cbor_bytes(blob_text(d->value)));
}

static void
cose_unsorted(struct ceremony *c, const struct defect *d)
{
    (void)d;
    cbor_swap_members(c->cose_key, 0, 1);
}

static void
format(struct ceremony *c, const struct defect *d)
{
    ceremony_sign(c);
    cbor_set_text(c->object, "fmt", cbor_text(d->value));
}

static void
object_member(struct ceremony *c, const struct defect *d)
{
    ceremony_sign(c);
    cbor_drop_text(c->object, d->member);
}

static void
object_trailer(struct ceremony *c, const struct defect *d)
{
    (void)d;
    ceremony_sign(c);
    c->object_trailer = blob_fill(0, 1);
}

static void
statement_not_empty(struct ceremony *c, const struct defect *d)
{
    (void)d;
    ceremony_sign(c);
    cbor_put_text(c->statement, "x", cbor_integer(1));
}

#define R IN_REGISTRATION
#define A IN_AUTHENTICATION
#define B IN_BOTH

const struct defect defects[] = {
    {"type of the other ceremony (create)", A, "type_mismatch", client, "type",
        "\"webauthn.create\"", 0},
    {"type of the other ceremony (get)", R, "type_mismatch", client, "type",
        "\"webauthn.get\"", 0},
    {"type payment.get", B, "type_mismatch", client, "type", "\"payment.get\"",
        0},
    {"type in capitals", A, "type_mismatch", client, "type", "\"Webauthn.get\"",
        0},
    {"type in capitals (create)", R, "type_mismatch", client, "type",
        "\"Webauthn.create\"", 0},
    {"type with a space", A, "type_mismatch", client, "type",
        "\"webauthn.get \"", 0},
    {"type empty", B, "type_mismatch", client, "type", "\"\"", 0},
    {"type missing", B, "client_data_malformed", client, "type", NULL, 0},
    {"type an array", B, "client_data_malformed", client, "type",
        "[\"webauthn.get\"]", 0},
    {"type twice", B, "member_twice", client_twice, "type", NULL, 0},

    {"challenge empty", B, "challenge_mismatch", client, "challenge", "\"\"",
        0},
    {"challenge missing", B, "client_data_malformed", client, "challenge", NULL,
        0},
    {"challenge null", B, "client_data_malformed", client, "challenge", "null",
        0},
    {"challenge twice", B, "member_twice", client_twice, "challenge", NULL, 0},
    {"challenge with another first character", B, "challenge_mismatch",
        challenge_character, NULL, NULL, 0},
    {"challenge with another character in the middle", B, "challenge_mismatch",
        challenge_character, NULL, NULL, 20},
    {"challenge a character short", B, "challenge_mismatch",
        challenge_character, NULL, NULL, -1},

    {"origin of another site", B, "origin_not_allowed", client, "origin",
        "\"https://evil.example\"", 0},
    {"origin with a slash", B, "origin_not_allowed", origin_changed, "", "/",
        0},
    {"origin with another port", B, "origin_not_allowed", origin_changed, "",
        "0", 0},
    {"origin with user info", B, "origin_not_allowed", origin_changed,
        "https://", "", 0},
    {"origin null", B, "client_data_malformed", client, "origin", "null", 0},
    {"origin the text null", B, "origin_not_allowed", client, "origin",
        "\"null\"", 0},
    {"origin missing", B, "client_data_malformed", client, "origin", NULL, 0},
    {"origin twice", B, "member_twice", client_twice, "origin", NULL, 0},

    {"cross origin", B, "cross_origin_not_allowed", client, "crossOrigin",
        "true", 0},
    {"cross origin a text", B, "client_data_malformed", client, "crossOrigin",
        "\"true\"", 0},
    {"top origin of another site", B, "top_origin_not_allowed", client,
        "topOrigin", "\"https://evil.example\"", 0},

    {"client data empty", B, "member_missing", client_text, NULL, "", 0},
    {"client data an array", B, "client_data_malformed", client_text, NULL,
        "[]", 0},
    {"client data a number", B, "client_data_malformed", client_text, NULL, "7",
        0},
    {"client data cut", B, "client_data_malformed", client_text, NULL,
        "{\"type\":\"webauthn.get\"", 0},

    {"RP ID of another site", B, "rp_id_mismatch", rp_id, NULL, "evil.example",
        0},
    {"RP ID the origin", B, "rp_id_mismatch", rp_id, NULL, "http://localhost",
        0},
    {"RP ID hash with one bit over", B, "rp_id_mismatch", rp_id_bit, NULL, NULL,
        31},
    {"user not present", B, "user_not_present", flags_off, NULL, NULL, FLAG_UP},
    {"user not verified", B, "user_not_verified", flags_off, NULL, NULL,
        FLAG_UV},
    {"neither present nor verified", B, "user_not_present", flags_off, NULL,
        NULL, FLAG_UP | FLAG_UV},
    {"backed up but not eligible", B, "backup_state_impossible", flags_on, NULL,
        NULL, FLAG_BS},
    {"became eligible for backup", A, "backup_eligibility_changed", flags_on,
        NULL, NULL, FLAG_BE},
    {"attested data missing", R, "attested_data_missing", flags_off, NULL, NULL,
        FLAG_AT},
    {"extensions announced but missing", B, "extensions_malformed", flags_on,
        NULL, NULL, FLAG_ED},
    {"extensions not a map", B, "extensions_malformed", extensions, NULL,
        "\x01", 1},
    {"extensions unsorted", B, "extensions_malformed", extensions, NULL,
        "\xa2\x61\x62\x01\x61\x61\x01", 7},

    {"authenticator data empty", B, NULL, auth_data_head, NULL,
        NULL, 0},
    {"authenticator data of 36 octets", B, "auth_data_short", auth_data_head,
        NULL, NULL, 36},
    {"authenticator data with an octet more", B, "auth_data_extra",
        auth_data_more, NULL, NULL, 0},
    {"attested data cut", R, "key_malformed", auth_data_head, NULL, NULL, -1},
    {"attested data cut in the id", R, "auth_data_short", auth_data_head, NULL,
        NULL, 60},

    {"signature with one bit over", A, "signature_invalid", signed_bit,
        "signature", NULL, 0},
    {"signature empty", A, "member_missing", signature, NULL, "", 0},
    {"signature of zeros", A, "signature_invalid", signature, NULL,
        "\0\0\0\0\0\0\0\0", 8},
    {"signature with r and s zero", A, "signature_invalid", signature, NULL,
        "\x30\x06\x02\x01\x00\x02\x01\x00", 8},
    {"signature of noise", A, "signature_invalid", signature, NULL,
        "\x30\x06\x02\x01\x7f\x02\x01\x55", 8},
    {"signature with an octet more", A, "signature_invalid", signature_tail,
        NULL, NULL, 1},
    {"signature with an octet less", A, "signature_invalid", signature_tail,
        NULL, NULL, -1},
    {"signature of another key", A, "signature_invalid", signed_by_another,
        NULL, NULL, 0},
    {"client data changed after signing", A, "signature_invalid", signed_bit,
        "clientData", NULL, 0},
    {"sign count changed after signing", A, "signature_invalid", signed_bit,
        "authData", NULL, 36},

    {"id unknown", A, NULL, id_unknown, NULL, NULL, 0},
    {"rawId not the id", B, "id_mismatch", raw_id_other, NULL, NULL, 0},
    {"id missing", B, "member_missing", response, "id", NULL, 0},
    {"rawId missing", B, "member_missing", response, "rawId", NULL, 0},
    {"id not base64url", B, "base64url_malformed", response, "id", "\"a+b/\"",
        0},
    {"type of the response missing", B, "member_missing", response, "type",
        NULL, 0},
    {"type of the response password", B, "credential_type_unknown", response,
        "type", "\"password\"", 0},
    {"response missing", B, "member_missing", response, "response", NULL, 0},
    {"response null", B, "member_type", response, "response", "null", 0},
    {"client data missing", B, "member_missing", inner, "clientDataJSON", NULL,
        0},
    {"client data padded", B, "base64url_malformed", inner, "clientDataJSON",
        "\"e30=\"", 0},
    {"authenticator data missing", A, "member_missing", inner,
        "authenticatorData", NULL, 0},
    {"signature missing", A, "member_missing", inner, "signature", NULL, 0},
    {"signature null", A, "member_missing", inner, "signature", "null", 0},
    {"user handle of 65 octets", A, "base64url_malformed", user_handle, NULL,
        NULL, 65},
    {"user handle of somebody", A, "user_handle_mismatch", user_handle, NULL,
        NULL, 32},
    {"user handle not a text", A, "member_type", inner, "userHandle", "7", 0},

    {"id of 1024 octets", R, "credential_id_too_long", id_length, NULL, NULL,
        1024},
    {"id of no octets", R, "member_missing", id_length, NULL, NULL, 0},
    {"key of an algorithm that was not offered", R, "key_malformed",
        cose_algorithm, NULL, NULL, -65535},
    {"key of an unknown algorithm", R, "key_unsupported", cose_algorithm, NULL,
        NULL, -70000},
    {"key of the wrong algorithm", R, "key_malformed", cose_algorithm, NULL,
        NULL, -257},
    {"key without an algorithm", R, "key_malformed", cose_member, NULL, NULL,
        3},
    {"key without a coordinate", R, "key_malformed", cose_member, NULL, NULL,
        -3},
    {"key with a short coordinate", R, "key_malformed", cose_member, NULL,
        "short", -2},
    {"key off the curve", R, "key_invalid", cose_member, NULL,
        "01234567890123456789012345678901", -2},
    {"key unsorted", R, "key_malformed", cose_unsorted, NULL, NULL, 0},
    {"format unknown", R, "attestation_format_unknown", format, NULL, "hello",
        0},
    {"format packed with an empty statement", R,
        "attestation_statement_malformed", format, NULL, "packed", 0},
    {"format missing", R, "attestation_object_malformed", object_member, "fmt",
        NULL, 0},
    {"statement missing", R, "attestation_object_malformed", object_member,
        "attStmt", NULL, 0},
    {"authenticator data missing in the object", R,
        "attestation_object_malformed", object_member, "authData", NULL, 0},
    {"octet behind the object", R, "cbor_malformed", object_trailer, NULL, NULL,
        0},
    {"format none with a statement", R, "attestation_statement_malformed",
        statement_not_empty, NULL, NULL, 0},
    {"attestation object missing", R, "member_missing", inner,
        "attestationObject", NULL, 0},
    {"attestation object empty", R, "member_missing", inner,
        "attestationObject", "\"\"", 0},
};

const size_t num_defects = sizeof(defects) / sizeof(defects[0]);

bool
defect_applies(const struct defect *defect, enum ceremony_kind kind)
{
    return (defect->kinds & (kind == REGISTRATION ? IN_REGISTRATION
                                                  : IN_AUTHENTICATION)) != 0;
}
