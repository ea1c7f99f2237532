/* SPDX-License-Identifier: Apache-2.0 */
/* From a line of JSON to policy, ceremony and response; see case.h. */
#include "case.h"

#include <string.h>

#include "../format/reader.h"
#include "case_value.h"

enum {
    CHALLENGE,
    ORIGINS,
    RP_ID,
    USER_VERIFICATION,
    ALGORITHMS,
    TOP_ORIGINS,
    ALLOW_CROSS_ORIGIN,
    TRUST_ANCHORS,
    ATTESTATION,
    NOW,
    USER_HANDLE,
    ALLOW_CREDENTIALS,
    EXISTING_IDS,
    MEDIATION,
    APPID,
    BACKUP_POLICY,
    ATTESTATION_POLICY,
    ANDROID_REQUIRE_TEE,
    U2F_ZERO_AAGUID,
    COMPOUND_POLICY,
    SIGN_COUNT_POLICY,
    CHECK_BACKUP_ELIGIBILITY,
    LEGACY,
    NUM_EXPECTED
};

static const struct case_word verification_words[] = {
    { "required", PASSKEY_REQUIRED },
    { "preferred", PASSKEY_PREFERRED },
    { "discouraged", PASSKEY_DISCOURAGED },
    { NULL, 0 },
};
static const struct case_word conveyance_words[] = {
    { "none", PASSKEY_CONVEYANCE_NONE },
    { "indirect", PASSKEY_CONVEYANCE_INDIRECT },
    { "direct", PASSKEY_CONVEYANCE_DIRECT },
    { "enterprise", PASSKEY_CONVEYANCE_ENTERPRISE },
    { NULL, 0 },
};
static const struct case_word backup_words[] = {
    { "requireEligible", PASSKEY_BACKUP_REQUIRE_ELIGIBLE },
    { "forbidEligible", PASSKEY_BACKUP_FORBID_ELIGIBLE },
    { "requireBackedUp", PASSKEY_BACKUP_REQUIRE_BACKED_UP },
    { NULL, 0 },
};
static const struct case_word compound_words[] = {
    { "all", PASSKEY_COMPOUND_ALL },
    { "any", PASSKEY_COMPOUND_ANY },
    { NULL, 0 },
};
static const struct case_word sign_count_words[] = {
    { "reject", 1 },
    { "ignore", 0 },
    { NULL, 0 },
};
static const struct case_word legacy_words[] = {
    { "rs1", PASSKEY_TOLERATE_RS1 },
    { "tpm-sha1", PASSKEY_TOLERATE_TPM_SHA1 },
    { "safetynet", PASSKEY_TOLERATE_SAFETYNET },
    { "map-order", PASSKEY_TOLERATE_MAP_ORDER },
    { "statement-members", PASSKEY_TOLERATE_STATEMENT_MEMBERS },
    { "token-binding", 0 }, /* always ignored: nothing to switch on */
    { NULL, 0 },
};

/* What the relying party is. */
static const char *
read_party(const struct pk_json_field *expected, struct passkey_buffer *memory,
    struct verify_case *out)
{
    struct passkey_policy *policy = &out->policy;

    if (!case_text(&expected[RP_ID].value, memory, &policy->rp_id))
        return "expected.rpId is not a string";
    if (!case_texts(&expected[ORIGINS].value, memory, out->origins,
            CASE_TEXTS_MAX, &policy->num_origins))
        return "expected.origins is not an array of at most 64 strings";
    if (!case_texts(&expected[TOP_ORIGINS].value, memory, out->top_origins,
            CASE_TEXTS_MAX, &policy->num_top_origins))
        return "expected.topOrigins is not an array of at most 64 strings";
    if (!case_bool(&expected[ALLOW_CROSS_ORIGIN].value,
            &policy->allow_cross_origin))
        return "expected.allowCrossOrigin is not a boolean";
    if (!case_byte_strings(&expected[TRUST_ANCHORS].value, memory,
            out->anchors, CASE_ANCHORS_MAX, &policy->num_anchors))
        return "expected.trustAnchors is not base64url, at most 1024 of them";
    policy->origins = out->origins;
    policy->top_origins = out->top_origins;
    policy->anchors = out->anchors;
    return NULL;
}

