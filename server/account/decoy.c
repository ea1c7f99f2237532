/* SPDX-License-Identifier: Apache-2.0 */
/* Derived answers for unknown names; see decoy.h. */
#include "decoy.h"

#include <sodium.h>
#include <string.h>

#include "../../format/reader.h"

/* HMAC-SHA-256 of a use and a name. */
static void
derive(const struct server *server, uint8_t use, const struct user_name *name,
    uint8_t out[crypto_auth_hmacsha256_BYTES])
{
    crypto_auth_hmacsha256_state state;

    crypto_auth_hmacsha256_init(
        &state, server->keys.decoy, sizeof(server->keys.decoy));
    crypto_auth_hmacsha256_update(&state, &use, 1);
    crypto_auth_hmacsha256_update(&state, name->text, name->len);
    crypto_auth_hmacsha256_final(&state, out);
}

bool
decoy_passkeys(struct server *server, struct arena *arena,
    const struct user_name *name, uint8_t user[STORE_USER_HANDLE_LEN],
    struct passkey_descriptor *out, size_t *num)
{
    uint8_t choice[crypto_auth_hmacsha256_BYTES];
    size_t i;

    derive(server, 'u', name, user);
    derive(server, 'n', name, choice);
    *num = choice[0] < 64 ? 2 : 1; /* most accounts have one passkey */
    for (i = 0; i < *num; i++) {
        uint8_t *id = arena_take(arena, crypto_auth_hmacsha256_BYTES);

        if (id == NULL)
            return false;
        derive(server, (uint8_t)('0' + i), name, id);
        /* The two most common lengths of credential ids. */
        out[i].id = passkey_bytes_of(id, choice[1] < 128 ? 16 : 32);
        out[i].transports = choice[2] < 200 ? PK_TEXT("hybrid,internal")
                                            : PK_TEXT("internal");
    }
    return true;
}
