/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Row F3 of the catalogue: three policies, each format that the lab can
 * make, and everything that may be wrong with a chain. Only the clean chain
 * passes where trust is required. Revocation lists are a part of it.
 */
#include "attested.h"

#include <stdio.h>

static struct attested a;

#define PACKED 0x01u
#define TPM 0x02u
#define ANDROID_KEY 0x04u
#define FIDO_U2F 0x08u
#define APPLE 0x10u
#define ALL 0x1fu
#define CHAINS (ALL & ~FIDO_U2F) /* may have intermediates */

/* How an entry, an anchor or nothing says what is trusted. */
static void
by_metadata(void)
{
}

static void
by_anchor(void)
{
    attested_trust(&a, &a.authority.root);
}

/* Never one of fido-u2f, whose statement does not sign its AAGUID. */
static void
by_allowed_model(void)
{
    static const uint8_t models[][16] = {"software device\1", {0}};

    attested_trust(&a, &a.authority.root);
    a.policy.require_trusted = false;
    a.policy.models.allowed = models;
    a.policy.models.num_allowed = 2;
}

static const struct {
    const char *name;
    void (*apply)(void);
    unsigned formats;
} policies[] = {
    {"metadata", by_metadata, ALL},
    {"anchor", by_anchor, ALL},
    {"allowed model", by_allowed_model, CHAINS},
};

static const struct {
    const struct statement_format *format;
    unsigned bit;
    enum lab_key key; /* that of the credential, where that is attested */
} formats[] = {
    {&statement_packed, PACKED, LAB_ATTESTATION},
    {&statement_tpm, TPM, LAB_ATTESTATION},
    {&statement_android_key, ANDROID_KEY, LAB_SIGNER_KEY},
    {&statement_fido_u2f, FIDO_U2F, LAB_ATTESTATION},
    {&statement_apple, APPLE, LAB_SIGNER_KEY},
};

static struct blob
the_list(const struct certificate *issuer, const char *next_update)
{
    return lab_revocation_list(
        issuer, NULL, 0, "20260101000000Z", next_update);
}

static void
add_list(struct blob list)
{
    a.lists[a.policy.num_revocation_lists++] =
        passkey_bytes_of(list.data, list.len);
}

static void
clean(void)
{
}

static void
unknown_root(void)
{
    a.made.leaf.issuer_key = lab_key(LAB_STRANGER);
}

static void
expired(void)
{
    a.made.leaf.not_after = "260114235959Z";
}

static void
not_yet_valid(void)
{
    a.made.leaf.not_before = "260115000001Z";
}

/* Every certificate that the root has issued is revoked: the leaf's serial
 * number is only known when the statement has been made. */
static void
revoked(void)
{
    struct blob leaf, list;

    ceremony_sign(&a.made);
    leaf = cbor_get_text(a.made.statement, "x5c")->children[0]->bytes;
    list = lab_revocation_list(
        &a.authority.root, &leaf, 1, "20260101000000Z", "20270101000000Z");
    add_list(list);
}

static void
revoked_by_a_stale_list(void)
{
    struct blob leaf, list;

    ceremony_sign(&a.made);
    leaf = cbor_get_text(a.made.statement, "x5c")->children[0]->bytes;
    list = lab_revocation_list(
        &a.authority.root, &leaf, 1, "20250101000000Z", "20250201000000Z");
    add_list(list);
}

static void
status_required_and_given(void)
{
    a.policy.require_status = true;
    add_list(the_list(&a.authority.root, "20270101000000Z"));
}

static void
status_required_and_stale(void)
{
    a.policy.require_status = true;
    add_list(the_list(&a.authority.root, "20260114000000Z"));
}

static void
status_required_and_missing(void)
{
    a.policy.require_status = true;
}

static void
status_stale_but_not_required(void)
{
    add_list(the_list(&a.authority.root, "20260114000000Z"));
}

static void
list_of_another_issuer(void)
{
    struct certificate stranger =
        certificate_authority("Another", lab_key(LAB_STRANGER), NULL);

    a.policy.require_status = true;
    add_list(the_list(&stranger, "20270101000000Z"));
}

static void
signed_with_sha1(void)
{
    a.made.leaf.hash = "SHA1";
}

static void
issuer_may_not_sign(void)
{
    static const uint8_t digital_signature[] = {0x03, 0x02, 0x07, 0x80};

    certificate_extension_find(&a.authority.intermediates[0], OID_KEY_USAGE)
        ->value = blob_copy(digital_signature, sizeof(digital_signature));
    a.made.chain[0] = certificate_der(&a.authority.intermediates[0]);
}

static void
issuer_is_no_authority(void)
{
    certificate_extension_find(
        &a.authority.intermediates[0], OID_BASIC_CONSTRAINTS)
        ->value = blob_copy("\x30\x00", 2);
    a.made.chain[0] = certificate_der(&a.authority.intermediates[0]);
}

/* The root allows no authority below it. */
static void
path_too_long(void)
{
    static const uint8_t path_length_0[] = {
        0x30, 0x06, 0x01, 0x01, 0xff, 0x02, 0x01, 0x00};

    certificate_extension_find(&a.authority.root, OID_BASIC_CONSTRAINTS)
        ->value = blob_copy(path_length_0, sizeof(path_length_0));
    a.entry.roots = attested_quote(certificate_der(&a.authority.root));
}

