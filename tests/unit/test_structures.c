/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The structures inside of statements, read by themselves: what stands in a
 * TPM's object, a key description, a certificate, a public key. Every prefix
 * is refused, every element must have its tag.
 */
#include "unit.h"

#include "../../lib/attestation/key_description.h"
#include "../../lib/attestation/tpm_structure.h"
#include "../../lib/key.h"
#include "../../lib/trust/certificate.h"
#include "../support/attestation_certificate.h"
#include "../support/authenticator_key.h"
#include "../support/der_writer.h"
#include "../support/key_description_writer.h"
#include "../support/scratch.h"
#include "../support/tpm_object.h"

static EVP_PKEY *ec_key, *rsa_key, *edwards_key;

typedef bool reader(struct passkey_bytes bytes);

static bool
reads_tpm_public(struct passkey_bytes bytes)
{
    struct pk_tpm_public out;

    return pk_tpm_public_parse(bytes, &out);
}

static bool
reads_tpm_attest(struct passkey_bytes bytes)
{
    struct pk_tpm_attest out;

    return pk_tpm_attest_parse(bytes, &out);
}

static bool
reads_key_description(struct passkey_bytes bytes)
{
    struct pk_key_description out;

    return pk_key_description_parse(bytes, &out);
}

static bool
reads_certificate(struct passkey_bytes bytes)
{
    struct pk_certificate out;

    return pk_certificate_parse(bytes, &out);
}

static bool
reads_spki(struct passkey_bytes bytes)
{
    struct passkey_public_key out;

    return pk_spki_parse(bytes, &out);
}

static bool
reads(reader *read, struct blob bytes)
{
    struct passkey_bytes copy = copy_exactly(bytes.data, bytes.len);
    bool good = read(copy);

    free_copy(copy);
    return good;
}

/* The whole is read; nothing shorter or longer is. */
static void
assert_whole(reader *read, struct blob bytes)
{
    size_t len;

    assert_true(reads(read, bytes));
    assert_false(reads(read, blob_join(bytes, blob_fill(0, 1))));
    for (len = 0; len < bytes.len; len++)
        assert_false(reads(read, blob_head(bytes, len)));
}

static void
tpm_objects_are_whole(void **state)
{
    struct tpm_public object =
        tpm_public_of(ec_key, key_algorithm_find(-7));
    static const unsigned schemes[] = { TPM_NULL, TPM_ECDSA, TPM_ECDAA };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(schemes); i++) {
        object.scheme = schemes[i];
        object.symmetric = i == 0 ? TPM_NULL : TPM_AES;
        object.kdf = schemes[i];
        assert_whole(reads_tpm_public, tpm_public_write(&object));
    }
    object = tpm_public_of(rsa_key, key_algorithm_find(-257));
    object.scheme = TPM_RSAES;
    assert_whole(reads_tpm_public, tpm_public_write(&object));
    object.policy = blob_fill(0, 0);
    assert_whole(reads_tpm_public, tpm_public_write(&object));
}

static void
tpm_numbers_are_taken_over(void **state)
{
    static const struct {
        unsigned id;
        enum passkey_curve curve;
    } curves[] = { { 3, PASSKEY_CURVE_P256 }, { 4, PASSKEY_CURVE_P384 },
        { 5, PASSKEY_CURVE_P521 }, { 1, PASSKEY_CURVE_NONE },
        { 6, PASSKEY_CURVE_NONE } };
    struct tpm_public object =
        tpm_public_of(ec_key, key_algorithm_find(-7));
    struct pk_tpm_public out;
    struct blob bytes;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(curves); i++) {
        object.curve = curves[i].id;
        bytes = tpm_public_write(&object);
        assert_true(pk_tpm_public_parse(
            passkey_bytes_of(bytes.data, bytes.len), &out));
        assert_int_equal(out.key.kind, PASSKEY_KEY_EC);
        assert_int_equal(out.key.curve, curves[i].curve);
    }
    object = tpm_public_of(rsa_key, key_algorithm_find(-257));
    object.exponent = 0x01020304;
    bytes = tpm_public_write(&object);
    assert_true(pk_tpm_public_parse(
        passkey_bytes_of(bytes.data, bytes.len), &out));
    assert_int_equal(out.key.e.len, 4);
    assert_memory_equal(out.key.e.data, "\1\2\3\4", 4);
    assert_int_equal(out.key.n.len, 256);
    object.exponent = 0;
    bytes = tpm_public_write(&object);
    assert_true(pk_tpm_public_parse(
        passkey_bytes_of(bytes.data, bytes.len), &out));
    assert_int_equal(out.key.e.len, 3);
    assert_memory_equal(out.key.e.data, "\1\0\1", 3);
}

