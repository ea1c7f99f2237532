/* SPDX-License-Identifier: Apache-2.0 */
/* The places that settings come from: file, environment, flags. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../format/reader.h"
#include "config_setting.h"
#include "server_limits.h"

#define DEFAULT_FILE       "passkeyd.conf"
#define ENVIRONMENT_PREFIX "PASSKEYD_"
#define FILE_SETTING       "config" /* the one setting that a file cannot have */

/* A sentence in the arena. */
__attribute__((format(printf, 2, 3))) static const char *
format_text(struct config *config, const char *format, ...)
{
    char text[512];
    va_list arguments;
    const char *copy;
    int len;

    va_start(arguments, format);
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): one line above */
    len = vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    if (len < 0)
        return "out of memory";
    copy = arena_text(config->arena, passkey_bytes_of(text, strlen(text)));
    return copy != NULL ? copy : "out of memory";
}

void
config_mistake(struct config *config, const char *place, const char *name,
    const char *what)
{
    if (config->num_mistakes == CONFIG_MISTAKES_MAX)
        return;
    config->mistakes[config->num_mistakes++] = format_text(config, "%s: %s%s%s",
        place, name != NULL ? name : "", name != NULL ? ": " : "", what);
}

/* Compares a name; flags may have '-' for '_', the environment capitals. */
static bool
name_is(struct passkey_bytes name, const char *setting)
{
    size_t i;

    if (name.len != strlen(setting))
        return false;
    for (i = 0; i < name.len; i++) {
        uint8_t c = name.data[i] == '-' ? '_' : name.data[i];

        if (c != (uint8_t)setting[i])
            return false;
    }
    return true;
}

static struct setting_source *
find_source(struct setting_source *sources, struct passkey_bytes name)
{
    size_t i;

    for (i = 0; i < num_settings; i++) {
        if (name_is(name, settings[i].name))
            return &sources[i];
    }
    return NULL;
}

static struct passkey_bytes
trim(struct passkey_bytes text)
{
    while (text.len > 0 && strchr(" \t\r", text.data[0]) != NULL) {
        text.data++;
        text.len--;
    }
    while (text.len > 0 && strchr(" \t\r", text.data[text.len - 1]) != NULL)
        text.len--;
    return text;
}

/* One line: "name = value", "# comment", or nothing. */
static void
read_line(struct config *config, struct passkey_bytes line, const char *place,
    struct setting_source *sources)
{
    struct passkey_bytes name = trim(line), value;
    struct setting_source *source;
    const uint8_t *equals;

    if (name.len == 0 || name.data[0] == '#')
        return;
    equals = memchr(name.data, '=', name.len);
    if (equals == NULL) {
        config_mistake(config, place, NULL, "write this line as name = value");
        return;
    }
    value = trim(passkey_bytes_of(
        equals + 1, name.len - (size_t)(equals - name.data) - 1));
    name = trim(passkey_bytes_of(name.data, (size_t)(equals - name.data)));
    source = find_source(sources, name);
    if (source == NULL) {
        config_mistake(config, place,
            format_text(config, "%.*s", (int)(name.len < 64 ? name.len : 64),
                (const char *)name.data),
            "there is no such setting; 'passkeyd serve --help' lists them");
    } else if (source->value != NULL) {
        config_mistake(config, place, NULL,
            format_text(
                config, "set before in %s; remove one of them", source->place));
    } else {
        source->place = place;
        source->value = arena_text(config->arena, value);
    }
}

static void
read_text_of_file(struct config *config, struct passkey_bytes text,
    const char *path, struct setting_source *sources)
{
    struct passkey_bytes line;
    const uint8_t *end;
    unsigned number = 0;

    if (text.len > 0 && memchr(text.data, '\0', text.len) != NULL) {
        config_mistake(config, path, NULL, "this is not a text file");
        return;
    }
    while (text.len > 0) {
        end = memchr(text.data, '\n', text.len);
        line = text;
        if (end != NULL)
            line.len = (size_t)(end - text.data);
        text.data += line.len + (end != NULL);
        text.len -= line.len + (end != NULL);
        read_line(config, line, format_text(config, "%s:%u", path, ++number),
            sources);
    }
}

/* `required`: the operator named the file, so it must be there. */
static void
read_file(struct config *config, const char *path, bool required,
    struct setting_source *sources)
{
    struct stat status;
    uint8_t *text = NULL;
    ssize_t len = -1;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

