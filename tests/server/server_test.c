/* SPDX-License-Identifier: Apache-2.0 */
/* The shared server, and assertions that show what came. */
#include "server_test.h"

#include <stdlib.h>
#include <time.h>

struct server_process the_server;
const char *the_binary;

int
start_the_server(void **state)
{
    (void)state;
    scratch_adopt_cjson();
    curl_global_init(CURL_GLOBAL_DEFAULT);
    server_prepare(&the_server, the_binary);
    server_start(&the_server);
    return 0;
}

int
discard_the_server(void **state)
{
    (void)state;
    server_discard(&the_server);
    scratch_reset();
    return 0;
}

void
assert_answer(struct http_answer answer, long status, const char *code)
{
    if (answer.status != status)
        print_message("# %s\n", answer.body != NULL ? answer.body : "");
    assert_int_equal(answer.status, status);
    assert_string_equal(answer.code, code);
}

double
now_ms(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int
by_value(const void *first, const void *second)
{
    double a = *(const double *)first, b = *(const double *)second;

    return (a > b) - (a < b);
}

void
sort_values(double *values, size_t num)
{
    qsort(values, num, sizeof(*values), by_value);
}
