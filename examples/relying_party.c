/* SPDX-License-Identifier: Apache-2.0 */
/*
 * relying_party PORT: a whole relying party on http://localhost:PORT, one
 * passkey per account, all of it in memory. Ceremonies travel sealed in a
 * cookie, and each can be answered once. One thread does everything.
 *
 * cc relying_party.c $(pkg-config --cflags --libs libpasskey libmicrohttpd)
 */
#include <passkey/passkey.h>

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TEXT(text)   passkey_bytes_of(text, strlen(text))
#define ROOM(array)  ((struct passkey_buffer){(uint8_t *)(array), sizeof(array)})
#define NUM_ACCOUNTS 100
#define NUM_SPENT    1000

struct body {
    size_t len;
    uint8_t data[65536];
};

static struct {
    uint8_t record[4096];
    size_t record_len; /* 0: this place is free */
    char session[33];
} accounts[NUM_ACCOUNTS];

static struct {
    uint8_t id[PASSKEY_CEREMONY_ID_LEN];
    int64_t expires_at;
} spent[NUM_SPENT];

static struct passkey_policy policy;
static struct passkey_keyring keyring;
static const struct passkey_crypto *crypto;
static char reply[8192], cookie[PASSKEY_CEREMONY_TOKEN_MAX_LEN + 64];
static uint8_t scratch[sizeof(((struct body *)0)->data)];

static const char page[] =
    "<!doctype html><title>Example</title><p id=out>?</p>"
    "<button onclick=\"go('register')\">Register</button>"
    "<button onclick=\"go('login')\">Sign in</button><script>"
    "const post = (path, body) => fetch(path, { method: 'POST', body });"
    "async function go(what) {"
    "  const options = await (await post(what + '/options')).json();"
    "  const c = navigator.credentials, P = PublicKeyCredential;"
    "  const made = await (what === 'register'"
    "    ? c.create({ publicKey: P.parseCreationOptionsFromJSON(options) })"
    "    : c.get({ publicKey: P.parseRequestOptionsFromJSON(options) }));"
    "  const answer = await post(what + '/verify', JSON.stringify(made));"
    "  out.textContent = await answer.text();"
    "}</script>";

/* A ceremony can be answered once: its id is kept until it has expired. */
static enum passkey_error
spend(const struct passkey_ceremony *ceremony)
{
    size_t i, place = NUM_SPENT;

    for (i = 0; i < NUM_SPENT; i++) {
        if (memcmp(spent[i].id, ceremony->id, sizeof(spent[i].id)) == 0)
            return PASSKEY_ERR_CEREMONY_EXPIRED;
        if (spent[i].expires_at < time(NULL))
            place = i;
    }
    if (place == NUM_SPENT)
        return PASSKEY_ERR_NO_SPACE;
    memcpy(spent[place].id, ceremony->id, sizeof(spent[place].id));
    spent[place].expires_at = ceremony->expires_at;
    return PASSKEY_OK;
}

/* The place of a credential id, or a free one for an empty id. */
static size_t
find(struct passkey_bytes id, struct passkey_credential *record)
{
    size_t i;

    for (i = 0; i < NUM_ACCOUNTS; i++) {
        memset(record, 0, sizeof(*record));
        if (accounts[i].record_len > 0 &&
            passkey_credential_decode(
                passkey_bytes_of(accounts[i].record, accounts[i].record_len),
                record) != PASSKEY_OK)
            continue;
        if (record->id.len == id.len &&
            (id.len == 0 || memcmp(record->id.data, id.data, id.len) == 0))
            break;
    }
    return i;
}

static enum passkey_error
store(size_t place, struct passkey_credential *record)
{
    uint8_t blob[sizeof(accounts[0].record)];
    enum passkey_error error;
    size_t len;

    /* Only a later re-check would need these two. */
    record->attestation_object = record->client_data = TEXT("");
    error = passkey_credential_encode(record, ROOM(blob), &len);
    if (error == PASSKEY_OK) {
        memcpy(accounts[place].record, blob, len);
        accounts[place].record_len = len;
    }
    return error;
}

