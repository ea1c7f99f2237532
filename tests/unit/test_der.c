/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "../../format/der.h"

static struct passkey_bytes
view(const char *bytes, size_t len)
{
    return passkey_bytes_of(bytes, len);
}
#define VIEW(literal) view(literal, sizeof(literal) - 1)

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
    assert_false(reads(VIEW("\x04\x85\x01\x00\x00\x00\x00")));
    assert_false(reads(VIEW("\x04")));
    assert_false(reads(VIEW("")));
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
}

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
    struct passkey_bytes in, out;
    uint32_t small;

    (void)state;
    in = VIEW("\x02\x02\x00\x80");
    assert_true(pk_der_read_unsigned(&in, &out));
    assert_int_equal(out.len, 1);
    in = VIEW("\x02\x02\x00\x7f");
    assert_false(pk_der_read_unsigned(&in, &out));
    in = VIEW("\x02\x01\x80");
    assert_false(pk_der_read_unsigned(&in, &out));
    in = VIEW("\x02\x00");
    assert_false(pk_der_read_unsigned(&in, &out));
    in = VIEW("\x02\x04\x7f\xff\xff\xff");
    assert_true(pk_der_read_small(&in, PK_DER_INTEGER, &small));
    assert_int_equal(small, 0x7fffffff);
    in = VIEW("\x02\x05\x00\xff\xff\xff\xff");
    assert_false(pk_der_read_small(&in, PK_DER_INTEGER, &small));
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
};

static void
times_are_utc_to_the_second(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(times); i++) {
        char der[32];
        size_t len = strlen(times[i].text + 1);
        struct passkey_bytes in;
        int64_t at = 0;
        bool done;

        der[0] = times[i].text[0] == 'U' ? 0x17 : 0x18;
        der[1] = (char)len;
        memcpy(der + 2, times[i].text + 1, len);
        in = view(der, len + 2);
        done = pk_der_read_time(&in, &at);
        if (done != (times[i].at != -1) || (done && at != times[i].at))
            fail_msg("%s gave %d, %lld", times[i].text, done, (long long)at);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_are_definite_and_shortest),
        cmocka_unit_test(long_tags_are_needed_and_shortest),
        cmocka_unit_test(an_element_may_have_to_be_all_there_is),
        cmocka_unit_test(integers_are_shortest),
        cmocka_unit_test(booleans_have_two_values),
        cmocka_unit_test(times_are_utc_to_the_second),
    };

    return cmocka_run_group_tests_name("der", tests, NULL, NULL);
}
