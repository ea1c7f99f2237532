/* SPDX-License-Identifier: Apache-2.0 */
/* Write under another name, sync, rename, sync the directory. */
#include "durable_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PATH_MAX_LEN 1200

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
write_all(int file, struct passkey_bytes bytes)
{
    ssize_t written;

    while (bytes.len > 0) {
        written = write(file, bytes.data, bytes.len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes.data += written;
        bytes.len -= (size_t)written;
    }
    return true;
}

bool
durable_file_replace(
    const char *path, const struct passkey_bytes *parts, size_t num_parts)
{
    char temporary[PATH_MAX_LEN];
    bool done = true;
    size_t i;
    int file;

    if (snprintf(temporary, sizeof(temporary), "%s.new", path) >=
        (int)sizeof(temporary)) {
        errno = ENAMETOOLONG;
        return false;
    }
    (void)unlink(temporary);
    file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return false;
    for (i = 0; done && i < num_parts; i++)
        done = write_all(file, parts[i]);
    done = done && fsync(file) == 0;
    done = close(file) == 0 && done && rename(temporary, path) == 0 &&
           sync_directory(path);
    if (!done)
        (void)unlink(temporary);
    return done;
}
