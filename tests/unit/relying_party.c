/* SPDX-License-Identifier: Apache-2.0 */
/* See relying_party.h. */
#include "relying_party.h"

#include <stdlib.h>
#include <string.h>

#define ORIGIN "https://example.org"
#define RP_ID  "example.org"

static EVP_PKEY *root_key, *attestation_keys[2];

static struct passkey_bytes
view(struct blob blob)
{
    return passkey_bytes_of(blob.data, blob.len);
}

static struct passkey_bytes
text(const char *text)
{
    return passkey_bytes_of(text, strlen(text));
}

static void
insist(bool done)
{
    if (!done)
        abort();
}

static void
record_passkey(struct relying_party *party)
{
    struct passkey_credential *credential = &party->credential;

    credential->id = view(party->passkey.id);
    credential->user_handle = view(party->passkey.user_handle);
    credential->public_key = view(
        cbor_write(key_cose(party->passkey.key, party->passkey.algorithm)));
    credential->algorithm = party->passkey.algorithm->id;
    credential->backup_eligible_known = true;
}

void
party_open(struct relying_party *party, int algorithm)
{
    memset(party, 0, sizeof(*party));
    party->openssl = passkey_openssl_new();
    insist(party->openssl != NULL);
    party->crypto = *passkey_openssl_crypto(party->openssl);
    party->passkey.algorithm = key_algorithm_find(algorithm);
    party->passkey.key = key_generate(party->passkey.algorithm);
    party->passkey.id = blob_random(32);
    party->passkey.user_handle = blob_random(16);
    record_passkey(party);
    if (root_key == NULL)
        root_key = key_generate(key_algorithm_find(-7));
    party->authority.root = certificate_authority("Root", root_key, NULL);
    party->anchor = view(certificate_der(&party->authority.root));
    party->origin = text(ORIGIN);
    passkey_policy_init(&party->policy);
    party->policy.rp_id = text(RP_ID);
    party->policy.rp_name = text("Example");
    party->policy.origins = &party->origin;
    party->policy.num_origins = 1;
    party->policy.anchors = &party->anchor;
    party->policy.num_anchors = 1;
    party->policy.attestation = PASSKEY_CONVEYANCE_DIRECT;
    party->policy.algorithms[0] = algorithm;
    party->policy.num_algorithms = 1;
}

void
party_close(struct relying_party *party)
{
    size_t i;

    EVP_PKEY_free(party->passkey.key);
    EVP_PKEY_free(root_key);
    root_key = NULL;
    for (i = 0; i < 2; i++) {
        EVP_PKEY_free(attestation_keys[i]);
        attestation_keys[i] = NULL;
    }
    passkey_openssl_free(party->openssl);
}

static enum passkey_error
write_options(struct relying_party *party, enum ceremony_kind kind)
{
    struct passkey_buffer json = {party->scratch, sizeof(party->scratch)};
    struct passkey_registration_request registration = {
        .user_handle = view(party->passkey.user_handle),
        .user_name = text("anna"),
        .display_name = text("Anna"),
    };
    struct passkey_authentication_request authentication = {
        .user_handle = view(party->passkey.user_handle),
    };
    size_t len;

    if (kind == REGISTRATION)
        return passkey_registration_options(&party->policy, &party->crypto,
            &registration, PARTY_NOW, json, &len, &party->ceremony);
    return passkey_authentication_options(&party->policy, &party->crypto,
        &authentication, PARTY_NOW, json, &len, &party->ceremony);
}

void
party_ask(struct relying_party *party, enum ceremony_kind kind,
    struct ceremony *answer)
{
    insist(write_options(party, kind) == PASSKEY_OK);
    ceremony_begin(answer, kind, &party->passkey);
    ceremony_set_site(answer, ORIGIN, RP_ID,
        blob_base64url(blob_copy(
            party->ceremony.challenge, party->ceremony.challenge_len)));
}

void
party_ask_attested(struct relying_party *party,
    const struct statement_format *format, int attestation_alg,
    struct ceremony *answer)
{
    EVP_PKEY **key = &attestation_keys[attestation_alg == -7 ? 0 : 1];
    bool own = format == &statement_android_key || format == &statement_apple;

    party_ask(party, REGISTRATION, answer);
    if (*key == NULL)
        *key = key_generate(key_algorithm_find(attestation_alg));
    ceremony_attest(answer, format, own ? party->passkey.key : *key,
        attestation_alg, &party->authority);
}

enum passkey_error
party_check_at(
    struct relying_party *party, struct ceremony *answer, int64_t now)
{
    struct passkey_buffer scratch = {party->scratch, sizeof(party->scratch)};
    struct passkey_registration_response registration;
    struct passkey_authentication_response authentication;
    struct passkey_bytes json = text(ceremony_text(answer));
    enum passkey_error error;

    if (answer->kind == REGISTRATION) {
        error =
            passkey_registration_response_read(json, scratch, &registration);
        return error != PASSKEY_OK
                   ? error
                   : passkey_registration_verify(&party->policy, &party->crypto,
                         &party->ceremony, &registration, now,
                         &party->registered);
    }
    error =
        passkey_authentication_response_read(json, scratch, &authentication);
    return error != PASSKEY_OK
               ? error
               : passkey_authentication_verify(&party->policy, &party->crypto,
                     &party->ceremony, &authentication, &party->credential, now,
                     &party->authenticated);
}

enum passkey_error
party_check(struct relying_party *party, struct ceremony *answer)
{
    return party_check_at(party, answer, PARTY_NOW);
}
