/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How often somebody may be wrong. Each failure takes a token from the bucket
 * of the account, of the source's network, and of the whole server; buckets
 * fill up again with time. Only what can be guessed is throttled: passkeys
 * cannot, so an account under attack still signs in with one.
 *
 * Fixed memory: a full table forgets whoever was quiet the longest.
 */
#ifndef ACCOUNT_THROTTLE_H
#define ACCOUNT_THROTTLE_H

#include <passkey/bytes.h>

struct throttle;

/* Whom a guess is counted against. */
struct throttle_who {
    struct passkey_bytes account; /* canonical name, or empty */
    const uint8_t *peer;          /* 16 bytes: IPv6 or IPv4-mapped */
};

struct throttle *throttle_new(void);
void throttle_free(struct throttle *throttle);

/* Seconds to wait before another guess; 0: go on. */
PASSKEY_MUST_USE int64_t throttle_wait(
    struct throttle *throttle, const struct throttle_who *who, int64_t now);

/*
 * Counts a guess. Call it before the guess is looked at, so that many at once
 * are counted too, and give it back with throttle_forgive if it was right.
 */
void throttle_count(
    struct throttle *throttle, const struct throttle_who *who, int64_t now);
void throttle_forgive(
    struct throttle *throttle, const struct throttle_who *who, int64_t now);

#endif
