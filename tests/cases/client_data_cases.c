/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The client data: their JSON, type, challenge, origin, top origin. Both
 * ceremonies have the same checks under different rule numbers.
 */
#include "case_groups.h"

#include "case.h"

#include <string.h>

struct client_rules {
    enum ceremony_kind kind;
    const char *utf8, *json, *object, *members, *types, *twice;
    const char *type, *challenge, *origin, *cross, *top, *top_listed;
    const char *type_value, *other_type_value;
};

static const struct client_rules rules[] = {
    {REGISTRATION, "7.1-5", "7.1-6a", "7.1-6b", "7.1-6c", "7.1-6d", "7.1-6e",
        "7.1-7", "7.1-8", "7.1-9", "7.1-10", "7.1-11a", "7.1-11b",
        "webauthn.create", "webauthn.get"},
    {AUTHENTICATION, "7.2-8", "7.2-9a", "7.2-9b", "7.2-9c", "7.2-9d", "7.2-9e",
        "7.2-10", "7.2-11", "7.2-12", "7.2-13", "7.2-14a", "7.2-14b",
        "webauthn.get", "webauthn.create"},
};

struct variant {
    const char *test;
    const char *value;
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Text with `member` put before the first member, or after the last. */
static char *
with_first(const char *text, const char *member)
{
    return format("{%s,%s", member, text + 1);
}

static char *
with_last(const char *text, const char *member)
{
    return format("%.*s,%s}", (int)strlen(text) - 1, text, member);
}

static void
utf8_cases(const struct client_rules *r)
{
    static const struct variant extras[] = {
        {"ill-formed-utf8-replaced",
            "\"x\":\"\xff\xc0\x80\xed\xa0\x80\xe2\x82\""},
        {"non-ascii", "\"x\":\"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x94\x91\""},
    };
    struct test_case t;
    size_t i;

    case_begin(&t, r->kind);
    client_text_set(&t, format("\xef\xbb\xbf%s", client_text(&t)));
    case_accept(&t, r->utf8, "bom-stripped");
    for (i = 0; i < COUNT(extras); i++) {
        case_begin(&t, r->kind);
        client_text_set(&t, with_last(client_text(&t), extras[i].value));
        case_accept(&t, r->utf8, extras[i].test);
    }
}

/* The text is put between the two. */
struct frame {
    const char *test;
    const char *before;
    const char *after;
};

static void
frame_cases(const struct client_rules *r)
{
    static const struct frame frames[] = {
        {"trailing-garbage", "", "x"},
        {"second-value", "", "{}"},
        {"two-boms", "\xef\xbb\xbf\xef\xbb\xbf", ""},
        {"comment", "/* */", ""},
        {"line-comment", "// \n", ""},
        {"leading-garbage", "x", ""},
        {"trailing-brace", "", "}"},
        {"form-feed", "\f", ""},
        {"no-break-space", "\xc2\xa0", ""},
    };
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(frames); i++) {
        case_begin(&t, r->kind);
        client_text_set(&t, format("%s%s%s", frames[i].before, client_text(&t),
                                frames[i].after));
        case_reject(&t, r->json, frames[i].test);
    }
}

static void
bad_member_cases(const struct client_rules *r)
{
    static const struct variant members[] = {
        {"single-quotes", "'x':'y'"},
        {"nan", "\"x\":NaN"},
        {"infinity", "\"x\":Infinity"},
        {"leading-zero-number", "\"x\":01"},
        {"plus-number", "\"x\":+1"},
        {"hex-number", "\"x\":0x10"},
        {"bare-fraction", "\"x\":.5"},
        {"open-fraction", "\"x\":5."},
        {"open-exponent", "\"x\":5e"},
        {"control-character", "\"x\":\"\x01\""},
        {"newline-in-string", "\"x\":\"\n\""},
        {"bad-escape", "\"x\":\"\\x41\""},
        {"short-unicode-escape", "\"x\":\"\\u12\""},
        {"name-without-quotes", "x:1"},
        {"value-missing", "\"x\":"},
        {"colon-missing", "\"x\" 1"},
        {"literal-case", "\"x\":True"},
        {"unclosed-array", "\"x\":[1"},
        {"array-trailing-comma", "\"x\":[1,]"},
        {"trailing-comma", ""},
    };
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(members); i++) {
        case_begin(&t, r->kind);
        client_text_set(&t, with_last(client_text(&t), members[i].value));
        case_reject(&t, r->json, members[i].test);
    }
}

