/* SPDX-License-Identifier: Apache-2.0 */
/* Starting and ending the server under test. */
#include "server_process.h"

#include "http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define START_TRIES 400
#define ARGV_GIVEN  12
#define PAUSE_NS    (25 * 1000 * 1000)

static void
insist(bool done, const char *what)
{
    if (!done) {
        perror(what);
        abort();
    }
}

static unsigned
free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t len = sizeof(address);
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    insist(fd >= 0 &&
               bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 &&
               getsockname(fd, (struct sockaddr *)&address, &len) == 0,
        "free port");
    close(fd);
    return ntohs(address.sin_port);
}

void
server_prepare(struct server_process *server, const char *binary)
{
    unsigned port = free_port();

    memset(server, 0, sizeof(*server));
    server->binary = binary;
    strcpy(server->state_dir, "/tmp/passkeyd-test-XXXXXX");
    insist(mkdtemp(server->state_dir) != NULL, "state directory");
    (void)snprintf(
        server->origin, sizeof(server->origin), "http://localhost:%u", port);
    (void)snprintf(
        server->address, sizeof(server->address), "127.0.0.1:%u", port);
}

static void
become_server(const struct server_process *server)
{
    char log[96];
    /*
     * A test may be hundreds of people at one address, and what they closed is
     * counted until the server sees it.
     */
    const char *argv[ARGV_GIVEN + SERVER_SETTINGS_MAX + 1] = {server->binary,
        "serve", "--listen", server->address, "--origins", server->origin,
        "--state-dir", server->state_dir, "--log-level",
        server->keeps_log ? "info" : "error", "--connections-per-address", "0"};
    size_t i;

    /* A test that is killed leaves no server behind. */
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    /* Its greeting would be taken for output of the test. */
    if (freopen("/dev/null", "w", stdout) == NULL)
        _exit(126);
    for (i = 0; i < SERVER_SETTINGS_MAX && server->settings[i] != NULL; i++)
        argv[ARGV_GIVEN + i] = server->settings[i];
    if (server->preload != NULL)
        (void)setenv("LD_PRELOAD", server->preload, 1);
    (void)setenv("TEST_TRICKS", server->state_dir, 1);
    (void)snprintf(log, sizeof(log), "%s/log", server->state_dir);
    if (server->keeps_log && freopen(log, "a", stderr) == NULL)
        _exit(126);
    execv(server->binary, (char **)(uintptr_t)argv);
    perror(server->binary);
    _exit(127);
}

static bool
answers(const struct server_process *server)
{
    struct visitor visitor;

    visitor_init(&visitor, server);
    return http_get(&visitor, "/healthz").status == 200;
}

void
server_start(struct server_process *server)
{
    struct timespec pause = {0, PAUSE_NS};
    int tries;

    insist(server->pid == 0, "already running");
    server->pid = fork();
    insist(server->pid >= 0, "fork");
    if (server->pid == 0)
        become_server(server);
    for (tries = 0; tries < START_TRIES && !answers(server); tries++) {
        insist(waitpid(server->pid, NULL, WNOHANG) == 0, "the server ended");
        nanosleep(&pause, NULL);
    }
    insist(tries < START_TRIES, "the server does not answer");
}

static int
end(struct server_process *server, int signal_number)
{
    int status = 0;

    insist(kill(server->pid, signal_number) == 0 &&
               waitpid(server->pid, &status, 0) == server->pid,
        "ending the server");
    server->pid = 0;
    return status;
}

void
server_stop(struct server_process *server)
{
    int status = end(server, SIGTERM);

    insist(WIFEXITED(status) && WEXITSTATUS(status) == 0, "exit status");
}

int
server_wait(struct server_process *server)
{
    int status = 0;

    insist(waitpid(server->pid, &status, 0) == server->pid, "waiting");
    server->pid = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void
server_kill(struct server_process *server)
{
    (void)end(server, SIGKILL);
}

int
server_second(const struct server_process *server, char *text, size_t cap)
{
    struct server_process second = *server;
    int status = 0;
    int pipes[2];
    ssize_t len;
    pid_t pid;

    (void)snprintf(
        second.address, sizeof(second.address), "127.0.0.1:%u", free_port());
    insist(pipe(pipes) == 0, "pipe");
    pid = fork();
    if (pid == 0) {
        dup2(pipes[1], STDERR_FILENO);
        close(pipes[0]);
        alarm(20);
        become_server(&second);
    }
    close(pipes[1]);
    len = read(pipes[0], text, cap - 1);
    text[len > 0 ? len : 0] = '\0';
    close(pipes[0]);
    insist(waitpid(pid, &status, 0) == pid, "waiting");
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int
server_command(const struct server_process *server, const char *words,
    char *text, size_t cap)
{
    char line[512];
    size_t len;
    FILE *out;

    (void)snprintf(line, sizeof(line), "%s %s --state-dir %s --origins %s 2>&1",
        server->binary, words, server->state_dir, server->origin);
    out = popen(line, "r");
    insist(out != NULL, "popen");
    len = fread(text, 1, cap - 1, out);
    text[len] = '\0';
    return WEXITSTATUS(pclose(out));
}

void
server_discard(struct server_process *server)
{
    pid_t pid;

    if (server->pid != 0)
        (void)end(server, SIGTERM);
    pid = fork();
    if (pid == 0) {
        execlp("rm", "rm", "-rf", server->state_dir, (char *)NULL);
        _exit(127);
    }
    (void)waitpid(pid, NULL, 0);
}
