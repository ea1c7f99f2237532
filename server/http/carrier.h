/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The carrier brings requests from the network to the routes and replies
 * back. It is libmicrohttpd; the files microhttpd*.c know that, nobody else.
 */
#ifndef HTTP_CARRIER_H
#define HTTP_CARRIER_H

#include "address.h"

struct server;
struct carrier;

/* A place to listen. */
struct carrier_address {
    uint8_t ip[ADDRESS_LEN];
    uint16_t port;
    bool optional; /* no mistake if the machine does not have it */
    const char *text;
};

#define CARRIER_ADDRESSES_MAX 8

/* Borrowed: must live as long as the carrier. */
struct carrier_settings {
    struct carrier_address addresses[CARRIER_ADDRESSES_MAX];
    size_t num_addresses;
    unsigned threads; /* for each address */
    unsigned connections;
    unsigned connections_per_address; /* 0: no limit */
    const struct network *proxies;    /* whose X-Forwarded-For is believed */
    size_t num_proxies;
    const struct passkey_bytes *hosts; /* Host values that are ours */
    size_t num_hosts;
    bool https; /* clients come over TLS, through a proxy */
};

/*
 * Listens and begins to answer. NULL with a sentence in `problem` (a buffer
 * of `problem_len` bytes) if an address cannot be had or threads are missing.
 */
struct carrier *carrier_open(const struct carrier_settings *settings,
    struct server *server, char *problem, size_t problem_len);

/*
 * Accepts nothing new, finishes what was begun, closes. False: a request
 * never finished, and its thread may still run: leave the process at once.
 */
PASSKEY_MUST_USE bool carrier_close(struct carrier *carrier);

#endif
