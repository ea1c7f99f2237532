/* SPDX-License-Identifier: Apache-2.0 */
/* Bounded output; see writer.h. */
#include "writer.h"

#include <string.h>

struct pk_writer
pk_writer_on(void *data, size_t cap)
{
    struct pk_writer writer;

    writer.data = data;
    writer.len = 0;
    writer.cap = cap;
    writer.full = false;
    return writer;
}

struct passkey_bytes
pk_written(const struct pk_writer *writer)
{
    return passkey_bytes_of(writer->data, writer->len);
}

void
pk_write(struct pk_writer *writer, struct passkey_bytes bytes)
{
    if (bytes.len > writer->cap - writer->len)
        writer->full = true;
    if (writer->full || bytes.len == 0)
        return;
    memcpy(writer->data + writer->len, bytes.data, bytes.len);
    writer->len += bytes.len;
}

void
pk_write_u8(struct pk_writer *writer, uint8_t value)
{
    pk_write(writer, passkey_bytes_of(&value, 1));
}

void
pk_write_u16be(struct pk_writer *writer, uint16_t value)
{
    pk_write_u8(writer, (uint8_t)(value >> 8));
    pk_write_u8(writer, (uint8_t)(value & 0xff));
}

void
pk_write_u32be(struct pk_writer *writer, uint32_t value)
{
    pk_write_u16be(writer, (uint16_t)(value >> 16));
    pk_write_u16be(writer, (uint16_t)(value & 0xffff));
}

void
pk_write_u64be(struct pk_writer *writer, uint64_t value)
{
    pk_write_u32be(writer, (uint32_t)(value >> 32));
    pk_write_u32be(writer, (uint32_t)(value & 0xffffffff));
}

void
pk_write_text(struct pk_writer *writer, const char *text)
{
    size_t len = 0;

    while (text[len] != '\0')
        len++;
    pk_write(writer, passkey_bytes_of(text, len));
}

void
pk_write_decimal(struct pk_writer *writer, int64_t value)
{
    uint8_t digits[20]; /* 2^63 has 19 digits, and a sign */
    size_t at = sizeof(digits);
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    do {
        digits[--at] = (uint8_t)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        digits[--at] = '-';
    pk_write(writer, passkey_bytes_of(digits + at, sizeof(digits) - at));
}

void
pk_write_hex(struct pk_writer *writer, struct passkey_bytes bytes)
{
    static const uint8_t digits[] = "0123456789abcdef";
    size_t i;

    for (i = 0; i < bytes.len; i++) {
        pk_write_u8(writer, digits[bytes.data[i] >> 4]);
        pk_write_u8(writer, digits[bytes.data[i] & 15]);
    }
}
