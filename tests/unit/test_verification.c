/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the cases of tests/cases cannot say: what a result holds, that a
 * refusal leaves none, when a ceremony ends, and what becomes of a backend
 * that cannot do its work.
 */
#include "unit.h"

#include "../support/scratch.h"
#include "failing_backend.h"
#include "relying_party.h"

static struct relying_party party;
static struct ceremony answer;

static int
set_up(void **state)
{
    (void)state;
    party_open(&party, PASSKEY_ALG_ES256);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    party_close(&party);
    scratch_reset();
    return 0;
}

static void
a_ceremony_expires(void **state)
{
    const enum ceremony_kind kinds[] = { REGISTRATION, AUTHENTICATION };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(kinds); i++) {
        int64_t end;

        party_ask(&party, kinds[i], &answer);
        end = party.ceremony.expires_at;
        assert_int_equal(end, PARTY_NOW + 300);
        assert_error(party_check_at(&party, &answer, end - 1), PASSKEY_OK);
        assert_error(party_check_at(&party, &answer, end),
            PASSKEY_ERR_CEREMONY_EXPIRED);
        assert_error(party_check_at(&party, &answer, end + 1),
            PASSKEY_ERR_CEREMONY_EXPIRED);
        party.ceremony.expires_at = 0; /* never */
        assert_error(party_check_at(&party, &answer, end + 1), PASSKEY_OK);
    }
}

static void
a_ceremony_is_of_one_kind(void **state)
{
    (void)state;
    party_ask(&party, REGISTRATION, &answer);
    party.ceremony.kind = PASSKEY_CEREMONY_AUTHENTICATION;
    assert_error(
        party_check(&party, &answer), PASSKEY_ERR_CEREMONY_KIND_MISMATCH);
    party_ask(&party, AUTHENTICATION, &answer);
    party.ceremony.kind = PASSKEY_CEREMONY_REGISTRATION;
    assert_error(
        party_check(&party, &answer), PASSKEY_ERR_CEREMONY_KIND_MISMATCH);
    party_ask(&party, AUTHENTICATION, &answer);
    party.ceremony.challenge_len = PASSKEY_CHALLENGE_MIN_LEN;
    ceremony_set_site(&answer, "https://example.org", "example.org",
        blob_base64url(blob_copy(
            party.ceremony.challenge, PASSKEY_CHALLENGE_MIN_LEN)));
    assert_error(party_check(&party, &answer), PASSKEY_OK);
    party.ceremony.challenge_len--;
    assert_error(
        party_check(&party, &answer), PASSKEY_ERR_CEREMONY_KIND_MISMATCH);
}

static bool
is_zero(const void *memory, size_t len)
{
    const uint8_t *bytes = memory;
    size_t i;

    for (i = 0; i < len; i++) {
        if (bytes[i] != 0)
            return false;
    }
    return true;
}

static void
a_refusal_leaves_nothing(void **state)
{
    (void)state;
    memset(&party.registered, 0xff, sizeof(party.registered));
    party_ask(&party, REGISTRATION, &answer);
    ceremony_encode(&answer);
    party.ceremony.challenge[0] ^= 1;
    assert_error(
        party_check(&party, &answer), PASSKEY_ERR_CHALLENGE_MISMATCH);
    assert_true(is_zero(&party.registered, sizeof(party.registered)));
    memset(&party.authenticated, 0xff, sizeof(party.authenticated));
    party_ask(&party, AUTHENTICATION, &answer);
    ceremony_sign(&answer);
    answer.signature = blob_flip(answer.signature, answer.signature.len - 1);
    assert_error(party_check(&party, &answer), PASSKEY_ERR_SIGNATURE_INVALID);
    assert_true(is_zero(&party.authenticated, sizeof(party.authenticated)));
}

