/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the security tests share: two people with a passkey each, the five
 * ways to answer a ceremony, and what a refusal may leave behind: nothing
 * but one row in the audit log.
 *
 * The tests are named by the rows of the project's security catalogue.
 */
#ifndef TEST_SECURITY_WORLD_H
#define TEST_SECURITY_WORLD_H

#include "raw_client.h"
#include "server_database.h"
#include "server_test.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Anna and Bert; their visitors are signed in. */
struct person {
    const char *name;
    struct kept_passkey passkey;
    struct visitor visitor;
};

extern struct person anna, bert;

struct flow {
    const char *name;
    enum ceremony_kind kind;
    const char *options;
    const char *verify;
    const char *body;
    bool with_session;
    const char *event; /* of a refusal, in the audit log */
};

extern const struct flow flows[];
extern const size_t num_flows;

/* Signs the two of them up, on a server that runs. */
void people_arrive(void);

/* The server and the two of them; for cmocka's groups. */
int start_the_world(void **state);
int discard_the_world(void **state);

/* The same with a proxy that the server trusts: tests choose networks. */
int start_behind_a_proxy(void **state);

/*
 * Anna with a live session, to copy: a copy that confirmed moved the session
 * on to a token that only the copy has; then she signs in again.
 */
const struct visitor *anna_signed_in(void);

/*
 * Begins a ceremony of this flow as a visitor of its own: with a copy of
 * Anna's session where the flow wants one.
 */
void flow_begin(const struct flow *flow, struct visitor *visitor,
    struct kept_passkey *passkey, struct ceremony *c);

/* False for addresses that this build does not answer yet. */
bool is_routed(const char *path);

/* All rows but audit, and when something was last seen. */
const char *world_text(void);
int64_t num_audit_rows(void);

/*
 * Posts a body that must be refused and change nothing but the audit log by
 * `audit_rows` rows; its answer.
 */
struct http_answer must_refuse(struct visitor *visitor, const char *path,
    const char *body, int audit_rows);

/* True if the answer hands out a session. */
bool hands_out_session(struct http_answer answer);

/* Counts of `make soak` where the environment has SOAK. */
size_t soak_or(size_t soak, size_t usual);

#endif
