/* SPDX-License-Identifier: Apache-2.0 */
/* A request, its reply and files; see site.h. */
#include "site.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static const struct passkey_crypto *backend;
static int directory;
static char cookie[SITE_RECORD_MAX];
static uint8_t body[SITE_BODY_MAX];
static size_t body_len;

static void
require(bool done, const char *what)
{
    if (done)
        return;
    perror(what);
    exit(1);
}

/* Before the lock: whoever sends slowly keeps nobody else waiting. */
static void
read_body(void)
{
    const char *length = getenv("CONTENT_LENGTH");
    size_t len = length != NULL ? strtoul(length, NULL, 10) : 0;

    if (len <= sizeof(body))
        body_len = fread(body, 1, len, stdin);
}

void
site_open(const char *folder, const struct passkey_crypto *crypto)
{
    backend = crypto;
    read_body();
    require(folder != NULL && chdir(folder) == 0, "folder");
    directory = open(".", O_RDONLY | O_DIRECTORY);
    require(directory >= 0 && flock(directory, LOCK_EX) == 0, "lock");
}

/* Two digits for each byte, and a NUL behind them. */
static struct passkey_bytes
write_hex(struct passkey_bytes bytes, char *out)
{
    size_t i;

    for (i = 0; i < bytes.len; i++)
        snprintf(out + 2 * i, 3, "%02x", bytes.data[i]);
    return passkey_bytes_of(out, 2 * bytes.len);
}

/* KIND-HASH: an id may be longer than a name of a file. */
static const char *
file_of(const char *kind, struct passkey_bytes id)
{
    static char name[128];
    uint8_t hash[PASSKEY_SHA256_LEN];
    int len = snprintf(name, 32, "%s-", kind);

    require(
        backend->digest(backend->context, PASSKEY_HASH_SHA256, &id, 1, hash),
        "hash");
    (void)write_hex(passkey_bytes_of(hash, sizeof(hash)), name + len);
    return name;
}

struct passkey_bytes
site_load(const char *kind, struct passkey_bytes id)
{
    static uint8_t record[SITE_RECORD_MAX];
    int file = open(file_of(kind, id), O_RDONLY);
    ssize_t len;

    require(file >= 0 || errno == ENOENT, "open");
    len = file >= 0 ? read(file, record, sizeof(record)) : 0;
    require(len >= 0, "read");
    if (file >= 0)
        close(file);
    return passkey_bytes_of(record, (size_t)len);
}

void
site_save(
    const char *kind, struct passkey_bytes id, struct passkey_bytes record)
{
    int file = open("draft", O_WRONLY | O_CREAT | O_TRUNC, 0600);

    require(file >= 0 &&
                write(file, record.data, record.len) == (ssize_t)record.len &&
                fsync(file) == 0 && close(file) == 0,
        "write");
    require(rename("draft", file_of(kind, id)) == 0 && fsync(directory) == 0,
        "rename");
}

static void
fill_with_random(uint8_t *out, size_t len)
{
    require(backend->random(backend->context, out, len), "random");
}

struct passkey_bytes
site_new_id(void)
{
    static uint8_t id[16];

    fill_with_random(id, sizeof(id));
    return passkey_bytes_of(id, sizeof(id));
}

void
site_secret(uint8_t *out, size_t len)
{
    struct passkey_bytes none = {NULL, 0}, kept = site_load("secret", none);

    if (kept.len == len) {
        memcpy(out, kept.data, len);
        return;
    }
    fill_with_random(out, len);
    site_save("secret", none, passkey_bytes_of(out, len));
}

struct passkey_bytes
site_body(void)
{
    return passkey_bytes_of(body, body_len);
}

struct passkey_bytes
site_cookie(const char *name)
{
    const char *at = getenv("HTTP_COOKIE");
    size_t len = strlen(name);

    for (; at != NULL; at = strchr(at, ';')) {
        at += strspn(at, "; ");
        if (strncmp(at, name, len) == 0 && at[len] == '=')
            return passkey_bytes_of(at + len + 1, strcspn(at + len + 1, ";"));
    }
    return passkey_bytes_of(NULL, 0);
}

void
site_set_cookie(const char *name, struct passkey_bytes value)
{
    snprintf(cookie, sizeof(cookie), "%s=%.*s", name, (int)value.len,
        (const char *)value.data);
}

struct passkey_bytes
site_account(void)
{
    return site_load("session", site_cookie("session"));
}

void
site_begin_session(struct passkey_bytes account)
{
    char id[33], name[2 * PASSKEY_USER_HANDLE_MAX_LEN + 1];
    struct passkey_bytes session = write_hex(site_new_id(), id);

    site_set_cookie("session", session);
    site_save("session", session, write_hex(account, name));
}

void
site_reply(int status, struct passkey_bytes text)
{
    printf("Status: %d\r\nContent-Type: text/plain\r\n", status);
    if (cookie[0] != '\0')
        printf("Set-Cookie: %s; Path=/; HttpOnly; SameSite=Strict\r\n", cookie);
    printf("\r\n%.*s", (int)text.len, (const char *)text.data);
}
