/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Credential public keys, parameter by parameter: what each algorithm wants
 * to be there, how long it is, and that nothing else is there.
 */
#include "unit.h"

#include "../../lib/cose_key.h"
#include "../support/cbor_writer.h"
#include "../support/scratch.h"

static enum passkey_error
reads(const struct cbor_node *map)
{
    const struct passkey_algorithm *algorithm;
    struct passkey_public_key key;
    struct blob bytes = cbor_write(map);
    struct passkey_bytes copy = copy_exactly(bytes.data, bytes.len);
    enum passkey_error error = pk_cose_key_parse(copy, &algorithm, &key);

    free_copy(copy);
    return error;
}

static void
assert_malformed(const struct cbor_node *map)
{
    assert_error(reads(map), PASSKEY_ERR_KEY_MALFORMED);
}

/* A value of the other kind, and none at all. */
static void
assert_needed(struct cbor_node *map, int label, struct cbor_node *other)
{
    struct cbor_node *changed = cbor_copy(map);

    cbor_set_integer(changed, label, other);
    assert_malformed(changed);
    changed = cbor_copy(map);
    cbor_drop_integer(changed, label);
    assert_malformed(changed);
}

static void
assert_number(struct cbor_node *map, int label)
{
    int64_t value = cbor_get_integer(map, label)->integer;
    struct cbor_node *changed = cbor_copy(map);

    assert_needed(map, label, cbor_bytes(blob_fill(1, 1)));
    cbor_set_integer(changed, label, cbor_integer(value - 1));
    assert_malformed(changed);
    cbor_set_integer(changed, label, cbor_integer(value + 1));
    assert_malformed(changed);
}

static void
assert_string(struct cbor_node *map, int label)
{
    size_t len = cbor_get_integer(map, label)->bytes.len;
    struct cbor_node *changed = cbor_copy(map);

    assert_needed(map, label, cbor_integer(1));
    cbor_set_integer(changed, label, cbor_bytes(blob_fill(1, len - 1)));
    assert_malformed(changed);
    cbor_set_integer(changed, label, cbor_bytes(blob_fill(1, len + 1)));
    assert_malformed(changed);
    cbor_set_integer(changed, label, cbor_bytes(blob_fill(1, 0)));
    assert_malformed(changed);
    cbor_set_integer(changed, label, cbor_text("text"));
    assert_malformed(changed);
}

/* What a key of another type has there, or what no key has. */
static void
assert_nothing_more(struct cbor_node *map, int first_free)
{
    static const int unknown[] = {0, 2, 4, 5, -4};
    struct cbor_node *changed;
    size_t i;
    int label;

    for (label = first_free; label >= -3; label--) {
        changed = cbor_copy(map);
        cbor_put_integer(changed, label, cbor_bytes(blob_fill(1, 32)));
        assert_malformed(changed);
        cbor_set_integer(changed, label, cbor_integer(1));
        assert_malformed(changed);
    }
    for (i = 0; i < COUNT_OF(unknown); i++) {
        changed = cbor_copy(map);
        cbor_put_integer(changed, unknown[i], cbor_integer(1));
        assert_malformed(changed);
    }
}

static struct cbor_node *
key_of(int kty, int alg)
{
    struct cbor_node *map = cbor_map();

    cbor_put_integer(map, 1, cbor_integer(kty));
    cbor_put_integer(map, 3, cbor_integer(alg));
    return map;
}

