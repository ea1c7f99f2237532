/* SPDX-License-Identifier: Apache-2.0 */
/* Shared members of both options; see options_json.h. */
#include "options_json.h"

#include <string.h>

#include "../format/base64url.h"
#include "../format/json.h"
#include "ceremony.h"

void
pk_write_base64url_member(
    struct pk_writer *writer, const char *name, struct passkey_bytes bytes)
{
    pk_write_text(writer, "\"");
    pk_write_text(writer, name);
    pk_write_text(writer, "\":\"");
    pk_write_base64url(writer, bytes);
    pk_write_text(writer, "\"");
}

void
pk_write_text_array(struct pk_writer *writer, const struct passkey_bytes *texts,
    size_t num_texts)
{
    size_t i;

    pk_write_text(writer, "[");
    for (i = 0; i < num_texts; i++) {
        if (i > 0)
            pk_write_text(writer, ",");
        pk_write_json_string(writer, texts[i]);
    }
    pk_write_text(writer, "]");
}

/* "internal,hybrid" as an array of strings */
static void
write_transports(struct pk_writer *writer, struct passkey_bytes transports)
{
    size_t begin = 0, end;

    pk_write_text(writer, ",\"transports\":[");
    while (begin < transports.len) {
        end = begin;
        while (end < transports.len && transports.data[end] != ',')
            end++;
        if (begin > 0)
            pk_write_text(writer, ",");
        pk_write_json_string(
            writer, passkey_bytes_of(transports.data + begin, end - begin));
        begin = end + 1;
    }
    pk_write_text(writer, "]");
}

void
pk_write_descriptors(struct pk_writer *writer, const char *name,
    const struct passkey_descriptor *descriptors, size_t num_descriptors)
{
    size_t i;

    pk_write_text(writer, ",\"");
    pk_write_text(writer, name);
    pk_write_text(writer, "\":[");
    for (i = 0; i < num_descriptors; i++) {
        pk_write_text(writer, i > 0 ? ",{\"type\":\"public-key\","
                                    : "{\"type\":\"public-key\",");
        pk_write_base64url_member(writer, "id", descriptors[i].id);
        if (descriptors[i].transports.len > 0)
            write_transports(writer, descriptors[i].transports);
        pk_write_text(writer, "}");
    }
    pk_write_text(writer, "]");
}

void
pk_write_hints(struct pk_writer *writer, const struct passkey_policy *policy)
{
    if (policy->num_hints == 0)
        return;
    pk_write_text(writer, ",\"hints\":");
    pk_write_text_array(writer, policy->hints, policy->num_hints);
}

void
pk_write_extensions(struct pk_writer *writer, struct passkey_bytes extensions)
{
    if (extensions.len == 0)
        return;
    pk_write_text(writer, ",\"extensions\":");
    pk_write(writer, extensions);
}

void
pk_write_requirement(
    struct pk_writer *writer, enum passkey_requirement requirement)
{
    switch (requirement) {
    case PASSKEY_REQUIRED:
        pk_write_text(writer, "\"required\"");
        return;
    case PASSKEY_DISCOURAGED:
        pk_write_text(writer, "\"discouraged\"");
        return;
    case PASSKEY_PREFERRED:
        break;
    }
    pk_write_text(writer, "\"preferred\"");
}

bool
pk_is_object_or_empty(struct passkey_bytes text)
{
    struct pk_json_value value;

    return text.len == 0 ||
           (pk_json_parse(text, PK_JSON_STRICT, &value) == PK_JSON_OK &&
               value.type == PK_JSON_OBJECT);
}

bool
pk_descriptors_fit(
    const struct passkey_descriptor *descriptors, size_t num_descriptors)
{
    size_t i;

    if (num_descriptors > PASSKEY_DESCRIPTORS_MAX)
        return false;
    for (i = 0; i < num_descriptors; i++) {
        if (descriptors[i].id.len == 0 ||
            descriptors[i].id.len > PASSKEY_CREDENTIAL_ID_MAX_LEN)
            return false;
    }
    return true;
}

bool
pk_ceremony_begin(const struct passkey_policy *policy,
    const struct passkey_crypto *crypto, enum passkey_ceremony_kind kind,
    int64_t now, struct passkey_ceremony *out)
{
    out->kind = kind;
    out->challenge_len = PASSKEY_CHALLENGE_LEN;
    out->expires_at = now + (int64_t)(policy->timeout_ms / 1000);
    out->user_verification = policy->user_verification;
    return crypto->random(crypto->context, out->id, sizeof(out->id)) &&
           crypto->random(
               crypto->context, out->challenge, out->challenge_len) &&
           pk_sha256(crypto, policy->rp_id, out->rp_id_hash);
}
