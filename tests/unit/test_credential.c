/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

static struct passkey_credential
example(void)
{
    struct passkey_credential credential;

    memset(&credential, 0, sizeof(credential));
    credential.id = view_text("an id");
    credential.public_key = view_text("a key");
    credential.user_handle = view_text("a user");
    credential.algorithm = PASSKEY_ALG_RS256;
    credential.sign_count = 0xfffffffe;
    credential.uv_initialized = true;
    credential.backup_eligible = true;
    credential.backup_eligible_known = true;
    memset(credential.aaguid, 0xaa, sizeof(credential.aaguid));
    credential.transports = view_text("hybrid,internal");
    credential.attestation_type = PASSKEY_ATTESTATION_BASIC;
    credential.attestation_format = view_text("packed");
    credential.attestation_object = view_text("object");
    credential.client_data = view_text("{}");
    return credential;
}

static void
assert_view(struct passkey_bytes actual, struct passkey_bytes expected)
{
    assert_int_equal(actual.len, expected.len);
    if (expected.len > 0)
        assert_memory_equal(actual.data, expected.data, expected.len);
}

static void
comes_back_as_it_was(void **state)
{
    struct passkey_credential before = example(), after;
    uint8_t blob[256];
    struct passkey_buffer buffer = { blob, sizeof(blob) };
    size_t len;

    (void)state;
    assert_error(passkey_credential_encode(&before, buffer, &len), PASSKEY_OK);
    assert_error(passkey_credential_decode(passkey_bytes_of(blob, len), &after),
        PASSKEY_OK);
    assert_view(after.id, before.id);
    assert_view(after.public_key, before.public_key);
    assert_view(after.user_handle, before.user_handle);
    assert_view(after.transports, before.transports);
    assert_view(after.attestation_format, before.attestation_format);
    assert_view(after.attestation_object, before.attestation_object);
    assert_view(after.client_data, before.client_data);
    assert_memory_equal(after.aaguid, before.aaguid, sizeof(before.aaguid));
    assert_int_equal(after.algorithm, before.algorithm);
    assert_int_equal(after.sign_count, before.sign_count);
    assert_int_equal(after.attestation_type, before.attestation_type);
    assert_true(after.uv_initialized && after.backup_eligible &&
                after.backup_eligible_known && !after.backup_state);
}

static void
every_prefix_and_extension_is_refused(void **state)
{
    struct passkey_credential before = example(), after, zero;
    uint8_t blob[256];
    struct passkey_buffer buffer = { blob, sizeof(blob) };
    size_t len, cut;

    (void)state;
    memset(&zero, 0, sizeof(zero));
    assert_error(passkey_credential_encode(&before, buffer, &len), PASSKEY_OK);
    blob[len] = 0;
    for (cut = 0; cut <= len + 1; cut++) {
        struct passkey_bytes copy;

        if (cut == len)
            continue;
        copy = copy_exactly(blob, cut);
        assert_error(passkey_credential_decode(copy, &after),
            PASSKEY_ERR_CREDENTIAL_RECORD_MALFORMED);
        assert_memory_equal(&after, &zero, sizeof(zero));
        free_copy(copy);
    }
}

static void
unknown_versions_and_flags_are_refused(void **state)
{
    struct passkey_credential before = example(), after;
    uint8_t blob[256];
    struct passkey_buffer buffer = { blob, sizeof(blob) };
    size_t len;

    (void)state;
    assert_error(passkey_credential_encode(&before, buffer, &len), PASSKEY_OK);
    blob[0] = 2;
    assert_error(passkey_credential_decode(passkey_bytes_of(blob, len), &after),
        PASSKEY_ERR_CREDENTIAL_RECORD_MALFORMED);
    blob[0] = 1;
    blob[1] |= 0x80;
    assert_error(passkey_credential_decode(passkey_bytes_of(blob, len), &after),
        PASSKEY_ERR_CREDENTIAL_RECORD_MALFORMED);
}

static void
a_small_buffer_is_an_error(void **state)
{
    struct passkey_credential before = example();
    uint8_t blob[256];
    struct passkey_buffer buffer = { blob, sizeof(blob) };
    size_t len, needed;

    (void)state;
    assert_error(
        passkey_credential_encode(&before, buffer, &needed), PASSKEY_OK);
    for (buffer.cap = 0; buffer.cap < needed; buffer.cap++)
        assert_error(passkey_credential_encode(&before, buffer, &len),
            PASSKEY_ERR_NO_SPACE);
}

static void
the_blob_is_as_documented(void **state)
{
    static const char rest[] = "\0\0\0\5an id\0\0\0\5a key\0\0\0\6a user"
                               "\0\0\0\17hybrid,internal\0\0\0\6packed"
                               "\0\0\0\6object\0\0\0\2{}";
    static const uint8_t head[] = { 1, 7, PASSKEY_ATTESTATION_BASIC, 0xff,
        0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xfe };
    struct passkey_credential before = example();
    uint8_t blob[256], aaguid[16];
    struct passkey_buffer buffer = { blob, sizeof(blob) };
    size_t len;

    (void)state;
    memset(aaguid, 0xaa, sizeof(aaguid));
    assert_error(passkey_credential_encode(&before, buffer, &len), PASSKEY_OK);
    assert_int_equal(len, sizeof(head) + 16 + sizeof(rest) - 1);
    assert_memory_equal(blob, head, sizeof(head));
    assert_memory_equal(blob + sizeof(head), aaguid, sizeof(aaguid));
    assert_memory_equal(blob + sizeof(head) + 16, rest, sizeof(rest) - 1);
}

