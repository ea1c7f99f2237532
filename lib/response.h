/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What both responses have in common when they are read from JSON: members
 * that are base64url, and memory to decode them into.
 */
#ifndef PK_RESPONSE_H
#define PK_RESPONSE_H

#include <passkey/error.h>
#include <passkey/policy.h>

#include "../format/json.h"

/* The members outside `response`. */
struct pk_envelope {
    struct passkey_bytes id;
    struct pk_json_value response;   /* object */
    struct pk_json_value extensions; /* object or absent */
    enum passkey_attachment attachment;
};

/*
 * Reads the envelope (#dictdef-registrationresponsejson); moves `scratch`
 * past what it decoded.
 */
PASSKEY_MUST_USE enum passkey_error pk_envelope_read(
    struct passkey_bytes json, struct passkey_buffer *scratch,
    struct pk_envelope *out);

/* Decodes a required base64url member that is not empty. */
PASSKEY_MUST_USE enum passkey_error pk_member_decode(
    const struct pk_json_value *value, struct passkey_buffer *scratch,
    struct passkey_bytes *out);

/*
 * The same for a member that may be null or absent: `out` is empty then, and
 * after an error.
 */
PASSKEY_MUST_USE enum passkey_error pk_member_decode_optional(
    const struct pk_json_value *value, struct passkey_buffer *scratch,
    struct passkey_bytes *out);

#endif
