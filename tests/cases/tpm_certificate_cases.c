/* SPDX-License-Identifier: Apache-2.0 */
/* Section H: what the certificate of a TPM must look like. */
#include "case_groups.h"

#include "case.h"
#include "case_keys.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void
begin(struct test_case *t)
{
    case_begin_attested(t, &statement_tpm, -7, -257);
}

static void
value(struct test_case *t, const char *oid, struct blob content)
{
    certificate_extension_find(&t->c.leaf, oid)->value = content;
}

static void
plain_cases(void)
{
    struct test_case t;

    begin(&t);
    t.c.leaf.version = 0;
    case_reject(&t, "8.3.1-1", "v1");
    begin(&t);
    t.c.leaf.version = 1;
    case_reject(&t, "8.3.1-1", "v2");
    begin(&t);
    certificate_name_add(&t.c.leaf.subject, "CN", "TPM");
    case_reject(&t, "8.3.1-2", "subject-CN");
    begin(&t);
    t.c.leaf.subject = t.c.leaf.issuer;
    case_reject(&t, "8.3.1-2", "subject-packed");
    begin(&t);
    certificate_extension_drop(&t.c.leaf, OID_BASIC_CONSTRAINTS);
    case_reject(&t, "8.3.1-5", "missing");
    begin(&t);
    value(&t, OID_BASIC_CONSTRAINTS, blob_copy("\x30\x03\x01\x01\xff", 5));
    case_reject(&t, "8.3.1-5", "CA-true");
}

/* NULL: the attribute is left out. */
struct name_case {
    const char *test;
    const char *manufacturer, *model, *version;
};

static void
name_cases(void)
{
    static const struct name_case cases[] = {
        {"no-manufacturer", NULL, "Model", "id:1"},
        {"no-model", "id:FFFFF1D0", NULL, "id:1"},
        {"no-version", "id:FFFFF1D0", "Model", NULL},
        {"model-empty", "id:FFFFF1D0", "", "id:1"},
        {"version-empty", "id:FFFFF1D0", "Model", ""},
        {"manufacturer-syntax", "FFFFF1D0", "Model", "id:1"},
        {"manufacturer-other-prefix", "ix:FFFFF1D0", "Model", "id:1"},
        {"manufacturer-short", "id:FFFFF1D", "Model", "id:1"},
        {"manufacturer-long", "id:FFFFF1D00", "Model", "id:1"},
        {"manufacturer-not-hex", "id:FFFFF1DG", "Model", "id:1"},
        {"manufacturer-not-hex-first", "id:@FFFF1D0", "Model", "id:1"},
        {"manufacturer-slash", "id:FFFFF1D/", "Model", "id:1"},
        {"manufacturer-colon", "id:FFFFF1D:", "Model", "id:1"},
        {"manufacturer-grave", "id:FFFFF1D`", "Model", "id:1"},
        {"manufacturer-small-g", "id:FFFFF1Dg", "Model", "id:1"}};
    static const char *const manufacturers[] = {
        "id:00000000", "id:99999999", "id:AFAFAFAF", "id:afafafaf"};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(cases); i++) {
        begin(&t);
        value(&t, OID_SUBJECT_ALT_NAME,
            certificate_tpm_name(
                cases[i].manufacturer, cases[i].model, cases[i].version));
        case_reject(&t, "8.3.1-3", cases[i].test);
    }
    for (i = 0; i < COUNT(manufacturers); i++) {
        begin(&t);
        value(&t, OID_SUBJECT_ALT_NAME,
            certificate_tpm_name(manufacturers[i], "Model", "id:1"));
        case_accept(&t, "8.3.1-3", manufacturers[i]);
    }
}

static struct blob
attribute(const char *oid, const char *text)
{
    return der(DER_SEQUENCE,
        blob_join(der_oid(oid), der(DER_UTF8_STRING, blob_text(text))));
}

static struct blob
relative_names(void)
{
    struct blob names =
        der(DER_SET, attribute(OID_TPM_MANUFACTURER, "id:FFFFF1D0"));

    names = blob_join(names, der(DER_SET, attribute(OID_TPM_MODEL, "Model")));
    return blob_join(names, der(DER_SET, attribute(OID_TPM_VERSION, "id:1")));
}

static void
alternative_name(const char *test, struct blob content)
{
    struct test_case t;

    begin(&t);
    value(&t, OID_SUBJECT_ALT_NAME, content);
    case_reject(&t, "8.3.1-3", test);
}

