/* SPDX-License-Identifier: Apache-2.0 */
/* Section G: what the certificate of a packed statement must look like. */
#include "case_groups.h"

#include "case.h"
#include "case_keys.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static struct blob
aaguid_value(struct blob aaguid)
{
    struct blob value = blob_copy("\x04", 1);

    blob_add_byte(&value, (uint8_t)aaguid.len);
    return blob_join(value, aaguid);
}

static void
aaguid_extension(const char *rule, const char *test, struct blob value)
{
    struct test_case t;

    value = blob_copy(value.data, value.len);
    case_begin_packed(&t, -7);
    certificate_extension_find(&t.c.leaf, OID_FIDO_AAGUID)->value = value;
    case_reject(&t, rule, test);
}

static void
aaguid_cases(void)
{
    struct test_case t;
    struct blob aaguid;

    case_begin_packed(&t, -7);
    aaguid = t.c.aaguid;
    aaguid_extension("8.2-2da", "mismatch", aaguid_value(blob_random(16)));
    aaguid_extension("8.2-2da", "zero", aaguid_value(blob_fill(0, 16)));
    case_begin_packed(&t, -7);
    aaguid = t.c.aaguid;
    aaguid_extension(
        "8.2-2da", "last-bit", aaguid_value(blob_flip(aaguid, 15)));
    case_begin_packed(&t, -7);
    aaguid_extension("8.2-2db", "unwrapped", t.c.aaguid);
    case_begin_packed(&t, -7);
    aaguid_extension(
        "8.2-2db", "15-bytes", aaguid_value(blob_head(t.c.aaguid, 15)));
    case_begin_packed(&t, -7);
    aaguid_extension("8.2-2db", "17-bytes",
        aaguid_value(blob_join(t.c.aaguid, blob_fill(0, 1))));
    case_begin_packed(&t, -7);
    aaguid_extension("8.2-2db", "ber-length",
        blob_join(blob_copy("\x04\x81\x10", 3), t.c.aaguid));
    case_begin_packed(&t, -7);
    aaguid_extension("8.2-2db", "trailing",
        blob_join(aaguid_value(t.c.aaguid), blob_fill(0, 1)));
    case_begin_packed(&t, -7);
    aaguid_extension("8.2-2db", "wrong-tag",
        blob_join(blob_copy("\x03\x10", 2), t.c.aaguid));
    aaguid_extension("8.2-2db", "empty", blob_fill(0, 0));
    case_begin_packed(&t, -7);
    certificate_extension_add(
        &t.c.leaf, OID_FIDO_AAGUID, false, aaguid_value(t.c.aaguid));
    case_reject_as(
        &t, "8.2-2db", "twice", "ATTESTATION_CERTIFICATE_MALFORMED");
    case_begin_packed(&t, -7);
    certificate_extension_drop(&t.c.leaf, OID_FIDO_AAGUID);
    case_accept(&t, "8.2-2da", "extension-absent");
}

static void
critical_cases(void)
{
    struct test_case t;

    case_begin_packed(&t, -7);
    certificate_extension_find(&t.c.leaf, OID_FIDO_AAGUID)->critical = true;
    case_reject(&t, "8.2-2dc", "critical");
    case_begin_packed(&t, -7);
    certificate_extension_find(&t.c.leaf, OID_FIDO_AAGUID)->critical = true;
    case_expect(&t, "attestation", "\"none\"");
    case_reject(&t, "8.2-2dc", "critical-trust-not-assessed");
}

/* A subject attribute with another value; NULL: left out. */
struct subject_case {
    const char *rule;
    const char *test;
    const char *attribute;
    const char *value;
};

static void
subject_cases(void)
{
    static const struct subject_case cases[] = {
        {"8.2.1-2C", "missing", "C", NULL}, {"8.2.1-2C", "empty", "C", ""},
        {"8.2.1-2C", "lower-case", "C", "aa"},
        {"8.2.1-2C", "three-letters", "C", "AAA"},
        {"8.2.1-2C", "one-letter", "C", "A"}, {"8.2.1-2C", "digit", "C", "A1"},
        {"8.2.1-2C", "digit-first", "C", "1A"},
        {"8.2.1-2C", "small-first", "C", "aA"},
        {"8.2.1-2C", "small-second", "C", "Aa"},
        {"8.2.1-2O", "missing", "O", NULL}, {"8.2.1-2O", "empty", "O", ""},
        {"8.2.1-2OU", "missing", "OU", NULL},
        {"8.2.1-2OU", "case", "OU", "authenticator attestation"},
        {"8.2.1-2OU", "other", "OU", "Attestation"},
        {"8.2.1-2OU", "space", "OU", "Authenticator Attestation "},
        {"8.2.1-2OU", "empty", "OU", ""}, {"8.2.1-2CN", "missing", "CN", NULL},
        {"8.2.1-2CN", "empty", "CN", ""}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(cases); i++) {
        case_begin_packed(&t, -7);
        if (cases[i].value == NULL)
            certificate_name_drop(&t.c.leaf.subject, cases[i].attribute);
        else
            certificate_name_set(&t.c.leaf.subject, cases[i].attribute,
                blob_text(cases[i].value));
        case_reject(&t, cases[i].rule, cases[i].test);
    }
}

