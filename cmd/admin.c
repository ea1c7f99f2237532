/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Administration on the command line. Every command is one request to
 * /api/admin/…: sent to the server that runs on this state directory, or,
 * when none runs, carried out here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "../format/writer.h"
#include "../format/json.h"
#include "../server/http/local.h"
#include "../server/sandbox.h"
#include "commands.h"
#include "print_answer.h"
#include "service.h"

#define OPERANDS_MAX 2
#define BODY_MAX_LEN 2048

struct operation {
    const char *group; /* "user"; NULL: the command has no second word */
    const char *name;
    enum http_method method;
    const char *target;        /* a GET's first operand is appended */
    const char *operands[OPERANDS_MAX]; /* members of a POST's body */
    unsigned num_required;
    const char *usage;
    const char *summary;
    const char *done; /* said when there is nothing to show */
    bool names_file;  /* the first operand does */
};

static const struct operation operations[] = {
    {"user", "list", HTTP_GET, "/api/admin/users", {NULL}, 0, "",
        "all accounts", ""},
    {"user", "show", HTTP_GET, "/api/admin/users/", {NULL}, 1, "NAME",
        "one account and its ways to sign in", ""},
    {"user", "add", HTTP_POST, "/api/admin/add", {"username", "displayName"},
        1, "NAME [DISPLAY-NAME]", "a new account, and a link for its owner",
        ""},
    {"user", "invite", HTTP_POST, "/api/admin/invite", {"username"}, 0,
        "[NAME]", "a link to make an account with, good for a day", ""},
    {"user", "recover", HTTP_POST, "/api/admin/recover", {"username"}, 1,
        "NAME", "a link back into an account, good for ten minutes", ""},
    {"user", "disable", HTTP_POST, "/api/admin/disable", {"username"}, 1,
        "NAME", "nobody signs in to the account; its sessions end",
        "The account is disabled and its sessions have ended."},
    {"user", "enable", HTTP_POST, "/api/admin/enable", {"username"}, 1, "NAME",
        "the account can be used again", "The account is enabled."},
    {"user", "delete", HTTP_POST, "/api/admin/delete", {"username"}, 1, "NAME",
        "the account and all it has are gone", "The account is deleted."},
    {"user", "sessions", HTTP_GET, "/api/admin/sessions/", {NULL}, 1, "NAME",
        "where an account is signed in", ""},
    {"user", "logout", HTTP_POST, "/api/admin/logout", {"username"}, 1, "NAME",
        "end all sessions of an account", "All its sessions have ended."},
    {"passkey", "list", HTTP_GET, "/api/admin/passkeys/", {NULL}, 1, "NAME",
        "the passkeys of an account", ""},
    {"passkey", "remove", HTTP_POST, "/api/admin/remove-passkey",
        {"username", "id"}, 2, "NAME ID", "remove a passkey",
        "The passkey is removed."},
    {"metadata", "import", HTTP_POST, "/api/admin/metadata", {"file"}, 1,
        "FILE", "take over a BLOB of FIDO metadata", "", true},
    {"metadata", "show", HTTP_GET, "/api/admin/models/", {NULL}, 1, "AAGUID",
        "what the metadata say about an authenticator", ""},
    {NULL, "audit", HTTP_GET, "/api/admin/audit", {NULL}, 0, "",
        "the newest entries of the audit log", ""},
    {NULL, "backup", HTTP_POST, "/api/admin/backup", {"file"}, 1, "FILE",
        "copy the database to a new file, while it is used",
        "The copy is complete. Keep a copy of the key ring too.", true},
    {NULL, "check", HTTP_POST, "/api/admin/check", {NULL}, 0, "",
        "check the database and the chain of the audit log",
        "The database is whole and the audit log unchanged."},
};

static const size_t num_operations =
    sizeof(operations) / sizeof(operations[0]);

/* What one call of the command line asks for. */
struct call {
    const struct operation *operation;
    const char *operands[OPERANDS_MAX];
    unsigned num_operands;
    bool json;
    int argc; /* settings: --config and the like, for config_load */
    char **argv;
};

static int
print_usage(const char *group)
{
    size_t i;

    fputs("usage: passkeyd COMMAND [--json] [--SETTING VALUE]...\n\n", stderr);
    for (i = 0; i < num_operations; i++) {
        const struct operation *o = &operations[i];
        char form[80];

        if (group == NULL ? o->group != NULL
                          : o->group == NULL || strcmp(o->group, group) != 0)
            continue;
        snprintf(form, sizeof(form), "%s%s%s %s",
            o->group == NULL ? "" : o->group, o->group == NULL ? "" : " ",
            o->name, o->usage);
        fprintf(stderr, "  %-34s %s\n", form, o->summary);
    }
    return EX_USAGE;
}

static const struct operation *
find_operation(const char *group, const char *name)
{
    size_t i;

    for (i = 0; i < num_operations; i++) {
        const struct operation *o = &operations[i];

        if ((group == NULL) == (o->group == NULL) &&
            (group == NULL || strcmp(group, o->group) == 0) &&
            strcmp(name, o->name) == 0)
            return o;
    }
    return NULL;
}

static unsigned
max_operands(const struct operation *operation)
{
    unsigned num = operation->method == HTTP_GET ? operation->num_required : 0;

    while (num < OPERANDS_MAX && operation->operands[num] != NULL)
        num++;
    return num;
}

