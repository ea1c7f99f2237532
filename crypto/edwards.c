/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Is an Edwards key a point of its curve (RFC 8032), and of large order?
 * libcrypto asks only when it verifies, and never about the order: under a
 * key of small order one signature fits many messages.
 *
 * A curve is a x^2 + y^2 = 1 + (n / s) x^2 y^2 modulo p, so that
 *
 *   x^2 = s (1 - y^2) / (a s - n y^2)
 *
 * and there is an x if the product of both sides of the fraction is a square.
 * The points of small order have y = 1 or -1 (x is 0), y = 0, or they are
 * halves of those with y = 0: y^2 = a x^2.
 */
#include "backend.h"

#include <openssl/bn.h>
#include <string.h>

struct curve {
    unsigned bits;   /* p is 2^bits - 2^middle - minus */
    unsigned middle; /* 0: there is none */
    unsigned minus;
    long s, n, a_s; /* a_s is a times s */
    size_t len;     /* of a key */
};

static const struct curve ed25519 = {.bits = 255,
    .minus = 19,
    .s = 121666,
    .n = -121665,
    .a_s = -121666,
    .len = 32};
static const struct curve ed448 = {.bits = 448,
    .middle = 224,
    .minus = 1,
    .s = 1,
    .n = -39081,
    .a_s = 1,
    .len = 57};

/* The numbers of one question, all of them from `context`. */
struct numbers {
    BN_CTX *context;
    BIGNUM *p, *y, *y2, *left, *right, *power;
};

static bool
get_numbers(struct numbers *k)
{
    k->p = BN_CTX_get(k->context);
    k->y = BN_CTX_get(k->context);
    k->y2 = BN_CTX_get(k->context);
    k->left = BN_CTX_get(k->context);
    k->right = BN_CTX_get(k->context);
    k->power = BN_CTX_get(k->context);
    return k->power != NULL; /* after one failure all of them fail */
}

static bool
set_prime(const struct curve *curve, struct numbers *k)
{
    BN_zero(k->p);
    if (BN_set_bit(k->p, (int)curve->bits) != 1 ||
        BN_sub_word(k->p, curve->minus) != 1)
        return false;
    BN_zero(k->power);
    return curve->middle == 0 ||
           (BN_set_bit(k->power, (int)curve->middle) == 1 &&
               BN_sub(k->p, k->p, k->power) == 1);
}

/* y in little-endian order; its highest bit is the sign of x. */
static bool
set_y(const struct passkey_public_key *key, struct numbers *k)
{
    uint8_t octets[57];

    memcpy(octets, key->x.data, key->x.len);
    octets[key->x.len - 1] &= 0x7f;
    return BN_lebin2bn(octets, (int)key->x.len, k->y) != NULL &&
           BN_mod_sqr(k->y2, k->y, k->p, k->context) == 1;
}

/* out = c + factor y^2 */
static bool
set_linear(BIGNUM *out, long c, long factor, struct numbers *k)
{
    bool done =
        BN_copy(out, k->y2) != NULL &&
        BN_mul_word(out, (BN_ULONG)(factor < 0 ? -factor : factor)) == 1;

    if (!done)
        return false;
    BN_set_negative(out, factor < 0);
    done = c < 0 ? BN_sub_word(out, (BN_ULONG)-c) == 1
                 : BN_add_word(out, (BN_ULONG)c) == 1;
    return done && BN_nnmod(out, out, k->p, k->context) == 1;
}

/* 1: there is an x other than 0; 0 or -1: there is not; -2: no verdict */
static int
has_x(const struct curve *curve, struct numbers *k)
{
    if (!set_linear(k->left, curve->s, -curve->s, k) ||
        !set_linear(k->right, curve->a_s, -curve->n, k) ||
        BN_mod_mul(k->left, k->left, k->right, k->p, k->context) != 1)
        return -2;
    return BN_kronecker(k->left, k->p, k->context);
}

/* y^2 (a s - n y^2) = a s (1 - y^2), which is y^2 = a x^2 without x */
static enum passkey_verdict
has_large_order(const struct curve *curve, struct numbers *k)
{
    if (BN_is_zero(k->y))
        return PASSKEY_VERDICT_INVALID;
    if (!set_linear(k->left, curve->a_s, -curve->n, k) ||
        BN_mod_mul(k->left, k->left, k->y2, k->p, k->context) != 1 ||
        !set_linear(k->right, curve->a_s, -curve->a_s, k))
        return PASSKEY_VERDICT_UNKNOWN;
    return BN_cmp(k->left, k->right) != 0 ? PASSKEY_VERDICT_VALID
                                          : PASSKEY_VERDICT_INVALID;
}

static enum passkey_verdict
check(const struct curve *curve, const struct passkey_public_key *key,
    struct numbers *k)
{
    if (!get_numbers(k) || !set_prime(curve, k) || !set_y(key, k))
        return PASSKEY_VERDICT_UNKNOWN;
    if (BN_cmp(k->y, k->p) >= 0)
        return PASSKEY_VERDICT_INVALID;
    switch (has_x(curve, k)) {
    case 1:
        return has_large_order(curve, k);
    case 0:
    case -1:
        return PASSKEY_VERDICT_INVALID;
    default:
        return PASSKEY_VERDICT_UNKNOWN;
    }
}

enum passkey_verdict
pk_edwards_check(const struct passkey_public_key *key)
{
    const struct curve *curve =
        key->curve == PASSKEY_CURVE_ED448 ? &ed448 : &ed25519;
    struct numbers k;
    enum passkey_verdict verdict = PASSKEY_VERDICT_UNKNOWN;

    if (key->x.len != curve->len)
        return PASSKEY_VERDICT_INVALID;
    k.context = BN_CTX_new();
    if (k.context != NULL) {
        BN_CTX_start(k.context);
        verdict = check(curve, key, &k);
        BN_CTX_end(k.context);
    }
    BN_CTX_free(k.context);
    return verdict;
}
