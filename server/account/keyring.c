/* SPDX-License-Identifier: Apache-2.0 */
/* Reading and making the file of secrets; see keyring.h. */
#include "keyring.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../format/base64url.h"

#define FILE_MAX_LEN 1024
#define PATH_MAX_LEN 1024
#define HEADING "passkeyd-keyring 1"
#define KEY_TEXT_LEN PK_BASE64URL_TEXT_LEN(PASSKEY_SEAL_KEY_LEN)

static bool
decode_key(const char *text, uint8_t key[PASSKEY_SEAL_KEY_LEN])
{
    struct passkey_buffer buffer = { key, PASSKEY_SEAL_KEY_LEN };
    size_t len;

    return pk_base64url_decode(
               passkey_bytes_of(text, strlen(text)), buffer, &len) &&
           len == PASSKEY_SEAL_KEY_LEN;
}

/* "ID BASE64URL" */
static bool
read_ceremony_key(char *text, struct passkey_keyring *out)
{
    char *end;
    unsigned long id = strtoul(text, &end, 10);

    if (end == text || *end != ' ' || id > UINT32_MAX ||
        out->num_keys == PASSKEY_KEYRING_MAX ||
        !decode_key(end + 1, out->keys[out->num_keys].key))
        return false;
    out->keys[out->num_keys++].id = (uint32_t)id;
    return true;
}

static bool
read_line(char *line, struct server_keys *out, bool *has_decoy)
{
    if (strncmp(line, "ceremony ", 9) == 0)
        return read_ceremony_key(line + 9, &out->ceremonies);
    if (strncmp(line, "decoy ", 6) == 0) {
        *has_decoy = true;
        return decode_key(line + 6, out->decoy);
    }
    return line[0] == '\0';
}

static bool
read_text(char *text, struct server_keys *out)
{
    bool has_decoy = false;
    char *line, *rest = text;

    line = strsep(&rest, "\n");
    if (strcmp(line, HEADING) != 0)
        return false;
    while ((line = strsep(&rest, "\n")) != NULL) {
        if (!read_line(line, out, &has_decoy))
            return false;
    }
    return has_decoy && out->ceremonies.num_keys > 0;
}

static const char *
read_file(int file, struct server_keys *out)
{
    char text[FILE_MAX_LEN + 1];
    struct stat status;
    ssize_t len;
    bool done;

    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
        return "the key ring is not a file";
    if ((status.st_mode & 077) != 0)
        return "the key ring can be read by others; set its mode to 0600";
    len = read(file, text, FILE_MAX_LEN);
    if (len < 0)
        return "the key ring cannot be read";
    text[len] = '\0';
    done = read_text(text, out);
    sodium_memzero(text, sizeof(text));
    return done ? NULL : "the key ring is damaged; restore it from a backup";
}

static void
encode_new_key(char text[KEY_TEXT_LEN + 1])
{
    uint8_t key[PASSKEY_SEAL_KEY_LEN];
    struct pk_writer writer = pk_writer_on(text, KEY_TEXT_LEN);

    randombytes_buf(key, sizeof(key));
    pk_write_base64url(&writer, passkey_bytes_of(key, sizeof(key)));
    text[writer.len] = '\0';
    sodium_memzero(key, sizeof(key));
}

/* The directory entry must be as durable as the file. */
static bool
sync_directory(const char *path)
{
    char directory[PATH_MAX_LEN];
    const char *slash = strrchr(path, '/');
    size_t len = slash == NULL ? 0 : (size_t)(slash - path);
    int file;
    bool done;

    if (len >= sizeof(directory))
        return false;
    memcpy(directory, path, len);
    directory[len] = '\0';
    file = open(len == 0 ? "." : directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0)
        return false;
    done = fsync(file) == 0;
    close(file);
    return done;
}

static bool
write_new(int file)
{
    char ceremony[KEY_TEXT_LEN + 1], decoy[KEY_TEXT_LEN + 1];
    char text[FILE_MAX_LEN];
    int len;
    bool done;

    encode_new_key(ceremony);
    encode_new_key(decoy);
    len = snprintf(text, sizeof(text), HEADING "\nceremony 1 %s\ndecoy %s\n",
        ceremony, decoy);
    done = write(file, text, (size_t)len) == len && fsync(file) == 0;
    sodium_memzero(text, sizeof(text));
    sodium_memzero(ceremony, sizeof(ceremony));
    sodium_memzero(decoy, sizeof(decoy));
    return done;
}

/* Under another name first, so that a crash leaves no half a file. */
static const char *
make_file(const char *path)
{
    char temporary[PATH_MAX_LEN];
    int file;
    bool done;

    if (snprintf(temporary, sizeof(temporary), "%s.new", path) >=
        (int)sizeof(temporary))
        return "the path of the key ring is too long";
    (void)unlink(temporary);
    file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return "the key ring cannot be made in its directory";
    done = write_new(file);
    done = close(file) == 0 && done && rename(temporary, path) == 0 &&
           sync_directory(path);
    return done ? NULL : "the key ring cannot be written";
}

const char *
keyring_open(const char *path, struct server_keys *out)
{
    const char *problem;
    int file;

    memset(out, 0, sizeof(*out));
    if (sodium_init() < 0)
        return "libsodium does not start";
    file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0 && errno == ENOENT) {
        problem = make_file(path);
        if (problem != NULL)
            return problem;
        file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    }
    if (file < 0)
        return "the key ring cannot be opened";
    problem = read_file(file, out);
    close(file);
    return problem;
}
