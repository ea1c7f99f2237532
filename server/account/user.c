/* SPDX-License-Identifier: Apache-2.0 */
/* Names of accounts; see user.h. */
#include "user.h"

#include <string.h>

#include "../../format/utf8.h"

static struct passkey_bytes
trim(struct passkey_bytes text)
{
    while (text.len > 0 && text.data[0] == ' ') {
        text.data++;
        text.len--;
    }
    while (text.len > 0 && text.data[text.len - 1] == ' ')
        text.len--;
    return text;
}

bool
user_name_from(struct passkey_bytes typed, struct user_name *out)
{
    size_t i;
    uint8_t c;

    typed = trim(typed);
    out->len = 0;
    if (typed.len == 0 || typed.len > USER_NAME_MAX_LEN)
        return false;
    for (i = 0; i < typed.len; i++) {
        c = typed.data[i];
        if (c >= 'A' && c <= 'Z')
            c = (uint8_t)(c - 'A' + 'a');
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
                c == '_' || c == '-'))
            return false;
        out->text[i] = c;
    }
    out->len = typed.len;
    return true;
}

bool
user_display_name_from(
    struct passkey_bytes typed, struct user_display_name *out)
{
    size_t i;

    typed = trim(typed);
    out->len = 0;
    if (typed.len > USER_DISPLAY_NAME_MAX_LEN || !pk_utf8_valid(typed))
        return false;
    for (i = 0; i < typed.len; i++) {
        if (typed.data[i] < 0x20 || typed.data[i] == 0x7f)
            return false;
    }
    if (typed.len > 0)
        memcpy(out->text, typed.data, typed.len);
    out->len = typed.len;
    return true;
}

struct passkey_bytes
user_name_view(const struct user_name *name)
{
    return passkey_bytes_of(name->text, name->len);
}

struct passkey_bytes
user_display_name_view(const struct user_display_name *name)
{
    return passkey_bytes_of(name->text, name->len);
}
