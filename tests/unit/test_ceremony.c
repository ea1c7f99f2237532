/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "../../format/base64url.h"
#include "../../format/writer.h"

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

/*
 * A ring that claims one key more than there is room for: what lies behind
 * its last key, the count and more, is not taken for another one.
 */
static void
no_key_behind_the_ring_opens(void **state)
{
    struct fixture *f = *state;
    struct {
        struct passkey_keyring keyring;
        uint8_t behind[PASSKEY_SEAL_KEY_LEN];
    } ring;
    struct passkey_bytes token;
    struct passkey_ceremony opened;

    memset(&ring, 0, sizeof(ring));
    f->keyring.keys[0].id = PASSKEY_KEYRING_MAX + 1;
    memset(f->keyring.keys[0].key, 0, PASSKEY_SEAL_KEY_LEN);
    seal(f);
    token = passkey_bytes_of(f->token, f->token_len);
    ring.keyring.num_keys = PASSKEY_KEYRING_MAX + 1;
    assert_error(
        passkey_ceremony_open(token, f->crypto, &ring.keyring, &opened),
        PASSKEY_ERR_CEREMONY_TOKEN_MALFORMED);
    ring.keyring.keys[PASSKEY_KEYRING_MAX - 1] = f->keyring.keys[0];
    assert_error(
        passkey_ceremony_open(token, f->crypto, &ring.keyring, &opened),
        PASSKEY_OK);
}

static void
a_ceremony_may_end_late(void **state)
{
    struct fixture *f = *state;
    struct passkey_ceremony opened;

    f->ceremony.expires_at = INT64_MAX;
    seal(f);
    assert_error(open_token(f, f->token_len, &opened), PASSKEY_OK);
    assert_true(opened.expires_at == INT64_MAX);
    f->ceremony.expires_at = -1;
    seal(f);
    assert_error(open_token(f, f->token_len, &opened),
        PASSKEY_ERR_CEREMONY_TOKEN_MALFORMED);
}

/* A backend that seals by copying, so that a test can write any state. */
static bool
seal_by_copying(void *context, const uint8_t *key, const uint8_t *nonce,
    struct passkey_bytes plain, uint8_t *out, uint8_t *tag)
{
    (void)context;
    (void)key;
    (void)nonce;
    memmove(out, plain.data, plain.len);
    memset(tag, 0x77, PASSKEY_SEAL_TAG_LEN);
    return true;
}

static bool
open_by_copying(void *context, const uint8_t *key, const uint8_t *nonce,
    struct passkey_bytes cipher, uint8_t *out, const uint8_t *tag)
{
    (void)context;
    (void)key;
    (void)nonce;
    memmove(out, cipher.data, cipher.len);
    return tag[0] == 0x77;
}

static bool
no_random(void *context, uint8_t *out, size_t len)
{
    (void)context;
    (void)out;
    (void)len;
    return false;
}

static bool
zero_random(void *context, uint8_t *out, size_t len)
{
    (void)context;
    memset(out, 0, len);
    return true;
}

static bool
no_seal(void *context, const uint8_t *key, const uint8_t *nonce,
    struct passkey_bytes plain, uint8_t *out, uint8_t *tag)
{
    return !seal_by_copying(context, key, nonce, plain, out, tag);
}

static struct passkey_crypto
copying(const struct fixture *f)
{
    struct passkey_crypto crypto = *f->crypto;

    crypto.seal = seal_by_copying;
    crypto.open = open_by_copying;
    crypto.random = zero_random;
    return crypto;
}

#define HEADER_LEN 17

/* Where the members of the fixture's ceremony stand behind the header. */
enum {
    AT_KIND = 0,
    AT_CHALLENGE_LEN = 17,
    AT_EXPIRES = 82,
    AT_HANDLE_LEN = 90,
    AT_VERIFICATION = 123,
    AT_ATTESTATION = 124,
    AT_CONDITIONAL = 125,
    AT_NUM_ALGORITHMS = 126,
    AT_NUM_ALLOWED = 135,
    AT_APPID_REQUESTED = 168,
    AT_CONTEXT_LEN = 201,
    STATE_LEN = 206
};

