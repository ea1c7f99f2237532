/* SPDX-License-Identifier: Apache-2.0 */
/* Attestation certificates, on OpenSSL's X509 writer. */
#include "attestation_certificate.h"

#include "authenticator_key.h"
#include "der_writer.h"

#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
insist(bool done, const char *what)
{
    if (!done) {
        fprintf(stderr, "certificate: %s\n", what);
        abort();
    }
}

void
certificate_name_add(
    struct certificate_name *name, const char *attribute, const char *value)
{
    struct name_entry *entry = &name->entries[name->num_entries++];

    insist(name->num_entries <= 8, "name too long");
    entry->attribute = attribute;
    entry->value = blob_text(value);
}

static unsigned
find_entry(const struct certificate_name *name, const char *attribute)
{
    unsigned i;

    for (i = 0; i < name->num_entries; i++)
        if (strcmp(name->entries[i].attribute, attribute) == 0)
            return i;
    insist(false, "no such name entry");
    return 0;
}

void
certificate_name_set(
    struct certificate_name *name, const char *attribute, struct blob value)
{
    name->entries[find_entry(name, attribute)].value = value;
}

void
certificate_name_drop(struct certificate_name *name, const char *attribute)
{
    unsigned at = find_entry(name, attribute);

    name->num_entries--;
    memmove(&name->entries[at], &name->entries[at + 1],
        (name->num_entries - at) * sizeof(name->entries[0]));
}

void
certificate_extension_add(struct certificate *certificate, const char *oid,
    bool critical, struct blob value)
{
    struct certificate_extension *extension =
        &certificate->extensions[certificate->num_extensions++];

    insist(certificate->num_extensions <= 8, "too many extensions");
    extension->oid = oid;
    extension->critical = critical;
    extension->value = value;
}

struct certificate_extension *
certificate_extension_seek(struct certificate *certificate, const char *oid)
{
    unsigned i;

    for (i = 0; i < certificate->num_extensions; i++)
        if (strcmp(certificate->extensions[i].oid, oid) == 0)
            return &certificate->extensions[i];
    return NULL;
}

struct certificate_extension *
certificate_extension_find(struct certificate *certificate, const char *oid)
{
    struct certificate_extension *found =
        certificate_extension_seek(certificate, oid);

    insist(found != NULL, "no such extension");
    return found;
}

void
certificate_extension_drop(struct certificate *certificate, const char *oid)
{
    struct certificate_extension *extension =
        certificate_extension_find(certificate, oid);
    struct certificate_extension *end =
        certificate->extensions + certificate->num_extensions--;

    memmove(extension, extension + 1,
        (size_t)(end - extension - 1) * sizeof(*extension));
}

static const char *
hash_for(EVP_PKEY *key)
{
    return EVP_PKEY_is_a(key, "ED25519") || EVP_PKEY_is_a(key, "ED448")
               ? NULL
               : "SHA256";
}

static struct certificate
signed_by(EVP_PKEY *key, const struct certificate *issuer)
{
    struct certificate certificate;

    memset(&certificate, 0, sizeof(certificate));
    certificate.version = 2;
    certificate.not_before = "240101000000Z";
    certificate.not_after = "440101000000Z";
    certificate.key = key;
    certificate.issuer_key = issuer == NULL ? key : issuer->key;
    certificate.hash = hash_for(certificate.issuer_key);
    return certificate;
}

/* basicConstraints and keyUsage in DER. */
static const uint8_t ca_true[] = {0x30, 0x03, 0x01, 0x01, 0xff};
static const uint8_t ca_false[] = {0x30, 0x00};
static const uint8_t key_cert_sign[] = {0x03, 0x02, 0x01, 0x06};

