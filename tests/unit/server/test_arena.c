/* SPDX-License-Identifier: Apache-2.0 */
#include "../unit.h"

#include "../../../server/arena.h"

static void
gives_zeroed_and_aligned_memory(void **state)
{
    static const size_t lens[] = {1, 7, 16, 100, 5000, 20000, 3, 40000};
    struct arena *arena = arena_new(256 * 1024);
    size_t i, k;

    (void)state;
    assert_non_null(arena);
    for (i = 0; i < COUNT_OF(lens); i++) {
        uint8_t *memory = arena_take(arena, lens[i]);

        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
        for (k = 0; k < lens[i]; k++)
            assert_int_equal(memory[k], 0);
        memset(memory, 0xff, lens[i]);
    }
    arena_free(arena);
}

static void
stops_at_its_maximum(void **state)
{
    struct arena *arena = arena_new(1024);

    (void)state;
    assert_null(arena_take(arena, 1025));
    assert_null(arena_take(arena, SIZE_MAX));
    assert_null(arena_take(arena, SIZE_MAX - 3));
    assert_non_null(arena_take(arena, 1000));
    assert_null(arena_take(arena, 32));
    assert_non_null(arena_take(arena, 16));
    assert_null(arena_take(arena, 1));
    assert_null(arena_take(arena, 0));
    arena_free(arena);
    arena_free(NULL);
}

static void
copies_bytes_and_text(void **state)
{
    struct arena *arena = arena_new(64);
    struct passkey_bytes copy;

    (void)state;
    assert_string_equal(arena_text(arena, view_text("name")), "name");
    copy = arena_copy(arena, view_text("value"));
    assert_int_equal(copy.len, 5);
    assert_memory_equal(copy.data, "value", 5);
    assert_non_null(arena_copy(arena, view_text("")).data);
    assert_null(arena_copy(arena, view_text("now it is more than full")).data);
    assert_null(arena_text(arena, view_text("now it is more than full")));
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_zeroed_and_aligned_memory),
        cmocka_unit_test(stops_at_its_maximum),
        cmocka_unit_test(copies_bytes_and_text),
    };

    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
