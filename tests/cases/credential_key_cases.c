/* SPDX-License-Identifier: Apache-2.0 */
/* The credential public key: COSE_Key, curve, point, modulus, algorithm. */
#include "case_groups.h"

#include "case.h"
#include "case_keys.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

enum { KTY = 1, ALG = 3, CRV = -1, X = -2, Y = -3, N = -1, E = -2 };

static void
begin(struct test_case *t, int alg)
{
    case_begin_with(t, REGISTRATION, alg);
}

/* The whole key replaced by something else, in CBOR. */
static void
replaced_cases(void)
{
    static const struct {
        const char *test;
        const char *bytes;
        size_t len;
    } values[] = {{"array", "\x81\x01", 2}, {"bytes", "\x41\x01", 2},
        {"integer", "\x01", 1}, {"text", "\x61x", 2}, {"null", "\xf6", 1},
        {"empty-map", "\xa0", 1}, {"absent", "", 0}};
    struct test_case t;
    struct blob key;
    size_t i;

    for (i = 0; i < COUNT(values); i++) {
        begin(&t, -7);
        t.c.cose_key = cbor_raw(blob_copy(values[i].bytes, values[i].len));
        case_reject(&t, "6.5.1-K1", values[i].test);
    }
    begin(&t, -7);
    key = cbor_write(t.c.cose_key);
    t.c.cose_key = cbor_raw(blob_head(key, key.len - 1));
    case_reject(&t, "6.5.1-K1", "truncated");
}

static void
label_cases(void)
{
    struct test_case t;

    begin(&t, -7);
    cbor_drop_integer(t.c.cose_key, KTY);
    case_reject(&t, "6.5.1-K2", "kty-missing");
    begin(&t, -7);
    cbor_set_integer(t.c.cose_key, KTY, cbor_text("EC2"));
    case_reject(&t, "6.5.1-K2", "kty-text");
    begin(&t, -7);
    cbor_set_integer(t.c.cose_key, KTY, cbor_bytes(blob_fill(2, 1)));
    case_reject(&t, "6.5.1-K2", "kty-bytes");
    begin(&t, -7);
    cbor_set_integer(t.c.cose_key, KTY, cbor_simple(CBOR_TRUE));
    case_reject(&t, "6.5.1-K2", "kty-true");
    begin(&t, -7);
    cbor_drop_integer(t.c.cose_key, ALG);
    case_reject(&t, "6.5.1-K3", "alg-missing");
    begin(&t, -7);
    cbor_set_integer(t.c.cose_key, ALG, cbor_text("ES256"));
    case_reject(&t, "6.5.1-K3", "alg-text");
    begin(&t, -7);
    cbor_set_integer(t.c.cose_key, ALG, cbor_simple(CBOR_NULL));
    case_reject(&t, "6.5.1-K3", "alg-null");
}

/* A key of `alg` where one integer parameter says something else. */
struct integer_case {
    const char *test;
    int alg;
    int label;
    int value;
};

static void
integer_cases(const char *rule, const struct integer_case *cases, size_t num)
{
    struct test_case t;
    size_t i;

    for (i = 0; i < num; i++) {
        begin(&t, cases[i].alg);
        cbor_set_integer(
            t.c.cose_key, cases[i].label, cbor_integer(cases[i].value));
        case_reject(&t, rule, cases[i].test);
    }
}

static void
kind_cases(void)
{
    static const struct integer_case types[] = {{"ES256-kty-RSA", -7, KTY, 3},
        {"ES256-kty-OKP", -7, KTY, 1}, {"ES256-kty-symmetric", -7, KTY, 4},
        {"ES256-kty-AKP", -7, KTY, 7}, {"RS256-kty-EC2", -257, KTY, 2},
        {"EdDSA-kty-EC2", -8, KTY, 2}, {"RS256-alg-on-EC-key", -7, ALG, -257},
        {"EdDSA-alg-on-EC-key", -7, ALG, -8},
        {"ES256-alg-on-RSA-key", -257, ALG, -7}};
    static const struct integer_case curves[] = {
        {"ES256-on-P-384", -35, ALG, -7}, {"ES384-on-P-256", -7, ALG, -35},
        {"ES512-on-P-384", -35, ALG, -36}, {"ES256-on-secp256k1", -47, ALG, -7},
        {"ES256K-on-P-256", -7, ALG, -47}, {"ESP256-on-P-384", -35, ALG, -9},
        {"ES256-crv-label-P-384", -7, CRV, 2}, {"ES256-crv-0", -7, CRV, 0},
        {"EdDSA-on-Ed448", -53, ALG, -8}, {"Ed448-on-Ed25519", -8, ALG, -53},
        {"Ed25519-on-Ed448", -53, ALG, -19}, {"EdDSA-X25519", -8, CRV, 4},
        {"ESP384-on-P-256", -7, ALG, -51}, {"ESP512-on-P-256", -7, ALG, -52}};
    struct test_case t;

    integer_cases("6.5.1-K4", types, COUNT(types));
    integer_cases("6.5.1-K5", curves, COUNT(curves));
    begin(&t, -7);
    cbor_drop_integer(t.c.cose_key, CRV);
    case_reject(&t, "6.5.1-K5", "crv-missing");
    begin(&t, -7);
    cbor_set_integer(t.c.cose_key, CRV, cbor_text("P-256"));
    case_reject(&t, "6.5.1-K5", "crv-text");
    begin(&t, -8);
    cbor_drop_integer(t.c.cose_key, CRV);
    case_reject(&t, "6.5.1-K5", "EdDSA-crv-missing");
}

