/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes in scratch memory. */
#include "blob.h"

#include "scratch.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
insist(int done, const char *what)
{
    if (!done) {
        fprintf(stderr, "blob: %s\n", what);
        abort();
    }
}

struct blob
blob_copy(const void *data, size_t len)
{
    struct blob copy = {scratch_alloc(len), len};

    if (len > 0)
        memcpy(copy.data, data, len);
    return copy;
}

struct blob
blob_text(const char *text)
{
    return blob_copy(text, strlen(text));
}

struct blob
blob_fill(uint8_t value, size_t len)
{
    struct blob filled = {scratch_alloc(len), len};

    memset(filled.data, value, len);
    return filled;
}

struct blob
blob_random(size_t len)
{
    struct blob random = {scratch_alloc(len), len};

    insist(RAND_bytes(random.data, (int)len) == 1, "no random bytes");
    return random;
}

struct blob
blob_join(struct blob first, struct blob second)
{
    struct blob joined = blob_copy(first.data, first.len);

    blob_add(&joined, second.data, second.len);
    return joined;
}

struct blob
blob_cut(struct blob from, size_t start, size_t len)
{
    insist(start <= from.len && len <= from.len - start, "cut outside");
    return blob_copy(from.data + start, len);
}

struct blob
blob_head(struct blob from, size_t len)
{
    return blob_cut(from, 0, len);
}

struct blob
blob_flip(struct blob from, size_t at)
{
    struct blob flipped = blob_copy(from.data, from.len);

    insist(at < from.len, "flip outside");
    flipped.data[at] ^= 1;
    return flipped;
}

void
blob_add(struct blob *to, const void *data, size_t len)
{
    struct blob grown = {scratch_alloc(to->len + len), to->len + len};

    if (to->len > 0)
        memcpy(grown.data, to->data, to->len);
    if (len > 0)
        memcpy(grown.data + to->len, data, len);
    *to = grown;
}

void
blob_add_byte(struct blob *to, uint8_t value)
{
    blob_add(to, &value, 1);
}

void
blob_add_u16(struct blob *to, size_t value)
{
    blob_add_byte(to, (uint8_t)(value >> 8));
    blob_add_byte(to, (uint8_t)value);
}

void
blob_add_u32(struct blob *to, uint32_t value)
{
    blob_add_u16(to, value >> 16);
    blob_add_u16(to, value);
}

struct blob
blob_digest(const char *hash, struct blob of)
{
    struct blob digest = blob_fill(0, EVP_MAX_MD_SIZE);
    unsigned int len = 0;

    insist(EVP_Digest(of.data, of.len, digest.data, &len,
               EVP_get_digestbyname(hash), NULL) == 1,
        "no digest");
    digest.len = len;
    return digest;
}

struct blob
blob_sha256(struct blob of)
{
    return blob_digest("SHA256", of);
}

char *
blob_base64(struct blob from)
{
    char *text = scratch_alloc(4 * ((from.len + 2) / 3) + 1);

    EVP_EncodeBlock((unsigned char *)text, from.data, (int)from.len);
    return text;
}

char *
blob_base64url(struct blob from)
{
    char *text = blob_base64(from);
    char *at;

    for (at = text; *at != '\0'; at++) {
        if (*at == '+')
            *at = '-';
        else if (*at == '/')
            *at = '_';
    }
    text[strcspn(text, "=")] = '\0';
    return text;
}
