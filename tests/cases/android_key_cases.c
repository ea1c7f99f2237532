/* SPDX-License-Identifier: Apache-2.0 */
/* Section I: android-key. The form of the statement is in device_form_cases. */
#include "case_groups.h"

#include "case.h"
#include "case_keys.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define DESCRIPTION  OID_ANDROID_KEY_DESCRIPTION

static void
begin(struct test_case *t)
{
    case_begin_attested(t, &statement_android_key, -7, -7);
}

/* The description as it will be written, to damage it. */
static struct blob
description_of(struct test_case *t)
{
    ceremony_build(&t->c);
    t->c.android.challenge = blob_sha256(t->c.client_data);
    return key_description_write(&t->c.android);
}

static void
describe(struct test_case *t, struct blob value, const char *test)
{
    certificate_extension_find(&t->c.leaf, DESCRIPTION)->value = value;
    case_reject(t, "8.4-4a", test);
}

static void
statement_signature_cases(void)
{
    struct attestation_authority chain;
    struct cbor_node *x5c, *kept;
    struct test_case t;

    begin(&t);
    ceremony_sign(&t.c);
    cbor_set_text(t.c.statement, "sig",
        cbor_bytes(blob_flip(t.c.signature, t.c.signature.len - 1)));
    case_reject(&t, "8.4-2", "flip");
    begin(&t);
    ceremony_sign(&t.c);
    cbor_set_text(t.c.statement, "sig", cbor_bytes(blob_fill(0, 0)));
    case_reject(&t, "8.4-2", "empty");
    begin(&t);
    t.c.signer = case_key(ROLE_OTHER, -7);
    case_reject(&t, "8.4-2", "signed-by-stranger");
    begin(&t);
    ceremony_sign(&t.c);
    cbor_set_text(t.c.statement, "sig",
        cbor_bytes(key_sign(
            t.c.passkey.key, &t.c.attestation_signing, t.c.auth_data)));
    case_reject(&t, "8.4-2", "authData-only");
    begin(&t);
    t.c.attestation_signing.hash = "SHA384";
    case_reject(&t, "8.4-2", "other-hash");
    chain = case_authority_chain(1);
    begin(&t);
    ceremony_attest(&t.c, &statement_android_key, t.c.passkey.key, -7, &chain);
    ceremony_sign(&t.c);
    x5c = cbor_get_text(t.c.statement, "x5c");
    kept = x5c->children[0];
    x5c->children[0] = x5c->children[1];
    x5c->children[1] = kept;
    case_reject(&t, "8.4-2", "leaf-and-intermediate-swapped");
    begin(&t);
    t.c.attestation_alg = -35;
    case_reject_as(
        &t, "8.4-2", "alg-does-not-fit", "ATTESTATION_ALGORITHM_MISMATCH");
    begin(&t);
    t.c.attestation_alg = -65000;
    case_reject_as(
        &t, "8.4-2", "alg-unknown", "ATTESTATION_ALGORITHM_MISMATCH");
}

static void
key_cases(void)
{
    struct attestation_authority authority = case_authority();
    struct test_case t;

    begin(&t);
    ceremony_attest(
        &t.c, &statement_android_key, case_key(ROLE_OTHER, -7), -7, &authority);
    case_reject(&t, "8.4-3", "certificate-for-other-key");
    case_begin_attested(&t, &statement_android_key, -37, -257);
    case_reject(&t, "8.4-3", "other-alg-same-kind");
    case_begin_attested(&t, &statement_android_key, -7, -9);
    case_reject(&t, "8.4-3", "equivalent-alg");
}

