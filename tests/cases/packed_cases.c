/* SPDX-License-Identifier: Apache-2.0 */
/* Section G: the packed statement and its signature. */
#include "case_groups.h"

#include "case.h"
#include "case_keys.h"
#include "ecdsa_signature.h"

#include <openssl/ec.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static struct cbor_node *
value_of(const char *kind)
{
    if (strcmp(kind, "text") == 0)
        return cbor_text("x");
    if (strcmp(kind, "null") == 0)
        return cbor_simple(CBOR_NULL);
    return strcmp(kind, "map") == 0 ? cbor_map() : cbor_array();
}

static void
begin_signed(struct test_case *t, bool self)
{
    if (self)
        case_begin_self(t, -7);
    else
        case_begin_packed(t, -7);
    ceremony_sign(&t->c);
}

static void
member_cases(bool self)
{
    static const char *const alg[] = {"text", "null"};
    static const char *const sig[] = {"text", "null", "array"};
    const char *suffix = self ? "self" : "packed";
    struct test_case t;
    size_t i;

    begin_signed(&t, self);
    cbor_drop_text(t.c.statement, "alg");
    case_reject(&t, "8.2-1a", format("alg-missing-%s", suffix));
    for (i = 0; i < COUNT(alg); i++) {
        begin_signed(&t, self);
        cbor_set_text(t.c.statement, "alg", value_of(alg[i]));
        case_reject(&t, "8.2-1a", format("alg-%s-%s", alg[i], suffix));
    }
    begin_signed(&t, self);
    cbor_drop_text(t.c.statement, "sig");
    case_reject(&t, "8.2-1b", format("sig-missing-%s", suffix));
    for (i = 0; i < COUNT(sig); i++) {
        begin_signed(&t, self);
        cbor_set_text(t.c.statement, "sig", value_of(sig[i]));
        case_reject(&t, "8.2-1b", format("sig-%s-%s", sig[i], suffix));
    }
}

static void
statement_cases(void)
{
    struct test_case t;

    begin_signed(&t, true);
    cbor_set_text(t.c.object, "attStmt", cbor_map());
    case_reject(&t, "8.2-1a", "empty");
    begin_signed(&t, true);
    cbor_set_text(t.c.object, "attStmt", cbor_array());
    case_reject(&t, "8.2-1a", "array");
    member_cases(true);
    member_cases(false);
    begin_signed(&t, false);
    cbor_put_text(t.c.statement, "ecdaaKeyId", cbor_bytes(blob_fill(1, 8)));
    case_reject(&t, "8.2-1d", "ecdaaKeyId");
    begin_signed(&t, false);
    cbor_put_text(t.c.statement, "unknown", cbor_bytes(blob_fill(1, 8)));
    case_reject(&t, "8.2-1d", "unknown-member");
    begin_signed(&t, true);
    cbor_put_text(t.c.statement, "unknown", cbor_bytes(blob_fill(1, 8)));
    case_reject(&t, "8.2-1d", "unknown-member-self");
    begin_signed(&t, false);
    cbor_put_integer(t.c.statement, 1, cbor_integer(1));
    cbor_swap_members(t.c.statement, 3, 2);
    cbor_swap_members(t.c.statement, 2, 1);
    cbor_swap_members(t.c.statement, 1, 0);
    case_reject(&t, "8.2-1d", "integer-member");
}

static void
chain_value_cases(void)
{
    static const char *const kinds[] = {"empty", "null", "map", "bytes"};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(kinds); i++) {
        begin_signed(&t, false);
        cbor_set_text(t.c.statement, "x5c",
            strcmp(kinds[i], "bytes") == 0
                ? cbor_bytes(certificate_der(&t.c.leaf))
                : value_of(kinds[i]));
        case_reject_as(&t, "8.2-1c", format("x5c-%s", kinds[i]),
            "ATTESTATION_STATEMENT_MALFORMED");
    }
    begin_signed(&t, true);
    cbor_put_text(t.c.statement, "x5c", cbor_array());
    case_reject_as(
        &t, "8.2-1c", "x5c-empty-self", "ATTESTATION_STATEMENT_MALFORMED");
}

