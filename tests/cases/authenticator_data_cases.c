/* SPDX-License-Identifier: Apache-2.0 */
/* Authenticator data: RP ID hash, flags, length, extension data. */
#include "case_groups.h"

#include "case.h"
#include "case_keys.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const enum ceremony_kind kinds[] = {REGISTRATION, AUTHENTICATION};

static const char *
rule_of(enum ceremony_kind kind, const char *registration,
    const char *authentication)
{
    return kind == REGISTRATION ? registration : authentication;
}

static void
rp_id_cases(enum ceremony_kind kind)
{
    const char *rule = rule_of(kind, "7.1-14", "7.2-15");
    static const char *const hashed[][2] = {{"other-rp", "example.net"},
        {"origin-instead", SITE_ORIGIN}, {"upper-case", "EXAMPLE.ORG"},
        {"trailing-dot", "example.org."}, {"parent-domain", "org"},
        {"subdomain", "www.example.org"}, {"empty-rp", ""}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(hashed); i++) {
        case_begin(&t, kind);
        t.c.rp_id_hash = blob_sha256(blob_text(hashed[i][1]));
        case_reject(&t, rule, hashed[i][0]);
    }
    case_begin(&t, kind);
    t.c.rp_id_hash = blob_sha256(blob_copy(SITE_RP_ID, sizeof(SITE_RP_ID)));
    case_reject(&t, rule, "nul-terminated");
    case_begin(&t, kind);
    t.c.rp_id_hash = blob_fill(0, 32);
    case_reject(&t, rule, "zero");
    case_begin(&t, kind);
    t.c.rp_id_hash = blob_flip(t.c.rp_id_hash, 0);
    case_reject(&t, rule, "first-bit");
    case_begin(&t, kind);
    t.c.rp_id_hash = blob_flip(t.c.rp_id_hash, 31);
    case_reject(&t, rule, "last-bit");
    case_begin(&t, kind);
    t.c.rp_id_hash =
        blob_head(blob_join(blob_text(SITE_RP_ID), blob_fill(0, 32)), 32);
    case_reject(&t, rule, "rp-id-text");
}

static void
rp_id_format_cases(void)
{
    struct test_case t;

    case_begin_packed(&t, -7);
    t.c.rp_id_hash = blob_flip(t.c.rp_id_hash, 5);
    case_reject(&t, "7.1-14", "packed");
    case_begin_self(&t, -7);
    t.c.rp_id_hash = blob_flip(t.c.rp_id_hash, 5);
    case_reject(&t, "7.1-14", "self");
    case_begin(&t, REGISTRATION);
    t.c.rp_id_hash = blob_flip(t.c.rp_id_hash, 5);
    case_reject(&t, "7.1-14", "none");
}

/* Flags besides AT, what is required, what must come out. */
struct flag_case {
    const char *test;
    unsigned flags;
    const char *verification;
    bool conditional;
    bool accepted;
};

static void
flag_cases(enum ceremony_kind kind, const char *rule,
    const struct flag_case *cases, size_t num_cases)
{
    struct test_case t;
    size_t i;

    for (i = 0; i < num_cases; i++) {
        const struct flag_case *f = &cases[i];

        case_begin(&t, kind);
        t.c.flags = (uint8_t)(f->flags | (t.c.flags & FLAG_AT));
        case_expect(&t, "userVerification", quote(f->verification));
        if (f->conditional)
            case_expect(&t, "mediation", "\"conditional\"");
        if (kind == AUTHENTICATION && (f->flags & FLAG_BE) != 0)
            json_put(t.credential, "backupEligible", "true");
        if (f->accepted)
            case_accept(&t, rule, f->test);
        else
            case_reject(&t, rule, f->test);
    }
}

