/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BLOBs of a metadata service of our own: every row changes one thing of a
 * good one. The class of each failure is the name of the error.
 */
#include "unit.h"

#include "../support/authenticator_key.h"
#include "../support/der_writer.h"
#include "../support/metadata_lab.h"
#include "../support/scratch.h"
#include "failing_backend.h"

#include <stdio.h>
#include <time.h>

#define NOW 1768435200 /* 2026-01-15 */
#define MODELS_MAX 64
#define AAGUID_1 "01020304-0506-0708-090a-0b0c0d0e0f10"
#define KEY_1 "0102030405060708090a0b0c0d0e0f1011121314"

#define ENTRY_1                                                                \
    "{\"aaguid\":\"" AAGUID_1 "\",\"metadataStatement\":{\"aaguid\":"          \
    "\"" AAGUID_1 "\",\"description\":\"A \\\"key\\\"\"},"                     \
    "\"statusReports\":[{\"status\":\"FIDO_CERTIFIED_L1\","                    \
    "\"effectiveDate\":\"2024-01-01\"}],"                                      \
    "\"timeOfLastStatusChange\":\"2024-01-01\"}"
#define ENTRY_KEYS                                                             \
    "{\"attestationCertificateKeyIdentifiers\":[\"" KEY_1 "\"],"               \
    "\"statusReports\":[]}"
#define ENTRY_UAF "{\"aaid\":\"4e4e#4005\",\"statusReports\":[]}"

struct world {
    struct certificate root, old_root, intermediate, leaf;
    struct lab_blob blob;
    char *text; /* NULL: made of `blob` */
    struct passkey_bytes anchors[2];
    struct passkey_bytes lists[3];
    struct passkey_metadata_signer signer;
    int64_t now;
    int64_t highest;

    struct passkey_model models[MODELS_MAX];
    struct passkey_metadata metadata;
};

static struct passkey_bytes
view(struct blob blob)
{
    return passkey_bytes_of(blob.data, blob.len);
}

static void
trust(struct world *w, const struct certificate *anchor)
{
    w->anchors[w->signer.num_anchors++] = view(certificate_der(anchor));
}

static void
present(struct world *w, const struct certificate *certificate)
{
    w->blob.x5c[w->blob.num_x5c++] = certificate_der(certificate);
}

/* The leaf and what is above it, after a change of one of them. */
static void
present_again(struct world *w)
{
    w->blob.num_x5c = 0;
    present(w, &w->leaf);
    present(w, &w->intermediate);
}

static void
begin(struct world *w)
{
    memset(w, 0, sizeof(*w));
    w->root = certificate_authority("Lab root", lab_key(LAB_ROOT), NULL);
    w->old_root =
        certificate_authority("Old lab root", lab_key(LAB_OLD_ROOT), NULL);
    w->intermediate = certificate_authority(
        "Lab intermediate", lab_key(LAB_INTERMEDIATE), &w->root);
    w->leaf = lab_host_certificate(
        LAB_SIGNER, lab_key(LAB_SIGNER_KEY), &w->intermediate);
    w->blob.alg = "ES256";
    w->blob.hash = "SHA256";
    w->blob.signer = lab_key(LAB_SIGNER_KEY);
    w->blob.payload = lab_payload(
        42, "2026-02-01", ENTRY_1 "," ENTRY_KEYS "," ENTRY_UAF);
    present_again(w);
    w->signer.anchors = w->anchors;
    w->signer.name = view_text(LAB_SIGNER);
    w->signer.revocation_lists = w->lists;
    trust(w, &w->root);
    w->now = NOW;
    w->highest = 41;
}

static enum passkey_error
judge(struct world *w)
{
    char *text = w->text != NULL ? w->text : lab_blob_text(&w->blob);
    struct passkey_bytes blob = copy_exactly(text, strlen(text)), payload;
    struct passkey_buffer scratch;
    struct passkey_openssl *openssl = passkey_openssl_new();
    enum passkey_error error;

    scratch.cap = blob.len + PASSKEY_METADATA_SCRATCH_EXTRA;
    scratch.data = scratch_alloc(scratch.cap);
    error = passkey_metadata_verify(&w->signer,
        passkey_openssl_crypto(openssl), blob, w->now, scratch, &payload);
    if (error == PASSKEY_OK)
        error = passkey_metadata_read(
            payload, w->models, MODELS_MAX, &w->metadata);
    else
        assert_int_equal(payload.len, 0);
    if (error == PASSKEY_OK)
        error = passkey_metadata_check_number(&w->metadata, w->highest);
    passkey_openssl_free(openssl);
    free_copy(blob);
    return error;
}

/* Good ones. */

static void
as_it_is(struct world *w)
{
    (void)w;
}

static void
sign_with_rsa(struct world *w)
{
    w->leaf = lab_host_certificate(
        LAB_SIGNER, lab_key(LAB_RSA_SIGNER), &w->intermediate);
    w->leaf.hash = "SHA384"; /* says nothing about the BLOB's own hash */
    w->blob.alg = "RS256";
    w->blob.signer = lab_key(LAB_RSA_SIGNER);
    present_again(w);
}

