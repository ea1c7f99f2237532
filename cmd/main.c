/* SPDX-License-Identifier: Apache-2.0 */
/* passkeyd: a table of subcommands. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "commands.h"

struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
};

static int command_help(int argc, char **argv);
static int command_version(int argc, char **argv);

static const struct command commands[] = {
    { "serve", command_serve, "answer sign-ins over HTTP" },
    { "check-config", command_check_config,
        "print OK, or every mistake of the settings" },
    {"user", command_group, "accounts: list, show, add, invite, recover, ..."},
    {"passkey", command_group, "passkeys of an account: list, remove"},
    {"audit", command_admin, "the newest entries of the audit log"},
    {"backup", command_admin, "copy the database while it is used"},
    {"check", command_admin, "check the database and the audit log"},
    {"metadata", command_group, "FIDO metadata: import, show"},
    {"rotate-keys", command_rotate_keys, "put a new key in front of the ring"},
    { "verify", command_verify,
        "judge WebAuthn responses, one JSON case per line" },
    { "version", command_version, "print the version" },
    { "help", command_help, "print this list" },
};

static void
print_usage(FILE *out)
{
    size_t i;

    fputs("usage: passkeyd COMMAND [ARGUMENTS]\n\n", out);
    for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
        fprintf(out, "  %-14s %s\n", commands[i].name, commands[i].summary);
}

static int
command_help(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    print_usage(stdout);
    return EX_OK;
}

static int
command_version(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    puts("passkeyd " PASSKEYD_VERSION);
    return EX_OK;
}

int
main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    size_t i;

    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        name = "help";
    if (strcmp(name, "--version") == 0)
        name = "version";
    for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        if (strcmp(name, commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    }
    if (argc > 1)
        fprintf(stderr, "passkeyd: there is no command '%s'\n\n", name);
    print_usage(stderr);
    return EX_USAGE;
}
