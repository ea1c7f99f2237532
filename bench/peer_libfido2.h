/* SPDX-License-Identifier: Apache-2.0 */
/* libfido2 on the same assertion: signature, flags and RP ID hash. */
#ifndef BENCH_PEER_LIBFIDO2_H
#define BENCH_PEER_LIBFIDO2_H

#include "../tests/support/software_authenticator.h"

/* The views are borrowed. False: it did not take them. */
bool libfido2_prepare(const struct ceremony *c, const char *rp_id);
bool libfido2_verify(void);

#endif
