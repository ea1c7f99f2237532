/* SPDX-License-Identifier: Apache-2.0 */
/* What every cmocka test includes first, in the order that cmocka wants. */
#ifndef TEST_UNIT_H
#define TEST_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <passkey/passkey.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Compares names, so that a failure prints both. */
#define assert_error(actual, expected)                                         \
    assert_string_equal(passkey_error_name(actual), #expected)

static inline struct passkey_bytes
view_text(const char *text)
{
    return passkey_bytes_of(text, strlen(text));
}

/*
 * A copy in a heap block of exactly its size, so that a sanitizer sees one
 * byte too far. The caller frees .data.
 */
static inline struct passkey_bytes
copy_exactly(const void *data, size_t len)
{
    uint8_t *copy = malloc(len > 0 ? len : 1);

    assert_non_null(copy);
    if (len > 0)
        memcpy(copy, data, len);
    return passkey_bytes_of(copy, len);
}

static inline void
free_copy(struct passkey_bytes copy)
{
    free((void *)(uintptr_t)copy.data);
}

#endif
