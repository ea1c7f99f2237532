/* SPDX-License-Identifier: Apache-2.0 */
#include "../unit.h"

#include "../../../server/http/form.h"

static struct arena *arena;

static bool
reads(const char *body, struct form_field *fields, size_t num)
{
    struct passkey_bytes copy = copy_exactly(body, strlen(body));
    bool done = form_read(copy, arena, fields, num);

    free_copy(copy);
    return done;
}

static void
assert_value(const struct form_field *field, const char *expected)
{
    assert_int_equal(field->value.len, strlen(expected));
    assert_memory_equal(field->value.data, expected, field->value.len);
}

static void
takes_the_fields_it_knows(void **state)
{
    struct form_field fields[] = {
        {.name = "a"}, {.name = "b"}, {.name = "c"}, {.name = "d"}};

    (void)state;
    assert_true(reads("x=1&b=two+words%21&a=&%63=%C3%A4", fields, 4));
    assert_value(&fields[0], "");
    assert_non_null(fields[0].value.data);
    assert_value(&fields[1], "two words!");
    assert_value(&fields[2], "\xc3\xa4");
    assert_null(fields[3].value.data);
}

static void
refuses_what_is_malformed(void **state)
{
    static const char *const bodies[] = {"a=%", "a=%4", "a=%zz", "a=%00",
        "a=%ff", "a=%c3", "a=1&a=2", "a=1&%61=2", "%=1"};
    struct form_field fields[] = {{.name = "a"}};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(bodies); i++) {
        if (reads(bodies[i], fields, 1))
            fail_msg("accepted: %s", bodies[i]);
    }
}

static void
an_empty_body_has_no_fields(void **state)
{
    struct form_field fields[] = {{.name = "a"}};

    (void)state;
    assert_true(reads("", fields, 1));
    assert_null(fields[0].value.data);
    assert_true(reads("&&a", fields, 1));
    assert_value(&fields[0], "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_fields_it_knows),
        cmocka_unit_test(refuses_what_is_malformed),
        cmocka_unit_test(an_empty_body_has_no_fields),
    };
    int failed;

    arena = arena_new(65536);
    failed = cmocka_run_group_tests_name("form", tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
