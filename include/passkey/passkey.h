/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libpasskey: a WebAuthn Level 3 relying party. Bytes and JSON in, a decision
 * out; no I/O, no clock, no globals, no heap of its own.
 *
 * One sign-in:
 *
 *   passkey_policy_init           once: who we are, what we accept
 *   passkey_openssl_new           once per thread: the crypto backend
 *   passkey_authentication_options        -> JSON for the browser, ceremony
 *   (keep the ceremony, or let the client carry it: passkey_ceremony_seal)
 *   passkey_authentication_response_read  <- JSON from the browser
 *   (look up the credential record by response.id)
 *   passkey_authentication_verify         -> the decision
 *   (in one transaction: consume ceremony.id, whatever the decision; store
 *   the new sign count and backup state if record_changed)
 *
 * A registration is the same with passkey_registration_..., and ends in
 * passkey_credential_encode. libpasskey(3) tells it in more words, examples/
 * in whole programs.
 */
#ifndef PASSKEY_PASSKEY_H
#define PASSKEY_PASSKEY_H

#include <passkey/algorithm.h>
#include <passkey/authentication.h>
#include <passkey/bytes.h>
#include <passkey/ceremony.h>
#include <passkey/credential.h>
#include <passkey/crypto.h>
#include <passkey/error.h>
#include <passkey/es256.h>
#include <passkey/extensions.h>
#include <passkey/metadata.h>
#include <passkey/openssl.h>
#include <passkey/options.h>
#include <passkey/policy.h>
#include <passkey/registration.h>

#endif
