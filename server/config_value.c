/* SPDX-License-Identifier: Apache-2.0 */
/* Values of settings: text into members of struct config, or false. */
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "../format/reader.h"
#include "../format/utf8.h"
#include "config_setting.h"

struct word {
    const char *text;
    int value;
};

/* Takes the next element of a list: commas and spaces separate. */
static bool
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
read_number(struct passkey_bytes text, int64_t min, int64_t max, int64_t *out)
{
    int64_t value = 0;
    size_t i;

    if (text.len == 0 || text.len > 12)
        return false;
    for (i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        value = value * 10 + (text.data[i] - '0');
    }
    *out = value;
    return value >= min && value <= max;
}

static bool
read_word(struct passkey_bytes text, const struct word *words, int *out)
{
    for (; words->text != NULL; words++) {
        if (pk_equal(
                text, passkey_bytes_of(words->text, strlen(words->text)))) {
            *out = words->value;
            return true;
        }
    }
    return false;
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

/* One line of UTF-8 for people to read. */
bool
read_text(struct config *config, struct passkey_bytes value, void *member)
{
    const char *text = arena_text(config->arena, value);
    size_t i;

    for (i = 0; i < value.len; i++) {
        if (value.data[i] < 0x20 || value.data[i] == 0x7f)
            return false;
    }
    memcpy(member, &text, sizeof(text));
    return text != NULL && value.len > 0 && value.len <= 64 &&
           pk_utf8_valid(value);
}

bool
read_path(struct config *config, struct passkey_bytes value, void *member)
{
    const char *text = arena_text(config->arena, value);

    memcpy(member, &text, sizeof(text));
    return text != NULL && value.len > 0 && value.len < 1024;
}

bool
read_domain(struct config *config, struct passkey_bytes value, void *member)
{
    const char *text = arena_text(config->arena, value);

    memcpy(member, &text, sizeof(text));
    /* A single label is a public suffix, except the own machine's name. */
    return text != NULL && domain_is_valid(value) &&
           (memchr(value.data, '.', value.len) != NULL ||
               pk_equal(value, PK_TEXT("localhost")));
}

bool
read_sign_up(struct config *config, struct passkey_bytes value, void *member)
{
    static const struct word words[] = {{"open", SIGN_UP_OPEN},
        {"invite", SIGN_UP_INVITE}, {"closed", SIGN_UP_CLOSED}, {NULL}};
    int word = 0;

    (void)member;
    if (!read_word(value, words, &word))
        return false;
    config->sign_up = (enum sign_up_mode)word;
    return true;
}

bool
read_requirement(
    struct config *config, struct passkey_bytes value, void *member)
{
    static const struct word words[] = {{"required", PASSKEY_REQUIRED},
        {"preferred", PASSKEY_PREFERRED}, {"discouraged", PASSKEY_DISCOURAGED},
        {NULL}};
    int word = 0;

    (void)config;
    if (!read_word(value, words, &word))
        return false;
    *(enum passkey_requirement *)member = (enum passkey_requirement)word;
    return true;
}

bool
read_conveyance(struct config *config, struct passkey_bytes value, void *member)
{
    static const struct word words[] = {{"none", PASSKEY_CONVEYANCE_NONE},
        {"indirect", PASSKEY_CONVEYANCE_INDIRECT},
        {"direct", PASSKEY_CONVEYANCE_DIRECT},
        {"enterprise", PASSKEY_CONVEYANCE_ENTERPRISE}, {NULL}};
    int word = 0;

    (void)member;
    if (!read_word(value, words, &word))
        return false;
    config->attestation = (enum passkey_conveyance)word;
    return true;
}

bool
read_log_level(struct config *config, struct passkey_bytes value, void *member)
{
    static const struct word words[] = {{"error", LOG_ERRORS},
        {"warning", LOG_WARNINGS}, {"info", LOG_REQUESTS},
        {"debug", LOG_DETAILS}, {NULL}};
    int word = 0;

    (void)member;
    if (!read_word(value, words, &word))
        return false;
    config->log_level = (enum log_level)word;
    return true;
}

bool
read_switch(struct config *config, struct passkey_bytes value, void *member)
{
    static const struct word words[] = {{"yes", 1}, {"no", 0}, {NULL}};
    int word = 0;

    (void)config;
    if (!read_word(value, words, &word))
        return false;
    *(bool *)member = word != 0;
    return true;
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
read_timeout(struct config *config, struct passkey_bytes value, void *member)
{
    (void)config;
    return read_number(value, 30, 600, (int64_t *)member);
}

/* A number of seconds, or one with s, m, h or d behind it; up to a year. */
bool
read_duration(struct config *config, struct passkey_bytes value, void *member)
{
    int64_t unit = 1, number;

    (void)config;
    if (value.len > 0 && strchr("smhd", value.data[value.len - 1]) != NULL) {
        switch (value.data[--value.len]) {
        case 'm':
            unit = 60;
            break;
        case 'h':
            unit = 3600;
            break;
        case 'd':
            unit = 86400;
            break;
        default:
            break;
        }
    }
    if (!read_number(value, 1, 31536000 / unit, &number) || number * unit < 60)
        return false;
    *(int64_t *)member = number * unit;
    return true;
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

bool
read_threads(struct config *config, struct passkey_bytes value, void *member)
{
    long cores;
    int64_t number;

    (void)config;
    if (pk_equal(value, PK_TEXT("auto"))) {
        cores = sysconf(_SC_NPROCESSORS_ONLN);
        number = cores < 1 ? 1 : cores > 64 ? 64 : cores;
    } else if (!read_number(value, 1, 256, &number)) {
        return false;
    }
    *(unsigned *)member = (unsigned)number;
    return true;
}

bool
read_count(struct config *config, struct passkey_bytes value, void *member)
{
    int64_t number;

    (void)config;
    if (!read_number(value, 0, 1000000, &number))
        return false;
    *(unsigned *)member = (unsigned)number;
    return true;
}

bool
read_connections(
    struct config *config, struct passkey_bytes value, void *member)
{
    return read_count(config, value, member) && *(unsigned *)member >= 256;
}
