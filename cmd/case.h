/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A case for `passkeyd verify`: one JSON object with a response and all that
 * the relying party expects of it (docs/verify.md has the form).
 */
#ifndef CASE_H
#define CASE_H

#include <passkey/passkey.h>

#include "../format/json.h"

/* More than any real relying party lists. */
#define CASE_TEXTS_MAX 64
#define CASE_ANCHORS_MAX 1024
#define CASE_IDS_MAX 256

struct verify_case {
    struct pk_json_value name; /* as it stood in the line; or absent */
    enum passkey_ceremony_kind kind;
    struct passkey_bytes response; /* JSON text */
    struct passkey_policy policy;
    struct passkey_ceremony ceremony;
    struct passkey_credential credential; /* authentication only */
    int64_t now;
    struct passkey_bytes existing[CASE_IDS_MAX];
    size_t num_existing;
    struct passkey_bytes origins[CASE_TEXTS_MAX];
    struct passkey_bytes top_origins[CASE_TEXTS_MAX];
    struct passkey_bytes anchors[CASE_ANCHORS_MAX];
};

/*
 * Reads a line. `memory` receives what must be decoded and needs as many
 * bytes as the line has. Returns NULL, or why the line is no case: a
 * constant text.
 */
const char *case_read(struct passkey_bytes line,
    const struct passkey_crypto *crypto, struct passkey_buffer memory,
    struct verify_case *out);

#endif
