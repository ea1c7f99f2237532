/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The BLOB of FIDO metadata: who signed it, and the list inside. The payload
 * may have many megabytes, so nothing is copied: it is checked once as a
 * whole, then every entry by itself.
 */
#include <passkey/metadata.h>

#include <string.h>

#include "../../format/date.h"
#include "../../format/json.h"
#include "../../format/reader.h"
#include "../../format/utf8.h"
#include "jws.h"
#include "metadata_entry.h"

enum { NUMBER, NEXT_UPDATE, LEGAL_HEADER, ENTRIES, NUM_FIELDS };

static enum passkey_error
error_of(enum pk_jws_result result)
{
    switch (result) {
    case PK_JWS_OK:
        return PASSKEY_OK;
    case PK_JWS_NO_SPACE:
        return PASSKEY_ERR_NO_SPACE;
    case PK_JWS_ALGORITHM:
        return PASSKEY_ERR_METADATA_ALGORITHM;
    case PK_JWS_CRITICAL:
    case PK_JWS_FOREIGN:
        return PASSKEY_ERR_METADATA_HEADER;
    case PK_JWS_CERTIFICATE:
        return PASSKEY_ERR_METADATA_CERTIFICATES;
    case PK_JWS_MALFORMED:
        break;
    }
    return PASSKEY_ERR_METADATA_MALFORMED;
}

static enum passkey_error
check_signature(const struct pk_jws *jws,
    const struct passkey_public_key *key, const struct passkey_crypto *crypto)
{
    switch (pk_jws_check_signature(jws, key, crypto)) {
    case PASSKEY_VERDICT_VALID:
        return PASSKEY_OK;
    case PASSKEY_VERDICT_INVALID:
        return PASSKEY_ERR_METADATA_SIGNATURE_INVALID;
    case PASSKEY_VERDICT_UNKNOWN:
        break;
    }
    return PASSKEY_ERR_BACKEND;
}

static enum passkey_error
check_path(const struct passkey_metadata_signer *signer,
    const struct passkey_crypto *crypto, const struct pk_jws *jws, int64_t now)
{
    const struct pk_path_rules rules = {
        .anchors = signer->anchors,
        .num_anchors = signer->num_anchors,
        .revocation_lists = signer->revocation_lists,
        .num_revocation_lists = signer->num_revocation_lists,
        .require_status = signer->require_status,
        .any_order = true,
    };
    enum passkey_error error = pk_path_check(&jws->path, &rules, crypto, now);

    return error == PASSKEY_ERR_ATTESTATION_NOT_TRUSTED
               ? PASSKEY_ERR_METADATA_SIGNER_NOT_TRUSTED
               : error;
}

/* The header carries the signer's certificates. */
static enum passkey_error
check_signer(const struct passkey_metadata_signer *signer,
    const struct passkey_crypto *crypto, const struct pk_jws *jws, int64_t now)
{
    const struct pk_certificate *leaf = &jws->path.certificates[0];
    enum passkey_error error;

    if (!pk_jws_fits_key(jws, &leaf->key))
        return PASSKEY_ERR_METADATA_ALGORITHM;
    error = check_path(signer, crypto, jws, now);
    if (error != PASSKEY_OK)
        return error;
    if (!pk_certificate_names_host(leaf, signer->name))
        return PASSKEY_ERR_METADATA_SIGNER_NAME;
    return check_signature(jws, &leaf->key, crypto);
}

/* Without certificates in the header, one of the roots signed by itself. */
static enum passkey_error
check_root(const struct passkey_metadata_signer *signer,
    const struct passkey_crypto *crypto, const struct pk_jws *jws, int64_t now)
{
    struct pk_certificate root;
    enum passkey_error error;
    size_t i;

    for (i = 0; i < signer->num_anchors; i++) {
        if (!pk_certificate_parse(signer->anchors[i], &root) ||
            now < root.not_before || now > root.not_after)
            continue;
        error = check_signature(jws, &root.key, crypto);
        if (error == PASSKEY_OK || error == PASSKEY_ERR_BACKEND)
            return error;
    }
    return PASSKEY_ERR_METADATA_SIGNER_NOT_TRUSTED;
}

enum passkey_error
passkey_metadata_verify(const struct passkey_metadata_signer *signer,
    const struct passkey_crypto *crypto, struct passkey_bytes blob,
    int64_t now, struct passkey_buffer scratch, struct passkey_bytes *payload)
{
    enum passkey_error error;
    struct pk_jws jws;

    *payload = passkey_bytes_of(NULL, 0);
    error = error_of(pk_jws_parse(blob, &scratch, &jws));
    if (error != PASSKEY_OK)
        return error;
    error = jws.path.num_certificates > 0
                ? check_signer(signer, crypto, &jws, now)
                : check_root(signer, crypto, &jws, now);
    if (error == PASSKEY_OK)
        *payload = jws.payload;
    return error;
}

/* Where the models of the entries go. */
struct list {
    struct passkey_model *models;
    size_t num_models;
    size_t max_models;
};

static struct passkey_model *
add_model(struct list *list, struct passkey_bytes entry, uint8_t id_len)
{
    struct passkey_model *model;

    if (list->num_models == list->max_models)
        return NULL;
    model = &list->models[list->num_models++];
    memset(model, 0, sizeof(*model));
    model->id_len = id_len;
    model->entry = entry;
    return model;
}

