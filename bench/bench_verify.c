/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many ceremonies one core verifies, beside the raw signature check of
 * libcrypto. Raw and library take turns in short rounds of one run, so that
 * the machine's mood hits both; the figure is the median of the rounds'
 * ratios.
 *
 *   raw   EVP_PKEY_verify, ES256, context and key kept, hash ready
 *   ours  JSON text in, decision out: read, every check, signature
 */
#include <passkey/passkey.h>

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../tests/support/scratch.h"
#include "../tests/support/software_authenticator.h"

#define ROUNDS 41
#define ROUND_S 0.05
#define JSON_MAX 16384

#define ORIGIN "https://example.org"
#define RP_ID "example.org"
#define CHALLENGE "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

struct bench {
    const struct passkey_crypto *crypto;
    struct passkey_policy policy;
    struct passkey_ceremony ceremony;
    struct passkey_credential credential;
    struct passkey_bytes json;
    EVP_PKEY_CTX *raw;
    uint8_t hash[32], signature[80];
    size_t signature_len;
};

static double
seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
require(bool condition, const char *what)
{
    if (condition)
        return;
    fprintf(stderr, "bench: %s failed\n", what);
    exit(1);
}

static void
verify_raw(struct bench *b)
{
    require(EVP_PKEY_verify(b->raw, b->signature, b->signature_len, b->hash,
                sizeof(b->hash)) == 1,
        "raw verify");
}

static void
verify_assertion(struct bench *b)
{
    static uint8_t scratch[JSON_MAX];
    struct passkey_buffer buffer = { scratch, sizeof(scratch) };
    struct passkey_authentication_response response;
    struct passkey_authentication result;

    require(passkey_authentication_response_read(
                b->json, buffer, &response) == PASSKEY_OK &&
                passkey_authentication_verify(&b->policy, b->crypto,
                    &b->ceremony, &response, &b->credential, 1,
                    &result) == PASSKEY_OK,
        "assertion");
}

static void
verify_registration(struct bench *b)
{
    static uint8_t scratch[JSON_MAX];
    struct passkey_buffer buffer = { scratch, sizeof(scratch) };
    struct passkey_registration_response response;
    struct passkey_registration result;

    require(passkey_registration_response_read(
                b->json, buffer, &response) == PASSKEY_OK &&
                passkey_registration_verify(&b->policy, b->crypto,
                    &b->ceremony, &response, 1750000000,
                    &result) == PASSKEY_OK,
        "registration");
}

/* Calls per second of CPU, over about ROUND_S. */
static double
rate(struct bench *b, void (*call)(struct bench *b))
{
    double begin = seconds(), end;
    unsigned calls = 0;

    do {
        unsigned i;

        for (i = 0; i < 16; i++)
            call(b);
        calls += 16;
        end = seconds();
    } while (end - begin < ROUND_S);
    return calls / (end - begin);
}

static int
compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void
measure(struct bench *b, const char *name, void (*call)(struct bench *b))
{
    double ratios[ROUNDS], rates[ROUNDS], raws[ROUNDS];
    size_t i;

    for (i = 0; i < ROUNDS; i++) {
        raws[i] = rate(b, verify_raw);
        rates[i] = rate(b, call);
        ratios[i] = rates[i] / raws[i];
    }
    qsort(ratios, ROUNDS, sizeof(double), compare);
    qsort(rates, ROUNDS, sizeof(double), compare);
    qsort(raws, ROUNDS, sizeof(double), compare);
    printf("%-28s %9.0f /s   raw EVP_PKEY_verify %7.0f /s   ratio %6.3f\n",
        name, rates[ROUNDS / 2], raws[ROUNDS / 2], ratios[ROUNDS / 2]);
}

static struct passkey_bytes
view(struct blob blob)
{
    return passkey_bytes_of(blob.data, blob.len);
}

/* What the relying party expects; the same for all. */
static void
expect(struct bench *b, enum passkey_ceremony_kind kind)
{
    static const struct passkey_bytes origins[] = {
        { (const uint8_t *)ORIGIN, sizeof(ORIGIN) - 1 },
    };
    struct passkey_bytes rp_id = passkey_bytes_of(RP_ID, sizeof(RP_ID) - 1);
    uint8_t i;

    passkey_policy_init(&b->policy);
    b->policy.rp_id = rp_id;
    b->policy.origins = origins;
    b->policy.num_origins = 1;
    memset(&b->ceremony, 0, sizeof(b->ceremony));
    b->ceremony.kind = kind;
    b->ceremony.challenge_len = 32;
    for (i = 0; i < 32; i++)
        b->ceremony.challenge[i] = i;
    b->ceremony.user_verification = PASSKEY_REQUIRED;
    b->ceremony.algorithms[0] = PASSKEY_ALG_ES256;
    b->ceremony.num_algorithms = 1;
    require(b->crypto->digest(b->crypto->context, PASSKEY_HASH_SHA256, &rp_id,
                1, b->ceremony.rp_id_hash),
        "digest");
}

