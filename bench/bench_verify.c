/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many ceremonies one core verifies, beside the raw signature check of
 * libcrypto. Raw and library take turns in short rounds of one run, so that
 * the machine's mood hits both; the figure is the median of the rounds'
 * ratios.
 *
 *   raw   EVP_PKEY_verify, context and key kept, hash ready; EdDSA and
 *         ML-DSA, which have no such thing, EVP_DigestVerify of 101 octets
 *   ours  JSON text in, decision out: read, every check, signature
 */
#include <passkey/passkey.h>

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../tests/support/scratch.h"
#include "../tests/support/software_authenticator.h"
#include "peer_simplewebauthn.h"
#ifdef HAVE_LIBFIDO2
#include "peer_libfido2.h"
#endif

#define ROUNDS 41 /* of ES256; the others need not be as exact */
#define ROUNDS_OF_OTHERS 9
#define ROUND_S 0.05
#define JSON_MAX 16384

#define ORIGIN "https://example.org"
#define RP_ID "example.org"
#define CHALLENGE "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

struct bench {
    const struct passkey_crypto *crypto;
    struct passkey_policy policy;
    struct passkey_ceremony ceremony;
    struct passkey_credential credential[2];
    struct passkey_bytes json[2]; /* in turn: no key is the one before */
    unsigned turn;
    EVP_PKEY *key;
    EVP_PKEY_CTX *raw;
    EVP_MD_CTX *raw_one_shot;
    uint8_t hash[64]; /* of what is signed */
    size_t hash_len;
    struct blob message, signature;
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
    require(EVP_PKEY_verify(b->raw, b->signature.data, b->signature.len,
                b->hash, b->hash_len) == 1,
        "raw verify");
}

static void
verify_raw_one_shot(struct bench *b)
{
    require(EVP_DigestVerifyInit_ex(b->raw_one_shot, NULL, NULL, NULL, NULL,
                b->key, NULL) == 1 &&
                EVP_DigestVerify(b->raw_one_shot, b->signature.data,
                    b->signature.len, b->message.data, b->message.len) == 1,
        "raw verify");
}

static void
verify_assertion(struct bench *b)
{
    static uint8_t scratch[JSON_MAX];
    struct passkey_buffer buffer = { scratch, sizeof(scratch) };
    struct passkey_authentication_response response;
    struct passkey_authentication result;
    unsigned turn = b->turn++ % 2;

    require(passkey_authentication_response_read(
                b->json[turn], buffer, &response) == PASSKEY_OK &&
                passkey_authentication_verify(&b->policy, b->crypto,
                    &b->ceremony, &response, &b->credential[turn], 1,
                    &result) == PASSKEY_OK,
        "assertion");
}

#ifdef HAVE_LIBFIDO2
static void
verify_by_libfido2(struct bench *b)
{
    (void)b;
    require(libfido2_verify(), "libfido2");
}
#endif

