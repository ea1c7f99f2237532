/* SPDX-License-Identifier: Apache-2.0 */
/* Cases and how they are written. */
#include "case.h"

#include "case_keys.h"
#include "scratch.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *
format(const char *text, ...)
{
    va_list arguments;
    int len;
    char *out;

    va_start(arguments, text);
    len = vsnprintf(NULL, 0, text, arguments);
    va_end(arguments);
    if (len < 0)
        abort();
    out = scratch_alloc((size_t)len + 1);
    va_start(arguments, text);
    (void)vsnprintf(out, (size_t)len + 1, text, arguments);
    va_end(arguments);
    return out;
}

char *
quote(const char *text)
{
    return format("\"%s\"", text);
}

char *
quote_bytes(struct blob bytes)
{
    return quote(blob_base64url(bytes));
}

void
json_put(cJSON *object, const char *name, const char *literal)
{
    cJSON *value = cJSON_CreateRaw(literal);

    if (cJSON_GetObjectItemCaseSensitive(object, name) != NULL)
        cJSON_ReplaceItemInObjectCaseSensitive(object, name, value);
    else
        cJSON_AddItemToObject(object, name, value);
}

void
json_drop(cJSON *object, const char *name)
{
    cJSON_DeleteItemFromObjectCaseSensitive(object, name);
}

void
case_expect(struct test_case *t, const char *name, const char *literal)
{
    json_put(t->expected, name, literal);
}

cJSON *
case_inner(struct test_case *t)
{
    ceremony_encode(&t->c);
    return cJSON_GetObjectItemCaseSensitive(t->c.response, "response");
}

const char *
client_string(struct test_case *t, const char *name)
{
    return cJSON_GetStringValue(
        cJSON_GetObjectItemCaseSensitive(t->c.client, name));
}

char *
client_text(struct test_case *t)
{
    return cJSON_PrintUnformatted(t->c.client);
}

void
client_text_set(struct test_case *t, const char *text)
{
    ceremony_build(&t->c);
    t->c.client_data = blob_text(text);
}

static void
expect_site(struct test_case *t)
{
    struct attestation_authority authority = case_authority();
    cJSON *algorithms;
    const struct key_algorithm *at;

    t->expected = cJSON_CreateObject();
    case_expect(t, "challenge", quote_bytes(t->challenge));
    case_expect(t, "origins", "[\"" SITE_ORIGIN "\"]");
    case_expect(t, "rpId", "\"" SITE_RP_ID "\"");
    case_expect(t, "userVerification", "\"required\"");
    algorithms = cJSON_AddArrayToObject(t->expected, "algorithms");
    for (at = key_algorithms; at->name != NULL; at++)
        cJSON_AddItemToArray(algorithms, cJSON_CreateNumber(at->id));
    case_expect(t, "topOrigins", "[]");
    case_expect(t, "allowCrossOrigin", "false");
    case_expect(t, "trustAnchors",
        format("[%s]", quote_bytes(certificate_der(&authority.root))));
    case_expect(t, "attestation", "\"direct\"");
    case_expect(t, "now", format("%d", SITE_NOW));
}

static void
record_credential(struct test_case *t)
{
    t->credential = cJSON_CreateObject();
    json_put(t->credential, "id", quote_bytes(t->c.passkey.id));
    json_put(
        t->credential, "publicKey", quote_bytes(cbor_write(t->c.cose_key)));
    json_put(t->credential, "signCount", format("%d", STORED_COUNT));
    json_put(t->credential, "backupEligible", "false");
    json_put(t->credential, "backupState", "false");
    json_put(
        t->credential, "userHandle", quote_bytes(t->c.passkey.user_handle));
}

void
case_begin_with(struct test_case *t, enum ceremony_kind kind, int alg)
{
    struct soft_passkey passkey = {key_algorithm_find(alg),
        case_key(ROLE_OWN, alg), blob_random(32), blob_random(16)};

    memset(t, 0, sizeof(*t));
    ceremony_begin(&t->c, kind, &passkey);
    t->c.sign_count = kind == REGISTRATION ? 0 : STORED_COUNT + 1;
    t->challenge = blob_random(32);
    memset(t->challenge.data, 0xff, 3); /* "____": not plain base64 */
    ceremony_set_site(
        &t->c, SITE_ORIGIN, SITE_RP_ID, blob_base64url(t->challenge));
    expect_site(t);
    if (kind == AUTHENTICATION)
        record_credential(t);
}

void
case_begin(struct test_case *t, enum ceremony_kind kind)
{
    case_begin_with(t, kind, -7);
}

void
case_begin_self(struct test_case *t, int alg)
{
    case_begin_with(t, REGISTRATION, alg);
    t->c.format = &statement_self;
}

EVP_PKEY *
case_attestation_key(const struct test_case *t,
    const struct statement_format *format, int attestation_alg)
{
    if (format == &statement_android_key || format == &statement_apple)
        return t->c.passkey.key;
    return case_key(ROLE_ATTESTATION, attestation_alg);
}

void
case_begin_attested(struct test_case *t, const struct statement_format *format,
    int alg, int attestation_alg)
{
    struct attestation_authority authority = case_authority();

    case_begin_with(t, REGISTRATION, alg);
    ceremony_attest(&t->c, format,
        case_attestation_key(t, format, attestation_alg), attestation_alg,
        &authority);
}

void
case_begin_packed(struct test_case *t, int attestation_alg)
{
    case_begin_attested(t, &statement_packed, -7, attestation_alg);
}

static void
add_response(struct test_case *t, cJSON *line)
{
    if (t->raw_given) {
        cJSON_AddStringToObject(line, "responseRaw", blob_base64url(t->raw));
        return;
    }
    ceremony_encode(&t->c);
    cJSON_AddItemToObject(line, "response", t->c.response);
}

static void
write_case(struct test_case *t, const char *rule, const char *test,
    const char *verdict)
{
    bool registration = t->c.kind == REGISTRATION;
    cJSON *line = cJSON_CreateObject();

    cJSON_AddStringToObject(line, "name",
        format("%s/%s/%s", registration ? "reg" : "auth", rule, test));
    cJSON_AddStringToObject(
        line, "kind", registration ? "registration" : "authentication");
    add_response(t, line);
    cJSON_AddItemToObject(line, "expected", t->expected);
    if (t->credential != NULL)
        cJSON_AddItemToObject(line, "credential", t->credential);
    cJSON_AddStringToObject(line, "expect", verdict);
    puts(cJSON_PrintUnformatted(line));
    scratch_reset();
}

void
case_accept(struct test_case *t, const char *rule, const char *test)
{
    write_case(t, rule, test, "accept");
}

void
case_reject_as(
    struct test_case *t, const char *rule, const char *test, const char *error)
{
    write_case(t, rule, test, format("PASSKEY_ERR_%s", error));
}

void
case_reject(struct test_case *t, const char *rule, const char *test)
{
    case_reject_as(t, rule, test, expected_error(rule));
}
