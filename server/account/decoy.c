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

bool
decoy_passkeys(struct server *server, struct arena *arena,
    const struct user_name *name, uint8_t user[STORE_USER_HANDLE_LEN],
    struct passkey_descriptor *out, size_t *num)
{
    uint8_t choice[crypto_auth_hmacsha256_BYTES];
    size_t i;

    derive(server, 'u', user_name_view(name), user);
    derive(server, 'n', user_name_view(name), choice);
    *num = choice[0] < 64 ? 2 : 1; /* most accounts have one passkey */
    for (i = 0; i < *num; i++) {
        uint8_t *id = arena_take(arena, crypto_auth_hmacsha256_BYTES);

        if (id == NULL)
            return false;
        derive(server, (uint8_t)('0' + i), user_name_view(name), id);
        /* The two most common lengths of credential ids. */
        out[i].id = passkey_bytes_of(id, choice[1] < 128 ? 16 : 32);
        out[i].transports = choice[2] < 200 ? PK_TEXT("hybrid,internal")
                                            : PK_TEXT("internal");
    }
    return true;
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
