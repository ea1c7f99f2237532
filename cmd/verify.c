/* SPDX-License-Identifier: Apache-2.0 */
/*
 * passkeyd verify: reads one case per line, writes one verdict per line.
 * The library decides; this file only asks and prints.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "../format/base64url.h"
#include "../format/reader.h"
#include "../format/utf8.h"
#include "../format/writer.h"
#include "case.h"
#include "commands.h"

/* Longer lines are not read as cases; real ones have under 64 KiB. */
#define LINE_MAX_LEN (4u * 1024 * 1024)

struct verifier {
    struct passkey_openssl *openssl;
    const struct passkey_crypto *crypto;
    struct verify_case verify_case;
    uint8_t *memory; /* for the case, the response, and the verdict */
    size_t memory_len;
    bool unreadable; /* at least one line was */
};

static void
write_bool(struct pk_writer *out, const char *name, bool value)
{
    pk_write_text(out, name);
    pk_write_text(out, value ? "true" : "false");
}

static void
write_name(struct pk_writer *out, const struct pk_json_value *name)
{
    pk_write_text(out, "{\"name\":\"");
    if (name->type == PK_JSON_STRING && pk_utf8_valid(name->text))
        pk_write(out, name->text); /* it was a JSON string, so it is one */
    pk_write_text(out, "\",\"verdict\":");
}

static void
write_rejection(struct pk_writer *out, enum passkey_error error)
{
    pk_write_text(out, "\"reject\",\"error\":\"");
    pk_write_text(out, passkey_error_name(error));
    pk_write_text(out, "\",\"anchor\":\"");
    pk_write_text(out, passkey_error_anchor(error));
    pk_write_text(out, "\",\"detail\":\"");
    pk_write_text(out, passkey_error_text(error));
    pk_write_text(out, "\"}\n");
}

/* 8-4-4-4-12 hexadecimal digits */
static void
write_aaguid(struct pk_writer *out, const uint8_t aaguid[PASSKEY_AAGUID_LEN])
{
    static const size_t lens[] = { 4, 2, 2, 2, 6 };
    size_t i, at = 0;

    for (i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
        if (i > 0)
            pk_write_text(out, "-");
        pk_write_hex(out, passkey_bytes_of(aaguid + at, lens[i]));
        at += lens[i];
    }
}

static void
write_registration(
    struct pk_writer *out, const struct passkey_registration *registration)
{
    const struct passkey_credential *credential = &registration->credential;

    pk_write_text(out, "\"accept\",\"result\":{\"fmt\":\"");
    pk_write(out, credential->attestation_format);
    pk_write_text(out, "\",\"attestationType\":\"");
    pk_write_text(
        out, passkey_attestation_type_name(credential->attestation_type));
    pk_write_text(out, "\",\"credentialId\":\"");
    pk_write_base64url(out, credential->id);
    pk_write_text(out, "\",\"publicKey\":\"");
    pk_write_base64url(out, credential->public_key);
    pk_write_text(out, "\",\"alg\":");
    pk_write_decimal(out, credential->algorithm);
    pk_write_text(out, ",\"signCount\":");
    pk_write_decimal(out, credential->sign_count);
    write_bool(out, ",\"uvInitialized\":", credential->uv_initialized);
    write_bool(out, ",\"userPresent\":", registration->user_present);
    write_bool(out, ",\"backupEligible\":", credential->backup_eligible);
    write_bool(out, ",\"backupState\":", credential->backup_state);
    pk_write_text(out, ",\"aaguid\":\"");
    write_aaguid(out, credential->aaguid);
    pk_write_text(out, "\"}}\n");
}

static bool
is_registered(const struct verify_case *c, struct passkey_bytes id)
{
    size_t i;

    for (i = 0; i < c->num_existing; i++) {
        if (pk_equal(c->existing[i], id))
            return true;
    }
    return false;
}

static void
verify_registration(struct verifier *v, struct passkey_buffer scratch,
    struct pk_writer *out)
{
    const struct verify_case *c = &v->verify_case;
    struct passkey_registration_response response;
    struct passkey_registration registration;
    enum passkey_error error;

    error = passkey_registration_response_read(c->response, scratch, &response);
    if (error == PASSKEY_OK)
        error = passkey_registration_verify(&c->policy, v->crypto,
            &c->ceremony, &response, c->now, &registration);
    if (error == PASSKEY_OK && is_registered(c, registration.credential.id))
        error = PASSKEY_ERR_CREDENTIAL_REGISTERED;
    if (error != PASSKEY_OK)
        write_rejection(out, error);
    else
        write_registration(out, &registration);
}

