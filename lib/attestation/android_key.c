/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Format "android-key" (#sctn-android-key-attestation): the certificate is
 * for the credential key itself, and describes how Android guards it.
 */
#include "../../format/reader.h"
#include "../key.h"
#include "key_description.h"
#include "statement.h"

#define ORIGIN_GENERATED 0 /* KM_ORIGIN_GENERATED */
#define PURPOSE_SIGN 2     /* KM_PURPOSE_SIGN */

/* 1.3.6.1.4.1.11129.2.1.17 */
static const uint8_t oid_key_description[] = { 0x2b, 0x06, 0x01, 0x04, 0x01,
    0xd6, 0x79, 0x02, 0x01, 0x11 };

/* What a list says about the key must be right; it need not say anything. */
static bool
list_is_right(const struct pk_authorization_list *list)
{
    if (list->has_origin && list->origin != ORIGIN_GENERATED)
        return false;
    return !list->has_purpose ||
           (list->num_purposes == 1 && list->first_purpose == PURPOSE_SIGN);
}

static bool
key_is_guarded(const struct pk_statement *statement,
    const struct pk_key_description *description)
{
    const struct pk_authorization_list *tee = &description->tee_enforced;
    const struct pk_authorization_list *software =
        &description->software_enforced;

    /* A key for all applications is not bound to this relying party. */
    if (tee->all_applications || software->all_applications)
        return false;
    if (statement->policy->android_require_tee)
        return tee->has_origin && tee->has_purpose && list_is_right(tee);
    return (tee->has_origin || software->has_origin) &&
           (tee->has_purpose || software->has_purpose) && list_is_right(tee) &&
           list_is_right(software);
}

static enum passkey_error
check_description(const struct pk_statement *statement,
    const struct pk_certificate *certificate)
{
    struct pk_certificate_extension extension;
    struct pk_key_description description;

    if (!pk_certificate_find(certificate,
            passkey_bytes_of(oid_key_description, sizeof(oid_key_description)),
            &extension) ||
        !extension.present ||
        !pk_key_description_parse(extension.value, &description))
        return PASSKEY_ERR_ATTESTATION_CERTIFICATE_UNSUITABLE;
    if (!pk_equal(description.challenge,
            passkey_bytes_of(
                statement->client_data_hash, PASSKEY_SHA256_LEN)))
        return PASSKEY_ERR_ATTESTATION_NONCE_MISMATCH;
    return key_is_guarded(statement, &description)
               ? PASSKEY_OK
               : PASSKEY_ERR_ANDROID_KEY_PROPERTIES;
}

enum passkey_error
pk_android_key_verify(
    const struct pk_statement *statement, struct pk_attested *out)
{
    const struct pk_certificate *leaf = &out->path.certificates[0];
    struct pk_statement_members members;
    enum passkey_error error;

    if ((error = pk_statement_read(statement,
             PK_MEMBER_ALG | PK_MEMBER_SIG | PK_MEMBER_X5C, 0, &members,
             out)) != PASSKEY_OK ||
        (error = pk_x5c_parse(members.x5c, &out->path)) != PASSKEY_OK ||
        (error = pk_statement_check_usual_signature(
             statement, members.alg, &leaf->key, members.sig)) != PASSKEY_OK)
        return error;
    if (!pk_same_key(&leaf->key, statement->key) ||
        members.alg != statement->algorithm->id)
        return PASSKEY_ERR_ATTESTATION_KEY_MISMATCH;
    out->type = PASSKEY_ATTESTATION_BASIC;
    return check_description(statement, leaf);
}
