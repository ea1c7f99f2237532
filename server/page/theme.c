/* SPDX-License-Identifier: Apache-2.0 */
/* See theme.h. */
#include "theme.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../http/reply.h"
#include "../server.h"

/* Text and its ground must differ this much, and a little for rounding. */
#define CONTRAST_MIN 4.6

/* A change of the operator's is seen after an hour. */
#define CACHE_CONTROL "public, max-age=3600"

struct color {
    int part[3]; /* red, green, blue: 0 to 255 */
};

/* The grounds that web/style.css puts the colour on. */
static const struct color white = {{0xff, 0xff, 0xff}};
static const struct color light_page = {{0xee, 0xf0, 0xf6}};
static const struct color dark_quiet = {{0x25, 0x29, 0x38}};
static const struct color black = {{0, 0, 0}};

static int
hex_value(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
read_color(struct passkey_bytes text, struct color *out)
{
    size_t i;

    if (text.len != 7 || text.data[0] != '#')
        return false;
    for (i = 0; i < 3; i++) {
        int high = hex_value(text.data[1 + 2 * i]);
        int low = hex_value(text.data[2 + 2 * i]);

        if (high < 0 || low < 0)
            return false;
        out->part[i] = high * 16 + low;
    }
    return true;
}

bool
theme_color_is_valid(struct passkey_bytes text)
{
    struct color ignored;

    return read_color(text, &ignored);
}

/* Relative luminance and contrast, as WCAG defines them. */
static double
linear(int part)
{
    double value = part / 255.0;

    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double
luminance(struct color color)
{
    return 0.2126 * linear(color.part[0]) + 0.7152 * linear(color.part[1]) +
           0.0722 * linear(color.part[2]);
}

static double
contrast(struct color a, struct color b)
{
    double first = luminance(a), second = luminance(b);

    return (fmax(first, second) + 0.05) / (fmin(first, second) + 0.05);
}

static struct color
mix(struct color color, struct color other, int percent)
{
    size_t i;

    for (i = 0; i < 3; i++)
        color.part[i] =
            (color.part[i] * (100 - percent) + other.part[i] * percent) / 100;
    return color;
}

/* The colour, changed towards another until it stands out from a ground. */
static struct color
stand_out(struct color color, struct color towards, struct color ground)
{
    int percent = 0;
    struct color found = color;

    while (contrast(found, ground) < CONTRAST_MIN && percent < 100) {
        percent++;
        found = mix(color, towards, percent);
    }
    return found;
}

static const char *
text_on(struct color ground)
{
    return contrast(ground, white) >= contrast(ground, black) ? "#ffffff"
                                                              : "#000000";
}

static void
write_css(char out[THEME_CSS_MAX_LEN], struct color color)
{
    struct color light = stand_out(color, black, light_page);
    struct color dark = stand_out(color, white, dark_quiet);
    struct color pressed = mix(light, black, 12);
    struct color lit = mix(dark, white, 25);

    (void)snprintf(out, THEME_CSS_MAX_LEN,
        ":root{--accent:#%02x%02x%02x;--accent-strong:#%02x%02x%02x;"
        "--on-accent:%s}@media (prefers-color-scheme:dark){:root{"
        "--accent:#%02x%02x%02x;--accent-strong:#%02x%02x%02x;"
        "--on-accent:%s}}\n",
        (unsigned)light.part[0], (unsigned)light.part[1],
        (unsigned)light.part[2], (unsigned)pressed.part[0],
        (unsigned)pressed.part[1], (unsigned)pressed.part[2], text_on(light),
        (unsigned)dark.part[0], (unsigned)dark.part[1], (unsigned)dark.part[2],
        (unsigned)lit.part[0], (unsigned)lit.part[1], (unsigned)lit.part[2],
        text_on(dark));
}

/* By content, not by name: a browser is told nothing else. */
static const char *
type_of(const uint8_t *data, size_t len)
{
    static const uint8_t png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    if (len > sizeof(png) && memcmp(data, png, sizeof(png)) == 0)
        return "image/png";
    if (len > 4 && data[0] == '<' && memmem(data, len, "<svg", 4) != NULL &&
        memmem(data, len, "<script", 7) == NULL)
        return "image/svg+xml";
    return NULL;
}

static const char *
read_logo(struct theme *theme, const char *path)
{
    FILE *file = fopen(path, "rb");
    const char *problem = NULL;

    if (file == NULL)
        return "the logo cannot be opened";
    theme->logo = malloc(THEME_LOGO_MAX_LEN + 1);
    if (theme->logo == NULL)
        problem = "out of memory";
    else
        theme->logo_len = fread(theme->logo, 1, THEME_LOGO_MAX_LEN + 1, file);
    if (problem == NULL && ferror(file))
        problem = "the logo cannot be read";
    else if (problem == NULL && theme->logo_len > THEME_LOGO_MAX_LEN)
        problem = "the logo has more than 128 KiB";
    (void)fclose(file);
    if (problem != NULL)
        return problem;
    theme->logo_type = type_of(theme->logo, theme->logo_len);
    return theme->logo_type != NULL
               ? NULL
               : "the logo must be a PNG, or an SVG without scripts";
}

const char *
theme_load(struct theme *theme, const char *color, const char *logo_path)
{
    const char *problem = NULL;
    struct color read;

    memset(theme, 0, sizeof(*theme));
    if (color != NULL &&
        read_color(passkey_bytes_of(color, strlen(color)), &read))
        write_css(theme->css, read);
    if (logo_path != NULL)
        problem = read_logo(theme, logo_path);
    if (problem != NULL)
        theme_free(theme);
    return problem;
}

void
theme_free(struct theme *theme)
{
    free(theme->logo);
    memset(theme, 0, sizeof(*theme));
}

static void
reply_content(
    struct http_exchange *exchange, const char *type, struct passkey_bytes body)
{
    if (body.len == 0) {
        reply_problem(exchange, 404, "not_found", "There is nothing here.");
        return;
    }
    exchange->reply.status = 200;
    exchange->reply.content_type = type;
    exchange->reply.body = body;
    reply_header(exchange, "Cache-Control", CACHE_CONTROL);
}

void
theme_style(struct server *server, struct http_exchange *exchange)
{
    const char *css = server->theme.css;

    reply_content(exchange, "text/css; charset=utf-8",
        passkey_bytes_of(css, strlen(css)));
}

void
theme_logo(struct server *server, struct http_exchange *exchange)
{
    const struct theme *theme = &server->theme;

    reply_content(exchange, theme->logo_type,
        passkey_bytes_of(theme->logo, theme->logo_len));
}
