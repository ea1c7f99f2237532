/* SPDX-License-Identifier: Apache-2.0 */
/* passkeyd check-config: says what is wrong with the settings, if anything. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "../server/config.h"
#include "commands.h"

static int
check(int argc, char **argv, struct config *config)
{
    int status = EX_OK;

    if (!config_load(config, argc, argv, environ))
        return EX_OSERR;
    if (config->num_mistakes > 0) {
        config_print_mistakes(config);
        status = EX_CONFIG;
    } else {
        puts("OK");
    }
    config_free(config);
    return status;
}

int
command_check_config(int argc, char **argv)
{
    struct config *config;
    int status;

    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        puts("usage: passkeyd check-config [SETTINGS]\n\n"
             "Takes the settings of 'passkeyd serve' and prints OK, or every "
             "mistake.\n");
        config_print_settings();
        return EX_OK;
    }
    config = calloc(1, sizeof(*config));
    if (config == NULL)
        return EX_OSERR;
    status = check(argc - 1, argv + 1, config);
    free(config);
    return status;
}