static void
tpm_statements_are_whole(void **state)
{
    struct tpm_attest attest = tpm_attest_begin();
    struct pk_tpm_attest out;
    struct blob bytes;

    (void)state;
    attest.extra_data = blob_random(32);
    attest.name = blob_random(34);
    bytes = tpm_attest_write(&attest);
    assert_whole(reads_tpm_attest, bytes);
    assert_true(pk_tpm_attest_parse(
        passkey_bytes_of(bytes.data, bytes.len), &out));
    assert_int_equal(out.extra_data.len, 32);
    assert_memory_equal(out.extra_data.data, attest.extra_data.data, 32);
    assert_int_equal(out.name.len, 34);
    assert_memory_equal(out.name.data, attest.name.data, 34);
}

static void
key_descriptions_are_whole(void **state)
{
    struct key_description description = key_description_begin();
    struct pk_key_description out;
    struct blob bytes;

    (void)state;
    description.challenge = blob_random(32);
    description.tee.all_applications = true;
    description.tee.purposes[1] = KEY_PURPOSE_VERIFY;
    description.tee.num_purposes = 2;
    description.software.has_origin = true;
    description.software.origin = 2;
    bytes = key_description_write(&description);
    assert_whole(reads_key_description, bytes);
    assert_true(pk_key_description_parse(
        passkey_bytes_of(bytes.data, bytes.len), &out));
    assert_true(out.tee_enforced.all_applications);
    assert_true(out.tee_enforced.has_purpose && out.tee_enforced.has_origin);
    assert_int_equal(out.tee_enforced.num_purposes, 2);
    assert_int_equal(out.tee_enforced.first_purpose, KEY_PURPOSE_SIGN);
    assert_int_equal(out.tee_enforced.origin, 0);
    assert_false(out.software_enforced.has_purpose);
    assert_false(out.software_enforced.all_applications);
    assert_int_equal(out.software_enforced.origin, 2);
}

static void
public_keys_are_whole(void **state)
{
    struct passkey_public_key out;
    struct blob spki;

    (void)state;
    assert_whole(reads_spki, key_spki(ec_key));
    assert_whole(reads_spki, key_spki(rsa_key));
    assert_whole(reads_spki, key_spki(edwards_key));
    spki = key_spki(edwards_key);
    assert_true(pk_spki_parse(passkey_bytes_of(spki.data, spki.len), &out));
    assert_int_equal(out.kind, PASSKEY_KEY_EDWARDS);
    assert_int_equal(out.curve, PASSKEY_CURVE_ED25519);
    assert_int_equal(out.x.len, 32);
}

/* SubjectPublicKeyInfo out of its parts. */
static struct blob
spki_of(const char *oid, struct blob parameters, struct blob bits)
{
    struct blob algorithm =
        der(DER_SEQUENCE, blob_join(der_oid(oid), parameters));

    return der(DER_SEQUENCE,
        blob_join(algorithm, der(0x03, blob_join(blob_fill(0, 1), bits))));
}

#define EC_OID      "1.2.840.10045.2.1"
#define P256_OID    "1.2.840.10045.3.1.7"
#define RSA_OID     "1.2.840.113549.1.1.1"
#define ED25519_OID "1.3.101.112"

static struct blob
no_parameters(void)
{
    return blob_fill(0, 0);
}

