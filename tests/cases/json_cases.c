/* SPDX-License-Identifier: Apache-2.0 */
/* Section A: the JSON of the response, whatever is inside its bytes. */
#include "case_groups.h"

#include "case.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct variant {
    const char *test;
    const char *literal; /* NULL: the member is left out */
    const char *error;   /* NULL: that of the rule */
};

static const enum ceremony_kind kinds[] = {REGISTRATION, AUTHENTICATION};

static void
put_or_drop(cJSON *object, const char *name, const char *literal)
{
    if (literal == NULL)
        json_drop(object, name);
    else
        json_put(object, name, literal);
}

static void
refuse(
    struct test_case *t, const char *rule, const char *test, const char *error)
{
    case_reject_as(t, rule, test, error != NULL ? error : expected_error(rule));
}

static void
whole_cases(enum ceremony_kind kind)
{
    static const struct variant values[] = {{"array", "[]", NULL},
        {"string", "\"x\"", NULL}, {"number", "1", NULL},
        {"null", "null", NULL}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(values); i++) {
        case_begin(&t, kind);
        ceremony_encode(&t.c);
        t.c.response = cJSON_CreateRaw(values[i].literal);
        case_reject(&t, "5.1-J1", values[i].test);
    }
}

/* Ways to spoil base64url text; NULL when this one cannot be spoilt so. */
static char *
spoil(const char *text, const char *way)
{
    int len = (int)strlen(text);
    char *copy = format("%s", text);

    if (strcmp(way, "padded") == 0)
        return quote(format("%s%s", text, len % 4 == 3 ? "=" : "=="));
    if (strcmp(way, "space") == 0)
        return quote(format("%.*s %s", len / 2, text, text + len / 2));
    if (strcmp(way, "leading-space") == 0)
        return quote(format(" %s", text));
    if (strcmp(way, "newline") == 0)
        return quote(format("%s\\n", text));
    if (strcmp(way, "nul") == 0)
        return quote(format("%s\\u0000", text));
    if (strcmp(way, "non-ascii") == 0)
        return quote(format("\xc3\xa9%s", text + 2));
    if (strcmp(way, "length-1-mod-4") == 0) {
        while (strlen(copy) % 4 != 1)
            copy = format("%sA", copy);
        return quote(copy);
    }
    for (; *copy != '\0'; copy++) /* plain-base64 */
        if (*copy == '-')
            *copy = '+';
        else if (*copy == '_')
            *copy = '/';
    return quote(copy - len);
}

/* U+0000 is refused in all strings, before anybody looks at base64url. */
static const char *
error_of(const char *way)
{
    return strcmp(way, "nul") == 0 ? "JSON_MALFORMED" : "BASE64URL_MALFORMED";
}

/* The same bytes with a bit set that belongs to none of them. */
static char *
loosen(const char *text)
{
    char *copy = format("%s", text);

    copy[strlen(copy) - 1]++;
    return quote(copy);
}

static const char *const id_ways[] = {
    "padded", "plain-base64", "space", "newline", "nul"};

static void
begin_with_marked_id(struct test_case *t, enum ceremony_kind kind)
{
    case_begin(t, kind);
    memset(t->c.passkey.id.data, 0xff, 3);
    /* 32 octets whose last letter is even: its two loose bits are zero. */
    if (t->credential != NULL)
        json_put(t->credential, "id", quote_bytes(t->c.passkey.id));
    ceremony_encode(&t->c);
}

static void
id_cases(enum ceremony_kind kind, const char *rule, const char *name)
{
    static const struct variant values[] = {{"missing", NULL, "MEMBER_MISSING"},
        {"number", "1", "MEMBER_TYPE"}, {"null", "null", "MEMBER_MISSING"},
        {"empty", "\"\"", "MEMBER_MISSING"}, {"object", "{}", "MEMBER_TYPE"}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(values); i++) {
        case_begin(&t, kind);
        ceremony_encode(&t.c);
        put_or_drop(t.c.response, name, values[i].literal);
        refuse(
            &t, rule, format("%s-%s", name, values[i].test), values[i].error);
    }
    for (i = 0; i < COUNT(id_ways); i++) {
        begin_with_marked_id(&t, kind);
        json_put(t.c.response, name,
            spoil(blob_base64url(t.c.passkey.id), id_ways[i]));
        refuse(
            &t, rule, format("%s-%s", name, id_ways[i]), error_of(id_ways[i]));
    }
    begin_with_marked_id(&t, kind);
    json_put(t.c.response, name, loosen(blob_base64url(t.c.passkey.id)));
    refuse(&t, rule, format("%s-unused-bits", name), "BASE64URL_MALFORMED");
}

