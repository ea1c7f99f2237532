/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Certificate paths and revocation lists by X509_verify_cert. The validity
 * periods of what was presented are the library's own check; those of anchors
 * are checked here, for OpenSSL takes the second of notAfter for expired.
 */
#include "backend.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

/* No SHA-1 and no RSA below 1,024 bits, but for the anchor's own signature. */
#define AUTH_LEVEL 1

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
        if (!push(stack, pk_certificate_read(ders[i]))) {
            sk_X509_pop_free(stack, X509_free);
            stack = NULL;
        }
    }
    return stack;
}

/* Both ends of a validity period belong to it (RFC 5280 section 4.1.2.5). */
static bool
is_valid_at(const X509 *certificate, int64_t now)
{
    int begun =
        ASN1_TIME_cmp_time_t(X509_get0_notBefore(certificate), (time_t)now);
    int ended =
        ASN1_TIME_cmp_time_t(X509_get0_notAfter(certificate), (time_t)now);

    return (begun == -1 || begun == 0) && (ended == 0 || ended == 1);
}

/*
 * Anchors that libcrypto cannot read are left out, and those whose time it is
 * not: they can prove nothing.
 */
static STACK_OF(X509) *
read_anchors(
    struct passkey_openssl *openssl, const struct passkey_path *path)
{
    STACK_OF(X509) *stack = sk_X509_new_null();
    X509 *anchor;
    size_t i;

    for (i = 0; stack != NULL && i < path->num_anchors; i++) {
        anchor = pk_anchor_read(openssl, path->anchors[i]);
        if (anchor != NULL && is_valid_at(anchor, path->now))
            (void)push(stack, anchor);
        else
            X509_free(anchor);
    }
    return stack;
}

static X509_CRL *
read_list(struct passkey_bytes der)
{
    const uint8_t *at = der.data;
    X509_CRL *list;

    if (der.len > LONG_MAX)
        return NULL;
    list = d2i_X509_CRL(NULL, &at, (long)der.len);
    if (list != NULL && at != der.data + der.len) {
        X509_CRL_free(list);
        return NULL;
    }
    return list;
}

