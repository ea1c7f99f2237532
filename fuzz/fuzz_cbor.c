/* SPDX-License-Identifier: Apache-2.0 */
/* Consumed lengths add up; a refused read changes nothing. */
#include "fuzz.h"

#include "../format/cbor.h"

static void
check_refusal(struct passkey_bytes in)
{
    struct passkey_bytes kept = in;
    struct passkey_bytes view;
    int64_t number;
    size_t count;
    bool truth;

    if (!pk_cbor_read_integer(&in, &number))
        FUZZ_CHECK(in.data == kept.data && in.len == kept.len);
    in = kept;
    if (!pk_cbor_read_text(&in, &view))
        FUZZ_CHECK(in.data == kept.data && in.len == kept.len);
    else
        FUZZ_CHECK(is_inside(view, kept) && in.len < kept.len);
    in = kept;
    if (!pk_cbor_read_bytes(&in, &view))
        FUZZ_CHECK(in.data == kept.data && in.len == kept.len);
    else
        FUZZ_CHECK(is_inside(view, kept) && in.len < kept.len);
    in = kept;
    if (pk_cbor_read_array(&in, &count))
        FUZZ_CHECK(count <= in.len);
    in = kept;
    (void)!pk_cbor_read_bool(&in, &truth);
}

static void
check_map(struct passkey_bytes in, bool unsorted_allowed)
{
    struct passkey_bytes whole = in;
    struct passkey_bytes item;
    struct pk_cbor_map map;

    if (!pk_cbor_map_begin(&in, &map))
        return;
    map.unsorted_allowed = unsorted_allowed;
    while (pk_cbor_map_next(&map)) {
        FUZZ_CHECK(is_inside(map.key, whole));
        if (!pk_cbor_skip(&in, &item) || !pk_cbor_skip(&in, &item))
            return;
    }
    if (pk_cbor_map_done(&map))
        FUZZ_CHECK(unsorted_allowed || !map.unsorted);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct passkey_bytes in = passkey_bytes_of(data, size);
    struct passkey_bytes rest = in;
    struct passkey_bytes item;

    check_map(in, false);
    check_map(in, true);
    while (rest.len > 0) {
        struct passkey_bytes before = rest;

        check_refusal(rest);
        if (!pk_cbor_skip(&rest, &item)) {
            FUZZ_CHECK(rest.data == before.data && rest.len == before.len);
            break;
        }
        FUZZ_CHECK(item.len > 0 && item.data == before.data);
        FUZZ_CHECK(item.len + rest.len == before.len);
    }
    return 0;
}
