/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The local carrier: requests of the administrator on this machine, through a
 * Unix socket that only the server's own user can open, or from within the
 * process when no server runs. They go to the same routes as all others.
 *
 * On the socket a request is one line and a body, and so is the answer:
 *
 *   METHOD SP TARGET SP LENGTH LF BODY      →      STATUS SP LENGTH LF BODY
 */
#ifndef HTTP_LOCAL_H
#define HTTP_LOCAL_H

#include "exchange.h"

struct server;
struct local_carrier;

/* Longer bodies and answers are refused. */
#define LOCAL_BODY_MAX_LEN 65536

struct local_request {
    enum http_method method;
    struct passkey_bytes target; /* path and query */
    struct passkey_bytes body;
};

/* What came back; `body` is the caller's to free. */
struct local_answer {
    unsigned status;
    uint8_t *body;
    size_t len;
};

/*
 * Hands a request to the routes of this process and waits for the answer.
 * False: no memory.
 */
PASSKEY_MUST_USE bool local_call(struct server *server,
    const struct passkey_crypto *crypto, const struct local_request *request,
    struct local_answer *out);

/* Listens at `path`. NULL: it cannot; the reason is in errno. */
struct local_carrier *local_open(const char *path, struct server *server);

/* Stops, and removes the socket. NULL is allowed. */
void local_close(struct local_carrier *carrier);

enum local_result { LOCAL_FAILED = 0, LOCAL_NO_SERVER, LOCAL_ANSWERED };

/* The other side: sends a request to the server that listens at `path`. */
enum local_result local_ask(const char *path,
    const struct local_request *request, struct local_answer *out);

#endif
