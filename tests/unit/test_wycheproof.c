/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Wycheproof signature vectors (tests/vectors/wycheproof) through the
 * crypto backend, with the COSE algorithm pinned. What is "acceptable" there
 * is not acceptable here.
 */
#include "unit.h"

#include <cjson/cJSON.h>
#include <stdio.h>

#include "../../lib/trust/certificate.h"

static const char *folder;
static struct passkey_openssl *openssl;

static char *
read_file(const char *name)
{
    char path[1024], *text;
    long len;
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("cannot open %s", path);
    fseek(file, 0, SEEK_END);
    len = ftell(file);
    rewind(file);
    text = malloc((size_t)len + 1);
    assert_int_equal(fread(text, 1, (size_t)len, file), len);
    text[len] = '\0';
    fclose(file);
    return text;
}

static struct passkey_bytes
from_hex(const cJSON *node)
{
    const char *text = cJSON_GetStringValue(node);
    size_t len = strlen(text) / 2, i;
    uint8_t *bytes = malloc(len > 0 ? len : 1);
    unsigned value;

    for (i = 0; i < len; i++) {
        sscanf(text + 2 * i, "%2x", &value);
        bytes[i] = (uint8_t)value;
    }
    return passkey_bytes_of(bytes, len);
}

struct count {
    unsigned checked, verified, wrong;
};

static bool
verifies(int32_t algorithm, const struct passkey_public_key *key,
    const cJSON *test)
{
    const struct passkey_crypto *crypto = passkey_openssl_crypto(openssl);
    struct passkey_bytes message = from_hex(cJSON_GetObjectItem(test, "msg"));
    struct passkey_bytes signature = from_hex(cJSON_GetObjectItem(test, "sig"));
    bool valid = crypto->verify(crypto->context, algorithm, key, &message, 1,
                     signature) == PASSKEY_VERDICT_VALID;

    free_copy(message);
    free_copy(signature);
    return valid;
}

static void
check_group(
    const cJSON *group, int32_t algorithm, struct count *count)
{
    struct passkey_bytes der =
        from_hex(cJSON_GetObjectItem(group, "publicKeyDer"));
    struct passkey_public_key key;
    const cJSON *test;

    if (!pk_spki_parse(der, &key))
        fail_msg("a key cannot be read");
    cJSON_ArrayForEach(test, cJSON_GetObjectItem(group, "tests")) {
        bool expected = strcmp(cJSON_GetStringValue(
                                   cJSON_GetObjectItem(test, "result")),
                            "valid") == 0;
        bool valid = verifies(algorithm, &key, test);

        count->checked++;
        count->verified += valid;
        count->wrong += valid != expected;
    }
    free_copy(der);
}

static struct count
check_file(const char *name, int32_t algorithm)
{
    char *text = read_file(name);
    cJSON *root = cJSON_Parse(text);
    struct count count = { 0, 0, 0 };
    const cJSON *group;

    assert_non_null(root);
    cJSON_ArrayForEach(group, cJSON_GetObjectItem(root, "testGroups"))
        check_group(group, algorithm, &count);
    cJSON_Delete(root);
    free(text);
    return count;
}

