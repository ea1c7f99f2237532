/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a running passkeyd does with a second of its own CPU time: whole
 * sign-ins (options and verify, fresh signatures, durable), and session
 * checks. Clients are blocking threads with raw sockets; what they burn does
 * not count. Beside it stands raw EVP_PKEY_verify, measured in turns with the
 * load in the same run.
 *
 *   bench_server PASSKEYD
 */
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../tests/support/scratch.h"
#include "../tests/support/software_authenticator.h"

#define CLIENTS 64
#define ROUNDS 7
#define ROUND_S 1.5
#define PORT_TEXT "18473"
#define PORT 18473
#define ORIGIN "http://localhost:" PORT_TEXT
#define BUFFER_LEN 16384

struct client {
    int socket;
    unsigned number;
    struct soft_passkey passkey;
    EVP_PKEY_CTX *signer;
    uint8_t auth_data[37];
    char id[64], user_handle[96];
    char ceremony[4096]; /* the cookie of the ceremony */
    char session[128];
    char buffer[BUFFER_LEN];
};

static struct client clients[CLIENTS];
static atomic_uint work_done;
static atomic_bool stopping;

static void
require(bool condition, const char *what)
{
    if (condition)
        return;
    fprintf(stderr, "bench_server: %s failed\n", what);
    exit(1);
}

