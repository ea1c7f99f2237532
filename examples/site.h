/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What relying_party.c needs besides passkeys: one request of the Common
 * Gateway Interface, its reply, and records that are files. Whatever fails
 * here ends the program without a reply.
 *
 * Sessions and spent ceremonies stay until somebody deletes them: a site that
 * lives would do so with a timer, and would give its cookies "Secure".
 */
#ifndef SITE_H
#define SITE_H

#include <passkey/passkey.h>

#define SITE_BODY_MAX   65536
#define SITE_RECORD_MAX 8192

/* Records are files of this folder; one request at a time has them. */
void site_open(const char *folder, const struct passkey_crypto *crypto);

/* A record; empty if there is none. The next call takes its place. */
struct passkey_bytes site_load(const char *kind, struct passkey_bytes id);

/* Is on the disk when it returns, in the place of the one that was there. */
void site_save(
    const char *kind, struct passkey_bytes id, struct passkey_bytes record);

/* 16 unpredictable bytes. The next call takes their place. */
struct passkey_bytes site_new_id(void);

/* Unpredictable bytes, the same ones at every request. */
void site_secret(uint8_t *out, size_t len);

/* What was posted; empty if nothing was, or more than SITE_BODY_MAX. */
struct passkey_bytes site_body(void);

/* What the browser sent for this name; empty if nothing. */
struct passkey_bytes site_cookie(const char *name);
void site_set_cookie(const char *name, struct passkey_bytes value);

/* The account, in hex, whose session the request belongs to, or empty. */
struct passkey_bytes site_account(void);
void site_begin_session(struct passkey_bytes account);

void site_reply(int status, struct passkey_bytes text);

#endif
