/* SPDX-License-Identifier: Apache-2.0 */
/* A list of blocks per thread. */
#include "scratch.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

struct block {
    struct block *next;
    max_align_t content[];
};

static _Thread_local struct block *blocks;

void *
scratch_alloc(size_t len)
{
    struct block *block = calloc(1, sizeof(*block) + len);

    if (block == NULL) {
        fputs("scratch: out of memory\n", stderr);
        abort();
    }
    block->next = blocks;
    blocks = block;
    return block->content;
}

static void
keep(void *content)
{
    (void)content;
}

void
scratch_adopt_cjson(void)
{
    cJSON_Hooks hooks = {scratch_alloc, keep};

    cJSON_InitHooks(&hooks);
}

void
scratch_reset(void)
{
    while (blocks != NULL) {
        struct block *block = blocks;

        blocks = block->next;
        free(block);
    }
}
