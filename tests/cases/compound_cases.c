/* SPDX-License-Identifier: Apache-2.0 */
/* Section M: compound. */
#include "case_groups.h"

#include "case.h"
#include "case_keys.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define ANY          "\"any\""

/* Add a statement of another format; its recipe may still be changed. */
static struct ceremony *
add(struct test_case *t, const struct statement_format *format)
{
    struct attestation_authority authority = case_authority();
    struct ceremony part = t->c;

    part.format = format;
    if (format->certify != NULL)
        ceremony_attest(
            &part, format, case_attestation_key(t, format, -7), -7, &authority);
    ceremony_add_part(&t->c, &part);
    return t->c.parts[t->c.num_parts - 1];
}

static void
begin(struct test_case *t, const struct statement_format *first,
    const struct statement_format *second)
{
    case_begin(t, REGISTRATION);
    add(t, first);
    add(t, second);
}

static void
begin_signed(struct test_case *t)
{
    begin(t, &statement_packed, &statement_self);
    ceremony_sign(&t->c);
}

static void
plain_cases(void)
{
    static const struct statement_format *const formats[] = {&statement_packed,
        &statement_tpm, &statement_android_key, &statement_apple,
        &statement_fido_u2f, &statement_self, &statement_none};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(formats); i++) {
        begin(&t, &statement_self, formats[i]);
        case_accept(&t, "valid", format("compound-self-%s", formats[i]->name));
        begin(&t, formats[i], &statement_packed);
        case_accept(
            &t, "valid", format("compound-%s-with-packed", formats[i]->name));
    }
    case_begin(&t, REGISTRATION);
    for (i = 0; i < COUNT(formats); i++)
        add(&t, formats[i]);
    add(&t, &statement_packed);
    case_accept(&t, "valid", "compound-of-eight");
}

static void
number_cases(void)
{
    struct test_case t;
    unsigned i;

    begin(&t, &statement_packed, &statement_self);
    t.c.num_parts = 1;
    case_reject(&t, "8.9-1", "one-element");
    begin(&t, &statement_packed, &statement_self);
    t.c.num_parts = 0;
    case_reject(&t, "8.9-1", "empty");
    case_begin(&t, REGISTRATION);
    for (i = 0; i < 8; i++)
        add(&t, &statement_self);
    ceremony_sign(&t.c);
    cbor_add(t.c.statement, t.c.statement->children[0]);
    case_reject(&t, "8.9-1", "nine-elements");
    begin_signed(&t);
    cbor_set_text(t.c.object, "attStmt", cbor_map());
    case_reject(&t, "8.9-1", "map");
    case_begin_packed(&t, -7);
    ceremony_sign(&t.c);
    cbor_set_text(t.c.object, "fmt", cbor_text("compound"));
    case_reject(&t, "8.9-1", "statement-of-packed");
}

static void
element_cases(void)
{
    struct cbor_node *element;
    struct test_case t;

    begin_signed(&t);
    t.c.statement->children[1] = cbor_text("packed");
    case_reject(&t, "8.9-1", "element-not-map");
    begin_signed(&t);
    cbor_drop_text(t.c.statement->children[1], "fmt");
    case_reject(&t, "8.9-1", "element-without-fmt");
    begin_signed(&t);
    cbor_drop_text(t.c.statement->children[1], "attStmt");
    case_reject(&t, "8.9-1", "element-without-attStmt");
    begin_signed(&t);
    cbor_set_text(
        t.c.statement->children[1], "fmt", cbor_bytes(blob_text("packed")));
    case_reject(&t, "8.9-1", "element-fmt-bytes");
    begin_signed(&t);
    cbor_put_text(t.c.statement->children[1], "attStmtX", cbor_integer(1));
    case_reject(&t, "8.9-1", "element-extra-member");
    begin_signed(&t);
    element = t.c.statement->children[0];
    cbor_swap_members(element, 0, 1);
    /* The object is read before the statement: not canonical anywhere. */
    case_reject_as(&t, "8.9-1", "element-order", "CBOR_MALFORMED");
    begin_signed(&t);
    element = cbor_map();
    cbor_put_integer(element, 1, cbor_integer(1));
    t.c.statement->children[1] = element;
    case_reject(&t, "8.9-1", "element-integer-member");
    begin_signed(&t);
    t.c.statement->children[0] =
        cbor_get_text(t.c.statement->children[0], "attStmt");
    case_reject(&t, "8.9-1", "bare-statements");
}

/* An element that says compound, with so little in it that it is not deep. */
static void
flat_nesting(const char *test, struct cbor_node *content, bool any)
{
    struct test_case t;

    begin_signed(&t);
    cbor_set_text(t.c.statement->children[1], "fmt", cbor_text("compound"));
    cbor_set_text(t.c.statement->children[1], "attStmt", content);
    if (any)
        case_expect(&t, "compoundPolicy", ANY);
    case_reject(&t, "8.9-2", test);
}

static void
nesting_cases(void)
{
    struct ceremony inner;
    struct test_case t;

    flat_nesting("nested-empty", cbor_array(), false);
    flat_nesting("nested-empty-policy-any", cbor_array(), true);
    flat_nesting("nested-map-policy-any", cbor_map(), true);
    /* A whole compound statement inside is deeper than CTAP2 allows. */
    begin(&t, &statement_packed, &statement_self);
    inner = t.c;
    ceremony_add_part(&t.c, &inner);
    case_reject_as(&t, "8.9-2", "nested", "CBOR_MALFORMED");
}