static void
ec_keys_have_one_form(void **state)
{
    struct blob point = key_point(ec_key), compressed = key_point(ec_key);
    struct passkey_public_key out;
    struct blob spki;

    (void)state;
    assert_true(reads(reads_spki, spki_of(EC_OID, der_oid(P256_OID), point)));
    compressed.data[0] = 2;
    assert_false(
        reads(reads_spki, spki_of(EC_OID, der_oid(P256_OID), compressed)));
    assert_false(reads(reads_spki,
        spki_of(EC_OID, der_oid(P256_OID), blob_head(compressed, 33))));
    assert_false(reads(
        reads_spki, spki_of(EC_OID, der_oid(P256_OID), blob_head(point, 0))));
    assert_false(reads(
        reads_spki, spki_of(EC_OID, der_oid(P256_OID), blob_head(point, 1))));
    assert_false(reads(reads_spki,
        spki_of(EC_OID, der_oid(P256_OID), blob_head(point, 33))));
    assert_false(reads(reads_spki,
        spki_of(EC_OID, der_oid(P256_OID), blob_head(point, 64))));
    assert_false(reads(reads_spki,
        spki_of(EC_OID, der_oid(P256_OID),
            blob_join(point, blob_fill(0, 1)))));
    assert_false(reads(reads_spki, spki_of(EC_OID, no_parameters(), point)));
    assert_false(reads(reads_spki,
        spki_of(EC_OID, der(DER_NULL, no_parameters()), point)));
    assert_false(reads(reads_spki,
        spki_of(EC_OID,
            blob_join(der_oid(P256_OID), der(DER_NULL, no_parameters())),
            point)));
    /* brainpoolP256r1: readable, but not a key that we know */
    spki = spki_of(EC_OID, der_oid("1.3.36.3.3.2.8.1.1.7"), point);
    assert_true(pk_spki_parse(passkey_bytes_of(spki.data, spki.len), &out));
    assert_int_equal(out.kind, PASSKEY_KEY_NONE);
    /* a curve, but of other keys */
    spki = spki_of(EC_OID, der_oid(ED25519_OID), point);
    assert_true(pk_spki_parse(passkey_bytes_of(spki.data, spki.len), &out));
    assert_int_equal(out.kind, PASSKEY_KEY_NONE);
}

static void
rsa_keys_have_one_form(void **state)
{
    struct blob null = der(DER_NULL, no_parameters());
    struct blob numbers = blob_join(der_integer(0x7fffffff), der_integer(3));
    struct blob key = der(DER_SEQUENCE, numbers);

    (void)state;
    assert_true(reads(reads_spki, spki_of(RSA_OID, null, key)));
    assert_false(reads(reads_spki, spki_of(RSA_OID, no_parameters(), key)));
    assert_false(reads(reads_spki,
        spki_of(RSA_OID, der(DER_NULL, blob_fill(0, 1)), key)));
    assert_false(
        reads(reads_spki, spki_of(RSA_OID, blob_join(null, null), key)));
    assert_false(reads(reads_spki,
        spki_of(RSA_OID, null, blob_join(key, blob_fill(0, 1)))));
    assert_false(
        reads(reads_spki, spki_of(RSA_OID, null, der(DER_SET, numbers))));
    assert_false(reads(reads_spki,
        spki_of(RSA_OID, null,
            der(DER_SEQUENCE, blob_join(numbers, der_integer(1))))));
    assert_false(reads(reads_spki,
        spki_of(RSA_OID, null, der(DER_SEQUENCE, der_integer(0x7fffffff)))));
    assert_false(reads(reads_spki,
        spki_of(RSA_OID, null, der(DER_SEQUENCE, no_parameters()))));
    assert_false(reads(reads_spki,
        spki_of(RSA_OID, null,
            der(DER_SEQUENCE,
                blob_join(der(DER_INTEGER, blob_fill(0xff, 4)),
                    der_integer(3))))));
}

static void
edwards_keys_have_one_form(void **state)
{
    struct blob point = blob_random(32);
    struct passkey_public_key out;
    struct blob spki;

    (void)state;
    assert_true(
        reads(reads_spki, spki_of(ED25519_OID, no_parameters(), point)));
    assert_false(reads(reads_spki,
        spki_of(ED25519_OID, der(DER_NULL, no_parameters()), point)));
    assert_false(reads(reads_spki,
        spki_of(ED25519_OID, no_parameters(), blob_head(point, 31))));
    assert_false(reads(reads_spki,
        spki_of(ED25519_OID, no_parameters(),
            blob_join(point, blob_fill(0, 1)))));
    spki = spki_of("1.3.101.113", no_parameters(), blob_random(57));
    assert_true(pk_spki_parse(passkey_bytes_of(spki.data, spki.len), &out));
    assert_int_equal(out.curve, PASSKEY_CURVE_ED448);
    /* X25519: no key for signatures */
    spki = spki_of("1.3.101.110", no_parameters(), point);
    assert_true(pk_spki_parse(passkey_bytes_of(spki.data, spki.len), &out));
    assert_int_equal(out.kind, PASSKEY_KEY_NONE);
}

