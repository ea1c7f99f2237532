/* SPDX-License-Identifier: Apache-2.0 */
/* passkeyd serve: puts the parts together, waits for a signal, ends them. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "../server/http/carrier.h"
#include "../server/http/local.h"
#include "../server/sandbox.h"
#include "../server/store/store.h"
#include "commands.h"
#include "service.h"

/* Besides connections: the database, the log, the library. */
#define DESCRIPTORS_BESIDES 64

struct running {
    struct service service;
    struct carrier_settings settings;
    struct carrier *carrier;
    struct local_carrier *local;
};

static int
open_carriers(struct running *running)
{
    struct service *service = &running->service;
    char problem[256] = "", path[1200];

    config_carrier(&service->config, &running->settings);
    running->carrier = carrier_open(
        &running->settings, &service->server, problem, sizeof(problem));
    if (running->carrier == NULL)
        return service_fail(EX_OSERR, problem, "");
    if (service_socket_path(service, path, sizeof(path)))
        running->local = local_open(path, &service->server);
    if (running->local == NULL) /* the server works without it */
        (void)service_fail(
            EX_OK, "no administration while serving", strerrordesc_np(errno));
    return EX_OK;
}

/* Signals are taken by this thread alone, with sigwait. */
static int
block_signals(sigset_t *ends)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    if (sigemptyset(ends) != 0 || sigaddset(ends, SIGTERM) != 0 ||
        sigaddset(ends, SIGINT) != 0 ||
        pthread_sigmask(SIG_BLOCK, ends, NULL) != 0 ||
        sigaction(SIGPIPE, &ignore, NULL) != 0)
        return service_fail(EX_OSERR, "cannot prepare for signals", "");
    return EX_OK;
}

/*
 * Until a signal comes, or the disk cannot be trusted any more: whoever asks
 * meanwhile is answered with 503, and the next start looks at what is there.
 */
static int
wait_for_end(const struct service *service, const sigset_t *ends)
{
    const struct timespec second = {.tv_sec = 1};

    while (sigtimedwait(ends, NULL, &second) < 0) {
        if (!store_healthy(service->server.store))
            return service_fail(EX_IOERR, service->config.database,
                "the disk failed; look at it, then start again");
    }
    return EX_OK;
}

static int
close_carriers(struct running *running)
{
    local_close(running->local);
    if (carrier_close(running->carrier))
        return EX_OK;
    /* Its threads still use the store, which is safe to leave as it is. */
    (void)service_fail(EX_SOFTWARE, "a request did not finish in time", "");
    _exit(EX_SOFTWARE);
}

static int
serve(struct running *running)
{
    struct service *service = &running->service;
    sigset_t ends;
    int status, closed;

    if (!sandbox_enter())
        return service_fail(EX_OSERR, "cannot give up privileges", "");
    sandbox_raise_descriptors(
        service->config.connections + DESCRIPTORS_BESIDES);
    if ((status = block_signals(&ends)) != EX_OK ||
        (status = service_open(service)) != EX_OK ||
        (status = open_carriers(running)) != EX_OK)
        return status;
    printf("passkeyd: serving %s (state in %s)\n", service->server.origin,
        service->config.state_dir);
    (void)fflush(stdout);
    status = wait_for_end(service, &ends);
    closed = close_carriers(running);
    return status != EX_OK ? status : closed;
}

int
command_serve(int argc, char **argv)
{
    struct running *running;
    int status;

    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        puts("usage: passkeyd serve [--config FILE] [--SETTING VALUE]...\n\n"
             "Settings are flags, lines of the file (name = value), or\n"
             "variables of the environment (PASSKEYD_NAME):\n");
        config_print_settings();
        return EX_OK;
    }
    running = calloc(1, sizeof(*running));
    if (running == NULL)
        return service_fail(EX_OSERR, "out of memory", "");
    status = service_load(&running->service, argc - 1, argv + 1);
    if (status == EX_OK)
        status = serve(running);
    service_close(&running->service);
    free(running);
    return status;
}
