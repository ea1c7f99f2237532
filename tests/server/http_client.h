/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A visitor with a jar of cookies, over libcurl. Answers lie in scratch memory
 * of the calling thread.
 */
#ifndef TEST_HTTP_CLIENT_H
#define TEST_HTTP_CLIENT_H

#include "server_process.h"

#include <cjson/cJSON.h>
#include <stddef.h>

#define COOKIES_MAX 4

struct visitor {
    char url[96];     /* http://127.0.0.1:PORT */
    const char *host; /* localhost:PORT */
    const char *origin;
    char cookies[COOKIES_MAX][4096]; /* name=value; empty: free */
};

struct http_answer {
    long status;   /* 0: no answer */
    char *headers; /* as they came */
    char *body;
    cJSON *json;      /* NULL: the body is none */
    const char *code; /* of a problem; "" otherwise */
    const char *failure; /* why there was no answer, or NULL */
};

/* Everything that a test may want to say otherwise. */
struct http_call {
    const char *method;
    const char *path;
    const char *body; /* NULL: none */
    size_t body_len;
    const char *content_type; /* NULL: none */
    const char *origin;       /* NULL: none */
    const char *header;       /* one more, or NULL */
};

void visitor_init(struct visitor *visitor, const struct server_process *server);
void visitor_forget(struct visitor *visitor);

struct http_answer http_send(
    struct visitor *visitor, const struct http_call *call);
struct http_answer http_get(struct visitor *visitor, const char *path);

/* POST of JSON from the site's own page; NULL: no body. */
struct http_answer http_post(
    struct visitor *visitor, const char *path, const char *json);

#endif
