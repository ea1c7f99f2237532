/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON members that both kinds of options share. */
#ifndef PK_OPTIONS_JSON_H
#define PK_OPTIONS_JSON_H

#include <passkey/options.h>

#include "../format/writer.h"

/* ,"NAME":[{"type":"public-key","id":"…","transports":[…]},…] */
void pk_write_descriptors(struct pk_writer *writer, const char *name,
    const struct passkey_descriptor *descriptors, size_t num_descriptors);

/* ,"hints":[…] if there are any */
void pk_write_hints(
    struct pk_writer *writer, const struct passkey_policy *policy);

/* ,"extensions":{…} if there are any */
void pk_write_extensions(
    struct pk_writer *writer, struct passkey_bytes extensions);

/* "required", "preferred", "discouraged", with quotes */
void pk_write_requirement(
    struct pk_writer *writer, enum passkey_requirement requirement);

/* ["…",…] */
void pk_write_text_array(struct pk_writer *writer,
    const struct passkey_bytes *texts, size_t num_texts);

/* "NAME":"base64url". */
void pk_write_base64url_member(struct pk_writer *writer, const char *name,
    struct passkey_bytes bytes);

/* Is `text` empty or a JSON object that our strict reader accepts? */
PASSKEY_MUST_USE bool pk_is_object_or_empty(struct passkey_bytes text);

/* Are the ids 1 to 1023 bytes long and not too many? */
PASSKEY_MUST_USE bool pk_descriptors_fit(
    const struct passkey_descriptor *descriptors, size_t num_descriptors);

/* Kind, id, challenge, RP ID hash, expiry and verification of a ceremony. */
PASSKEY_MUST_USE bool pk_ceremony_begin(const struct passkey_policy *policy,
    const struct passkey_crypto *crypto, enum passkey_ceremony_kind kind,
    int64_t now, struct passkey_ceremony *out);

#endif
