/* SPDX-License-Identifier: Apache-2.0 */
/* passkeyd serve: puts the parts together, waits for a signal, ends them. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include <sodium.h>

#include "../format/reader.h"
#include "../server/account/keyring.h"
#include "../server/config.h"
#include "../server/http/carrier.h"
#include "../server/sandbox.h"
#include "../server/store/sqlite.h"
#include "../server/store/store.h"
#include "commands.h"

/* Besides connections: the database, the log, the library. */
#define DESCRIPTORS_BESIDES 64

struct service {
    struct config config;
    struct server server;
    struct carrier_settings settings;
    struct carrier *carrier;
};

static int
fail(int status, const char *what, const char *why)
{
    fprintf(
        stderr, "passkeyd: %s%s%s\n", what, why[0] != '\0' ? ": " : "", why);
    return status;
}

/* The directory is the owner's alone: it has the key ring and the database. */
static int
make_state_dir(const char *path)
{
    struct stat status;

    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return fail(EX_CANTCREAT, path, strerrordesc_np(errno));
    if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
        return fail(EX_CONFIG, path, "state_dir must be a directory");
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return fail(
            EX_CONFIG, path, "others may write here; run chmod go-w on it");
    return EX_OK;
}

static int
open_keyring(struct service *service)
{
    char path[1200];
    const char *problem;

    snprintf(path, sizeof(path), "%s/keyring", service->config.state_dir);
    problem = keyring_open(path, &service->server.keys);
    return problem == NULL ? EX_OK : fail(EX_NOINPUT, path, problem);
}

/* Why the store could not be opened, as an exit code; see store/sqlite.h. */
static int
status_of_store(int fault)
{
    switch (fault) {
    case EBUSY:
        return EX_TEMPFAIL;
    case EACCES:
        return EX_CANTCREAT;
    case EIO:
        return EX_IOERR;
    default:
        return EX_OSERR;
    }
}

static int
open_store(struct service *service)
{
    char problem[256] = "";

    service->server.store =
        store_sqlite_open(service->config.database, problem, sizeof(problem));
    if (service->server.store != NULL)
        return EX_OK;
    return fail(status_of_store(errno), problem, "");
}

static int
open_carrier(struct service *service)
{
    char problem[256] = "";

    config_carrier(&service->config, &service->settings);
    service->carrier = carrier_open(
        &service->settings, &service->server, problem, sizeof(problem));
    return service->carrier != NULL ? EX_OK : fail(EX_OSERR, problem, "");
}

static int
fill_server(struct service *service)
{
    const struct config *config = &service->config;
    struct server *server = &service->server;

    config_policy(config, &server->policy);
    server->sign_up = config->sign_up;
    server->origin = arena_text(config->arena, config->origins[0]);
    server->site_name = config->rp_name;
    server->session_idle_s = config->session_idle_s;
    server->session_max_s = config->session_max_s;
    server->trust_forwarded = config->num_proxies > 0;
    return server->origin != NULL ? EX_OK : fail(EX_OSERR, "out of memory", "");
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
        return fail(EX_OSERR, "cannot prepare for signals", "");
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
            return fail(EX_IOERR, service->config.database,
                "the disk failed; look at it, then start again");
    }
    return EX_OK;
}

static int
serve(struct service *service)
{
    sigset_t ends;
    int status;

    if (!sandbox_enter())
        return fail(EX_OSERR, "cannot give up privileges", "");
    if (sodium_init() < 0)
        return fail(EX_OSERR, "cannot start libsodium", "");
    sandbox_raise_descriptors(
        service->config.connections + DESCRIPTORS_BESIDES);
    if ((status = block_signals(&ends)) != EX_OK ||
        (status = fill_server(service)) != EX_OK ||
        (status = make_state_dir(service->config.state_dir)) != EX_OK ||
        (status = open_keyring(service)) != EX_OK ||
        (status = open_store(service)) != EX_OK ||
        (status = open_carrier(service)) != EX_OK)
        return status;
    printf("passkeyd: serving %s (state in %s)\n", service->server.origin,
        service->config.state_dir);
    (void)fflush(stdout);
    status = wait_for_end(service, &ends);
    if (!carrier_close(service->carrier)) {
        /* Its threads still use the store, which is safe to leave as it is. */
        (void)fail(EX_SOFTWARE, "a request did not finish in time", "");
        _exit(EX_SOFTWARE);
    }
    return status;
}

static int
load_and_serve(struct service *service, int argc, char **argv)
{
    struct config *config = &service->config;
    int status;

    if (!config_load(config, argc, argv, environ))
        return fail(EX_OSERR, "out of memory", "");
    log_set_level(config->log_level);
    if (config->num_mistakes > 0) {
        config_print_mistakes(config);
        status = EX_CONFIG;
    } else {
        status = serve(service);
    }
    store_close(service->server.store);
    pk_wipe(&service->server.keys, sizeof(service->server.keys));
    config_free(config);
    return status;
}

int
command_serve(int argc, char **argv)
{
    struct service *service;
    int status;

    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        puts("usage: passkeyd serve [--config FILE] [--SETTING VALUE]...\n\n"
             "Settings are flags, lines of the file (name = value), or\n"
             "variables of the environment (PASSKEYD_NAME):\n");
        config_print_settings();
        return EX_OK;
    }
    service = calloc(1, sizeof(*service));
    if (service == NULL)
        return fail(EX_OSERR, "out of memory", "");
    status = load_and_serve(service, argc - 1, argv + 1);
    free(service);
    return status;
}
