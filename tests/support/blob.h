/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes in scratch memory, for tests. A blob is a value: functions return new
 * ones and never change their arguments, except those that
 * begin with blob_add.
 */
#ifndef TEST_BLOB_H
#define TEST_BLOB_H

#include <stddef.h>
#include <stdint.h>

struct blob {
    uint8_t *data;
    size_t len;
};

struct blob blob_copy(const void *data, size_t len);
struct blob blob_text(const char *text);
struct blob blob_fill(uint8_t value, size_t len);
struct blob blob_random(size_t len);
struct blob blob_join(struct blob first, struct blob second);

/* Bytes [from, from + len); the range must lie inside. */
struct blob blob_cut(struct blob from, size_t start, size_t len);

/* The first len bytes. */
struct blob blob_head(struct blob from, size_t len);

/* The same with one bit of the byte at `at` turned over. */
struct blob blob_flip(struct blob from, size_t at);

void blob_add(struct blob *to, const void *data, size_t len);
void blob_add_byte(struct blob *to, uint8_t value);

/* The last octets of `value`, the highest first. */
void blob_add_u16(struct blob *to, size_t value);
void blob_add_u32(struct blob *to, uint32_t value);

struct blob blob_digest(const char *hash, struct blob of);
struct blob blob_sha256(struct blob of);

/* base64url without padding (RFC 4648 section 5), as a C string. */
char *blob_base64url(struct blob from);

/* Plain base64 with padding (RFC 4648 section 4), as a C string. */
char *blob_base64(struct blob from);

#endif
