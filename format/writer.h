/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A cursor that writes into memory lent by the caller. Writes are void: when
 * the memory is full the writer remembers it and ignores the rest, and the
 * caller asks once, at the end.
 */
#ifndef PK_WRITER_H
#define PK_WRITER_H

#include <passkey/bytes.h>

struct pk_writer {
    uint8_t *data;
    size_t len; /* bytes written so far */
    size_t cap;
    bool full; /* something did not fit: the content is not usable */
};

/* Begins to write into `cap` bytes at `data`. */
struct pk_writer pk_writer_on(void *data, size_t cap);

/* What was written so far. */
struct passkey_bytes pk_written(const struct pk_writer *writer);

void pk_write(struct pk_writer *writer, struct passkey_bytes bytes);
void pk_write_u8(struct pk_writer *writer, uint8_t value);
void pk_write_u16be(struct pk_writer *writer, uint16_t value);
void pk_write_u32be(struct pk_writer *writer, uint32_t value);
void pk_write_u64be(struct pk_writer *writer, uint64_t value);

/* Text of a C string without its NUL; for constants, not for input. */
void pk_write_text(struct pk_writer *writer, const char *text);

/* A number in decimal digits. */
void pk_write_decimal(struct pk_writer *writer, int64_t value);

/* Lower-case hexadecimal digits. */
void pk_write_hex(struct pk_writer *writer, struct passkey_bytes bytes);

#endif
