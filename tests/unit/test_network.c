#include "unit.h"

#include "base/address.h"

static void
cuts_addresses_to_networks(void **state)
{
    static const struct {
        const char *client, *network;
    } cases[] = {
        {"192.0.2.129", "192.0.2.0/24"},
        {"0.0.0.0", "0.0.0.0/24"},
        {"255.255.255.255", "255.255.255.0/24"},
        {"2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"},
        {"2001:DB8::1", "2001:db8::/48"},
        {"::1", "::/48"},
        {"::ffff:192.0.2.129", "192.0.2.0/24"},
        {"::FFFF:c000:0281", "192.0.2.0/24"},
        {"", "unknown"},
        {"unix:", "unknown"},
        {"localhost", "unknown"},
        {"192.0.2", "unknown"},
        {"192.0.2.256", "unknown"},
        {"192.0.2.1.5", "unknown"},
        {"192.0.2.1:80", "unknown"},
        {"192.0.2.1/24", "unknown"},
        {"192.0.2.01x", "unknown"},
        {" 192.0.2.1", "unknown"},
        {"192.0.2.1 ", "unknown"},
        {"[::1]", "unknown"},
        {"fe80::1%eth0", "unknown"},
        {"1::2::3", "unknown"},
        {"1:2:3:4:5:6:7:8:9", "unknown"},
        {"12345::", "unknown"},
        {":::", "unknown"},
        {"g::1", "unknown"},
    };
    char out[NETWORK_MAX];
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        network_of(cases[i].client, out);
        assert_string_equal(out, cases[i].network);
    }
    network_of(NULL, out);
    assert_string_equal(out, "unknown");
    network_of(letters('1', NETWORK_MAX), out);
    assert_string_equal(out, "unknown");
}

static void
finds_a_client_in_a_list(void **state)
{
    static const struct {
        const char *client, *networks;
        bool listed;
    } cases[] = {
        {"10.1.2.3", "10.0.0.0/8", true},
        {"10.1.2.3", "10.9.9.9/8", true}, /* bits past the prefix don't matter */
        {"11.1.2.3", "10.0.0.0/8", false},
        {"127.0.0.1", "10.0.0.0/8 ::1 127.0.0.1", true},
        {"::1", "10.0.0.0/8 ::1 127.0.0.1", true},
        {"::2", "10.0.0.0/8 ::1 127.0.0.1", false},
        {"127.0.0.2", "  127.0.0.1   127.0.0.2  ", true},
        {"192.0.2.127", "192.0.2.0/25", true},
        {"192.0.2.128", "192.0.2.0/25", false},
        {"192.0.2.3", "192.0.2.2/31", true},
        {"192.0.2.4", "192.0.2.2/31", false},
        {"192.0.2.4", "192.0.2.4/32", true},
        {"8.8.8.8", "0.0.0.0/0", true},
        {"2001:db8::1", "0.0.0.0/0", false}, /* of the other kind */
        {"8.8.8.8", "::/0", false},
        {"2001:db8:ffff::1", "2001:db8::/32", true},
        {"2001:db9::1", "2001:db8::/32", false},
        {"2001:db8::1", "2001:db8::/127", true},
        {"2001:db8::2", "2001:db8::/127", false},
        {"::ffff:10.1.2.3", "10.0.0.0/8", true},
        {"10.1.2.3", "::ffff:10.0.0.0/104", true},
        {"11.1.2.3", "::ffff:10.0.0.0/104", false},
        {"10.1.2.3", "", false},
        {"", "10.0.0.0/8", false},
        {"unix:", "0.0.0.0/0 ::/0", false},
        {"10.1.2.3", "nonsense 10.0.0.0/8", false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        expect(network_listed(cases[i].client, cases[i].networks) == cases[i].listed,
               cases[i].networks);
}

static void
checks_lists(void **state)
{
    static const char *const good[] = {
        "", " ", "10.0.0.0/8", "::1 127.0.0.1", "0.0.0.0/0 ::/0", "1.2.3.4/32 2001:db8::/128"};
    static const char *const bad[] = {
        "10.0.0.0/33", "::/129",        "10.0.0.0/",   "10.0.0.0/-1", "10.0.0.0/8/8",
        "/8",          "10.0.0.0/0x8",  "10.0.0.0/8a", "10.0.0/8",    "10.0.0.0,::1",
        "any",         "10.0.0.0/0008", "localhost",   "10.*",        "10.0.0.0 / 8",
        "::1\t::2",    "::g/8",         "[::1]/8",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++)
        expect(networks_valid(good[i]), good[i]);
    for (size_t i = 0; i < COUNT(bad); i++)
        expect(!networks_valid(bad[i]), bad[i]);
    assert_false(networks_valid(letters('1', NETWORK_MAX)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_addresses_to_networks),
        cmocka_unit_test(finds_a_client_in_a_list),
        cmocka_unit_test(checks_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
