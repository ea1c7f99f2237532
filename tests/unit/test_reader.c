/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "../../format/reader.h"
#include "../../format/writer.h"

static void
a_read_takes_from_the_front_or_nothing(void **state)
{
    static const uint8_t bytes[] = { 1, 2, 3 };
    struct passkey_bytes in = passkey_bytes_of(bytes, 3), view;
    uint8_t copy[4] = { 0 };

    (void)state;
    assert_false(pk_read_view(&in, 4, &view));
    assert_false(pk_read_copy(&in, copy, 4));
    assert_int_equal(in.len, 3);
    assert_true(pk_read_view(&in, 0, &view));
    assert_int_equal(view.len, 0);
    assert_true(pk_read_view(&in, 1, &view));
    assert_int_equal(view.len, 1);
    assert_ptr_equal(view.data, bytes);
    assert_true(pk_read_copy(&in, copy, 1));
    assert_int_equal(copy[0], 2);
    assert_false(pk_read_done(&in));
    assert_true(pk_read_copy(&in, copy, 1));
    assert_int_equal(copy[0], 3);
    assert_true(pk_read_done(&in));
    assert_true(pk_read_copy(&in, copy, 0));
    assert_false(pk_read_view(&in, 1, &view));
}

static void
numbers_are_big_endian(void **state)
{
    static const uint8_t bytes[] = { 0x81, 0x02, 0x83, 0x04, 0x85, 0x06, 0x87,
        0x08 };
    struct passkey_bytes in;
    uint8_t one;
    uint16_t two;
    uint32_t four;
    uint64_t eight;

    (void)state;
    in = passkey_bytes_of(bytes, 8);
    assert_true(pk_read_u8(&in, &one) && one == 0x81);
    assert_true(pk_read_u16be(&in, &two) && two == 0x0283);
    assert_true(pk_read_u32be(&in, &four) && four == 0x04850687);
    assert_false(pk_read_u16be(&in, &two));
    assert_int_equal(in.len, 1);
    in = passkey_bytes_of(bytes, 8);
    assert_true(pk_read_u64be(&in, &eight) && eight == 0x8102830485068708);
    assert_false(pk_read_u8(&in, &one));
    in = passkey_bytes_of(bytes, 3);
    assert_false(pk_read_u32be(&in, &four));
    in = passkey_bytes_of(bytes, 7);
    assert_false(pk_read_u64be(&in, &eight));
    assert_int_equal(in.len, 7);
}

static void
equal_is_equal_to_the_last_byte(void **state)
{
    static const uint8_t a[] = "abc", b[] = "abd", c[] = "bbc";

    (void)state;
    assert_true(pk_equal(passkey_bytes_of(a, 3), view_text("abc")));
    assert_true(pk_equal(passkey_bytes_of(a, 2), passkey_bytes_of(b, 2)));
    assert_false(pk_equal(passkey_bytes_of(a, 3), passkey_bytes_of(b, 3)));
    assert_false(pk_equal(passkey_bytes_of(a, 3), passkey_bytes_of(a, 2)));
    assert_false(pk_equal(passkey_bytes_of(a, 2), passkey_bytes_of(a, 3)));
    assert_true(pk_equal(passkey_bytes_of(NULL, 0), passkey_bytes_of(a, 0)));
    assert_true(pk_equal_secret(a, (const uint8_t *)"abc", 3));
    assert_true(pk_equal_secret(a, b, 2));
    assert_false(pk_equal_secret(a, b, 3));
    assert_false(pk_equal_secret(a, c, 3));
    assert_true(pk_equal_secret(a, c, 0));
}

static void
a_wiped_secret_is_zero_and_nothing_else(void **state)
{
    uint8_t bytes[] = { 1, 2, 3, 4 };

    (void)state;
    pk_wipe(bytes, 0);
    assert_int_equal(bytes[0], 1);
    pk_wipe(bytes, 3);
    assert_memory_equal(bytes, "\0\0\0\4", 4);
}

static void
a_full_writer_keeps_what_fitted(void **state)
{
    uint8_t out[3] = { 0 };
    struct pk_writer writer = pk_writer_on(out, 2);

    (void)state;
    pk_write_u8(&writer, 1);
    pk_write_u8(&writer, 2);
    pk_write(&writer, passkey_bytes_of(NULL, 0));
    assert_false(writer.full);
    pk_write_u8(&writer, 3);
    assert_true(writer.full);
    assert_int_equal(pk_written(&writer).len, 2);
    assert_memory_equal(out, "\1\2\0", 3);
    writer = pk_writer_on(out, 2);
    pk_write_text(&writer, "abc");
    pk_write_text(&writer, "a"); /* would fit, but the text has a hole */
    assert_true(writer.full);
    assert_int_equal(pk_written(&writer).len, 0);
}

static void
written_numbers_are_big_endian(void **state)
{
    uint8_t out[15];
    struct pk_writer writer = pk_writer_on(out, sizeof(out));

    (void)state;
    pk_write_u8(&writer, 0x81);
    pk_write_u16be(&writer, 0x8203);
    pk_write_u32be(&writer, 0x84058607);
    pk_write_u64be(&writer, 0x88098a0b8c0d8e0f);
    assert_false(writer.full);
    assert_int_equal(writer.len, sizeof(out));
    assert_memory_equal(out,
        "\x81\x82\x03\x84\x05\x86\x07\x88\x09\x8a\x0b\x8c\x0d\x8e\x0f",
        sizeof(out));
}

static void
numbers_are_written_in_full(void **state)
{
    static const struct {
        int64_t value;
        const char *text;
    } rows[] = {
        { 0, "0" },
        { 1, "1" },
        { 9, "9" },
        { 10, "10" },
        { 1234567890, "1234567890" },
        { INT64_MAX, "9223372036854775807" },
        { -1, "-1" },
        { -10, "-10" },
        { INT64_MIN, "-9223372036854775808" },
    };
    char out[32];
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++) {
        struct pk_writer writer = pk_writer_on(out, sizeof(out));

        pk_write_decimal(&writer, rows[i].value);
        if (!pk_equal(pk_written(&writer), view_text(rows[i].text)))
            fail_msg("%s", rows[i].text);
    }
}

static void
hexadecimal_digits_are_lower_case(void **state)
{
    char out[16];
    struct pk_writer writer = pk_writer_on(out, sizeof(out));

    (void)state;
    pk_write_hex(&writer, passkey_bytes_of("\x00\x01\x9a\xbc\xde\xff", 6));
    assert_true(pk_equal(pk_written(&writer), view_text("00019abcdeff")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_read_takes_from_the_front_or_nothing),
        cmocka_unit_test(numbers_are_big_endian),
        cmocka_unit_test(equal_is_equal_to_the_last_byte),
        cmocka_unit_test(a_wiped_secret_is_zero_and_nothing_else),
        cmocka_unit_test(a_full_writer_keeps_what_fitted),
        cmocka_unit_test(written_numbers_are_big_endian),
        cmocka_unit_test(numbers_are_written_in_full),
        cmocka_unit_test(hexadecimal_digits_are_lower_case),
    };

    return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
