/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Client data (#client-data): the JSON that the client signed. Only six
 * members are looked at; all others are the client's own business.
 */
#ifndef PK_CLIENT_DATA_H
#define PK_CLIENT_DATA_H

#include <passkey/ceremony.h>
#include <passkey/error.h>
#include <passkey/policy.h>

#include "../format/json.h"

struct pk_client_data {
    struct pk_json_value type;         /* string */
    struct pk_json_value challenge;    /* string */
    struct pk_json_value origin;       /* string */
    struct pk_json_value cross_origin; /* true, false or absent */
    struct pk_json_value top_origin;   /* string or absent */
    struct pk_json_value payment;      /* of payments: an object */
};

/*
 * Reads the members; the values point into `json`.
 * Returns PASSKEY_OK, PASSKEY_ERR_CLIENT_DATA_MALFORMED, _MEMBER_TWICE.
 */
PASSKEY_MUST_USE enum passkey_error pk_client_data_parse(
    struct passkey_bytes json, struct pk_client_data *out);

/*
 * Checks type, challenge, origin, crossOrigin and topOrigin, in this order.
 * `type` is "webauthn.create", "webauthn.get" or "payment.get".
 */
PASSKEY_MUST_USE enum passkey_error pk_client_data_check(
    const struct pk_client_data *client_data, struct passkey_bytes type,
    const struct passkey_policy *policy,
    const struct passkey_ceremony *ceremony);

/*
 * Is `payment` an object that names this relying party?
 * Returns PASSKEY_OK or PASSKEY_ERR_PAYMENT_MISMATCH.
 */
PASSKEY_MUST_USE enum passkey_error pk_client_data_check_payment(
    const struct pk_client_data *client_data, struct passkey_bytes rp_id);

#endif