static bool
add_aaguid(struct list *list, const struct pk_metadata_entry *entry,
    struct passkey_bytes text)
{
    struct passkey_model *model =
        add_model(list, text, PASSKEY_MODEL_AAGUID_LEN);

    return model != NULL && pk_aaguid_parse(&entry->aaguid, model->id);
}

static bool
add_keys(struct list *list, const struct pk_metadata_entry *entry,
    struct passkey_bytes text)
{
    struct passkey_bytes elements = pk_json_elements(&entry->keys);
    struct passkey_model *model;
    struct pk_json_value key;

    while (pk_json_next(&elements, &key)) {
        model = add_model(list, text, PASSKEY_MODEL_KEY_LEN);
        if (model == NULL || !pk_key_identifier_parse(&key, model->id))
            return false;
    }
    return true;
}

/* False: no space. */
static bool
read_entry(const struct pk_json_value *value, struct list *list,
    struct passkey_metadata *out)
{
    struct pk_metadata_entry entry;

    if (value->type != PK_JSON_OBJECT ||
        !pk_metadata_entry_parse(value->text, &entry)) {
        out->num_faulty++;
        return true;
    }
    if (entry.aaid.type != PK_JSON_ABSENT) {
        out->num_other++;
        return true;
    }
    return entry.aaguid.type != PK_JSON_ABSENT
               ? add_aaguid(list, &entry, value->text)
               : add_keys(list, &entry, value->text);
}

static enum passkey_error
read_entries(const struct pk_json_value *entries, struct list *list,
    struct passkey_metadata *out)
{
    struct passkey_bytes elements = pk_json_elements(entries);
    struct pk_json_value element;

    while (pk_json_next(&elements, &element)) {
        if (!read_entry(&element, list, out))
            return PASSKEY_ERR_NO_SPACE;
    }
    out->models = list->models;
    out->num_models = list->num_models;
    return PASSKEY_OK;
}

/*
 * The outer object. Its entries are only taken for well-formed here: what one
 * vendor writes into an entry must not take all others away.
 */
static bool
read_outside(struct passkey_bytes payload, struct pk_json_field *fields,
    struct passkey_metadata *out)
{
    const struct pk_json_value *legal_header = &fields[LEGAL_HEADER].value;
    struct pk_json_value root;
    int64_t day;

    if (payload.len == 0 || payload.data[0] == 0xef || /* byte order mark */
        pk_json_parse(payload, PK_JSON_CLIENT_DATA, &root) != PK_JSON_OK ||
        root.type != PK_JSON_OBJECT || !pk_json_take(&root, fields, NUM_FIELDS))
        return false;
    if (!pk_json_integer(&fields[NUMBER].value, &out->number) ||
        out->number < 0 || fields[NEXT_UPDATE].value.type != PK_JSON_STRING ||
        !pk_date_parse(fields[NEXT_UPDATE].value.text, &day) ||
        fields[ENTRIES].value.type != PK_JSON_ARRAY)
        return false;
    out->next_update = day * PK_SECONDS_PER_DAY;
    out->legal_header = legal_header->text;
    return legal_header->type == PK_JSON_ABSENT ||
           (legal_header->type == PK_JSON_STRING &&
               pk_utf8_valid(legal_header->text));
}

enum passkey_error
passkey_metadata_read(struct passkey_bytes payload,
    struct passkey_model *models, size_t max_models,
    struct passkey_metadata *out)
{
    struct pk_json_field fields[NUM_FIELDS] = {
        [NUMBER] = { .name = "no" },
        [NEXT_UPDATE] = { .name = "nextUpdate" },
        [LEGAL_HEADER] = { .name = "legalHeader" },
        [ENTRIES] = { .name = "entries" },
    };
    struct list list = { .models = models, .max_models = max_models };
    enum passkey_error error = PASSKEY_ERR_METADATA_PAYLOAD;

    memset(out, 0, sizeof(*out));
    if (read_outside(payload, fields, out))
        error = read_entries(&fields[ENTRIES].value, &list, out);
    if (error != PASSKEY_OK)
        memset(out, 0, sizeof(*out));
    return error;
}

enum passkey_error
passkey_metadata_check_number(
    const struct passkey_metadata *metadata, int64_t highest)
{
    if (metadata->number > highest)
        return PASSKEY_OK;
    return metadata->number == highest ? PASSKEY_ERR_METADATA_NOT_NEWER
                                       : PASSKEY_ERR_METADATA_ROLLED_BACK;
}

bool
passkey_metadata_is_stale(
    const struct passkey_metadata *metadata, int64_t now)
{
    return now >= metadata->next_update + PK_SECONDS_PER_DAY;
}

const struct passkey_model *
passkey_metadata_find(
    const struct passkey_metadata *metadata, struct passkey_bytes id)
{
    size_t i;

    for (i = 0; i < metadata->num_models; i++) {
        const struct passkey_model *model = &metadata->models[i];

        if (pk_equal(id, passkey_bytes_of(model->id, model->id_len)))
            return model;
    }
    return NULL;
}
