/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ways to be wrong: each spoils one thing of a ceremony that would have been
 * accepted, and names the code of the refusal.
 */
#ifndef TEST_SECURITY_DEFECT_H
#define TEST_SECURITY_DEFECT_H

#include "software_authenticator.h"

#define IN_REGISTRATION   1u
#define IN_AUTHENTICATION 2u
#define IN_BOTH           3u

struct defect {
    const char *name;
    unsigned kinds;
    const char *code; /* of the refusal */
    void (*spoil)(struct ceremony *c, const struct defect *defect);
    const char *member;
    const char *value; /* JSON, or text, as `spoil` wants it */
    long number;
};

extern const struct defect defects[];
extern const size_t num_defects;

/* Is it one for this kind of ceremony? */
bool defect_applies(const struct defect *defect, enum ceremony_kind kind);

#endif
