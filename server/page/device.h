/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a User-Agent header means in plain words: "Firefox", "Windows". It is
 * shown to the account's owner only, and decides nothing.
 */
#ifndef PAGE_DEVICE_H
#define PAGE_DEVICE_H

#include <passkey/bytes.h>

/* Proper names, the same in every language; NULL if not recognised. */
struct device {
    const char *browser;
    const char *system;
};

struct device device_of(struct passkey_bytes user_agent);

#endif
