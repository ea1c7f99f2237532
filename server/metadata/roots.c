/* SPDX-License-Identifier: Apache-2.0 */
/* See roots.h. */
#include "roots.h"

#include <stdio.h>
#include <string.h>

#include "../../format/base64.h"
#include "metadata_roots.h"

#define BEGIN "-----BEGIN CERTIFICATE-----"
#define END "-----END CERTIFICATE-----"
#define FILE_MAX_LEN 131072

/* Every certificate of a text; what is between them is a comment. */
static bool
read_text(const char *text, struct metadata_roots *out)
{
    struct passkey_buffer buffer;
    const char *begin, *end;
    size_t len;

    while ((begin = strstr(text, BEGIN)) != NULL) {
        begin += sizeof(BEGIN) - 1;
        end = strstr(begin, END);
        if (end == NULL || out->num == METADATA_ROOTS_MAX)
            return false;
        buffer.data = out->memory[out->num];
        buffer.cap = METADATA_ROOT_MAX_LEN;
        if (!pk_base64_decode(passkey_bytes_of(begin, (size_t)(end - begin)),
                true, buffer, &len) ||
            len == 0)
            return false;
        out->ders[out->num++] = passkey_bytes_of(buffer.data, len);
        text = end + sizeof(END) - 1;
    }
    return true;
}

static bool
read_file(const char *path, struct metadata_roots *out)
{
    static char text[FILE_MAX_LEN]; /* once, before the first request */
    FILE *file = fopen(path, "re");
    size_t len;

    if (file == NULL)
        return false;
    len = fread(text, 1, sizeof(text) - 1, file);
    text[len] = '\0';
    fclose(file);
    return len < sizeof(text) - 1 && read_text(text, out);
}

bool
metadata_roots_load(const char *path, struct metadata_roots *out)
{
    size_t i;

    memset(out, 0, sizeof(*out));
    if (path != NULL)
        return read_file(path, out) && out->num > 0;
    for (i = 0; metadata_root_texts[i] != NULL; i++) {
        if (!read_text(metadata_root_texts[i], out))
            return false;
    }
    return out->num > 0;
}
