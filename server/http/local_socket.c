/* SPDX-License-Identifier: Apache-2.0 */
/* The Unix socket of the local carrier, both sides; see local.h. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <passkey/openssl.h>

#include "local.h"

/* One line: a method, a target, a number. */
#define LINE_MAX_LEN 2048

/* A request must be there, and an answer taken, within this time. */
#define TIMEOUT_S 10

/* A backup or a check of a large database takes its time. */
#define ANSWER_TIMEOUT_S 3600

struct local_carrier {
    struct server *server;
    struct passkey_openssl *openssl;
    pthread_t thread;
    int listener;
    int wake[2]; /* closing the writing end stops the thread */
    struct sockaddr_un address;
};

static bool
set_address(struct sockaddr_un *address, const char *path)
{
    memset(address, 0, sizeof(*address));
    address->sun_family = AF_UNIX;
    if (strlen(path) >= sizeof(address->sun_path)) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(address->sun_path, path, strlen(path));
    return true;
}

static void
set_timeout(int socket, time_t seconds)
{
    struct timeval limit = {.tv_sec = seconds};

    (void)setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    (void)setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
}

static bool
read_all(int socket, uint8_t *out, size_t len)
{
    while (len > 0) {
        ssize_t got = recv(socket, out, len, 0);

        if (got <= 0)
            return false;
        out += got;
        len -= (size_t)got;
    }
    return true;
}

static bool
write_all(int socket, const void *data, size_t len)
{
    const uint8_t *at = data;

    while (len > 0) {
        ssize_t sent = send(socket, at, len, MSG_NOSIGNAL);

        if (sent <= 0)
            return false;
        at += sent;
        len -= (size_t)sent;
    }
    return true;
}

/* Up to LF, which is left out; NUL-terminated. */
static bool
read_line(int socket, char line[LINE_MAX_LEN])
{
    size_t len = 0;

    while (len < LINE_MAX_LEN - 1) {
        if (!read_all(socket, (uint8_t *)line + len, 1))
            return false;
        if (line[len] == '\n') {
            line[len] = '\0';
            return true;
        }
        len++;
    }
    return false;
}

/* A length in decimal digits; false if it is no number or too large. */
static bool
read_len(const char *text, size_t *len)
{
    char *end;
    unsigned long value;

    errno = 0;
    value = strtoul(text, &end, 10);
    *len = value;
    return errno == 0 && end != text && *end == '\0' &&
           value <= LOCAL_BODY_MAX_LEN * 8ul;
}

static uint8_t *
read_body(int socket, size_t len)
{
    uint8_t *body = malloc(len + 1);

    if (body == NULL || !read_all(socket, body, len)) {
        free(body);
        return NULL;
    }
    body[len] = '\0';
    return body;
}

static void
answer(int socket, const struct local_answer *answer)
{
    char line[64];
    int len = snprintf(
        line, sizeof(line), "%u %zu\n", answer->status, answer->len);

    if (write_all(socket, line, (size_t)len))
        (void)!write_all(socket, answer->body, answer->len);
}

static enum http_method
method_of(const char *name)
{
    return strcmp(name, "GET") == 0    ? HTTP_GET
           : strcmp(name, "POST") == 0 ? HTTP_POST
                                       : HTTP_OTHER;
}

/* Only this user and root, whatever the modes of the directories are. */
static bool
peer_is_trusted(int socket)
{
    struct ucred peer;
    socklen_t len = sizeof(peer);

    return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0 &&
           (peer.uid == geteuid() || peer.uid == 0);
}

static void
handle(struct local_carrier *carrier, int socket)
{
    char line[LINE_MAX_LEN], *method, *target, *rest = line;
    struct local_request request;
    struct local_answer reply;
    uint8_t *body;
    size_t len;

    set_timeout(socket, TIMEOUT_S);
    if (!peer_is_trusted(socket) || !read_line(socket, line))
        return;
    method = strsep(&rest, " ");
    target = strsep(&rest, " ");
    if (target == NULL || rest == NULL || !read_len(rest, &len) ||
        len > LOCAL_BODY_MAX_LEN)
        return;
    body = read_body(socket, len);
    if (body == NULL)
        return;
    request.method = method_of(method);
    request.target = passkey_bytes_of(target, strlen(target));
    request.body = passkey_bytes_of(body, len);
    if (local_call(carrier->server,
            passkey_openssl_crypto(carrier->openssl), &request, &reply))
        answer(socket, &reply);
    free(reply.body);
    free(body);
}

