#include "unit.h"

#include "http/origin.h"

static void
compares_origins(void **state)
{
    static const struct {
        const char *url, *base;
    } same[] = {
        {"https://a.example", "https://a.example"},
        {"https://a.example/", "https://a.example/help"},
        {"https://a.example/x?y#z", "https://a.example"},
        {"https://a.example?y", "https://a.example"},
        {"https://a.example#y", "https://a.example"},
        {"HTTPS://A.EXAMPLE/", "https://a.example"},
        {"https://a.example:443/", "https://a.example"},
        {"http://a.example", "http://a.example:80"},
        {"http://127.0.0.1:8080/x", "http://127.0.0.1:8080"},
        {"http://[::1]:8080/x", "http://[::1]:8080"},
        {"http://[::1]/x", "http://[::1]:80"},
    };
    static const struct {
        const char *url, *base;
    } other[] = {
        {"", "https://a.example"},
        {"/", "https://a.example"},
        {"a.example", "https://a.example"},
        {"//a.example", "https://a.example"},
        {"http://a.example", "https://a.example"},
        {"https://b.example", "https://a.example"},
        {"https://a.example.b", "https://a.example"},
        {"https://a.exampleb", "https://a.example"},
        {"https://a.exampl", "https://a.example"},
        {"https://x.a.example", "https://a.example"},
        {"https://a.example.", "https://a.example"},
        {"https://a.example:444", "https://a.example"},
        {"https://a.example:80", "https://a.example"},
        {"https://a.example:4430", "https://a.example:443"},
        {"https://a.example:", "https://a.example"},
        {"https://a.example:x", "https://a.example"},
        {"https://a.example:443x", "https://a.example"},
        {"https://a.example@b.example", "https://a.example"},
        {"https://b.example@a.example", "https://a.example"},
        {"https://a.example:1@b.example", "https://a.example"},
        {"https://a.example\\@b.example", "https://a.example"},
        {"https://a.example\\.b", "https://a.example"},
        {"https:\\\\a.example", "https://a.example"},
        {"https:/a.example", "https://a.example"},
        {"https://", "https://a.example"},
        {"https:///a.example", "https://a.example"},
        {" https://a.example", "https://a.example"},
        {"https://a.example/ x", "https://a.example"},
        {"https://a.example/\n", "https://a.example"},
        {"https://a.example\t", "https://a.example"},
        {"https://a.example/\x7f", "https://a.example"},
        {"javascript:https://a.example", "https://a.example"},
        {"https://a\xc3\xa9.example", "https://a.example"},
        {"http://[::2]:8080", "http://[::1]:8080"},
        {"http://[::1", "http://[::1]"},
        {"http://[]", "http://[::1]"},
        {"null", "https://a.example"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(same); i++)
        expect(url_same_origin(same[i].url, same[i].base), same[i].url);
    for (size_t i = 0; i < COUNT(other); i++)
        expect(!url_same_origin(other[i].url, other[i].base), other[i].url);
}

static void
judges_posts(void **state)
{
    static const struct {
        const char *site, *origin;
        enum origin want;
    } cases[] = {
        {"same-origin", "", ORIGIN_SAME},
        {"same-origin", "https://evil.example", ORIGIN_SAME}, /* a page can't set the first */
        {"none", "", ORIGIN_SAME},
        {"cross-site", "", ORIGIN_CROSS},
        {"cross-site", "https://help.example", ORIGIN_CROSS},
        {"same-site", "https://help.example", ORIGIN_SAME},
        {"same-site", "https://shop.example", ORIGIN_CROSS},
        {"same-site", "", ORIGIN_CROSS},
        {"nonsense", "", ORIGIN_CROSS},
        {"nonsense", "https://help.example", ORIGIN_SAME},
        {"", "https://help.example", ORIGIN_SAME},
        {"", "https://HELP.example:443", ORIGIN_SAME},
        {"", "http://help.example", ORIGIN_CROSS},
        {"", "https://help.example/", ORIGIN_CROSS}, /* an origin has no path */
        {"", "https://help.example.evil.example", ORIGIN_CROSS},
        {"", "https://help.example:8443", ORIGIN_CROSS},
        {"", "null", ORIGIN_CROSS},
        {"", "", ORIGIN_UNKNOWN},
    };
    static struct request r;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        strcpy(r.sec_fetch_site, cases[i].site);
        strcpy(r.origin, cases[i].origin);
        expect(origin_of(&r, "https://help.example/center") == cases[i].want, cases[i].origin);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compares_origins),
        cmocka_unit_test(judges_posts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
