/* SPDX-License-Identifier: Apache-2.0 */
/* See broken_rsa_key.h. */
#include "broken_rsa_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define LAST_SMALL_PRIME 701 /* for keys of 2048 bits: the first 126 */
#define PRIME_BITS 1024

static void
insist(bool condition, const char *what)
{
    if (condition)
        return;
    fprintf(stderr, "broken_rsa_key: %s\n", what);
    abort();
}

static bool
is_small_prime(unsigned number)
{
    unsigned divisor;

    for (divisor = 2; divisor * divisor <= number; divisor++) {
        if (number % divisor == 0)
            return false;
    }
    return true;
}

/* The product of the small primes. */
static BIGNUM *
new_primorial(void)
{
    BIGNUM *product = BN_new();
    unsigned number;

    insist(product != NULL && BN_one(product), "memory");
    for (number = 2; number <= LAST_SMALL_PRIME; number++) {
        if (is_small_prime(number))
            insist(BN_mul_word(product, number), "product");
    }
    return product;
}

/* k * M + (65537^a mod M), with a and k at random until it is a prime. */
static BIGNUM *
new_prime(BN_CTX *ctx)
{
    BIGNUM *primorial = new_primorial(), *power = BN_new(), *a = BN_new();
    BIGNUM *base = BN_new(), *prime = BN_new(), *k = BN_new();
    int k_bits = PRIME_BITS - BN_num_bits(primorial) + 1;

    do {
        insist(BN_set_word(base, 65537) && BN_rand_range(a, primorial) &&
                   BN_mod_exp(power, base, a, primorial, ctx) &&
                   BN_rand(k, k_bits, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) &&
                   BN_mul(prime, k, primorial, ctx) &&
                   BN_add(prime, prime, power),
            "candidate");
    } while (BN_num_bits(prime) != PRIME_BITS ||
             !BN_is_bit_set(prime, PRIME_BITS - 2) ||
             BN_check_prime(prime, ctx, NULL) != 1);
    BN_free(primorial);
    BN_free(power);
    BN_free(base);
    BN_free(a);
    BN_free(k);
    return prime;
}

static EVP_PKEY *
key_of(BIGNUM *n, BIGNUM *e, BIGNUM *d)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    OSSL_PARAM *params;
    EVP_PKEY *key = NULL;

    insist(OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) &&
               OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e) &&
               OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_D, d),
        "numbers");
    params = OSSL_PARAM_BLD_to_param(build);
    insist(params != NULL && EVP_PKEY_fromdata_init(ctx) == 1 &&
               EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_KEYPAIR, params) == 1,
        "no key");
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(build);
    EVP_PKEY_CTX_free(ctx);
    return key;
}

EVP_PKEY *
key_generate_broken_rsa(void)
{
    BN_CTX *ctx = BN_CTX_new();
    BIGNUM *p = new_prime(ctx), *q = new_prime(ctx);
    BIGNUM *n = BN_new(), *phi = BN_new(), *e = BN_new(), *d = NULL;
    EVP_PKEY *key;

    insist(BN_mul(n, p, q, ctx) && BN_sub_word(p, 1) && BN_sub_word(q, 1) &&
               BN_mul(phi, p, q, ctx) && BN_set_word(e, 65537),
        "modulus");
    d = BN_mod_inverse(NULL, e, phi, ctx);
    insist(d != NULL, "private exponent");
    key = key_of(n, e, d);
    BN_free(p);
    BN_free(q);
    BN_free(n);
    BN_free(phi);
    BN_free(e);
    BN_free(d);
    BN_CTX_free(ctx);
    return key;
}
