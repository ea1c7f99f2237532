/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the operator decides. One table (config.c) names every setting; it
 * serves the file (passkeyd.conf), the environment (PASSKEYD_NAME) and the
 * flags (--name) alike. A flag beats the environment, the environment beats
 * the file, the file beats the default.
 *
 * All mistakes are found in one go, each with its place and what to do.
 */
#ifndef CONFIG_H
#define CONFIG_H

#include <passkey/policy.h>

#include "arena.h"
#include "http/carrier.h"
#include "log.h"
#include "server.h"
#include "well_known.h"

#define CONFIG_ORIGINS_MAX  16
#define CONFIG_HOSTS_MAX                                                       \
    (CONFIG_ORIGINS_MAX + WELL_KNOWN_MAX + 2 * CARRIER_ADDRESSES_MAX)
#define CONFIG_PROXIES_MAX  32
#define CONFIG_MISTAKES_MAX 64
#define CONFIG_MODELS_MAX   64
/* The site's own, related ones, and those of apps. */
#define CONFIG_ALL_ORIGINS_MAX (CONFIG_ORIGINS_MAX + 2 * WELL_KNOWN_MAX)

struct config {
    struct arena *arena; /* keeps all strings */

    struct carrier_address addresses[CARRIER_ADDRESSES_MAX];
    size_t num_addresses;
    unsigned threads;
    unsigned connections;
    unsigned connections_per_address;
    struct network proxies[CONFIG_PROXIES_MAX];
    size_t num_proxies;
    enum log_level log_level;

    struct passkey_bytes origins[CONFIG_ORIGINS_MAX];
    size_t num_origins;
    struct passkey_bytes all_origins[CONFIG_ALL_ORIGINS_MAX];
    size_t num_all_origins;
    struct well_known well_known;
    struct passkey_bytes top_origins[CONFIG_ORIGINS_MAX];
    size_t num_top_origins;
    const char *rp_id;
    const char *rp_name;
    const char *color; /* NULL: the one of the style sheet */
    const char *logo;  /* a file, or NULL */
    const char *state_dir;
    const char *database;

    bool has_admin_key;
    uint8_t admin_key_hash[32];
    const char *smtp_url; /* NULL: no mail */
    const char *smtp_user;
    const char *smtp_password_file;
    const char *mail_from;
    const char *aaguid_names; /* NULL: only our own */

    enum sign_up_mode sign_up;
    enum passkey_requirement user_verification;
    enum passkey_requirement resident_key;
    enum passkey_conveyance attestation;
    bool models_known; /* only those in the metadata */
    uint8_t allowed_models[CONFIG_MODELS_MAX][PASSKEY_MODEL_AAGUID_LEN];
    size_t num_allowed_models;
    uint8_t denied_models[CONFIG_MODELS_MAX][PASSKEY_MODEL_AAGUID_LEN];
    size_t num_denied_models;
    enum passkey_certification minimum_certification;
    uint32_t tolerances; /* PASSKEY_TOLERATE_... */
    const char *metadata_roots; /* a file; NULL: those of the program */
    const char *metadata_signer;
    int32_t algorithms[PASSKEY_ALGORITHMS_MAX];
    size_t num_algorithms; /* 0: the library's own choice */
    bool allow_cross_origin;
    int64_t timeout_s;
    int64_t session_idle_s;
    int64_t session_max_s;

    struct passkey_bytes hosts[CONFIG_HOSTS_MAX]; /* made from the origins */
    size_t num_hosts;

    struct passkey_bytes suffixes; /* public ones; only while it is read */

    const char *mistakes[CONFIG_MISTAKES_MAX];
    size_t num_mistakes;
};

/*
 * Reads everything. `argv` holds the flags, without the program's name.
 * Returns false only without memory; mistakes are in `out`, and only a
 * configuration without mistakes may be used. End with config_free.
 */
PASSKEY_MUST_USE bool config_load(
    struct config *out, int argc, char **argv, char **environment);

void config_free(struct config *config);

/* Prints the mistakes, one a line. */
void config_print_mistakes(const struct config *config);

/* What the library needs; its views point into `config`. */
void config_policy(const struct config *config, struct passkey_policy *out);

/* What the carrier needs; its views point into `config`. */
void config_carrier(const struct config *config, struct carrier_settings *out);

/* Prints every setting with its default and meaning, for --help. */
void config_print_settings(void);

#endif
