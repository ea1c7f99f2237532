/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What holds for every recorded ceremony (the W3C vectors, the captures of
 * browsers): no prefix, no longer text, no flipped bit and no other key is
 * accepted, but for flips of what nobody signed and nobody decides by.
 *
 * The argument is a file of cases, as `passkeyd verify` reads them.
 */
#include "unit.h"

#include <stdio.h>

#include "../../cmd/case.h"

#define LINE_MAX_LEN 131072
#define SUBJECTS_MAX 256

/* A case that is accepted as it stands. */
struct subject {
    struct verify_case given;
    struct passkey_registration_response registration;
    struct passkey_authentication_response authentication;
    struct passkey_registration registered;
    char *line;
    uint8_t *memory;
};

static const char *path;
static struct passkey_openssl *openssl;
static struct subject *subjects[SUBJECTS_MAX];
static size_t num_subjects;

static bool
is_registration(const struct subject *s)
{
    return s->given.kind == PASSKEY_CEREMONY_REGISTRATION;
}

static bool
accepted(struct subject *s)
{
    const struct passkey_crypto *crypto = passkey_openssl_crypto(openssl);
    struct passkey_registration registered;
    struct passkey_authentication authenticated;

    if (is_registration(s))
        return passkey_registration_verify(&s->given.policy, crypto,
                   &s->given.ceremony, &s->registration, s->given.now,
                   &registered) == PASSKEY_OK;
    return passkey_authentication_verify(&s->given.policy, crypto,
               &s->given.ceremony, &s->authentication, &s->given.credential,
               s->given.now, &authenticated) == PASSKEY_OK;
}

static bool
read_response(struct subject *s, struct passkey_bytes json)
{
    struct passkey_buffer scratch = { s->memory + LINE_MAX_LEN, LINE_MAX_LEN };

    return (is_registration(s)
                   ? passkey_registration_response_read(
                         json, scratch, &s->registration)
                   : passkey_authentication_response_read(
                         json, scratch, &s->authentication)) == PASSKEY_OK;
}

static struct subject *
subject_of(const char *line, size_t len)
{
    struct subject *s = calloc(1, sizeof(*s));
    struct passkey_buffer memory = { NULL, LINE_MAX_LEN };

    s->line = malloc(len);
    s->memory = malloc((size_t)2 * LINE_MAX_LEN);
    memory.data = s->memory;
    memcpy(s->line, line, len);
    assert_null(case_read(passkey_bytes_of(s->line, len),
        passkey_openssl_crypto(openssl), memory, &s->given));
    if (read_response(s, s->given.response) && accepted(s))
        return s;
    free(s->line);
    free(s->memory);
    free(s);
    return NULL;
}

static int
read_subjects(void **state)
{
    static char line[LINE_MAX_LEN];
    FILE *file = fopen(path, "r");

    (void)state;
    openssl = passkey_openssl_new();
    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        subjects[num_subjects] = subject_of(line, strcspn(line, "\n"));
        num_subjects += subjects[num_subjects] != NULL;
    }
    return file == NULL ? -1 : fclose(file);
}

static int
free_subjects(void **state)
{
    (void)state;
    while (num_subjects > 0) {
        struct subject *s = subjects[--num_subjects];

        free(s->line);
        free(s->memory);
        free(s);
    }
    passkey_openssl_free(openssl);
    return 0;
}

/* The parts of a response that came from the authenticator or client. */
static size_t
parts_of(struct subject *s, struct passkey_bytes *parts[3])
{
    if (is_registration(s)) {
        parts[0] = &s->registration.client_data;
        parts[1] = &s->registration.attestation_object;
        return 2;
    }
    parts[0] = &s->authentication.client_data;
    parts[1] = &s->authentication.authenticator_data;
    parts[2] = &s->authentication.signature;
    return 3;
}

static bool
lies_in(struct passkey_bytes whole, size_t at, const void *from, size_t len)
{
    const uint8_t *place = whole.data + at, *begin = from;

    return begin != NULL && place >= begin && place < begin + len;
}

/* A member that is compared, name and value, as browsers write it. */
static bool
lies_in_member(struct passkey_bytes whole, size_t at)
{
    static const char *const names[] = {
        "\"type\":\"", "\"challenge\":\"", "\"origin\":\"" };
    size_t i;

    for (i = 0; i < COUNT_OF(names); i++) {
        const uint8_t *begin = memmem(
            whole.data, whole.len, names[i], strlen(names[i]));
        const uint8_t *value, *end;

        if (begin == NULL)
            continue;
        value = begin + strlen(names[i]);
        end = memchr(value, '"', (size_t)(whole.data + whole.len - value));
        if (lies_in(whole, at, begin, (size_t)(end + 1 - begin)))
            return true;
    }
    return false;
}

static bool
format_is(const struct subject *s, const char *name)
{
    struct passkey_bytes format = s->registered.credential.attestation_format;

    return format.len == strlen(name) &&
           memcmp(format.data, name, format.len) == 0;
}

/*
 * Why a flipped bit of a registration may be accepted; NULL: it may not.
 * "none" signs nothing at all, "fido-u2f" neither flags, counter nor AAGUID.
 */
