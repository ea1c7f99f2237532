/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages that answer a form: the form's own page again with what was wrong,
 * or one that is shown only once.
 */
#ifndef PAGE_FORM_PAGE_H
#define PAGE_FORM_PAGE_H

#include "../account/recovery.h"
#include "../http/exchange.h"

struct server;

enum form_page {
    FORM_SIGN_IN, /* / */
    FORM_SIGN_UP, /* /sign-up */
    FORM_RECOVER, /* /recover */
    FORM_CONFIRM, /* /confirm */
    FORM_ACCOUNT  /* /account */
};

/* What was wrong with a form. */
struct form_problem {
    enum form_page page;
    unsigned status;
    const char *code;          /* stable: chooses the sentence */
    struct passkey_bytes name; /* what was typed as name; or empty */
    int64_t wait_s;            /* with "too_many_tries" */
};

/* Shows the page again with a sentence about the problem. */
void page_form_problem(struct server *server, struct http_exchange *exchange,
    const struct form_problem *problem);

/* The one time that recovery codes are shown. */
void page_recovery_codes(struct server *server, struct http_exchange *exchange,
    const struct recovery_code codes[RECOVERY_CODES]);

#endif
