/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One case for `passkeyd verify`: a ceremony, what the relying party expects,
 * and the verdict that must come out. A generator begins a case, damages one
 * thing, and writes it.
 *
 * JSON values are given as literals ("\"text\"", "null", "[1]"), so that a
 * test can write what cJSON would not.
 */
#ifndef CASES_CASE_H
#define CASES_CASE_H

#include "software_authenticator.h"

#define SITE_ORIGIN  "https://example.org"
#define SITE_RP_ID   "example.org"
#define SITE_NOW     1750000000 /* 2025-06-15 */
#define STORED_COUNT 5

struct test_case {
    struct ceremony c;
    struct blob challenge;
    cJSON *expected;
    cJSON *credential; /* authentication */
    struct blob raw;   /* the response text, if not c.response */
    bool raw_given;
};

/* A valid case with an ES256 passkey and no attestation. */
void case_begin(struct test_case *t, enum ceremony_kind kind);
void case_begin_with(struct test_case *t, enum ceremony_kind kind, int alg);

/* Valid registrations with an attestation statement. */
void case_begin_self(struct test_case *t, int alg);
void case_begin_packed(struct test_case *t, int attestation_alg);
void case_begin_attested(struct test_case *t,
    const struct statement_format *format, int alg, int attestation_alg);

/* The attestation key of a format: of its own, or the credential key. */
EVP_PKEY *case_attestation_key(const struct test_case *t,
    const struct statement_format *format, int attestation_alg);

/*
 * Write the case as reg/RULE/TEST or auth/RULE/TEST and let go of all scratch
 * memory. The error of a refusal is that of the rule, or a given one.
 */
void case_accept(struct test_case *t, const char *rule, const char *test);
void case_reject(struct test_case *t, const char *rule, const char *test);
void case_reject_as(
    struct test_case *t, const char *rule, const char *test, const char *error);

/* The error that refuses what a rule forbids, without PASSKEY_ERR_. */
const char *expected_error(const char *rule);

/* The inner object `response` of the encoded response. */
cJSON *case_inner(struct test_case *t);

/* Set a member to a literal, where it stands or at the end; take it out. */
void json_put(cJSON *object, const char *name, const char *literal);
void json_drop(cJSON *object, const char *name);
void case_expect(struct test_case *t, const char *name, const char *literal);

/* printf into scratch memory; text in quotes; bytes as quoted base64url. */
char *format(const char *text, ...) __attribute__((format(printf, 1, 2)));
char *quote(const char *text);
char *quote_bytes(struct blob bytes);

/* The text of a JSON string without its quotes: c.client's member. */
const char *client_string(struct test_case *t, const char *name);

/* The client data as text, before they are built; and in place of that. */
char *client_text(struct test_case *t);
void client_text_set(struct test_case *t, const char *text);

#endif
