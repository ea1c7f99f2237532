/* SPDX-License-Identifier: Apache-2.0 */
/* The anchors that come with the project are the ones that they should be. */
#include "unit.h"

#include <openssl/evp.h>
#include <passkey/passkey.h>
#include <stdio.h>

#define PEM_MAX_LEN 8192

static const char *folder;
static struct passkey_openssl *openssl;
static uint8_t der[PEM_MAX_LEN];

/* As in data/anchors/README.md; times by `openssl x509 -dates`. */
static const struct {
    const char *file, *sha256;
    int64_t not_before, not_after;
} anchors[] = {
    {"google_hardware_attestation_2022.pem",
        "cedb1cb6dc896ae5ec797348bce9286753c2b38ee71ce0fbe34a9a1248800dfc",
        1647799668, 2278519668},
    {"google_key_attestation_ca1.pem",
        "6d9db4ce6c5c0b293166d08986e05774a8776ceb525d9e4329520de12ba4bcc0",
        1752791538, 2068151538},
    {"apple_webauthn_root_ca.pem",
        "0915dd5c07a28db549d1f677bb5a75d4bfbe9561a773424327762e9e02f9bb29",
        1584555692, 2373148800},
};

/* What is between the two lines of a PEM file. */
static struct passkey_bytes
read_pem(const char *name)
{
    char path[1024], text[PEM_MAX_LEN], line[128];
    size_t len = 0;
    FILE *file;
    int decoded;

    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof(line), file) != NULL) {
        size_t part = strcspn(line, "\n");

        if (line[0] == '-')
            continue;
        assert_true(len + part < sizeof(text));
        memcpy(text + len, line, part);
        len += part;
    }
    (void)fclose(file);
    decoded = EVP_DecodeBlock(der, (unsigned char *)text, (int)len);
    assert_true(decoded > 0);
    while (len > 0 && text[len - 1] == '=') {
        decoded--;
        len--;
    }
    return passkey_bytes_of(der, (size_t)decoded);
}

static void
are_the_published_ones(void **state)
{
    const struct passkey_crypto *crypto = passkey_openssl_crypto(openssl);
    uint8_t hash[PASSKEY_SHA256_LEN];
    char hex[2 * sizeof(hash) + 1];
    size_t i, k;

    (void)state;
    for (i = 0; i < COUNT_OF(anchors); i++) {
        struct passkey_bytes anchor = read_pem(anchors[i].file);

        assert_true(crypto->digest(
            crypto->context, PASSKEY_HASH_SHA256, &anchor, 1, hash));
        for (k = 0; k < sizeof(hash); k++)
            (void)snprintf(hex + 2 * k, 3, "%02x", hash[k]);
        assert_string_equal(hex, anchors[i].sha256);
    }
}

static void
have_lifetimes(void **state)
{
    int64_t not_before, not_after;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(anchors); i++) {
        struct passkey_bytes anchor = read_pem(anchors[i].file);

        assert_error(passkey_anchor_lifetime(anchor, &not_before, &not_after),
            PASSKEY_OK);
        assert_int_equal(not_before, anchors[i].not_before);
        assert_int_equal(not_after, anchors[i].not_after);
        anchor.len--;
        assert_error(passkey_anchor_lifetime(anchor, &not_before, &not_after),
            PASSKEY_ERR_ATTESTATION_CERTIFICATE_MALFORMED);
        assert_int_equal(not_before, 0);
        assert_int_equal(not_after, 0);
    }
}

/* Each is its own issuer, and the backend takes it as an anchor. */
static void
are_trusted_as_anchors(void **state)
{
    const struct passkey_crypto *crypto = passkey_openssl_crypto(openssl);
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(anchors); i++) {
        struct passkey_bytes anchor = read_pem(anchors[i].file);
        struct passkey_path path = {
            .certificates = &anchor,
            .num_certificates = 1,
            .anchors = &anchor,
            .num_anchors = 1,
            .now = anchors[i].not_before,
        };

        assert_int_equal(
            crypto->check_path(crypto->context, &path), PASSKEY_PATH_TRUSTED);
    }
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(are_the_published_ones),
        cmocka_unit_test(have_lifetimes),
        cmocka_unit_test(are_trusted_as_anchors),
    };
    int failed;

    if (argc != 2)
        return 2;
    folder = argv[1];
    openssl = passkey_openssl_new();
    failed = cmocka_run_group_tests_name("anchors", tests, NULL, NULL);
    passkey_openssl_free(openssl);
    return failed;
}
