/* SPDX-License-Identifier: Apache-2.0 */
/* Section N: is the attestation trusted? With packed statements. */
#include "case_groups.h"

#include "case.h"
#include "case_keys.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define AS_PACKED    &statement_packed, case_key(ROLE_ATTESTATION, -7), -7

static void
trust(struct test_case *t, const struct certificate *anchor)
{
    case_expect(t, "trustAnchors",
        format("[%s]", quote_bytes(certificate_der(anchor))));
}

/* A registration attested under `authority`, whose root is trusted. */
static void
begin_under(struct test_case *t, const struct attestation_authority *authority)
{
    case_begin(t, REGISTRATION);
    ceremony_attest(&t->c, AS_PACKED, authority);
    trust(t, &authority->root);
}

static void
policy_cases(void)
{
    static const char forbid_none[] = "{\"allowNone\":false,"
                                      "\"allowSelf\":true,"
                                      "\"requireTrusted\":true}";
    static const char forbid_self[] = "{\"allowNone\":true,"
                                      "\"allowSelf\":false,"
                                      "\"requireTrusted\":true}";
    struct test_case t;

    case_begin(&t, REGISTRATION);
    case_expect(&t, "attestationPolicy", forbid_none);
    case_reject(&t, "X-1", "none-forbidden");
    case_begin(&t, REGISTRATION);
    case_expect(&t, "attestationPolicy", forbid_self);
    case_accept(&t, "X-1", "none-allowed");
    case_begin_self(&t, -7);
    case_expect(&t, "attestationPolicy", forbid_self);
    case_reject(&t, "X-2", "self-forbidden");
    case_begin_self(&t, -7);
    case_expect(&t, "attestationPolicy", forbid_none);
    case_accept(&t, "X-2", "self-allowed");
    case_begin_packed(&t, -7);
    case_expect(&t, "attestation", "\"none\"");
    case_expect(&t, "trustAnchors", "[]");
    case_accept(&t, "7.1-24", "none-conveyance-trust-not-assessed");
    case_begin_packed(&t, -7);
    case_expect(&t, "attestation", "\"none\"");
    t.c.leaf.not_after = "250101000000Z";
    case_accept(&t, "7.1-24", "expired-but-not-assessed");
}

static void
anchor_cases(void)
{
    struct attestation_authority authority = case_authority();
    struct attestation_authority other = authority;
    struct test_case t;

    begin_under(&t, &authority);
    case_expect(&t, "trustAnchors", "[]");
    case_reject(&t, "X-3", "packed-no-anchor");

    authority = case_authority();
    other.root =
        certificate_authority("Another root", case_key(ROLE_OTHER, -7), NULL);
    begin_under(&t, &authority);
    trust(&t, &other.root);
    case_reject(&t, "X-3", "packed-other-root");

    authority = case_authority();
    other.root = certificate_authority("Root", case_key(ROLE_OTHER, -7), NULL);
    begin_under(&t, &authority);
    trust(&t, &other.root);
    case_reject(&t, "X-3", "same-name-other-key");

    authority = case_authority();
    begin_under(&t, &authority);
    trust(&t, &t.c.leaf);
    ceremony_sign(&t.c);
    case_expect(&t, "trustAnchors",
        format("[%s]",
            quote_bytes(
                cbor_get_text(t.c.statement, "x5c")->children[0]->bytes)));
    case_accept(&t, "X-3", "leaf-is-anchor");

    authority = case_authority();
    begin_under(&t, &authority);
    t.c.leaf.issuer_key = case_key(ROLE_OTHER, -7);
    case_reject(&t, "X-3", "leaf-signed-by-stranger");
}

static void
self_signed_cases(void)
{
    struct attestation_authority authority = case_authority();
    struct test_case t;

    begin_under(&t, &authority);
    t.c.leaf = certificate_packed_leaf(
        case_key(ROLE_ATTESTATION, -7), NULL, t.c.aaguid);
    case_reject(&t, "X-3", "self-signed-leaf");
    authority = case_authority();
    begin_under(&t, &authority);
    t.c.chain[t.c.num_chain++] = certificate_der(&authority.root);
    case_expect(&t, "trustAnchors", "[]");
    case_reject(&t, "X-3", "root-in-x5c-but-no-anchor");
}

