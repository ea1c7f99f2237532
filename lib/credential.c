/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The blob of a credential record. Version 1, all numbers big-endian:
 *
 *   version 1 | flags 1 | attestation type 1 | algorithm 4 | sign count 4 |
 *   aaguid 16 | seven fields, each with a length of 4 bytes: id, public key,
 *   user handle, transports, format, attestation object, client data
 */
#include <passkey/credential.h>

#include <string.h>

#include "../format/reader.h"
#include "../format/writer.h"

#define VERSION 1

#define UV_INITIALIZED 0x01u
#define BACKUP_ELIGIBLE 0x02u
#define BACKUP_ELIGIBLE_KNOWN 0x04u
#define BACKUP_STATE 0x08u
#define ATTESTATION_TRUSTED 0x10u
#define ALL_FLAGS 0x1fu

const char *
passkey_attestation_type_name(enum passkey_attestation_type type)
{
    switch (type) {
    case PASSKEY_ATTESTATION_NONE:
        return "none";
    case PASSKEY_ATTESTATION_SELF:
        return "self";
    case PASSKEY_ATTESTATION_BASIC:
        return "basic";
    case PASSKEY_ATTESTATION_ATTCA:
        return "attca";
    case PASSKEY_ATTESTATION_ANONCA:
        return "anonca";
    }
    return "unknown";
}

static uint8_t
flags_of(const struct passkey_credential *credential)
{
    return (uint8_t)((credential->uv_initialized ? UV_INITIALIZED : 0) |
                     (credential->backup_eligible ? BACKUP_ELIGIBLE : 0) |
                     (credential->backup_eligible_known ? BACKUP_ELIGIBLE_KNOWN
                                                        : 0) |
                     (credential->backup_state ? BACKUP_STATE : 0) |
                     (credential->attestation_trusted ? ATTESTATION_TRUSTED
                                                      : 0));
}

static void
write_field(struct pk_writer *writer, struct passkey_bytes field)
{
    if (field.len > UINT32_MAX) {
        writer->full = true;
        return;
    }
    pk_write_u32be(writer, (uint32_t)field.len);
    pk_write(writer, field);
}

enum passkey_error
passkey_credential_encode(const struct passkey_credential *credential,
    struct passkey_buffer out, size_t *out_len)
{
    struct pk_writer writer = pk_writer_on(out.data, out.cap);

    pk_write_u8(&writer, VERSION);
    pk_write_u8(&writer, flags_of(credential));
    pk_write_u8(&writer, (uint8_t)credential->attestation_type);
    pk_write_u32be(&writer, (uint32_t)credential->algorithm);
    pk_write_u32be(&writer, credential->sign_count);
    pk_write(
        &writer, passkey_bytes_of(credential->aaguid, PASSKEY_AAGUID_LEN));
    write_field(&writer, credential->id);
    write_field(&writer, credential->public_key);
    write_field(&writer, credential->user_handle);
    write_field(&writer, credential->transports);
    write_field(&writer, credential->attestation_format);
    write_field(&writer, credential->attestation_object);
    write_field(&writer, credential->client_data);
    *out_len = writer.len;
    return writer.full ? PASSKEY_ERR_NO_SPACE : PASSKEY_OK;
}

static bool
read_field(struct passkey_bytes *in, struct passkey_bytes *out)
{
    uint32_t len;

    return pk_read_u32be(in, &len) && pk_read_view(in, len, out);
}

static bool
read_fixed(struct passkey_bytes *in, struct passkey_credential *out)
{
    uint8_t version, flags, type;
    uint32_t algorithm;

    if (!pk_read_u8(in, &version) || version != VERSION ||
        !pk_read_u8(in, &flags) || (flags & ~ALL_FLAGS) != 0 ||
        !pk_read_u8(in, &type) || type > PASSKEY_ATTESTATION_ANONCA ||
        !pk_read_u32be(in, &algorithm) ||
        !pk_read_u32be(in, &out->sign_count) ||
        !pk_read_copy(in, out->aaguid, PASSKEY_AAGUID_LEN))
        return false;
    out->uv_initialized = (flags & UV_INITIALIZED) != 0;
    out->backup_eligible = (flags & BACKUP_ELIGIBLE) != 0;
    out->backup_eligible_known = (flags & BACKUP_ELIGIBLE_KNOWN) != 0;
    out->backup_state = (flags & BACKUP_STATE) != 0;
    out->attestation_trusted = (flags & ATTESTATION_TRUSTED) != 0;
    out->attestation_type = (enum passkey_attestation_type)type;
    out->algorithm = (int32_t)algorithm;
    return true;
}

static bool
read_record(struct passkey_bytes in, struct passkey_credential *out)
{
    return read_fixed(&in, out) && read_field(&in, &out->id) &&
           read_field(&in, &out->public_key) &&
           read_field(&in, &out->user_handle) &&
           read_field(&in, &out->transports) &&
           read_field(&in, &out->attestation_format) &&
           read_field(&in, &out->attestation_object) &&
           read_field(&in, &out->client_data) && pk_read_done(&in);
}

enum passkey_error
passkey_credential_decode(
    struct passkey_bytes blob, struct passkey_credential *out)
{
    memset(out, 0, sizeof(*out));
    if (read_record(blob, out))
        return PASSKEY_OK;
    memset(out, 0, sizeof(*out));
    return PASSKEY_ERR_CREDENTIAL_RECORD_MALFORMED;
}
