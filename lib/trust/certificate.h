/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An X.509 certificate taken apart (RFC 5280 section 4), as far as the
 * attestation formats look into it. Extensions are found by their object
 * identifier and read by whoever needs them. Decides nothing about trust.
 */
#ifndef PK_CERTIFICATE_H
#define PK_CERTIFICATE_H

#include <passkey/algorithm.h>

/* Chains of real authenticators have at most four certificates. */
#define PK_CERTIFICATES_MAX 6
#define PK_CERTIFICATE_MAX_LEN 8192

struct pk_certificate {
    struct passkey_bytes der;     /* all of it */
    uint32_t version;             /* 1, 2 or 3 */
    struct passkey_bytes issuer;  /* Name, whole */
    struct passkey_bytes subject; /* Name, whole */
    int64_t not_before;           /* seconds since 1970-01-01 UTC */
    int64_t not_after;
    struct passkey_public_key key;   /* kind NONE: not a key we know */
    struct passkey_bytes key_bits;   /* subjectPublicKey as it stands */
    struct passkey_bytes extensions; /* content of the SEQUENCE; or empty */
};

/* Reads one DER certificate and nothing behind it. */
PASSKEY_MUST_USE bool pk_certificate_parse(
    struct passkey_bytes der, struct pk_certificate *out);

/* Reads a SubjectPublicKeyInfo. False: malformed; see `key` above. */
PASSKEY_MUST_USE bool pk_spki_parse(
    struct passkey_bytes der, struct passkey_public_key *out);

/* The same, and the bytes of subjectPublicKey, whatever they mean. */
PASSKEY_MUST_USE bool pk_spki_parse_bits(struct passkey_bytes der,
    struct passkey_public_key *out, struct passkey_bytes *bits);

struct pk_certificate_extension {
    bool present;
    bool critical;
    struct passkey_bytes value; /* content of the OCTET STRING */
};

/*
 * Looks for an extension by the content octets of its identifier. False: the
 * extensions are malformed, or this one occurs twice.
 */
PASSKEY_MUST_USE bool pk_certificate_find(
    const struct pk_certificate *certificate, struct passkey_bytes oid,
    struct pk_certificate_extension *out);

/*
 * Counts the attributes of one type in a Name and gives the last one's
 * text. False: the Name is malformed.
 */
PASSKEY_MUST_USE bool pk_name_find(struct passkey_bytes name,
    struct passkey_bytes oid, size_t *count, struct passkey_bytes *text);

/*
 * Is this one of the DNS names that the certificate was made for? Letters
 * may differ in case; wildcards do not count, nor does a common name.
 */
PASSKEY_MUST_USE bool pk_certificate_names_host(
    const struct pk_certificate *certificate, struct passkey_bytes host);

/* basicConstraints are there and say that this is not a CA. */
PASSKEY_MUST_USE bool pk_certificate_is_end_entity(
    const struct pk_certificate *certificate);

#endif
