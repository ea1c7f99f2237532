/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The secrets of the server, in a file of their own outside the database:
 * whoever steals the database cannot forge anything with it.
 *
 *   passkeyd-keyring 1
 *   ceremony ID BASE64URL     the first seals, all of them open
 *   decoy BASE64URL
 */
#ifndef ACCOUNT_KEYRING_H
#define ACCOUNT_KEYRING_H

#include "../server.h"

/*
 * Reads the file, or makes it with mode 0600 and new keys if there is none.
 * Returns NULL, or a sentence about what is wrong: a constant.
 */
const char *keyring_open(const char *path, struct server_keys *out);

/*
 * Puts a new ceremony key in front; tokens are signed with a new key as
 * well, because theirs come from it. What the keys before it sealed and
 * signed stays good until it expires; the oldest goes when there are more
 * than PASSKEY_KEYRING_MAX. A running server notices at its next start.
 * Returns NULL, or a sentence about what is wrong: a constant.
 */
const char *keyring_rotate(const char *path);

/*
 * Makes a ring of one new key out of `keys`, here and in the file: nothing
 * that was sealed or signed before is good any more. Invented answers stay as
 * they are. Returns NULL, or a sentence about what is wrong: a constant.
 */
const char *keyring_renew(const char *path, struct server_keys *keys);

#endif
