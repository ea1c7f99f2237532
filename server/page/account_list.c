/* SPDX-License-Identifier: Apache-2.0 */
/* See account_list.h. */
#include "account_list.h"

#include <string.h>

#include "../../format/base64url.h"
#include "../account/proof.h"
#include "../metadata/model_name.h"
#include "device.h"

static struct passkey_bytes
text_of(const char *text)
{
    return passkey_bytes_of(text, strlen(text));
}

bool
account_find_lists(
    struct account_lists *lists, const uint8_t user[STORE_USER_HANDLE_LEN])
{
    struct store *store = lists->page->server->store;
    struct arena *arena = lists->page->exchange->arena;

    return store_list_passkeys(store, user, arena, lists->passkeys,
               ACCOUNT_PASSKEYS_MAX, &lists->num_passkeys) == STORE_OK &&
           store_list_sessions(store, user, arena, lists->sessions,
               ACCOUNT_SESSIONS_SHOWN, &lists->num_sessions) == STORE_OK &&
           store_list_events(store, user, INT64_MAX, arena, lists->events,
               ACCOUNT_EVENTS_SHOWN, &lists->num_events) == STORE_OK;
}

/* A sentence that is a value of a part. */
struct word {
    const struct page *page;
    const char *key;
};

static bool
write_word(struct pk_writer *out, const void *context)
{
    const struct word *word = context;

    return template_write_sentence(
        out, word->page->language, word->key, NULL, 0);
}

/* How many passkeys would be left. */
static bool
write_remains(struct pk_writer *out, const void *context)
{
    const struct account_lists *lists = context;

    return page_write_count(
        lists->page, out, "remains", lists->num_passkeys - 1);
}

/* Writes the name of a passkey: its label, or else its provider's name. */
static struct template_value
title_of(const struct store_passkey *passkey, struct passkey_bytes provider,
    const struct word *otherwise)
{
    struct template_value title = {.name = "title"};

    if (passkey->label.len > 0) {
        title.text = passkey->label;
    } else if (provider.len > 0) {
        title.text = provider;
    } else {
        title.write = write_word;
        title.context = otherwise;
    }
    return title;
}

/* Who keeps a passkey, if that is known and not the passkey's title. */
struct provider_part {
    const struct page *page;
    struct passkey_bytes name;
};

static bool
write_provider(struct pk_writer *out, const void *context)
{
    const struct provider_part *provider = context;
    struct template_value name = {.name = "provider"};

    if (provider->name.len == 0)
        return true;
    name.text = provider->name;
    return page_write(provider->page, out, "part_provider.html", &name, 1);
}

/* The passkey of this session: it was used in the same commit. */
static bool
write_here(struct pk_writer *out, const void *context)
{
    return page_write(context, out, "part_passkey_here.html", NULL, 0);
}

static bool
write_nothing(struct pk_writer *out, const void *context)
{
    (void)out;
    (void)context;
    return true;
}

static bool
write_passkey(
    const struct account_lists *lists, struct pk_writer *out, size_t number)
{
    const struct store_passkey *passkey = &lists->passkeys[number];
    struct moment created = moment_of(passkey->created_at);
    struct moment used = moment_of(passkey->used_at);
    struct passkey_credential credential;
    char digits[24];
    struct pk_writer index = pk_writer_on(digits, sizeof(digits));
    struct arena *arena = lists->page->exchange->arena;
    size_t id_cap = PK_BASE64URL_TEXT_LEN(passkey->id.len);
    void *id_memory = arena_take(arena, id_cap);
    struct pk_writer id = pk_writer_on(id_memory, id_cap);
    struct word kind = {lists->page, "word.device_bound"};
    struct word word = {lists->page, "word.passkey"};
    struct provider_part provider = {lists->page, {NULL, 0}};
    struct passkey_bytes name;

    if (id_memory == NULL ||
        passkey_credential_decode(passkey->record, &credential) != PASSKEY_OK)
        return false;
    if (credential.backup_eligible)
        kind.key = "word.synced";
    name = model_name(
        lists->page->server->metadata, arena, credential.aaguid);
    if (passkey->label.len > 0)
        provider.name = name;
    pk_write_base64url(&id, passkey->id);
    pk_write_decimal(&index, (int64_t)number);
    const struct template_value values[] = {
        title_of(passkey, name, &word),
        {.name = "provider", .write = write_provider, .context = &provider},
        {.name = "kind", .write = write_word, .context = &kind},
        {"id", pk_written(&id)},
        {"number", pk_written(&index)},
        {"created", text_of(created.text)},
        {"created_iso", text_of(created.iso)},
        {"used", text_of(used.text)},
        {"used_iso", text_of(used.iso)},
        {.name = "remains", .write = write_remains, .context = lists},
        {.name = "here",
            .write = passkey->used_at == lists->passkey_at ? write_here
                                                           : write_nothing,
            .context = lists->page},
    };

    return page_write(lists->page, out, "part_passkey.html", values,
        sizeof(values) / sizeof(values[0]));
}

