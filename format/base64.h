/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base64 with padding (RFC 4648 section 4): certificates in JWS headers, in
 * FIDO metadata and in PEM files. Unused bits must be zero and the padding
 * complete; white space is skipped only where the caller says so.
 */
#ifndef PK_BASE64_H
#define PK_BASE64_H

#include <passkey/bytes.h>

#include "json.h"

/*
 * Decodes all of `text` into `out`. False: the text is not base64, or `out`
 * is too small.
 */
PASSKEY_MUST_USE bool pk_base64_decode(struct passkey_bytes text,
    bool white_space, struct passkey_buffer out, size_t *out_len);

/* The same for the text of a JSON string, whose escapes are resolved. */
PASSKEY_MUST_USE bool pk_base64_decode_json(const struct pk_json_value *value,
    bool white_space, struct passkey_buffer out, size_t *out_len);

#endif
