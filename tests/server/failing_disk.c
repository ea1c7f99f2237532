/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Preloaded into the server: every sync fails while the file that
 * FAILING_DISK names exists.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static int
sync_or_fail(long number, int fd)
{
    const char *path = getenv("FAILING_DISK");

    if (path != NULL && access(path, F_OK) == 0) {
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
