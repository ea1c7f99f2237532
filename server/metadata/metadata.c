/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two files. "metadata" is a line with the time of verification and the
 * payload; a signer whose certificate expires later does not make it worse.
 * "metadata.number" has the highest number that was ever accepted, written
 * before the list itself, so that deleting the list does not help to go back.
 */
#include "metadata.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../durable_file.h"

#define HEADING "passkeyd-metadata 1 "
#define PATH_CAP 1200
#define MODELS_FIRST 1024
#define MODELS_LAST (1u << 20)

struct metadata {
    pthread_mutex_t lock; /* of `current` and its holders */
    pthread_mutex_t importing;
    struct metadata_list *current;
    char list_path[PATH_CAP];
    char number_path[PATH_CAP];
    const struct metadata_roots *roots;
    struct passkey_bytes signer;
};

static void
free_list(struct metadata_list *list)
{
    if (list == NULL)
        return;
    if (list->file != NULL)
        munmap(list->file, list->file_len);
    free(list->models);
    free(list);
}

/* The whole file; NULL: errno says why. An empty one is not mapped. */
static void *
map_file(const char *path, size_t *len)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    void *mapped = MAP_FAILED;

    if (file < 0)
        return NULL;
    errno = EFBIG;
    if (fstat(file, &status) == 0 && status.st_size > 0 &&
        status.st_size <= METADATA_BLOB_MAX_LEN) {
        *len = (size_t)status.st_size;
        mapped = mmap(NULL, *len, PROT_READ, MAP_PRIVATE, file, 0);
    }
    close(file);
    return mapped == MAP_FAILED ? NULL : mapped;
}

/* Room for the models is doubled until it is enough. */
static enum passkey_error
read_models(struct metadata_list *list, struct passkey_bytes payload)
{
    enum passkey_error error = PASSKEY_ERR_NO_SPACE;
    struct passkey_model *models;
    size_t max;

    for (max = MODELS_FIRST;
         error == PASSKEY_ERR_NO_SPACE && max <= MODELS_LAST; max *= 2) {
        models = realloc(list->models, max * sizeof(*models));
        if (models == NULL)
            return PASSKEY_ERR_NO_SPACE;
        list->models = models;
        error = passkey_metadata_read(payload, models, max, &list->list);
    }
    return error;
}

/* "passkeyd-metadata 1 TIME\n" in front of the payload */
static bool
read_heading(struct passkey_bytes *content, int64_t *verified_at)
{
    const size_t len = sizeof(HEADING) - 1;
    const uint8_t *end = memchr(content->data, '\n', content->len);
    char text[64];
    size_t used;

    if (end == NULL)
        return false;
    used = (size_t)(end - content->data) + 1;
    if (used <= len || used > sizeof(text) ||
        memcmp(content->data, HEADING, len) != 0)
        return false;
    memcpy(text, content->data, used);
    text[used - 1] = '\0';
    *verified_at = strtoll(text + len, NULL, 10);
    content->data += used;
    content->len -= used;
    return *verified_at > 0;
}

/* NULL and errno 0: there is no file. */
static struct metadata_list *
load_list(const char *path)
{
    struct metadata_list *list = calloc(1, sizeof(*list));
    struct passkey_bytes content;

    if (list == NULL)
        return NULL;
    list->file = map_file(path, &list->file_len);
    if (list->file == NULL) {
        free_list(list);
        if (errno == ENOENT)
            errno = 0;
        return NULL;
    }
    content = passkey_bytes_of(list->file, list->file_len);
    if (read_heading(&content, &list->verified_at) &&
        read_models(list, content) == PASSKEY_OK)
        return list;
    free_list(list);
    errno = EINVAL;
    return NULL;
}

/* The highest number so far; -1: none. False: the file cannot be read. */
static bool
read_number(const char *path, int64_t *out)
{
    FILE *file = fopen(path, "re");
    char text[32] = "", *end;

    *out = -1;
    if (file == NULL)
        return errno == ENOENT;
    if (fgets(text, sizeof(text), file) != NULL)
        *out = strtoll(text, &end, 10);
    fclose(file);
    return *out >= 0;
}

static bool
write_number(const char *path, int64_t number)
{
    char text[32];
    struct passkey_bytes content;

    snprintf(text, sizeof(text), "%lld\n", (long long)number);
    content = passkey_bytes_of(text, strlen(text));
    return durable_file_replace(path, &content, 1);
}

struct metadata *
metadata_open(const char *state_dir, const struct metadata_roots *roots,
    const char *signer, char *problem, size_t len)
{
    struct metadata *m = calloc(1, sizeof(*m));

    if (m == NULL) {
        snprintf(problem, len, "out of memory");
        return NULL;
    }
    pthread_mutex_init(&m->lock, NULL);
    pthread_mutex_init(&m->importing, NULL);
    m->roots = roots;
    m->signer = passkey_bytes_of(signer, strlen(signer));
    snprintf(m->list_path, PATH_CAP, "%s/metadata", state_dir);
    snprintf(m->number_path, PATH_CAP, "%s/metadata.number", state_dir);
    m->current = load_list(m->list_path);
    if (m->current == NULL && errno != 0) {
        snprintf(problem, len, "%s: %s", m->list_path,
            errno == EINVAL ? "is damaged; remove it and import again"
                            : strerrordesc_np(errno));
        metadata_close(m);
        return NULL;
    }
    return m;
}

