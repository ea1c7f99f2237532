/* SPDX-License-Identifier: Apache-2.0 */
/* HTTP for tests, one connection per request. */
#include "http_client.h"

#include "blob.h"
#include "scratch.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

void
visitor_init(struct visitor *visitor, const struct server_process *server)
{
    memset(visitor, 0, sizeof(*visitor));
    (void)snprintf(
        visitor->url, sizeof(visitor->url), "http://%s", server->address);
    visitor->origin = server->origin;
    visitor->host = server->origin + strlen("http://");
}

void
visitor_forget(struct visitor *visitor)
{
    memset(visitor->cookies, 0, sizeof(visitor->cookies));
}

static size_t
append(char *data, size_t size, size_t count, void *context)
{
    blob_add(context, data, size * count);
    return size * count;
}

static bool
has_name(const char *cookie, const char *set)
{
    size_t len = strcspn(set, "=");

    return strncmp(cookie, set, len) == 0 && cookie[len] == '=';
}

/* "name=value; attributes"; Max-Age=0 takes the cookie away. */
static void
keep_cookie(struct visitor *visitor, const char *set)
{
    int len = (int)strcspn(set, ";\r\n");
    int end = (int)strcspn(set, "\r\n");
    const char *expired = strstr(set, "Max-Age=0");
    size_t i;

    for (i = 0; i < COOKIES_MAX; i++)
        if (has_name(visitor->cookies[i], set))
            visitor->cookies[i][0] = '\0';
    if (expired != NULL && expired < set + end)
        return;
    for (i = 0; i < COOKIES_MAX; i++) {
        if (visitor->cookies[i][0] != '\0')
            continue;
        (void)snprintf(
            visitor->cookies[i], sizeof(visitor->cookies[i]), "%.*s", len, set);
        return;
    }
}

static void
keep_cookies(struct visitor *visitor, const char *headers)
{
    const char *at = headers;

    while ((at = strcasestr(at, "\nset-cookie: ")) != NULL) {
        at += strlen("\nset-cookie: ");
        keep_cookie(visitor, at);
    }
}

static struct curl_slist *
add_header(struct curl_slist *list, const char *name, const char *value)
{
    char line[8192];

    if (value == NULL)
        return list;
    (void)snprintf(line, sizeof(line), "%s: %s", name, value);
    return curl_slist_append(list, line);
}

static struct curl_slist *
headers_of(const struct visitor *visitor, const struct http_call *call)
{
    struct curl_slist *list = NULL;
    char cookies[8192] = "";
    size_t i;

    for (i = 0; i < COOKIES_MAX; i++) {
        if (visitor->cookies[i][0] == '\0')
            continue;
        if (cookies[0] != '\0')
            strcat(cookies, "; ");
        strcat(cookies, visitor->cookies[i]);
    }
    list = add_header(list, "Host", visitor->host);
    list = add_header(list, "Cookie", cookies[0] != '\0' ? cookies : NULL);
    list = add_header(list, "Content-Type", call->content_type);
    if (call->content_type == NULL)
        list = curl_slist_append(list, "Content-Type:");
    list = add_header(list, "Origin", call->origin);
    list = curl_slist_append(list, "Expect:");
    if (call->header != NULL)
        list = curl_slist_append(list, call->header);
    return list;
}

static void
read_json(struct http_answer *answer)
{
    const char *code;

    answer->code = "";
    answer->json = cJSON_Parse(answer->body);
    code = cJSON_GetStringValue(
        cJSON_GetObjectItemCaseSensitive(answer->json, "code"));
    if (code != NULL)
        answer->code = code;
}

static void
perform(CURL *curl, struct visitor *visitor, const struct http_call *call,
    struct http_answer *answer)
{
    struct blob headers = {NULL, 0};
    struct blob body = {NULL, 0};
    CURLcode result;

    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, append);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &headers);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, call->method);
    if (strcmp(call->method, "GET") != 0) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)call->body_len);
        curl_easy_setopt(
            curl, CURLOPT_POSTFIELDS, call->body != NULL ? call->body : "");
    }
    result = curl_easy_perform(curl);
    if (result == CURLE_OK)
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer->status);
    else
        answer->failure = curl_easy_strerror(result);
    blob_add_byte(&headers, 0);
    blob_add_byte(&body, 0);
    answer->headers = (char *)headers.data;
    answer->body = (char *)body.data;
    keep_cookies(visitor, answer->headers);
    read_json(answer);
}

/* A closed connection must not keep its port: tests make 10^5 and more. */
static int
close_at_once(void *context, curl_socket_t socket, curlsocktype type)
{
    static const struct linger none = {.l_onoff = 1, .l_linger = 0};

    (void)context;
    (void)type;
    return setsockopt(socket, SOL_SOCKET, SO_LINGER, &none, sizeof(none)) == 0
               ? CURL_SOCKOPT_OK
               : CURL_SOCKOPT_ERROR;
}

struct http_answer
http_send(struct visitor *visitor, const struct http_call *call)
{
    struct curl_slist *headers = headers_of(visitor, call);
    struct http_answer answer = {0, NULL, NULL, NULL, "", NULL};
    CURL *curl = curl_easy_init();
    char url[8400];

    (void)snprintf(url, sizeof(url), "%s%s", visitor->url, call->path);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_SOCKOPTFUNCTION, close_at_once);
    perform(curl, visitor, call, &answer);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return answer;
}

struct http_answer
http_get(struct visitor *visitor, const char *path)
{
    struct http_call call = {"GET", path, NULL, 0, NULL, NULL, NULL};

    return http_send(visitor, &call);
}

struct http_answer
http_post(struct visitor *visitor, const char *path, const char *json)
{
    struct http_call call = {"POST", path, json,
        json != NULL ? strlen(json) : 0, "application/json", visitor->origin,
        NULL};

    return http_send(visitor, &call);
}
