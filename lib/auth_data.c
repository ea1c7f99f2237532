/* SPDX-License-Identifier: Apache-2.0 */
/* The cuts through authenticator data; see auth_data.h. */
#include "auth_data.h"

#include <string.h>

#include "../format/cbor.h"
#include "../format/reader.h"

static enum passkey_error
parse_attested(struct passkey_bytes *in, struct pk_auth_data *out)
{
    enum pk_cbor_type type;
    uint16_t id_len;

    if (!pk_read_copy(in, out->aaguid, sizeof(out->aaguid)) ||
        !pk_read_u16be(in, &id_len) ||
        !pk_read_view(in, id_len, &out->credential_id))
        return PASSKEY_ERR_AUTH_DATA_SHORT;
    if (!pk_cbor_type_of(in, &type) || type != PK_CBOR_MAP ||
        !pk_cbor_skip(in, &out->public_key))
        return PASSKEY_ERR_KEY_MALFORMED;
    return PASSKEY_OK;
}

/* One map with text keys; the values may be anything. */
static bool
read_extensions(struct passkey_bytes *in, struct passkey_bytes *out)
{
    struct passkey_bytes begin = *in, key, value;
    struct pk_cbor_map map;

    if (!pk_cbor_map_begin(in, &map))
        return false;
    while (pk_cbor_map_next(&map)) {
        if (!pk_cbor_read_text(in, &key) || !pk_cbor_skip(in, &value))
            return false;
    }
    *out = passkey_bytes_of(begin.data, begin.len - in->len);
    return pk_cbor_map_done(&map);
}

enum passkey_error
pk_auth_data_parse(struct passkey_bytes bytes, struct pk_auth_data *out)
{
    struct passkey_bytes in = bytes;
    enum passkey_error error;

    memset(out, 0, sizeof(*out));
    if (!pk_read_copy(&in, out->rp_id_hash, sizeof(out->rp_id_hash)) ||
        !pk_read_u8(&in, &out->flags) || !pk_read_u32be(&in, &out->sign_count))
        return PASSKEY_ERR_AUTH_DATA_SHORT;
    if ((out->flags & PK_FLAG_AT) != 0) {
        error = parse_attested(&in, out);
        if (error != PASSKEY_OK)
            return error;
    }
    if ((out->flags & PK_FLAG_ED) != 0 &&
        !read_extensions(&in, &out->extensions))
        return PASSKEY_ERR_EXTENSIONS_MALFORMED;
    if (!pk_read_done(&in))
        return PASSKEY_ERR_AUTH_DATA_EXTRA;
    return PASSKEY_OK;
}
