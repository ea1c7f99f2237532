/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Registering a new credential (#sctn-registering-a-new-credential), check by
 * check.
 */
#include <passkey/registration.h>

#include <string.h>

#include "../format/reader.h"
#include "attestation/attestation.h"
#include "attestation_object.h"
#include "auth_data.h"
#include "ceremony.h"
#include "client_data.h"
#include "cose_key.h"
#include "flags.h"
#include "key.h"
#include "weak_key.h"

/* Everything that is known about the registration while it is checked. */
struct registration {
    const struct passkey_policy *policy;
    const struct passkey_crypto *crypto;
    const struct passkey_ceremony *ceremony;
    const struct passkey_registration_response *response;
    int64_t now;
    uint8_t client_data_hash[PASSKEY_SHA256_LEN];
    struct pk_attestation_object object;
    struct pk_auth_data auth_data;
    const struct passkey_algorithm *algorithm;
    struct passkey_public_key key;
    struct pk_attested attested;
};

static enum passkey_error
check_client_data(struct registration *r)
{
    struct pk_client_data client_data;
    enum passkey_error error;

    error = pk_client_data_parse(r->response->client_data, &client_data);
    if (error != PASSKEY_OK)
        return error;
    return pk_client_data_check(
        &client_data, PK_TEXT("webauthn.create"), r->policy, r->ceremony);
}

static enum passkey_error
parse_object(struct registration *r)
{
    enum passkey_error error;

    error = pk_attestation_object_parse(r->response->attestation_object,
        r->policy->tolerances, &r->object);
    if (error != PASSKEY_OK)
        return error;
    error = pk_auth_data_parse(r->object.auth_data, &r->auth_data);
    if (error != PASSKEY_OK)
        return error;
    return (r->auth_data.flags & PK_FLAG_AT) != 0
               ? PASSKEY_OK
               : PASSKEY_ERR_ATTESTED_DATA_MISSING;
}

static enum passkey_error
check_backup_policy(struct registration *r)
{
    bool eligible = (r->auth_data.flags & PK_FLAG_BE) != 0;
    bool backed_up = (r->auth_data.flags & PK_FLAG_BS) != 0;

    switch (r->policy->backup) {
    case PASSKEY_BACKUP_REQUIRE_ELIGIBLE:
        return eligible ? PASSKEY_OK
                        : PASSKEY_ERR_BACKUP_ELIGIBILITY_NOT_ACCEPTED;
    case PASSKEY_BACKUP_FORBID_ELIGIBLE:
        return eligible ? PASSKEY_ERR_BACKUP_ELIGIBILITY_NOT_ACCEPTED
                        : PASSKEY_OK;
    case PASSKEY_BACKUP_REQUIRE_BACKED_UP:
        return backed_up ? PASSKEY_OK
                         : PASSKEY_ERR_BACKUP_STATE_NOT_ACCEPTED;
    case PASSKEY_BACKUP_ANY:
        break;
    }
    return PASSKEY_OK;
}

static enum passkey_error
check_auth_data(struct registration *r)
{
    enum passkey_error error;

    error = pk_check_rp_id(&r->auth_data, r->ceremony->rp_id_hash);
    if (error != PASSKEY_OK)
        return error;
    error = pk_check_flags(&r->auth_data, r->ceremony);
    if (error != PASSKEY_OK)
        return error;
    return check_backup_policy(r);
}

/* The identifier itself must have been offered, not an equivalent one. */
static bool
was_offered(const struct passkey_ceremony *ceremony, int32_t algorithm)
{
    size_t i;

    for (i = 0; i < ceremony->num_algorithms; i++) {
        if (ceremony->algorithms[i] == algorithm)
            return true;
    }
    return false;
}

static enum passkey_error
check_key(struct registration *r)
{
    enum passkey_error error;

    error = pk_cose_key_parse(r->auth_data.public_key, &r->algorithm, &r->key);
    if (error != PASSKEY_OK)
        return error;
    if (!was_offered(r->ceremony, r->algorithm->id))
        return PASSKEY_ERR_ALGORITHM_NOT_REQUESTED;
    if (!pk_algorithm_is_tolerated(r->algorithm, r->policy))
        return PASSKEY_ERR_KEY_UNSUPPORTED;
    if (!r->crypto->supports(r->crypto->context, r->algorithm->id))
        return PASSKEY_ERR_KEY_UNSUPPORTED;
    if (pk_key_is_weak(&r->key))
        return PASSKEY_ERR_KEY_WEAK;
    switch (r->crypto->check_key(r->crypto->context, &r->key)) {
    case PASSKEY_VERDICT_VALID:
        return PASSKEY_OK;
    case PASSKEY_VERDICT_INVALID:
        return PASSKEY_ERR_KEY_INVALID;
    case PASSKEY_VERDICT_UNKNOWN:
        break;
    }
    return PASSKEY_ERR_BACKEND;
}

static enum passkey_error
check_attestation(struct registration *r)
{
    const struct pk_statement statement = {
        .format = r->object.format,
        .statement = r->object.statement,
        .auth_data = r->object.auth_data,
        .client_data_hash = r->client_data_hash,
        .parsed = &r->auth_data,
        .algorithm = r->algorithm,
        .key = &r->key,
        .conveyance = r->ceremony->attestation,
        .policy = r->policy,
        .crypto = r->crypto,
        .now = r->now,
        .scratch = r->response->scratch,
    };
    enum passkey_error error;

    if (!pk_sha256(r->crypto, r->response->client_data, r->client_data_hash))
        return PASSKEY_ERR_BACKEND;
    error = pk_attestation_verify(&statement, &r->attested);
    if (error != PASSKEY_OK ||
        r->ceremony->attestation == PASSKEY_CONVEYANCE_NONE)
        return error;
    return pk_attestation_assess(&statement, &r->attested);
}

static enum passkey_error
check_credential_id(struct registration *r)
{
    if (r->auth_data.credential_id.len == 0)
        return PASSKEY_ERR_CREDENTIAL_ID_EMPTY;
    if (r->auth_data.credential_id.len > PASSKEY_CREDENTIAL_ID_MAX_LEN)
        return PASSKEY_ERR_CREDENTIAL_ID_TOO_LONG;
    return pk_equal(r->auth_data.credential_id, r->response->id)
               ? PASSKEY_OK
               : PASSKEY_ERR_ID_MISMATCH;
}

/* What the client repeats for convenience must not contradict. */
static enum passkey_error
check_copies(struct registration *r)
{
    const struct passkey_registration_response *response = r->response;
    struct passkey_public_key copy;

    if (response->authenticator_data_copy.len > 0 &&
        !pk_equal(response->authenticator_data_copy, r->object.auth_data))
        return PASSKEY_ERR_COPY_MISMATCH;
    if (response->has_algorithm_copy &&
        response->algorithm_copy != r->algorithm->id)
        return PASSKEY_ERR_COPY_MISMATCH;
    if (response->public_key_copy.len == 0)
        return PASSKEY_OK;
    if (!pk_spki_parse(response->public_key_copy, &copy))
        return PASSKEY_ERR_COPY_MISMATCH;
    /* A key of a kind that certificates never have cannot be compared. */
    if (copy.kind == PASSKEY_KEY_NONE && r->key.kind == PASSKEY_KEY_ML_DSA)
        return PASSKEY_OK;
    return pk_same_key(&copy, &r->key) ? PASSKEY_OK : PASSKEY_ERR_COPY_MISMATCH;
}

/* Inside compound nobody finds the key again by which fido-u2f is known. */
static bool
model_is_proved(const struct registration *r)
{
    return r->attested.trusted &&
           (!r->attested.signs_no_aaguid ||
               pk_equal(r->object.format, PK_TEXT("fido-u2f")));
}

static void
fill_credential(
    const struct registration *r, struct passkey_credential *credential)
{
    uint8_t flags = r->auth_data.flags;

    credential->id = r->auth_data.credential_id;
    credential->public_key = r->auth_data.public_key;
    credential->user_handle = passkey_bytes_of(
        r->ceremony->user_handle, r->ceremony->user_handle_len);
    credential->algorithm = r->algorithm->id;
    credential->sign_count = r->auth_data.sign_count;
    credential->uv_initialized = (flags & PK_FLAG_UV) != 0;
    credential->backup_eligible = (flags & PK_FLAG_BE) != 0;
    credential->backup_eligible_known = true;
    credential->backup_state = (flags & PK_FLAG_BS) != 0;
    memcpy(credential->aaguid, r->auth_data.aaguid, PASSKEY_AAGUID_LEN);
    credential->transports = r->response->transports;
    credential->attestation_type = r->attested.type;
    credential->attestation_trusted = model_is_proved(r);
    credential->attestation_format = r->object.format;
    credential->attestation_object = r->response->attestation_object;
    credential->client_data = r->response->client_data;
}

static void
fill_result(const struct registration *r, struct passkey_registration *out)
{
    fill_credential(r, &out->credential);
    out->user_present = (r->auth_data.flags & PK_FLAG_UP) != 0;
    out->user_verified = (r->auth_data.flags & PK_FLAG_UV) != 0;
    out->trusted = r->attested.trusted;
    out->model_known = r->attested.model_known;
    out->discoverable = r->response->discoverable;
    out->tolerated = r->attested.tolerated;
    if (r->object.unsorted)
        out->tolerated |= PASSKEY_TOLERATE_MAP_ORDER;
    if (r->algorithm->id == PASSKEY_ALG_RS1)
        out->tolerated |= PASSKEY_TOLERATE_RS1;
    out->authenticator_extensions = r->auth_data.extensions;
    out->serial_number = r->attested.serial_number;
}

enum passkey_error
passkey_registration_verify(const struct passkey_policy *policy,
    const struct passkey_crypto *crypto,
    const struct passkey_ceremony *ceremony,
    const struct passkey_registration_response *response, int64_t now,
    struct passkey_registration *out)
{
    struct registration r;
    enum passkey_error error;

    memset(out, 0, sizeof(*out));
    memset(&r, 0, sizeof(r));
    r.policy = policy;
    r.crypto = crypto;
    r.ceremony = ceremony;
    r.response = response;
    r.now = now;
    if ((error = pk_ceremony_check(
             ceremony, PASSKEY_CEREMONY_REGISTRATION, now)) != PASSKEY_OK ||
        (error = check_client_data(&r)) != PASSKEY_OK ||
        (error = parse_object(&r)) != PASSKEY_OK ||
        (error = check_auth_data(&r)) != PASSKEY_OK ||
        (error = check_key(&r)) != PASSKEY_OK ||
        (error = check_attestation(&r)) != PASSKEY_OK ||
        (error = check_credential_id(&r)) != PASSKEY_OK ||
        (error = check_copies(&r)) != PASSKEY_OK)
        return error;
    fill_result(&r, out);
    return PASSKEY_OK;
}