static const char *
read_attestation_policy(
    const struct pk_json_value *value, struct passkey_policy *policy)
{
    struct pk_json_field fields[] = {
        { .name = "allowNone" },
        { .name = "allowSelf" },
        { .name = "requireTrusted" },
    };

    if (value->type == PK_JSON_ABSENT)
        return NULL;
    if (value->type != PK_JSON_OBJECT || !pk_json_take(value, fields, 3) ||
        !case_bool(&fields[0].value, &policy->allow_no_attestation) ||
        !case_bool(&fields[1].value, &policy->allow_self_attestation) ||
        !case_bool(&fields[2].value, &policy->require_trusted))
        return "expected.attestationPolicy is not an object of booleans";
    return NULL;
}

/* What the relying party accepts, beyond what it is. */
static const char *
read_policies(const struct pk_json_field *expected, struct verify_case *out)
{
    struct passkey_policy *policy = &out->policy;
    unsigned backup = PASSKEY_BACKUP_ANY, compound = PASSKEY_COMPOUND_ALL;
    unsigned reject_sign_count = 1;

    if (!case_word_of(&expected[BACKUP_POLICY].value, backup_words, &backup))
        return "expected.backupPolicy is not known";
    if (!case_word_of(
            &expected[COMPOUND_POLICY].value, compound_words, &compound))
        return "expected.compoundPolicy is not known";
    if (!case_word_of(&expected[SIGN_COUNT_POLICY].value, sign_count_words,
            &reject_sign_count))
        return "expected.signCountPolicy is not known";
    if (!case_bool(&expected[ANDROID_REQUIRE_TEE].value,
            &policy->android_require_tee) ||
        !case_bool(&expected[U2F_ZERO_AAGUID].value,
            &policy->u2f_require_zero_aaguid) ||
        !case_bool(&expected[CHECK_BACKUP_ELIGIBILITY].value,
            &policy->check_backup_eligibility))
        return "a policy switch of expected is not a boolean";
    if (!case_words(
            &expected[LEGACY].value, legacy_words, &policy->tolerances))
        return "expected.legacy has an unknown name";
    policy->backup = (enum passkey_backup_policy)backup;
    policy->compound = (enum passkey_compound_policy)compound;
    policy->reject_sign_count = reject_sign_count == 1;
    return read_attestation_policy(
        &expected[ATTESTATION_POLICY].value, policy);
}

static bool
read_algorithms(const struct pk_json_value *value, struct passkey_ceremony *out)
{
    struct passkey_bytes elements = pk_json_elements(value);
    struct pk_json_value element;
    int64_t id;

    if (value->type == PK_JSON_ABSENT)
        return true;
    if (value->type != PK_JSON_ARRAY)
        return false;
    while (pk_json_next(&elements, &element)) {
        if (!pk_json_integer(&element, &id) || id < INT32_MIN ||
            id > INT32_MAX || out->num_algorithms == PASSKEY_ALGORITHMS_MAX)
            return false;
        out->algorithms[out->num_algorithms++] = (int32_t)id;
    }
    return true;
}

static bool
hash_of(const struct passkey_crypto *crypto, struct passkey_bytes bytes,
    uint8_t out[PASSKEY_SHA256_LEN])
{
    return crypto->digest(
        crypto->context, PASSKEY_HASH_SHA256, &bytes, 1, out);
}

static const char *
read_allowed(const struct pk_json_value *value,
    const struct passkey_crypto *crypto, struct passkey_buffer *memory,
    struct passkey_ceremony *ceremony)
{
    struct passkey_bytes ids[PASSKEY_DESCRIPTORS_MAX];
    size_t i;

    if (!case_byte_strings(value, memory, ids, PASSKEY_DESCRIPTORS_MAX,
            &ceremony->num_allowed))
        return "expected.allowCredentials is not an array of at most 64 ids";
    for (i = 0; i < ceremony->num_allowed; i++) {
        if (!hash_of(crypto, ids[i], ceremony->allowed[i]))
            return "out of memory";
    }
    return NULL;
}

static const char *
read_appid(const struct pk_json_value *value,
    const struct passkey_crypto *crypto, struct passkey_buffer *memory,
    struct passkey_ceremony *ceremony)
{
    struct passkey_bytes appid;

