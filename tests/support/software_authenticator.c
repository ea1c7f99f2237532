/* SPDX-License-Identifier: Apache-2.0 */
/* The stages of a ceremony, from the recipe to the JSON. */
#include "software_authenticator.h"

#include <string.h>

static const uint8_t default_aaguid[16] = {'s', 'o', 'f', 't', 'w', 'a', 'r',
    'e', ' ', 'd', 'e', 'v', 'i', 'c', 'e', 1};

static cJSON *
client_members(enum ceremony_kind kind)
{
    cJSON *client = cJSON_CreateObject();

    cJSON_AddStringToObject(client, "type",
        kind == REGISTRATION ? "webauthn.create" : "webauthn.get");
    cJSON_AddStringToObject(client, "challenge", "");
    cJSON_AddStringToObject(client, "origin", "");
    cJSON_AddFalseToObject(client, "crossOrigin");
    return client;
}

void
ceremony_begin(struct ceremony *c, enum ceremony_kind kind,
    const struct soft_passkey *passkey)
{
    memset(c, 0, sizeof(*c));
    c->kind = kind;
    c->passkey = *passkey;
    c->client = client_members(kind);
    c->flags = FLAG_UP | FLAG_UV;
    if (kind == REGISTRATION)
        c->flags |= FLAG_AT;
    c->aaguid = blob_copy(default_aaguid, sizeof(default_aaguid));
    c->cose_key = key_cose(passkey->key, passkey->algorithm);
    c->signing = key_signing_of(passkey->algorithm);
    c->format = &statement_none;
    c->attestation_alg = passkey->algorithm->id;
    c->attestation_signing = c->signing;
}

void
ceremony_set_site(struct ceremony *c, const char *origin, const char *rp_id,
    const char *challenge)
{
    c->rp_id_hash = blob_sha256(blob_text(rp_id));
    cJSON_ReplaceItemInObjectCaseSensitive(
        c->client, "challenge", cJSON_CreateString(challenge));
    cJSON_ReplaceItemInObjectCaseSensitive(
        c->client, "origin", cJSON_CreateString(origin));
}

void
ceremony_attest(struct ceremony *c, const struct statement_format *format,
    EVP_PKEY *key, int alg, const struct attestation_authority *authority)
{
    const struct certificate *issuer = authority->num_intermediates > 0
                                           ? &authority->intermediates[0]
                                           : &authority->root;
    unsigned i;

    c->format = format;
    c->attestation_key = key;
    c->attestation_alg = alg;
    c->attestation_signing = key_signing_of(key_algorithm_find(alg));
    format->certify(c, issuer);
    c->num_chain = 0;
    for (i = 0; i < authority->num_intermediates; i++)
        c->chain[c->num_chain++] =
            certificate_der(&authority->intermediates[i]);
}

static void
add_blob(struct blob *to, struct blob from)
{
    blob_add(to, from.data, from.len);
}

void
ceremony_build(struct ceremony *c)
{
    if (c->stage >= BUILT)
        return;
    c->client_data = blob_text(cJSON_PrintUnformatted(c->client));
    add_blob(&c->auth_data, c->rp_id_hash);
    blob_add_byte(&c->auth_data, c->flags);
    blob_add_u32(&c->auth_data, c->sign_count);
    if ((c->flags & FLAG_AT) != 0) {
        add_blob(&c->auth_data, c->aaguid);
        blob_add_u16(&c->auth_data, c->passkey.id.len);
        add_blob(&c->auth_data, c->passkey.id);
        add_blob(&c->auth_data, cbor_write(c->cose_key));
    }
    if (c->extensions != NULL)
        add_blob(&c->auth_data, cbor_write(c->extensions));
    c->stage = BUILT;
}

struct blob
ceremony_message(const struct ceremony *c)
{
    return blob_join(c->auth_data, blob_sha256(c->client_data));
}

static void
sign_registration(struct ceremony *c)
{
    c->format->make(c);
    c->object = cbor_map();
    cbor_put_text(c->object, "fmt", cbor_text(c->format->fmt));
    cbor_put_text(c->object, "attStmt", c->statement);
    cbor_put_text(c->object, "authData", cbor_bytes(c->auth_data));
}

void
ceremony_sign(struct ceremony *c)
{
    ceremony_build(c);
    if (c->stage >= SIGNED)
        return;
    if (c->kind == REGISTRATION)
        sign_registration(c);
    else
        c->signature = key_sign(c->signer != NULL ? c->signer : c->passkey.key,
            &c->signing, ceremony_message(c));
    c->stage = SIGNED;
}

static void
add_bytes(cJSON *object, const char *name, struct blob bytes)
{
    cJSON_AddStringToObject(object, name, blob_base64url(bytes));
}

static void
add_copies(const struct ceremony *c, cJSON *inner)
{
    add_bytes(inner, "authenticatorData", c->auth_data);
    add_bytes(inner, "publicKey", key_spki(c->passkey.key));
    cJSON_AddNumberToObject(
        inner, "publicKeyAlgorithm", c->passkey.algorithm->id);
}

static void
encode_registration(struct ceremony *c, cJSON *inner)
{
    cJSON *transports;

    c->attestation_object = blob_join(cbor_write(c->object), c->object_trailer);
    add_bytes(inner, "attestationObject", c->attestation_object);
    transports = cJSON_AddArrayToObject(inner, "transports");
    cJSON_AddItemToArray(transports, cJSON_CreateString("internal"));
    if (c->with_copies)
        add_copies(c, inner);
}

static void
encode_authentication(struct ceremony *c, cJSON *inner)
{
    add_bytes(inner, "authenticatorData", c->auth_data);
    add_bytes(inner, "signature", c->signature);
    add_bytes(inner, "userHandle", c->passkey.user_handle);
}

void
ceremony_encode(struct ceremony *c)
{
    cJSON *inner;

    ceremony_sign(c);
    if (c->stage >= ENCODED)
        return;
    c->response = cJSON_CreateObject();
    add_bytes(c->response, "id", c->passkey.id);
    add_bytes(c->response, "rawId", c->passkey.id);
    inner = cJSON_AddObjectToObject(c->response, "response");
    add_bytes(inner, "clientDataJSON", c->client_data);
    if (c->kind == REGISTRATION)
        encode_registration(c, inner);
    else
        encode_authentication(c, inner);
    cJSON_AddStringToObject(c->response, "authenticatorAttachment", "platform");
    cJSON_AddObjectToObject(c->response, "clientExtensionResults");
    cJSON_AddStringToObject(c->response, "type", "public-key");
    c->stage = ENCODED;
}

char *
ceremony_text(struct ceremony *c)
{
    ceremony_encode(c);
    return cJSON_PrintUnformatted(c->response);
}
