/* SPDX-License-Identifier: Apache-2.0 */
/* Origins and domains, exactly as browsers serialise them. */
#include <string.h>

#include "../format/reader.h"
#include "config_setting.h"

#define APP_PREFIX     "android:apk-key-hash:"
#define APP_HASH_LEN   43 /* SHA-256 in base64url */
#define DOMAIN_MAX_LEN 253
#define LABEL_MAX_LEN  63

static bool
take_prefix(struct passkey_bytes *text, const char *prefix)
{
    size_t len = strlen(prefix);

    if (text->len < len || memcmp(text->data, prefix, len) != 0)
        return false;
    text->data += len;
    text->len -= len;
    return true;
}

static bool
is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool
is_letter(uint8_t c)
{
    return c >= 'a' && c <= 'z';
}

bool
domain_is_valid(struct passkey_bytes text)
{
    size_t i, label = 0;
    bool last_is_number = true;

    if (text.len == 0 || text.len > DOMAIN_MAX_LEN)
        return false;
    for (i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];

        if (c == '.') {
            if (label == 0 || text.data[i - 1] == '-')
                return false;
            label = 0;
            last_is_number = true;
            continue;
        }
        if (!is_letter(c) && !is_digit(c) && (c != '-' || label == 0))
            return false;
        if (!is_digit(c))
            last_is_number = false;
        if (++label > LABEL_MAX_LEN)
            return false;
    }
    /* A domain whose last label is a number would be an IPv4 address. */
    return label > 0 && text.data[text.len - 1] != '-' && !last_is_number;
}

bool
domain_contains(struct passkey_bytes domain, struct passkey_bytes host)
{
    size_t extra;

    if (host.len <= domain.len)
        return pk_equal(domain, host);
    extra = host.len - domain.len;
    return host.data[extra - 1] == '.' &&
           memcmp(host.data + extra, domain.data, domain.len) == 0;
}

/* 1 to 65535 in its shortest form, and not the one that browsers leave out. */
static bool
is_port(struct passkey_bytes text, unsigned implied)
{
    unsigned port = 0;
    size_t i;

    if (text.len == 0 || text.len > 5 || text.data[0] == '0')
        return false;
    for (i = 0; i < text.len; i++) {
        if (!is_digit(text.data[i]))
            return false;
        port = port * 10 + (unsigned)(text.data[i] - '0');
    }
    return port <= 65535 && port != implied;
}

static bool
is_localhost(struct passkey_bytes host)
{
    return domain_contains(PK_TEXT("localhost"), host);
}

bool
origin_read(struct passkey_bytes text, struct origin *out)
{
    const uint8_t *colon;

    memset(out, 0, sizeof(*out));
    if (take_prefix(&text, APP_PREFIX)) {
        out->app = true;
        return text.len == APP_HASH_LEN;
    }
    out->https = take_prefix(&text, "https://");
    if (!out->https && !take_prefix(&text, "http://"))
        return false;
    out->host = text;
    out->host_and_port = text;
    colon = text.len > 0 ? memchr(text.data, ':', text.len) : NULL;
    if (colon != NULL) {
        out->host.len = (size_t)(colon - text.data);
        if (!is_port(passkey_bytes_of(colon + 1, text.len - out->host.len - 1),
                out->https ? 443 : 80))
            return false;
    }
    /* Without TLS, browsers have passkeys on the own machine only. */
    return domain_is_valid(out->host) &&
           (out->https || is_localhost(out->host));
}
