/* SPDX-License-Identifier: Apache-2.0 */
/* Answers of the administration's interface, for people or for programs. */
#ifndef PRINT_ANSWER_H
#define PRINT_ANSWER_H

#include "../server/http/local.h"

/*
 * Prints an answer on standard output, or its problem on standard error.
 * `json`: as it came. Otherwise an array of objects becomes a table, other
 * members lines; times (names that end in "At", and "at") become UTC dates.
 * `done` is said when there is nothing to show. Returns an exit status.
 */
int print_answer(const struct local_answer *answer, bool json,
    const char *done);

#endif
