/* SPDX-License-Identifier: Apache-2.0 */
/* Entry, anchors and policy of an authenticator model; see model.h. */
#include "model.h"

#include <string.h>

#include "../../format/base64.h"
#include "../../format/reader.h"

/* Roots in real metadata have up to 5,554 bytes. */
#define ANCHOR_MAX_LEN 6144

/* attestationTypes of a statement */
#define TYPE_FULL 0x01u      /* basic_full, attca, anonca */
#define TYPE_SURROGATE 0x02u /* basic_surrogate: self attestation */
#define TYPE_NONE 0x04u

/*
 * Names of the FIDO registry of predefined values, and the algorithms of COSE
 * that they may stand for. An algorithm has one curve (algorithm.c), so the
 * curve needs no look of its own.
 */
struct registered_algorithm {
    const char *name;
    size_t name_len;
    int32_t ids[2];
};

#define ALGORITHM(name, first, second)                                         \
    { name, sizeof(name) - 1, { PASSKEY_ALG_##first, PASSKEY_ALG_##second } }

static const struct registered_algorithm registered[] = {
    ALGORITHM("secp256r1_ecdsa_sha256_raw", ES256, ESP256),
    ALGORITHM("secp256r1_ecdsa_sha256_der", ES256, ESP256),
    ALGORITHM("secp256k1_ecdsa_sha256_raw", ES256K, ES256K),
    ALGORITHM("secp256k1_ecdsa_sha256_der", ES256K, ES256K),
    ALGORITHM("secp384r1_ecdsa_sha384_raw", ES384, ESP384),
    ALGORITHM("secp521r1_ecdsa_sha512_raw", ES512, ESP512),
    ALGORITHM("ed25519_eddsa_sha512_raw", EDDSA, ED25519),
    ALGORITHM("ed448_eddsa_sha512_raw", ED448, ED448),
    ALGORITHM("rsassa_pss_sha256_raw", PS256, PS256),
    ALGORITHM("rsassa_pss_sha256_der", PS256, PS256),
    ALGORITHM("rsassa_pss_sha384_raw", PS384, PS384),
    ALGORITHM("rsassa_pss_sha512_raw", PS512, PS512),
    ALGORITHM("rsassa_pkcsv15_sha256_raw", RS256, RS256),
    ALGORITHM("rsa_emsa_pkcs1_sha256_raw", RS256, RS256),
    ALGORITHM("rsa_emsa_pkcs1_sha256_der", RS256, RS256),
    ALGORITHM("rsassa_pkcsv15_sha384_raw", RS384, RS384),
    ALGORITHM("rsassa_pkcsv15_sha512_raw", RS512, RS512),
    ALGORITHM("rsassa_pkcsv15_sha1_raw", RS1, RS1),
};

bool
pk_models_need_metadata(const struct passkey_model_policy *models)
{
    return models->require_known ||
           models->minimum > PASSKEY_CERTIFICATION_NONE;
}

bool
pk_models_need_proof(const struct passkey_model_policy *models)
{
    return pk_models_need_metadata(models) || models->num_allowed > 0;
}

/* fido-u2f signs no AAGUID: whoever carries the answer may write one in. */
static bool
proves_aaguid(const struct pk_statement *statement)
{
    return !pk_equal(statement->format, PK_TEXT("fido-u2f"));
}

bool
pk_model_key(const struct passkey_crypto *crypto,
    const struct pk_attested *attested, uint8_t out[PASSKEY_MODEL_KEY_LEN])
{
    return crypto->digest(crypto->context, PASSKEY_HASH_SHA1,
        &attested->path.certificates[0].key_bits, 1, out);
}

/*
 * What the metadata know the model by: the AAGUID, or SHA-1 of the attestation
 * key as the one certificate of fido-u2f has it; nothing: no bytes.
 */
static bool
identify(const struct pk_statement *statement,
    const struct pk_attested *attested, uint8_t hash[PASSKEY_MODEL_KEY_LEN],
    struct passkey_bytes *out)
{
    static const uint8_t zero[PASSKEY_AAGUID_LEN];
    const uint8_t *aaguid = statement->parsed->aaguid;

    *out = passkey_bytes_of(NULL, 0);
    if (proves_aaguid(statement)) {
        if (memcmp(aaguid, zero, sizeof(zero)) != 0)
            *out = passkey_bytes_of(aaguid, PASSKEY_AAGUID_LEN);
        return true;
    }
    if (!pk_model_key(statement->crypto, attested, hash))
        return false;
    *out = passkey_bytes_of(hash, PASSKEY_MODEL_KEY_LEN);
    return true;
}

bool
pk_model_find(const struct pk_statement *statement,
    const struct pk_attested *attested, struct pk_model *out)
{
    const struct passkey_metadata *metadata =
        statement->policy->models.metadata;
    uint8_t hash[PASSKEY_MODEL_KEY_LEN];
    const struct passkey_model *model;
    struct passkey_bytes identifier;

    memset(out, 0, sizeof(*out));
    if (metadata == NULL)
        return true;
    if (!identify(statement, attested, hash, &identifier))
        return false;
    model = passkey_metadata_find(metadata, identifier);
    if (model == NULL || !pk_metadata_entry_parse(model->entry, &out->entry))
        return true;
    out->found = true;
    pk_metadata_state(
        &out->entry, &attested->path, statement->now, &out->state);
    out->usable = out->entry.statement.type == PK_JSON_OBJECT &&
                  !out->state.outdated;
    return true;
}

struct pk_path_rules
pk_model_path_rules(const struct passkey_policy *policy)
{
    const struct pk_path_rules rules = {
        .revocation_lists = policy->revocation_lists,
        .num_revocation_lists = policy->num_revocation_lists,
        .require_status = policy->require_status,
    };

    return rules;
}

/* A report names the key of the root that proves the path. */
static bool
is_reported(const struct pk_statement *statement, const struct pk_model *model,
    struct passkey_bytes anchor)
{
    struct pk_trust_path root = {.num_certificates = 1};
    struct passkey_model_state state;

    if (!pk_certificate_parse(anchor, &root.certificates[0]))
        return true;
    pk_metadata_state(&model->entry, &root, statement->now, &state);
    return (state.statuses & statement->policy->models.refused) != 0;
}

enum passkey_error
pk_model_check_anchor(const struct pk_statement *statement,
    const struct pk_attested *attested, const struct pk_model *model,
    struct passkey_bytes anchor)
{
    struct pk_path_rules rules = pk_model_path_rules(statement->policy);
    enum passkey_error error;

    rules.anchors = &anchor;
    rules.num_anchors = 1;
    error = pk_path_check(
        &attested->path, &rules, statement->crypto, statement->now);
    return error == PASSKEY_OK && is_reported(statement, model, anchor)
               ? PASSKEY_ERR_MODEL_STATUS
               : error;
}

/* One frame may be larger than all others: that of the root. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wframe-larger-than="

/* One root of the entry, which may be the attestation certificate itself. */
static enum passkey_error
check_root(const struct pk_statement *statement,
    const struct pk_attested *attested, const struct pk_model *model,
    const struct pk_json_value *root)
{
    uint8_t memory[ANCHOR_MAX_LEN];
    struct passkey_buffer buffer = { memory, sizeof(memory) };
    size_t len = 0;

    if (!pk_base64_decode_json(root, true, buffer, &len))
        return PASSKEY_ERR_ATTESTATION_NOT_TRUSTED;
    return pk_model_check_anchor(
        statement, attested, model, passkey_bytes_of(memory, len));
}

enum passkey_error
pk_model_check_path(const struct pk_statement *statement,
    const struct pk_attested *attested, const struct pk_model *model)
{
    struct pk_json_value roots = pk_metadata_statement_member(
        &model->entry, "attestationRootCertificates");
    struct passkey_bytes elements = pk_json_elements(&roots);
    enum passkey_error error, first = PASSKEY_ERR_ATTESTATION_NOT_TRUSTED;
    struct pk_json_value root;

    while (pk_json_next(&elements, &root)) {
        error = check_root(statement, attested, model, &root);
        if (error == PASSKEY_OK)
            return PASSKEY_OK;
        if (first == PASSKEY_ERR_ATTESTATION_NOT_TRUSTED)
            first = error;
    }
    return first;
}

#pragma GCC diagnostic pop

static unsigned
type_of(const struct pk_json_value *name)
{
    if (pk_json_string_is(name, PK_TEXT("basic_full")) ||
        pk_json_string_is(name, PK_TEXT("attca")) ||
        pk_json_string_is(name, PK_TEXT("anonca")))
        return TYPE_FULL;
    if (pk_json_string_is(name, PK_TEXT("basic_surrogate")))
        return TYPE_SURROGATE;
    return pk_json_string_is(name, PK_TEXT("none")) ? TYPE_NONE : 0;
}

/*
 * Does the model make attestations of this type? Without attestation nothing
 * is claimed: clients take it away on the way.
 */
static bool
makes_type(
    const struct pk_model *model, enum passkey_attestation_type attested)
{
    struct pk_json_value types =
        pk_metadata_statement_member(&model->entry, "attestationTypes");
    struct passkey_bytes elements = pk_json_elements(&types);
    struct pk_json_value name;
    unsigned made = 0;

    if (attested == PASSKEY_ATTESTATION_NONE)
        return true;
    while (pk_json_next(&elements, &name))
        made |= type_of(&name);
    if (attested == PASSKEY_ATTESTATION_SELF)
        return (made & TYPE_SURROGATE) != 0;
    return made == 0 || (made & TYPE_FULL) != 0;
}

static const struct registered_algorithm *
find_algorithm(const struct pk_json_value *name)
{
    size_t i;

    for (i = 0; i < sizeof(registered) / sizeof(registered[0]); i++) {
        if (pk_json_string_is(name, passkey_bytes_of(registered[i].name,
                                        registered[i].name_len)))
            return &registered[i];
    }
    return NULL;
}

static bool
is_same_algorithm(const struct registered_algorithm *known, int32_t id)
{
    return id == known->ids[0] || id == known->ids[1];
}

/*
 * The algorithm is in the list. The registry has no names for ML-DSA
 * yet, so a name that we do not know may stand for it.
 */
static bool
makes_algorithm(
    const struct pk_model *model, const struct pk_statement *statement)
{
    struct pk_json_value names =
        pk_metadata_statement_member(&model->entry, "authenticationAlgorithms");
    struct passkey_bytes elements = pk_json_elements(&names);
    const struct registered_algorithm *known;
    struct pk_json_value name;
    bool empty = true, others = false;

    while (pk_json_next(&elements, &name)) {
        empty = false;
        known = find_algorithm(&name);
        if (known == NULL)
            others = true;
        else if (is_same_algorithm(known, statement->algorithm->id))
            return true;
    }
    return empty || (others && statement->key->kind == PASSKEY_KEY_ML_DSA);
}

static bool
is_listed(const uint8_t aaguid[PASSKEY_AAGUID_LEN],
    const uint8_t (*list)[PASSKEY_MODEL_AAGUID_LEN], size_t num)
{
    size_t i;

    for (i = 0; i < num; i++) {
        if (memcmp(list[i], aaguid, PASSKEY_AAGUID_LEN) == 0)
            return true;
    }
    return false;
}

/* What the entry says, if there is one. */
static enum passkey_error
check_entry(const struct pk_statement *statement,
    const struct pk_attested *attested, const struct pk_model *model)
{
    const struct passkey_model_policy *models = &statement->policy->models;

    if ((model->state.statuses & models->refused) != 0)
        return PASSKEY_ERR_MODEL_STATUS;
    if (!model->usable)
        return PASSKEY_OK;
    if (!makes_type(model, attested->type))
        return PASSKEY_ERR_MODEL_ATTESTATION_TYPE;
    return makes_algorithm(model, statement) ? PASSKEY_OK
                                             : PASSKEY_ERR_MODEL_ALGORITHM;
}

enum passkey_error
pk_model_check(const struct pk_statement *statement,
    const struct pk_attested *attested, const struct pk_model *model)
{
    const struct passkey_model_policy *models = &statement->policy->models;
    const uint8_t *aaguid = statement->parsed->aaguid;
    enum passkey_error error;

    if (is_listed(aaguid, models->denied, models->num_denied))
        return PASSKEY_ERR_MODEL_NOT_ALLOWED;
    error = check_entry(statement, attested, model);
    if (error != PASSKEY_OK)
        return error;
    if (models->num_allowed > 0 &&
        (!proves_aaguid(statement) ||
            !is_listed(aaguid, models->allowed, models->num_allowed)))
        return PASSKEY_ERR_MODEL_NOT_ALLOWED;
    if (pk_models_need_metadata(models) && !attested->model_known)
        return PASSKEY_ERR_MODEL_UNKNOWN;
    return model->state.certification >= models->minimum
               ? PASSKEY_OK
               : PASSKEY_ERR_MODEL_NOT_CERTIFIED;
}
