/* SPDX-License-Identifier: Apache-2.0 */
/* The Cookie header (RFC 6265 section 5.4), byte by byte: no decoding. */
#ifndef HTTP_COOKIE_H
#define HTTP_COOKIE_H

#include <passkey/bytes.h>

enum cookie_result { COOKIE_ABSENT = 0, COOKIE_FOUND, COOKIE_TWICE };

/*
 * Looks for a cookie of exactly this name. A name that occurs twice is
 * COOKIE_TWICE: somebody planted one, so neither may be believed.
 */
PASSKEY_MUST_USE enum cookie_result cookie_find(
    struct passkey_bytes header, const char *name, struct passkey_bytes *value);

#endif
