/* SPDX-License-Identifier: Apache-2.0 */
/* A token is checked as another program would: with the published key. */
#include "../unit.h"

#include "../../../format/base64url.h"
#include "../../../format/json.h"
#include "../../../server/account/token.h"

static struct server server;

static void
set_up_server(void)
{
    server.origin = "https://example.org";
    server.keys.ceremonies.num_keys = 2;
    server.keys.ceremonies.keys[0].id = 5;
    memset(server.keys.ceremonies.keys[0].key, 1, PASSKEY_SEAL_KEY_LEN);
    server.keys.ceremonies.keys[1].id = 4;
    memset(server.keys.ceremonies.keys[1].key, 2, PASSKEY_SEAL_KEY_LEN);
}

static struct passkey_bytes
part(char *token, unsigned number)
{
    char *begin = token, *end;

    while (number-- > 0)
        begin = strchr(begin, '.') + 1;
    end = strchr(begin, '.');
    return passkey_bytes_of(
        begin, end == NULL ? strlen(begin) : (size_t)(end - begin));
}

static struct passkey_bytes
decode(struct passkey_bytes text, uint8_t *out, size_t cap)
{
    struct passkey_buffer buffer = {out, cap};
    size_t len;

    assert_true(pk_base64url_decode(text, buffer, &len));
    return passkey_bytes_of(out, len);
}

/* The key with this number in the published set. */
static struct passkey_public_key
published_key(unsigned number, uint8_t memory[64])
{
    static char text[1024];
    struct pk_writer json = pk_writer_on(text, sizeof(text));
    struct pk_json_field keys[] = {{.name = "keys"}};
    struct pk_json_field fields[] = {{.name = "x"}, {.name = "y"}};
    struct pk_json_value root, key;
    struct passkey_bytes elements;
    struct passkey_public_key out = {
        .kind = PASSKEY_KEY_EC, .curve = PASSKEY_CURVE_P256};

    assert_true(token_write_keys(&server, &json));
    assert_int_equal(
        pk_json_parse(pk_written(&json), PK_JSON_STRICT, &root), PK_JSON_OK);
    assert_true(pk_json_take(&root, keys, 1));
    elements = pk_json_elements(&keys[0].value);
    do {
        assert_true(pk_json_next(&elements, &key));
    } while (number-- > 0);
    assert_true(pk_json_take(&key, fields, 2));
    out.x = decode(fields[0].value.text, memory, 34);
    out.y = decode(fields[1].value.text, memory + 32, 32 + 2);
    return out;
}

static void
append_unsigned(struct pk_writer *out, struct passkey_bytes number)
{
    while (number.len > 1 && number.data[0] == 0) {
        number.data++;
        number.len--;
    }
    pk_write_u8(out, 0x02);
    pk_write_u8(out, (uint8_t)(number.len + (number.data[0] >> 7)));
    if ((number.data[0] & 0x80) != 0)
        pk_write_u8(out, 0);
    pk_write(out, number);
}

/* r and s to what the backend verifies. */
static struct passkey_bytes
to_der(struct passkey_bytes raw, uint8_t out[80])
{
    struct pk_writer writer = pk_writer_on(out, 80);

    assert_int_equal(raw.len, 64);
    pk_write_u8(&writer, 0x30);
    pk_write_u8(&writer, 0);
    append_unsigned(&writer, passkey_bytes_of(raw.data, 32));
    append_unsigned(&writer, passkey_bytes_of(raw.data + 32, 32));
    out[1] = (uint8_t)(writer.len - 2);
    return pk_written(&writer);
}

static enum passkey_verdict
verify(char *token, unsigned key_number)
{
    struct passkey_openssl *openssl = passkey_openssl_new();
    const struct passkey_crypto *crypto = passkey_openssl_crypto(openssl);
    uint8_t memory[80], raw[72], der[80];
    struct passkey_public_key key = published_key(key_number, memory);
    struct passkey_bytes message = passkey_bytes_of(
        token, (size_t)(strrchr(token, '.') - token));
    enum passkey_verdict verdict =
        crypto->verify(crypto->context, PASSKEY_ALG_ES256, &key, &message, 1,
            to_der(decode(part(token, 2), raw, sizeof(raw)), der));

    passkey_openssl_free(openssl);
    return verdict;
}

static void
make(char text[TOKEN_MAX_LEN + 1])
{
    struct store_user user = {
        .name = view_text("ann"), .display_name = view_text("Ann \"A\"")};
    struct pk_writer writer = pk_writer_on(text, TOKEN_MAX_LEN);

    assert_true(token_write(&server, &user, 1700000000, &writer));
    text[writer.len] = '\0';
}

static void
the_published_key_verifies_it(void **state)
{
    char token[TOKEN_MAX_LEN + 1];

    (void)state;
    make(token);
    assert_int_equal(verify(token, 0), PASSKEY_VERDICT_VALID);
    assert_int_equal(verify(token, 1), PASSKEY_VERDICT_INVALID);
    token[20] = token[20] == 'A' ? 'B' : 'A';
    assert_int_equal(verify(token, 0), PASSKEY_VERDICT_INVALID);
}

static void
it_says_who_and_until_when(void **state)
{
    char token[TOKEN_MAX_LEN + 1];
    uint8_t text[1024];
    struct pk_json_field fields[] = {{.name = "iss"}, {.name = "exp"},
        {.name = "preferred_username"}, {.name = "name"}, {.name = "kid"}};
    struct pk_json_value root;
    int64_t expires;

    (void)state;
    make(token);
    assert_int_equal(pk_json_parse(decode(part(token, 1), text, sizeof(text)),
                         PK_JSON_STRICT, &root),
        PK_JSON_OK);
    assert_true(pk_json_take(&root, fields, 4));
    assert_true(pk_json_string_is(
        &fields[0].value, view_text("https://example.org")));
    assert_true(pk_json_integer(&fields[1].value, &expires));
    assert_int_equal(expires, 1700000000 + TOKEN_LIFE_S);
    assert_true(pk_json_string_is(&fields[2].value, view_text("ann")));
    assert_true(pk_json_string_is(&fields[3].value, view_text("Ann \"A\"")));
    assert_int_equal(pk_json_parse(decode(part(token, 0), text, sizeof(text)),
                         PK_JSON_STRICT, &root),
        PK_JSON_OK);
    assert_true(pk_json_take(&root, fields + 4, 1));
    assert_true(pk_json_string_is(&fields[4].value, view_text("5")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_key_verifies_it),
        cmocka_unit_test(it_says_who_and_until_when),
    };

    set_up_server();
    return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