static void
both_id_cases(enum ceremony_kind kind)
{
    struct test_case t;

    case_begin(&t, kind);
    ceremony_encode(&t.c);
    json_put(t.c.response, "id", "\"\"");
    json_put(t.c.response, "rawId", "\"\"");
    refuse(&t, "5.1-J2", "both-empty", "MEMBER_MISSING");
    case_begin(&t, kind);
    ceremony_encode(&t.c);
    json_drop(t.c.response, "id");
    json_drop(t.c.response, "rawId");
    refuse(&t, "5.1-J2", "both-missing", "MEMBER_MISSING");
    case_begin(&t, kind);
    ceremony_encode(&t.c);
    json_put(t.c.response, "rawId",
        quote_bytes(blob_flip(t.c.passkey.id, t.c.passkey.id.len - 1)));
    case_reject(&t, "5.1-J3", "differs");
    case_begin(&t, kind);
    ceremony_encode(&t.c);
    json_put(t.c.response, "rawId",
        quote_bytes(blob_join(t.c.passkey.id, blob_fill(0, 1))));
    case_reject(&t, "5.1-J3", "longer");
}

static void
type_cases(enum ceremony_kind kind)
{
    static const struct variant values[] = {{"missing", NULL, "MEMBER_MISSING"},
        {"number", "1", NULL}, {"null", "null", NULL}, {"empty", "\"\"", NULL},
        {"case", "\"Public-Key\"", NULL}, {"password", "\"password\"", NULL},
        {"nul", "\"public-key\\u0000\"", "JSON_MALFORMED"},
        {"prefix", "\"public\"", NULL}, {"longer", "\"public-key2\"", NULL},
        {"array", "[\"public-key\"]", NULL}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(values); i++) {
        case_begin(&t, kind);
        ceremony_encode(&t.c);
        put_or_drop(t.c.response, "type", values[i].literal);
        refuse(
            &t, "5.1-J4", format("type-%s", values[i].test), values[i].error);
    }
}

static void
inner_object_cases(enum ceremony_kind kind)
{
    static const struct variant values[] = {{"missing", NULL, "MEMBER_MISSING"},
        {"null", "null", NULL}, {"array", "[]", NULL},
        {"string", "\"x\"", NULL}, {"number", "1", NULL},
        {"bool", "true", NULL}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(values); i++) {
        case_begin(&t, kind);
        ceremony_encode(&t.c);
        put_or_drop(t.c.response, "response", values[i].literal);
        refuse(&t, "5.1-J5", values[i].test, values[i].error);
    }
}

static void
required_cases(enum ceremony_kind kind, const char *name)
{
    static const struct variant values[] = {{"missing", NULL, "MEMBER_MISSING"},
        {"number", "1", NULL}, {"null", "null", "MEMBER_MISSING"},
        {"empty", "\"\"", "MEMBER_MISSING"}, {"array", "[]", NULL},
        {"object", "{}", NULL}, {"bool", "true", NULL}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(values); i++) {
        case_begin(&t, kind);
        put_or_drop(case_inner(&t), name, values[i].literal);
        refuse(&t, "5.1-J6", format("%s-%s", name, values[i].test),
            values[i].error);
    }
}

/* A case whose every byte member contains a letter outside plain base64. */
static void
begin_with_marked_bytes(struct test_case *t, enum ceremony_kind kind)
{
    do {
        case_begin(t, kind);
        t->c.aaguid = blob_fill(0xff, 16);
        t->c.sign_count = 0xfbffffff;
        json_put(t->c.client, "marker", "\">>>>>>?????\"");
        ceremony_encode(&t->c);
    } while (kind == AUTHENTICATION &&
             strpbrk(blob_base64url(t->c.signature), "-_") == NULL);
}

static void
bytes_cases(enum ceremony_kind kind, const char *name)
{
    static const char *const ways[] = {"padded", "plain-base64", "space",
        "newline", "nul", "length-1-mod-4", "non-ascii", "leading-space"};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(ways); i++) {
        cJSON *inner;

        begin_with_marked_bytes(&t, kind);
        inner = case_inner(&t);
        json_put(inner, name,
            spoil(cJSON_GetStringValue(
                      cJSON_GetObjectItemCaseSensitive(inner, name)),
                ways[i]));
        case_reject_as(
            &t, "5.1-J7", format("%s-%s", name, ways[i]), error_of(ways[i]));
    }
}

