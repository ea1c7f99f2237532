/* SPDX-License-Identifier: Apache-2.0 */
/* The formats none and packed, and what all formats share. */
#include "statement_parts.h"

struct cbor_node *
statement_chain(const struct ceremony *c)
{
    struct cbor_node *x5c = cbor_array();
    unsigned i;

    cbor_add(x5c, cbor_bytes(certificate_der(&c->leaf)));
    for (i = 0; i < c->num_chain; i++)
        cbor_add(x5c, cbor_bytes(c->chain[i]));
    return x5c;
}

struct blob
statement_sign(const struct ceremony *c, struct blob message)
{
    EVP_PKEY *key =
        c->attestation_key != NULL ? c->attestation_key : c->passkey.key;

    return key_sign(
        c->signer != NULL ? c->signer : key, &c->attestation_signing, message);
}

void
statement_put_signature(struct ceremony *c, struct blob message)
{
    c->signature = statement_sign(c, message);
    c->statement = cbor_map();
    cbor_put_text(c->statement, "alg", cbor_integer(c->attestation_alg));
    cbor_put_text(c->statement, "sig", cbor_bytes(c->signature));
}

static void
make_none(struct ceremony *c)
{
    c->statement = cbor_map();
}

static void
make_self(struct ceremony *c)
{
    statement_put_signature(c, ceremony_message(c));
}

static void
certify_packed(struct ceremony *c, const struct certificate *issuer)
{
    c->leaf = certificate_packed_leaf(c->attestation_key, issuer, c->aaguid);
}

static void
make_packed(struct ceremony *c)
{
    statement_put_signature(c, ceremony_message(c));
    cbor_put_text(c->statement, "x5c", statement_chain(c));
}

const struct statement_format statement_none = {
    "none", "none", make_none, NULL};
const struct statement_format statement_self = {
    "self", "packed", make_self, NULL};
const struct statement_format statement_packed = {
    "packed", "packed", make_packed, certify_packed};
