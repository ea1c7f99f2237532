/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7; RFC 5480, RFC 8410): the
 * key as numbers. Named curves only: explicit parameters are not read.
 */
#include <string.h>

#include "../../format/der.h"
#include "../../format/reader.h"
#include "certificate.h"

/* 1.2.840.10045.2.1 */
static const uint8_t oid_ec[] = { 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01 };
/* 1.2.840.113549.1.1.1 */
static const uint8_t oid_rsa[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01,
    0x01, 0x01 };
/* 1.3.101.112 and 1.3.101.113 */
static const uint8_t oid_ed25519[] = { 0x2b, 0x65, 0x70 };
static const uint8_t oid_ed448[] = { 0x2b, 0x65, 0x71 };
/* 1.2.840.10045.3.1.7, 1.3.132.0.34, 1.3.132.0.35, 1.3.132.0.10 */
static const uint8_t oid_p256[] = { 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01,
    0x07 };
static const uint8_t oid_p384[] = { 0x2b, 0x81, 0x04, 0x00, 0x22 };
static const uint8_t oid_p521[] = { 0x2b, 0x81, 0x04, 0x00, 0x23 };
static const uint8_t oid_secp256k1[] = { 0x2b, 0x81, 0x04, 0x00, 0x0a };

/* NULL */
static const uint8_t rsa_parameters[] = { 0x05, 0x00 };

struct curve {
    const uint8_t *oid;
    size_t oid_len;
    enum passkey_curve curve;
    size_t len; /* of a coordinate or an encoded point */
};

static const struct curve ec_curves[] = {
    { oid_p256, sizeof(oid_p256), PASSKEY_CURVE_P256, 32 },
    { oid_p384, sizeof(oid_p384), PASSKEY_CURVE_P384, 48 },
    { oid_p521, sizeof(oid_p521), PASSKEY_CURVE_P521, 66 },
    { oid_secp256k1, sizeof(oid_secp256k1), PASSKEY_CURVE_SECP256K1, 32 },
};

static const struct curve edwards_curves[] = {
    { oid_ed25519, sizeof(oid_ed25519), PASSKEY_CURVE_ED25519, 32 },
    { oid_ed448, sizeof(oid_ed448), PASSKEY_CURVE_ED448, 57 },
};

static const struct curve *
find_curve(
    const struct curve *curves, size_t num_curves, struct passkey_bytes oid)
{
    size_t i;

    for (i = 0; i < num_curves; i++) {
        if (pk_equal(
                oid, passkey_bytes_of(curves[i].oid, curves[i].oid_len)))
            return &curves[i];
    }
    return NULL;
}

/* The point is uncompressed: 04, x, y. */
static bool
read_ec(struct passkey_bytes parameters, struct passkey_bytes bits,
    struct passkey_public_key *out)
{
    const struct curve *curve;
    struct passkey_bytes oid;
    uint8_t form;

    if (!pk_der_read(&parameters, PK_DER_OID, &oid) ||
        !pk_read_done(&parameters))
        return false;
    curve = find_curve(
        ec_curves, sizeof(ec_curves) / sizeof(ec_curves[0]), oid);
    if (curve == NULL)
        return true; /* a key of a kind that we do not know */
    if (!pk_read_u8(&bits, &form) || form != 4 ||
        !pk_read_view(&bits, curve->len, &out->x) ||
        !pk_read_view(&bits, curve->len, &out->y) || !pk_read_done(&bits))
        return false;
    out->kind = PASSKEY_KEY_EC;
    out->curve = curve->curve;
    return true;
}

static bool
read_rsa(struct passkey_bytes parameters, struct passkey_bytes bits,
    struct passkey_public_key *out)
{
    struct passkey_bytes content;

    if (!pk_equal(parameters,
            passkey_bytes_of(rsa_parameters, sizeof(rsa_parameters))) ||
        !pk_der_read_only(bits, PK_DER_SEQUENCE, &content) ||
        !pk_der_read_unsigned(&content, &out->n) ||
        !pk_der_read_unsigned(&content, &out->e) || !pk_read_done(&content))
        return false;
    out->kind = PASSKEY_KEY_RSA;
    return true;
}

static bool
read_edwards(const struct curve *curve, struct passkey_bytes parameters,
    struct passkey_bytes bits, struct passkey_public_key *out)
{
    if (!pk_read_done(&parameters) || bits.len != curve->len)
        return false;
    out->kind = PASSKEY_KEY_EDWARDS;
    out->curve = curve->curve;
    out->x = bits;
    return true;
}

bool
pk_spki_parse_bits(struct passkey_bytes der, struct passkey_public_key *out,
    struct passkey_bytes *bits)
{
    struct passkey_bytes content, algorithm, oid;
    const struct curve *curve;

    memset(out, 0, sizeof(*out));
    if (!pk_der_read_only(der, PK_DER_SEQUENCE, &content) ||
        !pk_der_read(&content, PK_DER_SEQUENCE, &algorithm) ||
        !pk_der_read(&algorithm, PK_DER_OID, &oid) ||
        !pk_der_read_bits(&content, bits) || !pk_read_done(&content))
        return false;
    if (pk_equal(oid, passkey_bytes_of(oid_ec, sizeof(oid_ec))))
        return read_ec(algorithm, *bits, out);
    if (pk_equal(oid, passkey_bytes_of(oid_rsa, sizeof(oid_rsa))))
        return read_rsa(algorithm, *bits, out);
    curve = find_curve(edwards_curves,
        sizeof(edwards_curves) / sizeof(edwards_curves[0]), oid);
    return curve == NULL || read_edwards(curve, algorithm, *bits, out);
}

bool
pk_spki_parse(struct passkey_bytes der, struct passkey_public_key *out)
{
    struct passkey_bytes bits;

    return pk_spki_parse_bits(der, out, &bits);
}