/* Each flag has its own bit, and comes back alone. */
static void
flags_are_independent(void **state)
{
    uint8_t blob[256], bit;
    struct passkey_buffer buffer = { blob, sizeof(blob) };
    size_t len;

    (void)state;
    for (bit = 0x01; bit <= 0x10; bit = (uint8_t)(bit << 1)) {
        struct passkey_credential before = example(), after;

        before.uv_initialized = bit == 0x01;
        before.backup_eligible = bit == 0x02;
        before.backup_eligible_known = bit == 0x04;
        before.backup_state = bit == 0x08;
        before.attestation_trusted = bit == 0x10;
        assert_error(
            passkey_credential_encode(&before, buffer, &len), PASSKEY_OK);
        assert_int_equal(blob[1], bit);
        assert_error(
            passkey_credential_decode(passkey_bytes_of(blob, len), &after),
            PASSKEY_OK);
        assert_int_equal(after.uv_initialized, before.uv_initialized);
        assert_int_equal(after.backup_eligible, before.backup_eligible);
        assert_int_equal(
            after.backup_eligible_known, before.backup_eligible_known);
        assert_int_equal(after.backup_state, before.backup_state);
        assert_int_equal(
            after.attestation_trusted, before.attestation_trusted);
    }
    blob[1] = 0x20;
    assert_error(passkey_credential_decode(passkey_bytes_of(blob, len),
                     &(struct passkey_credential){ 0 }),
        PASSKEY_ERR_CREDENTIAL_RECORD_MALFORMED);
}

static void
types_have_names_and_no_others_exist(void **state)
{
    static const char *const names[] = {
        "none", "self", "basic", "attca", "anonca" };
    uint8_t blob[256];
    struct passkey_buffer buffer = { blob, sizeof(blob) };
    struct passkey_credential record = example();
    size_t len, i;

    (void)state;
    assert_error(passkey_credential_encode(&record, buffer, &len), PASSKEY_OK);
    for (i = 0; i < COUNT_OF(names); i++) {
        assert_string_equal(passkey_attestation_type_name(
                                (enum passkey_attestation_type)i),
            names[i]);
        blob[2] = (uint8_t)i;
        assert_error(
            passkey_credential_decode(passkey_bytes_of(blob, len), &record),
            PASSKEY_OK);
    }
    assert_string_equal(
        passkey_attestation_type_name((enum passkey_attestation_type)i),
        "unknown");
    blob[2] = (uint8_t)i;
    assert_error(
        passkey_credential_decode(passkey_bytes_of(blob, len), &record),
        PASSKEY_ERR_CREDENTIAL_RECORD_MALFORMED);
}

/* A length that 32 bits cannot say is refused before the bytes are read. */
static void
a_field_of_4_gib_is_an_error(void **state)
{
    struct passkey_credential record = example();
    uint8_t blob[256];
    struct passkey_buffer buffer = { blob, sizeof(blob) };
    size_t len;

    (void)state;
    record.id.len = (size_t)UINT32_MAX + 1;
    assert_error(passkey_credential_encode(&record, buffer, &len),
        PASSKEY_ERR_NO_SPACE);
}

static void
assert_refused(const uint8_t *blob, size_t len)
{
    struct passkey_credential out;

    assert_error(passkey_credential_decode(passkey_bytes_of(blob, len), &out),
        PASSKEY_ERR_CREDENTIAL_RECORD_MALFORMED);
}

#define FIXED_LEN  27
#define NUM_FIELDS 7

/* A field that claims too much, in front of fields that are all right. */
static void
every_field_counts(void **state)
{
    uint8_t blob[FIXED_LEN + 4 * (NUM_FIELDS + 1)];
    struct passkey_credential out;
    size_t i, len = FIXED_LEN + 4 * NUM_FIELDS;

    (void)state;
    for (i = 0; i < NUM_FIELDS; i++) {
        memset(blob, 0, sizeof(blob));
        blob[0] = 1;
        assert_error(
            passkey_credential_decode(passkey_bytes_of(blob, len), &out),
            PASSKEY_OK);
        memset(blob + FIXED_LEN + 4 * i, 0xff, 4);
        assert_refused(blob, len);
    }
    /* a version that ends the fixed part is no way around the rest */
    memset(blob, 0, sizeof(blob));
    blob[0] = 2;
    assert_refused(blob, 1 + 4 * NUM_FIELDS);
}

/* What is left of a length is not read as the field before it was. */
static void
a_cut_length_is_no_length(void **state)
{
    uint8_t blob[256];
    struct passkey_buffer buffer = { blob, sizeof(blob) };
    struct passkey_credential record;
    size_t len, last;

    (void)state;
    for (last = 0; last < 4; last++) {
        record = example();
        record.attestation_object = passkey_bytes_of("abc", last);
        record.client_data.len = 0;
        assert_error(
            passkey_credential_encode(&record, buffer, &len), PASSKEY_OK);
        assert_refused(blob, len - 4 + last);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_back_as_it_was),
        cmocka_unit_test(every_prefix_and_extension_is_refused),
        cmocka_unit_test(unknown_versions_and_flags_are_refused),
        cmocka_unit_test(a_small_buffer_is_an_error),
        cmocka_unit_test(the_blob_is_as_documented),
        cmocka_unit_test(flags_are_independent),
        cmocka_unit_test(types_have_names_and_no_others_exist),
        cmocka_unit_test(a_field_of_4_gib_is_an_error),
        cmocka_unit_test(every_field_counts),
        cmocka_unit_test(a_cut_length_is_no_length),
    };

    return cmocka_run_group_tests_name("credential", tests, NULL, NULL);
}