/* What a key is made of, known or not, has to be there. */
static void
every_part_of_a_key_counts(void **state)
{
    struct blob oid = der_oid("1.2.3");
    struct blob bits = der(0x03, blob_fill(0, 3));
    const struct {
        struct blob algorithm, behind;
        bool good;
    } rows[] = {
        { oid, bits, true },
        { no_parameters(), bits, false },
        { der(DER_NULL, no_parameters()), bits, false },
        { oid, no_parameters(), false },
        { oid, der(DER_OCTET_STRING, blob_fill(0, 3)), false },
        { oid, blob_join(bits, bits), false },
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(
            reads(reads_spki,
                der(DER_SEQUENCE,
                    blob_join(der(DER_SEQUENCE, rows[i].algorithm),
                        rows[i].behind))),
            rows[i].good);
}

/* The elements of a TBSCertificate, each of which a test may replace. */
enum {
    PART_VERSION,
    PART_SERIAL,
    PART_SIGNATURE,
    PART_ISSUER,
    PART_VALIDITY,
    PART_SUBJECT,
    PART_SPKI,
    PART_UNIQUE,
    PART_EXTENSIONS,
    NUM_PARTS
};

static struct blob
time_of(uint8_t tag, const char *text)
{
    return der(tag, blob_text(text));
}

static struct blob
extension_of(const char *oid, struct blob value)
{
    return der(DER_SEQUENCE,
        blob_join(der_oid(oid), der(DER_OCTET_STRING, value)));
}

static void
fill_parts(struct blob parts[NUM_PARTS])
{
    parts[PART_VERSION] = der_context(0, der_integer(2));
    parts[PART_SERIAL] = der_integer(77);
    parts[PART_SIGNATURE] = der(DER_SEQUENCE, der_oid("1.2.840.10045.4.3.2"));
    parts[PART_ISSUER] = der(DER_SEQUENCE, no_parameters());
    parts[PART_VALIDITY] = der(DER_SEQUENCE,
        blob_join(time_of(0x17, "240101000000Z"),
            time_of(0x18, "20500101000000Z")));
    parts[PART_SUBJECT] = der(DER_SEQUENCE, no_parameters());
    parts[PART_SPKI] = key_spki(ec_key);
    parts[PART_UNIQUE] = no_parameters();
    parts[PART_EXTENSIONS] = der_context(3,
        der(DER_SEQUENCE,
            blob_join(extension_of("1.2.3", blob_text("one")),
                extension_of("1.2.4", blob_text("two")))));
}

static struct blob
certificate_around(struct blob to_be_signed, struct blob behind)
{
    struct blob bits = der(0x03, blob_fill(0, 65));
    struct blob content =
        blob_join(der(DER_SEQUENCE, to_be_signed),
            blob_join(der(DER_SEQUENCE, no_parameters()), bits));

    return der(DER_SEQUENCE, blob_join(content, behind));
}

static struct blob
certificate_of(const struct blob parts[NUM_PARTS])
{
    struct blob all = no_parameters();
    size_t i;

    for (i = 0; i < NUM_PARTS; i++)
        all = blob_join(all, parts[i]);
    return certificate_around(all, no_parameters());
}

static bool
reads_with(size_t part, struct blob value)
{
    struct blob parts[NUM_PARTS];

    fill_parts(parts);
    parts[part] = value;
    return reads(reads_certificate, certificate_of(parts));
}

static void
certificates_are_whole(void **state)
{
    struct blob parts[NUM_PARTS];

    (void)state;
    fill_parts(parts);
    assert_whole(reads_certificate, certificate_of(parts));
    assert_false(reads(reads_certificate,
        certificate_around(no_parameters(), no_parameters())));
    assert_true(reads_with(PART_EXTENSIONS, no_parameters()));
}

static void
every_part_of_a_certificate_counts(void **state)
{
    struct blob parts[NUM_PARTS], all = no_parameters();
    size_t i;

    (void)state;
    for (i = PART_SERIAL; i <= PART_SPKI; i++) {
        assert_false(reads_with(i, no_parameters()));
        assert_false(reads_with(i, der(DER_OCTET_STRING, blob_fill(0, 3))));
    }
    assert_false(
        reads_with(PART_SPKI, der(DER_SEQUENCE, no_parameters())));
    fill_parts(parts);
    for (i = 0; i < NUM_PARTS; i++)
        all = blob_join(all, parts[i]);
    assert_true(reads(
        reads_certificate, certificate_around(all, no_parameters())));
    assert_false(
        reads(reads_certificate, certificate_around(all, der_integer(1))));
    assert_false(reads(reads_certificate,
        der(DER_SEQUENCE,
            blob_join(der(DER_SEQUENCE, all),
                der(DER_SEQUENCE, no_parameters())))));
    assert_false(reads(reads_certificate,
        der(DER_SEQUENCE,
            blob_join(
                der(DER_SEQUENCE, all), der(0x03, blob_fill(0, 65))))));
    assert_false(reads(reads_certificate,
        der(DER_SEQUENCE,
            blob_join(der(DER_SEQUENCE, all),
                blob_join(der(DER_SEQUENCE, no_parameters()),
                    der(DER_OCTET_STRING, blob_fill(0, 65)))))));
}

/* Nothing else that is there is taken for a key that is not. */
static void
a_certificate_without_a_key_is_none(void **state)
{
    static const size_t behind[] = { PART_SPKI, PART_UNIQUE, PART_EXTENSIONS };
    struct blob parts[NUM_PARTS];
    size_t i;

    (void)state;
    fill_parts(parts);
    parts[PART_SIGNATURE] = der(DER_SEQUENCE, parts[PART_SPKI]);
    parts[PART_SUBJECT] = parts[PART_SPKI];
    assert_true(reads(reads_certificate, certificate_of(parts)));
    for (i = 0; i < COUNT_OF(behind); i++)
        parts[behind[i]] = no_parameters();
    assert_false(reads(reads_certificate, certificate_of(parts)));
}

static void
versions_are_counted_from_one(void **state)
{
    static const unsigned versions[] = { 0, 1, 2 };
    struct blob parts[NUM_PARTS], bytes;
    struct pk_certificate out;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(versions); i++) {
        fill_parts(parts);
        parts[PART_VERSION] = der_context(0, der_integer(versions[i]));
        bytes = certificate_of(parts);
        assert_true(pk_certificate_parse(
            passkey_bytes_of(bytes.data, bytes.len), &out));
        assert_int_equal(out.version, versions[i] + 1);
    }
    fill_parts(parts);
    parts[PART_VERSION] = no_parameters();
    bytes = certificate_of(parts);
    assert_true(pk_certificate_parse(
        passkey_bytes_of(bytes.data, bytes.len), &out));
    assert_int_equal(out.version, 1);
    assert_false(reads_with(PART_VERSION, der_context(0, der_integer(3))));
    assert_false(reads_with(PART_VERSION, der_context(0, no_parameters())));
    assert_false(reads_with(PART_VERSION,
        der_context(0, blob_join(der_integer(2), der_integer(2)))));
    assert_false(reads_with(
        PART_VERSION, der_context(0, der(DER_ENUMERATED, blob_fill(2, 1)))));
}