/* The leaf in a form that is not one DER certificate. */
static struct blob
spoilt_certificate(struct blob der, const char *way)
{
    struct blob spoilt = der;

    if (strcmp(way, "empty") == 0)
        return blob_head(der, 0);
    if (strcmp(way, "garbage") == 0)
        return blob_fill(0x30, 64);
    if (strcmp(way, "truncated") == 0)
        return blob_head(der, der.len - 1);
    if (strcmp(way, "trailing") == 0)
        return blob_join(der, blob_fill(0, 1));
    if (strcmp(way, "pem") == 0)
        return blob_text(format("-----BEGIN CERTIFICATE-----\n%s\n"
                                "-----END CERTIFICATE-----\n",
            blob_base64(der)));
    /* ber-length: 30 82 LL LL becomes 30 83 00 LL LL */
    spoilt = blob_copy("\x30\x83\x00", 3);
    return blob_join(spoilt, blob_cut(der, 2, der.len - 2));
}

static void
chain_element_cases(void)
{
    static const char *const ways[] = {
        "empty", "garbage", "truncated", "trailing", "pem", "ber-length"};
    struct cbor_node *x5c;
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(ways); i++) {
        begin_signed(&t, false);
        x5c = cbor_get_text(t.c.statement, "x5c");
        x5c->children[0]->bytes =
            spoilt_certificate(x5c->children[0]->bytes, ways[i]);
        case_reject(&t, "8.2-1c", format("element-%s", ways[i]));
    }
    begin_signed(&t, false);
    x5c = cbor_get_text(t.c.statement, "x5c");
    for (i = 0; i < 6; i++)
        cbor_add(x5c, x5c->children[0]);
    case_reject_as(
        &t, "8.2-1c", "seven-elements", "ATTESTATION_STATEMENT_MALFORMED");
    begin_signed(&t, false);
    x5c = cbor_get_text(t.c.statement, "x5c");
    for (i = 0; i < 5; i++)
        cbor_add(x5c, x5c->children[0]);
    case_expect(&t, "attestation", "\"none\"");
    case_accept(&t, "8.2-1c", "six-elements");
    begin_signed(&t, false);
    cbor_get_text(t.c.statement, "x5c")->children[0] = cbor_text("x");
    case_reject_as(
        &t, "8.2-1c", "element-text", "ATTESTATION_STATEMENT_MALFORMED");
    begin_signed(&t, false);
    cbor_add(cbor_get_text(t.c.statement, "x5c"), cbor_text("x"));
    case_reject_as(
        &t, "8.2-1c", "second-element-text", "ATTESTATION_STATEMENT_MALFORMED");
    begin_signed(&t, false);
    cbor_add(
        cbor_get_text(t.c.statement, "x5c"), cbor_bytes(blob_fill(0x30, 64)));
    case_reject(&t, "8.2-1c", "second-element-garbage");
}

/* The statement says another algorithm than the certificate's key has. */
static void
algorithm_cases(void)
{
    static const struct {
        const char *test;
        int key;
        int said;
    } cases[] = {{"RS256-on-EC-cert", -7, -257},
        {"ES256-on-RSA-cert", -257, -7}, {"ES256-on-P-384-cert", -35, -7},
        {"EdDSA-on-EC-cert", -7, -8}, {"ES256K-on-P-256-cert", -7, -47},
        {"ES384-on-P-256-cert", -7, -35}, {"ES256-on-Ed25519-cert", -8, -7},
        {"unknown-alg", -7, -65000}, {"alg-zero", -7, 0}};
    EVP_PKEY *unknown;
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(cases); i++) {
        case_begin_packed(&t, cases[i].key);
        t.c.attestation_alg = cases[i].said;
        case_reject(&t, "8.2-2a", cases[i].test);
    }
    case_begin_packed(&t, -257);
    unknown = EVP_EC_gen("brainpoolP256r1");
    t.c.leaf.key = unknown;
    case_reject(&t, "8.2-2a", "RS256-on-a-key-of-an-unknown-curve");
    EVP_PKEY_free(unknown);
}

static void
other_signing(const char *test, int alg, int signing_alg)
{
    struct test_case t;

    case_begin_packed(&t, alg);
    t.c.attestation_signing = key_signing_of(key_algorithm_find(signing_alg));
    case_reject(&t, "8.2-2b", test);
}

/* What is signed, or the signature itself, is not the right one. */
static void
signature_value(const char *test, struct blob (*spoil)(struct test_case *))
{
    struct test_case t;

    case_begin_packed(&t, -7);
    ceremony_sign(&t.c);
    cbor_set_text(t.c.statement, "sig", cbor_bytes(spoil(&t)));
    case_reject(&t, "8.2-2b", test);
}

