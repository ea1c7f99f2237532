/* SPDX-License-Identifier: Apache-2.0 */
/* See page_view.h. */
#include "page_view.h"

#include <string.h>
#include <time.h>

#include "../http/reply.h"
#include "language.h"

static struct passkey_bytes
text_of(const char *text)
{
    return passkey_bytes_of(text, strlen(text));
}

bool
page_write(const struct page *page, struct pk_writer *out, const char *name,
    const struct template_value *values, size_t num_values)
{
    return template_write(out, page->language, name, values, num_values);
}

static bool
write_wait(struct pk_writer *out, const void *context)
{
    const struct page *page = context;

    return page_write_count(
        page, out, "minutes", (size_t)((page->wait_s + 59) / 60));
}

static bool
write_problem_sentence(struct pk_writer *out, const void *context)
{
    const struct page *page = context;
    const struct template_value wait = {
        .name = "wait", .write = write_wait, .context = page};
    char key[64] = "problem.";
    size_t len = strlen(page->problem);

    if (len >= sizeof(key) - strlen(key))
        return false;
    memcpy(key + strlen(key), page->problem, len + 1);
    return template_write_sentence(out, page->language, key, &wait, 1) ||
           template_write_sentence(
               out, page->language, "problem.failed", NULL, 0);
}

static bool
write_problem(struct pk_writer *out, const void *context)
{
    const struct page *page = context;
    const struct template_value sentence = {
        .name = "sentence", .write = write_problem_sentence, .context = page};

    return page->problem == NULL ||
           page_write(page, out, "part_problem.html", &sentence, 1);
}

static bool
write_logo(struct pk_writer *out, const void *context)
{
    const struct page *page = context;

    return page_write(page, out,
        page->server->theme.logo != NULL ? "part_logo.html" : "part_mark.html",
        NULL, 0);
}

static bool
write_theme(struct pk_writer *out, const void *context)
{
    const struct page *page = context;

    return page->server->theme.css[0] == '\0' ||
           page_write(page, out, "part_theme.html", NULL, 0);
}

void
page_begin(
    struct page *page, struct server *server, struct http_exchange *exchange)
{
    memset(page, 0, sizeof(*page));
    page->server = server;
    page->exchange = exchange;
    page->language = language_choose(exchange->request.accept_language);
    page_add(page, "site", text_of(server->site_name));
    page_add_part(page, "theme", write_theme, page);
    page_add_part(page, "logo", write_logo, page);
    page_add_part(page, "problem", write_problem, page);
}

static struct template_value *
next_value(struct page *page, const char *name)
{
    struct template_value *value = &page->values[page->num_values];

    /* The last place takes what is too much; its hole then stays unfilled. */
    if (page->num_values < PAGE_VALUES_MAX - 1)
        page->num_values++;
    value->name = name;
    return value;
}

void
page_add(struct page *page, const char *name, struct passkey_bytes text)
{
    next_value(page, name)->text = text;
}

void
page_add_part(struct page *page, const char *name,
    bool (*write)(struct pk_writer *out, const void *context),
    const void *context)
{
    struct template_value *value = next_value(page, name);

    value->write = write;
    value->context = context;
}

void
page_send(struct page *page, unsigned status, const char *name, size_t max_len)
{
    struct http_exchange *exchange = page->exchange;
    void *memory = arena_take(exchange->arena, max_len);
    struct pk_writer out = pk_writer_on(memory, max_len);

    if (memory == NULL ||
        !page_write(page, &out, name, page->values, page->num_values) ||
        out.full) {
        reply_problem(exchange, 500, "internal",
            "The server could not answer this request.");
        return;
    }
    reply_html(exchange, status, pk_written(&out));
    reply_header(exchange, "Content-Language", languages[page->language]);
    reply_header(exchange, "Vary", "Accept-Language, Cookie");
}

bool
page_write_count(const struct page *page, struct pk_writer *out,
    const char *kind, size_t num)
{
    char digits[24], key[40];
    struct pk_writer number = pk_writer_on(digits, sizeof(digits));
    struct pk_writer writer = pk_writer_on(key, sizeof(key));
    struct template_value value = {.name = "num"};

    pk_write_decimal(&number, (int64_t)num);
    value.text = pk_written(&number);
    pk_write_text(&writer, "count.");
    pk_write_text(&writer, kind);
    pk_write_text(&writer, num == 0 ? ".none" : num == 1 ? ".one" : ".many");
    pk_write_u8(&writer, '\0');
    return !writer.full &&
           template_write_sentence(out, page->language, key, &value, 1);
}

struct moment
moment_of(int64_t at)
{
    struct moment moment;
    time_t seconds = (time_t)at;
    struct tm utc;

    memset(&moment, 0, sizeof(moment));
    if (gmtime_r(&seconds, &utc) == NULL ||
        strftime(moment.iso, sizeof(moment.iso), "%Y-%m-%dT%H:%M:%SZ", &utc) ==
            0 ||
        strftime(
            moment.text, sizeof(moment.text), "%Y-%m-%d %H:%M UTC", &utc) == 0)
        memset(&moment, 0, sizeof(moment));
    return moment;
}

/* Is the page seen under one of the configured origins? */
static bool
is_own_host(const struct server *server, struct passkey_bytes host)
{
    struct passkey_bytes origin;
    size_t i;

    for (i = 0; i < server->policy.num_origins; i++) {
        origin = server->policy.origins[i];
        if (origin.len > host.len + 3 &&
            memcmp(origin.data + origin.len - host.len - 3, "://", 3) == 0 &&
            memcmp(origin.data + origin.len - host.len, host.data, host.len) ==
                0)
            return true;
    }
    return false;
}

bool
page_is_at_home(struct server *server, struct http_exchange *exchange)
{
    const struct http_request *request = &exchange->request;
    size_t origin_len = strlen(server->origin);
    char *location;

    if (is_own_host(server, request->host))
        return true;
    location = arena_take(exchange->arena, origin_len + request->path.len + 1);
    if (location != NULL) {
        memcpy(location, server->origin, origin_len);
        memcpy(location + origin_len, request->path.data, request->path.len);
    }
    exchange->reply.status = 303;
    reply_header(exchange, "Location", location);
    return false;
}
