/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Internet addresses and networks as 16 bytes: IPv6, or IPv4 mapped into it
 * (::ffff:a.b.c.d), so that one comparison serves both.
 */
#ifndef HTTP_ADDRESS_H
#define HTTP_ADDRESS_H

#include <passkey/bytes.h>

#define ADDRESS_LEN 16

struct network {
    uint8_t address[ADDRESS_LEN];
    unsigned prefix_len; /* bits, 0 to 128 */
};

/* "192.0.2.1" or "2001:db8::1"; nothing else. */
PASSKEY_MUST_USE bool address_read(
    struct passkey_bytes text, uint8_t out[ADDRESS_LEN]);

/* "192.0.2.0/24", "2001:db8::/32", or an address alone. */
PASSKEY_MUST_USE bool network_read(
    struct passkey_bytes text, struct network *out);

PASSKEY_MUST_USE bool network_contains(
    const struct network *network, const uint8_t address[ADDRESS_LEN]);

PASSKEY_MUST_USE bool address_is_ipv4(const uint8_t address[ADDRESS_LEN]);
PASSKEY_MUST_USE bool address_is_loopback(const uint8_t address[ADDRESS_LEN]);

/*
 * The client behind trusted proxies: walks X-Forwarded-For from its right
 * end, as long as the address is one of `proxies`. `peer` is who is connected
 * and receives the result; it stays as it is if it is no trusted proxy, or
 * from the first element on that is no address.
 */
void address_of_client(uint8_t peer[ADDRESS_LEN],
    struct passkey_bytes forwarded_for, const struct network *proxies,
    size_t num_proxies);

#endif
