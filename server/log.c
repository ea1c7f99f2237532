/* SPDX-License-Identifier: Apache-2.0 */
/* Lines are built on the stack and written at once: no lock is needed. */
#include "log.h"

#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../format/utf8.h"
#include "../format/writer.h"
#include "../format/json.h"

#define LINE_LEN 2048
#define TEXT_LEN 512 /* of one field; 6 bytes each at worst */

static atomic_int highest = LOG_WARNINGS;

static const char *const level_names[] = {"error", "warning", "info", "debug"};

void
log_set_level(enum log_level level)
{
    atomic_store(&highest, (int)level);
}

static bool
is_wanted(enum log_level level)
{
    return (int)level <= atomic_load_explicit(&highest, memory_order_relaxed);
}

/* Two or more digits. */
static void
write_padded(struct pk_writer *line, int64_t value, int64_t smallest)
{
    while (smallest > 1 && value < smallest) {
        pk_write_u8(line, '0');
        smallest /= 10;
    }
    pk_write_decimal(line, value);
}

static void
write_time(struct pk_writer *line)
{
    struct timespec now;
    struct tm utc;

    if (clock_gettime(CLOCK_REALTIME, &now) != 0 ||
        gmtime_r(&now.tv_sec, &utc) == NULL) {
        pk_write_text(line, "{\"time\":null");
        return;
    }
    pk_write_text(line, "{\"time\":\"");
    write_padded(line, utc.tm_year + 1900, 1000);
    pk_write_u8(line, '-');
    write_padded(line, utc.tm_mon + 1, 10);
    pk_write_u8(line, '-');
    write_padded(line, utc.tm_mday, 10);
    pk_write_u8(line, 'T');
    write_padded(line, utc.tm_hour, 10);
    pk_write_u8(line, ':');
    write_padded(line, utc.tm_min, 10);
    pk_write_u8(line, ':');
    write_padded(line, utc.tm_sec, 10);
    pk_write_u8(line, '.');
    write_padded(line, now.tv_nsec / 1000000, 100);
    pk_write_text(line, "Z\"");
}

/* DEL, and the C1 controls, which some terminals obey. */
static bool
is_control(const uint8_t *at)
{
    return at[0] == 0x7f || (at[0] == 0xc2 && at[1] < 0xa0);
}

/* A string with its quotes: cut, and with '?' for what is not UTF-8. */
static void
write_string(struct pk_writer *line, struct passkey_bytes text)
{
    uint8_t clean[TEXT_LEN];
    size_t len = 0, sequence;

    while (text.len > 0 && len + 4 <= sizeof(clean)) {
        sequence = pk_utf8_sequence(text);
        if (sequence == 0 || is_control(text.data)) {
            clean[len++] = '?';
        } else {
            memcpy(clean + len, text.data, sequence);
            len += sequence;
        }
        sequence += sequence == 0; /* goes on behind a wrong byte */
        text.data += sequence;
        text.len -= sequence;
    }
    pk_write_json_string(line, passkey_bytes_of(clean, len));
}

static void
begin(struct pk_writer *line, enum log_level level, const char *event)
{
    write_time(line);
    pk_write_text(line, ",\"level\":\"");
    pk_write_text(line, level_names[level]);
    pk_write_text(line, "\",\"event\":\"");
    pk_write_text(line, event);
    pk_write_u8(line, '"');
}

static void
end(struct pk_writer *line)
{
    ssize_t written;

    pk_write_text(line, "}\n");
    if (line->full)
        return;
    written = write(STDERR_FILENO, line->data, line->len);
    (void)written; /* there is nobody left to tell */
}

/* Appends a field if it fits whole; a line is always whole JSON. */
static void
write_field(struct pk_writer *line, const struct log_field *field)
{
    struct pk_writer tried = *line;

    pk_write_text(&tried, ",\"");
    pk_write_text(&tried, field->name);
    pk_write_text(&tried, "\":");
    write_string(&tried, field->text);
    if (!tried.full && tried.len + 2 <= tried.cap)
        *line = tried;
}

void
log_event(enum log_level level, const char *event,
    const struct log_field *fields, size_t num_fields)
{
    uint8_t buffer[LINE_LEN];
    struct pk_writer line = pk_writer_on(buffer, sizeof(buffer));
    size_t i;

    if (!is_wanted(level))
        return;
    begin(&line, level, event);
    for (i = 0; i < num_fields; i++)
        write_field(&line, &fields[i]);
    end(&line);
}

void
log_detail(enum log_level level, const char *event, const char *detail)
{
    struct log_field field = {
        "detail", passkey_bytes_of(detail, strlen(detail))};

    log_event(level, event, &field, 1);
}

void
log_request(struct passkey_bytes method, struct passkey_bytes path,
    unsigned status, uint64_t microseconds)
{
    uint8_t buffer[LINE_LEN];
    struct pk_writer line = pk_writer_on(buffer, sizeof(buffer));
    struct log_field fields[2] = {{"method", method}, {"path", path}};

    if (!is_wanted(LOG_REQUESTS))
        return;
    begin(&line, LOG_REQUESTS, "request");
    pk_write_text(&line, ",\"status\":");
    pk_write_decimal(&line, status);
    pk_write_text(&line, ",\"ms\":");
    pk_write_decimal(&line, (int64_t)(microseconds / 1000));
    pk_write_u8(&line, '.');
    write_padded(&line, (int64_t)(microseconds % 1000), 100);
    write_field(&line, &fields[0]);
    write_field(&line, &fields[1]);
    end(&line);
}
