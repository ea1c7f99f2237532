/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates, names and extensions; see certificate.h. */
#include "certificate.h"

#include <string.h>

#include "../../format/der.h"
#include "../../format/reader.h"

/* 2.5.29.19 */
static const uint8_t oid_basic_constraints[] = { 0x55, 0x1d, 0x13 };
/* 2.5.29.17 */
static const uint8_t oid_alternative_name[] = { 0x55, 0x1d, 0x11 };
#define DNS_NAME PK_DER_CONTEXT_PRIMITIVE(2)

/* [0] EXPLICIT INTEGER, counted from 0; absent is 0 */
static bool
read_version(struct passkey_bytes *in, uint32_t *version)
{
    struct passkey_bytes content;
    uint32_t number = 0;

    if (pk_der_is_next(in, PK_DER_CONTEXT(0)) &&
        (!pk_der_read(in, PK_DER_CONTEXT(0), &content) ||
            !pk_der_read_small(&content, PK_DER_INTEGER, &number) ||
            !pk_read_done(&content)))
        return false;
    *version = number + 1;
    return number <= 2;
}

static bool
read_whole(struct passkey_bytes *in, uint32_t tag, struct passkey_bytes *out)
{
    struct pk_der_element element;

    if (!pk_der_next(in, &element) || element.tag != tag)
        return false;
    *out = element.whole;
    return true;
}

static bool
read_validity(struct passkey_bytes *in, struct pk_certificate *out)
{
    struct passkey_bytes content;

    return pk_der_read(in, PK_DER_SEQUENCE, &content) &&
           pk_der_read_time(&content, &out->not_before) &&
           pk_der_read_time(&content, &out->not_after) &&
           pk_read_done(&content);
}

/* The optional unique identifiers are skipped; [3] holds the extensions. */
static bool
read_extensions(struct passkey_bytes *in, struct passkey_bytes *out)
{
    struct passkey_bytes content;
    uint32_t tag;

    for (tag = 1; tag <= 2; tag++) {
        if (pk_der_is_next(in, PK_DER_CONTEXT_PRIMITIVE(tag)) &&
            !pk_der_read(in, PK_DER_CONTEXT_PRIMITIVE(tag), &content))
            return false;
    }
    if (pk_read_done(in))
        return true;
    return pk_der_read(in, PK_DER_CONTEXT(3), &content) &&
           pk_der_read(&content, PK_DER_SEQUENCE, out) &&
           pk_read_done(&content) && pk_read_done(in);
}

static bool
read_to_be_signed(struct passkey_bytes in, struct pk_certificate *out)
{
    struct passkey_bytes part;

    return read_version(&in, &out->version) &&
           pk_der_read(&in, PK_DER_INTEGER, &part) && /* serial number */
           pk_der_read(&in, PK_DER_SEQUENCE, &part) && /* signature */
           read_whole(&in, PK_DER_SEQUENCE, &out->issuer) &&
           read_validity(&in, out) &&
           read_whole(&in, PK_DER_SEQUENCE, &out->subject) &&
           read_whole(&in, PK_DER_SEQUENCE, &part) &&
           pk_spki_parse_bits(part, &out->key, &out->key_bits) &&
           read_extensions(&in, &out->extensions);
}

bool
pk_certificate_parse(struct passkey_bytes der, struct pk_certificate *out)
{
    struct passkey_bytes content, to_be_signed, skipped;

    memset(out, 0, sizeof(*out));
    out->der = der;
    return der.len <= PK_CERTIFICATE_MAX_LEN &&
           pk_der_read_only(der, PK_DER_SEQUENCE, &content) &&
           pk_der_read(&content, PK_DER_SEQUENCE, &to_be_signed) &&
           pk_der_read(&content, PK_DER_SEQUENCE, &skipped) &&
           pk_der_read_bits(&content, &skipped) && pk_read_done(&content) &&
           read_to_be_signed(to_be_signed, out);
}

static bool
read_extension(struct passkey_bytes *in, struct passkey_bytes *oid,
    struct pk_certificate_extension *out)
{
    struct passkey_bytes content;