    if (value->type == PK_JSON_ABSENT)
        return NULL;
    if (!case_text(value, memory, &appid) ||
        !hash_of(crypto, appid, ceremony->appid_hash))
        return "expected.appid is not a string";
    ceremony->appid_requested = true;
    return NULL;
}

/* What this one ceremony asked for. */
static const char *
read_ceremony(const struct pk_json_field *expected,
    const struct passkey_crypto *crypto, struct passkey_buffer *memory,
    struct verify_case *out)
{
    struct passkey_ceremony *ceremony = &out->ceremony;
    unsigned verification = PASSKEY_PREFERRED;
    unsigned conveyance = PASSKEY_CONVEYANCE_NONE;
    const char *problem;

    ceremony->kind = out->kind;
    if (!case_short_bytes(&expected[CHALLENGE].value, memory,
            ceremony->challenge, PASSKEY_CHALLENGE_MAX_LEN,
            &ceremony->challenge_len) ||
        ceremony->challenge_len < PASSKEY_CHALLENGE_MIN_LEN)
        return "expected.challenge is not base64url of 16 to 128 bytes";
    if (!case_word_of(&expected[USER_VERIFICATION].value, verification_words,
            &verification))
        return "expected.userVerification is not known";
    if (!case_word_of(
            &expected[ATTESTATION].value, conveyance_words, &conveyance))
        return "expected.attestation is not known";
    if (expected[MEDIATION].value.type != PK_JSON_ABSENT &&
        expected[MEDIATION].value.type != PK_JSON_STRING)
        return "expected.mediation is not a string";
    if (!read_algorithms(&expected[ALGORITHMS].value, ceremony))
        return "expected.algorithms is not an array of at most 24 integers";
    if (expected[USER_HANDLE].value.type != PK_JSON_ABSENT &&
        !case_short_bytes(&expected[USER_HANDLE].value, memory,
            ceremony->user_handle, PASSKEY_USER_HANDLE_MAX_LEN,
            &ceremony->user_handle_len))
        return "expected.userHandle is not base64url of 1 to 64 bytes";
    ceremony->user_verification = (enum passkey_requirement)verification;
    ceremony->attestation = (enum passkey_conveyance)conveyance;
    ceremony->conditional = pk_json_string_is(
        &expected[MEDIATION].value, PK_TEXT("conditional"));
    if (!hash_of(crypto, out->policy.rp_id, ceremony->rp_id_hash))
        return "out of memory";
    problem = read_allowed(
        &expected[ALLOW_CREDENTIALS].value, crypto, memory, ceremony);
    if (problem != NULL)
        return problem;
    return read_appid(&expected[APPID].value, crypto, memory, ceremony);
}

static const char *
read_expected(const struct pk_json_value *value,
    const struct passkey_crypto *crypto, struct passkey_buffer *memory,
    struct verify_case *out)
{
    struct pk_json_field expected[NUM_EXPECTED] = {
        [CHALLENGE] = { .name = "challenge" },
        [ORIGINS] = { .name = "origins" },
        [RP_ID] = { .name = "rpId" },
        [USER_VERIFICATION] = { .name = "userVerification" },
        [ALGORITHMS] = { .name = "algorithms" },
        [TOP_ORIGINS] = { .name = "topOrigins" },
        [ALLOW_CROSS_ORIGIN] = { .name = "allowCrossOrigin" },
        [TRUST_ANCHORS] = { .name = "trustAnchors" },
        [ATTESTATION] = { .name = "attestation" },
        [NOW] = { .name = "now" },
        [USER_HANDLE] = { .name = "userHandle" },
        [ALLOW_CREDENTIALS] = { .name = "allowCredentials" },
        [EXISTING_IDS] = { .name = "existingCredentialIds" },
        [MEDIATION] = { .name = "mediation" },
        [APPID] = { .name = "appid" },
        [BACKUP_POLICY] = { .name = "backupPolicy" },
        [ATTESTATION_POLICY] = { .name = "attestationPolicy" },
        [ANDROID_REQUIRE_TEE] = { .name = "androidRequireTee" },
        [U2F_ZERO_AAGUID] = { .name = "u2fRequireZeroAaguid" },
        [COMPOUND_POLICY] = { .name = "compoundPolicy" },
        [SIGN_COUNT_POLICY] = { .name = "signCountPolicy" },
        [CHECK_BACKUP_ELIGIBILITY] = { .name = "checkBackupEligibility" },
        [LEGACY] = { .name = "legacy" },
    };
    const char *problem;

