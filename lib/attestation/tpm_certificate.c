/* SPDX-License-Identifier: Apache-2.0 */
/* See tpm_certificate.h. */
#include "tpm_certificate.h"

#include "../../format/der.h"
#include "../../format/reader.h"

/* 2.5.29.17 and 2.5.29.37 */
static const uint8_t oid_subject_alt_name[] = { 0x55, 0x1d, 0x11 };
static const uint8_t oid_extended_key_usage[] = { 0x55, 0x1d, 0x25 };
/* 2.23.133.8.3: tcg-kp-AIKCertificate */
static const uint8_t oid_aik_certificate[] = { 0x67, 0x81, 0x05, 0x08, 0x03 };
/* 2.23.133.2.1, .2, .3 */
static const uint8_t oid_manufacturer[] = { 0x67, 0x81, 0x05, 0x02, 0x01 };
static const uint8_t oid_model[] = { 0x67, 0x81, 0x05, 0x02, 0x02 };
static const uint8_t oid_version[] = { 0x67, 0x81, 0x05, 0x02, 0x03 };

#define OID(bytes) passkey_bytes_of(bytes, sizeof(bytes))
#define TAG_DIRECTORY_NAME PK_DER_CONTEXT(4)

/* "id:" and the four bytes of the vendor in hexadecimal */
static bool
is_manufacturer(struct passkey_bytes text)
{
    size_t i;

    if (text.len != 11 ||
        !pk_equal(passkey_bytes_of(text.data, 3), PK_TEXT("id:")))
        return false;
    for (i = 3; i < text.len; i++) {
        uint8_t c = text.data[i];

        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') ||
                (c >= 'a' && c <= 'f')))
            return false;
    }
    return true;
}

static bool
find_single(struct passkey_bytes name, struct passkey_bytes oid,
    struct passkey_bytes *text)
{
    size_t count;

    return pk_name_find(name, oid, &count, text) && count == 1 &&
           text->len > 0;
}

static bool
names_a_tpm(struct passkey_bytes name)
{
    struct passkey_bytes text;

    return find_single(name, OID(oid_manufacturer), &text) &&
           is_manufacturer(text) && find_single(name, OID(oid_model), &text) &&
           find_single(name, OID(oid_version), &text);
}

/* GeneralNames, one of them a directory name that names the TPM. */
static bool
has_tpm_name(const struct pk_certificate *certificate)
{
    struct pk_certificate_extension extension;
    struct pk_der_element name;
    struct passkey_bytes names;
    bool found = false;

    if (!pk_certificate_find(
            certificate, OID(oid_subject_alt_name), &extension) ||
        !extension.present ||
        !pk_der_read_only(extension.value, PK_DER_SEQUENCE, &names))
        return false;
    while (!pk_read_done(&names)) {
        if (!pk_der_next(&names, &name))
            return false;
        if (name.tag == TAG_DIRECTORY_NAME)
            found = found || names_a_tpm(name.content);
    }
    return found;
}

static bool
is_for_attestation(const struct pk_certificate *certificate)
{
    struct pk_certificate_extension extension;
    struct passkey_bytes usages, usage;
    bool found = false;

    if (!pk_certificate_find(
            certificate, OID(oid_extended_key_usage), &extension) ||
        !extension.present ||
        !pk_der_read_only(extension.value, PK_DER_SEQUENCE, &usages))
        return false;
    while (!pk_read_done(&usages)) {
        if (!pk_der_read(&usages, PK_DER_OID, &usage))
            return false;
        found = found || pk_equal(usage, OID(oid_aik_certificate));
    }
    return found;
}

bool
pk_tpm_certificate_is_suitable(const struct pk_certificate *certificate)
{
    /* The subject is an empty SEQUENCE: the TPM is named elsewhere. */
    return certificate->version == 3 && certificate->subject.len == 2 &&
           has_tpm_name(certificate) && is_for_attestation(certificate) &&
           pk_certificate_is_end_entity(certificate);
}
