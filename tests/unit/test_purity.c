/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The library takes no memory of its own: with a backend that takes none
 * either, a whole verification calls malloc not once.
 */
#include "unit.h"


#include "../support/scratch.h"
#include "../support/software_authenticator.h"

static unsigned num_allocations;

/* Stands in for the C library's functions in this program. */
extern void *__libc_malloc(size_t len);
extern void *__libc_calloc(size_t count, size_t len);
extern void *__libc_realloc(void *memory, size_t len);

void *
malloc(size_t len)
{
    num_allocations++;
    return __libc_malloc(len);
}

void *
calloc(size_t count, size_t len)
{
    num_allocations++;
    return __libc_calloc(count, len);
}

void *
realloc(void *memory, size_t len)
{
    num_allocations++;
    return __libc_realloc(memory, len);
}

/* A backend that believes everything. */
static bool
supports_all(void *context, int32_t algorithm)
{
    (void)context;
    (void)algorithm;
    return true;
}

static bool
digest_rp_id(void *context, enum passkey_hash hash,
    const struct passkey_bytes *parts, size_t num_parts, uint8_t *out)
{
    (void)hash;
    (void)parts;
    (void)num_parts;
    memcpy(out, context, 32);
    return true;
}

static enum passkey_verdict
key_is_valid(void *context, const struct passkey_public_key *key)
{
    (void)context;
    (void)key;
    return PASSKEY_VERDICT_VALID;
}

static enum passkey_verdict
signature_is_valid(void *context, int32_t algorithm,
    const struct passkey_public_key *key, const struct passkey_bytes *parts,
    size_t num_parts, struct passkey_bytes signature)
{
    (void)context;
    (void)algorithm;
    (void)key;
    (void)parts;
    (void)num_parts;
    (void)signature;
    return PASSKEY_VERDICT_VALID;
}

static enum passkey_path_verdict
path_is_valid(void *context, const struct passkey_path *path)
{
    (void)context;
    (void)path;
    return PASSKEY_PATH_TRUSTED;
}

struct fixture {
    uint8_t rp_id_hash[32];
    struct passkey_crypto crypto;
    struct passkey_policy policy;
    struct passkey_bytes origin;
    struct passkey_ceremony ceremony;
    struct soft_passkey passkey;
    struct ceremony made;
    uint8_t scratch[16384];
};

static void
prepare(struct fixture *f, enum ceremony_kind kind)
{
    uint8_t i;

    f->crypto.context = f->rp_id_hash;
    f->crypto.supports = supports_all;
    f->crypto.digest = digest_rp_id;
    f->crypto.check_key = key_is_valid;
    f->crypto.verify = signature_is_valid;
    f->crypto.check_path = path_is_valid;
    f->origin = view_text("https://example.org");
    passkey_policy_init(&f->policy);
    f->policy.origins = &f->origin;
    f->policy.num_origins = 1;
    f->passkey.algorithm = key_algorithm_find(PASSKEY_ALG_ES256);
    f->passkey.key = key_generate(f->passkey.algorithm);
    f->passkey.id = blob_fill(1, 32);
    f->passkey.user_handle = blob_fill(2, 32);
    ceremony_begin(&f->made, kind, &f->passkey);
    ceremony_set_site(&f->made, "https://example.org", "example.org",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
    memcpy(f->rp_id_hash, f->made.rp_id_hash.data, 32);
    f->ceremony.challenge_len = 32;
    for (i = 0; i < 32; i++)
        f->ceremony.challenge[i] = i;
    memcpy(f->ceremony.rp_id_hash, f->rp_id_hash, 32);
    f->ceremony.algorithms[0] = PASSKEY_ALG_ES256;
    f->ceremony.num_algorithms = 1;
}

static void
an_authentication_allocates_nothing(void **state)
{
    static struct fixture f;
    struct passkey_authentication_response response;
    struct passkey_authentication result;
    struct passkey_credential credential;
    struct passkey_buffer buffer = { f.scratch, sizeof(f.scratch) };
    struct passkey_bytes json;
    struct blob cose;
    enum passkey_error error;
    unsigned before, after;

    (void)state;
    prepare(&f, AUTHENTICATION);
    f.ceremony.kind = PASSKEY_CEREMONY_AUTHENTICATION;
    json = view_text(ceremony_text(&f.made));
    cose = cbor_write(key_cose(f.passkey.key, f.passkey.algorithm));
    memset(&credential, 0, sizeof(credential));
    credential.id = passkey_bytes_of(f.passkey.id.data, 32);
    credential.user_handle =
        passkey_bytes_of(f.passkey.user_handle.data, 32);
    credential.public_key = passkey_bytes_of(cose.data, cose.len);
    credential.algorithm = PASSKEY_ALG_ES256;
    before = num_allocations;
    error = passkey_authentication_response_read(json, buffer, &response);
    if (error == PASSKEY_OK)
        error = passkey_authentication_verify(&f.policy, &f.crypto,
            &f.ceremony, &response, &credential, 1, &result);
    after = num_allocations;
    assert_error(error, PASSKEY_OK);
    assert_true(before > 0); /* the counter counts */
    assert_int_equal(after, before);
    EVP_PKEY_free(f.passkey.key);
}

static void
a_registration_allocates_nothing(void **state)
{
    static struct fixture f;
    struct passkey_registration_response response;
    struct passkey_registration result;
    struct passkey_buffer buffer = { f.scratch, sizeof(f.scratch) };
    struct passkey_bytes json;
    enum passkey_error error;
    unsigned before, after;

    (void)state;
    prepare(&f, REGISTRATION);
    f.ceremony.kind = PASSKEY_CEREMONY_REGISTRATION;
    json = view_text(ceremony_text(&f.made));
    before = num_allocations;
    error = passkey_registration_response_read(json, buffer, &response);
    if (error == PASSKEY_OK)
        error = passkey_registration_verify(&f.policy, &f.crypto,
            &f.ceremony, &response, 1, &result);
    after = num_allocations;
    assert_error(error, PASSKEY_OK);
    assert_int_equal(after, before);
    EVP_PKEY_free(f.passkey.key);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_authentication_allocates_nothing),
        cmocka_unit_test(a_registration_allocates_nothing),
    };

    scratch_adopt_cjson();
    return cmocka_run_group_tests_name("purity", tests, NULL, NULL);
}
