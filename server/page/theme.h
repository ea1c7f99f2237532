/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The operator's looks: one colour and a logo. The colour is made darker or
 * lighter until text on it, and it on the page, can be read (WCAG 2.2, 1.4.3),
 * in the light and in the dark look.
 */
#ifndef PAGE_THEME_H
#define PAGE_THEME_H

#include "../http/exchange.h"

struct server;

#define THEME_CSS_MAX_LEN  512
#define THEME_LOGO_MAX_LEN 131072

struct theme {
    char css[THEME_CSS_MAX_LEN]; /* "" without a colour */
    uint8_t *logo;               /* NULL without one */
    size_t logo_len;
    const char *logo_type; /* "image/png" or "image/svg+xml" */
};

/* "#" and six hexadecimal digits. */
PASSKEY_MUST_USE bool theme_color_is_valid(struct passkey_bytes text);

/*
 * Makes the style sheet and reads the logo; NULL for what is not configured.
 * Returns NULL, or what is wrong with the logo. End with theme_free.
 */
const char *theme_load(
    struct theme *theme, const char *color, const char *logo_path);
void theme_free(struct theme *theme);

/* GET /theme.css and GET /logo */
void theme_style(struct server *server, struct http_exchange *exchange);
void theme_logo(struct server *server, struct http_exchange *exchange);

#endif
