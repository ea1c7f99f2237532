/* SPDX-License-Identifier: Apache-2.0 */
/* The only place that makes proofs; see proof.h. */
#include "proof.h"

#include <string.h>

static struct proof
proof_of(enum proof_method method, const struct store_user *owner, int64_t now)
{
    struct proof proof;

    memset(&proof, 0, sizeof(proof));
    if (owner->disabled)
        return proof;
    proof.method = method;
    proof.strong = method != PROOF_NONE;
    memcpy(proof.user, owner->handle, sizeof(proof.user));
    proof.at = now;
    return proof;
}

struct proof
proof_by_authentication(const struct passkey_authentication *verified,
    const struct store_user *owner, int64_t now)
{
    return proof_of(
        verified->user_present ? PROOF_PASSKEY : PROOF_NONE, owner, now);
}

struct proof
proof_by_registration(const struct passkey_registration *verified,
    const struct store_user *owner, int64_t now)
{
    bool done = verified->user_present && verified->credential.id.len > 0;

    return proof_of(done ? PROOF_PASSKEY : PROOF_NONE, owner, now);
}

struct proof
proof_by_password(bool verified, const struct store_user *owner,
    const struct store_ways *ways, int64_t now)
{
    struct proof proof =
        proof_of(verified ? PROOF_PASSWORD : PROOF_NONE, owner, now);

    proof.strong = proof.strong && ways->num_passkeys == 0;
    return proof;
}

struct proof
proof_by_recovery_code(const struct store_user *owner, int64_t now)
{
    return proof_of(PROOF_RECOVERY_CODE, owner, now);
}

struct proof
proof_by_link(const struct store_user *owner, int64_t now)
{
    return proof_of(PROOF_LINK, owner, now);
}
