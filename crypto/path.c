/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Certificate paths by X509_verify_cert. Validity periods are not checked
 * here: OpenSSL takes the second of notAfter for expired.
 */
#include "backend.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

static X509 *
read_certificate(struct passkey_bytes der)
{
    const uint8_t *at = der.data;
    X509 *certificate;

    if (der.len > LONG_MAX)
        return NULL;
    certificate = d2i_X509(NULL, &at, (long)der.len);
    if (certificate != NULL && at != der.data + der.len) {
        X509_free(certificate);
        return NULL;
    }
    return certificate;
}

static bool
push(STACK_OF(X509) *stack, X509 *certificate)
{
    if (certificate != NULL && sk_X509_push(stack, certificate) > 0)
        return true;
    X509_free(certificate);
    return false;
}

/* All or nothing: NULL if one of them cannot be read. */
static STACK_OF(X509) *
read_certificates(const struct passkey_bytes *ders, size_t num_ders)
{
    STACK_OF(X509) *stack = sk_X509_new_null();
    size_t i;

    for (i = 0; stack != NULL && i < num_ders; i++) {
        if (!push(stack, read_certificate(ders[i]))) {
            sk_X509_pop_free(stack, X509_free);
            stack = NULL;
        }
    }
    return stack;
}

/* Anchors that libcrypto cannot read are left out: they can prove nothing. */
static STACK_OF(X509) *
read_anchors(const struct passkey_bytes *ders, size_t num_ders)
{
    STACK_OF(X509) *stack = sk_X509_new_null();
    size_t i;

    for (i = 0; stack != NULL && i < num_ders; i++)
        (void)push(stack, read_certificate(ders[i]));
    return stack;
}

/*
 * What was presented behind an anchor took no part in the path: it must
 * still be what it claims to be.
 */
static bool
rest_is_certified(STACK_OF(X509) *presented, int from)
{
    int i;

    for (i = from; i < sk_X509_num(presented); i++) {
        X509 *issuer = sk_X509_value(presented, i);
        X509 *subject = sk_X509_value(presented, i - 1);

        if (X509_check_issued(issuer, subject) != X509_V_OK ||
            X509_verify(subject, X509_get0_pubkey(issuer)) != 1)
            return false;
    }
    return true;
}

/* The path that was found begins with what was presented, in its order. */
static bool
uses_all(STACK_OF(X509) *presented, STACK_OF(X509) *found)
{
    int i, num = sk_X509_num(presented);

    if (num > sk_X509_num(found))
        num = sk_X509_num(found);
    for (i = 0; i < num; i++) {
        if (X509_cmp(sk_X509_value(presented, i), sk_X509_value(found, i)) !=
            0)
            return false;
    }
    return rest_is_certified(presented, num);
}

static bool
verify(X509_STORE *store, STACK_OF(X509) *presented, STACK_OF(X509) *anchors)
{
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    bool valid = false;

    if (context != NULL &&
        X509_STORE_CTX_init(
            context, store, sk_X509_value(presented, 0), presented) == 1) {
        X509_STORE_CTX_set0_trusted_stack(context, anchors);
        X509_STORE_CTX_set_flags(
            context, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME);
        valid = X509_verify_cert(context) == 1 &&
                uses_all(presented, X509_STORE_CTX_get0_chain(context));
    }
    X509_STORE_CTX_free(context);
    return valid;
}

enum passkey_verdict
pk_backend_check_path(void *context, const struct passkey_path *path)
{
    STACK_OF(X509) *presented =
        read_certificates(path->certificates, path->num_certificates);
    STACK_OF(X509) *anchors = read_anchors(path->anchors, path->num_anchors);
    X509_STORE *store = X509_STORE_new();
    enum passkey_verdict verdict = PASSKEY_VERDICT_UNKNOWN;

    (void)context;
    if (anchors != NULL && store != NULL)
        verdict = presented != NULL && sk_X509_num(presented) > 0 &&
                          verify(store, presented, anchors)
                      ? PASSKEY_VERDICT_VALID
                      : PASSKEY_VERDICT_INVALID;
    sk_X509_pop_free(presented, X509_free);
    sk_X509_pop_free(anchors, X509_free);
    X509_STORE_free(store);
    ERR_clear_error();
    return verdict;
}