/* The fixture's ceremony as it is sealed, header and tag included. */
static size_t
expected_bytes(uint8_t out[512])
{
    struct pk_writer w = pk_writer_on(out, 512);
    static const uint8_t zero[12];
    uint8_t fill[32];

#define FILL(value, len)                                                       \
    (memset(fill, value, len), pk_write(&w, passkey_bytes_of(fill, len)))
    pk_write_u8(&w, 1);
    pk_write_u32be(&w, 7);
    pk_write(&w, passkey_bytes_of(zero, sizeof(zero)));
    pk_write_u8(&w, PASSKEY_CEREMONY_AUTHENTICATION);
    FILL(2, 16);
    pk_write_u8(&w, 32);
    FILL(3, 32);
    FILL(4, 32);
    pk_write_u64be(&w, 1800000000);
    pk_write_u8(&w, 32);
    FILL(5, 32);
    pk_write_u8(&w, PASSKEY_REQUIRED);
    pk_write_u8(&w, PASSKEY_CONVEYANCE_DIRECT);
    pk_write_u8(&w, 1);
    pk_write_u8(&w, 2);
    pk_write_u32be(&w, (uint32_t)PASSKEY_ALG_ES256);
    pk_write_u32be(&w, (uint32_t)PASSKEY_ALG_RS1);
    pk_write_u8(&w, 1);
    FILL(6, 32);
    pk_write_u8(&w, 1);
    FILL(8, 32);
    pk_write_u8(&w, 4);
    pk_write_text(&w, "mine");
    FILL(0x77, PASSKEY_SEAL_TAG_LEN);
#undef FILL
    return w.len;
}

static void
the_sealed_form_is_as_documented(void **state)
{
    struct fixture *f = *state;
    struct passkey_crypto crypto = copying(f);
    uint8_t expected[512], actual[512];
    struct passkey_buffer buffer = { actual, sizeof(actual) };
    size_t expected_len = expected_bytes(expected), len;

    assert_int_equal(expected_len, HEADER_LEN + STATE_LEN + 16);
    assert_error(passkey_ceremony_seal(&f->ceremony, &crypto, &f->keyring,
                     token_buffer(f), &f->token_len),
        PASSKEY_OK);
    assert_true(pk_base64url_decode(
        passkey_bytes_of(f->token, f->token_len), buffer, &len));
    assert_int_equal(len, expected_len);
    assert_memory_equal(actual, expected, len);
}

static enum passkey_error
open_bytes(struct fixture *f, const uint8_t *bytes, size_t len,
    struct passkey_ceremony *out)
{
    struct passkey_crypto crypto = copying(f);
    struct pk_writer text = pk_writer_on(f->token, sizeof(f->token));

    pk_write_base64url(&text, passkey_bytes_of(bytes, len));
    return passkey_ceremony_open(
        pk_written(&text), &crypto, &f->keyring, out);
}

static void
every_member_is_in_its_range(void **state)
{
    static const struct {
        size_t at;
        uint8_t value;
        bool good;
    } cases[] = {
        { AT_KIND, 3, false },
        { AT_KIND, 2, true },
        { AT_KIND, 0, true },
        { AT_CHALLENGE_LEN, 129, false },
        { AT_EXPIRES, 0x80, false },
        { AT_EXPIRES, 0x7f, true },
        { AT_HANDLE_LEN, 65, false },
        { AT_VERIFICATION, 3, false },
        { AT_VERIFICATION, 2, true },
        { AT_ATTESTATION, 4, false },
        { AT_ATTESTATION, 3, true },
        { AT_CONDITIONAL, 2, false },
        { AT_CONDITIONAL, 0, true },
        { AT_NUM_ALGORITHMS, 25, false },
        { AT_NUM_ALGORITHMS, 1, false },
        { AT_NUM_ALLOWED, 65, false },
        { AT_NUM_ALLOWED, 0, false },
        { AT_APPID_REQUESTED, 4, false },
        { AT_APPID_REQUESTED, 3, true }, /* and of a payment */
        { AT_APPID_REQUESTED, 0, true },
        { AT_CONTEXT_LEN, 5, false },
        { AT_CONTEXT_LEN, 3, false },
    };
    struct fixture *f = *state;
    struct passkey_ceremony opened;
    uint8_t bytes[512];
    size_t len, i;

    for (i = 0; i < COUNT_OF(cases); i++) {
        len = expected_bytes(bytes);
        bytes[HEADER_LEN + cases[i].at] = cases[i].value;
        assert_int_equal(open_bytes(f, bytes, len, &opened) == PASSKEY_OK,
            cases[i].good);
    }
    len = expected_bytes(bytes);
    bytes[0] = 2; /* version */
    assert_error(open_bytes(f, bytes, len, &opened),
        PASSKEY_ERR_CEREMONY_TOKEN_MALFORMED);
    len = expected_bytes(bytes);
    bytes[4] = 6; /* key id */
    assert_error(open_bytes(f, bytes, len, &opened),
        PASSKEY_ERR_CEREMONY_TOKEN_MALFORMED);
    for (len = 0; len < HEADER_LEN + 16; len++)
        assert_error(open_bytes(f, bytes, len, &opened),
            PASSKEY_ERR_CEREMONY_TOKEN_MALFORMED);
}