/* The coordinate one octet shorter or longer, at its front or its end. */
static void
coordinate_cases(int alg, int label, const char *name)
{
    static const struct blob none = {NULL, 0};
    const char *algorithm = key_algorithm_find(alg)->name;
    struct test_case t;
    struct blob value;

    begin(&t, alg);
    value = cbor_get_integer(t.c.cose_key, label)->bytes;
    cbor_get_integer(t.c.cose_key, label)->bytes =
        blob_cut(value, 1, value.len - 1);
    case_reject(&t, "6.5.1-K6", format("%s-%s-short", algorithm, name));
    begin(&t, alg);
    value = cbor_get_integer(t.c.cose_key, label)->bytes;
    cbor_get_integer(t.c.cose_key, label)->bytes =
        blob_join(blob_fill(0, 1), value);
    case_reject(&t, "6.5.1-K6", format("%s-%s-padded", algorithm, name));
    begin(&t, alg);
    cbor_get_integer(t.c.cose_key, label)->bytes = none;
    case_reject(&t, "6.5.1-K6", format("%s-%s-empty", algorithm, name));
    begin(&t, alg);
    cbor_get_integer(t.c.cose_key, label)->kind = CBOR_TEXT;
    cbor_get_integer(t.c.cose_key, label)->bytes =
        blob_fill('x', key_algorithm_find(alg)->field_len);
    case_reject(&t, "6.5.1-K6", format("%s-%s-text", algorithm, name));
    begin(&t, alg);
    cbor_drop_integer(t.c.cose_key, label);
    case_reject(&t, "6.5.1-K6", format("%s-%s-missing", algorithm, name));
}

static const int ec_algorithms[] = {-7, -35, -36, -47, -9};

static void
compressed_cases(void)
{
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(ec_algorithms); i++) {
        begin(&t, ec_algorithms[i]);
        cbor_set_integer(t.c.cose_key, Y, cbor_simple(CBOR_TRUE));
        case_reject(&t, "6.5.1-K7",
            format("%s-y-sign-bit", t.c.passkey.algorithm->name));
    }
}

static void
set_point(struct test_case *t, uint8_t value)
{
    size_t len = t->c.passkey.algorithm->field_len;

    cbor_get_integer(t->c.cose_key, X)->bytes = blob_fill(value, len);
    cbor_get_integer(t->c.cose_key, Y)->bytes = blob_fill(value, len);
}

static void
point_cases(void)
{
    struct test_case t;
    struct cbor_node *y;
    size_t i;

    for (i = 0; i < COUNT(ec_algorithms); i++) {
        const char *name = key_algorithm_find(ec_algorithms[i])->name;

        begin(&t, ec_algorithms[i]);
        y = cbor_get_integer(t.c.cose_key, Y);
        y->bytes = blob_flip(y->bytes, y->bytes.len - 1);
        case_reject(&t, "6.5.1-K8", format("%s-off-curve", name));
        begin(&t, ec_algorithms[i]);
        set_point(&t, 0);
        case_reject(&t, "6.5.1-K8", format("%s-zero-point", name));
        begin(&t, ec_algorithms[i]);
        set_point(&t, 0xff);
        case_reject(&t, "6.5.1-K8", format("%s-all-ones", name));
    }
}

/* y of an Edwards key: its first octets, and what the others are. */
static void
edwards_case(int alg, const char *test, const char *first, uint8_t others)
{
    size_t len = key_algorithm_find(alg)->field_len;
    struct blob y =
        blob_join(blob_text(first), blob_fill(others, len - strlen(first)));
    struct test_case t;

    if (alg == -53)
        y.data[len - 1] = 0; /* but for the sign it is */
    else
        y.data[len - 1] &= 0x7f;
    begin(&t, alg);
    cbor_get_integer(t.c.cose_key, X)->bytes = y;
    case_reject(
        &t, "6.5.1-K8", format("%s-%s", key_algorithm_find(alg)->name, test));
}

