/* SPDX-License-Identifier: Apache-2.0 */
/* Defaults of a policy, and whether one makes sense. */
#include <passkey/policy.h>

#include <string.h>

#include "../format/reader.h"
#include "../format/utf8.h"
#include "attestation/model.h"

#define RP_ID_MAX_LEN 253   /* a domain name */
#define RP_NAME_MAX_LEN 256 /* what clients show is shorter still */
#define ORIGIN_MAX_LEN 512
#define TIMEOUT_MIN_MS 30000
#define TIMEOUT_MAX_MS 600000

void
passkey_policy_init(struct passkey_policy *policy)
{
    static const int32_t offered[] = { PASSKEY_ALG_EDDSA, PASSKEY_ALG_ES256,
        PASSKEY_ALG_RS256 };

    memset(policy, 0, sizeof(*policy));
    policy->user_verification = PASSKEY_REQUIRED;
    policy->resident_key = PASSKEY_REQUIRED;
    memcpy(policy->algorithms, offered, sizeof(offered));
    policy->num_algorithms = sizeof(offered) / sizeof(offered[0]);
    policy->allow_no_attestation = true;
    policy->allow_self_attestation = true;
    policy->require_trusted = true;
    policy->models.refused = PASSKEY_STATUS_REFUSED_BY_DEFAULT;
    policy->check_backup_eligibility = true;
    policy->reject_sign_count = true;
    policy->timeout_ms = 300000;
}

static bool
is_plain_text(struct passkey_bytes text, size_t max_len)
{
    size_t i;

    if (text.len == 0 || text.len > max_len || !pk_utf8_valid(text))
        return false;
    for (i = 0; i < text.len; i++) {
        if (text.data[i] < 0x20 || text.data[i] == 0x7f)
            return false;
    }
    return true;
}

static bool
algorithms_fit(const struct passkey_policy *policy)
{
    size_t i, j;

    if (policy->num_algorithms == 0 ||
        policy->num_algorithms > PASSKEY_ALGORITHMS_MAX)
        return false;
    for (i = 0; i < policy->num_algorithms; i++) {
        if (passkey_algorithm_find(policy->algorithms[i]) == NULL)
            return false;
        for (j = 0; j < i; j++) {
            if (policy->algorithms[i] == policy->algorithms[j])
                return false;
        }
    }
    return true;
}

static bool
texts_fit(const struct passkey_bytes *texts, size_t num_texts)
{
    size_t i;

    for (i = 0; i < num_texts; i++) {
        if (!is_plain_text(texts[i], ORIGIN_MAX_LEN))
            return false;
    }
    return true;
}

/* An enum holds whatever was written into it. */
static bool
choices_fit(const struct passkey_policy *policy)
{
    return (unsigned)policy->user_verification <= PASSKEY_DISCOURAGED &&
           (unsigned)policy->resident_key <= PASSKEY_DISCOURAGED &&
           (unsigned)policy->attachment <= PASSKEY_ATTACHMENT_CROSS_PLATFORM &&
           (unsigned)policy->attestation <= PASSKEY_CONVEYANCE_ENTERPRISE &&
           (unsigned)policy->compound <= PASSKEY_COMPOUND_ANY &&
           (unsigned)policy->backup <= PASSKEY_BACKUP_REQUIRE_BACKED_UP &&
           (unsigned)policy->models.minimum <= PASSKEY_CERTIFICATION_L3_PLUS;
}

/* Nothing is proved to who does not ask (#enum-attestation-convey). */
static bool
models_fit(const struct passkey_policy *policy)
{
    const struct passkey_model_policy *models = &policy->models;

    return policy->attestation != PASSKEY_CONVEYANCE_NONE ||
           (!pk_models_need_proof(models) && models->num_denied == 0);
}

enum passkey_error
passkey_policy_check(const struct passkey_policy *policy)
{
    if (!is_plain_text(policy->rp_id, RP_ID_MAX_LEN) ||
        !is_plain_text(policy->rp_name, RP_NAME_MAX_LEN) ||
        policy->num_origins == 0 ||
        !texts_fit(policy->origins, policy->num_origins) ||
        !texts_fit(policy->top_origins, policy->num_top_origins) ||
        !choices_fit(policy) || !algorithms_fit(policy) ||
        !models_fit(policy) ||
        policy->timeout_ms < TIMEOUT_MIN_MS ||
        policy->timeout_ms > TIMEOUT_MAX_MS ||
        policy->num_hints > PASSKEY_HINTS_MAX ||
        !texts_fit(policy->hints, policy->num_hints) ||
        policy->num_attestation_formats > PASSKEY_FORMATS_MAX ||
        !texts_fit(
            policy->attestation_formats, policy->num_attestation_formats))
        return PASSKEY_ERR_POLICY_INVALID;
    return PASSKEY_OK;
}