static const struct {
    const char *file;
    int32_t algorithm;
} core[] = {
    { "core/ecdsa_secp256r1_sha256_test.json", PASSKEY_ALG_ES256 },
    { "core/ecdsa_secp384r1_sha384_test.json", PASSKEY_ALG_ES384 },
    { "core/ecdsa_secp521r1_sha512_test.json", PASSKEY_ALG_ES512 },
    { "core/ed25519_test.json", PASSKEY_ALG_EDDSA },
    { "core/ed448_test.json", PASSKEY_ALG_ED448 },
    { "core/rsa_pss_2048_sha256_mgf1_32_test.json", PASSKEY_ALG_PS256 },
    { "core/rsa_pss_2048_sha384_mgf1_48_test.json", PASSKEY_ALG_PS384 },
    { "core/rsa_pss_3072_sha256_mgf1_32_test.json", PASSKEY_ALG_PS256 },
    { "core/rsa_pss_4096_sha256_mgf1_32_test.json", PASSKEY_ALG_PS256 },
    { "core/rsa_pss_4096_sha384_mgf1_48_test.json", PASSKEY_ALG_PS384 },
    { "core/rsa_pss_4096_sha512_mgf1_64_test.json", PASSKEY_ALG_PS512 },
    { "core/rsa_signature_2048_sha256_test.json", PASSKEY_ALG_RS256 },
    { "core/rsa_signature_2048_sha384_test.json", PASSKEY_ALG_RS384 },
    { "core/rsa_signature_2048_sha512_test.json", PASSKEY_ALG_RS512 },
    { "core/rsa_signature_3072_sha256_test.json", PASSKEY_ALG_RS256 },
    { "core/rsa_signature_3072_sha384_test.json", PASSKEY_ALG_RS384 },
    { "core/rsa_signature_3072_sha512_test.json", PASSKEY_ALG_RS512 },
    { "core/rsa_signature_4096_sha256_test.json", PASSKEY_ALG_RS256 },
    { "core/rsa_signature_4096_sha384_test.json", PASSKEY_ALG_RS384 },
    { "core/rsa_signature_4096_sha512_test.json", PASSKEY_ALG_RS512 },
    { "core/rsa_signature_8192_sha256_test.json", PASSKEY_ALG_RS256 },
    { "core/rsa_signature_8192_sha384_test.json", PASSKEY_ALG_RS384 },
    { "core/rsa_signature_8192_sha512_test.json", PASSKEY_ALG_RS512 },
};

static void
all_core_vectors_agree(void **state)
{
    unsigned checked = 0, wrong = 0;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(core); i++) {
        struct count count = check_file(core[i].file, core[i].algorithm);

        if (count.wrong > 0)
            print_message("%s: %u disagree\n", core[i].file, count.wrong);
        checked += count.checked;
        wrong += count.wrong;
    }
    assert_int_equal(checked, 5659);
    assert_int_equal(wrong, 0);
}

static void
es256k_vectors_agree(void **state)
{
    struct count count =
        check_file("core/ecdsa_secp256k1_sha256_test.json", PASSKEY_ALG_ES256K);

    (void)state;
    assert_true(count.checked > 400);
    assert_int_equal(count.wrong, 0);
}

static const struct {
    const char *file;
    int32_t algorithm;
    unsigned checked;
} ml_dsa[] = {
    { "optional/mldsa_44_verify_test.json", PASSKEY_ALG_ML_DSA_44, 180 },
    { "optional/mldsa_65_verify_test.json", PASSKEY_ALG_ML_DSA_65, 210 },
    { "optional/mldsa_87_verify_test.json", PASSKEY_ALG_ML_DSA_87, 241 },
};

/* Valid for us is what was signed with no context. */
static bool
is_valid_here(const cJSON *test)
{
    const char *context =
        cJSON_GetStringValue(cJSON_GetObjectItem(test, "ctx"));

    return (context == NULL || context[0] == '\0') &&
           strcmp(cJSON_GetStringValue(cJSON_GetObjectItem(test, "result")),
               "valid") == 0;
}

static void
check_ml_dsa_group(const cJSON *group, int32_t algorithm, struct count *count)
{
    struct passkey_public_key key = { .kind = PASSKEY_KEY_ML_DSA };
    const cJSON *test;

    key.x = from_hex(cJSON_GetObjectItem(group, "publicKey"));
    cJSON_ArrayForEach(test, cJSON_GetObjectItem(group, "tests")) {
        bool valid = verifies(algorithm, &key, test);

        count->checked++;
        count->verified += valid;
        count->wrong += valid != is_valid_here(test);
    }
    free_copy(key.x);
}

/* 631 vectors, where libcrypto has the algorithm. */
static void
ml_dsa_vectors_agree(void **state)
{
    const struct passkey_crypto *crypto = passkey_openssl_crypto(openssl);
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(ml_dsa); i++) {
        struct count count = { 0, 0, 0 };
        char *text;
        cJSON *root;
        const cJSON *group;

        if (!crypto->supports(crypto->context, ml_dsa[i].algorithm)) {
            print_message("# libcrypto has no ML-DSA\n");
            return;
        }
        text = read_file(ml_dsa[i].file);
        root = cJSON_Parse(text);
        cJSON_ArrayForEach(group, cJSON_GetObjectItem(root, "testGroups"))
            check_ml_dsa_group(group, ml_dsa[i].algorithm, &count);
        cJSON_Delete(root);
        free(text);
        assert_int_equal(count.checked, ml_dsa[i].checked);
        assert_true(count.verified > 60);
        assert_int_equal(count.wrong, 0);
    }
}