/* The order and number of certificates in x5c. */
static void
chain_cases(void)
{
    struct attestation_authority chain = case_authority_chain(2);
    struct test_case t;
    struct blob kept;

    begin_under(&t, &chain);
    case_accept(&t, "X-3", "chain-of-two-intermediates");
    chain = case_authority_chain(1);
    begin_under(&t, &chain);
    case_accept(&t, "X-3", "chain-of-one-intermediate");
    chain = case_authority_chain(1);
    begin_under(&t, &chain);
    trust(&t, &chain.intermediates[0]);
    case_expect(&t, "trustAnchors", format("[%s]", quote_bytes(t.c.chain[0])));
    case_accept(&t, "X-3", "intermediate-is-anchor");
    chain = case_authority_chain(2);
    begin_under(&t, &chain);
    kept = t.c.chain[0];
    t.c.chain[0] = t.c.chain[1];
    t.c.chain[1] = kept;
    case_reject(&t, "X-3", "intermediates-swapped");
    chain = case_authority_chain(2);
    begin_under(&t, &chain);
    t.c.num_chain = 1;
    case_reject(&t, "X-3", "upper-intermediate-missing");
    chain = case_authority_chain(1);
    begin_under(&t, &chain);
    t.c.num_chain = 0;
    case_reject(&t, "X-3", "intermediate-missing");
    chain = case_authority_chain(1);
    begin_under(&t, &chain);
    t.c.chain[1] = t.c.chain[0];
    t.c.num_chain = 2;
    case_reject(&t, "X-3", "intermediate-twice");
}

static void
forged_chain_cases(void)
{
    struct attestation_authority chain = case_authority_chain(1);
    struct test_case t;

    chain.intermediates[0].issuer_key = case_key(ROLE_OTHER, -7);
    begin_under(&t, &chain);
    case_reject(&t, "X-3", "intermediate-signed-by-stranger");
    chain = case_authority_chain(1);
    chain.root = certificate_authority("Root", case_key(ROLE_OTHER, -7), NULL);
    begin_under(&t, &chain);
    case_reject(&t, "X-3", "same-name-other-key-chain");
    chain = case_authority_chain(1);
    begin_under(&t, &chain);
    t.c.leaf.issuer_key = case_key(ROLE_ROOT, -7);
    case_reject(&t, "X-3", "leaf-signed-past-intermediate");
}

static void
name_cases(void)
{
    struct attestation_authority chain = case_authority_chain(1);
    struct test_case t;

    begin_under(&t, &chain);
    certificate_name_set(&t.c.leaf.issuer, "CN", blob_text("Somebody"));
    case_reject(&t, "X-4", "leaf-issuer-name-differs");
    chain = case_authority_chain(1);
    certificate_name_set(
        &chain.intermediates[0].issuer, "CN", blob_text("Somebody"));
    begin_under(&t, &chain);
    case_reject(&t, "X-4", "intermediate-issuer-name-differs");
    chain = case_authority_chain(1);
    begin_under(&t, &chain);
    t.c.chain[1] = t.c.chain[0];
    t.c.chain[0] = certificate_der(&t.c.leaf);
    t.c.num_chain = 2;
    case_reject(&t, "X-4", "unrelated-certificate-between");
}

/* `now` of all cases is 2025-06-15T15:06:40Z. */
struct validity_case {
    const char *test;
    const char *not_before;
    const char *not_after;
    bool accepted;
};

static void
validity_cases(void)
{
    static const struct validity_case cases[] = {
        {"leaf-expired", NULL, "250101000000Z", false},
        {"leaf-expired-by-a-second", NULL, "250615150639Z", false},
        {"leaf-not-yet-valid", "260101000000Z", NULL, false},
        {"leaf-not-yet-valid-by-a-second", "250615150641Z", NULL, false},
        {"leaf-expired-generalized-time", NULL, "20250101000000Z", false},
        {"boundary-not-before", "250615150640Z", NULL, true},
        {"boundary-not-after", NULL, "250615150640Z", true},
        {"no-end", NULL, "99991231235959Z", true},
        {"before-2000", "990101000000Z", NULL, true}};
    struct attestation_authority chain;
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(cases); i++) {
        case_begin_packed(&t, -7);
        if (cases[i].not_before != NULL)
            t.c.leaf.not_before = cases[i].not_before;
        if (cases[i].not_after != NULL)
            t.c.leaf.not_after = cases[i].not_after;
        if (cases[i].accepted)
            case_accept(&t, "X-5", cases[i].test);
        else
            case_reject(&t, "X-5", cases[i].test);
    }
    chain = case_authority_chain(1);
    chain.intermediates[0].not_after = "250101000000Z";
    begin_under(&t, &chain);
    case_reject(&t, "X-5", "intermediate-expired");
    chain = case_authority_chain(1);
    chain.intermediates[0].not_before = "260101000000Z";
    begin_under(&t, &chain);
    case_reject(&t, "X-5", "intermediate-not-yet-valid");
}

