/* SPDX-License-Identifier: Apache-2.0 */
/* See key_description_writer.h. */
#include "key_description_writer.h"

#include "der_writer.h"

#include <string.h>

struct key_description
key_description_begin(void)
{
    struct key_description description;

    memset(&description, 0, sizeof(description));
    description.tee.has_purposes = true;
    description.tee.purposes[0] = KEY_PURPOSE_SIGN;
    description.tee.num_purposes = 1;
    description.tee.has_origin = true;
    return description;
}

static struct blob
write_purposes(const struct authorization_list *list)
{
    struct blob set = blob_fill(0, 0);
    unsigned i;

    if (list->purpose_value.data != NULL)
        return list->purpose_value;
    for (i = 0; i < list->num_purposes; i++)
        set = blob_join(set, der_integer(list->purposes[i]));
    return der(DER_SET, set);
}

static struct blob
write_origin(const struct authorization_list *list)
{
    return list->origin_value.data != NULL ? list->origin_value
                                           : der_integer(list->origin);
}

static struct blob
write_list(const struct authorization_list *list)
{
    struct blob content = blob_fill(0, 0);

    if (list->has_purposes)
        content = blob_join(content, der_context(1, write_purposes(list)));
    /* What nobody asks about: algorithm EC, key size. */
    content = blob_join(content, der_context(2, der_integer(3)));
    content = blob_join(content, der_context(3, der_integer(256)));
    if (list->all_applications)
        content = blob_join(
            content, der_context(600, der(DER_NULL, blob_fill(0, 0))));
    if (list->has_origin)
        content = blob_join(content, der_context(702, write_origin(list)));
    return der(DER_SEQUENCE, blob_join(content, list->trailer));
}

struct blob
key_description_write(const struct key_description *description)
{
    static const uint8_t one = 1;
    struct blob level = der(DER_ENUMERATED, blob_copy(&one, 1));
    struct blob content = der_integer(3);

    content = blob_join(content, level);
    content = blob_join(content, der_integer(4));
    content = blob_join(content, level);
    content = blob_join(content, der(DER_OCTET_STRING, description->challenge));
    content = blob_join(content, der(DER_OCTET_STRING, blob_fill(0, 0)));
    content = blob_join(content, write_list(&description->software));
    content = blob_join(content, write_list(&description->tee));
    return der(DER_SEQUENCE, blob_join(content, description->trailer));
}