static void
an_assertion_says_what_changed(void **state)
{
    static const struct {
        uint32_t stored, sent;
        bool was_backed_up, is_backed_up;
        bool suspicious, changed;
    } cases[] = {
        { 0, 0, false, false, false, false },
        { 0, 1, false, false, false, true },
        { 1, 2, true, true, false, true },
        { 5, 5, false, false, true, false },
        { 5, 4, true, true, true, true },
        { 5, 0, false, false, true, true },
        { 0, 0, false, true, false, true },
        { 0, 0, true, false, false, true },
        { 0xfffffffe, 0xffffffff, true, true, false, true },
    };
    size_t i;

    (void)state;
    party.policy.reject_sign_count = false;
    party.credential.backup_eligible = true;
    for (i = 0; i < COUNT_OF(cases); i++) {
        const struct passkey_authentication *result = &party.authenticated;

        party.credential.sign_count = cases[i].stored;
        party.credential.backup_state = cases[i].was_backed_up;
        party.credential.uv_initialized = i % 2 == 0;
        party_ask(&party, AUTHENTICATION, &answer);
        answer.sign_count = cases[i].sent;
        answer.flags |= FLAG_BE | (cases[i].is_backed_up ? FLAG_BS : 0);
        assert_error(party_check(&party, &answer), PASSKEY_OK);
        assert_int_equal(result->sign_count, cases[i].sent);
        assert_int_equal(result->backup_state, cases[i].is_backed_up);
        assert_int_equal(result->sign_count_suspicious, cases[i].suspicious);
        assert_int_equal(result->record_changed, cases[i].changed);
        assert_int_equal(result->uv_initialized, i % 2 == 0);
        assert_true(result->user_present && result->user_verified);
        assert_int_equal(result->authenticator_extensions.len, 0);
    }
}

static void
flags_of_an_assertion_are_told(void **state)
{
    (void)state;
    party.policy.user_verification = PASSKEY_PREFERRED;
    party_ask(&party, AUTHENTICATION, &answer);
    answer.flags = FLAG_UP | FLAG_ED;
    answer.extensions = cbor_map();
    cbor_put_text(answer.extensions, "x", cbor_integer(1));
    assert_error(party_check(&party, &answer), PASSKEY_OK);
    assert_true(party.authenticated.user_present);
    assert_false(party.authenticated.user_verified);
    assert_int_equal(party.authenticated.authenticator_extensions.len, 4);
}

static void
assert_blob(struct passkey_bytes actual, struct blob expected)
{
    assert_int_equal(actual.len, expected.len);
    assert_memory_equal(actual.data, expected.data, expected.len);
}

static void
a_registration_fills_the_record(void **state)
{
    const struct passkey_credential *record = &party.registered.credential;

    (void)state;
    party_ask(&party, REGISTRATION, &answer);
    answer.sign_count = 0x01020304;
    answer.flags |= FLAG_BE | FLAG_BS;
    assert_error(party_check(&party, &answer), PASSKEY_OK);
    assert_blob(record->id, party.passkey.id);
    assert_blob(record->public_key, cbor_write(answer.cose_key));
    assert_blob(record->user_handle, party.passkey.user_handle);
    assert_blob(record->transports, blob_text("internal"));
    assert_blob(record->attestation_format, blob_text("none"));
    assert_blob(record->attestation_object, answer.attestation_object);
    assert_blob(record->client_data, answer.client_data);
    assert_memory_equal(record->aaguid, answer.aaguid.data, 16);
    assert_int_equal(record->algorithm, PASSKEY_ALG_ES256);
    assert_int_equal(record->sign_count, 0x01020304);
    assert_int_equal(record->attestation_type, PASSKEY_ATTESTATION_NONE);
    assert_true(record->uv_initialized && record->backup_eligible);
    assert_true(record->backup_eligible_known && record->backup_state);
    assert_true(party.registered.user_present);
    assert_true(party.registered.user_verified);
    assert_false(party.registered.trusted);
    assert_int_equal(party.registered.tolerated, 0);
}

static void
a_registration_without_flags_says_so(void **state)
{
    const struct passkey_credential *record = &party.registered.credential;

    (void)state;
    party.policy.user_verification = PASSKEY_DISCOURAGED;
    party_ask(&party, REGISTRATION, &answer);
    party.ceremony.conditional = true;
    answer.flags = FLAG_AT;
    assert_error(party_check(&party, &answer), PASSKEY_OK);
    assert_false(record->uv_initialized || record->backup_eligible);
    assert_false(record->backup_state);
    assert_false(party.registered.user_present);
    assert_false(party.registered.user_verified);
}

