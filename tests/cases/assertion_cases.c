/* SPDX-License-Identifier: Apache-2.0 */
/* Section D besides client data: account, allow-list, backup, counter. */
#include "case_groups.h"

#include "case.h"
#include "case_keys.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void
begin(struct test_case *t)
{
    case_begin(t, AUTHENTICATION);
}

static void
identify(struct test_case *t)
{
    case_expect(t, "userHandle", quote_bytes(t->c.passkey.user_handle));
}

static void
allow(struct test_case *t, struct blob id)
{
    case_expect(t, "allowCredentials",
        format("[%s,%s]", quote_bytes(blob_text("another credential")),
            quote_bytes(id)));
}

static struct blob
nul_tail(struct blob bytes)
{
    return blob_join(bytes, blob_fill(0, 1));
}

static void
allow_list_cases(void)
{
    struct test_case t;

    begin(&t);
    identify(&t);
    allow(&t, blob_random(32));
    case_reject(&t, "7.2-5", "not-listed");
    begin(&t);
    identify(&t);
    allow(&t, nul_tail(t.c.passkey.id));
    case_reject(&t, "7.2-5", "same-up-to-nul");
    begin(&t);
    identify(&t);
    allow(&t, blob_head(t.c.passkey.id, 31));
    case_reject(&t, "7.2-5", "prefix");
    begin(&t);
    identify(&t);
    memset(t.c.passkey.id.data, 'a', t.c.passkey.id.len);
    json_put(t.credential, "id", quote_bytes(t.c.passkey.id));
    allow(&t, blob_fill('A', t.c.passkey.id.len));
    case_reject(&t, "7.2-5", "differs-in-case");
    begin(&t);
    allow(&t, blob_random(32));
    case_reject(&t, "7.2-5", "not-listed-user-not-identified");
    begin(&t);
    allow(&t, t.c.passkey.id);
    case_accept(&t, "7.2-5", "listed-user-not-identified");
    begin(&t);
    identify(&t);
    allow(&t, t.c.passkey.id);
    case_accept(&t, "7.2-5", "listed-user-identified");
    begin(&t);
    case_expect(&t, "allowCredentials", "[]");
    case_accept(&t, "7.2-5", "list-empty");
}

static void
owner_cases(void)
{
    struct test_case t;

    begin(&t);
    identify(&t);
    allow(&t, t.c.passkey.id);
    json_put(t.credential, "userHandle", quote_bytes(blob_random(16)));
    json_drop(case_inner(&t), "userHandle");
    case_reject(&t, "7.2-6a", "credential-of-another-user");
    begin(&t);
    identify(&t);
    json_put(t.credential, "userHandle", quote_bytes(blob_random(16)));
    json_drop(case_inner(&t), "userHandle");
    case_reject(&t, "7.2-6a", "credential-of-another-user-discoverable");
    begin(&t);
    identify(&t);
    json_put(t.credential, "userHandle", quote_bytes(blob_random(16)));
    case_reject(
        &t, "7.2-6a", "credential-of-another-user-handle-claims-identified");
    begin(&t);
    identify(&t);
    json_put(t.credential, "id", quote_bytes(blob_random(32)));
    case_reject_as(&t, "7.2-6a", "id-not-in-account", "CREDENTIAL_UNKNOWN");
    begin(&t);
    identify(&t);
    json_put(t.credential, "id", quote_bytes(nul_tail(t.c.passkey.id)));
    case_reject_as(&t, "7.2-6a", "id-not-in-account-nul", "CREDENTIAL_UNKNOWN");
    begin(&t);
    json_put(t.credential, "id", quote_bytes(blob_random(32)));
    case_reject_as(&t, "7.2-6d", "id-not-in-account", "CREDENTIAL_UNKNOWN");
}

/* The user handle in the response in another form. */
static struct blob
other_handle(struct blob handle, const char *form)
{
    if (strcmp(form, "other") == 0)
        return blob_random(16);
    if (strcmp(form, "prefix") == 0)
        return blob_head(handle, handle.len - 1);
    if (strcmp(form, "longer") == 0)
        return blob_join(handle, blob_fill('x', 1));
    if (strcmp(form, "nul-tail") == 0)
        return nul_tail(handle);
    return blob_flip(handle, handle.len - 1);
}

