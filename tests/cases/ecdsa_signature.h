/* SPDX-License-Identifier: Apache-2.0 */
/* ECDSA signatures in forms that a strict reader must refuse. */
#ifndef CASES_ECDSA_SIGNATURE_H
#define CASES_ECDSA_SIGNATURE_H

#include "blob.h"

enum ecdsa_form {
    ECDSA_ZERO_R,
    ECDSA_ZERO_S,
    ECDSA_ZERO_BOTH,
    ECDSA_R_IS_ORDER,
    ECDSA_S_IS_ORDER,
    ECDSA_R_PLUS_ORDER,
    ECDSA_S_PLUS_ORDER,
    ECDSA_NEGATIVE_R,
    ECDSA_R_PADDED,    /* a needless leading zero octet */
    ECDSA_LONG_LENGTH, /* the outer length in one octet more */
    ECDSA_INDEFINITE,
    ECDSA_SET, /* SET instead of SEQUENCE */
    ECDSA_THIRD_INTEGER,
    ECDSA_ONE_INTEGER,
    ECDSA_S_AS_OCTETS, /* OCTET STRING instead of INTEGER */
    ECDSA_SWAPPED,
    ECDSA_HIGH_S, /* n - s: valid */
    NUM_ECDSA_FORMS
};

extern const char *const ecdsa_form_names[NUM_ECDSA_FORMS];

/* The signature in another form; `alg` tells the curve. */
struct blob ecdsa_with(struct blob signature, enum ecdsa_form form, int alg);

/* r and s as they are, len octets each. */
struct blob ecdsa_raw(struct blob signature, size_t len);

#endif
