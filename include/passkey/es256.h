/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signing with ES256, for tokens that a relying party issues itself (a JSON
 * Web Token after a sign-in). WebAuthn has no part in this; it is here so
 * that users of the OpenSSL backend need not know OpenSSL.
 */
#ifndef PASSKEY_ES256_H
#define PASSKEY_ES256_H

#include <passkey/bytes.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PASSKEY_ES256_SECRET_LEN 32
#define PASSKEY_ES256_PUBLIC_LEN 64    /* x and y */
#define PASSKEY_ES256_SIGNATURE_LEN 64 /* r and s, as JWS has them */

/*
 * passkey_es256_public computes the public key of a secret number, 32 bytes
 * big-endian, from 1 to the order of P-256 less one. False: the number is
 * none of these, or memory is missing.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE bool passkey_es256_public(
    const uint8_t secret[PASSKEY_ES256_SECRET_LEN],
    uint8_t out[PASSKEY_ES256_PUBLIC_LEN]);

/*
 * passkey_es256_sign signs SHA-256 of `message` (RFC 7518 section 3.4).
 * False: as above.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE bool passkey_es256_sign(
    const uint8_t secret[PASSKEY_ES256_SECRET_LEN],
    struct passkey_bytes message, uint8_t out[PASSKEY_ES256_SIGNATURE_LEN]);

#ifdef __cplusplus
}
#endif

#endif