static void
presence_cases(enum ceremony_kind kind)
{
    static const struct flag_case both[] = {
        {"UP-clear", 0, "preferred", false, false},
        {"UP-clear-UV", FLAG_UV, "required", false, false}};
    static const struct flag_case conditional[] = {
        {"conditional-create-without-UP", FLAG_UV, "required", true, true},
        {"conditional-create-with-UP", FLAG_UP | FLAG_UV, "required", true,
            true}};
    static const struct flag_case conditional_get[] = {
        {"conditional-get-without-UP", FLAG_UV, "required", true, false},
        {"conditional-get-with-UP", FLAG_UP | FLAG_UV, "required", true, true}};

    flag_cases(kind, rule_of(kind, "7.1-15", "7.2-16"), both, COUNT(both));
    if (kind == REGISTRATION)
        flag_cases(kind, "7.1-15", conditional, COUNT(conditional));
    else
        flag_cases(kind, "7.2-16", conditional_get, COUNT(conditional_get));
}

static void
verification_cases(enum ceremony_kind kind)
{
    static const struct flag_case both[] = {
        {"UV-clear", FLAG_UP, "required", false, false},
        {"UV-clear-RFU-set", FLAG_UP | FLAG_RFU1 | FLAG_RFU2, "required", false,
            false},
        {"UV-clear-preferred", FLAG_UP, "preferred", false, true},
        {"UV-set-preferred", FLAG_UP | FLAG_UV, "preferred", false, true},
        {"UV-clear-discouraged", FLAG_UP, "discouraged", false, true},
        {"UV-set-discouraged", FLAG_UP | FLAG_UV, "discouraged", false, true},
        {"UV-set-required", FLAG_UP | FLAG_UV, "required", false, true}};
    static const struct flag_case conditional[] = {
        {"UV-clear-conditional", 0, "required", true, false}};

    flag_cases(kind, rule_of(kind, "7.1-16", "7.2-17"), both, COUNT(both));
    if (kind == REGISTRATION)
        flag_cases(kind, "7.1-16", conditional, COUNT(conditional));
}

static void
backup_cases(enum ceremony_kind kind)
{
    static const struct flag_case both[] = {
        {"BS-without-BE", FLAG_UP | FLAG_UV | FLAG_BS, "required", false,
            false},
        {"BE0-BS0", FLAG_UP | FLAG_UV, "required", false, true},
        {"BE1-BS0", FLAG_UP | FLAG_UV | FLAG_BE, "required", false, true},
        {"BE1-BS1", FLAG_UP | FLAG_UV | FLAG_BE | FLAG_BS, "required", false,
            true}};

    flag_cases(kind, rule_of(kind, "7.1-17", "7.2-18"), both, COUNT(both));
}

static void
backup_without_eligibility_cases(void)
{
    struct test_case t;

    case_begin_packed(&t, -7);
    t.c.flags |= FLAG_BS;
    case_reject(&t, "7.1-17", "BS-without-BE-packed");
    case_begin(&t, AUTHENTICATION);
    t.c.flags |= FLAG_BS;
    json_put(t.credential, "backupEligible", "true");
    case_reject(&t, "7.2-18", "BS-without-BE-stored-eligible");
}

static void
reserved_cases(enum ceremony_kind kind)
{
    static const struct flag_case cases[] = {
        {"RFU1", FLAG_UP | FLAG_UV | FLAG_RFU1, "required", false, true},
        {"RFU2", FLAG_UP | FLAG_UV | FLAG_RFU2, "required", false, true},
        {"both", FLAG_UP | FLAG_UV | FLAG_RFU1 | FLAG_RFU2, "required", false,
            true}};

    flag_cases(kind, "6.1-A8", cases, COUNT(cases));
}

