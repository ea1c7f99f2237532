/* SPDX-License-Identifier: Apache-2.0 */
/* Statements of the retired SafetyNet service, under a root of the lab. */
#include "attested.h"
#include "failing_backend.h"

/* What the service says; one row changes one thing. */
static struct recipe {
    struct cbor_node *version;
    const char *host;
    const char *match;
    const char *more;
    int64_t time_ms;
    struct blob nonce; /* empty: the right one */
    const char *payload; /* NULL: the right one */
    struct lab_blob jws;
    struct cbor_node *key_of_version; /* NULL: the text "ver" */
    struct cbor_node *response;       /* NULL: the JWS */
    struct cbor_node *statement;      /* NULL: a map of the above */
    struct cbor_node *extra;          /* one more member */
    const char *name_of_response;
    const char *end; /* behind the JWS */
    bool without_version;
    bool without_response;
} recipe;

static struct attested a;

static struct cbor_node *
members(void)
{
    struct cbor_node *map = cbor_map();

    if (!recipe.without_version)
        cbor_put(map,
            recipe.key_of_version != NULL ? recipe.key_of_version
                                          : cbor_text("ver"),
            recipe.version);
    if (!recipe.without_response)
        cbor_put_text(map, recipe.name_of_response,
            recipe.response != NULL
                ? recipe.response
                : cbor_bytes(blob_text(lab_format(
                      "%s%s", lab_blob_text(&recipe.jws), recipe.end))));
    if (recipe.extra != NULL)
        cbor_put_text(map, "zzzzzzzzz", recipe.extra);
    return map;
}

static void
make(struct ceremony *c)
{
    struct certificate leaf = lab_host_certificate(
        recipe.host, lab_key(LAB_RSA_SIGNER), &a.authority.root);
    struct blob nonce = recipe.nonce.len > 0
                            ? recipe.nonce
                            : blob_sha256(ceremony_message(c));

    recipe.jws.payload =
        recipe.payload != NULL
            ? recipe.payload
            : lab_format("{\"nonce\":\"%s\",\"timestampMs\":%lld%s%s,"
                         "\"basicIntegrity\":true}",
                  blob_base64(nonce), (long long)recipe.time_ms, recipe.match,
                  recipe.more);
    if (recipe.jws.x5c[0].len == 0)
        recipe.jws.x5c[0] = certificate_der(&leaf);
    c->statement = recipe.statement != NULL ? recipe.statement : members();
}

/* The certificate is the service's, not the device's. */
static void
certify(struct ceremony *c, const struct certificate *issuer)
{
    (void)c;
    (void)issuer;
}

static const struct statement_format format = {
    "android-safetynet", "android-safetynet", make, certify};

static void
begin(void)
{
    memset(&recipe, 0, sizeof(recipe));
    recipe.version = cbor_text("14366018");
    recipe.name_of_response = "response";
    recipe.end = "";
    recipe.host = "attest.android.com";
    recipe.match = ",\"ctsProfileMatch\":true";
    recipe.more = "";
    recipe.time_ms = (int64_t)NOW * 1000 - 5000;
    recipe.jws.alg = "RS256";
    recipe.jws.hash = "SHA256";
    recipe.jws.signer = lab_key(LAB_RSA_SIGNER);
    recipe.jws.num_x5c = 1;
    attested_begin(&a);
    attested_trust(&a, &a.authority.root);
    a.policy.tolerances = PASSKEY_TOLERATE_SAFETYNET;
    attested_sign_with(&a, &format, lab_key(LAB_ATTESTATION));
}

static void
as_it_is(void)
{
}

static void
not_tolerated(void)
{
    a.policy.tolerances = 0;
}

static void
memory_for_the_answer_only(void)
{
    a.scratch_len = strlen(ceremony_text(&a.made));
}

static void
empty_version(void)
{
    recipe.version = cbor_text("");
}

static void
no_version(void)
{
    recipe.without_version = true;
}

static void
unknown_member(void)
{
    recipe.extra = cbor_integer(1);
}

static void
response_has_another_name(void)
{
    recipe.name_of_response = "reaction";
}