/* The signature of the part is somebody else's. */
static void
spoil(struct test_case *t, unsigned part)
{
    t->c.parts[part]->signer = case_key(ROLE_OTHER, -7);
}

static void
bad_element_cases(void)
{
    static const struct statement_format *const formats[] = {&statement_packed,
        &statement_tpm, &statement_android_key, &statement_fido_u2f};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(formats); i++) {
        begin(&t, &statement_self, formats[i]);
        spoil(&t, 1);
        case_reject(&t, "8.9-3", format("second-bad-%s", formats[i]->name));
    }
    begin(&t, &statement_packed, &statement_self);
    spoil(&t, 0);
    case_reject(&t, "8.9-3", "first-bad");
    begin(&t, &statement_packed, &statement_self);
    spoil(&t, 1);
    case_reject(&t, "8.9-3", "self-bad");
    begin(&t, &statement_packed, &statement_packed);
    spoil(&t, 0);
    spoil(&t, 1);
    case_reject(&t, "8.9-3", "all-bad");
    begin(&t, &statement_packed, &statement_none);
    ceremony_sign(&t.c);
    cbor_put_text(cbor_get_text(t.c.statement->children[1], "attStmt"), "x",
        cbor_integer(1));
    case_reject_as(
        &t, "8.9-3", "none-with-content", "ATTESTATION_STATEMENT_MALFORMED");
    begin(&t, &statement_apple, &statement_packed);
    certificate_extension_find(&t.c.parts[0]->leaf, OID_APPLE_NONCE)->value =
        der(DER_SEQUENCE,
            der_context(1, der(DER_OCTET_STRING, blob_random(32))));
    case_reject_as(&t, "8.9-3", "apple-bad", "ATTESTATION_NONCE_MISMATCH");
}

static void
any_policy_cases(void)
{
    struct test_case t;
    unsigned bad;

    for (bad = 0; bad < 2; bad++) {
        begin(&t, &statement_packed, &statement_packed);
        spoil(&t, bad);
        case_expect(&t, "compoundPolicy", ANY);
        case_accept(&t, "8.9-3", format("bad-%u-policy-any", bad));
    }
    begin(&t, &statement_packed, &statement_packed);
    spoil(&t, 0);
    spoil(&t, 1);
    case_expect(&t, "compoundPolicy", ANY);
    case_reject(&t, "8.9-3", "all-bad-policy-any");
    begin(&t, &statement_packed, &statement_tpm);
    spoil(&t, 0);
    t.c.parts[1]->tpm.version = "1.2";
    case_expect(&t, "compoundPolicy", ANY);
    case_reject(&t, "8.9-3", "first-error-is-named-policy-any");
    begin(&t, &statement_packed, &statement_self);
    ceremony_sign(&t.c);
    t.c.statement->children[1] = cbor_text("x");
    case_expect(&t, "compoundPolicy", ANY);
    case_reject(&t, "8.9-1", "element-not-map-policy-any");
}

/* Trust is asked for every element that needs some. */
static void
trust_cases_of_elements(void)
{
    static const char trusted_only[] = "{\"allowNone\":false,"
                                       "\"allowSelf\":false,"
                                       "\"requireTrusted\":true}";
    struct test_case t;

    begin(&t, &statement_packed, &statement_self);
    case_expect(&t, "trustAnchors", "[]");
    case_reject_as(&t, "8.9-3", "untrusted-path", "ATTESTATION_NOT_TRUSTED");
    begin(&t, &statement_self, &statement_apple);
    case_expect(&t, "trustAnchors", "[]");
    case_reject_as(
        &t, "8.9-3", "untrusted-path-second", "ATTESTATION_NOT_TRUSTED");
    begin(&t, &statement_packed, &statement_self);
    case_expect(&t, "trustAnchors", "[]");
    case_expect(&t, "attestation", "\"none\"");
    case_accept(&t, "8.9-3", "untrusted-path-not-assessed");
    begin(&t, &statement_packed, &statement_self);
    case_expect(&t, "attestationPolicy", trusted_only);
    case_reject_as(&t, "8.9-3", "self-forbidden", "ATTESTATION_NOT_ACCEPTED");
    begin(&t, &statement_packed, &statement_self);
    case_expect(&t, "attestationPolicy", trusted_only);
    case_expect(&t, "compoundPolicy", ANY);
    case_accept(&t, "8.9-3", "self-forbidden-policy-any");
}

static void
format_cases(void)
{
    static const char *const formats[] = {
        "unknown", "Packed", "packed-", "packe", ""};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(formats); i++) {
        begin_signed(&t);
        cbor_set_text(t.c.statement->children[0], "fmt", cbor_text(formats[i]));
        case_reject(&t, "8.9-4", format("sub-format-%s", formats[i]));
    }
    begin_signed(&t);
    cbor_set_text(t.c.statement->children[1], "fmt", cbor_text("unknown"));
    case_expect(&t, "compoundPolicy", ANY);
    case_accept(&t, "8.9-4", "unknown-sub-format-policy-any");
}

void
compound_cases(void)
{
    plain_cases();
    number_cases();
    element_cases();
    nesting_cases();
    bad_element_cases();
    any_policy_cases();
    trust_cases_of_elements();
    format_cases();
}
