/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Both ceremonies from the options to the verdict, by a server that remembers
 * nothing in between: the ceremony travels, sealed, with the client. Standard
 * output and standard input are the client. Twice it gets two lines, the
 * options and the sealed ceremony, and answers with two: the sealed ceremony
 * and the response.
 *
 * cc round_trip.c $(pkg-config --cflags --libs libpasskey)
 */
#include <passkey/passkey.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LINE_MAX_LEN 65536
#define TEXT(text)   passkey_bytes_of(text, strlen(text))

static struct passkey_policy policy;
static struct passkey_keyring keyring;
static const struct passkey_crypto *crypto;

static void
check(enum passkey_error error, const char *what)
{
    if (error == PASSKEY_OK)
        return;
    printf("%s: %s (%s%s)\n", what, passkey_error_name(error),
        "https://www.w3.org/TR/webauthn-3/", passkey_error_anchor(error));
    exit(1);
}

static struct passkey_bytes
read_line(char *line, size_t size)
{
    if (fgets(line, (int)size, stdin) == NULL)
        exit(2);
    return passkey_bytes_of(line, strcspn(line, "\n"));
}

/* Options and sealed ceremony to the client. */
static void
send(const uint8_t *json, size_t json_len,
    const struct passkey_ceremony *ceremony)
{
    uint8_t token[PASSKEY_CEREMONY_TOKEN_MAX_LEN];
    size_t len;

    check(passkey_ceremony_seal(ceremony, crypto, &keyring,
              (struct passkey_buffer){token, sizeof(token)}, &len),
        "seal");
    printf("%.*s\n%.*s\n", (int)json_len, (const char *)json, (int)len,
        (const char *)token);
    fflush(stdout);
}

/* What the client sends back; nothing of it is believed yet. */
static struct passkey_bytes
receive(char *line, size_t size, struct passkey_ceremony *ceremony)
{
    check(passkey_ceremony_open(
              read_line(line, size), crypto, &keyring, ceremony),
        "open");
    /* A real server spends ceremony->id here: see relying_party.c. */
    return read_line(line, size);
}

static void
register_passkey(uint8_t *blob, size_t cap, size_t *blob_len)
{
    static char line[LINE_MAX_LEN];
    static uint8_t json[4096], scratch[LINE_MAX_LEN];
    struct passkey_registration_request request = {
        .user_handle = TEXT("a random handle"),
        .user_name = TEXT("ann"),
    };
    struct passkey_registration_response response;
    struct passkey_registration registration;
    struct passkey_ceremony ceremony;
    size_t len;

    check(passkey_registration_options(&policy, crypto, &request, time(NULL),
              (struct passkey_buffer){json, sizeof(json)}, &len, &ceremony),
        "registration options");
    send(json, len, &ceremony);
    check(passkey_registration_response_read(
              receive(line, sizeof(line), &ceremony),
              (struct passkey_buffer){scratch, sizeof(scratch)}, &response),
        "registration response");
    check(passkey_registration_verify(
              &policy, crypto, &ceremony, &response, time(NULL), &registration),
        "registration");
    check(passkey_credential_encode(&registration.credential,
              (struct passkey_buffer){blob, cap}, blob_len),
        "record");
    printf("registered: algorithm %d, %s\n",
        (int)registration.credential.algorithm,
        registration.credential.backup_eligible ? "synced" : "on one device");
}

static void
authenticate(const struct passkey_credential *record)
{
    static char line[LINE_MAX_LEN];
    static uint8_t json[4096], scratch[LINE_MAX_LEN];
    struct passkey_authentication_request request = {0};
    struct passkey_authentication_response response;
    struct passkey_authentication authentication;
    struct passkey_ceremony ceremony;
    size_t len;

    check(passkey_authentication_options(&policy, crypto, &request, time(NULL),
              (struct passkey_buffer){json, sizeof(json)}, &len, &ceremony),
        "authentication options");
    send(json, len, &ceremony);
    check(passkey_authentication_response_read(
              receive(line, sizeof(line), &ceremony),
              (struct passkey_buffer){scratch, sizeof(scratch)}, &response),
        "authentication response");
    check(passkey_authentication_verify(&policy, crypto, &ceremony, &response,
              record, time(NULL), &authentication),
        "authentication");
    printf("signed in: %.*s\n", (int)record->user_handle.len,
        (const char *)record->user_handle.data);
}

int
main(void)
{
    struct passkey_openssl *openssl = passkey_openssl_new();
    struct passkey_bytes origin = TEXT("https://example.org");
    static uint8_t blob[LINE_MAX_LEN];
    struct passkey_credential record;
    size_t blob_len;

    if (openssl == NULL)
        return 2;
    crypto = passkey_openssl_crypto(openssl);
    passkey_policy_init(&policy);
    policy.rp_id = TEXT("example.org");
    policy.rp_name = TEXT("Example");
    policy.origins = &origin;
    policy.num_origins = 1;
    keyring.num_keys = 1;
    keyring.keys[0].id = 1;
    if (!crypto->random(
            crypto->context, keyring.keys[0].key, sizeof(keyring.keys[0].key)))
        return 2;
    register_passkey(blob, sizeof(blob), &blob_len);
    /* The blob is what a database keeps. */
    check(passkey_credential_decode(passkey_bytes_of(blob, blob_len), &record),
        "record");
    authenticate(&record);
    passkey_openssl_free(openssl);
    return 0;
}
