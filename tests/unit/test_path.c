/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which certificates of a path or a heap are shown to the backend, and what
 * becomes of its answer. The backend here believes everything, so that what
 * is refused was refused before.
 */
#include "unit.h"

#include "../../lib/trust/path.h"

#define NOW 1000
#define CERTIFICATES_MAX 4

/* A certificate; the letters are names. */
struct link {
    const char *subject, *issuer;
    int64_t not_before, not_after;
};

#define LINK(subject, issuer) { subject, issuer, 0, 2000 }
#define EXPIRED(subject, issuer) { subject, issuer, 0, NOW - 1 }

static const struct row {
    const char *name;
    bool any_order;
    struct link links[CERTIFICATES_MAX];
    enum passkey_path_verdict verdict;
    enum passkey_error expected;
    const char *shown; /* subjects, or "": the backend is not asked */
} rows[] = {
    { "a path", false, { LINK("L", "I"), LINK("I", "J"), LINK("J", "R") },
        PASSKEY_PATH_TRUSTED, PASSKEY_OK, "LIJ" },
    { "a path with its root", false, { LINK("L", "R"), LINK("R", "R") },
        PASSKEY_PATH_TRUSTED, PASSKEY_OK, "LR" },
    { "a path of one", false, { LINK("L", "I") }, PASSKEY_PATH_TRUSTED,
        PASSKEY_OK, "L" },
    { "the first has another issuer", false,
        { LINK("L", "X"), LINK("I", "J"), LINK("J", "R") },
        PASSKEY_PATH_TRUSTED, PASSKEY_ERR_ATTESTATION_NOT_TRUSTED, "" },
    { "the second has another issuer", false,
        { LINK("L", "I"), LINK("I", "X"), LINK("J", "R") },
        PASSKEY_PATH_TRUSTED, PASSKEY_ERR_ATTESTATION_NOT_TRUSTED, "" },
    { "the leaf of a path has expired", false,
        { EXPIRED("L", "I"), LINK("I", "R") }, PASSKEY_PATH_TRUSTED,
        PASSKEY_ERR_CERTIFICATE_EXPIRED, "" },
    { "another of a path has expired", false,
        { LINK("L", "I"), EXPIRED("I", "R") }, PASSKEY_PATH_TRUSTED,
        PASSKEY_ERR_CERTIFICATE_EXPIRED, "" },
    { "valid for the last second", false, { { "L", "I", 0, NOW } },
        PASSKEY_PATH_TRUSTED, PASSKEY_OK, "L" },
    { "valid for the first second", false, { { "L", "I", NOW, 2000 } },
        PASSKEY_PATH_TRUSTED, PASSKEY_OK, "L" },
    { "not yet valid", false, { { "L", "I", NOW + 1, 2000 } },
        PASSKEY_PATH_TRUSTED, PASSKEY_ERR_CERTIFICATE_EXPIRED, "" },
    { "a heap", true, { LINK("L", "I"), LINK("J", "R"), LINK("I", "J") },
        PASSKEY_PATH_TRUSTED, PASSKEY_OK, "LJI" },
    { "roots of a heap prove nothing", true,
        { LINK("L", "I"), LINK("R", "R"), LINK("I", "R") },
        PASSKEY_PATH_TRUSTED, PASSKEY_OK, "LI" },
    { "a leaf that is its own issuer", true, { LINK("L", "L") },
        PASSKEY_PATH_TRUSTED, PASSKEY_OK, "L" },
    { "the leaf of a heap has expired", true,
        { EXPIRED("L", "I"), LINK("I", "R") }, PASSKEY_PATH_TRUSTED,
        PASSKEY_ERR_CERTIFICATE_EXPIRED, "" },
    { "others of a heap have expired", true,
        { LINK("L", "I"), EXPIRED("I", "R"), LINK("I", "R") },
        PASSKEY_PATH_TRUSTED, PASSKEY_OK, "LI" },
    { "the leaf of a heap is enough", true,
        { LINK("L", "R"), EXPIRED("I", "R") }, PASSKEY_PATH_TRUSTED,
        PASSKEY_OK, "L" },
    { "one of a heap has expired and is missing", true,
        { LINK("L", "I"), EXPIRED("I", "R") }, PASSKEY_PATH_UNTRUSTED,
        PASSKEY_ERR_CERTIFICATE_EXPIRED, "L" },
    { "a heap without trust", true, { LINK("L", "I"), LINK("I", "R") },
        PASSKEY_PATH_UNTRUSTED, PASSKEY_ERR_ATTESTATION_NOT_TRUSTED, "LI" },
    { "a backend that failed", false, { LINK("L", "I") },
        PASSKEY_PATH_UNKNOWN, PASSKEY_ERR_ATTESTATION_NOT_TRUSTED, "L" },
    { "revoked", false, { LINK("L", "I") }, PASSKEY_PATH_REVOKED,
        PASSKEY_ERR_CERTIFICATE_REVOKED, "L" },
    { "revoked, and another of the heap has expired", true,
        { LINK("L", "I"), EXPIRED("I", "R") }, PASSKEY_PATH_REVOKED,
        PASSKEY_ERR_CERTIFICATE_REVOKED, "L" },
    { "no list", false, { LINK("L", "I") }, PASSKEY_PATH_STATUS_UNKNOWN,
        PASSKEY_ERR_CERTIFICATE_STATUS_UNKNOWN, "L" },
};

