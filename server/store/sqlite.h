/* SPDX-License-Identifier: Apache-2.0 */
/* The store in one SQLite file; the default. */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include "store.h"

/*
 * Spent ceremonies that were forgotten while the clock ran ahead make all new
 * ones count as spent once it is right again. `renew` makes worthless what
 * was begun before, durably; then nothing need be remembered of it. False: it
 * could not.
 */
struct sqlite_clock {
    int64_t now; /* seconds since 1970-01-01 UTC */
    bool (*renew)(void *context);
    void *context;
};

/*
 * Opens the file, makes or migrates the schema, takes the lock that keeps
 * other processes out, and starts the writer thread. `clock` NULL: whatever
 * the file says of time is right. Returns NULL with a
 * sentence in `problem` (a buffer of `problem_len` bytes) if that fails, and
 * errno:
 *   EBUSY   another process has the file
 *   EACCES  the file or its lock cannot be made or opened
 *   EIO     what is in the file cannot be used, or `renew` failed
 *   ENOMEM  memory or threads are missing
 */
struct store *store_sqlite_open(
    const char *path, const struct sqlite_clock *clock, char *problem,
    size_t problem_len);

#endif
