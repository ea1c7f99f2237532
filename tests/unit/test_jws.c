/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signed texts by themselves: their parts, the memory that they take, and
 * what the backend is asked. The backend here takes every signature.
 */
#include "unit.h"

#include "../../lib/trust/jws.h"
#include "../support/metadata_lab.h"
#include "../support/scratch.h"

#define HEADER "{\"alg\":\"ES256\"}"
#define PAYLOAD "{}"

/* header.payload.signature of what may be anything */
static char *
text_of(const char *header, const char *payload, struct blob signature)
{
    return lab_format("%s.%s.%s", blob_base64url(blob_text(header)),
        blob_base64url(blob_text(payload)), blob_base64url(signature));
}

static enum pk_jws_result
parse_in(const char *text, size_t cap, struct pk_jws *out)
{
    struct passkey_bytes copy = copy_exactly(text, strlen(text));
    struct passkey_buffer scratch = { scratch_alloc(cap), cap };
    enum pk_jws_result result = pk_jws_parse(copy, &scratch, out);

    free_copy(copy);
    return result;
}

static enum pk_jws_result
parse(const char *text)
{
    struct pk_jws out;

    return parse_in(text, 2 * strlen(text) + 1, &out);
}

static void
has_three_parts(void **state)
{
    char *header = blob_base64url(blob_text(HEADER));
    char *none = blob_base64url(blob_text("{\"alg\":\"none\"}"));
    const struct {
        const char *text;
        enum pk_jws_result result;
    } rows[] = {
        { lab_format("%s.e30.AAAA", header), PK_JWS_OK },
        { "", PK_JWS_MALFORMED },
        { ".", PK_JWS_MALFORMED },
        { "..", PK_JWS_MALFORMED },
        { header, PK_JWS_MALFORMED },
        { lab_format("%s.", header), PK_JWS_MALFORMED },
        { lab_format("%s.e30", header), PK_JWS_MALFORMED },
        { lab_format("%s.e30.", header), PK_JWS_MALFORMED },
        { lab_format("%s..AAAA", header), PK_JWS_MALFORMED },
        { lab_format(".e30.AAAA"), PK_JWS_MALFORMED },
        { lab_format(".%s.e30.AAAA", header), PK_JWS_MALFORMED },
        { lab_format("%s.e30.A", header), PK_JWS_MALFORMED },
        { lab_format("%s.e.AAAA", header), PK_JWS_MALFORMED },
        /* the parts first, then the header */
        { lab_format("%s..e30.AAAA", none), PK_JWS_MALFORMED },
        { lab_format("%s.e.AAAA", none), PK_JWS_ALGORITHM },
        { lab_format("%s.e30.A", none), PK_JWS_ALGORITHM },
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++) {
        if (parse(rows[i].text) != rows[i].result)
            fail_msg("%s: %d", rows[i].text, parse(rows[i].text));
    }
}

static void
has_an_object_in_front(void **state)
{
    static const struct {
        const char *header;
        enum pk_jws_result result;
    } rows[] = {
        { HEADER, PK_JWS_OK },
        { "{\"alg\":\"RS256\"}", PK_JWS_OK },
        { "{\"alg\":\"RS256\",\"kid\":\"1\"}", PK_JWS_OK },
        { "[]", PK_JWS_MALFORMED },
        { "7", PK_JWS_MALFORMED },
        { "\"ES256\"", PK_JWS_MALFORMED },
        { HEADER HEADER, PK_JWS_MALFORMED },
        { "{\"alg\":\"ES256\",\"alg\":\"ES256\"}", PK_JWS_MALFORMED },
        { "{}", PK_JWS_ALGORITHM },
        { "{\"alg\":256}", PK_JWS_ALGORITHM },
        { "{\"alg\":\"ES256\",\"crit\":[]}", PK_JWS_CRITICAL },
        { "{\"alg\":\"ES256\",\"x5u\":null}", PK_JWS_FOREIGN },
        { "{\"alg\":\"ES256\",\"x5c\":[]}", PK_JWS_CERTIFICATE },
        { "{\"alg\":\"ES256\",\"x5c\":{}}", PK_JWS_CERTIFICATE },
        { "{\"alg\":\"ES256\",\"x5c\":null}", PK_JWS_CERTIFICATE },
        { "{\"alg\":\"ES256\",\"x5c\":[7]}", PK_JWS_CERTIFICATE },
        { "{\"alg\":\"ES256\",\"x5c\":[\"MAA=\"]}", PK_JWS_CERTIFICATE },
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++) {
        char *text = text_of(rows[i].header, PAYLOAD, blob_fill(1, 64));

        if (parse(text) != rows[i].result)
            fail_msg("%s: %d", rows[i].header, parse(text));
    }
}