/* More than there is room for, and all of it is there. */
static void
no_list_is_longer_than_its_place(void **state)
{
    static const struct {
        size_t at;
        uint8_t count;
        size_t more; /* bytes that the longer list needs */
    } cases[] = {
        { AT_CHALLENGE_LEN, 129, 129 - 32 },
        { AT_HANDLE_LEN, 65, 65 - 32 },
        { AT_NUM_ALGORITHMS, 25, 4 * (25 - 2) },
        { AT_NUM_ALLOWED, 65, PASSKEY_SHA256_LEN * (65 - 1) },
    };
    struct fixture *f = *state;
    struct passkey_ceremony opened;
    uint8_t bytes[512], longer[4096];
    size_t i, cut, len;

    for (i = 0; i < COUNT_OF(cases); i++) {
        len = expected_bytes(bytes);
        cut = HEADER_LEN + cases[i].at + 1;
        memset(longer, 0, sizeof(longer));
        memcpy(longer, bytes, cut);
        longer[cut - 1] = cases[i].count;
        memcpy(longer + cut + cases[i].more, bytes + cut, len - cut);
        assert_error(open_bytes(f, longer, len + cases[i].more, &opened),
            PASSKEY_ERR_CEREMONY_TOKEN_MALFORMED);
    }
}

/* A list that says it is too long, and nothing of it is there. */
static void
a_list_too_long_is_not_an_empty_one(void **state)
{
    static const struct {
        size_t at, len;
        uint8_t count;
    } cases[] = {
        { AT_CHALLENGE_LEN, 32, PASSKEY_CHALLENGE_MAX_LEN + 1 },
        { AT_HANDLE_LEN, 32, PASSKEY_USER_HANDLE_MAX_LEN + 1 },
        { AT_NUM_ALGORITHMS, 8, PASSKEY_ALGORITHMS_MAX + 1 },
        { AT_NUM_ALLOWED, 32, PASSKEY_DESCRIPTORS_MAX + 1 },
        { AT_CONTEXT_LEN, 4, PASSKEY_CONTEXT_MAX_LEN },
    };
    struct fixture *f = *state;
    struct passkey_ceremony opened;
    uint8_t bytes[512], *content;
    size_t i, len;

    for (i = 0; i < COUNT_OF(cases); i++) {
        len = expected_bytes(bytes) - cases[i].len;
        content = bytes + HEADER_LEN + cases[i].at + 1;
        memmove(content, content + cases[i].len,
            len - (size_t)(content - bytes));
        content[-1] = 0;
        assert_error(open_bytes(f, bytes, len, &opened), PASSKEY_OK);
        content[-1] = cases[i].count;
        assert_error(open_bytes(f, bytes, len, &opened),
            PASSKEY_ERR_CEREMONY_TOKEN_MALFORMED);
    }
}

/* Each of them comes back alone. */
static void
choices_are_independent(void **state)
{
    struct fixture *f = *state;
    struct passkey_ceremony opened;
    unsigned bits;

    for (bits = 0; bits < 8; bits++) {
        f->ceremony.conditional = (bits & 1) != 0;
        f->ceremony.appid_requested = (bits & 2) != 0;
        f->ceremony.payment = (bits & 4) != 0;
        seal(f);
        assert_error(open_token(f, f->token_len, &opened), PASSKEY_OK);
        assert_memory_equal(&opened, &f->ceremony, sizeof(opened));
    }
}

