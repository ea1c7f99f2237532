/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON object of extension inputs; see <passkey/extensions.h>. */
#include <passkey/extensions.h>

#include "../format/base64url.h"
#include "../format/json.h"
#include "../format/utf8.h"
#include "options_json.h"

#define HMAC_SALT_LEN 32

/* An object under way: whether a comma is due. */
struct object {
    struct pk_writer writer;
    bool begun;
};

/* What stands in front of the next member. */
static void
next(struct object *object)
{
    pk_write_text(&object->writer, object->begun ? "," : "{");
    object->begun = true;
}

static void
name(struct object *object, const char *text)
{
    next(object);
    pk_write_text(&object->writer, "\"");
    pk_write_text(&object->writer, text);
    pk_write_text(&object->writer, "\":");
}

static void
write_true(struct object *object, const char *member, bool wanted)
{
    if (!wanted)
        return;
    name(object, member);
    pk_write_text(&object->writer, "true");
}

static void
write_bytes(struct object *object, const char *member, struct passkey_bytes of)
{
    next(object);
    pk_write_base64url_member(&object->writer, member, of);
}

/* {"first":"…","second":"…"} under the two names given */
static void
write_pair(struct pk_writer *writer, const struct passkey_prf_inputs *pair,
    const char *first, const char *second)
{
    struct object object = {*writer, false};

    write_bytes(&object, first, pair->first);
    if (pair->second.len > 0)
        write_bytes(&object, second, pair->second);
    pk_write_text(&object.writer, "}");
    *writer = object.writer;
}

static const char *
protection_name(enum passkey_protection protection)
{
    switch (protection) {
    case PASSKEY_PROTECTION_OPTIONAL:
        return "\"userVerificationOptional\"";
    case PASSKEY_PROTECTION_WITH_LIST:
        return "\"userVerificationOptionalWithCredentialIDList\"";
    case PASSKEY_PROTECTION_REQUIRED:
        return "\"userVerificationRequired\"";
    case PASSKEY_PROTECTION_NONE:
        break;
    }
    return NULL;
}

static void
write_protection(
    struct object *object, const struct passkey_registration_extensions *e)
{
    const char *value = protection_name(e->protection);

    if (value == NULL)
        return;
    name(object, "credentialProtectionPolicy");
    pk_write_text(&object->writer, value);
    write_true(
        object, "enforceCredentialProtectionPolicy", e->enforce_protection);
}

/* "prf":{} asks whether it can; with eval it is done at once. */
static void
write_prf_of_creation(
    struct object *object, const struct passkey_registration_extensions *e)
{
    if (!e->prf)
        return;
    name(object, "prf");
    if (e->eval.first.len == 0) {
        pk_write_text(&object->writer, "{}");
        return;
    }
    pk_write_text(&object->writer, "{\"eval\":");
    write_pair(&object->writer, &e->eval, "first", "second");
    pk_write_text(&object->writer, "}");
}

static enum passkey_error
finish(struct object *object, size_t *out_len)
{
    pk_write_text(&object->writer, object->begun ? "}" : "{}");
    *out_len = object->writer.len;
    return object->writer.full ? PASSKEY_ERR_NO_SPACE : PASSKEY_OK;
}

/* A second input without a first one means nothing. */
static bool
is_pair(const struct passkey_prf_inputs *pair)
{
    return pair->second.len == 0 || pair->first.len > 0;
}

static bool
creation_is_valid(const struct passkey_registration_extensions *e)
{
    return pk_utf8_valid(e->appid_exclude) &&
           (unsigned)e->protection <= PASSKEY_PROTECTION_REQUIRED &&
           (unsigned)e->large_blob <= PASSKEY_LARGE_BLOB_REQUIRED &&
           (!e->enforce_protection ||
               e->protection != PASSKEY_PROTECTION_NONE) &&
           is_pair(&e->eval) && (e->prf || e->eval.first.len == 0);
}

enum passkey_error
passkey_registration_extensions_write(
    const struct passkey_registration_extensions *extensions,
    struct passkey_buffer out, size_t *out_len)
{
    const struct passkey_registration_extensions *e = extensions;
    struct object object = {pk_writer_on(out.data, out.cap), false};

