/* SPDX-License-Identifier: Apache-2.0 */
/* fmt, attStmt and authData; see attestation_object.h. */
#include "attestation_object.h"

#include <string.h>

#include "../format/cbor.h"
#include "../format/reader.h"

static bool
read_statement(struct passkey_bytes *in, struct passkey_bytes *out)
{
    enum pk_cbor_type type;

    if (!pk_cbor_type_of(in, &type) ||
        (type != PK_CBOR_MAP && type != PK_CBOR_ARRAY))
        return false;
    return pk_cbor_skip(in, out);
}

/* Takes one member; a second one of the same name finds its place taken. */
static bool
read_member(struct passkey_bytes *in, struct pk_attestation_object *out)
{
    struct passkey_bytes name;

    if (!pk_cbor_read_text(in, &name))
        return false;
    if (pk_equal(name, PK_TEXT("fmt")))
        return out->format.data == NULL && pk_cbor_read_text(in, &out->format);
    if (pk_equal(name, PK_TEXT("attStmt")))
        return out->statement.data == NULL &&
               read_statement(in, &out->statement);
    if (pk_equal(name, PK_TEXT("authData")))
        return out->auth_data.data == NULL &&
               pk_cbor_read_bytes(in, &out->auth_data);
    return false;
}

/* What is readable CBOR but not this object deserves its own name. */
static enum passkey_error
name_fault(struct passkey_bytes bytes)
{
    struct passkey_bytes item;

    return pk_cbor_skip(&bytes, &item) && pk_read_done(&bytes)
               ? PASSKEY_ERR_ATTESTATION_OBJECT_MALFORMED
               : PASSKEY_ERR_CBOR_MALFORMED;
}

enum passkey_error
pk_attestation_object_parse(struct passkey_bytes bytes, uint32_t tolerances,
    struct pk_attestation_object *out)
{
    struct passkey_bytes in = bytes;
    struct pk_cbor_map map;

    memset(out, 0, sizeof(*out));
    if (!pk_cbor_map_begin(&in, &map))
        return name_fault(bytes);
    map.unsorted_allowed = (tolerances & PASSKEY_TOLERATE_MAP_ORDER) != 0;
    while (pk_cbor_map_next(&map)) {
        if (!read_member(&in, out))
            return name_fault(bytes);
    }
    if (!pk_cbor_map_done(&map) || !pk_read_done(&in))
        return name_fault(bytes);
    if (out->format.data == NULL || out->statement.data == NULL ||
        out->auth_data.data == NULL)
        return PASSKEY_ERR_ATTESTATION_OBJECT_MALFORMED;
    out->unsorted = map.unsorted;
    return PASSKEY_OK;
}
