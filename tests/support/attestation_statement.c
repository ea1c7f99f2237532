/* SPDX-License-Identifier: Apache-2.0 */
/* The attestation statement formats of the software authenticator. */
#include "software_authenticator.h"

static void
make_none(struct ceremony *c)
{
    c->statement = cbor_map();
}

static void
make_self(struct ceremony *c)
{
    EVP_PKEY *signer = c->signer != NULL ? c->signer : c->passkey.key;

    c->signature =
        key_sign(signer, &c->attestation_signing, ceremony_message(c));
    c->statement = cbor_map();
    cbor_put_text(c->statement, "alg", cbor_integer(c->attestation_alg));
    cbor_put_text(c->statement, "sig", cbor_bytes(c->signature));
}

static void
make_packed(struct ceremony *c)
{
    EVP_PKEY *signer = c->signer != NULL ? c->signer : c->attestation_key;
    struct cbor_node *x5c = cbor_array();
    unsigned i;

    c->signature =
        key_sign(signer, &c->attestation_signing, ceremony_message(c));
    cbor_add(x5c, cbor_bytes(certificate_der(&c->leaf)));
    for (i = 0; i < c->num_chain; i++)
        cbor_add(x5c, cbor_bytes(c->chain[i]));
    c->statement = cbor_map();
    cbor_put_text(c->statement, "alg", cbor_integer(c->attestation_alg));
    cbor_put_text(c->statement, "sig", cbor_bytes(c->signature));
    cbor_put_text(c->statement, "x5c", x5c);
}

const struct statement_format statement_none = {"none", "none", make_none};
const struct statement_format statement_self = {"self", "packed", make_self};
const struct statement_format statement_packed = {
    "packed", "packed", make_packed};
