/* SPDX-License-Identifier: Apache-2.0 */
/* Taking ECDSA signatures apart and putting them together wrongly. */
#include "ecdsa_signature.h"

#include "authenticator_key.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/objects.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const ecdsa_form_names[NUM_ECDSA_FORMS] = {
    [ECDSA_ZERO_R] = "zero-r",
    [ECDSA_ZERO_S] = "zero-s",
    [ECDSA_ZERO_BOTH] = "zero-r-and-s",
    [ECDSA_R_IS_ORDER] = "r-is-order",
    [ECDSA_S_IS_ORDER] = "s-is-order",
    [ECDSA_R_PLUS_ORDER] = "r-plus-order",
    [ECDSA_S_PLUS_ORDER] = "s-plus-order",
    [ECDSA_NEGATIVE_R] = "negative-r",
    [ECDSA_R_PADDED] = "r-padded",
    [ECDSA_LONG_LENGTH] = "long-length",
    [ECDSA_INDEFINITE] = "indefinite",
    [ECDSA_SET] = "set",
    [ECDSA_THIRD_INTEGER] = "third-integer",
    [ECDSA_ONE_INTEGER] = "one-integer",
    [ECDSA_S_AS_OCTETS] = "s-as-octets",
    [ECDSA_SWAPPED] = "swapped",
    [ECDSA_HIGH_S] = "high-s",
};

static ECDSA_SIG *
take_apart(struct blob signature)
{
    const unsigned char *at = signature.data;
    ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &at, (long)signature.len);

    if (sig == NULL) {
        fputs("ecdsa: not a signature\n", stderr);
        abort();
    }
    return sig;
}

struct blob
ecdsa_raw(struct blob signature, size_t len)
{
    ECDSA_SIG *sig = take_apart(signature);
    struct blob raw = blob_fill(0, 2 * len);

    BN_bn2binpad(ECDSA_SIG_get0_r(sig), raw.data, (int)len);
    BN_bn2binpad(ECDSA_SIG_get0_s(sig), raw.data + len, (int)len);
    ECDSA_SIG_free(sig);
    return raw;
}

static struct blob
der_element(uint8_t tag, struct blob content)
{
    struct blob element = {NULL, 0};

    blob_add_byte(&element, tag);
    if (content.len > 127)
        blob_add_byte(&element, 0x81);
    blob_add_byte(&element, (uint8_t)content.len);
    return blob_join(element, content);
}

/* The content octets of a non-negative INTEGER. */
static struct blob
integer_content(const BIGNUM *value)
{
    struct blob content = blob_fill(0, (size_t)BN_num_bytes(value));

    BN_bn2bin(value, content.data);
    if (content.len == 0 || content.data[0] >= 0x80)
        content = blob_join(blob_fill(0, 1), content);
    return content;
}

static BIGNUM *
group_order(int alg)
{
    const struct key_algorithm *algorithm = key_algorithm_find(alg);
    int nid = EC_curve_nist2nid(algorithm->group);
    EC_GROUP *group = EC_GROUP_new_by_curve_name(
        nid == NID_undef ? OBJ_txt2nid(algorithm->group) : nid);
    BIGNUM *order = BN_dup(EC_GROUP_get0_order(group));

    EC_GROUP_free(group);
    return order;
}

/* Forms that are other numbers. */
static void
change_numbers(BIGNUM *r, BIGNUM *s, enum ecdsa_form form, int alg)
{
    BIGNUM *order = group_order(alg);

    if (form == ECDSA_ZERO_R || form == ECDSA_ZERO_BOTH)
        BN_zero(r);
    if (form == ECDSA_ZERO_S || form == ECDSA_ZERO_BOTH)
        BN_zero(s);
    if (form == ECDSA_R_IS_ORDER)
        BN_copy(r, order);
    if (form == ECDSA_S_IS_ORDER)
        BN_copy(s, order);
    if (form == ECDSA_R_PLUS_ORDER)
        BN_add(r, r, order);
    if (form == ECDSA_S_PLUS_ORDER)
        BN_add(s, s, order);
    if (form == ECDSA_SWAPPED)
        BN_swap(r, s);
    if (form == ECDSA_HIGH_S)
        BN_sub(s, order, s);
    BN_free(order);
}

/* Forms that are other encodings. */
static struct blob
encode(struct blob r, struct blob s, enum ecdsa_form form)
{
    struct blob first;
    struct blob second;
    struct blob content;
    struct blob out;

    if (form == ECDSA_NEGATIVE_R)
        r.data[0] |= 0x80;
    if (form == ECDSA_R_PADDED)
        r = blob_join(blob_fill(0, 1), r);
    first = der_element(0x02, r);
    second = der_element(form == ECDSA_S_AS_OCTETS ? 0x04 : 0x02, s);
    content = form == ECDSA_ONE_INTEGER ? first : blob_join(first, second);
    if (form == ECDSA_THIRD_INTEGER)
        content = blob_join(content, blob_copy("\x02\x01\x01", 3));
    out = der_element(form == ECDSA_SET ? 0x31 : 0x30, content);
    if (form == ECDSA_LONG_LENGTH) {
        out = content.len > 127 ? blob_copy("\x30\x82\x00", 3)
                                : blob_copy("\x30\x81", 2);
        blob_add_byte(&out, (uint8_t)content.len);
        out = blob_join(out, content);
    }
    if (form == ECDSA_INDEFINITE)
        out = blob_join(
            blob_copy("\x30\x80", 2), blob_join(content, blob_fill(0, 2)));
    return out;
}

struct blob
ecdsa_with(struct blob signature, enum ecdsa_form form, int alg)
{
    ECDSA_SIG *sig = take_apart(signature);
    BIGNUM *r = BN_dup(ECDSA_SIG_get0_r(sig));
    BIGNUM *s = BN_dup(ECDSA_SIG_get0_s(sig));
    struct blob out;

    change_numbers(r, s, form, alg);
    out = encode(integer_content(r), integer_content(s), form);
    BN_free(r);
    BN_free(s);
    ECDSA_SIG_free(sig);
    return out;
}