    if (fd < 0) {
        if (required || errno != ENOENT)
            config_mistake(config, path, NULL,
                format_text(
                    config, "cannot be opened: %s", strerrordesc_np(errno)));
        return;
    }
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
        status.st_size <= (off_t)LIMIT_CONFIG_FILE_LEN) {
        text = arena_take(config->arena, (size_t)status.st_size + 1);
        if (text != NULL)
            len = read(fd, text, (size_t)status.st_size);
    }
    close(fd);
    if (len < 0)
        config_mistake(config, path, NULL,
            "cannot be read: it must be a text file of at most 256 KiB");
    else
        read_text_of_file(
            config, passkey_bytes_of(text, (size_t)len), path, sources);
}

/* "LISTEN" into "listen"; in the arena. */
static struct passkey_bytes
lower(struct config *config, struct passkey_bytes name)
{
    char *copy = arena_text(config->arena, name);
    size_t i;

    if (copy == NULL)
        return passkey_bytes_of(NULL, 0);
    for (i = 0; i < name.len; i++) {
        if (copy[i] >= 'A' && copy[i] <= 'Z')
            copy[i] = (char)(copy[i] - 'A' + 'a');
    }
    return passkey_bytes_of(copy, name.len);
}

static void
read_environment(struct config *config, char **environment,
    struct setting_source *sources, struct setting_source *file)
{
    const size_t prefix_len = sizeof(ENVIRONMENT_PREFIX) - 1;
    struct setting_source *source;
    struct passkey_bytes name;
    const char *equals, *place;

    for (; *environment != NULL; environment++) {
        equals = strchr(*environment, '=');
        if (equals == NULL ||
            strncmp(*environment, ENVIRONMENT_PREFIX, prefix_len) != 0)
            continue;
        name = passkey_bytes_of(*environment + prefix_len,
            (size_t)(equals - *environment) - prefix_len);
        place = format_text(config, "%.*s",
            (int)(equals - *environment > 80 ? 80 : equals - *environment),
            *environment);
        name = lower(config, name);
        source =
            name_is(name, FILE_SETTING) ? file : find_source(sources, name);
        if (source == NULL) {
            config_mistake(config, place, NULL,
                "there is no such setting; 'passkeyd serve --help' lists them");
        } else {
            source->place = place;
            source->value = equals + 1;
        }
    }
}

/* "--name=value" or "--name value"; returns how many words it took. */
static int
read_flag(struct config *config, int argc, char **argv,
    struct setting_source *sources, struct setting_source *file)
{
    const char *flag = argv[0], *equals = strchr(flag, '=');
    size_t len = equals != NULL ? (size_t)(equals - flag) : strlen(flag);
    struct setting_source *source = NULL;
    struct passkey_bytes name;

    if (len > 2 && flag[0] == '-' && flag[1] == '-') {
        name = passkey_bytes_of(flag + 2, len - 2);
        source =
            name_is(name, FILE_SETTING) ? file : find_source(sources, name);
    }
    if (source == NULL) {
        config_mistake(config, format_text(config, "%.80s", flag), NULL,
            "there is no such flag; 'passkeyd serve --help' lists them");
        return 1;
    }
    source->place = format_text(config, "%.*s", (int)len, flag);
    if (equals != NULL) {
        source->value = equals + 1;
        return 1;
    }
    if (argc < 2) {
        config_mistake(config, source->place, NULL, "a value must follow");
        return 1;
    }
    source->value = argv[1];
    return 2;
}

void
config_collect(struct config *config, int argc, char **argv, char **environment,
    struct setting_source sources[SETTINGS_MAX])
{
    struct setting_source outside[SETTINGS_MAX] = {{NULL, NULL}};
    struct setting_source file = {NULL, NULL};
    size_t i;
    int used;

    read_environment(config, environment, outside, &file);
    while (argc > 0) {
        used = read_flag(config, argc, argv, outside, &file);
        argc -= used;
        argv += used;
    }
    read_file(config, file.value != NULL ? file.value : DEFAULT_FILE,
        file.value != NULL, sources);
    for (i = 0; i < num_settings; i++) {
        if (outside[i].value != NULL)
            sources[i] = outside[i];
    }
}
