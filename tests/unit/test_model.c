/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Registrations held against metadata: every row changes one thing of a
 * registration, of the model's entry or of the policy.
 */
#include "attested.h"
#include "failing_backend.h"

static const uint8_t model[][16] = {"software device\1"};
static const uint8_t other[][16] = {{1}};

static void
as_it_is(struct attested *a)
{
    (void)a;
}

/* Entry, anchors and chain. */

static void
model_is_not_in_it(struct attested *a)
{
    a->entry.name = "\"aaguid\":\"" OTHER_MODEL "\"";
}

static void
unknown_model_where_any_goes(struct attested *a)
{
    model_is_not_in_it(a);
    a->policy.models.require_known = false;
    a->policy.require_trusted = false;
}

static void
unknown_model_without_anchor(struct attested *a)
{
    model_is_not_in_it(a);
    a->policy.models.require_known = false;
}

static void
unknown_model_under_an_anchor(struct attested *a)
{
    struct passkey_model_policy models = a->policy.models;

    attested_trust(a, &a->authority.root);
    a->policy.models = models;
    a->policy.models.require_known = false;
    model_is_not_in_it(a);
}

/* The operator's own anchor does not make another vendor's model true. */
static void
entry_has_other_root(struct attested *a)
{
    struct certificate stranger =
        certificate_authority("Another", lab_key(LAB_STRANGER), NULL);

    unknown_model_under_an_anchor(a);
    a->entry.name = "\"aaguid\":\"" MODEL "\"";
    a->entry.roots = attested_quote(certificate_der(&stranger));
}

static void
entry_has_other_root_where_any_goes(struct attested *a)
{
    entry_has_other_root(a);
    a->policy.require_trusted = false;
}

static void
second_root_fits(struct attested *a)
{
    struct certificate stranger =
        certificate_authority("Another", lab_key(LAB_STRANGER), NULL);

    a->entry.roots = lab_format("%s,\"AAAA\",7,%s",
        attested_quote(certificate_der(&stranger)), a->entry.roots);
}

static void
root_in_lines(struct attested *a)
{
    char *text = blob_base64(certificate_der(&a->authority.root));

    a->entry.roots = lab_format("\" %.20s\\n%s\"", text, text + 20);
}

static void
root_with_escapes(struct attested *a)
{
    char *text = blob_base64(certificate_der(&a->authority.root)), *out;
    size_t len = 0;

    out = scratch_alloc(2 * strlen(text) + 3);
    out[len++] = '"';
    for (; *text != '\0'; text++) {
        if (*text == '/')
            out[len++] = '\\';
        out[len++] = *text;
    }
    out[len] = '"';
    a->entry.roots = out;
}

static void
roots_cannot_be_read(struct attested *a)
{
    a->entry.roots = "7,\"!\"";
}

static void
no_roots(struct attested *a)
{
    a->entry.roots = "";
}

static void
leaf_is_the_anchor(struct attested *a)
{
    ceremony_sign(&a->made);
    a->entry.roots = attested_quote(
        cbor_get_text(a->made.statement, "x5c")->children[0]->bytes);
}

/* Under its root nobody knows its status; an anchor needs none. */
static void
leaf_is_the_second_anchor(struct attested *a)
{
    char *root = attested_quote(certificate_der(&a->authority.root));

    leaf_is_the_anchor(a);
    a->entry.roots = lab_format("%s,%s", root, a->entry.roots);
    a->policy.require_status = true;
}

static void
status_is_unknown(struct attested *a)
{
    a->policy.require_status = true;
}

static void
leaf_is_another(struct attested *a)
{
    a->entry.roots = attested_quote(certificate_der(&a->made.leaf));
}

static void
update_is_not_described(struct attested *a)
{
    a->entry.reports = "{\"status\":\"UPDATE_AVAILABLE\","
                       "\"authenticatorVersion\":2}";
    a->entry.more = "\"authenticatorVersion\":1,";
}

