/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory of one exchange: taken piece by piece, given back all at once. It
 * has a hard maximum, so no request can make the server grow.
 */
#ifndef ARENA_H
#define ARENA_H

#include "../format/writer.h"

struct arena;

/* NULL if there is no memory. `max` is the most bytes it will ever hand out. */
struct arena *arena_new(size_t max);
/* Wipes what was handed out. NULL is allowed. */
void arena_free(struct arena *arena);

/* Zeroed, aligned for any type. NULL: the maximum is reached. */
PASSKEY_MUST_USE void *arena_take(struct arena *arena, size_t len);

/* A copy of bytes; .data is NULL if there is no room (also for len 0). */
struct passkey_bytes arena_copy(struct arena *arena, struct passkey_bytes from);

/* A copy with a NUL behind it, for interfaces that want C strings. */
char *arena_text(struct arena *arena, struct passkey_bytes from);

/* A writer of at most `cap` bytes; without memory it is full from the start. */
struct pk_writer arena_writer(struct arena *arena, size_t cap);

#endif
