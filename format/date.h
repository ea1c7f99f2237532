/* SPDX-License-Identifier: Apache-2.0 */
/* Days of the Gregorian calendar, counted from 1970-01-01. */
#ifndef PK_DATE_H
#define PK_DATE_H

#include <passkey/bytes.h>

#define PK_SECONDS_PER_DAY 86400

/* The number in `len` decimal digits; -1 if they are not digits. */
int pk_digits(const uint8_t *text, size_t len);

/* False: there is no such day. */
PASSKEY_MUST_USE bool pk_date_days(
    int year, int month, int day, int64_t *days);

/* YYYY-MM-DD and nothing else (RFC 3339 full-date). */
PASSKEY_MUST_USE bool pk_date_parse(struct passkey_bytes text, int64_t *days);

#endif
