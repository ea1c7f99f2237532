/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Preloaded into the server: what a machine does to it, at a test's command.
 * The commands are files in the directory that TEST_TRICKS names:
 *
 *   broken-disk    every sync fails
 *   no-randomness  OpenSSL has no random bytes
 *   clock          seconds that the clock is off, as text
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int RAND_bytes(unsigned char *out, int len);
int RAND_bytes_ex(
    void *context, unsigned char *out, size_t len, unsigned strength);

static int
open_trick(const char *name)
{
    const char *directory = getenv("TEST_TRICKS");
    char path[256];

    if (directory == NULL)
        return -1;
    (void)snprintf(path, sizeof(path), "%s/%s", directory, name);
    return open(path, O_RDONLY | O_CLOEXEC);
}

static int
is_on(const char *name)
{
    int fd = open_trick(name);

    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static int
sync_or_fail(long number, int fd)
{
    if (is_on("broken-disk")) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(number, fd);
}

int
fsync(int fd)
{
    return sync_or_fail(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
    return sync_or_fail(SYS_fdatasync, fd);
}

time_t
time(time_t *out)
{
    char text[32] = "";
    struct timespec now;
    int fd = open_trick("clock");

    (void)clock_gettime(CLOCK_REALTIME, &now);
    if (fd >= 0) {
        (void)!read(fd, text, sizeof(text) - 1);
        close(fd);
        now.tv_sec += strtol(text, NULL, 10);
    }
    if (out != NULL)
        *out = now.tv_sec;
    return now.tv_sec;
}

static int
random_bytes(unsigned char *out, size_t len)
{
    if (is_on("no-randomness"))
        return 0;
    return syscall(SYS_getrandom, out, len, 0) == (long)len;
}

int
RAND_bytes(unsigned char *out, int len)
{
    return random_bytes(out, (size_t)len);
}

int
RAND_bytes_ex(void *context, unsigned char *out, size_t len, unsigned strength)
{
    (void)context;
    (void)strength;
    return random_bytes(out, len);
}