static void
handle_cases(void)
{
    static const char *const forms[] = {
        "other", "prefix", "longer", "nul-tail", "flip"};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(forms); i++) {
        begin(&t);
        identify(&t);
        allow(&t, t.c.passkey.id);
        json_put(case_inner(&t), "userHandle",
            quote_bytes(other_handle(t.c.passkey.user_handle, forms[i])));
        case_reject(&t, "7.2-6b", forms[i]);
        begin(&t);
        identify(&t);
        json_put(case_inner(&t), "userHandle",
            quote_bytes(other_handle(t.c.passkey.user_handle, forms[i])));
        case_reject(&t, "7.2-6b", format("%s-discoverable", forms[i]));
        begin(&t);
        json_put(case_inner(&t), "userHandle",
            quote_bytes(other_handle(t.c.passkey.user_handle, forms[i])));
        case_reject(&t, "7.2-6d", format("handle-%s", forms[i]));
    }
    begin(&t);
    json_drop(case_inner(&t), "userHandle");
    case_reject(&t, "7.2-6c", "handle-missing");
    begin(&t);
    json_put(case_inner(&t), "userHandle", "null");
    case_reject(&t, "7.2-6c", "handle-null");
    begin(&t);
    allow(&t, t.c.passkey.id);
    json_drop(case_inner(&t), "userHandle");
    case_reject(&t, "7.2-6c", "handle-missing-allowCredentials-given");
    begin(&t);
    identify(&t);
    json_drop(case_inner(&t), "userHandle");
    case_accept(&t, "7.2-6b", "handle-missing-identified");
    begin(&t);
    identify(&t);
    json_put(case_inner(&t), "userHandle", "null");
    case_accept(&t, "7.2-6b", "handle-null-identified");
}

/* What was recorded, what the assertion says, what must come out. */
struct backup_case {
    const char *rule;
    const char *test;
    const char *eligible;
    const char *state;
    unsigned flags;
    bool check;
    bool accepted;
};

static void
backup_cases(void)
{
    static const struct backup_case cases[] = {
        {"7.2-19", "BS-changes", "true", "false", FLAG_BE | FLAG_BS, true,
            true},
        {"7.2-19", "BS-changes-back", "true", "true", FLAG_BE, true, true},
        {"7.2-19", "BE-never-recorded", "null", "false", FLAG_BE, true, true},
        {"7.2-19", "BE-never-recorded-clear", "null", "false", 0, true, true},
        {"7.2-19a", "BE-cleared", "true", "false", 0, true, false},
        {"7.2-19a", "BE-cleared-check-off", "true", "false", 0, false, true},
        {"7.2-19b", "BE-appeared", "false", "false", FLAG_BE, true, false},
        {"7.2-19b", "BE-and-BS-appeared", "false", "false", FLAG_BE | FLAG_BS,
            true, false},
        {"7.2-19b", "BE-appeared-check-off", "false", "false", FLAG_BE, false,
            true}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(cases); i++) {
        begin(&t);
        json_put(t.credential, "backupEligible", cases[i].eligible);
        json_put(t.credential, "backupState", cases[i].state);
        t.c.flags |= (uint8_t)cases[i].flags;
        if (!cases[i].check)
            case_expect(&t, "checkBackupEligibility", "false");
        if (cases[i].accepted)
            case_accept(&t, cases[i].rule, cases[i].test);
        else
            case_reject(&t, cases[i].rule, cases[i].test);
    }
}

struct count_case {
    const char *test;
    uint32_t stored;
    uint32_t given;
    const char *policy; /* NULL: the default */
    bool accepted;
};

static void
count_cases(void)
{
    static const struct count_case cases[] = {{"equal", 7, 7, NULL, false},
        {"lower", 7, 6, NULL, false}, {"zero-after-nonzero", 7, 0, NULL, false},
        {"wrapped", UINT32_MAX, 1, NULL, false},
        {"equal-max", UINT32_MAX, UINT32_MAX, NULL, false},
        {"high-bit-lower", 0x80000001, 0x7fffffff, NULL, false},
        {"equal-explicit-reject", 7, 7, "\"reject\"", false},
        {"both-zero", 0, 0, NULL, true}, {"first-nonzero", 0, 1, NULL, true},
        {"increase", 7, 8, NULL, true}, {"jump", 7, 70000, NULL, true},
        {"high-bit", 0x7fffffff, 0x80000000, NULL, true},
        {"equal-ignored", 7, 7, "\"ignore\"", true},
        {"lower-ignored", 7, 6, "\"ignore\"", true}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(cases); i++) {
        begin(&t);
        json_put(t.credential, "signCount", format("%u", cases[i].stored));
        t.c.sign_count = cases[i].given;
        if (cases[i].policy != NULL)
            case_expect(&t, "signCountPolicy", cases[i].policy);
        if (cases[i].accepted)
            case_accept(&t, "7.2-22", cases[i].test);
        else
            case_reject(&t, "7.2-22", cases[i].test);
    }
}

void
assertion_cases(void)
{
    allow_list_cases();
    owner_cases();
    handle_cases();
    backup_cases();
    count_cases();
}
