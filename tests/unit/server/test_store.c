/* SPDX-License-Identifier: Apache-2.0 */
/* The store on SQLite: what may happen once, together, or not at all. */
#include "store_fixture.h"

#include <stdio.h>

#define WRITES_MAX 100

static void
name_is_taken_once_and_the_ceremony_is_spent(void **state)
{
    struct fixture *f = *state;
    struct store_write again = {0}, replay = {0};

    sign_up(f, 1, "alice", "id-1");
    add_spend(&again, 2, f->now + 300);
    add_user(&again, 2, "alice");
    add_passkey(&again, 2, "id-2", 0);
    add_audit(&again, 2, "never");
    assert_int_equal(store_commit(f, &again), STORE_NAME_TAKEN);
    add_spend(&replay, 2, f->now + 300);
    assert_int_equal(store_commit(f, &replay), STORE_CEREMONY_SPENT);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM users"), 1);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM passkeys"), 1);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM audit"), 1);
}

static void
C8_credential_of_another_account_is_refused(void **state)
{
    struct fixture *f = *state;
    struct store_write other = {0};
    struct store_passkey passkey;
    struct store_user owner;

    sign_up(f, 1, "alice", "same id");
    add_spend(&other, 2, f->now + 300);
    add_user(&other, 2, "bob");
    add_passkey(&other, 2, "same id", 0);
    assert_int_equal(store_commit(f, &other), STORE_CREDENTIAL_TAKEN);
    assert_int_equal(has_user(f, "bob"), STORE_NOT_FOUND);
    assert_int_equal(store_find_passkey(f->store, view_text("same id"),
                         f->arena, &passkey, &owner),
        STORE_OK);
    assert_memory_equal(owner.name.data, "alice", 5);
    assert_int_equal(passkey.sign_count, 5);
}

static void
B3_of_a_hundred_sign_ins_one_succeeds(void **state)
{
    struct fixture *f = *state;
    struct store_write *writes = calloc(WRITES_MAX, sizeof(*writes));
    size_t i, ok = 0, spent = 0;

    sign_up(f, 1, "alice", "id-1");
    assert_non_null(writes);
    for (i = 0; i < WRITES_MAX; i++) {
        add_spend(&writes[i], 9, f->now + 300);
        add_session(f, &writes[i], (uint8_t)i, 1);
    }
    store_commit_all(f, writes, WRITES_MAX);
    for (i = 0; i < WRITES_MAX; i++) {
        ok += writes[i].status == STORE_OK;
        spent += writes[i].status == STORE_CEREMONY_SPENT;
    }
    free(writes);
    assert_int_equal(ok, 1);
    assert_int_equal(spent, WRITES_MAX - 1);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM sessions"), 1);
}

/* The row goes when it has expired; the ceremony does not come back. */
static void
B4_what_was_forgotten_stays_spent(void **state)
{
    struct fixture *f = *state;
    struct store_write old = {0}, replay = {0}, later = {0};

    add_spend(&old, 1, f->now - 100);
    assert_int_equal(store_commit(f, &old), STORE_OK);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM spent_ceremonies"), 0);
    add_spend(&replay, 1, f->now - 100);
    assert_int_equal(store_commit(f, &replay), STORE_CEREMONY_SPENT);
    fixture_close(f);
    fixture_open(f);
    memset(&replay, 0, sizeof(replay));
    add_spend(&replay, 1, f->now - 100);
    assert_int_equal(store_commit(f, &replay), STORE_CEREMONY_SPENT);
    add_spend(&later, 1, f->now + 100);
    assert_int_equal(store_commit(f, &later), STORE_OK);
}

static void
G_sign_count_never_goes_back(void **state)
{
    static const struct {
        uint32_t count;
        enum store_status expected;
    } uses[] = {
        {6, STORE_OK},
        {6, STORE_STALE},
        {5, STORE_STALE},
        {0, STORE_STALE},
        {0x80000000, STORE_OK},
        {0x7fffffff, STORE_STALE},
        {0xffffffff, STORE_OK},
    };
    struct fixture *f = *state;
    struct store_passkey passkey;
    struct store_user owner;
    size_t i;

    sign_up(f, 1, "alice", "id-1");
    for (i = 0; i < COUNT_OF(uses); i++) {
        struct store_write write = {0};

        add_use(&write, "id-1", uses[i].count);
        assert_int_equal(store_commit(f, &write), uses[i].expected);
    }
    assert_int_equal(store_find_passkey(f->store, view_text("id-1"), f->arena,
                         &passkey, &owner),
        STORE_OK);
    assert_int_equal(passkey.sign_count, 0xffffffff);
}

static void
G_synced_passkeys_stay_at_zero(void **state)
{
    struct fixture *f = *state;
    struct store_write write = {0};
    int i;

    add_user(&write, 1, "alice");
    add_passkey(&write, 1, "id-1", 0);
    assert_int_equal(store_commit(f, &write), STORE_OK);
    for (i = 0; i < 3; i++) {
        memset(&write, 0, sizeof(write));
        add_use(&write, "id-1", 0);
        assert_int_equal(store_commit(f, &write), STORE_OK);
    }
}

