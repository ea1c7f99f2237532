/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ceremony state and its sealed form:
 *
 *   token = base64url(version 1 | key id 4 | nonce 12 | ciphertext | tag 16)
 *
 * The plain text has the members of struct passkey_ceremony in order, lists
 * and byte strings behind a length of one byte.
 */
#include "ceremony.h"

#include <string.h>

#include "../format/base64url.h"
#include "../format/reader.h"
#include "../format/writer.h"

#define VERSION 1
#define HEADER_LEN (1 + 4 + PASSKEY_SEAL_NONCE_LEN)
#define PLAIN_MAX_LEN                                                          \
    (2 + PASSKEY_CEREMONY_ID_LEN + 1 + PASSKEY_CHALLENGE_MAX_LEN +             \
        PASSKEY_SHA256_LEN + 8 + 1 + PASSKEY_USER_HANDLE_MAX_LEN + 3 + 1 +     \
        4 * PASSKEY_ALGORITHMS_MAX + 1 +                                       \
        PASSKEY_DESCRIPTORS_MAX * PASSKEY_SHA256_LEN + 1 +                     \
        PASSKEY_SHA256_LEN + 1 + PASSKEY_CONTEXT_MAX_LEN)
#define SEALED_MAX_LEN (HEADER_LEN + PLAIN_MAX_LEN + PASSKEY_SEAL_TAG_LEN)

bool
pk_sha256(const struct passkey_crypto *crypto, struct passkey_bytes bytes,
    uint8_t out[PASSKEY_SHA256_LEN])
{
    return crypto->digest(
        crypto->context, PASSKEY_HASH_SHA256, &bytes, 1, out);
}

enum passkey_error
pk_ceremony_check(const struct passkey_ceremony *ceremony,
    enum passkey_ceremony_kind kind, int64_t now)
{
    if (ceremony->kind != kind ||
        ceremony->challenge_len < PASSKEY_CHALLENGE_MIN_LEN)
        return PASSKEY_ERR_CEREMONY_KIND_MISMATCH;
    if (ceremony->expires_at != 0 && now >= ceremony->expires_at)
        return PASSKEY_ERR_CEREMONY_EXPIRED;
    return PASSKEY_OK;
}

static void
write_short(struct pk_writer *writer, const uint8_t *data, size_t len)
{
    pk_write_u8(writer, (uint8_t)len);
    pk_write(writer, passkey_bytes_of(data, len));
}

static void
write_state(struct pk_writer *writer, const struct passkey_ceremony *ceremony)
{
    size_t i;

    pk_write_u8(writer, (uint8_t)ceremony->kind);
    pk_write(writer, passkey_bytes_of(ceremony->id, sizeof(ceremony->id)));
    write_short(writer, ceremony->challenge, ceremony->challenge_len);
    pk_write(writer,
        passkey_bytes_of(ceremony->rp_id_hash, PASSKEY_SHA256_LEN));
    pk_write_u64be(writer, (uint64_t)ceremony->expires_at);
    write_short(writer, ceremony->user_handle, ceremony->user_handle_len);
    pk_write_u8(writer, (uint8_t)ceremony->user_verification);
    pk_write_u8(writer, (uint8_t)ceremony->attestation);
    pk_write_u8(writer, ceremony->conditional ? 1 : 0);
    pk_write_u8(writer, (uint8_t)ceremony->num_algorithms);
    for (i = 0; i < ceremony->num_algorithms; i++)
        pk_write_u32be(writer, (uint32_t)ceremony->algorithms[i]);
    pk_write_u8(writer, (uint8_t)ceremony->num_allowed);
    for (i = 0; i < ceremony->num_allowed; i++)
        pk_write(writer,
            passkey_bytes_of(ceremony->allowed[i], PASSKEY_SHA256_LEN));
    pk_write_u8(writer, (uint8_t)((ceremony->appid_requested ? 1 : 0) |
                                  (ceremony->payment ? 2 : 0)));
    pk_write(writer,
        passkey_bytes_of(ceremony->appid_hash, PASSKEY_SHA256_LEN));
    write_short(writer, ceremony->context, ceremony->context_len);
}

