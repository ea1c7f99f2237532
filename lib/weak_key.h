/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Public keys whose private keys can be computed. Their form is right: the
 * fault lies in how they were made.
 */
#ifndef PK_WEAK_KEY_H
#define PK_WEAK_KEY_H

#include <passkey/algorithm.h>

/*
 * Does an RSA modulus bear the mark of the generator of CVE-2017-15361
 * ("ROCA"), which was in TPMs and security keys? One in 200 million sound
 * keys does, too. False for keys of other kinds.
 */
PASSKEY_MUST_USE bool pk_key_is_weak(const struct passkey_public_key *key);

#endif
