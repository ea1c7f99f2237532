/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first octet says how much of the rest is JSON; CBOR follows. What is
 * read is in range and points where it may; what is refused leaves nothing.
 */
#include "fuzz.h"

#include <passkey/extensions.h>
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct passkey_extension_outputs none;
    static const struct passkey_extension_demands anything;
    uint8_t scratch[256];
    struct passkey_buffer buffer = {scratch, sizeof(scratch)};
    struct passkey_extension_outputs out;
    struct passkey_bytes client, authenticator;

    if (size == 0)
        return 0;
    client.data = data + 1;
    client.len = data[0] < size - 1 ? data[0] : size - 1;
    authenticator =
        passkey_bytes_of(client.data + client.len, size - 1 - client.len);
    if (passkey_extension_outputs_read(client, authenticator, buffer, &out) !=
        PASSKEY_OK) {
        FUZZ_CHECK(memcmp(&out, &none, sizeof(none)) == 0);
        return 0;
    }
    FUZZ_CHECK(is_inside(
        out.large_blob, passkey_bytes_of(scratch, sizeof(scratch))));
    FUZZ_CHECK(is_inside(out.cred_blob, authenticator));
    FUZZ_CHECK(out.protection <= PASSKEY_PROTECTION_REQUIRED);
    FUZZ_CHECK(out.num_uvm <= PASSKEY_UVM_MAX);
    FUZZ_CHECK(passkey_extension_outputs_check(&out, &anything) == PASSKEY_OK);
    return 0;
}
