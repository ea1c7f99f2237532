/* SPDX-License-Identifier: Apache-2.0 */
/* The roots of the metadata service: certificates out of PEM text. */
#ifndef METADATA_ROOTS_H
#define METADATA_ROOTS_H

#include <passkey/bytes.h>

#define METADATA_ROOTS_MAX 16
#define METADATA_ROOT_MAX_LEN 4096

struct metadata_roots {
    uint8_t memory[METADATA_ROOTS_MAX][METADATA_ROOT_MAX_LEN];
    struct passkey_bytes ders[METADATA_ROOTS_MAX];
    size_t num;
};

/*
 * Reads a file of PEM certificates; NULL: those that come with the program
 * (data/metadata/). False: the file has none, too many, or something else.
 */
PASSKEY_MUST_USE bool metadata_roots_load(
    const char *path, struct metadata_roots *out);

#endif
