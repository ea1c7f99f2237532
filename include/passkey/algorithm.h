/* SPDX-License-Identifier: Apache-2.0 */
/*
 * COSE algorithm identifiers of credential keys and attestation statements
 * (IANA COSE Algorithms; RFC 9053, RFC 8230, RFC 8812, RFC 9864), and the
 * public key that a COSE_Key or a certificate describes.
 *
 * An identifier says everything: kind of key, curve, hash and padding. It
 * is compared as a number; no identifier is an alias of another.
 */
#ifndef PASSKEY_ALGORITHM_H
#define PASSKEY_ALGORITHM_H

#include <passkey/bytes.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PASSKEY_ALG_ES256 (-7)    /* ECDSA P-256, SHA-256 */
#define PASSKEY_ALG_EDDSA (-8)    /* EdDSA, in WebAuthn: Ed25519 */
#define PASSKEY_ALG_ESP256 (-9)   /* ECDSA P-256, SHA-256 (RFC 9864) */
#define PASSKEY_ALG_ED25519 (-19) /* Ed25519 (RFC 9864) */
#define PASSKEY_ALG_ES384 (-35)   /* ECDSA P-384, SHA-384 */
#define PASSKEY_ALG_ES512 (-36)   /* ECDSA P-521, SHA-512 */
#define PASSKEY_ALG_PS256 (-37)   /* RSASSA-PSS, SHA-256 */
#define PASSKEY_ALG_PS384 (-38)   /* RSASSA-PSS, SHA-384 */
#define PASSKEY_ALG_PS512 (-39)   /* RSASSA-PSS, SHA-512 */
#define PASSKEY_ALG_ES256K (-47)  /* ECDSA secp256k1, SHA-256 */
#define PASSKEY_ALG_ML_DSA_44 (-48)
#define PASSKEY_ALG_ML_DSA_65 (-49)
#define PASSKEY_ALG_ML_DSA_87 (-50)
#define PASSKEY_ALG_ESP384 (-51)  /* ECDSA P-384, SHA-384 (RFC 9864) */
#define PASSKEY_ALG_ESP512 (-52)  /* ECDSA P-521, SHA-512 (RFC 9864) */
#define PASSKEY_ALG_ED448 (-53)   /* Ed448 (RFC 9864) */
#define PASSKEY_ALG_RS256 (-257)  /* RSASSA-PKCS1-v1_5, SHA-256 */
#define PASSKEY_ALG_RS384 (-258)  /* RSASSA-PKCS1-v1_5, SHA-384 */
#define PASSKEY_ALG_RS512 (-259)  /* RSASSA-PKCS1-v1_5, SHA-512 */
#define PASSKEY_ALG_RS1 (-65535)  /* RSASSA-PKCS1-v1_5, SHA-1: legacy */

/* The most algorithms that one ceremony can offer. */
#define PASSKEY_ALGORITHMS_MAX 24

enum passkey_key_kind {
    PASSKEY_KEY_NONE = 0,
    PASSKEY_KEY_EC,      /* x and y on `curve` */
    PASSKEY_KEY_EDWARDS, /* x is the encoded point on `curve` */
    PASSKEY_KEY_RSA,     /* n and e, big-endian, no leading zero octets */
    PASSKEY_KEY_ML_DSA   /* x is the encoded public key */
};

enum passkey_curve {
    PASSKEY_CURVE_NONE = 0,
    PASSKEY_CURVE_P256,
    PASSKEY_CURVE_P384,
    PASSKEY_CURVE_P521,
    PASSKEY_CURVE_SECP256K1,
    PASSKEY_CURVE_ED25519,
    PASSKEY_CURVE_ED448
};

enum passkey_hash {
    PASSKEY_HASH_NONE = 0, /* the algorithm hashes by itself (EdDSA, ML-DSA) */
    PASSKEY_HASH_SHA256,
    PASSKEY_HASH_SHA384,
    PASSKEY_HASH_SHA512,
    PASSKEY_HASH_SHA1 /* legacy statements of TPMs only */
};

#define PASSKEY_SHA256_LEN 32
#define PASSKEY_HASH_MAX_LEN 64

/* passkey_hash_len gives the bytes of a hash value; 0 for NONE. */
PASSKEY_EXPORT size_t passkey_hash_len(enum passkey_hash hash);

enum passkey_padding {
    PASSKEY_PADDING_NONE = 0, /* not RSA */
    PASSKEY_PADDING_PKCS1,    /* RSASSA-PKCS1-v1_5 */
    PASSKEY_PADDING_PSS       /* salt as long as the hash, MGF1 with it */
};

/* Everything that an algorithm identifier says. */
struct passkey_algorithm {
    int32_t id; /* COSE */
    enum passkey_key_kind kind;
    enum passkey_curve curve;
    enum passkey_hash hash;
    enum passkey_padding padding;
    size_t key_len;   /* of x, and of y where there is one; 0: RSA */
    const char *name; /* as in the IANA registry: "ES256" */
};

/*
 * passkey_algorithm_find gives the description of a COSE identifier, NULL if
 * the library does not know it. The result is constant.
 */
PASSKEY_EXPORT const struct passkey_algorithm *passkey_algorithm_find(
    int64_t id);

/* A public key as numbers. The views point into the bytes it was read from. */
struct passkey_public_key {
    enum passkey_key_kind kind;
    enum passkey_curve curve; /* EC and EDWARDS only */
    struct passkey_bytes x;   /* EC: field length; EDWARDS, ML_DSA: the key */
    struct passkey_bytes y;   /* EC only: field length */
    struct passkey_bytes n;   /* RSA only */
    struct passkey_bytes e;   /* RSA only */
};

#ifdef __cplusplus
}
#endif

#endif
