/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One relying party with one passkey, for tests of the verification itself:
 * the library asks, the software authenticator answers, the library checks.
 */
#ifndef TEST_RELYING_PARTY_H
#define TEST_RELYING_PARTY_H

#include <passkey/passkey.h>

#include "../support/software_authenticator.h"

#define PARTY_NOW 1750000000 /* 2025-06-15 */

struct relying_party {
    struct passkey_openssl *openssl;
    struct passkey_crypto crypto; /* OpenSSL's; a test may replace parts */
    struct passkey_policy policy;
    struct passkey_bytes origin;
    struct passkey_bytes anchor;
    struct attestation_authority authority;
    struct soft_passkey passkey;
    struct passkey_ceremony ceremony;
    struct passkey_credential credential; /* the record */
    struct passkey_registration registered;
    struct passkey_authentication authenticated;
    uint8_t scratch[65536];
};

/* A policy that asks for attestation; a passkey of one algorithm. */
void party_open(struct relying_party *party, int algorithm);
void party_close(struct relying_party *party);

/* Asks; `answer` is the recipe of a valid answer. */
void party_ask(struct relying_party *party, enum ceremony_kind kind,
    struct ceremony *answer);

/* The same for a registration with a statement of a format with x5c. */
void party_ask_attested(struct relying_party *party,
    const struct statement_format *format, int attestation_alg,
    struct ceremony *answer);

/* Encodes the answer and checks it; the result is in the party. */
enum passkey_error party_check_at(
    struct relying_party *party, struct ceremony *answer, int64_t now);
enum passkey_error party_check(
    struct relying_party *party, struct ceremony *answer);

#endif
