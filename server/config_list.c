/* SPDX-License-Identifier: Apache-2.0 */
/* Values of settings that are lists. */
#include <string.h>
#include <strings.h>

#include "../format/reader.h"
#include "config_setting.h"

/* Takes the next element of a list: commas and spaces separate. */
bool
next_element(struct passkey_bytes *list, struct passkey_bytes *out)
{
    while (list->len > 0 && strchr(", \t", list->data[0]) != NULL) {
        list->data++;
        list->len--;
    }
    *out = passkey_bytes_of(list->data, 0);
    while (list->len > 0 && strchr(", \t", list->data[0]) == NULL) {
        list->data++;
        list->len--;
        out->len++;
    }
    return out->len > 0;
}

static bool
add_address(struct config *config, struct passkey_bytes text,
    struct passkey_bytes ip, uint16_t port, bool optional)
{
    struct carrier_address *address;

    if (config->num_addresses == CARRIER_ADDRESSES_MAX)
        return false;
    address = &config->addresses[config->num_addresses++];
    address->port = port;
    address->optional = optional;
    address->text = arena_text(config->arena, text);
    return address->text != NULL && address_read(ip, address->ip);
}

/* "127.0.0.1:8080", "[::1]:8080", "localhost:8080", "*:8080" */
static bool
read_address(struct config *config, struct passkey_bytes text)
{
    const uint8_t *colon = memrchr(text.data, ':', text.len);
    struct passkey_bytes host = text;
    int64_t port;

    if (colon == NULL)
        return false;
    host.len = (size_t)(colon - text.data);
    if (!read_number(passkey_bytes_of(colon + 1, text.len - host.len - 1), 1,
            65535, &port))
        return false;
    if (pk_equal(host, PK_TEXT("localhost")))
        return add_address(
                   config, text, PK_TEXT("127.0.0.1"), (uint16_t)port, false) &&
               add_address(config, text, PK_TEXT("::1"), (uint16_t)port, true);
    if (pk_equal(host, PK_TEXT("*")))
        return add_address(
                   config, text, PK_TEXT("0.0.0.0"), (uint16_t)port, false) &&
               add_address(config, text, PK_TEXT("::"), (uint16_t)port, true);
    if (host.len >= 2 && host.data[0] == '[' && host.data[host.len - 1] == ']')
        host = passkey_bytes_of(host.data + 1, host.len - 2);
    else if (memchr(host.data, ':', host.len) != NULL)
        return false;
    return add_address(config, text, host, (uint16_t)port, false);
}

bool
read_addresses(struct config *config, struct passkey_bytes value, void *member)
{
    struct passkey_bytes element;

    (void)member;
    while (next_element(&value, &element)) {
        if (!read_address(config, element))
            return false;
    }
    return config->num_addresses > 0;
}

static bool
read_origin_list(struct config *config, struct passkey_bytes value,
    struct passkey_bytes *out, size_t *num)
{
    struct passkey_bytes element;
    struct origin origin;

    (void)config;
    while (next_element(&value, &element)) {
        if (*num == CONFIG_ORIGINS_MAX || !origin_read(element, &origin))
            return false;
        out[(*num)++] = element;
    }
    return true;
}

bool
read_origins(struct config *config, struct passkey_bytes value, void *member)
{
    (void)member;
    return read_origin_list(
               config, value, config->origins, &config->num_origins) &&
           config->num_origins > 0;
}

bool
read_top_origins(
    struct config *config, struct passkey_bytes value, void *member)
{
    (void)member;
    return read_origin_list(
        config, value, config->top_origins, &config->num_top_origins);
}

/* "ES256" or "-7" */
static const struct passkey_algorithm *
find_algorithm(struct passkey_bytes text)
{
    static const int32_t known[] = {PASSKEY_ALG_ES256, PASSKEY_ALG_EDDSA,
        PASSKEY_ALG_ESP256, PASSKEY_ALG_ED25519, PASSKEY_ALG_ES384,
        PASSKEY_ALG_ES512, PASSKEY_ALG_PS256, PASSKEY_ALG_PS384,
        PASSKEY_ALG_PS512, PASSKEY_ALG_ES256K, PASSKEY_ALG_ML_DSA_44,
        PASSKEY_ALG_ML_DSA_65, PASSKEY_ALG_ML_DSA_87, PASSKEY_ALG_ESP384,
        PASSKEY_ALG_ESP512, PASSKEY_ALG_ED448, PASSKEY_ALG_RS256,
        PASSKEY_ALG_RS384, PASSKEY_ALG_RS512};
    const struct passkey_algorithm *algorithm;
    int64_t number = 0;
    bool is_number;
    size_t i;

    is_number = text.len > 1 && text.data[0] == '-' &&
                read_number(passkey_bytes_of(text.data + 1, text.len - 1), 1,
                    65535, &number);
    for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        algorithm = passkey_algorithm_find(known[i]);
        if (algorithm == NULL)
            continue;
        if (is_number ? algorithm->id == -number
                      : (strlen(algorithm->name) == text.len &&
                            strncasecmp(algorithm->name,
                                (const char *)text.data, text.len) == 0))
            return algorithm;
    }
    return NULL;
}

bool
read_algorithms(struct config *config, struct passkey_bytes value, void *member)
{
    const struct passkey_algorithm *algorithm;
    struct passkey_bytes element;
    size_t i;

    (void)member;
    while (next_element(&value, &element)) {
        algorithm = find_algorithm(element);
        if (algorithm == NULL ||
            config->num_algorithms == PASSKEY_ALGORITHMS_MAX)
            return false;
        for (i = 0; i < config->num_algorithms; i++) {
            if (config->algorithms[i] == algorithm->id)
                return false;
        }
        config->algorithms[config->num_algorithms++] = algorithm->id;
    }
    return config->num_algorithms > 0;
}

bool
read_proxies(struct config *config, struct passkey_bytes value, void *member)
{
    struct passkey_bytes element;

    (void)member;
    while (next_element(&value, &element)) {
        if (config->num_proxies == CONFIG_PROXIES_MAX ||
            !network_read(element, &config->proxies[config->num_proxies]))
            return false;
        config->num_proxies++;
    }
    return true;
}
