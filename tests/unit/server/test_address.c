/* SPDX-License-Identifier: Apache-2.0 */
#include "../unit.h"

#include "../../../server/http/address.h"

static void
networks_contain_their_addresses(void **state)
{
    static const struct {
        const char *network, *address;
        bool contains;
    } cases[] = {
        {"127.0.0.1", "127.0.0.1", true},
        {"127.0.0.1", "127.0.0.2", false},
        {"10.0.0.0/8", "10.255.3.4", true},
        {"10.0.0.0/8", "11.0.0.0", false},
        {"10.0.0.0/9", "10.128.0.0", false},
        {"0.0.0.0/0", "192.0.2.1", true},
        {"0.0.0.0/0", "2001:db8::1", false},
        {"2001:db8::/33", "2001:db8:7fff::1", true},
        {"2001:db8::/33", "2001:db8:8000::1", false},
        {"::/0", "192.0.2.1", true},
        {"::ffff:192.0.2.1", "192.0.2.1", true},
    };
    uint8_t address[ADDRESS_LEN];
    struct network network;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        assert_true(network_read(view_text(cases[i].network), &network));
        assert_true(address_read(view_text(cases[i].address), address));
        assert_int_equal(
            network_contains(&network, address), cases[i].contains);
    }
}

static void
refuses_what_is_no_network(void **state)
{
    static const char *const texts[] = {"", "/8", "10.0.0.0/", "10.0.0.0/33",
        "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0/8", "010.0.0.1", "::1/129",
        "localhost", "1.2.3.4 ", "[::1]", "::1/0128"};
    struct network network;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(texts); i++) {
        struct passkey_bytes text = copy_exactly(texts[i], strlen(texts[i]));

        assert_false(network_read(text, &network));
        free_copy(text);
    }
}

static void
believes_proxies_only(void **state)
{
    static const struct {
        const char *peer, *forwarded_for, *client;
    } cases[] = {
        {"192.0.2.1", "198.51.100.7", "192.0.2.1"}, /* no proxy */
        {"10.0.0.1", "198.51.100.7", "198.51.100.7"},
        {"10.0.0.1", "1.1.1.1, 198.51.100.7", "198.51.100.7"},
        {"10.0.0.1", "198.51.100.7, 10.0.0.2", "198.51.100.7"},
        {"10.0.0.1", "10.0.0.3,10.0.0.2", "10.0.0.3"},
        {"10.0.0.1", "", "10.0.0.1"},
        {"10.0.0.1", "unknown", "10.0.0.1"},
        {"10.0.0.1", "198.51.100.7,", "10.0.0.1"},
        {"10.0.0.1", "2001:db8::1", "2001:db8::1"},
    };
    uint8_t peer[ADDRESS_LEN], client[ADDRESS_LEN];
    struct network proxies;
    size_t i;

    (void)state;
    assert_true(network_read(view_text("10.0.0.0/8"), &proxies));
    for (i = 0; i < COUNT_OF(cases); i++) {
        assert_true(address_read(view_text(cases[i].peer), peer));
        assert_true(address_read(view_text(cases[i].client), client));
        address_of_client(peer, view_text(cases[i].forwarded_for), &proxies, 1);
        assert_memory_equal(peer, client, ADDRESS_LEN);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(networks_contain_their_addresses),
        cmocka_unit_test(refuses_what_is_no_network),
        cmocka_unit_test(believes_proxies_only),
    };

    return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}
