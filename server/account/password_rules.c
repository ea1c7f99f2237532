/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which passwords are refused. At fifteen characters and more, lists of
 * leaked passwords hold little but patterns: repetitions, runs along the
 * keyboard, and a few words everybody uses, strung together. So those are
 * what is looked for.
 */
#include <string.h>

#include "../../format/utf8.h"
#include "password.h"

/* What is left of a password when known words are taken out. */
#define REMAINDER_MIN 8

/* A unit that is repeated, at most this long. */
#define UNIT_MAX 6

static const char *const common_words[] = { "password", "passwort", "passwd",
    "passw0rd", "p@ssword", "p@ssw0rd", "qwertyuiop", "qwertzuiop", "qwerty",
    "qwertz", "azerty", "asdfghjkl", "asdfgh", "zxcvbnm", "1q2w3e4r5t",
    "1q2w3e4r", "1qaz2wsx3edc", "1qaz2wsx", "qazwsxedc", "qazwsx",
    "1234567890", "123456789", "12345678", "1234567", "123456", "12345",
    "1234", "123123", "0987654321", "987654321", "87654321", "654321", "54321",
    "112233", "121212", "123321", "696969", "000000", "111111", "222222",
    "333333", "444444", "555555", "666666", "777777", "888888", "999999",
    "abcdefgh", "abcdef", "abc123", "abcd1234", "letmein", "welcome",
    "iloveyou", "ilovey0u", "sunshine", "princess", "football", "baseball",
    "basketball", "superman", "spiderman", "batman", "pokemon", "starwars",
    "trustno1", "monkey", "dragon", "master", "shadow", "michael", "jennifer",
    "jordan", "liverpool", "chelsea", "arsenal", "administrator", "admin",
    "login", "secret", "changeme", "default", "whatever", "computer",
    "internet", "samsung", "google", "facebook", "hello", "charlie", "ashley",
    "bailey", "access", "flower", "freedom", "cheese", "summer", "winter",
    "spring", "autumn", "january", "february", "september", "october",
    "november", "december", "monday", "friday", "family", "myspace", "please",
    "correcthorsebatterystaple", "correct", "horse", "battery", "staple" };

/* Rows of keys, and the alphabet: runs along them are no secret. */
static const char *const rows[] = { "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn" };

static uint8_t
lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c - 'A' + 'a') : c;
}

static size_t
num_characters(struct passkey_bytes text)
{
    size_t i, count = 0;

    for (i = 0; i < text.len; i++)
        count += (text.data[i] & 0xc0) != 0x80 ? 1 : 0;
    return count;
}

/* "aaaa…", "abcabc…": the whole password is one short unit, repeated. */
static bool
is_repetition(struct passkey_bytes text)
{
    size_t unit, i;

    for (unit = 1; unit <= UNIT_MAX && 2 * unit <= text.len; unit++) {
        for (i = unit; i < text.len; i++) {
            if (lower(text.data[i]) != lower(text.data[i - unit]))
                break;
        }
        if (i == text.len)
            return true;
    }
    return false;
}

static bool
stands_in_row(struct passkey_bytes text, const char *row, bool backwards)
{
    size_t len = strlen(row), start, i;

    for (start = 0; start + text.len <= len; start++) {
        for (i = 0; i < text.len; i++) {
            size_t at = backwards ? text.len - 1 - i : i;

            if (lower(text.data[at]) != (uint8_t)row[start + i])
                break;
        }
        if (i == text.len)
            return true;
    }
    return false;
}

static bool
is_run(struct passkey_bytes text)
{
    size_t i;

    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (stands_in_row(text, rows[i], false) ||
            stands_in_row(text, rows[i], true))
            return true;
    }
    return false;
}

static bool
begins_with(struct passkey_bytes text, struct passkey_bytes word)
{
    size_t i;

    if (word.len == 0 || word.len > text.len)
        return false;
    for (i = 0; i < word.len; i++) {
        if (lower(text.data[i]) != lower(word.data[i]))
            return false;
    }
    return true;
}

