/* SPDX-License-Identifier: Apache-2.0 */
/* 5.1-J14: the response as text that cJSON would not write. */
#include "case_groups.h"

#include "case.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct frame {
    const char *test;
    const char *before;
    const char *after;
};

static void
raw_text(struct test_case *t, const char *text)
{
    t->raw = blob_text(text);
    t->raw_given = true;
}

static void
frame_cases(enum ceremony_kind kind)
{
    static const struct frame refused[] = {{"trailing-garbage", "", "x"},
        {"second-value", "", "{}"}, {"array-of-one", "[", "]"},
        {"leading-comma", ",", ""}, {"comment", "/**/", ""},
        {"bom", "\xef\xbb\xbf", ""}, {"trailing-brace", "", "}"},
        {"vertical-tab", "\v", ""}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(refused); i++) {
        case_begin(&t, kind);
        raw_text(&t, format("%s%s%s", refused[i].before, ceremony_text(&t.c),
                         refused[i].after));
        case_reject(&t, "5.1-J14", refused[i].test);
    }
}

/* The text with `with` in place of its final brace. */
static char *
tail(struct test_case *t, const char *with)
{
    char *text = ceremony_text(&t->c);

    return format("%.*s%s", (int)strlen(text) - 1, text, with);
}

static char *
nested(unsigned depth, char open, char close)
{
    char *text = format("%*s1%*s", (int)depth, "", (int)depth, "");

    memset(text, open, depth);
    memset(text + depth + 1, close, depth);
    return text;
}

static void
tail_cases(enum ceremony_kind kind)
{
    static const struct frame tails[] = {{"truncated", "", NULL},
        {"trailing-comma", ",}", NULL}, {"single-quotes", ",'x':1}", NULL},
        {"unquoted-name", ",x:1}", NULL}, {"nan", ",\"x\":NaN}", NULL},
        {"leading-zero", ",\"x\":01}", NULL},
        {"bad-escape", ",\"x\":\"\\q\"}", NULL},
        {"control-character", ",\"x\":\"\x02\"}", NULL},
        {"bad-utf8", ",\"x\":\"\xff\"}", NULL},
        {"overlong-utf8", ",\"x\":\"\xc0\xaf\"}", NULL},
        {"surrogate-utf8", ",\"x\":\"\xed\xa0\x80\"}", NULL},
        {"bracket-mismatch", ",\"x\":[1}", NULL}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(tails); i++) {
        case_begin(&t, kind);
        raw_text(&t, tail(&t, tails[i].before));
        case_reject(&t, "5.1-J14", tails[i].test);
    }
    case_begin(&t, kind);
    raw_text(&t, tail(&t, format(",\"x\":%s}", nested(5000, '[', ']'))));
    case_reject(&t, "5.1-J14", "nesting-bomb");
    case_begin(&t, kind);
    raw_text(&t, "");
    case_reject(&t, "5.1-J14", "empty");
    case_begin(&t, kind);
    raw_text(&t, ceremony_text(&t.c));
    blob_add_byte(&t.raw, 0);
    case_reject(&t, "5.1-J14", "trailing-nul");
}

/* A member once more, with the same or another value, before and behind. */
static void
twice_cases(enum ceremony_kind kind, const char *name, const char *other)
{
    struct test_case t;
    char *text;

    case_begin(&t, kind);
    text = ceremony_text(&t.c);
    raw_text(&t, format("{\"%s\":%s,%s", name, other, text + 1));
    case_reject_as(&t, "5.1-J14",
        format("%s-twice-first", name[0] == '\\' ? "escaped-id" : name),
        "MEMBER_TWICE");
    case_begin(&t, kind);
    raw_text(&t, tail(&t, format(",\"%s\":%s}", name, other)));
    case_reject_as(&t, "5.1-J14",
        format("%s-twice-last", name[0] == '\\' ? "escaped-id" : name),
        "MEMBER_TWICE");
}

static void
inner_twice_cases(enum ceremony_kind kind, const char *name)
{
    struct test_case t;
    char *inner;

    case_begin(&t, kind);
    inner = cJSON_PrintUnformatted(case_inner(&t));
    json_put(t.c.response, "response",
        format("{\"%s\":\"AAAA\",%s", name, inner + 1));
    raw_text(&t, ceremony_text(&t.c));
    case_reject_as(&t, "5.1-J14",
        format("%s-twice-first", name[0] == '\\' ? "escaped-id" : name),
        "MEMBER_TWICE");
    case_begin(&t, kind);
    inner = cJSON_PrintUnformatted(case_inner(&t));
    json_put(t.c.response, "response",
        format("%.*s,\"%s\":\"AAAA\"}", (int)strlen(inner) - 1, inner, name));
    raw_text(&t, ceremony_text(&t.c));
    case_reject_as(&t, "5.1-J14",
        format("%s-twice-last", name[0] == '\\' ? "escaped-id" : name),
        "MEMBER_TWICE");
}

static void
accepted_cases(enum ceremony_kind kind)
{
    struct test_case t;
    char *text;

    case_begin(&t, kind);
    raw_text(&t, ceremony_text(&t.c));
    case_accept(&t, "5.1-J14", "plain");
    case_begin(&t, kind);
    ceremony_encode(&t.c);
    raw_text(&t, format(" \r\n\t%s\n", cJSON_Print(t.c.response)));
    case_accept(&t, "5.1-J14", "white-space");
    case_begin(&t, kind);
    text = ceremony_text(&t.c);
    raw_text(&t, format("{\"\\u0069d\"%s", strchr(text, ':')));
    case_accept(&t, "5.1-J14", "escaped-names");
}

void
json_text_cases(void)
{
    static const enum ceremony_kind kinds[] = {REGISTRATION, AUTHENTICATION};
    size_t i;

    for (i = 0; i < COUNT(kinds); i++) {
        frame_cases(kinds[i]);
        tail_cases(kinds[i]);
        twice_cases(kinds[i], "id", "\"AAAA\"");
        twice_cases(kinds[i], "rawId", "\"AAAA\"");
        twice_cases(kinds[i], "type", "\"public-key\"");
        twice_cases(kinds[i], "response", "{}");
        twice_cases(kinds[i], "\\u0069d", "\"AAAA\"");
        inner_twice_cases(kinds[i], "clientDataJSON");
        accepted_cases(kinds[i]);
    }
    inner_twice_cases(REGISTRATION, "attestationObject");
    inner_twice_cases(AUTHENTICATION, "authenticatorData");
    inner_twice_cases(AUTHENTICATION, "signature");
    inner_twice_cases(AUTHENTICATION, "userHandle");
}
