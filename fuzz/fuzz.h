/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the fuzz targets share. A target asserts properties, not only survival.
 * The functions of the library that may fail must be looked at, so a target
 * uses their results.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <passkey/bytes.h>

#include <stdio.h>
#include <stdlib.h>

/* Aborts in every build, unlike assert. */
#define FUZZ_CHECK(truth)                                                      \
    do {                                                                       \
        if (!(truth)) {                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #truth);        \
            abort();                                                           \
        }                                                                      \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An empty view is inside everything. */
static inline bool
is_inside(struct passkey_bytes inner, struct passkey_bytes outer)
{
    return inner.len == 0 ||
           (inner.data >= outer.data && inner.len <= outer.len &&
               (size_t)(inner.data - outer.data) <= outer.len - inner.len);
}

#endif
