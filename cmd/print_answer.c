/* SPDX-License-Identifier: Apache-2.0 */
/* See print_answer.h. */
#include "print_answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "../format/json.h"
#include "../format/reader.h"
#include "../format/utf8.h"

#define COLUMNS_MAX 12
#define CELL_MAX_LEN 256

/* A table: the members' names of the first row decide the columns. */
struct table {
    size_t num_columns;
    size_t widths[COLUMNS_MAX];
    char names[COLUMNS_MAX][CELL_MAX_LEN];
};

static bool
is_time(const char *name)
{
    size_t len = strlen(name);

    return strcmp(name, "at") == 0 ||
           (len > 2 && strcmp(name + len - 2, "At") == 0);
}

static void
format_time(int64_t at, char out[CELL_MAX_LEN])
{
    time_t seconds = (time_t)at;
    struct tm utc;

    if (at <= 0 || gmtime_r(&seconds, &utc) == NULL ||
        strftime(out, CELL_MAX_LEN, "%Y-%m-%d %H:%M:%S", &utc) == 0)
        snprintf(out, CELL_MAX_LEN, "never");
}

/* What comes from the database must not move the terminal's cursor. */
static void
make_printable(char *text)
{
    size_t left = strlen(text), len;

    while (left > 0) {
        len = pk_utf8_printable(passkey_bytes_of(text, left));
        if (len == 0) {
            *text = '?'; /* the second byte of a control alone is wrong, too */
            len = 1;
        }
        text += len;
        left -= len;
    }
}

static void
format_value(const char *name, const struct pk_json_value *value,
    char out[CELL_MAX_LEN])
{
    struct passkey_buffer buffer = {(uint8_t *)out, CELL_MAX_LEN - 1};
    int64_t number;
    size_t len = 0;

    out[0] = '\0';
    switch (value->type) {
    case PK_JSON_STRING:
        if (!pk_json_string_decode(value, buffer, &len))
            len = 0;
        out[len] = '\0';
        make_printable(out);
        return;
    case PK_JSON_NUMBER:
        if (!pk_json_integer(value, &number))
            return;
        if (is_time(name))
            format_time(number, out);
        else
            snprintf(out, CELL_MAX_LEN, "%lld", (long long)number);
        return;
    case PK_JSON_TRUE:
    case PK_JSON_FALSE:
        snprintf(out, CELL_MAX_LEN, "%s",
            value->type == PK_JSON_TRUE ? "yes" : "no");
        return;
    case PK_JSON_ABSENT:
    case PK_JSON_NULL:
    case PK_JSON_ARRAY:
    case PK_JSON_OBJECT:
        return;
    }
}

static void
format_name(const struct pk_json_value *name, char out[CELL_MAX_LEN])
{
    format_value("", name, out);
}

/* Characters, as far as a terminal's columns are one each. */
static size_t
width_of(const char *text)
{
    size_t width = 0;

    for (; *text != '\0'; text++)
        width += ((unsigned char)*text & 0xc0) != 0x80 ? 1 : 0;
    return width;
}

/* Widths and names of the columns. */
static void
measure(const struct pk_json_value *array, struct table *table)
{
    struct passkey_bytes rows = pk_json_elements(array), members;
    struct pk_json_value row, name, value;
    char cell[CELL_MAX_LEN];
    size_t column, len;

    memset(table, 0, sizeof(*table));
    while (pk_json_next(&rows, &row)) {
        members = pk_json_members(&row);
        for (column = 0; column < COLUMNS_MAX &&
                         pk_json_next_member(&members, &name, &value);
             column++) {
            format_name(&name, table->names[column]);
            format_value(table->names[column], &value, cell);
            len = width_of(cell);
            if (len < width_of(table->names[column]))
                len = width_of(table->names[column]);
            if (len > table->widths[column])
                table->widths[column] = len;
            if (column >= table->num_columns)
                table->num_columns = column + 1;
        }
    }
}

static void
print_cell(const struct table *table, size_t column, const char *cell)
{
    if (column + 1 == table->num_columns)
        printf("%s\n", cell);
    else
        printf("%s%*s", cell,
            (int)(table->widths[column] - width_of(cell) + 2), "");
}

static void
print_table(const struct pk_json_value *array)
{
    struct passkey_bytes rows = pk_json_elements(array), members;
    struct pk_json_value row, name, value;
    char cell[CELL_MAX_LEN];
    struct table *table = malloc(sizeof(*table));
    size_t column;

    if (table == NULL)
        return;
    measure(array, table);
    if (table->num_columns == 0)
        puts("(none)");
    for (column = 0; column < table->num_columns; column++)
        print_cell(table, column, table->names[column]);
    while (pk_json_next(&rows, &row)) {
        members = pk_json_members(&row);
        for (column = 0; column < table->num_columns &&
                         pk_json_next_member(&members, &name, &value);
             column++) {
            format_value(table->names[column], &value, cell);
            print_cell(table, column, cell);
        }
    }
    free(table);
}

static void
print_object(const struct pk_json_value *object)
{
    struct passkey_bytes members = pk_json_members(object);
    struct pk_json_value name, value;
    char label[CELL_MAX_LEN], cell[CELL_MAX_LEN];

    while (pk_json_next_member(&members, &name, &value)) {
        format_name(&name, label);
        if (value.type == PK_JSON_ARRAY) {
            print_table(&value);
        } else if (strcmp(label, "more") == 0) {
            if (value.type == PK_JSON_TRUE)
                puts("(there are more)");
        } else {
            format_value(label, &value, cell);
            printf("%-14s %s\n", label, cell);
        }
    }
}

/* The sentence of a problem+json answer. */
static void
print_problem(const struct pk_json_value *problem)
{
    struct pk_json_field fields[] = {{.name = "title"}, {.name = "code"}};
    char title[CELL_MAX_LEN], code[CELL_MAX_LEN];

    if (!pk_json_take(problem, fields, 2))
        return;
    format_value("", &fields[0].value, title);
    format_value("", &fields[1].value, code);
    fprintf(stderr, "passkeyd: %s (%s)\n", title, code);
}

int
print_answer(const struct local_answer *answer, bool json, const char *done)
{
    struct passkey_bytes body = passkey_bytes_of(answer->body, answer->len);
    bool good = answer->status >= 200 && answer->status < 300;
    struct pk_json_value root;

    if (json) {
        puts(answer->len > 0 ? (const char *)answer->body : "{}");
        return good ? EX_OK : EX_DATAERR;
    }
    if (answer->len == 0) {
        puts(done);
        return EX_OK;
    }
    if (pk_json_parse(body, PK_JSON_CLIENT_DATA, &root) != PK_JSON_OK) {
        fputs("passkeyd: the answer cannot be read\n", stderr);
        return EX_PROTOCOL;
    }
    if (good)
        print_object(&root);
    else
        print_problem(&root);
    return good ? EX_OK : EX_DATAERR;
}