static bool
sizes_fit(const struct passkey_ceremony *ceremony)
{
    return ceremony->challenge_len <= PASSKEY_CHALLENGE_MAX_LEN &&
           ceremony->user_handle_len <= PASSKEY_USER_HANDLE_MAX_LEN &&
           ceremony->context_len <= PASSKEY_CONTEXT_MAX_LEN &&
           ceremony->num_algorithms <= PASSKEY_ALGORITHMS_MAX &&
           ceremony->num_allowed <= PASSKEY_DESCRIPTORS_MAX;
}

/* Encrypts what lies behind the header in `sealed`, where it lies. */
static bool
encrypt_state(const struct passkey_crypto *crypto, const uint8_t *key,
    struct pk_writer *sealed)
{
    uint8_t tag[PASSKEY_SEAL_TAG_LEN];
    uint8_t *plain = sealed->data + HEADER_LEN;
    const uint8_t *nonce = plain - PASSKEY_SEAL_NONCE_LEN;
    size_t len = sealed->len - HEADER_LEN;

    if (!crypto->seal(crypto->context, key, nonce,
            passkey_bytes_of(plain, len), plain, tag))
        return false;
    pk_write(sealed, passkey_bytes_of(tag, sizeof(tag)));
    return !sealed->full;
}

enum passkey_error
passkey_ceremony_seal(const struct passkey_ceremony *ceremony,
    const struct passkey_crypto *crypto, const struct passkey_keyring *keyring,
    struct passkey_buffer out, size_t *out_len)
{
    uint8_t bytes[SEALED_MAX_LEN], nonce[PASSKEY_SEAL_NONCE_LEN];
    struct pk_writer sealed = pk_writer_on(bytes, sizeof(bytes));
    struct pk_writer text = pk_writer_on(out.data, out.cap);
    bool encrypted;

    if (keyring->num_keys == 0 || keyring->num_keys > PASSKEY_KEYRING_MAX ||
        !sizes_fit(ceremony))
        return PASSKEY_ERR_POLICY_INVALID;
    if (!crypto->random(crypto->context, nonce, sizeof(nonce)))
        return PASSKEY_ERR_BACKEND;
    pk_write_u8(&sealed, VERSION);
    pk_write_u32be(&sealed, keyring->keys[0].id);
    pk_write(&sealed, passkey_bytes_of(nonce, sizeof(nonce)));
    write_state(&sealed, ceremony);
    encrypted =
        !sealed.full && encrypt_state(crypto, keyring->keys[0].key, &sealed);
    if (encrypted)
        pk_write_base64url(&text, pk_written(&sealed));
    pk_wipe(bytes, sizeof(bytes));
    if (!encrypted)
        return PASSKEY_ERR_BACKEND;
    *out_len = text.len;
    return text.full ? PASSKEY_ERR_NO_SPACE : PASSKEY_OK;
}

static bool
read_short(struct passkey_bytes *in, uint8_t *out, size_t max, size_t *out_len)
{
    uint8_t len;

    if (!pk_read_u8(in, &len) || len > max || !pk_read_copy(in, out, len))
        return false;
    *out_len = len;
    return true;
}

static bool
read_bool(struct passkey_bytes *in, bool *out)
{
    uint8_t byte;

    if (!pk_read_u8(in, &byte) || byte > 1)
        return false;
    *out = byte == 1;
    return true;
}

static bool
read_appid_and_payment(struct passkey_bytes *in, struct passkey_ceremony *out)
{
    uint8_t bits;

    if (!pk_read_u8(in, &bits) || bits > 3)
        return false;
    out->appid_requested = (bits & 1) != 0;
    out->payment = (bits & 2) != 0;
    return true;
}

static bool
read_algorithms(struct passkey_bytes *in, struct passkey_ceremony *out)
{
    uint8_t count;
    uint32_t id;

    if (!pk_read_u8(in, &count) || count > PASSKEY_ALGORITHMS_MAX)
        return false;
    while (out->num_algorithms < count) {
        if (!pk_read_u32be(in, &id))
            return false;
        out->algorithms[out->num_algorithms++] = (int32_t)id;
    }
    return true;
}