    if (value->type != PK_JSON_OBJECT)
        return "expected is not an object";
    if (!pk_json_take(value, expected, NUM_EXPECTED))
        return "a member of expected occurs twice";
    if (!pk_json_integer(&expected[NOW].value, &out->now))
        return "expected.now is not an integer";
    if (!case_byte_strings(&expected[EXISTING_IDS].value, memory,
            out->existing, CASE_IDS_MAX, &out->num_existing))
        return "expected.existingCredentialIds is not at most 256 ids";
    problem = read_party(expected, memory, out);
    if (problem == NULL)
        problem = read_policies(expected, out);
    if (problem == NULL)
        problem = read_ceremony(expected, crypto, memory, out);
    return problem;
}

/* The record that the relying party has stored. */
static const char *
read_credential(const struct pk_json_value *value,
    struct passkey_buffer *memory, struct verify_case *out)
{
    struct pk_json_field fields[] = {
        { .name = "id" },
        { .name = "publicKey" },
        { .name = "signCount" },
        { .name = "backupEligible" },
        { .name = "backupState" },
        { .name = "userHandle" },
    };
    struct passkey_credential *credential = &out->credential;
    int64_t sign_count = 0;

    if (value->type != PK_JSON_OBJECT || !pk_json_take(value, fields, 6))
        return "credential is not an object";
    if (!case_bytes(&fields[0].value, memory, &credential->id) ||
        !case_bytes(&fields[1].value, memory, &credential->public_key) ||
        !case_bytes(&fields[5].value, memory, &credential->user_handle))
        return "id, publicKey or userHandle of credential is not base64url";
    if (fields[2].value.type != PK_JSON_ABSENT &&
        (!pk_json_integer(&fields[2].value, &sign_count) || sign_count < 0 ||
            sign_count > UINT32_MAX))
        return "credential.signCount is not a number of 32 bits";
    if ((case_is_told(&fields[3].value) &&
            !case_bool(&fields[3].value, &credential->backup_eligible)) ||
        (case_is_told(&fields[4].value) &&
            !case_bool(&fields[4].value, &credential->backup_state)))
        return "backupEligible or backupState is neither a boolean nor null";
    credential->sign_count = (uint32_t)sign_count;
    credential->backup_eligible_known = case_is_told(&fields[3].value);
    /* A key that cannot be read is for the library to name. */
    (void)!passkey_credential_algorithm(
        credential->public_key, &credential->algorithm);
    return NULL;
}

const char *
case_read(struct passkey_bytes line, const struct passkey_crypto *crypto,
    struct passkey_buffer memory, struct verify_case *out)
{
    struct pk_json_field fields[] = {
        { .name = "name" },
        { .name = "kind" },
        { .name = "response" },
        { .name = "responseRaw" },
        { .name = "expected" },
        { .name = "credential" },
    };
    struct pk_json_value root;
    const char *problem;

    memset(out, 0, sizeof(*out));
    passkey_policy_init(&out->policy);
    /* Lenient: what the response does wrong is the library's business. */
    if (pk_json_parse(line, PK_JSON_CLIENT_DATA, &root) != PK_JSON_OK ||
        root.type != PK_JSON_OBJECT)
        return "the line is not a JSON object";
    if (!pk_json_take(&root, fields, 6))
        return "a member of the case occurs twice";
    out->name = fields[0].value;
    if (out->name.type != PK_JSON_STRING)
        return "name is not a string";
    if (pk_json_string_is(&fields[1].value, PK_TEXT("registration")))
        out->kind = PASSKEY_CEREMONY_REGISTRATION;
    else if (pk_json_string_is(&fields[1].value, PK_TEXT("authentication")))
        out->kind = PASSKEY_CEREMONY_AUTHENTICATION;
    else
        return "kind is neither registration nor authentication";
    problem = read_expected(&fields[4].value, crypto, &memory, out);
    if (problem == NULL && out->kind == PASSKEY_CEREMONY_AUTHENTICATION)
        problem = read_credential(&fields[5].value, &memory, out);
    if (problem != NULL)
        return problem;
    return case_response(
        &fields[2].value, &fields[3].value, &memory, &out->response);
}
