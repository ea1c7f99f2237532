/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nemec, Sys, Svenda, Klinec, Matyas: The Return of Coppersmith's Attack (CCS
 * 2017). The generator makes primes k * M + (65537^a mod M), where M is the
 * product of the first primes, at least those up to 167. So modulo each of
 * these a modulus is a power of 65537, too. Here are those that tell: modulo
 * the others every number is one.
 */
#include "weak_key.h"

static const uint8_t telling_primes[] = { 11, 13, 17, 19, 37, 53, 61, 71, 73, 79,
    97, 103, 107, 109, 127, 151, 157 };

static unsigned
remainder_of(struct passkey_bytes number, unsigned prime)
{
    unsigned rest = 0;
    size_t i;

    for (i = 0; i < number.len; i++)
        rest = (rest << 8 | number.data[i]) % prime;
    return rest;
}

static bool
is_power_of_65537(unsigned rest, unsigned prime)
{
    unsigned power = 1;

    do {
        if (power == rest)
            return true;
        power = power * (65537 % prime) % prime;
    } while (power != 1);
    return false;
}

bool
pk_key_is_weak(const struct passkey_public_key *key)
{
    size_t i;

    if (key->kind != PASSKEY_KEY_RSA)
        return false;
    for (i = 0; i < sizeof(telling_primes) / sizeof(telling_primes[0]); i++) {
        unsigned prime = telling_primes[i];

        if (!is_power_of_65537(remainder_of(key->n, prime), prime))
            return false;
    }
    return true;
}