static void
version_of_one_character(void)
{
    recipe.version = cbor_text("9");
}

static void
version_is_a_number(void)
{
    recipe.version = cbor_integer(14366018);
}

static void
name_is_a_number(void)
{
    recipe.key_of_version = cbor_integer(1);
}

static void
response_is_text(void)
{
    recipe.response = cbor_text("a.b.c");
}

static void
no_response(void)
{
    recipe.without_response = true;
}

static void
statement_is_an_array(void)
{
    recipe.statement = cbor_array();
}

static void
other_host(void)
{
    recipe.host = "attest.android.com.lab.example";
}

static void
profile_does_not_match(void)
{
    recipe.match = ",\"ctsProfileMatch\":false";
}

static void
profile_is_text(void)
{
    recipe.match = ",\"ctsProfileMatch\":\"true\"";
}

static void
profile_not_told(void)
{
    recipe.match = "";
}

static void
member_twice(void)
{
    recipe.more = ",\"ctsProfileMatch\":true";
}

static void
nonce_of_another_ceremony(void)
{
    recipe.nonce = blob_fill(3, 32);
}

static void
nonce_too_long(void)
{
    recipe.nonce = blob_fill(3, 33);
}

/* A shorter nonce is not the right one, whatever is behind it. */
static void
nonce_without_its_last_zero(void)
{
    struct blob hash;
    unsigned count = 0;

    ceremony_build(&a.made);
    do {
        a.made.auth_data.data[35] = (uint8_t)(count >> 8);
        a.made.auth_data.data[36] = (uint8_t)count;
        hash = blob_sha256(ceremony_message(&a.made));
    } while (hash.data[31] != 0 && ++count < 65536);
    recipe.nonce = blob_head(hash, 31);
}

static void
nonce_is_no_text(void)
{
    recipe.payload = lab_format("{\"nonce\":7,\"timestampMs\":%lld%s}",
        (long long)recipe.time_ms, recipe.match);
}

static void
payload_is_no_json(void)
{
    recipe.payload = "{\"timestampMs\":1";
}

static void
payload_is_an_array(void)
{
    recipe.payload = "[]";
}

static void
time_is_text(void)
{
    recipe.payload = "{\"timestampMs\":\"1\"}";
}

static void
too_old(void)
{
    recipe.time_ms = (int64_t)NOW * 1000 - 60000;
}

static void
just_fresh(void)
{
    recipe.time_ms = (int64_t)NOW * 1000 - 59999;
}

static void
from_the_future(void)
{
    recipe.time_ms = (int64_t)NOW * 1000 + 10000;
}

static void
signed_by_another(void)
{
    recipe.jws.alg = "ES256";
    recipe.jws.signer = lab_key(LAB_STRANGER);
}

static void
other_hash(void)
{
    recipe.jws.hash = "SHA512";
}

static void
alg_none(void)
{
    recipe.jws.alg = "none";
}

static void
no_certificates(void)
{
    recipe.jws.without_x5c = true;
}

static void
certificate_is_none(void)
{
    recipe.jws.x5c[0] = blob_fill(0x30, 40);
}

static void
signature_is_no_base64url(void)
{
    recipe.end = "!";
}

static void
crit(void)
{
    recipe.jws.header = ",\"crit\":[\"x\"]";
}

static void
no_anchor(void)
{
    a.policy.num_anchors = 0;
}

static void
hurt_digest(struct passkey_crypto *crypto)
{
    backend_fails_at(crypto, 1); /* the first one is of the client data */
    crypto->digest = failing_digest;
}

static void
digest_fails(void)
{
    a.change_backend = hurt_digest;
}

static void
hurt_verify(struct passkey_crypto *crypto)
{
    crypto->verify = unknown_signature;
}

static void
signature_cannot_be_checked(void)
{
    a.change_backend = hurt_verify;
}

struct row {
    const char *name;
    void (*change)(void);
    enum passkey_error expected;
};

#define TAKEN(name) { #name, name, PASSKEY_OK }
#define REFUSED(name, error) { #name, name, PASSKEY_ERR_##error }