/* Operands come first, then --json and settings. */
static bool
read_arguments(struct call *call, int argc, char **argv)
{
    int i = 0;

    while (i < argc && strncmp(argv[i], "--", 2) != 0) {
        if (call->num_operands == max_operands(call->operation))
            return false;
        call->operands[call->num_operands++] = argv[i++];
    }
    call->argv = calloc((size_t)(argc - i) + 1, sizeof(char *));
    if (call->argv == NULL)
        return false;
    for (; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            call->json = true;
        else
            call->argv[call->argc++] = argv[i];
    }
    return call->num_operands >= call->operation->num_required;
}

/*
 * A file's name counts from the directory of this process; the server has
 * another one. NULL: there is no directory, or no memory.
 */
static char *
absolute_path(const char *name)
{
    char *folder = getcwd(NULL, 0), *path = NULL;

    if (folder != NULL && asprintf(&path, "%s/%s", folder, name) < 0)
        path = NULL;
    free(folder);
    return path;
}

static bool
write_operand(
    const struct call *call, unsigned number, struct pk_writer *body)
{
    const char *text = call->operands[number];
    bool is_relative = call->operation->names_file && number == 0 &&
                       text[0] != '/' && text[0] != '\0';
    char *path = is_relative ? absolute_path(text) : NULL;

    if (is_relative && path == NULL)
        return false;
    if (path != NULL)
        text = path;
    pk_write_json_string(body, passkey_bytes_of(text, strlen(text)));
    free(path);
    return true;
}

/* {"username":"…",…} */
static bool
write_body(const struct call *call, struct pk_writer *body)
{
    unsigned i;
    bool written = true;

    pk_write_text(body, "{");
    for (i = 0; i < call->num_operands && written; i++) {
        pk_write_text(body, i > 0 ? ",\"" : "\"");
        pk_write_text(body, call->operation->operands[i]);
        pk_write_text(body, "\":");
        written = write_operand(call, i, body);
    }
    pk_write_text(body, "}");
    return written && !body->full;
}

/* Names have no characters that mean something in a target. */
static bool
operand_is_plain(const char *text)
{
    return text[0] != '\0' &&
           strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                        "0123456789._-") == strlen(text);
}

static bool
fill_request(const struct call *call, struct pk_writer *target,
    struct pk_writer *body, struct local_request *request)
{
    pk_write_text(target, call->operation->target);
    if (call->operation->method == HTTP_GET && call->num_operands > 0) {
        if (!operand_is_plain(call->operands[0]))
            return false;
        pk_write_text(target, call->operands[0]);
    }
    if (call->operation->method == HTTP_POST && !write_body(call, body))
        return false;
    request->method = call->operation->method;
    request->target = pk_written(target);
    request->body = pk_written(body);
    return !target->full;
}

/* No server runs: open everything, ask the routes, close. */
static int
ask_here(struct service *service, const struct local_request *request,
    struct local_answer *answer)
{
    struct passkey_openssl *openssl = passkey_openssl_new();
    int status = service_open(service);

    if (status == EX_OK &&
        (openssl == NULL ||
            !local_call(&service->server, passkey_openssl_crypto(openssl),
                request, answer)))
        status = service_fail(EX_OSERR, "out of memory", "");
    passkey_openssl_free(openssl);
    return status;
}

static int
ask(struct service *service, const struct local_request *request,
    struct local_answer *answer)
{
    char path[1200];

    if (!service_socket_path(service, path, sizeof(path)))
        return service_fail(EX_CONFIG, "state_dir", "the path is too long");
    switch (local_ask(path, request, answer)) {
    case LOCAL_ANSWERED:
        return EX_OK;
    case LOCAL_NO_SERVER:
        return ask_here(service, request, answer);
    case LOCAL_FAILED:
        break;
    }
    return service_fail(EX_UNAVAILABLE, path, "the server does not answer");
}

static int
run(struct call *call)
{
    char target_text[512], body_text[BODY_MAX_LEN];
    struct pk_writer target = pk_writer_on(target_text, sizeof(target_text));
    struct pk_writer body = pk_writer_on(body_text, sizeof(body_text));
    struct local_request request;
    struct local_answer answer = {0};
    struct service *service = calloc(1, sizeof(*service));
    int status;

    if (service == NULL)
        return service_fail(EX_OSERR, "out of memory", "");
    status = service_load(service, call->argc, call->argv);
    if (status == EX_OK && !fill_request(call, &target, &body, &request))
        status = service_fail(EX_USAGE, "this cannot be a name", "");
    if (status == EX_OK)
        status = ask(service, &request, &answer);
    if (status == EX_OK)
        status = print_answer(&answer, call->json, call->operation->done);
    free(answer.body);
    service_close(service);
    free(service);
    return status;
}

static int
command(const char *group, const char *name, int argc, char **argv)
{
    struct call call = {.operation = find_operation(group, name)};
    int status;

    if (call.operation == NULL || !read_arguments(&call, argc, argv)) {
        free(call.argv);
        return print_usage(group);
    }
    status = run(&call);
    free(call.argv);
    return status;
}

/* passkeyd user …, passkeyd passkey …, passkeyd metadata … */
int
command_group(int argc, char **argv)
{
    return argc < 2 ? print_usage(argv[0])
                    : command(argv[0], argv[1], argc - 2, argv + 2);
}

/* passkeyd audit, backup, check */
int
command_admin(int argc, char **argv)
{
    return command(NULL, argv[0], argc - 1, argv + 1);
}
