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

#endif