static const struct row rows[] = {
    TAKEN(as_it_is),
    REFUSED(not_tolerated, ATTESTATION_FORMAT_UNKNOWN),
    REFUSED(memory_for_the_answer_only, NO_SPACE),
    REFUSED(empty_version, ATTESTATION_STATEMENT_MALFORMED),
    REFUSED(no_version, ATTESTATION_STATEMENT_MALFORMED),
    REFUSED(unknown_member, ATTESTATION_STATEMENT_MALFORMED),
    REFUSED(response_has_another_name, ATTESTATION_STATEMENT_MALFORMED),
    TAKEN(version_of_one_character),
    REFUSED(version_is_a_number, ATTESTATION_STATEMENT_MALFORMED),
    REFUSED(name_is_a_number, ATTESTATION_STATEMENT_MALFORMED),
    REFUSED(response_is_text, ATTESTATION_STATEMENT_MALFORMED),
    REFUSED(no_response, ATTESTATION_STATEMENT_MALFORMED),
    REFUSED(statement_is_an_array, ATTESTATION_STATEMENT_MALFORMED),
    REFUSED(other_host, ATTESTATION_CERTIFICATE_UNSUITABLE),
    REFUSED(profile_does_not_match, SAFETYNET_VERDICT),
    REFUSED(profile_is_text, SAFETYNET_VERDICT),
    REFUSED(profile_not_told, SAFETYNET_VERDICT),
    REFUSED(member_twice, ATTESTATION_STATEMENT_MALFORMED),
    REFUSED(nonce_of_another_ceremony, ATTESTATION_NONCE_MISMATCH),
    REFUSED(nonce_too_long, ATTESTATION_NONCE_MISMATCH),
    REFUSED(nonce_without_its_last_zero, ATTESTATION_NONCE_MISMATCH),
    REFUSED(nonce_is_no_text, ATTESTATION_NONCE_MISMATCH),
    REFUSED(payload_is_no_json, ATTESTATION_STATEMENT_MALFORMED),
    REFUSED(payload_is_an_array, ATTESTATION_STATEMENT_MALFORMED),
    REFUSED(time_is_text, ATTESTATION_STATEMENT_MALFORMED),
    REFUSED(too_old, SAFETYNET_STALE),
    TAKEN(just_fresh),
    REFUSED(from_the_future, SAFETYNET_STALE),
    REFUSED(signed_by_another, ATTESTATION_ALGORITHM_MISMATCH),
    REFUSED(other_hash, ATTESTATION_SIGNATURE_INVALID),
    REFUSED(alg_none, ATTESTATION_ALGORITHM_MISMATCH),
    REFUSED(no_certificates, ATTESTATION_STATEMENT_MALFORMED),
    REFUSED(certificate_is_none, ATTESTATION_CERTIFICATE_MALFORMED),
    REFUSED(signature_is_no_base64url, ATTESTATION_STATEMENT_MALFORMED),
    REFUSED(crit, ATTESTATION_STATEMENT_MALFORMED),
    REFUSED(no_anchor, ATTESTATION_NOT_TRUSTED),
    REFUSED(digest_fails, BACKEND),
    REFUSED(signature_cannot_be_checked, BACKEND),
};

static void
judges(void **state)
{
    const struct row *row = *state;

    begin();
    row->change();
    assert_string_equal(passkey_error_name(attested_judge(&a)),
        passkey_error_name(row->expected));
    if (row->expected == PASSKEY_OK)
        assert_true(a.result.trusted &&
                    a.result.tolerated == PASSKEY_TOLERATE_SAFETYNET);
    scratch_reset();
}

int
main(void)
{
    static struct CMUnitTest tests[COUNT_OF(rows)];
    size_t i;
    int failed;

    scratch_adopt_cjson();
    for (i = 0; i < COUNT_OF(rows); i++) {
        tests[i].name = rows[i].name;
        tests[i].test_func = judges;
        tests[i].initial_state = (void *)(uintptr_t)&rows[i];
    }
    failed = _cmocka_run_group_tests(
        "safetynet", tests, COUNT_OF(tests), NULL, NULL);
    lab_free();
    return failed;
}
