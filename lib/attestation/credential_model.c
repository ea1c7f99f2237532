/* SPDX-License-Identifier: Apache-2.0 */
/* The model of a stored credential; see passkey/metadata.h. */
#include <passkey/metadata.h>

#include <string.h>

#include "../../format/reader.h"
#include "../attestation_object.h"
#include "model.h"
#include "statement.h"

/* The certificate of a fido-u2f statement that was verified long ago. */
static bool
read_certificate(struct passkey_bytes object, struct pk_attested *out)
{
    const struct passkey_policy policy = {
        .tolerances =
            PASSKEY_TOLERATE_MAP_ORDER | PASSKEY_TOLERATE_STATEMENT_MEMBERS};
    struct pk_statement statement = {.policy = &policy};
    struct pk_statement_members members;
    struct pk_attestation_object parsed;

    if (pk_attestation_object_parse(object, policy.tolerances, &parsed) !=
        PASSKEY_OK)
        return false;
    statement.statement = parsed.statement;
    return pk_equal(parsed.format, PK_TEXT("fido-u2f")) &&
           pk_statement_read(&statement, PK_MEMBER_X5C, 0, &members, out) ==
               PASSKEY_OK &&
           pk_x5c_parse(members.x5c, &out->path) == PASSKEY_OK;
}

static const struct passkey_model *
find_by_key(const struct passkey_metadata *metadata,
    const struct passkey_crypto *crypto, struct passkey_bytes object)
{
    uint8_t hash[PASSKEY_MODEL_KEY_LEN];
    struct pk_attested attested = {0};

    if (!read_certificate(object, &attested) ||
        !pk_model_key(crypto, &attested, hash))
        return NULL;
    return passkey_metadata_find(
        metadata, passkey_bytes_of(hash, PASSKEY_MODEL_KEY_LEN));
}

const struct passkey_model *
passkey_credential_model(const struct passkey_metadata *metadata,
    const struct passkey_crypto *crypto,
    const struct passkey_credential *credential)
{
    if (pk_equal(credential->attestation_format, PK_TEXT("fido-u2f")))
        return find_by_key(metadata, crypto, credential->attestation_object);
    return passkey_metadata_find(
        metadata, passkey_bytes_of(credential->aaguid, PASSKEY_AAGUID_LEN));
}