static void
prepare_raw(struct bench *b, EVP_PKEY *key)
{
    EVP_PKEY_CTX *sign = EVP_PKEY_CTX_new(key, NULL);

    b->signature_len = sizeof(b->signature);
    require(EVP_PKEY_sign_init(sign) == 1 &&
                EVP_PKEY_sign(sign, b->signature, &b->signature_len, b->hash,
                    sizeof(b->hash)) == 1,
        "sign");
    EVP_PKEY_CTX_free(sign);
    b->raw = EVP_PKEY_CTX_new(key, NULL);
    require(EVP_PKEY_verify_init(b->raw) == 1, "verify init");
}

static void
bench_assertion(struct bench *b, const struct soft_passkey *passkey)
{
    struct ceremony c;
    struct blob cose;

    ceremony_begin(&c, AUTHENTICATION, passkey);
    ceremony_set_site(&c, ORIGIN, RP_ID, CHALLENGE);
    ceremony_encode(&c);
    b->json.data = (const uint8_t *)ceremony_text(&c);
    b->json.len = strlen((const char *)b->json.data);
    expect(b, PASSKEY_CEREMONY_AUTHENTICATION);
    cose = cbor_write(key_cose(passkey->key, passkey->algorithm));
    memset(&b->credential, 0, sizeof(b->credential));
    b->credential.id = view(passkey->id);
    b->credential.public_key = view(cose);
    b->credential.user_handle = view(passkey->user_handle);
    b->credential.algorithm = passkey->algorithm->id;
    measure(b, "assertion ES256", verify_assertion);
}

static void
bench_registration(struct bench *b, const struct soft_passkey *passkey,
    const struct statement_format *format, const char *name,
    const struct attestation_authority *authority, EVP_PKEY *attestation_key)
{
    struct passkey_bytes anchor;
    struct ceremony c;

    ceremony_begin(&c, REGISTRATION, passkey);
    ceremony_set_site(&c, ORIGIN, RP_ID, CHALLENGE);
    ceremony_attest(&c, format, attestation_key, PASSKEY_ALG_ES256, authority);
    ceremony_encode(&c);
    b->json.data = (const uint8_t *)ceremony_text(&c);
    b->json.len = strlen((const char *)b->json.data);
    expect(b, PASSKEY_CEREMONY_REGISTRATION);
    b->ceremony.attestation = PASSKEY_CONVEYANCE_DIRECT;
    anchor = view(certificate_der(&authority->root));
    b->policy.anchors = &anchor;
    b->policy.num_anchors = 1;
    measure(b, name, verify_registration);
}

int
main(void)
{
    struct passkey_openssl *openssl = passkey_openssl_new();
    const struct key_algorithm *es256 = key_algorithm_find(PASSKEY_ALG_ES256);
    struct attestation_authority authority;
    struct soft_passkey passkey;
    struct bench b;
    EVP_PKEY *attestation_key = key_generate(es256), *root_key;

    require(openssl != NULL, "backend");
    memset(&b, 0, sizeof(b));
    memset(&passkey, 0, sizeof(passkey));
    b.crypto = passkey_openssl_crypto(openssl);
    passkey.algorithm = es256;
    passkey.key = key_generate(es256);
    passkey.id = blob_fill(7, 32);
    passkey.user_handle = blob_fill(8, 64);
    scratch_adopt_cjson();
    memset(&authority, 0, sizeof(authority));
    root_key = key_generate(es256);
    authority.root = certificate_authority("bench root", root_key, NULL);
    prepare_raw(&b, passkey.key);
    bench_assertion(&b, &passkey);
    bench_registration(&b, &passkey, &statement_none,
        "registration none", &authority, attestation_key);
    bench_registration(&b, &passkey, &statement_self,
        "registration packed self", &authority, attestation_key);
    bench_registration(&b, &passkey, &statement_packed,
        "registration packed x5c", &authority, attestation_key);
    EVP_PKEY_CTX_free(b.raw);
    EVP_PKEY_free(passkey.key);
    EVP_PKEY_free(attestation_key);
    EVP_PKEY_free(root_key);
    scratch_reset();
    passkey_openssl_free(openssl);
    return 0;
}
