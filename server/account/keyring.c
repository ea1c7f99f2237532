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
#include "../durable_file.h"

#define FILE_MAX_LEN 1024
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
write_key(struct pk_writer *out, const uint8_t key[PASSKEY_SEAL_KEY_LEN])
{
    pk_write_base64url(out, passkey_bytes_of(key, PASSKEY_SEAL_KEY_LEN));
    pk_write_text(out, "\n");
}

static void
write_text(struct pk_writer *out, const struct server_keys *keys)
{
    size_t i;

    pk_write_text(out, HEADING "\n");
    for (i = 0; i < keys->ceremonies.num_keys; i++) {
        pk_write_text(out, "ceremony ");
        pk_write_decimal(out, keys->ceremonies.keys[i].id);
        pk_write_text(out, " ");
        write_key(out, keys->ceremonies.keys[i].key);
    }
    pk_write_text(out, "decoy ");
    write_key(out, keys->decoy);
}

static const char *
replace_file(const char *path, const struct server_keys *keys)
{
    char text[FILE_MAX_LEN];
    struct pk_writer out = pk_writer_on(text, sizeof(text));
    struct passkey_bytes content;
    bool done;

    write_text(&out, keys);
    content = pk_written(&out);
    done = !out.full && durable_file_replace(path, &content, 1);
    sodium_memzero(text, sizeof(text));
    return done ? NULL : "the key ring cannot be written";
}

/* The newest key is the first; the oldest gives way. */
static void
add_ceremony_key(struct passkey_keyring *ring)
{
    uint32_t newest = ring->num_keys == 0 ? 0 : ring->keys[0].id;

    if (ring->num_keys == PASSKEY_KEYRING_MAX)
        ring->num_keys--;
    memmove(&ring->keys[1], &ring->keys[0],
        ring->num_keys * sizeof(ring->keys[0]));
    ring->keys[0].id = newest + 1;
    randombytes_buf(ring->keys[0].key, sizeof(ring->keys[0].key));
    ring->num_keys++;
}

static const char *
make_file(const char *path)
{
    struct server_keys keys = {0};
    const char *problem;

    add_ceremony_key(&keys.ceremonies);
    randombytes_buf(keys.decoy, sizeof(keys.decoy));
    problem = replace_file(path, &keys);
    sodium_memzero(&keys, sizeof(keys));
    return problem;
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

const char *
keyring_rotate(const char *path)
{
    struct server_keys keys;
    const char *problem = keyring_open(path, &keys);

    if (problem == NULL) {
        add_ceremony_key(&keys.ceremonies);
        problem = replace_file(path, &keys);
    }
    sodium_memzero(&keys, sizeof(keys));
    return problem;
}

const char *
keyring_renew(const char *path, struct server_keys *keys)
{
    struct passkey_keyring *ring = &keys->ceremonies;

    add_ceremony_key(ring); /* with a number that no key had */
    sodium_memzero(&ring->keys[1], sizeof(ring->keys) - sizeof(ring->keys[0]));
    ring->num_keys = 1;
    return replace_file(path, keys);
}
