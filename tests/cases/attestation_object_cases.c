/* SPDX-License-Identifier: Apache-2.0 */
/* The attestation object: its CBOR, its members, format and credential id. */
#include "case_groups.h"

#include "case.h"
#include "case_keys.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void
begin_signed(struct test_case *t)
{
    case_begin(t, REGISTRATION);
    ceremony_sign(&t->c);
}

static void
replace_object(struct test_case *t, struct blob bytes)
{
    begin_signed(t);
    t->c.object = cbor_raw(bytes);
}

static void
whole_cases(void)
{
    static const struct {
        const char *test;
        const char *bytes;
        size_t len;
        bool readable; /* CBOR, but not such a map */
    } values[] = {{"array", "\x80", 1, true}, {"integer", "\x01", 1, true},
        {"bytes", "\x41\x01", 2, true}, {"break-only", "\xff", 1, false},
        {"reserved-head", "\x1c", 1, false}, {"empty-map", "\xa0", 1, true},
        {"map-length-bomb", "\xbb\x7f\xff\xff\xff\xff\xff\xff\xff", 9, false},
        {"bytes-length-bomb",
            "\xa1\x68"
            "authData\x5b\x7f\xff\xff\xff\xff\xff\xff\xff",
            19, false},
        {"array-length-bomb",
            "\xa1\x67"
            "attStmt\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
            18, false},
        {"text-not-utf8",
            "\xa1\x63"
            "fmt\x62\xc3\x28",
            8, false}};
    struct test_case t;
    struct blob bytes;
    size_t i;

    for (i = 0; i < COUNT(values); i++) {
        replace_object(&t, blob_copy(values[i].bytes, values[i].len));
        case_reject_as(&t, "7.1-13a", values[i].test,
            values[i].readable ? "ATTESTATION_OBJECT_MALFORMED"
                               : "CBOR_MALFORMED");
    }
    begin_signed(&t);
    bytes = cbor_write(t.c.object);
    t.c.object = cbor_raw(blob_head(bytes, bytes.len - 1));
    case_reject(&t, "7.1-13a", "truncated");
    begin_signed(&t);
    t.c.object->num_claimed = 1;
    case_reject(&t, "7.1-13a", "map-too-long");
    replace_object(&t, blob_fill(0x81, 20000));
    case_reject(&t, "7.1-13a", "nesting-bomb");
    begin_signed(&t);
    cbor_set_text(t.c.object, "attStmt", cbor_raw(blob_fill(0x81, 20000)));
    case_reject(&t, "7.1-13a", "nested-attStmt");
}

/* Values of other kinds, by the name that tests use. */
static struct cbor_node *
value_of(const char *kind)
{
    if (strcmp(kind, "bytes") == 0)
        return cbor_bytes(blob_text("none"));
    if (strcmp(kind, "text") == 0)
        return cbor_text("none");
    if (strcmp(kind, "number") == 0)
        return cbor_integer(7);
    if (strcmp(kind, "null") == 0)
        return cbor_simple(CBOR_NULL);
    if (strcmp(kind, "false") == 0)
        return cbor_simple(CBOR_FALSE);
    return strcmp(kind, "array") == 0 ? cbor_array() : cbor_map();
}

static void
member_cases(const char *rule, const char *name, const char *const *kinds)
{
    struct test_case t;

    begin_signed(&t);
    cbor_drop_text(t.c.object, name);
    case_reject(&t, rule, format("%s-missing", name));
    for (; *kinds != NULL; kinds++) {
        begin_signed(&t);
        cbor_set_text(t.c.object, name, value_of(*kinds));
        case_reject(&t, rule, format("%s-%s", name, *kinds));
    }
}

static void
members_cases(void)
{
    static const char *const fmt[] = {"bytes", "number", "null", "array", NULL};
    static const char *const statement[] = {
        "bytes", "number", "null", "text", "false", NULL};
    static const char *const data[] = {
        "text", "null", "number", "array", "map", NULL};
    struct test_case t;

    member_cases("7.1-13b", "fmt", fmt);
    member_cases("7.1-13c", "attStmt", statement);
    member_cases("7.1-13d", "authData", data);
    begin_signed(&t);
    cbor_put_text(t.c.object, "another1", cbor_integer(1));
    cbor_swap_members(t.c.object, 2, 3);
    case_reject(&t, "7.1-13f", "extra-member");
    begin_signed(&t);
    cbor_put_integer(t.c.object, 1, cbor_integer(1));
    cbor_swap_members(t.c.object, 3, 2);
    cbor_swap_members(t.c.object, 2, 1);
    cbor_swap_members(t.c.object, 1, 0);
    case_reject(&t, "7.1-13f", "numeric-member");
}

static void
trailer_cases(void)
{
    static const struct {
        const char *test;
        const char *bytes;
        size_t len;
    } values[] = {
        {"zero-byte", "\0", 1}, {"break", "\xff", 1}, {"object", "\xa0", 1}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(values); i++) {
        begin_signed(&t);
        t.c.object_trailer = blob_copy(values[i].bytes, values[i].len);
        case_reject(&t, "7.1-13e", values[i].test);
    }
}