/* The shortest and the outermost values that are still good. */
static void
good_subject_cases(void)
{
    static const struct subject_case cases[] = {{"8.2.1-2C", "ZZ", "C", "ZZ"},
        {"8.2.1-2C", "AZ", "C", "AZ"}, {"8.2.1-2O", "one-character", "O", "x"},
        {"8.2.1-2CN", "one-character", "CN", "x"}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(cases); i++) {
        case_begin_packed(&t, -7);
        certificate_name_set(
            &t.c.leaf.subject, cases[i].attribute, blob_text(cases[i].value));
        case_accept(&t, cases[i].rule, cases[i].test);
    }
}

static void
odd_subject_cases(void)
{
    struct test_case t;

    case_begin_packed(&t, -7);
    certificate_name_add(&t.c.leaf.subject, "CN", "Another");
    case_reject(&t, "8.2.1-2CN", "twice");
    case_begin_packed(&t, -7);
    certificate_name_add(&t.c.leaf.subject, "OU", "Authenticator Attestation");
    case_reject(&t, "8.2.1-2OU", "twice");
    case_begin_packed(&t, -7);
    certificate_name_add(&t.c.leaf.subject, "C", "US");
    case_reject(&t, "8.2.1-2C", "twice");
    case_begin_packed(&t, -7);
    certificate_name_set(
        &t.c.leaf.subject, "OU", blob_copy("Authenticator Attestation", 26));
    case_reject(&t, "8.2.1-2OU", "nul");
    case_begin_packed(&t, -7);
    certificate_name_drop(&t.c.leaf.subject, "OU");
    certificate_name_set(
        &t.c.leaf.subject, "CN", blob_text("OU=Authenticator Attestation"));
    case_reject(&t, "8.2.1-2OU", "in-CN-only");
}

static void
version_cases(void)
{
    struct test_case t;

    case_begin_packed(&t, -7);
    t.c.leaf.version = 0;
    t.c.leaf.num_extensions = 0;
    case_reject(&t, "8.2.1-1", "v1");
    case_begin_packed(&t, -7);
    t.c.leaf.version = 0;
    case_reject(&t, "8.2.1-1", "v1-with-extensions");
    case_begin_packed(&t, -7);
    t.c.leaf.version = 1;
    case_reject(&t, "8.2.1-1", "v2");
}

static void
basic_constraints_cases(void)
{
    struct certificate_extension *extension;
    struct test_case t;

    case_begin_packed(&t, -7);
    certificate_extension_drop(&t.c.leaf, OID_BASIC_CONSTRAINTS);
    case_reject(&t, "8.2.1-3", "basicConstraints-missing");
    case_begin_packed(&t, -7);
    extension = certificate_extension_find(&t.c.leaf, OID_BASIC_CONSTRAINTS);
    extension->value = blob_copy("\x30\x03\x01\x01\xff", 5);
    case_reject(&t, "8.2.1-3", "CA-true");
    case_begin_packed(&t, -7);
    extension = certificate_extension_find(&t.c.leaf, OID_BASIC_CONSTRAINTS);
    extension->value = blob_copy("\x30\x06\x01\x01\xff\x02\x01\x00", 8);
    case_reject(&t, "8.2.1-3", "CA-true-pathlen");
    case_begin_packed(&t, -7);
    certificate_extension_find(&t.c.leaf, OID_BASIC_CONSTRAINTS)->critical =
        false;
    case_accept(&t, "8.2.1-3", "bc-not-critical");
}

/* An OCTET STRING in an extension that is not critical. */
static void
serial_number_form_cases(void)
{
    static const struct {
        const char *name, *octets;
        size_t len;
        bool critical;
    } cases[] = {
        {"sernum-critical", "\x04\x01\x01", 3, true},
        {"sernum-not-octets", "\x0c\x01\x41", 3, false},
        {"sernum-trailing", "\x04\x01\x01\x00", 4, false},
    };
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(cases); i++) {
        case_begin_packed(&t, -7);
        case_expect(&t, "attestation", "\"enterprise\"");
        certificate_extension_add(&t.c.leaf, OID_FIDO_SERIAL_NUMBER,
            cases[i].critical, blob_copy(cases[i].octets, cases[i].len));
        case_reject_as(&t, "8.2.2-1", cases[i].name,
            "ATTESTATION_CERTIFICATE_UNSUITABLE");
    }
}

static void
serial_number_cases(void)
{
    static const char *const conveyances[] = {"none", "direct", "enterprise"};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(conveyances); i++) {
        case_begin_packed(&t, -7);
        case_expect(&t, "attestation", quote(conveyances[i]));
        certificate_extension_add(&t.c.leaf, OID_FIDO_SERIAL_NUMBER, false,
            blob_copy("\x04\x04\x01\x02\x03\x04", 6));
        if (i == 2)
            case_accept(&t, "8.2.2-1", "sernum-enterprise");
        else
            case_reject(&t, "8.2.2-1", format("sernum-%s", conveyances[i]));
    }
    case_begin_packed(&t, -7);
    case_expect(&t, "attestation", "\"enterprise\"");
    for (i = 0; i < 2; i++)
        certificate_extension_add(&t.c.leaf, OID_FIDO_SERIAL_NUMBER, false,
            blob_copy("\x04\x04\x01\x02\x03\x04", 6));
    case_reject_as(
        &t, "8.2.2-1", "sernum-twice", "ATTESTATION_CERTIFICATE_MALFORMED");
}

void
packed_certificate_cases(void)
{
    aaguid_cases();
    critical_cases();
    subject_cases();
    good_subject_cases();
    odd_subject_cases();
    version_cases();
    basic_constraints_cases();
    serial_number_form_cases();
    serial_number_cases();
}
