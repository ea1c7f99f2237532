/* SPDX-License-Identifier: Apache-2.0 */
/* See model_name.h. */
#include "model_name.h"

#include <string.h>

#include "../account/provider.h"

/* Longer descriptions are no names. */
#define DESCRIPTION_MAX_LEN 100

static struct passkey_bytes
describe(const struct passkey_metadata *list, struct arena *arena,
    struct passkey_bytes aaguid)
{
    const struct passkey_model *model = passkey_metadata_find(list, aaguid);
    struct passkey_buffer memory = {
        arena_take(arena, DESCRIPTION_MAX_LEN), DESCRIPTION_MAX_LEN};
    size_t len;

    if (model == NULL || memory.data == NULL ||
        !passkey_model_text_of(model, PASSKEY_MODEL_DESCRIPTION, memory, &len))
        return passkey_bytes_of(NULL, 0);
    return passkey_bytes_of(memory.data, len);
}

struct passkey_bytes
model_name(struct metadata *metadata, struct arena *arena,
    const uint8_t aaguid[PASSKEY_MODEL_AAGUID_LEN])
{
    const char *provider = provider_name(aaguid);
    struct passkey_bytes name = {NULL, 0};
    struct metadata_list *list;

    if (provider != NULL)
        return passkey_bytes_of(provider, strlen(provider));
    list = metadata_hold(metadata);
    if (list != NULL)
        name = describe(&list->list, arena,
            passkey_bytes_of(aaguid, PASSKEY_MODEL_AAGUID_LEN));
    metadata_release(metadata, list);
    return name;
}
