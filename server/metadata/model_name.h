/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What to call the authenticator of a passkey. For display only: without
 * attestation anybody can claim any AAGUID.
 */
#ifndef METADATA_MODEL_NAME_H
#define METADATA_MODEL_NAME_H

#include "../arena.h"
#include "metadata.h"

/*
 * The name of who keeps the passkey, or else what the metadata call the
 * model; escape it. Empty: nobody knows. Lives as long as the arena.
 */
PASSKEY_MUST_USE struct passkey_bytes model_name(struct metadata *metadata,
    struct arena *arena, const uint8_t aaguid[PASSKEY_MODEL_AAGUID_LEN]);

#endif
