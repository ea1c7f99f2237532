/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The FIDO metadata of this server: one file in the state directory, which an
 * import replaces. Registrations hold the list that is current while they
 * look into it; an import puts a new one beside it and lets the old one go
 * when nobody holds it.
 */
#ifndef METADATA_METADATA_H
#define METADATA_METADATA_H

#include <passkey/metadata.h>

#include "roots.h"

/* A BLOB has some ten megabytes; more than this is not read. */
#define METADATA_BLOB_MAX_LEN (64u * 1024 * 1024)

struct metadata;

struct metadata_list {
    struct passkey_metadata list;
    int64_t verified_at; /* when the signature was checked */
    /* Its own: */
    void *file; /* mapped */
    size_t file_len;
    struct passkey_model *models;
    unsigned num_holders;
};

/*
 * Opens what was imported before, if there is something. NULL: `problem`
 * says why. `signer` must live as long as the result.
 */
PASSKEY_MUST_USE struct metadata *metadata_open(const char *state_dir,
    const struct metadata_roots *roots, const char *signer, char *problem,
    size_t len);

/* NULL is allowed. */
void metadata_close(struct metadata *metadata);

/* The current list, or NULL if there is none: only to read. Give it back. */
PASSKEY_MUST_USE struct metadata_list *metadata_hold(
    struct metadata *metadata);
void metadata_release(struct metadata *metadata, struct metadata_list *list);

/*
 * Verifies the BLOB in a file and makes it current, durably. Returns
 * PASSKEY_OK, or what is wrong with it; PASSKEY_ERR_NO_SPACE also for files
 * that cannot be read or written, and `problem` says more.
 */
PASSKEY_MUST_USE enum passkey_error metadata_import(struct metadata *metadata,
    const struct passkey_crypto *crypto, const char *path, int64_t now,
    const char **problem);

#endif
