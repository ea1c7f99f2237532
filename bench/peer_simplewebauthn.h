/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SimpleWebAuthn on the same ceremonies, in a process of its own
 * (peer_simplewebauthn.mjs). Where Node.js or the package is missing, nothing
 * starts.
 */
#ifndef BENCH_PEER_SIMPLEWEBAUTHN_H
#define BENCH_PEER_SIMPLEWEBAUTHN_H

#include <stdbool.h>

struct simplewebauthn_task {
    const char *origin, *rp_id, *challenge;
    const char *public_key; /* base64url of the COSE_Key; "": a registration */
    const char *response;   /* JSON, one line */
};

/* program: the path of peer_simplewebauthn.mjs. */
bool simplewebauthn_start(const char *program);

/* False: it refuses the response, or was not started. */
bool simplewebauthn_prepare(const struct simplewebauthn_task *task);

/* Calls per second of CPU in one round of 0.2 s; 0 if it died. */
double simplewebauthn_rate(void);

void simplewebauthn_stop(void);

#endif
