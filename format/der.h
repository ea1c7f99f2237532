/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DER (X.690) as far as certificates and key descriptions need it: definite,
 * shortest lengths and tags of one or more bytes. A reader takes one element
 * from the front of a view, or returns false and changes nothing.
 */
#ifndef PK_DER_H
#define PK_DER_H

#include <passkey/bytes.h>

/*
 * A tag: the identifier octet (class, constructed bit, number below 31), or,
 * for the long form, that octet in the top byte and the number below it.
 */
#define PK_DER_BOOLEAN 0x01u
#define PK_DER_INTEGER 0x02u
#define PK_DER_BIT_STRING 0x03u
#define PK_DER_OCTET_STRING 0x04u
#define PK_DER_NULL 0x05u
#define PK_DER_OID 0x06u
#define PK_DER_ENUMERATED 0x0au
#define PK_DER_UTF8_STRING 0x0cu
#define PK_DER_PRINTABLE_STRING 0x13u
#define PK_DER_UTC_TIME 0x17u
#define PK_DER_GENERALIZED_TIME 0x18u
#define PK_DER_SEQUENCE 0x30u
#define PK_DER_SET 0x31u
/* [n] EXPLICIT or constructed IMPLICIT */
#define PK_DER_CONTEXT(n)                                                      \
    ((n) < 31 ? 0xa0u | (uint32_t)(n) : 0xbf000000u | (uint32_t)(n))
/* [n] IMPLICIT of a primitive type */
#define PK_DER_CONTEXT_PRIMITIVE(n) (0x80u | (uint32_t)(n))

struct pk_der_element {
    uint32_t tag;
    struct passkey_bytes content;
    struct passkey_bytes whole; /* tag and length too */
};

PASSKEY_MUST_USE bool pk_der_next(
    struct passkey_bytes *in, struct pk_der_element *out);

/* Takes one element if it has this tag; gives its content. */
PASSKEY_MUST_USE bool pk_der_read(
    struct passkey_bytes *in, uint32_t tag, struct passkey_bytes *content);

/*
 * The content of an element of this tag that is all of `der`. False: there is
 * none, which leaves `content` empty, or something is behind it.
 */
PASSKEY_MUST_USE bool pk_der_read_only(
    struct passkey_bytes der, uint32_t tag, struct passkey_bytes *content);

/* True if the next element has this tag; nothing is taken. */
PASSKEY_MUST_USE bool pk_der_is_next(
    const struct passkey_bytes *in, uint32_t tag);

/* A BOOLEAN: exactly 0x00 or 0xff. */
PASSKEY_MUST_USE bool pk_der_read_bool(struct passkey_bytes *in, bool *out);

/* An INTEGER, or an ENUMERATED, of 0 to 2^31-1 in its shortest form. */
PASSKEY_MUST_USE bool pk_der_read_small(
    struct passkey_bytes *in, uint32_t tag, uint32_t *out);

/*
 * An INTEGER that is not negative, of any size, in its shortest form; the
 * view is without the leading zero octet.
 */
PASSKEY_MUST_USE bool pk_der_read_unsigned(
    struct passkey_bytes *in, struct passkey_bytes *out);

/* A BIT STRING without unused bits; gives the bytes. */
PASSKEY_MUST_USE bool pk_der_read_bits(
    struct passkey_bytes *in, struct passkey_bytes *out);

/*
 * A UTCTime or GeneralizedTime as certificates have it (RFC 5280 section
 * 4.1.2.5: UTC, seconds, no fraction), as seconds since 1970-01-01.
 */
PASSKEY_MUST_USE bool pk_der_read_time(struct passkey_bytes *in, int64_t *out);

#endif
