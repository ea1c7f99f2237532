/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes to the server as they are, for what libcurl would never send. */
#ifndef TEST_RAW_CLIENT_H
#define TEST_RAW_CLIENT_H

#include "server_process.h"

#include <stddef.h>

struct raw_answer {
    int status;       /* 0: no answer */
    const char *text; /* all that came, in scratch memory */
    bool closed;      /* the server closed the connection */
};

/* A connection on which nothing was sent; the caller closes it. */
int raw_connect(const struct server_process *server);

/*
 * Sends, then reads until the server closes or says nothing for 300 ms after
 * its answer.
 */
struct raw_answer raw_send(
    const struct server_process *server, const void *bytes, size_t len);

#endif