/* (0, 1) and its like: one signature would fit every message. */
static void
edwards_cases(void)
{
    static const char order_8[] =
        "\xc7\x17\x6a\x70\x3d\x4d\xd8\x4f\xba\x3c\x0b\x76\x0d\x10\x67\x0f"
        "\x2a\x20\x53\xfa\x2c\x39\xcc\xc6\x4e\xc7\xfd\x77\x92\xac\x03\x7a";
    static const char other_of_order_8[] =
        "\x26\xe8\x95\x8f\xc2\xb2\x27\xb0\x45\xc3\xf4\x89\xf2\xef\x98\xf0"
        "\xd5\xdf\xac\x05\xd3\xc6\x33\x39\xb1\x38\x02\x88\x6d\x53\xfc\x05";
    static const int algorithms[] = {-8, -19, -53};
    size_t i;

    for (i = 0; i < COUNT(algorithms); i++) {
        edwards_case(algorithms[i], "off-curve", "\x02", 0);
        edwards_case(algorithms[i], "neutral", "\x01", 0);
        edwards_case(algorithms[i], "zero", "", 0);
        edwards_case(algorithms[i], "all-ones", "", 0xff);
    }
    edwards_case(-8, "minus-one", "\xec", 0xff);
    edwards_case(-8, "prime", "\xed", 0xff);
    edwards_case(-8, "neutral-and-prime", "\xee", 0xff);
    edwards_case(-8, "order-8", order_8, 0);
    edwards_case(-8, "other-order-8", other_of_order_8, 0);
}

static void
rsa_member_cases(int alg)
{
    const char *name = key_algorithm_find(alg)->name;
    struct test_case t;

    begin(&t, alg);
    cbor_drop_integer(t.c.cose_key, N);
    case_reject(&t, "6.5.1-K9", format("%s-n-missing", name));
    begin(&t, alg);
    cbor_drop_integer(t.c.cose_key, E);
    case_reject(&t, "6.5.1-K9", format("%s-e-missing", name));
}

static void
rsa_number(const char *test, int label, struct blob value)
{
    struct test_case t;

    begin(&t, -257);
    cbor_get_integer(t.c.cose_key, label)->bytes = value;
    case_reject(&t, "6.5.1-K9", test);
}

static void
rsa_size(const char *test, unsigned bits)
{
    EVP_PKEY *key = key_generate_rsa(bits, 65537);
    struct test_case t;

    begin(&t, -257);
    t.c.cose_key = key_cose(key, t.c.passkey.algorithm);
    EVP_PKEY_free(key);
    case_reject(&t, "6.5.1-K9", test);
}

static void
rsa_cases(void)
{
    static const uint8_t exponent[] = {1, 0, 1};
    struct blob e = {NULL, 0};
    struct test_case t;
    struct blob n;

    rsa_member_cases(-257);
    rsa_member_cases(-37);
    begin(&t, -257);
    cbor_set_integer(t.c.cose_key, N, cbor_text("n"));
    case_reject(&t, "6.5.1-K9", "n-text");
    begin(&t, -257);
    cbor_set_integer(t.c.cose_key, E, cbor_integer(65537));
    case_reject(&t, "6.5.1-K9", "e-integer");
    rsa_number("n-empty", N, e);
    rsa_number("e-empty", E, e);
    begin(&t, -257);
    n = blob_join(blob_fill(0, 1), cbor_get_integer(t.c.cose_key, N)->bytes);
    rsa_number("n-leading-zero", N, n);
    rsa_number("e-leading-zero", E,
        blob_join(blob_fill(0, 1), blob_copy(exponent, 3)));
    begin(&t, -257);
    n = cbor_get_integer(t.c.cose_key, N)->bytes;
    n = blob_flip(n, n.len - 1);
    rsa_number("n-even", N, n);
    rsa_number("e-one", E, blob_fill(1, 1));
    rsa_number("e-even", E, blob_fill(4, 1));
    rsa_number("e-zero", E, blob_fill(0, 1));
    rsa_number("n-one", N, blob_fill(1, 1));
    rsa_number("n-too-long", N, blob_fill(0xff, 2049));
    rsa_size("1024-bits", 1024);
    rsa_size("2040-bits", 2040);
}