static void
update_is_described(struct attested *a)
{
    update_is_not_described(a);
    a->entry.more = "\"authenticatorVersion\":2,";
}

/* Attestation types. */

static void
none(struct attested *a)
{
    a->made.format = &statement_none;
}

static void
none_where_any_goes(struct attested *a)
{
    none(a);
    a->policy.models.require_known = false;
}

static void
self(struct attested *a)
{
    a->made.format = &statement_self;
    a->made.attestation_key = NULL;
    a->entry.types = "\"basic_surrogate\"";
}

static void
self_where_any_goes(struct attested *a)
{
    self(a);
    a->policy.models.require_known = false;
}

static void
self_of_a_model_that_has_certificates(struct attested *a)
{
    self_where_any_goes(a);
    a->entry.types = "\"basic_full\"";
}

static void
certificates_of_a_model_that_has_none(struct attested *a)
{
    a->entry.types = "\"basic_surrogate\"";
}

static void
types_of_the_future(struct attested *a)
{
    a->entry.types = "\"quantum\"";
}

static void
types_of_the_future_beside_self(struct attested *a)
{
    a->entry.types = "\"quantum\",\"basic_surrogate\"";
}

static void
certificates_of_a_model_that_attests_nothing(struct attested *a)
{
    a->entry.types = "\"none\"";
}

static void
none_of_a_model_that_attests_itself(struct attested *a)
{
    none_where_any_goes(a);
    a->entry.types = "\"basic_surrogate\"";
}

static void
certificates_or_self(struct attested *a)
{
    a->entry.types = "\"basic_surrogate\",\"basic_full\"";
}

static void
attested_anonymously(struct attested *a)
{
    a->entry.types = "\"basic_surrogate\",\"anonca\"";
}

static void
attested_by_authority(struct attested *a)
{
    a->entry.types = "\"basic_surrogate\",\"attca\"";
}

/* Algorithm and curve. */

static void
no_algorithms(struct attested *a)
{
    a->entry.algorithms = NULL;
}

static void
other_curve(struct attested *a)
{
    a->entry.algorithms = "\"secp384r1_ecdsa_sha384_raw\"";
}

static void
same_field_other_curve(struct attested *a)
{
    a->entry.algorithms = "\"secp256k1_ecdsa_sha256_raw\"";
}

static void
other_algorithm(struct attested *a)
{
    a->entry.algorithms = "\"rsassa_pkcsv15_sha256_raw\",\"whatever\"";
}

/* ES256 and ESP256 are one name of the registry. */
static void
second_algorithm_of_a_name(struct attested *a)
{
    a->made.cose_key =
        key_cose(a->passkey.key, key_algorithm_find(PASSKEY_ALG_ESP256));
    a->asked.algorithms[0] = PASSKEY_ALG_ESP256;
}

static void
one_of_several_algorithms(struct attested *a)
{
    a->entry.algorithms =
        "\"ed25519_eddsa_sha512_raw\",\"x\",\"secp256r1_ecdsa_sha256_der\"";
}

static void
use_rs256(struct attested *a)
{
    a->made.cose_key = key_cose(
        lab_key(LAB_RSA_SIGNER), key_algorithm_find(PASSKEY_ALG_RS256));
    a->asked.algorithms[0] = PASSKEY_ALG_RS256;
}

static void
rs256(struct attested *a)
{
    use_rs256(a);
    a->entry.algorithms = "\"rsassa_pkcsv15_sha256_raw\"";
}

/* As Windows Hello once said it. */
static void
rs256_by_its_other_names(struct attested *a)
{
    use_rs256(a);
    a->entry.algorithms = "\"rsa_emsa_pkcs1_sha256_raw\"";
}

static void
rs256_by_its_last_name(struct attested *a)
{
    use_rs256(a);
    a->entry.algorithms = "\"rsa_emsa_pkcs1_sha256_der\"";
}

/* The registry does not name ML-DSA; the backend of the test knows it. */

static bool
supports_everything(void *context, int32_t algorithm)
{
    (void)context;
    (void)algorithm;
    return true;
}

