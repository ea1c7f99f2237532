/* SPDX-License-Identifier: Apache-2.0 */
#include "device.h"

#include <string.h>

struct mark {
    const char *text;
    const char *name;
};

/* Browsers claim to be each other: the first mark that is found counts. */
static const struct mark browsers[] = {
    {"Edg", "Edge"},
    {"OPR/", "Opera"},
    {"SamsungBrowser/", "Samsung Internet"},
    {"Vivaldi/", "Vivaldi"},
    {"FxiOS/", "Firefox"},
    {"Firefox/", "Firefox"},
    {"CriOS/", "Chrome"},
    {"Chrome/", "Chrome"},
    {"Safari/", "Safari"},
    {"curl/", "curl"},
};

static const struct mark systems[] = {
    {"iPhone", "iPhone"},
    {"iPad", "iPad"},
    {"Android", "Android"},
    {"CrOS", "ChromeOS"},
    {"Windows", "Windows"},
    {"Macintosh", "Mac"},
    {"Linux", "Linux"},
    {"FreeBSD", "FreeBSD"},
};

static const char *
find(struct passkey_bytes text, const struct mark *marks, size_t num)
{
    size_t i;

    for (i = 0; i < num; i++) {
        if (text.len > 0 && memmem(text.data, text.len, marks[i].text,
                                strlen(marks[i].text)) != NULL)
            return marks[i].name;
    }
    return NULL;
}

struct device
device_of(struct passkey_bytes user_agent)
{
    struct device device;

    device.browser =
        find(user_agent, browsers, sizeof(browsers) / sizeof(browsers[0]));
    device.system =
        find(user_agent, systems, sizeof(systems) / sizeof(systems[0]));
    return device;
}