/* Lists that libcrypto cannot read are left out: they say nothing. */
static STACK_OF(X509_CRL) *
read_lists(const struct passkey_bytes *ders, size_t num_ders)
{
    STACK_OF(X509_CRL) *stack = sk_X509_CRL_new_null();
    X509_CRL *list;
    size_t i;

    for (i = 0; stack != NULL && i < num_ders; i++) {
        list = read_list(ders[i]);
        if (list != NULL && sk_X509_CRL_push(stack, list) <= 0)
            X509_CRL_free(list);
    }
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

/* What a verification needs, and what its callback finds out. */
struct question {
    const struct passkey_path *path;
    STACK_OF(X509) *presented;
    STACK_OF(X509) *anchors;
    STACK_OF(X509_CRL) *lists;
    X509_STORE *store;
    bool revoked;
    bool status_unknown; /* and that is why the path was refused */
};

/* Nobody but the caller can take back the trust in an anchor. */
static bool
is_about_the_anchor(X509_STORE_CTX *context)
{
    return X509_STORE_CTX_get_error_depth(context) ==
           sk_X509_num(X509_STORE_CTX_get0_chain(context)) - 1;
}

/* Nothing says whether this certificate is revoked. */
static int
on_unknown_status(struct question *q, X509_STORE_CTX *context)
{
    if (!q->path->require_status || is_about_the_anchor(context))
        return 1;
    q->status_unknown = true;
    return 0;
}

/*
 * Called for everything that libcrypto finds, so that the rules about lists
 * are ours; 1 goes on. A list whose signature is wrong is the caller's
 * mistake under either rule.
 */
static int
on_finding(int good, X509_STORE_CTX *context)
{
    struct question *q = X509_STORE_CTX_get_app_data(context);

    if (good)
        return 1;
    switch (X509_STORE_CTX_get_error(context)) {
    case X509_V_ERR_CERT_NOT_YET_VALID:
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return 1; /* the library's own check */
    case X509_V_ERR_UNABLE_TO_GET_CRL:
    case X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
    case X509_V_ERR_CRL_NOT_YET_VALID:
    case X509_V_ERR_CRL_HAS_EXPIRED:
    case X509_V_ERR_DIFFERENT_CRL_SCOPE:
    case X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION:
        return on_unknown_status(q, context);
    case X509_V_ERR_CRL_SIGNATURE_FAILURE:
        if (is_about_the_anchor(context))
            return 1; /* a list of its issuer, whose key is not here */
        q->status_unknown = true;
        return 0;
    case X509_V_ERR_CERT_REVOKED:
        if (is_about_the_anchor(context))
            return 1; /* whoever made that list */
        q->revoked = true;
        return 0;
    default:
        return 0;
    }
}

/* The time is for the lists: certificates are excused in on_finding. */
static void
ask_for_status(struct question *q, X509_STORE_CTX *context)
{
    if (sk_X509_CRL_num(q->lists) == 0 && !q->path->require_status)
        return;
    X509_STORE_CTX_set0_crls(context, q->lists);
    X509_STORE_CTX_set_time(context, 0, (time_t)q->path->now);
    X509_STORE_CTX_set_flags(
        context, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
}

static bool
verify(struct question *q)
{
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    bool valid = false;

    if (context != NULL &&
        X509_STORE_CTX_init(context, q->store,
            sk_X509_value(q->presented, 0), q->presented) == 1 &&
        X509_STORE_CTX_set_app_data(context, q) == 1) {
        X509_STORE_CTX_set0_trusted_stack(context, q->anchors);
        X509_STORE_CTX_set_flags(
            context, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME);
        X509_STORE_CTX_set_verify_cb(context, on_finding);
        X509_VERIFY_PARAM_set_auth_level(
            X509_STORE_CTX_get0_param(context), AUTH_LEVEL);
        ask_for_status(q, context);
        valid = X509_verify_cert(context) == 1 &&
                (q->path->any_order ||
                    uses_all(q->presented, X509_STORE_CTX_get0_chain(context)));
    }
    X509_STORE_CTX_free(context);
    return valid;
}

static bool
verify_under(struct question *q, X509 *anchor)
{
    STACK_OF(X509) *all = q->anchors;
    bool valid;

    q->anchors = sk_X509_new_null();
    valid = q->anchors != NULL && sk_X509_push(q->anchors, anchor) > 0 &&
            verify(q);
    sk_X509_free(q->anchors);
    q->anchors = all;
    return valid;
}

/*
 * Of several anchors with the name that it looks for, libcrypto takes one,
 * and goes no other way if its key is not the right one. So each gets its
 * turn.
 */
static bool
verify_under_each(struct question *q)
{
    int i;

    for (i = 0; i < sk_X509_num(q->anchors) && !q->revoked; i++) {
        if (verify_under(q, sk_X509_value(q->anchors, i)))
            return true;
    }
    return false;
}

static enum passkey_path_verdict
answer(struct question *q)
{
    if (q->anchors == NULL || q->store == NULL || q->lists == NULL)
        return PASSKEY_PATH_UNKNOWN;
    if (q->presented == NULL || sk_X509_num(q->presented) == 0)
        return PASSKEY_PATH_UNTRUSTED;
    if (verify(q) || (sk_X509_num(q->anchors) > 1 && verify_under_each(q)))
        return PASSKEY_PATH_TRUSTED;
    if (q->revoked)
        return PASSKEY_PATH_REVOKED;
    return q->status_unknown ? PASSKEY_PATH_STATUS_UNKNOWN
                             : PASSKEY_PATH_UNTRUSTED;
}

enum passkey_path_verdict
pk_backend_check_path(void *context, const struct passkey_path *path)
{
    struct question q = {
        .path = path,
        .presented =
            read_certificates(path->certificates, path->num_certificates),
        .anchors = read_anchors(context, path),
        .lists = read_lists(path->revocation_lists, path->num_revocation_lists),
        .store = X509_STORE_new(),
    };
    enum passkey_path_verdict verdict = answer(&q);

    sk_X509_pop_free(q.presented, X509_free);
    sk_X509_pop_free(q.anchors, X509_free);
    sk_X509_CRL_pop_free(q.lists, X509_CRL_free);
    X509_STORE_free(q.store);
    ERR_clear_error();
    return verdict;
}
