/* SPDX-License-Identifier: Apache-2.0 */
/*
 * KeyDescription: the certificate extension in which Android describes an
 * attested key. Only what the format "android-key" asks about is kept.
 */
#ifndef PK_KEY_DESCRIPTION_H
#define PK_KEY_DESCRIPTION_H

#include <passkey/bytes.h>

struct pk_authorization_list {
    bool has_purpose; /* [1] */
    size_t num_purposes;
    uint32_t first_purpose;
    bool all_applications; /* [600] */
    bool has_origin;       /* [702] */
    uint32_t origin;
};

struct pk_key_description {
    struct passkey_bytes challenge;
    struct pk_authorization_list software_enforced;
    struct pk_authorization_list tee_enforced;
};

/* Reads all of `der`, the content of the extension. */
PASSKEY_MUST_USE bool pk_key_description_parse(
    struct passkey_bytes der, struct pk_key_description *out);

#endif
