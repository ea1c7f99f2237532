/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a request head must look like before anything else is looked at.
 * Whoever is in front of this server must see the same request as we do, so
 * nothing that two parsers could read in two ways is answered.
 *
 * Pure: a carrier hands over the request line and each header field, then
 * asks for the verdict.
 */
#ifndef HTTP_FRAMING_H
#define HTTP_FRAMING_H

#include "exchange.h"

struct framing {
    struct http_request *request; /* its header members are filled */
    struct passkey_bytes forwarded_for;
    unsigned status; /* 0: nothing is wrong yet; else of the refusal */
    const char *problem;
    size_t num_fields;
    size_t fields_len;
    bool has_content_length;
    size_t content_length;
};

/* The method must be a token, whether it is known here or not. */
void framing_method(struct framing *framing, struct passkey_bytes method);

/* Target and version of the request line; splits off the query. */
void framing_request_line(struct framing *framing, struct passkey_bytes target,
    struct passkey_bytes version);

/* One header field; name and value must live as long as the request. */
void framing_field(struct framing *framing, struct passkey_bytes name,
    struct passkey_bytes value);

/* What the carrier itself finds wrong; only the first reason counts. */
void framing_refuse(
    struct framing *framing, unsigned status, const char *problem);

/* After the last field. True: the body may be read. */
PASSKEY_MUST_USE bool framing_finish(struct framing *framing);

#endif
