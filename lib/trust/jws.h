/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A signed text in compact form (RFC 7515): header.payload.signature. Only
 * what FIDO metadata and SafetyNet use: RS256 and ES256, signed by the key of
 * a certificate that the header carries.
 */
#ifndef PK_JWS_H
#define PK_JWS_H

#include <passkey/crypto.h>

#include "path.h"

/* A header with its certificates; real ones have under 10 KB. */
#define PK_JWS_HEADER_MAX_LEN 65536

struct pk_jws {
    struct passkey_bytes signed_text; /* header.payload as it came */
    struct passkey_bytes payload;     /* decoded */
    struct passkey_bytes signature;   /* decoded */
    int32_t algorithm;                /* PASSKEY_ALG_RS256 or _ES256 */
    struct pk_trust_path path;        /* x5c; none: the header has no x5c */
};

enum pk_jws_result {
    PK_JWS_MALFORMED = 0,
    PK_JWS_NO_SPACE,
    PK_JWS_ALGORITHM,   /* not one of the two, or "none" */
    PK_JWS_CRITICAL,    /* the header demands what we do not know */
    PK_JWS_FOREIGN,     /* the certificates are elsewhere (x5u) */
    PK_JWS_CERTIFICATE, /* x5c is empty or cannot be read */
    PK_JWS_OK
};

/*
 * Takes a JWS apart. `scratch` receives what must be decoded and is moved
 * behind it: twice text.len is always enough, and text.len with
 * PK_JWS_HEADER_MAX_LEN. Views of `out` point into both.
 */
PASSKEY_MUST_USE enum pk_jws_result pk_jws_parse(struct passkey_bytes text,
    struct passkey_buffer *scratch, struct pk_jws *out);

/* Could `key` have made a signature of this algorithm? */
PASSKEY_MUST_USE bool pk_jws_fits_key(
    const struct pk_jws *jws, const struct passkey_public_key *key);

/* Over the bytes as they came; ES256 is r and s of 32 bytes each. */
PASSKEY_MUST_USE enum passkey_verdict pk_jws_check_signature(
    const struct pk_jws *jws, const struct passkey_public_key *key,
    const struct passkey_crypto *crypto);

#endif
