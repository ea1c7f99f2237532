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

/* Every page, with a name that tries to become markup or a hole. */
static void
pages_hold_no_foreign_markup(void **state)
{
    static char out[32 * 1024];
    const char *hostile = "<script>{{name}}\"'";
    struct template_value values[] = {
        {"site", view_text(hostile)},
        {"sign_up", view_text("open")},
        {"name", view_text(hostile)},
        {"display_name", view_text(hostile)},
    };
    size_t i;

    (void)state;
    assert_true(num_templates >= 5);
    for (i = 0; i < num_templates; i++) {
        struct pk_writer writer = pk_writer_on(out, sizeof(out));

        assert_true(template_write(
            &writer, templates[i].name, values, COUNT_OF(values)));
        assert_false(writer.full);
        assert_false(contains(pk_written(&writer), "<script>"));
        assert_true(contains(pk_written(&writer), "&lt;script&gt;"));
        assert_false(contains(pk_written(&writer), "{{asset"));
        assert_false(contains(pk_written(&writer), "{{>"));
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
    struct template_value site = {"site", view_text("a")};

    (void)state;
    assert_false(template_write(&writer, "account.html", &site, 1));
    assert_false(template_write(&writer, "nothing.html", &site, 1));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_everything_that_could_end_a_text),
        cmocka_unit_test(pages_hold_no_foreign_markup),
        cmocka_unit_test(a_hole_without_a_value_is_an_error),
    };

    return cmocka_run_group_tests_name("template", tests, NULL, NULL);
}
