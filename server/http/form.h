/* SPDX-License-Identifier: Apache-2.0 */
/*
 * application/x-www-form-urlencoded, as our own pages send it (URL Standard,
 * section 5). Strict: bad escapes, ill-formed UTF-8 and NUL are refused, and
 * a name that occurs twice is.
 */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include "../arena.h"

struct form_field {
    const char *name;           /* ASCII */
    struct passkey_bytes value; /* decoded; { NULL, 0 } if it is not there */
};

/*
 * Fills the fields that it knows; others are ignored (browsers' extensions
 * add some). False: malformed, a known name twice, or no memory.
 */
PASSKEY_MUST_USE bool form_read(struct passkey_bytes body, struct arena *arena,
    struct form_field *fields, size_t num_fields);

#endif