static void
root_in_x5c(struct world *w)
{
    present(w, &w->root);
}

/* The root signed by an older one, as the chain of 2026-08-31 has it. */
static struct certificate
cross_signed(struct world *w)
{
    return certificate_authority("Lab root", lab_key(LAB_ROOT), &w->old_root);
}

static void
cross_signed_new_anchor(struct world *w)
{
    struct certificate cross = cross_signed(w);

    present(w, &cross);
}

static void
cross_signed_old_anchor(struct world *w)
{
    cross_signed_new_anchor(w);
    w->signer.num_anchors = 0;
    trust(w, &w->old_root);
}

static void
cross_signed_behind_root(struct world *w)
{
    struct certificate cross = cross_signed(w);

    present(w, &w->root);
    present(w, &cross);
    w->signer.num_anchors = 0;
    trust(w, &w->old_root);
}

static void
any_order(struct world *w)
{
    struct blob intermediate = w->blob.x5c[1];

    cross_signed_old_anchor(w);
    w->blob.x5c[1] = w->blob.x5c[2];
    w->blob.x5c[2] = intermediate;
}

static void
unrelated_certificate(struct world *w)
{
    struct certificate other =
        certificate_authority("Unrelated", lab_key(LAB_STRANGER), &w->old_root);

    other.not_after = "250101000000Z"; /* and expired */
    present(w, &other);
}

static void
stale(struct world *w)
{
    w->blob.payload = lab_payload(42, "2025-12-01", ENTRY_1);
}

static void
unknown_members(struct world *w)
{
    w->blob.header = ",\"kid\":\"1\",\"future\":{\"a\":[1,null]}";
    w->blob.payload =
        "{\"future\":{\"x\":[]},\"no\":42,\"nextUpdate\":\"2026-02-01\","
        "\"entries\":[{\"aaguid\":\"" AAGUID_1 "\",\"future\":[{}],"
        "\"metadataStatement\":{\"future\":true},\"statusReports\":"
        "[{\"status\":\"FIDO_CERTIFIED\",\"future\":1.5e3}]}]}";
}

static void
unknown_status(struct world *w)
{
    w->blob.payload = lab_payload(42, "2026-02-01",
        "{\"aaguid\":\"" AAGUID_1 "\",\"statusReports\":"
        "[{\"status\":\"FIPS140_CERTIFIED_L9\"}]}");
}

static void
large_number(struct world *w)
{
    w->blob.payload = lab_payload(42, "2026-02-01",
        "{\"aaguid\":\"" AAGUID_1 "\",\"statusReports\":[],"
        "\"metadataStatement\":{\"authenticatorGetInfo\":"
        "{\"vendorPrototypeConfigCommands\":[18446744073709551615]}}}");
}

static void
signed_by_root(struct world *w)
{
    w->blob.without_x5c = true;
    w->blob.signer = lab_key(LAB_ROOT);
}

static void
signed_by_the_second_root(struct world *w)
{
    trust(w, &w->old_root);
    w->blob.without_x5c = true;
    w->blob.signer = lab_key(LAB_OLD_ROOT);
}

/* Signed by the root itself, which is valid from and until then. */
static void
signed_by_root_in(struct world *w, const char *from, const char *to)
{
    signed_by_root(w);
    w->root.not_before = from;
    w->root.not_after = to;
    w->signer.num_anchors = 0;
    trust(w, &w->root);
}

static void
root_in_its_first_second(struct world *w)
{
    signed_by_root_in(w, "260115000000Z", "270101000000Z");
}

static void
root_in_its_last_second(struct world *w)
{
    signed_by_root_in(w, "250101000000Z", "260115000000Z");
}

static void
upper_case_host(struct world *w)
{
    w->leaf = lab_host_certificate(
        "MDS.Lab.Example", lab_key(LAB_SIGNER_KEY), &w->intermediate);
    present_again(w);
}

/* Bad ones. */

static void
bad_signature(struct world *w)
{
    char *at;

    w->text = lab_blob_text(&w->blob);
    at = w->text + strlen(w->text) - 8;
    *at = *at == 'A' ? 'B' : 'A';
}

static void
swapped_payload(struct world *w)
{
    char *other, *rest;

    w->text = lab_blob_text(&w->blob);
    w->blob.payload = lab_payload(43, "2026-02-01", ENTRY_1);
    other = lab_blob_text(&w->blob);
    rest = strrchr(w->text, '.');
    w->text = lab_format("%.*s%s", (int)(strrchr(other, '.') - other), other,
        rest);
}

static void
other_hash(struct world *w)
{
    w->blob.hash = "SHA384";
}

static void
signed_by_stranger(struct world *w)
{
    w->blob.signer = lab_key(LAB_STRANGER);
}

