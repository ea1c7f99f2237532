/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The handlers of our pages' forms: everything that works without JavaScript.
 * Each answers with a redirect, or with its page again.
 */
#ifndef PAGE_FORM_H
#define PAGE_FORM_H

#include "../http/exchange.h"

struct server;

/* POST /sign-in: username, password */
void form_sign_in(struct server *server, struct http_exchange *exchange);
/* POST /sign-up: username, display_name, password */
void form_sign_up(struct server *server, struct http_exchange *exchange);
/* POST /recover: username, code */
void form_recover(struct server *server, struct http_exchange *exchange);
/* POST /confirm: password */
void form_confirm(struct server *server, struct http_exchange *exchange);
/* POST /sign-out */
void form_sign_out(struct server *server, struct http_exchange *exchange);

/* POST /account/password: new_password */
void form_set_password(struct server *server, struct http_exchange *exchange);
/* POST /account/password/remove */
void form_remove_password(
    struct server *server, struct http_exchange *exchange);
/* POST /account/recovery-codes */
void form_make_codes(struct server *server, struct http_exchange *exchange);
/* POST /account/passkeys/rename: id, label */
void form_rename_passkey(struct server *server, struct http_exchange *exchange);
/* POST /account/passkeys/remove: id */
void form_remove_passkey(struct server *server, struct http_exchange *exchange);
/* POST /account/sessions/end: id */
void form_end_session(struct server *server, struct http_exchange *exchange);
/* POST /account/sessions/end-others */
void form_end_other_sessions(
    struct server *server, struct http_exchange *exchange);
/* POST /account/email: email, or empty to remove it */
void form_set_email(struct server *server, struct http_exchange *exchange);
/* POST /recover/email: email; the answer never tells whether it is known */
void form_mail_recovery(struct server *server, struct http_exchange *exchange);

/* POST /account/delete: username, typed once more */
void form_delete_account(struct server *server, struct http_exchange *exchange);

#endif
