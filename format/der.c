/* SPDX-License-Identifier: Apache-2.0 */
/* Strict DER elements; see der.h. */
#include "der.h"

#include <string.h>

#include "date.h"
#include "reader.h"

/* Takes a tag; the long form must be needed and shortest. */
static bool
read_tag(struct passkey_bytes *in, uint32_t *tag)
{
    uint8_t first, byte;
    uint32_t number = 0;

    if (!pk_read_u8(in, &first))
        return false;
    *tag = first;
    if ((first & 31) != 31)
        return true;
    do {
        if (!pk_read_u8(in, &byte) || (number == 0 && byte == 0x80) ||
            number > 0x1ffff) /* three bytes are left for it below */
            return false;
        number = number << 7 | (byte & 0x7f);
    } while ((byte & 0x80) != 0);
    *tag = (uint32_t)first << 24 | number;
    return number >= 31;
}

static bool
read_len(struct passkey_bytes *in, size_t *len)
{
    uint8_t first, byte;
    size_t i;

    if (!pk_read_u8(in, &first))
        return false;
    *len = first;
    if (first < 0x80)
        return true;
    if (first > 0x84) /* beyond 4 GiB */
        return false;
    *len = 0;
    for (i = 0; i < (size_t)(first & 0x7f); i++) {
        if (!pk_read_u8(in, &byte) || (i == 0 && byte == 0))
            return false;
        *len = *len << 8 | byte;
    }
    return *len >= 0x80; /* an indefinite length has no bytes: it is 0 */
}

bool
pk_der_next(struct passkey_bytes *in, struct pk_der_element *out)
{
    struct passkey_bytes rest = *in;
    size_t len;

    if (!read_tag(&rest, &out->tag) || !read_len(&rest, &len) ||
        !pk_read_view(&rest, len, &out->content))
        return false;
    out->whole = passkey_bytes_of(in->data, in->len - rest.len);
    *in = rest;
    return true;
}

bool
pk_der_read(
    struct passkey_bytes *in, uint32_t tag, struct passkey_bytes *content)
{
    struct passkey_bytes rest = *in;
    struct pk_der_element element;

    if (!pk_der_next(&rest, &element) || element.tag != tag)
        return false;
    *content = element.content;
    *in = rest;
    return true;
}

bool
pk_der_read_only(
    struct passkey_bytes der, uint32_t tag, struct passkey_bytes *content)
{
    memset(content, 0, sizeof(*content));
    return pk_der_read(&der, tag, content) && pk_read_done(&der);
}

bool
pk_der_is_next(const struct passkey_bytes *in, uint32_t tag)
{
    struct passkey_bytes rest = *in;
    uint32_t next;

    return read_tag(&rest, &next) && next == tag;
}

bool
pk_der_read_bool(struct passkey_bytes *in, bool *out)
{
    struct passkey_bytes rest = *in, content;

    if (!pk_der_read(&rest, PK_DER_BOOLEAN, &content) || content.len != 1 ||
        (content.data[0] != 0 && content.data[0] != 0xff))
        return false;
    *out = content.data[0] != 0;
    *in = rest;
    return true;
}

/* Is the content of an INTEGER not negative and shortest? */
static bool
is_unsigned(struct passkey_bytes content)
{
    if (content.len == 0 || (content.data[0] & 0x80) != 0)
        return false;
    return content.len == 1 || content.data[0] != 0 ||
           (content.data[1] & 0x80) != 0;
}

bool
pk_der_read_small(struct passkey_bytes *in, uint32_t tag, uint32_t *out)
{
    struct passkey_bytes rest = *in, content;
    uint32_t value = 0;
    size_t i;

    if (!pk_der_read(&rest, tag, &content) || !is_unsigned(content) ||
        content.len > 4)
        return false;
    for (i = 0; i < content.len; i++)
        value = value << 8 | content.data[i];
    *out = value;
    *in = rest;
    return true;
}

bool
pk_der_read_unsigned(struct passkey_bytes *in, struct passkey_bytes *out)
{
    struct passkey_bytes rest = *in, content;

    if (!pk_der_read(&rest, PK_DER_INTEGER, &content) || !is_unsigned(content))
        return false;
    if (content.len > 1 && content.data[0] == 0) {
        content.data++;
        content.len--;
    }
    *out = content;
    *in = rest;
    return true;
}

bool
pk_der_read_bits(struct passkey_bytes *in, struct passkey_bytes *out)
{
    struct passkey_bytes rest = *in, content;

    if (!pk_der_read(&rest, PK_DER_BIT_STRING, &content) || content.len == 0 ||
        content.data[0] != 0)
        return false;
    *out = passkey_bytes_of(content.data + 1, content.len - 1);
    *in = rest;
    return true;
}

/* MMDDHHMMSSZ */
static bool
read_in_year(const uint8_t *text, int year, int64_t *out)
{
    int hour = pk_digits(text + 4, 2), minute = pk_digits(text + 6, 2);
    int second = pk_digits(text + 8, 2);
    int64_t days;

    if (!pk_date_days(
            year, pk_digits(text, 2), pk_digits(text + 2, 2), &days) ||
        hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
        second > 59 || text[10] != 'Z')
        return false;
    *out = days * PK_SECONDS_PER_DAY + hour * 3600 + minute * 60 + second;
    return true;
}

bool
pk_der_read_time(struct passkey_bytes *in, int64_t *out)
{
    struct passkey_bytes rest = *in, text;
    bool short_year = pk_der_is_next(in, PK_DER_UTC_TIME);
    size_t year_len = short_year ? 2 : 4;
    int year;

    if (!pk_der_read(&rest,
            short_year ? PK_DER_UTC_TIME : PK_DER_GENERALIZED_TIME, &text) ||
        text.len != year_len + 11)
        return false;
    year = pk_digits(text.data, year_len);
    if (year < 0)
        return false;
    if (short_year)
        year += year < 50 ? 2000 : 1900;
    if (!read_in_year(text.data + year_len, year, out))
        return false;
    *in = rest;
    return true;
}
