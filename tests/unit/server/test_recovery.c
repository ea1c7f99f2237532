/* SPDX-License-Identifier: Apache-2.0 */
#include "../unit.h"

#include <ctype.h>
#include <sodium.h>

#include "../../../server/account/recovery.h"

static const struct passkey_crypto *crypto;

static void
a_code_is_read_however_it_is_typed(void **state)
{
    struct recovery_code code;
    uint8_t hash[RECOVERY_HASH_LEN];
    char loud[RECOVERY_TEXT_LEN + 1], plain[RECOVERY_TEXT_LEN + 1];
    size_t i, at = 0;

    (void)state;
    assert_true(recovery_code_make(crypto, &code));
    assert_int_equal(strlen(code.text), RECOVERY_TEXT_LEN);
    for (i = 0; i <= RECOVERY_TEXT_LEN; i++) {
        loud[i] = (char)toupper(code.text[i]);
        if (code.text[i] != '-')
            plain[at++] = code.text[i];
    }
    assert_true(recovery_code_read(view_text(code.text), hash));
    assert_memory_equal(hash, code.hash, sizeof(hash));
    assert_true(recovery_code_read(view_text(loud), hash));
    assert_memory_equal(hash, code.hash, sizeof(hash));
    assert_true(recovery_code_read(view_text(plain), hash));
    assert_memory_equal(hash, code.hash, sizeof(hash));
}

/* B7: no prefix, no longer one, no other character. */
static void
nothing_else_is_that_code(void **state)
{
    struct recovery_code code;
    uint8_t hash[RECOVERY_HASH_LEN];
    char text[RECOVERY_TEXT_LEN + 2];
    size_t i;

    (void)state;
    assert_true(recovery_code_make(crypto, &code));
    for (i = 0; i < RECOVERY_TEXT_LEN; i++) {
        assert_false(
            recovery_code_read(passkey_bytes_of(code.text, i), hash));
        memcpy(text, code.text, sizeof(code.text));
        if (text[i] == '-')
            continue;
        text[i] = text[i] == 'a' ? 'b' : 'a';
        assert_true(recovery_code_read(view_text(text), hash));
        assert_memory_not_equal(hash, code.hash, sizeof(hash));
        text[i] = '1';
        assert_false(recovery_code_read(view_text(text), hash));
    }
    memcpy(text, code.text, RECOVERY_TEXT_LEN);
    text[RECOVERY_TEXT_LEN] = 'a';
    assert_false(recovery_code_read(
        passkey_bytes_of(text, RECOVERY_TEXT_LEN + 1), hash));
}

static void
two_codes_are_never_the_same(void **state)
{
    struct recovery_code first, second;

    (void)state;
    assert_true(recovery_code_make(crypto, &first));
    assert_true(recovery_code_make(crypto, &second));
    assert_string_not_equal(first.text, second.text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_is_read_however_it_is_typed),
        cmocka_unit_test(nothing_else_is_that_code),
        cmocka_unit_test(two_codes_are_never_the_same),
    };
    struct passkey_openssl *openssl = passkey_openssl_new();
    int failed;

    if (sodium_init() < 0 || openssl == NULL)
        return 1;
    crypto = passkey_openssl_crypto(openssl);
    failed = cmocka_run_group_tests_name("recovery", tests, NULL, NULL);
    passkey_openssl_free(openssl);
    return failed;
}
