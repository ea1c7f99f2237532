/* SPDX-License-Identifier: Apache-2.0 */
/* Section H: what the TPM signs, by which key, with which certificate. */
#include "case_groups.h"

#include "case.h"
#include "case_keys.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define ALLOW_SHA1   "[\"tpm-sha1\"]"

static void
begin(struct test_case *t, int attestation_alg)
{
    case_begin_attested(t, &statement_tpm, -7, attestation_alg);
}

static void
extra_data(struct test_case *t, struct blob value, const char *test)
{
    t->c.tpm.attest.extra_data = value;
    case_reject(t, "8.3-9", test);
}

/* A built ceremony; the hash of what it signs. */
static struct blob
begin_hashed(struct test_case *t, const char *hash)
{
    begin(t, -257);
    ceremony_build(&t->c);
    return blob_digest(hash, ceremony_message(&t->c));
}

static void
extra_data_cases(void)
{
    struct test_case t;
    struct blob hash;

    hash = begin_hashed(&t, "SHA256");
    extra_data(&t, blob_random(32), "other-hash");
    hash = begin_hashed(&t, "SHA256");
    extra_data(&t, blob_sha256(t.c.auth_data), "hash-of-authData");
    hash = begin_hashed(&t, "SHA256");
    extra_data(&t, ceremony_message(&t.c), "not-hashed");
    hash = begin_hashed(&t, "SHA256");
    extra_data(&t, blob_sha256(t.c.client_data), "clientDataHash");
    hash = begin_hashed(&t, "SHA256");
    extra_data(&t, blob_fill(0, 0), "empty");
    hash = begin_hashed(&t, "SHA1");
    extra_data(&t, hash, "sha1-for-RS256");
    hash = begin_hashed(&t, "SHA384");
    extra_data(&t, hash, "sha384-for-RS256");
    hash = begin_hashed(&t, "SHA256");
    extra_data(&t, blob_head(hash, 31), "truncated");
    hash = begin_hashed(&t, "SHA256");
    extra_data(&t, blob_join(hash, blob_fill(0, 1)), "longer");
    hash = begin_hashed(&t, "SHA256");
    extra_data(&t, blob_flip(hash, 31), "flip");
    begin(&t, -35);
    ceremony_build(&t.c);
    extra_data(&t, blob_sha256(ceremony_message(&t.c)), "sha256-for-ES384");
}

static void
name(struct test_case *t, struct blob value, const char *test)
{
    t->c.tpm.attest.name = value;
    case_reject(t, "8.3-10", test);
}

static struct blob
begin_named(struct test_case *t, unsigned name_alg)
{
    begin(t, -257);
    return tpm_name(name_alg, tpm_public_write(&t->c.tpm.object));
}

static void
name_cases(void)
{
    struct tpm_public other;
    struct test_case t;
    struct blob right;

    right = begin_named(&t, TPM_SHA256);
    name(&t, blob_flip(right, 33), "flip");
    right = begin_named(&t, TPM_SHA256);
    name(&t, blob_flip(right, 1), "alg-prefix");
    right = begin_named(&t, TPM_SHA256);
    name(&t, blob_cut(right, 2, 32), "digest-only");
    right = begin_named(&t, TPM_SHA256);
    name(&t, blob_head(right, 33), "truncated");
    right = begin_named(&t, TPM_SHA256);
    name(&t, blob_join(right, blob_fill(0, 1)), "longer");
    right = begin_named(&t, TPM_SHA1);
    name(&t, right, "sha1-name");
    right = begin_named(&t, TPM_SHA384);
    name(&t, right, "sha384-name");
    begin(&t, -257);
    name(&t, blob_fill(0, 0), "empty");
    begin(&t, -257);
    name(&t, blob_fill(0, 1), "one-byte");
    begin(&t, -257);
    name(&t, blob_copy("\x80\x00\x00\x01", 4), "handle");
    begin(&t, -257);
    other = tpm_public_of(case_key(ROLE_OTHER, -7), t.c.passkey.algorithm);
    name(&t, tpm_name(TPM_SHA256, tpm_public_write(&other)), "other-area");
    right = begin_named(&t, TPM_SHA256);
    t.c.tpm.object.attributes ^= 1;
    name(&t, right, "pubArea-attributes-changed");
}

