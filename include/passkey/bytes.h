/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A view of bytes that somebody else owns, and the attributes that every
 * other header uses. Nothing here allocates, copies or frees.
 */
#ifndef PASSKEY_BYTES_H
#define PASSKEY_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define PASSKEY_EXPORT __attribute__((visibility("default")))
#define PASSKEY_MUST_USE __attribute__((warn_unused_result))
#else
#define PASSKEY_EXPORT
#define PASSKEY_MUST_USE
#endif

/*
 * A borrowed run of bytes. `data` may be NULL only when `len` is 0; an absent
 * value is { NULL, 0 }. The owner of the bytes must keep them alive and
 * unchanged for as long as the view is used.
 */
struct passkey_bytes {
    const uint8_t *data;
    size_t len; /* bytes */
};

/*
 * Memory that the caller lends for output. A function that fills it says how
 * many bytes it needs at most.
 */
struct passkey_buffer {
    uint8_t *data;
    size_t cap; /* bytes that may be written */
};

/*
 * passkey_bytes_of makes a view of `len` bytes at `data`. The view lives as
 * long as `data` does.
 */
static inline struct passkey_bytes
passkey_bytes_of(const void *data, size_t len)
{
    struct passkey_bytes bytes;

    bytes.data = (const uint8_t *)data;
    bytes.len = len;
    return bytes;
}

#ifdef __cplusplus
}
#endif

#endif
