/* SPDX-License-Identifier: Apache-2.0 */
/* What the form handlers share. */
#ifndef PAGE_FORM_ANSWER_H
#define PAGE_FORM_ANSWER_H

#include "../account/session.h"
#include "../http/form.h"
#include "form_page.h"

/* A form's work between its request and its commit; lives in the arena. */
struct form_work {
    struct server *server;
    struct http_exchange *exchange;
    enum form_page page;       /* shown again if something is wrong */
    struct passkey_bytes name; /* as it was typed */
    const char *next;          /* where to go when the commit is durable */
    struct session session;    /* of account forms */
    struct new_session begun;  /* of forms that sign in */
    const char *notice;        /* an event that the owner is told of; or NULL */
    bool signs_in;
    bool signs_out;
    struct store_write write;
};

/* NULL: no memory; the exchange is answered. */
struct form_work *form_work_new(struct server *server,
    struct http_exchange *exchange, enum form_page page, const char *next);

/* Reads the fields; false: the exchange is answered. */
PASSKEY_MUST_USE bool form_work_read(
    struct form_work *work, struct form_field *fields, size_t num_fields);

/*
 * The session of an account form; `fresh`: with a strong check a short while
 * ago. False: the exchange is answered, with the way to get there.
 */
PASSKEY_MUST_USE bool form_work_session(struct form_work *work, bool fresh);

/*
 * Counts a try of this account or address, empty for none, and of the network
 * it comes from. False: there were too many; the exchange is answered.
 */
PASSKEY_MUST_USE bool form_work_may_try(
    struct form_work *work, struct passkey_bytes account);

/* Shows the page again. */
void form_work_problem(
    struct form_work *work, unsigned status, const char *code);

/* Parks the exchange unless it is, commits, then answers. */
void form_work_commit(struct form_work *work, bool parked);

#endif
