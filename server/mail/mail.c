/* SPDX-License-Identifier: Apache-2.0 */
/* The queue, its thread, and one SMTP transaction; see mail.h. */
#include "mail.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../log.h"

#define WAITING_MAX 64
#define TRANSACTION_TIMEOUT_S 20L
#define RETRY_S 15
#define LIFE_S 600
/* What waits when the server ends gets a try within so many seconds. */
#define CLOSING_S 5

struct message {
    char to[MAIL_ADDRESS_MAX_LEN + 1];
    char data[MAIL_TEXT_MAX_LEN * 2 + 1024]; /* headers and text, CRLF */
    size_t len, sent;
    time_t expires_at, next_try;
    struct message *next;
};

struct mailer {
    char *url, *user, *password, *from;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct message *first, **last;
    unsigned num_waiting;
    bool closing;
    time_t ends_at; /* once it is closing */
    pthread_t thread;
};

static bool
is_local_character(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') ||
           (c != '\0' && strchr(".!#$%&'*+/=?^_`{|}~-", c) != NULL);
}

static bool
is_domain_character(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-';
}

bool
mail_address_is_valid(struct passkey_bytes address)
{
    size_t i, at = 0;

    if (address.len < 3 || address.len > MAIL_ADDRESS_MAX_LEN)
        return false;
    while (at < address.len && address.data[at] != '@') {
        if (!is_local_character(address.data[at++]))
            return false;
    }
    if (at == 0 || at > 64 || at + 1 >= address.len)
        return false;
    for (i = at + 1; i < address.len; i++) {
        if (!is_domain_character(address.data[i]))
            return false;
    }
    return address.data[at + 1] != '.' && address.data[address.len - 1] != '.';
}

static char *
copy_text(const char *text)
{
    return text == NULL ? NULL : strdup(text);
}

/* CRLF line ends; a line that begins with a dot is libcurl's to escape. */
static size_t
write_text(struct passkey_bytes text, char *out)
{
    size_t i, len = 0;

    for (i = 0; i < text.len; i++) {
        if (text.data[i] == '\r')
            continue;
        if (text.data[i] == '\n')
            out[len++] = '\r';
        out[len++] = (char)text.data[i];
    }
    return len;
}

static void
write_message(const struct mailer *mailer, struct message *message,
    const char *subject, struct passkey_bytes text)
{
    char date[64];
    time_t now = time(NULL);
    struct tm utc;
    int len;

    gmtime_r(&now, &utc);
    strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S +0000", &utc);
    len = snprintf(message->data, sizeof(message->data),
        "Date: %s\r\nFrom: <%s>\r\nTo: <%s>\r\nSubject: %s\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\nAuto-Submitted: auto-generated\r\n"
        "\r\n",
        date, mailer->from, message->to, subject);
    message->len = (size_t)len;
    message->len += write_text(text, message->data + message->len);
    message->expires_at = now + LIFE_S;
}

/* To the end of the queue, under the mutex: others need not wait for it. */
static void
append(struct mailer *mailer, struct message *message)
{
    message->next = NULL;
    *mailer->last = message;
    mailer->last = &message->next;
    mailer->num_waiting++;
}

bool
mailer_send(struct mailer *mailer, struct passkey_bytes to,
    const char *subject, struct passkey_bytes text)
{
    struct message *message;
    bool accepted;

    if (!mail_address_is_valid(to) || text.len > MAIL_TEXT_MAX_LEN)
        return false;
    message = calloc(1, sizeof(*message));
    if (message == NULL)
        return false;
    memcpy(message->to, to.data, to.len);
    write_message(mailer, message, subject, text);
    pthread_mutex_lock(&mailer->mutex);
    accepted = !mailer->closing && mailer->num_waiting < WAITING_MAX;
    if (accepted) {
        append(mailer, message);
        pthread_cond_signal(&mailer->changed);
    }
    pthread_mutex_unlock(&mailer->mutex);
    if (!accepted)
        free(message);
    return accepted;
}

static size_t
give_data(char *out, size_t size, size_t count, void *context)
{
    struct message *message = context;
    size_t left = message->len - message->sent, len = size * count;

    if (len > left)
        len = left;
    memcpy(out, message->data + message->sent, len);
    message->sent += len;
    return len;
}

/* On this machine nobody listens in. */
static bool
is_local(const char *url)
{
    static const char *const hosts[] = {
        "smtp://localhost", "smtp://127.0.0.1", "smtp://[::1]"};
    size_t i;

    for (i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
        size_t len = strlen(hosts[i]);

        if (strncmp(url, hosts[i], len) == 0 &&
            strchr(":/", url[len]) != NULL) /* the end counts as well */
            return true;
    }
    return false;
}

static bool
has_ended(struct mailer *mailer)
{
    bool ended;

    pthread_mutex_lock(&mailer->mutex);
    ended = mailer->closing && time(NULL) >= mailer->ends_at;
    pthread_mutex_unlock(&mailer->mutex);
    return ended;
}

