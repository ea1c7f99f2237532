/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the configuration share among themselves. */
#ifndef CONFIG_SETTING_H
#define CONFIG_SETTING_H

#include "config.h"

/* One row of the table of settings. */
struct setting {
    const char *name;
    const char *initial; /* the default; NULL: made from other settings */
    /* Fills its members; false: the value is none of what `expects` says. */
    bool (*read)(
        struct config *config, struct passkey_bytes value, void *member);
    size_t member; /* offset in struct config */
    const char *expects;
    const char *meaning;
};

extern const struct setting settings[];
#define SETTINGS_MAX 48
extern const size_t num_settings;

/* Where the value of a setting came from; a later place beats an earlier. */
struct setting_source {
    const char *value; /* NULL: nowhere */
    const char *place; /* "passkeyd.conf:12", "PASSKEYD_LISTEN", "--listen" */
};

/* Adds "place: name: what"; more than CONFIG_MISTAKES_MAX are not kept. */
void config_mistake(struct config *config, const char *place, const char *name,
    const char *what);

/* config_source.c: file, environment, flags, in this order. */
void config_collect(struct config *config, int argc, char **argv,
    char **environment, struct setting_source sources[SETTINGS_MAX]);

/* Decimal digits and nothing else; false also if out of range. */
bool read_number(
    struct passkey_bytes text, int64_t min, int64_t max, int64_t *out);

/* The next element of a list; config_list.c. False: there is none. */
bool next_element(struct passkey_bytes *list, struct passkey_bytes *out);

/* config_value.c, config_list.c: the readers of values. */
bool read_addresses(
    struct config *config, struct passkey_bytes value, void *member);
bool read_origins(
    struct config *config, struct passkey_bytes value, void *member);
bool read_top_origins(
    struct config *config, struct passkey_bytes value, void *member);
bool read_text(struct config *config, struct passkey_bytes value, void *member);
bool read_color(
    struct config *config, struct passkey_bytes value, void *member);
bool read_path(struct config *config, struct passkey_bytes value, void *member);
bool read_domain(
    struct config *config, struct passkey_bytes value, void *member);
bool read_sign_up(
    struct config *config, struct passkey_bytes value, void *member);
bool read_requirement(
    struct config *config, struct passkey_bytes value, void *member);
bool read_conveyance(
    struct config *config, struct passkey_bytes value, void *member);
bool read_log_level(
    struct config *config, struct passkey_bytes value, void *member);
bool read_switch(
    struct config *config, struct passkey_bytes value, void *member);
bool read_algorithms(
    struct config *config, struct passkey_bytes value, void *member);
bool read_timeout(
    struct config *config, struct passkey_bytes value, void *member);
bool read_duration(
    struct config *config, struct passkey_bytes value, void *member);
bool read_proxies(
    struct config *config, struct passkey_bytes value, void *member);
bool read_threads(
    struct config *config, struct passkey_bytes value, void *member);
bool read_count(
    struct config *config, struct passkey_bytes value, void *member);
bool read_connections(
    struct config *config, struct passkey_bytes value, void *member);

/* config_models.c */
bool read_models(
    struct config *config, struct passkey_bytes value, void *member);
bool read_allowed_models(
    struct config *config, struct passkey_bytes value, void *member);
bool read_denied_models(
    struct config *config, struct passkey_bytes value, void *member);
bool read_certification(
    struct config *config, struct passkey_bytes value, void *member);
bool read_tolerances(
    struct config *config, struct passkey_bytes value, void *member);
/* What they mean to the library; its views point into `config`. */
void config_models(const struct config *config, struct passkey_policy *out);

/* config_well_known.c */
bool read_related_origins(
    struct config *config, struct passkey_bytes value, void *member);
bool read_android_apps(
    struct config *config, struct passkey_bytes value, void *member);
bool read_apple_apps(
    struct config *config, struct passkey_bytes value, void *member);
bool read_admin_key_hash(
    struct config *config, struct passkey_bytes value, void *member);

/* config_origin.c: the parts of an origin. */
struct origin {
    bool https;
    bool app; /* android:apk-key-hash:… has no host */
    struct passkey_bytes host;
    struct passkey_bytes host_and_port; /* as the Host header has it */
};

/* False: not written exactly as browsers write origins. */
PASSKEY_MUST_USE bool origin_read(
    struct passkey_bytes text, struct origin *out);

/* Lower-case letters, digits, hyphens; labels of 1 to 63; no address. */
PASSKEY_MUST_USE bool domain_is_valid(struct passkey_bytes text);

/* True for `domain` itself and for what ends in ".domain". */
PASSKEY_MUST_USE bool domain_contains(
    struct passkey_bytes domain, struct passkey_bytes host);

#endif
