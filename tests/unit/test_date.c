/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "../../format/date.h"

static int
month_len(int year, int month)
{
    if (month == 2)
        return year % 4 != 0 || (year % 100 == 0 && year % 400 != 0) ? 28 : 29;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* From the first day of year 0, each day has the number behind the last. */
static void
days_follow_each_other(void **state)
{
    int64_t days, last = -719529;
    int year, month, day;

    (void)state;
    for (year = 0; year <= 2500; year++) {
        for (month = 1; month <= 12; month++) {
            for (day = 1; day <= month_len(year, month); day++) {
                if (!pk_date_days(year, month, day, &days) ||
                    days != ++last)
                    fail_msg("%d-%d-%d", year, month, day);
            }
            assert_false(pk_date_days(year, month, day, &days));
            assert_false(pk_date_days(year, month, 0, &days));
        }
        assert_false(pk_date_days(year, month, 1, &days));
        assert_false(pk_date_days(year, 0, 1, &days));
    }
    assert_false(pk_date_days(-1, 1, 1, &days));
}

static void
digits_are_decimal(void **state)
{
    unsigned byte;

    (void)state;
    for (byte = 0; byte < 256; byte++) {
        uint8_t text[3] = { '4', (uint8_t)byte, '2' };
        bool digit = byte >= '0' && byte <= '9';

        assert_int_equal(pk_digits(text, 3),
            digit ? 402 + 10 * ((int)byte - '0') : -1);
    }
    assert_int_equal(pk_digits((const uint8_t *)"0099", 4), 99);
}

static void
dates_have_ten_characters(void **state)
{
    static const struct {
        const char *text;
        int64_t days; /* -1: refused */
    } rows[] = {
        { "1970-01-01", 0 },
        { "2024-02-29", 19782 },
        { "9999-12-31", 2932896 },
        { "2023-02-29", -1 },
        { "1970-01-011", -1 },
        { "1970-01-1", -1 },
        { "1970x01-01", -1 },
        { "1970-01x01", -1 },
        { "197a-01-01", -1 },
        { "1970-a1-01", -1 },
        { "1970-01-0a", -1 },
        { "", -1 },
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++) {
        struct passkey_bytes text =
            copy_exactly(rows[i].text, strlen(rows[i].text));
        int64_t days = 0;
        bool done = pk_date_parse(text, &days);

        if (done != (rows[i].days != -1) || (done && days != rows[i].days))
            fail_msg("%s gave %d, %lld", rows[i].text, done, (long long)days);
        free_copy(text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_follow_each_other),
        cmocka_unit_test(digits_are_decimal),
        cmocka_unit_test(dates_have_ten_characters),
    };

    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
