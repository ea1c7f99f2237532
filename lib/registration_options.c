/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PublicKeyCredentialCreationOptionsJSON
 * (#dictdef-publickeycredentialcreationoptionsjson).
 */
#include <passkey/options.h>

#include <string.h>

#include "../format/json.h"
#include "../format/reader.h"
#include "../format/utf8.h"
#include "key.h"
#include "options_json.h"

static bool
request_fits(const struct passkey_registration_request *request)
{
    return request->user_handle.len > 0 &&
           request->user_handle.len <= PASSKEY_USER_HANDLE_MAX_LEN &&
           pk_utf8_valid(request->user_name) &&
           pk_utf8_valid(request->display_name) &&
           pk_descriptors_fit(request->exclude, request->num_exclude) &&
           pk_is_object_or_empty(request->extensions);
}

/* Only what can be verified, and would be accepted, may be offered. */
static void
choose_algorithms(const struct passkey_policy *policy,
    const struct passkey_crypto *crypto, struct passkey_ceremony *ceremony)
{
    size_t i;

    for (i = 0; i < policy->num_algorithms; i++) {
        if (pk_algorithm_is_tolerated(
                passkey_algorithm_find(policy->algorithms[i]), policy) &&
            crypto->supports(crypto->context, policy->algorithms[i]))
            ceremony->algorithms[ceremony->num_algorithms++] =
                policy->algorithms[i];
    }
}

static void
write_party(struct pk_writer *writer, const struct passkey_policy *policy,
    const struct passkey_registration_request *request)
{
    pk_write_text(writer, "{\"rp\":{\"id\":");
    pk_write_json_string(writer, policy->rp_id);
    pk_write_text(writer, ",\"name\":");
    pk_write_json_string(writer, policy->rp_name);
    pk_write_text(writer, "},\"user\":{");
    pk_write_base64url_member(writer, "id", request->user_handle);
    pk_write_text(writer, ",\"name\":");
    pk_write_json_string(writer, request->user_name);
    pk_write_text(writer, ",\"displayName\":");
    pk_write_json_string(writer, request->display_name);
    pk_write_text(writer, "},");
}

static void
write_parameters(
    struct pk_writer *writer, const struct passkey_ceremony *ceremony)
{
    size_t i;

    pk_write_text(writer, ",\"pubKeyCredParams\":[");
    for (i = 0; i < ceremony->num_algorithms; i++) {
        pk_write_text(writer, i > 0 ? ",{\"type\":\"public-key\",\"alg\":"
                                    : "{\"type\":\"public-key\",\"alg\":");
        pk_write_decimal(writer, ceremony->algorithms[i]);
        pk_write_text(writer, "}");
    }
    pk_write_text(writer, "]");
}

static void
write_selection(struct pk_writer *writer, const struct passkey_policy *policy)
{
    pk_write_text(writer, ",\"authenticatorSelection\":{\"residentKey\":");
    pk_write_requirement(writer, policy->resident_key);
    pk_write_text(writer, ",\"requireResidentKey\":");
    pk_write_text(writer,
        policy->resident_key == PASSKEY_REQUIRED ? "true" : "false");
    pk_write_text(writer, ",\"userVerification\":");
    pk_write_requirement(writer, policy->user_verification);
    if (policy->attachment == PASSKEY_ATTACHMENT_PLATFORM)
        pk_write_text(writer, ",\"authenticatorAttachment\":\"platform\"");
    if (policy->attachment == PASSKEY_ATTACHMENT_CROSS_PLATFORM)
        pk_write_text(
            writer, ",\"authenticatorAttachment\":\"cross-platform\"");
    pk_write_text(writer, "}");
}

static void
write_attestation(struct pk_writer *writer, const struct passkey_policy *policy)
{
    static const char *const names[] = {
        [PASSKEY_CONVEYANCE_NONE] = "none",
        [PASSKEY_CONVEYANCE_INDIRECT] = "indirect",
        [PASSKEY_CONVEYANCE_DIRECT] = "direct",
        [PASSKEY_CONVEYANCE_ENTERPRISE] = "enterprise",
    };

    pk_write_text(writer, ",\"attestation\":\"");
    pk_write_text(writer, names[policy->attestation]);
    pk_write_text(writer, "\"");
    if (policy->num_attestation_formats == 0)
        return;
    pk_write_text(writer, ",\"attestationFormats\":");
    pk_write_text_array(writer, policy->attestation_formats,
        policy->num_attestation_formats);
}

static void
write_options(struct pk_writer *writer, const struct passkey_policy *policy,
    const struct passkey_registration_request *request,
    const struct passkey_ceremony *ceremony)
{
    write_party(writer, policy, request);
    pk_write_base64url_member(writer, "challenge",
        passkey_bytes_of(ceremony->challenge, ceremony->challenge_len));
    write_parameters(writer, ceremony);
    pk_write_text(writer, ",\"timeout\":");
    pk_write_decimal(writer, policy->timeout_ms);
    pk_write_descriptors(writer, "excludeCredentials", request->exclude,
        request->num_exclude);
    write_selection(writer, policy);
    pk_write_hints(writer, policy);
    write_attestation(writer, policy);
    pk_write_extensions(writer, request->extensions);
    pk_write_text(writer, "}");
}

enum passkey_error
passkey_registration_options(const struct passkey_policy *policy,
    const struct passkey_crypto *crypto,
    const struct passkey_registration_request *request, int64_t now,
    struct passkey_buffer json, size_t *json_len,
    struct passkey_ceremony *ceremony)
{
    struct pk_writer writer = pk_writer_on(json.data, json.cap);

    memset(ceremony, 0, sizeof(*ceremony));
    if (passkey_policy_check(policy) != PASSKEY_OK || !request_fits(request))
        return PASSKEY_ERR_POLICY_INVALID;
    if (!pk_ceremony_begin(
            policy, crypto, PASSKEY_CEREMONY_REGISTRATION, now, ceremony)) {
        memset(ceremony, 0, sizeof(*ceremony));
        return PASSKEY_ERR_BACKEND;
    }
    memcpy(ceremony->user_handle, request->user_handle.data,
        request->user_handle.len);
    ceremony->user_handle_len = request->user_handle.len;
    ceremony->attestation = policy->attestation;
    ceremony->conditional = request->conditional;
    choose_algorithms(policy, crypto, ceremony);
    write_options(&writer, policy, request, ceremony);
    *json_len = writer.len;
    if (!writer.full && ceremony->num_algorithms > 0)
        return PASSKEY_OK;
    memset(ceremony, 0, sizeof(*ceremony));
    return writer.full ? PASSKEY_ERR_NO_SPACE : PASSKEY_ERR_POLICY_INVALID;
}
