#include "unit.h"

#include "base/address.h"

static void
takes_addresses(void **state)
{
    static const struct {
        const char *typed, *canonical;
        bool mixed;
    } good[] = {
        {"a@b.cd", "a@b.cd", false},
        {"Jane.Doe+Shop@Example.COM", "jane.doe+shop@example.com", false},
        {"o'hara!#$%&*/=?^_`{|}~-@x-y.example", "o'hara!#$%&*/=?^_`{|}~-@x-y.example", false},
        {"1@2.3d", "1@2.3d", false},
        {"a@b.c.d.e.f", "a@b.c.d.e.f", false},
        {"me@b\u00fccher.example", "me@xn--bcher-kva.example", false},
        {"me@B\u00dcCHER.example", "me@xn--bcher-kva.example", false},
        {"me@bu\u0308cher.example", /* the same by a combining mark: NFC */
         "me@xn--bcher-kva.example", false},
        {"me@XN--Bcher-kva.example", "me@xn--bcher-kva.example", false},
        {"me@stra\u00dfe.example", /* non-transitional: sharp s stays */
         "me@xn--strae-oqa.example", false},
        {"me@\xe4\xbe\x8b\xe3\x81\x88.example", "me@xn--r8jz45g.example", false},
        {"me@abc\xe4\xbe\x8b.example", "me@xn--abc-xc0e.example", false}, /* Latin and Han */
        {"me@p\xd0\xb0ypal.example", "me@xn--pypal-4ve.example", true},   /* Cyrillic a */
        {"me@xn--pypal-4ve.example", "me@xn--pypal-4ve.example", true},
        {"me@\xd0\xbf\xd0\xbe\xd1\x87\xd1\x82\xd0\xb0.example", "me@xn--80a1acny.example", false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        struct mail_address m;
        expect(mail_address_parse(good[i].typed, strlen(good[i].typed), &m), good[i].typed);
        assert_string_equal(m.typed, good[i].typed);
        assert_string_equal(m.canonical, good[i].canonical);
        expect(m.mixed_script == good[i].mixed, good[i].typed);
    }
}

static void
refuses_what_is_no_address(void **state)
{
    static const char *const bad[] = {
        "",
        " ",
        "@",
        "a",
        "a@",
        "@b.cd",
        "a@b",                /* no dot */
        "a@localhost",        /* likewise */
        "a@b.",               /* ends with a dot */
        "a@b.cd.",            /* likewise */
        "a@.cd",              /* begins with one */
        "a@b..cd",            /* an empty label */
        "a@b.12",             /* a top level of digits */
        "a@192.0.2.1",        /* an IPv4 address */
        "a@[192.0.2.1]",      /* a literal */
        "a@[IPv6:::1]",       /* likewise */
        "a@-b.cd",            /* hyphens at the ends */
        "a@b-.cd",            /* */
        "a@b.-cd",            /* */
        "a@b.cd-",            /* */
        "a@b_c.de",           /* underscore */
        "a@b\xc3\xbc_c.de",   /* beside a letter that is encoded */
        "a@b\uff3fc.de",      /* full-width underscore */
        "a@b\u00adc.de",      /* soft hyphen */
        "a@b\xe2\x80\x8b.cd", /* zero width space */
        "a@b c.de",           /* space */
        "a@b,c.de",           /* comma */
        "a@b.c/d",            /* slash */
        "a@b.c:25",           /* port */
        "a@b!c.de",           /* bang */
        "a@@b.cd",            /* two at signs */
        "a@b@c.de",           /* likewise */
        ".a@b.cd",            /* dots in the local part */
        "a.@b.cd",            /* */
        "a..b@c.de",          /* */
        "a b@c.de",           /* space */
        "a,b@c.de",           /* comma */
        "a;b@c.de",           /* semicolon */
        "a:b@c.de",           /* colon */
        "(a)b@c.de",          /* comment */
        "a<b@c.de",           /* angle brackets */
        "<a@b.cd>",           /* */
        "A B <a@b.cd>",       /* with a name */
        "a@b.cd, e@f.gh",     /* two addresses */
        "a@b.cd e@f.gh",      /* */
        "a\"b@c.de",          /* quotes */
        "\"a b\"@c.de",       /* */
        "a\\b@c.de",          /* backslash */
        "a[b@c.de",           /* brackets */
        "mailto:a@b.cd",      /* */
        "a\n@b.cd",           /* line ends inside */
        "a@b.cd\nBcc: x@y.z",
        "a@b\r\n.cd",
        "a\t@b.cd",
        "a\x01@b.cd",        /* control */
        "a\x7f@b.cd",        /* DEL */
        "a@b.c\x01",         /* control in the domain */
        "j\xc3\xbcrg@b.cd",  /* local part outside ASCII */
        "a@b\xff.cd",        /* not UTF-8 */
        "a@\xed\xa0\x80.cd", /* a surrogate */
        "a@xn--.cd",         /* stands for nothing */
        "a@xn--zzzzzzzz99999.cd",
        "a@\xe2\x80\x8b.cd",     /* zero width space only */
        "a@b\u202ec.de",         /* right-to-left override */
        "a@\xf0\x9f\x92\x8e.cd", /* a gem: no letter (IDNA2008) */
        "a@b\uff20c.de",         /* full-width at sign */
        "a%00@b.cd\\",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct mail_address m, zero = {.mixed_script = false};
        expect(!mail_address_parse(bad[i], strlen(bad[i]), &m), bad[i]);
        expect(memcmp(&m, &zero, sizeof m) == 0, bad[i]);
    }
    struct mail_address m;
    assert_false(mail_address_parse("a@b.cd\0", 7, &m));
    assert_false(mail_address_parse("a\0@b.cd", 7, &m));
    assert_false(mail_address_parse("a@b\0.cd", 7, &m));
    assert_false(mail_address_parse("\0", 1, &m));
}

static void
trims_white_space(void **state)
{
    static const char text[] = " \t\r\n a@b.cd \r\n\t ";
    struct mail_address m;
    (void)state;
    assert_true(mail_address_parse(text, strlen(text), &m));
    assert_string_equal(m.typed, "a@b.cd");
    assert_true(mail_address_parse("a@b.cdefgh", 6, &m)); /* no byte past len is read */
    assert_string_equal(m.canonical, "a@b.cd");
}

/* local of n letters, then domain. */
static bool
parses(size_t local, const char *domain, struct mail_address *m)
{
    char text[1024] = "";
    strcat(text, letters('a', local));
    strcat(text, "@");
    strcat(text, domain);
    return mail_address_parse(text, strlen(text), m);
}

static void
holds_the_limits(void **state)
{
    struct mail_address m;
    char domain[512];
    (void)state;
    assert_true(parses(64, "b.cd", &m));
    assert_false(parses(65, "b.cd", &m));
    strcpy(domain, letters('b', 63));
    strcat(domain, ".cd");
    assert_true(parses(1, domain, &m));
    strcpy(domain, letters('b', 64));
    strcat(domain, ".cd");
    assert_false(parses(1, domain, &m));

    /* A domain of 3 * 64 + 56 = 248 bytes, with 6 of "aaaaa@" before it 254; then one more. */
    domain[0] = '\0';
    for (int i = 0; i < 3; i++) {
        strcat(domain, letters('b', 63));
        strcat(domain, ".");
    }
    strcat(domain, letters('c', 52));
    strcat(domain, ".cde");
    assert_int_equal(strlen(domain), 248);
    assert_true(parses(5, domain, &m));
    assert_int_equal(strlen(m.canonical), MAIL_MAX);
    assert_false(parses(6, domain, &m));

    /* 60 letters of two bytes are a longer A-label than 63 bytes. */
    domain[0] = '\0';
    for (int i = 0; i < 60; i++)
        strcat(domain, i % 2 ? "\xc3\xbc" : "\xc3\xa9");
    strcat(domain, ".example");
    assert_false(parses(1, domain, &m));
}

static void
writes_addresses_for_mail_servers(void **state)
{
    char wire[MAIL_MAX + 1];
    (void)state;
    assert_true(mail_address_wire(" Jane.Doe@B\xc3\xbc" "cher.Example ", wire));
    assert_string_equal(wire, "Jane.Doe@xn--bcher-kva.example");
    assert_false(mail_address_wire("nobody", wire));
    assert_string_equal(wire, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_addresses),
        cmocka_unit_test(refuses_what_is_no_address),
        cmocka_unit_test(trims_white_space),
        cmocka_unit_test(holds_the_limits),
        cmocka_unit_test(writes_addresses_for_mail_servers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
