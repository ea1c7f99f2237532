/* SPDX-License-Identifier: Apache-2.0 */
/* 7.2-21: the signature of an assertion, for every algorithm. */
#include "case_groups.h"

#include "case.h"
#include "case_keys.h"
#include "ecdsa_signature.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void
begin_signed(struct test_case *t, const struct key_algorithm *algorithm)
{
    case_begin_with(t, AUTHENTICATION, algorithm->id);
    ceremony_sign(&t->c);
}

static void
refuse(struct test_case *t, const char *test)
{
    const char *name = t->c.passkey.algorithm->name;

    case_reject(t, "7.2-21", format("%s-%s", name, test));
}

static struct blob
sign(struct test_case *t, struct blob message)
{
    return key_sign(t->c.passkey.key, &t->c.signing, message);
}

/* Signatures that are right, but of something else. */
static void
message_cases(const struct key_algorithm *algorithm)
{
    struct blob hash;
    struct test_case t;

    begin_signed(&t, algorithm);
    t.c.signature = sign(&t, t.c.auth_data);
    refuse(&t, "authData-only");
    begin_signed(&t, algorithm);
    t.c.signature = sign(&t, blob_sha256(t.c.client_data));
    refuse(&t, "hash-only");
    begin_signed(&t, algorithm);
    t.c.signature = sign(&t, blob_join(t.c.auth_data, t.c.client_data));
    refuse(&t, "client-data-not-hashed");
    begin_signed(&t, algorithm);
    hash = blob_sha256(blob_sha256(t.c.client_data));
    t.c.signature = sign(&t, blob_join(t.c.auth_data, hash));
    refuse(&t, "client-data-hashed-twice");
    begin_signed(&t, algorithm);
    t.c.signature =
        sign(&t, blob_join(blob_sha256(t.c.client_data), t.c.auth_data));
    refuse(&t, "message-swapped");
    begin_signed(&t, algorithm);
    t.c.client_data = blob_join(t.c.client_data, blob_text(" "));
    refuse(&t, "client-data-changed");
    begin_signed(&t, algorithm);
    t.c.auth_data.data[36]++;
    refuse(&t, "count-changed");
}

static void
value_cases(const struct key_algorithm *algorithm)
{
    struct test_case t;
    struct blob *s = &t.c.signature;

    case_begin_with(&t, AUTHENTICATION, algorithm->id);
    t.c.signer = case_key(ROLE_OTHER, algorithm->id);
    refuse(&t, "other-key");
    begin_signed(&t, algorithm);
    *s = blob_flip(*s, s->len - 1);
    refuse(&t, "bit-flip");
    begin_signed(&t, algorithm);
    *s = blob_flip(*s, s->len / 2);
    refuse(&t, "bit-flip-middle");
    begin_signed(&t, algorithm);
    *s = blob_head(*s, s->len - 1);
    refuse(&t, "truncated");
    begin_signed(&t, algorithm);
    blob_add_byte(s, 0);
    refuse(&t, "trailing-byte");
    begin_signed(&t, algorithm);
    *s = blob_fill(0, 1);
    refuse(&t, "one-byte");
    begin_signed(&t, algorithm);
    *s = blob_fill(0, s->len);
    refuse(&t, "zeros");
    begin_signed(&t, algorithm);
    *s = blob_fill(0xff, s->len);
    refuse(&t, "ones");
}

static void
ecdsa_cases(const struct key_algorithm *algorithm)
{
    struct test_case t;
    int form;

    for (form = 0; form < NUM_ECDSA_FORMS; form++) {
        begin_signed(&t, algorithm);
        t.c.signature = ecdsa_with(t.c.signature, form, algorithm->id);
        if (form == ECDSA_HIGH_S)
            case_accept(&t, "7.2-21", format("%s-high-s", algorithm->name));
        else
            refuse(&t, ecdsa_form_names[form]);
    }
    begin_signed(&t, algorithm);
    t.c.signature = ecdsa_raw(t.c.signature, algorithm->field_len);
    refuse(&t, "raw-r-s");
    case_begin_with(&t, AUTHENTICATION, algorithm->id);
    t.c.signing.hash =
        strcmp(algorithm->hash, "SHA256") == 0 ? "SHA384" : "SHA256";
    refuse(&t, "other-hash");
    case_begin_with(&t, AUTHENTICATION, algorithm->id);
    t.c.signing.hash = "SHA1";
    refuse(&t, "sha1");
}

static void
rsa_signing(const struct key_algorithm *algorithm, const char *test,
    struct key_signing signing)
{
    struct test_case t;

    case_begin_with(&t, AUTHENTICATION, algorithm->id);
    t.c.signing = signing;
    refuse(&t, test);
}

static void
rsa_cases(const struct key_algorithm *algorithm)
{
    struct key_signing right = key_signing_of(algorithm);
    struct key_signing wrong = right;
    struct test_case t;

    wrong.pss = !right.pss;
    rsa_signing(algorithm, "other-padding", wrong);
    wrong = right;
    wrong.hash = strcmp(right.hash, "SHA256") == 0 ? "SHA512" : "SHA256";
    rsa_signing(algorithm, "other-hash", wrong);
    wrong.hash = "SHA1";
    rsa_signing(algorithm, "sha1", wrong);
    begin_signed(&t, algorithm);
    t.c.signature = blob_join(blob_fill(0, 1), t.c.signature);
    refuse(&t, "leading-zero");
    if (!right.pss)
        return;
    wrong = right;
    wrong.salt_len = 0;
    rsa_signing(algorithm, "salt-0", wrong);
    wrong.salt_len = 20;
    rsa_signing(algorithm, "salt-20", wrong);
    wrong.salt_len = 65;
    rsa_signing(algorithm, "salt-65", wrong);
    wrong = right;
    wrong.mask_hash = "SHA1";
    rsa_signing(algorithm, "mgf1-sha1", wrong);
}

/* The order L of the Ed25519 group, little-endian. */
static const uint8_t ed25519_order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63,
    0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10};

static void
edwards_cases(const struct key_algorithm *algorithm)
{
    size_t half = algorithm->field_len;
    struct test_case t;
    unsigned carry = 0;
    size_t i;

    begin_signed(&t, algorithm);
    memset(t.c.signature.data, 0, half);
    refuse(&t, "zero-R");
    begin_signed(&t, algorithm);
    memset(t.c.signature.data + half, 0, half);
    refuse(&t, "zero-S");
    begin_signed(&t, algorithm);
    t.c.signature = blob_head(t.c.signature, half);
    refuse(&t, "R-only");
    if (half != sizeof(ed25519_order))
        return;
    begin_signed(&t, algorithm);
    for (i = 0; i < half; i++) {
        carry += t.c.signature.data[half + i] + ed25519_order[i];
        t.c.signature.data[half + i] = (uint8_t)carry;
        carry >>= 8;
    }
    refuse(&t, "S-plus-L");
}

void
signature_cases(void)
{
    const struct key_algorithm *at;

    for (at = key_algorithms; at->name != NULL; at++) {
        message_cases(at);
        value_cases(at);
        if (at->family == FAMILY_EC)
            ecdsa_cases(at);
        else if (at->family == FAMILY_RSA)
            rsa_cases(at);
        else
            edwards_cases(at);
    }
}
