/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "../../format/cbor.h"

struct item {
    const char *about;
    const char *bytes;
    size_t len;
};
#define ITEM(about, bytes) { about, bytes, sizeof(bytes) - 1 }

static const struct item good[] = {
    ITEM("0", "\x00"),
    ITEM("24", "\x18\x18"),
    ITEM("256", "\x19\x01\x00"),
    ITEM("65536", "\x1a\x00\x01\x00\x00"),
    ITEM("2^32", "\x1b\x00\x00\x00\x01\x00\x00\x00\x00"),
    ITEM("-1", "\x20"),
    ITEM("empty bytes", "\x40"),
    ITEM("bytes", "\x42\x01\x02"),
    ITEM("text", "\x62\xc3\xa4"),
    ITEM("array", "\x82\x01\x80"),
    ITEM("map in order", "\xa3\x01\x00\x20\x00\x61\x61\x00"),
    ITEM("shorter key first", "\xa2\x61\x62\x00\x62\x61\x61\x00"),
    ITEM("false, null, undefined", "\x83\xf4\xf6\xf7"),
    ITEM("floats", "\x83\xf9\x3c\x00\xfa\x3f\x80\x00\x00\xfb\x3f\xf0\x00\x00"
                   "\x00\x00\x00\x00"),
    ITEM("four levels", "\x81\x81\x81\x80"),
};

static const struct item bad[] = {
    ITEM("nothing", ""),
    ITEM("0 in two bytes", "\x18\x00"),
    ITEM("23 in two bytes", "\x18\x17"),
    ITEM("255 in three bytes", "\x19\x00\xff"),
    ITEM("65535 in five bytes", "\x1a\x00\x00\xff\xff"),
    ITEM("2^32-1 in nine bytes", "\x1b\x00\x00\x00\x00\xff\xff\xff\xff"),
    ITEM("reserved head", "\x1c"),
    ITEM("cut number", "\x19\x01"),
    ITEM("cut bytes", "\x42\x01"),
    ITEM("length of 2^64-1", "\x5b\xff\xff\xff\xff\xff\xff\xff\xff"),
    ITEM("array of 2^28", "\x9a\x10\x00\x00\x00"),
    ITEM("map of 2^63", "\xbb\x80\x00\x00\x00\x00\x00\x00\x00"),
    ITEM("indefinite bytes", "\x5f\x41\x00\xff"),
    ITEM("indefinite text", "\x7f\x61\x61\xff"),
    ITEM("indefinite array", "\x9f\x00\xff"),
    ITEM("indefinite map", "\xbf\x00\x00\xff"),
    ITEM("break", "\xff"),
    ITEM("tag", "\xc0\x00"),
    ITEM("ill-formed text", "\x62\xc3\x28"),
    ITEM("simple value in two bytes", "\xf8\x20"),
    ITEM("duplicate key", "\xa2\x01\x00\x01\x00"),
    ITEM("keys out of order", "\xa2\x02\x00\x01\x00"),
    ITEM("text before integer", "\xa2\x61\x61\x00\x01\x00"),
    ITEM("negative before unsigned", "\xa2\x20\x00\x01\x00"),
    ITEM("longer key first", "\xa2\x62\x61\x61\x00\x61\x62\x00"),
    ITEM("array as key", "\xa1\x80\x00"),
    ITEM("map as key", "\xa1\xa0\x00"),
    ITEM("key without value", "\xa1\x01"),
    ITEM("inner map out of order", "\x81\xa2\x02\x00\x01\x00"),
    ITEM("five levels", "\x81\x81\x81\x81\x80"),
};

static bool
skip_all(const char *bytes, size_t len)
{
    struct passkey_bytes copy = copy_exactly(bytes, len), in = copy, item;
    bool done = pk_cbor_skip(&in, &item);

    if (done)
        assert_int_equal(item.len + in.len, len);
    else
        assert_int_equal(in.len, len); /* nothing was taken */
    done = done && in.len == 0;
    free_copy(copy);
    return done;
}

static void
accepts_canonical_items(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(good); i++) {
        if (!skip_all(good[i].bytes, good[i].len))
            fail_msg("refused: %s", good[i].about);
    }
}

static void
refuses_all_others(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(bad); i++) {
        if (skip_all(bad[i].bytes, bad[i].len))
            fail_msg("accepted: %s", bad[i].about);
    }
}

static void
every_prefix_is_refused(void **state)
{
    size_t i, len;

    (void)state;
    for (i = 0; i < COUNT_OF(good); i++) {
        for (len = 0; len < good[i].len; len++) {
            if (skip_all(good[i].bytes, len))
                fail_msg("accepted %zu bytes of: %s", len, good[i].about);
        }
    }
}

/* A mebibyte of openings must cost next to nothing and no stack. */
static void
bombs_end_at_once(void **state)
{
    static const uint8_t openings[] = { 0x81, 0xa1, 0x9f, 0xbf, 0xd8, 0xc1 };
    enum { LEN = 1 << 20 };
    uint8_t *bomb = malloc(LEN);
    size_t i;

    (void)state;
    assert_non_null(bomb);
    for (i = 0; i < COUNT_OF(openings); i++) {
        memset(bomb, openings[i], LEN);
        assert_false(skip_all((const char *)bomb, LEN));
    }
    free(bomb);
}

static void
integers_keep_their_sign(void **state)
{
    struct passkey_bytes in = passkey_bytes_of("\x39\x01\x00", 3);
    int64_t value;

    (void)state;
    assert_true(pk_cbor_read_integer(&in, &value));
    assert_int_equal(value, -257);
    in = passkey_bytes_of("\x3b\x7f\xff\xff\xff\xff\xff\xff\xff", 9);
    assert_true(pk_cbor_read_integer(&in, &value));
    assert_true(value == INT64_MIN);
    in = passkey_bytes_of("\x1b\x80\x00\x00\x00\x00\x00\x00\x00", 9);
    assert_false(pk_cbor_read_integer(&in, &value));
    in = passkey_bytes_of("\x41\x00", 2);
    assert_false(pk_cbor_read_integer(&in, &value));
}

static void
map_walk_tolerates_order_only_when_told(void **state)
{
    struct passkey_bytes in = passkey_bytes_of("\xa2\x02\x00\x01\x00", 5);
    struct pk_cbor_map map;
    int64_t key, value;
    bool unsorted;

    (void)state;
    for (unsorted = false;; unsorted = true) {
        struct passkey_bytes rest = in;
        unsigned pairs = 0;

        assert_true(pk_cbor_map_begin(&rest, &map));
        map.unsorted_allowed = unsorted;
        while (pk_cbor_map_next(&map)) {
            assert_true(pk_cbor_read_integer(&rest, &key));
            assert_true(pk_cbor_read_integer(&rest, &value));
            pairs++;
        }
        assert_int_equal(pairs, unsorted ? 2 : 1);
        assert_int_equal(pk_cbor_map_done(&map), unsorted);
        assert_int_equal(map.unsorted, unsorted);
        if (unsorted)
            break;
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_canonical_items),
        cmocka_unit_test(refuses_all_others),
        cmocka_unit_test(every_prefix_is_refused),
        cmocka_unit_test(bombs_end_at_once),
        cmocka_unit_test(integers_keep_their_sign),
        cmocka_unit_test(map_walk_tolerates_order_only_when_told),
    };

    return cmocka_run_group_tests_name("cbor", tests, NULL, NULL);
}
