/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "../../format/der.h"

static struct passkey_bytes
view(const char *bytes, size_t len)
{
    return passkey_bytes_of(bytes, len);
}
#define VIEW(text) view(text, sizeof(text) - 1)

static bool
reads(struct passkey_bytes bytes)
{
    struct passkey_bytes copy = copy_exactly(bytes.data, bytes.len), in = copy;
    struct pk_der_element element;
    bool done = pk_der_next(&in, &element) && in.len == 0;

    free_copy(copy);
    return done;
}

static void
lengths_are_definite_and_shortest(void **state)
{
    char long_form[3 + 128] = "\x04\x81\x80";
    char needless[3 + 127] = "\x04\x81\x7f";

    (void)state;
    assert_true(reads(VIEW("\x04\x00")));
    assert_true(reads(VIEW("\x04\x01\x41")));
    assert_true(reads(view(long_form, sizeof(long_form))));
    assert_false(reads(view(needless, sizeof(needless))));
    assert_false(reads(VIEW("\x04\x82\x00\x01\x41")));
    assert_false(reads(VIEW("\x30\x80\x00\x00")));
    assert_false(reads(VIEW("\x04\x02\x41")));
    assert_false(reads(VIEW("\x04\x81\x00")));
    assert_false(reads(VIEW("\x04\x85\x01\x00\x00\x00\x00")));
    assert_false(reads(VIEW("\x04\x82\x01")));
    assert_false(reads(VIEW("\x04")));
    assert_false(reads(VIEW("")));
}

/* The content is not looked at: only as much as the head is there. */
static void
lengths_go_up_to_four_bytes(void **state)
{
    static const struct {
        const char *head;
        size_t len;     /* of the head */
        size_t content; /* 0: refused */
    } rows[] = {
        { "\x04\x81\xff", 3, 0xff },
        { "\x04\x82\x01\x00", 4, 0x100 },
        { "\x04\x83\x01\x00\x00", 5, 0x10000 },
        { "\x04\x84\x01\x02\x03\x04", 6, 0x1020304 },
        { "\x04\x85\x01\x00\x00\x00\x00", 7, 0 },
        { "\x04\x85\x00\x01\x00\x00\x00", 7, 0 },
        { "\x04\x82\x00\x80", 4, 0 },
        { "\x04\x82\x00\xff", 4, 0 },
        { "\x04\x83\x00\x01\x00", 5, 0 },
        { "\x04\x80", 2, 0 },
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++) {
        struct passkey_bytes in = view(rows[i].head, SIZE_MAX / 2);
        struct pk_der_element element;
        bool done = pk_der_next(&in, &element);

        assert_int_equal(done, rows[i].content != 0);
        if (!done)
            continue;
        assert_int_equal(element.content.len, rows[i].content);
        assert_int_equal(element.whole.len, rows[i].len + rows[i].content);
        assert_int_equal(in.len, SIZE_MAX / 2 - element.whole.len);
        in = view(rows[i].head, element.whole.len - 1);
        assert_false(pk_der_next(&in, &element));
    }
}

static void
long_tags_are_needed_and_shortest(void **state)
{
    struct passkey_bytes in = VIEW("\xbf\x85\x3e\x00"), content;

    (void)state;
    assert_true(pk_der_read(&in, PK_DER_CONTEXT(702), &content));
    assert_false(reads(VIEW("\x1f\x1e\x00"))); /* 30 has a short form */
    assert_false(reads(VIEW("\x1f\x80\x1f\x00")));
    assert_true(reads(VIEW("\x1f\x1f\x00")));
    assert_true(reads(VIEW("\x1f\x81\x00\x00")));
    assert_true(reads(VIEW("\x1f\x81\x80\x00\x00")));
    assert_false(reads(VIEW("\x1f\x80\x80\x1f\x00")));
    assert_false(reads(VIEW("\x1f\x00\x00")));
    assert_false(reads(VIEW("\x1f\x81")));
    in = VIEW("\xbf\x87\xff\xff\x7f\x00");
    assert_true(pk_der_read(&in, PK_DER_CONTEXT(0xffffff), &content));
    assert_false(reads(VIEW("\x1f\x88\x80\x80\x00\x00")));
    assert_false(reads(VIEW("\x1f\x81\x80\x80\x80\x1f\x00")));
}

