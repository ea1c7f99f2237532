/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A COSE_Key (RFC 9052 section 7) as credential public keys are: kty, alg and
 * the parameters that the algorithm needs, nothing else, in canonical CBOR.
 * Knows the form of a key, not whether its point lies on the curve.
 */
#ifndef PK_COSE_KEY_H
#define PK_COSE_KEY_H

#include <passkey/algorithm.h>
#include <passkey/error.h>

/*
 * Reads all of `bytes`. `algorithm` says what the key is for.
 * Returns PASSKEY_OK, PASSKEY_ERR_KEY_MALFORMED, or
 * PASSKEY_ERR_KEY_UNSUPPORTED if the algorithm is not known.
 */
PASSKEY_MUST_USE enum passkey_error pk_cose_key_parse(
    struct passkey_bytes bytes, const struct passkey_algorithm **algorithm,
    struct passkey_public_key *out);

#endif
