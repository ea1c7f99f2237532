/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RSA keys as the generator of CVE-2017-15361 made them, by its description:
 * Nemec, Sys, Svenda, Klinec, Matyas: The Return of Coppersmith's Attack.
 */
#ifndef TEST_BROKEN_RSA_KEY_H
#define TEST_BROKEN_RSA_KEY_H

#include <openssl/evp.h>

/* A fresh key of 2048 bits; the caller frees with EVP_PKEY_free. */
EVP_PKEY *key_generate_broken_rsa(void);

#endif
