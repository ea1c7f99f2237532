/* SPDX-License-Identifier: Apache-2.0 */
/* The table of formats, and the assessment; see attestation.h. */
#include "attestation.h"

#include <string.h>

#include "../../format/reader.h"
#include "../weak_key.h"
#include "model.h"

struct format {
    const char *name;
    size_t name_len;
    pk_format_verify *verify;
};

#define FORMAT(name, verify) { name, sizeof(name) - 1, verify }

static const struct format formats[] = {
    FORMAT("none", pk_none_verify),
    FORMAT("packed", pk_packed_verify),
    FORMAT("tpm", pk_tpm_verify),
    FORMAT("android-key", pk_android_key_verify),
    FORMAT("fido-u2f", pk_fido_u2f_verify),
    FORMAT("apple", pk_apple_verify),
    FORMAT("android-safetynet", pk_android_safetynet_verify),
};

pk_format_verify *
pk_format_find(struct passkey_bytes name)
{
    size_t i;

    for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        if (pk_equal(name,
                passkey_bytes_of(formats[i].name, formats[i].name_len)))
            return formats[i].verify;
    }
    return NULL;
}

enum passkey_error
pk_attestation_verify(
    const struct pk_statement *statement, struct pk_attested *out)
{
    pk_format_verify *verify = pk_format_find(statement->format);

    memset(out, 0, sizeof(*out));
    if (pk_equal(statement->format, PK_TEXT("compound")))
        verify = pk_compound_verify;
    return verify == NULL ? PASSKEY_ERR_ATTESTATION_FORMAT_UNKNOWN
                          : verify(statement, out);
}

/* None and Self: nobody but the authenticator itself says what it is. */
static enum passkey_error
assess_claim(const struct pk_statement *statement,
    const struct pk_attested *attested, const struct pk_model *model)
{
    const struct passkey_policy *policy = statement->policy;
    bool allowed = attested->type == PASSKEY_ATTESTATION_NONE
                       ? policy->allow_no_attestation
                       : policy->allow_self_attestation;

    if (!allowed || pk_models_need_proof(&policy->models))
        return PASSKEY_ERR_ATTESTATION_NOT_ACCEPTED;
    return pk_model_check(statement, attested, model);
}

/* Up to one of the policy's anchors of which nothing bad is reported. */
static enum passkey_error
check_reported_anchors(const struct pk_statement *statement,
    const struct pk_attested *attested, const struct pk_model *model)
{
    const struct passkey_policy *policy = statement->policy;
    enum passkey_error error = PASSKEY_ERR_ATTESTATION_NOT_TRUSTED, next;
    size_t i;

    for (i = 0; i < policy->num_anchors; i++) {
        next = pk_model_check_anchor(
            statement, attested, model, policy->anchors[i]);
        if (next == PASSKEY_OK)
            return PASSKEY_OK;
        if (error == PASSKEY_ERR_ATTESTATION_NOT_TRUSTED)
            error = next;
    }
    return error;
}

/* Up to the anchors of the policy, for models without metadata. */
static enum passkey_error
check_policy_anchors(
    const struct pk_statement *statement, const struct pk_attested *attested)
{
    const struct passkey_policy *policy = statement->policy;
    struct pk_path_rules rules = pk_model_path_rules(policy);

    rules.anchors = policy->anchors;
    rules.num_anchors = policy->num_anchors;
    return pk_path_check(
        &attested->path, &rules, statement->crypto, statement->now);
}

static enum passkey_error
assess_certificates(const struct pk_statement *statement,
    struct pk_attested *attested, const struct pk_model *model)
{
    const struct passkey_policy *policy = statement->policy;
    enum passkey_error error = PASSKEY_OK;

    if (pk_key_is_weak(&attested->path.certificates[0].key))
        return PASSKEY_ERR_KEY_WEAK;
    if (model->usable) {
        error = pk_model_check_path(statement, attested, model);
        attested->model_known = attested->trusted = error == PASSKEY_OK;
    } else if (!pk_models_need_metadata(&policy->models) &&
               (policy->require_trusted ||
                   pk_models_need_proof(&policy->models))) {
        error = model->found
                    ? check_reported_anchors(statement, attested, model)
                    : check_policy_anchors(statement, attested);
        attested->trusted = error == PASSKEY_OK;
    }
    return error == PASSKEY_OK ? pk_model_check(statement, attested, model)
                               : error;
}

enum passkey_error
pk_attestation_assess(
    const struct pk_statement *statement, struct pk_attested *attested)
{
    struct pk_model model;

    if (attested->assessed)
        return PASSKEY_OK;
    if (!pk_model_find(statement, attested, &model))
        return PASSKEY_ERR_BACKEND;
    switch (attested->type) {
    case PASSKEY_ATTESTATION_NONE:
    case PASSKEY_ATTESTATION_SELF:
        return assess_claim(statement, attested, &model);
    case PASSKEY_ATTESTATION_BASIC:
    case PASSKEY_ATTESTATION_ATTCA:
    case PASSKEY_ATTESTATION_ANONCA:
        return assess_certificates(statement, attested, &model);
    }
    return PASSKEY_ERR_ATTESTATION_NOT_ACCEPTED;
}
