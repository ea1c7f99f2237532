/* SPDX-License-Identifier: Apache-2.0 */
/* A store on a file of its own, and what can be in a write, short to say. */
#ifndef TEST_STORE_FIXTURE_H
#define TEST_STORE_FIXTURE_H

#include "../unit.h"

#include "../../../server/store/store.h"

struct fixture {
    char folder[64];
    char path[96];
    struct store *store;
    struct arena *arena;
    int64_t now;
};

#define TEST_WITH_STORE(name)                                                  \
    cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int fixture_setup(void **state);
int fixture_teardown(void **state);
void fixture_open(struct fixture *f);
void fixture_close(struct fixture *f);

/* Hands all writes over at once and waits for their answers. */
void store_commit_all(
    struct fixture *f, struct store_write *writes, size_t num);
enum store_status store_commit(struct fixture *f, struct store_write *write);

void add_spend(struct store_write *write, uint8_t id, int64_t expires_at);
void add_user(struct store_write *write, uint8_t handle, const char *name);
void add_passkey(struct store_write *write, uint8_t user, const char *id,
    uint32_t sign_count);
void add_use(struct store_write *write, const char *id, uint32_t sign_count);
void add_session(
    struct fixture *f, struct store_write *write, uint8_t token, uint8_t user);
void add_audit(struct store_write *write, uint8_t user, const char *detail);

/* A whole account, committed; its passkey has counted to 5. */
void sign_up(
    struct fixture *f, uint8_t number, const char *name, const char *id);

enum store_status has_user(struct fixture *f, const char *name);
enum store_status has_session(
    struct fixture *f, uint8_t token, struct store_session *session);

/* The number that a query of the file gives, through another connection. */
int64_t count_rows(struct fixture *f, const char *query);

#endif
