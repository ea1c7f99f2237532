/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One entry of FIDO metadata, as JSON values; what is not asked for is not
 * read.
 */
#ifndef PK_METADATA_ENTRY_H
#define PK_METADATA_ENTRY_H

#include <passkey/metadata.h>

#include "../../format/json.h"
#include "path.h"

struct pk_metadata_entry {
    struct pk_json_value aaguid;    /* ABSENT, or a string */
    struct pk_json_value aaid;      /* ABSENT, or anything: UAF */
    struct pk_json_value keys;      /* ABSENT, or an array of strings */
    struct pk_json_value statement; /* ABSENT, or an object */
    struct pk_json_value reports;   /* an array */
};

/*
 * Checks a whole entry. False: it is not strict JSON, has not exactly one
 * kind of name, or a member that is read here has the wrong form.
 */
PASSKEY_MUST_USE bool pk_metadata_entry_parse(
    struct passkey_bytes text, struct pk_metadata_entry *out);

/* A UUID in lower case with dashes. */
PASSKEY_MUST_USE bool pk_aaguid_parse(const struct pk_json_value *text,
    uint8_t out[PASSKEY_MODEL_AAGUID_LEN]);

/* 40 hexadecimal digits. */
PASSKEY_MUST_USE bool pk_key_identifier_parse(
    const struct pk_json_value *text, uint8_t out[PASSKEY_MODEL_KEY_LEN]);

/* One member of the metadata statement; type ABSENT if there is none. */
struct pk_json_value pk_metadata_statement_member(
    const struct pk_metadata_entry *entry, const char *name);

/* False: a report that must be understood is not. metadata_status.c */
PASSKEY_MUST_USE bool pk_metadata_reports_are_sound(
    const struct pk_metadata_entry *entry);

/*
 * What is in effect at `now`. `path` are the certificates of an attestation
 * that a compromised key may be in; NULL: none.
 */
void pk_metadata_state(const struct pk_metadata_entry *entry,
    const struct pk_trust_path *path, int64_t now,
    struct passkey_model_state *out);

#endif
