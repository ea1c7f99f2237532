/* SPDX-License-Identifier: Apache-2.0 */
/* The table of formats, and the assessment; see attestation.h. */
#include "attestation.h"

#include <string.h>

#include "../../format/reader.h"

struct format {
    const char *name;
    size_t name_len;
    enum passkey_error (*verify)(
        const struct pk_statement *statement, struct pk_attested *out);
};

#define FORMAT(name, verify) { name, sizeof(name) - 1, verify }

static const struct format formats[] = {
    FORMAT("none", pk_none_verify),
    FORMAT("packed", pk_packed_verify),
};

enum passkey_error
pk_attestation_verify(
    const struct pk_statement *statement, struct pk_attested *out)
{
    size_t i;

    memset(out, 0, sizeof(*out));
    for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        if (pk_equal(statement->format,
                passkey_bytes_of(formats[i].name, formats[i].name_len)))
            return formats[i].verify(statement, out);
    }
    return PASSKEY_ERR_ATTESTATION_FORMAT_UNKNOWN;
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
