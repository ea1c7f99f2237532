/* SPDX-License-Identifier: Apache-2.0 */
/* The store in one SQLite file; the default. */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include "store.h"

/*
 * Opens the file, makes or migrates the schema, takes the lock that keeps
 * other processes out, and starts the writer thread. Returns NULL with a
 * sentence in `problem` (a buffer of `problem_len` bytes) if that fails, and
 * errno:
 *   EBUSY   another process has the file
 *   EACCES  the file or its lock cannot be made or opened
 *   EIO     what is in the file cannot be used
 *   ENOMEM  memory or threads are missing
 */
struct store *store_sqlite_open(
    const char *path, char *problem, size_t problem_len);

#endif