/* What the backend saw. */
static struct {
    char shown[CERTIFICATES_MAX + 1];
    struct passkey_path path;
} seen;

static enum passkey_path_verdict
answer(void *context, const struct passkey_path *path)
{
    const enum passkey_path_verdict *verdict = context;
    size_t i;

    assert_in_range(path->num_certificates, 0, CERTIFICATES_MAX);
    for (i = 0; i < path->num_certificates; i++)
        seen.shown[i] = (char)path->certificates[i].data[0];
    seen.path = *path;
    return *verdict;
}

static void
judges(void **state)
{
    const struct row *row = *state;
    enum passkey_path_verdict verdict = row->verdict;
    const struct passkey_crypto crypto = {
        .context = &verdict, .check_path = answer
    };
    struct passkey_bytes anchor = view_text("anchor");
    struct passkey_bytes list = view_text("list");
    const struct pk_path_rules rules = {
        .anchors = &anchor,
        .num_anchors = 1,
        .revocation_lists = &list,
        .num_revocation_lists = 1,
        .require_status = true,
        .any_order = row->any_order,
    };
    struct pk_trust_path path;
    size_t i;

    memset(&path, 0, sizeof(path));
    memset(&seen, 0, sizeof(seen));
    for (i = 0; i < CERTIFICATES_MAX && row->links[i].subject != NULL; i++) {
        struct pk_certificate *to = &path.certificates[i];

        to->der = to->subject = view_text(row->links[i].subject);
        to->issuer = view_text(row->links[i].issuer);
        to->not_before = row->links[i].not_before;
        to->not_after = row->links[i].not_after;
        path.num_certificates++;
    }
    assert_string_equal(
        passkey_error_name(pk_path_check(&path, &rules, &crypto, NOW)),
        passkey_error_name(row->expected));
    assert_string_equal(seen.shown, row->shown);
    if (row->shown[0] == '\0')
        return;
    assert_ptr_equal(seen.path.anchors, &anchor);
    assert_int_equal(seen.path.num_anchors, 1);
    assert_ptr_equal(seen.path.revocation_lists, &list);
    assert_int_equal(seen.path.num_revocation_lists, 1);
    assert_true(seen.path.require_status);
    assert_int_equal(seen.path.any_order, row->any_order);
    assert_int_equal(seen.path.now, NOW);
}

int
main(void)
{
    static struct CMUnitTest tests[COUNT_OF(rows)];
    size_t i;

    for (i = 0; i < COUNT_OF(rows); i++) {
        tests[i].name = rows[i].name;
        tests[i].test_func = judges;
        tests[i].initial_state = (void *)(uintptr_t)&rows[i];
    }
    return _cmocka_run_group_tests("path", tests, COUNT_OF(tests), NULL, NULL);
}