/* A certificate whose base64 has no padding; signatures differ in length. */
static char *
unpadded_certificate(void)
{
    struct certificate root =
        certificate_authority("Lab root", lab_key(LAB_ROOT), NULL);
    struct blob bytes;

    do {
        bytes = certificate_der(&root);
    } while (bytes.len % 3 != 0);
    return blob_base64(bytes);
}

static void
certificates_are_base64_to_their_end(void **state)
{
    char *good = unpadded_certificate();
    const struct {
        const char *second;
        enum pk_jws_result result;
    } rows[] = {
        { good, PK_JWS_OK },
        { lab_format("%s*", good), PK_JWS_CERTIFICATE },
        { lab_format("%sAA", good), PK_JWS_CERTIFICATE },
        { lab_format("%sAAAA", good), PK_JWS_CERTIFICATE },
        { lab_format("%s\\n", good), PK_JWS_CERTIFICATE },
        { "", PK_JWS_CERTIFICATE },
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++) {
        char *header = lab_format("{\"alg\":\"ES256\",\"x5c\":[\"%s\",\"%s\"]}",
            good, rows[i].second);

        assert_int_equal(parse(text_of(header, PAYLOAD, blob_fill(1, 64))),
            rows[i].result);
    }
}

/* The header is a text of at most 64 KiB, which are 48 KiB of JSON. */
static void
its_header_is_limited(void **state)
{
    size_t len = PK_JWS_HEADER_MAX_LEN / 4 * 3;
    char *kid = lab_format("%*s",
        (int)(len - strlen("{\"alg\":\"ES256\",\"kid\":\"\"}")), "");
    char *header = lab_format("{\"alg\":\"ES256\",\"kid\":\"%s\"}", kid);

    (void)state;
    assert_int_equal(strlen(header), len);
    assert_int_equal(
        parse(text_of(header, PAYLOAD, blob_fill(1, 64))), PK_JWS_OK);
    header = lab_format("%s ", header);
    assert_int_equal(
        parse(text_of(header, PAYLOAD, blob_fill(1, 64))), PK_JWS_MALFORMED);
}

/* One byte less than the largest step needs is too little. */
static void
it_takes_bounded_memory(void **state)
{
    struct certificate root =
        certificate_authority("Lab root", lab_key(LAB_ROOT), NULL);
    char *x5c = blob_base64(certificate_der(&root));
    char *certified = lab_format("{\"alg\":\"ES256\",\"x5c\":[\"%s\"]}", x5c);
    char *long_payload = lab_format("%600s", PAYLOAD);
    const struct {
        const char *header, *payload;
        size_t cap;
    } rows[] = {
        /* the payload: 600 bytes, and 2 that they might be more */
        { HEADER, long_payload, strlen(HEADER) + 64 + 602 },
        /* the certificate: as much as its text */
        { certified, PAYLOAD, strlen(certified) + strlen(x5c) },
    };
    struct pk_jws out;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(rows); i++) {
        char *text =
            text_of(rows[i].header, rows[i].payload, blob_fill(1, 64));

        assert_int_equal(parse_in(text, rows[i].cap, &out), PK_JWS_OK);
        assert_int_equal(
            parse_in(text, rows[i].cap - 1, &out), PK_JWS_NO_SPACE);
    }
}

/* What the backend was asked to verify. */
static struct blob asked;

static enum passkey_verdict
take_everything(void *context, int32_t algorithm,
    const struct passkey_public_key *key, const struct passkey_bytes *parts,
    size_t num_parts, struct passkey_bytes signature)
{
    (void)context;
    (void)algorithm;
    (void)key;
    assert_int_equal(num_parts, 1);
    assert_int_equal(parts[0].len, strlen("header.payload"));
    asked = blob_copy(signature.data, signature.len);
    return PASSKEY_VERDICT_VALID;
}