    out->present = true;
    out->critical = false;
    if (!pk_der_read(in, PK_DER_SEQUENCE, &content) ||
        !pk_der_read(&content, PK_DER_OID, oid))
        return false;
    if (pk_der_is_next(&content, PK_DER_BOOLEAN) &&
        !pk_der_read_bool(&content, &out->critical))
        return false;
    return pk_der_read(&content, PK_DER_OCTET_STRING, &out->value) &&
           pk_read_done(&content);
}

bool
pk_certificate_find(const struct pk_certificate *certificate,
    struct passkey_bytes oid, struct pk_certificate_extension *out)
{
    struct passkey_bytes in = certificate->extensions, found;
    struct pk_certificate_extension extension;

    memset(out, 0, sizeof(*out));
    while (!pk_read_done(&in)) {
        if (!read_extension(&in, &found, &extension))
            return false;
        if (!pk_equal(found, oid))
            continue;
        if (out->present)
            return false;
        *out = extension;
    }
    return true;
}

/* SET OF SEQUENCE { type, value } */
static bool
find_in_relative_name(struct passkey_bytes in, struct passkey_bytes oid,
    size_t *count, struct passkey_bytes *text)
{
    struct passkey_bytes attribute, type;
    struct pk_der_element value;

    do {
        if (!pk_der_read(&in, PK_DER_SEQUENCE, &attribute) ||
            !pk_der_read(&attribute, PK_DER_OID, &type) ||
            !pk_der_next(&attribute, &value) || !pk_read_done(&attribute))
            return false;
        if (pk_equal(type, oid)) {
            ++*count;
            *text = value.content;
        }
    } while (!pk_read_done(&in));
    return true;
}

bool
pk_name_find(struct passkey_bytes name, struct passkey_bytes oid, size_t *count,
    struct passkey_bytes *text)
{
    struct passkey_bytes content, relative;

    *count = 0;
    *text = passkey_bytes_of(NULL, 0);
    if (!pk_der_read_only(name, PK_DER_SEQUENCE, &content))
        return false;
    while (!pk_read_done(&content)) {
        if (!pk_der_read(&content, PK_DER_SET, &relative) ||
            !find_in_relative_name(relative, oid, count, text))
            return false;
    }
    return true;
}

static uint8_t
lower_case(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 'a' - 'A') : c;
}

static bool
same_host(struct passkey_bytes a, struct passkey_bytes b)
{
    size_t i;

    if (a.len != b.len)
        return false;
    for (i = 0; i < a.len; i++) {
        if (lower_case(a.data[i]) != lower_case(b.data[i]))
            return false;
    }
    return true;
}

bool
pk_certificate_names_host(
    const struct pk_certificate *certificate, struct passkey_bytes host)
{
    struct passkey_bytes oid =
        passkey_bytes_of(oid_alternative_name, sizeof(oid_alternative_name));
    struct pk_certificate_extension extension;
    struct passkey_bytes names;
    struct pk_der_element name;

    if (!pk_certificate_find(certificate, oid, &extension) ||
        !extension.present ||
        !pk_der_read_only(extension.value, PK_DER_SEQUENCE, &names))
        return false;
    while (pk_der_next(&names, &name)) {
        if (name.tag == DNS_NAME && same_host(name.content, host))
            return true;
    }
    return false;
}

bool
pk_certificate_is_end_entity(const struct pk_certificate *certificate)
{
    struct passkey_bytes oid = passkey_bytes_of(
        oid_basic_constraints, sizeof(oid_basic_constraints));
    struct pk_certificate_extension extension;
    struct passkey_bytes content;
    bool is_ca = false;

    if (!pk_certificate_find(certificate, oid, &extension) ||
        !extension.present ||
        !pk_der_read_only(extension.value, PK_DER_SEQUENCE, &content))
        return false;
    if (pk_der_is_next(&content, PK_DER_BOOLEAN) &&
        !pk_der_read_bool(&content, &is_ca))
        return false;
    return !is_ca && pk_read_done(&content);
}
