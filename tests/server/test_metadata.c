/* SPDX-License-Identifier: Apache-2.0 */
/*
 * FIDO metadata from the command line to the registration: a model of the
 * lab, whose next BLOB says that it is revoked.
 */
#include "server_test.h"

#include "metadata_lab.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The AAGUID of the software authenticator. */
#define MODEL "736f6674-7761-7265-2064-657669636501"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static struct attestation_authority authority;
static struct certificate root, signer;
static char said[4096];

static const char *
state_file(const char *name)
{
    return lab_format("%s/%s", the_server.state_dir, name);
}

static void
write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0 && fclose(file) == 0);
}

/* The lab's scratch memory ends with each test, so all is made anew. */
static void
make_lab(void)
{
    root = certificate_authority("Lab root", lab_key(LAB_ROOT), NULL);
    signer = lab_host_certificate(LAB_SIGNER, lab_key(LAB_SIGNER_KEY), &root);
    memset(&authority, 0, sizeof(authority));
    authority.root = certificate_authority(
        "Attestation root", lab_key(LAB_ATTESTATION_ROOT), NULL);
}

static const char *
write_blob(int number, const char *reports)
{
    const char *path = state_file("blob");
    char *entry = lab_format(
        "{\"aaguid\":\"" MODEL "\",\"statusReports\":[%s],"
        "\"metadataStatement\":{\"description\":\"A <lab> key\","
        "\"attestationTypes\":[\"basic_full\"],"
        "\"attestationRootCertificates\":[\"%s\"]}}",
        reports, blob_base64(certificate_der(&authority.root)));
    struct lab_blob blob = {.alg = "ES256", .hash = "SHA256",
        .signer = lab_key(LAB_SIGNER_KEY), .num_x5c = 1};

    blob.x5c[0] = certificate_der(&signer);
    blob.payload = lab_payload(number, "2026-02-01", entry);
    write_file(path, lab_blob_text(&blob));
    return path;
}

static int
import(int number, const char *reports)
{
    return server_command(&the_server,
        lab_format("metadata import %s --json", write_blob(number, reports)),
        said, sizeof(said));
}

static void
assert_said(const char *part)
{
    if (strstr(said, part) == NULL)
        print_message("# %s\n", said);
    assert_non_null(strstr(said, part));
}

/* A sign-up with a passkey of the lab's model. */
static struct http_answer
sign_up_attested(struct visitor *visitor, const char *name,
    struct kept_passkey *passkey)
{
    struct ceremony c;
    struct http_answer answer =
        begin_registration(visitor, name_body(name), passkey, &c);

    if (answer.status != 200)
        return answer;
    ceremony_attest(
        &c, &statement_packed, lab_key(LAB_ATTESTATION), -7, &authority);
    return http_post(visitor, "/api/auth/register/verify", ceremony_text(&c));
}

static struct kept_passkey passkey;
static struct visitor visitor;

static void
F4_missing_metadata_refuse_the_model(void **state)
{
    struct kept_passkey other;

    (void)state;
    make_lab();
    passkey_make(&other, -7);
    visitor_init(&visitor, &the_server);
    assert_answer(sign_up_attested(&visitor, "nora", &other), 403,
        "model_unknown");
    passkey_free(&other);
    assert_int_not_equal(server_command(&the_server,
                             "metadata show " MODEL, said, sizeof(said)),
        0);
    assert_said("No metadata have been imported.");
    scratch_reset();
}

static void
a_known_model_is_registered(void **state)
{
    (void)state;
    make_lab();
    assert_int_equal(import(42, "{\"status\":\"FIDO_CERTIFIED_L1\"}"), 0);
    assert_said("\"imported\":true,\"number\":42,");
    assert_said("\"stale\":true,\"models\":1,\"faultyEntries\":0,"
                "\"passkeys\":0,");
    passkey_make(&passkey, -7);
    visitor_init(&visitor, &the_server);
    assert_answer(sign_up_attested(&visitor, "olga", &passkey), 200, "");
    assert_int_equal(server_command(&the_server, "metadata show " MODEL, said,
                         sizeof(said)),
        0);
    assert_said("A <lab> key");
    assert_said("L1");
    scratch_reset();
}

/* Nobody else has a name for the model of the lab. */
static void
people_see_what_the_metadata_call_the_model(void **state)
{
    struct http_answer answer;

    (void)state;
    answer = http_get(&visitor, "/api/account/passkeys");
    assert_answer(answer, 200, "");
    assert_non_null(strstr(answer.body, "\"provider\":\"A <lab> key\""));
    answer = http_get(&visitor, "/account");
    assert_answer(answer, 200, "");
    assert_non_null(strstr(answer.body, "A &lt;lab&gt; key"));
    assert_null(strstr(answer.body, "<lab>"));
    assert_int_equal(server_command(&the_server, "passkey list olga --json",
                         said, sizeof(said)),
        0);
    assert_said("\"provider\":\"A <lab> key\"");
    scratch_reset();
}

static void
F2_a_model_without_proof_is_refused(void **state)
{
    struct kept_passkey other;
    struct visitor another;

    (void)state;
    passkey_make(&other, -7);
    visitor_init(&another, &the_server);
    assert_answer(sign_up(&another, "pia", &other), 403,
        "attestation_not_accepted");
    visitor_forget(&another);
    passkey_free(&other);
    scratch_reset();
}