static void
validity_is_two_times(void **state)
{
    struct blob from = time_of(0x17, "240101000000Z");
    struct blob to = time_of(0x17, "340101000000Z");

    (void)state;
    assert_true(
        reads_with(PART_VALIDITY, der(DER_SEQUENCE, blob_join(from, to))));
    assert_false(reads_with(PART_VALIDITY, der(DER_SEQUENCE, from)));
    assert_false(
        reads_with(PART_VALIDITY, der(DER_SEQUENCE, no_parameters())));
    assert_false(reads_with(PART_VALIDITY,
        der(DER_SEQUENCE, blob_join(from, blob_join(to, to)))));
    assert_false(reads_with(PART_VALIDITY,
        der(DER_SEQUENCE, blob_join(der_integer(1), to))));
    assert_false(reads_with(PART_VALIDITY, der(DER_SET, blob_join(from, to))));
}

static void
extensions_come_last(void **state)
{
    struct blob list = der(DER_SEQUENCE, extension_of("1.2.3", blob_text("1")));
    struct blob first = der(0x81, blob_fill(0, 2));
    struct blob second = der(0x82, blob_fill(0, 2));

    (void)state;
    assert_true(reads_with(PART_UNIQUE, first));
    assert_true(reads_with(PART_UNIQUE, second));
    assert_true(reads_with(PART_UNIQUE, blob_join(first, second)));
    assert_false(reads_with(PART_UNIQUE, blob_join(second, first)));
    assert_false(reads_with(PART_UNIQUE, der(0x83, blob_fill(0, 2))));
    assert_false(reads_with(PART_UNIQUE, der(0x84, blob_fill(0, 2))));
    assert_false(reads_with(PART_UNIQUE, blob_copy("\x81\x7f", 2)));
    assert_false(reads_with(PART_EXTENSIONS, der_context(4, list)));
    assert_false(reads_with(PART_EXTENSIONS, der_context(3, no_parameters())));
    assert_false(reads_with(
        PART_EXTENSIONS, der_context(3, blob_join(list, der_integer(1)))));
    assert_false(reads_with(
        PART_EXTENSIONS, der_context(3, der(DER_SET, blob_fill(0, 0)))));
    assert_false(reads_with(
        PART_EXTENSIONS, blob_join(der_context(3, list), der_integer(1))));
}