static struct blob
path_len(uint8_t len)
{
    struct blob value = blob_copy("\x30\x06\x01\x01\xff\x02\x01", 7);

    blob_add_byte(&value, len);
    return value;
}

static void
set_extension(struct certificate *authority, const char *oid, struct blob value)
{
    certificate_extension_find(authority, oid)->value = value;
}

static void
issuer_cases(void)
{
    struct attestation_authority chain = case_authority_chain(1);
    struct test_case t;

    set_extension(&chain.intermediates[0], OID_BASIC_CONSTRAINTS,
        blob_copy("\x30\x00", 2));
    begin_under(&t, &chain);
    case_reject(&t, "X-6", "intermediate-not-CA");
    chain = case_authority_chain(1);
    certificate_extension_drop(&chain.intermediates[0], OID_BASIC_CONSTRAINTS);
    begin_under(&t, &chain);
    case_reject(&t, "X-6", "intermediate-no-basicConstraints");
    chain = case_authority_chain(2);
    set_extension(&chain.intermediates[1], OID_BASIC_CONSTRAINTS,
        blob_copy("\x30\x00", 2));
    begin_under(&t, &chain);
    case_reject(&t, "X-6", "upper-intermediate-not-CA");

    chain = case_authority_chain(2);
    set_extension(&chain.intermediates[1], OID_BASIC_CONSTRAINTS, path_len(0));
    begin_under(&t, &chain);
    case_reject(&t, "X-7", "pathlen-0-violated");
    chain = case_authority_chain(1);
    set_extension(&chain.root, OID_BASIC_CONSTRAINTS, path_len(0));
    begin_under(&t, &chain);
    case_reject(&t, "X-7", "root-pathlen-0-violated");
    chain = case_authority_chain(2);
    set_extension(&chain.intermediates[1], OID_BASIC_CONSTRAINTS, path_len(1));
    begin_under(&t, &chain);
    case_accept(&t, "X-7", "pathlen-1-met");
    chain = case_authority_chain(2);
    set_extension(&chain.intermediates[0], OID_BASIC_CONSTRAINTS, path_len(0));
    begin_under(&t, &chain);
    case_accept(&t, "X-7", "pathlen-0-met");
}

static void
usage_cases(void)
{
    static const char digital_signature[] = "\x03\x02\x07\x80";
    struct attestation_authority chain = case_authority_chain(1);
    struct test_case t;

    set_extension(&chain.intermediates[0], OID_KEY_USAGE,
        blob_copy(digital_signature, 4));
    begin_under(&t, &chain);
    case_reject(&t, "X-8", "intermediate-without-keyCertSign");
    chain = case_authority_chain(2);
    set_extension(&chain.intermediates[1], OID_KEY_USAGE,
        blob_copy(digital_signature, 4));
    begin_under(&t, &chain);
    case_reject(&t, "X-8", "upper-intermediate-without-keyCertSign");
    chain = case_authority_chain(1);
    certificate_extension_drop(&chain.intermediates[0], OID_KEY_USAGE);
    begin_under(&t, &chain);
    case_accept(&t, "X-8", "intermediate-without-keyUsage");

    case_begin_packed(&t, -7);
    certificate_extension_add(
        &t.c.leaf, "1.2.3.4.5", true, blob_copy("\x05\x00", 2));
    case_reject(&t, "X-9", "leaf-unknown-critical");
    case_begin_packed(&t, -7);
    certificate_extension_add(
        &t.c.leaf, "1.2.3.4.5", false, blob_copy("\x05\x00", 2));
    case_accept(&t, "X-9", "leaf-unknown-not-critical");
    chain = case_authority_chain(1);
    certificate_extension_add(
        &chain.intermediates[0], "1.2.3.4.5", true, blob_copy("\x05\x00", 2));
    begin_under(&t, &chain);
    case_reject(&t, "X-9", "intermediate-unknown-critical");
}

void
trust_cases(void)
{
    policy_cases();
    anchor_cases();
    self_signed_cases();
    chain_cases();
    forged_chain_cases();
    name_cases();
    validity_cases();
    issuer_cases();
    usage_cases();
}
