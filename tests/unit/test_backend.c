/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The backend and what it takes from libcrypto. The linker puts functions of
 * this file in front of libcrypto's, which then lacks what a FIPS provider
 * lacks; and all of libcrypto's memory comes from here.
 */
#include "unit.h"

#include <malloc.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <passkey/es256.h>
#include <stdlib.h>

int __real_EVP_PKEY_fromdata(
    EVP_PKEY_CTX *context, EVP_PKEY **key, int selection, OSSL_PARAM params[]);
int __wrap_EVP_PKEY_fromdata(
    EVP_PKEY_CTX *context, EVP_PKEY **key, int selection, OSSL_PARAM params[]);
EVP_SIGNATURE *__real_EVP_SIGNATURE_fetch(
    OSSL_LIB_CTX *library, const char *name, const char *properties);
EVP_SIGNATURE *__wrap_EVP_SIGNATURE_fetch(
    OSSL_LIB_CTX *library, const char *name, const char *properties);

static const char *missing_group, *missing_signature;

static bool
is_missing(const char *missing, const char *name)
{
    return missing != NULL && strcmp(missing, name) == 0;
}

int
__wrap_EVP_PKEY_fromdata(
    EVP_PKEY_CTX *context, EVP_PKEY **key, int selection, OSSL_PARAM params[])
{
    const OSSL_PARAM *group =
        OSSL_PARAM_locate(params, OSSL_PKEY_PARAM_GROUP_NAME);

    if (group != NULL && is_missing(missing_group, group->data))
        return 0;
    return __real_EVP_PKEY_fromdata(context, key, selection, params);
}

EVP_SIGNATURE *
__wrap_EVP_SIGNATURE_fetch(
    OSSL_LIB_CTX *library, const char *name, const char *properties)
{
    return is_missing(missing_signature, name)
               ? NULL
               : __real_EVP_SIGNATURE_fetch(library, name, properties);
}

/* All that has this curve or name, and nothing else, is not supported. */
static void
assert_without(
    const char *group, const char *signature, int32_t algorithm, int32_t other)
{
    static const int32_t all[] = {PASSKEY_ALG_ES256, PASSKEY_ALG_ES384,
        PASSKEY_ALG_ES512, PASSKEY_ALG_ES256K, PASSKEY_ALG_ESP256,
        PASSKEY_ALG_EDDSA, PASSKEY_ALG_ED25519, PASSKEY_ALG_ED448,
        PASSKEY_ALG_RS256, PASSKEY_ALG_PS256};
    const struct passkey_crypto *crypto;
    struct passkey_openssl *openssl;
    size_t i;

    missing_group = group;
    missing_signature = signature;
    openssl = passkey_openssl_new();
    assert_non_null(openssl);
    crypto = passkey_openssl_crypto(openssl);
    for (i = 0; i < COUNT_OF(all); i++)
        assert_int_equal(crypto->supports(crypto->context, all[i]),
            all[i] != algorithm && all[i] != other);
    passkey_openssl_free(openssl);
}

static void
what_is_missing_is_not_supported(void **state)
{
    (void)state;
    assert_without(NULL, NULL, 0, 0);
    assert_without("secp256k1", NULL, PASSKEY_ALG_ES256K, 0);
    assert_without("P-384", NULL, PASSKEY_ALG_ES384, 0);
    assert_without(NULL, "ED25519", PASSKEY_ALG_EDDSA, PASSKEY_ALG_ED25519);
    assert_without(NULL, "ED448", PASSKEY_ALG_ED448, 0);
}

static void
keys_of_a_missing_curve_get_no_verdict(void **state)
{
    static const uint8_t octets[64];
    struct passkey_public_key key = {.kind = PASSKEY_KEY_EC,
        .curve = PASSKEY_CURVE_SECP256K1,
        .x = {octets, 32},
        .y = {octets, 32}};
    struct passkey_bytes message = {octets, 8};
    const struct passkey_crypto *crypto;
    struct passkey_openssl *openssl;

    (void)state;
    missing_group = "secp256k1";
    openssl = passkey_openssl_new();
    crypto = passkey_openssl_crypto(openssl);
    assert_int_equal(
        crypto->check_key(crypto->context, &key), PASSKEY_VERDICT_UNKNOWN);
    assert_int_equal(crypto->verify(crypto->context, PASSKEY_ALG_ES256K, &key,
                         &message, 1, message),
        PASSKEY_VERDICT_UNKNOWN);
    passkey_openssl_free(openssl);
}

static void
without_p256_there_is_no_backend(void **state)
{
    (void)state;
    missing_group = "P-256";
    assert_null(passkey_openssl_new());
}

static const uint8_t secret[PASSKEY_ES256_SECRET_LEN] = {3, 20, 37, 54, 71, 88,
    105, 122, 139, 156, 173, 190, 207, 224, 241, 2, 19, 36, 53, 70, 87, 104,
    121, 138, 155, 172, 189, 206, 223, 240, 1, 18};
static uint8_t backwards[sizeof(secret)]; /* as libcrypto keeps numbers */
static unsigned num_with_secret;

static void *
take(size_t len, const char *file, int line)
{
    (void)file, (void)line;
    return malloc(len);
}

static void *
take_again(void *old, size_t len, const char *file, int line)
{
    (void)file, (void)line;
    return realloc(old, len);
}

static void
look_and_free(void *block, const char *file, int line)
{
    size_t len = block != NULL ? malloc_usable_size(block) : 0;

    (void)file, (void)line;
    if (len >= sizeof(secret) &&
        (memmem(block, len, secret, sizeof(secret)) != NULL ||
            memmem(block, len, backwards, sizeof(secret)) != NULL))
        num_with_secret++;
    free(block);
}

static void
no_memory_is_freed_with_a_secret_in_it(void **state)
{
    uint8_t out[PASSKEY_ES256_SIGNATURE_LEN];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(secret); i++)
        backwards[i] = secret[sizeof(secret) - 1 - i];
    missing_group = NULL;
    num_with_secret = 0;
    look_and_free(memcpy(malloc(64), secret, sizeof(secret)), NULL, 0);
    assert_int_equal(num_with_secret, 1); /* it would be seen */
    assert_true(passkey_es256_sign(secret, passkey_bytes_of(out, 1), out));
    assert_true(passkey_es256_public(secret, out));
    assert_int_equal(num_with_secret, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_memory_is_freed_with_a_secret_in_it),
        cmocka_unit_test(what_is_missing_is_not_supported),
        cmocka_unit_test(keys_of_a_missing_curve_get_no_verdict),
        cmocka_unit_test(without_p256_there_is_no_backend),
    };

    if (CRYPTO_set_mem_functions(take, take_again, look_and_free) != 1)
        return 1;
    return cmocka_run_group_tests_name("backend", tests, NULL, NULL);
}
