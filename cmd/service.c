/* SPDX-License-Identifier: Apache-2.0 */
/* See service.h. */
#include "service.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>

#include "../format/reader.h"
#include "../server/account/decoy_shape.h"
#include "../server/account/keyring.h"
#include "../server/account/password_pool.h"
#include "../server/account/provider.h"
#include "../server/account/throttle.h"
#include "../server/log.h"
#include "../server/mail/mail.h"
#include "../server/store/sqlite.h"
#include "../server/store/store.h"

int
service_fail(int status, const char *what, const char *why)
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
        return service_fail(EX_CANTCREAT, path, strerrordesc_np(errno));
    if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
        return service_fail(EX_CONFIG, path, "state_dir must be a directory");
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return service_fail(
            EX_CONFIG, path, "others may write here; run chmod go-w on it");
    return EX_OK;
}

static int
open_keyring(struct service *service)
{
    char path[SERVICE_PATH_CAP];
    const char *problem;

    service_keyring_path(service, path);
    problem = keyring_open(path, &service->server.keys);
    return problem == NULL ? EX_OK : service_fail(EX_NOINPUT, path, problem);
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

static bool
renew_keys(void *context)
{
    struct service *service = context;
    char path[SERVICE_PATH_CAP];
    const char *problem;

    service_keyring_path(service, path);
    problem = keyring_renew(path, &service->server.keys);
    log_detail(LOG_WARNINGS, "clock.set_back",
        problem == NULL ? "what was begun before must be begun again"
                        : problem);
    return problem == NULL;
}

static int
open_store(struct service *service)
{
    const struct sqlite_clock clock = {
        (int64_t)time(NULL), renew_keys, service};
    char problem[256] = "";

    service->server.store = store_sqlite_open(
        service->config.database, &clock, problem, sizeof(problem));
    if (service->server.store != NULL)
        return EX_OK;
    return service_fail(status_of_store(errno), problem, "");
}

static int
fill_server(struct service *service)
{
    const struct config *config = &service->config;
    struct server *server = &service->server;
    const char *problem;

    config_policy(config, &server->policy);
    server->sign_up = config->sign_up;
    server->origin = arena_text(config->arena, config->origins[0]);
    server->site_name = config->rp_name;
    server->session_idle_s = config->session_idle_s;
    server->session_max_s = config->session_max_s;
    server->trust_forwarded = config->num_proxies > 0;
    server->well_known = &config->well_known;
    server->has_admin_key = config->has_admin_key;
    memcpy(server->admin_key_hash, config->admin_key_hash,
        sizeof(server->admin_key_hash));
    problem = theme_load(&server->theme, config->color, config->logo);
    if (problem != NULL)
        return service_fail(EX_CONFIG, config->logo, problem);
    if (config->aaguid_names != NULL &&
        provider_load(config->aaguid_names) != 0)
        return service_fail(EX_CONFIG, config->aaguid_names,
            "cannot be read; each line is an AAGUID, a space, a name");
    return server->origin != NULL ? EX_OK : service_fail(EX_OSERR, "out of memory", "");
}

static unsigned
num_cores(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    return cores < 1 ? 1 : (unsigned)cores;
}

static int
open_workers(struct service *service)
{
    service->server.throttle = throttle_new();
    service->server.passwords = password_pool_new(num_cores());
    return service->server.throttle != NULL &&
                   service->server.passwords != NULL
               ? EX_OK
               : service_fail(EX_OSERR, "out of memory", "");
}

/* The first line of the file, without its end. */
static bool
read_password(const char *path, char *out, size_t len)
{
    FILE *file = fopen(path, "r");
    bool done = file != NULL && fgets(out, (int)len, file) != NULL;

    if (file != NULL)
        fclose(file);
    if (done)
        out[strcspn(out, "\r\n")] = '\0';
    return done;
}

static int
open_metadata(struct service *service)
{
    const struct config *config = &service->config;
    char problem[256] = "";

    if (!metadata_roots_load(config->metadata_roots, &service->roots))
        return service_fail(EX_CONFIG,
            config->metadata_roots != NULL ? config->metadata_roots : "roots",
            "is not a file of at most 16 PEM certificates");
    service->server.metadata = metadata_open(config->state_dir,
        &service->roots, config->metadata_signer, problem, sizeof(problem));
    return service->server.metadata != NULL
               ? EX_OK
               : service_fail(EX_NOINPUT, problem, "");
}

static int
open_mailer(struct service *service)
{
    const struct config *config = &service->config;
    char password[256] = "";
    struct mail_settings settings = {
        .url = config->smtp_url,
        .user = config->smtp_user,
        .from = config->mail_from,
    };

    if (config->smtp_url == NULL)
        return EX_OK;
    if (config->smtp_password_file != NULL) {
        if (!read_password(config->smtp_password_file, password,
                sizeof(password)))
            return service_fail(
                EX_NOINPUT, config->smtp_password_file, "cannot be read");
        settings.password = password;
    }
    service->server.mailer = mailer_new(&settings);
    pk_wipe(password, sizeof(password));
    return service->server.mailer != NULL
               ? EX_OK
               : service_fail(EX_OSERR, "cannot start the mailer", "");
}

int
service_load(struct service *service, int argc, char **argv)
{
    struct config *config = &service->config;

    if (!config_load(config, argc, argv, environ))
        return service_fail(EX_OSERR, "out of memory", "");
    log_set_level(config->log_level);
    if (config->num_mistakes > 0) {
        config_print_mistakes(config);
        return EX_CONFIG;
    }
    if (sodium_init() < 0)
        return service_fail(EX_OSERR, "cannot start libsodium", "");
    return fill_server(service);
}

int
service_open(struct service *service)
{
    int status;

    if ((status = make_state_dir(service->config.state_dir)) != EX_OK ||
        (status = open_keyring(service)) != EX_OK ||
        (status = open_store(service)) != EX_OK ||
        (status = open_metadata(service)) != EX_OK ||
        (status = open_mailer(service)) != EX_OK)
        return status;
    service->server.decoy_shapes = decoy_shapes_learn(service->server.store);
    return open_workers(service);
}

void
service_keyring_path(const struct service *service, char out[SERVICE_PATH_CAP])
{
    snprintf(out, SERVICE_PATH_CAP, "%s/keyring", service->config.state_dir);
}

bool
service_socket_path(const struct service *service, char *out, size_t len)
{
    int written =
        snprintf(out, len, "%s/admin.sock", service->config.state_dir);

    return written > 0 && (size_t)written < len;
}

void
service_close(struct service *service)
{
    password_pool_free(service->server.passwords);
    store_close(service->server.store);
    mailer_free(service->server.mailer);
    metadata_close(service->server.metadata);
    throttle_free(service->server.throttle);
    decoy_shapes_free(service->server.decoy_shapes);
    theme_free(&service->server.theme);
    pk_wipe(&service->server.keys, sizeof(service->server.keys));
    config_free(&service->config);
}
