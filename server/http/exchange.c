/* SPDX-License-Identifier: Apache-2.0 */
/* Parking and resuming, whoever carries the exchange. */
#include "exchange.h"

void
http_park(struct http_exchange *exchange)
{
    exchange->waiting->park(exchange);
}

void
http_resume(struct http_exchange *exchange)
{
    exchange->waiting->resume(exchange);
}