static void
der_signature(struct world *w)
{
    w->blob.der_signature = true;
}

static void
signature_with_one_byte_more(struct world *w)
{
    w->blob.longer_signature = true;
}

static void
alg_none(struct world *w)
{
    w->blob.alg = "none";
}

static void
alg_hs256(struct world *w)
{
    w->blob.alg = "HS256";
}

static void
alg_mismatch(struct world *w)
{
    w->blob.alg = "RS256";
}

static void
crit(struct world *w)
{
    w->blob.header = ",\"crit\":[\"exp\"],\"exp\":1";
}

static void
x5u(struct world *w)
{
    w->blob.header = ",\"x5u\":\"https://mds.lab.example/chain.pem\"";
}

static void
no_x5c(struct world *w)
{
    w->blob.without_x5c = true;
}

static void
root_before_its_first_second(struct world *w)
{
    signed_by_root_in(w, "260115000001Z", "270101000000Z");
}

static void
root_after_its_last_second(struct world *w)
{
    signed_by_root_in(w, "250101000000Z", "260114235959Z");
}

static void
signed_by_a_root_behind_the_anchors(struct world *w)
{
    signed_by_the_second_root(w);
    w->signer.num_anchors = 1;
}

/* All is there, but what should be the extensions is something else. */
static void
signed_by_a_root_that_is_malformed(struct world *w)
{
    struct blob nothing = blob_fill(0, 0);
    struct blob times = der(0x17, blob_text("240101000000Z"));
    struct blob parts[] = {
        der_integer(1),
        der(DER_SEQUENCE, nothing),
        der(DER_SEQUENCE, nothing),
        der(DER_SEQUENCE,
            blob_join(times, der(0x17, blob_text("440101000000Z")))),
        der(DER_SEQUENCE, nothing),
        key_spki(lab_key(LAB_ROOT)),
        der_context(4, nothing),
    };
    struct blob all = nothing, rest;
    size_t i;

    for (i = 0; i < COUNT_OF(parts); i++)
        all = blob_join(all, parts[i]);
    rest = blob_join(der(DER_SEQUENCE, nothing), der(0x03, blob_fill(0, 9)));
    signed_by_root(w);
    w->anchors[0] =
        view(der(DER_SEQUENCE, blob_join(der(DER_SEQUENCE, all), rest)));
}

static void
empty_x5c(struct world *w)
{
    w->blob.num_x5c = 0;
}

static void
x5c_garbage(struct world *w)
{
    w->blob.x5c[1] = blob_fill(7, 40);
}

static void
x5c_twice(struct world *w)
{
    w->blob.header = ",\"x5c\":[]";
}

static void
too_many_certificates(struct world *w)
{
    while (w->blob.num_x5c < LAB_X5C_MAX)
        present(w, &w->root);
}

static void
wrong_root(struct world *w)
{
    w->signer.num_anchors = 0;
    trust(w, &w->old_root);
}

static void
same_name_other_root(struct world *w)
{
    struct certificate impostor =
        certificate_authority("Lab root", lab_key(LAB_STRANGER), NULL);

    w->signer.num_anchors = 0;
    trust(w, &impostor);
}

static void
no_anchor(struct world *w)
{
    root_in_x5c(w);
    w->signer.num_anchors = 0;
}

static void
missing_intermediate(struct world *w)
{
    w->blob.num_x5c = 1;
}

/* The leaf must be the first one: whoever else it is has not signed. */
static void
leaf_not_first(struct world *w)
{
    struct blob leaf = w->blob.x5c[0];

    w->blob.x5c[0] = w->blob.x5c[1];
    w->blob.x5c[1] = leaf;
}

static void
expired_leaf(struct world *w)
{
    w->leaf.not_after = "260114235959Z";
    present_again(w);
}

static void
expired_intermediate(struct world *w)
{
    w->intermediate.not_after = "260114235959Z";
    present_again(w);
}

static void
leaf_not_yet_valid(struct world *w)
{
    w->leaf.not_before = "260115000001Z";
    present_again(w);
}

static void
issuer_is_no_ca(struct world *w)
{
    certificate_extension_find(&w->intermediate, OID_BASIC_CONSTRAINTS)->value =
        blob_copy("\x30\x00", 2);
    present_again(w);
}

static void
unknown_critical_extension(struct world *w)
{
    certificate_extension_add(
        &w->leaf, "1.2.3.4.5", true, blob_copy("\x05\x00", 2));
    present_again(w);
}

static void
other_host(struct world *w)
{
    w->leaf = lab_host_certificate(
        "www.lab.example", lab_key(LAB_SIGNER_KEY), &w->intermediate);
    present_again(w);
}

static void
wildcard_host(struct world *w)
{
    w->leaf = lab_host_certificate(
        "*.lab.example", lab_key(LAB_SIGNER_KEY), &w->intermediate);
    present_again(w);
}

static void
common_name_only(struct world *w)
{
    certificate_extension_drop(&w->leaf, "2.5.29.17");
    present_again(w);
}

