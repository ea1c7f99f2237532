/* SPDX-License-Identifier: Apache-2.0 */
/* What every test file here begins with. argv[1] is the binary. */
#ifndef TEST_SERVER_TEST_H
#define TEST_SERVER_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "account_flow.h"
#include "http_client.h"
#include "scratch.h"
#include "server_process.h"

#include <curl/curl.h>
#include <string.h>

/* The server that the tests of a file share. */
extern struct server_process the_server;
extern const char *the_binary;

int start_the_server(void **state);
int discard_the_server(void **state);

/* A failure prints the body, which says why. */
void assert_answer(struct http_answer answer, long status, const char *code);

/* What tests of time need. */
double now_ms(void);
void sort_values(double *values, size_t num);

#endif
