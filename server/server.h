/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the handlers share: made once at the start, then only read, except
 * for what locks itself (store, throttle).
 */
#ifndef SERVER_H
#define SERVER_H

#include <passkey/passkey.h>

#include "page/theme.h"

struct store;
struct well_known;
struct throttle;
struct audit;
struct password_pool;
struct mailer;
struct decoy_shapes;
struct metadata;

/* Secrets outside the database; see account/keyring.h. */
struct server_keys {
    struct passkey_keyring ceremonies;
    uint8_t decoy[32]; /* HMAC key of invented answers for unknown names */
};

enum sign_up_mode { SIGN_UP_OPEN = 0, SIGN_UP_INVITE, SIGN_UP_CLOSED };

struct server {
    struct passkey_policy policy;
    struct server_keys keys;
    struct store *store;
    struct decoy_shapes *decoy_shapes; /* NULL: a site of few accounts */
    struct throttle *throttle;
    struct password_pool *passwords;
    struct mailer *mailer; /* NULL: no mail */
    struct metadata *metadata; /* of FIDO; may have no list yet */
    enum sign_up_mode sign_up;
    const char *origin;    /* the first configured origin, for links */
    const char *site_name; /* UTF-8 */
    struct theme theme;
    const struct well_known *well_known;
    bool has_admin_key; /* the site's own backend may administrate */
    uint8_t admin_key_hash[32]; /* SHA-256 of it */
    int64_t session_idle_s;
    int64_t session_max_s;
    bool trust_forwarded; /* a configured proxy is in front; see config */
};

#endif