/* Client data of a length that leaves two or four bits in the last letter. */
static void
loose_bits_cases(enum ceremony_kind kind)
{
    struct test_case t;
    size_t rest;

    for (rest = 1; rest <= 2; rest++) {
        char *text;

        case_begin(&t, kind);
        text = client_text(&t);
        while (strlen(text) % 3 != rest)
            text = format("%s ", text);
        client_text_set(&t, text);
        json_put(case_inner(&t), "clientDataJSON",
            loosen(blob_base64url(t.c.client_data)));
        case_reject(
            &t, "5.1-J7", format("clientDataJSON-unused-bits%zu", rest));
    }
}

static void
extension_result_cases(enum ceremony_kind kind)
{
    static const struct variant values[] = {{"array", "[]", NULL},
        {"string", "\"x\"", NULL}, {"number", "1", NULL},
        {"null", "null", NULL}, {"bool", "true", NULL}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(values); i++) {
        case_begin(&t, kind);
        ceremony_encode(&t.c);
        json_put(t.c.response, "clientExtensionResults", values[i].literal);
        case_reject(&t, "5.1-J8", values[i].test);
    }
    case_begin(&t, kind);
    ceremony_encode(&t.c);
    json_drop(t.c.response, "clientExtensionResults");
    case_accept(&t, "5.1-J8", "missing");
}

static void
tolerated_cases(enum ceremony_kind kind)
{
    static const struct variant values[] = {
        {"attachment-unknown", "\"satellite\"", NULL},
        {"attachment-null", "null", NULL}, {"attachment-missing", NULL, NULL}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(values); i++) {
        case_begin(&t, kind);
        ceremony_encode(&t.c);
        put_or_drop(t.c.response, "authenticatorAttachment", values[i].literal);
        case_accept(&t, "5.1-J9", values[i].test);
    }
    case_begin(&t, kind);
    ceremony_encode(&t.c);
    json_put(t.c.response, "future", "{\"a\":[1,{\"id\":2}]}");
    case_accept(&t, "5.1-J9", "unknown-top-member");
    case_begin(&t, kind);
    json_put(case_inner(&t), "future", "[\"x\",null]");
    case_accept(&t, "5.1-J9", "unknown-response-member");
}

static void
transport_cases(void)
{
    static const struct variant refused[] = {{"string", "\"usb\"", NULL},
        {"object", "{}", NULL}, {"number", "1", NULL},
        {"number-element", "[\"usb\",1]", NULL},
        {"null-element", "[null]", NULL}, {"nested", "[[\"usb\"]]", NULL}};
    static const struct variant accepted[] = {
        {"unknown-transport", "[\"usb\",\"pigeon\"]", NULL},
        {"missing", NULL, NULL}, {"empty", "[]", NULL}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(refused); i++) {
        case_begin(&t, REGISTRATION);
        json_put(case_inner(&t), "transports", refused[i].literal);
        case_reject(&t, "5.1-J10", refused[i].test);
    }
    for (i = 0; i < COUNT(accepted); i++) {
        case_begin(&t, REGISTRATION);
        put_or_drop(case_inner(&t), "transports", accepted[i].literal);
        case_accept(&t, "5.1-J10", accepted[i].test);
    }
}

static void
user_handle_cases(bool known)
{
    static const struct variant values[] = {{"number", "1", "MEMBER_TYPE"},
        {"empty", "\"\"", "MEMBER_MISSING"}, {"array", "[]", "MEMBER_TYPE"},
        {"bool", "true", "MEMBER_TYPE"}, {"65-bytes", NULL, NULL},
        {"padded", "\"AAAAAA==\"", NULL}, {"not-base64url", "\"a/b+\"", NULL},
        {"nul", "\"AAAA\\u0000\"", "JSON_MALFORMED"}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(values); i++) {
        case_begin(&t, AUTHENTICATION);
        if (known)
            case_expect(&t, "userHandle", quote_bytes(t.c.passkey.user_handle));
        json_put(case_inner(&t), "userHandle",
            values[i].literal != NULL ? values[i].literal
                                      : quote_bytes(blob_fill(7, 65)));
        refuse(&t, "5.1-J11",
            format("%s-%s", values[i].test, known ? "known" : "discoverable"),
            values[i].error);
    }
}

