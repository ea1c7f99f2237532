/* SPDX-License-Identifier: Apache-2.0 */
/* See token.h. */
#include "token.h"

#include <sodium.h>
#include <string.h>

#include "../../format/base64url.h"
#include "../../format/json.h"

#define CLAIMS_MAX_LEN 1024

/*
 * HMAC-SHA-256 of a use and a counter under a key of the ring. Nearly every
 * 32 bytes are a secret number of P-256; the counter is for the rest.
 */
static bool
derive_secret(const struct server *server, size_t index,
    uint8_t secret[PASSKEY_ES256_SECRET_LEN],
    uint8_t public_key[PASSKEY_ES256_PUBLIC_LEN])
{
    uint8_t use[] = "token es256 ?";
    uint8_t counter;

    if (index >= server->keys.ceremonies.num_keys)
        return false;
    for (counter = 0; counter < 8; counter++) {
        use[sizeof(use) - 2] = (uint8_t)('0' + counter);
        crypto_auth_hmacsha256(secret, use, sizeof(use) - 1,
            server->keys.ceremonies.keys[index].key);
        if (passkey_es256_public(secret, public_key))
            return true;
    }
    return false;
}

static void
write_key_id(
    const struct server *server, size_t index, struct pk_writer *out)
{
    pk_write_text(out, "\"kid\":\"");
    pk_write_decimal(out, server->keys.ceremonies.keys[index].id);
    pk_write_text(out, "\"");
}

static void
write_claims(const struct server *server, const struct store_user *user,
    int64_t now, struct pk_writer *out)
{
    pk_write_text(out, "{\"iss\":");
    pk_write_json_string(
        out, passkey_bytes_of(server->origin, strlen(server->origin)));
    pk_write_text(out, ",\"sub\":\"");
    pk_write_base64url(
        out, passkey_bytes_of(user->handle, sizeof(user->handle)));
    pk_write_text(out, "\",\"preferred_username\":");
    pk_write_json_string(out, user->name);
    pk_write_text(out, ",\"name\":");
    pk_write_json_string(out, user->display_name);
    pk_write_text(out, ",\"iat\":");
    pk_write_decimal(out, now);
    pk_write_text(out, ",\"exp\":");
    pk_write_decimal(out, now + TOKEN_LIFE_S);
    pk_write_text(out, "}");
}

bool
token_write(const struct server *server, const struct store_user *user,
    int64_t now, struct pk_writer *out)
{
    uint8_t secret[PASSKEY_ES256_SECRET_LEN];
    uint8_t public_key[PASSKEY_ES256_PUBLIC_LEN];
    uint8_t signature[PASSKEY_ES256_SIGNATURE_LEN];
    char header_text[96], claims_text[CLAIMS_MAX_LEN];
    struct pk_writer header = pk_writer_on(header_text, sizeof(header_text));
    struct pk_writer claims = pk_writer_on(claims_text, sizeof(claims_text));
    bool done;

    if (!derive_secret(server, 0, secret, public_key))
        return false;
    pk_write_text(&header, "{\"alg\":\"ES256\",\"typ\":\"JWT\",");
    write_key_id(server, 0, &header);
    pk_write_text(&header, "}");
    write_claims(server, user, now, &claims);
    pk_write_base64url(out, pk_written(&header));
    pk_write_u8(out, '.');
    pk_write_base64url(out, pk_written(&claims));
    done = !header.full && !claims.full && !out->full &&
           passkey_es256_sign(secret, pk_written(out), signature);
    sodium_memzero(secret, sizeof(secret));
    pk_write_u8(out, '.');
    pk_write_base64url(out, passkey_bytes_of(signature, sizeof(signature)));
    return done && !out->full;
}

bool
token_write_keys(const struct server *server, struct pk_writer *out)
{
    uint8_t secret[PASSKEY_ES256_SECRET_LEN];
    uint8_t public_key[PASSKEY_ES256_PUBLIC_LEN];
    size_t i;

    pk_write_text(out, "{\"keys\":[");
    for (i = 0; i < server->keys.ceremonies.num_keys; i++) {
        if (!derive_secret(server, i, secret, public_key))
            return false;
        sodium_memzero(secret, sizeof(secret));
        pk_write_text(out, i > 0 ? ",{" : "{");
        pk_write_text(out, "\"kty\":\"EC\",\"crv\":\"P-256\",\"use\":\"sig\","
                           "\"alg\":\"ES256\",");
        write_key_id(server, i, out);
        pk_write_text(out, ",\"x\":\"");
        pk_write_base64url(out, passkey_bytes_of(public_key, 32));
        pk_write_text(out, "\",\"y\":\"");
        pk_write_base64url(out, passkey_bytes_of(public_key + 32, 32));
        pk_write_text(out, "\"}");
    }
    pk_write_text(out, "]}");
    return !out->full;
}