static void
verify_authentication(struct verifier *v, struct passkey_buffer scratch,
    struct pk_writer *out)
{
    const struct verify_case *c = &v->verify_case;
    struct passkey_authentication_response response;
    struct passkey_authentication result;
    enum passkey_error error;

    error =
        passkey_authentication_response_read(c->response, scratch, &response);
    if (error == PASSKEY_OK)
        error = passkey_authentication_verify(&c->policy, v->crypto,
            &c->ceremony, &response, &c->credential, c->now, &result);
    if (error != PASSKEY_OK) {
        write_rejection(out, error);
        return;
    }
    pk_write_text(out, "\"accept\",\"result\":{\"signCount\":");
    pk_write_decimal(out, result.sign_count);
    write_bool(out, ",\"backupState\":", result.backup_state);
    write_bool(out, ",\"userVerified\":", result.user_verified);
    write_bool(out, ",\"userPresent\":", result.user_present);
    pk_write_text(out, "}}\n");
}

/* With SafetyNet, three times the text; see passkey/registration.h. */
#define SCRATCH 3

/* Room for a case of `len` bytes: decoded, its response, and its verdict. */
static bool
reserve(struct verifier *v, size_t len)
{
    size_t needed = (1 + SCRATCH + 2) * len + 4096;
    uint8_t *memory;

    if (needed <= v->memory_len)
        return true;
    memory = realloc(v->memory, needed);
    if (memory == NULL)
        return false;
    v->memory = memory;
    v->memory_len = needed;
    return true;
}

static void
write_unreadable(struct verifier *v, struct pk_writer *out, const char *reason)
{
    v->unreadable = true;
    write_name(out, &v->verify_case.name);
    pk_write_text(out, "\"unreadable\",\"reason\":\"");
    pk_write_text(out, reason);
    pk_write_text(out, "\"}\n");
}

static void
verify_line(struct verifier *v, struct passkey_bytes line)
{
    struct passkey_buffer memory = { v->memory, line.len };
    struct passkey_buffer scratch = { v->memory + line.len,
        SCRATCH * line.len };
    size_t used = line.len + scratch.cap;
    struct pk_writer out =
        pk_writer_on(v->memory + used, v->memory_len - used);
    const char *problem;

    problem = case_read(line, v->crypto, memory, &v->verify_case);
    if (problem != NULL) {
        write_unreadable(v, &out, problem);
    } else {
        write_name(&out, &v->verify_case.name);
        if (v->verify_case.kind == PASSKEY_CEREMONY_REGISTRATION)
            verify_registration(v, scratch, &out);
        else
            verify_authentication(v, scratch, &out);
    }
    fwrite(out.data, 1, out.len, stdout);
}

static int
verify_all(struct verifier *v, FILE *in)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t len;

    while ((len = getline(&line, &cap, in)) >= 0) {
        if (len > 0 && line[len - 1] == '\n')
            len--;
        if ((size_t)len > LINE_MAX_LEN)
            len = 0; /* is no case */
        if (!reserve(v, (size_t)len)) {
            free(line);
            return EX_OSERR;
        }
        verify_line(v, passkey_bytes_of(line, (size_t)len));
    }
    free(line);
    if (ferror(in) || fflush(stdout) != 0)
        return EX_IOERR;
    return v->unreadable ? EX_DATAERR : EX_OK;
}

int
command_verify(int argc, char **argv)
{
    struct verifier *v;
    int status = EX_OSERR;

    (void)argv;
    if (argc > 1) {
        fputs("usage: passkeyd verify <CASES >VERDICTS\n\n"
              "Reads one JSON case per line, writes one verdict per line.\n"
              "Exit status 65 if a line was not a readable case.\n",
            stderr);
        return EX_USAGE;
    }
    v = calloc(1, sizeof(*v));
    if (v == NULL)
        return EX_OSERR;
    v->openssl = passkey_openssl_new();
    if (v->openssl != NULL) {
        v->crypto = passkey_openssl_crypto(v->openssl);
        status = verify_all(v, stdin);
    }
    passkey_openssl_free(v->openssl);
    free(v->memory);
    free(v);
    return status;
}
