/* SPDX-License-Identifier: Apache-2.0 */
/* Section L: apple. The form of the statement is in device_form_cases. */
#include "case_groups.h"

#include "case.h"
#include "case_keys.h"

static void
begin(struct test_case *t)
{
    case_begin_attested(t, &statement_apple, -7, -7);
    ceremony_build(&t->c);
}

static struct blob
nonce_of(struct test_case *t)
{
    return blob_sha256(ceremony_message(&t->c));
}

static struct blob
octets(struct blob nonce)
{
    return der(DER_OCTET_STRING, nonce);
}

static struct blob
extension(struct blob nonce)
{
    return der(DER_SEQUENCE, der_context(1, octets(nonce)));
}

static void
set_value(struct test_case *t, struct blob value)
{
    certificate_extension_find(&t->c.leaf, OID_APPLE_NONCE)->value = value;
}

static void
form(struct test_case *t, struct blob value, const char *test)
{
    set_value(t, value);
    case_reject(t, "8.8-4a", test);
}

static void
nested_form_cases(void)
{
    struct test_case t;

    begin(&t);
    form(&t, nonce_of(&t), "unwrapped");
    begin(&t);
    form(&t, octets(nonce_of(&t)), "octet-string-only");
    begin(&t);
    form(&t, der(DER_SEQUENCE, octets(nonce_of(&t))), "no-context-tag");
    begin(&t);
    form(&t, der(DER_SEQUENCE, der_context(0, octets(nonce_of(&t)))),
        "wrong-context-tag");
    begin(&t);
    form(&t, der(DER_SET, der_context(1, octets(nonce_of(&t)))), "outer-set");
    begin(&t);
    form(&t,
        der(DER_SEQUENCE, der_context(1, der(DER_UTF8_STRING, nonce_of(&t)))),
        "inner-utf8");
    begin(&t);
    form(&t,
        der(DER_SEQUENCE, der_context(1, blob_join(octets(nonce_of(&t)),
                                             octets(nonce_of(&t))))),
        "two-nonces");
    begin(&t);
    form(&t,
        der(DER_SEQUENCE,
            der_context(1, blob_join(octets(nonce_of(&t)), blob_fill(0, 1)))),
        "extra-bytes-in-tag");
    begin(&t);
    form(&t,
        der(DER_SEQUENCE,
            blob_join(der_context(1, octets(nonce_of(&t))), der_integer(1))),
        "element-too-many");
}

static void
form_cases(void)
{
    struct test_case t;
    struct blob value;

    begin(&t);
    certificate_extension_drop(&t.c.leaf, OID_APPLE_NONCE);
    case_reject(&t, "8.8-4a", "extension-missing");
    begin(&t);
    certificate_extension_add(
        &t.c.leaf, OID_APPLE_NONCE, false, extension(nonce_of(&t)));
    case_reject(&t, "8.8-4a", "extension-twice");
    begin(&t);
    form(&t, blob_join(extension(nonce_of(&t)), blob_fill(0, 1)), "trailing");
    begin(&t);
    value = extension(nonce_of(&t));
    form(&t, blob_head(value, value.len - 1), "truncated");
    begin(&t);
    form(&t, blob_fill(0, 0), "empty");
    begin(&t);
    value = extension(nonce_of(&t));
    form(&t,
        blob_join(blob_copy("\x30\x81", 2), blob_cut(value, 1, value.len - 1)),
        "ber-length");
    nested_form_cases();
}

static void
nonce(struct test_case *t, struct blob value, const char *test)
{
    set_value(t, extension(value));
    case_reject(t, "8.8-4b", test);
}

static void
nonce_cases(void)
{
    struct test_case t;

    begin(&t);
    nonce(&t, blob_random(32), "other");
    begin(&t);
    nonce(&t, blob_sha256(t.c.auth_data), "authData-only");
    begin(&t);
    nonce(&t, blob_sha256(t.c.client_data), "clientDataHash");
    begin(&t);
    nonce(&t, blob_fill(0, 0), "empty");
    begin(&t);
    nonce(&t, blob_head(nonce_of(&t), 31), "truncated");
    begin(&t);
    nonce(&t, blob_join(nonce_of(&t), blob_fill(0, 1)), "longer");
    begin(&t);
    nonce(&t, blob_flip(nonce_of(&t), 31), "flip");
    begin(&t);
    nonce(&t,
        blob_sha256(blob_join(blob_sha256(t.c.client_data), t.c.auth_data)),
        "other-order");
    begin(&t);
    nonce(&t, blob_digest("SHA384", ceremony_message(&t.c)), "sha384");
}

static void
key_cases(void)
{
    struct attestation_authority authority = case_authority();
    struct test_case t;

    begin(&t);
    ceremony_attest(
        &t.c, &statement_apple, case_key(ROLE_OTHER, -7), -7, &authority);
    case_reject(&t, "8.8-5", "certificate-for-other-key");
    authority = case_authority();
    begin(&t);
    ceremony_attest(
        &t.c, &statement_apple, case_key(ROLE_OTHER, -257), -257, &authority);
    case_reject(&t, "8.8-5", "certificate-for-RSA-key");
}

void
apple_cases(void)
{
    form_cases();
    nonce_cases();
    key_cases();
}
