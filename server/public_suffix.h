/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names under which anybody can register: a passkey that belonged to one
 * would be everybody's. The list is the one of publicsuffix.org, where the
 * system has it; browsers have their own.
 */
#ifndef PUBLIC_SUFFIX_H
#define PUBLIC_SUFFIX_H

#include <passkey/bytes.h>
#include <stddef.h>

/* Where Debian's package publicsuffix keeps the list. */
#define PUBLIC_SUFFIX_LIST "/usr/share/publicsuffix/public_suffix_list.dat"

/*
 * How many octets at the end of `host` (lower case, A-labels) are its public
 * suffix by the rules of `list`; where none fits, or without a list, those of
 * the last label. Rules that are not in ASCII are passed over.
 */
PASSKEY_MUST_USE size_t public_suffix_len(
    struct passkey_bytes list, struct passkey_bytes host);

#endif