/* What is not there, or is something else, changes nothing. */
static void
a_refused_element_is_not_taken(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
    } rows[] = {
        { "\x02\x01", 2 },         /* cut */
        { "\x04\x01", 2 },
        { "\x04", 1 },
        { "\x30\x00", 2 },         /* another tag */
        { "\x02\x00", 2 },         /* no value */
        { "\x02\x01\x80", 3 },    /* negative */
        { "\x02\x02\x00\x01", 4 }, /* not shortest */
        { "\x01\x00", 2 },
        { "\x01\x02\x00\x00", 4 },
        { "\x01\x02\xff\xff", 4 },
        { "\x01\x01\xfe", 3 },
        { "\x03\x00", 2 },
        { "\x03\x00\x00", 3 },
        { "\x03\x02\x01\x00", 4 }, /* an unused bit */
        { "\x17\x00", 2 },
        { "\x18\x00", 2 },
        { "", 0 },
    };
    struct passkey_bytes out;
    int64_t at;
    uint32_t number;
    size_t i;
    bool value;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++) {
        struct passkey_bytes copy = copy_exactly(rows[i].bytes, rows[i].len);
        struct passkey_bytes in = copy;

        assert_false(pk_der_read(&in, PK_DER_OCTET_STRING, &out));
        assert_false(pk_der_read_bool(&in, &value));
        assert_false(pk_der_read_small(&in, PK_DER_INTEGER, &number));
        assert_false(pk_der_read_unsigned(&in, &out));
        assert_false(pk_der_read_bits(&in, &out));
        assert_false(pk_der_read_time(&in, &at));
        assert_int_equal(in.len, rows[i].len);
        assert_ptr_equal(in.data, copy.data);
        free_copy(copy);
    }
}

/* What was read just before is still in memory. */
static void
a_cut_head_is_not_the_one_before(void **state)
{
    struct passkey_bytes in = VIEW("\x04\x00"), cut = VIEW("\x04");
    struct passkey_bytes tag = VIEW("\x1f\x1f"), cut_tag = VIEW("\x1f");
    struct passkey_bytes nothing = VIEW("");
    struct pk_der_element element;
    bool first, second, third;

    (void)state;
    first = pk_der_next(&in, &element);
    second = pk_der_next(&cut, &element);
    assert_true(first && !second);
    in = VIEW("\x04\x00");
    first = pk_der_is_next(&in, PK_DER_OCTET_STRING);
    second = pk_der_is_next(&nothing, PK_DER_OCTET_STRING);
    assert_true(first && !second);
    first = pk_der_is_next(&tag, 0x1f00001f);
    second = pk_der_is_next(&cut_tag, 0x1f00001f);
    third = pk_der_is_next(&nothing, 0x1f00001f);
    assert_true(first && !second && !third);
}

static void
a_refused_value_is_not_the_one_before(void **state)
{
    static const char good[] = "\x01\x01\xff\x02\x01\x05\x03\x02\x00\x01"
                               "\x18\x0f" "20240229120000Z";
    struct passkey_bytes in = VIEW(good), other = VIEW("\x05\x00"), out;
    uint32_t number;
    int64_t at;
    bool first, second, value;

    (void)state;
    first = pk_der_read_bool(&in, &value);
    second = pk_der_read_bool(&other, &value);
    assert_true(first && !second);
    first = pk_der_read_small(&in, PK_DER_INTEGER, &number);
    second = pk_der_read_small(&other, PK_DER_INTEGER, &number);
    assert_true(first && !second);
    first = pk_der_read_bits(&in, &out);
    second = pk_der_read_bits(&other, &out);
    assert_true(first && !second);
    first = pk_der_read_time(&in, &at);
    second = pk_der_read_time(&other, &at);
    assert_true(first && !second);
}

static void
bits_are_whole_bytes(void **state)
{
    struct passkey_bytes in = VIEW("\x03\x03\x00\x81\x42\x05\x00"), out;

    (void)state;
    assert_true(pk_der_read_bits(&in, &out));
    assert_int_equal(out.len, 2);
    assert_memory_equal(out.data, "\x81\x42", 2);
    assert_true(pk_der_is_next(&in, PK_DER_NULL));
    assert_false(pk_der_is_next(&in, PK_DER_OID));
    in = VIEW("\x03\x01\x00");
    assert_true(pk_der_read_bits(&in, &out));
    assert_int_equal(out.len, 0);
    assert_false(pk_der_is_next(&in, PK_DER_NULL));
}

static const struct {
    const char *bytes;
    size_t len;
    size_t size;   /* of the number as bytes; 0: refused */
    int64_t small; /* -1: refused as a small number */
} integers[] = {
    { "\x02\x01\x00", 3, 1, 0 },
    { "\x02\x01\x7f", 3, 1, 127 },
    { "\x02\x02\x00\x80", 4, 1, 128 },
    { "\x02\x02\x00\xff", 4, 1, 255 },
    { "\x02\x02\x01\x00", 4, 2, 256 },
    { "\x02\x04\x7f\xff\xff\xff", 6, 4, 0x7fffffff },
    { "\x02\x05\x00\x80\x00\x00\x00", 7, 4, -1 },
    { "\x02\x05\x01\x00\x00\x00\x00", 7, 5, -1 },
    { "\x02\x00", 2, 0, -1 },
    { "\x02\x00\x01", 3, 0, -1 },
    { "\x02\x01\x80", 3, 0, -1 },
    { "\x02\x02\x00\x7f", 4, 0, -1 },
    { "\x02\x02\x00\x00", 4, 0, -1 },
    { "\x02\x02\xff\x80", 4, 0, -1 },
};

