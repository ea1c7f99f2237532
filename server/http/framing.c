/* SPDX-License-Identifier: Apache-2.0 */
#include "framing.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "../../format/reader.h"
#include "../server_limits.h"

/* The header fields that are read; all others are only counted. */
static const struct known_field {
    const char *name;
    size_t member; /* offset in struct http_request */
    bool once;     /* a second one is refused */
} known_fields[] = {
    {"host", offsetof(struct http_request, host), true},
    {"origin", offsetof(struct http_request, origin), true},
    {"cookie", offsetof(struct http_request, cookie), true},
    {"authorization", offsetof(struct http_request, authorization), true},
    {"content-type", offsetof(struct http_request, content_type), true},
    {"sec-fetch-site", offsetof(struct http_request, sec_fetch_site), true},
    {"passkey-ceremony", offsetof(struct http_request, passkey_ceremony), true},
    {"user-agent", offsetof(struct http_request, user_agent), true},
    {"if-none-match", offsetof(struct http_request, if_none_match), true},
    {"accept", offsetof(struct http_request, accept), false},
    {"accept-language", offsetof(struct http_request, accept_language), false},
};

void
framing_refuse(struct framing *framing, unsigned status, const char *problem)
{
    if (framing->status != 0)
        return; /* the first reason counts */
    framing->status = status;
    framing->problem = problem;
}

static bool
name_is(struct passkey_bytes name, const char *expected)
{
    return name.len == strlen(expected) &&
           strncasecmp((const char *)name.data, expected, name.len) == 0;
}

/* RFC 9110 section 5.6.2 */
static bool
is_token(struct passkey_bytes text)
{
    size_t i;

    for (i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];

        if (c <= 0x20 || c >= 0x7f || strchr("\"(),/:;<=>?@[\\]{}", c) != NULL)
            return false;
    }
    return text.len > 0;
}

static bool
has_control_bytes(struct passkey_bytes text)
{
    size_t i;

    for (i = 0; i < text.len; i++) {
        if ((text.data[i] < 0x20 && text.data[i] != '\t') ||
            text.data[i] == 0x7f)
            return true;
    }
    return false;
}

/* Visible ASCII without what URLs never contain bare. */
static bool
is_target(struct passkey_bytes target)
{
    size_t i;

    if (target.len == 0 || target.data[0] != '/')
        return false;
    for (i = 0; i < target.len; i++) {
        if (target.data[i] <= 0x20 || target.data[i] >= 0x7f ||
            target.data[i] == '#' || target.data[i] == '\\')
            return false;
    }
    return true;
}

void
framing_method(struct framing *framing, struct passkey_bytes method)
{
    if (!is_token(method))
        framing_refuse(
            framing, 400, "The method of the request is malformed.");
}

void
framing_request_line(struct framing *framing, struct passkey_bytes target,
    struct passkey_bytes version)
{
    struct http_request *request = framing->request;
    const uint8_t *query;

    if (target.len > LIMIT_TARGET_LEN)
        framing_refuse(framing, 414, "The address of the request is too long.");
    else if (!is_target(target))
        framing_refuse(
            framing, 400, "The address of the request is malformed.");
    if (!pk_equal(version, PK_TEXT("HTTP/1.1")) &&
        !pk_equal(version, PK_TEXT("HTTP/1.0")))
        framing_refuse(framing, 505, "This server speaks HTTP/1.1.");
    request->path = target;
    query = target.len > 0 ? memchr(target.data, '?', target.len) : NULL;
    if (query == NULL)
        return;
    request->path.len = (size_t)(query - target.data);
    request->query =
        passkey_bytes_of(query + 1, target.len - request->path.len - 1);
}

static void
read_content_length(struct framing *framing, struct passkey_bytes value)
{
    size_t i, len = 0;

    if (framing->has_content_length) {
        framing_refuse(framing, 400, "Content-Length was sent twice.");
        return;
    }
    framing->has_content_length = true;
    if (value.len == 0)
        framing_refuse(framing, 400, "Content-Length is not a number.");
    for (i = 0; i < value.len; i++) {
        if (value.data[i] < '0' || value.data[i] > '9') {
            framing_refuse(framing, 400, "Content-Length is not a number.");
            return;
        }
        if (len <= LIMIT_BODY_LEN) /* else it cannot become smaller */
            len = len * 10 + (size_t)(value.data[i] - '0');
    }
    framing->content_length = len;
}

static const struct known_field *
find_field(struct passkey_bytes name)
{
    size_t i;

    for (i = 0; i < sizeof(known_fields) / sizeof(known_fields[0]); i++) {
        if (name_is(name, known_fields[i].name))
            return &known_fields[i];
    }
    return NULL;
}

static void
read_known(struct framing *framing, struct passkey_bytes name,
    struct passkey_bytes value)
{
    const struct known_field *field = find_field(name);
    struct passkey_bytes *member;

    if (field == NULL)
        return;
    member = (struct passkey_bytes *)(void *)((char *)framing->request +
                                              field->member);
    if (member->data == NULL)
        *member = value;
    else if (field->once)
        framing_refuse(framing, 400, "A header field was sent twice.");
}

void
framing_field(struct framing *framing, struct passkey_bytes name,
    struct passkey_bytes value)
{
    framing->num_fields++;
    framing->fields_len += name.len + value.len + 4; /* ": " and CR LF */
    if (!is_token(name) || has_control_bytes(value)) {
        framing_refuse(framing, 400, "A header field is malformed.");
        return;
    }
    while (value.len > 0 && (value.data[value.len - 1] == ' ' ||
                                value.data[value.len - 1] == '\t'))
        value.len--;
    if (name_is(name, "transfer-encoding")) {
        framing_refuse(
            framing, 400, "Send a Content-Length, not a transfer encoding.");
    } else if (name_is(name, "content-length")) {
        read_content_length(framing, value);
    } else if (name_is(name, "x-forwarded-for")) {
        if (framing->forwarded_for.data != NULL)
            framing_refuse(framing, 400, "X-Forwarded-For was sent twice.");
        framing->forwarded_for = value;
    } else {
        read_known(framing, name, value);
    }
}

bool
framing_finish(struct framing *framing)
{
    if (framing->num_fields > LIMIT_HEADERS_NUM ||
        framing->fields_len > LIMIT_HEADERS_LEN)
        framing_refuse(framing, 431, "The header of the request is too large.");
    if (framing->request->host.len == 0)
        framing_refuse(framing, 400, "The request names no host.");
    if (framing->content_length > LIMIT_BODY_LEN)
        framing_refuse(framing, 413, "The body of the request is too large.");
    return framing->status == 0;
}