/*
 * Signatures with a hash, salt, mask or encoding that COSE does not allow,
 * held against each pinned algorithm of the key. `verified` are those that
 * were made with just the pinned parameters after all (see the README of the
 * vectors).
 */
static const struct {
    const char *file;
    int32_t algorithms[6];
    unsigned verified;
} pinned[] = {
    { "strict-negative/ecdsa_secp256r1_sha256_p1363_test.json",
        { PASSKEY_ALG_ES256 }, 0 },
    { "strict-negative/ecdsa_secp256r1_sha3_256_test.json",
        { PASSKEY_ALG_ES256 }, 0 },
    { "strict-negative/ecdsa_secp256r1_sha512_test.json",
        { PASSKEY_ALG_ES256 }, 0 },
    { "strict-negative/ecdsa_secp384r1_sha256_test.json",
        { PASSKEY_ALG_ES384 }, 0 },
    { "strict-negative/ecdsa_secp384r1_sha512_test.json",
        { PASSKEY_ALG_ES384 }, 0 },
    { "strict-negative/rsa_pss_2048_sha1_mgf1_20_test.json",
        { PASSKEY_ALG_PS256, PASSKEY_ALG_PS384, PASSKEY_ALG_PS512 }, 0 },
    { "strict-negative/rsa_pss_2048_sha256_mgf1_0_test.json",
        { PASSKEY_ALG_PS256, PASSKEY_ALG_PS384, PASSKEY_ALG_PS512 }, 1 },
    { "strict-negative/rsa_pss_2048_sha256_mgf1sha1_20_test.json",
        { PASSKEY_ALG_PS256, PASSKEY_ALG_PS384, PASSKEY_ALG_PS512 }, 0 },
    { "strict-negative/rsa_pss_4096_sha512_mgf1_32_test.json",
        { PASSKEY_ALG_PS256, PASSKEY_ALG_PS384, PASSKEY_ALG_PS512 }, 0 },
    { "strict-negative/rsa_pss_misc_test.json",
        { PASSKEY_ALG_PS256, PASSKEY_ALG_PS384, PASSKEY_ALG_PS512 }, 3 },
    { "strict-negative/rsa_signature_2048_sha224_test.json",
        { PASSKEY_ALG_RS256, PASSKEY_ALG_RS384, PASSKEY_ALG_RS512 }, 3 },
    { "strict-negative/rsa_signature_2048_sha512_256_test.json",
        { PASSKEY_ALG_RS256, PASSKEY_ALG_RS384, PASSKEY_ALG_RS512 }, 3 },
};

static void
pinned_algorithms_refuse_all_others(void **state)
{
    unsigned checked = 0;
    size_t i, j;

    (void)state;
    for (i = 0; i < COUNT_OF(pinned); i++) {
        unsigned verified = 0;

        for (j = 0; j < 6 && pinned[i].algorithms[j] != 0; j++) {
            struct count count =
                check_file(pinned[i].file, pinned[i].algorithms[j]);

            checked += count.checked;
            verified += count.verified;
        }
        if (verified != pinned[i].verified)
            fail_msg("%s: %u verify", pinned[i].file, verified);
    }
    assert_int_equal(checked, 5735);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_core_vectors_agree),
        cmocka_unit_test(es256k_vectors_agree),
        cmocka_unit_test(ml_dsa_vectors_agree),
        cmocka_unit_test(pinned_algorithms_refuse_all_others),
    };
    int failed;

    if (argc != 2)
        return 2;
    folder = argv[1];
    openssl = passkey_openssl_new();
    failed = cmocka_run_group_tests_name("wycheproof", tests, NULL, NULL);
    passkey_openssl_free(openssl);
    return failed;
}
