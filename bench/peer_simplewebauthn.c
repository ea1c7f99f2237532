/* SPDX-License-Identifier: Apache-2.0 */
#include "peer_simplewebauthn.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static FILE *to_peer, *from_peer;
static pid_t peer;

static void
become_peer(const char *program, const int in[2], const int out[2])
{
    /* What it says when the package is missing is of no use to anybody. */
    int nowhere = open("/dev/null", O_WRONLY);

    (void)dup2(in[0], STDIN_FILENO);
    (void)dup2(out[1], STDOUT_FILENO);
    (void)dup2(nowhere, STDERR_FILENO);
    (void)close(in[0]);
    (void)close(in[1]);
    (void)close(out[0]);
    (void)close(out[1]);
    (void)close(nowhere);
    (void)execlp("node", "node", program, (char *)NULL);
    _exit(127);
}

bool
simplewebauthn_start(const char *program)
{
    int in[2], out[2];

    if (pipe(in) != 0 || pipe(out) != 0)
        return false;
    (void)signal(SIGPIPE, SIG_IGN); /* a peer that died is an answer too */
    peer = fork();
    if (peer == 0)
        become_peer(program, in, out);
    (void)close(in[0]);
    (void)close(out[1]);
    to_peer = fdopen(in[1], "w");
    from_peer = fdopen(out[0], "r");
    return peer > 0 && to_peer != NULL && from_peer != NULL;
}

/* The answer to a line that was sent; "" if there is none. */
static const char *
answer(void)
{
    static char line[64];

    if (fflush(to_peer) != 0 || fgets(line, sizeof(line), from_peer) == NULL)
        return "";
    line[strcspn(line, "\n")] = '\0';
    return line;
}

bool
simplewebauthn_prepare(const struct simplewebauthn_task *task)
{
    if (to_peer == NULL || from_peer == NULL)
        return false;
    (void)fprintf(to_peer,
        "{\"origin\":\"%s\",\"rpId\":\"%s\",\"challenge\":\"%s\","
        "\"publicKey\":\"%s\",\"response\":%s}\n",
        task->origin, task->rp_id, task->challenge, task->public_key,
        task->response);
    return strcmp(answer(), "ready") == 0;
}

double
simplewebauthn_rate(void)
{
    (void)fprintf(to_peer, "round\n");
    return strtod(answer(), NULL);
}

void
simplewebauthn_stop(void)
{
    if (to_peer != NULL)
        (void)fclose(to_peer);
    if (from_peer != NULL)
        (void)fclose(from_peer);
    if (peer > 0)
        (void)waitpid(peer, NULL, 0);
}
