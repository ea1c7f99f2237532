/* SPDX-License-Identifier: Apache-2.0 */
/* The operator's looks. */
#include "../unit.h"

#include <unistd.h>

#include "../../../server/page/theme.h"

static void
colours_are_six_digits(void **state)
{
    (void)state;
    assert_true(theme_color_is_valid(view_text("#3451d1")));
    assert_true(theme_color_is_valid(view_text("#ABCDEF")));
    assert_false(theme_color_is_valid(view_text("#abc")));
    assert_false(theme_color_is_valid(view_text("3451d1")));
    assert_false(theme_color_is_valid(view_text("#3451dg")));
    assert_false(theme_color_is_valid(view_text("#3451d1;")));
    assert_false(theme_color_is_valid(view_text("")));
}

static void
a_readable_colour_stays(void **state)
{
    struct theme theme;

    (void)state;
    assert_null(theme_load(&theme, "#0b5d1e", NULL));
    assert_non_null(strstr(theme.css, ":root{--accent:#0b5d1e;"));
    assert_non_null(strstr(theme.css, "--on-accent:#ffffff"));
    assert_null(strstr(theme.css + 40, "--accent:#0b5d1e;")); /* dark */
    assert_null(theme_load(&theme, NULL, NULL));
    assert_string_equal(theme.css, "");
}

/* Yellow on white cannot be read, and navy on black cannot. */
static void
an_unreadable_colour_is_changed(void **state)
{
    struct theme theme;

    (void)state;
    assert_null(theme_load(&theme, "#ffee00", NULL));
    assert_int_not_equal(
        strncmp(theme.css, ":root{--accent:#ffee00;", 23), 0);
    assert_non_null(strstr(theme.css + 60, "--accent:#ffee00;"));
    assert_null(theme_load(&theme, "#000033", NULL));
    assert_int_equal(strncmp(theme.css, ":root{--accent:#000033;", 23), 0);
    assert_non_null(strstr(theme.css, "--on-accent:#000000"));
}

static const char *
load_logo(const void *content, size_t len, struct theme *theme)
{
    char path[] = "/tmp/passkeyd-logo-XXXXXX";
    int file = mkstemp(path);
    const char *problem;

    assert_true(file >= 0);
    assert_int_equal(write(file, content, len), (ssize_t)len);
    assert_int_equal(close(file), 0);
    problem = theme_load(theme, NULL, path);
    assert_int_equal(unlink(path), 0);
    return problem;
}

static void
logos_are_png_or_svg(void **state)
{
    static const char png[] = "\x89PNG\r\n\x1a\n and the rest";
    static const char svg[] = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    static const char active[] = "<svg><script>1</script></svg>";
    static const char html[] = "<html></html>";
    static char large[THEME_LOGO_MAX_LEN + 1];
    struct theme theme;

    (void)state;
    assert_null(load_logo(png, sizeof(png) - 1, &theme));
    assert_string_equal(theme.logo_type, "image/png");
    theme_free(&theme);
    assert_null(load_logo(svg, sizeof(svg) - 1, &theme));
    assert_string_equal(theme.logo_type, "image/svg+xml");
    theme_free(&theme);
    assert_non_null(load_logo(active, sizeof(active) - 1, &theme));
    assert_non_null(load_logo(html, sizeof(html) - 1, &theme));
    assert_non_null(load_logo("", 0, &theme));
    memcpy(large, png, sizeof(png));
    assert_non_null(load_logo(large, sizeof(large), &theme));
    assert_non_null(theme_load(&theme, NULL, "/nowhere/logo.png"));
    assert_null(theme.logo);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colours_are_six_digits),
        cmocka_unit_test(a_readable_colour_stays),
        cmocka_unit_test(an_unreadable_colour_is_changed),
        cmocka_unit_test(logos_are_png_or_svg),
    };

    return cmocka_run_group_tests_name("theme", tests, NULL, NULL);
}