/* Called about once a second; other than 0 breaks the transaction off. */
static int
on_progress(void *context, curl_off_t down_all, curl_off_t down,
    curl_off_t up_all, curl_off_t up)
{
    (void)down_all, (void)down, (void)up_all, (void)up;
    return has_ended(context);
}

static CURLcode
set_options(CURL *curl, struct mailer *mailer, struct message *message,
    struct curl_slist *to)
{
    curl_easy_setopt(curl, CURLOPT_URL, mailer->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, TRANSACTION_TIMEOUT_S);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, mailer->from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_data);
    curl_easy_setopt(curl, CURLOPT_READDATA, message);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, mailer);
    /* Passwords and links never go over a network in the clear. */
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
        (long)(mailer->user == NULL && is_local(mailer->url) ? CURLUSESSL_TRY
                                                           : CURLUSESSL_ALL));
    if (mailer->user != NULL) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, mailer->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, mailer->password);
    }
    return curl_easy_perform(curl);
}

/* Done with it: it was taken, or a reply of 5xx says that it never will be. */
static bool
deliver(struct mailer *mailer, struct message *message)
{
    CURL *curl = curl_easy_init();
    struct curl_slist *to = curl_slist_append(NULL, message->to);
    CURLcode code = CURLE_OUT_OF_MEMORY;
    long reply = 0;

    message->sent = 0;
    if (curl != NULL && to != NULL) {
        code = set_options(curl, mailer, message, to);
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
    }
    if (code != CURLE_OK && reply >= 500)
        log_detail(LOG_ERRORS, "mail.refused", curl_easy_strerror(code));
    else if (code != CURLE_OK)
        log_detail(LOG_WARNINGS, "mail.failed", curl_easy_strerror(code));
    curl_slist_free_all(to);
    curl_easy_cleanup(curl);
    return code == CURLE_OK || reply >= 500;
}

/* The first message whose time has come, out of the queue. */
static struct message *
take_due(struct mailer *mailer)
{
    struct message **at = &mailer->first, *message;
    time_t now = time(NULL);

    while (*at != NULL && (*at)->next_try > now)
        at = &(*at)->next;
    message = *at;
    if (message == NULL)
        return NULL;
    *at = message->next;
    if (*at == NULL)
        mailer->last = at;
    mailer->num_waiting--;
    return message;
}

/* Until something is new, or a second has passed with somebody waiting. */
static void
wait_for_work(struct mailer *mailer)
{
    struct timespec until;

    if (mailer->first == NULL) {
        pthread_cond_wait(&mailer->changed, &mailer->mutex);
        return;
    }
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec++;
    pthread_cond_timedwait(&mailer->changed, &mailer->mutex, &until);
}

/* NULL: the mailer is closing, and nothing is due or there is no time left. */
static struct message *
take_message(struct mailer *mailer)
{
    struct message *message = NULL;

    pthread_mutex_lock(&mailer->mutex);
    while (!mailer->closing && (message = take_due(mailer)) == NULL)
        wait_for_work(mailer);
    if (message == NULL && time(NULL) < mailer->ends_at)
        message = take_due(mailer);
    pthread_mutex_unlock(&mailer->mutex);
    return message;
}

static void
try_later(struct mailer *mailer, struct message *message)
{
    message->next_try = time(NULL) + RETRY_S;
    pthread_mutex_lock(&mailer->mutex);
    append(mailer, message);
    pthread_mutex_unlock(&mailer->mutex);
}

static void *
deliver_forever(void *context)
{
    struct mailer *mailer = context;
    struct message *message;

    while ((message = take_message(mailer)) != NULL) {
        if (deliver(mailer, message) || time(NULL) >= message->expires_at)
            free(message);
        else
            try_later(mailer, message);
    }
    return NULL;
}

static void
dispose(struct mailer *mailer)
{
    struct message *message;

    while ((message = mailer->first) != NULL) {
        mailer->first = message->next;
        free(message);
    }
    free(mailer->url);
    free(mailer->user);
    free(mailer->password);
    free(mailer->from);
    free(mailer);
}

struct mailer *
mailer_new(const struct mail_settings *settings)
{
    struct mailer *mailer = calloc(1, sizeof(*mailer));

    if (mailer == NULL)
        return NULL;
    mailer->last = &mailer->first;
    mailer->url = copy_text(settings->url);
    mailer->user = copy_text(settings->user);
    mailer->password = copy_text(settings->password);
    mailer->from = copy_text(settings->from);
    pthread_mutex_init(&mailer->mutex, NULL);
    pthread_cond_init(&mailer->changed, NULL);
    if (curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK &&
        mailer->url != NULL && mailer->from != NULL &&
        pthread_create(&mailer->thread, NULL, deliver_forever, mailer) == 0)
        return mailer;
    dispose(mailer);
    return NULL;
}

void
mailer_free(struct mailer *mailer)
{
    if (mailer == NULL)
        return;
    pthread_mutex_lock(&mailer->mutex);
    mailer->closing = true;
    mailer->ends_at = time(NULL) + CLOSING_S;
    pthread_cond_broadcast(&mailer->changed);
    pthread_mutex_unlock(&mailer->mutex);
    pthread_join(mailer->thread, NULL);
    dispose(mailer);
}
