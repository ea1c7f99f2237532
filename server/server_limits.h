/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a stranger may make the server spend. Each limit has a name and a
 * reason; no other file writes such a number.
 */
#ifndef SERVER_LIMITS_H
#define SERVER_LIMITS_H

/* All that one exchange may take: the body, its decoded form, the answer. */
#define LIMIT_EXCHANGE_MEMORY 262144 /* 256 KiB */

/* A registration with an ML-DSA key and a certificate path has 12 KB. */
#define LIMIT_BODY_LEN 65536 /* 64 KiB */

/* The longest request target: no route of ours is longer than 200 bytes. */
#define LIMIT_TARGET_LEN 4096

/* All header fields together: as much as nginx takes for one of them. */
#define LIMIT_HEADERS_LEN 8192
#define LIMIT_HEADERS_NUM 64

/*
 * What libmicrohttpd takes for one connection, and keeps while it is idle:
 * the largest target and header, 72 bytes for each field, 3 KiB of reply
 * header. Larger requests it refuses by itself.
 */
#define LIMIT_CONNECTION_MEMORY 20480

/* To send the request line; then to send the rest; then to read the reply. */
#define LIMIT_IDLE_S  10
#define LIMIT_READ_S  10
#define LIMIT_WRITE_S 30

/* To finish what was begun, when the server is asked to stop. */
#define LIMIT_DRAIN_S 10

/* The longest header value of ours: a cookie with a sealed ceremony. */
#define LIMIT_REPLY_HEADER_LEN 8192

/* The configuration file, and what is made of it. */
#define LIMIT_CONFIG_FILE_LEN 262144 /* 256 KiB */
#define LIMIT_SUFFIX_LIST     1048576 /* the list has 250 KiB */
#define LIMIT_CONFIG_MEMORY   (1024u * 1024)

#endif
