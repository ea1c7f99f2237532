/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One backend for many paths: what it keeps of the anchors that it has seen
 * changes no verdict. There are more of them than it has places for.
 */
#include "unit.h"

#include "../support/metadata_lab.h"
#include "../support/scratch.h"

#define NOW 1768435200 /* 2026-01-15 */
#define ROOTS 200
#define ROUNDS 3000

static struct passkey_openssl *openssl;
static struct blob roots[ROOTS], leaves[ROOTS];

/* Half of the roots have the name of the one before, but another key. */
static int
set_up(void **state)
{
    unsigned i;

    (void)state;
    openssl = passkey_openssl_new();
    for (i = 0; i < ROOTS; i++) {
        struct certificate root =
            certificate_authority(lab_format("Root %u", i / 2),
                lab_key(i % 2 == 0 ? LAB_ROOT : LAB_OLD_ROOT), NULL);
        struct certificate leaf = lab_host_certificate(
            "leaf.example", lab_key(LAB_SIGNER_KEY), &root);

        roots[i] = certificate_der(&root);
        leaves[i] = certificate_der(&leaf);
    }
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    passkey_openssl_free(openssl);
    scratch_reset();
    lab_free();
    return 0;
}

/* Is a leaf trusted under these anchors? */
static enum passkey_path_verdict
judge(unsigned leaf, const unsigned *anchors, size_t num_anchors)
{
    const struct passkey_crypto *crypto = passkey_openssl_crypto(openssl);
    struct passkey_bytes ders[4];
    struct passkey_bytes certificate =
        passkey_bytes_of(leaves[leaf].data, leaves[leaf].len);
    struct passkey_path path = {
        .certificates = &certificate,
        .num_certificates = 1,
        .anchors = ders,
        .num_anchors = num_anchors,
        .now = NOW,
    };
    size_t i;

    for (i = 0; i < num_anchors; i++)
        ders[i] =
            passkey_bytes_of(roots[anchors[i]].data, roots[anchors[i]].len);
    return crypto->check_path(crypto->context, &path);
}

static void
verdicts_do_not_depend_on_the_past(void **state)
{
    unsigned round, i, anchors[4];

    (void)state;
    for (round = 0; round < ROUNDS; round++) {
        unsigned leaf = (round * 7919) % ROOTS;
        bool there = false;

        for (i = 0; i < 4; i++) {
            anchors[i] = (leaf + (round * 31 + i * 17) % 60) % ROOTS;
            there = there || anchors[i] == leaf;
        }
        assert_int_equal(judge(leaf, anchors, 4),
            there ? PASSKEY_PATH_TRUSTED : PASSKEY_PATH_UNTRUSTED);
        assert_int_equal(judge(leaf, &leaf, 1), PASSKEY_PATH_TRUSTED);
        i = leaf ^ 1; /* of the same name */
        assert_int_equal(judge(leaf, &i, 1), PASSKEY_PATH_UNTRUSTED);
    }
}

/* What is no certificate is none the second time, either. */
static void
nothing_is_kept_of_what_cannot_be_read(void **state)
{
    const struct passkey_crypto *crypto = passkey_openssl_crypto(openssl);
    struct blob longer = blob_join(roots[0], blob_fill(0, 1));
    struct passkey_bytes certificate =
        passkey_bytes_of(leaves[0].data, leaves[0].len);
    struct passkey_bytes bad[] = {
        passkey_bytes_of(NULL, 0),
        passkey_bytes_of("\x30", 1),
        passkey_bytes_of(longer.data, longer.len),
    };
    struct passkey_path path = {
        .certificates = &certificate,
        .num_certificates = 1,
        .anchors = bad,
        .num_anchors = COUNT_OF(bad),
        .now = NOW,
    };
    unsigned round, good = 0;

    (void)state;
    for (round = 0; round < 3; round++) {
        assert_int_equal(crypto->check_path(crypto->context, &path),
            PASSKEY_PATH_UNTRUSTED);
        assert_int_equal(judge(good, &good, 1), PASSKEY_PATH_TRUSTED);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verdicts_do_not_depend_on_the_past),
        cmocka_unit_test(nothing_is_kept_of_what_cannot_be_read),
    };

    scratch_adopt_cjson();
    return cmocka_run_group_tests_name(
        "kept_anchors", tests, set_up, tear_down);
}