static void
points_have_curve_and_coordinates(void **state)
{
    static const struct {
        int alg, kty, curve;
        size_t len;
    } cases[] = {
        {-7, 2, 1, 32},
        {-9, 2, 1, 32},
        {-35, 2, 2, 48},
        {-51, 2, 2, 48},
        {-36, 2, 3, 66},
        {-52, 2, 3, 66},
        {-47, 2, 8, 32},
        {-8, 1, 6, 32},
        {-19, 1, 6, 32},
        {-53, 1, 7, 57},
    };
    struct cbor_node *map;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        map = key_of(cases[i].kty, cases[i].alg);
        cbor_put_integer(map, -1, cbor_integer(cases[i].curve));
        cbor_put_integer(map, -2, cbor_bytes(blob_fill(1, cases[i].len)));
        if (cases[i].kty == 2)
            cbor_put_integer(map, -3, cbor_bytes(blob_fill(1, cases[i].len)));
        assert_error(reads(map), PASSKEY_OK);
        assert_number(map, 1);
        assert_number(map, -1);
        assert_string(map, -2);
        if (cases[i].kty == 2)
            assert_string(map, -3);
        assert_nothing_more(map, cases[i].kty == 2 ? -4 : -3);
        scratch_reset();
    }
}

/* kty AKP, the encoded key in -1 (draft-ietf-cose-dilithium). */
static void
ml_dsa_keys_have_their_length(void **state)
{
    static const struct {
        int alg;
        size_t len;
    } cases[] = {{-48, 1312}, {-49, 1952}, {-50, 2592}};
    struct cbor_node *map;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        map = key_of(7, cases[i].alg);
        cbor_put_integer(map, -1, cbor_bytes(blob_fill(1, cases[i].len)));
        assert_error(reads(map), PASSKEY_OK);
        assert_number(map, 1);
        assert_string(map, -1);
        assert_nothing_more(map, -2);
        scratch_reset();
    }
}

static struct cbor_node *
rsa_key(struct blob n, struct blob e)
{
    struct cbor_node *map = key_of(3, -257);

    cbor_put_integer(map, -1, cbor_bytes(n));
    cbor_put_integer(map, -2, cbor_bytes(e));
    return map;
}

/* An odd number whose first byte is this one. */
static struct blob
odd(uint8_t first, size_t len)
{
    struct blob number = blob_fill(0, len);

    number.data[0] = first;
    number.data[len - 1] |= 1;
    return number;
}

static void
rsa_keys_have_two_numbers(void **state)
{
    struct blob n = odd(0x80, 256), e = odd(1, 3);
    struct cbor_node *map = rsa_key(n, e);

    (void)state;
    assert_error(reads(map), PASSKEY_OK);
    assert_number(map, 1);
    assert_needed(map, -1, cbor_integer(1));
    assert_needed(map, -2, cbor_integer(1));
    assert_malformed(rsa_key(blob_fill(0, 0), e));
    assert_malformed(rsa_key(n, blob_fill(0, 0)));
    assert_nothing_more(map, -3);
}

static void
rsa_moduli_have_2048_to_16384_bits(void **state)
{
    static const struct {
        uint8_t first;
        size_t len;
        bool good;
    } cases[] = {
        {0x80, 256, true},   /* 2048 */
        {0x7f, 256, false},  /* 2047 */
        {0x40, 256, false},  /* 2047 */
        {0xff, 255, false},  /* 2040 */
        {0x01, 257, true},   /* 2049 */
        {0x80, 2048, true},  /* 16384 */
        {0xff, 2048, true},  /* 16384 */
        {0x01, 2049, false}, /* 16385 */
        {0x00, 257, false},  /* not the shortest form */
    };
    struct blob even = blob_fill(0xfe, 256);
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++)
        assert_int_equal(reads(rsa_key(odd(cases[i].first, cases[i].len),
                             odd(1, 3))) == PASSKEY_OK,
            cases[i].good);
    assert_malformed(rsa_key(even, odd(1, 3)));
}

