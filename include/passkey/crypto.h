/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the library asks of a crypto backend. The library itself contains no
 * cryptography: it hands views to these functions and believes their answers.
 * <passkey/openssl.h> makes the backend that comes with it.
 *
 * A backend value belongs to one thread at a time. The functions receive
 * `context` as their first parameter and must not keep the views.
 */
#ifndef PASSKEY_CRYPTO_H
#define PASSKEY_CRYPTO_H

#include <passkey/algorithm.h>
#include <passkey/bytes.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The answer to a question that can also stay open. The zero value is
 * "could not check", which is never a success.
 */
enum passkey_verdict {
    PASSKEY_VERDICT_UNKNOWN = 0, /* the backend failed or has no such thing */
    PASSKEY_VERDICT_VALID,
    PASSKEY_VERDICT_INVALID
};

/* AES-256-GCM: the sizes of the pieces of a sealed message. */
#define PASSKEY_SEAL_KEY_LEN 32
#define PASSKEY_SEAL_NONCE_LEN 12
#define PASSKEY_SEAL_TAG_LEN 16

/* Certificates that somebody presents, and what the caller trusts. */
struct passkey_path {
    const struct passkey_bytes *certificates; /* DER, leaf first */
    size_t num_certificates;
    /*
     * False: the certificates are the path, each certified by the next one.
     * True: those behind the leaf are a heap, to build a path from.
     */
    bool any_order;
    const struct passkey_bytes *anchors; /* DER */
    size_t num_anchors;
    /* Certificate revocation lists (RFC 5280 section 5), DER. */
    const struct passkey_bytes *revocation_lists;
    size_t num_revocation_lists;
    /* Every certificate but the anchor needs a list that is in force. */
    bool require_status;
    int64_t now; /* for the lists; seconds since 1970-01-01 UTC */
};

/* What became of a path; the zero value is never a success. */
enum passkey_path_verdict {
    PASSKEY_PATH_UNKNOWN = 0, /* the backend failed */
    PASSKEY_PATH_TRUSTED,
    PASSKEY_PATH_UNTRUSTED,
    PASSKEY_PATH_REVOKED,
    PASSKEY_PATH_STATUS_UNKNOWN /* only a list was missing */
};

struct passkey_crypto {
    void *context;

    /* True if signatures of this COSE algorithm can be verified. */
    bool (*supports)(void *context, int32_t algorithm);

    /*
     * Hash of the concatenation of `parts` into `out`, as many bytes as
     * the hash has. False if it could not be computed.
     */
    bool (*digest)(void *context, enum passkey_hash hash,
        const struct passkey_bytes *parts, size_t num_parts, uint8_t *out);

    /*
     * Is `key` a usable key: on its curve, in range, not the point at
     * infinity, nor one of small order; RSA: odd modulus, odd exponent of
     * at least 3.
     */
    enum passkey_verdict (*check_key)(
        void *context, const struct passkey_public_key *key);

    /*
     * Does `signature` over the concatenation of `parts` verify with `key`
     * under exactly `algorithm`? ECDSA signatures are strict DER.
     */
    enum passkey_verdict (*verify)(void *context, int32_t algorithm,
        const struct passkey_public_key *key,
        const struct passkey_bytes *parts, size_t num_parts,
        struct passkey_bytes signature);

    /*
     * Do the signatures, names, basic constraints, path lengths, key usages
     * and critical extensions of the path hold, up to one of the anchors?
     * A certificate of the path that is itself an anchor ends it. An anchor
     * that is not valid at `now` proves nothing; the validity periods of the
     * path are the library's own check. A list that names a certificate of
     * the path revokes it.
     */
    enum passkey_path_verdict (*check_path)(
        void *context, const struct passkey_path *path);

    /* Fill `out` with unpredictable bytes. False: nothing may be issued. */
    bool (*random)(void *context, uint8_t *out, size_t len);

    /*
     * AES-256-GCM. `out` has the length of `in` and may be the same memory;
     * the tag is written to or compared with `tag`. False: failed, or (open) not authentic.
     */
    bool (*seal)(void *context, const uint8_t key[PASSKEY_SEAL_KEY_LEN],
        const uint8_t nonce[PASSKEY_SEAL_NONCE_LEN], struct passkey_bytes in,
        uint8_t *out, uint8_t tag[PASSKEY_SEAL_TAG_LEN]);
    bool (*open)(void *context, const uint8_t key[PASSKEY_SEAL_KEY_LEN],
        const uint8_t nonce[PASSKEY_SEAL_NONCE_LEN], struct passkey_bytes in,
        uint8_t *out, const uint8_t tag[PASSKEY_SEAL_TAG_LEN]);
};

#ifdef __cplusplus
}
#endif

#endif