static void
every_format_has_its_type(void **state)
{
    static const struct {
        const struct statement_format *format;
        int alg;
        enum passkey_attestation_type type;
    } cases[] = {
        { &statement_packed, -7, PASSKEY_ATTESTATION_BASIC },
        { &statement_tpm, -257, PASSKEY_ATTESTATION_ATTCA },
        { &statement_android_key, -7, PASSKEY_ATTESTATION_BASIC },
        { &statement_apple, -7, PASSKEY_ATTESTATION_ANONCA },
        { &statement_fido_u2f, -7, PASSKEY_ATTESTATION_BASIC },
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        const struct passkey_registration *result = &party.registered;

        party_ask_attested(&party, cases[i].format, cases[i].alg, &answer);
        assert_error(party_check(&party, &answer), PASSKEY_OK);
        assert_int_equal(
            result->credential.attestation_type, cases[i].type);
        assert_true(result->trusted);
        party.policy.require_trusted = false;
        assert_error(party_check(&party, &answer), PASSKEY_OK);
        assert_false(result->trusted);
        party.policy.require_trusted = true;
        party.ceremony.attestation = PASSKEY_CONVEYANCE_NONE;
        assert_error(party_check(&party, &answer), PASSKEY_OK);
        assert_false(result->trusted);
    }
    party_ask(&party, REGISTRATION, &answer);
    answer.format = &statement_self;
    assert_error(party_check(&party, &answer), PASSKEY_OK);
    assert_int_equal(party.registered.credential.attestation_type,
        PASSKEY_ATTESTATION_SELF);
    assert_false(party.registered.trusted);
}

static void
add_part(const struct statement_format *format)
{
    struct ceremony part = answer;

    part.num_parts = 0;
    part.format = format;
    if (format->certify != NULL)
        ceremony_attest(
            &part, format, party.passkey.key, -7, &party.authority);
    ceremony_add_part(&answer, &part);
}

/* The best of its statements counts, wherever it stands. */
static void
compound_has_the_best_type(void **state)
{
    static const struct {
        const struct statement_format *formats[2];
        enum passkey_attestation_type type;
    } cases[] = {
        { { &statement_self, &statement_apple },
            PASSKEY_ATTESTATION_ANONCA },
        { { &statement_apple, &statement_self },
            PASSKEY_ATTESTATION_ANONCA },
        { { &statement_none, &statement_self }, PASSKEY_ATTESTATION_SELF },
        { { &statement_self, &statement_none }, PASSKEY_ATTESTATION_SELF },
        { { &statement_none, &statement_none }, PASSKEY_ATTESTATION_NONE },
        { { &statement_packed, &statement_self },
            PASSKEY_ATTESTATION_BASIC },
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        party_ask(&party, REGISTRATION, &answer);
        add_part(cases[i].formats[0]);
        add_part(cases[i].formats[1]);
        assert_error(party_check(&party, &answer), PASSKEY_OK);
        assert_int_equal(party.registered.credential.attestation_type,
            cases[i].type);
        assert_int_equal(party.registered.trusted,
            cases[i].type >= PASSKEY_ATTESTATION_BASIC);
    }
}

static enum passkey_verdict
unknown_key(void *context, const struct passkey_public_key *key)
{
    (void)context;
    (void)key;
    return PASSKEY_VERDICT_UNKNOWN;
}

static enum passkey_path_verdict
unknown_path(void *context, const struct passkey_path *path)
{
    (void)context;
    (void)path;
    return PASSKEY_PATH_UNKNOWN;
}

/* Whatever cannot be computed is no success, in every format. */
static void
no_digest_is_no_success(void **state)
{
    static const struct {
        const struct statement_format *format;
        int alg;
        unsigned num_digests;
    } cases[] = {
        { &statement_packed, -7, 1 },
        { &statement_tpm, -257, 3 },
        { &statement_apple, -7, 2 },
    };
    size_t i;
    unsigned call;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        for (call = 0; call < cases[i].num_digests; call++) {
            party_ask_attested(
                &party, cases[i].format, cases[i].alg, &answer);
            backend_fails_at(
                passkey_openssl_crypto(party.openssl), call);
            party.crypto.digest = failing_digest;
            assert_error(
                party_check(&party, &answer), PASSKEY_ERR_BACKEND);
            party.crypto.digest =
                passkey_openssl_crypto(party.openssl)->digest;
        }
    }
    for (call = 0; call < 2; call++) {
        party_ask(&party, AUTHENTICATION, &answer);
        party.ceremony.num_allowed = 1;
        assert_true(party.crypto.digest(party.crypto.context,
            PASSKEY_HASH_SHA256, &party.credential.id, 1,
            party.ceremony.allowed[0]));
        backend_fails_at(
                passkey_openssl_crypto(party.openssl), call);
        party.crypto.digest = failing_digest;
        assert_error(party_check(&party, &answer), PASSKEY_ERR_BACKEND);
        party.crypto.digest = passkey_openssl_crypto(party.openssl)->digest;
    }
}