static void
number_below(struct world *w)
{
    w->highest = 43;
}

static void
number_equal(struct world *w)
{
    w->highest = 42;
}

static void
duplicate_outer_member(struct world *w)
{
    w->blob.payload = "{\"no\":42,\"no\":43,\"nextUpdate\":\"2026-02-01\","
                      "\"entries\":[]}";
}

static void
duplicate_outer_member_at_the_end(struct world *w)
{
    w->blob.payload = "{\"no\":42,\"nextUpdate\":\"2026-02-01\","
                      "\"entries\":[],\"no\":42}";
}

static void
duplicate_header_member(struct world *w)
{
    w->blob.header = ",\"typ\":\"JWT\"";
}

static void
trailing_json(struct world *w)
{
    w->blob.payload = lab_format("%s{}", w->blob.payload);
}

static void
trailing_comma(struct world *w)
{
    w->blob.payload = lab_format("%s,", w->blob.payload);
}

static void
byte_order_mark(struct world *w)
{
    w->blob.payload = lab_format("\xef\xbb\xbf%s", w->blob.payload);
}

static void
number_is_text(struct world *w)
{
    w->blob.payload =
        "{\"no\":\"42\",\"nextUpdate\":\"2026-02-01\",\"entries\":[]}";
}

static void
number_is_fraction(struct world *w)
{
    w->blob.payload =
        "{\"no\":42.5,\"nextUpdate\":\"2026-02-01\",\"entries\":[]}";
}

static void
entries_is_object(struct world *w)
{
    w->blob.payload =
        "{\"no\":42,\"nextUpdate\":\"2026-02-01\",\"entries\":{}}";
}

static void
no_such_day(struct world *w)
{
    w->blob.payload =
        "{\"no\":42,\"nextUpdate\":\"2026-02-30\",\"entries\":[]}";
}

static void
payload_is_array(struct world *w)
{
    w->blob.payload = "[]";
}

static void
invalid_utf8_outside(struct world *w)
{
    w->blob.payload = "{\"legalHeader\":\"\xff\",\"no\":42,\"nextUpdate\":"
                      "\"2026-02-01\",\"entries\":[]}";
}

static void
nested_too_deep(struct world *w)
{
    char *open = lab_format("%100s", ""), *close = lab_format("%100s", "");

    memset(open, '[', 100);
    memset(close, ']', 100);
    w->blob.payload =
        lab_payload(42, "2026-02-01", lab_format("%s%s", open, close));
}

static void
four_parts(struct world *w)
{
    w->text = lab_format("%s.AAAA", lab_blob_text(&w->blob));
}

static void
two_parts(struct world *w)
{
    w->text = lab_blob_text(&w->blob);
    *strrchr(w->text, '.') = '\0';
}

static void
empty_signature(struct world *w)
{
    w->text = lab_blob_text(&w->blob);
    strrchr(w->text, '.')[1] = '\0';
}

static void
padded_part(struct world *w)
{
    w->text = lab_format("%s=", lab_blob_text(&w->blob));
}

static void
line_at_end(struct world *w)
{
    w->text = lab_format("%s\n", lab_blob_text(&w->blob));
}

static void
empty_text(struct world *w)
{
    w->text = lab_format("%s", "");
}

/* Revocation lists. */

static void
add_list(struct world *w, const struct certificate *issuer,
    const struct blob *revoked, unsigned num, const char *next_update)
{
    w->lists[w->signer.num_revocation_lists++] = view(lab_revocation_list(
        issuer, revoked, num, "20260101000000Z", next_update));
}

static void
lists_clean(struct world *w)
{
    w->signer.require_status = true;
    add_list(w, &w->intermediate, NULL, 0, "20270101000000Z");
    add_list(w, &w->root, NULL, 0, "20270101000000Z");
}

static void
leaf_revoked(struct world *w)
{
    add_list(w, &w->intermediate, &w->blob.x5c[0], 1, "20270101000000Z");
}

static void
intermediate_revoked(struct world *w)
{
    add_list(w, &w->root, &w->blob.x5c[1], 1, "20270101000000Z");
}

static void
intermediate_revoked_hard(struct world *w)
{
    w->signer.require_status = true;
    add_list(w, &w->intermediate, NULL, 0, "20270101000000Z");
    intermediate_revoked(w);
}

/* Who trusts an intermediate does not ask its issuer about it. */
static void
anchor_needs_no_list(struct world *w)
{
    w->signer.require_status = true;
    w->signer.num_anchors = 0;
    trust(w, &w->intermediate);
    w->blob.num_x5c = 1;
    add_list(w, &w->intermediate, NULL, 0, "20270101000000Z");
}

static void
list_missing_soft(struct world *w)
{
    add_list(w, &w->intermediate, NULL, 0, "20270101000000Z");
}

static void
list_missing_hard(struct world *w)
{
    list_missing_soft(w);
    w->signer.require_status = true;
}

