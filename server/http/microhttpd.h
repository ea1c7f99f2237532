/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the carrier share among themselves. */
#ifndef HTTP_MICROHTTPD_H
#define HTTP_MICROHTTPD_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "carrier.h"
#include "framing.h"

/* One client connection; the watch closes it when its time is over. */
struct connection {
    struct connection *next;
    struct connection **link; /* what points to this one */
    int fd;
    _Atomic int64_t deadline; /* monotonic seconds; 0: none */
    uint8_t peer[ADDRESS_LEN];
};

struct watch {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct connection *connections;
    bool stop;
};

struct carrier {
    const struct carrier_settings *settings;
    struct server *server;
    struct MHD_Daemon *daemons[CARRIER_ADDRESSES_MAX];
    size_t num_daemons;
    struct watch watch;
    pthread_key_t crypto_key; /* struct passkey_openssl of each thread */
    atomic_size_t calls;      /* requests that have not been finished */
    atomic_size_t parked;
    atomic_bool stopping;
};

enum call_stage { CALL_HEAD = 0, CALL_BODY, CALL_HANDLED, CALL_REPLIED };

/* One request inside the carrier; lives in its exchange's arena. */
struct call {
    struct http_exchange exchange;
    struct framing framing;
    struct carrier *carrier;
    struct connection *connection;
    struct MHD_Connection *mhd;
    struct passkey_bytes target;
    const char *target_sent; /* where the library has it */
    const char *method;
    uint8_t *body;
    size_t body_len;
    enum call_stage stage;
    int64_t started_us; /* monotonic */
};

/* microhttpd_watch.c */
bool watch_start(struct watch *watch);
void watch_stop(struct watch *watch);
void watch_add(struct watch *watch, struct connection *connection);
void watch_remove(struct watch *watch, struct connection *connection);
/* Gives the client `seconds` from now; 0 takes the limit away. */
void watch_set(struct connection *connection, int64_t seconds);
int64_t watch_now_us(void);

/* microhttpd_call.c: the callbacks of libmicrohttpd */
void *call_begin(void *context, const char *uri, struct MHD_Connection *mhd);
enum MHD_Result call_advance(void *context, struct MHD_Connection *mhd,
    const char *url, const char *method, const char *version,
    const char *upload_data, size_t *upload_data_len, void **call);
void call_end(void *context, struct MHD_Connection *mhd, void **call,
    enum MHD_RequestTerminationCode code);

/* microhttpd_reply.c: hands the reply of a call over. */
enum MHD_Result call_reply(struct call *call, bool close);

#endif
