/* SPDX-License-Identifier: Apache-2.0 */
/* Section H: what a TPM says, pubArea and certInfo. */
#include "case_groups.h"

#include "case.h"
#include "case_keys.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* The credential key, then the attestation key. */
static void
begin(struct test_case *t, int alg, int attestation_alg)
{
    case_begin_attested(t, &statement_tpm, alg, attestation_alg);
}

static struct blob
area_of(struct test_case *t)
{
    return tpm_public_write(&t->c.tpm.object);
}

static void
area(struct test_case *t, struct blob bytes, const char *test)
{
    t->c.tpm.pub_area = bytes;
    case_reject(t, "8.3-2a", test);
}

static struct blob
with_length_in_front(struct blob bytes)
{
    struct blob sized = blob_fill(0, 0);

    blob_add_u16(&sized, bytes.len);
    return blob_join(sized, bytes);
}

static void
version_cases(void)
{
    static const char *const versions[] = {"1.2", "2", "2.00", "2.1", ""};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(versions); i++) {
        begin(&t, -7, -257);
        t.c.tpm.version = versions[i];
        case_reject(&t, "8.3-1b", format("ver-%s", versions[i]));
    }
    begin(&t, -7, -257);
    ceremony_sign(&t.c);
    cbor_get_text(t.c.statement, "ver")->bytes = blob_copy("2.0", 4);
    case_reject(&t, "8.3-1b", "ver-nul");
}

static void
area_cases(void)
{
    static const int algs[] = {-7, -257};
    struct test_case t;
    struct blob bytes;
    size_t i;

    for (i = 0; i < COUNT(algs); i++) {
        const char *name = key_algorithm_find(algs[i])->name;

        begin(&t, algs[i], -257);
        bytes = area_of(&t);
        area(&t, blob_head(bytes, bytes.len - 1), format("%s-truncated", name));
        begin(&t, algs[i], -257);
        area(&t, blob_join(area_of(&t), blob_fill(0, 1)),
            format("%s-trailing", name));
        begin(&t, algs[i], -257);
        area(&t, with_length_in_front(area_of(&t)),
            format("%s-TPM2B-prefix", name));
        begin(&t, algs[i], -257);
        bytes = area_of(&t);
        /* the length of what comes last: y, or n */
        i == 0 ? (bytes.data[bytes.len - 34] = 0xff)
               : (bytes.data[bytes.len - 258] = 0xff);
        area(&t, bytes, format("%s-length-bomb", name));
    }
    begin(&t, -7, -257);
    area(&t, blob_fill(0, 0), "empty");
    begin(&t, -7, -257);
    t.c.tpm.object.type = TPM_KEYEDHASH;
    case_reject(&t, "8.3-2a", "type-keyedhash");
    begin(&t, -7, -257);
    t.c.tpm.object.type = 0;
    case_reject(&t, "8.3-2a", "type-zero");
}

/* Parameters of the object that must be skipped rightly. */
static void
parameter_cases(void)
{
    static const struct {
        const char *test;
        int alg;
        unsigned symmetric, scheme, kdf;
    } cases[] = {{"symmetric-AES", -7, TPM_AES, TPM_NULL, TPM_NULL},
        {"scheme-ECDSA", -7, TPM_NULL, TPM_ECDSA, TPM_NULL},
        {"scheme-ECDAA", -7, TPM_NULL, TPM_ECDAA, TPM_NULL},
        {"kdf", -7, TPM_NULL, TPM_ECDSA, 0x0020},
        {"RSA-symmetric-AES", -257, TPM_AES, TPM_NULL, 0},
        {"RSA-scheme-RSASSA", -257, TPM_NULL, TPM_RSASSA, 0},
        {"RSA-scheme-RSAES", -257, TPM_NULL, TPM_RSAES, 0}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(cases); i++) {
        begin(&t, cases[i].alg, -257);
        t.c.tpm.object.symmetric = cases[i].symmetric;
        t.c.tpm.object.scheme = cases[i].scheme;
        t.c.tpm.object.kdf = cases[i].kdf;
        case_accept(&t, "8.3-2a", cases[i].test);
    }
    begin(&t, -257, -257);
    t.c.tpm.object.exponent = 65537;
    case_accept(&t, "8.3-2b", "exponent-written-out");
    begin(&t, -257, -257);
    t.c.tpm.object.x = blob_join(blob_fill(0, 1), t.c.tpm.object.x);
    case_accept(&t, "8.3-2b", "modulus-with-leading-zero");
    begin(&t, -7, -257);
    t.c.tpm.object.x = blob_join(blob_fill(0, 1), t.c.tpm.object.x);
    t.c.tpm.object.y = blob_join(blob_fill(0, 1), t.c.tpm.object.y);
    case_accept(&t, "8.3-2b", "coordinates-with-leading-zero");
}

static void
other_object(const char *test, int alg, enum key_role role, int object_alg)
{
    struct test_case t;

    begin(&t, alg, -257);
    t.c.tpm.object = tpm_public_of(
        case_key(role, object_alg), key_algorithm_find(object_alg));
    case_reject(&t, "8.3-2b", test);
}

