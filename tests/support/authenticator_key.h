/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Key pairs of the software authenticator: what COSE calls an algorithm, how
 * OpenSSL makes the key, how it is written as a COSE_Key and how it signs.
 */
#ifndef TEST_AUTHENTICATOR_KEY_H
#define TEST_AUTHENTICATOR_KEY_H

#include "blob.h"
#include "cbor_writer.h"

#include <openssl/evp.h>
#include <stdbool.h>

enum key_family { FAMILY_EC, FAMILY_OKP, FAMILY_RSA, FAMILY_AKP };

struct key_algorithm {
    int id;           /* COSE algorithm identifier */
    const char *name; /* as in test names */
    enum key_family family;
    const char *group; /* OpenSSL's name of curve or key type */
    int curve;         /* COSE curve */
    size_t field_len;  /* octets of a coordinate or of an encoded point */
    const char *hash;  /* NULL: the algorithm hashes by itself */
    bool pss;
};

/*
 * All that a relying party may offer; ends with an entry whose name is NULL.
 * RS1 (SHA-1, legacy) and ML-DSA (OpenSSL 3.5) are not among them.
 */
extern const struct key_algorithm key_algorithms[];

/* The entry of an identifier, RS1 and ML-DSA too; it must exist. */
const struct key_algorithm *key_algorithm_find(int id);

/* Has this libcrypto keys of the kind that ML-DSA needs? */
bool key_can_be_made(int id);

/* Fresh key pairs; the caller frees with EVP_PKEY_free. */
EVP_PKEY *key_generate(const struct key_algorithm *algorithm);
EVP_PKEY *key_generate_rsa(unsigned bits, unsigned exponent);

/* The COSE_Key in canonical order, saying `algorithm`. */
struct cbor_node *key_cose(
    EVP_PKEY *key, const struct key_algorithm *algorithm);

/* The uncompressed point of an EC key: 04, x, y. */
struct blob key_point(EVP_PKEY *key);

/* SubjectPublicKeyInfo in DER. */
struct blob key_spki(EVP_PKEY *key);

/* How to sign, where a test wants something else than the algorithm says. */
struct key_signing {
    const char *hash; /* NULL: the key's own way (EdDSA) */
    bool pss;
    int salt_len;          /* octets; -1: as long as the hash */
    const char *mask_hash; /* NULL: the same hash */
};

struct key_signing key_signing_of(const struct key_algorithm *algorithm);
struct blob key_sign(
    EVP_PKEY *key, const struct key_signing *signing, struct blob message);

#endif