static const char *
excuse(const struct subject *s, size_t part, struct passkey_bytes whole,
    size_t at)
{
    const struct passkey_credential *record = &s->registered.credential;
    const uint8_t *auth_data = record->id.data - 55;
    const uint8_t *chain = memmem(whole.data, whole.len, "cx5c", 4);
    const uint8_t *chain_end = memmem(whole.data, whole.len, "hauthData", 9);

    if (!is_registration(s))
        return NULL;
    if (part == 0)
        return format_is(s, "none") && !lies_in_member(whole, at)
                   ? "an unsigned member that decides nothing"
                   : NULL;
    if (s->given.ceremony.attestation == PASSKEY_CONVEYANCE_NONE &&
        chain != NULL &&
        lies_in(whole, at, chain, (size_t)(chain_end - chain)))
        return "a certificate whose trust is not assessed";
    if (!format_is(s, "none") && !format_is(s, "fido-u2f"))
        return NULL;
    if (lies_in(whole, at, auth_data + 32, 21))
        return "unsigned flags, counter or AAGUID";
    if (!format_is(s, "none"))
        return NULL;
    if (lies_in(whole, at, record->public_key.data, record->public_key.len))
        return "an unsigned key";
    return whole.data + at >= record->public_key.data + record->public_key.len
               ? "unsigned extension outputs"
               : NULL;
}

/* Flips one bit after the other; the number that was accepted. */
static size_t
flip_part(struct subject *s, size_t part, struct passkey_bytes *view)
{
    struct passkey_bytes whole = *view;
    uint8_t *copy = malloc(whole.len);
    size_t i, num_accepted = 0;

    memcpy(copy, whole.data, whole.len);
    *view = passkey_bytes_of(copy, whole.len);
    for (i = 0; i < whole.len * 8; i++) {
        copy[i / 8] ^= (uint8_t)(1 << (i % 8));
        if (accepted(s)) {
            num_accepted++;
            if (excuse(s, part, whole, i / 8) == NULL)
                fail_msg("%.*s: bit %zu of part %zu",
                    (int)s->given.name.text.len, s->given.name.text.data, i,
                    part);
        }
        copy[i / 8] ^= (uint8_t)(1 << (i % 8));
    }
    *view = whole;
    free(copy);
    return num_accepted;
}

static void
there_are_vectors(void **state)
{
    size_t i, registrations = 0;

    (void)state;
    for (i = 0; i < num_subjects; i++)
        registrations += is_registration(subjects[i]);
    assert_true(registrations >= 30);
    assert_true(num_subjects - registrations >= 30);
}

static void
no_flipped_bit_is_accepted(void **state)
{
    const struct passkey_crypto *crypto = passkey_openssl_crypto(openssl);
    struct passkey_bytes *parts[3];
    size_t i, j, num_parts, num_accepted = 0;

    (void)state;
    for (i = 0; i < num_subjects; i++) {
        struct subject *s = subjects[i];

        if (is_registration(s))
            assert_error(passkey_registration_verify(&s->given.policy, crypto,
                             &s->given.ceremony, &s->registration,
                             s->given.now, &s->registered),
                PASSKEY_OK);
        num_parts = parts_of(s, parts);
        for (j = 0; j < num_parts; j++)
            num_accepted += flip_part(s, j, parts[j]);
    }
    /* The excuses are needed: flags, counter and AAGUID of "none". */
    assert_true(num_accepted > 0);
}

static void
no_other_length_is_accepted(void **state)
{
    struct passkey_bytes *parts[3], whole, copy;
    size_t i, j, len, num_parts;
    uint8_t *longer;

    (void)state;
    for (i = 0; i < num_subjects; i++) {
        num_parts = parts_of(subjects[i], parts);
        for (j = 0; j < num_parts; j++) {
            whole = *parts[j];
            for (len = 0; len < whole.len; len++) {
                copy = copy_exactly(whole.data, len);
                *parts[j] = copy;
                assert_false(accepted(subjects[i]));
                free_copy(copy);
            }
            longer = malloc(whole.len + 1);
            memcpy(longer, whole.data, whole.len);
            longer[whole.len] = '}';
            *parts[j] = passkey_bytes_of(longer, whole.len + 1);
            assert_false(accepted(subjects[i]));
            free(longer);
            *parts[j] = whole;
        }
    }
}

static void
no_prefix_of_the_text_is_read(void **state)
{
    struct passkey_bytes json;
    size_t i;

    (void)state;
    for (i = 0; i < num_subjects; i++) {
        struct subject *s = subjects[i];

        for (json = s->given.response; json.len-- > 0;)
            assert_false(read_response(s, json));
        assert_true(read_response(s, s->given.response));
        assert_true(accepted(s));
    }
}

/* The key of every record on every other assertion. */
static void
no_other_key_is_accepted(void **state)
{
    size_t i, j, pairs = 0;

    (void)state;
    for (i = 0; i < num_subjects; i++) {
        struct passkey_credential *record = &subjects[i]->given.credential;
        struct passkey_credential own = *record;

        if (is_registration(subjects[i]))
            continue;
        for (j = 0; j < num_subjects; j++) {
            const struct passkey_credential *other =
                &subjects[j]->given.credential;

            if (is_registration(subjects[j]) ||
                (other->public_key.len == own.public_key.len &&
                    memcmp(other->public_key.data, own.public_key.data,
                        own.public_key.len) == 0))
                continue;
            record->public_key = other->public_key;
            record->algorithm = other->algorithm;
            assert_false(accepted(subjects[i]));
            pairs++;
        }
        *record = own;
        assert_true(accepted(subjects[i]));
    }
    assert_true(pairs > 500);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_are_vectors),
        cmocka_unit_test(no_flipped_bit_is_accepted),
        cmocka_unit_test(no_other_length_is_accepted),
        cmocka_unit_test(no_prefix_of_the_text_is_read),
        cmocka_unit_test(no_other_key_is_accepted),
    };

    if (argc != 2)
        return 2;
    path = argv[1];
    return cmocka_run_group_tests_name(
        "properties", tests, read_subjects, free_subjects);
}