static void
description_form_cases(void)
{
    struct test_case t;
    struct blob value;

    begin(&t);
    certificate_extension_drop(&t.c.leaf, DESCRIPTION);
    case_reject(&t, "8.4-4a", "extension-missing");
    begin(&t);
    certificate_extension_add(
        &t.c.leaf, DESCRIPTION, false, description_of(&t));
    case_reject(&t, "8.4-4a", "extension-twice");
    begin(&t);
    describe(&t, blob_fill(0x30, 64), "garbage");
    begin(&t);
    describe(&t, blob_fill(0, 0), "empty");
    begin(&t);
    value = description_of(&t);
    describe(&t, blob_head(value, value.len - 1), "truncated");
    begin(&t);
    describe(&t, blob_join(description_of(&t), blob_fill(0, 1)), "trailing");
    begin(&t);
    t.c.android.trailer = der_integer(1);
    describe(&t, description_of(&t), "element-too-many");
    begin(&t);
    value = description_of(&t); /* 30 LL becomes 30 81 LL, or 30 82 00 LL */
    describe(&t,
        blob_join(value.data[1] < 0x80 ? blob_copy("\x30\x81", 2)
                                       : blob_copy("\x30\x82\x00", 3),
            blob_cut(value, value.data[1] < 0x80 ? 1 : 2,
                value.len - (value.data[1] < 0x80 ? 1 : 2))),
        "ber-length");
    begin(&t);
    value = description_of(&t);
    value.data[0] = DER_SET;
    describe(&t, value, "set");
}

/* The elements in front of the lists, each with another tag. */
static void
head_cases(void)
{
    static const char *const names[] = {"attestation-version",
        "attestation-level", "keymaster-version", "keymaster-level",
        "challenge", "unique-id"};
    struct test_case t;
    struct blob value;
    size_t i, at;

    for (i = 0; i < COUNT(names); i++) {
        begin(&t);
        value = description_of(&t);
        at = value.data[1] < 0x80 ? 2 : 3;
        /* four elements of three octets, then 04 20, challenge, 04 00 */
        at += i < 5 ? 3 * i : 12 + 34;
        value.data[at] = DER_UTF8_STRING;
        describe(&t, value, format("%s-as-text", names[i]));
    }
}

/* The description without one of its elements. */
static void
element_missing_cases(void)
{
    static const struct {
        const char *test;
        size_t from, len;
    } cases[] = {{"no-attestation-version", 0, 3},
        {"no-attestation-level", 3, 3}, {"no-keymaster-version", 6, 3},
        {"no-keymaster-level", 9, 3}, {"no-challenge", 12, 34},
        {"no-unique-id", 46, 2}, {"no-tee-list", 0, 0}, {"no-lists", 0, 0}};
    struct test_case t;
    struct blob value, rest;
    size_t i, head;

    for (i = 0; i < COUNT(cases); i++) {
        begin(&t);
        value = description_of(&t);
        head = value.data[1] < 0x80 ? 2 : 3;
        value = blob_cut(value, head, value.len - head);
        rest = blob_cut(value, cases[i].from + cases[i].len,
            value.len - cases[i].from - cases[i].len);
        rest = blob_join(blob_head(value, cases[i].from), rest);
        /* software-enforced: 30 0f and 15 octets; what follows is the TEE's */
        if (cases[i].len == 0)
            rest = blob_head(rest, strcmp(cases[i].test, "no-lists") == 0
                                       ? 48
                                       : 48 + 2 + rest.data[49]);
        describe(&t, der(DER_SEQUENCE, rest), cases[i].test);
    }
}

