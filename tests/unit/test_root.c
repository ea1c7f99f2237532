/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The root above an attestation: how long it may be trusted, issues of it
 * with other dates, its size, and reports that its key is compromised.
 */
#include "attested.h"

static struct attested a;

/* Attests under a root with these dates, which the metadata know. */
static void
live(const char *not_before, const char *not_after)
{
    a.authority.root.not_before = not_before;
    a.authority.root.not_after = not_after;
    attested_sign_with(&a, &statement_packed, lab_key(LAB_ATTESTATION));
    a.entry.roots = attested_quote(certificate_der(&a.authority.root));
}

static void
first_second(void)
{
    live("260115000000Z", "490101000000Z");
}

static void
second_before(void)
{
    live("260115000001Z", "490101000000Z");
}

static void
last_second(void)
{
    live("200101000000Z", "260115000000Z");
}

static void
second_after(void)
{
    live("200101000000Z", "260114235959Z");
}

static void
expired_anchor_of_the_policy(void)
{
    second_after();
    attested_trust(&a, &a.authority.root);
}

static void
anchor_of_the_policy(void)
{
    last_second();
    attested_trust(&a, &a.authority.root);
}

/* The same name and key as the root, other dates. */
static struct certificate
issue(const char *not_after)
{
    struct certificate other = a.authority.root;

    other.not_before = "160526163000Z";
    other.not_after = not_after;
    return other;
}

static void
present(const struct certificate *root)
{
    a.made.chain[a.made.num_chain++] = certificate_der(root);
}

static void
older_issue(void)
{
    struct certificate older = issue("400101000000Z");

    present(&older);
}

static void
expired_issue(void)
{
    struct certificate older = issue("200101000000Z");

    present(&older);
}

/* Another root has certified the name and key of this one. */
static void
cross_certificate(void)
{
    struct certificate other =
        certificate_authority("Another", lab_key(LAB_STRANGER), NULL);
    struct certificate cross = certificate_authority(
        "Attestation root", lab_key(LAB_ATTESTATION_ROOT), &other);

    present(&cross);
}

static void
trust_both(bool older_first)
{
    struct certificate older = issue("400101000000Z");

    attested_trust(&a, older_first ? &older : &a.authority.root);
    attested_trust(&a, older_first ? &a.authority.root : &older);
}

static void
older_issue_of_two_anchors(void)
{
    older_issue();
    trust_both(true);
}

static void
older_issue_of_two_anchors_the_other_way_round(void)
{
    older_issue();
    trust_both(false);
}

/* The one that is presented is valid; the one that is trusted is not. */
static void
valid_issue_of_an_expired_anchor(void)
{
    second_after();
    older_issue();
}

static void
same_name_other_key(void)
{
    struct certificate other =
        certificate_authority("Attestation root", lab_key(LAB_STRANGER), NULL);

    present(&other);
}

static void
same_key_other_name(void)
{
    struct certificate other = certificate_authority(
        "Another name", lab_key(LAB_ATTESTATION_ROOT), NULL);

    present(&other);
}

static void
large_root(void)
{
    certificate_extension_add(
        &a.authority.root, "1.2.3.4.5", false, blob_fill(1, 5100));
    live("200101000000Z", "490101000000Z");
}

static void
report(const char *member, const struct certificate *root)
{
    a.entry.reports =
        lab_format("{\"status\":\"FIDO_CERTIFIED_L2\"},"
                   "{\"status\":\"ATTESTATION_KEY_COMPROMISE\",\"%s\":%s}",
            member, attested_quote(certificate_der(root)));
}

static void
compromised(void)
{
    report("certificate", &a.authority.root);
}

static void
compromised_batch(void)
{
    report("batchCertificate", &a.authority.root);
}

static void
compromised_and_presented(void)
{
    compromised();
    present(&a.authority.root);
}

static void
another_root_compromised(void)
{
    struct certificate other =
        certificate_authority("Another", lab_key(LAB_STRANGER), NULL);

    report("certificate", &other);
}

static void
namesake_compromised(void)
{
    struct certificate other =
        certificate_authority("Attestation root", lab_key(LAB_STRANGER), NULL);

    report("certificate", &other);
}

