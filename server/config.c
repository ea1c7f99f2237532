/* SPDX-License-Identifier: Apache-2.0 */
/* The table of settings, and what must hold among them. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../format/reader.h"
#include "config_setting.h"
#include "mail/mail.h"
#include "public_suffix.h"
#include "server_limits.h"

#define MEMBER(name) offsetof(struct config, name)

const struct setting settings[] = {
    {"listen", "localhost:8080", read_addresses, 0,
        "addresses with ports, such as 127.0.0.1:8080, [::1]:8080, "
        "localhost:8080 or *:8080",
        "where to listen"},
    {"origins", "http://localhost:8080", read_origins, 0,
        "origins as browsers write them: https://example.org, without a "
        "path, in lower case; http only for localhost",
        "where the pages are that people sign in on; the first one is the "
        "site's own"},
    {"top_origins", "", read_top_origins, 0,
        "origins, such as https://example.org",
        "which pages may embed the sign-in, with allow_cross_origin"},
    {"allow_cross_origin", "no", read_switch, MEMBER(allow_cross_origin),
        "yes or no", "may the sign-in happen in a frame of another origin"},
    {"rp_id", NULL, read_domain, MEMBER(rp_id),
        "a domain in lower case, such as example.org; no top-level domain",
        "the domain that passkeys belong to; default: the host of the first "
        "origin"},
    {"site_name", "passkeyd", read_text, MEMBER(rp_name),
        "1 to 64 bytes of text", "the name that people see"},
    {"color", NULL, read_color, MEMBER(color),
        "a colour such as #3451d1", "the colour of buttons and links"},
    {"logo", NULL, read_path, MEMBER(logo), "a PNG or SVG file",
        "the picture beside the site's name, of at most 128 KiB"},
    {"related_origins", "", read_related_origins, 0,
        "https origins with at most five names before their suffixes",
        "other domains of this site that share its passkeys"},
    {"android_apps", "", read_android_apps, 0,
        "a list of PACKAGE@FINGERPRINT, 32 bytes as AA:BB:...",
        "Android apps that share its passkeys"},
    {"apple_apps", "", read_apple_apps, 0,
        "a list of TEAMID.BUNDLE", "Apple apps that share its passkeys"},
    {"admin_key_hash", "", read_admin_key_hash, 0,
        "64 hexadecimal digits, the SHA-256 of the key",
        "lets the site's own backend administrate over HTTP"},
    {"smtp_url", NULL, read_path, MEMBER(smtp_url),
        "smtp://host:port or smtps://host:port",
        "the mail server for recovery and notices; default: no mail"},
    {"smtp_user", NULL, read_path, MEMBER(smtp_user), "a name",
        "the login at the mail server"},
    {"smtp_password_file", NULL, read_path, MEMBER(smtp_password_file),
        "a file", "its first line is the password at the mail server"},
    {"mail_from", NULL, read_path, MEMBER(mail_from), "an address",
        "the sender of mails"},
    {"aaguid_names", NULL, read_path, MEMBER(aaguid_names), "a file",
        "more names of passkey providers, a line each: AAGUID NAME"},
    {"state_dir", "./var", read_path, MEMBER(state_dir), "a directory",
        "where the server keeps its files"},
    {"database", NULL, read_path, MEMBER(database), "a file",
        "the SQLite file; default: passkeyd.db in state_dir"},
    {"sign_up", "open", read_sign_up, 0, "open, invite or closed",
        "who may create an account"},
    {"user_verification", "required", read_requirement,
        MEMBER(user_verification), "required, preferred or discouraged",
        "must the device check who uses it"},
    {"resident_key", "required", read_requirement, MEMBER(resident_key),
        "required, preferred or discouraged",
        "must a passkey work without a username"},
    {"attestation", "none", read_conveyance, 0,
        "none, indirect, direct or enterprise",
        "what to ask about the make of an authenticator"},
    {"models", "any", read_models, 0, "any or known",
        "which authenticators: any, or those that the FIDO metadata know and "
        "certificates prove; needs attestation"},
    {"minimum_certification", "none", read_certification, 0,
        "none, L1, L1plus, L2, L2plus, L3 or L3plus",
        "the FIDO certification that an authenticator must have"},
    {"allowed_models", "", read_allowed_models, 0,
        "a list of AAGUIDs in lower case",
        "only these authenticators, proved by certificates"},
    {"denied_models", "", read_denied_models, 0,
        "a list of AAGUIDs in lower case", "never these authenticators"},
    {"tolerances", "map-order, statement-members", read_tolerances, 0,
        "a list of map-order, statement-members, tpm-sha1, rs1",
        "what real authenticators do otherwise than the specification"},
    {"metadata_roots", NULL, read_path, MEMBER(metadata_roots),
        "a file of PEM certificates",
        "who certifies the signer of the FIDO metadata; default: GlobalSign's "
        "roots R3 and R46"},
    {"metadata_signer", PASSKEY_METADATA_SIGNER, read_path,
        MEMBER(metadata_signer), "a host name",
        "the name in the certificate of that signer"},
    {"algorithms", NULL, read_algorithms, 0,
        "a list of names or numbers, each once: EdDSA, ES256, -257",
        "signature algorithms, the preferred one first; default: what the "
        "library recommends"},
    {"timeout_s", "300", read_timeout, MEMBER(timeout_s), "30 to 600",
        "seconds that a person has for one ceremony"},
    {"session_idle", "14d", read_duration, MEMBER(session_idle_s),
        "a time from 60s to 365d, such as 30m, 12h or 7d",
        "a session ends when it was not used for so long"},
    {"session_max", "90d", read_duration, MEMBER(session_max_s),
        "a time from 60s to 365d, such as 30m, 12h or 7d",
        "a session ends after so long"},
    {"trusted_proxies", "", read_proxies, 0,
        "addresses or networks, such as 127.0.0.1 or 10.0.0.0/8",
        "whose X-Forwarded-For is believed"},
    {"threads", "auto", read_threads, MEMBER(threads), "1 to 256, or auto",
        "threads that answer, for each address"},
    /* An idle one costs about 24 KiB. */
    {"connections", "10000", read_connections, MEMBER(connections),
        "256 to 1000000", "the most connections at a time"},
    /* A browser opens 6, an office is many browsers. */
    {"connections_per_address", "256", read_count,
        MEMBER(connections_per_address), "0 to 1000000; 0 is no limit",
        "the most from one client; not used with trusted_proxies"},
    {"log_level", "info", read_log_level, 0, "error, warning, info or debug",
        "what the log keeps; info has a line for each request"},
};

