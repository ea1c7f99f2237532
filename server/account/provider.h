/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The name of who keeps a passkey, by the AAGUID of its authenticator. Own
 * small table of the common ones; an operator's file may add more. A name is
 * for display only: without attestation anybody can claim any AAGUID.
 */
#ifndef ACCOUNT_PROVIDER_H
#define ACCOUNT_PROVIDER_H

#include <passkey/credential.h>

/* A constant text, or NULL if the AAGUID is not known. */
const char *provider_name(const uint8_t aaguid[PASSKEY_AAGUID_LEN]);

/*
 * Adds the operator's names: lines of an AAGUID, a space, and the name; '#'
 * begins a comment. Called once, before the first request. Returns 0, or the
 * number of the line that cannot be read, or -1 if the file cannot be.
 */
PASSKEY_MUST_USE int provider_load(const char *path);

#endif
