/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything behind the routes, put together from the configuration: for the
 * server, and for administration when no server runs.
 */
#ifndef SERVICE_H
#define SERVICE_H

#include "../server/config.h"
#include "../server/metadata/metadata.h"
#include "../server/server.h"

struct service {
    struct config config;
    struct server server;
    struct metadata_roots roots;
};

/* Each returns EX_OK, or an exit status after saying why on stderr. */

/* Reads the configuration; nothing is opened yet. */
int service_load(struct service *service, int argc, char **argv);

/* Opens state directory, key ring, store and worker threads. */
int service_open(struct service *service);

/* Closes whatever is open. After service_load, in any case. */
void service_close(struct service *service);

/* Where the key ring is. */
#define SERVICE_PATH_CAP 1200
void service_keyring_path(
    const struct service *service, char out[SERVICE_PATH_CAP]);

/* Where the administrator's socket is. False: the path is too long. */
bool service_socket_path(const struct service *service, char *out, size_t len);

/* "passkeyd: WHAT: WHY" on stderr; returns `status`. */
int service_fail(int status, const char *what, const char *why);

#endif