static enum passkey_verdict
any_key(void *context, const struct passkey_public_key *key)
{
    (void)context;
    (void)key;
    return PASSKEY_VERDICT_VALID;
}

static void
teach_backend(struct passkey_crypto *crypto)
{
    crypto->supports = supports_everything;
    crypto->check_key = any_key;
}

static void
ml_dsa(struct attested *a)
{
    a->made.cose_key = cbor_map();
    cbor_put_integer(a->made.cose_key, 1, cbor_integer(7));
    cbor_put_integer(
        a->made.cose_key, 3, cbor_integer(PASSKEY_ALG_ML_DSA_44));
    cbor_put_integer(a->made.cose_key, -1, cbor_bytes(blob_fill(1, 1312)));
    a->asked.algorithms[0] = PASSKEY_ALG_ML_DSA_44;
    a->change_backend = teach_backend;
}

static void
ml_dsa_where_a_name_is_unknown(struct attested *a)
{
    ml_dsa(a);
    a->entry.algorithms = "\"secp256r1_ecdsa_sha256_raw\",\"new\"";
}

/* Status. */

static void
revoked(struct attested *a)
{
    a->entry.reports = "{\"status\":\"REVOKED\"}";
}

static void
remote_compromise(struct attested *a)
{
    a->entry.reports = "{\"status\":\"FIDO_CERTIFIED_L2\"},"
                       "{\"status\":\"USER_KEY_REMOTE_COMPROMISE\"}";
}

static void
retired(struct attested *a)
{
    a->entry.reports = "{\"status\":\"RETIRED\"}";
}

static void
revoked_tomorrow(struct attested *a)
{
    a->entry.reports =
        "{\"status\":\"REVOKED\",\"effectiveDate\":\"2026-01-16\"}";
}

static void
retired_but_tolerated(struct attested *a)
{
    retired(a);
    a->policy.models.refused &= ~PASSKEY_STATUS_RETIRED;
}

static void
revoked_claim_without_proof(struct attested *a)
{
    none_where_any_goes(a);
    revoked(a);
}

static void
report_certificate(struct attested *a, struct blob der)
{
    a->entry.reports =
        lab_format("{\"status\":\"ATTESTATION_KEY_COMPROMISE\","
                   "\"certificate\":%s}",
            attested_quote(der));
}

static void
attestation_key_compromised(struct attested *a)
{
    a->entry.reports = "{\"status\":\"ATTESTATION_KEY_COMPROMISE\"}";
}

static void
key_of_this_chain_compromised(struct attested *a)
{
    report_certificate(a, certificate_der(&a->made.leaf));
}

static void
key_of_another_chain_compromised(struct attested *a)
{
    struct certificate leaf = certificate_packed_leaf(
        lab_key(LAB_STRANGER), &a->authority.root, a->made.aaguid);

    report_certificate(a, certificate_der(&leaf));
}

static void
key_of_a_chain_compromised_where_there_is_none(struct attested *a)
{
    self_where_any_goes(a);
    report_certificate(a, certificate_der(&a->authority.root));
}

static void
unreadable_certificate_compromised(struct attested *a)
{
    report_certificate(a, blob_fill(1, 20));
}

/* Lists and levels. */

static void
allowed(struct attested *a)
{
    a->policy.models.allowed = model;
    a->policy.models.num_allowed = 1;
}

static void
others_allowed(struct attested *a)
{
    a->policy.models.allowed = other;
    a->policy.models.num_allowed = 1;
}

static void
allowed_without_metadata(struct attested *a)
{
    attested_trust(a, &a->authority.root);
    allowed(a);
}

static void
allowed_by_its_own_word(struct attested *a)
{
    none_where_any_goes(a);
    allowed(a);
}

static void
allowed_under_a_stranger(struct attested *a)
{
    allowed(a);
    a->policy.models.metadata = NULL;
    a->policy.models.require_known = false;
    a->policy.require_trusted = false;
}

