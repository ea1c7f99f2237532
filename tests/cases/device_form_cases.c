/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The form of the statements of devices (sections H, I, K, L): each member
 * missing and of the wrong type, x5c damaged, and what does not belong there.
 */
#include "case_groups.h"

#include "case.h"
#include "case_keys.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct form {
    const struct statement_format *format;
    const char *rule;
    const char *members[7];
};

static const struct form forms[] = {
    {&statement_tpm, "8.3-1a",
        {"alg", "sig", "ver", "x5c", "pubArea", "certInfo", NULL}},
    {&statement_android_key, "8.4-1", {"alg", "sig", "x5c", NULL}},
    {&statement_fido_u2f, "8.6-1", {"sig", "x5c", NULL}},
    {&statement_apple, "8.8-1", {"x5c", NULL}},
};

static void
begin_signed(struct test_case *t, const struct form *form)
{
    case_begin_attested(t, form->format, -7, -7);
    ceremony_sign(&t->c);
}

/* Of the members of a TPM's statement, two have rules of their own. */
static const char *
rule_of(const struct form *form, const char *member)
{
    if (form->format == &statement_tpm && strcmp(member, "ver") == 0)
        return "8.3-1b";
    if (form->format == &statement_tpm && strcmp(member, "x5c") == 0)
        return "8.3-3";
    return form->rule;
}

static void
member_cases(const struct form *form)
{
    struct test_case t;
    unsigned i;

    for (i = 0; form->members[i] != NULL; i++) {
        const char *member = form->members[i];
        bool is_text = strcmp(member, "ver") == 0;

        begin_signed(&t, form);
        cbor_drop_text(t.c.statement, member);
        case_reject(&t, rule_of(form, member), format("%s-missing", member));
        begin_signed(&t, form);
        cbor_set_text(t.c.statement, member,
            is_text ? cbor_bytes(blob_text("2.0")) : cbor_text("x"));
        case_reject(&t, is_text ? "8.3-1b" : form->rule,
            format("%s-%s", member, is_text ? "bytes" : "text"));
        begin_signed(&t, form);
        cbor_set_text(t.c.statement, member, cbor_simple(CBOR_NULL));
        case_reject(&t, form->rule, format("%s-null", member));
    }
}

static void
chain_cases(const struct form *form)
{
    struct cbor_node *x5c;
    struct test_case t;

    begin_signed(&t, form);
    cbor_set_text(t.c.statement, "x5c", cbor_array());
    case_reject(&t, form->rule, "x5c-empty");
    begin_signed(&t, form);
    x5c = cbor_get_text(t.c.statement, "x5c");
    cbor_set_text(t.c.statement, "x5c", cbor_bytes(x5c->children[0]->bytes));
    case_reject(&t, form->rule, "x5c-bytes");
    begin_signed(&t, form);
    cbor_get_text(t.c.statement, "x5c")->children[0] = cbor_text("x");
    case_reject(&t, form->rule, "x5c-element-text");
    begin_signed(&t, form);
    cbor_get_text(t.c.statement, "x5c")->children[0] =
        cbor_bytes(blob_fill(0x30, 64));
    case_reject_as(
        &t, form->rule, "x5c-garbage", "ATTESTATION_CERTIFICATE_MALFORMED");
}

static void
stray_member_cases(const struct form *form)
{
    struct test_case t;

    begin_signed(&t, form);
    cbor_put_text(t.c.statement, "ecdaaKeyId", cbor_bytes(blob_fill(1, 8)));
    case_reject(&t, form->rule, "ecdaaKeyId");
    begin_signed(&t, form);
    cbor_put_text(t.c.statement, "unknown-member", cbor_integer(1));
    case_reject(&t, form->rule, "unknown-member");
    begin_signed(&t, form);
    cbor_set_text(t.c.object, "attStmt", cbor_array());
    case_reject(&t, form->rule, "array");
    begin_signed(&t, form);
    cbor_set_text(t.c.object, "attStmt", cbor_map());
    case_reject(&t, form->rule, "empty");
}

/* A member that another format has, at its place in the canonical order. */
static void
foreign_member_cases(void)
{
    struct cbor_node *with_alg;
    struct test_case t;

    begin_signed(&t, &forms[2]);
    with_alg = cbor_map();
    cbor_put_text(with_alg, "alg", cbor_integer(-7));
    cbor_put_text(with_alg, "sig", cbor_get_text(t.c.statement, "sig"));
    cbor_put_text(with_alg, "x5c", cbor_get_text(t.c.statement, "x5c"));
    cbor_set_text(t.c.object, "attStmt", with_alg);
    case_reject(&t, "8.6-1", "alg-member");
    begin_signed(&t, &forms[3]);
    with_alg = cbor_map();
    cbor_put_text(with_alg, "alg", cbor_integer(-7));
    cbor_put_text(with_alg, "x5c", cbor_get_text(t.c.statement, "x5c"));
    cbor_set_text(t.c.object, "attStmt", with_alg);
    case_reject(&t, "8.8-1", "alg-member");
}

/* Every algorithm that a format knows, by every kind of key. */
static void
plain_cases(void)
{
    static const int credentials[] = {-7, -35, -36, -257, -258, -37, -9, -51};
    static const int keys[] = {
        -7, -35, -36, -47, -257, -258, -259, -37, -38, -39};
    const struct key_algorithm *at;
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(credentials); i++) {
        at = key_algorithm_find(credentials[i]);
        case_begin_attested(&t, &statement_tpm, at->id, -257);
        case_accept(&t, "valid", format("tpm-%s", at->name));
    }
    for (i = 0; i < COUNT(keys); i++) {
        at = key_algorithm_find(keys[i]);
        case_begin_attested(&t, &statement_tpm, -7, at->id);
        case_accept(&t, "valid", format("tpm-by-%s", at->name));
    }
    for (at = key_algorithms; at->name != NULL; at++) {
        case_begin_attested(&t, &statement_android_key, at->id, at->id);
        case_accept(&t, "valid", format("android-key-%s", at->name));
        case_begin_attested(&t, &statement_apple, at->id, at->id);
        case_accept(&t, "valid", format("apple-%s", at->name));
    }
    case_begin_attested(&t, &statement_fido_u2f, -7, -7);
    case_accept(&t, "valid", "fido-u2f");
}

void
device_form_cases(void)
{
    size_t i;

    plain_cases();
    for (i = 0; i < COUNT(forms); i++) {
        member_cases(&forms[i]);
        chain_cases(&forms[i]);
        stray_member_cases(&forms[i]);
    }
    foreign_member_cases();
}
