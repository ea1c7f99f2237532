/* SPDX-License-Identifier: Apache-2.0 */
/* Format "none" (#sctn-none-attestation): an empty map, nothing attested. */
#include "statement.h"

enum passkey_error
pk_none_verify(const struct pk_statement *statement, struct pk_attested *out)
{
    /* Not even the tolerance for unknown members makes sense here. */
    if (statement->statement.len != 1 || statement->statement.data[0] != 0xa0)
        return PASSKEY_ERR_ATTESTATION_STATEMENT_MALFORMED;
    out->type = PASSKEY_ATTESTATION_NONE;
    return PASSKEY_OK;
}
