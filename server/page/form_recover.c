/* SPDX-License-Identifier: Apache-2.0 */
/* Getting back in with a recovery code. */
#include <string.h>

#include "../account/audit.h"
#include "../account/decoy.h"
#include "../account/recovery.h"
#include "../account/user.h"
#include "form.h"
#include "form_answer.h"

/* The account of a name; for an unknown one, a user that has no codes. */
static bool
find_user(struct form_work *work, const struct user_name *name,
    struct store_user *out)
{
    struct passkey_descriptor ignored[DECOY_PASSKEYS_MAX];
    enum store_status status;
    size_t num;

    status = store_find_user(
        work->server->store, user_name_view(name), work->exchange->arena, out);
    if (status != STORE_NOT_FOUND)
        return status == STORE_OK;
    memset(out, 0, sizeof(*out));
    return decoy_passkeys(
        work->server, work->exchange->arena, name, out->handle, ignored, &num);
}

/* The code is used up and the session begun together, or neither is. */
static bool
fill_write(struct form_work *work, const struct store_user *user,
    const uint8_t hash[RECOVERY_HASH_LEN])
{
    int64_t now = work->exchange->request.now;
    struct store_change *change =
        store_change(&work->write, STORE_USE_RECOVERY_CODE);
    struct proof proof = proof_by_recovery_code(user, now);

    memcpy(change->of.recovery.user, user->handle, STORE_USER_HANDLE_LEN);
    memcpy(change->of.recovery.hashes[0], hash, RECOVERY_HASH_LEN);
    change->of.recovery.at = now;
    audit_add(&work->write, "sign_in.recovery_code", user->handle, now);
    return session_prepare(work->exchange, &work->begun) &&
           session_begin(work->server, work->exchange, &proof, &work->write,
               &work->begun);
}

void
form_recover(struct server *server, struct http_exchange *exchange)
{
    struct form_field fields[] = {{.name = "username"}, {.name = "code"}};
    struct form_work *work =
        form_work_new(server, exchange, FORM_RECOVER, "/account");
    uint8_t hash[RECOVERY_HASH_LEN];
    struct user_name name;
    struct store_user user;

    if (work == NULL || !form_work_read(work, fields, 2))
        return;
    work->name = fields[0].value;
    if (!user_name_from(fields[0].value, &name) ||
        !recovery_code_read(fields[1].value, hash)) {
        form_work_problem(work, 403, "code_wrong");
        return;
    }
    /* Before it is looked at; a right code uses itself up anyway. */
    if (!form_work_may_try(work, user_name_view(&name)))
        return;
    if (!find_user(work, &name, &user)) {
        form_work_problem(work, 503, "unavailable");
        return;
    }
    if (user.disabled) { /* as if the code were wrong */
        form_work_problem(work, 403, "code_wrong");
        return;
    }
    if (!fill_write(work, &user, hash)) {
        form_work_problem(work, 503, "unavailable");
        return;
    }
    work->session.user = user;
    work->notice = "sign_in.recovery_code";
    work->signs_in = true;
    form_work_commit(work, false);
}
