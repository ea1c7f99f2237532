/* SPDX-License-Identifier: Apache-2.0 */
/* What status reports say at a time. */
#include "unit.h"

#include <stdio.h>

#define NOW 1768435200 /* 2026-01-15T00:00:00Z */

struct row {
    const char *name;
    const char *reports;
    uint32_t statuses;
    enum passkey_certification certification;
    bool outdated;
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
        "\"metadataStatement\":{\"authenticatorVersion\":5},"
        "\"statusReports\":[%s]}",
        row->reports);
    model.entry = view_text(text);
    passkey_model_state_at(&model, NOW, &found);
    assert_int_equal(found.statuses, row->statuses);
    assert_string_equal(passkey_certification_name(found.certification),
        passkey_certification_name(row->certification));
    assert_int_equal(found.outdated, row->outdated);
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
}

int
main(void)
{
    static struct CMUnitTest tests[COUNT_OF(rows) + 1];
    size_t i;

    for (i = 0; i < COUNT_OF(rows); i++) {
        tests[i].name = rows[i].name;
        tests[i].test_func = says;
        tests[i].initial_state = (void *)(uintptr_t)&rows[i];
    }
    tests[i].name = "names";
    tests[i].test_func = names;
    return _cmocka_run_group_tests(
        "metadata status", tests, COUNT_OF(tests), NULL, NULL);
}
