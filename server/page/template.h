/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages with holes. A template is HTML with {{name}} in it. A hole takes a
 * text, which is escaped on its way in, or a part, which is written out of
 * further templates: markup comes from the files of web/ and from nowhere
 * else. Partial files, the texts of each language and the names of static
 * files were put in by the build (tools/embed.py).
 */
#ifndef PAGE_TEMPLATE_H
#define PAGE_TEMPLATE_H

#include "../../format/writer.h"

struct template
{
    const char *name; /* "sign_in.html" */
    size_t language;  /* index into `languages` */
    const uint8_t *data;
    size_t len;
};

/* A text that is chosen while the server runs: "problem.name_taken". */
struct sentence {
    const char *key;
    size_t language;
    const char *text; /* may have holes, which take texts */
};

extern const char *const languages[]; /* "en" is the first */
extern const size_t num_languages;
extern const struct template templates[];
extern const size_t num_templates;
extern const struct sentence sentences[];
extern const size_t num_sentences;

struct template_value {
    const char *name;
    struct passkey_bytes text;
    /* Not NULL: writes the part instead; false as from template_write. */
    bool (*write)(struct pk_writer *out, const void *context);
    const void *context;
};

/*
 * Appends text so that it means itself between tags and in a quoted
 * attribute value. The only place that escapes.
 */
void template_write_text(struct pk_writer *out, struct passkey_bytes text);

/* False: there is no such template, or it has a hole without a value. */
PASSKEY_MUST_USE bool template_write(struct pk_writer *out, size_t language,
    const char *name, const struct template_value *values, size_t num_values);

/* The same for a sentence, which is escaped too. */
PASSKEY_MUST_USE bool template_write_sentence(struct pk_writer *out,
    size_t language, const char *key, const struct template_value *values,
    size_t num_values);

#endif