static void
backup_policy_cases(void)
{
    struct test_case t;

    case_begin(&t, REGISTRATION);
    case_expect(&t, "backupPolicy", "\"requireEligible\"");
    case_reject(&t, "7.1-18", "eligible-required");
    case_begin(&t, REGISTRATION);
    t.c.flags |= FLAG_BE;
    case_expect(&t, "backupPolicy", "\"forbidEligible\"");
    case_reject(&t, "7.1-18", "eligible-forbidden");
    case_begin(&t, REGISTRATION);
    t.c.flags |= FLAG_BE;
    case_expect(&t, "backupPolicy", "\"requireEligible\"");
    case_accept(&t, "7.1-18", "eligible-required-met");
    case_begin(&t, REGISTRATION);
    case_expect(&t, "backupPolicy", "\"forbidEligible\"");
    case_accept(&t, "7.1-18", "eligible-forbidden-met");
    case_begin(&t, REGISTRATION);
    t.c.flags |= FLAG_BE;
    case_expect(&t, "backupPolicy", "\"requireBackedUp\"");
    case_reject(&t, "7.1-19", "backup-required");
    case_begin(&t, REGISTRATION);
    t.c.flags |= FLAG_BE | FLAG_BS;
    case_expect(&t, "backupPolicy", "\"requireBackedUp\"");
    case_accept(&t, "7.1-19", "backup-required-met");
}

static void
short_cases(enum ceremony_kind kind)
{
    static const size_t lens[] = {1, 32, 36};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(lens); i++) {
        case_begin(&t, kind);
        ceremony_build(&t.c);
        t.c.auth_data = blob_head(t.c.auth_data, lens[i]);
        case_reject(&t, "6.1-A1", format("%zu-bytes", lens[i]));
    }
    if (kind == AUTHENTICATION)
        return;
    case_begin(&t, kind);
    ceremony_build(&t.c);
    t.c.auth_data = blob_head(t.c.auth_data, 0);
    case_reject(&t, "6.1-A1", "0-bytes");
}

static void
attested_cases(void)
{
    /* Lengths of authenticator data: 37, then AAGUID, length, id of 32. */
    static const struct {
        const char *test;
        size_t len;
    } cuts[] = {{"nothing", 37}, {"half-aaguid", 45}, {"no-length", 53},
        {"half-length", 54}, {"id-truncated", 70}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(cuts); i++) {
        case_begin(&t, REGISTRATION);
        ceremony_build(&t.c);
        t.c.auth_data = blob_head(t.c.auth_data, cuts[i].len);
        case_reject(&t, "6.1-A3", cuts[i].test);
    }
    case_begin(&t, REGISTRATION);
    ceremony_build(&t.c);
    memset(t.c.auth_data.data + 53, 0xff, 2);
    case_reject(&t, "6.1-A3", "length-65535");
    case_begin(&t, REGISTRATION);
    ceremony_build(&t.c);
    t.c.auth_data.data[54] = 200;
    case_reject(&t, "6.1-A3", "length-past-end");
    case_begin(&t, REGISTRATION);
    ceremony_build(&t.c);
    t.c.auth_data.data[32] &= (uint8_t)~FLAG_AT;
    case_reject_as(&t, "6.1-A2", "AT-clear-data-present", "AUTH_DATA_EXTRA");
    case_begin(&t, REGISTRATION);
    t.c.flags &= (uint8_t)~FLAG_AT;
    case_reject(&t, "6.1-A2", "AT-clear-no-data");
}

static struct cbor_node *
one_extension(void)
{
    struct cbor_node *map = cbor_map();

    cbor_put_text(map, "credProtect", cbor_integer(2));
    return map;
}

static void
leftover_cases(enum ceremony_kind kind)
{
    struct test_case t;

    case_begin(&t, kind);
    ceremony_build(&t.c);
    blob_add_byte(&t.c.auth_data, 0);
    case_reject(&t, "6.1-A5", "zero-byte");
    case_begin(&t, kind);
    t.c.extensions = one_extension();
    case_reject(&t, "6.1-A5", "extensions-but-ED-clear");
    if (kind == AUTHENTICATION) {
        case_begin(&t, kind);
        ceremony_build(&t.c);
        t.c.auth_data = blob_join(t.c.auth_data, blob_fill(0xa0, 1000));
        case_reject(&t, "6.1-A5", "many-bytes");
    }
    case_begin(&t, kind);
    t.c.flags |= FLAG_ED;
    case_reject(&t, "6.1-A4", kind == REGISTRATION ? "create" : "get");
}