/* Options into the reply, their ceremony into the cookie. */
static enum passkey_error
options(bool registration)
{
    uint8_t handle[16], token[PASSKEY_CEREMONY_TOKEN_MAX_LEN];
    struct passkey_registration_request create = {
        .user_name = TEXT("visitor"),
    };
    struct passkey_authentication_request get = {0};
    struct passkey_buffer json = {(uint8_t *)reply, sizeof(reply) - 1};
    struct passkey_ceremony ceremony;
    enum passkey_error error;
    size_t len = 0, token_len = 0;

    if (!crypto->random(crypto->context, handle, sizeof(handle)))
        return PASSKEY_ERR_BACKEND;
    create.user_handle = passkey_bytes_of(handle, sizeof(handle));
    error = registration ? passkey_registration_options(&policy, crypto,
                               &create, time(NULL), json, &len, &ceremony)
                         : passkey_authentication_options(&policy, crypto, &get,
                               time(NULL), json, &len, &ceremony);
    if (error == PASSKEY_OK)
        error = passkey_ceremony_seal(
            &ceremony, crypto, &keyring, ROOM(token), &token_len);
    reply[len] = '\0';
    snprintf(cookie, sizeof(cookie),
        "ceremony=%.*s; HttpOnly; SameSite=Strict; Path=/", (int)token_len,
        (const char *)token);
    return error;
}

static enum passkey_error
verify_registration(
    const struct passkey_ceremony *ceremony, struct passkey_bytes json)
{
    struct passkey_registration_response response;
    struct passkey_registration out;
    struct passkey_credential known;
    enum passkey_error error;
    size_t place;

    if ((error = passkey_registration_response_read(
             json, ROOM(scratch), &response)) != PASSKEY_OK ||
        (error = passkey_registration_verify(&policy, crypto, ceremony,
             &response, time(NULL), &out)) != PASSKEY_OK)
        return error;
    if (find(out.credential.id, &known) < NUM_ACCOUNTS)
        return PASSKEY_ERR_CREDENTIAL_REGISTERED;
    place = find(TEXT(""), &known);
    return place < NUM_ACCOUNTS ? store(place, &out.credential)
                                : PASSKEY_ERR_NO_SPACE;
}

static enum passkey_error
verify_authentication(
    const struct passkey_ceremony *ceremony, struct passkey_bytes json)
{
    struct passkey_authentication_response response;
    struct passkey_authentication out;
    struct passkey_credential record;
    uint8_t random[16];
    enum passkey_error error;
    size_t place, i;

    if ((error = passkey_authentication_response_read(
             json, ROOM(scratch), &response)) != PASSKEY_OK)
        return error;
    place = find(response.id, &record);
    if (response.id.len == 0 || place == NUM_ACCOUNTS)
        return PASSKEY_ERR_CREDENTIAL_UNKNOWN;
    if ((error = passkey_authentication_verify(&policy, crypto, ceremony,
             &response, &record, time(NULL), &out)) != PASSKEY_OK)
        return error;
    record.sign_count = out.sign_count;
    record.backup_state = out.backup_state;
    if (!crypto->random(crypto->context, random, sizeof(random)))
        return PASSKEY_ERR_BACKEND;
    for (i = 0; i < sizeof(random); i++)
        snprintf(accounts[place].session + 2 * i, 3, "%02x", random[i]);
    snprintf(cookie, sizeof(cookie),
        "session=%s; HttpOnly; SameSite=Lax; Path=/", accounts[place].session);
    return store(place, &record);
}

/* The cookie is the only expectation, and it is spent before all else. */
static enum passkey_error
verify(bool registration, const char *token, const struct body *body)
{
    struct passkey_bytes json = passkey_bytes_of(body->data, body->len);
    struct passkey_ceremony ceremony;
    enum passkey_error error;

    if ((error = passkey_ceremony_open(TEXT(token != NULL ? token : ""), crypto,
             &keyring, &ceremony)) != PASSKEY_OK ||
        (error = spend(&ceremony)) != PASSKEY_OK)
        return error;
    strcpy(reply, registration ? "Registered." : "Signed in.");
    return registration ? verify_registration(&ceremony, json)
                        : verify_authentication(&ceremony, json);
}

