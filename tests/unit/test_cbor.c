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
    ITEM("four levels of maps", "\xa1\x00\xa1\x00\xa1\x00\xa0"),
    ITEM("23", "\x17"),
    ITEM("255", "\x18\xff"),
    ITEM("65535", "\x19\xff\xff"),
    ITEM("2^32-1", "\x1a\xff\xff\xff\xff"),
    ITEM("2^64-1", "\x1b\xff\xff\xff\xff\xff\xff\xff\xff"),
    ITEM("-2^64", "\x3b\xff\xff\xff\xff\xff\xff\xff\xff"),
    ITEM("24 bytes", "\x58\x18"
                     "123456789012345678901234"),
    ITEM("all simple values of one byte", "\x82\xe0\xf3"),
    ITEM("half", "\xf9\x3c\x00"),
    ITEM("float", "\xfa\x3f\x80\x00\x00"),
    ITEM("double", "\xfb\x3f\xf0\x00\x00\x00\x00\x00\x00"),
    ITEM("small floats", "\x83\xf9\x00\x00\xfa\x00\x00\x00\x00"
                         "\xfb\x00\x00\x00\x00\x00\x00\x00\x00"),
    ITEM("keys by type", "\xa5\x18\x18\x00\x20\x00\x41\x00\x00\x60\x00\xf4"
                         "\x00"),
    ITEM("keys by length", "\xa3\x17\x00\x18\x18\x00\x19\x01\x00\x00"),
    ITEM("keys by last byte", "\xa2\x62\x61\x61\x00\x62\x61\x62\x00"),
    ITEM("keys of two maps", "\x82\xa1\x02\x00\xa1\x01\x00"),
    ITEM("keys around a map", "\xa3\x01\xa1\x05\x00\x02\xa1\x01\x00\x03\x00"),
    ITEM("values in any order", "\xa2\x01\x05\x02\x04"),
    ITEM("containers as values", "\xa2\x01\x82\x02\x01\x02\x80"),
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
    ITEM("five levels of maps", "\xa1\x00\xa1\x00\xa1\x00\xa1\x00\xa0"),
    ITEM("reserved head", "\x1d"),
    ITEM("reserved head", "\x1e"),
    ITEM("reserved head and 16 bytes", "\x1c"
                                       "0123456789abcdef"),
    ITEM("reserved head and 32 bytes", "\x1d"
                                       "0123456789abcdef0123456789abcdef"),
    ITEM("negative head that is too long", "\x38\x17"),
    ITEM("length in too many bytes", "\x58\x01\x00"),
    ITEM("count in too many bytes", "\x98\x01\x00"),
    ITEM("pairs in too many bytes", "\xb8\x01\x00\x00"),
    ITEM("cut head of one byte", "\x18"),
    ITEM("cut head of four bytes", "\x1a\x00\x01\x00"),
    ITEM("cut head of eight bytes", "\x1b\x00\x00\x00\x01\x00\x00\x00"),
    ITEM("simple value in two bytes", "\xf8\xff"),
    ITEM("tag with a value", "\xc1\x1a\x00\x01\x00\x00"),
    ITEM("tag inside", "\x81\xc1\x00"),
    ITEM("cut text", "\x62\x61"),
    ITEM("more items than bytes", "\x82\x00"),
    ITEM("more pairs than bytes", "\xa2\x00\x00\x01"),
    ITEM("second key an array", "\xa2\x01\x00\x80\x00"),
    ITEM("keys out of order by last byte",
        "\xa2\x62\x61\x62\x00\x62\x61\x61\x00"),
    ITEM("duplicate key behind a map", "\xa2\x01\xa1\x05\x00\x01\x00"),
    ITEM("keys out of order behind a map", "\xa2\x02\xa1\x00\x00\x01\x00"),
    ITEM("longer head first", "\xa2\x18\x18\x00\x17\x00"),
    ITEM("ill-formed text inside", "\x81\x61\xff"),
    ITEM("ill-formed text as key", "\xa1\x61\xff\x00"),
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
        struct passkey_bytes in = passkey_bytes_of(bad[i].bytes, bad[i].len);
        struct passkey_bytes item;

        if (skip_all(bad[i].bytes, bad[i].len) || pk_cbor_skip(&in, &item))
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
            struct passkey_bytes cut = passkey_bytes_of(good[i].bytes, len);
            struct passkey_bytes item;

            if (skip_all(good[i].bytes, len) || pk_cbor_skip(&cut, &item))
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