static void
damage_object(struct cbor_node *object, const char *way)
{
    struct cbor_node *data = cbor_get_text(object, "authData");

    if (strcmp(way, "long-length") == 0)
        data->head_len = 4;
    else if (strcmp(way, "long-text-length") == 0)
        cbor_get_text(object, "fmt")->head_len = 1;
    else if (strcmp(way, "long-map-head") == 0)
        object->head_len = 1;
    else if (strcmp(way, "indefinite-map") == 0)
        object->indefinite = 1;
    else if (strcmp(way, "indefinite-bytes") == 0)
        data->indefinite = 1;
    else if (strcmp(way, "indefinite-text") == 0)
        cbor_get_text(object, "fmt")->indefinite = 1;
    else if (strcmp(way, "tagged-authData") == 0)
        cbor_set_text(object, "authData", cbor_tag(24, data));
    else if (strcmp(way, "long-member-name") == 0)
        object->children[0]->head_len = 1;
    else if (strcmp(way, "long-statement-head") == 0)
        cbor_get_text(object, "attStmt")->head_len = 1;
}

static void
canonical_cases(void)
{
    static const char *const ways[] = {"long-length", "long-text-length",
        "long-map-head", "indefinite-map", "indefinite-bytes",
        "indefinite-text", "tagged-authData", "long-member-name",
        "long-statement-head"};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(ways); i++) {
        begin_signed(&t);
        damage_object(t.c.object, ways[i]);
        case_reject(&t, "2.4-C1", ways[i]);
    }
    begin_signed(&t);
    t.c.object = cbor_tag(55799, t.c.object);
    case_reject(&t, "2.4-C1", "self-described-tag");
    case_begin_packed(&t, -7);
    ceremony_sign(&t.c);
    cbor_get_text(t.c.statement, "x5c")->indefinite = 1;
    case_reject(&t, "2.4-C1", "attStmt-indefinite-array");
    case_begin_packed(&t, -7);
    ceremony_sign(&t.c);
    cbor_get_text(t.c.statement, "alg")->head_len = 1;
    case_reject(&t, "2.4-C1", "attStmt-long-alg");
}

/*
 * Some real security keys write the outer map in another order. Tolerating
 * that is a flag of the policy, off here; duplicates are never tolerated.
 */
static void
order_cases(void)
{
    struct test_case t;

    begin_signed(&t);
    cbor_swap_members(t.c.object, 1, 2);
    case_reject(&t, "2.4-C1", "order-authData-second");
    begin_signed(&t);
    cbor_swap_members(t.c.object, 0, 2);
    case_reject(&t, "2.4-C1", "order-reversed");
    begin_signed(&t);
    cbor_put_text(t.c.object, "fmt", cbor_text("none"));
    case_reject(&t, "2.4-C2", "fmt-twice");
    begin_signed(&t);
    cbor_put_text(t.c.object, "authData", cbor_bytes(t.c.auth_data));
    case_reject(&t, "2.4-C2", "authData-twice");
    begin_signed(&t);
    cbor_put_text(t.c.object, "attStmt", cbor_map());
    case_reject(&t, "2.4-C2", "attStmt-twice");
    case_begin_packed(&t, -7);
    ceremony_sign(&t.c);
    cbor_put_text(t.c.statement, "sig", cbor_bytes(t.c.signature));
    case_reject(&t, "2.4-C2", "sig-twice");
    case_begin_packed(&t, -7);
    ceremony_sign(&t.c);
    cbor_put_text(
        t.c.statement, "x5c", cbor_copy(cbor_get_text(t.c.statement, "x5c")));
    case_reject(&t, "2.4-C2", "x5c-twice");
}

static void
format_cases(void)
{
    static const struct {
        const char *test;
        const char *fmt;
    } values[] = {{"case", "None"}, {"upper", "NONE"}, {"empty", ""},
        {"unknown", "unknown"}, {"prefix", "non"}, {"longer", "nones"},
        {"space", "none "}, {"android-safetynet", "android-safetynet"},
        {"long", "a-very-long-name-of-a-format-that-nobody-has-ever-heard-of"}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(values); i++) {
        begin_signed(&t);
        cbor_set_text(t.c.object, "fmt", cbor_text(values[i].fmt));
        case_reject(&t, "7.1-21", values[i].test);
    }
    begin_signed(&t);
    cbor_get_text(t.c.object, "fmt")->bytes = blob_copy("none", 5);
    case_reject(&t, "7.1-21", "nul");
    case_begin_self(&t, -7);
    ceremony_sign(&t.c);
    cbor_set_text(t.c.object, "fmt", cbor_text("Packed"));
    case_reject(&t, "7.1-21", "packed-case");
    case_begin_self(&t, -7);
    ceremony_sign(&t.c);
    cbor_get_text(t.c.object, "fmt")->bytes = blob_copy("packed", 7);
    case_reject(&t, "7.1-21", "packed-nul");
    begin_signed(&t);
    cbor_set_text(t.c.object, "fmt", cbor_text("fido_u2f"));
    case_reject(&t, "7.1-21", "u2f-underscore");
}

