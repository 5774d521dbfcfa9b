#include "unit.h"

#include "web/lost.h"

static void
makes_words_of_addresses(void **state)
{
    static const struct {
        const char *path, *words;
    } cases[] = {
        {"/help/returns-policy.html", "returns policy"},
        {"/help/returns_policy", "returns policy"},
        {"/wishlist.php", "wishlist"},
        {"/faq/newsletter", "faq newsletter"},
        {"/help/v1.2/ring-size.htm", "v1 2 ring size"},
        {"/help/--", ""},
        {"/help/", ""},
        {"/", ""},
        {"/help/gr\xc3\xb6\xc3\x9f" "e.html", "gr\xc3\xb6\xc3\x9f" "e"},
        {"/a//b/", "a b"},
        {"/ring<script>", "ring script"},
        {"/.html", ""},
        {"/old-returns.html", "returns"},
        {"/Pages/New/index.php", ""},
        {"/newsletters/older", "newsletters older"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf words = BUF_INIT;

        lost_words(cases[i].path, &words);
        expect(strcmp(buf_text(&words), cases[i].words) == 0, cases[i].path);
        buf_free(&words);
    }
}

static void
tells_probes(void **state)
{
    static const char *const probes[] = {
        "/wp-login.php",       "/blog/WP-admin/", "/.env",     "/.git/config", "/a/.ssh/id_rsa",
        "/phpmyadmin/",        "/cgi-bin/x",      "/x.ASPX",   "/backup.sql",  "/vendor/x/y.php",
        "/.well-known/x.json", "/xmlrpc.php",     "/site.bak", "/solr/admin",  "/actuator/health",
    };
    static const char *const people[] = {
        "/help/returns-policy.html", "/product_info.php", "/help/wp.html", "/help/our-vendors.html",
        "/shop/ring.html",           "/help/a.b.html",    "/",             "/index.php",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(probes); i++)
        expect(lost_is_probe(probes[i]), probes[i]);
    for (size_t i = 0; i < COUNT(people); i++)
        expect(!lost_is_probe(people[i]), people[i]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_words_of_addresses),
        cmocka_unit_test(tells_probes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
