/* SPDX-License-Identifier: Apache-2.0 */
/* The settings about authenticator models, and what they may do wrong. */
#include <string.h>

#include "../format/reader.h"
#include "config_setting.h"

bool
read_models(struct config *config, struct passkey_bytes value, void *member)
{
    (void)member;
    config->models_known = pk_equal(value, PK_TEXT("known"));
    return config->models_known || pk_equal(value, PK_TEXT("any"));
}

static bool
read_aaguids(struct passkey_bytes value,
    uint8_t out[CONFIG_MODELS_MAX][PASSKEY_MODEL_AAGUID_LEN], size_t *num)
{
    struct passkey_bytes element;

    while (next_element(&value, &element)) {
        if (*num == CONFIG_MODELS_MAX ||
            !passkey_aaguid_read(element, out[*num]))
            return false;
        ++*num;
    }
    return true;
}

bool
read_allowed_models(
    struct config *config, struct passkey_bytes value, void *member)
{
    (void)member;
    return read_aaguids(
        value, config->allowed_models, &config->num_allowed_models);
}

bool
read_denied_models(
    struct config *config, struct passkey_bytes value, void *member)
{
    (void)member;
    return read_aaguids(
        value, config->denied_models, &config->num_denied_models);
}

bool
read_certification(
    struct config *config, struct passkey_bytes value, void *member)
{
    int level;

    (void)member;
    for (level = PASSKEY_CERTIFICATION_NONE;
         level <= PASSKEY_CERTIFICATION_L3_PLUS; level++) {
        const char *name =
            passkey_certification_name((enum passkey_certification)level);

        if (pk_equal(value, passkey_bytes_of(name, strlen(name)))) {
            config->minimum_certification = (enum passkey_certification)level;
            return true;
        }
    }
    return false;
}

/* The names that `passkeyd verify` has for them, but for SafetyNet's. */
static uint32_t
find_tolerance(struct passkey_bytes name)
{
    static const struct {
        const char *name;
        size_t len;
        uint32_t bit;
    } known[] = {
        {"map-order", 9, PASSKEY_TOLERATE_MAP_ORDER},
        {"statement-members", 17, PASSKEY_TOLERATE_STATEMENT_MEMBERS},
        {"tpm-sha1", 8, PASSKEY_TOLERATE_TPM_SHA1},
        {"rs1", 3, PASSKEY_TOLERATE_RS1},
    };
    size_t i;

    for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (pk_equal(name, passkey_bytes_of(known[i].name, known[i].len)))
            return known[i].bit;
    }
    return 0;
}

bool
read_tolerances(struct config *config, struct passkey_bytes value, void *member)
{
    struct passkey_bytes element;
    uint32_t bit;

    (void)member;
    while (next_element(&value, &element)) {
        bit = find_tolerance(element);
        if (bit == 0)
            return false;
        config->tolerances |= bit;
    }
    return true;
}

void
config_models(const struct config *config, struct passkey_policy *out)
{
    struct passkey_model_policy *models = &out->models;

    /* Whoever takes any model has no anchors to hold it against. */
    out->require_trusted = config->models_known;
    out->tolerances = config->tolerances;
    models->require_known = config->models_known;
    models->minimum = config->minimum_certification;
    models->allowed = config->allowed_models;
    models->num_allowed = config->num_allowed_models;
    models->denied = config->denied_models;
    models->num_denied = config->num_denied_models;
}