/* The letters of the readers that accept an item; all others refuse it. */
static const struct {
    const char *readers; /* i: integer, b: bytes, t: text, ?: bool, a, m */
    const char *bytes;
    size_t len;
    int64_t value; /* number, length or count */
} typed[] = {
    { "i", "\x00", 1, 0 },
    { "i", "\x17", 1, 23 },
    { "i", "\x18\x18", 2, 24 },
    { "", "\x18\x17", 2, 0 },
    { "i", "\x20", 1, -1 },
    { "i", "\x38\xff", 2, -256 },
    { "i", "\x1b\x7f\xff\xff\xff\xff\xff\xff\xff", 9, INT64_MAX },
    { "", "\x1b\x80\x00\x00\x00\x00\x00\x00\x00", 9, 0 },
    { "", "\x3b\x80\x00\x00\x00\x00\x00\x00\x00", 9, 0 },
    { "b", "\x40", 1, 0 },
    { "b", "\x42\xff\x00", 3, 2 },
    { "", "\x43\xff\x00", 3, 0 },
    { "t", "\x60", 1, 0 },
    { "t", "\x62\xc3\xa4", 3, 2 },
    { "", "\x62\xc3\x28", 3, 0 },
    { "", "\x62\x61", 2, 0 },
    { "?", "\xf4", 1, 0 },
    { "?", "\xf5", 1, 1 },
    { "", "\xf3", 1, 0 },
    { "", "\xf6", 1, 0 },
    { "", "\xf8\xf5", 2, 0 },
    { "a", "\x80", 1, 0 },
    { "a", "\x82\x00\x00", 3, 2 },
    { "", "\x82\x00", 2, 0 },
    { "m", "\xa0", 1, 0 },
    { "m", "\xa1\x00\x00", 3, 1 },
    { "", "\xa1\x00", 2, 0 },
    { "", "\xa2\x00\x00\x01", 4, 0 },
    { "", "\xc0\x00", 2, 0 },
    { "", "\x18", 1, 0 },
    { "", "\x19\x01", 2, 0 },
    { "", "\x1a\x00\x01\x00", 4, 0 },
    { "", "\x1b\x00\x00\x00", 4, 0 },
    { "", "\x1c\x00", 2, 0 },
    { "", "\x58\x01\x00", 3, 0 },
    { "", "\x78\x01\x61", 3, 0 },
    { "", "\x98\x01\x00", 3, 0 },
    { "", "\xb8\x01\x00\x00", 4, 0 },
    { "", "", 0, 0 },
};

static bool
read_as(char reader, struct passkey_bytes *in, int64_t *value)
{
    struct passkey_bytes out = { NULL, 0 };
    struct pk_cbor_map map;
    size_t count = 0;
    bool flag = false, done;

    switch (reader) {
    case 'i':
        return pk_cbor_read_integer(in, value);
    case 'b':
    case 't':
        done = reader == 'b' ? pk_cbor_read_bytes(in, &out)
                             : pk_cbor_read_text(in, &out);
        *value = (int64_t)out.len;
        return done;
    case '?':
        done = pk_cbor_read_bool(in, &flag);
        *value = flag;
        return done;
    case 'a':
        done = pk_cbor_read_array(in, &count);
        *value = (int64_t)count;
        return done;
    default:
        done = pk_cbor_map_begin(in, &map);
        *value = (int64_t)map.left;
        return done;
    }
}

static void
readers_take_their_type_or_nothing(void **state)
{
    static const char all[] = "ibt?am";
    size_t i, j;

    (void)state;
    for (i = 0; i < COUNT_OF(typed); i++) {
        for (j = 0; j < sizeof(all) - 1; j++) {
            struct passkey_bytes copy =
                copy_exactly(typed[i].bytes, typed[i].len);
            struct passkey_bytes in = copy;
            bool container = all[j] == 'a' || all[j] == 'm';
            int64_t value = 0;
            bool done = read_as(all[j], &in, &value);

            if (done != (strchr(typed[i].readers, all[j]) != NULL) ||
                (done && value != typed[i].value))
                fail_msg("case %zu as %c: %d", i, all[j], done);
            if (!done)
                assert_int_equal(in.len, typed[i].len);
            else if (container)
                assert_int_equal(in.len, typed[i].len - 1);
            else
                assert_int_equal(in.len, 0);
            free_copy(copy);
        }
    }
}

