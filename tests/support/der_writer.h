/* SPDX-License-Identifier: Apache-2.0 */
/* DER elements for tests: any tag, right or wrong, around any content. */
#ifndef TEST_DER_WRITER_H
#define TEST_DER_WRITER_H

#include "blob.h"

#define DER_BOOLEAN      0x01
#define DER_INTEGER      0x02
#define DER_OCTET_STRING 0x04
#define DER_NULL         0x05
#define DER_ENUMERATED   0x0a
#define DER_UTF8_STRING  0x0c
#define DER_SEQUENCE     0x30
#define DER_SET          0x31

/* Tag, shortest length, content. */
struct blob der(uint8_t tag, struct blob content);

/* [number], constructed; the tag in its long form from 31 on. */
struct blob der_context(unsigned number, struct blob content);

struct blob der_integer(uint32_t value);

/* OBJECT IDENTIFIER from its dotted text. */
struct blob der_oid(const char *dotted);

#endif