static void
list_cases(void)
{
    struct authorization_list *tee;
    struct test_case t;

    tee = &t.c.android.tee;
    begin(&t);
    tee->trailer = der_integer(1);
    describe(&t, description_of(&t), "tee-member-not-context-tagged");
    begin(&t);
    tee->trailer = blob_copy("\x8a\x01\x00", 3);
    describe(&t, description_of(&t), "tee-member-primitive");
    begin(&t);
    tee->trailer = blob_copy("\x9f\x85\x41\x01\x00", 5);
    describe(&t, description_of(&t), "tee-long-member-primitive");
    begin(&t);
    tee->trailer = blob_copy("\xbf\x85\x41\x05\x00", 5);
    describe(&t, description_of(&t), "tee-member-cut");
    begin(&t);
    tee->origin_value = der(DER_OCTET_STRING, blob_fill(0, 1));
    describe(&t, description_of(&t), "tee-origin-octets");
    begin(&t);
    tee->origin_value = blob_join(der_integer(0), der_integer(0));
    describe(&t, description_of(&t), "tee-origin-two-integers");
    begin(&t);
    tee->origin_value = der(DER_INTEGER, blob_fill(0, 2));
    describe(&t, description_of(&t), "tee-origin-padded");
    begin(&t);
    tee->origin_value = blob_fill(0, 0);
    describe(&t, description_of(&t), "tee-origin-empty");
    begin(&t);
    tee->trailer = der_context(702, der_integer(0));
    describe(&t, description_of(&t), "tee-origin-twice");
    begin(&t);
    tee->purpose_value = der(DER_SEQUENCE, der_integer(KEY_PURPOSE_SIGN));
    describe(&t, description_of(&t), "tee-purpose-sequence");
    begin(&t);
    tee->purpose_value = blob_fill(0, 0);
    describe(&t, description_of(&t), "tee-purpose-nothing");
    begin(&t);
    tee->purpose_value = der_integer(KEY_PURPOSE_SIGN);
    describe(&t, description_of(&t), "tee-purpose-integer");
    begin(&t);
    tee->purpose_value =
        blob_join(der(DER_SET, der_integer(2)), der_integer(2));
    describe(&t, description_of(&t), "tee-purpose-trailing");
    begin(&t);
    tee->purpose_value =
        der(DER_SET, der(DER_UTF8_STRING, blob_copy("\x02", 1)));
    describe(&t, description_of(&t), "tee-purpose-text");
    begin(&t);
    tee->trailer = der_context(1, der(DER_SET, der_integer(2)));
    describe(&t, description_of(&t), "tee-purpose-twice");
    begin(&t);
    t.c.android.software.trailer = der_integer(1);
    describe(&t, description_of(&t), "software-member-not-context-tagged");
    begin(&t);
    tee->trailer = blob_join(der_context(705, der_integer(130000)),
        der_context(718, der_integer(202505)));
    case_accept(&t, "8.4-4a", "more-members");
}

static void
challenge(const char *test, struct blob (*other)(struct test_case *))
{
    struct test_case t;

    begin(&t);
    ceremony_build(&t.c);
    t.c.android.challenge = other(&t);
    case_reject(&t, "8.4-4b", test);
}

static struct blob
right(struct test_case *t)
{
    return blob_sha256(t->c.client_data);
}

static struct blob
any(struct test_case *t)
{
    return blob_random(right(t).len);
}

static struct blob
nothing(struct test_case *t)
{
    return blob_head(right(t), 0);
}

static struct blob
truncated(struct test_case *t)
{
    return blob_head(right(t), 31);
}

static struct blob
longer(struct test_case *t)
{
    return blob_join(right(t), blob_fill(0, 1));
}

static struct blob
flipped(struct test_case *t)
{
    return blob_flip(right(t), 31);
}

static struct blob
of_auth_data(struct test_case *t)
{
    return blob_sha256(t->c.auth_data);
}

static struct blob
text(struct test_case *t)
{
    return t->c.client_data;
}

static void
challenge_cases(void)
{
    challenge("other", any);
    challenge("empty", nothing);
    challenge("truncated", truncated);
    challenge("longer", longer);
    challenge("flip", flipped);
    challenge("authData-hash", of_auth_data);
    challenge("client-data-text", text);
}

static void
all_applications_cases(void)
{
    static const char *const tests[] = {"", "tee", "software", "both"};
    struct test_case t;
    unsigned i;

    for (i = 1; i < COUNT(tests); i++) {
        begin(&t);
        t.c.android.tee.all_applications = (i & 1) != 0;
        t.c.android.software.all_applications = (i & 2) != 0;
        case_reject(&t, "8.4-5", tests[i]);
        begin(&t);
        t.c.android.tee.all_applications = (i & 1) != 0;
        t.c.android.software.all_applications = (i & 2) != 0;
        case_expect(&t, "androidRequireTee", "true");
        case_reject(&t, "8.4-5", format("%s-tee-only-policy", tests[i]));
    }
}

/* Where the origin stands (-1: nowhere), and whether only the TEE counts. */
struct origin_case {
    const char *test;
    int tee, software;
    bool tee_only, accepted;
};