static void
other_text_cases(const struct client_rules *r)
{
    struct test_case t;
    char *text;
    size_t i;

    case_begin(&t, r->kind);
    text = client_text(&t);
    client_text_set(&t, format("%.*s", (int)strlen(text) - 1, text));
    case_reject(&t, r->json, "truncated");

    case_begin(&t, r->kind);
    text = client_text(&t);
    ceremony_build(&t.c);
    t.c.client_data = blob_copy("\xff\xfe", 2);
    for (i = 0; text[i] != '\0'; i++) {
        blob_add_byte(&t.c.client_data, (uint8_t)text[i]);
        blob_add_byte(&t.c.client_data, 0);
    }
    case_reject(&t, r->json, "utf-16");

    case_begin(&t, r->kind);
    ceremony_build(&t.c);
    blob_add_byte(&t.c.client_data, 0);
    case_reject(&t, r->json, "nul-suffix");

    case_begin(&t, r->kind);
    client_text_set(&t, " ");
    case_reject(&t, r->json, "blank");
}

static void
object_cases(const struct client_rules *r)
{
    static const struct variant values[] = {{"string", "\"x\""},
        {"null", "null"}, {"number", "7"}, {"true", "true"},
        {"empty-array", "[]"}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(values); i++) {
        case_begin(&t, r->kind);
        client_text_set(&t, values[i].value);
        case_reject(&t, r->object, values[i].test);
    }
    case_begin(&t, r->kind);
    client_text_set(&t, format("[%s]", client_text(&t)));
    case_reject(&t, r->object, "array");
}

static const char *const required[] = {"type", "challenge", "origin"};

static void
member_cases(const struct client_rules *r)
{
    static const struct variant values[] = {{"null", "null"}, {"number", "7"},
        {"array", "[\"x\"]"}, {"object", "{}"}, {"true", "true"}};
    struct test_case t;
    size_t i;
    size_t j;

    for (i = 0; i < COUNT(required); i++) {
        const char *name = required[i];

        case_begin(&t, r->kind);
        json_drop(t.c.client, name);
        case_reject(&t, r->members, format("%s-missing", name));
        case_begin(&t, r->kind);
        json_put(t.c.client, format("%c%s", name[0] - 'a' + 'A', name + 1),
            quote(client_string(&t, name)));
        json_drop(t.c.client, name);
        case_reject(&t, r->members, format("%s-name-case", name));
        for (j = 0; j < COUNT(values); j++) {
            case_begin(&t, r->kind);
            json_put(t.c.client, name, values[j].value);
            case_reject(&t, r->members, format("%s-%s", name, values[j].test));
        }
    }
}

static void
type_cases(const struct client_rules *r)
{
    static const struct variant members[] = {{"crossOrigin-string", "\"true\""},
        {"crossOrigin-number", "1"}, {"crossOrigin-object", "{}"},
        {"topOrigin-number", "1"},
        {"topOrigin-array", "[\"https://example.net\"]"}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(members); i++) {
        const char *name =
            members[i].test[0] == 'c' ? "crossOrigin" : "topOrigin";

        case_begin(&t, r->kind);
        case_expect(&t, "allowCrossOrigin", "true");
        case_expect(&t, "topOrigins", "[\"https://example.net\"]");
        json_put(t.c.client, name, members[i].value);
        case_reject(&t, r->types, members[i].test);
    }
}

static void
twice_member_cases(const struct client_rules *r, const char *name,
    const char *good, const char *bad)
{
    struct test_case t;

    case_begin(&t, r->kind);
    client_text_set(
        &t, with_first(client_text(&t), format("\"%s\":%s", name, bad)));
    case_reject(&t, r->twice, format("%s-twice-bad-first", name));
    case_begin(&t, r->kind);
    client_text_set(
        &t, with_last(client_text(&t), format("\"%s\":%s", name, bad)));
    case_reject(&t, r->twice, format("%s-twice-bad-last", name));
    case_begin(&t, r->kind);
    if (good == NULL)
        good = quote(client_string(&t, name));
    client_text_set(
        &t, with_last(client_text(&t), format("\"%s\":%s", name, good)));
    case_reject(&t, r->twice, format("%s-twice-same", name));
}

