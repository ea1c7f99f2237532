/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PublicKeyCredentialRequestOptionsJSON
 * (#dictdef-publickeycredentialrequestoptionsjson).
 */
#include <passkey/options.h>

#include <string.h>

#include "../format/json.h"
#include "../format/reader.h"
#include "../format/utf8.h"
#include "ceremony.h"
#include "options_json.h"

static bool
request_fits(const struct passkey_authentication_request *request)
{
    return request->user_handle.len <= PASSKEY_USER_HANDLE_MAX_LEN &&
           pk_utf8_valid(request->appid) &&
           pk_descriptors_fit(request->allow, request->num_allow) &&
           pk_is_object_or_empty(request->extensions);
}

/* The members of an object, without braces; empty if it has none. */
static struct passkey_bytes
members_of(struct passkey_bytes text)
{
    struct pk_json_value object, name, value;
    struct passkey_bytes members, rest;

    if (pk_json_parse(text, PK_JSON_STRICT, &object) != PK_JSON_OK)
        return passkey_bytes_of(NULL, 0);
    members = rest = pk_json_members(&object);
    return pk_json_next_member(&rest, &name, &value)
               ? members
               : passkey_bytes_of(NULL, 0);
}

/* The appid extension goes in front of the caller's other extensions. */
static void
write_extensions(struct pk_writer *writer,
    const struct passkey_authentication_request *request)
{
    struct passkey_bytes others;

    if (request->appid.len == 0) {
        pk_write_extensions(writer, request->extensions);
        return;
    }
    pk_write_text(writer, ",\"extensions\":{\"appid\":");
    pk_write_json_string(writer, request->appid);
    others = members_of(request->extensions);
    if (others.len > 0)
        pk_write_text(writer, ",");
    pk_write(writer, others);
    pk_write_text(writer, "}");
}

static void
write_options(struct pk_writer *writer, const struct passkey_policy *policy,
    const struct passkey_authentication_request *request,
    const struct passkey_ceremony *ceremony)
{
    pk_write_text(writer, "{");
    pk_write_base64url_member(writer, "challenge",
        passkey_bytes_of(ceremony->challenge, ceremony->challenge_len));
    pk_write_text(writer, ",\"rpId\":");
    pk_write_json_string(writer, policy->rp_id);
    pk_write_text(writer, ",\"timeout\":");
    pk_write_decimal(writer, policy->timeout_ms);
    pk_write_text(writer, ",\"userVerification\":");
    pk_write_requirement(writer, policy->user_verification);
    pk_write_descriptors(
        writer, "allowCredentials", request->allow, request->num_allow);
    pk_write_hints(writer, policy);
    write_extensions(writer, request);
    pk_write_text(writer, "}");
}

/* What the answer will be checked against. */
static bool
fill_ceremony(const struct passkey_crypto *crypto,
    const struct passkey_authentication_request *request,
    struct passkey_ceremony *ceremony)
{
    size_t i;

    if (request->user_handle.len > 0)
        memcpy(ceremony->user_handle, request->user_handle.data,
            request->user_handle.len);
    ceremony->user_handle_len = request->user_handle.len;
    for (i = 0; i < request->num_allow; i++) {
        if (!pk_sha256(crypto, request->allow[i].id, ceremony->allowed[i]))
            return false;
    }
    ceremony->num_allowed = request->num_allow;
    ceremony->payment = request->payment;
    ceremony->appid_requested = request->appid.len > 0;
    return !ceremony->appid_requested ||
           pk_sha256(crypto, request->appid, ceremony->appid_hash);
}

enum passkey_error
passkey_authentication_options(const struct passkey_policy *policy,
    const struct passkey_crypto *crypto,
    const struct passkey_authentication_request *request, int64_t now,
    struct passkey_buffer json, size_t *json_len,
    struct passkey_ceremony *ceremony)
{
    struct pk_writer writer = pk_writer_on(json.data, json.cap);

    memset(ceremony, 0, sizeof(*ceremony));
    if (passkey_policy_check(policy) != PASSKEY_OK || !request_fits(request))
        return PASSKEY_ERR_POLICY_INVALID;
    if (!pk_ceremony_begin(policy, crypto, PASSKEY_CEREMONY_AUTHENTICATION,
            now, ceremony) ||
        !fill_ceremony(crypto, request, ceremony)) {
        memset(ceremony, 0, sizeof(*ceremony));
        return PASSKEY_ERR_BACKEND;
    }
    write_options(&writer, policy, request, ceremony);
    *json_len = writer.len;
    if (!writer.full)
        return PASSKEY_OK;
    memset(ceremony, 0, sizeof(*ceremony));
    return PASSKEY_ERR_NO_SPACE;
}