const size_t num_settings = sizeof(settings) / sizeof(settings[0]);

_Static_assert(sizeof(settings) / sizeof(settings[0]) <= SETTINGS_MAX,
    "SETTINGS_MAX is too small");

static void
read_setting(struct config *config, const struct setting *setting,
    const struct setting_source *source)
{
    const char *value =
        source->value != NULL ? source->value : setting->initial;
    const char *copy;
    char what[256];

    if (value == NULL)
        return;
    copy = arena_text(config->arena, passkey_bytes_of(value, strlen(value)));
    if (copy == NULL ||
        !setting->read(config, passkey_bytes_of(copy, strlen(copy)),
            (char *)config + setting->member)) {
        snprintf(what, sizeof(what), "write %s", setting->expects);
        config_mistake(config,
            source->place != NULL ? source->place : "default", setting->name,
            what);
    }
}

static const char *
place_of(const struct setting_source *sources, const char *name)
{
    size_t i;

    for (i = 0; i < num_settings; i++) {
        if (strcmp(settings[i].name, name) == 0 && sources[i].place != NULL)
            return sources[i].place;
    }
    return "default";
}

/* What is not set follows from what is. */
static void
derive(struct config *config)
{
    size_t i;
    struct origin origin;
    char path[1200];

    for (i = 0; i < config->num_origins; i++)
        config->all_origins[config->num_all_origins++] = config->origins[i];
    if (config->rp_id == NULL && config->num_origins > 0 &&
        origin_read(config->origins[0], &origin) && !origin.app)
        config->rp_id = arena_text(config->arena, origin.host);
    if (config->database == NULL && config->state_dir != NULL) {
        snprintf(path, sizeof(path), "%s/passkeyd.db", config->state_dir);
        config->database =
            arena_text(config->arena, passkey_bytes_of(path, strlen(path)));
    }
}

