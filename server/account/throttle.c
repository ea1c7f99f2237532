/* SPDX-License-Identifier: Apache-2.0 */
/* Token buckets in a hash table of fixed size; see throttle.h. */
#include "throttle.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define NUM_ENTRIES 65536 /* a power of two; 1.5 MiB in all */
#define PROBES 8          /* places that one key may take */

/* A bucket: how many guesses at once, and how many seconds give one back. */
struct limit {
    char kind;
    int64_t burst;
    int64_t seconds_per_token;
};

/* 10 at once and 100 in an hour for an account; 100 for a network. */
static const struct limit account_limit = { 'a', 10, 36 };
static const struct limit network_limit = { 'n', 100, 36 };
static const struct limit server_limit = { 's', 2000, 1 };

struct entry {
    uint64_t key; /* 0: free */
    int64_t used; /* seconds until all that was taken is given back */
    int64_t at;   /* when `used` was right */
};

struct throttle {
    pthread_mutex_t mutex;
    uint8_t secret[crypto_shorthash_KEYBYTES];
    struct entry entries[NUM_ENTRIES];
};

struct throttle *
throttle_new(void)
{
    struct throttle *throttle = calloc(1, sizeof(*throttle));

    if (throttle == NULL)
        return NULL;
    pthread_mutex_init(&throttle->mutex, NULL);
    randombytes_buf(throttle->secret, sizeof(throttle->secret));
    return throttle;
}

void
throttle_free(struct throttle *throttle)
{
    if (throttle == NULL)
        return;
    pthread_mutex_destroy(&throttle->mutex);
    free(throttle);
}

/* Strangers choose the keys, so the hash is keyed. */
static uint64_t
key_of(struct throttle *throttle, char kind, struct passkey_bytes name)
{
    uint8_t text[128], hash[crypto_shorthash_BYTES];
    uint64_t key;
    size_t len = name.len < sizeof(text) - 1 ? name.len : sizeof(text) - 1;

    text[0] = (uint8_t)kind;
    if (len > 0)
        memcpy(text + 1, name.data, len);
    crypto_shorthash(hash, text, len + 1, throttle->secret);
    memcpy(&key, hash, sizeof(key));
    return key == 0 ? 1 : key;
}

/* The entry of a key; of a new key the place of the quietest, emptied. */
static struct entry *
find(struct throttle *throttle, uint64_t key, int64_t now)
{
    struct entry *quietest = NULL;
    size_t i;

    for (i = 0; i < PROBES; i++) {
        struct entry *entry =
            &throttle->entries[(key + i) & (NUM_ENTRIES - 1)];

        if (entry->key == key)
            return entry;
        if (quietest == NULL || entry->key == 0 ||
            (quietest->key != 0 && entry->at < quietest->at))
            quietest = entry;
    }
    quietest->key = key;
    quietest->used = 0;
    quietest->at = now;
    return quietest;
}

static struct entry *
refilled(struct throttle *throttle, const struct limit *limit,
    struct passkey_bytes name, int64_t now)
{
    struct entry *entry =
        find(throttle, key_of(throttle, limit->kind, name), now);

    if (now > entry->at) {
        entry->used -= now - entry->at;
        entry->at = now;
    }
    if (entry->used < 0)
        entry->used = 0;
    return entry;
}

static int64_t
wait_of(const struct entry *entry, const struct limit *limit)
{
    int64_t over =
        entry->used - (limit->burst - 1) * limit->seconds_per_token;

    return over <= 0 ? 0 : over;
}

/* A network: the first 24 bits of IPv4, the first 64 of IPv6. */
static struct passkey_bytes
network_of(const uint8_t *peer)
{
    static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

    return passkey_bytes_of(
        peer, memcmp(peer, mapped, sizeof(mapped)) == 0 ? 15 : 8);
}

struct bucket {
    const struct limit *limit;
    struct passkey_bytes name;
};

#define NUM_BUCKETS 3

/* The buckets that one guess is counted in; an absent account has none. */
static size_t
buckets_of(const struct throttle_who *who, struct bucket out[NUM_BUCKETS])
{
    size_t num = 0;

    out[num].limit = &server_limit;
    out[num++].name = passkey_bytes_of(NULL, 0);
    out[num].limit = &network_limit;
    out[num++].name = network_of(who->peer);
    if (who->account.len > 0) {
        out[num].limit = &account_limit;
        out[num++].name = who->account;
    }
    return num;
}

int64_t
throttle_wait(
    struct throttle *throttle, const struct throttle_who *who, int64_t now)
{
    struct bucket buckets[NUM_BUCKETS];
    size_t i, num = buckets_of(who, buckets);
    int64_t wait, longest = 0;

    pthread_mutex_lock(&throttle->mutex);
    for (i = 0; i < num; i++) {
        wait = wait_of(
            refilled(throttle, buckets[i].limit, buckets[i].name, now),
            buckets[i].limit);
        if (wait > longest)
            longest = wait;
    }
    pthread_mutex_unlock(&throttle->mutex);
    return longest;
}

static void
add(struct throttle *throttle, const struct throttle_who *who, int64_t tokens,
    int64_t now)
{
    struct bucket buckets[NUM_BUCKETS];
    size_t i, num = buckets_of(who, buckets);

    pthread_mutex_lock(&throttle->mutex);
    for (i = 0; i < num; i++) {
        struct entry *entry =
            refilled(throttle, buckets[i].limit, buckets[i].name, now);

        entry->used += tokens * buckets[i].limit->seconds_per_token;
        if (entry->used < 0)
            entry->used = 0;
    }
    pthread_mutex_unlock(&throttle->mutex);
}

void
throttle_count(
    struct throttle *throttle, const struct throttle_who *who, int64_t now)
{
    add(throttle, who, 1, now);
}

void
throttle_forgive(
    struct throttle *throttle, const struct throttle_who *who, int64_t now)
{
    add(throttle, who, -1, now);
}
