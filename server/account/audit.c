/* SPDX-License-Identifier: Apache-2.0 */
/* See audit.h. */
#include "audit.h"

#include <string.h>

void
audit_add_detail(struct store_write *write, const char *event,
    const uint8_t *user, int64_t at, struct passkey_bytes detail)
{
    struct store_change *change = store_change(write, STORE_ADD_AUDIT);

    change->of.audit.event = event;
    change->of.audit.at = at;
    change->of.audit.detail = detail;
    change->of.audit.has_user = user != NULL;
    if (user != NULL)
        memcpy(change->of.audit.user, user, STORE_USER_HANDLE_LEN);
}

void
audit_add(struct store_write *write, const char *event, const uint8_t *user,
    int64_t at)
{
    audit_add_detail(write, event, user, at, passkey_bytes_of(NULL, 0));
}