static unsigned int
show_session(const char *session)
{
    size_t i;

    for (i = 0; session != NULL && i < NUM_ACCOUNTS; i++) {
        if (accounts[i].session[0] != '\0' &&
            strcmp(accounts[i].session, session) == 0) {
            snprintf(reply, sizeof(reply), "Account %zu.", i);
            return MHD_HTTP_OK;
        }
    }
    strcpy(reply, "Nobody.");
    return MHD_HTTP_UNAUTHORIZED;
}

static unsigned int
post(struct MHD_Connection *connection, const char *path,
    const struct body *body)
{
    const char *token =
        MHD_lookup_connection_value(connection, MHD_COOKIE_KIND, "ceremony");
    bool registration = strncmp(path, "/register/", 10) == 0;
    const char *step = strrchr(path, '/');
    enum passkey_error error;

    if (!registration && strncmp(path, "/login/", 7) != 0)
        return MHD_HTTP_NOT_FOUND;
    error = strcmp(step, "/options") == 0 ? options(registration)
                                          : verify(registration, token, body);
    if (error == PASSKEY_OK)
        return MHD_HTTP_OK;
    /* The name is for the log; the visitor need not know it. */
    fprintf(stderr, "%s\n", passkey_error_name(error));
    strcpy(reply, "That did not work.");
    cookie[0] = '\0';
    return MHD_HTTP_FORBIDDEN;
}

static enum MHD_Result
answer(struct MHD_Connection *connection, const char *path, const char *method,
    struct body *body)
{
    unsigned int status = MHD_HTTP_OK;
    struct MHD_Response *response;
    enum MHD_Result result;

    reply[0] = cookie[0] = '\0';
    if (strcmp(method, "POST") == 0)
        status = post(connection, path, body);
    else if (strcmp(path, "/session") == 0)
        status = show_session(MHD_lookup_connection_value(
            connection, MHD_COOKIE_KIND, "session"));
    else
        strcpy(reply, page);
    response = MHD_create_response_from_buffer(
        strlen(reply), reply, MHD_RESPMEM_MUST_COPY);
    if (strcmp(method, "GET") == 0 && strcmp(path, "/") == 0)
        MHD_add_response_header(response, "Content-Type", "text/html");
    if (cookie[0] != '\0')
        MHD_add_response_header(response, "Set-Cookie", cookie);
    result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result
handle(void *context, struct MHD_Connection *connection, const char *path,
    const char *method, const char *version, const char *data, size_t *len,
    void **state)
{
    struct body *body = *state;

    (void)context, (void)version;
    if (body == NULL) {
        *state = calloc(1, sizeof(*body));
        return *state != NULL ? MHD_YES : MHD_NO;
    }
    if (*len == 0)
        return answer(connection, path, method, body);
    if (*len > sizeof(body->data) - body->len)
        return MHD_NO;
    memcpy(body->data + body->len, data, *len);
    body->len += *len;
    *len = 0;
    return MHD_YES;
}

static void
forget(void *context, struct MHD_Connection *connection, void **state,
    enum MHD_RequestTerminationCode why)
{
    (void)context, (void)connection, (void)why;
    free(*state);
}

int
main(int argc, char **argv)
{
    struct passkey_openssl *openssl = passkey_openssl_new();
    static char text[64];
    struct passkey_bytes origin;

    if (argc != 2 || openssl == NULL)
        return 2;
    crypto = passkey_openssl_crypto(openssl);
    snprintf(text, sizeof(text), "http://localhost:%s", argv[1]);
    origin = TEXT(text);
    passkey_policy_init(&policy);
    policy.rp_id = TEXT("localhost");
    policy.rp_name = TEXT("Example");
    policy.origins = &origin;
    policy.num_origins = 1;
    keyring.num_keys = 1;
    if (!crypto->random(crypto->context, keyring.keys[0].key,
            sizeof(keyring.keys[0].key)) ||
        MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD,
            (uint16_t)atoi(argv[1]), NULL, NULL, handle, NULL,
            MHD_OPTION_NOTIFY_COMPLETED, forget, NULL, MHD_OPTION_END) == NULL)
        return 1;
    printf("%s\n", text);
    fflush(stdout);
    getchar(); /* until its input ends */
    return 0;
}
