/* SPDX-License-Identifier: Apache-2.0 */
/* See attested.h. */
#include "attested.h"

#define CHALLENGE "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

char *
attested_quote(struct blob der)
{
    return lab_format("\"%s\"", blob_base64(der));
}

static void
begin_policy(struct attested *a)
{
    uint8_t i;

    a->origin = view_text("https://example.org");
    passkey_policy_init(&a->policy);
    a->policy.rp_id = view_text("example.org");
    a->policy.rp_name = a->policy.rp_id;
    a->policy.origins = &a->origin;
    a->policy.num_origins = 1;
    a->policy.attestation = PASSKEY_CONVEYANCE_DIRECT;
    a->policy.anchors = a->anchors;
    a->policy.revocation_lists = a->lists;
    a->policy.models.metadata = &a->metadata;
    a->policy.models.require_known = true;
    a->asked.kind = PASSKEY_CEREMONY_REGISTRATION;
    a->asked.challenge_len = 32;
    for (i = 0; i < 32; i++)
        a->asked.challenge[i] = i;
    memcpy(a->asked.rp_id_hash, a->made.rp_id_hash.data, 32);
    a->asked.algorithms[0] = PASSKEY_ALG_ES256;
    a->asked.num_algorithms = 1;
    a->asked.attestation = PASSKEY_CONVEYANCE_DIRECT;
}

static void
begin_authority(struct attested *a, unsigned num)
{
    struct attestation_authority *authority = &a->authority;

    authority->root = certificate_authority(
        "Attestation root", lab_key(LAB_ATTESTATION_ROOT), NULL);
    authority->num_intermediates = num;
    if (num > 0)
        authority->intermediates[0] =
            certificate_authority("Attestation intermediate",
                lab_key(LAB_INTERMEDIATE), &authority->root);
}

void
attested_begin_below(struct attested *a, unsigned num)
{
    memset(a, 0, sizeof(*a));
    a->passkey.algorithm = key_algorithm_find(PASSKEY_ALG_ES256);
    a->passkey.key = lab_key(LAB_SIGNER_KEY);
    a->passkey.id = blob_fill(1, 32);
    a->passkey.user_handle = blob_fill(2, 32);
    ceremony_begin(&a->made, REGISTRATION, &a->passkey);
    ceremony_set_site(
        &a->made, "https://example.org", "example.org", CHALLENGE);
    begin_policy(a);
    begin_authority(a, num);
    attested_sign_with(a, &statement_packed, lab_key(LAB_ATTESTATION));
    a->entry.name = "\"aaguid\":\"" MODEL "\"";
    a->entry.types = "\"basic_full\"";
    a->entry.roots = attested_quote(certificate_der(&a->authority.root));
    a->entry.algorithms = "\"secp256r1_ecdsa_sha256_raw\"";
    a->entry.reports = "{\"status\":\"FIDO_CERTIFIED_L2\"}";
}

void
attested_begin(struct attested *a)
{
    attested_begin_below(a, 0);
}

void
attested_sign_with(
    struct attested *a, const struct statement_format *format, EVP_PKEY *key)
{
    ceremony_attest(&a->made, format, key, PASSKEY_ALG_ES256, &a->authority);
}

void
attested_know_by_key(struct attested *a, EVP_PKEY *key)
{
    struct blob hash = blob_digest("SHA1", key_point(key));
    char *hex = lab_format("%s", "");
    size_t i;

    for (i = 0; i < hash.len; i++)
        hex = lab_format("%s%02x", hex, hash.data[i]);
    a->entry.name =
        lab_format("\"attestationCertificateKeyIdentifiers\":[\"%s\"]", hex);
}

void
attested_trust(struct attested *a, const struct certificate *anchor)
{
    struct blob der = certificate_der(anchor);

    a->policy.models.metadata = NULL;
    a->policy.models.require_known = false;
    a->anchors[a->policy.num_anchors++] = passkey_bytes_of(der.data, der.len);
}

static char *
list(const char *name, const char *elements)
{
    return elements == NULL ? lab_format("%s", "")
                            : lab_format("\"%s\":[%s],", name, elements);
}

static void
fill_metadata(struct attested *a)
{
    const struct model_entry *e = &a->entry;
    char *statement = lab_format("%s%s%s%s", list("attestationTypes", e->types),
        list("attestationRootCertificates", e->roots),
        list("authenticationAlgorithms", e->algorithms),
        e->more != NULL ? e->more : "");
    char *payload = lab_payload(1, "2026-02-01",
        lab_format("{%s,\"metadataStatement\":{%s\"schema\":3},"
                   "\"statusReports\":[%s]}",
            e->name, statement, e->reports));

    assert_error(passkey_metadata_read(view_text(payload), a->models,
                     COUNT_OF(a->models), &a->metadata),
        PASSKEY_OK);
    assert_int_equal(a->metadata.num_faulty, 0);
}

enum passkey_error
attested_judge(struct attested *a)
{
    struct passkey_registration_response response;
    struct passkey_openssl *openssl = passkey_openssl_new();
    struct passkey_crypto crypto = *passkey_openssl_crypto(openssl);
    struct passkey_bytes json = view_text(ceremony_text(&a->made));
    struct passkey_buffer scratch;
    enum passkey_error error;

    fill_metadata(a);
    if (a->change_backend != NULL)
        a->change_backend(&crypto);
    scratch.cap = a->scratch_len > 0 ? a->scratch_len : 3 * json.len;
    scratch.data = scratch_alloc(scratch.cap);
    error = passkey_policy_check(&a->policy);
    if (error == PASSKEY_OK)
        error = passkey_registration_response_read(json, scratch, &response);
    if (error == PASSKEY_OK)
        error = passkey_registration_verify(&a->policy, &crypto, &a->asked,
            &response, NOW, &a->result);
    passkey_openssl_free(openssl);
    return error;
}
