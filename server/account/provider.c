/* SPDX-License-Identifier: Apache-2.0 */
/* See provider.h. */
#include "provider.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UUID_LEN 36
#define ADDED_MAX 1024
#define NAME_MAX_LEN 63

struct provider {
    const char *aaguid; /* as a UUID in lower case */
    const char *name;
};

static const struct provider providers[] = {
    {"ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4", "Google Password Manager"},
    {"fbfc3007-154e-4ecc-8c0b-6e020557d7bd", "Apple Passwords"},
    {"dd4ec289-e01d-41c9-bb89-70fa845d4bf2", "iCloud Keychain (managed)"},
    {"08987058-cadc-4b81-b6e1-30de50dcbe96", "Windows Hello"},
    {"9ddd1817-af5a-4672-a2b9-3e3dd95000a9", "Windows Hello"},
    {"6028b017-b1d4-4c02-b4b3-afcdafc96bb2", "Windows Hello"},
    {"adce0002-35bc-c60a-648b-0b25f1f05503", "Chrome on Mac"},
    {"771b48fd-d3d4-4f74-9232-fc157ab0507a", "Edge on Mac"},
    {"b5397666-4885-aa6b-cebf-e52262a439a2", "Chromium"},
    {"53414d53-554e-4700-0000-000000000000", "Samsung Pass"},
    {"bada5566-a7aa-401f-bd96-45619a55120d", "1Password"},
    {"d548826e-79b4-db40-a3d8-11116f7e8349", "Bitwarden"},
    {"531126d6-e717-415c-9320-3d9aa6981239", "Dashlane"},
    {"50726f74-6f6e-5061-7373-50726f746f6e", "Proton Pass"},
    {"fdb141b2-5d84-443e-8a35-4698c205a502", "KeePassXC"},
    {"0ea242b4-43c4-4a1b-8b17-dd6d0b6baec6", "Keeper"},
    {"b84e4048-15dc-4dd0-8640-f4f60813c8af", "NordPass"},
    {"f3809540-7f14-49c1-a8b3-8f813b225541", "Enpass"},
    {"cb69481e-8ff7-4039-93ec-0a2729a154a8", "YubiKey 5"},
    {"ee882879-721c-4913-9775-3dfcce97072a", "YubiKey 5"},
    {"2fc0579f-8113-47ea-b116-bb5a8db9202a", "YubiKey 5 NFC"},
};

/* The operator's, written once before threads start, then only read. */
static struct {
    char aaguid[UUID_LEN + 1];
    char name[NAME_MAX_LEN + 1];
} *added;
static size_t num_added;

static void
write_uuid(const uint8_t aaguid[PASSKEY_AAGUID_LEN], char out[UUID_LEN + 1])
{
    static const char digits[] = "0123456789abcdef";
    size_t i, at = 0;

    for (i = 0; i < PASSKEY_AAGUID_LEN; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            out[at++] = '-';
        out[at++] = digits[aaguid[i] >> 4];
        out[at++] = digits[aaguid[i] & 15];
    }
    out[at] = '\0';
}

const char *
provider_name(const uint8_t aaguid[PASSKEY_AAGUID_LEN])
{
    char uuid[UUID_LEN + 1];
    size_t i;

    write_uuid(aaguid, uuid);
    for (i = 0; i < num_added; i++) {
        if (strcmp(added[i].aaguid, uuid) == 0)
            return added[i].name;
    }
    for (i = 0; i < sizeof(providers) / sizeof(providers[0]); i++) {
        if (strcmp(providers[i].aaguid, uuid) == 0)
            return providers[i].name;
    }
    return NULL;
}

static bool
is_uuid(const char *text)
{
    size_t i;

    for (i = 0; i < UUID_LEN; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        bool digit = (text[i] >= '0' && text[i] <= '9') ||
                     (text[i] >= 'a' && text[i] <= 'f');

        if (dash ? text[i] != '-' : !digit)
            return false;
    }
    return true;
}

static bool
add_line(char *line)
{
    size_t len;

    line[strcspn(line, "\r\n")] = '\0';
    if (line[0] == '\0' || line[0] == '#')
        return true;
    len = strlen(line);
    if (len < UUID_LEN + 2 || !is_uuid(line) || line[UUID_LEN] != ' ' ||
        len - UUID_LEN - 1 > NAME_MAX_LEN || num_added == ADDED_MAX)
        return false;
    memcpy(added[num_added].aaguid, line, UUID_LEN);
    memcpy(added[num_added].name, line + UUID_LEN + 1, len - UUID_LEN - 1);
    num_added++;
    return true;
}

int
provider_load(const char *path)
{
    FILE *file = fopen(path, "r");
    char line[256];
    int number = 0, wrong = 0;

    if (file == NULL)
        return -1;
    if (added == NULL)
        added = calloc(ADDED_MAX, sizeof(*added));
    while (added != NULL && wrong == 0 &&
           fgets(line, sizeof(line), file) != NULL) {
        number++;
        if (!add_line(line))
            wrong = number;
    }
    fclose(file);
    return added == NULL ? -1 : wrong;
}
