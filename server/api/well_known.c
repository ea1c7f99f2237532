/* SPDX-License-Identifier: Apache-2.0 */
/* See well_known.h. */
#include "well_known.h"

#include "../../format/json.h"
#include "../http/reply.h"
#include "../well_known.h"
#include "answer.h"

#define BODY_MAX_LEN 16384

static void
answer_nothing(struct http_exchange *exchange)
{
    reply_problem(exchange, 404, "not_found", "There is nothing here.");
}

static void
write_list(
    struct pk_writer *out, const struct passkey_bytes *texts, size_t num_texts)
{
    size_t i;

    pk_write_text(out, "[");
    for (i = 0; i < num_texts; i++) {
        if (i > 0)
            pk_write_text(out, ",");
        pk_write_json_string(out, texts[i]);
    }
    pk_write_text(out, "]");
}

void
well_known_webauthn(struct server *server, struct http_exchange *exchange)
{
    const struct well_known *known = server->well_known;
    struct pk_writer body = arena_writer(exchange->arena, BODY_MAX_LEN);

    if (known->num_related_origins == 0) {
        answer_nothing(exchange);
        return;
    }
    pk_write_text(&body, "{\"origins\":");
    write_list(&body, known->related_origins, known->num_related_origins);
    pk_write_text(&body, "}");
    answer_json(exchange, 200, &body);
}

void
well_known_passkey_endpoints(
    struct server *server, struct http_exchange *exchange)
{
    struct pk_writer body = arena_writer(exchange->arena, BODY_MAX_LEN);

    pk_write_text(&body, "{\"enroll\":\"");
    pk_write_text(&body, server->origin);
    pk_write_text(&body, "/account\",\"manage\":\"");
    pk_write_text(&body, server->origin);
    pk_write_text(&body, "/account\"}");
    answer_json(exchange, 200, &body);
}

void
well_known_change_password(
    struct server *server, struct http_exchange *exchange)
{
    (void)server;
    reply_redirect(exchange, "/account");
}

void
well_known_assetlinks(struct server *server, struct http_exchange *exchange)
{
    const struct well_known *known = server->well_known;
    struct pk_writer body = arena_writer(exchange->arena, BODY_MAX_LEN);
    size_t i;

    if (known->num_android_apps == 0) {
        answer_nothing(exchange);
        return;
    }
    pk_write_text(&body, "[");
    for (i = 0; i < known->num_android_apps; i++) {
        pk_write_text(&body, i > 0 ? "," : "");
        pk_write_text(&body,
            "{\"relation\":[\"delegate_permission/common.handle_all_urls\","
            "\"delegate_permission/common.get_login_creds\"],"
            "\"target\":{\"namespace\":\"android_app\",\"package_name\":");
        pk_write_json_string(&body, known->android_apps[i].package);
        pk_write_text(&body, ",\"sha256_cert_fingerprints\":");
        write_list(&body, &known->android_apps[i].fingerprint, 1);
        pk_write_text(&body, "}}");
    }
    pk_write_text(&body, "]");
    answer_json(exchange, 200, &body);
}

void
well_known_apple(struct server *server, struct http_exchange *exchange)
{
    const struct well_known *known = server->well_known;
    struct pk_writer body = arena_writer(exchange->arena, BODY_MAX_LEN);

    if (known->num_apple_apps == 0) {
        answer_nothing(exchange);
        return;
    }
    pk_write_text(&body, "{\"webcredentials\":{\"apps\":");
    write_list(&body, known->apple_apps, known->num_apple_apps);
    pk_write_text(&body, "}}");
    answer_json(exchange, 200, &body);
}
