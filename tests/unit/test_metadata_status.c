/* SPDX-License-Identifier: Apache-2.0 */
/* What status reports say at a time. */
#include "unit.h"

#include "../../lib/trust/metadata_entry.h"
#include "../support/metadata_lab.h"
#include "../support/scratch.h"

#include <stdio.h>

#define NOW 1768435200 /* 2026-01-15T00:00:00Z */

struct row {
    const char *name;
    const char *reports;
    uint32_t statuses;
    enum passkey_certification certification;
    bool outdated;
    const char *statement; /* NULL: of version 5 */
};

#define REPORT(status, more) "{\"status\":\"" status "\"" more "}"
#define FROM(date) ",\"effectiveDate\":\"" date "\""
#define UNTIL(date) ",\"sunsetDate\":\"" date "\""
#define VERSION(number) ",\"authenticatorVersion\":" number

static const struct row rows[] = {
    {"no reports", "", 0, PASSKEY_CERTIFICATION_NONE, false},
    {"F5: revoked", REPORT("REVOKED", ""), PASSKEY_STATUS_REVOKED, 0, false},
    {"F5: remote compromise", REPORT("USER_KEY_REMOTE_COMPROMISE", ""),
        PASSKEY_STATUS_USER_KEY_REMOTE_COMPROMISE, 0, false},
    {"physical compromise", REPORT("USER_KEY_PHYSICAL_COMPROMISE", ""),
        PASSKEY_STATUS_USER_KEY_PHYSICAL_COMPROMISE, 0, false},
    {"verification bypass", REPORT("USER_VERIFICATION_BYPASS", ""),
        PASSKEY_STATUS_USER_VERIFICATION_BYPASS, 0, false},
    {"retired", REPORT("RETIRED", ""), PASSKEY_STATUS_RETIRED, 0, false},
    {"attestation keys of all", REPORT("ATTESTATION_KEY_COMPROMISE", ""),
        PASSKEY_STATUS_ATTESTATION_KEY_COMPROMISE, 0, false},
    {"attestation keys of one certificate",
        REPORT("ATTESTATION_KEY_COMPROMISE", ",\"certificate\":\"AAAA\""), 0, 0,
        false},
    {"attestation keys of one batch",
        REPORT("ATTESTATION_KEY_COMPROMISE", ",\"batchCertificate\":\"AAAA\""),
        0, 0, false},
    {"effective today", REPORT("REVOKED", FROM("2026-01-15")),
        PASSKEY_STATUS_REVOKED, 0, false},
    {"effective tomorrow", REPORT("REVOKED", FROM("2026-01-16")), 0, 0, false},
    {"sunset today", REPORT("REVOKED", UNTIL("2026-01-15")), 0, 0, false},
    {"sunset tomorrow", REPORT("REVOKED", UNTIL("2026-01-16")),
        PASSKEY_STATUS_REVOKED, 0, false},
    {"latest certification by date",
        REPORT("FIDO_CERTIFIED_L2", FROM("2025-01-01")) "," REPORT(
            "FIDO_CERTIFIED_L1", FROM("2024-01-01")),
        0, PASSKEY_CERTIFICATION_L2, false},
    {"a later one may be lower",
        REPORT("FIDO_CERTIFIED_L1", FROM("2025-01-01")) "," REPORT(
            "FIDO_CERTIFIED_L3plus", FROM("2024-01-01")),
        0, PASSKEY_CERTIFICATION_L1, false},
    {"a tie goes to the later element",
        REPORT("FIDO_CERTIFIED_L1", FROM("2025-01-01")) "," REPORT(
            "FIDO_CERTIFIED_L2plus", FROM("2025-01-01")),
        0, PASSKEY_CERTIFICATION_L2_PLUS, false},
    {"no date is the oldest date",
        REPORT("FIDO_CERTIFIED_L3", FROM("2020-01-01")) "," REPORT(
            "FIDO_CERTIFIED_L1", ""),
        0, PASSKEY_CERTIFICATION_L3, false},
    {"a future certification does not count",
        REPORT("FIDO_CERTIFIED_L1", FROM("2025-01-01")) "," REPORT(
            "FIDO_CERTIFIED_L3", FROM("2026-01-16")),
        0, PASSKEY_CERTIFICATION_L1, false},
    {"a certification that ended does not count",
        REPORT("FIDO_CERTIFIED_L1", FROM("2024-01-01")) "," REPORT(
            "FIDO_CERTIFIED_L3", FROM("2025-01-01") UNTIL("2026-01-01")),
        0, PASSKEY_CERTIFICATION_L1, false},
    {"certification withdrawn",
        REPORT("FIDO_CERTIFIED_L2", FROM("2024-01-01")) "," REPORT(
            "NOT_FIDO_CERTIFIED", FROM("2025-01-01")),
        0, PASSKEY_CERTIFICATION_NONE, false},
    {"the old certification is level 1", REPORT("FIDO_CERTIFIED", ""), 0,
        PASSKEY_CERTIFICATION_L1, false},
    {"FIPS and unknown ones say nothing",
        REPORT("FIPS140_CERTIFIED_L3", "") "," REPORT("WHATEVER", ""), 0, 0,
        false},
    {"revoked stays so after a certification",
        REPORT("REVOKED", FROM("2024-01-01")) "," REPORT(
            "FIDO_CERTIFIED_L1", FROM("2025-01-01")),
        PASSKEY_STATUS_REVOKED, PASSKEY_CERTIFICATION_L1, false},
    {"update available", REPORT("UPDATE_AVAILABLE", ""),
        PASSKEY_STATUS_UPDATE_AVAILABLE, 0, false},
    {"update that the statement describes",
        REPORT("UPDATE_AVAILABLE", VERSION("5")),
        PASSKEY_STATUS_UPDATE_AVAILABLE, 0, false},
    {"update that it does not describe",
        REPORT("UPDATE_AVAILABLE", VERSION("6")),
        PASSKEY_STATUS_UPDATE_AVAILABLE, 0, true},
    {"such an update in the future",
        REPORT("UPDATE_AVAILABLE", VERSION("6") FROM("2026-01-16")), 0, 0,
        false},
    {"the first update of a version 0",
        REPORT("UPDATE_AVAILABLE", VERSION("1")),
        PASSKEY_STATUS_UPDATE_AVAILABLE, 0, true,
        "\"authenticatorVersion\":0"},
    {"update to no version", REPORT("UPDATE_AVAILABLE", ""),
        PASSKEY_STATUS_UPDATE_AVAILABLE, 0, false,
        "\"authenticatorVersion\":-1"},
    {"update of a statement without a version",
        REPORT("UPDATE_AVAILABLE", VERSION("9007199254740991")),
        PASSKEY_STATUS_UPDATE_AVAILABLE, 0, false, ""},
    {"only updates make a statement old", REPORT("REVOKED", VERSION("6")),
        PASSKEY_STATUS_REVOKED, 0, false},
    {"only attestation keys are those of a certificate",
        REPORT("REVOKED", ",\"certificate\":\"AAAA\""),
        PASSKEY_STATUS_REVOKED, 0, false},
    {"days that are null",
        REPORT("REVOKED", ",\"effectiveDate\":null,\"sunsetDate\":null"),
        PASSKEY_STATUS_REVOKED, 0, false},
    {"no such day", REPORT("REVOKED", FROM("2025-02-29")), 0, 0, false},
    {"no such day of a sunset", REPORT("REVOKED", UNTIL("2027-02-29")), 0, 0,
        false},
    {"a day that is a number", REPORT("REVOKED", ",\"effectiveDate\":1"), 0,
        0, false},
    {"a version that is text", REPORT("REVOKED", VERSION("\"6\"")), 0, 0,
        false},
    {"a status that is a number", "{\"status\":7}", 0, 0, false},
    {"a member that occurs twice",
        REPORT("REVOKED", ",\"status\":\"RETIRED\""), 0, 0, false},
    {"a report that is text", "\"REVOKED\"", 0, 0, false},
};