static void
optional_cases(void)
{
    static const struct {
        const char *test;
        int alg;
        int label;
    } bytes[] = {{"kid", -7, 2}, {"base-iv", -7, 5}, {"private-d", -7, -4},
        {"unknown-integer", -7, 100}, {"unknown-negative", -7, -100},
        {"EdDSA-y", -8, -3}, {"EdDSA-private-d", -8, -4},
        {"RS256-private-d", -257, -3}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(bytes); i++) {
        struct cbor_node *map;
        unsigned at;

        begin(&t, bytes[i].alg);
        map = t.c.cose_key;
        cbor_put_integer(map, bytes[i].label, cbor_bytes(blob_fill(9, 32)));
        /* Positive labels come before the negative ones. */
        if (bytes[i].label > 0)
            for (at = map->num_children / 2 - 1;
                 at > (bytes[i].label == 2 ? 1u : 2u); at--)
                cbor_swap_members(map, at, at - 1);
        case_reject(&t, "6.5.1-K10", bytes[i].test);
    }
    begin(&t, -7);
    cbor_put_integer(t.c.cose_key, 4, cbor_array());
    cbor_swap_members(t.c.cose_key, 5, 4);
    cbor_swap_members(t.c.cose_key, 4, 3);
    cbor_swap_members(t.c.cose_key, 3, 2);
    cbor_add(cbor_get_integer(t.c.cose_key, 4), cbor_integer(2));
    case_reject(&t, "6.5.1-K10", "key-ops");
    begin(&t, -7);
    cbor_put_text(t.c.cose_key, "a", cbor_integer(1));
    case_reject(&t, "6.5.1-K10", "text-label");
}

/* What makes a COSE_Key not canonical. */
static void
damage_encoding(struct cbor_node *key, const char *way)
{
    struct cbor_node *x = cbor_get_integer(key, X);

    if (strcmp(way, "order") == 0)
        cbor_swap_members(key, 3, 4);
    else if (strcmp(way, "alg-before-kty") == 0)
        cbor_swap_members(key, 0, 1);
    else if (strcmp(way, "long-map-head") == 0)
        key->head_len = 1;
    else if (strcmp(way, "indefinite") == 0)
        key->indefinite = 1;
    else if (strcmp(way, "duplicate-alg") == 0)
        cbor_put_integer(key, ALG, cbor_integer(-7));
    else if (strcmp(way, "duplicate-x") == 0)
        cbor_put_integer(key, X, cbor_copy(x));
    else if (strcmp(way, "long-kty") == 0)
        cbor_get_integer(key, KTY)->head_len = 1;
    else if (strcmp(way, "long-label") == 0)
        key->children[0]->head_len = 1;
    else if (strcmp(way, "long-x-length") == 0)
        x->head_len = 2;
    else if (strcmp(way, "indefinite-x") == 0)
        x->indefinite = 1;
}

static void
canonical_cases(void)
{
    static const char *const ways[] = {"order", "alg-before-kty",
        "long-map-head", "indefinite", "duplicate-alg", "duplicate-x",
        "long-kty", "long-label", "long-x-length", "indefinite-x"};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(ways); i++) {
        begin(&t, -7);
        damage_encoding(t.c.cose_key, ways[i]);
        case_reject(&t, "6.5.1-K11", ways[i]);
        case_begin_self(&t, -7);
        damage_encoding(t.c.cose_key, ways[i]);
        case_reject(&t, "6.5.1-K11", format("%s-self", ways[i]));
    }
    begin(&t, -7);
    t.c.cose_key = cbor_tag(24, t.c.cose_key);
    case_reject(&t, "6.5.1-K11", "tagged");
}

static void
offered_cases(void)
{
    static const struct {
        const char *test;
        int alg;
        const char *offered;
    } aliases[] = {{"ESP256-for-ES256", -9, "[-7]"},
        {"ES256-for-ESP256", -7, "[-9]"}, {"Ed25519-for-EdDSA", -19, "[-8]"},
        {"EdDSA-for-Ed25519", -8, "[-19]"}, {"ESP384-for-ES384", -51, "[-35]"},
        {"ESP512-for-ES512", -52, "[-36]"}, {"RS256-for-PS256", -257, "[-37]"}};
    const struct key_algorithm *at;
    struct test_case t;
    size_t i;

    for (at = key_algorithms; at->name != NULL; at++) {
        begin(&t, at->id);
        case_expect(
            &t, "algorithms", at->id == -7 ? "[-8,-257]" : "[-7,-65000]");
        case_reject(&t, "7.1-20", format("%s-not-offered", at->name));
    }
    for (i = 0; i < COUNT(aliases); i++) {
        begin(&t, aliases[i].alg);
        case_expect(&t, "algorithms", aliases[i].offered);
        case_reject(&t, "7.1-20", aliases[i].test);
    }
    begin(&t, -7);
    case_expect(&t, "algorithms", "[-7]");
    case_accept(&t, "7.1-20", "only-one-offered");
}

void
credential_key_cases(void)
{
    replaced_cases();
    label_cases();
    kind_cases();
    coordinate_cases(-7, X, "x");
    coordinate_cases(-7, Y, "y");
    coordinate_cases(-36, X, "x");
    coordinate_cases(-36, Y, "y");
    coordinate_cases(-8, X, "x");
    coordinate_cases(-53, X, "x");
    compressed_cases();
    point_cases();
    edwards_cases();
    rsa_cases();
    optional_cases();
    canonical_cases();
    offered_cases();
}
