/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages with holes. A template is HTML with {{name}} in it; every value is
 * escaped on its way in, and there is no other way in. Partial files and the
 * names of static files were put in by the build (tools/embed.py).
 */
#ifndef PAGE_TEMPLATE_H
#define PAGE_TEMPLATE_H

#include "../../format/writer.h"

struct template
{
    const char *name; /* "sign_in.html" */
    const uint8_t *data;
    size_t len;
};

extern const struct template templates[];
extern const size_t num_templates;

struct template_value {
    const char *name;
    struct passkey_bytes text;
};

/*
 * Appends text so that it means itself between tags and in a quoted
 * attribute value. The only place that escapes.
 */
void template_write_text(struct pk_writer *out, struct passkey_bytes text);

/* False: there is no such template, or it has a hole without a value. */
PASSKEY_MUST_USE bool template_write(struct pk_writer *out, const char *name,
    const struct template_value *values, size_t num_values);

#endif
