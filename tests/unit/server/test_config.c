/* SPDX-License-Identifier: Apache-2.0 */
#include "../unit.h"

#include <stdio.h>
#include <unistd.h>

#include "../../../server/config.h"
#include "../../../server/public_suffix.h"

static char *nothing[] = {NULL};

/* Loads with flags only; the directory of the test has no passkeyd.conf. */
static void
load(struct config *config, char **flags, char **environment)
{
    int num = 0;

    while (flags[num] != NULL)
        num++;
    assert_true(config_load(config, num, flags, environment));
}

static const char *
write_file(const char *text)
{
    static char path[] = "/tmp/passkeyd-config-XXXXXX";
    int fd;

    strcpy(path, "/tmp/passkeyd-config-XXXXXX");
    fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    return path;
}

static void
assert_no_mistakes(const struct config *config)
{
    if (config->num_mistakes > 0)
        fail_msg("%s", config->mistakes[0]);
}

static void
defaults_are_usable(void **state)
{
    struct config config;
    struct passkey_policy policy;
    struct carrier_settings carrier;

    (void)state;
    load(&config, nothing, nothing);
    assert_no_mistakes(&config);
    assert_string_equal(config.rp_id, "localhost");
    assert_string_equal(config.database, "./var/passkeyd.db");
    assert_int_equal(config.num_addresses, 2);
    assert_int_equal(config.sign_up, SIGN_UP_OPEN);
    config_policy(&config, &policy);
    assert_error(passkey_policy_check(&policy), PASSKEY_OK);
    assert_int_equal(policy.user_verification, PASSKEY_REQUIRED);
    assert_int_equal(policy.timeout_ms, 300000);
    config_carrier(&config, &carrier);
    assert_false(carrier.https);
    assert_int_equal(carrier.num_hosts, 3);
    assert_memory_equal(carrier.hosts[0].data, "localhost:8080", 14);
    config_free(&config);
}

static void
flags_beat_environment_beats_file(void **state)
{
    const char *path =
        write_file("# a comment\n\n threads = 3 \nsite_name = File\r\n"
                   "timeout_s=60");
    char *flags[] = {"--config", (char *)(uintptr_t)path, "--threads=5", NULL};
    char *environment[] = {"PATH=/bin", "PASSKEYD_THREADS=4",
        "PASSKEYD_SITE_NAME=Environment", NULL};
    struct config config;

    (void)state;
    load(&config, flags, environment);
    unlink(path);
    assert_no_mistakes(&config);
    assert_int_equal(config.threads, 5);
    assert_string_equal(config.rp_name, "Environment");
    assert_int_equal(config.timeout_s, 60);
    config_free(&config);
}

static bool
has_mistake(const struct config *config, const char *part)
{
    size_t i;

    for (i = 0; i < config->num_mistakes; i++) {
        if (strstr(config->mistakes[i], part) != NULL)
            return true;
    }
    return false;
}

static void
all_mistakes_are_found_with_their_places(void **state)
{
    const char *path = write_file("listen = nowhere\norigin = x\n"
                                  "threads = 0\nthreads = 1\nno equals\n");
    char *flags[] = {"--config", (char *)(uintptr_t)path, "--nonsense",
        "--rp-id", "com", "--sign_up", NULL};
    char *environment[] = {
        "PASSKEYD_NONSENSE=1", "PASSKEYD_LOG_LEVEL=loud", NULL};
    struct config config;

    (void)state;
    load(&config, flags, environment);
    unlink(path);
    assert_true(has_mistake(&config, ":1: listen: "));
    assert_true(has_mistake(&config, ":2: origin: "));
    assert_true(has_mistake(&config, ":3: threads: "));
    assert_true(has_mistake(&config, ":4: set before in "));
    assert_true(has_mistake(&config, ":5: write this line"));
    assert_true(has_mistake(&config, "--nonsense: "));
    assert_true(has_mistake(&config, "--rp-id: rp_id: "));
    assert_true(has_mistake(&config, "--sign_up: a value must follow"));
    assert_true(has_mistake(&config, "PASSKEYD_NONSENSE: "));
    assert_true(has_mistake(&config, "PASSKEYD_LOG_LEVEL: log_level: "));
    assert_int_equal(config.num_mistakes, 10);
    config_free(&config);
}

static void
more_mistakes_than_fit_do_no_harm(void **state)
{
    static char text[8192];
    const char *path;
    char *flags[3] = {"--config"};
    struct config config;
    int i;

    (void)state;
    for (i = 0; i < 500; i++)
        strcat(text, "what\n");
    path = write_file(text);
    flags[1] = (char *)(uintptr_t)path;
    load(&config, flags, nothing);
    unlink(path);
    assert_int_equal(config.num_mistakes, CONFIG_MISTAKES_MAX);
    config_free(&config);
}

