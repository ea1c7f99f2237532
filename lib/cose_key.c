/* SPDX-License-Identifier: Apache-2.0 */
/* The parameters of a COSE_Key, and what each algorithm wants of them. */
#include "cose_key.h"

#include <passkey/credential.h>
#include <string.h>

#include "../format/cbor.h"
#include "../format/reader.h"

/* RSA moduli that are accepted, in bits. */
#define RSA_BITS_MIN 2048
#define RSA_BITS_MAX 16384

/* The labels -1, -2 and -3 mean something else for each key type. */
struct parameter {
    bool present;
    bool is_integer;
    int64_t integer;
    struct passkey_bytes bytes;
};

struct parameters {
    struct parameter kty, alg, first, second, third;
};

static struct parameter *
parameter_of(struct parameters *parameters, int64_t label)
{
    switch (label) {
    case 1:
        return &parameters->kty;
    case 3:
        return &parameters->alg;
    case -1:
        return &parameters->first;
    case -2:
        return &parameters->second;
    case -3:
        return &parameters->third;
    default:
        return NULL;
    }
}

static bool
read_parameter(struct passkey_bytes *in, struct parameter *out)
{
    out->present = true;
    out->is_integer = pk_cbor_read_integer(in, &out->integer);
    return out->is_integer || pk_cbor_read_bytes(in, &out->bytes);
}

static bool
read_parameters(struct passkey_bytes in, struct parameters *out)
{
    struct parameter *parameter;
    struct pk_cbor_map map;
    int64_t label;

    memset(out, 0, sizeof(*out));
    if (!pk_cbor_map_begin(&in, &map))
        return false;
    while (pk_cbor_map_next(&map)) {
        if (!pk_cbor_read_integer(&in, &label))
            return false;
        parameter = parameter_of(out, label);
        if (parameter == NULL || !read_parameter(&in, parameter))
            return false;
    }
    return pk_cbor_map_done(&map) && pk_read_done(&in);
}

static bool
is_integer(const struct parameter *parameter, int64_t value)
{
    return parameter->present && parameter->is_integer &&
           parameter->integer == value;
}

static bool
take_bytes(
    const struct parameter *parameter, size_t len, struct passkey_bytes *out)
{
    if (!parameter->present || parameter->is_integer ||
        parameter->bytes.len == 0 || (len > 0 && parameter->bytes.len != len))
        return false;
    *out = parameter->bytes;
    return true;
}

/* The COSE curve identifier (IANA COSE Elliptic Curves). */
static int64_t
curve_id(enum passkey_curve curve)
{
    switch (curve) {
    case PASSKEY_CURVE_P256:
        return 1;
    case PASSKEY_CURVE_P384:
        return 2;
    case PASSKEY_CURVE_P521:
        return 3;
    case PASSKEY_CURVE_ED25519:
        return 6;
    case PASSKEY_CURVE_ED448:
        return 7;
    case PASSKEY_CURVE_SECP256K1:
        return 8;
    case PASSKEY_CURVE_NONE:
        break;
    }
    return 0;
}

static size_t
num_bits(struct passkey_bytes number)
{
    size_t bits = number.len * 8;
    uint8_t mask = 0x80;

    while (mask > 0 && (number.data[0] & mask) == 0) {
        bits--;
        mask >>= 1;
    }
    return bits;
}

/* Shortest form, odd; the exponent is at least 3, the modulus long enough. */
static bool
rsa_numbers_fit(const struct passkey_public_key *key)
{
    size_t bits;

    if (key->n.data[0] == 0 || key->e.data[0] == 0 ||
        (key->n.data[key->n.len - 1] & 1) == 0 ||
        (key->e.data[key->e.len - 1] & 1) == 0)
        return false;
    if (key->e.len == 1 && key->e.data[0] < 3)
        return false;
    bits = num_bits(key->n);
    return bits >= RSA_BITS_MIN && bits <= RSA_BITS_MAX &&
           key->e.len <= key->n.len;
}

static bool
read_rsa(const struct parameters *p, struct passkey_public_key *out)
{
    return is_integer(&p->kty, 3) && take_bytes(&p->first, 0, &out->n) &&
           take_bytes(&p->second, 0, &out->e) && !p->third.present &&
           rsa_numbers_fit(out);
}

static bool
read_key(const struct parameters *p, const struct passkey_algorithm *algorithm,
    struct passkey_public_key *out)
{
    size_t len = algorithm->key_len;

    out->kind = algorithm->kind;
    out->curve = algorithm->curve;
    switch (algorithm->kind) {
    case PASSKEY_KEY_EC:
        return is_integer(&p->kty, 2) &&
               is_integer(&p->first, curve_id(algorithm->curve)) &&
               take_bytes(&p->second, len, &out->x) &&
               take_bytes(&p->third, len, &out->y);
    case PASSKEY_KEY_EDWARDS:
        return is_integer(&p->kty, 1) &&
               is_integer(&p->first, curve_id(algorithm->curve)) &&
               take_bytes(&p->second, len, &out->x) && !p->third.present;
    case PASSKEY_KEY_RSA:
        return read_rsa(p, out);
    case PASSKEY_KEY_ML_DSA:
        return is_integer(&p->kty, 7) &&
               take_bytes(&p->first, len, &out->x) && !p->second.present &&
               !p->third.present;
    case PASSKEY_KEY_NONE:
        break;
    }
    return false;
}

enum passkey_error
pk_cose_key_parse(struct passkey_bytes bytes,
    const struct passkey_algorithm **algorithm, struct passkey_public_key *out)
{
    struct parameters parameters;

    memset(out, 0, sizeof(*out));
    *algorithm = NULL;
    if (!read_parameters(bytes, &parameters) || !parameters.kty.is_integer ||
        !parameters.alg.is_integer)
        return PASSKEY_ERR_KEY_MALFORMED;
    *algorithm = passkey_algorithm_find(parameters.alg.integer);
    if (*algorithm == NULL)
        return PASSKEY_ERR_KEY_UNSUPPORTED;
    if (!read_key(&parameters, *algorithm, out))
        return PASSKEY_ERR_KEY_MALFORMED;
    return PASSKEY_OK;
}

enum passkey_error
passkey_credential_algorithm(
    struct passkey_bytes public_key, int32_t *algorithm)
{
    const struct passkey_algorithm *found;
    struct passkey_public_key key;
    enum passkey_error error = pk_cose_key_parse(public_key, &found, &key);

    *algorithm = error == PASSKEY_OK ? found->id : 0;
    return error;
}