/* The longest word of a list at the front of `text`. */
static size_t
longest_common(struct passkey_bytes text)
{
    size_t i, longest = 0;

    for (i = 0; i < sizeof(common_words) / sizeof(common_words[0]); i++) {
        struct passkey_bytes word =
            passkey_bytes_of(common_words[i], strlen(common_words[i]));

        if (word.len > longest && begins_with(text, word))
            longest = word.len;
    }
    return longest;
}

static size_t
longest_context(struct passkey_bytes text, const struct passkey_bytes *context,
    size_t num_context)
{
    size_t i, longest = 0;

    for (i = 0; i < num_context; i++) {
        /* Words of one to three letters are in everything. */
        if (context[i].len > 3 && context[i].len > longest &&
            begins_with(text, context[i]))
            longest = context[i].len;
    }
    return longest;
}

/* What is left when the known words are taken out, from left to right. */
static size_t
remainder_len(struct passkey_bytes text, const struct passkey_bytes *context,
    size_t num_context, bool *used_context, bool *used_common)
{
    size_t left = 0;

    *used_context = *used_common = false;
    while (text.len > 0) {
        size_t own = longest_context(text, context, num_context);
        size_t common = longest_common(text);
        size_t step = own >= common ? own : common;

        *used_context = *used_context || own > 0;
        *used_common = *used_common || common > own;
        if (step == 0) {
            left += (text.data[0] & 0xc0) != 0x80 ? 1 : 0;
            step = 1;
        }
        text.data += step;
        text.len -= step;
    }
    return left;
}

static bool
is_text(struct passkey_bytes text)
{
    size_t i;

    if (!pk_utf8_valid(text))
        return false;
    for (i = 0; i < text.len; i++) {
        if (text.data[i] < 0x20 || text.data[i] == 0x7f)
            return false;
    }
    return true;
}

enum password_fault
password_judge(struct passkey_bytes password,
    const struct passkey_bytes *context, size_t num_context)
{
    bool used_context, used_common;

    if (password.len > PASSWORD_MAX_LEN)
        return PASSWORD_TOO_LONG;
    if (!is_text(password))
        return PASSWORD_NOT_TEXT;
    if (num_characters(password) < PASSWORD_MIN_CHARACTERS)
        return PASSWORD_TOO_SHORT;
    if (is_repetition(password) || is_run(password))
        return PASSWORD_PATTERN;
    if (remainder_len(password, context, num_context, &used_context,
            &used_common) >= REMAINDER_MIN)
        return PASSWORD_FINE;
    if (used_context)
        return PASSWORD_CONTEXT;
    return used_common ? PASSWORD_COMMON : PASSWORD_FINE;
}

const char *
password_fault_code(enum password_fault fault)
{
    switch (fault) {
    case PASSWORD_FINE:
        return "";
    case PASSWORD_TOO_SHORT:
        return "password_too_short";
    case PASSWORD_TOO_LONG:
        return "password_too_long";
    case PASSWORD_NOT_TEXT:
        return "password_not_text";
    case PASSWORD_PATTERN:
        return "password_pattern";
    case PASSWORD_COMMON:
        return "password_common";
    case PASSWORD_CONTEXT:
        return "password_context";
    }
    return "password_refused";
}

const char *
password_fault_text(enum password_fault fault)
{
    switch (fault) {
    case PASSWORD_FINE:
        return "";
    case PASSWORD_TOO_SHORT:
        return "Use at least 15 characters. A few words that only you would "
               "put together are good.";
    case PASSWORD_TOO_LONG:
        return "Use at most 1,024 bytes.";
    case PASSWORD_NOT_TEXT:
        return "This has characters that cannot be typed.";
    case PASSWORD_PATTERN:
        return "This is a pattern that is tried early. Use a few words that "
               "only you would put together.";
    case PASSWORD_COMMON:
        return "This is made of words that are tried early. Use a few words "
               "that only you would put together.";
    case PASSWORD_CONTEXT:
        return "This is made of your name or the name of this site. Use a few "
               "other words.";
    }
    return "This password cannot be used.";
}
