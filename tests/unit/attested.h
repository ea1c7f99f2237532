/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A registration with a packed attestation under a root of the lab, the
 * policy it is held against, and metadata that may know the model.
 */
#ifndef TEST_ATTESTED_H
#define TEST_ATTESTED_H

#include "unit.h"

#include "../support/metadata_lab.h"
#include "../support/scratch.h"
#include "../support/software_authenticator.h"

#define NOW 1768435200 /* 2026-01-15 */
/* The AAGUID of the software authenticator. */
#define MODEL "736f6674-7761-7265-2064-657669636501"
#define OTHER_MODEL "00000000-0000-0000-0000-000000000001"

/* What the entry of the model says; NULL or "": the member is not there. */
struct model_entry {
    const char *name; /* "aaguid":"…" */
    const char *types;
    const char *roots;
    const char *algorithms;
    const char *more;    /* members of the statement, each with a comma */
    const char *reports; /* elements */
};

struct attested {
    struct soft_passkey passkey;
    struct ceremony made;
    struct attestation_authority authority;
    struct model_entry entry;

    struct passkey_policy policy;
    struct passkey_bytes origin;
    struct passkey_bytes anchors[2];
    struct passkey_bytes lists[4];
    struct passkey_ceremony asked;
    struct passkey_metadata metadata;
    struct passkey_model models[8];
    size_t scratch_len; /* 0: enough */
    /* Replaces parts of the backend, if it is there. */
    void (*change_backend)(struct passkey_crypto *crypto);

    struct passkey_registration result;
};

/* Good in every respect: a known model, certified, proved. */
void attested_begin(struct attested *a);

/* As attested_begin, with `num` intermediates below the root. */
void attested_begin_below(struct attested *a, unsigned num);

/* Attests anew, after a change of the authority or of the key. */
void attested_sign_with(
    struct attested *a, const struct statement_format *format, EVP_PKEY *key);

/* The entry is of a U2F model: known by its attestation key. */
void attested_know_by_key(struct attested *a, EVP_PKEY *key);

/* Puts the entry into the metadata of the policy and verifies. */
enum passkey_error attested_judge(struct attested *a);

/* The policy knows no metadata and trusts this certificate. */
void attested_trust(struct attested *a, const struct certificate *anchor);

/* A certificate as a quoted string of base64. */
char *attested_quote(struct blob der);

#endif
