/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BLOBs and payloads of FIDO metadata. A text with two dots is a BLOB, which
 * no root has signed; everything else is a payload. Models lie inside the
 * payload, and everything that can be asked about one is answered.
 */
#include "fuzz.h"

#include <passkey/metadata.h>
#include <passkey/openssl.h>

#include <string.h>

#include "../lib/trust/jws.h"

#define MODELS_MAX 32

static void
check_jws(struct passkey_bytes text)
{
    struct passkey_buffer scratch = { malloc(2 * text.len + 8),
        2 * text.len + 8 };
    struct passkey_buffer rest = scratch;
    struct passkey_bytes all = passkey_bytes_of(scratch.data, scratch.cap);
    struct pk_jws jws;
    enum pk_jws_result result;
    size_t i;

    FUZZ_CHECK(scratch.data != NULL);
    result = pk_jws_parse(text, &rest, &jws);
    FUZZ_CHECK(result != PK_JWS_NO_SPACE); /* the header promises */
    FUZZ_CHECK(rest.data + rest.cap == scratch.data + scratch.cap);
    if (result == PK_JWS_OK) {
        FUZZ_CHECK(is_inside(jws.payload, all));
        FUZZ_CHECK(is_inside(jws.signature, all));
        FUZZ_CHECK(is_inside(jws.signed_text, text));
        for (i = 0; i < jws.path.num_certificates; i++)
            FUZZ_CHECK(is_inside(jws.path.certificates[i].der, all));
    }
    free(scratch.data);
}

static void
check_blob(struct passkey_bytes text)
{
    const struct passkey_metadata_signer nobody = { .num_anchors = 0 };
    static struct passkey_openssl *openssl; /* takes longer than the rest */
    struct passkey_buffer scratch = { NULL,
        text.len + PASSKEY_METADATA_SCRATCH_EXTRA };
    struct passkey_bytes payload;

    if (openssl == NULL)
        openssl = passkey_openssl_new();
    scratch.data = malloc(scratch.cap);
    FUZZ_CHECK(openssl != NULL && scratch.data != NULL);
    FUZZ_CHECK(passkey_metadata_verify(&nobody, passkey_openssl_crypto(openssl),
                   text, 1768435200, scratch, &payload) != PASSKEY_OK);
    FUZZ_CHECK(payload.len == 0);
    free(scratch.data);
}

static void
check_model(const struct passkey_metadata *metadata,
    const struct passkey_model *model, struct passkey_bytes payload)
{
    struct passkey_buffer text = { malloc(model->entry.len),
        model->entry.len };
    struct passkey_model_state state;
    size_t len;
    int which;

    FUZZ_CHECK(text.data != NULL);
    FUZZ_CHECK(is_inside(model->entry, payload));
    FUZZ_CHECK(passkey_metadata_find(metadata,
                   passkey_bytes_of(model->id, model->id_len)) != NULL);
    passkey_model_state_at(model, 1768435200, &state);
    FUZZ_CHECK(state.certification <= PASSKEY_CERTIFICATION_L3_PLUS);
    for (which = PASSKEY_MODEL_DESCRIPTION;
         which <= PASSKEY_MODEL_PROVIDER_LOGO_DARK; which++) {
        if (passkey_model_text_of(
                model, (enum passkey_model_text)which, text, &len))
            FUZZ_CHECK(len <= text.cap);
    }
    free(text.data);
}

static void
check_payload(struct passkey_bytes payload)
{
    static struct passkey_model models[MODELS_MAX];
    struct passkey_metadata metadata, zero;
    size_t i;

    memset(&zero, 0, sizeof(zero));
    if (passkey_metadata_read(payload, models, MODELS_MAX, &metadata) !=
        PASSKEY_OK) {
        FUZZ_CHECK(memcmp(&metadata, &zero, sizeof(zero)) == 0);
        return;
    }
    FUZZ_CHECK(metadata.num_models <= MODELS_MAX);
    for (i = 0; i < metadata.num_models; i++)
        check_model(&metadata, &models[i], payload);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct passkey_bytes text = passkey_bytes_of(data, size);

    check_jws(text);
    check_blob(text);
    check_payload(text);
    return 0;
}
