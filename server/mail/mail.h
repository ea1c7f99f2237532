/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mail through the operator's SMTP server, by libcurl. Messages wait in a
 * short queue for one thread; who asks for one never waits. A message that the
 * server refuses for good (5xx) is dropped and logged. Another failure puts it
 * at the end of the queue, for ten minutes: the links in it are dead by then.
 */
#ifndef MAIL_MAIL_H
#define MAIL_MAIL_H

#include <passkey/bytes.h>

struct mailer;

struct mail_settings {
    const char *url;      /* "smtp://localhost:25", "smtps://…" */
    const char *user;     /* NULL: no login */
    const char *password; /* NULL: no login */
    const char *from;     /* an address */
};

#define MAIL_ADDRESS_MAX_LEN 254
#define MAIL_TEXT_MAX_LEN 2048

/* NULL: no thread or memory. The settings are copied. */
struct mailer *mailer_new(const struct mail_settings *settings);

/* Gives what waits a few seconds, then drops it, and frees. NULL is allowed. */
void mailer_free(struct mailer *mailer);

/*
 * Queues a message; all texts are copied. `subject` is a constant, `text`
 * UTF-8 with LF. False: the queue is full, or the address is none.
 */
PASSKEY_MUST_USE bool mailer_send(struct mailer *mailer,
    struct passkey_bytes to, const char *subject, struct passkey_bytes text);

/*
 * Is this an address that we send to: ASCII, one '@', nothing that means
 * something in a mail header, a domain in lower case?
 */
PASSKEY_MUST_USE bool mail_address_is_valid(struct passkey_bytes address);

#endif