static void
denied(struct attested *a)
{
    a->policy.models.denied = model;
    a->policy.models.num_denied = 1;
}

static void
others_denied(struct attested *a)
{
    a->policy.models.denied = other;
    a->policy.models.num_denied = 1;
}

static void
denied_by_its_own_word(struct attested *a)
{
    none_where_any_goes(a);
    denied(a);
}

static void
level_is_enough(struct attested *a)
{
    a->policy.models.require_known = false;
    a->policy.models.minimum = PASSKEY_CERTIFICATION_L2;
}

static void
level_is_too_low(struct attested *a)
{
    a->policy.models.require_known = false;
    a->policy.models.minimum = PASSKEY_CERTIFICATION_L2_PLUS;
}

static void
level_of_nobody_knows_what(struct attested *a)
{
    level_is_enough(a);
    unknown_model_under_an_anchor(a);
}

/* U2F: zeros, and the key says which model it is. */

static void
u2f(struct attested *a)
{
    a->made.aaguid = blob_fill(0, 16);
    attested_sign_with(a, &statement_fido_u2f, lab_key(LAB_ATTESTATION));
    attested_know_by_key(a, lab_key(LAB_ATTESTATION));
}

/* Its statement signs no AAGUID: the client writes what it likes there. */

static void
u2f_with_the_aaguid_of_a_model(struct attested *a)
{
    attested_sign_with(a, &statement_fido_u2f, lab_key(LAB_ATTESTATION));
}

static void
u2f_with_an_aaguid(struct attested *a)
{
    u2f_with_the_aaguid_of_a_model(a);
    attested_know_by_key(a, lab_key(LAB_ATTESTATION));
}

static void
u2f_revoked_behind_an_aaguid(struct attested *a)
{
    u2f_with_an_aaguid(a);
    a->entry.reports = "{\"status\":\"REVOKED\"}";
}

static void
u2f_allowed_by_an_aaguid(struct attested *a)
{
    u2f_with_the_aaguid_of_a_model(a);
    allowed_without_metadata(a);
}

static void
u2f_denied_by_an_aaguid(struct attested *a)
{
    u2f_with_an_aaguid(a);
    denied(a);
}

static void
u2f_of_another_key(struct attested *a)
{
    u2f(a);
    attested_sign_with(a, &statement_fido_u2f, lab_key(LAB_STRANGER));
}

static void
hurt_digest_of_key(struct passkey_crypto *crypto)
{
    backend_fails_at(crypto, 1); /* the first one is of the client data */
    crypto->digest = failing_digest;
}

static void
u2f_key_cannot_be_hashed(struct attested *a)
{
    u2f(a);
    a->change_backend = hurt_digest_of_key;
}

static void
zeros_in_another_format(struct attested *a)
{
    u2f(a);
    attested_sign_with(a, &statement_packed, lab_key(LAB_ATTESTATION));
}

/* Several statements. */

static void
certificates_and_self(struct attested *a)
{
    static struct ceremony parts[2];

    parts[0] = parts[1] = a->made;
    parts[1].format = &statement_self;
    parts[1].attestation_key = NULL;
    ceremony_add_part(&a->made, &parts[0]);
    ceremony_add_part(&a->made, &parts[1]);
    a->entry.types = "\"basic_surrogate\",\"basic_full\"";
    a->policy.compound = PASSKEY_COMPOUND_ANY;
}

/* Roots that the answer brings along. */

static void
root_only_inside_x5c(struct attested *a)
{
    attested_trust(a, &a->authority.root);
    a->policy.num_anchors = 0;
    a->made.chain[a->made.num_chain++] = certificate_der(&a->authority.root);
}

static void
self_signed_leaf(struct attested *a)
{
    attested_trust(a, &a->authority.root);
    a->made.leaf = certificate_packed_leaf(
        lab_key(LAB_ATTESTATION), NULL, a->made.aaguid);
}

