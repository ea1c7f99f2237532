/* SPDX-License-Identifier: Apache-2.0 */
/* Section K: fido-u2f. The form of the statement is in device_form_cases. */
#include "case_groups.h"

#include "case.h"
#include "case_keys.h"
#include "ecdsa_signature.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void
begin(struct test_case *t)
{
    case_begin_attested(t, &statement_fido_u2f, -7, -7);
}

static void
chain_cases(void)
{
    struct attestation_authority chain = case_authority_chain(1);
    struct cbor_node *x5c;
    struct test_case t;

    begin(&t);
    ceremony_attest(
        &t.c, &statement_fido_u2f, case_key(ROLE_ATTESTATION, -7), -7, &chain);
    case_reject(&t, "8.6-2a", "two-certificates");
    begin(&t);
    ceremony_sign(&t.c);
    x5c = cbor_get_text(t.c.statement, "x5c");
    cbor_add(x5c, x5c->children[0]);
    case_reject(&t, "8.6-2a", "same-twice");
    begin(&t);
    ceremony_sign(&t.c);
    cbor_set_text(t.c.statement, "x5c", cbor_array());
    case_reject(&t, "8.6-2a", "none");
}

static void
key_cases(void)
{
    static const int certified[] = {-35, -36, -257, -8, -47};
    static const int credentials[] = {-35, -257, -8, -47, -9};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(certified); i++) {
        case_begin_attested(&t, &statement_fido_u2f, -7, certified[i]);
        case_reject(&t, "8.6-2b",
            format("%s-certificate", key_algorithm_find(certified[i])->name));
    }
    for (i = 0; i < COUNT(credentials); i++) {
        case_begin_attested(&t, &statement_fido_u2f, credentials[i], -7);
        case_reject(&t, "8.6-4b",
            format("%s-credential", key_algorithm_find(credentials[i])->name));
    }
}

static void
coordinate_cases(void)
{
    static const struct {
        const char *test;
        int label;
    } cases[] = {{"x-short", -2}, {"y-short", -3}};
    struct cbor_node *value;
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(cases); i++) {
        begin(&t);
        value = cbor_get_integer(t.c.cose_key, cases[i].label);
        value->bytes = blob_head(value->bytes, 31);
        case_reject(&t, "8.6-4a", cases[i].test);
    }
}

static void
signature(const char *test, struct blob (*spoil)(struct test_case *))
{
    struct test_case t;

    begin(&t);
    ceremony_sign(&t.c);
    cbor_set_text(t.c.statement, "sig", cbor_bytes(spoil(&t)));
    case_reject(&t, "8.6-6", test);
}

static struct blob
empty(struct test_case *t)
{
    return blob_head(t->c.signature, 0);
}

static struct blob
flipped(struct test_case *t)
{
    return blob_flip(t->c.signature, t->c.signature.len - 1);
}

static struct blob
trailing(struct test_case *t)
{
    return blob_join(t->c.signature, blob_fill(0, 1));
}

static struct blob
raw(struct test_case *t)
{
    return ecdsa_raw(t->c.signature, 32);
}

static struct blob
sign(struct test_case *t, struct blob message)
{
    return key_sign(t->c.attestation_key, &t->c.attestation_signing, message);
}

static struct blob
packed_style(struct test_case *t)
{
    return sign(t, ceremony_message(&t->c));
}

/* The parts of the message: 1, 32, 32, id, then 1 + 32 + 32. */
static struct blob
part(struct test_case *t, size_t start, size_t len)
{
    return blob_cut(ceremony_u2f_message(&t->c), start, len);
}

static struct blob
no_leading_zero(struct test_case *t)
{
    struct blob message = ceremony_u2f_message(&t->c);

    return sign(t, blob_cut(message, 1, message.len - 1));
}

static struct blob
leading_one(struct test_case *t)
{
    struct blob message = ceremony_u2f_message(&t->c);

    message.data[0] = 1;
    return sign(t, message);
}

