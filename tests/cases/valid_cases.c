/* SPDX-License-Identifier: Apache-2.0 */
/* Plain valid ceremonies: every algorithm with every statement. */
#include "case_groups.h"

#include "case.h"
#include "case_keys.h"

static const int attestation_algs[] = {
    -7, -35, -36, -47, -8, -53, -257, -258, -259, -37, -38, -39};

static void
packed_cases_of(const struct key_algorithm *algorithm)
{
    struct attestation_authority authority;
    struct test_case t;
    size_t i;

    for (i = 0; i < sizeof(attestation_algs) / sizeof(attestation_algs[0]);
         i++) {
        int alg = attestation_algs[i];

        authority = case_authority();
        case_begin_with(&t, REGISTRATION, algorithm->id);
        ceremony_attest(&t.c, &statement_packed,
            case_key(ROLE_ATTESTATION, alg), alg, &authority);
        case_accept(&t, "valid",
            format("packed-%s-by-%s", algorithm->name,
                key_algorithm_find(alg)->name));
        /* All pairs would be 192; one key kind sees all, the others one. */
        if (algorithm->id != -7)
            break;
    }
}

void
valid_cases(void)
{
    const struct key_algorithm *at;
    struct test_case t;

    for (at = key_algorithms; at->name != NULL; at++) {
        case_begin_with(&t, REGISTRATION, at->id);
        case_accept(&t, "valid", format("none-%s", at->name));
        case_begin_with(&t, REGISTRATION, at->id);
        t.c.with_copies = true;
        case_accept(&t, "valid", format("none-%s-with-copies", at->name));
        case_begin_self(&t, at->id);
        case_accept(&t, "valid", format("self-%s", at->name));
        packed_cases_of(at);
        case_begin_with(&t, AUTHENTICATION, at->id);
        case_accept(&t, "valid", at->name);
    }
}