static double
now(clockid_t clock)
{
    struct timespec time;

    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* User and system seconds of another process. */
static double
cpu_of(pid_t pid)
{
    clockid_t clock;

    require(clock_getcpuclockid(pid, &clock) == 0, "CPU clock");
    return now(clock);
}

static int
connect_to_server(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
        .sin_port = htons(PORT),
        .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    int one = 1, s = socket(AF_INET, SOCK_STREAM, 0);

    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    if (connect(s, (struct sockaddr *)&address, sizeof(address)) == 0)
        return s;
    close(s);
    return -1;
}

/* Sends a request, receives a whole answer into client->buffer. */
static void
exchange(struct client *client, const char *method, const char *path,
    const char *cookie, const char *body)
{
    static _Thread_local char request[BUFFER_LEN];
    size_t got = 0, want = 0;
    char *end, *length;
    int len = snprintf(request, sizeof(request),
        "%s %s HTTP/1.1\r\nHost: localhost:" PORT_TEXT "\r\n"
        "Origin: " ORIGIN "\r\nContent-Type: application/json\r\n"
        "Cookie: %s\r\nContent-Length: %zu\r\n\r\n%s",
        method, path, cookie, strlen(body), body);

    require(send(client->socket, request, (size_t)len, MSG_NOSIGNAL) == len,
        "send");
    do {
        ssize_t part = recv(client->socket, client->buffer + got,
            sizeof(client->buffer) - 1 - got, 0);

        require(part > 0, "receive");
        got += (size_t)part;
        client->buffer[got] = '\0';
        end = strstr(client->buffer, "\r\n\r\n");
        if (end != NULL && want == 0) {
            length = strcasestr(client->buffer, "\r\nContent-Length: ");
            want = (size_t)(end + 4 - client->buffer) +
                   (length == NULL ? 0 : strtoul(length + 18, NULL, 10));
        }
    } while (end == NULL || got < want);
    if (strncmp(client->buffer, "HTTP/1.1 200", 12) != 0) {
        fprintf(stderr, "%s\n", client->buffer);
        require(false, path);
    }
}

/* Copies "NAME=VALUE" of a Set-Cookie header. */
static void
keep_cookie(struct client *client, const char *name, char *out, size_t cap)
{
    char *at = strstr(client->buffer, name);
    size_t len;

    require(at != NULL, name);
    len = strcspn(at, ";");
    require(len < cap, "cookie");
    memcpy(out, at, len);
    out[len] = '\0';
}

static void
copy_challenge(const struct client *client, char out[64])
{
    const char *at = strstr(client->buffer, "\"challenge\":\"");

    require(at != NULL, "challenge");
    at += 13;
    memcpy(out, at, 43);
    out[43] = '\0';
}

/* base64url into a buffer that is large enough */
static size_t
encode(const uint8_t *data, size_t len, char *out)
{
    char *end = out;
    size_t i;

    i = (size_t)EVP_EncodeBlock((unsigned char *)out, data, (int)len);
    for (end = out; end < out + i; end++) {
        if (*end == '+')
            *end = '-';
        if (*end == '/')
            *end = '_';
    }
    while (end > out && end[-1] == '=')
        end--;
    *end = '\0';
    return (size_t)(end - out);
}

static void
register_client(struct client *client)
{
    struct ceremony c;
    char body[128], challenge[64], *handle, *end;

    snprintf(body, sizeof(body), "{\"username\":\"bench%u\"}", client->number);
    exchange(client, "POST", "/api/auth/register/options", "", body);
    keep_cookie(client, "__Host-pre=", client->ceremony,
        sizeof(client->ceremony));
    copy_challenge(client, challenge);
    handle = strstr(client->buffer, "\"user\":{\"id\":\"") + 14;
    end = strchr(handle, '"');
    snprintf(client->user_handle, sizeof(client->user_handle), "%.*s",
        (int)(end - handle), handle);
    ceremony_begin(&c, REGISTRATION, &client->passkey);
    ceremony_set_site(&c, ORIGIN, "localhost", challenge);
    c.sign_count = 0;
    exchange(client, "POST", "/api/auth/register/verify", client->ceremony,
        ceremony_text(&c));
    keep_cookie(client, "__Host-sid=", client->session,
        sizeof(client->session));
    encode(client->passkey.id.data, client->passkey.id.len, client->id);
    memcpy(client->auth_data, c.rp_id_hash.data, 32);
    client->auth_data[32] = FLAG_UP | FLAG_UV | (c.flags & FLAG_BE) |
                            (c.flags & FLAG_BS);
    client->signer = EVP_PKEY_CTX_new(client->passkey.key, NULL);
    require(EVP_PKEY_sign_init(client->signer) == 1, "sign init");
}

static void
sign(struct client *client, const char *client_data, uint8_t *out, size_t *len)
{
    uint8_t message[37 + 32], hash[32];

    memcpy(message, client->auth_data, 37);
    SHA256((const uint8_t *)client_data, strlen(client_data), message + 37);
    SHA256(message, sizeof(message), hash);
    require(EVP_PKEY_sign(client->signer, out, len, hash, sizeof(hash)) == 1,
        "sign");
}

/* One whole sign-in without a name. */
static void
sign_in(struct client *client)
{
    char challenge[64], client_data[512], body[4096];
    char client_data_text[800], auth_data_text[64], signature_text[128];
    uint8_t signature[80];
    size_t len = sizeof(signature);

    exchange(client, "POST", "/api/auth/login/options", "", "");
    keep_cookie(client, "__Host-pre=", client->ceremony,
        sizeof(client->ceremony));
    copy_challenge(client, challenge);
    snprintf(client_data, sizeof(client_data),
        "{\"type\":\"webauthn.get\",\"challenge\":\"%s\",\"origin\":\"" ORIGIN
        "\",\"crossOrigin\":false}",
        challenge);
    sign(client, client_data, signature, &len);
    encode((const uint8_t *)client_data, strlen(client_data),
        client_data_text);
    encode(client->auth_data, sizeof(client->auth_data), auth_data_text);
    encode(signature, len, signature_text);
    snprintf(body, sizeof(body),
        "{\"id\":\"%s\",\"rawId\":\"%s\",\"type\":\"public-key\","
        "\"response\":{\"clientDataJSON\":\"%s\",\"authenticatorData\":\"%s\","
        "\"signature\":\"%s\",\"userHandle\":\"%s\"},"
        "\"clientExtensionResults\":{},"
        "\"authenticatorAttachment\":\"platform\"}",
        client->id, client->id, client_data_text, auth_data_text,
        signature_text, client->user_handle);
    exchange(client, "POST", "/api/auth/login/verify", client->ceremony, body);
    keep_cookie(client, "__Host-sid=", client->session,
        sizeof(client->session));
}

static void
check_session(struct client *client)
{
    exchange(client, "GET", "/api/auth/session", client->session, "");
}

static void (*work)(struct client *client);

static void *
work_until_stopped(void *context)
{
    while (!atomic_load(&stopping)) {
        work(context);
        atomic_fetch_add(&work_done, 1);
    }
    return NULL;
}

/* Calls per second of the server's CPU time, in one round. */
static double
load_round(pid_t server, void (*what)(struct client *client))
{
    pthread_t threads[CLIENTS];
    double begin = cpu_of(server);
    unsigned i;

    work = what;
    atomic_store(&work_done, 0);
    atomic_store(&stopping, false);
    for (i = 0; i < CLIENTS; i++)
        pthread_create(&threads[i], NULL, work_until_stopped, &clients[i]);
    usleep((useconds_t)(ROUND_S * 1e6));
    atomic_store(&stopping, true);
    for (i = 0; i < CLIENTS; i++)
        pthread_join(threads[i], NULL);
    return atomic_load(&work_done) / (cpu_of(server) - begin);
}

static double
raw_round(void)
{
    static EVP_PKEY_CTX *verifier;
    static uint8_t hash[32], signature[80];
    static size_t len = sizeof(signature);
    double begin;
    unsigned i, calls = 0;

    if (verifier == NULL) {
        require(EVP_PKEY_sign(clients[0].signer, signature, &len, hash,
                    sizeof(hash)) == 1,
            "sign");
        verifier = EVP_PKEY_CTX_new(clients[0].passkey.key, NULL);
        require(EVP_PKEY_verify_init(verifier) == 1, "verify init");
    }
    begin = now(CLOCK_THREAD_CPUTIME_ID);
    while (now(CLOCK_THREAD_CPUTIME_ID) - begin < 0.2) {
        for (i = 0; i < 50; i++)
            require(EVP_PKEY_verify(verifier, signature, len, hash,
                        sizeof(hash)) == 1,
                "raw verify");
        calls += 50;
    }
    return calls / (now(CLOCK_THREAD_CPUTIME_ID) - begin);
}

static int
compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void
measure(pid_t server, const char *name, void (*what)(struct client *client))
{
    double rates[ROUNDS], raws[ROUNDS], ratios[ROUNDS];
    unsigned i;

    for (i = 0; i < ROUNDS; i++) {
        raws[i] = raw_round();
        rates[i] = load_round(server, what);
        ratios[i] = rates[i] / raws[i];
    }
    qsort(rates, ROUNDS, sizeof(double), compare);
    qsort(raws, ROUNDS, sizeof(double), compare);
    qsort(ratios, ROUNDS, sizeof(double), compare);
    printf("%-16s %8.0f per server CPU-second   raw EVP_PKEY_verify %6.0f /s"
           "   ratio %6.3f\n",
        name, rates[ROUNDS / 2], raws[ROUNDS / 2], ratios[ROUNDS / 2]);
}

static void
print_memory(pid_t pid, const char *when)
{
    char path[64], line[256];
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/status", pid);
    file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        if (strncmp(line, "VmRSS:", 6) == 0)
            printf("%-16s resident %5.1f MiB\n", when,
                strtod(line + 6, NULL) / 1024);
    }
    if (file != NULL)
        fclose(file);
}

