/* SPDX-License-Identifier: Apache-2.0 */
#include "address.h"

#include <arpa/inet.h>
#include <string.h>

#include "../../format/reader.h"

static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};

bool
address_is_ipv4(const uint8_t address[ADDRESS_LEN])
{
    return memcmp(address, mapped, sizeof(mapped)) == 0;
}

bool
address_is_loopback(const uint8_t address[ADDRESS_LEN])
{
    static const uint8_t ipv6[ADDRESS_LEN] = {[15] = 1};

    if (address_is_ipv4(address))
        return address[12] == 127;
    return memcmp(address, ipv6, sizeof(ipv6)) == 0;
}

bool
address_read(struct passkey_bytes text, uint8_t out[ADDRESS_LEN])
{
    char copy[INET6_ADDRSTRLEN];

    if (text.len == 0 || text.len >= sizeof(copy) ||
        memchr(text.data, '\0', text.len) != NULL)
        return false;
    memcpy(copy, text.data, text.len);
    copy[text.len] = '\0';
    if (inet_pton(AF_INET6, copy, out) == 1)
        return true;
    if (inet_pton(AF_INET, copy, out + sizeof(mapped)) != 1)
        return false;
    memcpy(out, mapped, sizeof(mapped));
    return true;
}

/* One to three digits. */
static bool
read_prefix_len(struct passkey_bytes text, unsigned *out)
{
    unsigned value = 0;
    size_t i;

    if (text.len == 0 || text.len > 3)
        return false;
    for (i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        value = value * 10 + (unsigned)(text.data[i] - '0');
    }
    *out = value;
    return true;
}

bool
network_read(struct passkey_bytes text, struct network *out)
{
    const uint8_t *slash =
        text.len > 0 ? memchr(text.data, '/', text.len) : NULL;
    struct passkey_bytes address = text;
    unsigned max;

    if (slash != NULL)
        address.len = (size_t)(slash - text.data);
    if (!address_read(address, out->address))
        return false;
    out->prefix_len = 128;
    if (slash == NULL)
        return true;
    max = address_is_ipv4(out->address) ? 32 : 128;
    if (!read_prefix_len(
            passkey_bytes_of(slash + 1, text.len - address.len - 1),
            &out->prefix_len) ||
        out->prefix_len > max)
        return false;
    out->prefix_len += 128 - max;
    return true;
}

bool
network_contains(
    const struct network *network, const uint8_t address[ADDRESS_LEN])
{
    size_t whole = network->prefix_len / 8;
    unsigned rest = network->prefix_len % 8;

    if (memcmp(network->address, address, whole) != 0)
        return false;
    return rest == 0 ||
           (network->address[whole] ^ address[whole]) >> (8 - rest) == 0;
}

static bool
is_trusted(const uint8_t address[ADDRESS_LEN], const struct network *proxies,
    size_t num_proxies)
{
    size_t i;

    for (i = 0; i < num_proxies; i++) {
        if (network_contains(&proxies[i], address))
            return true;
    }
    return false;
}

/* Takes the last element of a comma-separated list, without spaces. */
static struct passkey_bytes
take_last(struct passkey_bytes *list)
{
    size_t start = list->len;
    struct passkey_bytes element;

    while (start > 0 && list->data[start - 1] != ',')
        start--;
    element = passkey_bytes_of(list->data + start, list->len - start);
    list->len = start > 0 ? start - 1 : 0;
    while (element.len > 0 && element.data[0] == ' ') {
        element.data++;
        element.len--;
    }
    while (element.len > 0 && element.data[element.len - 1] == ' ')
        element.len--;
    return element;
}

void
address_of_client(uint8_t peer[ADDRESS_LEN], struct passkey_bytes forwarded_for,
    const struct network *proxies, size_t num_proxies)
{
    uint8_t before[ADDRESS_LEN];

    while (forwarded_for.len > 0 && is_trusted(peer, proxies, num_proxies)) {
        if (!address_read(take_last(&forwarded_for), before))
            return;
        memcpy(peer, before, sizeof(before));
    }
}