static void
no_verdict_is_no_success(void **state)
{
    (void)state;
    party_ask(&party, AUTHENTICATION, &answer);
    party.crypto.verify = unknown_signature;
    assert_error(party_check(&party, &answer), PASSKEY_ERR_BACKEND);
    party.crypto.supports = supports_nothing;
    assert_error(party_check(&party, &answer), PASSKEY_ERR_KEY_UNSUPPORTED);
    party.crypto = *passkey_openssl_crypto(party.openssl);

    party_ask_attested(&party, &statement_packed, -7, &answer);
    party.crypto.verify = unknown_signature;
    assert_error(party_check(&party, &answer), PASSKEY_ERR_BACKEND);
    party.crypto = *passkey_openssl_crypto(party.openssl);
    party.crypto.check_key = unknown_key;
    assert_error(party_check(&party, &answer), PASSKEY_ERR_BACKEND);
    party.crypto = *passkey_openssl_crypto(party.openssl);
    party.crypto.check_path = unknown_path;
    assert_error(
        party_check(&party, &answer), PASSKEY_ERR_ATTESTATION_NOT_TRUSTED);
    party.crypto = *passkey_openssl_crypto(party.openssl);
    party.crypto.supports = supports_nothing;
    assert_error(party_check(&party, &answer), PASSKEY_ERR_KEY_UNSUPPORTED);
}

/* Credentials of one algorithm, attested with another that is missing. */
static bool
supports_es256_only(void *context, int32_t algorithm)
{
    (void)context;
    return algorithm == PASSKEY_ALG_ES256;
}

static void
a_statement_with_an_unsupported_algorithm_is_refused(void **state)
{
    (void)state;
    party_ask_attested(&party, &statement_packed, -257, &answer);
    party.crypto.verify = unknown_signature;
    party.crypto.supports = supports_es256_only;
    assert_error(party_check(&party, &answer), PASSKEY_ERR_KEY_UNSUPPORTED);
}

static void
the_record_must_make_sense(void **state)
{
    (void)state;
    party_ask(&party, AUTHENTICATION, &answer);
    party.credential.algorithm = PASSKEY_ALG_ESP256;
    assert_error(party_check(&party, &answer), PASSKEY_ERR_KEY_MALFORMED);
    party.credential.algorithm = PASSKEY_ALG_ES256;
    party.credential.public_key.len--;
    assert_error(party_check(&party, &answer), PASSKEY_ERR_KEY_MALFORMED);
    party.credential.public_key.len++;
    party.credential.user_handle.len = 0;
    assert_error(
        party_check(&party, &answer), PASSKEY_ERR_CREDENTIAL_NOT_OWNED);
    party.credential.user_handle.len = party.passkey.user_handle.len;
    party.credential.backup_eligible = true;
    assert_error(party_check(&party, &answer),
        PASSKEY_ERR_BACKUP_ELIGIBILITY_CHANGED);
    party.credential.backup_eligible_known = false;
    assert_error(party_check(&party, &answer), PASSKEY_OK);
}

/*
 * A subject that says all it must, and then something that is no name: OpenSSL
 * would not write it, so that the SET around the last attribute becomes a
 * SEQUENCE afterwards.
 */
static void
a_subject_is_readable_to_its_end(void **state)
{
    static const uint8_t locality[] = { 0x31, 0x0a, 0x30, 0x08, 0x06, 0x03,
        0x55, 0x04, 0x07, 0x0c, 0x01, 'x' };
    struct blob leaf;
    uint8_t *found;

    (void)state;
    party.policy.require_trusted = false;
    party_ask_attested(&party, &statement_packed, -7, &answer);
    certificate_name_add(&answer.leaf.subject, "L", "x");
    ceremony_sign(&answer);
    assert_error(party_check(&party, &answer), PASSKEY_OK);
    leaf = cbor_get_text(answer.statement, "x5c")->children[0]->bytes;
    found = memmem(leaf.data, leaf.len, locality, sizeof(locality));
    assert_non_null(found);
    found[0] = 0x30;
    answer.stage = SIGNED;
    assert_error(party_check(&party, &answer),
        PASSKEY_ERR_ATTESTATION_CERTIFICATE_UNSUITABLE);
}

