/* SPDX-License-Identifier: Apache-2.0 */
/* Verifying an assertion (#sctn-verifying-assertion), check by check. */
#include <passkey/authentication.h>

#include <string.h>

#include "../format/reader.h"
#include "auth_data.h"
#include "ceremony.h"
#include "client_data.h"
#include "cose_key.h"
#include "flags.h"

static struct passkey_bytes
user_handle_of(const struct passkey_ceremony *ceremony)
{
    return passkey_bytes_of(ceremony->user_handle, ceremony->user_handle_len);
}

/* The credential is one of those that were offered, if any were. */
static enum passkey_error
check_allowed(const struct passkey_crypto *crypto,
    const struct passkey_ceremony *ceremony, struct passkey_bytes id)
{
    uint8_t hash[PASSKEY_SHA256_LEN];
    size_t i;

    if (ceremony->num_allowed == 0)
        return PASSKEY_OK;
    if (!pk_sha256(crypto, id, hash))
        return PASSKEY_ERR_BACKEND;
    for (i = 0; i < ceremony->num_allowed; i++) {
        if (memcmp(ceremony->allowed[i], hash, sizeof(hash)) == 0)
            return PASSKEY_OK;
    }
    return PASSKEY_ERR_CREDENTIAL_NOT_ALLOWED;
}

/*
 * Account, owner of the credential and user handle are the same. Without an
 * account named beforehand, the user handle must name it.
 */
static enum passkey_error
check_owner(const struct passkey_ceremony *ceremony,
    const struct passkey_authentication_response *response,
    const struct passkey_credential *credential)
{
    bool identified = ceremony->user_handle_len > 0;

    if (credential->user_handle.len == 0)
        return PASSKEY_ERR_CREDENTIAL_NOT_OWNED;
    if (identified &&
        !pk_equal(user_handle_of(ceremony), credential->user_handle))
        return PASSKEY_ERR_CREDENTIAL_NOT_OWNED;
    if (response->user_handle.len == 0)
        return identified ? PASSKEY_OK : PASSKEY_ERR_USER_HANDLE_MISSING;
    return pk_equal(response->user_handle, credential->user_handle)
               ? PASSKEY_OK
               : PASSKEY_ERR_USER_HANDLE_MISMATCH;
}

static enum passkey_error
check_credential(const struct passkey_crypto *crypto,
    const struct passkey_ceremony *ceremony,
    const struct passkey_authentication_response *response,
    const struct passkey_credential *credential)
{
    enum passkey_error error;

    error = check_allowed(crypto, ceremony, response->id);
    if (error != PASSKEY_OK)
        return error;
    if (!pk_equal(response->id, credential->id))
        return PASSKEY_ERR_CREDENTIAL_UNKNOWN;
    return check_owner(ceremony, response, credential);
}

static enum passkey_error
check_client_data(const struct passkey_policy *policy,
    const struct passkey_ceremony *ceremony, struct passkey_bytes json,
    struct passkey_bytes *payment)
{
    struct passkey_bytes type = ceremony->payment ? PK_TEXT("payment.get")
                                                  : PK_TEXT("webauthn.get");
    struct pk_client_data client_data;
    enum passkey_error error;

    *payment = passkey_bytes_of(NULL, 0);
    if ((error = pk_client_data_parse(json, &client_data)) != PASSKEY_OK ||
        (error = pk_client_data_check(
             &client_data, type, policy, ceremony)) != PASSKEY_OK ||
        !ceremony->payment)
        return error;
    *payment = client_data.payment.text;
    return pk_client_data_check_payment(&client_data, policy->rp_id);
}

/* The AppID stands in for the RP ID only where both sides asked for it. */
static const uint8_t *
expected_rp_id_hash(const struct passkey_ceremony *ceremony,
    const struct passkey_authentication_response *response)
{
    return ceremony->appid_requested && response->appid_used
               ? ceremony->appid_hash
               : ceremony->rp_id_hash;
}

static enum passkey_error
check_backup_eligibility(const struct passkey_policy *policy,
    const struct pk_auth_data *auth_data,
    const struct passkey_credential *credential)
{
    bool eligible = (auth_data->flags & PK_FLAG_BE) != 0;

    if (policy->check_backup_eligibility &&
        credential->backup_eligible_known &&
        eligible != credential->backup_eligible)
        return PASSKEY_ERR_BACKUP_ELIGIBILITY_CHANGED;
    return PASSKEY_OK;
}