static void
a_certificate_has_at_most_8_kib(void **state)
{
    struct blob parts[NUM_PARTS], bytes;
    size_t rest;

    (void)state;
    fill_parts(parts);
    parts[PART_SUBJECT] = der(DER_SEQUENCE, blob_fill(0, 7000));
    bytes = certificate_of(parts);
    rest = PK_CERTIFICATE_MAX_LEN - bytes.len;
    parts[PART_SUBJECT] = der(DER_SEQUENCE, blob_fill(0, 7000 + rest));
    bytes = certificate_of(parts);
    assert_int_equal(bytes.len, PK_CERTIFICATE_MAX_LEN);
    assert_true(reads(reads_certificate, bytes));
    parts[PART_SUBJECT] = der(DER_SEQUENCE, blob_fill(0, 7001 + rest));
    assert_false(reads(reads_certificate, certificate_of(parts)));
}

static bool
finds(struct blob extensions, struct pk_certificate_extension *out)
{
    static const uint8_t oid[] = { 0x2a, 0x03 }; /* 1.2.3 */
    struct pk_certificate certificate;

    memset(&certificate, 0, sizeof(certificate));
    certificate.extensions =
        passkey_bytes_of(extensions.data, extensions.len);
    return pk_certificate_find(
        &certificate, passkey_bytes_of(oid, sizeof(oid)), out);
}

static struct blob
extension_with(struct blob between)
{
    return der(DER_SEQUENCE,
        blob_join(der_oid("1.2.3"),
            blob_join(between, der(DER_OCTET_STRING, blob_text("v")))));
}

