/* SPDX-License-Identifier: Apache-2.0 */
/* TPMT_PUBLIC and TPMS_ATTEST, field by field; see tpm_structure.h. */
#include "tpm_structure.h"

#include <string.h>

#include "../../format/reader.h"
#include "../key.h"

#define ALG_RSA 0x0001
#define ALG_SHA1 0x0004
#define ALG_SHA256 0x000b
#define ALG_SHA384 0x000c
#define ALG_SHA512 0x000d
#define ALG_NULL 0x0010
#define ALG_RSAES 0x0015
#define ALG_ECDAA 0x001a
#define ALG_ECC 0x0023

#define ECC_NIST_P256 0x0003
#define ECC_NIST_P384 0x0004
#define ECC_NIST_P521 0x0005

#define GENERATED_VALUE 0xff544347u
#define ST_ATTEST_CERTIFY 0x8017

/* clock 8, resetCount 4, restartCount 4, safe 1 */
#define CLOCK_INFO_LEN 17

/* A TPM2B: two bytes of length, then so many bytes. */
static bool
read_sized(struct passkey_bytes *in, struct passkey_bytes *out)
{
    uint16_t len;

    return pk_read_u16be(in, &len) && pk_read_view(in, len, out);
}

/* TPMT_SYM_DEF_OBJECT: nothing, or an algorithm with key size and mode. */
static bool
skip_symmetric(struct passkey_bytes *in)
{
    uint16_t algorithm;
    uint32_t ignored;

    return pk_read_u16be(in, &algorithm) &&
           (algorithm == ALG_NULL || pk_read_u32be(in, &ignored));
}

/* A scheme: nothing, or an algorithm with its hash. */
static bool
skip_scheme(struct passkey_bytes *in)
{
    uint16_t algorithm, ignored;

    if (!pk_read_u16be(in, &algorithm))
        return false;
    if (algorithm == ALG_NULL || algorithm == ALG_RSAES)
        return true;
    if (!pk_read_u16be(in, &ignored))
        return false;
    return algorithm != ALG_ECDAA || pk_read_u16be(in, &ignored);
}

static bool
read_rsa(struct passkey_bytes *in, struct pk_tpm_public *out)
{
    uint16_t key_bits;
    uint32_t exponent;
    size_t i;

    if (!skip_symmetric(in) || !skip_scheme(in) ||
        !pk_read_u16be(in, &key_bits) || !pk_read_u32be(in, &exponent) ||
        !read_sized(in, &out->key.n))
        return false;
    if (exponent == 0) /* the default */
        exponent = 65537;
    for (i = 0; i < sizeof(out->exponent); i++)
        out->exponent[i] = (uint8_t)(exponent >> (24 - 8 * i));
    out->key.kind = PASSKEY_KEY_RSA;
    out->key.n = pk_without_zeros(out->key.n);
    out->key.e = pk_without_zeros(
        passkey_bytes_of(out->exponent, sizeof(out->exponent)));
    return true;
}

static enum passkey_curve
curve_of(uint16_t id)
{
    switch (id) {
    case ECC_NIST_P256:
        return PASSKEY_CURVE_P256;
    case ECC_NIST_P384:
        return PASSKEY_CURVE_P384;
    case ECC_NIST_P521:
        return PASSKEY_CURVE_P521;
    default:
        return PASSKEY_CURVE_NONE;
    }
}

static bool
read_ecc(struct passkey_bytes *in, struct pk_tpm_public *out)
{
    uint16_t curve;

    if (!skip_symmetric(in) || !skip_scheme(in) ||
        !pk_read_u16be(in, &curve) || !skip_scheme(in) ||
        !read_sized(in, &out->key.x) || !read_sized(in, &out->key.y))
        return false;
    out->key.kind = PASSKEY_KEY_EC;
    out->key.curve = curve_of(curve);
    out->key.x = pk_without_zeros(out->key.x);
    out->key.y = pk_without_zeros(out->key.y);
    return true;
}

static enum passkey_hash
hash_of(uint16_t algorithm)
{
    switch (algorithm) {
    case ALG_SHA1:
        return PASSKEY_HASH_SHA1;
    case ALG_SHA256:
        return PASSKEY_HASH_SHA256;
    case ALG_SHA384:
        return PASSKEY_HASH_SHA384;
    case ALG_SHA512:
        return PASSKEY_HASH_SHA512;
    default:
        return PASSKEY_HASH_NONE;
    }
}

bool
pk_tpm_public_parse(struct passkey_bytes bytes, struct pk_tpm_public *out)
{
    struct passkey_bytes in = bytes, policy;
    uint16_t type;
    uint32_t attributes;

    memset(out, 0, sizeof(*out));
    if (!pk_read_u16be(&in, &type) || !pk_read_u16be(&in, &out->name_alg) ||
        !pk_read_u32be(&in, &attributes) || !read_sized(&in, &policy))
        return false;
    out->name_hash = hash_of(out->name_alg);
    if (type == ALG_RSA)
        return read_rsa(&in, out) && pk_read_done(&in);
    return type == ALG_ECC && read_ecc(&in, out) && pk_read_done(&in);
}

bool
pk_tpm_attest_parse(struct passkey_bytes bytes, struct pk_tpm_attest *out)
{
    struct passkey_bytes in = bytes, signer, clock, qualified_name;
    uint32_t magic;
    uint16_t type;
    uint64_t firmware;

    memset(out, 0, sizeof(*out));
    return pk_read_u32be(&in, &magic) && magic == GENERATED_VALUE &&
           pk_read_u16be(&in, &type) && type == ST_ATTEST_CERTIFY &&
           read_sized(&in, &signer) && read_sized(&in, &out->extra_data) &&
           pk_read_view(&in, CLOCK_INFO_LEN, &clock) &&
           pk_read_u64be(&in, &firmware) && read_sized(&in, &out->name) &&
           read_sized(&in, &qualified_name) && pk_read_done(&in);
}
