/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A cursor over untrusted bytes. A reader takes from the front of a view:
 * it returns true and moves the view past what it took, or returns false and
 * changes nothing. It never looks outside the view.
 */
#ifndef PK_READER_H
#define PK_READER_H

#include <passkey/bytes.h>

/* Takes `len` bytes as a view into the input. */
PASSKEY_MUST_USE bool pk_read_view(
    struct passkey_bytes *in, size_t len, struct passkey_bytes *out);

/* Takes `len` bytes and copies them to `out`. */
PASSKEY_MUST_USE bool pk_read_copy(
    struct passkey_bytes *in, uint8_t *out, size_t len);

/* Takes one unsigned big-endian number of `len` bytes, at most 8. */
PASSKEY_MUST_USE bool pk_read_number(
    struct passkey_bytes *in, size_t len, uint64_t *out);

/* The same of 1, 2, 4 or 8 bytes. */
PASSKEY_MUST_USE bool pk_read_u8(struct passkey_bytes *in, uint8_t *out);
PASSKEY_MUST_USE bool pk_read_u16be(struct passkey_bytes *in, uint16_t *out);
PASSKEY_MUST_USE bool pk_read_u32be(struct passkey_bytes *in, uint32_t *out);
PASSKEY_MUST_USE bool pk_read_u64be(struct passkey_bytes *in, uint64_t *out);

/* True if nothing is left. */
PASSKEY_MUST_USE bool pk_read_done(const struct passkey_bytes *in);

/* Compares two views of public bytes; equal length and equal content. */
PASSKEY_MUST_USE bool pk_equal(struct passkey_bytes a, struct passkey_bytes b);

/*
 * Compares `len` bytes in a time that depends on `len` only. For anything
 * that an attacker could guess byte by byte.
 */
PASSKEY_MUST_USE bool pk_equal_secret(
    const uint8_t *a, const uint8_t *b, size_t len);

/* Overwrites a secret so that the compiler cannot leave it out. */
void pk_wipe(void *secret, size_t len);

/* A string literal as a view without its terminating NUL. */
#define PK_TEXT(literal) passkey_bytes_of("" literal, sizeof(literal) - 1)

#endif