static void
object_key_cases(void)
{
    static const unsigned curves[] = {0, 2, 4, 5, 0x10};
    struct test_case t;
    size_t i;

    other_object("other-EC-key", -7, ROLE_OTHER, -7);
    other_object("other-RSA-key", -257, ROLE_OTHER, -257);
    other_object("EC-area-for-RSA-key", -257, ROLE_OWN, -7);
    other_object("RSA-area-for-EC-key", -7, ROLE_OWN, -257);
    other_object("P-384-area-for-P-256-key", -7, ROLE_OWN, -35);
    for (i = 0; i < COUNT(curves); i++) {
        begin(&t, -7, -257);
        t.c.tpm.object.curve = curves[i];
        case_reject(&t, "8.3-2b", format("curve-%u", curves[i]));
    }
    begin(&t, -257, -257);
    t.c.tpm.object.exponent = 3;
    case_reject(&t, "8.3-2b", "exponent-differs");
    begin(&t, -257, -257);
    t.c.tpm.object.exponent = 65537 << 8;
    case_reject(&t, "8.3-2b", "exponent-shifted");
    begin(&t, -257, -257);
    t.c.tpm.object.x = blob_flip(t.c.tpm.object.x, 255);
    case_reject(&t, "8.3-2b", "modulus-differs");
    begin(&t, -7, -257);
    t.c.tpm.object.x = blob_flip(t.c.tpm.object.x, 31);
    case_reject(&t, "8.3-2b", "x-differs");
    begin(&t, -7, -257);
    t.c.tpm.object.y = blob_flip(t.c.tpm.object.y, 0);
    case_reject(&t, "8.3-2b", "y-differs");
    begin(&t, -7, -257);
    t.c.tpm.object.y = blob_join(t.c.tpm.object.y, blob_fill(0, 1));
    case_reject(&t, "8.3-2b", "y-with-trailing-zero");
}

static void
magic_and_type_cases(void)
{
    static const struct {
        const char *test;
        uint32_t magic;
    } magics[] = {{"magic-zero", 0}, {"magic-off-by-one", 0xff544348u},
        {"magic-reversed", 0x474354ffu}};
    static const struct {
        const char *test;
        unsigned type;
    } types[] = {{"quote", 0x8018}, {"creation", 0x801a}, {"nv", 0x8014},
        {"certify-next", 0x8016}, {"zero", 0}, {"time", 0x8019}};
    struct test_case t;
    size_t i;

    for (i = 0; i < COUNT(magics); i++) {
        begin(&t, -7, -257);
        t.c.tpm.attest.magic = magics[i].magic;
        case_reject(&t, "8.3-7", magics[i].test);
    }
    for (i = 0; i < COUNT(types); i++) {
        begin(&t, -7, -257);
        t.c.tpm.attest.type = types[i].type;
        case_reject(&t, "8.3-8", types[i].test);
    }
}

/* A right certInfo, damaged before it was signed. */
static void
info(const char *test, struct blob (*spoil)(struct blob))
{
    struct test_case t;

    begin(&t, -7, -257);
    ceremony_build(&t.c);
    t.c.tpm.attest.extra_data = blob_sha256(ceremony_message(&t.c));
    t.c.tpm.attest.name = tpm_name(TPM_SHA256, area_of(&t));
    t.c.tpm.cert_info = spoil(tpm_attest_write(&t.c.tpm.attest));
    case_reject(&t, "8.3-7a", test);
}

static struct blob
truncated(struct blob bytes)
{
    return blob_head(bytes, bytes.len - 1);
}

static struct blob
trailing(struct blob bytes)
{
    return blob_join(bytes, blob_fill(0, 1));
}

static struct blob
without_qualified_name(struct blob bytes)
{
    return blob_head(bytes, bytes.len - 36);
}

static struct blob
empty_tail(struct blob bytes)
{
    return blob_join(without_qualified_name(bytes), blob_fill(0, 4));
}

static struct blob
nothing(struct blob bytes)
{
    return blob_head(bytes, 0);
}

/* The length of extraData, behind magic, type and the signer. */
static struct blob
length_bomb(struct blob bytes)
{
    bytes.data[4 + 2 + 36] = 0xff;
    return bytes;
}

static void
info_cases(void)
{
    struct test_case t;

    info("truncated", truncated);
    info("trailing", trailing);
    info("qualified-name-missing", without_qualified_name);
    info("empty-tail", empty_tail);
    info("empty", nothing);
    info("length-bomb", length_bomb);
    info("TPM2B-prefix", with_length_in_front);
    begin(&t, -7, -257);
    t.c.tpm.attest.clock_info = blob_fill(0xa5, 17);
    t.c.tpm.attest.firmware = blob_fill(0, 8);
    t.c.tpm.attest.qualified_signer = blob_fill(0, 0);
    t.c.tpm.attest.qualified_name = blob_fill(0, 0);
    case_accept(&t, "8.3-11", "ignored-fields-odd");
    begin(&t, -7, -257);
    t.c.tpm.attest.clock_info = blob_fill(0xa5, 18);
    case_reject(&t, "8.3-7a", "clock-longer");
    begin(&t, -7, -257);
    t.c.tpm.attest.clock_info = blob_fill(0xa5, 16);
    case_reject(&t, "8.3-7a", "clock-shorter");
}

void
tpm_cases(void)
{
    version_cases();
    area_cases();
    parameter_cases();
    object_key_cases();
    magic_and_type_cases();
    info_cases();
}