static void
extensions_are_found_once(void **state)
{
    struct blob mine = extension_with(no_parameters());
    struct blob other = extension_of("1.2.4", blob_text("w"));
    struct blob truth = der(DER_BOOLEAN, blob_fill(0xff, 1));
    struct pk_certificate_extension out;

    (void)state;
    assert_true(finds(no_parameters(), &out));
    assert_false(out.present);
    assert_true(finds(other, &out));
    assert_false(out.present || out.critical);
    assert_true(finds(blob_join(other, mine), &out));
    assert_true(out.present && !out.critical);
    assert_int_equal(out.value.len, 1);
    assert_true(finds(blob_join(extension_with(truth), other), &out));
    assert_true(out.present && out.critical);
    assert_false(finds(blob_join(mine, mine), &out));
    assert_false(finds(blob_join(mine, blob_fill(0, 1)), &out));
    assert_false(finds(extension_with(blob_join(truth, truth)), &out));
    assert_false(
        finds(extension_with(der(DER_BOOLEAN, blob_fill(1, 1))), &out));
    assert_false(finds(der(DER_SEQUENCE, no_parameters()), &out));
    assert_false(finds(der(DER_SEQUENCE, der_oid("1.2.3")), &out));
    assert_false(finds(der(DER_SET, der_oid("1.2.3")), &out));
    assert_false(finds(
        blob_join(other, der(DER_SEQUENCE, der(DER_OCTET_STRING, other))),
        &out));
    assert_false(finds(
        der(DER_SEQUENCE,
            blob_join(der_oid("1.2.3"),
                blob_join(der(DER_OCTET_STRING, blob_text("v")),
                    der_integer(1)))),
        &out));
}

static bool
names(struct blob name, size_t *count)
{
    static const uint8_t oid[] = { 0x2a, 0x03 };
    struct passkey_bytes text;
    bool good = pk_name_find(passkey_bytes_of(name.data, name.len),
        passkey_bytes_of(oid, sizeof(oid)), count, &text);

    if (good)
        assert_int_equal(text.len, *count > 0 ? 1 : 0);
    return good;
}

static struct blob
attribute_of(const char *oid, struct blob behind)
{
    return der(DER_SEQUENCE,
        blob_join(der_oid(oid),
            blob_join(der(DER_UTF8_STRING, blob_text("x")), behind)));
}

static void
names_are_counted(void **state)
{
    struct blob one = attribute_of("1.2.3", no_parameters());
    struct blob other = attribute_of("1.2.4", no_parameters());
    size_t count;

    (void)state;
    assert_true(names(der(DER_SEQUENCE, no_parameters()), &count));
    assert_int_equal(count, 0);
    assert_true(names(der(DER_SEQUENCE, der(DER_SET, one)), &count));
    assert_int_equal(count, 1);
    assert_true(names(
        der(DER_SEQUENCE,
            blob_join(der(DER_SET, blob_join(one, other)),
                der(DER_SET, one))),
        &count));
    assert_int_equal(count, 2);
    assert_false(names(no_parameters(), &count));
    assert_false(names(der(DER_SET, der(DER_SET, one)), &count));
    assert_false(names(
        blob_join(der(DER_SEQUENCE, der(DER_SET, one)), der_integer(1)),
        &count));
    assert_false(names(der(DER_SEQUENCE, one), &count));
    assert_false(names(
        der(DER_SEQUENCE, der(DER_SET, no_parameters())), &count));
    assert_false(names(
        der(DER_SEQUENCE, der(DER_SET, der(DER_SET, no_parameters()))),
        &count));
    assert_false(names(
        der(DER_SEQUENCE,
            der(DER_SET, attribute_of("1.2.3", der_integer(1)))),
        &count));
    assert_false(names(
        der(DER_SEQUENCE,
            der(DER_SET, der(DER_SEQUENCE, der_oid("1.2.3")))),
        &count));
    assert_false(names(
        der(DER_SEQUENCE,
            der(DER_SET, der(DER_SEQUENCE, no_parameters()))),
        &count));
    assert_false(names(
        der(DER_SEQUENCE,
            der(DER_SET,
                der(DER_SEQUENCE, der(DER_UTF8_STRING, blob_text("x"))))),
        &count));
}

static bool
is_end_entity(struct blob constraints)
{
    struct blob list = extension_of("2.5.29.19", constraints);
    struct pk_certificate certificate;

    memset(&certificate, 0, sizeof(certificate));
    certificate.extensions = passkey_bytes_of(list.data, list.len);
    return pk_certificate_is_end_entity(&certificate);
}