static bool
write_passkey_rows(struct pk_writer *out, const void *context)
{
    const struct account_lists *lists = context;
    size_t i;

    for (i = 0; i < lists->num_passkeys; i++) {
        if (!write_passkey(lists, out, i))
            return false;
    }
    return true;
}

bool
account_write_passkeys(struct pk_writer *out, const void *context)
{
    const struct account_lists *lists = context;
    const struct template_value rows = {
        .name = "rows", .write = write_passkey_rows, .context = lists};

    if (lists->num_passkeys == 0)
        return page_write(lists->page, out, "part_no_passkey.html", NULL, 0);
    return page_write(lists->page, out, "part_passkeys.html", &rows, 1);
}

/* A session as a part sees it. */
struct session_row {
    const struct account_lists *lists;
    const struct store_session *session;
};

static bool
write_device(struct pk_writer *out, const void *context)
{
    const struct session_row *row = context;
    struct device device = device_of(row->session->user_agent);
    const struct template_value names[] = {
        {"browser", text_of(device.browser != NULL ? device.browser : "")},
        {"system", text_of(device.system != NULL ? device.system : "")},
    };
    size_t language = row->lists->page->language;

    if (device.browser != NULL && device.system != NULL)
        return template_write_sentence(out, language, "word.device", names, 2);
    if (device.browser == NULL && device.system == NULL)
        return template_write_sentence(
            out, language, "word.unknown_device", NULL, 0);
    template_write_text(
        out, text_of(device.browser != NULL ? device.browser : device.system));
    return true;
}

static bool
write_session_end(struct pk_writer *out, const void *context)
{
    static const char hex[] = "0123456789abcdef";
    const struct session_row *row = context;
    const uint8_t *hash = row->session->token_hash;
    char id[2 * STORE_SESSION_ID_LEN];
    struct template_value values[] = {
        {"id", passkey_bytes_of(id, sizeof(id))},
        {.name = "device", .write = write_device, .context = row},
    };
    size_t i;

    if (memcmp(hash, row->lists->token_hash, STORE_TOKEN_HASH_LEN) == 0)
        return page_write(
            row->lists->page, out, "part_session_this.html", NULL, 0);
    for (i = 0; i < STORE_SESSION_ID_LEN; i++) {
        id[2 * i] = hex[hash[i] >> 4];
        id[2 * i + 1] = hex[hash[i] & 15];
    }
    return page_write(
        row->lists->page, out, "part_session_end.html", values, 2);
}

static const char *
method_key(int method)
{
    switch (method) {
    case PROOF_PASSKEY:
        return "method.passkey";
    case PROOF_PASSWORD:
        return "method.password";
    case PROOF_RECOVERY_CODE:
        return "method.recovery_code";
    case PROOF_LINK:
        return "method.link";
    default:
        return "method.none";
    }
}

bool
account_write_sessions(struct pk_writer *out, const void *context)
{
    const struct account_lists *lists = context;
    size_t i;

    for (i = 0; i < lists->num_sessions; i++) {
        const struct session_row row = {lists, &lists->sessions[i]};
        const struct word method = {
            lists->page, method_key(row.session->method)};
        struct moment seen = moment_of(row.session->seen_at);
        const struct template_value values[] = {
            {.name = "device", .write = write_device, .context = &row},
            {.name = "method", .write = write_word, .context = &method},
            {"seen", text_of(seen.text)},
            {"seen_iso", text_of(seen.iso)},
            {.name = "end", .write = write_session_end, .context = &row},
        };

        if (!page_write(lists->page, out, "part_session.html", values, 5))
            return false;
    }
    return true;
}

/* An event without a sentence is one of the administrator's. */
static bool
write_event_name(struct pk_writer *out, const void *context)
{
    const struct word *event = context;

    return write_word(out, event) ||
           template_write_sentence(
               out, event->page->language, "event.other", NULL, 0);
}

bool
account_write_events(struct pk_writer *out, const void *context)
{
    const struct account_lists *lists = context;
    size_t i;

    for (i = 0; i < lists->num_events; i++) {
        const struct store_event *event = &lists->events[i];
        struct moment at = moment_of(event->at);
        char key[64];
        struct pk_writer writer = pk_writer_on(key, sizeof(key) - 1);
        const struct word word = {lists->page, key};
        const struct template_value values[] = {
            {.name = "event", .write = write_event_name, .context = &word},
            {"at", text_of(at.text)},
            {"at_iso", text_of(at.iso)},
        };

        memset(key, 0, sizeof(key));
        pk_write_text(&writer, "event.");
        pk_write(&writer, event->event);
        if (!page_write(lists->page, out, "part_event.html", values, 3))
            return false;
    }
    return true;
}