static void
add_host(struct config *config, struct passkey_bytes host)
{
    if (config->num_hosts < CONFIG_HOSTS_MAX)
        config->hosts[config->num_hosts++] = host;
}

/*
 * The Host values that are ours: those of the origins, and of the listening
 * address as long as only this machine can reach it.
 */
static void
derive_hosts(struct config *config)
{
    struct origin origin;
    char text[32];
    size_t i;

    for (i = 0; i < config->num_all_origins; i++) {
        if (origin_read(config->all_origins[i], &origin) && !origin.app)
            add_host(config, origin.host_and_port);
    }
    for (i = 0; i < config->num_addresses; i++) {
        if (!address_is_loopback(config->addresses[i].ip))
            continue;
        snprintf(text, sizeof(text), "%s:%u",
            address_is_ipv4(config->addresses[i].ip) ? "127.0.0.1" : "[::1]",
            config->addresses[i].port);
        add_host(config,
            arena_copy(config->arena, passkey_bytes_of(text, strlen(text))));
    }
}

/* Without the list only top-level domains are known to be public. */
static void
load_suffixes(struct config *config)
{
    FILE *file = fopen(PUBLIC_SUFFIX_LIST, "r");
    uint8_t *text = file == NULL ? NULL : malloc(LIMIT_SUFFIX_LIST);
    size_t len = text == NULL ? 0 : fread(text, 1, LIMIT_SUFFIX_LIST, file);

    if (file != NULL)
        (void)fclose(file);
    config->suffixes = passkey_bytes_of(text, len);
}

static void
forget_suffixes(struct config *config)
{
    free((void *)(uintptr_t)config->suffixes.data);
    config->suffixes = passkey_bytes_of(NULL, 0);
}

/* It comes from the first origin where it is not set. */
static const char *
place_of_rp_id(const struct setting_source *sources)
{
    const char *place = place_of(sources, "rp_id");

    return strcmp(place, "default") == 0 ? place_of(sources, "origins") : place;
}

static void
check_origins(struct config *config, const struct setting_source *sources)
{
    struct passkey_bytes rp_id;
    struct origin origin;
    size_t i;

    if (config->rp_id == NULL) {
        if (config->num_mistakes == 0)
            config_mistake(config, place_of(sources, "origins"), "rp_id",
                "set it, because the first origin has no host");
        return;
    }
    rp_id = passkey_bytes_of(config->rp_id, strlen(config->rp_id));
    if (!pk_equal(rp_id, PK_TEXT("localhost")) &&
        public_suffix_len(config->suffixes, rp_id) == rp_id.len)
        config_mistake(config, place_of_rp_id(sources), "rp_id",
            "anybody can register names under it, so it cannot own passkeys; "
            "use a full host name");
    for (i = 0; i < config->num_origins; i++) {
        if (origin_read(config->origins[i], &origin) && !origin.app &&
            !domain_contains(rp_id, origin.host))
            config_mistake(config, place_of(sources, "origins"), "origins",
                "every host must be rp_id or end in a dot and rp_id; change "
                "rp_id or the origin");
    }
}