/* Section F: the statement of "none" is the empty map. */
static void
none_cases(void)
{
    struct test_case t;

    begin_signed(&t);
    cbor_put_text(t.c.statement, "sig", cbor_bytes(blob_fill(1, 8)));
    case_reject(&t, "8.7-1", "sig");
    begin_signed(&t);
    cbor_put_text(t.c.statement, "text", cbor_text("x"));
    case_reject(&t, "8.7-1", "text");
    begin_signed(&t);
    cbor_set_text(t.c.object, "attStmt", cbor_array());
    case_reject(&t, "8.7-1", "array");
    begin_signed(&t);
    cbor_set_text(t.c.object, "attStmt", cbor_array());
    cbor_add(cbor_get_text(t.c.object, "attStmt"), cbor_map());
    case_reject(&t, "8.7-1", "array-element");
    begin_signed(&t);
    cbor_put_integer(t.c.statement, 1, cbor_integer(1));
    case_reject(&t, "8.7-1", "integer-key");
    case_begin_packed(&t, -7);
    ceremony_sign(&t.c);
    cbor_set_text(t.c.object, "fmt", cbor_text("none"));
    case_reject(&t, "8.7-1", "full-packed-statement");
}

static void
begin_with_id(struct test_case *t, struct blob id)
{
    case_begin(t, REGISTRATION);
    t->c.passkey.id = id;
}

static void
id_length_cases(void)
{
    static const size_t refused[] = {1024, 1025, 2048, 16384};
    static const size_t accepted[] = {1, 16, 255, 256, 1023};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(refused); i++) {
        begin_with_id(&t, blob_random(refused[i]));
        case_reject(&t, "7.1-25", format("id-%zu", refused[i]));
    }
    for (i = 0; i < COUNT(accepted); i++) {
        begin_with_id(&t, blob_random(accepted[i]));
        case_accept(&t, "7.1-25", format("id-%zu", accepted[i]));
    }
    case_begin_packed(&t, -7);
    t.c.passkey.id = blob_random(1024);
    case_reject(&t, "7.1-25", "id-1024-packed");
    begin_with_id(&t, blob_random(0));
    ceremony_encode(&t.c);
    json_put(t.c.response, "id", "\"AAAA\"");
    json_put(t.c.response, "rawId", "\"AAAA\"");
    case_reject(&t, "7.1-25b", "id-empty");
}

static void
registered_case(
    const char *test, struct blob id, struct blob registered, bool accepted)
{
    struct test_case t;

    begin_with_id(&t, blob_copy(id.data, id.len));
    case_expect(&t, "existingCredentialIds",
        format("[%s,%s]", quote_bytes(blob_text("someone else's credential")),
            quote_bytes(registered)));
    if (accepted)
        case_accept(&t, "7.1-26", test);
    else
        case_reject(&t, "7.1-26", test);
}

static void
registered_cases(void)
{
    uint8_t id[17] = "Credential id 1"; /* ends in two NULs */
    uint8_t lower[17] = "credential id 1";
    struct test_case t;
    struct blob full = {id, 15};
    struct blob with_nul = {id, 16};
    struct blob other_case = {lower, 15};

    begin_with_id(&t, full);
    case_expect(&t, "existingCredentialIds", format("[%s]", quote_bytes(full)));
    case_reject(&t, "7.1-26", "already-registered");
    registered_case("already-registered-among-others", full, full, false);
    registered_case("already-registered-with-nul", with_nul, with_nul, false);
    registered_case("others-registered", full, other_case, true);
    registered_case("others-same-up-to-nul", full, with_nul, true);
    registered_case("others-same-but-case", other_case, full, true);
}

static void
count_cases(void)
{
    struct test_case t;

    case_begin(&t, REGISTRATION);
    case_accept(&t, "7.1-27", "count-zero");
    case_begin(&t, REGISTRATION);
    t.c.sign_count = UINT32_MAX;
    case_accept(&t, "7.1-27", "count-max");
}

static void
other_ceremony_cases(void)
{
    struct test_case t;
    struct test_case other;

    case_begin(&t, REGISTRATION);
    case_begin(&other, AUTHENTICATION);
    ceremony_encode(&other.c);
    t.c.response = other.c.response;
    t.c.stage = ENCODED;
    case_reject(&t, "7.1-3", "assertion-response");
    case_begin(&t, AUTHENTICATION);
    case_begin(&other, REGISTRATION);
    ceremony_encode(&other.c);
    t.c.response = other.c.response;
    t.c.stage = ENCODED;
    case_reject(&t, "7.2-3", "attestation-response");
}

void
attestation_object_cases(void)
{
    whole_cases();
    members_cases();
    trailer_cases();
    canonical_cases();
    order_cases();
    format_cases();
    none_cases();
    id_length_cases();
    registered_cases();
    count_cases();
    other_ceremony_cases();
}
