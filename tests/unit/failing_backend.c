/* SPDX-License-Identifier: Apache-2.0 */
/* See failing_backend.h. */
#include "failing_backend.h"

static struct passkey_crypto working;
static unsigned failing_call;

void
backend_fails_at(const struct passkey_crypto *real, unsigned call)
{
    working = *real;
    failing_call = call;
}

bool
failing_random(void *context, uint8_t *out, size_t len)
{
    return failing_call-- != 0 && working.random(context, out, len);
}

bool
failing_digest(void *context, enum passkey_hash hash,
    const struct passkey_bytes *parts, size_t num_parts, uint8_t *out)
{
    return failing_call-- != 0 &&
           working.digest(context, hash, parts, num_parts, out);
}

bool
supports_nothing(void *context, int32_t algorithm)
{
    (void)context;
    (void)algorithm;
    return false;
}

enum passkey_verdict
unknown_signature(void *context, int32_t algorithm,
    const struct passkey_public_key *key, const struct passkey_bytes *parts,
    size_t num_parts, struct passkey_bytes signature)
{
    (void)context;
    (void)algorithm;
    (void)key;
    (void)parts;
    (void)num_parts;
    (void)signature;
    return PASSKEY_VERDICT_UNKNOWN;
}
