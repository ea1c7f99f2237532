/* SPDX-License-Identifier: Apache-2.0 */
/* Making and reading recovery codes; see recovery.h. */
#include "recovery.h"

#include <sodium.h>

/* RFC 4648 base32: nothing in it looks like something else. */
static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";

#define GROUP 5

bool
recovery_code_make(
    const struct passkey_crypto *crypto, struct recovery_code *out)
{
    uint8_t random[RECOVERY_CHARACTERS];
    char plain[RECOVERY_CHARACTERS];
    size_t i, at = 0;

    if (!crypto->random(crypto->context, random, sizeof(random)))
        return false;
    for (i = 0; i < RECOVERY_CHARACTERS; i++) {
        plain[i] = alphabet[random[i] & 31];
        if (i > 0 && i % GROUP == 0)
            out->text[at++] = '-';
        out->text[at++] = plain[i];
    }
    out->text[at] = '\0';
    crypto_hash_sha256(out->hash, (const uint8_t *)plain, sizeof(plain));
    sodium_memzero(random, sizeof(random));
    sodium_memzero(plain, sizeof(plain));
    return true;
}

static bool
is_in_alphabet(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7');
}

bool
recovery_code_read(
    struct passkey_bytes typed, uint8_t hash[RECOVERY_HASH_LEN])
{
    uint8_t plain[RECOVERY_CHARACTERS];
    size_t i, len = 0;

    for (i = 0; i < typed.len; i++) {
        uint8_t c = typed.data[i];

        if (c == '-' || c == ' ')
            continue;
        if (c >= 'A' && c <= 'Z')
            c = (uint8_t)(c - 'A' + 'a');
        if (!is_in_alphabet(c) || len == sizeof(plain))
            return false;
        plain[len++] = c;
    }
    if (len != sizeof(plain))
        return false;
    crypto_hash_sha256(hash, plain, sizeof(plain));
    sodium_memzero(plain, sizeof(plain));
    return true;
}