/* One setting, good or bad. */
static const struct {
    char *flags[5];
    bool good;
} values[] = {
    {{"--listen", "127.0.0.1:80"}, true},
    {{"--listen", "[::1]:80, 127.0.0.1:81"}, true},
    {{"--listen", "*:80"}, true},
    {{"--listen", "::1:80"}, false},
    {{"--listen", "127.0.0.1:0"}, false},
    {{"--listen", "127.0.0.1:65536"}, false},
    {{"--listen", "example.org:80"}, false},
    {{"--listen", ""}, false},
    {{"--origins", "https://example.org"}, true},
    {{"--origins", "https://example.org:8443"}, true},
    {{"--origins", "http://app.localhost:3000"}, true},
    {{"--origins", "https://example.org,android:apk-key-hash:"
                   "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
        true},
    {{"--origins", "http://example.org"}, false},
    {{"--origins", "https://example.org/"}, false},
    {{"--origins", "https://Example.org"}, false},
    {{"--origins", "https://example.org:443"}, false},
    {{"--origins", "http://localhost:80"}, false},
    {{"--origins", "https://example.org:0443"}, false},
    {{"--origins", "https://user@example.org"}, false},
    {{"--origins", "https://example.org."}, false},
    {{"--origins", "https://-a.org"}, false},
    {{"--origins", "https://a..org"}, false},
    {{"--origins", "https://192.0.2.1"}, false},
    {{"--origins", "https://[::1]"}, false},
    {{"--origins", "https://com"}, false},
    {{"--origins", "null"}, false},
    {{"--origins", "https://a.example.org,https://b.example.org"}, false},
    {{"--origins", "https://a.example.org,https://b.example.org", "--rp_id",
         "example.org"},
        true},
    {{"--origins", "https://evilexample.org", "--rp_id", "example.org"}, false},
    {{"--origins", "https://example.org", "--rp_id", "a.example.org"}, false},
    {{"--origins", "https://example.org", "--rp_id", "org"}, false},
    {{"--algorithms", "ES256, -8 ps256"}, true},
    {{"--algorithms", "ES256,-7"}, false},
    {{"--tolerances", "map-order, statement-members tpm-sha1,rs1"}, true},
    {{"--tolerances", ""}, true},
    {{"--tolerances", "safetynet"}, false},
    {{"--tolerances", "map-order;rs1"}, false},
    {{"--algorithms", "RSA"}, false},
    {{"--timeout_s", "29"}, false},
    {{"--timeout_s", "601"}, false},
    {{"--timeout_s", "5m"}, false},
    {{"--session_idle", "30m"}, true},
    {{"--session_idle", "91d"}, false},
    {{"--session_idle", "1w"}, false},
    {{"--session_max", "999999999999d"}, false},
    {{"--trusted_proxies", "10.0.0.0/8 ::1"}, true},
    {{"--trusted_proxies", "10.0.0.0/99"}, false},
    {{"--site_name", "Käse & Co"}, true},
    {{"--site_name", "a\nb"}, false},
    {{"--site_name", "\xff"}, false},
    {{"--top_origins", "https://a.org"}, false},
    {{"--top_origins", "https://a.org", "--allow-cross-origin", "yes"}, true},
};

static void
judges_values(void **state)
{
    struct config config;
    char *flags[5];
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(values); i++) {
        memcpy(flags, values[i].flags, sizeof(flags));
        load(&config, flags, nothing);
        if ((config.num_mistakes == 0) != values[i].good)
            fail_msg("%s %s: %s", flags[0], flags[1],
                config.num_mistakes > 0 ? config.mistakes[0] : "accepted");
        config_free(&config);
    }
}

static uint32_t
tolerances_of(char *value)
{
    char *flags[] = {"--tolerances", value, NULL};
    struct passkey_policy policy;
    struct config config;

    load(&config, value != NULL ? flags : flags + 2, nothing);
    config_policy(&config, &policy);
    config_free(&config);
    return policy.tolerances;
}

static void
tolerances_are_those_of_real_authenticators(void **state)
{
    (void)state;
    assert_int_equal(tolerances_of(NULL),
        PASSKEY_TOLERATE_MAP_ORDER | PASSKEY_TOLERATE_STATEMENT_MEMBERS);
    assert_int_equal(tolerances_of(""), 0);
    assert_int_equal(tolerances_of("tpm-sha1,rs1"),
        PASSKEY_TOLERATE_TPM_SHA1 | PASSKEY_TOLERATE_RS1);
}

/* Names that others have names under; more of them where the list is. */
static void
D6_public_suffixes_own_no_passkeys(void **state)
{
    static const char *const listed[] = {"co.uk", "github.io", "com.au"};
    char *flags[5] = {"--origins", NULL, "--rp_id", NULL, NULL};
    struct config config;
    char origin[64];
    size_t i;

    (void)state;
    if (access(PUBLIC_SUFFIX_LIST, R_OK) != 0) {
        print_message("# no list of public suffixes\n");
        return;
    }
    for (i = 0; i < COUNT_OF(listed); i++) {
        (void)snprintf(origin, sizeof(origin), "https://me.%s", listed[i]);
        flags[1] = origin;
        flags[3] = (char *)(uintptr_t)listed[i];
        load(&config, flags, nothing);
        assert_true(has_mistake(&config, "--rp_id: rp_id: anybody can"));
        config_free(&config);
        flags[3] = origin + strlen("https://");
        load(&config, flags, nothing);
        assert_int_equal(config.num_mistakes, 0);
        config_free(&config);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_usable),
        cmocka_unit_test(flags_beat_environment_beats_file),
        cmocka_unit_test(all_mistakes_are_found_with_their_places),
        cmocka_unit_test(more_mistakes_than_fit_do_no_harm),
        cmocka_unit_test(judges_values),
        cmocka_unit_test(tolerances_are_those_of_real_authenticators),
        cmocka_unit_test(D6_public_suffixes_own_no_passkeys),
    };

    return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
