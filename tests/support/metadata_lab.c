/* SPDX-License-Identifier: Apache-2.0 */
/* Keys, BLOBs and revocation lists; see metadata_lab.h. */
#include "metadata_lab.h"

#include "authenticator_key.h"
#include "scratch.h"

#include <openssl/ecdsa.h>
#include <openssl/x509.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static EVP_PKEY *keys[LAB_NUM_KEYS];

static void
insist(bool done, const char *what)
{
    if (!done) {
        fprintf(stderr, "metadata lab: %s\n", what);
        abort();
    }
}

EVP_PKEY *
lab_key(enum lab_key which)
{
    if (keys[which] == NULL)
        keys[which] = which == LAB_RSA_SIGNER
                          ? key_generate_rsa(2048, 65537)
                          : key_generate(key_algorithm_find(-7));
    return keys[which];
}

void
lab_free(void)
{
    unsigned i;

    for (i = 0; i < LAB_NUM_KEYS; i++) {
        EVP_PKEY_free(keys[i]);
        keys[i] = NULL;
    }
}

char *
lab_format(const char *format, ...)
{
    va_list arguments;
    char *text;
    int len;

    va_start(arguments, format);
    len = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    insist(len >= 0, "format");
    text = scratch_alloc((size_t)len + 1);
    va_start(arguments, format);
    vsnprintf(text, (size_t)len + 1, format, arguments);
    va_end(arguments);
    return text;
}

/* SEQUENCE { [2] host } */
static struct blob
alternative_name(const char *host)
{
    size_t len = strlen(host);
    const uint8_t head[] = {
        0x30, (uint8_t)(len + 2), 0x82, (uint8_t)len};

    return blob_join(blob_copy(head, sizeof(head)), blob_text(host));
}

struct certificate
lab_host_certificate(
    const char *host, EVP_PKEY *key, const struct certificate *issuer)
{
    struct certificate leaf = certificate_authority(host, key, issuer);

    certificate_extension_drop(&leaf, OID_KEY_USAGE);
    certificate_extension_find(&leaf, OID_BASIC_CONSTRAINTS)->value =
        blob_copy("\x30\x00", 2);
    certificate_extension_add(
        &leaf, "2.5.29.17", false, alternative_name(host));
    return leaf;
}

/* SEQUENCE { r, s } to r | s */
static struct blob
raw_signature(struct blob der)
{
    const unsigned char *at = der.data;
    ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &at, (long)der.len);
    struct blob raw = blob_fill(0, 64);

    insist(signature != NULL &&
               BN_bn2binpad(ECDSA_SIG_get0_r(signature), raw.data, 32) == 32 &&
               BN_bn2binpad(
                   ECDSA_SIG_get0_s(signature), raw.data + 32, 32) == 32,
        "signature");
    ECDSA_SIG_free(signature);
    return raw;
}

static char *
header_text(const struct lab_blob *blob)
{
    char *x5c = lab_format("%s", "");
    unsigned i;

    for (i = 0; i < blob->num_x5c; i++)
        x5c = lab_format("%s%s\"%s\"", x5c, i > 0 ? "," : "",
            blob_base64(blob->x5c[i]));
    if (!blob->without_x5c)
        x5c = lab_format(",\"x5c\":[%s]", x5c);
    return lab_format("{\"alg\":\"%s\",\"typ\":\"JWT\"%s%s}", blob->alg,
        blob->without_x5c ? "" : x5c, blob->header != NULL ? blob->header : "");
}

char *
lab_blob_text(const struct lab_blob *blob)
{
    struct key_signing signing = {.hash = blob->hash};
    char *header = blob_base64url(blob_text(header_text(blob)));
    char *payload = blob_base64url(blob_text(blob->payload));
    char *text = lab_format("%s.%s", header, payload);
    struct blob signature = key_sign(blob->signer, &signing, blob_text(text));

    if (EVP_PKEY_is_a(blob->signer, "EC") && !blob->der_signature)
        signature = raw_signature(signature);
    if (blob->longer_signature)
        blob_add_byte(&signature, 0);
    return lab_format("%s.%s", text, blob_base64url(signature));
}

char *
lab_payload(int number, const char *next_update, const char *entries)
{
    return lab_format("{\"legalHeader\":\"The lab's own words\",\"no\":%d,"
                      "\"nextUpdate\":\"%s\",\"entries\":[%s]}",
        number, next_update, entries);
}

static X509 *
read_certificate(struct blob der)
{
    const unsigned char *at = der.data;
    X509 *x509 = d2i_X509(NULL, &at, (long)der.len);

    insist(x509 != NULL, "certificate");
    return x509;
}

static void
revoke(X509_CRL *list, struct blob der, ASN1_TIME *since)
{
    X509 *x509 = read_certificate(der);
    X509_REVOKED *entry = X509_REVOKED_new();

    insist(X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(x509)) &&
               X509_REVOKED_set_revocationDate(entry, since) &&
               X509_CRL_add0_revoked(list, entry),
        "revoked certificate");
    X509_free(x509);
}

struct blob
lab_revocation_list(const struct certificate *issuer,
    const struct blob *revoked, unsigned num_revoked, const char *this_update,
    const char *next_update)
{
    X509 *x509 = read_certificate(certificate_der(issuer));
    X509_CRL *list = X509_CRL_new();
    ASN1_TIME *time = ASN1_TIME_new();
    unsigned char *der = NULL;
    struct blob bytes;
    unsigned i;
    int len;

    insist(X509_CRL_set_version(list, 1) == 1 &&
               X509_CRL_set_issuer_name(
                   list, X509_get_subject_name(x509)) == 1 &&
               ASN1_TIME_set_string_X509(time, this_update) == 1 &&
               X509_CRL_set1_lastUpdate(list, time) == 1 &&
               ASN1_TIME_set_string_X509(time, next_update) == 1 &&
               X509_CRL_set1_nextUpdate(list, time) == 1,
        "revocation list");
    for (i = 0; i < num_revoked; i++)
        revoke(list, revoked[i], time);
    insist(X509_CRL_sort(list) == 1 &&
               X509_CRL_sign(list, issuer->key, EVP_sha256()) > 0,
        "signature of a list");
    len = i2d_X509_CRL(list, &der);
    insist(len > 0, "encoding of a list");
    bytes = blob_copy(der, (size_t)len);
    OPENSSL_free(der);
    ASN1_TIME_free(time);
    X509_CRL_free(list);
    X509_free(x509);
    return bytes;
}