static void
leaf_is_the_trusted_root(struct attested *a)
{
    attested_trust(a, &a->authority.root);
    a->policy.num_anchors = 0;
    self_signed_leaf(a);
    ceremony_sign(&a->made);
    a->policy.num_anchors = 1;
    a->anchors[0] = passkey_bytes_of(
        cbor_get_text(a->made.statement, "x5c")->children[0]->bytes.data,
        cbor_get_text(a->made.statement, "x5c")->children[0]->bytes.len);
}

static void
empty_x5c(struct attested *a)
{
    ceremony_sign(&a->made);
    cbor_get_text(a->made.statement, "x5c")->num_children = 0;
}

/* Policies that cannot be kept. */

static void
known_without_asking(struct attested *a)
{
    a->policy.attestation = PASSKEY_CONVEYANCE_NONE;
}

static void
known_without_metadata(struct attested *a)
{
    a->policy.models.metadata = NULL;
}

struct row {
    const char *name;
    void (*change)(struct attested *a);
    enum passkey_error expected;
    bool known; /* the model was proved by metadata */
};

#define KNOWN(name) { #name, name, PASSKEY_OK, true }
#define TAKEN(name) { #name, name, PASSKEY_OK, false }
#define REFUSED(name, error) { #name, name, PASSKEY_ERR_##error, false }
#define CATALOGUED(id, name, error)                                            \
    { id ": " #name, name, PASSKEY_ERR_##error, false }

static const struct row rows[] = {
    KNOWN(as_it_is),
    CATALOGUED("F4", model_is_not_in_it, MODEL_UNKNOWN),
    TAKEN(unknown_model_where_any_goes),
    REFUSED(unknown_model_without_anchor, ATTESTATION_NOT_TRUSTED),
    TAKEN(unknown_model_under_an_anchor),
    REFUSED(entry_has_other_root, ATTESTATION_NOT_TRUSTED),
    REFUSED(entry_has_other_root_where_any_goes, ATTESTATION_NOT_TRUSTED),
    KNOWN(second_root_fits),
    KNOWN(root_in_lines),
    KNOWN(root_with_escapes),
    REFUSED(roots_cannot_be_read, ATTESTATION_NOT_TRUSTED),
    REFUSED(no_roots, ATTESTATION_NOT_TRUSTED),
    KNOWN(leaf_is_the_anchor),
    KNOWN(leaf_is_the_second_anchor),
    REFUSED(status_is_unknown, CERTIFICATE_STATUS_UNKNOWN),
    REFUSED(leaf_is_another, ATTESTATION_NOT_TRUSTED),
    REFUSED(update_is_not_described, MODEL_UNKNOWN),
    KNOWN(update_is_described),
    CATALOGUED("F2", none, ATTESTATION_NOT_ACCEPTED),
    TAKEN(none_where_any_goes),
    CATALOGUED("F2", self, ATTESTATION_NOT_ACCEPTED),
    TAKEN(self_where_any_goes),
    REFUSED(self_of_a_model_that_has_certificates, MODEL_ATTESTATION_TYPE),
    REFUSED(certificates_of_a_model_that_has_none, MODEL_ATTESTATION_TYPE),
    KNOWN(types_of_the_future),
    REFUSED(types_of_the_future_beside_self, MODEL_ATTESTATION_TYPE),
    REFUSED(
        certificates_of_a_model_that_attests_nothing, MODEL_ATTESTATION_TYPE),
    TAKEN(none_of_a_model_that_attests_itself),
    KNOWN(certificates_or_self),
    KNOWN(attested_anonymously),
    KNOWN(attested_by_authority),
    KNOWN(no_algorithms),
    REFUSED(other_curve, MODEL_ALGORITHM),
    REFUSED(same_field_other_curve, MODEL_ALGORITHM),
    REFUSED(other_algorithm, MODEL_ALGORITHM),
    KNOWN(second_algorithm_of_a_name),
    KNOWN(one_of_several_algorithms),
    KNOWN(rs256),
    KNOWN(rs256_by_its_other_names),
    KNOWN(rs256_by_its_last_name),
    REFUSED(ml_dsa, MODEL_ALGORITHM),
    KNOWN(ml_dsa_where_a_name_is_unknown),
    CATALOGUED("F5", revoked, MODEL_STATUS),
    CATALOGUED("F5", remote_compromise, MODEL_STATUS),
    REFUSED(retired, MODEL_STATUS),
    KNOWN(revoked_tomorrow),
    KNOWN(retired_but_tolerated),
    REFUSED(revoked_claim_without_proof, MODEL_STATUS),
    REFUSED(attestation_key_compromised, MODEL_STATUS),
    REFUSED(key_of_this_chain_compromised, MODEL_STATUS),
    KNOWN(key_of_another_chain_compromised),
    TAKEN(key_of_a_chain_compromised_where_there_is_none),
    REFUSED(unreadable_certificate_compromised, MODEL_STATUS),
    KNOWN(allowed),
    REFUSED(others_allowed, MODEL_NOT_ALLOWED),
    TAKEN(allowed_without_metadata),
    REFUSED(allowed_by_its_own_word, ATTESTATION_NOT_ACCEPTED),
    REFUSED(allowed_under_a_stranger, ATTESTATION_NOT_TRUSTED),
    REFUSED(denied, MODEL_NOT_ALLOWED),
    KNOWN(others_denied),
    REFUSED(denied_by_its_own_word, MODEL_NOT_ALLOWED),
    KNOWN(level_is_enough),
    REFUSED(level_is_too_low, MODEL_NOT_CERTIFIED),
    REFUSED(level_of_nobody_knows_what, MODEL_UNKNOWN),
    KNOWN(u2f),
    REFUSED(u2f_of_another_key, MODEL_UNKNOWN),
    REFUSED(u2f_with_the_aaguid_of_a_model, MODEL_UNKNOWN),
    KNOWN(u2f_with_an_aaguid),
    REFUSED(u2f_revoked_behind_an_aaguid, MODEL_STATUS),
    REFUSED(u2f_allowed_by_an_aaguid, MODEL_NOT_ALLOWED),
    REFUSED(u2f_denied_by_an_aaguid, MODEL_NOT_ALLOWED),
    REFUSED(u2f_key_cannot_be_hashed, BACKEND),
    REFUSED(zeros_in_another_format, MODEL_UNKNOWN),
    KNOWN(certificates_and_self),
    CATALOGUED("F1", root_only_inside_x5c, ATTESTATION_NOT_TRUSTED),
    CATALOGUED("F1", self_signed_leaf, ATTESTATION_NOT_TRUSTED),
    {"F1: leaf_is_the_trusted_root", leaf_is_the_trusted_root, PASSKEY_OK,
        false},
    CATALOGUED("F1", empty_x5c, ATTESTATION_STATEMENT_MALFORMED),
    REFUSED(known_without_asking, POLICY_INVALID),
    CATALOGUED("F4", known_without_metadata, MODEL_UNKNOWN),
};

static void
judges(void **state)
{
    static struct attested a;
    const struct row *row = *state;

    attested_begin(&a);
    row->change(&a);
    assert_string_equal(passkey_error_name(attested_judge(&a)),
        passkey_error_name(row->expected));
    assert_int_equal(a.result.model_known, row->known);
    assert_true(a.result.trusted || !row->known);
    assert_int_equal(
        a.result.credential.attestation_trusted, a.result.trusted);
    scratch_reset();
}

static void
device_tells_its_serial_number(void **state)
{
    static const uint8_t octets[] = { 4, 3, 1, 0, 2 };
    static struct attested a;

    (void)state;
    attested_begin(&a);
    assert_error(attested_judge(&a), PASSKEY_OK);
    assert_int_equal(a.result.serial_number.len, 0);
    attested_begin(&a);
    certificate_extension_add(&a.made.leaf, OID_FIDO_SERIAL_NUMBER, false,
        blob_copy(octets, sizeof(octets)));
    a.policy.attestation = a.asked.attestation = PASSKEY_CONVEYANCE_ENTERPRISE;
    assert_error(attested_judge(&a), PASSKEY_OK);
    assert_int_equal(a.result.serial_number.len, 3);
    assert_memory_equal(a.result.serial_number.data, octets + 2, 3);
    scratch_reset();
}

/*
 * Two statements: one that anybody could make, with a serial number, and a
 * U2F key that the metadata know. The one lends the other nothing.
 */
static void
one_statement_proves_nothing_about_another(void **state)
{
    static const uint8_t serial[] = {4, 4, 'B', 'O', 'S', 'S'};
    static struct attested a;
    static struct ceremony parts[2];
    struct attestation_authority stranger = {.num_intermediates = 0};
    int first;

    (void)state;
    for (first = 0; first < 2; first++) {
        attested_begin(&a);
        a.policy.attestation = a.asked.attestation =
            PASSKEY_CONVEYANCE_ENTERPRISE;
        a.policy.models.require_known = a.policy.require_trusted = false;
        u2f(&a);
        parts[first] = parts[!first] = a.made;
        stranger.root =
            certificate_authority("Another", lab_key(LAB_STRANGER), NULL);
        ceremony_attest(&parts[first], &statement_packed, lab_key(LAB_OLD_ROOT),
            PASSKEY_ALG_ES256, &stranger);
        certificate_extension_add(&parts[first].leaf, OID_FIDO_SERIAL_NUMBER,
            false, blob_copy(serial, sizeof(serial)));
        ceremony_add_part(&a.made, &parts[0]);
        ceremony_add_part(&a.made, &parts[1]);
        assert_error(attested_judge(&a), PASSKEY_OK);
        assert_true(a.result.trusted && a.result.model_known);
        assert_int_equal(a.result.serial_number.len, 0);
        scratch_reset();
    }
}

/* Both are trusted, one of them by the policy's own anchor. */
static void
the_known_model_speaks(void **state)
{
    static const uint8_t serial[] = {4, 1, 'X'};
    static struct attested a;
    static struct ceremony parts[2];
    struct blob root;
    int first;

    (void)state;
    for (first = 0; first < 2; first++) {
        attested_begin(&a);
        a.policy.attestation = a.asked.attestation =
            PASSKEY_CONVEYANCE_ENTERPRISE;
        a.policy.models.require_known = false;
        root = certificate_der(&a.authority.root);
        a.anchors[0] = passkey_bytes_of(root.data, root.len);
        a.policy.num_anchors = 1;
        u2f(&a);
        a.made.aaguid = blob_fill(9, 16);
        parts[first] = parts[!first] = a.made;
        ceremony_attest(&parts[first], &statement_packed,
            lab_key(LAB_ATTESTATION), PASSKEY_ALG_ES256, &a.authority);
        certificate_extension_add(&parts[first].leaf, OID_FIDO_SERIAL_NUMBER,
            false, blob_copy(serial, sizeof(serial)));
        ceremony_add_part(&a.made, &parts[0]);
        ceremony_add_part(&a.made, &parts[1]);
        assert_error(attested_judge(&a), PASSKEY_OK);
        assert_true(a.result.trusted && a.result.model_known);
        assert_int_equal(a.result.serial_number.len, 0);
        scratch_reset();
    }
}

/* As a stored record finds its model again, long after the registration. */
static const struct passkey_model *
model_of_record(struct attested *a, struct passkey_credential *out)
{
    static uint8_t record[8192];
    struct passkey_openssl *openssl = passkey_openssl_new();
    const struct passkey_model *found;
    size_t len;

    assert_error(attested_judge(a), PASSKEY_OK);
    assert_error(passkey_credential_encode(&a->result.credential,
                     (struct passkey_buffer){record, sizeof(record)}, &len),
        PASSKEY_OK);
    assert_error(passkey_credential_decode(passkey_bytes_of(record, len), out),
        PASSKEY_OK);
    found = passkey_credential_model(
        &a->metadata, passkey_openssl_crypto(openssl), out);
    passkey_openssl_free(openssl);
    return found;
}

static void
stored_credentials_find_their_model(void **state)
{
    static struct attested a;
    struct passkey_credential stored;
    struct passkey_openssl *openssl = passkey_openssl_new();
    const struct passkey_crypto *crypto = passkey_openssl_crypto(openssl);

    (void)state;
    attested_begin(&a);
    assert_ptr_equal(model_of_record(&a, &stored), &a.models[0]);
    attested_begin(&a);
    unknown_model_where_any_goes(&a);
    assert_null(model_of_record(&a, &stored));
    attested_begin(&a);
    u2f_with_an_aaguid(&a);
    assert_ptr_equal(model_of_record(&a, &stored), &a.models[0]);
    a.metadata.num_models = 0;
    assert_null(passkey_credential_model(&a.metadata, crypto, &stored));
    a.metadata.num_models = 1;
    stored.attestation_object.len--;
    assert_null(passkey_credential_model(&a.metadata, crypto, &stored));
    stored.attestation_object = passkey_bytes_of(NULL, 0);
    assert_null(passkey_credential_model(&a.metadata, crypto, &stored));
    /* The record says fido-u2f, its object something else. */
    attested_begin(&a);
    attested_know_by_key(&a, lab_key(LAB_ATTESTATION));
    a.policy.models.require_known = a.policy.require_trusted = false;
    assert_null(model_of_record(&a, &stored));
    stored.attestation_format = view_text("fido-u2f");
    assert_null(passkey_credential_model(&a.metadata, crypto, &stored));
    /* The AAGUID of a model beside a statement that does not sign it. */
    attested_begin(&a);
    u2f_with_the_aaguid_of_a_model(&a);
    a.policy.models.require_known = a.policy.require_trusted = false;
    assert_null(model_of_record(&a, &stored));
    passkey_openssl_free(openssl);
    scratch_reset();
}

/* Nobody finds the key again, and the AAGUID was never proved. */
static void
fido_u2f_inside_compound_proves_no_model_to_the_record(void **state)
{
    static struct attested a;
    static struct ceremony parts[2];
    struct passkey_credential stored;
    struct blob root;

    (void)state;
    attested_begin(&a);
    attested_sign_with(&a, &statement_fido_u2f, lab_key(LAB_ATTESTATION));
    a.policy.models.require_known = false;
    root = certificate_der(&a.authority.root);
    a.anchors[a.policy.num_anchors++] =
        passkey_bytes_of(root.data, root.len);
    parts[0] = parts[1] = a.made;
    ceremony_add_part(&a.made, &parts[0]);
    ceremony_add_part(&a.made, &parts[1]);
    assert_ptr_equal(model_of_record(&a, &stored), &a.models[0]);
    assert_true(a.result.trusted);
    assert_false(stored.attestation_trusted);
    scratch_reset();
}

int
main(void)
{
    static struct CMUnitTest tests[COUNT_OF(rows) + 5];
    size_t i;
    int failed;

    scratch_adopt_cjson();
    for (i = 0; i < COUNT_OF(rows); i++) {
        tests[i].name = rows[i].name;
        tests[i].test_func = judges;
        tests[i].initial_state = (void *)(uintptr_t)&rows[i];
    }
    tests[i].name = "device_tells_its_serial_number";
    tests[i++].test_func = device_tells_its_serial_number;
    tests[i].name = "one_statement_proves_nothing_about_another";
    tests[i++].test_func = one_statement_proves_nothing_about_another;
    tests[i].name = "the_known_model_speaks";
    tests[i++].test_func = the_known_model_speaks;
    tests[i].name = "stored_credentials_find_their_model";
    tests[i++].test_func = stored_credentials_find_their_model;
    tests[i].name = "fido_u2f_inside_compound_proves_no_model_to_the_record";
    tests[i].test_func = fido_u2f_inside_compound_proves_no_model_to_the_record;
    failed = _cmocka_run_group_tests(
        "model", tests, COUNT_OF(tests), NULL, NULL);
    lab_free();
    return failed;
}
