/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The log: one JSON object per line on standard error. What strangers sent
 * is escaped, so a line is always a line. Secrets, cookies, queries and
 * bodies have no business here.
 */
#ifndef LOG_H
#define LOG_H

#include <passkey/bytes.h>

enum log_level { LOG_ERRORS = 0, LOG_WARNINGS, LOG_REQUESTS, LOG_DETAILS };

struct log_field {
    const char *name; /* constant */
    struct passkey_bytes text;
};

/* Lines above this level are left out; before the call, warnings are kept. */
void log_set_level(enum log_level level);

/*
 * {"time":…,"level":…,"event":…, fields…}. `event` is a constant; fields
 * that do not fit into the line of 2 KiB are cut. Any thread.
 */
void log_event(enum log_level level, const char *event,
    const struct log_field *fields, size_t num_fields);

/* The same with one field "detail". */
void log_detail(enum log_level level, const char *event, const char *detail);

/* One line per answered request. */
void log_request(struct passkey_bytes method, struct passkey_bytes path,
    unsigned status, uint64_t microseconds);

#endif
