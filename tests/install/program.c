/* SPDX-License-Identifier: Apache-2.0 */
/* What a user of the installed library would write first. */
#include <passkey/passkey.h>

#include <stdio.h>

int
main(void)
{
    struct passkey_openssl *openssl = passkey_openssl_new();
    struct passkey_policy policy;
    int status = 1;

    passkey_policy_init(&policy);
    if (openssl != NULL &&
        passkey_policy_check(&policy) == PASSKEY_ERR_POLICY_INVALID) {
        puts(passkey_error_name(PASSKEY_ERR_POLICY_INVALID));
        status = 0;
    }
    passkey_openssl_free(openssl);
    return status;
}