    *out_len = 0;
    if (!creation_is_valid(e))
        return PASSKEY_ERR_POLICY_INVALID;
    write_true(&object, "credProps", e->cred_props);
    if (e->appid_exclude.len > 0) {
        name(&object, "appidExclude");
        pk_write_json_string(&object.writer, e->appid_exclude);
    }
    write_protection(&object, e);
    write_true(&object, "minPinLength", e->min_pin_length);
    if (e->cred_blob.len > 0)
        write_bytes(&object, "credBlob", e->cred_blob);
    if (e->large_blob != PASSKEY_LARGE_BLOB_NONE) {
        name(&object, "largeBlob");
        pk_write_text(&object.writer,
            e->large_blob == PASSKEY_LARGE_BLOB_REQUIRED
                ? "{\"support\":\"required\"}"
                : "{\"support\":\"preferred\"}");
    }
    write_prf_of_creation(&object, e);
    write_true(&object, "hmacCreateSecret", e->hmac_create_secret);
    if (e->payment) {
        name(&object, "payment");
        pk_write_text(&object.writer, "{\"isPayment\":true}");
    }
    return finish(&object, out_len);
}

/* "evalByCredential":{"ID":{…},…} */
static void
write_by_credential(
    struct object *prf, const struct passkey_authentication_extensions *e)
{
    struct object ids;
    size_t i;

    name(prf, "evalByCredential");
    ids.writer = prf->writer;
    ids.begun = false;
    for (i = 0; i < e->num_eval_by_credential; i++) {
        const struct passkey_prf_of_credential *of = &e->eval_by_credential[i];

        next(&ids);
        pk_write_text(&ids.writer, "\"");
        pk_write_base64url(&ids.writer, of->credential_id);
        pk_write_text(&ids.writer, "\":");
        write_pair(&ids.writer, &of->eval, "first", "second");
    }
    pk_write_text(&ids.writer, "}");
    prf->writer = ids.writer;
}

static void
write_prf(struct object *object,
    const struct passkey_authentication_extensions *e)
{
    struct object prf;

    if (e->eval.first.len == 0 && e->num_eval_by_credential == 0)
        return;
    name(object, "prf");
    prf.writer = object->writer;
    prf.begun = false;
    if (e->eval.first.len > 0) {
        name(&prf, "eval");
        write_pair(&prf.writer, &e->eval, "first", "second");
    }
    if (e->num_eval_by_credential > 0)
        write_by_credential(&prf, e);
    pk_write_text(&prf.writer, "}");
    object->writer = prf.writer;
}

static bool
are_salts(const struct passkey_prf_inputs *pair)
{
    return is_pair(pair) &&
           (pair->first.len == 0 || pair->first.len == HMAC_SALT_LEN) &&
           (pair->second.len == 0 || pair->second.len == HMAC_SALT_LEN);
}

static bool
request_is_valid(const struct passkey_authentication_extensions *e)
{
    size_t i;

    if (e->num_eval_by_credential > PASSKEY_DESCRIPTORS_MAX ||
        !is_pair(&e->eval) || !are_salts(&e->hmac_get_secret) ||
        (e->read_large_blob && e->write_large_blob.len > 0))
        return false;
    for (i = 0; i < e->num_eval_by_credential; i++) {
        const struct passkey_prf_of_credential *of = &e->eval_by_credential[i];

        if (of->credential_id.len == 0 || of->eval.first.len == 0)
            return false;
    }
    return true;
}

enum passkey_error
passkey_authentication_extensions_write(
    const struct passkey_authentication_extensions *extensions,
    struct passkey_buffer out, size_t *out_len)
{
    const struct passkey_authentication_extensions *e = extensions;
    struct object object = {pk_writer_on(out.data, out.cap), false};

    *out_len = 0;
    if (!request_is_valid(e))
        return PASSKEY_ERR_POLICY_INVALID;
    write_true(&object, "getCredBlob", e->get_cred_blob);
    if (e->read_large_blob) {
        name(&object, "largeBlob");
        pk_write_text(&object.writer, "{\"read\":true}");
    } else if (e->write_large_blob.len > 0) {
        name(&object, "largeBlob");
        pk_write_text(&object.writer, "{");
        pk_write_base64url_member(
            &object.writer, "write", e->write_large_blob);
        pk_write_text(&object.writer, "}");
    }
    write_prf(&object, e);
    if (e->hmac_get_secret.first.len > 0) {
        name(&object, "hmacGetSecret");
        write_pair(&object.writer, &e->hmac_get_secret, "salt1", "salt2");
    }
    return finish(&object, out_len);
}
