/* SPDX-License-Identifier: Apache-2.0 */
/* Section O: extension outputs of clients and authenticators. */
#include "case_groups.h"

#include "case.h"
#include "case_keys.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define APP_ID       "https://example.org/u2f/app-id.json"

static const enum ceremony_kind kinds[] = {REGISTRATION, AUTHENTICATION};

/* Values that extension data may end in, as CBOR in a C string. */
static const struct {
    const char *test;
    const char *bytes;
    size_t len;
} endings[] = {{"uint16", "\x19\x01\x00", 3},
    {"uint64", "\x1b\x00\x00\x00\x01\x00\x00\x00\x00", 9},
    {"float16", "\xf9\x3c\x00", 3}, {"float32", "\xfa\x47\xc3\x50\x00", 5},
    {"float64", "\xfb\x3f\xf1\x99\x99\x99\x99\x99\x9a", 9},
    {"negative", "\x38\x63", 2}, {"empty-text", "\x60", 1},
    {"empty-map", "\xa0", 1}, {"empty-array", "\x80", 1}, {"true", "\xf5", 1},
    {"null", "\xf6", 1}};

static void
begin_with_output(
    struct test_case *t, enum ceremony_kind kind, struct cbor_node *value)
{
    case_begin(t, kind);
    t->c.flags |= FLAG_ED;
    t->c.extensions = cbor_map();
    cbor_put_text(t->c.extensions, "unknownExtension", value);
}

static void
ending_cases(enum ceremony_kind kind)
{
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(endings); i++) {
        begin_with_output(&t, kind, cbor_map());
        cbor_set_text(t.c.extensions, "unknownExtension",
            cbor_raw(blob_copy(endings[i].bytes, endings[i].len)));
        case_accept(&t, "9-E3", format("output-ends-in-%s", endings[i].test));
    }
    begin_with_output(&t, kind, cbor_map());
    cbor_set_text(
        t.c.extensions, "unknownExtension", cbor_bytes(blob_fill(7, 300)));
    case_accept(&t, "9-E3", "output-ends-in-long-bytes");
    begin_with_output(&t, kind, cbor_map());
    cbor_set_text(
        t.c.extensions, "unknownExtension", cbor_simple(CBOR_UNDEFINED));
    case_accept(&t, "9-E3", "output-undefined");
    begin_with_output(&t, kind, cbor_map());
    case_accept(&t, "9-E3", "unsolicited-authenticator-unknown");
}

static void
put_output(struct test_case *t, const char *name, struct cbor_node *value)
{
    if (t->c.extensions == NULL)
        t->c.extensions = cbor_map();
    t->c.flags |= FLAG_ED;
    cbor_put_text(t->c.extensions, name, value);
}

static void
authenticator_cases(enum ceremony_kind kind)
{
    struct test_case t;

    case_begin(&t, kind);
    put_output(&t, "credProtect", cbor_integer(3));
    case_accept(&t, "9-E3", "unsolicited-authenticator-credProtect");
    case_begin(&t, kind);
    put_output(&t, "hmac-secret", cbor_simple(CBOR_TRUE));
    case_accept(&t, "9-E3", "unsolicited-authenticator-hmac-secret");
    case_begin(&t, kind);
    put_output(&t, "credBlob", cbor_simple(CBOR_TRUE));
    put_output(&t, "credProtect", cbor_integer(2));
    put_output(&t, "hmac-secret", cbor_simple(CBOR_TRUE));
    case_accept(&t, "9-E3", "unsolicited-authenticator-several");
    case_begin(&t, kind);
    t.c.flags |= FLAG_ED;
    t.c.extensions = cbor_map();
    case_accept(&t, "9-E3", "empty-authenticator-output");
}

static void
client_output(enum ceremony_kind kind, const char *rule, const char *test,
    const char *literal)
{
    struct test_case t;

    case_begin(&t, kind);
    ceremony_encode(&t.c);
    json_put(t.c.response, "clientExtensionResults", literal);
    case_accept(&t, rule, test);
}

