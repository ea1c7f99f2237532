/* SPDX-License-Identifier: Apache-2.0 */
/* Derived answers for unknown names; see decoy.h. */
#include "decoy.h"

#include <sodium.h>
#include <string.h>

#include "../../format/reader.h"

/* A COSE_Key on P-256; its private half was thrown away when it was made. */
static const uint8_t key_of_nobody[] = {0xa5, 0x01, 0x02, 0x03, 0x26, 0x20,
    0x01, 0x21, 0x58, 0x20, 0x2a, 0x23, 0xcf, 0x9f, 0x0f, 0x47, 0x91, 0xf3,
    0xc4, 0x7d, 0x7e, 0x92, 0x57, 0x13, 0xcb, 0x96, 0xfc, 0x9e, 0xf9, 0x77,
    0xfe, 0x9f, 0x1b, 0xec, 0xb2, 0x9f, 0x0b, 0x72, 0xba, 0xe6, 0x9b, 0xad,
    0x22, 0x58, 0x20, 0x93, 0x51, 0xf0, 0x0e, 0x00, 0x91, 0x0d, 0xfa, 0xce,
    0xc5, 0xf2, 0xf0, 0x3b, 0x8c, 0x29, 0x33, 0xa7, 0x24, 0x58, 0x35, 0x9b,
    0xa8, 0xae, 0x68, 0x3b, 0xed, 0x20, 0x0c, 0x7e, 0x20, 0xfa, 0x7c};

/* HMAC-SHA-256 of a use and a name or a credential id. */
static void
derive(const struct server *server, uint8_t use, struct passkey_bytes from,
    uint8_t out[crypto_auth_hmacsha256_BYTES])
{
    crypto_auth_hmacsha256_state state;

    crypto_auth_hmacsha256_init(
        &state, server->keys.decoy, sizeof(server->keys.decoy));
    crypto_auth_hmacsha256_update(&state, &use, 1);
    crypto_auth_hmacsha256_update(&state, from.data, from.len);
    crypto_auth_hmacsha256_final(&state, out);
}

/* An id of any length, block by block; NULL data: no memory. */
static struct passkey_bytes
invent_id(const struct server *server, struct arena *arena, uint8_t number,
    const struct user_name *name, size_t len)
{
    uint8_t from[USER_NAME_MAX_LEN + 1], block[crypto_auth_hmacsha256_BYTES];
    uint8_t *id = arena_take(arena, len);
    size_t at, part;

    if (id == NULL)
        return passkey_bytes_of(NULL, 0);
    memcpy(from, name->text, name->len);
    for (at = 0; at < len; at += part) {
        from[name->len] = (uint8_t)(at / sizeof(block));
        derive(server, (uint8_t)('0' + number),
            passkey_bytes_of(from, name->len + 1), block);
        part = len - at < sizeof(block) ? len - at : sizeof(block);
        memcpy(id + at, block, part);
    }
    return passkey_bytes_of(id, len);
}

/* For a site with too few accounts to look like: what is most common. */
static bool
invent_common(const struct server *server, struct arena *arena,
    const struct user_name *name, const uint8_t *choice,
    struct passkey_descriptor *out, size_t *num)
{
    size_t i;

    *num = choice[4] < 64 ? 2 : 1; /* most accounts have one passkey */
    for (i = 0; i < *num; i++) {
        /* The two most common lengths of credential ids. */
        out[i].id = invent_id(
            server, arena, (uint8_t)i, name, choice[5] < 128 ? 16 : 32);
        out[i].transports = choice[6] < 200 ? PK_TEXT("hybrid,internal")
                                            : PK_TEXT("internal");
        if (out[i].id.data == NULL)
            return false;
    }
    return true;
}

static bool
invent_like(const struct server *server, struct arena *arena,
    const struct user_name *name, const struct decoy_shape *shape,
    struct passkey_descriptor *out, size_t *num)
{
    uint8_t i;

    *num = shape->num;
    for (i = 0; i < shape->num; i++) {
        const uint8_t *len = shape->passkeys[i].id_len;

        out[i].id =
            invent_id(server, arena, i, name, (size_t)(len[0] << 8 | len[1]));
        out[i].transports = decoy_transports(
            server->decoy_shapes, shape->passkeys[i].transports);
        if (out[i].id.data == NULL)
            return false;
    }
    return true;
}

bool
decoy_passkeys(struct server *server, struct arena *arena,
    const struct user_name *name, uint8_t user[STORE_USER_HANDLE_LEN],
    struct passkey_descriptor out[DECOY_PASSKEYS_MAX], size_t *num)
{
    uint8_t choice[crypto_auth_hmacsha256_BYTES];
    const struct decoy_shape *shape = NULL;
    uint32_t place;

    derive(server, 'u', user_name_view(name), user);
    derive(server, 'n', user_name_view(name), choice);
    memcpy(&place, choice, sizeof(place));
    if (server->decoy_shapes != NULL)
        shape = decoy_shape_at(server->decoy_shapes, place);
    if (shape == NULL || shape->num == 0)
        return invent_common(server, arena, name, choice, out, num);
    return invent_like(server, arena, name, shape, out, num);
}

void
decoy_credential(const struct server *server, struct passkey_bytes id,
    struct passkey_bytes user_handle, struct passkey_credential *out)
{
    uint8_t choice[crypto_auth_hmacsha256_BYTES];

    derive(server, 'b', id, choice);
    memset(out, 0, sizeof(*out));
    out->id = id;
    out->public_key = passkey_bytes_of(key_of_nobody, sizeof(key_of_nobody));
    out->user_handle = user_handle;
    out->algorithm = PASSKEY_ALG_ES256;
    out->backup_eligible = choice[0] < 200;
    out->backup_eligible_known = true;
}
