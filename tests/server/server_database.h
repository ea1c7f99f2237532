/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The database of the server under test, seen from outside: to count what a
 * request left behind, and to make time pass for a row.
 */
#ifndef TEST_SERVER_DATABASE_H
#define TEST_SERVER_DATABASE_H

#include "server_process.h"

#include <stdint.h>

/* The number that a query gives; 0 for no row. */
int64_t database_number(const struct server_process *server, const char *query);

/* All rows of a query in one text, in scratch memory. */
const char *database_text(
    const struct server_process *server, const char *query);

/* A change, while no request is under way; how many rows it changed. */
int database_change(const struct server_process *server, const char *sql);

#endif
