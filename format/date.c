/* SPDX-License-Identifier: Apache-2.0 */
/* Calendar days; see date.h. */
#include "date.h"

int
pk_digits(const uint8_t *text, size_t len)
{
    int value = 0;

    for (; len > 0; text++, len--) {
        if (*text < '0' || *text > '9')
            return -1;
        value = value * 10 + (*text - '0');
    }
    return value;
}

/* Years begin in March here, and 400 years earlier: none is negative. */
static int64_t
days_from_civil(int year, int month, int day)
{
    int64_t y = (int64_t)year + 400 - (month <= 2 ? 1 : 0);
    int64_t era = y / 400, year_of_era = y % 400;
    int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 865565;
}

static int
days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
        31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

bool
pk_date_days(int year, int month, int day, int64_t *days)
{
    if (year < 0 || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month))
        return false;
    *days = days_from_civil(year, month, day);
    return true;
}

bool
pk_date_parse(struct passkey_bytes text, int64_t *days)
{
    return text.len == 10 && text.data[4] == '-' && text.data[7] == '-' &&
           pk_date_days(pk_digits(text.data, 4), pk_digits(text.data + 5, 2),
               pk_digits(text.data + 8, 2), days);
}
