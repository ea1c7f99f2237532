/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may make an account: everybody on an open site, else who opened an
 * invitation in this browser. An invitation may be for one name only.
 */
#ifndef ACCOUNT_INVITATION_H
#define ACCOUNT_INVITATION_H

#include "link.h"
#include "user.h"

enum invitation_verdict {
    INVITATION_GOOD, /* the name may be taken, if it is free */
    INVITATION_MISSING,
    INVITATION_FOR_OTHER_NAME
};

struct invitation {
    bool found; /* there is one to use up */
    struct opened_link link;
};

/*
 * May this browser make an account of that name? Where everybody may, an
 * invitation for another name is as none.
 */
PASSKEY_MUST_USE enum invitation_verdict invitation_judge(struct server *server,
    struct http_exchange *exchange, const struct user_name *name,
    struct invitation *out);

/* Adds to a write that the invitation is used up, if there is one. */
void invitation_use(const struct invitation *invitation, int64_t now,
    struct store_write *write);

#endif