static enum passkey_verdict
check(int32_t algorithm, enum passkey_key_kind kind, struct blob signature)
{
    const struct passkey_crypto crypto = { .verify = take_everything };
    static const uint8_t number[256] = { 0x80 };
    const struct passkey_public_key key = {
        .kind = kind,
        .curve = kind == PASSKEY_KEY_EC ? PASSKEY_CURVE_P256
                                        : PASSKEY_CURVE_NONE,
        .n = passkey_bytes_of(number, sizeof(number)),
    };
    const struct pk_jws jws = {
        .signed_text = view_text("header.payload"),
        .algorithm = algorithm,
        .signature = passkey_bytes_of(signature.data, signature.len),
    };

    asked = blob_fill(0, 0);
    return pk_jws_check_signature(&jws, &key, &crypto);
}

static void
ecdsa_is_64_bytes_which_become_der(void **state)
{
    static const size_t wrong[] = { 0, 1, 31, 32, 33, 63, 65, 96 };
    struct blob large = blob_fill(0xff, 32), small = blob_fill(0, 32);
    uint8_t der[72];
    size_t i;

    (void)state;
    small.data[31] = 5;
    assert_int_equal(check(PASSKEY_ALG_ES256, PASSKEY_KEY_EC,
                         blob_join(large, small)),
        PASSKEY_VERDICT_VALID);
    memcpy(der, "\x30\x26\x02\x21\x00", 5);
    memset(der + 5, 0xff, 32);
    memcpy(der + 37, "\x02\x01\x05", 3);
    assert_int_equal(asked.len, 40);
    assert_memory_equal(asked.data, der, 40);
    /* the longest: 2 * 35 bytes inside */
    assert_int_equal(check(PASSKEY_ALG_ES256, PASSKEY_KEY_EC,
                         blob_join(large, large)),
        PASSKEY_VERDICT_VALID);
    assert_int_equal(asked.len, sizeof(der));
    for (i = 0; i < COUNT_OF(wrong); i++) {
        assert_int_equal(check(PASSKEY_ALG_ES256, PASSKEY_KEY_EC,
                             blob_fill(1, wrong[i])),
            PASSKEY_VERDICT_INVALID);
        assert_int_equal(asked.len, 0);
    }
}

static void
rsa_signatures_stay_as_they_are(void **state)
{
    (void)state;
    assert_int_equal(
        check(PASSKEY_ALG_RS256, PASSKEY_KEY_RSA, blob_fill(1, 256)),
        PASSKEY_VERDICT_VALID);
    assert_int_equal(asked.len, 256);
}

static void
a_key_of_another_kind_has_signed_nothing(void **state)
{
    (void)state;
    assert_int_equal(
        check(PASSKEY_ALG_RS256, PASSKEY_KEY_EC, blob_fill(1, 256)),
        PASSKEY_VERDICT_INVALID);
    assert_int_equal(
        check(PASSKEY_ALG_ES256, PASSKEY_KEY_RSA, blob_fill(1, 64)),
        PASSKEY_VERDICT_INVALID);
    assert_int_equal(
        check(PASSKEY_ALG_ES256, PASSKEY_KEY_NONE, blob_fill(1, 64)),
        PASSKEY_VERDICT_INVALID);
    assert_int_equal(asked.len, 0);
}

static int
tear_down(void **state)
{
    (void)state;
    scratch_reset();
    lab_free();
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_three_parts),
        cmocka_unit_test(has_an_object_in_front),
        cmocka_unit_test(certificates_are_base64_to_their_end),
        cmocka_unit_test(its_header_is_limited),
        cmocka_unit_test(it_takes_bounded_memory),
        cmocka_unit_test(ecdsa_is_64_bytes_which_become_der),
        cmocka_unit_test(rsa_signatures_stay_as_they_are),
        cmocka_unit_test(a_key_of_another_kind_has_signed_nothing),
    };

    return cmocka_run_group_tests_name("jws", tests, NULL, tear_down);
}
