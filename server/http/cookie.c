/* SPDX-License-Identifier: Apache-2.0 */
#include "cookie.h"

#include <string.h>

#include "../../format/reader.h"

/* Takes the bytes up to the next ';', or all that is left. */
static struct passkey_bytes
take_pair(struct passkey_bytes *rest)
{
    const uint8_t *end =
        rest->len > 0 ? memchr(rest->data, ';', rest->len) : NULL;
    struct passkey_bytes pair = *rest;

    if (end == NULL) {
        rest->data = NULL;
        rest->len = 0;
        return pair;
    }
    pair.len = (size_t)(end - rest->data);
    rest->data += pair.len + 1;
    rest->len -= pair.len + 1;
    return pair;
}

/*
 * Browsers put exactly one space between pairs. More white space around a
 * name would make two names of one, so only that space is taken away.
 */
static bool
split_pair(struct passkey_bytes pair, bool first, struct passkey_bytes *name,
    struct passkey_bytes *value)
{
    const uint8_t *equals;

    if (!first && pair.len > 0 && pair.data[0] == ' ') {
        pair.data++;
        pair.len--;
    }
    equals = pair.len > 0 ? memchr(pair.data, '=', pair.len) : NULL;
    if (equals == NULL)
        return false;
    *name = passkey_bytes_of(pair.data, (size_t)(equals - pair.data));
    *value = passkey_bytes_of(equals + 1, pair.len - name->len - 1);
    return true;
}

enum cookie_result
cookie_find(
    struct passkey_bytes header, const char *name, struct passkey_bytes *value)
{
    struct passkey_bytes wanted = passkey_bytes_of(name, strlen(name));
    struct passkey_bytes found_name, found_value;
    bool found = false, first = true;

    *value = passkey_bytes_of(NULL, 0);
    for (; header.len > 0; first = false) {
        if (!split_pair(take_pair(&header), first, &found_name, &found_value) ||
            !pk_equal(found_name, wanted))
            continue;
        if (found) {
            *value = passkey_bytes_of(NULL, 0);
            return COOKIE_TWICE;
        }
        found = true;
        *value = found_value;
    }
    return found ? COOKIE_FOUND : COOKIE_ABSENT;
}