static void
verify_registration(struct bench *b)
{
    static uint8_t scratch[JSON_MAX];
    struct passkey_buffer buffer = { scratch, sizeof(scratch) };
    struct passkey_registration_response response;
    struct passkey_registration result;

    require(passkey_registration_response_read(
                b->json[b->turn++ % 2], buffer, &response) == PASSKEY_OK &&
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

static double
median(double *values, size_t num)
{
    qsort(values, num, sizeof(double), compare);
    return values[num / 2];
}

static double
rate_of_raw(struct bench *b)
{
    return rate(b, b->raw != NULL ? verify_raw : verify_raw_one_shot);
}

static double
rate_of_assertion(struct bench *b)
{
    return rate(b, verify_assertion);
}

static double
rate_of_registration(struct bench *b)
{
    return rate(b, verify_registration);
}

#ifdef HAVE_LIBFIDO2
static double
rate_of_libfido2(struct bench *b)
{
    return rate(b, verify_by_libfido2);
}
#endif

static double
rate_of_simplewebauthn(struct bench *b)
{
    double calls = simplewebauthn_rate();

    (void)b;
    require(calls > 0, "SimpleWebAuthn");
    return calls;
}

/* rate_of takes one round and says how many calls a second it had. */
static void
measure(struct bench *b, const char *name,
    double (*rate_of)(struct bench *b), size_t rounds)
{
    double ratios[ROUNDS], rates[ROUNDS], raws[ROUNDS], besides[ROUNDS];
    size_t i;

    for (i = 0; i < rounds; i++) {
        raws[i] = rate_of_raw(b);
        rates[i] = rate_of(b);
        ratios[i] = rates[i] / raws[i];
        besides[i] = 1e6 / rates[i] - 1e6 / raws[i];
    }
    printf("%-26s %7.0f /s   raw %6.0f /s   ratio %6.3f", name,
        median(rates, rounds), median(raws, rounds), median(ratios, rounds));
    if (rate_of == rate_of_assertion)
        printf("   besides the signature %5.1f us", median(besides, rounds));
    printf("\n");
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
    b->ceremony.algorithms[0] = b->credential[0].algorithm;
    b->ceremony.num_algorithms = 1;
    require(b->crypto->digest(b->crypto->context, PASSKEY_HASH_SHA256, &rp_id,
                1, b->ceremony.rp_id_hash),
        "digest");
}

/* The padding of the algorithm, on a context for signing or verifying. */
static void
set_scheme(EVP_PKEY_CTX *context, const struct key_algorithm *algorithm)
{
    const EVP_MD *md = EVP_get_digestbyname(algorithm->hash);

    require(EVP_PKEY_CTX_set_signature_md(context, md) == 1, "hash");
    if (algorithm->family == FAMILY_RSA)
        require(EVP_PKEY_CTX_set_rsa_padding(context,
                    algorithm->pss ? RSA_PKCS1_PSS_PADDING
                                   : RSA_PKCS1_PADDING) == 1 &&
                    (!algorithm->pss ||
                        EVP_PKEY_CTX_set_rsa_pss_saltlen(
                            context, RSA_PSS_SALTLEN_DIGEST) == 1),
            "padding");
}

static void
prepare_prehashed(struct bench *b, const struct key_algorithm *algorithm)
{
    EVP_PKEY_CTX *sign = EVP_PKEY_CTX_new(b->key, NULL);

    b->hash_len =
        (size_t)EVP_MD_get_size(EVP_get_digestbyname(algorithm->hash));
    memset(b->hash, 0x5a, b->hash_len); /* 0 would be less work on a curve */
    b->signature = blob_fill(0, 1024);
    require(EVP_PKEY_sign_init(sign) == 1, "sign init");
    set_scheme(sign, algorithm);
    require(EVP_PKEY_sign(sign, b->signature.data, &b->signature.len, b->hash,
                b->hash_len) == 1,
        "sign");
    EVP_PKEY_CTX_free(sign);
    b->raw = EVP_PKEY_CTX_new(b->key, NULL);
    require(EVP_PKEY_verify_init(b->raw) == 1, "verify init");
    set_scheme(b->raw, algorithm);
}

static void
prepare_raw(struct bench *b, const struct soft_passkey *passkey)
{
    struct key_signing signing = key_signing_of(passkey->algorithm);

    EVP_PKEY_CTX_free(b->raw);
    EVP_MD_CTX_free(b->raw_one_shot);
    b->raw = NULL;
    b->raw_one_shot = NULL;
    b->key = passkey->key;
    if (passkey->algorithm->hash != NULL) {
        prepare_prehashed(b, passkey->algorithm);
        return;
    }
    b->message = blob_fill(9, 101);
    b->signature = key_sign(b->key, &signing, b->message);
    b->raw_one_shot = EVP_MD_CTX_new();
}

static void
set_json(struct bench *b, size_t turn, struct ceremony *c)
{
    b->json[turn].data = (const uint8_t *)ceremony_text(c);
    b->json[turn].len = strlen((const char *)b->json[turn].data);
}

static void
set_credential(
    struct passkey_credential *credential, const struct soft_passkey *passkey)
{
    struct blob cose = cbor_write(key_cose(passkey->key, passkey->algorithm));

    memset(credential, 0, sizeof(*credential));
    credential->id = view(passkey->id);
    credential->public_key = view(cose);
    credential->user_handle = view(passkey->user_handle);
    credential->algorithm = passkey->algorithm->id;
}

/* A peer in a process of its own; public_key as blob_base64url says it. */
static void
bench_simplewebauthn(
    struct bench *b, const char *name, const char *public_key)
{
    struct simplewebauthn_task task = { ORIGIN, RP_ID, CHALLENGE, public_key,
        (const char *)b->json[1].data };

    if (simplewebauthn_prepare(&task))
        measure(b, name, rate_of_simplewebauthn, ROUNDS_OF_OTHERS);
    else
        printf("%-26s not here: Node.js 20, `npm ci` in bench/\n", name);
}

static void
bench_peers_of_assertion(struct bench *b, const struct ceremony *c)
{
    struct passkey_bytes key = b->credential[1].public_key;

#ifdef HAVE_LIBFIDO2
    require(libfido2_prepare(c, RP_ID), "libfido2");
    measure(b, "libfido2 fido_assert_verify", rate_of_libfido2, ROUNDS);
#else
    (void)c;
#endif
    bench_simplewebauthn(b, "SimpleWebAuthn assertion",
        blob_base64url(blob_copy(key.data, key.len)));
}

static void
bench_assertion(
    struct bench *b, const struct soft_passkey passkeys[2], size_t rounds)
{
    const struct key_algorithm *algorithm = passkeys[0].algorithm;
    struct ceremony c;
    char name[64];
    size_t i;

    for (i = 0; i < 2; i++) {
        ceremony_begin(&c, AUTHENTICATION, &passkeys[i]);
        ceremony_set_site(&c, ORIGIN, RP_ID, CHALLENGE);
        set_json(b, i, &c);
        set_credential(&b->credential[i], &passkeys[i]);
    }
    expect(b, PASSKEY_CEREMONY_AUTHENTICATION);
    (void)snprintf(name, sizeof(name), "assertion %s", algorithm->name);
    measure(b, name, rate_of_assertion, rounds);
    if (algorithm->id == PASSKEY_ALG_ES256)
        bench_peers_of_assertion(b, &c);
}

static void
make_passkeys(
    struct soft_passkey out[2], const struct key_algorithm *algorithm)
{
    size_t i;

    for (i = 0; i < 2; i++) {
        out[i].algorithm = algorithm;
        out[i].key = key_generate(algorithm);
        out[i].id = blob_fill((uint8_t)(7 + i), 32);
        out[i].user_handle = blob_fill((uint8_t)(7 + i), 64);
    }
}

static void
free_passkeys(struct soft_passkey passkeys[2])
{
    EVP_PKEY_free(passkeys[0].key);
    EVP_PKEY_free(passkeys[1].key);
}

/* Every other algorithm, each beside its own raw figure. */
static void
bench_algorithm(struct bench *b, const struct key_algorithm *algorithm)
{
    struct soft_passkey passkeys[2];

    make_passkeys(passkeys, algorithm);
    prepare_raw(b, &passkeys[0]);
    bench_assertion(b, passkeys, ROUNDS_OF_OTHERS);
    free_passkeys(passkeys);
}

static void
bench_algorithms(struct bench *b)
{
    static const int ml_dsa[] = {PASSKEY_ALG_ML_DSA_44, PASSKEY_ALG_ML_DSA_65,
        PASSKEY_ALG_ML_DSA_87};
    const struct key_algorithm *at;
    size_t i;

    for (at = key_algorithms; at->name != NULL; at++) {
        if (at->id != PASSKEY_ALG_ES256)
            bench_algorithm(b, at);
    }
    for (i = 0; i < sizeof(ml_dsa) / sizeof(ml_dsa[0]); i++) {
        if (key_can_be_made(ml_dsa[i]))
            bench_algorithm(b, key_algorithm_find(ml_dsa[i]));
    }
}

static void
bench_registration(struct bench *b, const struct soft_passkey passkeys[2],
    const struct statement_format *format, const char *name,
    const struct attestation_authority *authority, EVP_PKEY *attestation_key)
{
    struct passkey_bytes anchor = view(certificate_der(&authority->root));
    struct ceremony c;
    char peer[64];
    size_t i;

    for (i = 0; i < 2; i++) {
        ceremony_begin(&c, REGISTRATION, &passkeys[i]);
        ceremony_set_site(&c, ORIGIN, RP_ID, CHALLENGE);
        c.format = format;
        if (format == &statement_packed)
            ceremony_attest(&c, format, attestation_key, PASSKEY_ALG_ES256,
                authority);
        set_json(b, i, &c);
    }
    expect(b, PASSKEY_CEREMONY_REGISTRATION);
    b->ceremony.attestation = PASSKEY_CONVEYANCE_DIRECT;
    b->policy.anchors = &anchor;
    b->policy.num_anchors = 1;
    measure(b, name, rate_of_registration, ROUNDS);
    (void)snprintf(peer, sizeof(peer), "SimpleWebAuthn%s", strchr(name, ' '));
    bench_simplewebauthn(b, peer, "");
}

/* argument: the peer's program, or none. */
int
main(int argc, char **argv)
{
    struct passkey_openssl *openssl = passkey_openssl_new();
    const struct key_algorithm *es256 = key_algorithm_find(PASSKEY_ALG_ES256);
    struct attestation_authority authority;
    struct soft_passkey passkeys[2];
    struct bench b;
    EVP_PKEY *attestation_key = key_generate(es256), *root_key;

    require(openssl != NULL, "backend");
    memset(&b, 0, sizeof(b));
    b.crypto = passkey_openssl_crypto(openssl);
    make_passkeys(passkeys, es256);
    scratch_adopt_cjson();
    require(argc < 2 || simplewebauthn_start(argv[1]), "a process for a peer");
    memset(&authority, 0, sizeof(authority));
    root_key = key_generate(es256);
    authority.root = certificate_authority("bench root", root_key, NULL);
    prepare_raw(&b, &passkeys[0]);
    bench_assertion(&b, passkeys, ROUNDS);
    bench_registration(&b, passkeys, &statement_none,
        "registration none", &authority, attestation_key);
    bench_registration(&b, passkeys, &statement_self,
        "registration packed self", &authority, attestation_key);
    bench_registration(&b, passkeys, &statement_packed,
        "registration packed x5c", &authority, attestation_key);
    simplewebauthn_stop();
    bench_algorithms(&b);
    EVP_PKEY_CTX_free(b.raw);
    EVP_MD_CTX_free(b.raw_one_shot);
    free_passkeys(passkeys);
    EVP_PKEY_free(attestation_key);
    EVP_PKEY_free(root_key);
    scratch_reset();
    passkey_openssl_free(openssl);
    return 0;
}
