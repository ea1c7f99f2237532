/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The subcommands. Each gets its own arguments, its name in argv[0], and
 * returns the exit status of the program (sysexits.h).
 */
#ifndef COMMANDS_H
#define COMMANDS_H

int command_serve(int argc, char **argv);
int command_check_config(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_rotate_keys(int argc, char **argv);
/* user, passkey and metadata: a second word says what to do */
int command_group(int argc, char **argv);
/* audit, backup, check */
int command_admin(int argc, char **argv);

#endif