static void
rsa_exponents_are_odd_and_not_1(void **state)
{
    struct blob n = odd(0x80, 256);

    (void)state;
    assert_malformed(rsa_key(n, blob_fill(0, 1)));
    assert_malformed(rsa_key(n, blob_fill(1, 1)));
    assert_malformed(rsa_key(n, blob_fill(2, 1)));
    assert_error(reads(rsa_key(n, blob_fill(3, 1))), PASSKEY_OK);
    assert_malformed(rsa_key(n, blob_fill(4, 1)));
    assert_error(reads(rsa_key(n, blob_fill(5, 1))), PASSKEY_OK);
    assert_error(reads(rsa_key(n, odd(1, 2))), PASSKEY_OK);
    assert_error(reads(rsa_key(n, odd(2, 2))), PASSKEY_OK);
    assert_malformed(rsa_key(n, odd(0, 2)));
    assert_malformed(rsa_key(n, blob_fill(2, 2)));
    assert_error(reads(rsa_key(n, odd(1, 256))), PASSKEY_OK);
    assert_malformed(rsa_key(n, odd(1, 257)));
}

static void
algorithms_are_numbers_that_are_known(void **state)
{
    struct cbor_node *map = rsa_key(odd(0x80, 256), odd(1, 3));

    (void)state;
    assert_needed(map, 3, cbor_bytes(blob_fill(1, 1)));
    cbor_set_integer(map, 3, cbor_integer(-256));
    assert_error(reads(map), PASSKEY_ERR_KEY_UNSUPPORTED);
    cbor_set_integer(map, 3, cbor_integer((int64_t)1 << 40));
    assert_error(reads(map), PASSKEY_ERR_KEY_UNSUPPORTED);
    assert_needed(map, 1, cbor_bytes(blob_fill(1, 1)));
}

static void
keys_are_one_map_of_numbers(void **state)
{
    struct cbor_node *map = rsa_key(odd(0x80, 256), odd(1, 3)), *changed;
    struct blob whole = cbor_write(map);

    (void)state;
    assert_malformed(cbor_raw(blob_join(whole, blob_fill(0, 1))));
    assert_malformed(cbor_raw(blob_head(whole, whole.len - 1)));
    assert_malformed(cbor_raw(blob_head(whole, 0)));
    assert_malformed(cbor_array());
    assert_malformed(cbor_map());
    changed = cbor_copy(map);
    cbor_put_text(changed, "x", cbor_integer(1));
    assert_malformed(changed);
    changed = cbor_copy(map);
    changed->num_claimed = 1;
    assert_malformed(changed);
    changed = cbor_copy(map); /* a label that is the value of the last one */
    cbor_put(changed, cbor_bytes(odd(1, 3)), cbor_raw(blob_fill(0, 0)));
    assert_malformed(changed);
}

static void
the_algorithm_of_a_key_is_told(void **state)
{
    struct blob bytes = cbor_write(rsa_key(odd(0x80, 256), odd(1, 3)));
    int32_t algorithm = 1;

    (void)state;
    assert_error(passkey_credential_algorithm(
                     passkey_bytes_of(bytes.data, bytes.len), &algorithm),
        PASSKEY_OK);
    assert_int_equal(algorithm, PASSKEY_ALG_RS256);
    assert_error(passkey_credential_algorithm(
                     passkey_bytes_of(bytes.data, bytes.len - 1), &algorithm),
        PASSKEY_ERR_KEY_MALFORMED);
    assert_int_equal(algorithm, 0);
}

static int
tear_down(void **state)
{
    (void)state;
    scratch_reset();
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_have_curve_and_coordinates),
        cmocka_unit_test(ml_dsa_keys_have_their_length),
        cmocka_unit_test(rsa_keys_have_two_numbers),
        cmocka_unit_test(rsa_moduli_have_2048_to_16384_bits),
        cmocka_unit_test(rsa_exponents_are_odd_and_not_1),
        cmocka_unit_test(algorithms_are_numbers_that_are_known),
        cmocka_unit_test(keys_are_one_map_of_numbers),
        cmocka_unit_test(the_algorithm_of_a_key_is_told),
    };

    return cmocka_run_group_tests_name("cose_key", tests, NULL, tear_down);
}
