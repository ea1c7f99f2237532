/* SPDX-License-Identifier: Apache-2.0 */
/* Statements of TPMs, Android, Apple and U2F devices, and compound ones. */
#include "scratch.h"
#include "statement_parts.h"

#include <stdio.h>
#include <stdlib.h>

static struct blob
client_data_hash(const struct ceremony *c)
{
    return blob_sha256(c->client_data);
}

/* The value of an extension that nobody has given one yet. */
static void
fill_extension(struct ceremony *c, const char *oid, struct blob value)
{
    struct certificate_extension *extension =
        certificate_extension_seek(&c->leaf, oid);

    if (extension != NULL && extension->value.data == NULL)
        extension->value = value;
}

static void
certify_tpm(struct ceremony *c, const struct certificate *issuer)
{
    c->leaf = certificate_tpm_leaf(c->attestation_key, issuer, c->aaguid);
    c->tpm.version = "2.0";
    c->tpm.object = tpm_public_of(c->passkey.key, c->passkey.algorithm);
    c->tpm.attest = tpm_attest_begin();
}

static void
make_tpm(struct ceremony *c)
{
    struct tpm_recipe *tpm = &c->tpm;
    const char *hash = c->attestation_signing.hash;

    if (tpm->pub_area.data == NULL)
        tpm->pub_area = tpm_public_write(&tpm->object);
    if (tpm->attest.extra_data.data == NULL)
        tpm->attest.extra_data =
            blob_digest(hash != NULL ? hash : "SHA256", ceremony_message(c));
    if (tpm->attest.name.data == NULL)
        tpm->attest.name = tpm_name(tpm->object.name_alg, tpm->pub_area);
    if (tpm->cert_info.data == NULL)
        tpm->cert_info = tpm_attest_write(&tpm->attest);
    c->signature = statement_sign(c, tpm->cert_info);
    c->statement = cbor_map();
    cbor_put_text(c->statement, "alg", cbor_integer(c->attestation_alg));
    cbor_put_text(c->statement, "sig", cbor_bytes(c->signature));
    cbor_put_text(c->statement, "ver", cbor_text(tpm->version));
    cbor_put_text(c->statement, "x5c", statement_chain(c));
    cbor_put_text(c->statement, "pubArea", cbor_bytes(tpm->pub_area));
    cbor_put_text(c->statement, "certInfo", cbor_bytes(tpm->cert_info));
}

static void
certify_android_key(struct ceremony *c, const struct certificate *issuer)
{
    static const struct blob later = {NULL, 0};

    c->leaf = certificate_key_leaf(c->attestation_key, issuer);
    certificate_extension_add(
        &c->leaf, OID_ANDROID_KEY_DESCRIPTION, false, later);
    c->android = key_description_begin();
}

static void
make_android_key(struct ceremony *c)
{
    if (c->android.challenge.data == NULL)
        c->android.challenge = client_data_hash(c);
    fill_extension(
        c, OID_ANDROID_KEY_DESCRIPTION, key_description_write(&c->android));
    statement_put_signature(c, ceremony_message(c));
    cbor_put_text(c->statement, "x5c", statement_chain(c));
}

static void
certify_apple(struct ceremony *c, const struct certificate *issuer)
{
    static const struct blob later = {NULL, 0};

    c->leaf = certificate_key_leaf(c->attestation_key, issuer);
    certificate_extension_add(&c->leaf, OID_APPLE_NONCE, false, later);
}

static void
make_apple(struct ceremony *c)
{
    struct blob nonce = blob_sha256(ceremony_message(c));

    fill_extension(c, OID_APPLE_NONCE,
        der(DER_SEQUENCE, der_context(1, der(DER_OCTET_STRING, nonce))));
    c->statement = cbor_map();
    cbor_put_text(c->statement, "x5c", statement_chain(c));
}

static void
certify_u2f(struct ceremony *c, const struct certificate *issuer)
{
    c->leaf = certificate_packed_leaf(c->attestation_key, issuer, c->aaguid);
}

/* 00 | rpIdHash | client data hash | credential id | 04 | x | y */
struct blob
ceremony_u2f_message(const struct ceremony *c)
{
    struct blob message = blob_join(blob_fill(0, 1), c->rp_id_hash);
    struct blob point = c->passkey.algorithm->family == FAMILY_EC
                            ? key_point(c->passkey.key)
                            : blob_fill(4, 65);

    message = blob_join(message, client_data_hash(c));
    return blob_join(blob_join(message, c->passkey.id), point);
}

static void
make_u2f(struct ceremony *c)
{
    c->signature = statement_sign(c, ceremony_u2f_message(c));
    c->statement = cbor_map();
    cbor_put_text(c->statement, "sig", cbor_bytes(c->signature));
    cbor_put_text(c->statement, "x5c", statement_chain(c));
}

void
ceremony_add_part(struct ceremony *c, const struct ceremony *part)
{
    if (c->num_parts == sizeof(c->parts) / sizeof(c->parts[0])) {
        fputs("ceremony: too many parts\n", stderr);
        abort();
    }
    c->format = &statement_compound;
    c->parts[c->num_parts] = scratch_alloc(sizeof(*part));
    *c->parts[c->num_parts++] = *part;
}

/* Every part attests the same authenticator data and client data. */
static void
make_compound(struct ceremony *c)
{
    unsigned i;

    c->statement = cbor_array();
    for (i = 0; i < c->num_parts; i++) {
        struct ceremony *part = c->parts[i];
        struct cbor_node *element = cbor_map();

        part->client_data = c->client_data;
        part->auth_data = c->auth_data;
        part->stage = BUILT;
        part->format->make(part);
        cbor_put_text(element, "fmt", cbor_text(part->format->fmt));
        cbor_put_text(element, "attStmt", part->statement);
        cbor_add(c->statement, element);
    }
}

const struct statement_format statement_tpm = {
    "tpm", "tpm", make_tpm, certify_tpm};
const struct statement_format statement_android_key = {
    "android-key", "android-key", make_android_key, certify_android_key};
const struct statement_format statement_apple = {
    "apple", "apple", make_apple, certify_apple};
const struct statement_format statement_fido_u2f = {
    "fido-u2f", "fido-u2f", make_u2f, certify_u2f};
const struct statement_format statement_compound = {
    "compound", "compound", make_compound, NULL};
