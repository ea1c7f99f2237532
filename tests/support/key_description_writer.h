/* SPDX-License-Identifier: Apache-2.0 */
/*
 * KeyDescription, the certificate extension by which Android describes an
 * attested key (source.android.com, "Key and ID attestation").
 */
#ifndef TEST_KEY_DESCRIPTION_WRITER_H
#define TEST_KEY_DESCRIPTION_WRITER_H

#include "blob.h"

#include <stdbool.h>

#define KEY_PURPOSE_ENCRYPT 0
#define KEY_PURPOSE_SIGN    2
#define KEY_PURPOSE_VERIFY  3
#define KEY_PURPOSE_AGREE   6
#define KEY_PURPOSE_ATTEST  7

struct authorization_list {
    bool has_purposes;
    unsigned purposes[3];
    unsigned num_purposes;
    bool all_applications;
    bool has_origin;
    unsigned origin;
    /* In place of the above, the content of [1] and [702]. */
    struct blob purpose_value;
    struct blob origin_value;
    struct blob trailer; /* elements behind the last one */
};

struct key_description {
    struct blob challenge; /* no data: that of the ceremony */
    struct authorization_list software;
    struct authorization_list tee;
    struct blob trailer; /* elements behind the last one */
};

/* A key that the TEE made for signing; no challenge yet. */
struct key_description key_description_begin(void);
struct blob key_description_write(const struct key_description *description);

#endif