static struct blob
sign_as_attester(struct test_case *t, struct blob message)
{
    return key_sign(t->c.attestation_key, &t->c.attestation_signing, message);
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
truncated(struct test_case *t)
{
    return blob_head(t->c.signature, t->c.signature.len - 1);
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
zero_r(struct test_case *t)
{
    return ecdsa_with(t->c.signature, ECDSA_ZERO_R, -7);
}

static struct blob
over_auth_data(struct test_case *t)
{
    return sign_as_attester(t, t->c.auth_data);
}

static struct blob
over_hash(struct test_case *t)
{
    return sign_as_attester(t, blob_sha256(t->c.client_data));
}

static struct blob
over_client_data(struct test_case *t)
{
    return sign_as_attester(t, blob_join(t->c.auth_data, t->c.client_data));
}

static struct blob
over_swapped(struct test_case *t)
{
    return sign_as_attester(
        t, blob_join(blob_sha256(t->c.client_data), t->c.auth_data));
}

static void
attestation_signature_cases(void)
{
    struct test_case t;

    other_signing("RS256-as-RS384", -258, -257);
    other_signing("RS256-as-PS256", -37, -257);
    other_signing("PS256-as-RS256", -257, -37);
    other_signing("sig-sha384", -7, -35);
    case_begin_packed(&t, -7);
    t.c.signer = t.c.passkey.key;
    case_reject(&t, "8.2-2b", "signed-by-credential-key");
    case_begin_packed(&t, -7);
    t.c.signer = case_key(ROLE_OTHER, -7);
    case_reject(&t, "8.2-2b", "signed-by-stranger");
    signature_value("sig-empty", empty);
    signature_value("sig-flip", flipped);
    signature_value("sig-truncated", truncated);
    signature_value("sig-trailing", trailing);
    signature_value("sig-raw-r-s", raw);
    signature_value("sig-zero-r", zero_r);
    signature_value("authData-only", over_auth_data);
    signature_value("hash-only", over_hash);
    signature_value("client-data-not-hashed", over_client_data);
    signature_value("swapped", over_swapped);
}

/* Client data changed after they were signed. */
static void
client_data_cases_after_signing(void)
{
    struct test_case t;

    case_begin_packed(&t, -7);
    ceremony_sign(&t.c);
    t.c.client_data = blob_join(t.c.client_data, blob_text(" "));
    case_reject(&t, "8.2-2b", "client-data-changed-packed");
    case_begin_self(&t, -7);
    ceremony_sign(&t.c);
    t.c.client_data = blob_join(t.c.client_data, blob_text(" "));
    case_reject(&t, "8.2-3b", "client-data-changed-self");
    case_begin_packed(&t, -7);
    case_expect(&t, "attestation", "\"none\"");
    ceremony_sign(&t.c);
    cbor_set_text(t.c.statement, "sig", cbor_bytes(flipped(&t)));
    case_reject(&t, "8.2-2b", "sig-flip-though-trust-not-assessed");
}

static void
self_algorithm_cases(void)
{
    static const struct {
        const char *test;
        int alg;
        int said;
    } cases[] = {{"ESP256-for-ES256", -7, -9}, {"ES256K-for-ES256", -7, -47},
        {"RS256-for-PS256", -37, -257}, {"RS384-for-RS256", -257, -258},
        {"Ed25519-for-EdDSA", -8, -19}, {"unknown", -7, -65000},
        {"zero", -7, 0}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(cases); i++) {
        case_begin_self(&t, cases[i].alg);
        t.c.attestation_alg = cases[i].said;
        case_reject(&t, "8.2-3a", cases[i].test);
    }
    case_begin_packed(&t, -35);
    ceremony_sign(&t.c);
    cbor_drop_text(t.c.statement, "x5c");
    case_reject(&t, "8.2-3a", "x5c-removed-alg-differs");
}

static void
self_signature_cases(void)
{
    const struct key_algorithm *at;
    struct test_case t;

    for (at = key_algorithms; at->name != NULL; at++) {
        case_begin_self(&t, at->id);
        ceremony_sign(&t.c);
        cbor_set_text(t.c.statement, "sig", cbor_bytes(flipped(&t)));
        case_reject(&t, "8.2-3b", format("%s-flip", at->name));
        case_begin_self(&t, at->id);
        t.c.signer = case_key(ROLE_OTHER, at->id);
        case_reject(&t, "8.2-3b", format("%s-other-key", at->name));
    }
    case_begin_packed(&t, -7);
    ceremony_sign(&t.c);
    cbor_drop_text(t.c.statement, "x5c");
    case_reject(&t, "8.2-3b", "x5c-removed");
}

void
packed_cases(void)
{
    statement_cases();
    chain_value_cases();
    chain_element_cases();
    algorithm_cases();
    attestation_signature_cases();
    client_data_cases_after_signing();
    self_algorithm_cases();
    self_signature_cases();
}