/* To libcrypto it is one name, however it is written. */
static void
compromised_under_its_name_in_capitals(void)
{
    struct attestation_authority below = a.authority;

    certificate_name_set(
        &below.root.subject, "CN", blob_text("ATTESTATION  ROOT"));
    ceremony_attest(&a.made, &statement_packed, lab_key(LAB_ATTESTATION),
        PASSKEY_ALG_ES256, &below);
    compromised();
}

/* Whoever has the key makes an authority of the same name below it. */
static void
compromised_above_a_namesake(void)
{
    static const uint8_t root_id[] = {4, 4, 9, 9, 9, 9};
    static const uint8_t by_root[] = {0x30, 6, 0x80, 4, 9, 9, 9, 9};
    static const uint8_t id[] = {4, 4, 1, 2, 3, 4};
    static const uint8_t by_id[] = {0x30, 6, 0x80, 4, 1, 2, 3, 4};
    struct attestation_authority below;

    certificate_extension_add(&a.authority.root, "2.5.29.14", false,
        blob_copy(root_id, sizeof(root_id)));
    a.entry.roots = attested_quote(certificate_der(&a.authority.root));
    below = a.authority;
    below.root = certificate_authority(
        "Attestation root", lab_key(LAB_STRANGER), &a.authority.root);
    certificate_extension_add(
        &below.root, "2.5.29.14", false, blob_copy(id, sizeof(id)));
    certificate_extension_add(
        &below.root, "2.5.29.35", false, blob_copy(by_root, sizeof(by_root)));
    ceremony_attest(&a.made, &statement_packed, lab_key(LAB_ATTESTATION),
        PASSKEY_ALG_ES256, &below);
    certificate_extension_add(
        &a.made.leaf, "2.5.29.35", false, blob_copy(by_id, sizeof(by_id)));
    present(&below.root);
    compromised();
}

static void
add_anchor(const struct certificate *root)
{
    struct blob der = certificate_der(root);

    a.anchors[a.policy.num_anchors++] = passkey_bytes_of(der.data, der.len);
}

/* The statement is older than the reports: the policy's anchors have to do. */
static void
outdated(void)
{
    a.policy.models.require_known = false;
    add_anchor(&a.authority.root);
    a.entry.more = "\"authenticatorVersion\":1,";
    a.entry.reports = lab_format("%s,{\"status\":\"UPDATE_AVAILABLE\","
                                 "\"authenticatorVersion\":2}",
        a.entry.reports);
}

static void
outdated_beside_a_stranger(void)
{
    struct certificate other =
        certificate_authority("Another", lab_key(LAB_STRANGER), NULL);

    add_anchor(&other);
    outdated();
}

static void
compromised_and_outdated(void)
{
    compromised();
    outdated();
}

static void
compromised_and_outdated_beside_a_stranger(void)
{
    compromised();
    outdated_beside_a_stranger();
}

static void
outdated_and_expired(void)
{
    second_after();
    outdated();
}

/* It would have proved nothing either way. */
static void
compromised_and_expired(void)
{
    second_after();
    compromised();
}

/* Another anchor proves the path, of which nothing is reported. */
static void
compromised_above_an_anchor(void)
{
    compromised();
    outdated();
    add_anchor(&a.authority.intermediates[0]);
}

/* An anchor of no use any more takes no way away. */
static void
cross_certificate_of_an_expired_anchor(void)
{
    struct certificate other =
        certificate_authority("Another", lab_key(LAB_STRANGER), NULL);
    struct certificate cross;

    second_after();
    cross = certificate_authority(
        "Attestation root", lab_key(LAB_ATTESTATION_ROOT), &other);
    present(&cross);
    attested_trust(&a, &a.authority.root);
    attested_trust(&a, &other);
}

/* Another anchor has the name of the issuer, and stands in front of it. */
static void
namesake_in_front(void)
{
    struct certificate other =
        certificate_authority("Attestation root", lab_key(LAB_STRANGER), NULL);

    attested_trust(&a, &other);
    attested_trust(&a, &a.authority.root);
}

static void
namesake_of_an_intermediate(void)
{
    struct certificate other = certificate_authority(
        "Attestation intermediate", lab_key(LAB_STRANGER), NULL);

    attested_trust(&a, &other);
    attested_trust(&a, &a.authority.root);
}

static void
namesakes_only(void)
{
    struct certificate other =
        certificate_authority("Attestation root", lab_key(LAB_STRANGER), NULL);
    struct certificate third =
        certificate_authority("Attestation root", lab_key(LAB_OLD_ROOT), NULL);

    attested_trust(&a, &other);
    attested_trust(&a, &third);
}

