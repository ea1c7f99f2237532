/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The crypto backend on OpenSSL's libcrypto (3.0 or later). It keeps fetched
 * algorithms and one key slot per curve, so that a verification costs little
 * more than the signature arithmetic. No OpenSSL header is needed by users.
 */
#ifndef PASSKEY_OPENSSL_H
#define PASSKEY_OPENSSL_H

#include <passkey/crypto.h>

#ifdef __cplusplus
extern "C" {
#endif

struct passkey_openssl;

/*
 * passkey_openssl_new makes a backend for the calling thread. It may be used
 * by one thread at a time; make one per thread. Takes memory from OpenSSL's
 * allocator. Returns NULL if memory or an algorithm that every libcrypto has
 * is missing. The caller frees it with passkey_openssl_free.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE struct passkey_openssl *passkey_openssl_new(
    void);

/* passkey_openssl_free frees a backend; NULL is allowed. */
PASSKEY_EXPORT void passkey_openssl_free(struct passkey_openssl *openssl);

/*
 * passkey_openssl_crypto gives the functions of a backend. The result lives
 * as long as `openssl`. Never NULL.
 */
PASSKEY_EXPORT PASSKEY_MUST_USE const struct passkey_crypto *
passkey_openssl_crypto(struct passkey_openssl *openssl);

#ifdef __cplusplus
}
#endif

#endif
