/* SPDX-License-Identifier: Apache-2.0 */
/* See key_description.h. */
#include "key_description.h"

#include <string.h>

#include "../../format/der.h"
#include "../../format/reader.h"

#define TAG_PURPOSE PK_DER_CONTEXT(1)
#define TAG_ALL_APPLICATIONS PK_DER_CONTEXT(600)
#define TAG_ORIGIN PK_DER_CONTEXT(702)

/* SET OF INTEGER */
static bool
read_purposes(struct passkey_bytes in, struct pk_authorization_list *out)
{
    struct passkey_bytes set;
    uint32_t purpose;

    out->has_purpose = true;
    if (!pk_der_read_only(in, PK_DER_SET, &set))
        return false;
    while (!pk_read_done(&set)) {
        if (!pk_der_read_small(&set, PK_DER_INTEGER, &purpose))
            return false;
        if (out->num_purposes++ == 0)
            out->first_purpose = purpose;
    }
    return true;
}

/* Is this a constructed context tag, in the short or the long form? */
static bool
is_explicit_tag(uint32_t tag)
{
    return (tag > 0xff ? tag >> 24 : tag & 0xe0) == (tag > 0xff ? 0xbf : 0xa0);
}

static bool
read_member(
    const struct pk_der_element *member, struct pk_authorization_list *out)
{
    struct passkey_bytes in = member->content;

    if (!is_explicit_tag(member->tag))
        return false;
    switch (member->tag) {
    case TAG_PURPOSE:
        return !out->has_purpose && read_purposes(in, out);
    case TAG_ALL_APPLICATIONS:
        out->all_applications = true;
        return true;
    case TAG_ORIGIN:
        if (out->has_origin)
            return false;
        out->has_origin = true;
        return pk_der_read_small(&in, PK_DER_INTEGER, &out->origin) &&
               pk_read_done(&in);
    default:
        return true;
    }
}

static bool
read_list(struct passkey_bytes *in, struct pk_authorization_list *out)
{
    struct passkey_bytes content;
    struct pk_der_element member;

    if (!pk_der_read(in, PK_DER_SEQUENCE, &content))
        return false;
    while (!pk_read_done(&content)) {
        if (!pk_der_next(&content, &member) || !read_member(&member, out))
            return false;
    }
    return true;
}

bool
pk_key_description_parse(
    struct passkey_bytes der, struct pk_key_description *out)
{
    struct passkey_bytes in, unique_id;
    uint32_t ignored;

    memset(out, 0, sizeof(*out));
    return pk_der_read_only(der, PK_DER_SEQUENCE, &in) &&
           pk_der_read_small(&in, PK_DER_INTEGER, &ignored) &&
           pk_der_read_small(&in, PK_DER_ENUMERATED, &ignored) &&
           pk_der_read_small(&in, PK_DER_INTEGER, &ignored) &&
           pk_der_read_small(&in, PK_DER_ENUMERATED, &ignored) &&
           pk_der_read(&in, PK_DER_OCTET_STRING, &out->challenge) &&
           pk_der_read(&in, PK_DER_OCTET_STRING, &unique_id) &&
           read_list(&in, &out->software_enforced) &&
           read_list(&in, &out->tee_enforced) && pk_read_done(&in);
}
