/* SPDX-License-Identifier: Apache-2.0 */
/* What the makers of several statement formats share. */
#ifndef TEST_STATEMENT_PARTS_H
#define TEST_STATEMENT_PARTS_H

#include "software_authenticator.h"

/* x5c: the leaf and what comes behind it. */
struct cbor_node *statement_chain(const struct ceremony *c);

/* A signature by the attestation key, or by c->signer if there is one. */
struct blob statement_sign(const struct ceremony *c, struct blob message);

/* c->statement with alg and sig over the message. */
void statement_put_signature(struct ceremony *c, struct blob message);

#endif
