/* SPDX-License-Identifier: Apache-2.0 */
#include "raw_client.h"

#include "blob.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int
raw_connect(const struct server_process *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((uint16_t)atoi(strchr(server->address, ':') + 1));
    if (fd < 0 ||
        connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0) {
        perror("connect");
        abort();
    }
    return fd;
}

struct raw_answer
raw_send(const struct server_process *server, const void *bytes, size_t len)
{
    struct raw_answer answer = {0, "", false};
    struct blob text = {NULL, 0};
    int fd = raw_connect(server);
    struct pollfd wait = {fd, POLLIN, 0};
    char part[4096];
    ssize_t got;

    (void)!send(fd, bytes, len, MSG_NOSIGNAL);
    while (poll(&wait, 1, text.len == 0 ? 5000 : 300) > 0) {
        got = recv(fd, part, sizeof(part), 0);
        if (got <= 0) {
            answer.closed = true;
            break;
        }
        blob_add(&text, part, (size_t)got);
    }
    close(fd);
    blob_add_byte(&text, 0);
    answer.text = (const char *)text.data;
    if (strncmp(answer.text, "HTTP/1.1 ", 9) == 0)
        answer.status = atoi(answer.text + 9);
    return answer;
}