struct certificate
certificate_authority(
    const char *common_name, EVP_PKEY *key, const struct certificate *issuer)
{
    struct certificate authority = signed_by(key, issuer);

    certificate_name_add(&authority.subject, "C", "AA");
    certificate_name_add(&authority.subject, "O", "Software Authenticator");
    certificate_name_add(&authority.subject, "CN", common_name);
    authority.issuer = issuer == NULL ? authority.subject : issuer->subject;
    certificate_extension_add(&authority, OID_BASIC_CONSTRAINTS, true,
        blob_copy(ca_true, sizeof(ca_true)));
    certificate_extension_add(&authority, OID_KEY_USAGE, true,
        blob_copy(key_cert_sign, sizeof(key_cert_sign)));
    return authority;
}

struct certificate
certificate_packed_leaf(
    EVP_PKEY *key, const struct certificate *issuer, struct blob aaguid)
{
    static const uint8_t octet_string[] = {0x04, 0x10};
    struct certificate leaf = signed_by(key, issuer);

    certificate_name_add(&leaf.subject, "C", "AA");
    certificate_name_add(&leaf.subject, "O", "Software Authenticator");
    certificate_name_add(&leaf.subject, "OU", "Authenticator Attestation");
    certificate_name_add(&leaf.subject, "CN", "Software Authenticator 1");
    leaf.issuer = issuer == NULL ? leaf.subject : issuer->subject;
    certificate_extension_add(&leaf, OID_BASIC_CONSTRAINTS, true,
        blob_copy(ca_false, sizeof(ca_false)));
    certificate_extension_add(&leaf, OID_FIDO_AAGUID, false,
        blob_join(blob_copy(octet_string, sizeof(octet_string)), aaguid));
    return leaf;
}

/* One attribute of a name; a value of NULL leaves it out. */
static struct blob
tpm_attribute(const char *oid, const char *value)
{
    if (value == NULL)
        return blob_fill(0, 0);
    return der(DER_SEQUENCE,
        blob_join(der_oid(oid), der(DER_UTF8_STRING, blob_text(value))));
}

struct blob
certificate_tpm_name(
    const char *manufacturer, const char *model, const char *version)
{
    struct blob attributes =
        blob_join(tpm_attribute(OID_TPM_MANUFACTURER, manufacturer),
            tpm_attribute(OID_TPM_MODEL, model));

    attributes = blob_join(attributes, tpm_attribute(OID_TPM_VERSION, version));
    return der(DER_SEQUENCE,
        der_context(4, der(DER_SEQUENCE, der(DER_SET, attributes))));
}

struct certificate
certificate_tpm_leaf(
    EVP_PKEY *key, const struct certificate *issuer, struct blob aaguid)
{
    struct certificate leaf = signed_by(key, issuer);

    leaf.issuer = issuer->subject;
    certificate_extension_add(&leaf, OID_BASIC_CONSTRAINTS, true,
        blob_copy(ca_false, sizeof(ca_false)));
    certificate_extension_add(&leaf, OID_SUBJECT_ALT_NAME, true,
        certificate_tpm_name("id:FFFFF1D0", "Software TPM", "id:00000001"));
    certificate_extension_add(&leaf, OID_EXTENDED_KEY_USAGE, false,
        der(DER_SEQUENCE, der_oid(OID_AIK_CERTIFICATE)));
    certificate_extension_add(
        &leaf, OID_FIDO_AAGUID, false, der(DER_OCTET_STRING, aaguid));
    return leaf;
}

struct certificate
certificate_key_leaf(EVP_PKEY *key, const struct certificate *issuer)
{
    struct certificate leaf = signed_by(key, issuer);

    certificate_name_add(&leaf.subject, "CN", "Key of a Credential");
    leaf.issuer = issuer->subject;
    certificate_extension_add(&leaf, OID_BASIC_CONSTRAINTS, true,
        blob_copy(ca_false, sizeof(ca_false)));
    return leaf;
}

static X509_NAME *
make_name(const struct certificate_name *from)
{
    X509_NAME *name = X509_NAME_new();
    unsigned i;

    for (i = 0; i < from->num_entries; i++) {
        const struct name_entry *entry = &from->entries[i];
        int type = strcmp(entry->attribute, "C") == 0 ? V_ASN1_PRINTABLESTRING
                                                      : V_ASN1_UTF8STRING;

        insist(X509_NAME_add_entry_by_txt(name, entry->attribute, type,
                   entry->value.data, (int)entry->value.len, -1, 0) == 1,
            "name entry");
    }
    return name;
}

