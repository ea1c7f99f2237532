/* SPDX-License-Identifier: Apache-2.0 */
/* Answers and inputs that several handlers share. */
#ifndef API_ANSWER_H
#define API_ANSWER_H

#include "../../format/json.h"
#include "../account/ceremony_state.h"
#include "../http/exchange.h"
#include "../store/store.h"

/*
 * Answers with the name of a library error as code, in lower case without
 * its prefix, and a status and sentence of its kind.
 */
void answer_refused(struct http_exchange *exchange, enum passkey_error error);

/* Answers for a write that did not go through. */
void answer_store(struct http_exchange *exchange, enum store_status status);

/* Answers with what was written; with 503 if it did not fit. */
void answer_json(struct http_exchange *exchange, unsigned status,
    const struct pk_writer *json);

/* {"user":{"name":…,"displayName":…}} */
void answer_user(struct http_exchange *exchange, const struct store_user *user);

/* 503: no memory, no randomness. */
void answer_unavailable(struct http_exchange *exchange);

/*
 * Reads the body as a JSON object and takes its members. An empty body counts
 * as {} if `may_be_empty`. Members that are not listed are refused: nothing
 * that a client expects may look as if it had been heard. False: answered.
 */
PASSKEY_MUST_USE bool read_object(struct http_exchange *exchange,
    bool may_be_empty, struct pk_json_field *fields, size_t num_fields);

/* Decodes a string member into the arena; absent gives { NULL, 0 }. */
PASSKEY_MUST_USE bool read_string_member(struct http_exchange *exchange,
    const struct pk_json_value *value, struct passkey_bytes *out);

/*
 * The ceremony failed with the answer that is already in the exchange: spend
 * the ceremony, note the refusal in the audit log, then let the answer go.
 * `user` is whose passkey or account it was, NULL if nobody is known.
 */
void spend_and_answer(struct server *server, struct http_exchange *exchange,
    const struct ceremony_state *state, const uint8_t *user);

/*
 * The store refused the write of a ceremony, which is spent by that: answer,
 * note the refusal, and resume the exchange.
 */
void refuse_and_resume(struct server *server, struct http_exchange *exchange,
    const struct ceremony_state *state, const uint8_t *user,
    enum store_status status);

#endif