static void
origin_cases(void)
{
    static const struct origin_case cases[] = {
        {"imported", 2, -1, false, false}, {"derived", 1, -1, false, false},
        {"unknown", 3, -1, false, false}, {"absent", -1, -1, false, false},
        {"large", 256, -1, false, false},
        {"software-imported-tee-generated", 0, 2, false, false},
        {"tee-imported-software-generated", 2, 0, false, false},
        {"tee-only-policy-software-generated", -1, 0, true, false},
        {"tee-only-policy-imported", 2, -1, true, false},
        {"software-generated", -1, 0, false, true},
        {"both-generated", 0, 0, false, true},
        {"tee-only-policy", 0, -1, true, true},
        {"tee-only-policy-ignores-software", 0, 2, true, true}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(cases); i++) {
        begin(&t);
        t.c.android.tee.has_origin = cases[i].tee >= 0;
        t.c.android.tee.origin = (unsigned)cases[i].tee;
        t.c.android.software.has_origin = cases[i].software >= 0;
        t.c.android.software.origin = (unsigned)cases[i].software;
        if (cases[i].tee_only)
            case_expect(&t, "androidRequireTee", "true");
        if (cases[i].accepted)
            case_accept(&t, "8.4-6", cases[i].test);
        else
            case_reject(&t, "8.4-6", cases[i].test);
    }
}

struct purpose_case {
    const char *test;
    unsigned num;
    unsigned purposes[3];
};

static void
tee_purpose_cases(void)
{
    static const struct purpose_case cases[] = {
        {"encrypt", 1, {KEY_PURPOSE_ENCRYPT}},
        {"verify-only", 1, {KEY_PURPOSE_VERIFY}},
        {"agree-key", 1, {KEY_PURPOSE_AGREE}},
        {"attest-key", 1, {KEY_PURPOSE_ATTEST}}, {"empty-set", 0, {0}},
        {"sign-and-verify", 2, {KEY_PURPOSE_SIGN, KEY_PURPOSE_VERIFY}},
        {"encrypt-and-sign", 2, {KEY_PURPOSE_ENCRYPT, KEY_PURPOSE_SIGN}},
        {"three", 3, {KEY_PURPOSE_SIGN, KEY_PURPOSE_VERIFY, 7}}};
    struct test_case t;
    size_t i, j;

    for (i = 0; i < COUNT(cases); i++) {
        begin(&t);
        t.c.android.tee.num_purposes = cases[i].num;
        for (j = 0; j < cases[i].num; j++)
            t.c.android.tee.purposes[j] = cases[i].purposes[j];
        case_reject(&t, "8.4-7", cases[i].test);
    }
    begin(&t);
    t.c.android.tee.has_purposes = false;
    case_reject(&t, "8.4-7", "absent");
}

static void
software_purpose_cases(void)
{
    struct authorization_list signs = key_description_begin().tee;
    struct test_case t;

    signs.has_origin = false;
    begin(&t);
    t.c.android.tee.has_purposes = false;
    t.c.android.software = signs;
    case_accept(&t, "8.4-7", "software-purpose");
    begin(&t);
    t.c.android.tee.has_purposes = false;
    t.c.android.software = signs;
    case_expect(&t, "androidRequireTee", "true");
    case_reject(&t, "8.4-7", "tee-only-policy-software-purpose");
    begin(&t);
    t.c.android.software = signs;
    t.c.android.software.purposes[0] = KEY_PURPOSE_ENCRYPT;
    case_reject(&t, "8.4-7", "software-encrypts-tee-signs");
    begin(&t);
    t.c.android.software = signs;
    t.c.android.software.purposes[0] = KEY_PURPOSE_ENCRYPT;
    case_expect(&t, "androidRequireTee", "true");
    case_accept(&t, "8.4-7", "tee-only-policy-ignores-software");
}

void
android_key_cases(void)
{
    statement_signature_cases();
    key_cases();
    description_form_cases();
    head_cases();
    element_missing_cases();
    list_cases();
    challenge_cases();
    all_applications_cases();
    origin_cases();
    tee_purpose_cases();
    software_purpose_cases();
}
