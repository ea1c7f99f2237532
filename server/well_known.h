/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Other domains and apps that share the passkeys of this site: what the
 * files under /.well-known/ say, all from one configuration.
 */
#ifndef WELL_KNOWN_H
#define WELL_KNOWN_H

#include <passkey/bytes.h>

#define WELL_KNOWN_MAX 16

/* Browsers look at no more than five (#sctn-related-origins). */
#define WELL_KNOWN_LABELS_MAX 5

struct android_app {
    struct passkey_bytes package;     /* "org.example.app" */
    struct passkey_bytes fingerprint; /* "AA:BB:…", 32 bytes in capitals */
};

struct well_known {
    struct passkey_bytes related_origins[WELL_KNOWN_MAX];
    size_t num_related_origins;
    struct android_app android_apps[WELL_KNOWN_MAX];
    size_t num_android_apps;
    struct passkey_bytes apple_apps[WELL_KNOWN_MAX]; /* "TEAMID0000.org.x" */
    size_t num_apple_apps;
};

#endif
