/* SPDX-License-Identifier: Apache-2.0 */
/*
 * verify DIRECTORY RP_ID ORIGIN: is this registration acceptable, and does
 * this assertion prove its owner? Both were recorded in a browser:
 *
 *   cc verify.c $(pkg-config --cflags --libs libpasskey) -o verify
 *   ./verify recorded localhost http://localhost:8080
 *
 * The files in DIRECTORY:
 *
 *   user                      the user handle, raw bytes
 *   registration.challenge    raw bytes, as they were sent to the browser
 *   registration.json         what the browser answered
 *   authentication.challenge, authentication.json
 */
#include <passkey/passkey.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FILE_MAX 65536

static struct passkey_policy policy;
static const struct passkey_crypto *crypto;
static struct passkey_credential record;

/* The whole file; it stays in memory until the program ends. */
static struct passkey_bytes
read_file(const char *directory, const char *name)
{
    uint8_t *data = malloc(FILE_MAX);
    char path[4096];
    size_t len = 0;
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", directory, name);
    file = fopen(path, "rb");
    if (data == NULL || file == NULL) {
        perror(path);
        exit(1);
    }
    len = fread(data, 1, FILE_MAX, file);
    fclose(file);
    return passkey_bytes_of(data, len);
}

/* As much room as the text of a response has: that is always enough. */
static struct passkey_buffer
scratch_for(struct passkey_bytes json)
{
    struct passkey_buffer scratch = {malloc(json.len + 1), json.len};

    if (scratch.data == NULL)
        exit(1);
    return scratch;
}

static int
report(const char *what, enum passkey_error error)
{
    if (error == PASSKEY_OK)
        printf("%s: accepted\n", what);
    else
        printf("%s: refused, %s: %s\n", what, passkey_error_name(error),
            passkey_error_text(error));
    return error == PASSKEY_OK ? 0 : 1;
}

/*
 * A server has the ceremony from passkey_..._options. Here only the challenge
 * and the user are known, and everything else is what the policy asks for.
 */
static void
begin(struct passkey_ceremony *ceremony, enum passkey_ceremony_kind kind,
    struct passkey_bytes challenge, struct passkey_bytes user)
{
    memset(ceremony, 0, sizeof(*ceremony));
    if (challenge.len > sizeof(ceremony->challenge) ||
        user.len > sizeof(ceremony->user_handle) ||
        !crypto->digest(crypto->context, PASSKEY_HASH_SHA256, &policy.rp_id, 1,
            ceremony->rp_id_hash))
        exit(1);
    ceremony->kind = kind;
    memcpy(ceremony->challenge, challenge.data, challenge.len);
    ceremony->challenge_len = challenge.len;
    memcpy(ceremony->user_handle, user.data, user.len);
    ceremony->user_handle_len = user.len;
    ceremony->user_verification = policy.user_verification;
    memcpy(ceremony->algorithms, policy.algorithms, sizeof(policy.algorithms));
    ceremony->num_algorithms = policy.num_algorithms;
}

static int
verify_registration(const char *directory, struct passkey_bytes user)
{
    static struct passkey_ceremony ceremony; /* the record points into it */
    struct passkey_bytes json = read_file(directory, "registration.json");
    struct passkey_registration_response response;
    struct passkey_registration registration;
    enum passkey_error error;

    begin(&ceremony, PASSKEY_CEREMONY_REGISTRATION,
        read_file(directory, "registration.challenge"), user);
    error =
        passkey_registration_response_read(json, scratch_for(json), &response);
    if (error == PASSKEY_OK)
        error = passkey_registration_verify(
            &policy, crypto, &ceremony, &response, time(NULL), &registration);
    if (error == PASSKEY_OK)
        record = registration.credential;
    return report("registration", error);
}

static int
verify_authentication(const char *directory, struct passkey_bytes user)
{
    struct passkey_bytes json = read_file(directory, "authentication.json");
    struct passkey_authentication_response response;
    struct passkey_authentication authentication;
    struct passkey_ceremony ceremony;
    enum passkey_error error;

    begin(&ceremony, PASSKEY_CEREMONY_AUTHENTICATION,
        read_file(directory, "authentication.challenge"), user);
    error = passkey_authentication_response_read(
        json, scratch_for(json), &response);
    if (error == PASSKEY_OK)
        error = passkey_authentication_verify(&policy, crypto, &ceremony,
            &response, &record, time(NULL), &authentication);
    return report("authentication", error);
}

int
main(int argc, char **argv)
{
    struct passkey_openssl *openssl = passkey_openssl_new();
    struct passkey_bytes origin, user;
    int status;

    if (argc != 4 || openssl == NULL) {
        fprintf(stderr, "usage: verify DIRECTORY RP_ID ORIGIN\n");
        return 2;
    }
    crypto = passkey_openssl_crypto(openssl);
    origin = passkey_bytes_of(argv[3], strlen(argv[3]));
    passkey_policy_init(&policy);
    policy.rp_id = policy.rp_name = passkey_bytes_of(argv[2], strlen(argv[2]));
    policy.origins = &origin;
    policy.num_origins = 1;
    user = read_file(argv[1], "user");
    status = verify_registration(argv[1], user);
    if (status == 0)
        status = verify_authentication(argv[1], user);
    passkey_openssl_free(openssl);
    return status;
}
