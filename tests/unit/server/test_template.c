/* SPDX-License-Identifier: Apache-2.0 */
#include "../unit.h"

#include "../../../server/page/template.h"

static void
escapes_everything_that_could_end_a_text(void **state)
{
    char out[256];
    struct pk_writer writer = pk_writer_on(out, sizeof(out));

    (void)state;
    template_write_text(&writer, view_text("<a href=\"x\" id='y'>&amp;</a>"));
    pk_write_u8(&writer, '\0');
    assert_false(writer.full);
    assert_string_equal(
        out, "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
}

static bool
contains(struct passkey_bytes text, const char *part)
{
    return memmem(text.data, text.len, part, strlen(part)) != NULL;
}

#define HOSTILE "<script>{{name}}\"'"

static bool
write_hostile_part(struct pk_writer *out, const void *context)
{
    (void)context;
    template_write_text(out, view_text(HOSTILE));
    return true;
}

/* Every hole that any page has; the names are collected from the pages. */
static size_t
hostile_values(struct template_value *values, size_t max,
    const struct template *page, char *names, size_t names_len)
{
    const char *at = (const char *)page->data, *end = at + page->len, *close;
    size_t num = 0, used = 0, len;

    while ((at = memmem(at, (size_t)(end - at), "{{", 2)) != NULL) {
        close = memmem(at, (size_t)(end - at), "}}", 2);
        assert_non_null(close);
        len = (size_t)(close - at - 2);
        assert_true(num < max && used + len + 1 <= names_len);
        memcpy(names + used, at + 2, len);
        names[used + len] = '\0';
        values[num].name = names + used;
        values[num].text = view_text(HOSTILE);
        values[num].write = num % 2 == 1 ? write_hostile_part : NULL;
        used += len + 1;
        num++;
        at = close + 2;
    }
    return num;
}

/* Every page, with a name that tries to become markup or a hole. */
static void
pages_hold_no_foreign_markup(void **state)
{
    static char out[32 * 1024], names[2048];
    static struct template_value values[64];
    size_t i, num;

    (void)state;
    assert_true(num_templates >= 20 * num_languages);
    for (i = 0; i < num_templates; i++) {
        struct pk_writer writer = pk_writer_on(out, sizeof(out));

        memset(values, 0, sizeof(values));
        num = hostile_values(values, 64, &templates[i], names, sizeof(names));
        assert_true(template_write(&writer, templates[i].language,
            templates[i].name, values, num));
        assert_false(writer.full);
        assert_false(contains(pk_written(&writer), "<script>"));
        assert_int_equal(
            contains(pk_written(&writer), "&lt;script&gt;"), num > 0);
        assert_false(contains(pk_written(&writer), "{{asset"));
        assert_false(contains(pk_written(&writer), "{{>"));
        assert_false(contains(pk_written(&writer), "{{t "));
        assert_false(contains(pk_written(&writer), " style="));
        assert_false(contains(pk_written(&writer), "<style"));
        assert_false(contains(pk_written(&writer), " onclick="));
    }
}

static void
a_hole_without_a_value_is_an_error(void **state)
{
    static char out[32 * 1024];
    struct pk_writer writer = pk_writer_on(out, sizeof(out));
    struct template_value site = {.name = "site", .text = view_text("a")};

    (void)state;
    assert_false(template_write(&writer, 0, "account.html", &site, 1));
    assert_false(template_write(&writer, 0, "nothing.html", &site, 1));
    assert_false(template_write_sentence(
        &writer, 0, "problem.too_many_tries", &site, 1));
    assert_false(template_write_sentence(&writer, 0, "nothing", &site, 1));
}

static void
every_language_has_every_sentence(void **state)
{
    static char out[1024];
    struct template_value values[] = {
        {.name = "wait", .text = view_text("x")},
        {.name = "num", .text = view_text("x")},
        {.name = "browser", .text = view_text("x")},
        {.name = "system", .text = view_text("x")},
    };
    size_t i, language;

    (void)state;
    assert_true(num_languages >= 2);
    assert_string_equal(languages[0], "en");
    for (i = 0; i < num_sentences; i++) {
        for (language = 0; language < num_languages; language++) {
            struct pk_writer writer = pk_writer_on(out, sizeof(out));

            assert_true(template_write_sentence(&writer, language,
                sentences[i].key, values, COUNT_OF(values)));
            assert_false(writer.full);
            assert_true(pk_written(&writer).len > 0);
        }
    }
}

/* A value inside a sentence is a text like any other. */
static void
sentences_escape_their_values(void **state)
{
    char out[256];
    struct pk_writer writer = pk_writer_on(out, sizeof(out));
    struct template_value values[] = {
        {.name = "browser", .text = view_text("<i>")},
        {.name = "system", .text = view_text("&")},
    };

    (void)state;
    assert_true(
        template_write_sentence(&writer, 0, "word.device", values, 2));
    pk_write_u8(&writer, '\0');
    assert_string_equal(out, "&lt;i&gt; on &amp;");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_everything_that_could_end_a_text),
        cmocka_unit_test(pages_hold_no_foreign_markup),
        cmocka_unit_test(a_hole_without_a_value_is_an_error),
        cmocka_unit_test(every_language_has_every_sentence),
        cmocka_unit_test(sentences_escape_their_values),
    };

    return cmocka_run_group_tests_name("template", tests, NULL, NULL);
}