static void
copy_cases(void)
{
    struct test_case t;
    struct blob other;

    case_begin(&t, REGISTRATION);
    t.c.with_copies = true;
    ceremony_encode(&t.c);
    json_put(case_inner(&t), "authenticatorData",
        quote_bytes(blob_flip(t.c.auth_data, 36)));
    case_reject(&t, "5.1-J12", "authenticatorData-copy-differs");

    case_begin(&t, REGISTRATION);
    t.c.with_copies = true;
    ceremony_encode(&t.c);
    json_put(case_inner(&t), "authenticatorData",
        quote_bytes(blob_head(t.c.auth_data, t.c.auth_data.len - 1)));
    case_reject(&t, "5.1-J12", "authenticatorData-copy-truncated");

    case_begin(&t, REGISTRATION);
    json_put(case_inner(&t), "authenticatorData", "7");
    refuse(&t, "5.1-J12", "authenticatorData-copy-number", "MEMBER_TYPE");

    case_begin(&t, REGISTRATION);
    t.c.with_copies = true;
    json_put(case_inner(&t), "publicKeyAlgorithm", "-257");
    case_reject(&t, "5.1-J12", "algorithm-copy-differs");

    case_begin(&t, REGISTRATION);
    t.c.with_copies = true;
    ceremony_encode(&t.c);
    other = key_spki(t.c.passkey.key);
    json_put(case_inner(&t), "publicKey",
        quote_bytes(blob_flip(other, other.len - 1)));
    case_reject(&t, "5.1-J12", "publicKey-copy-other-key");

    case_begin(&t, REGISTRATION);
    t.c.with_copies = true;
    json_put(case_inner(&t), "publicKey", "\"not base64url\"");
    refuse(
        &t, "5.1-J12", "publicKey-copy-not-base64url", "BASE64URL_MALFORMED");

    case_begin(&t, REGISTRATION);
    case_accept(&t, "5.1-J12", "copies-absent");

    case_begin(&t, REGISTRATION);
    t.c.with_copies = true;
    json_put(case_inner(&t), "publicKey", "null");
    case_accept(&t, "5.1-J12", "publicKey-null");
}

static void
attested_id_cases(void)
{
    struct test_case t;
    struct blob id;

    case_begin(&t, REGISTRATION);
    ceremony_encode(&t.c);
    id = blob_flip(t.c.passkey.id, 3);
    json_put(t.c.response, "id", quote_bytes(id));
    json_put(t.c.response, "rawId", quote_bytes(id));
    case_reject(&t, "5.1-J13", "id-differs-none");

    case_begin_packed(&t, -7);
    ceremony_encode(&t.c);
    id = blob_flip(t.c.passkey.id, 3);
    json_put(t.c.response, "id", quote_bytes(id));
    json_put(t.c.response, "rawId", quote_bytes(id));
    case_reject(&t, "5.1-J13", "id-differs-packed");

    case_begin(&t, REGISTRATION);
    ceremony_encode(&t.c);
    id = blob_join(t.c.passkey.id, blob_fill(0, 1));
    json_put(t.c.response, "id", quote_bytes(id));
    json_put(t.c.response, "rawId", quote_bytes(id));
    case_reject(&t, "5.1-J13", "id-nul-suffix");
}

void
json_cases(void)
{
    size_t i;

    for (i = 0; i < COUNT(kinds); i++) {
        whole_cases(kinds[i]);
        id_cases(kinds[i], "5.1-J2", "id");
        id_cases(kinds[i], "5.1-J3", "rawId");
        both_id_cases(kinds[i]);
        type_cases(kinds[i]);
        inner_object_cases(kinds[i]);
        required_cases(kinds[i], "clientDataJSON");
        bytes_cases(kinds[i], "clientDataJSON");
        loose_bits_cases(kinds[i]);
        extension_result_cases(kinds[i]);
        tolerated_cases(kinds[i]);
    }
    required_cases(REGISTRATION, "attestationObject");
    bytes_cases(REGISTRATION, "attestationObject");
    required_cases(AUTHENTICATION, "authenticatorData");
    bytes_cases(AUTHENTICATION, "authenticatorData");
    required_cases(AUTHENTICATION, "signature");
    bytes_cases(AUTHENTICATION, "signature");
    transport_cases();
    user_handle_cases(true);
    user_handle_cases(false);
    copy_cases();
    attested_id_cases();
}
