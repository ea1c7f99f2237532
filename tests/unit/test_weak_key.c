/* SPDX-License-Identifier: Apache-2.0 */
/* F5: keys of authenticators whose generator is broken are not enrolled. */
#include "attested.h"

#include "../../lib/cose_key.h"
#include "../../lib/weak_key.h"
#include "../support/broken_rsa_key.h"

#include <openssl/bn.h>

#define MODULI 2000

static const unsigned primes[] = { 11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97,
    103, 107, 109, 127, 151, 157 };

static EVP_PKEY *broken;

static int
set_up(void **state)
{
    (void)state;
    broken = key_generate_broken_rsa();
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    EVP_PKEY_free(broken);
    scratch_reset();
    lab_free();
    return 0;
}

static struct passkey_public_key
rsa_key_of(struct blob cose)
{
    const struct passkey_algorithm *algorithm;
    struct passkey_public_key key;

    assert_error(pk_cose_key_parse(passkey_bytes_of(cose.data, cose.len),
                     &algorithm, &key),
        PASSKEY_OK);
    return key;
}

static void
broken_generator_is_recognized(void **state)
{
    struct blob cose =
        cbor_write(key_cose(broken, key_algorithm_find(PASSKEY_ALG_RS256)));
    struct passkey_public_key key = rsa_key_of(cose);
    uint8_t n[256];

    (void)state;
    assert_int_equal(key.n.len, sizeof(n));
    assert_true(pk_key_is_weak(&key));
    memcpy(n, key.n.data, sizeof(n));
    n[0] ^= 1;
    key.n.data = n;
    assert_false(pk_key_is_weak(&key));
}

/* 65537^0, 65537^1 and so on: is `rest` among them? */
static bool
is_power(unsigned rest, unsigned prime)
{
    unsigned i, power = 1;

    for (i = 0; i < prime; i++) {
        if (power == rest)
            return true;
        power = power * 65537 % prime;
    }
    return false;
}

/* Sets what n leaves modulo `prime`, and nothing modulo the other primes. */
static struct passkey_bytes
with_rest(const BIGNUM *n, unsigned prime, unsigned rest)
{
    BIGNUM *step = BN_new(), *changed = BN_dup(n);
    struct blob out = blob_fill(0, 260);
    size_t i;

    assert_true(BN_one(step));
    for (i = 0; i < COUNT_OF(primes); i++)
        assert_true(primes[i] == prime || BN_mul_word(step, primes[i]));
    while (BN_mod_word(changed, prime) != rest)
        assert_true(BN_add(changed, changed, step));
    assert_int_equal(BN_bn2binpad(changed, out.data, 260), 260);
    BN_free(step);
    BN_free(changed);
    return passkey_bytes_of(out.data, out.len);
}

/* Each prime has its say, and 17 of them together are the mark. */
static void
every_rest_modulo_every_prime(void **state)
{
    struct blob cose =
        cbor_write(key_cose(broken, key_algorithm_find(PASSKEY_ALG_RS256)));
    struct passkey_public_key key = rsa_key_of(cose);
    BIGNUM *n = BN_bin2bn(key.n.data, (int)key.n.len, NULL);
    size_t i;
    unsigned rest;

    (void)state;
    for (i = 0; i < COUNT_OF(primes); i++) {
        for (rest = 0; rest < primes[i]; rest++) {
            key.n = with_rest(n, primes[i], rest);
            assert_int_equal(
                pk_key_is_weak(&key), is_power(rest, primes[i]));
        }
    }
    BN_free(n);
}

/* A point is no modulus, whatever its octets are. */
static void
keys_of_other_kinds_are_not(void **state)
{
    struct blob cose =
        cbor_write(key_cose(broken, key_algorithm_find(PASSKEY_ALG_RS256)));
    struct passkey_public_key key = rsa_key_of(cose);

    (void)state;
    key.kind = PASSKEY_KEY_EC;
    assert_false(pk_key_is_weak(&key));
}

static void
sound_keys_are_not(void **state)
{
    struct passkey_public_key key = { .kind = PASSKEY_KEY_RSA };
    struct blob cose = cbor_write(key_cose(
        lab_key(LAB_RSA_SIGNER), key_algorithm_find(PASSKEY_ALG_RS256)));
    size_t i;

    (void)state;
    key = rsa_key_of(cose);
    assert_false(pk_key_is_weak(&key));
    for (i = 0; i < MODULI; i++) {
        struct blob n = blob_random(256);

        n.data[0] |= 0x80;
        n.data[255] |= 1;
        key.n = passkey_bytes_of(n.data, n.len);
        assert_false(pk_key_is_weak(&key));
        scratch_reset();
    }
}

static void
register_unattested(struct attested *a, EVP_PKEY *key)
{
    attested_begin(a);
    attested_trust(a, &a->authority.root);
    a->made.cose_key = key_cose(key, key_algorithm_find(PASSKEY_ALG_RS256));
    a->made.format = &statement_none;
    a->asked.algorithms[0] = PASSKEY_ALG_RS256;
}

static void
weak_passkey_is_not_enrolled(void **state)
{
    static struct attested a;

    (void)state;
    register_unattested(&a, lab_key(LAB_RSA_SIGNER));
    assert_error(attested_judge(&a), PASSKEY_OK);
    register_unattested(&a, broken);
    assert_error(attested_judge(&a), PASSKEY_ERR_KEY_WEAK);
}

static void
attest_with(struct attested *a, EVP_PKEY *key)
{
    attested_begin(a);
    attested_trust(a, &a->authority.root);
    ceremony_attest(&a->made, &statement_packed, key, PASSKEY_ALG_RS256,
        &a->authority);
}

/* Who can compute the attestation key can pretend to be the device. */
static void
weak_attestation_key_proves_nothing(void **state)
{
    static struct attested a;

    (void)state;
    attest_with(&a, lab_key(LAB_RSA_SIGNER));
    assert_error(attested_judge(&a), PASSKEY_OK);
    attest_with(&a, broken);
    assert_error(attested_judge(&a), PASSKEY_ERR_KEY_WEAK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        { "F5: broken_generator_is_recognized", broken_generator_is_recognized,
            NULL, NULL, NULL },
        { "F5: every_rest_modulo_every_prime", every_rest_modulo_every_prime,
            NULL, NULL, NULL },
        { "F5: keys_of_other_kinds_are_not", keys_of_other_kinds_are_not, NULL,
            NULL, NULL },
        { "F5: sound_keys_are_not", sound_keys_are_not, NULL, NULL, NULL },
        { "F5: weak_passkey_is_not_enrolled", weak_passkey_is_not_enrolled,
            NULL, NULL, NULL },
        { "F5: weak_attestation_key_proves_nothing",
            weak_attestation_key_proves_nothing, NULL, NULL, NULL },
    };

    scratch_adopt_cjson();
    return cmocka_run_group_tests_name("weak_key", tests, set_up, tear_down);
}
