/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Status reports of an entry: which of them are in effect, what they warn of,
 * and which certification is the latest.
 */
#include "metadata_entry.h"

#include <string.h>

#include "../../format/base64.h"
#include "../../format/date.h"
#include "../../format/reader.h"
#include "../key.h"

enum {
    STATUS,
    EFFECTIVE_DATE,
    SUNSET_DATE,
    VERSION,
    CERTIFICATE,
    BATCH_CERTIFICATE,
    NUM_FIELDS
};

struct status {
    const char *name;
    size_t name_len;
    uint32_t warning; /* 0: it certifies */
    enum passkey_certification certification;
};

#define WARNING(name) { #name, sizeof(#name) - 1, PASSKEY_STATUS_##name, 0 }
#define CERTIFIES(name, level)                                                 \
    { #name, sizeof(#name) - 1, 0, PASSKEY_CERTIFICATION_##level }

/* Others, such as those about FIPS 140, say nothing that is used here. */
static const struct status statuses[] = {
    WARNING(UPDATE_AVAILABLE),
    WARNING(RETIRED),
    WARNING(USER_VERIFICATION_BYPASS),
    WARNING(ATTESTATION_KEY_COMPROMISE),
    WARNING(USER_KEY_REMOTE_COMPROMISE),
    WARNING(USER_KEY_PHYSICAL_COMPROMISE),
    WARNING(REVOKED),
    CERTIFIES(NOT_FIDO_CERTIFIED, NONE),
    CERTIFIES(SELF_ASSERTION_SUBMITTED, NONE),
    CERTIFIES(FIDO_CERTIFIED, L1),
    CERTIFIES(FIDO_CERTIFIED_L1, L1),
    CERTIFIES(FIDO_CERTIFIED_L1plus, L1_PLUS),
    CERTIFIES(FIDO_CERTIFIED_L2, L2),
    CERTIFIES(FIDO_CERTIFIED_L2plus, L2_PLUS),
    CERTIFIES(FIDO_CERTIFIED_L3, L3),
    CERTIFIES(FIDO_CERTIFIED_L3plus, L3_PLUS),
};

struct report {
    const struct status *status; /* NULL: not one that we know */
    int64_t effective_day; /* INT64_MIN: always was */
    int64_t sunset_day;    /* INT64_MAX: never ends */
    int64_t version;       /* 0: not told */
    struct pk_json_value certificates[2]; /* of ATTESTATION_KEY_COMPROMISE */
};

static const struct status *
find_status(const struct pk_json_value *name)
{
    size_t i;

    for (i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
        if (pk_json_string_is(name,
                passkey_bytes_of(statuses[i].name, statuses[i].name_len)))
            return &statuses[i];
    }
    return NULL;
}

/* Absent leaves `day` as it is. */
static bool
read_day(const struct pk_json_value *value, int64_t *day)
{
    if (value->type == PK_JSON_ABSENT || value->type == PK_JSON_NULL)
        return true;
    return value->type == PK_JSON_STRING && pk_date_parse(value->text, day);
}

static bool
read_report(const struct pk_json_value *value, struct report *out)
{
    struct pk_json_field fields[NUM_FIELDS] = {
        [STATUS] = { .name = "status" },
        [EFFECTIVE_DATE] = { .name = "effectiveDate" },
        [SUNSET_DATE] = { .name = "sunsetDate" },
        [VERSION] = { .name = "authenticatorVersion" },
        [CERTIFICATE] = { .name = "certificate" },
        [BATCH_CERTIFICATE] = { .name = "batchCertificate" },
    };

    memset(out, 0, sizeof(*out));
    out->effective_day = INT64_MIN;
    out->sunset_day = INT64_MAX;
    if (value->type != PK_JSON_OBJECT ||
        !pk_json_take(value, fields, NUM_FIELDS) ||
        fields[STATUS].value.type != PK_JSON_STRING)
        return false;
    out->status = find_status(&fields[STATUS].value);
    out->certificates[0] = fields[CERTIFICATE].value;
    out->certificates[1] = fields[BATCH_CERTIFICATE].value;
    if (fields[VERSION].value.type != PK_JSON_ABSENT &&
        !pk_json_integer(&fields[VERSION].value, &out->version))
        return false;
    return read_day(&fields[EFFECTIVE_DATE].value, &out->effective_day) &&
           read_day(&fields[SUNSET_DATE].value, &out->sunset_day);
}

bool
pk_metadata_reports_are_sound(const struct pk_metadata_entry *entry)
{
    struct passkey_bytes elements = pk_json_elements(&entry->reports);
    struct pk_json_value element;
    struct report report;

    if (entry->reports.type != PK_JSON_ARRAY)
        return false;
    while (pk_json_next(&elements, &element)) {
        if (!read_report(&element, &report))
            return false;
    }
    return true;
}

/* Does the path contain the key of this certificate? */
static bool
hits_path(
    const struct pk_json_value *certificate, const struct pk_trust_path *path)
{
    uint8_t memory[3072];
    struct passkey_buffer buffer = { memory, sizeof(memory) };
    struct pk_certificate compromised;
    size_t i, len;

    if (!pk_base64_decode_json(certificate, true, buffer, &len) ||
        !pk_certificate_parse(passkey_bytes_of(memory, len), &compromised))
        return path->num_certificates > 0; /* whose, nobody can tell */
    for (i = 0; i < path->num_certificates; i++) {
        if (pk_equal(compromised.key_bits, path->certificates[i].key_bits))
            return true;
    }
    return false;
}

/* A report that names certificates is about nobody else's. */
static bool
concerns(const struct report *report, const struct pk_trust_path *path)
{
    bool named = false;
    size_t i;

    if (report->status->warning != PASSKEY_STATUS_ATTESTATION_KEY_COMPROMISE)
        return true;
    for (i = 0; i < 2; i++) {
        if (report->certificates[i].type == PK_JSON_ABSENT)
            continue;
        named = true;
        if (path != NULL && hits_path(&report->certificates[i], path))
            return true;
    }
    return !named;
}

/*
 * An update that the statement does not describe yet: the statement must not
 * be used (Metadata Service, "UPDATE_AVAILABLE").
 */
static bool
is_ahead_of_statement(
    const struct report *report, const struct pk_metadata_entry *entry)
{
    struct pk_json_value value;
    int64_t version;

    if (report->status->warning != PASSKEY_STATUS_UPDATE_AVAILABLE ||
        report->version == 0)
        return false;
    value = pk_metadata_statement_member(entry, "authenticatorVersion");
    return pk_json_integer(&value, &version) && report->version > version;
}

void
pk_metadata_state(const struct pk_metadata_entry *entry,
    const struct pk_trust_path *path, int64_t now,
    struct passkey_model_state *out)
{
    struct passkey_bytes elements = pk_json_elements(&entry->reports);
    int64_t today = now / PK_SECONDS_PER_DAY, latest = INT64_MIN;
    struct pk_json_value element;
    struct report report;

    memset(out, 0, sizeof(*out));
    while (pk_json_next(&elements, &element)) {
        if (!read_report(&element, &report) || report.status == NULL ||
            report.effective_day > today || report.sunset_day <= today)
            continue;
        if (report.status->warning == 0) {
            if (report.effective_day >= latest) {
                latest = report.effective_day;
                out->certification = report.status->certification;
            }
            continue;
        }
        if (is_ahead_of_statement(&report, entry))
            out->outdated = true;
        if (concerns(&report, path))
            out->statuses |= report.status->warning;
    }
}

void
passkey_model_state_at(const struct passkey_model *model, int64_t now,
    struct passkey_model_state *out)
{
    struct pk_metadata_entry entry;

    memset(out, 0, sizeof(*out));
    if (pk_metadata_entry_parse(model->entry, &entry))
        pk_metadata_state(&entry, NULL, now, out);
}

const char *
passkey_status_name(uint32_t status)
{
    size_t i;

    for (i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
        if (status != 0 && statuses[i].warning == status)
            return statuses[i].name;
    }
    return "";
}

const char *
passkey_certification_name(enum passkey_certification level)
{
    static const char *const names[] = { "none", "L1", "L1plus", "L2",
        "L2plus", "L3", "L3plus" };

    return (size_t)level < sizeof(names) / sizeof(names[0]) ? names[level]
                                                            : "unknown";
}
