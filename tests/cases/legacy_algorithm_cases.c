/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Algorithms that are only tolerated or not known: RS1, and identifiers that
 * COSE gives to something else. And formats other than packed under the rules
 * of trust.
 */
#include "case_groups.h"

#include "case.h"
#include "case_keys.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define RS1          (-65535)

static void
begin_rs1(struct test_case *t, enum ceremony_kind kind)
{
    case_begin_with(t, kind, RS1);
    case_expect(t, "algorithms", "[-65535]");
}

static void
rs1_cases(void)
{
    struct attestation_authority authority;
    struct test_case t;

    begin_rs1(&t, REGISTRATION);
    case_expect(&t, "legacy", "[\"rs1\"]");
    case_accept(&t, "7.1-20", "RS1-tolerated");
    begin_rs1(&t, REGISTRATION);
    case_reject_as(&t, "7.1-20", "RS1-not-tolerated", "KEY_UNSUPPORTED");
    begin_rs1(&t, REGISTRATION);
    case_expect(&t, "legacy", "[\"rs1\"]");
    case_expect(&t, "algorithms", "[-257,-37]");
    case_reject(&t, "7.1-20", "RS1-not-offered");
    begin_rs1(&t, REGISTRATION);
    case_expect(&t, "legacy", "[\"rs1\"]");
    t.c.format = &statement_self;
    t.c.attestation_alg = RS1;
    case_accept(&t, "8.2-3b", "RS1-self");
    /* Of itself only: no other key vouches for anything with SHA-1. */
    case_begin_attested(&t, &statement_packed, -7, RS1);
    case_expect(&t, "legacy", "[\"rs1\"]");
    case_reject(&t, "8.2-2a", "RS1-certificate");
    case_begin_attested(&t, &statement_packed, RS1, RS1);
    case_expect(&t, "algorithms", "[-65535]");
    case_expect(&t, "legacy", "[\"rs1\"]");
    case_reject(&t, "8.2-2a", "RS1-certificate-of-RS1");
    case_begin_attested(&t, &statement_packed, -257, -257);
    case_expect(&t, "legacy", "[\"rs1\"]");
    authority = case_authority();
    ceremony_attest(
        &t.c, &statement_packed, t.c.passkey.key, RS1, &authority);
    case_reject(&t, "8.2-2a", "RS1-certificate-of-the-RS256-credential");
    begin_rs1(&t, AUTHENTICATION);
    case_accept(&t, "7.2-21", "RS1");
    begin_rs1(&t, AUTHENTICATION);
    t.c.signing.hash = "SHA256";
    case_reject(&t, "7.2-21", "RS1-sha256");
}

/* Known to COSE, but not as signature algorithms of credential keys. */
static void
unknown_algorithm_cases(void)
{
    static const int ids[] = {
        0, 1, -1, -6, -10, -25, -46, -54, -260, -265, -65534, -65536, 7};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(ids); i++) {
        case_begin(&t, REGISTRATION);
        case_expect(&t, "algorithms", format("[-7,%d]", ids[i]));
        cbor_set_integer(t.c.cose_key, 3, cbor_integer(ids[i]));
        case_reject_as(
            &t, "7.1-20", format("unknown-%d", ids[i]), "KEY_UNSUPPORTED");
    }
}

/* hold for every format with certificates. */
static void
format_trust_cases(void)
{
    static const struct statement_format *const formats[] = {&statement_tpm,
        &statement_android_key, &statement_apple, &statement_fido_u2f};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(formats); i++) {
        const char *name = formats[i]->name;

        case_begin_attested(&t, formats[i], -7, -7);
        case_expect(&t, "trustAnchors", "[]");
        case_reject(&t, "X-3", format("%s-no-anchor", name));
        case_begin_attested(&t, formats[i], -7, -7);
        t.c.leaf.issuer_key = case_key(ROLE_OTHER, -7);
        case_reject(&t, "X-3", format("%s-signed-by-stranger", name));
        case_begin_attested(&t, formats[i], -7, -7);
        t.c.leaf.not_after = "250101000000Z";
        case_reject(&t, "X-5", format("leaf-expired-%s", name));
        case_begin_attested(&t, formats[i], -7, -7);
        certificate_extension_add(&t.c.leaf, "1.2.3.4.5", true, der_integer(1));
        case_reject(&t, "X-9", format("leaf-unknown-critical-%s", name));
        case_begin_attested(&t, formats[i], -7, -7);
        case_expect(&t, "trustAnchors", "[]");
        case_expect(&t, "attestation", "\"none\"");
        case_accept(&t, "7.1-24", format("%s-trust-not-assessed", name));
    }
    case_begin_attested(&t, &statement_tpm, -7, -257);
    /* certificatePolicies: any policy, as real AIK certificates mark it */
    certificate_extension_add(&t.c.leaf, "2.5.29.32", true,
        der(DER_SEQUENCE, der(DER_SEQUENCE, der_oid("2.5.29.32.0"))));
    case_accept(&t, "X-9", "tpm-critical-policies");
}

static void
untrusted_policy_cases(void)
{
    static const char untrusted[] = "{\"allowNone\":true,"
                                    "\"allowSelf\":true,"
                                    "\"requireTrusted\":false}";
    struct test_case t;

    case_begin_packed(&t, -7);
    case_expect(&t, "trustAnchors", "[]");
    case_expect(&t, "attestationPolicy", untrusted);
    case_accept(&t, "7.1-24", "trust-not-required");
}

void
legacy_algorithm_cases(void)
{
    rs1_cases();
    unknown_algorithm_cases();
    format_trust_cases();
    untrusted_policy_cases();
}
