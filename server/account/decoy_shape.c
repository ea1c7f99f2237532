/* SPDX-License-Identifier: Apache-2.0 */
/* See decoy_shape.h. */
#include "decoy_shape.h"

#include <passkey/credential.h>
#include <stdlib.h>
#include <string.h>

#include "../../format/reader.h"
#include "../arena.h"

/* Fewer accounts would be recognised in the answers made after them. */
#define ACCOUNTS_MIN 16

/* A sample of so many accounts is off by about three in a hundred. */
#define ACCOUNTS_MAX 1024
#define PASSKEYS_MAX 2048

/* Passkeys name few combinations; what does not fit is taken for the first. */
#define TRANSPORTS_MAX 32
#define TRANSPORTS_MAX_LEN 64

#define SAMPLE_MEMORY (8u * 1024 * 1024)

struct decoy_shapes {
    size_t num;
    struct decoy_shape shapes[ACCOUNTS_MAX];
    size_t num_transports;
    struct {
        uint8_t text[TRANSPORTS_MAX_LEN];
        size_t len;
    } transports[TRANSPORTS_MAX];
};

struct passkey_bytes
decoy_transports(const struct decoy_shapes *shapes, uint8_t transports)
{
    return passkey_bytes_of(shapes->transports[transports].text,
        shapes->transports[transports].len);
}

static uint8_t
transports_number(struct decoy_shapes *shapes, struct passkey_bytes text)
{
    size_t i;

    for (i = 0; i < shapes->num_transports; i++) {
        if (pk_equal(decoy_transports(shapes, (uint8_t)i), text))
            return (uint8_t)i;
    }
    if (i == TRANSPORTS_MAX || text.len > TRANSPORTS_MAX_LEN)
        return 0;
    if (text.len > 0)
        memcpy(shapes->transports[i].text, text.data, text.len);
    shapes->transports[i].len = text.len;
    shapes->num_transports++;
    return (uint8_t)i;
}

static void
add_passkey(struct decoy_shapes *shapes, struct decoy_shape *shape,
    struct passkey_bytes record)
{
    struct passkey_credential credential;
    uint8_t i = shape->num;

    if (i == DECOY_PASSKEYS_MAX ||
        passkey_credential_decode(record, &credential) != PASSKEY_OK)
        return;
    shape->passkeys[i].id_len[0] = (uint8_t)(credential.id.len >> 8);
    shape->passkeys[i].id_len[1] = (uint8_t)credential.id.len;
    shape->passkeys[i].transports =
        transports_number(shapes, credential.transports);
    shape->num++;
}

/* Rows come account by account. */
static void
add_all(struct decoy_shapes *shapes, const struct store_sample *rows,
    size_t num)
{
    const uint8_t *user = NULL;
    size_t i;

    for (i = 0; i < num; i++) {
        if (user == NULL ||
            memcmp(user, rows[i].user, STORE_USER_HANDLE_LEN) != 0) {
            if (shapes->num == ACCOUNTS_MAX)
                return;
            shapes->num++;
            user = rows[i].user;
        }
        add_passkey(
            shapes, &shapes->shapes[shapes->num - 1], rows[i].record);
    }
    /* The last account may go on behind the sample. */
    if (num == PASSKEYS_MAX && shapes->num > 0)
        shapes->num--;
}

static int
by_octets(const void *first, const void *second)
{
    return memcmp(first, second, sizeof(struct decoy_shape));
}

static bool
learn(struct decoy_shapes *shapes, struct store *store, struct arena *arena)
{
    struct store_sample *rows = arena_take(arena, PASSKEYS_MAX * sizeof(*rows));
    size_t num;

    if (rows == NULL || store_sample_passkeys(store, arena, rows, PASSKEYS_MAX,
                            &num) != STORE_OK)
        return false;
    add_all(shapes, rows, num);
    /* In order, a few new accounts change the answers for few names. */
    qsort(shapes->shapes, shapes->num, sizeof(shapes->shapes[0]), by_octets);
    return shapes->num >= ACCOUNTS_MIN;
}

struct decoy_shapes *
decoy_shapes_learn(struct store *store)
{
    struct decoy_shapes *shapes = calloc(1, sizeof(*shapes));
    struct arena *arena = arena_new(SAMPLE_MEMORY);

    if (shapes != NULL && arena != NULL && learn(shapes, store, arena)) {
        arena_free(arena);
        return shapes;
    }
    arena_free(arena);
    free(shapes);
    return NULL;
}

void
decoy_shapes_free(struct decoy_shapes *shapes)
{
    free(shapes);
}

const struct decoy_shape *
decoy_shape_at(const struct decoy_shapes *shapes, uint32_t place)
{
    return &shapes->shapes[(uint64_t)place * shapes->num >> 32];
}