static void
name_form_cases(void)
{
    struct blob dns = der(0x82, blob_text("tpm.example"));
    struct blob names, directory;
    struct test_case t;

    begin(&t);
    certificate_extension_drop(&t.c.leaf, OID_SUBJECT_ALT_NAME);
    case_reject(&t, "8.3.1-3", "missing");
    alternative_name(
        "dns-name-only", der(DER_SEQUENCE, der(0x82, blob_text("tpm"))));
    alternative_name("empty", der(DER_SEQUENCE, blob_fill(0, 0)));
    alternative_name("no-value", blob_fill(0, 0));
    alternative_name(
        "attributes-in-subject-form", der(DER_SEQUENCE, relative_names()));
    alternative_name("trailing",
        blob_join(certificate_tpm_name("id:FFFFF1D0", "Model", "id:1"),
            blob_fill(0, 1)));
    alternative_name(
        "cut-element", der(DER_SEQUENCE, blob_copy("\x82\x05tpm", 5)));
    alternative_name("cut-behind-the-name",
        der(DER_SEQUENCE,
            blob_join(der_context(4, der(DER_SEQUENCE, relative_names())),
                blob_copy("\x82\x05tpm", 5))));
    names = blob_join(relative_names(), blob_fill(0, 1));
    alternative_name("directory-name-malformed",
        der(DER_SEQUENCE, der_context(4, der(DER_SEQUENCE, names))));
    names = blob_join(relative_names(),
        der(DER_SET, attribute(OID_TPM_MANUFACTURER, "id:FFFFF1D0")));
    alternative_name("manufacturer-twice",
        der(DER_SEQUENCE, der_context(4, der(DER_SEQUENCE, names))));
    names = blob_join(
        relative_names(), der(DER_SET, attribute(OID_TPM_MODEL, "Other")));
    alternative_name("model-twice",
        der(DER_SEQUENCE, der_context(4, der(DER_SEQUENCE, names))));
    begin(&t);
    value(&t, OID_SUBJECT_ALT_NAME,
        certificate_tpm_name("id:FFFFF1D0", "M", "1"));
    case_accept(&t, "8.3.1-3", "short-names");
    begin(&t);
    directory = der_context(4, der(DER_SEQUENCE, relative_names()));
    value(&t, OID_SUBJECT_ALT_NAME, der(DER_SEQUENCE, directory));
    case_accept(&t, "8.3.1-3", "three-relative-names");
    begin(&t);
    dns = der(0x82, blob_text("tpm.example"));
    directory = der_context(4, der(DER_SEQUENCE, relative_names()));
    value(&t, OID_SUBJECT_ALT_NAME,
        der(DER_SEQUENCE, blob_join(blob_join(dns, directory), dns)));
    case_accept(&t, "8.3.1-3", "among-other-names");
    begin(&t);
    directory = der_context(4, der(DER_SEQUENCE, relative_names()));
    names = der_context(
        4, der(DER_SEQUENCE, der(DER_SET, attribute(OID_TPM_MODEL, "M"))));
    value(&t, OID_SUBJECT_ALT_NAME,
        der(DER_SEQUENCE, blob_join(directory, names)));
    case_accept(&t, "8.3.1-3", "another-directory-name-behind");
}

/* With everything right in both of them. */
static void
extension_twice(const char *rule, const char *oid)
{
    struct test_case t;

    begin(&t);
    certificate_extension_add(&t.c.leaf, oid, false,
        certificate_extension_find(&t.c.leaf, oid)->value);
    case_reject(&t, rule, "extension-twice");
}

static void
usage(const char *test, struct blob content)
{
    struct test_case t;

    begin(&t);
    value(&t, OID_EXTENDED_KEY_USAGE, content);
    case_reject(&t, "8.3.1-4", test);
}

static void
usage_cases(void)
{
    struct test_case t;

    begin(&t);
    certificate_extension_drop(&t.c.leaf, OID_EXTENDED_KEY_USAGE);
    case_reject(&t, "8.3.1-4", "missing");
    usage("ek-certificate", der(DER_SEQUENCE, der_oid(OID_EK_CERTIFICATE)));
    usage("any", der(DER_SEQUENCE, der_oid("2.5.29.37.0")));
    usage("other", der(DER_SEQUENCE, der_oid("1.3.6.1.5.5.7.3.1")));
    usage("empty", der(DER_SEQUENCE, blob_fill(0, 0)));
    usage("no-value", blob_fill(0, 0));
    usage("trailing", blob_join(der(DER_SEQUENCE, der_oid(OID_AIK_CERTIFICATE)),
                          blob_fill(0, 1)));
    usage("not-an-identifier-behind",
        der(DER_SEQUENCE,
            blob_join(der_oid(OID_AIK_CERTIFICATE), der_integer(1))));
    begin(&t);
    value(&t, OID_EXTENDED_KEY_USAGE,
        der(DER_SEQUENCE, blob_join(der_oid("1.3.6.1.4.1.311.21.36"),
                              blob_join(der_oid(OID_AIK_CERTIFICATE),
                                  der_oid(OID_EK_CERTIFICATE)))));
    case_accept(&t, "8.3.1-4", "several");
}

void
tpm_certificate_cases(void)
{
    extension_twice("8.3.1-3", OID_SUBJECT_ALT_NAME);
    extension_twice("8.3.1-4", OID_EXTENDED_KEY_USAGE);
    plain_cases();
    name_cases();
    name_form_cases();
    usage_cases();
}