/* Accounts are named by as little as one byte, but never by nothing. */
static void
user_handles_have_at_least_one_byte(void **state)
{
    (void)state;
    party.passkey.user_handle = blob_fill(7, 1);
    party.credential.user_handle.len = 1;
    party.credential.user_handle.data = party.passkey.user_handle.data;
    party_ask(&party, AUTHENTICATION, &answer);
    assert_error(party_check(&party, &answer), PASSKEY_OK);
    party.credential.user_handle = view_text("x");
    assert_error(
        party_check(&party, &answer), PASSKEY_ERR_CREDENTIAL_NOT_OWNED);
    party.ceremony.user_handle_len = 0; /* nobody was named */
    assert_error(
        party_check(&party, &answer), PASSKEY_ERR_USER_HANDLE_MISMATCH);
    party.credential.user_handle = view_text("");
    assert_error(
        party_check(&party, &answer), PASSKEY_ERR_CREDENTIAL_NOT_OWNED);
}

/* What a tolerance let through is told, and nothing else. */
static void
tolerances_are_told(void **state)
{
    const uint32_t all = PASSKEY_TOLERATE_MAP_ORDER |
                         PASSKEY_TOLERATE_STATEMENT_MEMBERS |
                         PASSKEY_TOLERATE_TPM_SHA1 | PASSKEY_TOLERATE_RS1;

    (void)state;
    party.policy.tolerances = all;
    party_ask_attested(&party, &statement_tpm, -257, &answer);
    assert_error(party_check(&party, &answer), PASSKEY_OK);
    assert_int_equal(party.registered.tolerated, 0);

    party_ask_attested(&party, &statement_tpm, -257, &answer);
    answer.tpm.object.name_alg = TPM_SHA1;
    assert_error(party_check(&party, &answer), PASSKEY_OK);
    assert_int_equal(
        party.registered.tolerated, PASSKEY_TOLERATE_TPM_SHA1);

    party_ask_attested(&party, &statement_tpm, -65535, &answer);
    assert_error(party_check(&party, &answer), PASSKEY_OK);
    assert_int_equal(
        party.registered.tolerated, PASSKEY_TOLERATE_TPM_SHA1);

    party_ask_attested(&party, &statement_packed, -7, &answer);
    ceremony_sign(&answer);
    cbor_swap_members(answer.object, 0, 1);
    assert_error(party_check(&party, &answer), PASSKEY_OK);
    assert_int_equal(
        party.registered.tolerated, PASSKEY_TOLERATE_MAP_ORDER);

    party_ask_attested(&party, &statement_apple, -7, &answer);
    ceremony_sign(&answer);
    cbor_put_text(answer.statement, "zzzz", cbor_integer(1));
    assert_error(party_check(&party, &answer), PASSKEY_OK);
    assert_int_equal(
        party.registered.tolerated, PASSKEY_TOLERATE_STATEMENT_MEMBERS);

    party_ask(&party, REGISTRATION, &answer);
    add_part(&statement_apple);
    add_part(&statement_none);
    ceremony_sign(&answer);
    cbor_put_text(cbor_get_text(answer.statement->children[0], "attStmt"),
        "zzzz", cbor_integer(1));
    assert_error(party_check(&party, &answer), PASSKEY_OK);
    assert_int_equal(
        party.registered.tolerated, PASSKEY_TOLERATE_STATEMENT_MEMBERS);
}

static void
rs1_is_told(void **state)
{
    (void)state;
    party_close(&party);
    party_open(&party, PASSKEY_ALG_RS1);
    party.policy.tolerances = PASSKEY_TOLERATE_RS1;
    party_ask(&party, REGISTRATION, &answer);
    assert_error(party_check(&party, &answer), PASSKEY_OK);
    assert_int_equal(party.registered.tolerated, PASSKEY_TOLERATE_RS1);
    party.policy.tolerances = ~PASSKEY_TOLERATE_RS1;
    assert_error(party_check(&party, &answer), PASSKEY_ERR_KEY_UNSUPPORTED);
}

