/* SPDX-License-Identifier: Apache-2.0 */
/* A page while it is put together; for the files of this folder. */
#ifndef PAGE_VIEW_H
#define PAGE_VIEW_H

#include "../http/exchange.h"
#include "../server.h"
#include "template.h"

#define PAGE_VALUES_MAX 16

/* The longest page that lists nothing, with its longest values escaped. */
#define PAGE_MAX_LEN 24576u

/* "2026-11-24T19:45:00Z" with its NUL. */
#define MOMENT_ISO_LEN 21

/* A moment as an attribute has it, and as people without scripts read it. */
struct moment {
    char iso[MOMENT_ISO_LEN];
    char text[MOMENT_ISO_LEN];
};

struct page {
    struct server *server;
    struct http_exchange *exchange;
    size_t language;
    const char *problem; /* a code, or NULL */
    int64_t wait_s;      /* with "too_many_tries" */
    struct template_value values[PAGE_VALUES_MAX];
    size_t num_values;
};

/* Begins a page in the reader's language; the page must not move. */
void page_begin(
    struct page *page, struct server *server, struct http_exchange *exchange);

/* Adds values; what they point to must live until page_send. */
void page_add(struct page *page, const char *name, struct passkey_bytes text);
void page_add_part(struct page *page, const char *name,
    bool (*write)(struct pk_writer *out, const void *context),
    const void *context);

/* Answers with the page, which has at most `max_len` bytes. */
void page_send(
    struct page *page, unsigned status, const char *name, size_t max_len);

/* Writes the part of a name with some values of its own. */
PASSKEY_MUST_USE bool page_write(const struct page *page, struct pk_writer *out,
    const char *name, const struct template_value *values, size_t num_values);

/* Writes "count.KIND.none", ".one" or ".many". */
PASSKEY_MUST_USE bool page_write_count(const struct page *page,
    struct pk_writer *out, const char *kind, size_t num);

struct moment moment_of(int64_t at);

/*
 * A visitor under the address of this machine is sent to the site's own,
 * because passkeys work there only. False: the exchange is answered.
 */
PASSKEY_MUST_USE bool page_is_at_home(
    struct server *server, struct http_exchange *exchange);

#endif