static enum passkey_error
check_auth_data(const struct passkey_policy *policy,
    const struct passkey_ceremony *ceremony,
    const struct passkey_authentication_response *response,
    const struct passkey_credential *credential, struct pk_auth_data *auth_data)
{
    enum passkey_error error;

    error = pk_auth_data_parse(response->authenticator_data, auth_data);
    if ((auth_data->flags & PK_FLAG_AT) != 0)
        return PASSKEY_ERR_ATTESTED_DATA_UNEXPECTED;
    if (error != PASSKEY_OK ||
        (error = pk_check_rp_id(auth_data,
             expected_rp_id_hash(ceremony, response))) != PASSKEY_OK ||
        (error = pk_check_flags(auth_data, ceremony)) != PASSKEY_OK)
        return error;
    return check_backup_eligibility(policy, auth_data, credential);
}

static enum passkey_error
check_signature(const struct passkey_crypto *crypto,
    const struct passkey_authentication_response *response,
    const struct passkey_credential *credential)
{
    uint8_t hash[PASSKEY_SHA256_LEN];
    const struct passkey_algorithm *algorithm;
    struct passkey_public_key key;
    struct passkey_bytes parts[2];
    enum passkey_error error;

    error = pk_cose_key_parse(credential->public_key, &algorithm, &key);
    if (error != PASSKEY_OK)
        return error;
    if (algorithm->id != credential->algorithm)
        return PASSKEY_ERR_KEY_MALFORMED;
    if (!pk_sha256(crypto, response->client_data, hash))
        return PASSKEY_ERR_BACKEND;
    parts[0] = response->authenticator_data;
    parts[1] = passkey_bytes_of(hash, sizeof(hash));
    switch (crypto->verify(crypto->context, algorithm->id, &key, parts, 2,
        response->signature)) {
    case PASSKEY_VERDICT_VALID:
        return PASSKEY_OK;
    case PASSKEY_VERDICT_INVALID:
        return PASSKEY_ERR_SIGNATURE_INVALID;
    case PASSKEY_VERDICT_UNKNOWN:
        break;
    }
    return crypto->supports(crypto->context, algorithm->id)
               ? PASSKEY_ERR_BACKEND
               : PASSKEY_ERR_KEY_UNSUPPORTED;
}

/* #sctn-sign-counter: once one of them is not zero, it must increase. */
static bool
sign_count_increased(uint32_t stored, uint32_t received)
{
    return (stored == 0 && received == 0) || received > stored;
}

static void
fill_result(const struct pk_auth_data *auth_data,
    const struct passkey_credential *credential,
    struct passkey_authentication *out)
{
    out->user_present = (auth_data->flags & PK_FLAG_UP) != 0;
    out->user_verified = (auth_data->flags & PK_FLAG_UV) != 0;
    out->backup_state = (auth_data->flags & PK_FLAG_BS) != 0;
    out->uv_initialized = credential->uv_initialized;
    out->sign_count = auth_data->sign_count;
    out->sign_count_suspicious =
        !sign_count_increased(credential->sign_count, auth_data->sign_count);
    out->record_changed = out->sign_count != credential->sign_count ||
                          out->backup_state != credential->backup_state;
    out->authenticator_extensions = auth_data->extensions;
}

enum passkey_error
passkey_authentication_verify(const struct passkey_policy *policy,
    const struct passkey_crypto *crypto,
    const struct passkey_ceremony *ceremony,
    const struct passkey_authentication_response *response,
    const struct passkey_credential *credential, int64_t now,
    struct passkey_authentication *out)
{
    struct pk_auth_data auth_data;
    struct passkey_bytes payment;
    enum passkey_error error;

    memset(out, 0, sizeof(*out));
    if ((error = pk_ceremony_check(ceremony, PASSKEY_CEREMONY_AUTHENTICATION,
             now)) != PASSKEY_OK ||
        (error = check_credential(crypto, ceremony, response, credential)) !=
            PASSKEY_OK ||
        (error = check_client_data(
             policy, ceremony, response->client_data, &payment)) !=
            PASSKEY_OK ||
        (error = check_auth_data(policy, ceremony, response, credential,
             &auth_data)) != PASSKEY_OK ||
        (error = check_signature(crypto, response, credential)) != PASSKEY_OK)
        return error;
    if (policy->reject_sign_count &&
        !sign_count_increased(credential->sign_count, auth_data.sign_count))
        return PASSKEY_ERR_SIGN_COUNT_NOT_INCREASED;
    fill_result(&auth_data, credential, out);
    out->payment = payment;
    return PASSKEY_OK;
}