static void
refused_sign_in_leaves_no_session(void **state)
{
    struct fixture *f = *state;
    struct store_write write = {0};
    struct store_session session;

    sign_up(f, 1, "alice", "id-1");
    add_spend(&write, 2, f->now + 300);
    add_session(f, &write, 42, 1);
    add_audit(&write, 1, "never");
    add_use(&write, "id-1", 5);
    assert_int_equal(store_commit(f, &write), STORE_STALE);
    assert_int_equal(has_session(f, 42, &session), STORE_NOT_FOUND);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM audit"), 1);
}

static void
session_begins_and_ends(void **state)
{
    struct fixture *f = *state;
    struct store_write begin = {0}, see = {0}, end = {0};
    struct store_session session;

    sign_up(f, 1, "alice", "id-1");
    add_session(f, &begin, 42, 1);
    assert_int_equal(store_commit(f, &begin), STORE_OK);
    assert_int_equal(has_session(f, 42, &session), STORE_OK);
    assert_int_equal(session.seen_at, f->now);
    store_change(&see, STORE_SEE_SESSION)->of.session = session;
    see.changes[0].of.session.seen_at = f->now + 60;
    assert_int_equal(store_commit(f, &see), STORE_OK);
    assert_int_equal(has_session(f, 42, &session), STORE_OK);
    assert_int_equal(session.seen_at, f->now + 60);
    store_change(&end, STORE_END_SESSION)->of.session = session;
    assert_int_equal(store_commit(f, &end), STORE_OK);
    assert_int_equal(has_session(f, 42, &session), STORE_NOT_FOUND);
}

/* One write of a group fails; those beside it are carried out. */
static void
trouble_of_one_write_is_not_that_of_others(void **state)
{
    struct fixture *f = *state;
    struct store_write writes[4];

    memset(writes, 0, sizeof(writes));
    sign_up(f, 1, "alice", "id-1");
    add_session(f, &writes[0], 1, 1);
    add_session(f, &writes[1], 2, 99); /* nobody's */
    store_change(&writes[2], STORE_SET_PASSWORD)->of.password.hash =
        view_text("$"); /* nobody's either */
    add_session(f, &writes[3], 3, 1);
    store_commit_all(f, writes, 4);
    assert_int_equal(writes[0].status, STORE_OK);
    assert_int_not_equal(writes[1].status, STORE_OK);
    assert_int_not_equal(writes[2].status, STORE_OK);
    assert_int_equal(writes[3].status, STORE_OK);
    assert_true(store_healthy(f->store));
    assert_int_equal(count_rows(f, "SELECT count(*) FROM sessions"), 2);
}

static struct store_change *
change_of(struct store_write *write, enum store_change_kind kind, uint8_t user)
{
    struct store_change *change = store_change(write, kind);

    /* Every change of an account has its handle in front. */
    memset(change->of.account.handle, user, STORE_USER_HANDLE_LEN);
    return change;
}

static enum store_status
set_password(struct fixture *f, const char *hash)
{
    struct store_write write = {0};

    change_of(&write, STORE_SET_PASSWORD, 1)->of.password.hash =
        view_text(hash);
    return store_commit(f, &write);
}

/* A session for whoever compared with `hash` while passkeys were there or not.
 */
static enum store_status
sign_in(struct fixture *f, uint8_t token, const char *hash, bool has_passkeys)
{
    struct store_write write = {0};
    struct store_change *check = change_of(&write, STORE_CHECK_PASSWORD, 1);

    check->of.password.hash = view_text(hash);
    check->of.password.has_passkeys = has_passkeys;
    add_session(f, &write, token, 1);
    return store_commit(f, &write);
}

static void
C_a_password_must_be_the_one_that_was_compared(void **state)
{
    struct fixture *f = *state;
    struct store_session session;

    sign_up(f, 1, "alice", "id-1");
    assert_int_equal(sign_in(f, 1, "old", true), STORE_PASSWORD_CHANGED);
    assert_int_equal(set_password(f, "old"), STORE_OK);
    assert_int_equal(sign_in(f, 2, "old", true), STORE_OK);
    assert_int_equal(sign_in(f, 3, "old", false), STORE_PASSWORD_CHANGED);
    assert_int_equal(set_password(f, "new"), STORE_OK);
    assert_int_equal(sign_in(f, 4, "old", true), STORE_PASSWORD_CHANGED);
    assert_int_equal(has_session(f, 4, &session), STORE_NOT_FOUND);
    assert_int_equal(sign_in(f, 5, "new", true), STORE_OK);
}

