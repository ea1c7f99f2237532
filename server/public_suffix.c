/* SPDX-License-Identifier: Apache-2.0 */
/* See public_suffix.h; the rules are those of publicsuffix.org/list. */
#include "public_suffix.h"

#include <string.h>

#include "../format/reader.h"

/* One line without what follows a blank; comments are empty rules. */
static struct passkey_bytes
next_rule(struct passkey_bytes *list)
{
    size_t len = 0, end;
    struct passkey_bytes rule;

    while (len < list->len && list->data[len] != '\n')
        len++;
    for (end = 0; end < len && list->data[end] > ' '; end++)
        ;
    rule = passkey_bytes_of(list->data, end);
    len += len < list->len ? 1 : 0;
    *list = passkey_bytes_of(list->data + len, list->len - len);
    if (rule.len >= 2 && memcmp(rule.data, "//", 2) == 0)
        rule.len = 0;
    return rule;
}

static struct passkey_bytes
without_first(struct passkey_bytes text, size_t len)
{
    return passkey_bytes_of(text.data + len, text.len - len);
}

/* `domain` itself, or ends in "." and it. */
static bool
is_within(struct passkey_bytes host, struct passkey_bytes domain)
{
    if (host.len < domain.len ||
        !pk_equal(without_first(host, host.len - domain.len), domain))
        return false;
    return host.len == domain.len ||
           host.data[host.len - domain.len - 1] == '.';
}

/* Octets from the last dot before `end` to the end; all if there is none. */
static size_t
len_from_label_before(struct passkey_bytes host, size_t end)
{
    while (end > 0 && host.data[end - 1] != '.')
        end--;
    return host.len - end;
}

/* "*.ck": one label more than what is behind the star; 0: does not fit. */
static size_t
wildcard_len(struct passkey_bytes host, struct passkey_bytes rule)
{
    struct passkey_bytes rest = without_first(rule, 2);

    if (host.len == rest.len || !is_within(host, rest))
        return 0;
    return len_from_label_before(host, host.len - rest.len - 1);
}

/* "!www.ck": the suffix is what is behind its first label; 0: no fit. */
static size_t
exception_len(struct passkey_bytes host, struct passkey_bytes rule)
{
    struct passkey_bytes name = without_first(rule, 1);
    const uint8_t *dot = memchr(name.data, '.', name.len);

    if (dot == NULL || !is_within(host, name))
        return 0;
    return name.len - (size_t)(dot - name.data) - 1;
}

static size_t
rule_len(struct passkey_bytes host, struct passkey_bytes rule)
{
    if (rule.len > 2 && memcmp(rule.data, "*.", 2) == 0)
        return wildcard_len(host, rule);
    return is_within(host, rule) ? rule.len : 0;
}

size_t
public_suffix_len(struct passkey_bytes list, struct passkey_bytes host)
{
    size_t longest = len_from_label_before(host, host.len), len;
    struct passkey_bytes rule;

    while (list.len > 0) {
        rule = next_rule(&list);
        if (rule.len == 0)
            continue;
        if (rule.data[0] == '!') {
            len = exception_len(host, rule);
            if (len > 0)
                return len;
            continue;
        }
        len = rule_len(host, rule);
        longest = len > longest ? len : longest;
    }
    return longest;
}
