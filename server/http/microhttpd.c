/* SPDX-License-Identifier: Apache-2.0 */
/* Listening, and the daemons of libmicrohttpd: one for each address. */
#include <errno.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <passkey/openssl.h>

#include "../server_limits.h"
#include "../log.h"
#include "microhttpd.h"

#define BACKLOG 1024

/*
 * As strict as the library can be. Before 0.9.77 the only thing that its
 * strict mode refuses is a request without Host, and that without our
 * headers; framing.c and take_fields refuse that and more.
 */
#if MHD_VERSION >= 0x00097701
#define STRICTNESS MHD_OPTION_CLIENT_DISCIPLINE_LVL, 2,
#else
#define STRICTNESS
#endif

static void
copy_peer(const struct sockaddr *from, uint8_t out[ADDRESS_LEN])
{
    struct sockaddr_in6 ipv6;
    struct sockaddr_in ipv4;

    memset(out, 0, ADDRESS_LEN);
    if (from->sa_family == AF_INET6) {
        memcpy(&ipv6, from, sizeof(ipv6));
        memcpy(out, &ipv6.sin6_addr, ADDRESS_LEN);
    } else if (from->sa_family == AF_INET) {
        memcpy(&ipv4, from, sizeof(ipv4));
        out[10] = out[11] = 0xff;
        memcpy(out + 12, &ipv4.sin_addr, 4);
    }
}

static struct connection *
connection_new(struct carrier *carrier, struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *fd =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    const union MHD_ConnectionInfo *peer =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct connection *connection = calloc(1, sizeof(*connection));

    if (connection == NULL || fd == NULL || peer == NULL ||
        peer->client_addr == NULL) {
        free(connection);
        return NULL;
    }
    connection->fd = fd->connect_fd;
    copy_peer(peer->client_addr, connection->peer);
    watch_set(connection, LIMIT_IDLE_S);
    watch_add(&carrier->watch, connection);
    return connection;
}

/* Without its struct a connection is not served: call_begin sees to that. */
static void
connection_changed(void *context, struct MHD_Connection *mhd,
    void **socket_context, enum MHD_ConnectionNotificationCode code)
{
    struct carrier *carrier = context;

    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        *socket_context = connection_new(carrier, mhd);
    } else if (*socket_context != NULL) {
        watch_remove(&carrier->watch, *socket_context);
        free(*socket_context);
        *socket_context = NULL;
    }
}

/* Targets stay as they were sent: no two spellings of one path. */
static size_t
keep_escapes(void *context, struct MHD_Connection *mhd, char *text)
{
    (void)context;
    (void)mhd;
    return strlen(text);
}

__attribute__((format(printf, 2, 0))) static void
log_of_library(void *context, const char *format, va_list arguments)
{
    char text[256];
    int len = vsnprintf(text, sizeof(text), format, arguments);

    (void)context;
    if (len <= 0)
        return;
    text[strcspn(text, "\n")] = '\0';
    log_detail(LOG_DETAILS, "http", text);
}

static int
open_socket(const struct carrier_address *address)
{
    bool ipv4 = address_is_ipv4(address->ip);
    struct sockaddr_in6 ipv6 = {.sin6_family = AF_INET6};
    struct sockaddr_in any = {.sin_family = AF_INET};
    const struct sockaddr *name;
    int fd, on = 1, failure;

    fd = socket(ipv4 ? AF_INET : AF_INET6,
        SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    ipv6.sin6_port = any.sin_port = htons(address->port);
    memcpy(&ipv6.sin6_addr, address->ip, ADDRESS_LEN);
    memcpy(&any.sin_addr, address->ip + 12, 4);
    name = ipv4 ? (const struct sockaddr *)(const void *)&any
                : (const struct sockaddr *)(const void *)&ipv6;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0 &&
        (ipv4 ||
            setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on)) == 0) &&
        bind(fd, name, ipv4 ? sizeof(any) : sizeof(ipv6)) == 0 &&
        listen(fd, BACKLOG) == 0)
        return fd;
    failure = errno;
    close(fd);
    errno = failure;
    return -1;
}