/* Extension data that are not one canonical map with text keys, in hex. */
static const struct {
    const char *test;
    const char *hex;
} malformed_extensions[] = {
    {"array", "8163616263"},
    {"integer", "05"},
    {"null", "f6"},
    {"text", "63616263"},
    {"integer-key", "a10102"},
    {"bytes-key", "a1416101"},
    {"truncated", "a163616263"},
    {"length-bomb", "bb7fffffffffffffff"},
    {"text-length-bomb", "a17bffffffffffffffff61"},
    {"order", "a2616201616102"},
    {"order-length", "a262616101616202"},
    {"duplicate", "a2616101616102"},
    {"indefinite", "bf616101ff"},
    {"indefinite-text", "a17f6161ff01"},
    {"two-byte-simple", "a16161f814"},
    {"reserved-head", "a161611c"},
    {"long-integer", "a161611801"},
    {"value-truncated", "a1616142aa"},
    {"tagged", "c1a0"},
    {"bad-utf8-key", "a161ff01"},
};

static struct blob
from_hex(const char *hex)
{
    struct blob bytes = blob_fill(0, strlen(hex) / 2);
    size_t i;

    for (i = 0; i < bytes.len; i++) {
        char digits[3] = {hex[2 * i], hex[2 * i + 1], '\0'};

        bytes.data[i] = (uint8_t)strtoul(digits, NULL, 16);
    }
    return bytes;
}

static void
extension_data_cases(enum ceremony_kind kind)
{
    const char *suffix = kind == REGISTRATION ? "create" : "get";
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(malformed_extensions); i++) {
        case_begin(&t, kind);
        t.c.flags |= FLAG_ED;
        t.c.extensions = cbor_raw(from_hex(malformed_extensions[i].hex));
        case_reject(&t, "6.1-A6",
            format("%s-%s", malformed_extensions[i].test, suffix));
    }
    case_begin(&t, kind);
    t.c.flags |= FLAG_ED;
    t.c.extensions = one_extension();
    ceremony_build(&t.c);
    blob_add_byte(&t.c.auth_data, 0);
    case_reject(&t, "6.1-A7", format("zero-byte-%s", suffix));
    case_begin(&t, kind);
    t.c.flags |= FLAG_ED;
    t.c.extensions = one_extension();
    ceremony_build(&t.c);
    t.c.auth_data = blob_join(t.c.auth_data, cbor_write(one_extension()));
    case_reject(&t, "6.1-A7", format("second-map-%s", suffix));
}

static void
attested_assertion_cases(void)
{
    struct test_case t;

    case_begin(&t, AUTHENTICATION);
    t.c.flags |= FLAG_AT;
    case_reject(&t, "6.1-A9", "AT-with-data");
    case_begin(&t, AUTHENTICATION);
    ceremony_build(&t.c);
    t.c.auth_data.data[32] |= FLAG_AT;
    case_reject(&t, "6.1-A9", "AT-without-data");
    case_begin(&t, AUTHENTICATION);
    t.c.flags |= FLAG_AT | FLAG_ED;
    t.c.extensions = one_extension();
    case_reject(&t, "6.1-A9", "AT-and-ED");
}

void
authenticator_data_cases(void)
{
    size_t i;

    for (i = 0; i < COUNT(kinds); i++) {
        rp_id_cases(kinds[i]);
        presence_cases(kinds[i]);
        verification_cases(kinds[i]);
        backup_cases(kinds[i]);
        reserved_cases(kinds[i]);
        short_cases(kinds[i]);
        leftover_cases(kinds[i]);
        extension_data_cases(kinds[i]);
    }
    rp_id_format_cases();
    backup_without_eligibility_cases();
    backup_policy_cases();
    attested_cases();
    attested_assertion_cases();
}
