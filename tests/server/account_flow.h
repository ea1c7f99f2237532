/* SPDX-License-Identifier: Apache-2.0 */
/* Signing up and in, as a page and an authenticator do it together. */
#ifndef TEST_ACCOUNT_FLOW_H
#define TEST_ACCOUNT_FLOW_H

#include "http_client.h"
#include "software_authenticator.h"

/* A passkey that outlives scratch memory. */
struct kept_passkey {
    EVP_PKEY *key;
    int alg;
    uint8_t id[32];
    uint8_t user_handle[64];
    size_t user_handle_len;
    uint32_t count;
};

void passkey_make(struct kept_passkey *passkey, int alg);
void passkey_free(struct kept_passkey *passkey);

/* The answer to options, as ceremonies ready to be changed or encoded. */
struct http_answer begin_registration(struct visitor *visitor,
    const char *options_body, struct kept_passkey *passkey, struct ceremony *c);
struct http_answer begin_sign_in(struct visitor *visitor,
    const char *options_body, struct kept_passkey *passkey, struct ceremony *c);

/* The same for any two addresses that ask for an assertion. */
struct http_answer begin_assertion(struct visitor *visitor,
    const char *options_path, const char *options_body,
    struct kept_passkey *passkey, struct ceremony *c);

/* {"username":"…"} in scratch memory. */
const char *name_body(const char *name);

/* Both requests; the answer to the second. */
struct http_answer sign_up(
    struct visitor *visitor, const char *name, struct kept_passkey *passkey);
struct http_answer add_passkey(
    struct visitor *visitor, struct kept_passkey *passkey);
struct http_answer confirm(
    struct visitor *visitor, struct kept_passkey *passkey);
struct http_answer sign_in(
    struct visitor *visitor, const char *name, struct kept_passkey *passkey);

/* The name that GET /api/auth/session tells; NULL: nobody is signed in. */
const char *signed_in_name(struct visitor *visitor);

#endif