static void
an_element_may_have_to_be_all_there_is(void **state)
{
    struct passkey_bytes content = VIEW("old");

    (void)state;
    assert_true(
        pk_der_read_only(VIEW("\x04\x01\x41"), PK_DER_OCTET_STRING, &content));
    assert_int_equal(content.len, 1);
    assert_false(pk_der_read_only(
        VIEW("\x04\x01\x41\x05\x00"), PK_DER_OCTET_STRING, &content));
    assert_false(pk_der_read_only(VIEW("\x04\x00"), PK_DER_NULL, &content));
    content = VIEW("old");
    assert_false(pk_der_read_only(VIEW(""), PK_DER_OCTET_STRING, &content));
    assert_int_equal(content.len, 0);
}

static void
integers_are_shortest(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(integers); i++) {
        struct passkey_bytes copy =
            copy_exactly(integers[i].bytes, integers[i].len);
        struct passkey_bytes in = copy, out;
        uint32_t small = 0;

        assert_int_equal(
            pk_der_read_unsigned(&in, &out), integers[i].size != 0);
        if (integers[i].size != 0) {
            assert_int_equal(out.len, integers[i].size);
            assert_ptr_equal(out.data + out.len, copy.data + integers[i].len);
            assert_int_equal(in.len, 0);
        }
        in = copy;
        assert_int_equal(pk_der_read_small(&in, PK_DER_INTEGER, &small),
            integers[i].small != -1);
        if (integers[i].small != -1)
            assert_int_equal(small, integers[i].small);
        free_copy(copy);
    }
}

static void
booleans_have_two_values(void **state)
{
    struct passkey_bytes in = VIEW("\x01\x01\xff");
    bool value;

    (void)state;
    assert_true(pk_der_read_bool(&in, &value) && value);
    in = VIEW("\x01\x01\x00");
    assert_true(pk_der_read_bool(&in, &value) && !value);
    in = VIEW("\x01\x01\x01");
    assert_false(pk_der_read_bool(&in, &value));
}

static const struct {
    const char *text; /* a digit of type U or G, then the characters */
    int64_t at;       /* -1: refused */
} times[] = {
    { "U700101000000Z", 0 },
    { "U491231235959Z", 2524607999 },
    { "U500101000000Z", -631152000 },
    { "G20240229120000Z", 1709208000 },
    { "G99991231235959Z", 253402300799 },
    { "G20380119031408Z", 2147483648 },
    { "G20230229120000Z", -1 },
    { "U7001010000Z", -1 },
    { "U700101000000+0100", -1 },
    { "G20240229120000.5Z", -1 },
    { "U701301000000Z", -1 },
    { "U700100000000Z", -1 },
    { "U700101240000Z", -1 },
    { "U70010100000aZ", -1 },
    { "U7001010000a0Z", -1 },
    { "U700101000a00Z", -1 },
    { "U70010100a000Z", -1 },
    { "U700101a00000Z", -1 },
    { "U7001010a0000Z", -1 },
    { "U70010a000000Z", -1 },
    { "U70a101000000Z", -1 },
    { "U700a01000000Z", -1 },
    { "U7a0101000000Z", -1 },
    { "U000101000000Z", 946684800 },
    { "U990101000000Z", 915148800 },
    { "U491231235959z", -1 },
    { "U700101230000Z", 82800 },
    { "U700101006000Z", -1 },
    { "U700101005900Z", 3540 },
    { "U700101000060Z", -1 },
    { "U700101010203Z", 3723 },
    { "G00000101000000Z", -62167219200 },
    { "G19700101000000", -1 },
    { "G197001010000000Z", -1 },
    { "G-9700101000000Z", -1 },
};

static void
times_are_utc_to_the_second(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(times); i++) {
        char der[32];
        size_t len = strlen(times[i].text + 1);
        struct passkey_bytes in, rest;
        int64_t at = 0;
        bool done;

        der[0] = times[i].text[0] == 'U' ? 0x17 : 0x18;
        der[1] = (char)len;
        memcpy(der + 2, times[i].text + 1, len);
        in = copy_exactly(der, len + 2);
        rest = in;
        done = pk_der_read_time(&rest, &at);
        assert_int_equal(rest.len, done ? 0 : in.len);
        free_copy(in);
        if (done != (times[i].at != -1) || (done && at != times[i].at))
            fail_msg("%s gave %d, %lld", times[i].text, done, (long long)at);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_are_definite_and_shortest),
        cmocka_unit_test(lengths_go_up_to_four_bytes),
        cmocka_unit_test(long_tags_are_needed_and_shortest),
        cmocka_unit_test(an_element_may_have_to_be_all_there_is),
        cmocka_unit_test(a_refused_element_is_not_taken),
        cmocka_unit_test(a_cut_head_is_not_the_one_before),
        cmocka_unit_test(a_refused_value_is_not_the_one_before),
        cmocka_unit_test(bits_are_whole_bytes),
        cmocka_unit_test(integers_are_shortest),
        cmocka_unit_test(booleans_have_two_values),
        cmocka_unit_test(times_are_utc_to_the_second),
    };

    return cmocka_run_group_tests_name("der", tests, NULL, NULL);
}