static void
C_a_write_of_an_ended_session_is_not_carried_out(void **state)
{
    struct fixture *f = *state;
    struct store_write begin = {0}, end = {0}, first = {0}, late = {0};
    struct store_session session;

    sign_up(f, 1, "alice", "id-1");
    add_session(f, &begin, 7, 1);
    assert_int_equal(store_commit(f, &begin), STORE_OK);
    assert_int_equal(has_session(f, 7, &session), STORE_OK);
    store_change(&first, STORE_CHECK_SESSION)->of.session = session;
    change_of(&first, STORE_SET_PASSWORD, 1)->of.password.hash =
        view_text("first");
    assert_int_equal(store_commit(f, &first), STORE_OK);
    store_change(&end, STORE_END_SESSION)->of.session = session;
    assert_int_equal(store_commit(f, &end), STORE_OK);
    store_change(&late, STORE_CHECK_SESSION)->of.session = session;
    change_of(&late, STORE_SET_PASSWORD, 1)->of.password.hash =
        view_text("late");
    assert_int_equal(store_commit(f, &late), STORE_SESSION_ENDED);
    assert_int_equal(
        count_rows(f, "SELECT count(*) FROM passwords WHERE hash = 'first'"),
        1);
}

static void
disabled_accounts_get_no_session(void **state)
{
    struct fixture *f = *state;
    struct store_write off = {0}, late = {0}, on = {0}, again = {0};

    sign_up(f, 1, "alice", "id-1");
    (void)change_of(&off, STORE_DISABLE_USER, 1);
    assert_int_equal(store_commit(f, &off), STORE_OK);
    add_session(f, &late, 7, 1);
    assert_int_equal(store_commit(f, &late), STORE_NOT_FOUND);
    (void)change_of(&on, STORE_ENABLE_USER, 1);
    assert_int_equal(store_commit(f, &on), STORE_OK);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM sessions"), 0);
    add_session(f, &again, 7, 1);
    assert_int_equal(store_commit(f, &again), STORE_OK);
}

static void
one_account_has_sixteen_passkeys(void **state)
{
    struct fixture *f = *state;
    char id[8];
    int i;

    sign_up(f, 1, "alice", "id-0");
    for (i = 1; i < 20; i++) {
        struct store_write write = {0};

        (void)snprintf(id, sizeof(id), "id-%d", i);
        add_passkey(&write, 1, id, 0);
        assert_int_equal(store_commit(f, &write),
            i < STORE_PASSKEYS_MAX ? STORE_OK : STORE_TOO_MANY);
    }
    sign_up(f, 2, "bob", "id-20");
    assert_int_equal(count_rows(f, "SELECT count(*) FROM passkeys"), 17);
}

static enum store_status
commit_link(struct fixture *f, enum store_link_kind kind)
{
    struct store_write write = {0};
    struct store_link *link = &store_change(&write, STORE_ADD_LINK)->of.link;

    memset(link->token_hash, 5, sizeof(link->token_hash));
    memset(link->user, 1, sizeof(link->user));
    link->kind = kind;
    link->has_user = true;
    link->made_at = f->now;
    link->expires_at = f->now + 600;
    return store_commit(f, &write);
}

static int64_t
num_links(struct fixture *f)
{
    return count_rows(f, "SELECT count(*) FROM links");
}

/* Who asked for a link before has no way around what the owner did since. */
static void
a_new_password_and_a_removed_address_end_links(void **state)
{
    struct fixture *f = *state;
    struct store_write add = {0}, gone = {0};

    sign_up(f, 1, "alice", "id-1");
    assert_int_equal(commit_link(f, STORE_LINK_RECOVER), STORE_OK);
    assert_int_equal(num_links(f), 1);
    assert_int_equal(set_password(f, "new"), STORE_OK);
    assert_int_equal(num_links(f), 0);
    /* An address that is being confirmed goes on. */
    assert_int_equal(commit_link(f, STORE_LINK_EMAIL), STORE_OK);
    assert_int_equal(set_password(f, "newer"), STORE_OK);
    assert_int_equal(num_links(f), 1);
    change_of(&add, STORE_SET_EMAIL, 1)->of.email.address = view_text("a@b.c");
    assert_int_equal(store_commit(f, &add), STORE_OK);
    assert_int_equal(commit_link(f, STORE_LINK_RECOVER), STORE_OK);
    (void)change_of(&gone, STORE_REMOVE_EMAIL, 1);
    assert_int_equal(store_commit(f, &gone), STORE_OK);
    assert_int_equal(num_links(f), 0);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST_WITH_STORE(C_a_password_must_be_the_one_that_was_compared),
        TEST_WITH_STORE(C_a_write_of_an_ended_session_is_not_carried_out),
        TEST_WITH_STORE(disabled_accounts_get_no_session),
        TEST_WITH_STORE(one_account_has_sixteen_passkeys),
        TEST_WITH_STORE(a_new_password_and_a_removed_address_end_links),
        TEST_WITH_STORE(name_is_taken_once_and_the_ceremony_is_spent),
        TEST_WITH_STORE(C8_credential_of_another_account_is_refused),
        TEST_WITH_STORE(B3_of_a_hundred_sign_ins_one_succeeds),
        TEST_WITH_STORE(B4_what_was_forgotten_stays_spent),
        TEST_WITH_STORE(G_sign_count_never_goes_back),
        TEST_WITH_STORE(G_synced_passkeys_stay_at_zero),
        TEST_WITH_STORE(refused_sign_in_leaves_no_session),
        TEST_WITH_STORE(session_begins_and_ends),
        TEST_WITH_STORE(trouble_of_one_write_is_not_that_of_others),
    };

    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
