/* SPDX-License-Identifier: Apache-2.0 */
/* Which of our languages a reader likes best (RFC 9110, 12.5.4). */
#ifndef PAGE_LANGUAGE_H
#define PAGE_LANGUAGE_H

#include <passkey/bytes.h>

/*
 * Index into `languages` for an Accept-Language value; the first, English,
 * if none of ours is wanted or the value makes no sense.
 */
size_t language_choose(struct passkey_bytes accept_language);

#endif
