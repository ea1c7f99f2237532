/* SPDX-License-Identifier: Apache-2.0 */
/* What the process gives up before it talks to anybody. */
#ifndef SANDBOX_H
#define SANDBOX_H

#include <passkey/bytes.h>

/*
 * No new privileges, no core dumps, not traceable, files for the owner only.
 * False if one of it could not be had: do not go on.
 */
PASSKEY_MUST_USE bool sandbox_enter(void);

/* Lets the process have `wanted` file descriptors, if the system allows. */
void sandbox_raise_descriptors(unsigned wanted);

#endif