/* One after the other: there is one administrator. */
static void *
serve(void *context)
{
    struct local_carrier *carrier = context;
    struct pollfd ready[] = {
        {.fd = carrier->listener, .events = POLLIN},
        {.fd = carrier->wake[0], .events = POLLIN},
    };

    for (;;) {
        int socket;

        if (poll(ready, 2, -1) < 0 && errno != EINTR)
            return NULL;
        if (ready[1].revents != 0)
            return NULL;
        socket = accept4(carrier->listener, NULL, NULL, SOCK_CLOEXEC);
        if (socket < 0)
            continue;
        handle(carrier, socket);
        close(socket);
    }
}

static bool
listen_at(struct local_carrier *carrier)
{
    mode_t before;
    bool bound;

    carrier->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (carrier->listener < 0)
        return false;
    (void)unlink(carrier->address.sun_path); /* of a server that crashed */
    before = umask(0177);
    bound = bind(carrier->listener, (struct sockaddr *)&carrier->address,
                sizeof(carrier->address)) == 0;
    umask(before);
    return bound && listen(carrier->listener, 8) == 0;
}

static void
dispose(struct local_carrier *carrier)
{
    if (carrier->listener >= 0)
        close(carrier->listener);
    if (carrier->wake[0] >= 0)
        close(carrier->wake[0]);
    passkey_openssl_free(carrier->openssl);
    free(carrier);
}

struct local_carrier *
local_open(const char *path, struct server *server)
{
    struct local_carrier *carrier = calloc(1, sizeof(*carrier));

    if (carrier == NULL)
        return NULL;
    carrier->server = server;
    carrier->listener = carrier->wake[0] = carrier->wake[1] = -1;
    carrier->openssl = passkey_openssl_new();
    if (carrier->openssl != NULL && set_address(&carrier->address, path) &&
        pipe(carrier->wake) == 0 && listen_at(carrier) &&
        pthread_create(&carrier->thread, NULL, serve, carrier) == 0)
        return carrier;
    if (carrier->wake[1] >= 0)
        close(carrier->wake[1]);
    dispose(carrier);
    return NULL;
}

void
local_close(struct local_carrier *carrier)
{
    if (carrier == NULL)
        return;
    close(carrier->wake[1]);
    pthread_join(carrier->thread, NULL);
    (void)unlink(carrier->address.sun_path);
    dispose(carrier);
}

static enum local_result
exchange_messages(
    int socket, const struct local_request *request, struct local_answer *out)
{
    char line[LINE_MAX_LEN], *end;
    int len = snprintf(line, sizeof(line), "%s %.*s %zu\n",
        request->method == HTTP_POST ? "POST" : "GET",
        (int)request->target.len, (const char *)request->target.data,
        request->body.len);

    if (len < 0 || (size_t)len >= sizeof(line) ||
        !write_all(socket, line, (size_t)len) ||
        !write_all(socket, request->body.data, request->body.len) ||
        !read_line(socket, line))
        return LOCAL_FAILED;
    out->status = (unsigned)strtoul(line, &end, 10);
    if (*end != ' ' || !read_len(end + 1, &out->len))
        return LOCAL_FAILED;
    out->body = read_body(socket, out->len);
    return out->body == NULL ? LOCAL_FAILED : LOCAL_ANSWERED;
}

enum local_result
local_ask(const char *path, const struct local_request *request,
    struct local_answer *out)
{
    struct sockaddr_un address;
    enum local_result result;
    int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    memset(out, 0, sizeof(*out));
    if (connection < 0 || !set_address(&address, path)) {
        if (connection >= 0)
            close(connection);
        return LOCAL_FAILED;
    }
    if (connect(connection, (struct sockaddr *)&address, sizeof(address)) !=
        0) {
        close(connection);
        return LOCAL_NO_SERVER;
    }
    set_timeout(connection, ANSWER_TIMEOUT_S);
    result = exchange_messages(connection, request, out);
    close(connection);
    return result;
}
