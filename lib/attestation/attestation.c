/* SPDX-License-Identifier: Apache-2.0 */
/* The table of formats, and the assessment; see attestation.h. */
#include "attestation.h"

#include <string.h>

#include "../../format/reader.h"

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

enum passkey_error
pk_attestation_assess(
    const struct pk_statement *statement, const struct pk_attested *attested)
{
    const struct passkey_policy *policy = statement->policy;

    if (attested->assessed)
        return PASSKEY_OK;
    switch (attested->type) {
    case PASSKEY_ATTESTATION_NONE:
        return policy->allow_no_attestation
                   ? PASSKEY_OK
                   : PASSKEY_ERR_ATTESTATION_NOT_ACCEPTED;
    case PASSKEY_ATTESTATION_SELF:
        return policy->allow_self_attestation
                   ? PASSKEY_OK
                   : PASSKEY_ERR_ATTESTATION_NOT_ACCEPTED;
    case PASSKEY_ATTESTATION_BASIC:
    case PASSKEY_ATTESTATION_ATTCA:
    case PASSKEY_ATTESTATION_ANONCA:
        break;
    }
    if (!policy->require_trusted)
        return PASSKEY_OK;
    return pk_path_check(
        &attested->path, policy, statement->crypto, statement->now);
}