/* A list of the root is nothing that an anchor below it has signed. */
static void
anchor_below_the_issuer_of_a_list(void)
{
    static struct blob list;

    attested_trust(&a, &a.authority.intermediates[0]);
    a.made.num_chain = 0;
    list = lab_revocation_list(
        &a.authority.root, NULL, 0, "20260101000000Z", "20270101000000Z");
    a.lists[a.policy.num_revocation_lists++] =
        passkey_bytes_of(list.data, list.len);
}

struct row {
    const char *name;
    void (*change)(void);
    enum passkey_error expected;
    unsigned num_intermediates;
};

#define TRUSTED(name)                                                          \
    {                                                                          \
#name, name, PASSKEY_OK, 0                                             \
    }
#define BELOW(name)                                                            \
    {                                                                          \
#name " below an intermediate", name, PASSKEY_OK, 1                    \
    }
#define REFUSED(name, error)                                                   \
    {                                                                          \
#name, name, PASSKEY_ERR_##error, 0                                    \
    }

static const struct row rows[] = {
    TRUSTED(first_second),
    REFUSED(second_before, ATTESTATION_NOT_TRUSTED),
    TRUSTED(last_second),
    REFUSED(second_after, ATTESTATION_NOT_TRUSTED),
    REFUSED(expired_anchor_of_the_policy, ATTESTATION_NOT_TRUSTED),
    TRUSTED(anchor_of_the_policy),
    TRUSTED(older_issue),
    BELOW(older_issue),
    TRUSTED(expired_issue),
    BELOW(expired_issue),
    BELOW(anchor_below_the_issuer_of_a_list),
    TRUSTED(cross_certificate),
    BELOW(cross_certificate),
    TRUSTED(cross_certificate_of_an_expired_anchor),
    BELOW(cross_certificate_of_an_expired_anchor),
    TRUSTED(older_issue_of_two_anchors),
    TRUSTED(older_issue_of_two_anchors_the_other_way_round),
    TRUSTED(namesake_in_front),
    BELOW(namesake_in_front),
    BELOW(namesake_of_an_intermediate),
    REFUSED(namesakes_only, ATTESTATION_NOT_TRUSTED),
    REFUSED(valid_issue_of_an_expired_anchor, ATTESTATION_NOT_TRUSTED),
    REFUSED(same_name_other_key, ATTESTATION_NOT_TRUSTED),
    REFUSED(same_key_other_name, ATTESTATION_NOT_TRUSTED),
    TRUSTED(large_root),
    REFUSED(compromised, MODEL_STATUS),
    REFUSED(compromised_batch, MODEL_STATUS),
    REFUSED(compromised_and_presented, MODEL_STATUS),
    REFUSED(compromised_under_its_name_in_capitals, MODEL_STATUS),
    REFUSED(compromised_above_a_namesake, MODEL_STATUS),
    REFUSED(compromised_and_expired, ATTESTATION_NOT_TRUSTED),
    BELOW(compromised_above_an_anchor),
    TRUSTED(outdated),
    TRUSTED(outdated_beside_a_stranger),
    REFUSED(outdated_and_expired, ATTESTATION_NOT_TRUSTED),
    REFUSED(compromised_and_outdated, MODEL_STATUS),
    REFUSED(compromised_and_outdated_beside_a_stranger, MODEL_STATUS),
    TRUSTED(another_root_compromised),
    TRUSTED(namesake_compromised),
};

static void
judges(void **state)
{
    const struct row *row = *state;

    attested_begin_below(&a, row->num_intermediates);
    row->change();
    assert_string_equal(passkey_error_name(attested_judge(&a)),
        passkey_error_name(row->expected));
    assert_int_equal(a.result.trusted, row->expected == PASSKEY_OK);
    scratch_reset();
}

int
main(void)
{
    static struct CMUnitTest tests[COUNT_OF(rows)];
    size_t i;
    int failed;

    scratch_adopt_cjson();
    for (i = 0; i < COUNT_OF(rows); i++) {
        tests[i].name = rows[i].name;
        tests[i].test_func = judges;
        tests[i].initial_state = (void *)(uintptr_t)&rows[i];
    }
    failed =
        _cmocka_run_group_tests("root", tests, COUNT_OF(tests), NULL, NULL);
    lab_free();
    return failed;
}
