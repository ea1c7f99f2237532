/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The real binary as a child process, on a free port of the loopback and with
 * a state directory of its own.
 */
#ifndef TEST_SERVER_PROCESS_H
#define TEST_SERVER_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#define SERVER_SETTINGS_MAX 16

struct server_process {
    const char *binary;
    char state_dir[64];
    char origin[64];  /* as browsers see it: http://localhost:PORT */
    char address[64]; /* where it listens: 127.0.0.1:PORT */
    pid_t pid;        /* 0: not running */
    const char *settings[SERVER_SETTINGS_MAX]; /* more flags and values */
    const char *preload; /* a library loaded in front, or NULL */
    bool keeps_log;      /* log level info, into STATE_DIR/log */
};

/* Makes the directory and finds a port; starts nothing. */
void server_prepare(struct server_process *server, const char *binary);

/* Starts the binary and waits until /healthz answers. */
void server_start(struct server_process *server);

/* Ends it with SIGTERM; its exit status must be 0. */
void server_stop(struct server_process *server);

/* Waits until it ends by itself; its exit status, or -1. */
int server_wait(struct server_process *server);

/* Ends it with SIGKILL. */
void server_kill(struct server_process *server);

/* Starts another one on the same state; its exit status. */
int server_second(const struct server_process *server, char *text, size_t cap);

/*
 * A command of the administrator on its state, such as "user disable anna";
 * what it printed is in `text`, its exit status returned.
 */
int server_command(const struct server_process *server, const char *words,
    char *text, size_t cap);

/* Ends it if it runs, and deletes the directory. */
void server_discard(struct server_process *server);

#endif
