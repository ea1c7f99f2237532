/* SPDX-License-Identifier: Apache-2.0 */
#include "../unit.h"

#include <sodium.h>

#include "../../../server/account/password.h"

static enum password_fault
judge(const char *password)
{
    const struct passkey_bytes context[] = {
        view_text("marguerite"), view_text("Example Bakery")};

    return password_judge(view_text(password), context, 2);
}

static const struct {
    const char *password;
    enum password_fault fault;
} cases[] = {
    {"fourteen chars", PASSWORD_TOO_SHORT},
    {"fifteen chars ok", PASSWORD_FINE},
    {"correct zebra staple lamp", PASSWORD_FINE},
    {"729461835502947", PASSWORD_FINE}, /* digits alone are fine */
    {"\xf0\x9f\x8d\x8e\xf0\x9f\x8d\x8a\xf0\x9f\x8d\x8b\xf0\x9f\x8d\x8c"
     "\xf0\x9f\x8d\x89\xf0\x9f\x8d\x87\xf0\x9f\x8d\x93\xf0\x9f\xab\x90"
     "\xf0\x9f\x8d\x88\xf0\x9f\x8d\x92\xf0\x9f\x8d\x91\xf0\x9f\xa5\xad"
     "\xf0\x9f\x8d\x8d\xf0\x9f\xa5\xa5\xf0\x9f\xa5\x9d",
        PASSWORD_FINE}, /* fifteen fruits */
    {"aaaaaaaaaaaaaaaaaaaa", PASSWORD_PATTERN},
    {"abcabcabcabcabcabc", PASSWORD_PATTERN},
    {"abcdefghijklmnopqrst", PASSWORD_PATTERN},
    {"01234567890123456789", PASSWORD_PATTERN},
    {"98765432109876543", PASSWORD_PATTERN},
    {"qwertyuiopasdfghjkl", PASSWORD_PATTERN},
    {"passwordpassword1", PASSWORD_COMMON},
    {"iloveyou12345678", PASSWORD_COMMON},
    {"CorrectHorseBatteryStaple", PASSWORD_COMMON},
    {"Marguerite123456!", PASSWORD_CONTEXT},
    {"example bakery 24", PASSWORD_CONTEXT},
    {"fifteen\tcharacters", PASSWORD_NOT_TEXT},
    {"fifteen \xff characters", PASSWORD_NOT_TEXT},
};

static void
judges_patterns_and_not_kinds_of_characters(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        if (judge(cases[i].password) != cases[i].fault)
            fail_msg("%s: %s", cases[i].password,
                password_fault_code(judge(cases[i].password)));
    }
}

/* ASVS 6.2.5: whatever is long and random is fine. */
static void
a_thousand_random_ones_are_fine(void **state)
{
    char password[PASSWORD_MIN_CHARACTERS + 1];
    unsigned round, i;

    (void)state;
    for (round = 0; round < 1000; round++) {
        for (i = 0; i < PASSWORD_MIN_CHARACTERS; i++)
            password[i] = (char)(' ' + randombytes_uniform(95));
        password[PASSWORD_MIN_CHARACTERS] = '\0';
        if (judge(password) != PASSWORD_FINE)
            fail_msg("refused: %s", password);
    }
}

static void
length_has_an_upper_end(void **state)
{
    char password[PASSWORD_MAX_LEN + 2];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(password) - 1; i++)
        password[i] = (char)('a' + (i * i + i / 7) % 26);
    password[sizeof(password) - 1] = '\0';
    assert_int_equal(judge(password), PASSWORD_TOO_LONG);
    password[PASSWORD_MAX_LEN] = '\0';
    assert_int_equal(judge(password), PASSWORD_FINE);
}

/* L2: no byte of a password is ignored. */
static void
every_byte_matters(void **state)
{
    static const size_t places[] = {0, 71, 72, 73, 127, 1023};
    char password[1024], hash[PASSWORD_HASH_MAX_LEN];
    size_t i;

    (void)state;
    memset(password, 'x', sizeof(password));
    assert_true(password_hash(passkey_bytes_of(password, 1024), hash));
    assert_true(password_verify(
        passkey_bytes_of(password, 1024), view_text(hash)));
    assert_false(password_verify(
        passkey_bytes_of(password, 1023), view_text(hash)));
    for (i = 0; i < COUNT_OF(places); i++) {
        password[places[i]] = 'y';
        assert_false(password_verify(
            passkey_bytes_of(password, 1024), view_text(hash)));
        password[places[i]] = 'x';
    }
}

static void
nothing_verifies_against_no_hash(void **state)
{
    (void)state;
    assert_false(password_verify(view_text("anything"), view_text("")));
    assert_false(password_verify(view_text(""), view_text("")));
    assert_false(password_verify(view_text("x"), view_text("$argon2id$x")));
}

static void
only_other_parameters_are_outdated(void **state)
{
    char hash[PASSWORD_HASH_MAX_LEN];

    (void)state;
    assert_true(password_hash(view_text("whatever it may be"), hash));
    assert_false(password_is_outdated(view_text(hash)));
    assert_int_equal(strncmp(hash, "$argon2id$v=19$m=47104,t=1,p=1$", 31), 0);
    assert_int_equal(crypto_pwhash_str(hash, "old", 3, 1, 8192 * 1024), 0);
    assert_true(password_is_outdated(view_text(hash)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_patterns_and_not_kinds_of_characters),
        cmocka_unit_test(a_thousand_random_ones_are_fine),
        cmocka_unit_test(length_has_an_upper_end),
        cmocka_unit_test(every_byte_matters),
        cmocka_unit_test(nothing_verifies_against_no_hash),
        cmocka_unit_test(only_other_parameters_are_outdated),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
