/* SPDX-License-Identifier: Apache-2.0 */
/* Reads Accept-Language: "de-AT, de;q=0.9, en;q=0.8". */
#include "language.h"

#include <string.h>
#include <strings.h>

#include "template.h"

/* More wishes than these are not read. */
#define WISHES_MAX 32

/* Weights have three decimals. */
#define WEIGHT_ONE 1000

static struct passkey_bytes
trim(struct passkey_bytes text)
{
    while (text.len > 0 && (text.data[0] == ' ' || text.data[0] == '\t')) {
        text.data++;
        text.len--;
    }
    while (text.len > 0 &&
           (text.data[text.len - 1] == ' ' || text.data[text.len - 1] == '\t'))
        text.len--;
    return text;
}

/* Takes what is before `mark` off the front of `rest`. */
static struct passkey_bytes
take_until(struct passkey_bytes *rest, char mark)
{
    const uint8_t *found =
        rest->len > 0 ? memchr(rest->data, mark, rest->len) : NULL;
    struct passkey_bytes taken = *rest;

    if (found == NULL) {
        *rest = passkey_bytes_of(NULL, 0);
        return taken;
    }
    taken.len = (size_t)(found - rest->data);
    rest->len -= taken.len + 1;
    rest->data = found + 1;
    return taken;
}

/* "q=0.8" in thousandths; what cannot be read weighs nothing. */
static int
weight_of(struct passkey_bytes parameter)
{
    struct passkey_bytes text = trim(parameter);
    int weight, place = 100;
    size_t i;

    if (text.len == 0)
        return WEIGHT_ONE;
    if (text.len < 3 || strncasecmp((const char *)text.data, "q=", 2) != 0 ||
        (text.data[2] != '0' && text.data[2] != '1'))
        return 0;
    weight = text.data[2] == '1' ? WEIGHT_ONE : 0;
    for (i = 4; i < text.len && i < 7; i++) {
        if (text.data[3] != '.' || text.data[i] < '0' || text.data[i] > '9')
            return 0;
        weight += place * (text.data[i] - '0');
        place /= 10;
    }
    return weight < WEIGHT_ONE ? weight : WEIGHT_ONE;
}

/* The language of a tag such as "de-AT"; num_languages if it is not ours. */
static size_t
language_of(struct passkey_bytes tag)
{
    struct passkey_bytes primary = take_until(&tag, '-');
    size_t i;

    for (i = 0; i < num_languages; i++) {
        if (primary.len == strlen(languages[i]) &&
            strncasecmp(
                (const char *)primary.data, languages[i], primary.len) == 0)
            break;
    }
    return i;
}

size_t
language_choose(struct passkey_bytes accept_language)
{
    struct passkey_bytes rest = accept_language, wish, tag;
    size_t i, language, best = 0;
    int weight, best_weight = 0;

    for (i = 0; i < WISHES_MAX && rest.len > 0; i++) {
        wish = take_until(&rest, ',');
        tag = trim(take_until(&wish, ';'));
        weight = weight_of(wish);
        language = tag.len > 0 ? language_of(tag) : num_languages;
        if (language < num_languages && weight > best_weight) {
            best = language;
            best_weight = weight;
        }
    }
    return best;
}
