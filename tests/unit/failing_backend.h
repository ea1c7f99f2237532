/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of a backend that cannot do their work, to put into a real one. */
#ifndef TEST_FAILING_BACKEND_H
#define TEST_FAILING_BACKEND_H

#include <passkey/passkey.h>

/*
 * From now on failing_random and failing_digest do what `real` does, but for
 * the call of this number; 0 is the first.
 */
void backend_fails_at(const struct passkey_crypto *real, unsigned call);

bool failing_random(void *context, uint8_t *out, size_t len);
bool failing_digest(void *context, enum passkey_hash hash,
    const struct passkey_bytes *parts, size_t num_parts, uint8_t *out);

bool supports_nothing(void *context, int32_t algorithm);

enum passkey_verdict unknown_signature(void *context, int32_t algorithm,
    const struct passkey_public_key *key, const struct passkey_bytes *parts,
    size_t num_parts, struct passkey_bytes signature);

#endif