static void
client_cases(enum ceremony_kind kind)
{
    client_output(kind, "9-E3", "unsolicited-client",
        "{\"future\":{\"deep\":[{\"x\":null}]}}");
    client_output(kind, "9-E4", "none-acted-upon", "{}");
    if (kind == AUTHENTICATION) {
        client_output(kind, "10.1.4-1", "prf-results",
            "{\"prf\":{\"results\":{\"first\":\"AAAA\"}}}");
        client_output(kind, "10.1.5-1", "largeBlob-blob",
            "{\"largeBlob\":{\"blob\":\"AAAA\"}}");
        return;
    }
    client_output(
        kind, "10.1.2-1", "appidExclude-true", "{\"appidExclude\":true}");
    client_output(
        kind, "10.1.3-1", "credProps-rk-true", "{\"credProps\":{\"rk\":true}}");
    client_output(kind, "10.1.3-1", "credProps-rk-false",
        "{\"credProps\":{\"rk\":false}}");
    client_output(kind, "10.1.3-1", "credProps-empty", "{\"credProps\":{}}");
    client_output(
        kind, "10.1.4-1", "prf-enabled", "{\"prf\":{\"enabled\":true}}");
    client_output(kind, "10.1.5-1", "largeBlob-supported",
        "{\"largeBlob\":{\"supported\":true}}");
}

/* An old U2F credential: the AppID stands where the RP ID does otherwise. */
struct appid_case {
    const char *rule;
    const char *test;
    bool requested;
    const char *output; /* the client extension results */
    const char *hashed; /* what rpIdHash is the hash of */
    bool accepted;
};

static void
appid_cases(void)
{
    static const struct appid_case cases[] = {
        {"10.1.1-1", "appid-used", true, "{\"appid\":true}", APP_ID, true},
        {"10.1.1-1", "appid-not-used", true, "{\"appid\":false}", SITE_RP_ID,
            true},
        {"10.1.1-1", "appid-not-requested-output-true", false,
            "{\"appid\":true}", SITE_RP_ID, true},
        {"10.1.1-2", "output-true-hash-of-rp-id", true, "{\"appid\":true}",
            SITE_RP_ID, false},
        {"10.1.1-2", "output-false-hash-of-appid", true, "{\"appid\":false}",
            APP_ID, false},
        {"10.1.1-2", "output-absent-hash-of-appid", true, "{}", APP_ID, false},
        {"10.1.1-2", "output-name-case", true, "{\"appId\":true}", APP_ID,
            false},
        {"10.1.1-2", "output-text-hash-of-appid", true, "{\"appid\":\"true\"}",
            APP_ID, false},
        {"10.1.1-2", "output-one-hash-of-appid", true, "{\"appid\":1}", APP_ID,
            false},
        {"10.1.1-2", "output-true-hash-of-other-appid", true,
            "{\"appid\":true}", "https://example.net/app-id.json", false},
        {"10.1.1-2", "output-true-hash-of-appid-lower-path", true,
            "{\"appid\":true}", "https://example.org/u2f/APP-ID.json", false},
        {"7.2-15", "appid-not-requested", false, "{\"appid\":true}", APP_ID,
            false}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(cases); i++) {
        case_begin(&t, AUTHENTICATION);
        if (cases[i].requested)
            case_expect(&t, "appid", "\"" APP_ID "\"");
        t.c.rp_id_hash = blob_sha256(blob_text(cases[i].hashed));
        ceremony_encode(&t.c);
        json_put(t.c.response, "clientExtensionResults", cases[i].output);
        if (cases[i].accepted)
            case_accept(&t, cases[i].rule, cases[i].test);
        else
            case_reject(&t, cases[i].rule, cases[i].test);
    }
}

void
extension_cases(void)
{
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(kinds); i++) {
        ending_cases(kinds[i]);
        authenticator_cases(kinds[i]);
        client_cases(kinds[i]);
    }
    case_begin_packed(&t, -7);
    put_output(&t, "credProtect", cbor_integer(3));
    case_accept(&t, "9-E3", "unsolicited-authenticator-packed");
    case_begin(&t, AUTHENTICATION);
    put_output(&t, "hmac-secret", cbor_bytes(blob_random(48)));
    case_accept(&t, "9-E3", "hmac-secret-output");
    appid_cases();
}
