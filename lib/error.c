/* SPDX-License-Identifier: Apache-2.0 */
/* The names, anchors and texts of the errors, out of the one table. */
#include <passkey/error.h>

const char *
passkey_error_name(enum passkey_error error)
{
    switch (error) {
    case PASSKEY_OK:
        return "PASSKEY_OK";
#define ENTRY(number, name, anchor, text)                                      \
    case PASSKEY_ERR_##name:                                                   \
        return "PASSKEY_ERR_" #name;
        PASSKEY_ERRORS(ENTRY)
#undef ENTRY
    }
    return "PASSKEY_ERR_UNKNOWN";
}

const char *
passkey_error_anchor(enum passkey_error error)
{
    switch (error) {
    case PASSKEY_OK:
        return "";
#define ENTRY(number, name, anchor, text)                                      \
    case PASSKEY_ERR_##name:                                                   \
        return anchor;
        PASSKEY_ERRORS(ENTRY)
#undef ENTRY
    }
    return "";
}

const char *
passkey_error_text(enum passkey_error error)
{
    switch (error) {
    case PASSKEY_OK:
        return "no error";
#define ENTRY(number, name, anchor, text)                                      \
    case PASSKEY_ERR_##name:                                                   \
        return text;
        PASSKEY_ERRORS(ENTRY)
#undef ENTRY
    }
    return "unknown error";
}
