/* SPDX-License-Identifier: Apache-2.0 */
/* The only code that moves a pointer through untrusted bytes. */
#include "reader.h"

#include <string.h>

bool
pk_read_view(struct passkey_bytes *in, size_t len, struct passkey_bytes *out)
{
    if (len > in->len)
        return false;
    out->data = in->data;
    out->len = len;
    if (len > 0) { /* NULL + 0 is undefined in C */
        in->data += len;
        in->len -= len;
    }
    return true;
}

bool
pk_read_copy(struct passkey_bytes *in, uint8_t *out, size_t len)
{
    struct passkey_bytes view;

    if (!pk_read_view(in, len, &view))
        return false;
    if (len > 0)
        memcpy(out, view.data, len);
    return true;
}

bool
pk_read_number(struct passkey_bytes *in, size_t len, uint64_t *out)
{
    struct passkey_bytes view;
    uint64_t value = 0;
    size_t i;

    if (!pk_read_view(in, len, &view))
        return false;
    for (i = 0; i < len; i++)
        value = value << 8 | view.data[i];
    *out = value;
    return true;
}

bool
pk_read_u8(struct passkey_bytes *in, uint8_t *out)
{
    uint64_t value;

    if (!pk_read_number(in, 1, &value))
        return false;
    *out = (uint8_t)value;
    return true;
}

bool
pk_read_u16be(struct passkey_bytes *in, uint16_t *out)
{
    uint64_t value;

    if (!pk_read_number(in, 2, &value))
        return false;
    *out = (uint16_t)value;
    return true;
}

bool
pk_read_u32be(struct passkey_bytes *in, uint32_t *out)
{
    uint64_t value;

    if (!pk_read_number(in, 4, &value))
        return false;
    *out = (uint32_t)value;
    return true;
}

bool
pk_read_u64be(struct passkey_bytes *in, uint64_t *out)
{
    return pk_read_number(in, 8, out);
}

bool
pk_read_done(const struct passkey_bytes *in)
{
    return in->len == 0;
}

bool
pk_equal(struct passkey_bytes a, struct passkey_bytes b)
{
    if (a.len != b.len)
        return false;
    return a.len == 0 || memcmp(a.data, b.data, a.len) == 0;
}

bool
pk_equal_secret(const uint8_t *a, const uint8_t *b, size_t len)
{
    volatile uint8_t difference = 0;
    size_t i;

    for (i = 0; i < len; i++)
        difference = (uint8_t)(difference | (a[i] ^ b[i]));
    return difference == 0;
}

void
pk_wipe(void *secret, size_t len)
{
    volatile uint8_t *at = secret;

    while (len-- > 0)
        *at++ = 0;
}