static void
no_lists_hard(struct world *w)
{
    w->signer.require_status = true;
}

static void
list_stale_soft(struct world *w)
{
    add_list(w, &w->intermediate, NULL, 0, "20260114000000Z");
}

static void
list_stale_hard(struct world *w)
{
    lists_clean(w);
    w->signer.num_revocation_lists = 0;
    add_list(w, &w->root, NULL, 0, "20270101000000Z");
    list_stale_soft(w);
}

static void
stale_list_still_revokes(struct world *w)
{
    add_list(w, &w->intermediate, &w->blob.x5c[0], 1, "20260114000000Z");
}

static void
list_of_stranger(struct world *w)
{
    struct certificate impostor = w->intermediate;

    impostor.key = lab_key(LAB_STRANGER);
    add_list(w, &impostor, &w->blob.x5c[0], 1, "20270101000000Z");
}

static void
list_garbage(struct world *w)
{
    w->lists[w->signer.num_revocation_lists++] = view(blob_fill(0x30, 50));
}

struct row {
    const char *name;
    void (*change)(struct world *w);
    enum passkey_error expected;
};

#define GOOD(name) { "good: " #name, name, PASSKEY_OK }
#define BAD(name, error) { "bad: " #name, name, PASSKEY_ERR_##error }

static const struct row rows[] = {
    GOOD(as_it_is),
    GOOD(sign_with_rsa),
    GOOD(root_in_x5c),
    GOOD(cross_signed_new_anchor),
    GOOD(cross_signed_old_anchor),
    GOOD(cross_signed_behind_root),
    GOOD(any_order),
    GOOD(unrelated_certificate),
    GOOD(stale),
    GOOD(unknown_members),
    GOOD(unknown_status),
    GOOD(large_number),
    GOOD(signed_by_root),
    GOOD(signed_by_the_second_root),
    GOOD(root_in_its_first_second),
    GOOD(root_in_its_last_second),
    GOOD(upper_case_host),
    {"F4: bad signature", bad_signature,
        PASSKEY_ERR_METADATA_SIGNATURE_INVALID},
    BAD(swapped_payload, METADATA_SIGNATURE_INVALID),
    BAD(other_hash, METADATA_SIGNATURE_INVALID),
    BAD(signed_by_stranger, METADATA_SIGNATURE_INVALID),
    BAD(der_signature, METADATA_SIGNATURE_INVALID),
    BAD(signature_with_one_byte_more, METADATA_SIGNATURE_INVALID),
    BAD(alg_none, METADATA_ALGORITHM),
    BAD(alg_hs256, METADATA_ALGORITHM),
    BAD(alg_mismatch, METADATA_ALGORITHM),
    BAD(crit, METADATA_HEADER),
    BAD(x5u, METADATA_HEADER),
    BAD(no_x5c, METADATA_SIGNER_NOT_TRUSTED),
    BAD(root_before_its_first_second, METADATA_SIGNER_NOT_TRUSTED),
    BAD(root_after_its_last_second, METADATA_SIGNER_NOT_TRUSTED),
    BAD(signed_by_a_root_behind_the_anchors, METADATA_SIGNER_NOT_TRUSTED),
    BAD(signed_by_a_root_that_is_malformed, METADATA_SIGNER_NOT_TRUSTED),
    BAD(empty_x5c, METADATA_CERTIFICATES),
    BAD(x5c_garbage, METADATA_CERTIFICATES),
    BAD(x5c_twice, METADATA_MALFORMED),
    BAD(too_many_certificates, METADATA_CERTIFICATES),
    BAD(wrong_root, METADATA_SIGNER_NOT_TRUSTED),
    BAD(same_name_other_root, METADATA_SIGNER_NOT_TRUSTED),
    BAD(no_anchor, METADATA_SIGNER_NOT_TRUSTED),
    BAD(missing_intermediate, METADATA_SIGNER_NOT_TRUSTED),
    BAD(leaf_not_first, METADATA_SIGNER_NAME),
    BAD(expired_leaf, CERTIFICATE_EXPIRED),
    BAD(expired_intermediate, CERTIFICATE_EXPIRED),
    BAD(leaf_not_yet_valid, CERTIFICATE_EXPIRED),
    BAD(issuer_is_no_ca, METADATA_SIGNER_NOT_TRUSTED),
    BAD(unknown_critical_extension, METADATA_SIGNER_NOT_TRUSTED),
    BAD(other_host, METADATA_SIGNER_NAME),
    BAD(wildcard_host, METADATA_SIGNER_NAME),
    BAD(common_name_only, METADATA_SIGNER_NAME),
    {"F4: rolled back", number_below, PASSKEY_ERR_METADATA_ROLLED_BACK},
    BAD(number_equal, METADATA_NOT_NEWER),
    BAD(duplicate_outer_member, METADATA_PAYLOAD),
    BAD(duplicate_outer_member_at_the_end, METADATA_PAYLOAD),
    BAD(duplicate_header_member, METADATA_MALFORMED),
    BAD(trailing_json, METADATA_PAYLOAD),
    BAD(trailing_comma, METADATA_PAYLOAD),
    BAD(byte_order_mark, METADATA_PAYLOAD),
    BAD(number_is_text, METADATA_PAYLOAD),
    BAD(number_is_fraction, METADATA_PAYLOAD),
    BAD(entries_is_object, METADATA_PAYLOAD),
    BAD(no_such_day, METADATA_PAYLOAD),
    BAD(payload_is_array, METADATA_PAYLOAD),
    BAD(invalid_utf8_outside, METADATA_PAYLOAD),
    BAD(nested_too_deep, METADATA_PAYLOAD),
    BAD(four_parts, METADATA_MALFORMED),
    BAD(two_parts, METADATA_MALFORMED),
    BAD(empty_signature, METADATA_MALFORMED),
    BAD(padded_part, METADATA_MALFORMED),
    BAD(line_at_end, METADATA_MALFORMED),
    BAD(empty_text, METADATA_MALFORMED),
    GOOD(lists_clean),
    BAD(leaf_revoked, CERTIFICATE_REVOKED),
    BAD(intermediate_revoked, CERTIFICATE_REVOKED),
    BAD(intermediate_revoked_hard, CERTIFICATE_REVOKED),
    GOOD(anchor_needs_no_list),
    GOOD(list_missing_soft),
    BAD(list_missing_hard, CERTIFICATE_STATUS_UNKNOWN),
    BAD(no_lists_hard, CERTIFICATE_STATUS_UNKNOWN),
    GOOD(list_stale_soft),
    BAD(list_stale_hard, CERTIFICATE_STATUS_UNKNOWN),
    BAD(stale_list_still_revokes, CERTIFICATE_REVOKED),
    BAD(list_of_stranger, CERTIFICATE_STATUS_UNKNOWN),
    GOOD(list_garbage),
};