static void
name_hash_cases(void)
{
    static const struct {
        const char *test;
        unsigned hash;
    } refused[] = {{"nameAlg-null", TPM_NULL}, {"nameAlg-unknown", 0x7fff},
        {"nameAlg-zero", 0}, {"nameAlg-sm3", TPM_SM3},
        {"nameAlg-sha1", TPM_SHA1}};
    static const struct {
        const char *test;
        unsigned hash;
    } accepted[] = {{"nameAlg-sha384", TPM_SHA384},
        {"nameAlg-sha512", TPM_SHA512}, {"nameAlg-sha1-tolerated", TPM_SHA1}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(refused); i++) {
        begin(&t, -257);
        t.c.tpm.object.name_alg = refused[i].hash;
        case_reject(&t, "8.3-10a", refused[i].test);
    }
    for (i = 0; i < COUNT(accepted); i++) {
        begin(&t, -257);
        t.c.tpm.object.name_alg = accepted[i].hash;
        if (accepted[i].hash == TPM_SHA1)
            case_expect(&t, "legacy", ALLOW_SHA1);
        case_accept(&t, "8.3-10a", accepted[i].test);
    }
}

static void
signature(const char *test, int alg, struct blob (*spoil)(struct blob))
{
    struct test_case t;

    begin(&t, alg);
    ceremony_sign(&t.c);
    cbor_set_text(t.c.statement, "sig", cbor_bytes(spoil(t.c.signature)));
    case_reject(&t, "8.3-6", test);
}

static struct blob
flipped(struct blob bytes)
{
    return blob_flip(bytes, bytes.len - 1);
}

static struct blob
empty(struct blob bytes)
{
    return blob_head(bytes, 0);
}

/* TPMT_SIGNATURE: scheme, hash, length in front. */
static struct blob
wrapped(struct blob bytes)
{
    return blob_join(blob_copy("\x00\x14\x00\x0b\x01\x00", 6), bytes);
}

static void
said(const char *test, int key, int alg, const char *error)
{
    struct test_case t;

    begin(&t, key);
    t.c.attestation_alg = alg;
    case_reject_as(&t, "8.3-6", test, error);
}

static void
message_cases(void)
{
    struct test_case t;

    signature("flip", -257, flipped);
    signature("flip-EC", -7, flipped);
    signature("empty", -257, empty);
    signature("as-TPMT_SIGNATURE", -257, wrapped);
    begin(&t, -7);
    t.c.signer = t.c.passkey.key;
    case_reject(&t, "8.3-6", "signed-by-credential-key");
    begin(&t, -257);
    t.c.signer = case_key(ROLE_OTHER, -257);
    case_reject(&t, "8.3-6", "signed-by-stranger");
    begin(&t, -257);
    ceremony_sign(&t.c);
    t.c.tpm.attest.firmware = blob_flip(t.c.tpm.attest.firmware, 0);
    cbor_set_text(t.c.statement, "certInfo",
        cbor_bytes(tpm_attest_write(&t.c.tpm.attest)));
    case_reject(&t, "8.3-6", "certInfo-changed-after-signing");
    said("RS256-as-PS256", -257, -37, "ATTESTATION_SIGNATURE_INVALID");
    said("alg-does-not-fit-key", -257, -7, "ATTESTATION_ALGORITHM_MISMATCH");
    said("unknown-alg", -257, -65000, "ATTESTATION_ALGORITHM_MISMATCH");
    said("alg-without-hash", -8, -8, "ATTESTATION_ALGORITHM_MISMATCH");
    begin(&t, -65535);
    case_reject_as(
        &t, "8.3-6", "RS1-not-tolerated", "ATTESTATION_ALGORITHM_MISMATCH");
    begin(&t, -65535);
    case_expect(&t, "legacy", ALLOW_SHA1);
    case_accept(&t, "8.3-6", "RS1-tolerated");
}

static void
aaguid_cases(void)
{
    struct test_case t;

    begin(&t, -257);
    certificate_extension_find(&t.c.leaf, OID_FIDO_AAGUID)->value =
        der(DER_OCTET_STRING, blob_flip(t.c.aaguid, 15));
    case_reject(&t, "8.3-5a", "mismatch");
    begin(&t, -257);
    certificate_extension_drop(&t.c.leaf, OID_FIDO_AAGUID);
    case_accept(&t, "8.3-5a", "extension-absent");
    begin(&t, -257);
    certificate_extension_find(&t.c.leaf, OID_FIDO_AAGUID)->value = t.c.aaguid;
    case_reject(&t, "8.3-5b", "unwrapped");
    begin(&t, -257);
    certificate_extension_find(&t.c.leaf, OID_FIDO_AAGUID)->value =
        der(DER_OCTET_STRING, blob_head(t.c.aaguid, 15));
    case_reject(&t, "8.3-5b", "short");
    begin(&t, -257);
    certificate_extension_find(&t.c.leaf, OID_FIDO_AAGUID)->critical = true;
    case_reject(&t, "8.3-5c", "critical");
}

void
tpm_ceremony_cases(void)
{
    extra_data_cases();
    name_cases();
    name_hash_cases();
    message_cases();
    aaguid_cases();
}
