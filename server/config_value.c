/* SPDX-License-Identifier: Apache-2.0 */
/* Values of settings: text into members of struct config, or false. */
#include <string.h>
#include <unistd.h>

#include "../format/reader.h"
#include "../format/utf8.h"
#include "config_setting.h"

struct word {
    const char *text;
    int value;
};

bool
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
read_color(struct config *config, struct passkey_bytes value, void *member)
{
    const char *text = arena_text(config->arena, value);

    memcpy(member, &text, sizeof(text));
    return text != NULL && theme_color_is_valid(value);
}

bool
read_domain(struct config *config, struct passkey_bytes value, void *member)
{
    const char *text = arena_text(config->arena, value);

    /* A single label is a public suffix, except the own machine's name. */
    if (text == NULL || !domain_is_valid(value) ||
        (memchr(value.data, '.', value.len) == NULL &&
            !pk_equal(value, PK_TEXT("localhost"))))
        return false;
    memcpy(member, &text, sizeof(text));
    return true;
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
