/* SPDX-License-Identifier: Apache-2.0 */
/* Setting an address, and asking for a link by mail. */
#include <stdlib.h>
#include <string.h>

#include "../account/audit.h"
#include "../account/email.h"
#include "../account/link.h"
#include "../http/reply.h"
#include "../mail/mail.h"
#include "form.h"
#include "form_answer.h"

struct email_work {
    struct form_work *work;
    struct passkey_bytes address;
    char token[LINK_TOKEN_TEXT_LEN + 1];
};

static void
on_email_set(struct store_write *write)
{
    struct email_work *e = write->context;
    struct form_work *work = e->work;

    if (write->status == STORE_OK) {
        if (e->address.len > 0)
            email_send_confirmation(work->server, e->address, e->token);
        reply_redirect(work->exchange, "/account");
    } else {
        form_work_problem(work, 503, "unavailable");
    }
    http_resume(work->exchange);
}

static bool
fill_write(struct email_work *e)
{
    struct form_work *work = e->work;
    const struct http_exchange *exchange = work->exchange;
    const uint8_t *user = work->session.user.handle;
    struct store_change *change = store_change(&work->write,
        e->address.len > 0 ? STORE_SET_EMAIL : STORE_REMOVE_EMAIL);

    memcpy(change->of.email.user, user, STORE_USER_HANDLE_LEN);
    change->of.email.address = e->address;
    audit_add(&work->write, e->address.len > 0 ? "email.set" : "email.removed",
        user, exchange->request.now);
    return e->address.len == 0 ||
           link_make(exchange->crypto, STORE_LINK_EMAIL, user, e->address,
               exchange->request.now, &work->write, e->token);
}

/* Of all spellings of an address one, as the store compares them. */
static struct passkey_bytes
fold(struct arena *arena, struct passkey_bytes address)
{
    uint8_t *folded = arena_take(arena, address.len + 1);
    size_t i;

    for (i = 0; folded != NULL && i < address.len; i++)
        folded[i] = address.data[i] >= 'A' && address.data[i] <= 'Z'
                        ? (uint8_t)(address.data[i] - 'A' + 'a')
                        : address.data[i];
    return passkey_bytes_of(folded, folded != NULL ? address.len : 0);
}

/* An address gets only so much mail, whoever asks for it. */
static bool
may_mail(struct form_work *work, struct passkey_bytes address)
{
    struct passkey_bytes folded = fold(work->exchange->arena, address);

    if (folded.data != NULL)
        return form_work_may_try(work, folded);
    form_work_problem(work, 503, "unavailable");
    return false;
}

void
form_set_email(struct server *server, struct http_exchange *exchange)
{
    struct form_field fields[] = {{.name = "email"}};
    struct form_work *work =
        form_work_new(server, exchange, FORM_ACCOUNT, "/account");
    struct email_work *e = arena_take(exchange->arena, sizeof(*e));

    if (work == NULL || !form_work_session(work, true) ||
        !form_work_read(work, fields, 1))
        return;
    if (server->mailer == NULL ||
        (fields[0].value.len > 0 && !mail_address_is_valid(fields[0].value))) {
        form_work_problem(work, 400, "email_invalid");
        return;
    }
    if (e == NULL) {
        form_work_problem(work, 503, "unavailable");
        return;
    }
    /* Nor may an account go from one stranger to the next. */
    if (fields[0].value.len > 0 &&
        (!form_work_may_try(work, work->session.user.name) ||
            !may_mail(work, fields[0].value)))
        return;
    e->work = work;
    e->address = fields[0].value;
    email_send_notice(
        server, exchange->arena, &work->session.user, "email.changed");
    if (!fill_write(e)) {
        form_work_problem(work, 503, "unavailable");
        return;
    }
    work->write.done = on_email_set;
    work->write.context = e;
    http_park(exchange);
    store_write(server->store, &work->write);
}

/*
 * A recovery mail on its way: nobody waits for it, so that the time of the
 * answer does not tell whether the address is known.
 */
struct recovery_mail {
    struct server *server;
    uint8_t address[MAIL_ADDRESS_MAX_LEN];
    size_t address_len;
    char token[LINK_TOKEN_TEXT_LEN + 1];
    struct store_write write;
};

static void
on_link_made(struct store_write *write)
{
    struct recovery_mail *mail = write->context;

    if (write->status == STORE_OK)
        email_send_recovery(mail->server,
            passkey_bytes_of(mail->address, mail->address_len), mail->token);
    free(mail);
}

static void
mail_link(struct form_work *work, const struct store_user *user,
    struct passkey_bytes address)
{
    struct http_exchange *exchange = work->exchange;
    struct recovery_mail *mail = calloc(1, sizeof(*mail));

    if (mail == NULL || address.len > sizeof(mail->address) ||
        !link_make(exchange->crypto, STORE_LINK_RECOVER, user->handle,
            passkey_bytes_of(NULL, 0), exchange->request.now, &mail->write,
            mail->token)) {
        free(mail);
        return;
    }
    mail->server = work->server;
    memcpy(mail->address, address.data, address.len);
    mail->address_len = address.len;
    audit_add(&mail->write, "recovery.mailed", user->handle,
        exchange->request.now);
    mail->write.done = on_link_made;
    mail->write.context = mail;
    store_write(work->server->store, &mail->write);
}

/* Mails a link if the address is somebody's confirmed one. */
static bool
mail_owner(struct form_work *work, struct passkey_bytes typed)
{
    struct arena *arena = work->exchange->arena;
    struct store_user user;
    struct store_email email;
    enum store_status status = store_find_user_by_email(
        work->server->store, typed, arena, &user);

    if (status == STORE_NOT_FOUND || (status == STORE_OK && user.disabled))
        return true;
    if (status != STORE_OK || store_find_email(work->server->store,
                                  user.handle, arena, &email) != STORE_OK)
        return false;
    mail_link(work, &user, email.address); /* the stored one, not the typed */
    return true;
}

void
form_mail_recovery(struct server *server, struct http_exchange *exchange)
{
    struct form_field fields[] = {{.name = "email"}};
    struct form_work *work =
        form_work_new(server, exchange, FORM_RECOVER, "/recover?sent");

    if (work == NULL || !form_work_read(work, fields, 1))
        return;
    if (server->mailer == NULL || !mail_address_is_valid(fields[0].value)) {
        form_work_problem(work, 400, "email_invalid");
        return;
    }
    if (!may_mail(work, fields[0].value))
        return;
    if (mail_owner(work, fields[0].value))
        reply_redirect(exchange, work->next);
    else
        form_work_problem(work, 503, "unavailable");
}
