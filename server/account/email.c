/* SPDX-License-Identifier: Apache-2.0 */
/* The words of our mails; see email.h. */
#include "email.h"

#include <string.h>

#include "../../format/writer.h"
#include "../log.h"
#include "../mail/mail.h"
#include "link.h"

/* Events that are worth a mail, in words. */
static const struct {
    const char *event;
    const char *sentence;
} notices[] = {
    {"passkey.added", "A passkey was added to your account."},
    {"passkey.removed", "A passkey was removed from your account."},
    {"password.set", "The password of your account was set or changed."},
    {"password.removed", "The password of your account was removed."},
    {"recovery_codes.made",
        "New recovery codes were made for your account; the old ones no "
        "longer work."},
    {"sign_in.recovery_code",
        "Somebody signed in to your account with a recovery code."},
    {"sign_in.link", "Somebody signed in to your account with a link."},
    {"email.changed",
        "This address no longer belongs to your account: another one was "
        "set."},
};

static void
send(struct server *server, struct passkey_bytes address, const char *subject,
    const struct pk_writer *text)
{
    if (server->mailer == NULL)
        return;
    if (text->full || !mailer_send(server->mailer, address, subject,
                          pk_written(text)))
        log_detail(LOG_WARNINGS, "mail.dropped", subject);
}

static void
write_link(struct server *server, struct pk_writer *text, const char *token)
{
    pk_write_text(text, "\n\n  ");
    pk_write_text(text, server->origin);
    pk_write_text(text, LINK_PATH);
    pk_write_text(text, token);
    pk_write_text(text,
        "\n\nThe link works once, for ten minutes.\n"
        "If this was not you, ignore this mail: nothing will happen.\n");
}

void
email_send_confirmation(
    struct server *server, struct passkey_bytes address, const char *token)
{
    char memory[MAIL_TEXT_MAX_LEN];
    struct pk_writer text = pk_writer_on(memory, sizeof(memory));

    pk_write_text(&text, "Somebody, probably you, gave this address at ");
    pk_write_text(&text, server->site_name);
    pk_write_text(&text,
        ".\nOpen this link in the browser where you are signed in, to confirm "
        "it:");
    write_link(server, &text, token);
    send(server, address, "Confirm your address", &text);
}

void
email_send_recovery(
    struct server *server, struct passkey_bytes address, const char *token)
{
    char memory[MAIL_TEXT_MAX_LEN];
    struct pk_writer text = pk_writer_on(memory, sizeof(memory));

    pk_write_text(&text, "Somebody, probably you, wants to get back into the "
                         "account at ");
    pk_write_text(&text, server->site_name);
    pk_write_text(&text, ".\nOpen this link to sign in:");
    write_link(server, &text, token);
    send(server, address, "Get back into your account", &text);
}

void
email_send_notice(struct server *server, struct arena *arena,
    const struct store_user *user, const char *event)
{
    char memory[MAIL_TEXT_MAX_LEN];
    struct pk_writer text = pk_writer_on(memory, sizeof(memory));
    struct store_email email;
    size_t i;

    for (i = 0; i < sizeof(notices) / sizeof(notices[0]); i++) {
        if (strcmp(notices[i].event, event) == 0)
            break;
    }
    if (server->mailer == NULL || i == sizeof(notices) / sizeof(notices[0]) ||
        store_find_email(server->store, user->handle, arena, &email) !=
            STORE_OK ||
        !email.verified)
        return;
    pk_write_text(&text, notices[i].sentence);
    pk_write_text(&text, "\n\nAccount: ");
    pk_write(&text, user->name);
    pk_write_text(&text, "\nSite: ");
    pk_write_text(&text, server->origin);
    pk_write_text(&text,
        "\n\nIf this was not you, sign in and look at your account, or ask "
        "who runs the site.\n");
    send(server, email.address, "Your account was changed", &text);
}