static struct world world;

static void
judges(void **state)
{
    const struct row *row = *state;

    begin(&world);
    row->change(&world);
    assert_string_equal(passkey_error_name(judge(&world)),
        passkey_error_name(row->expected));
    scratch_reset();
}

/* What is inside a good one. */
static void
lists_models(void **state)
{
    static const uint8_t aaguid[] = {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    static const uint8_t key[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
        15, 16, 17, 18, 19, 20};
    const struct passkey_model *model;
    uint8_t text[32];
    struct passkey_buffer buffer = {text, sizeof(text)};
    size_t len;

    (void)state;
    begin(&world);
    assert_error(judge(&world), PASSKEY_OK);
    assert_int_equal(world.metadata.number, 42);
    assert_int_equal(world.metadata.num_models, 2);
    assert_int_equal(world.metadata.num_other, 1);
    assert_int_equal(world.metadata.num_faulty, 0);
    assert_false(passkey_metadata_is_stale(&world.metadata, NOW));
    assert_false(passkey_metadata_is_stale(
        &world.metadata, world.metadata.next_update));
    assert_true(passkey_metadata_is_stale(
        &world.metadata, world.metadata.next_update + 86400));
    model = passkey_metadata_find(
        &world.metadata, passkey_bytes_of(aaguid, sizeof(aaguid)));
    assert_non_null(model);
    assert_true(passkey_model_text_of(
        model, PASSKEY_MODEL_DESCRIPTION, buffer, &len));
    assert_int_equal(len, 7);
    assert_memory_equal(text, "A \"key\"", 7);
    assert_false(
        passkey_model_text_of(model, PASSKEY_MODEL_ICON, buffer, &len));
    assert_non_null(passkey_metadata_find(
        &world.metadata, passkey_bytes_of(key, sizeof(key))));
    assert_null(passkey_metadata_find(
        &world.metadata, passkey_bytes_of(key, PASSKEY_MODEL_AAGUID_LEN - 1)));
    world.metadata.num_models = 1; /* what is behind the list is not in it */
    assert_null(passkey_metadata_find(
        &world.metadata, passkey_bytes_of(key, sizeof(key))));
    scratch_reset();
}

/* One bad entry takes nothing but itself away. */
static void
a_faulty_entry_among_good_ones(void **state)
{
    static const char *const faulty[] = {
        "null", "7", "[]", "{}", "{\"statusReports\":[]}",
        "{\"aaguid\":\"" AAGUID_1 "\"}",
        "{\"aaguid\":7,\"statusReports\":[]}",
        "{\"aaguid\":\"01020304-0506-0708-090A-0b0c0d0e0f10\","
        "\"statusReports\":[]}",
        "{\"aaguid\":\"" AAGUID_1 "0\",\"statusReports\":[]}",
        "{\"aaguid\":\"" AAGUID_1 "\",\"aaid\":\"a\",\"statusReports\":[]}",
        "{\"attestationCertificateKeyIdentifiers\":[],\"statusReports\":[]}",
        "{\"attestationCertificateKeyIdentifiers\":[\"01\"],"
        "\"statusReports\":[]}",
        "{\"aaguid\":\"" AAGUID_1 "\",\"aaguid\":\"" AAGUID_1 "\","
        "\"statusReports\":[]}",
        "{\"aaguid\":\"" AAGUID_1 "\",\"statusReports\":{}}",
        "{\"aaguid\":\"" AAGUID_1 "\",\"statusReports\":[7]}",
        "{\"aaguid\":\"" AAGUID_1 "\",\"statusReports\":[{}]}",
        "{\"aaguid\":\"" AAGUID_1 "\",\"statusReports\":"
        "[{\"status\":\"REVOKED\",\"effectiveDate\":\"2024-13-01\"}]}",
        "{\"aaguid\":\"" AAGUID_1 "\",\"metadataStatement\":[],"
        "\"statusReports\":[]}",
        "{\"aaguid\":\"" AAGUID_1 "\",\"statusReports\":[],"
        "\"metadataStatement\":{\"aaguid\":\"" /* another model's */
        "11020304-0506-0708-090a-0b0c0d0e0f10\"}}",
        "{\"aaguid\":\"" AAGUID_1 "\",\"statusReports\":[],\"x\":\"\xff\"}",
        "{\"aaguid\":\"" AAGUID_1 "\",\"statusReports\":[],\"x\":\"\\ud800\"}",
        "{\"aaguid\":\"" AAGUID_1 "\",\"statusReports\":[],"
        "\"x\":[[[[[[[[[[[[]]]]]]]]]]]]}",
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(faulty); i++) {
        begin(&world);
        world.blob.payload = lab_payload(42, "2026-02-01",
            lab_format(ENTRY_KEYS ",%s," ENTRY_1, faulty[i]));
        assert_error(judge(&world), PASSKEY_OK);
        if (world.metadata.num_faulty != 1)
            print_error("%s\n", faulty[i]);
        assert_int_equal(world.metadata.num_faulty, 1);
        assert_int_equal(world.metadata.num_models, 2);
        scratch_reset();
    }
}

/* Cut anywhere, a BLOB is refused and nothing is read behind its end. */
static void
every_prefix_is_refused(void **state)
{
    size_t len;
    char *text;

    (void)state;
    begin(&world);
    text = lab_blob_text(&world.blob);
    for (len = strlen(text); len-- > 0;) {
        text[len] = '\0';
        world.text = text;
        assert_int_not_equal(judge(&world), PASSKEY_OK);
        len -= len > 40 ? 31 : 0;
    }
    scratch_reset();
}

static void
memory_that_is_too_small(void **state)
{
    struct passkey_bytes payload = view_text(
        "{\"no\":1,\"nextUpdate\":\"2026-02-01\",\"entries\":[" ENTRY_1
        "," ENTRY_KEYS "]}");
    struct passkey_openssl *openssl = passkey_openssl_new();
    struct passkey_buffer scratch = {NULL, 100};
    struct passkey_bytes out;
    char *text;

    (void)state;
    begin(&world);
    assert_error(
        passkey_metadata_read(payload, world.models, 1, &world.metadata),
        PASSKEY_ERR_NO_SPACE);
    assert_int_equal(world.metadata.num_models, 0);
    assert_error(
        passkey_metadata_read(payload, world.models, 0, &world.metadata),
        PASSKEY_ERR_NO_SPACE);
    assert_error(
        passkey_metadata_read(payload, world.models, 2, &world.metadata),
        PASSKEY_OK);
    text = lab_blob_text(&world.blob);
    scratch.data = scratch_alloc(scratch.cap);
    assert_error(passkey_metadata_verify(&world.signer,
                     passkey_openssl_crypto(openssl), view_text(text), NOW,
                     scratch, &out),
        PASSKEY_ERR_NO_SPACE);
    passkey_openssl_free(openssl);
    scratch_reset();
}

#define OUTSIDE(number, day, more)                                             \
    "{\"no\":" number ",\"nextUpdate\":" day ",\"entries\":[]" more "}"
#define DAY "\"2026-02-01\""

static void
payloads_say_a_number_and_a_day(void **state)
{
    static const struct {
        const char *payload;
        int64_t number; /* -1: it is refused */
        const char *legal_header;
    } texts[] = {
        {OUTSIDE("42", DAY, ""), 42, ""},
        {OUTSIDE("1", DAY, ""), 1, ""},
        {OUTSIDE("0", DAY, ",\"legalHeader\":\"Words\""), 0, "Words"},
        {OUTSIDE("-1", DAY, ""), -1, ""},
        {OUTSIDE("null", DAY, ""), -1, ""},
        {OUTSIDE("42", "20260201", ""), -1, ""},
        {OUTSIDE("42", "null", ""), -1, ""},
        {OUTSIDE("42", DAY, ",\"legalHeader\":7"), -1, ""},
        {OUTSIDE("42", DAY, ",\"legalHeader\":null"), -1, ""},
        {OUTSIDE("42", DAY, ",\"legalHeader\":[]"), -1, ""},
        {"{\"no\":42,\"entries\":[]}", -1, ""},
        {"{\"no\":42,\"nextUpdate\":" DAY "}", -1, ""},
        {"{\"no\":42,\"nextUpdate\":" DAY ",\"entries\":null}", -1, ""},
        {"7", -1, ""},
        {"", -1, ""},
    };
    struct passkey_metadata out, nothing;
    size_t i;

    (void)state;
    memset(&nothing, 0, sizeof(nothing));
    for (i = 0; i < COUNT_OF(texts); i++) {
        enum passkey_error error = passkey_metadata_read(
            view_text(texts[i].payload), world.models, MODELS_MAX, &out);

        if ((error == PASSKEY_OK) != (texts[i].number >= 0))
            fail_msg("%s: %s", texts[i].payload, passkey_error_name(error));
        if (error != PASSKEY_OK) {
            assert_error(error, PASSKEY_ERR_METADATA_PAYLOAD);
            assert_memory_equal(&out, &nothing, sizeof(out));
            continue;
        }
        assert_int_equal(out.number, texts[i].number);
        assert_int_equal(out.next_update, 1769904000); /* that midnight */
        assert_int_equal(
            out.legal_header.len, strlen(texts[i].legal_header));
    }
    assert_error(passkey_metadata_read(passkey_bytes_of(NULL, 0), NULL, 0,
                     &out),
        PASSKEY_ERR_METADATA_PAYLOAD);
}

/* Whether the signer or a root itself signed: no verdict is not a bad one. */
static void
a_backend_that_cannot_verify(void **state)
{
    struct passkey_openssl *openssl = passkey_openssl_new();
    struct passkey_crypto crypto = *passkey_openssl_crypto(openssl);
    struct passkey_bytes blob, out;
    struct passkey_buffer scratch;
    int by_root;

    (void)state;
    crypto.verify = unknown_signature;
    for (by_root = 0; by_root < 2; by_root++) {
        begin(&world);
        if (by_root)
            signed_by_root(&world);
        blob = view_text(lab_blob_text(&world.blob));
        scratch.cap = 2 * blob.len;
        scratch.data = scratch_alloc(scratch.cap);
        assert_error(passkey_metadata_verify(&world.signer, &crypto, blob, NOW,
                         scratch, &out),
            PASSKEY_ERR_BACKEND);
        assert_int_equal(out.len, 0);
    }
    passkey_openssl_free(openssl);
    scratch_reset();
}

/* 16 MiB of icons: no memory but the caller's, and time in proportion. */
static void
sixteen_mebibytes(void **state)
{
    size_t len = 12u * 1024 * 1024;
    char *icon = malloc(len + 1), *payload = malloc(len + 1024);
    clock_t from;
    double seconds;

    (void)state;
    assert_true(icon != NULL && payload != NULL);
    begin(&world);
    memset(icon, 'A', len);
    icon[len] = '\0';
    snprintf(payload, len + 1024,
        "{\"no\":42,\"nextUpdate\":\"2026-02-01\",\"entries\":["
        "{\"aaguid\":\"" AAGUID_1 "\",\"statusReports\":[],"
        "\"metadataStatement\":{\"icon\":\"%s\"}}]}",
        icon);
    world.blob.payload = payload;
    world.text = lab_blob_text(&world.blob);
    assert_true(strlen(world.text) > 16000000);
    from = clock();
    assert_error(judge(&world), PASSKEY_OK);
    seconds = (double)(clock() - from) / CLOCKS_PER_SEC;
    print_message("# %zu bytes in %.3f s\n", strlen(world.text), seconds);
    assert_int_equal(world.metadata.num_models, 1);
    scratch_reset();
    free(icon);
    free(payload);
}

int
main(void)
{
    const struct CMUnitTest others[] = {
        cmocka_unit_test(lists_models),
        cmocka_unit_test(a_faulty_entry_among_good_ones),
        cmocka_unit_test(every_prefix_is_refused),
        cmocka_unit_test(memory_that_is_too_small),
        cmocka_unit_test(payloads_say_a_number_and_a_day),
        cmocka_unit_test(a_backend_that_cannot_verify),
        cmocka_unit_test(sixteen_mebibytes),
    };
    static struct CMUnitTest tests[COUNT_OF(rows) + COUNT_OF(others)];
    size_t i;
    int failed;

    for (i = 0; i < COUNT_OF(rows); i++) {
        tests[i].name = rows[i].name;
        tests[i].test_func = judges;
        tests[i].initial_state = (void *)(uintptr_t)&rows[i];
    }
    memcpy(tests + COUNT_OF(rows), others, sizeof(others));
    failed = _cmocka_run_group_tests(
        "metadata", tests, COUNT_OF(tests), NULL, NULL);
    lab_free();
    return failed;
}