/* The state cut at every place, and with something behind it. */
static void
no_state_of_another_length_opens(void **state)
{
    struct fixture *f = *state;
    struct passkey_ceremony opened, zero;
    uint8_t bytes[600], whole[512];
    size_t cut;

    memset(&zero, 0, sizeof(zero));
    (void)expected_bytes(whole);
    whole[HEADER_LEN + STATE_LEN] = 0;
    for (cut = 0; cut <= STATE_LEN + 1; cut++) {
        enum passkey_error error;

        memcpy(bytes, whole, HEADER_LEN + cut);
        memset(bytes + HEADER_LEN + cut, 0x77, PASSKEY_SEAL_TAG_LEN);
        error = open_bytes(
            f, bytes, HEADER_LEN + cut + PASSKEY_SEAL_TAG_LEN, &opened);
        if (cut == STATE_LEN) {
            assert_error(error, PASSKEY_OK);
            continue;
        }
        assert_error(error, PASSKEY_ERR_CEREMONY_TOKEN_MALFORMED);
        assert_memory_equal(&opened, &zero, sizeof(zero));
    }
}

static enum passkey_error
seal_with(struct fixture *f, const struct passkey_crypto *crypto, size_t cap)
{
    struct passkey_buffer buffer = { f->token, cap };

    return passkey_ceremony_seal(
        &f->ceremony, crypto, &f->keyring, buffer, &f->token_len);
}

static void
what_cannot_be_sealed_is_refused(void **state)
{
    struct fixture *f = *state;
    struct passkey_crypto crypto = *f->crypto;
    struct passkey_ceremony good = f->ceremony;
    size_t *const sizes[] = { &f->ceremony.challenge_len,
        &f->ceremony.user_handle_len, &f->ceremony.context_len,
        &f->ceremony.num_algorithms, &f->ceremony.num_allowed };
    const size_t limits[] = { PASSKEY_CHALLENGE_MAX_LEN,
        PASSKEY_USER_HANDLE_MAX_LEN, PASSKEY_CONTEXT_MAX_LEN,
        PASSKEY_ALGORITHMS_MAX, PASSKEY_DESCRIPTORS_MAX };
    size_t i, needed;

    crypto.random = no_random;
    assert_error(
        seal_with(f, &crypto, sizeof(f->token)), PASSKEY_ERR_BACKEND);
    crypto = *f->crypto;
    crypto.seal = no_seal;
    assert_error(
        seal_with(f, &crypto, sizeof(f->token)), PASSKEY_ERR_BACKEND);
    for (i = 0; i < COUNT_OF(sizes); i++) {
        *sizes[i] = limits[i] + 1;
        assert_error(seal_with(f, f->crypto, sizeof(f->token)),
            PASSKEY_ERR_POLICY_INVALID);
        f->ceremony = good;
    }
    seal(f);
    needed = f->token_len;
    assert_error(seal_with(f, f->crypto, needed), PASSKEY_OK);
    for (i = 0; i < needed; i++)
        assert_error(seal_with(f, f->crypto, i), PASSKEY_ERR_NO_SPACE);
    f->keyring.num_keys = PASSKEY_KEYRING_MAX;
    assert_error(seal_with(f, f->crypto, sizeof(f->token)), PASSKEY_OK);
    f->keyring.num_keys = PASSKEY_KEYRING_MAX + 1;
    assert_error(seal_with(f, f->crypto, sizeof(f->token)),
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
        cmocka_unit_test_setup_teardown(
            no_key_behind_the_ring_opens, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            a_ceremony_may_end_late, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            the_sealed_form_is_as_documented, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            every_member_is_in_its_range, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            no_list_is_longer_than_its_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            a_list_too_long_is_not_an_empty_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            choices_are_independent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            no_state_of_another_length_opens, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            what_cannot_be_sealed_is_refused, set_up, tear_down),
    };

    return cmocka_run_group_tests_name("ceremony", tests, NULL, NULL);
}
