/* SPDX-License-Identifier: Apache-2.0 */
/* What an account may be called. */
#ifndef ACCOUNT_USER_H
#define ACCOUNT_USER_H

#include <passkey/bytes.h>

#define USER_NAME_MAX_LEN 64
#define USER_DISPLAY_NAME_MAX_LEN 128

/* The canonical form of a name: 1 to 64 of a-z, 0-9, '.', '_', '-'. */
struct user_name {
    uint8_t text[USER_NAME_MAX_LEN];
    size_t len;
};

/* What people see: UTF-8 without control characters, at most 128 bytes. */
struct user_display_name {
    uint8_t text[USER_DISPLAY_NAME_MAX_LEN];
    size_t len;
};

/*
 * Brings what somebody typed into canonical form: white space around it is
 * dropped, capital letters become small. False: it cannot be a name.
 */
PASSKEY_MUST_USE bool user_name_from(
    struct passkey_bytes typed, struct user_name *out);

PASSKEY_MUST_USE bool user_display_name_from(
    struct passkey_bytes typed, struct user_display_name *out);

struct passkey_bytes user_name_view(const struct user_name *name);
struct passkey_bytes user_display_name_view(
    const struct user_display_name *name);

#endif
