/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which hosts a certificate was made for, and whether it may certify others:
 * questions to its extensions, which come as lists of any content.
 */
#include "unit.h"

#include "../../lib/trust/certificate.h"
#include "../support/attestation_certificate.h"
#include "../support/der_writer.h"
#include "../support/scratch.h"

#define EMAIL    0x81
#define DNS_NAME 0x82
#define HOST     "mds.lab.example"

static struct pk_certificate
certificate_with(struct blob extensions)
{
    struct pk_certificate certificate;

    memset(&certificate, 0, sizeof(certificate));
    certificate.extensions =
        passkey_bytes_of(extensions.data, extensions.len);
    return certificate;
}

static struct blob
extension_of(const char *oid, struct blob value)
{
    return der(DER_SEQUENCE,
        blob_join(der_oid(oid), der(DER_OCTET_STRING, value)));
}

static struct blob
nothing(void)
{
    return blob_fill(0, 0);
}

static struct blob
name(uint8_t tag, const char *text)
{
    return der(tag, blob_text(text));
}

static bool
names(struct blob alternative_name, const char *host)
{
    struct pk_certificate certificate = certificate_with(
        extension_of(OID_SUBJECT_ALT_NAME, alternative_name));

    return pk_certificate_names_host(&certificate, view_text(host));
}

static void
hosts_are_the_same_but_for_the_case_of_letters(void **state)
{
    static const struct {
        const char *named, *asked;
        bool same;
    } rows[] = {
        { HOST, HOST, true },
        { "AZ.example", "az.example", true },
        { "az.example", "AZ.EXAMPLE", true },
        { "a-z.example", "amz.example", false },
        { "@.example", "`.example", false },
        { "[.example", "{.example", false },
        { "a?.example", "a_.example", false },
        { "nds.lab.example", HOST, false },
        { "mds.lab", HOST, false },
        { HOST ".org", HOST, false },
        { "", HOST, false },
        { "*.lab.example", HOST, false },
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++) {
        bool same = names(
            der(DER_SEQUENCE, name(DNS_NAME, rows[i].named)), rows[i].asked);

        if (same != rows[i].same)
            fail_msg("%s, %s: %d", rows[i].named, rows[i].asked, same);
    }
}

static void
one_of_the_dns_names_is_the_host(void **state)
{
    struct blob host = name(DNS_NAME, HOST);
    struct blob other = name(DNS_NAME, "www.lab.example");
    struct blob email = name(EMAIL, HOST);

    (void)state;
    assert_true(names(der(DER_SEQUENCE, blob_join(other, host)), HOST));
    assert_true(names(der(DER_SEQUENCE, blob_join(email, host)), HOST));
    assert_false(names(der(DER_SEQUENCE, email), HOST));
    assert_false(names(der(DER_SEQUENCE, other), HOST));
    assert_false(names(der(DER_SEQUENCE, nothing()), HOST));
    assert_false(names(der(DER_SET, host), HOST));
    assert_false(
        names(blob_join(der(DER_SEQUENCE, host), der_integer(1)), HOST));
    assert_false(names(nothing(), HOST));
}

/* What stands there twice, or not at all, says nothing. */
static void
extensions_say_it_once(void **state)
{
    struct blob host = extension_of(OID_SUBJECT_ALT_NAME,
        der(DER_SEQUENCE, name(DNS_NAME, HOST)));
    struct blob leaf =
        extension_of(OID_BASIC_CONSTRAINTS, der(DER_SEQUENCE, nothing()));
    struct blob other = extension_of("1.2.3", blob_text("other"));
    const struct {
        struct blob extensions;
        bool named, end_entity;
    } rows[] = {
        { nothing(), false, false },
        { other, false, false },
        { blob_join(host, leaf), true, true },
        { blob_join(host, host), false, false },
        { blob_join(leaf, leaf), false, false },
        { blob_join(blob_join(host, leaf), der_integer(1)), false, false },
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++) {
        struct pk_certificate certificate =
            certificate_with(rows[i].extensions);

        assert_int_equal(
            pk_certificate_names_host(&certificate, view_text(HOST)),
            rows[i].named);
        assert_int_equal(
            pk_certificate_is_end_entity(&certificate), rows[i].end_entity);
    }
}

static int
tear_down(void **state)
{
    (void)state;
    scratch_reset();
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hosts_are_the_same_but_for_the_case_of_letters),
        cmocka_unit_test(one_of_the_dns_names_is_the_host),
        cmocka_unit_test(extensions_say_it_once),
    };

    return cmocka_run_group_tests_name("certificate", tests, NULL, tear_down);
}
