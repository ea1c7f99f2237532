/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory for tests that nobody frees piece by piece: everything taken since
 * the last scratch_reset goes at once. One pool per thread. Running out of
 * memory ends the program, so callers never check.
 */
#ifndef TEST_SCRATCH_H
#define TEST_SCRATCH_H

#include <stddef.h>

/* Zeroed memory that lives until scratch_reset in the same thread. */
void *scratch_alloc(size_t len);

/* Make cJSON take its memory here too; cJSON_Delete becomes unnecessary. */
void scratch_adopt_cjson(void);

void scratch_reset(void);

#endif