static void
end_entities_say_so(void **state)
{
    struct blob truth = der(DER_BOOLEAN, blob_fill(0xff, 1));
    struct blob untruth = der(DER_BOOLEAN, blob_fill(0, 1));
    struct pk_certificate certificate;

    (void)state;
    memset(&certificate, 0, sizeof(certificate));
    assert_false(pk_certificate_is_end_entity(&certificate));
    assert_true(is_end_entity(der(DER_SEQUENCE, no_parameters())));
    assert_true(is_end_entity(der(DER_SEQUENCE, untruth)));
    assert_false(is_end_entity(der(DER_SEQUENCE, truth)));
    assert_false(is_end_entity(no_parameters()));
    assert_false(is_end_entity(der(DER_SET, no_parameters())));
    assert_false(is_end_entity(
        blob_join(der(DER_SEQUENCE, no_parameters()), der_integer(1))));
    assert_false(is_end_entity(der(DER_SEQUENCE, der_integer(0))));
    assert_false(is_end_entity(
        der(DER_SEQUENCE, der(DER_BOOLEAN, blob_fill(1, 1)))));
}

static void
keys_are_compared_whole(void **state)
{
    struct passkey_public_key a, b;
    struct passkey_bytes *const members[] = { &b.x, &b.y, &b.n, &b.e };
    size_t i;

    (void)state;
    memset(&a, 0, sizeof(a));
    a.x = a.y = a.n = a.e = view_text("same");
    assert_false(pk_same_key(&a, &a)); /* kind NONE */
    a.kind = PASSKEY_KEY_EC;
    a.curve = PASSKEY_CURVE_P256;
    b = a;
    assert_true(pk_same_key(&a, &b));
    for (i = 0; i < COUNT_OF(members); i++) {
        *members[i] = view_text("other");
        assert_false(pk_same_key(&a, &b));
        *members[i] = view_text("same");
    }
    b.curve = PASSKEY_CURVE_P384;
    assert_false(pk_same_key(&a, &b));
    b.curve = a.curve;
    b.kind = PASSKEY_KEY_EDWARDS;
    assert_false(pk_same_key(&a, &b));
}

static void
zeros_in_front_are_dropped_but_the_last(void **state)
{
    static const uint8_t number[] = { 0, 0, 5, 0 };
    static const uint8_t zero[] = { 0, 0 };
    struct passkey_bytes out;

    (void)state;
    out = pk_without_zeros(passkey_bytes_of(number, sizeof(number)));
    assert_int_equal(out.len, 2);
    assert_ptr_equal(out.data, number + 2);
    assert_int_equal(pk_without_zeros(passkey_bytes_of(zero, 2)).len, 1);
    assert_int_equal(pk_without_zeros(passkey_bytes_of(zero, 1)).len, 1);
    assert_int_equal(pk_without_zeros(passkey_bytes_of(NULL, 0)).len, 0);
}

static int
set_up(void **state)
{
    (void)state;
    ec_key = key_generate(key_algorithm_find(-7));
    rsa_key = key_generate(key_algorithm_find(-257));
    edwards_key = key_generate(key_algorithm_find(-8));
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    EVP_PKEY_free(ec_key);
    EVP_PKEY_free(rsa_key);
    EVP_PKEY_free(edwards_key);
    scratch_reset();
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tpm_objects_are_whole),
        cmocka_unit_test(tpm_numbers_are_taken_over),
        cmocka_unit_test(tpm_statements_are_whole),
        cmocka_unit_test(key_descriptions_are_whole),
        cmocka_unit_test(public_keys_are_whole),
        cmocka_unit_test(ec_keys_have_one_form),
        cmocka_unit_test(rsa_keys_have_one_form),
        cmocka_unit_test(edwards_keys_have_one_form),
        cmocka_unit_test(every_part_of_a_key_counts),
        cmocka_unit_test(certificates_are_whole),
        cmocka_unit_test(every_part_of_a_certificate_counts),
        cmocka_unit_test(a_certificate_without_a_key_is_none),
        cmocka_unit_test(versions_are_counted_from_one),
        cmocka_unit_test(validity_is_two_times),
        cmocka_unit_test(extensions_come_last),
        cmocka_unit_test(a_certificate_has_at_most_8_kib),
        cmocka_unit_test(extensions_are_found_once),
        cmocka_unit_test(names_are_counted),
        cmocka_unit_test(end_entities_say_so),
        cmocka_unit_test(keys_are_compared_whole),
        cmocka_unit_test(zeros_in_front_are_dropped_but_the_last),
    };

    return cmocka_run_group_tests_name("structures", tests, set_up, tear_down);
}
