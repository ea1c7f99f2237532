/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

struct fixture {
    struct passkey_openssl *openssl;
    const struct passkey_crypto *crypto;
    struct passkey_keyring keyring;
    struct passkey_ceremony ceremony;
    uint8_t token[PASSKEY_CEREMONY_TOKEN_MAX_LEN];
    size_t token_len;
};

static struct passkey_buffer
token_buffer(struct fixture *f)
{
    struct passkey_buffer buffer = { f->token, sizeof(f->token) };

    return buffer;
}

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    struct passkey_ceremony *c = &f->ceremony;

    f->openssl = passkey_openssl_new();
    f->crypto = passkey_openssl_crypto(f->openssl);
    f->keyring.num_keys = 1;
    f->keyring.keys[0].id = 7;
    memset(f->keyring.keys[0].key, 1, PASSKEY_SEAL_KEY_LEN);
    c->kind = PASSKEY_CEREMONY_AUTHENTICATION;
    memset(c->id, 2, sizeof(c->id));
    memset(c->challenge, 3, 32);
    c->challenge_len = 32;
    memset(c->rp_id_hash, 4, sizeof(c->rp_id_hash));
    c->expires_at = 1800000000;
    memset(c->user_handle, 5, 32);
    c->user_handle_len = 32;
    c->user_verification = PASSKEY_REQUIRED;
    c->attestation = PASSKEY_CONVEYANCE_DIRECT;
    c->conditional = true;
    c->algorithms[0] = PASSKEY_ALG_ES256;
    c->algorithms[1] = PASSKEY_ALG_RS1;
    c->num_algorithms = 2;
    memset(c->allowed[0], 6, PASSKEY_SHA256_LEN);
    c->num_allowed = 1;
    c->appid_requested = true;
    memset(c->appid_hash, 8, sizeof(c->appid_hash));
    memcpy(c->context, "mine", 4);
    c->context_len = 4;
    *state = f;
    return f->openssl == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    passkey_openssl_free(f->openssl);
    free(f);
    return 0;
}

static void
seal(struct fixture *f)
{
    assert_error(passkey_ceremony_seal(&f->ceremony, f->crypto, &f->keyring,
                     token_buffer(f), &f->token_len),
        PASSKEY_OK);
}

static enum passkey_error
open_token(struct fixture *f, size_t len, struct passkey_ceremony *out)
{
    return passkey_ceremony_open(
        passkey_bytes_of(f->token, len), f->crypto, &f->keyring, out);
}

static void
opens_what_was_sealed(void **state)
{
    struct fixture *f = *state;
    struct passkey_ceremony opened;

    seal(f);
    assert_error(open_token(f, f->token_len, &opened), PASSKEY_OK);
    assert_memory_equal(&opened, &f->ceremony, sizeof(opened));
}

static void
the_fullest_ceremony_fits(void **state)
{
    struct fixture *f = *state;
    struct passkey_ceremony opened;

    f->ceremony.challenge_len = PASSKEY_CHALLENGE_MAX_LEN;
    f->ceremony.user_handle_len = PASSKEY_USER_HANDLE_MAX_LEN;
    f->ceremony.num_algorithms = PASSKEY_ALGORITHMS_MAX;
    f->ceremony.num_allowed = PASSKEY_DESCRIPTORS_MAX;
    f->ceremony.context_len = PASSKEY_CONTEXT_MAX_LEN;
    seal(f);
    assert_error(open_token(f, f->token_len, &opened), PASSKEY_OK);
    assert_memory_equal(&opened, &f->ceremony, sizeof(opened));
}

static void
two_seals_of_one_ceremony_differ(void **state)
{
    struct fixture *f = *state;
    uint8_t first[PASSKEY_CEREMONY_TOKEN_MAX_LEN];

    seal(f);
    memcpy(first, f->token, f->token_len);
    seal(f);
    assert_memory_not_equal(first, f->token, f->token_len);
}

/* B7: every prefix, one byte more, every character changed. */
static void
no_changed_token_opens(void **state)
{
    struct fixture *f = *state;
    struct passkey_ceremony opened, zero;
    size_t i;

    memset(&zero, 0, sizeof(zero));
    seal(f);
    for (i = 0; i < f->token_len; i++) {
        assert_error(open_token(f, i, &opened),
            PASSKEY_ERR_CEREMONY_TOKEN_MALFORMED);
        f->token[i] ^= f->token[i] == 'A' ? 'A' ^ 'B' : f->token[i] ^ 'A';
        assert_error(open_token(f, f->token_len, &opened),
            PASSKEY_ERR_CEREMONY_TOKEN_MALFORMED);
        assert_memory_equal(&opened, &zero, sizeof(zero));
        seal(f);
    }
    f->token[f->token_len] = 'A';
    assert_error(open_token(f, f->token_len + 1, &opened),
        PASSKEY_ERR_CEREMONY_TOKEN_MALFORMED);
}

static void
old_keys_still_open_and_unknown_ones_do_not(void **state)
{
    struct fixture *f = *state;
    struct passkey_ceremony opened;

    seal(f);
    f->keyring.keys[1] = f->keyring.keys[0];
    f->keyring.keys[0].id = 8;
    memset(f->keyring.keys[0].key, 9, PASSKEY_SEAL_KEY_LEN);
    f->keyring.num_keys = 2;
    assert_error(open_token(f, f->token_len, &opened), PASSKEY_OK);
    f->keyring.num_keys = 1;
    assert_error(open_token(f, f->token_len, &opened),
        PASSKEY_ERR_CEREMONY_TOKEN_MALFORMED);
    f->keyring.keys[0].id = 7; /* the right name, the wrong key */
    assert_error(open_token(f, f->token_len, &opened),
        PASSKEY_ERR_CEREMONY_TOKEN_MALFORMED);
    f->keyring.num_keys = 0;
    assert_error(passkey_ceremony_seal(&f->ceremony, f->crypto, &f->keyring,
                     token_buffer(f), &f->token_len),
        PASSKEY_ERR_POLICY_INVALID);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            opens_what_was_sealed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            the_fullest_ceremony_fits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            two_seals_of_one_ceremony_differ, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            no_changed_token_opens, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            old_keys_still_open_and_unknown_ones_do_not, set_up, tear_down),
    };

    return cmocka_run_group_tests_name("ceremony", tests, NULL, NULL);
}