static struct blob
hashes_swapped(struct test_case *t)
{
    struct blob message = ceremony_u2f_message(&t->c);
    struct blob hashes = blob_join(part(t, 33, 32), part(t, 1, 32));

    return sign(t, blob_join(blob_join(blob_fill(0, 1), hashes),
                       part(t, 65, message.len - 65)));
}

static struct blob
no_id(struct test_case *t)
{
    struct blob message = ceremony_u2f_message(&t->c);

    return sign(t, blob_join(part(t, 0, 65), part(t, message.len - 65, 65)));
}

static struct blob
no_form(struct test_case *t)
{
    struct blob message = ceremony_u2f_message(&t->c);

    return sign(t,
        blob_join(part(t, 0, message.len - 65), part(t, message.len - 64, 64)));
}

static struct blob
coordinates_swapped(struct test_case *t)
{
    struct blob message = ceremony_u2f_message(&t->c);
    struct blob point =
        blob_join(part(t, message.len - 32, 32), part(t, message.len - 64, 32));

    return sign(t, blob_join(part(t, 0, message.len - 64), point));
}

static struct blob
other_key(struct test_case *t)
{
    struct blob message = ceremony_u2f_message(&t->c);

    return sign(t, blob_join(part(t, 0, message.len - 65),
                       key_point(case_key(ROLE_OTHER, -7))));
}

static struct blob
other_party(struct test_case *t)
{
    struct blob message = ceremony_u2f_message(&t->c);

    return sign(t, blob_flip(message, 1));
}

static struct blob
other_client_data(struct test_case *t)
{
    return sign(t, blob_flip(ceremony_u2f_message(&t->c), 33));
}

static struct blob
other_id(struct test_case *t)
{
    return sign(t, blob_flip(ceremony_u2f_message(&t->c), 65));
}

static void
message_cases(void)
{
    struct test_case t;

    signature("sig-empty", empty);
    signature("sig-flip", flipped);
    signature("sig-trailing", trailing);
    signature("sig-raw-r-s", raw);
    signature("data-packed-style", packed_style);
    signature("data-no-leading-zero", no_leading_zero);
    signature("data-leading-one", leading_one);
    signature("data-hashes-swapped", hashes_swapped);
    signature("data-no-id", no_id);
    signature("data-no-04", no_form);
    signature("data-coordinates-swapped", coordinates_swapped);
    signature("data-other-key", other_key);
    signature("data-other-rp", other_party);
    signature("data-other-client-data", other_client_data);
    signature("data-other-id", other_id);
    begin(&t);
    t.c.attestation_signing.hash = "SHA384";
    case_reject(&t, "8.6-6", "sig-sha384");
    begin(&t);
    t.c.signer = t.c.passkey.key;
    case_reject(&t, "8.6-6", "signed-by-credential-key");
    begin(&t);
    t.c.signer = case_key(ROLE_OTHER, -7);
    case_reject(&t, "8.6-6", "signed-by-stranger");
}

static void
aaguid_cases(void)
{
    struct test_case t;
    unsigned i;

    for (i = 0; i < 16; i += 15) {
        begin(&t);
        t.c.aaguid = blob_flip(blob_fill(0, 16), i);
        case_expect(&t, "u2fRequireZeroAaguid", "true");
        case_reject(&t, "8.6-9", format("aaguid-not-zero-%u", i));
    }
    begin(&t);
    case_accept(&t, "8.6-9", "aaguid-not-zero-tolerated");
    begin(&t);
    t.c.aaguid = blob_fill(0, 16);
    case_expect(&t, "u2fRequireZeroAaguid", "true");
    case_accept(&t, "8.6-9", "aaguid-zero");
}

void
fido_u2f_cases(void)
{
    chain_cases();
    key_cases();
    coordinate_cases();
    message_cases();
    aaguid_cases();
}
