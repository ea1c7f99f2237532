/* SPDX-License-Identifier: Apache-2.0 */
/* Statements of the retired SafetyNet service, under a root of the lab. */
#include "attested.h"

/* What the service says; one row changes one thing. */
static struct recipe {
    const char *version;
    const char *host;
    const char *match;
    const char *more;
    int64_t time_ms;
    struct blob nonce; /* empty: the right one */
    struct lab_blob jws;
    bool without_version;
    bool extra_member;
} recipe;

static struct attested a;

static void
make(struct ceremony *c)
{
    struct certificate leaf = lab_host_certificate(
        recipe.host, lab_key(LAB_RSA_SIGNER), &a.authority.root);
    struct blob nonce = recipe.nonce.len > 0
                            ? recipe.nonce
                            : blob_sha256(ceremony_message(c));

    recipe.jws.payload = lab_format(
        "{\"nonce\":\"%s\",\"timestampMs\":%lld%s%s,"
        "\"basicIntegrity\":true}",
        blob_base64(nonce), (long long)recipe.time_ms, recipe.match,
        recipe.more);
    recipe.jws.x5c[0] = certificate_der(&leaf);
    c->statement = cbor_map();
    if (!recipe.without_version)
        cbor_put_text(c->statement, "ver", cbor_text(recipe.version));
    cbor_put_text(c->statement, "response",
        cbor_bytes(blob_text(lab_blob_text(&recipe.jws))));
    if (recipe.extra_member)
        cbor_put_text(c->statement, "zzzzzzzzz", cbor_integer(1));
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
    recipe.version = "14366018";
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
    recipe.version = "";
}

static void
no_version(void)
{
    recipe.without_version = true;
}

static void
unknown_member(void)
{
    recipe.extra_member = true;
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
crit(void)
{
    recipe.jws.header = ",\"crit\":[\"x\"]";
}

static void
no_anchor(void)
{
    a.policy.num_anchors = 0;
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
    REFUSED(other_host, ATTESTATION_CERTIFICATE_UNSUITABLE),
    REFUSED(profile_does_not_match, SAFETYNET_VERDICT),
    REFUSED(profile_is_text, SAFETYNET_VERDICT),
    REFUSED(profile_not_told, SAFETYNET_VERDICT),
    REFUSED(member_twice, ATTESTATION_STATEMENT_MALFORMED),
    REFUSED(nonce_of_another_ceremony, ATTESTATION_NONCE_MISMATCH),
    REFUSED(nonce_too_long, ATTESTATION_NONCE_MISMATCH),
    REFUSED(too_old, SAFETYNET_STALE),
    TAKEN(just_fresh),
    REFUSED(from_the_future, SAFETYNET_STALE),
    REFUSED(signed_by_another, ATTESTATION_ALGORITHM_MISMATCH),
    REFUSED(other_hash, ATTESTATION_SIGNATURE_INVALID),
    REFUSED(alg_none, ATTESTATION_ALGORITHM_MISMATCH),
    REFUSED(no_certificates, ATTESTATION_STATEMENT_MALFORMED),
    REFUSED(crit, ATTESTATION_STATEMENT_MALFORMED),
    REFUSED(no_anchor, ATTESTATION_NOT_TRUSTED),
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