static bool
read_allowed(struct passkey_bytes *in, struct passkey_ceremony *out)
{
    uint8_t count;

    if (!pk_read_u8(in, &count) || count > PASSKEY_DESCRIPTORS_MAX)
        return false;
    while (out->num_allowed < count) {
        if (!pk_read_copy(in, out->allowed[out->num_allowed++],
                PASSKEY_SHA256_LEN))
            return false;
    }
    return true;
}

static bool
read_state(struct passkey_bytes in, struct passkey_ceremony *out)
{
    uint8_t kind, verification, attestation;
    uint64_t expires_at;

    if (!pk_read_u8(&in, &kind) || kind > PASSKEY_CEREMONY_AUTHENTICATION ||
        !pk_read_copy(&in, out->id, sizeof(out->id)) ||
        !read_short(&in, out->challenge, sizeof(out->challenge),
            &out->challenge_len) ||
        !pk_read_copy(&in, out->rp_id_hash, PASSKEY_SHA256_LEN) ||
        !pk_read_u64be(&in, &expires_at) || expires_at > INT64_MAX ||
        !read_short(&in, out->user_handle, sizeof(out->user_handle),
            &out->user_handle_len) ||
        !pk_read_u8(&in, &verification) ||
        verification > PASSKEY_DISCOURAGED || !pk_read_u8(&in, &attestation) ||
        attestation > PASSKEY_CONVEYANCE_ENTERPRISE ||
        !read_bool(&in, &out->conditional) || !read_algorithms(&in, out) ||
        !read_allowed(&in, out) || !read_appid_and_payment(&in, out) ||
        !pk_read_copy(&in, out->appid_hash, PASSKEY_SHA256_LEN) ||
        !read_short(&in, out->context, sizeof(out->context),
            &out->context_len))
        return false;
    out->kind = (enum passkey_ceremony_kind)kind;
    out->expires_at = (int64_t)expires_at;
    out->user_verification = (enum passkey_requirement)verification;
    out->attestation = (enum passkey_conveyance)attestation;
    return pk_read_done(&in);
}

static const uint8_t *
find_key(const struct passkey_keyring *keyring, uint32_t id)
{
    size_t i;

    for (i = 0; i < keyring->num_keys && i < PASSKEY_KEYRING_MAX; i++) {
        if (keyring->keys[i].id == id)
            return keyring->keys[i].key;
    }
    return NULL;
}

/* Decrypts the content of a token, where it lies, and reads it. */
static bool
open_sealed(uint8_t *bytes, size_t len, const struct passkey_crypto *crypto,
    const struct passkey_keyring *keyring, struct passkey_ceremony *out)
{
    struct passkey_bytes in = passkey_bytes_of(bytes, len), nonce, cipher;
    uint8_t version, *plain;
    const uint8_t *key;
    uint32_t key_id;

    if (!pk_read_u8(&in, &version) || version != VERSION ||
        !pk_read_u32be(&in, &key_id) ||
        !pk_read_view(&in, PASSKEY_SEAL_NONCE_LEN, &nonce) ||
        in.len < PASSKEY_SEAL_TAG_LEN ||
        !pk_read_view(&in, in.len - PASSKEY_SEAL_TAG_LEN, &cipher))
        return false;
    key = find_key(keyring, key_id);
    plain = bytes + HEADER_LEN;
    if (key == NULL || !crypto->open(crypto->context, key, nonce.data, cipher,
                           plain, in.data))
        return false;
    return read_state(passkey_bytes_of(plain, cipher.len), out);
}

enum passkey_error
passkey_ceremony_open(struct passkey_bytes token,
    const struct passkey_crypto *crypto, const struct passkey_keyring *keyring,
    struct passkey_ceremony *out)
{
    uint8_t bytes[SEALED_MAX_LEN];
    struct passkey_buffer buffer = { bytes, sizeof(bytes) };
    size_t len;
    bool opened;

    memset(out, 0, sizeof(*out));
    opened = pk_base64url_decode(token, buffer, &len) &&
             open_sealed(bytes, len, crypto, keyring, out);
    pk_wipe(bytes, sizeof(bytes));
    if (opened)
        return PASSKEY_OK;
    memset(out, 0, sizeof(*out));
    return PASSKEY_ERR_CEREMONY_TOKEN_MALFORMED;
}
