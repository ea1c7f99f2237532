/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of the OpenSSL backend: what is fetched once and kept, and the
 * functions of struct passkey_crypto, one group per file.
 */
#ifndef PK_BACKEND_H
#define PK_BACKEND_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <passkey/crypto.h>
#include <passkey/openssl.h>

#define PK_NUM_EC_CURVES 4
#define PK_NUM_ML_DSA 3
#define PK_ANCHORS_KEPT 64 /* some 6 KiB each */

/* 0x04, x, y of the largest curve */
#define PK_EC_POINT_MAX_LEN (1 + 2 * 66)

/* A key of one curve whose point is set anew for each public key. */
struct pk_ec_slot {
    EVP_PKEY *key;
    uint8_t point[PK_EC_POINT_MAX_LEN]; /* that `key` has */
    size_t point_len;                   /* 0: none that was found good */
    /*
     * A verification context of `key`, kept from one point to the next; NULL
     * if that has not been shown to work (see ec_slot.c).
     */
    EVP_PKEY_CTX *context;
};

/* A certificate that was an anchor before; see anchor.c. */
struct pk_kept_anchor {
    uint8_t *der; /* NULL: nothing is kept here */
    size_t len;
    X509 *certificate;
};

struct passkey_openssl {
    struct passkey_crypto crypto;
    EVP_MD *sha1, *sha256, *sha384, *sha512;
    EVP_MD_CTX *digest;
    EVP_CIPHER *aes_256_gcm;
    EVP_CIPHER_CTX *cipher;
    struct pk_ec_slot ec[PK_NUM_EC_CURVES];
    struct pk_kept_anchor anchors[PK_ANCHORS_KEPT];
    bool has_ed25519, has_ed448;
    bool has_ml_dsa[PK_NUM_ML_DSA];
};

/* ec_slot.c: only P-256 must be there */
PASSKEY_MUST_USE bool pk_ec_slots_open(struct passkey_openssl *openssl);
PASSKEY_MUST_USE bool pk_ec_supports(
    struct passkey_openssl *openssl, enum passkey_curve curve);
void pk_ec_slots_close(struct passkey_openssl *openssl);
PASSKEY_MUST_USE enum passkey_verdict pk_ec_check(
    struct passkey_openssl *openssl, const struct passkey_public_key *key);
PASSKEY_MUST_USE enum passkey_verdict pk_ec_verify(
    struct passkey_openssl *openssl, const struct passkey_public_key *key,
    struct passkey_bytes hash, struct passkey_bytes signature);

/* edwards.c */
PASSKEY_MUST_USE enum passkey_verdict pk_edwards_check(
    const struct passkey_public_key *key);

/* verify.c */
bool pk_backend_supports(void *context, int32_t algorithm);
enum passkey_verdict pk_backend_check_key(
    void *context, const struct passkey_public_key *key);
enum passkey_verdict pk_backend_verify(void *context, int32_t algorithm,
    const struct passkey_public_key *key, const struct passkey_bytes *parts,
    size_t num_parts, struct passkey_bytes signature);

/* digest.c */
const EVP_MD *pk_backend_md(
    const struct passkey_openssl *openssl, enum passkey_hash hash);
bool pk_backend_digest(void *context, enum passkey_hash hash,
    const struct passkey_bytes *parts, size_t num_parts, uint8_t *out);

/* seal.c */
bool pk_backend_random(void *context, uint8_t *out, size_t len);
bool pk_backend_seal(void *context, const uint8_t key[PASSKEY_SEAL_KEY_LEN],
    const uint8_t nonce[PASSKEY_SEAL_NONCE_LEN], struct passkey_bytes in,
    uint8_t *out, uint8_t tag[PASSKEY_SEAL_TAG_LEN]);
bool pk_backend_open(void *context, const uint8_t key[PASSKEY_SEAL_KEY_LEN],
    const uint8_t nonce[PASSKEY_SEAL_NONCE_LEN], struct passkey_bytes in,
    uint8_t *out, const uint8_t tag[PASSKEY_SEAL_TAG_LEN]);

/* anchor.c: NULL is what cannot be read; the caller frees. */
PASSKEY_MUST_USE X509 *pk_certificate_read(struct passkey_bytes der);
PASSKEY_MUST_USE X509 *pk_anchor_read(
    struct passkey_openssl *openssl, struct passkey_bytes der);
void pk_anchors_close(struct passkey_openssl *openssl);

/* path.c */
enum passkey_path_verdict pk_backend_check_path(
    void *context, const struct passkey_path *path);

#endif