static void
critical_extension(void)
{
    certificate_extension_add(
        &a.made.leaf, "1.2.3.4.5", true, blob_copy("\x05\x00", 2));
}

static void
other_aaguid_in_certificate(void)
{
    certificate_extension_find(&a.made.leaf, OID_FIDO_AAGUID)->value =
        blob_join(blob_copy("\x04\x10", 2), blob_fill(9, 16));
}

static void
leaf_is_authority(void)
{
    certificate_extension_find(&a.made.leaf, OID_BASIC_CONSTRAINTS)->value =
        blob_copy("\x30\x03\x01\x01\xff", 5);
}

static void
wrong_unit(void)
{
    certificate_name_set(
        &a.made.leaf.subject, "OU", blob_text("Authenticator attestation"));
}

static void
wrong_country(void)
{
    certificate_name_set(&a.made.leaf.subject, "C", blob_text("aa"));
}

static void
trailing_byte(void)
{
    struct cbor_node *x5c;

    ceremony_sign(&a.made);
    x5c = cbor_get_text(a.made.statement, "x5c");
    blob_add_byte(&x5c->children[0]->bytes, 0);
}

struct defect {
    const char *name;
    void (*make)(void);
    enum passkey_error expected;
    unsigned formats; /* where it is one */
    unsigned num_intermediates;
};

#define FINE(name) { #name, name, PASSKEY_OK, ALL, 0 }
#define DEFECT(name, error, formats)                                           \
    { #name, name, PASSKEY_ERR_##error, formats, 0 }
#define ABOVE(name, error) { #name, name, PASSKEY_ERR_##error, CHAINS, 1 }

static const struct defect defects[] = {
    FINE(clean),
    DEFECT(unknown_root, ATTESTATION_NOT_TRUSTED, ALL),
    DEFECT(expired, CERTIFICATE_EXPIRED, ALL),
    DEFECT(not_yet_valid, CERTIFICATE_EXPIRED, ALL),
    DEFECT(revoked, CERTIFICATE_REVOKED, ALL),
    DEFECT(revoked_by_a_stale_list, CERTIFICATE_REVOKED, ALL),
    FINE(status_required_and_given),
    DEFECT(status_required_and_stale, CERTIFICATE_STATUS_UNKNOWN, ALL),
    DEFECT(status_required_and_missing, CERTIFICATE_STATUS_UNKNOWN, ALL),
    FINE(status_stale_but_not_required),
    DEFECT(list_of_another_issuer, CERTIFICATE_STATUS_UNKNOWN, ALL),
    DEFECT(critical_extension, ATTESTATION_NOT_TRUSTED, ALL),
    DEFECT(signed_with_sha1, ATTESTATION_NOT_TRUSTED, ALL),
    DEFECT(trailing_byte, ATTESTATION_CERTIFICATE_MALFORMED, ALL),
    ABOVE(issuer_may_not_sign, ATTESTATION_NOT_TRUSTED),
    ABOVE(issuer_is_no_authority, ATTESTATION_NOT_TRUSTED),
    ABOVE(path_too_long, ATTESTATION_NOT_TRUSTED),
    DEFECT(other_aaguid_in_certificate, ATTESTATION_AAGUID_MISMATCH, PACKED),
    DEFECT(leaf_is_authority, ATTESTATION_CERTIFICATE_UNSUITABLE, PACKED | TPM),
    DEFECT(wrong_unit, ATTESTATION_CERTIFICATE_UNSUITABLE, PACKED),
    DEFECT(wrong_country, ATTESTATION_CERTIFICATE_UNSUITABLE, PACKED),
};

struct row {
    char name[96];
    unsigned policy, format;
    const struct defect *defect;
};

static void
judges(void **state)
{
    const struct row *row = *state;

    attested_begin_below(&a, row->defect->num_intermediates);
    attested_sign_with(&a, formats[row->format].format,
        lab_key(formats[row->format].key));
    if (formats[row->format].bit == FIDO_U2F)
        attested_know_by_key(&a, lab_key(LAB_ATTESTATION));
    row->defect->make();
    policies[row->policy].apply(); /* trusts what the root is by now */
    assert_string_equal(passkey_error_name(attested_judge(&a)),
        passkey_error_name(row->defect->expected));
    scratch_reset();
}

int
main(void)
{
    static struct row rows[COUNT_OF(policies) * COUNT_OF(formats) *
                           COUNT_OF(defects)];
    static struct CMUnitTest tests[COUNT_OF(rows)];
    size_t p, f, d, num = 0;
    int failed;

    scratch_adopt_cjson();
    for (p = 0; p < COUNT_OF(policies); p++) {
        for (f = 0; f < COUNT_OF(formats); f++) {
            for (d = 0; d < COUNT_OF(defects); d++) {
                if ((policies[p].formats & defects[d].formats &
                        formats[f].bit) == 0)
                    continue;
                rows[num] = (struct row){
                    "", (unsigned)p, (unsigned)f, &defects[d]};
                snprintf(rows[num].name, sizeof(rows[num].name),
                    "F3: %s, %s, %s", policies[p].name, formats[f].format->name,
                    defects[d].name);
                tests[num].name = rows[num].name;
                tests[num].test_func = judges;
                tests[num].initial_state = &rows[num];
                num++;
            }
        }
    }
    failed =
        _cmocka_run_group_tests("chain", tests, num, NULL, NULL);
    lab_free();
    return failed;
}
