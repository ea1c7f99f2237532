/* SPDX-License-Identifier: Apache-2.0 */
/* Chunks that are filled from the front and freed together. */
#include "arena.h"

#include <stdlib.h>
#include <string.h>

/* Enough for a small request and its answer; larger ones take more chunks. */
#define FIRST_CHUNK_LEN 6144u
#define CHUNK_LEN       16384u
#define ALIGNMENT       _Alignof(max_align_t)

struct chunk {
    struct chunk *next;
    size_t used;
    size_t cap;
    _Alignas(max_align_t) uint8_t data[];
};

/* Lives at the beginning of its last chunk, so one malloc makes both. */
struct arena {
    size_t left;
    struct chunk *chunks; /* the newest first */
};

static struct chunk *
chunk_new(size_t cap)
{
    struct chunk *chunk = malloc(sizeof(*chunk) + cap);

    if (chunk == NULL)
        return NULL;
    chunk->next = NULL;
    chunk->used = 0;
    chunk->cap = cap;
    return chunk;
}

/* Takes from a chunk; the caller has checked that there is room. */
static void *
chunk_take(struct chunk *chunk, size_t len)
{
    uint8_t *at = chunk->data + chunk->used;

    chunk->used += len;
    memset(at, 0, len);
    return at;
}

struct arena *
arena_new(size_t max)
{
    struct chunk *chunk = chunk_new(FIRST_CHUNK_LEN);
    struct arena *arena;

    if (chunk == NULL)
        return NULL;
    arena = chunk_take(
        chunk, (sizeof(*arena) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    arena->left = max;
    arena->chunks = chunk;
    return arena;
}

void
arena_free(struct arena *arena)
{
    struct chunk *chunk, *next;

    if (arena == NULL)
        return;
    for (chunk = arena->chunks; chunk != NULL; chunk = next) {
        next = chunk->next; /* the arena itself is in the last one */
        explicit_bzero(chunk->data, chunk->used);
        free(chunk);
    }
}

void *
arena_take(struct arena *arena, size_t len)
{
    struct chunk *chunk = arena->chunks;

    if (len > arena->left)
        return NULL;
    len = (len + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (len == 0)
        len = ALIGNMENT;
    if (len > arena->left)
        return NULL;
    if (len > chunk->cap - chunk->used) {
        chunk = chunk_new(len > CHUNK_LEN ? len : CHUNK_LEN);
        if (chunk == NULL)
            return NULL;
        chunk->next = arena->chunks;
        arena->chunks = chunk;
    }
    arena->left -= len;
    return chunk_take(chunk, len);
}

struct passkey_bytes
arena_copy(struct arena *arena, struct passkey_bytes from)
{
    uint8_t *copy = arena_take(arena, from.len);

    if (copy == NULL)
        return passkey_bytes_of(NULL, 0);
    if (from.len > 0)
        memcpy(copy, from.data, from.len);
    return passkey_bytes_of(copy, from.len);
}

char *
arena_text(struct arena *arena, struct passkey_bytes from)
{
    char *copy = from.len < SIZE_MAX ? arena_take(arena, from.len + 1) : NULL;

    if (copy != NULL && from.len > 0)
        memcpy(copy, from.data, from.len);
    return copy;
}

struct pk_writer
arena_writer(struct arena *arena, size_t cap)
{
    void *memory = arena_take(arena, cap);

    return pk_writer_on(memory, memory == NULL ? 0 : cap);
}
