/* SPDX-License-Identifier: Apache-2.0 */
/* One relying party and its ceremonies for the ceremony targets. */
#ifndef FUZZ_CEREMONY_FIXTURE_H
#define FUZZ_CEREMONY_FIXTURE_H

#include <passkey/passkey.h>

struct ceremony_fixture {
    struct passkey_policy policy;
    const struct passkey_crypto *crypto;
    struct passkey_ceremony ceremony;
};

/* Made once; kept until the program ends. */
const struct ceremony_fixture *fixture_of(enum passkey_ceremony_kind kind);

#endif