/* Of every length from 0 to 2000, only the right one is accepted. */
static void
authenticator_data_have_one_length(void **state)
{
    static const struct {
        enum ceremony_kind kind;
        const struct statement_format *format;
    } cases[] = {
        { REGISTRATION, &statement_none },
        { REGISTRATION, &statement_self },
        { AUTHENTICATION, NULL },
    };
    struct blob whole;
    size_t i, len;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        party_ask(&party, cases[i].kind, &answer);
        ceremony_build(&answer);
        whole = blob_join(answer.auth_data, blob_fill(0, 2000));
        for (len = 0; len <= 2000; len++) {
            struct ceremony resized = answer;
            enum passkey_error error;

            resized.auth_data = blob_head(whole, len);
            if (cases[i].format != NULL)
                resized.format = cases[i].format;
            error = party_check(&party, &resized);
            assert_int_equal(
                error == PASSKEY_OK, len == answer.auth_data.len);
        }
    }
}

/* What the client repeats: as it is, cut to an octet, of something else. */
static void
a_copy_is_the_same_or_refused(void **state)
{
    static const uint8_t of_x25519[] = "\x30\x2a\x30\x05\x06\x03\x2b\x65\x6e"
                                       "\x03\x21\x00"
                                       "0123456789abcdef0123456789abcdef";
    const struct {
        const char *member;
        struct blob copy;
    } cases[] = {
        { "authenticatorData", blob_fill(0, 1) },
        { "publicKey", blob_fill(0x30, 1) },
        { "publicKey", blob_copy(of_x25519, sizeof(of_x25519) - 1) },
        { "publicKey", key_spki(party.authority.root.key) },
    };
    size_t i;

    (void)state;
    party_ask(&party, REGISTRATION, &answer);
    answer.with_copies = true;
    assert_error(party_check(&party, &answer), PASSKEY_OK);
    for (i = 0; i < COUNT_OF(cases); i++) {
        party_ask(&party, REGISTRATION, &answer);
        answer.with_copies = true;
        ceremony_encode(&answer);
        cJSON_ReplaceItemInObjectCaseSensitive(
            cJSON_GetObjectItem(answer.response, "response"), cases[i].member,
            cJSON_CreateString(blob_base64url(cases[i].copy)));
        assert_error(
            party_check(&party, &answer), PASSKEY_ERR_COPY_MISMATCH);
    }
}

/* A list of top-level origins is of no use without the permission. */
static void
a_top_origin_needs_the_permission(void **state)
{
    static const char top[] = "https://friend.example";
    struct passkey_bytes listed = passkey_bytes_of(top, sizeof(top) - 1);
    enum passkey_error expected;
    int allowed;

    (void)state;
    for (allowed = 0; allowed < 2; allowed++) {
        party_ask(&party, AUTHENTICATION, &answer);
        party.policy.allow_cross_origin = allowed;
        party.policy.top_origins = &listed;
        party.policy.num_top_origins = 1;
        cJSON_AddStringToObject(answer.client, "topOrigin", top);
        expected =
            allowed ? PASSKEY_OK : PASSKEY_ERR_TOP_ORIGIN_NOT_ALLOWED;
        assert_int_equal(party_check(&party, &answer), expected);
    }
}

#define WITH_PARTY(test)                                                       \
    cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PARTY(a_ceremony_expires),
        WITH_PARTY(a_ceremony_is_of_one_kind),
        WITH_PARTY(a_refusal_leaves_nothing),
        WITH_PARTY(an_assertion_says_what_changed),
        WITH_PARTY(flags_of_an_assertion_are_told),
        WITH_PARTY(a_registration_fills_the_record),
        WITH_PARTY(a_registration_without_flags_says_so),
        WITH_PARTY(every_format_has_its_type),
        WITH_PARTY(compound_has_the_best_type),
        WITH_PARTY(no_digest_is_no_success),
        WITH_PARTY(no_verdict_is_no_success),
        WITH_PARTY(a_statement_with_an_unsupported_algorithm_is_refused),
        WITH_PARTY(the_record_must_make_sense),
        WITH_PARTY(a_subject_is_readable_to_its_end),
        WITH_PARTY(user_handles_have_at_least_one_byte),
        WITH_PARTY(a_copy_is_the_same_or_refused),
        WITH_PARTY(a_top_origin_needs_the_permission),
        WITH_PARTY(tolerances_are_told),
        WITH_PARTY(rs1_is_told),
        WITH_PARTY(authenticator_data_have_one_length),
    };

    scratch_adopt_cjson();
    return cmocka_run_group_tests_name("verification", tests, NULL, NULL);
}
