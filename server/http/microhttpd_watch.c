/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libmicrohttpd closes a connection that is silent. A client that sends one
 * byte now and then is never silent, so this thread looks at all connections
 * once a second and shuts those down whose time is over.
 */
#include <errno.h>
#include <sys/socket.h>
#include <time.h>

#include "microhttpd.h"

int64_t
watch_now_us(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void
watch_set(struct connection *connection, int64_t seconds)
{
    int64_t deadline =
        seconds == 0 ? 0 : watch_now_us() / 1000000 + 1 + seconds;

    atomic_store_explicit(
        &connection->deadline, deadline, memory_order_relaxed);
}

static void
close_late(struct watch *watch)
{
    int64_t now = watch_now_us() / 1000000, deadline;
    struct connection *connection;

    for (connection = watch->connections; connection != NULL;
         connection = connection->next) {
        deadline =
            atomic_load_explicit(&connection->deadline, memory_order_relaxed);
        /* The descriptor cannot be closed while the lock is held. */
        if (deadline != 0 && now >= deadline)
            (void)shutdown(connection->fd, SHUT_RDWR);
    }
}

static void *
watch_run(void *context)
{
    struct watch *watch = context;
    struct timespec until;

    pthread_mutex_lock(&watch->lock);
    while (!watch->stop) {
        if (clock_gettime(CLOCK_MONOTONIC, &until) != 0)
            break;
        until.tv_sec++;
        while (!watch->stop && pthread_cond_timedwait(&watch->wake,
                                   &watch->lock, &until) != ETIMEDOUT)
            ;
        if (!watch->stop)
            close_late(watch);
    }
    pthread_mutex_unlock(&watch->lock);
    return NULL;
}

bool
watch_start(struct watch *watch)
{
    pthread_condattr_t monotonic;
    bool started = false;

    watch->connections = NULL;
    watch->stop = false;
    if (pthread_mutex_init(&watch->lock, NULL) != 0)
        return false;
    if (pthread_condattr_init(&monotonic) == 0) {
        started = pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) == 0 &&
                  pthread_cond_init(&watch->wake, &monotonic) == 0 &&
                  pthread_create(&watch->thread, NULL, watch_run, watch) == 0;
        pthread_condattr_destroy(&monotonic);
    }
    return started;
}

void
watch_stop(struct watch *watch)
{
    pthread_mutex_lock(&watch->lock);
    watch->stop = true;
    pthread_cond_signal(&watch->wake);
    pthread_mutex_unlock(&watch->lock);
    pthread_join(watch->thread, NULL);
    pthread_cond_destroy(&watch->wake);
    pthread_mutex_destroy(&watch->lock);
}

void
watch_add(struct watch *watch, struct connection *connection)
{
    pthread_mutex_lock(&watch->lock);
    connection->next = watch->connections;
    connection->link = &watch->connections;
    if (connection->next != NULL)
        connection->next->link = &connection->next;
    watch->connections = connection;
    pthread_mutex_unlock(&watch->lock);
}

void
watch_remove(struct watch *watch, struct connection *connection)
{
    pthread_mutex_lock(&watch->lock);
    *connection->link = connection->next;
    if (connection->next != NULL)
        connection->next->link = connection->link;
    pthread_mutex_unlock(&watch->lock);
}