static void
set_time(ASN1_TIME *to, const char *text)
{
    insist(ASN1_STRING_set(to, text, -1) == 1, "time");
    to->type = strlen(text) == strlen("YYYYMMDDHHMMSSZ")
                   ? V_ASN1_GENERALIZEDTIME
                   : V_ASN1_UTCTIME;
}

static void
add_extension(X509 *x509, const struct certificate_extension *from)
{
    ASN1_OBJECT *oid = OBJ_txt2obj(from->oid, 1);
    ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new();
    X509_EXTENSION *extension;

    insist(ASN1_OCTET_STRING_set(
               value, from->value.data, (int)from->value.len) == 1,
        "extension value");
    extension = X509_EXTENSION_create_by_OBJ(NULL, oid, from->critical, value);
    insist(extension != NULL && X509_add_ext(x509, extension, -1) == 1,
        "extension");
    X509_EXTENSION_free(extension);
    ASN1_OCTET_STRING_free(value);
    ASN1_OBJECT_free(oid);
}

static void
set_names(X509 *x509, const struct certificate *from)
{
    X509_NAME *subject = make_name(&from->subject);
    X509_NAME *issuer = make_name(&from->issuer);

    insist(X509_set_subject_name(x509, subject) == 1 &&
               X509_set_issuer_name(x509, issuer) == 1,
        "names");
    X509_NAME_free(subject);
    X509_NAME_free(issuer);
}

/*
 * OpenSSL 3.5 makes version 3 of whatever has extensions when it signs, so
 * the version that was wanted is set again and signed by hand.
 */
static void
sign_version(X509 *x509, const struct certificate *from)
{
    const struct key_signing signing = {from->hash, false, 0, NULL};
    const ASN1_BIT_STRING *signature;
    unsigned char *tbs = NULL;
    struct blob made;
    int len;

    insist(X509_set_version(x509, from->version) == 1, "version");
    len = i2d_re_X509_tbs(x509, &tbs);
    insist(len > 0, "what is signed");
    made = key_sign(from->issuer_key, &signing, blob_copy(tbs, (size_t)len));
    X509_get0_signature(&signature, NULL, x509);
    insist(ASN1_STRING_set((ASN1_STRING *)(uintptr_t)signature, made.data,
               (int)made.len) == 1,
        "signature");
    OPENSSL_free(tbs);
}

static X509 *
make_x509(const struct certificate *from)
{
    X509 *x509 = X509_new();
    struct blob serial = blob_random(8);
    unsigned i;

    serial.data[0] = 0x11; /* positive */
    insist(X509_set_version(x509, from->version) == 1 &&
               ASN1_STRING_set(X509_get_serialNumber(x509), serial.data,
                   (int)serial.len) == 1 &&
               X509_set_pubkey(x509, from->key) == 1,
        "certificate");
    set_names(x509, from);
    set_time(X509_getm_notBefore(x509), from->not_before);
    set_time(X509_getm_notAfter(x509), from->not_after);
    for (i = 0; i < from->num_extensions; i++)
        add_extension(x509, &from->extensions[i]);
    insist(
        X509_sign(x509, from->issuer_key,
            from->hash == NULL ? NULL : EVP_get_digestbyname(from->hash)) > 0,
        "certificate signature");
    if (X509_get_version(x509) != from->version)
        sign_version(x509, from);
    return x509;
}

struct blob
certificate_der(const struct certificate *certificate)
{
    X509 *x509 = make_x509(certificate);
    unsigned char *der = NULL;
    int len = i2d_X509(x509, &der);
    struct blob bytes;

    insist(len > 0, "certificate encoding");
    bytes = blob_copy(der, (size_t)len);
    OPENSSL_free(der);
    X509_free(x509);
    return bytes;
}