static struct MHD_Daemon *
start_daemon(struct carrier *carrier, int fd)
{
    const struct carrier_settings *settings = carrier->settings;
    unsigned threads = settings->threads;

    return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD |
                                MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG,
        0, NULL, NULL, call_advance, carrier, MHD_OPTION_EXTERNAL_LOGGER,
        log_of_library, NULL, STRICTNESS MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)LIMIT_CONNECTION_MEMORY,
        MHD_OPTION_CONNECTION_LIMIT, settings->connections,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, settings->connections_per_address,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)LIMIT_IDLE_S,
        MHD_OPTION_URI_LOG_CALLBACK, call_begin, carrier,
        MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, call_end, carrier,
        MHD_OPTION_NOTIFY_CONNECTION, connection_changed, carrier,
        MHD_OPTION_END);
}

static bool
listen_on(struct carrier *carrier, const struct carrier_address *address,
    char *problem, size_t problem_len)
{
    struct MHD_Daemon *daemon;
    int fd = open_socket(address);

    if (fd < 0) {
        if (address->optional && errno != EADDRINUSE)
            return true;
        snprintf(problem, problem_len,
            "cannot listen on %s: %s; choose another address with --listen",
            address->text, strerrordesc_np(errno));
        return false;
    }
    daemon = start_daemon(carrier, fd);
    if (daemon == NULL) {
        close(fd);
        snprintf(problem, problem_len,
            "cannot start the threads for %s: too little memory, or too few "
            "file descriptors for %u connections",
            address->text, carrier->settings->connections);
        return false;
    }
    carrier->daemons[carrier->num_daemons++] = daemon;
    return true;
}

static void
free_crypto(void *openssl)
{
    passkey_openssl_free(openssl);
}

struct carrier *
carrier_open(const struct carrier_settings *settings, struct server *server,
    char *problem, size_t problem_len)
{
    struct carrier *carrier = calloc(1, sizeof(*carrier));
    size_t i;

    snprintf(problem, problem_len, "cannot start threads");
    if (carrier == NULL)
        return NULL;
    carrier->settings = settings;
    carrier->server = server;
    if (pthread_key_create(&carrier->crypto_key, free_crypto) != 0) {
        free(carrier);
        return NULL;
    }
    if (!watch_start(&carrier->watch)) {
        pthread_key_delete(carrier->crypto_key);
        free(carrier);
        return NULL;
    }
    for (i = 0; i < settings->num_addresses; i++) {
        if (!listen_on(
                carrier, &settings->addresses[i], problem, problem_len)) {
            while (!carrier_close(carrier))
                ; /* the address before may have a request already */
            return NULL;
        }
    }
    return carrier;
}

/* Waits until every request that was begun has been answered. */
static bool
drain(struct carrier *carrier)
{
    const struct timespec pause = {.tv_nsec = 10000000}; /* 10 ms */
    int64_t end = watch_now_us() + (int64_t)LIMIT_DRAIN_S * 1000000;

    while (
        atomic_load(&carrier->calls) > 0 || atomic_load(&carrier->parked) > 0) {
        if (watch_now_us() > end)
            break;
        nanosleep(&pause, NULL);
    }
    /* A suspended connection must not be stopped; any other may. */
    return atomic_load(&carrier->parked) == 0;
}

bool
carrier_close(struct carrier *carrier)
{
    size_t i;
    int fd;

    atomic_store(&carrier->stopping, true);
    for (i = 0; i < carrier->num_daemons; i++) {
        fd = MHD_quiesce_daemon(carrier->daemons[i]);
        if (fd >= 0)
            close(fd);
    }
    if (!drain(carrier))
        return false;
    for (i = 0; i < carrier->num_daemons; i++)
        MHD_stop_daemon(carrier->daemons[i]);
    watch_stop(&carrier->watch);
    pthread_key_delete(carrier->crypto_key);
    free(carrier);
    return true;
}
