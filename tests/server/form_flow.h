/* SPDX-License-Identifier: Apache-2.0 */
/* What people do with the plain forms, and the links of an administrator. */
#ifndef TEST_FORM_FLOW_H
#define TEST_FORM_FLOW_H

#include "server_test.h"

/* As it is written in a form. */
#define PASSWORD "a+sentence+nobody+says+47"

/* A form of our own page. */
struct http_answer post_form(
    struct visitor *visitor, const char *path, const char *body);

/*
 * The same from somewhere in network 10.x.y.0/24, for a server that trusts
 * the proxy which says so.
 */
struct http_answer post_form_from(struct visitor *visitor, unsigned network,
    const char *path, const char *body);

/* A network that nothing was sent from yet. */
unsigned new_network(void);

struct http_answer sign_in_by_password(
    const char *name, unsigned network, const char *password);
void sign_up_by_password(
    struct visitor *visitor, const char *name, const char *password);

/* The token of the link that `passkeyd user COMMAND NAME` prints. */
const char *link_token(const char *command, const char *name);

/* Makes new recovery codes; how many the page shows. */
size_t make_recovery_codes(struct visitor *visitor, char codes[10][32]);

/* The fields of the form of a link, and of a recovery code. */
const char *token_body(const char *token);
const char *code_body(const char *name, const char *code);

#endif
