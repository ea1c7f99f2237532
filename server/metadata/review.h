/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The stored passkeys held against the current metadata. Nobody is locked
 * out: the administrator is told.
 */
#ifndef METADATA_REVIEW_H
#define METADATA_REVIEW_H

#include "../store/store.h"
#include "metadata.h"

struct metadata_review {
    int64_t num_passkeys; /* all that are stored */
    /* Of models with a status of `refused`: proved, and by their own word. */
    int64_t num_affected;
    int64_t num_claimed;
};

/* False: the store could not be read. */
PASSKEY_MUST_USE bool metadata_review_passkeys(struct store *store,
    const struct metadata_list *list, const struct passkey_crypto *crypto,
    uint32_t refused, int64_t now, struct metadata_review *out);

#endif
