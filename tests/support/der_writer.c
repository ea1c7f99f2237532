/* SPDX-License-Identifier: Apache-2.0 */
/* DER elements; see der_writer.h. */
#include "der_writer.h"

#include <openssl/objects.h>
#include <stdio.h>
#include <stdlib.h>

static void
add_length(struct blob *to, size_t len)
{
    if (len >= 0x10000)
        abort();
    if (len >= 0x100) {
        blob_add_byte(to, 0x82);
        blob_add_byte(to, (uint8_t)(len >> 8));
    } else if (len >= 0x80) {
        blob_add_byte(to, 0x81);
    }
    blob_add_byte(to, (uint8_t)len);
}

struct blob
der(uint8_t tag, struct blob content)
{
    struct blob element = blob_copy(&tag, 1);

    add_length(&element, content.len);
    return blob_join(element, content);
}

struct blob
der_context(unsigned number, struct blob content)
{
    struct blob element;

    if (number < 31)
        return der((uint8_t)(0xa0 | number), content);
    element = blob_copy("\xbf", 1);
    if (number >= 0x80)
        blob_add_byte(&element, (uint8_t)(0x80 | number >> 7));
    blob_add_byte(&element, (uint8_t)(number & 0x7f));
    add_length(&element, content.len);
    return blob_join(element, content);
}

struct blob
der_integer(uint32_t value)
{
    const uint8_t octets[] = {0, (uint8_t)(value >> 24), (uint8_t)(value >> 16),
        (uint8_t)(value >> 8), (uint8_t)value};
    size_t start = 0;

    while (start < 4 && octets[start] == 0 && octets[start + 1] < 0x80)
        start++;
    return der(DER_INTEGER, blob_copy(octets + start, sizeof(octets) - start));
}

struct blob
der_oid(const char *dotted)
{
    ASN1_OBJECT *object = OBJ_txt2obj(dotted, 1);
    struct blob oid;

    if (object == NULL) {
        fprintf(stderr, "der: no such identifier: %s\n", dotted);
        abort();
    }
    oid = der(0x06, blob_copy(OBJ_get0_data(object), OBJ_length(object)));
    ASN1_OBJECT_free(object);
    return oid;
}