/* What was read just before is still in memory. */
static void
a_cut_item_is_not_the_one_before(void **state)
{
    static const struct {
        char reader;
        const char *bytes;
        size_t len;
        size_t cut;
    } rows[] = {
        { 'i', "\x05", 1, 0 },
        { 'i', "\x18\x20", 2, 1 },
        { 'i', "\x19\x20\x20", 3, 1 },
        { 'i', "\x1a\x20\x20\x20\x20", 5, 1 },
        { 'i', "\x1b\x20\x20\x20\x20\x20\x20\x20\x20", 9, 1 },
        { 'b', "\x40", 1, 0 },
        { 't', "\x60", 1, 0 },
        { '?', "\xf5", 1, 0 },
        { 'a', "\x80", 1, 0 },
        { 'm', "\xa0", 1, 0 },
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++) {
        struct passkey_bytes in = passkey_bytes_of(rows[i].bytes, rows[i].len);
        struct passkey_bytes cut = passkey_bytes_of(in.data, rows[i].cut);
        int64_t value;
        bool first = read_as(rows[i].reader, &in, &value);
        bool second = read_as(rows[i].reader, &cut, &value);

        if (!first || second)
            fail_msg("case %zu: %d, %d", i, first, second);
    }
}

/* The walk stops at a bad key; `pairs` are taken before that. */
static const struct {
    const char *bytes;
    size_t len;
    unsigned pairs;
    bool done;
} walks[] = {
    { "\xa0", 1, 0, true },
    { "\xa2\x01\x00\x02\x00", 5, 2, true },
    { "\xa1\x01\x00\x02\x00", 5, 1, true }, /* what follows is not of it */
    { "\xa2\x01\x00\x01\x00", 5, 1, false },
    { "\xa2\x01\x00\x80\x00", 5, 1, false },
    { "\xa2\x01\x00\xa0\x00", 5, 1, false },
    { "\xa2\x01\x00\x18\x02", 5, 1, false },
    { "\xa2\x01\x82\x00\x00", 5, 1, false },
    { "\xa1\x18\x17\x00", 4, 0, false },
    { "\xa1\x1c\x00", 3, 0, false },
};

static void
map_walk_stops_at_a_bad_key(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(walks); i++) {
        struct passkey_bytes copy = copy_exactly(walks[i].bytes, walks[i].len);
        struct passkey_bytes in = copy, item;
        struct pk_cbor_map map;
        unsigned pairs = 0;

        assert_true(pk_cbor_map_begin(&in, &map));
        while (pk_cbor_map_next(&map)) {
            pairs++;
            if (!pk_cbor_skip(&in, &item) || !pk_cbor_skip(&in, &item))
                break;
        }
        if (pairs != walks[i].pairs || pk_cbor_map_done(&map) != walks[i].done)
            fail_msg("case %zu: %u pairs", i, pairs);
        assert_false(map.unsorted);
        assert_false(walks[i].done && pk_cbor_map_next(&map));
        free_copy(copy);
    }
}

/* A key that occurs twice is refused even where the order is not. */
static void
unsorted_is_not_twice(void **state)
{
    struct passkey_bytes in =
        passkey_bytes_of("\xa3\x02\x00\x01\x00\x01\x00", 7);
    struct passkey_bytes item;
    struct pk_cbor_map map;
    unsigned pairs = 0;

    (void)state;
    assert_true(pk_cbor_map_begin(&in, &map));
    map.unsorted_allowed = true;
    while (pk_cbor_map_next(&map)) {
        pairs++;
        assert_true(pk_cbor_skip(&in, &item) && pk_cbor_skip(&in, &item));
    }
    assert_int_equal(pairs, 2);
    assert_false(pk_cbor_map_done(&map));
}

/* The types are told by the first byte; of no byte there is none. */
static void
types_are_told_by_the_first_byte(void **state)
{
    struct passkey_bytes in;
    enum pk_cbor_type type;
    unsigned byte;

    (void)state;
    for (byte = 0; byte < 256; byte++) {
        uint8_t first = (uint8_t)byte;

        in = passkey_bytes_of(&first, 1);
        assert_true(pk_cbor_type_of(&in, &type));
        assert_int_equal(type, byte / 32);
    }
    in = passkey_bytes_of("", 0);
    assert_false(pk_cbor_type_of(&in, &type));
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
        cmocka_unit_test(readers_take_their_type_or_nothing),
        cmocka_unit_test(a_cut_item_is_not_the_one_before),
        cmocka_unit_test(map_walk_stops_at_a_bad_key),
        cmocka_unit_test(unsorted_is_not_twice),
        cmocka_unit_test(types_are_told_by_the_first_byte),
        cmocka_unit_test(map_walk_tolerates_order_only_when_told),
    };

    return cmocka_run_group_tests_name("cbor", tests, NULL, NULL);
}
