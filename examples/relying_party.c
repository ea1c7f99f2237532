/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A whole relying party as a CGI program; site.c has what is not passkeys.
 *
 *   mkdir -p site/cgi-bin state && cp relying_party.html site/index.html
 *   cc relying_party.c site.c -o site/cgi-bin/relying_party \
 *       $(pkg-config --cflags --libs libpasskey)
 *   STATE=$PWD/state python3 -m http.server --cgi --bind 127.0.0.1 \
 *       --directory site 8080
 */
#include "site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TEXT(text)   passkey_bytes_of(text, strlen(text))
#define BYTES(array) passkey_bytes_of(array, sizeof(array))
#define ROOM(array)  ((struct passkey_buffer){(uint8_t *)(array), sizeof(array)})

static struct passkey_policy policy;
static struct passkey_keyring keyring = {.num_keys = 1};
static const struct passkey_crypto *crypto;
static uint8_t scratch[SITE_BODY_MAX], text[SITE_RECORD_MAX];
static struct passkey_bytes reply;

/* Options for the browser, which keeps their ceremony, sealed, in a cookie. */
static enum passkey_error
options(bool registration)
{
    struct passkey_registration_request create = {
        .user_handle = site_new_id(),
        .user_name = TEXT("visitor"),
    };
    struct passkey_authentication_request get = {0};
    struct passkey_ceremony ceremony;
    enum passkey_error error;
    size_t len;

    if (registration)
        error = passkey_registration_options(&policy, crypto, &create,
            time(NULL), ROOM(text), &reply.len, &ceremony);
    else
        error = passkey_authentication_options(&policy, crypto, &get,
            time(NULL), ROOM(text), &reply.len, &ceremony);
    if (error == PASSKEY_OK)
        error = passkey_ceremony_seal(
            &ceremony, crypto, &keyring, ROOM(scratch), &len);
    if (error != PASSKEY_OK)
        return error;
    site_set_cookie("ceremony", passkey_bytes_of(scratch, len));
    reply.data = text;
    return PASSKEY_OK;
}

static enum passkey_error
store(struct passkey_credential *passkey)
{
    enum passkey_error error;
    size_t len;

    /* Only a later re-check would need these two. */
    passkey->attestation_object = passkey->client_data = TEXT("");
    error = passkey_credential_encode(passkey, ROOM(text), &len);
    if (error == PASSKEY_OK)
        site_save("passkey", passkey->id, passkey_bytes_of(text, len));
    return error;
}

static enum passkey_error
register_passkey(const struct passkey_ceremony *ceremony)
{
    struct passkey_registration_response response;
    struct passkey_registration out;
    enum passkey_error error = passkey_registration_response_read(
        site_body(), ROOM(scratch), &response);

    if (error == PASSKEY_OK)
        error = passkey_registration_verify(
            &policy, crypto, ceremony, &response, time(NULL), &out);
    if (error != PASSKEY_OK)
        return error;
    if (site_load("passkey", out.credential.id).len > 0)
        return PASSKEY_ERR_CREDENTIAL_REGISTERED;
    reply = TEXT("Registered.");
    return store(&out.credential);
}

static enum passkey_error
sign_in(const struct passkey_ceremony *ceremony)
{
    struct passkey_authentication_response response;
    struct passkey_authentication out;
    struct passkey_credential passkey;
    enum passkey_error error = passkey_authentication_response_read(
        site_body(), ROOM(scratch), &response);

    if (error == PASSKEY_OK)
        error = passkey_credential_decode(
            site_load("passkey", response.id), &passkey);
    if (error == PASSKEY_OK)
        error = passkey_authentication_verify(
            &policy, crypto, ceremony, &response, &passkey, time(NULL), &out);
    if (error != PASSKEY_OK)
        return error;
    passkey.sign_count = out.sign_count;
    passkey.backup_state = out.backup_state;
    site_begin_session(passkey.user_handle);
    reply = TEXT("Signed in.");
    return store(&passkey);
}

/* The cookie is the only expectation, and it is spent before all else. */
static enum passkey_error
verify(bool registration)
{
    struct passkey_ceremony ceremony;
    enum passkey_error error = passkey_ceremony_open(
        site_cookie("ceremony"), crypto, &keyring, &ceremony);

    if (error == PASSKEY_OK && site_load("spent", BYTES(ceremony.id)).len > 0)
        error = PASSKEY_ERR_CEREMONY_EXPIRED;
    if (error != PASSKEY_OK)
        return error;
    site_save("spent", BYTES(ceremony.id), TEXT("."));
    return registration ? register_passkey(&ceremony) : sign_in(&ceremony);
}

static enum passkey_error
answer(const char *path)
{
    if (strcmp(path, "/register/options") == 0)
        return options(true);
    if (strcmp(path, "/login/options") == 0)
        return options(false);
    if (strcmp(path, "/register/verify") == 0)
        return verify(true);
    if (strcmp(path, "/login/verify") == 0)
        return verify(false);
    reply = site_account();
    if (reply.len == 0)
        reply = TEXT("Nobody.");
    return PASSKEY_OK;
}

int
main(void)
{
    struct passkey_openssl *openssl = passkey_openssl_new();
    struct passkey_bytes origin = TEXT("http://localhost:8080");
    const char *path = getenv("PATH_INFO");
    enum passkey_error error;

    if (openssl == NULL || path == NULL)
        return 1;
    crypto = passkey_openssl_crypto(openssl);
    site_open(getenv("STATE"), crypto);
    site_secret(keyring.keys[0].key, sizeof(keyring.keys[0].key));
    passkey_policy_init(&policy);
    policy.rp_id = TEXT("localhost");
    policy.rp_name = TEXT("Example");
    policy.origins = &origin;
    policy.num_origins = 1;
    error = answer(path);
    if (error == PASSKEY_OK) {
        site_reply(200, reply);
    } else {
        /* The name is for the log; the visitor need not know it. */
        fprintf(stderr, "%s\n", passkey_error_name(error));
        site_reply(403, TEXT("That did not work."));
    }
    passkey_openssl_free(openssl);
    return 0;
}
