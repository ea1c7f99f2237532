/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The administrator's side of the FIDO metadata: import a BLOB from a file of
 * this machine, and look at what is known about a model.
 */
#include <string.h>

#include "../account/audit.h"
#include "../http/reply.h"
#include "../metadata/review.h"
#include "admin.h"
#include "admin_answer.h"
#include "answer.h"

#define ANSWER_LEN 2048
#define DESCRIPTION_LEN 512

/* An import, from its request to its row in the audit log. */
struct import {
    struct http_exchange *exchange;
    struct pk_writer json;
    char detail[96];
    struct store_write write;
};

static void
write_list(struct pk_writer *out, const struct metadata_list *list,
    bool imported, int64_t now)
{
    const struct passkey_metadata *m = &list->list;

    admin_write_flag(out, "{\"imported\":", imported);
    admin_write_number(out, ",\"number\":", m->number);
    admin_write_number(out, ",\"nextUpdateAt\":", m->next_update);
    admin_write_number(out, ",\"verifiedAt\":", list->verified_at);
    admin_write_flag(out, ",\"stale\":", passkey_metadata_is_stale(m, now));
    admin_write_number(out, ",\"models\":", (int64_t)m->num_models);
    admin_write_number(out, ",\"faultyEntries\":", (int64_t)m->num_faulty);
}

static void
write_review(struct pk_writer *out, const struct metadata_review *review)
{
    admin_write_number(out, ",\"passkeys\":", review->num_passkeys);
    admin_write_number(out, ",\"affectedPasskeys\":", review->num_affected);
    admin_write_number(out, ",\"claimedPasskeys\":", review->num_claimed);
    pk_write_text(out, "}");
}

static void
on_noted(struct store_write *write)
{
    struct import *import = write->context;

    if (write->status == STORE_OK)
        answer_json(import->exchange, 200, &import->json);
    else
        answer_store(import->exchange, write->status);
    http_resume(import->exchange);
}

/* What is on record about it, and what the stored passkeys have to do with it. */
static bool
report(struct server *server, struct import *import, bool imported)
{
    struct metadata_list *list = metadata_hold(server->metadata);
    int64_t now = import->exchange->request.now;
    struct metadata_review review;
    struct pk_writer detail =
        pk_writer_on(import->detail, sizeof(import->detail));
    bool done = list != NULL &&
                metadata_review_passkeys(server->store, list,
                    import->exchange->crypto, server->policy.models.refused, now, &review);

    if (done) {
        write_list(&import->json, list, imported, now);
        write_review(&import->json, &review);
        admin_write_number(&detail, "no ", list->list.number);
        admin_write_number(&detail, ", affected passkeys ", review.num_affected);
        audit_add_detail(&import->write, "admin.metadata_imported", NULL, now,
            pk_written(&detail));
    }
    metadata_release(server->metadata, list);
    return done;
}

static void
refuse(struct http_exchange *exchange, enum passkey_error error,
    const char *problem)
{
    if (problem != NULL)
        reply_problem(exchange, 409, "metadata_unreadable", problem);
    else
        answer_refused(exchange, error);
}

void
admin_import_metadata(struct server *server, struct http_exchange *exchange)
{
    struct pk_json_field fields[] = {{.name = "file"}};
    struct import *import = arena_take(exchange->arena, sizeof(*import));
    const char *path, *problem = NULL;
    struct passkey_bytes file;
    enum passkey_error error;

    if (import == NULL) {
        answer_unavailable(exchange);
        return;
    }
    if (!admin_require_local(exchange) ||
        !read_object(exchange, false, fields, 1) ||
        !read_string_member(exchange, &fields[0].value, &file))
        return;
    path = arena_text(exchange->arena, file);
    import->exchange = exchange;
    import->json = arena_writer(exchange->arena, ANSWER_LEN);
    error = path == NULL ? PASSKEY_ERR_NO_SPACE
                         : metadata_import(server->metadata, exchange->crypto,
                               path, exchange->request.now, &problem);
    if (error != PASSKEY_OK && error != PASSKEY_ERR_METADATA_NOT_NEWER) {
        refuse(exchange, error, problem);
        return;
    }
    if (!report(server, import, error == PASSKEY_OK)) {
        answer_unavailable(exchange);
        return;
    }
    import->write.done = on_noted;
    import->write.context = import;
    http_park(exchange);
    store_write(server->store, &import->write);
}

/* [{"status":"REVOKED"},…] */
static void
write_statuses(struct pk_writer *out, uint32_t statuses)
{
    uint32_t bit;
    bool first = true;

    pk_write_text(out, ",\"statuses\":[");
    for (bit = 1; bit <= PASSKEY_STATUS_REVOKED; bit <<= 1) {
        if ((statuses & bit) == 0)
            continue;
        pk_write_text(out, first ? "{\"status\":\"" : ",{\"status\":\"");
        pk_write_text(out, passkey_status_name(bit));
        pk_write_text(out, "\"}");
        first = false;
    }
    pk_write_text(out, "]}");
}

static void
write_description(struct pk_writer *out, const struct passkey_model *model)
{
    uint8_t text[DESCRIPTION_LEN];
    struct passkey_buffer buffer = {text, sizeof(text)};
    size_t len;

    pk_write_text(out, "{\"description\":");
    if (passkey_model_text_of(model, PASSKEY_MODEL_DESCRIPTION, buffer, &len))
        pk_write_json_string(out, passkey_bytes_of(text, len));
    else
        pk_write_text(out, "null");
}

static void
answer_model(struct server *server, struct http_exchange *exchange,
    const struct passkey_model *model)
{
    struct pk_writer json =
        arena_writer(exchange->arena, ANSWER_LEN + 6 * DESCRIPTION_LEN);
    int64_t now = exchange->request.now;
    struct passkey_model_state state;

    passkey_model_state_at(model, now, &state);
    write_description(&json, model);
    pk_write_text(&json, ",\"certification\":\"");
    pk_write_text(&json, passkey_certification_name(state.certification));
    admin_write_flag(&json, "\",\"outdated\":", state.outdated);
    admin_write_flag(&json, ",\"refused\":",
        (state.statuses & server->policy.models.refused) != 0);
    write_statuses(&json, state.statuses);
    answer_json(exchange, 200, &json);
}

void
admin_show_model(struct server *server, struct http_exchange *exchange)
{
    struct passkey_bytes text = admin_last_segment(exchange);
    struct metadata_list *list = metadata_hold(server->metadata);
    const struct passkey_model *model = NULL;
    uint8_t aaguid[PASSKEY_AAGUID_LEN];

    if (list != NULL && passkey_aaguid_read(text, aaguid))
        model = passkey_metadata_find(
            &list->list, passkey_bytes_of(aaguid, sizeof(aaguid)));
    if (model != NULL)
        answer_model(server, exchange, model);
    else
        reply_problem(exchange, 404, "model_unknown",
            list == NULL ? "No metadata have been imported."
                         : "The metadata do not know this model.");
    metadata_release(server->metadata, list);
}
