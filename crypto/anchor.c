/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Anchors, read once. Reading a certificate costs OpenSSL twice as much as
 * checking a signature, and the anchors are the caller's own and the same for
 * every registration. Each has one place, chosen by its last byte, which is its
 * signature's; one that comes to a place that is taken replaces the other.
 */
#include "backend.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/x509.h>
#include <string.h>

X509 *
pk_certificate_read(struct passkey_bytes der)
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

static struct pk_kept_anchor *
place_of(struct passkey_openssl *openssl, struct passkey_bytes der)
{
    uint8_t last = der.len > 0 ? der.data[der.len - 1] : 0;

    return &openssl->anchors[last % PK_ANCHORS_KEPT];
}

static bool
holds(const struct pk_kept_anchor *kept, struct passkey_bytes der)
{
    return kept->certificate != NULL && kept->len == der.len &&
           memcmp(kept->der, der.data, der.len) == 0;
}

static void
drop(struct pk_kept_anchor *kept)
{
    X509_free(kept->certificate);
    OPENSSL_free(kept->der);
    memset(kept, 0, sizeof(*kept));
}

/* If there is no memory to keep it, it is not kept. */
static void
keep(struct pk_kept_anchor *kept, struct passkey_bytes der, X509 *certificate)
{
    drop(kept);
    kept->der = OPENSSL_memdup(der.data, der.len);
    if (kept->der == NULL || X509_up_ref(certificate) != 1) {
        drop(kept);
        return;
    }
    kept->len = der.len;
    kept->certificate = certificate;
}

X509 *
pk_anchor_read(struct passkey_openssl *openssl, struct passkey_bytes der)
{
    struct pk_kept_anchor *kept = place_of(openssl, der);
    X509 *certificate;

    if (holds(kept, der))
        return X509_up_ref(kept->certificate) == 1 ? kept->certificate : NULL;
    certificate = pk_certificate_read(der);
    if (certificate != NULL)
        keep(kept, der, certificate);
    return certificate;
}

void
pk_anchors_close(struct passkey_openssl *openssl)
{
    size_t i;

    for (i = 0; i < PK_ANCHORS_KEPT; i++)
        drop(&openssl->anchors[i]);
}
