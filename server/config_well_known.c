/* SPDX-License-Identifier: Apache-2.0 */
/* Settings about related domains, apps and the site's own backend. */
#include <string.h>

#include "../format/base64url.h"
#include "../format/reader.h"
#include "config_setting.h"
#include "public_suffix.h"

#define FINGERPRINT_LEN 95 /* 32 bytes as "AA:BB:…" */
#define APP_ORIGIN "android:apk-key-hash:"

/* The next word of a list, separated by spaces or commas. */
static bool
next_word(struct passkey_bytes *in, struct passkey_bytes *word)
{
    size_t len = 0;

    while (in->len > 0 && (*in->data == ' ' || *in->data == ',')) {
        in->data++;
        in->len--;
    }
    while (len < in->len && in->data[len] != ' ' && in->data[len] != ',')
        len++;
    return len > 0 && pk_read_view(in, len, word);
}

static bool
add_origin(struct config *config, struct passkey_bytes origin)
{
    if (config->num_all_origins == 2 * WELL_KNOWN_MAX)
        return false; /* the rest is for the site's own */
    config->all_origins[config->num_all_origins++] = origin;
    return true;
}

/* The label that browsers count: the one before the public suffix. */
static struct passkey_bytes
label_of(const struct config *config, struct passkey_bytes host)
{
    size_t end = host.len - public_suffix_len(config->suffixes, host), begin;

    if (end == 0)
        return host;
    end--; /* the dot before the suffix */
    begin = end;
    while (begin > 0 && host.data[begin - 1] != '.')
        begin--;
    return passkey_bytes_of(host.data + begin, end - begin);
}

static bool
few_labels(const struct config *config)
{
    const struct well_known *known = &config->well_known;
    struct passkey_bytes labels[WELL_KNOWN_MAX];
    size_t num = 0, i, k;

    for (i = 0; i < known->num_related_origins; i++) {
        struct origin origin;
        struct passkey_bytes label;

        if (!origin_read(known->related_origins[i], &origin) || origin.app)
            return false;
        label = label_of(config, origin.host);
        for (k = 0; k < num && !pk_equal(labels[k], label); k++)
            ;
        if (k == num)
            labels[num++] = label;
    }
    return num <= WELL_KNOWN_LABELS_MAX;
}

bool
read_related_origins(
    struct config *config, struct passkey_bytes value, void *member)
{
    struct well_known *known = &config->well_known;
    struct passkey_bytes word;

    (void)member;
    while (next_word(&value, &word)) {
        struct origin origin;

        if (known->num_related_origins == WELL_KNOWN_MAX ||
            !origin_read(word, &origin) || origin.app || !origin.https ||
            !add_origin(config, word))
            return false;
        known->related_origins[known->num_related_origins++] = word;
    }
    return few_labels(config);
}

static int
hex_value(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* "AA:BB:…" to 32 bytes */
static bool
read_fingerprint(struct passkey_bytes text, uint8_t out[32])
{
    size_t i;

    if (text.len != FINGERPRINT_LEN)
        return false;
    for (i = 0; i < 32; i++) {
        int high = hex_value(text.data[3 * i]);
        int low = hex_value(text.data[3 * i + 1]);

        if (high < 0 || low < 0 || (i < 31 && text.data[3 * i + 2] != ':'))
            return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

/* An app's origin is made of the hash of the key that signs it. */
static bool
add_app_origin(struct config *config, const uint8_t hash[32])
{
    size_t cap = sizeof(APP_ORIGIN) + PK_BASE64URL_TEXT_LEN(32);
    struct pk_writer text = arena_writer(config->arena, cap);

    pk_write_text(&text, APP_ORIGIN);
    pk_write_base64url(&text, passkey_bytes_of(hash, 32));
    return !text.full && add_origin(config, pk_written(&text));
}

static bool
is_identifier(struct passkey_bytes text)
{
    size_t i;

    for (i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-'))
            return false;
    }
    return text.len > 0 && text.len <= 255;
}

bool
read_android_apps(
    struct config *config, struct passkey_bytes value, void *member)
{
    struct well_known *known = &config->well_known;
    struct passkey_bytes word;

    (void)member;
    while (next_word(&value, &word)) {
        const uint8_t *at = memchr(word.data, '@', word.len);
        struct android_app *app;
        uint8_t hash[32];

        if (at == NULL || known->num_android_apps == WELL_KNOWN_MAX)
            return false;
        app = &known->android_apps[known->num_android_apps++];
        app->package =
            passkey_bytes_of(word.data, (size_t)(at - word.data));
        app->fingerprint =
            passkey_bytes_of(at + 1, word.len - app->package.len - 1);
        if (!is_identifier(app->package) ||
            !read_fingerprint(app->fingerprint, hash) ||
            !add_app_origin(config, hash))
            return false;
    }
    return true;
}

bool
read_apple_apps(struct config *config, struct passkey_bytes value, void *member)
{
    struct well_known *known = &config->well_known;
    struct passkey_bytes word;

    (void)member;
    while (next_word(&value, &word)) {
        if (known->num_apple_apps == WELL_KNOWN_MAX || !is_identifier(word) ||
            memchr(word.data, '.', word.len) == NULL)
            return false;
        known->apple_apps[known->num_apple_apps++] = word;
    }
    return true;
}

/* 64 hexadecimal digits: the SHA-256 of the API key. */
bool
read_admin_key_hash(
    struct config *config, struct passkey_bytes value, void *member)
{
    size_t i;

    (void)member;
    config->has_admin_key = value.len > 0;
    if (value.len == 0)
        return true;
    if (value.len != 64)
        return false;
    for (i = 0; i < 32; i++) {
        uint8_t high = value.data[2 * i], low = value.data[2 * i + 1];
        int h = hex_value(high >= 'a' && high <= 'f' ? (uint8_t)(high - 32)
                                                     : high);
        int l =
            hex_value(low >= 'a' && low <= 'f' ? (uint8_t)(low - 32) : low);

        if (h < 0 || l < 0)
            return false;
        config->admin_key_hash[i] = (uint8_t)(h << 4 | l);
    }
    return true;
}
