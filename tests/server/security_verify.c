/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows A, B2, E and G: whatever is wrong with an answer, nothing happens,
 * in every flow. The verifier's own tables are in tests/cases; what is shown
 * here is that no route lets a verdict be ignored.
 */
#include "security_defect.h"
#include "security_world.h"

#include <stdio.h>

/* A wrong answer, then the right one for the same ceremony. */
static void
refuse(const struct flow *flow, const struct defect *defect)
{
    struct kept_passkey fresh, *passkey = &anna.passkey;
    struct visitor visitor, copy;
    struct http_answer answer;
    struct ceremony c, good;
    const char *right;

    if (flow->kind == REGISTRATION) {
        passkey_make(&fresh, -7);
        passkey = &fresh;
    }
    flow_begin(flow, &visitor, passkey, &c);
    copy = visitor;
    good = c;
    right = ceremony_text(&good);
    defect->spoil(&c, defect);
    answer = must_refuse(&visitor, flow->verify, ceremony_text(&c), 1);
    if (defect->code != NULL && strcmp(answer.code, defect->code) != 0)
        print_message("# %s, %s\n", flow->name, defect->name);
    if (defect->code != NULL)
        assert_string_equal(answer.code, defect->code);
    assert_string_equal(
        database_text(&the_server,
            "SELECT event, detail FROM audit ORDER BY number DESC LIMIT 1"),
        strcat(strcat(strcat(strcpy(scratch_alloc(256), flow->event), "|"),
                   answer.code),
            "\n"));
    answer = must_refuse(&copy, flow->verify, right, 0);
    assert_string_equal(answer.code, "ceremony_spent");
    if (flow->kind == REGISTRATION)
        passkey_free(&fresh);
    scratch_reset();
}

static void
A1_B2_every_defect_is_refused_and_spends_the_ceremony(void **state)
{
    const struct flow *flow = *state;
    size_t i, num = 0;

    if (!is_routed(flow->options))
        skip();
    for (i = 0; i < num_defects; i++) {
        if (!defect_applies(&defects[i], flow->kind))
            continue;
        refuse(flow, &defects[i]);
        num++;
    }
    print_message("# %zu defects\n", num);
    assert_true(num >= 60);
}

int
main(int argc, char **argv)
{
    struct CMUnitTest tests[8 + 5] = {{0}};
    static char names[8 + 5][128];
    size_t i, num = 0;

    for (i = 0; i < num_flows; i++) {
        (void)snprintf(names[i], sizeof(names[i]),
            "A1_B2_every_defect_is_refused_and_spends_the_ceremony (%s)",
            flows[i].name);
        tests[num].name = names[i];
        tests[num].test_func =
            A1_B2_every_defect_is_refused_and_spends_the_ceremony;
        tests[num++].initial_state = (void *)(uintptr_t)&flows[i];
    }
    if (argc != 2)
        return 2;
    the_binary = argv[1];
    return _cmocka_run_group_tests(
        "security_verify", tests, num, start_the_world, discard_the_world);
}
