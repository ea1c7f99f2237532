/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The model of an authenticator: its entry in the FIDO metadata, and what the
 * policy says about models (struct passkey_model_policy).
 */
#ifndef PK_MODEL_H
#define PK_MODEL_H

#include "../trust/metadata_entry.h"
#include "attestation.h"

struct pk_model {
    bool found;  /* there is an entry */
    bool usable; /* with a statement that describes the model of today */
    struct pk_metadata_entry entry;
    struct passkey_model_state state; /* zero: not found */
};

/* Does the policy want models that certificates prove? */
PASSKEY_MUST_USE bool pk_models_need_proof(
    const struct passkey_model_policy *models);

/* And models that the metadata describe? */
PASSKEY_MUST_USE bool pk_models_need_metadata(
    const struct passkey_model_policy *models);

/*
 * Looks for the entry: by AAGUID, or, for fido-u2f, by the attestation key. Finding nothing is no error. False: the backend
 * failed.
 */
PASSKEY_MUST_USE bool pk_model_find(const struct pk_statement *statement,
    const struct pk_attested *attested, struct pk_model *out);

/*
 * What the metadata know a model of fido-u2f by: SHA-1 of the key of its
 * certificate. False: the backend failed.
 */
PASSKEY_MUST_USE bool pk_model_key(const struct passkey_crypto *crypto,
    const struct pk_attested *attested, uint8_t out[PASSKEY_MODEL_KEY_LEN]);

/* The rules of the policy for every path; the anchors are to be filled in. */
struct pk_path_rules pk_model_path_rules(const struct passkey_policy *policy);

/*
 * Does a path lead to this anchor, and is no refused status reported about the
 * key of it? The model was found.
 */
PASSKEY_MUST_USE enum passkey_error pk_model_check_anchor(
    const struct pk_statement *statement, const struct pk_attested *attested,
    const struct pk_model *model, struct passkey_bytes anchor);

/* Does a path lead to one of the anchors of a usable entry? */
PASSKEY_MUST_USE enum passkey_error pk_model_check_path(
    const struct pk_statement *statement, const struct pk_attested *attested,
    const struct pk_model *model);

/*
 * Everything else that policy and entry say about the model.
 * Returns PASSKEY_OK, PASSKEY_ERR_MODEL_...
 */
PASSKEY_MUST_USE enum passkey_error pk_model_check(
    const struct pk_statement *statement, const struct pk_attested *attested,
    const struct pk_model *model);

#endif