static void
check(struct config *config, const struct setting_source *sources)
{
    struct passkey_policy policy;

    check_origins(config, sources);
    if (config->session_idle_s > config->session_max_s)
        config_mistake(config, place_of(sources, "session_idle"),
            "session_idle", "must not be longer than session_max");
    if ((config->smtp_url == NULL) != (config->mail_from == NULL))
        config_mistake(config, place_of(sources, "smtp_url"), "smtp_url",
            "goes together with mail_from; set both or none");
    if ((config->smtp_user == NULL) != (config->smtp_password_file == NULL))
        config_mistake(config, place_of(sources, "smtp_user"), "smtp_user",
            "goes together with smtp_password_file; set both or none");
    if (config->mail_from != NULL &&
        !mail_address_is_valid(passkey_bytes_of(
            config->mail_from, strlen(config->mail_from))))
        config_mistake(config, place_of(sources, "mail_from"), "mail_from",
            "write an address, such as login@example.org");
    if (config->num_top_origins > 0 && !config->allow_cross_origin)
        config_mistake(config, place_of(sources, "top_origins"), "top_origins",
            "has no effect without allow_cross_origin = yes");
    if (config->num_mistakes > 0)
        return;
    config_policy(config, &policy);
    if (passkey_policy_check(&policy) != PASSKEY_OK)
        config_mistake(config, "settings", NULL,
            "they contradict each other; look at algorithms, and at attestation, which models need");
}

bool
config_load(struct config *out, int argc, char **argv, char **environment)
{
    struct setting_source sources[SETTINGS_MAX] = {{NULL, NULL}};
    size_t i;

    memset(out, 0, sizeof(*out));
    out->arena = arena_new(LIMIT_CONFIG_MEMORY);
    if (out->arena == NULL)
        return false;
    load_suffixes(out);
    config_collect(out, argc, argv, environment, sources);
    for (i = 0; i < num_settings; i++)
        read_setting(out, &settings[i], &sources[i]);
    derive(out);
    derive_hosts(out);
    check(out, sources);
    forget_suffixes(out);
    return true;
}

void
config_free(struct config *config)
{
    arena_free(config->arena);
    memset(config, 0, sizeof(*config));
}

void
config_policy(const struct config *config, struct passkey_policy *out)
{
    passkey_policy_init(out);
    out->rp_id = passkey_bytes_of(config->rp_id, strlen(config->rp_id));
    out->rp_name = passkey_bytes_of(config->rp_name, strlen(config->rp_name));
    out->origins = config->all_origins;
    out->num_origins = config->num_all_origins;
    out->allow_cross_origin = config->allow_cross_origin;
    out->top_origins = config->top_origins;
    out->num_top_origins = config->num_top_origins;
    out->user_verification = config->user_verification;
    out->resident_key = config->resident_key;
    out->attestation = config->attestation;
    config_models(config, out);
    if (config->num_algorithms > 0) {
        memcpy(out->algorithms, config->algorithms, sizeof(out->algorithms));
        out->num_algorithms = config->num_algorithms;
    }
    out->timeout_ms = (uint32_t)config->timeout_s * 1000;
}

void
config_carrier(const struct config *config, struct carrier_settings *out)
{
    memset(out, 0, sizeof(*out));
    memcpy(out->addresses, config->addresses, sizeof(out->addresses));
    out->num_addresses = config->num_addresses;
    out->threads = config->threads;
    out->connections = config->connections;
    /* A proxy brings the connections of all its clients from one address. */
    out->connections_per_address =
        config->num_proxies > 0 ? 0 : config->connections_per_address;
    out->proxies = config->proxies;
    out->num_proxies = config->num_proxies;
    out->hosts = config->hosts;
    out->num_hosts = config->num_hosts;
    out->https = config->origins[0].len > 8 &&
                 memcmp(config->origins[0].data, "https://", 8) == 0;
}

void
config_print_mistakes(const struct config *config)
{
    size_t i;

    for (i = 0; i < config->num_mistakes; i++)
        fprintf(stderr, "%s\n", config->mistakes[i]);
}

void
config_print_settings(void)
{
    size_t i;

    printf("  --%-24s %s\n", "config FILE",
        "read settings from this file; default: passkeyd.conf, if there");
    for (i = 0; i < num_settings; i++)
        printf("  --%-24s %s%s%s%s\n", settings[i].name, settings[i].meaning,
            settings[i].initial != NULL && settings[i].initial[0] != '\0' ? " ("
                                                                          : "",
            settings[i].initial != NULL ? settings[i].initial : "",
            settings[i].initial != NULL && settings[i].initial[0] != '\0' ? ")"
                                                                          : "");
}
