/* SPDX-License-Identifier: Apache-2.0 */
/* See review.h. */
#include "review.h"

#include <stdlib.h>
#include <string.h>

#define BATCH 32
#define BATCH_MEMORY (4u * 1024 * 1024)

/* The statuses of every model, read once. */
static uint32_t *
read_statuses(const struct passkey_metadata *list, int64_t now)
{
    uint32_t *statuses = calloc(list->num_models + 1, sizeof(*statuses));
    struct passkey_model_state state;
    size_t i;

    for (i = 0; statuses != NULL && i < list->num_models; i++) {
        passkey_model_state_at(&list->models[i], now, &state);
        statuses[i] = state.statuses;
    }
    return statuses;
}

/* What the passkeys are held against. */
struct standard {
    const struct passkey_metadata *list;
    const struct passkey_crypto *crypto;
    const uint32_t *statuses; /* of each model */
    uint32_t refused;
};

static void
count(const struct standard *standard, const struct store_passkey *passkey,
    struct metadata_review *out)
{
    struct passkey_credential credential;
    const struct passkey_model *model;

    out->num_passkeys++;
    if (passkey_credential_decode(passkey->record, &credential) != PASSKEY_OK)
        return;
    model = passkey_credential_model(
        standard->list, standard->crypto, &credential);
    if (model == NULL || (standard->statuses[model - standard->list->models] &
                             standard->refused) == 0)
        return;
    if (credential.attestation_trusted)
        out->num_affected++;
    else
        out->num_claimed++;
}

/* One batch behind the id `after`, which it moves. */
static enum store_status
review_batch(struct store *store, struct arena *arena,
    struct store_passkey passkeys[BATCH], struct passkey_bytes after,
    size_t *num)
{
    *num = 0;
    return store_walk_passkeys(store, after, arena, passkeys, BATCH, num);
}

static bool
review_all(struct store *store, const struct standard *standard,
    struct metadata_review *out)
{
    struct store_passkey passkeys[BATCH];
    uint8_t last[1024];
    struct passkey_bytes after = passkey_bytes_of(last, 0);
    size_t i, num = BATCH;
    bool done = true;

    while (done && num == BATCH) {
        struct arena *arena = arena_new(BATCH_MEMORY);

        done = arena != NULL && review_batch(store, arena, passkeys, after,
                                    &num) == STORE_OK;
        for (i = 0; done && i < num; i++)
            count(standard, &passkeys[i], out);
        if (done && num > 0 && passkeys[num - 1].id.len <= sizeof(last)) {
            after = passkey_bytes_of(last, passkeys[num - 1].id.len);
            memcpy(last, passkeys[num - 1].id.data, after.len);
        }
        arena_free(arena);
    }
    return done;
}

bool
metadata_review_passkeys(struct store *store, const struct metadata_list *list,
    const struct passkey_crypto *crypto, uint32_t refused, int64_t now,
    struct metadata_review *out)
{
    uint32_t *statuses = read_statuses(&list->list, now);
    const struct standard standard = {
        .list = &list->list,
        .crypto = crypto,
        .statuses = statuses,
        .refused = refused,
    };
    bool done;

    memset(out, 0, sizeof(*out));
    done = statuses != NULL && review_all(store, &standard, out);
    free(statuses);
    return done;
}
