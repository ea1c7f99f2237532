/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file that is replaced as a whole and durably: after a crash there is the
 * old one or the new one.
 */
#ifndef DURABLE_FILE_H
#define DURABLE_FILE_H

#include <passkey/bytes.h>

/*
 * Writes the parts, one behind the other, to `path` with mode 0600. False:
 * errno says why, and the old file is still there.
 */
PASSKEY_MUST_USE bool durable_file_replace(
    const char *path, const struct passkey_bytes *parts, size_t num_parts);

#endif