void
metadata_close(struct metadata *metadata)
{
    if (metadata == NULL)
        return;
    free_list(metadata->current);
    pthread_mutex_destroy(&metadata->lock);
    pthread_mutex_destroy(&metadata->importing);
    free(metadata);
}

struct metadata_list *
metadata_hold(struct metadata *metadata)
{
    struct metadata_list *list;

    if (metadata == NULL)
        return NULL;
    pthread_mutex_lock(&metadata->lock);
    list = metadata->current;
    if (list != NULL)
        list->num_holders++;
    pthread_mutex_unlock(&metadata->lock);
    return list;
}

void
metadata_release(struct metadata *metadata, struct metadata_list *list)
{
    bool last;

    if (list == NULL)
        return;
    pthread_mutex_lock(&metadata->lock);
    last = --list->num_holders == 0 && list != metadata->current;
    pthread_mutex_unlock(&metadata->lock);
    if (last)
        free_list(list);
}

static void
replace_current(struct metadata *metadata, struct metadata_list *list)
{
    struct metadata_list *old;
    bool unused;

    pthread_mutex_lock(&metadata->lock);
    old = metadata->current;
    metadata->current = list;
    unused = old != NULL && old->num_holders == 0;
    pthread_mutex_unlock(&metadata->lock);
    if (unused)
        free_list(old);
}

/*
 * Equal to the highest number is "not newer" only while that list is there:
 * a crash may have come between the two files.
 */
static enum passkey_error
check_number(struct metadata *m, const struct passkey_metadata *list)
{
    enum passkey_error error;
    int64_t highest;

    if (!read_number(m->number_path, &highest))
        return PASSKEY_ERR_NO_SPACE;
    error = passkey_metadata_check_number(list, highest);
    if (error == PASSKEY_ERR_METADATA_NOT_NEWER &&
        (m->current == NULL || m->current->list.number < highest))
        return PASSKEY_OK;
    return error;
}

static enum passkey_error
keep(struct metadata *m, struct passkey_bytes payload, int64_t number,
    int64_t now, const char **problem)
{
    char heading[64];
    struct passkey_bytes parts[2] = {{0}, payload};
    struct metadata_list *list;

    snprintf(heading, sizeof(heading), HEADING "%lld\n", (long long)now);
    parts[0] = passkey_bytes_of(heading, strlen(heading));
    *problem = "the state directory cannot be written";
    if (!write_number(m->number_path, number) ||
        !durable_file_replace(m->list_path, parts, 2))
        return PASSKEY_ERR_NO_SPACE;
    list = load_list(m->list_path);
    if (list == NULL)
        return PASSKEY_ERR_NO_SPACE;
    replace_current(m, list);
    *problem = NULL;
    return PASSKEY_OK;
}

static enum passkey_error
import_blob(struct metadata *m, const struct passkey_crypto *crypto,
    struct passkey_bytes blob, struct passkey_buffer scratch, int64_t now,
    const char **problem)
{
    const struct passkey_metadata_signer signer = {
        .anchors = m->roots->ders,
        .num_anchors = m->roots->num,
        .name = m->signer,
    };
    struct metadata_list fresh = {0};
    struct passkey_bytes payload;
    enum passkey_error error;

    /* Editors and shells put a line end behind a text. */
    while (blob.len > 0 && (blob.data[blob.len - 1] == '\n' ||
                               blob.data[blob.len - 1] == '\r'))
        blob.len--;
    error = passkey_metadata_verify(
        &signer, crypto, blob, now, scratch, &payload);
    if (error == PASSKEY_OK)
        error = read_models(&fresh, payload);
    free(fresh.models);
    if (error == PASSKEY_OK)
        error = check_number(m, &fresh.list);
    return error == PASSKEY_OK
               ? keep(m, payload, fresh.list.number, now, problem)
               : error;
}

enum passkey_error
metadata_import(struct metadata *metadata, const struct passkey_crypto *crypto,
    const char *path, int64_t now, const char **problem)
{
    struct passkey_buffer scratch = {NULL, 0};
    enum passkey_error error = PASSKEY_ERR_NO_SPACE;
    size_t len = 0;
    void *blob = map_file(path, &len);

    *problem = blob == NULL ? "the file cannot be read" : NULL;
    if (blob == NULL)
        return error;
    scratch.cap = len + PASSKEY_METADATA_SCRATCH_EXTRA;
    scratch.data = malloc(scratch.cap);
    if (scratch.data != NULL) {
        pthread_mutex_lock(&metadata->importing);
        error = import_blob(metadata, crypto, passkey_bytes_of(blob, len),
            scratch, now, problem);
        pthread_mutex_unlock(&metadata->importing);
    }
    free(scratch.data);
    munmap(blob, len);
    return error;
}
