/* SPDX-License-Identifier: Apache-2.0 */
/* passkeyd rotate-keys: a new key for ceremonies and tokens. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "../server/account/keyring.h"
#include "commands.h"
#include "service.h"

static int
rotate(struct service *service)
{
    char path[SERVICE_PATH_CAP];
    const char *problem;

    service_keyring_path(service, path);
    problem = keyring_rotate(path);
    if (problem != NULL)
        return service_fail(EX_CANTCREAT, path, problem);
    puts("a new key is in front; restart the server to use it");
    return EX_OK;
}

int
command_rotate_keys(int argc, char **argv)
{
    struct service *service;
    int status;

    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        puts("usage: passkeyd rotate-keys [SETTINGS]\n\n"
             "Puts a new key in front of the key ring. What the keys before "
             "it sealed and\nsigned stays good; the oldest of more than four "
             "is removed.");
        return EX_OK;
    }
    service = calloc(1, sizeof(*service));
    if (service == NULL)
        return service_fail(EX_OSERR, "out of memory", "");
    status = service_load(service, argc - 1, argv + 1);
    if (status == EX_OK)
        status = rotate(service);
    service_close(service);
    free(service);
    return status;
}
