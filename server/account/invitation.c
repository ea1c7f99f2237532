/* SPDX-License-Identifier: Apache-2.0 */
/* See invitation.h. */
#include "invitation.h"

#include "../../format/reader.h"

enum invitation_verdict
invitation_judge(struct server *server, struct http_exchange *exchange,
    const struct user_name *name, struct invitation *out)
{
    bool is_open = server->sign_up == SIGN_UP_OPEN;
    bool fits;

    out->found = link_current(server, exchange, STORE_LINK_INVITE, &out->link);
    if (!out->found)
        return is_open ? INVITATION_GOOD : INVITATION_MISSING;
    fits = out->link.link.name.len == 0 ||
           pk_equal(out->link.link.name, user_name_view(name));
    out->found = fits;
    return fits || is_open ? INVITATION_GOOD : INVITATION_FOR_OTHER_NAME;
}

void
invitation_use(
    const struct invitation *invitation, int64_t now, struct store_write *write)
{
    if (invitation->found)
        link_use(&invitation->link, now, write);
}
