/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Format "compound" (#sctn-compound-attestation): at least two statements of
 * other formats about the same credential.
 */
#include "../../format/cbor.h"
#include "../../format/reader.h"
#include "statement.h"

#define STATEMENTS_MIN 2
#define STATEMENTS_MAX 8

/* { "fmt": text, "attStmt": map or array }, nothing else */
static bool
read_element(struct passkey_bytes *in, struct pk_statement *out)
{
    struct passkey_bytes name;
    struct pk_cbor_map map;
    bool has_format = false, has_statement = false;

    if (!pk_cbor_map_begin(in, &map))
        return false;
    while (pk_cbor_map_next(&map)) {
        if (!pk_cbor_read_text(in, &name))
            return false;
        if (pk_equal(name, PK_TEXT("fmt"))) {
            has_format = true;
            if (!pk_cbor_read_text(in, &out->format))
                return false;
        } else if (pk_equal(name, PK_TEXT("attStmt"))) {
            has_statement = true;
            if (!pk_cbor_skip(in, &out->statement))
                return false;
        } else {
            return false;
        }
    }
    return pk_cbor_map_done(&map) && has_format && has_statement;
}

/* Verifies one element, and assesses it where trust is assessed at all. */
static enum passkey_error
verify_element(const struct pk_statement *element, struct pk_attested *out)
{
    pk_format_verify *verify = pk_format_find(element->format);
    enum passkey_error error;

    if (pk_equal(element->format, PK_TEXT("compound")))
        return PASSKEY_ERR_ATTESTATION_STATEMENT_MALFORMED;
    if (verify == NULL)
        return PASSKEY_ERR_ATTESTATION_FORMAT_UNKNOWN;
    error = verify(element, out);
    if (error != PASSKEY_OK ||
        element->conveyance == PASSKEY_CONVEYANCE_NONE)
        return error;
    return pk_attestation_assess(element, out);
}

/*
 * Which of two statements speaks for the credential. All that is told comes
 * from that one: what is proved about one proves nothing about the other.
 */
static bool
is_better(const struct pk_attested *a, const struct pk_attested *b)
{
    return a->model_known != b->model_known ? a->model_known
                                            : a->type > b->type;
}

/* Verifies all elements; `good` of them were accepted. */
static enum passkey_error
verify_elements(const struct pk_statement *statement, struct passkey_bytes in,
    size_t count, struct pk_attested *out)
{
    bool any = statement->policy->compound == PASSKEY_COMPOUND_ANY;
    enum passkey_error first_error = PASSKEY_OK;
    uint32_t tolerated = 0;
    size_t i, good = 0;

    for (i = 0; i < count; i++) {
        struct pk_statement element = *statement;
        struct pk_attested attested = { 0 };
        enum passkey_error error;

        if (!read_element(&in, &element))
            return PASSKEY_ERR_ATTESTATION_STATEMENT_MALFORMED;
        error = verify_element(&element, &attested);
        if (error == PASSKEY_ERR_ATTESTATION_STATEMENT_MALFORMED &&
            pk_equal(element.format, PK_TEXT("compound")))
            return error;
        if (error != PASSKEY_OK) {
            if (!any)
                return error;
            if (first_error == PASSKEY_OK)
                first_error = error;
            continue;
        }
        good++;
        tolerated |= attested.tolerated;
        if (good == 1 || is_better(&attested, out))
            *out = attested;
    }
    out->tolerated = tolerated;
    out->assessed = true;
    return good > 0 ? PASSKEY_OK : first_error;
}

enum passkey_error
pk_compound_verify(
    const struct pk_statement *statement, struct pk_attested *out)
{
    struct passkey_bytes in = statement->statement;
    size_t count;

    if (!pk_cbor_read_array(&in, &count) || count < STATEMENTS_MIN ||
        count > STATEMENTS_MAX)
        return PASSKEY_ERR_ATTESTATION_STATEMENT_MALFORMED;
    return verify_elements(statement, in, count, out);
}