static pid_t
start_server(const char *program, const char *state)
{
    const char *const arguments[] = {program, "serve", "--listen", "127.0.0.1:" PORT_TEXT,
        "--origins", ORIGIN, "--state_dir", state, "--log_level", "error",
        "--connections_per_address", "0", NULL};
    double begin = now(CLOCK_MONOTONIC);
    pid_t pid = fork();

    if (pid == 0) {
        execv(program, (char *const *)(uintptr_t)arguments);
        _exit(127);
    }
    while ((clients[0].socket = connect_to_server()) < 0) {
        require(waitpid(pid, NULL, WNOHANG) == 0, "server start");
        usleep(500);
    }
    exchange(&clients[0], "GET", "/healthz", "", "");
    printf("start            %5.1f ms to the first answer\n",
        (now(CLOCK_MONOTONIC) - begin) * 1000);
    return pid;
}

static void
make_clients(void)
{
    unsigned i;

    for (i = 0; i < CLIENTS; i++) {
        struct client *client = &clients[i];

        client->number = i;
        if (i > 0)
            client->socket = connect_to_server();
        require(client->socket >= 0, "connect");
        client->passkey.algorithm = key_algorithm_find(-7);
        client->passkey.key = key_generate(client->passkey.algorithm);
        client->passkey.id = blob_random(32);
        register_client(client);
    }
}

int
main(int argc, char **argv)
{
    char state[] = "/tmp/passkeyd-bench-XXXXXX", command[128];
    pid_t server;

    require(argc == 2 && mkdtemp(state) != NULL, "usage: bench_server PASSKEYD");
    scratch_adopt_cjson();
    server = start_server(argv[1], state);
    print_memory(server, "idle");
    make_clients();
    measure(server, "sign-in", sign_in);
    measure(server, "session check", check_session);
    print_memory(server, "after load");
    kill(server, SIGTERM);
    waitpid(server, NULL, 0);
    snprintf(command, sizeof(command), "rm -r %s", state);
    return system(command) == 0 ? 0 : 1;
}