static void
says(void **state)
{
    const struct row *row = *state;
    struct passkey_model model = {.id_len = PASSKEY_MODEL_AAGUID_LEN};
    struct passkey_model_state found;
    char text[1024];

    snprintf(text, sizeof(text),
        "{\"aaguid\":\"01020304-0506-0708-090a-0b0c0d0e0f10\","
        "\"metadataStatement\":{%s},\"statusReports\":[%s]}",
        row->statement != NULL ? row->statement : "\"authenticatorVersion\":5",
        row->reports);
    model.entry = view_text(text);
    passkey_model_state_at(&model, NOW, &found);
    assert_int_equal(found.statuses, row->statuses);
    assert_string_equal(passkey_certification_name(found.certification),
        passkey_certification_name(row->certification));
    assert_int_equal(found.outdated, row->outdated);
}

/* As DER whose base64 has no padding; signatures differ in length. */
static struct blob
unpadded(const struct certificate *certificate)
{
    struct blob bytes;

    do {
        bytes = certificate_der(certificate);
    } while (bytes.len % 3 != 0);
    return bytes;
}

/* Of a path with one certificate: what is behind it does not count. */
static void
attestation_keys_of_a_path(void **state)
{
    struct certificate root =
        certificate_authority("Lab root", lab_key(LAB_ROOT), NULL);
    struct certificate other =
        certificate_authority("Another", lab_key(LAB_STRANGER), NULL);
    struct blob ders[] = {certificate_der(&root), unpadded(&other)};
    char *mine = blob_base64(ders[0]), *anothers = blob_base64(ders[1]);
    const struct {
        const char *certificate, *batch;
        size_t num_certificates;
        bool hit;
    } hits[] = {
        {mine, anothers, 1, true},
        {anothers, mine, 1, true},
        {anothers, anothers, 1, false},
        {mine, mine, 0, false},
        /* whose, nobody can tell, but it is somebody's */
        {"AAAA", anothers, 1, true},
        {anothers, "AAAA", 1, true},
        {anothers, lab_format("%sAA", anothers), 1, true},
        {"AAAA", "AAAA", 0, false},
    };
    struct passkey_model_state found;
    struct pk_metadata_entry entry;
    struct pk_trust_path path;
    size_t i;

    (void)state;
    for (i = 0; i < 2; i++)
        assert_true(pk_certificate_parse(
            passkey_bytes_of(ders[i].data, ders[i].len),
            &path.certificates[i]));
    for (i = 0; i < COUNT_OF(hits); i++) {
        char *text = lab_format(
            "{\"aaid\":\"a\",\"statusReports\":[{\"status\":"
            "\"ATTESTATION_KEY_COMPROMISE\",\"certificate\":\"%s\","
            "\"batchCertificate\":\"%s\"}]}",
            hits[i].certificate, hits[i].batch);

        path.num_certificates = hits[i].num_certificates;
        assert_true(pk_metadata_entry_parse(view_text(text), &entry));
        pk_metadata_state(&entry, &path, NOW, &found);
        assert_int_equal(found.statuses,
            hits[i].hit ? PASSKEY_STATUS_ATTESTATION_KEY_COMPROMISE : 0);
    }
    scratch_reset();
    lab_free();
}