static void
twice_cases(const struct client_rules *r)
{
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(required); i++)
        twice_member_cases(r, required[i], NULL, "\"x\"");
    twice_member_cases(r, "crossOrigin", "false", "true");
    case_begin(&t, r->kind);
    client_text_set(
        &t, with_last(client_text(&t),
                format("\"t\\u0079pe\":%s", quote(client_string(&t, "type")))));
    case_reject(&t, r->twice, "type-twice-escaped-name");
    case_begin(&t, r->kind);
    case_expect(&t, "allowCrossOrigin", "true");
    case_expect(&t, "topOrigins", "[\"https://example.net\"]");
    json_put(t.c.client, "topOrigin", "\"https://example.net\"");
    client_text_set(&t,
        with_last(client_text(&t), "\"topOrigin\":\"https://example.net\""));
    case_reject(&t, r->twice, "topOrigin-twice-same");
}

static void
put_values(const struct client_rules *r, const char *rule, const char *name,
    const struct variant *values, size_t num_values)
{
    struct test_case t;
    size_t i;

    for (i = 0; i < num_values; i++) {
        case_begin(&t, r->kind);
        json_put(t.c.client, name, quote(values[i].value));
        case_reject(&t, rule, format("%s-%s", name, values[i].test));
    }
}

static void
ceremony_type_cases(const struct client_rules *r)
{
    const struct variant values[] = {{"other-ceremony", r->other_type_value},
        {"empty", ""}, {"case", "Webauthn.Create"}, {"prefix", "webauthn."},
        {"payment", "payment.get"}, {"u2f", "navigator.id.finishEnrollment"}};
    const struct variant frames[] = {{"space", "%s "}, {"nul", "%s\\u0000"},
        {"nul-tail", "%s\\u0000x"}, {"longer", "%sd"},
        {"leading-space", " %s"}};
    struct test_case t;
    size_t i;

    put_values(r, r->type, "type", values, COUNT(values));
    for (i = 0; i < COUNT(frames); i++) {
        const char *end = strchr(frames[i].value, 's') + 1;

        case_begin(&t, r->kind);
        json_put(t.c.client, "type",
            format("\"%s%s%s\"", frames[i].value[0] == ' ' ? " " : "",
                r->type_value, end));
        case_reject(&t, r->type, format("type-%s", frames[i].test));
    }
}

/* The challenge text of a case in another form. */
static char *
other_challenge(struct test_case *t, const char *form)
{
    struct blob bytes = t->challenge;
    char *text = blob_base64url(bytes);
    size_t len = strlen(text);

    if (strcmp(form, "other") == 0)
        return blob_base64url(blob_random(32));
    if (strcmp(form, "empty") == 0)
        return format("%s", "");
    if (strcmp(form, "padded") == 0)
        return format("%s=", text);
    if (strcmp(form, "plain-base64") == 0)
        return format("%.*s", (int)len, blob_base64(bytes));
    if (strcmp(form, "truncated") == 0)
        return format("%.*s", (int)len - 1, text);
    if (strcmp(form, "longer") == 0)
        return format("%sA", text);
    if (strcmp(form, "nul") == 0)
        return format("%s\\u0000", text);
    if (strcmp(form, "space") == 0)
        return format("%s ", text);
    if (strcmp(form, "flip") == 0)
        return blob_base64url(blob_flip(bytes, 0));
    if (strcmp(form, "tail-flip") == 0)
        return blob_base64url(blob_flip(bytes, bytes.len - 1));
    if (strcmp(form, "unused-bits") == 0)
        text[len - 1]++; /* 32 octets leave two bits of the last letter */
    if (strcmp(form, "case") == 0)
        text[4] = 'a', text[5] = text[5] == 'B' ? 'b' : 'B';
    return text;
}

