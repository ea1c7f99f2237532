/* SPDX-License-Identifier: Apache-2.0 */
/* TPMT_PUBLIC and TPMS_ATTEST; see tpm_object.h. */
#include "tpm_object.h"

#include "cbor_writer.h"

#include <string.h>

static void
add_sized(struct blob *to, struct blob content)
{
    blob_add_u16(to, content.len);
    blob_add(to, content.data, content.len);
}

struct tpm_public
tpm_public_of(EVP_PKEY *key, const struct key_algorithm *algorithm)
{
    struct cbor_node *cose = key_cose(key, algorithm);
    struct tpm_public object;

    memset(&object, 0, sizeof(object));
    object.name_alg = TPM_SHA256;
    object.attributes = 0x00060472;
    object.policy = blob_fill(0x9d, 32);
    object.symmetric = TPM_NULL;
    object.scheme = TPM_NULL;
    if (algorithm->family == FAMILY_RSA) {
        object.type = TPM_RSA;
        object.x = cbor_get_integer(cose, -1)->bytes;
        object.key_bits = (unsigned)object.x.len * 8;
        return object;
    }
    object.type = TPM_ECC;
    object.curve = algorithm->curve + 2u; /* P-256 is 3 here, 1 in COSE */
    object.kdf = TPM_NULL;
    object.x = cbor_get_integer(cose, -2)->bytes;
    object.y = cbor_get_integer(cose, -3)->bytes;
    return object;
}

static void
add_scheme(struct blob *to, unsigned scheme)
{
    blob_add_u16(to, scheme);
    if (scheme == TPM_NULL || scheme == TPM_RSAES)
        return;
    blob_add_u16(to, TPM_SHA256);
    if (scheme == TPM_ECDAA)
        blob_add_u16(to, 1);
}

struct blob
tpm_public_write(const struct tpm_public *object)
{
    struct blob area = blob_fill(0, 0);

    blob_add_u16(&area, object->type);
    blob_add_u16(&area, object->name_alg);
    blob_add_u32(&area, object->attributes);
    add_sized(&area, object->policy);
    blob_add_u16(&area, object->symmetric);
    if (object->symmetric != TPM_NULL)
        blob_add_u32(&area, 128 << 16 | 0x0043); /* key size, CFB */
    add_scheme(&area, object->scheme);
    if (object->type == TPM_RSA) {
        blob_add_u16(&area, object->key_bits);
        blob_add_u32(&area, object->exponent);
        add_sized(&area, object->x);
        return area;
    }
    blob_add_u16(&area, object->curve);
    add_scheme(&area, object->kdf);
    add_sized(&area, object->x);
    add_sized(&area, object->y);
    return area;
}

static const char *
hash_name(unsigned algorithm)
{
    switch (algorithm) {
    case TPM_SHA1:
        return "SHA1";
    case TPM_SHA384:
        return "SHA384";
    case TPM_SHA512:
        return "SHA512";
    default:
        return "SHA256";
    }
}

struct blob
tpm_name(unsigned name_alg, struct blob area)
{
    struct blob name = blob_fill(0, 0);

    blob_add_u16(&name, name_alg);
    return blob_join(name, blob_digest(hash_name(name_alg), area));
}

struct tpm_attest
tpm_attest_begin(void)
{
    struct tpm_attest attest;

    memset(&attest, 0, sizeof(attest));
    attest.magic = TPM_GENERATED;
    attest.type = TPM_ATTEST_CERTIFY;
    attest.qualified_signer = blob_random(34);
    attest.clock_info = blob_random(17);
    attest.firmware = blob_random(8);
    attest.qualified_name = blob_random(34);
    return attest;
}

struct blob
tpm_attest_write(const struct tpm_attest *attest)
{
    struct blob info = blob_fill(0, 0);

    blob_add_u32(&info, attest->magic);
    blob_add_u16(&info, attest->type);
    add_sized(&info, attest->qualified_signer);
    add_sized(&info, attest->extra_data);
    blob_add(&info, attest->clock_info.data, attest->clock_info.len);
    blob_add(&info, attest->firmware.data, attest->firmware.len);
    add_sized(&info, attest->name);
    add_sized(&info, attest->qualified_name);
    return info;
}