static void
names(void **state)
{
    (void)state;
    assert_string_equal(passkey_status_name(PASSKEY_STATUS_REVOKED), "REVOKED");
    assert_string_equal(passkey_status_name(0), "");
    assert_string_equal(passkey_status_name(3), "");
    assert_string_equal(
        passkey_certification_name(PASSKEY_CERTIFICATION_L3_PLUS), "L3plus");
    assert_string_equal(passkey_certification_name(
                            (enum passkey_certification)(
                                PASSKEY_CERTIFICATION_L3_PLUS + 1)),
        "unknown");
    assert_string_equal(
        passkey_certification_name((enum passkey_certification)1000),
        "unknown");
}

int
main(void)
{
    const struct CMUnitTest others[] = {
        cmocka_unit_test(attestation_keys_of_a_path),
        cmocka_unit_test(names),
    };
    static struct CMUnitTest tests[COUNT_OF(rows) + COUNT_OF(others)];
    size_t i;

    for (i = 0; i < COUNT_OF(rows); i++) {
        tests[i].name = rows[i].name;
        tests[i].test_func = says;
        tests[i].initial_state = (void *)(uintptr_t)&rows[i];
    }
    memcpy(tests + COUNT_OF(rows), others, sizeof(others));
    return _cmocka_run_group_tests(
        "metadata status", tests, COUNT_OF(tests), NULL, NULL);
}