static void
challenge_cases(const struct client_rules *r)
{
    static const char *const forms[] = {"other", "empty", "padded",
        "plain-base64", "truncated", "longer", "nul", "space", "flip",
        "tail-flip", "unused-bits", "case"};
    struct test_case t;
    char *hex;
    size_t i;

    for (i = 0; i < COUNT(forms); i++) {
        case_begin(&t, r->kind);
        json_put(t.c.client, "challenge", quote(other_challenge(&t, forms[i])));
        case_reject(&t, r->challenge, format("challenge-%s", forms[i]));
    }
    case_begin(&t, r->kind);
    hex = format("%s", "");
    for (i = 0; i < t.challenge.len; i++)
        hex = format("%s%02x", hex, t.challenge.data[i]);
    json_put(t.c.client, "challenge", quote(hex));
    case_reject(&t, r->challenge, "challenge-hex");
}

static void
origin_cases(const struct client_rules *r)
{
    static const struct variant values[] = {{"other", "https://example.net"},
        {"http", "http://example.org"}, {"port", "https://example.org:8443"},
        {"default-port", "https://example.org:443"},
        {"slash", "https://example.org/"},
        {"subdomain", "https://www.example.org"}, {"parent", "https://org"},
        {"suffix-trick", "https://example.org.evil.net"},
        {"prefix-trick", "https://evilexample.org"},
        {"userinfo", "https://example.org@evil.net"},
        {"case", "https://EXAMPLE.org"}, {"scheme-case", "HTTPS://example.org"},
        {"dot", "https://example.org."}, {"nul", "https://example.org\\u0000"},
        {"nul-tail", "https://example.org\\u0000.evil.net"}, {"empty", ""},
        {"null", "null"}, {"rp-id", "example.org"},
        {"path", "https://example.org/login"},
        {"space", "https://example.org "},
        {"homograph", "https://ex\xd0\xb0mple.org"},
        {"truncated", "https://example.or"},
        {"android", "android:apk-key-hash:AAAA"}};
    static const struct variant accepted[] = {
        {"second-in-list", "https://login.example.org"},
        {"android-expected",
            "android:apk-key-hash:-sYXRdwJA3hvue3mKpYrOZ9zSPC7b4mbgzJmdZEDO5w"},
        {"related-expected", "https://example.co.uk"}};
    struct test_case t;
    size_t i;

    put_values(r, r->origin, "origin", values, COUNT(values));
    for (i = 0; i < COUNT(accepted); i++) {
        case_begin(&t, r->kind);
        case_expect(&t, "origins",
            format("[\"" SITE_ORIGIN "\",\"%s\"]", accepted[i].value));
        json_put(t.c.client, "origin", quote(accepted[i].value));
        case_accept(&t, r->origin, format("origin-%s", accepted[i].test));
    }
}

/* A page at example.org embedded in one at `top`; NULL: top not told. */
static void
embed(struct test_case *t, enum ceremony_kind kind, const char *top)
{
    case_begin(t, kind);
    json_put(t->c.client, "crossOrigin", "true");
    if (top != NULL)
        json_put(t->c.client, "topOrigin", quote(top));
}

static void
cross_origin_cases(const struct client_rules *r)
{
    struct test_case t;

    embed(&t, r->kind, NULL);
    case_reject(&t, r->cross, "crossOrigin-not-allowed");
    embed(&t, r->kind, "https://example.net");
    case_reject(&t, r->cross, "crossOrigin-not-allowed-topOrigin-given");
    embed(&t, r->kind, NULL);
    case_expect(&t, "allowCrossOrigin", "true");
    case_accept(&t, r->cross, "crossOrigin-allowed");
    case_begin(&t, r->kind);
    case_expect(&t, "allowCrossOrigin", "true");
    case_accept(&t, r->cross, "crossOrigin-false-allowed");
    case_begin(&t, r->kind);
    json_put(t.c.client, "topOrigin", "\"https://example.net\"");
    case_reject(&t, r->top, "topOrigin-but-not-embeddable");
    case_begin(&t, r->kind);
    json_put(t.c.client, "topOrigin", quote(SITE_ORIGIN));
    case_reject(&t, r->top, "topOrigin-same-as-origin-but-not-embeddable");
}

