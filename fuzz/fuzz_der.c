/* SPDX-License-Identifier: Apache-2.0 */
/* Elements lie inside, one behind the other. */
#include "fuzz.h"

#include "../format/der.h"

#define MAX_DEPTH 8

static void
check_values(struct passkey_bytes in)
{
    struct passkey_bytes kept = in;
    struct passkey_bytes view;
    uint32_t small;
    int64_t time;
    bool truth;

    if (pk_der_read_unsigned(&in, &view))
        FUZZ_CHECK(is_inside(view, kept) && in.len < kept.len);
    in = kept;
    if (pk_der_read_bits(&in, &view))
        FUZZ_CHECK(is_inside(view, kept) && in.len < kept.len);
    in = kept;
    (void)!pk_der_read_bool(&in, &truth);
    in = kept;
    (void)!pk_der_read_small(&in, PK_DER_INTEGER, &small);
    in = kept;
    (void)!pk_der_read_time(&in, &time);
}

static void
check(struct passkey_bytes in, unsigned depth)
{
    struct pk_der_element element;

    while (in.len > 0 && depth < MAX_DEPTH) {
        struct passkey_bytes before = in;

        check_values(in);
        if (!pk_der_next(&in, &element))
            return;
        FUZZ_CHECK(element.whole.data == before.data);
        FUZZ_CHECK(element.whole.len + in.len == before.len);
        FUZZ_CHECK(is_inside(element.content, element.whole));
        FUZZ_CHECK(element.content.len < element.whole.len);
        check(element.content, depth + 1);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check(passkey_bytes_of(data, size), 0);
    return 0;
}