static void
the_same_again_is_not_newer(void **state)
{
    (void)state;
    make_lab();
    assert_int_equal(import(42, "{\"status\":\"FIDO_CERTIFIED_L1\"}"), 0);
    assert_said("\"imported\":false,\"number\":42,");
    assert_said("\"passkeys\":1,\"affectedPasskeys\":0,");
    scratch_reset();
}

static void
F4_a_bad_BLOB_changes_nothing(void **state)
{
    const char *path;

    (void)state;
    make_lab();
    assert_int_not_equal(import(41, "{\"status\":\"REVOKED\"}"), 0);
    assert_said("metadata_rolled_back");
    signer.key = signer.issuer_key = lab_key(LAB_STRANGER);
    assert_int_not_equal(import(43, "{\"status\":\"REVOKED\"}"), 0);
    assert_said("metadata_signer_not_trusted");
    path = state_file("blob");
    write_file(path, "no BLOB");
    assert_int_not_equal(
        server_command(&the_server, lab_format("metadata import %s", path),
            said, sizeof(said)),
        0);
    assert_said("metadata_malformed");
    assert_int_not_equal(server_command(&the_server,
                             "metadata import /nowhere/blob", said,
                             sizeof(said)),
        0);
    assert_said("the file cannot be read");
    assert_int_equal(server_command(&the_server, "metadata show " MODEL, said,
                         sizeof(said)),
        0);
    assert_said("L1");
    scratch_reset();
}

static void
F5_a_revoked_model_is_refused_and_nobody_locked_out(void **state)
{
    struct kept_passkey another;
    struct visitor other;

    (void)state;
    make_lab();
    assert_int_equal(import(43, "{\"status\":\"REVOKED\"}"), 0);
    assert_said("\"imported\":true,\"number\":43,");
    assert_said("\"passkeys\":1,\"affectedPasskeys\":1,\"claimedPasskeys\":0}");
    passkey_make(&another, -7);
    visitor_init(&other, &the_server);
    assert_answer(
        sign_up_attested(&other, "rosa", &another), 403, "model_status");
    visitor_forget(&other);
    assert_string_equal(signed_in_name(&visitor), "olga");
    visitor_forget(&visitor);
    visitor_init(&visitor, &the_server);
    assert_answer(sign_in(&visitor, NULL, &passkey), 200, "");
    passkey_free(&another);
    assert_int_equal(
        server_command(&the_server, "audit", said, sizeof(said)), 0);
    assert_said("no 43, affected passkeys 1");
    scratch_reset();
}

static void
F4_the_number_outlives_the_list(void **state)
{
    (void)state;
    make_lab();
    server_stop(&the_server);
    assert_int_equal(unlink(state_file("metadata")), 0);
    server_start(&the_server);
    assert_int_not_equal(import(42, "{\"status\":\"FIDO_CERTIFIED_L1\"}"), 0);
    assert_said("metadata_rolled_back");
    assert_int_equal(import(43, "{\"status\":\"REVOKED\"}"), 0);
    assert_said("\"imported\":true,\"number\":43,");
    scratch_reset();
}

static void
the_list_is_there_after_a_restart(void **state)
{
    (void)state;
    make_lab();
    server_stop(&the_server);
    /* Without a server, the command opens everything itself. */
    assert_int_equal(server_command(&the_server, "metadata show " MODEL, said,
                         sizeof(said)),
        0);
    assert_said("REVOKED");
    server_start(&the_server);
    assert_answer(sign_in(&visitor, NULL, &passkey), 200, "");
    visitor_forget(&visitor);
    passkey_free(&passkey);
    scratch_reset();
}

static int
start_with_the_lab(void **state)
{
    static char roots[128];
    static const char *const settings[] = {"--attestation", "direct",
        "--models", "known", "--metadata-signer", LAB_SIGNER,
        "--metadata-roots"};
    char *pem;

    (void)state;
    scratch_adopt_cjson();
    curl_global_init(CURL_GLOBAL_DEFAULT);
    server_prepare(&the_server, the_binary);
    make_lab();
    snprintf(roots, sizeof(roots), "%s", state_file("roots.pem"));
    pem = lab_format("-----BEGIN CERTIFICATE-----\n%s\n"
                     "-----END CERTIFICATE-----\n",
        blob_base64(certificate_der(&root)));
    write_file(roots, pem);
    memcpy(the_server.settings, settings, sizeof(settings));
    the_server.settings[COUNT(settings)] = roots;
    server_start(&the_server);
    scratch_reset();
    return 0;
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(F4_missing_metadata_refuse_the_model),
        cmocka_unit_test(a_known_model_is_registered),
        cmocka_unit_test(people_see_what_the_metadata_call_the_model),
        cmocka_unit_test(F2_a_model_without_proof_is_refused),
        cmocka_unit_test(the_same_again_is_not_newer),
        cmocka_unit_test(F4_a_bad_BLOB_changes_nothing),
        cmocka_unit_test(F5_a_revoked_model_is_refused_and_nobody_locked_out),
        cmocka_unit_test(F4_the_number_outlives_the_list),
        cmocka_unit_test(the_list_is_there_after_a_restart),
    };
    int failed;

    if (argc != 2)
        return 2;
    the_binary = argv[1];
    failed = cmocka_run_group_tests(
        tests, start_with_the_lab, discard_the_server);
    lab_free();
    return failed;
}