static void
top_origin_cases(const struct client_rules *r)
{
    static const struct variant values[] = {{"other", "https://example.com"},
        {"own-origin", SITE_ORIGIN}, {"port", "https://example.net:8443"},
        {"nul", "https://example.net\\u0000"},
        {"suffix", "https://example.net.evil.com"}, {"empty", ""},
        {"case", "https://EXAMPLE.net"}, {"slash", "https://example.net/"},
        {"null-origin", "null"}};
    static const char listed[] =
        "[\"https://example.net\",\"https://shop.example.net\"]";
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(values); i++) {
        embed(&t, r->kind, values[i].value);
        case_expect(&t, "allowCrossOrigin", "true");
        case_expect(&t, "topOrigins", listed);
        case_reject(&t, r->top_listed, format("topOrigin-%s", values[i].test));
    }
    embed(&t, r->kind, "https://example.net");
    case_expect(&t, "allowCrossOrigin", "true");
    case_reject(&t, r->top_listed, "topOrigin-none-listed");
    embed(&t, r->kind, "https://example.net");
    case_expect(&t, "allowCrossOrigin", "true");
    case_expect(&t, "topOrigins", listed);
    case_accept(&t, r->top_listed, "topOrigin-first");
    embed(&t, r->kind, "https://shop.example.net");
    case_expect(&t, "allowCrossOrigin", "true");
    case_expect(&t, "topOrigins", listed);
    case_accept(&t, r->top_listed, "topOrigin-second");
}

static void
tolerated_member_cases(const struct client_rules *r)
{
    struct test_case t;

    case_begin(&t, r->kind);
    client_text_set(&t,
        with_last(client_text(&t), "\"a\":{\"b\":[1,2.5e-3,null]},\"c\":\"\""));
    case_accept(&t, "5.8.1-T1", "unknown-members");
    case_begin(&t, r->kind);
    client_text_set(&t, with_first(client_text(&t), "\"a\":{\"type\":1}"));
    case_accept(&t, "5.8.1-T1", "unknown-first");
    case_begin(&t, r->kind);
    cJSON_AddItemToArray(t.c.client, cJSON_DetachItemFromArray(t.c.client, 0));
    case_accept(&t, "5.8.1-T1", "reordered");
    case_begin(&t, r->kind);
    json_put(t.c.client, "big", format("\"%4000s\"", "x"));
    case_accept(&t, "5.8.1-T1", "big-unknown");
    case_begin(&t, r->kind);
    client_text_set(&t, format(" \t\r\n%s\n ", cJSON_Print(t.c.client)));
    case_accept(&t, "5.8.1-T1", "whitespace");
    case_begin(&t, r->kind);
    json_drop(t.c.client, "crossOrigin");
    case_accept(&t, "5.8.1-T4", "crossOrigin-absent");
}

static void
escape_cases(const struct client_rules *r)
{
    struct test_case t;

    case_begin(&t, r->kind);
    json_put(t.c.client, "origin", "\"https:\\/\\/ex\\u0061mple.org\"");
    json_put(t.c.client, "type", format("\"\\u0077%s\"", r->type_value + 1));
    client_text_set(&t, client_text(&t));
    case_accept(&t, "5.8.1-T2", "escapes");
    case_begin(&t, r->kind);
    json_put(
        t.c.client, "tokenBinding", "{\"status\":\"present\",\"id\":\"AA\"}");
    case_accept(&t, "5.8.1-T3", "tokenBinding-present");
    case_begin(&t, r->kind);
    json_put(t.c.client, "tokenBinding", "{\"status\":\"supported\"}");
    case_accept(&t, "5.8.1-T3", "tokenBinding-supported");
}

void
client_data_cases(void)
{
    const struct client_rules *r;

    for (r = rules; r < rules + COUNT(rules); r++) {
        utf8_cases(r);
        frame_cases(r);
        bad_member_cases(r);
        other_text_cases(r);
        object_cases(r);
        member_cases(r);
        type_cases(r);
        twice_cases(r);
        ceremony_type_cases(r);
        challenge_cases(r);
        origin_cases(r);
        cross_origin_cases(r);
        top_origin_cases(r);
        tolerated_member_cases(r);
        escape_cases(r);
    }
}
