#include "unit.h"

#include "http/request.h"

/* CGI variables as pairs of name and value, ended by NULL. */
static const char *
get_pair(void *ctx, const char *name)
{
    for (const char *const *pair = ctx; pair[0] != NULL; pair += 2)
        if (strcmp(pair[0], name) == 0)
            return pair[1];
    return NULL;
}

static struct request r;

/* A request with one header more. */
static enum err
request(const char *method, const char *target, const char *name, const char *value)
{
    const char *pairs[] = {"REQUEST_METHOD", method, "REQUEST_URI", target, "REMOTE_ADDR",
                           "192.0.2.7",      name,   value,         NULL};
    request_free(&r);
    return request_read(&r, get_pair, pairs, "");
}

static enum err
post_to(bool multipart, const char *type, const char *body, size_t len)
{
    const char *pairs[] = {"REQUEST_METHOD", "POST",        "REQUEST_URI",
                           "/newsletter",    "REMOTE_ADDR", "2001:db8::1",
                           "CONTENT_TYPE",   type,          NULL};
    request_free(&r);
    enum err e = request_read(&r, get_pair, pairs, "");
    return e == ERR_OK ? request_body(&r, body, len, multipart) : e;
}

static enum err
post(const char *type, const char *body, size_t len)
{
    return post_to(false, type, body, len);
}

static void
reads_a_page_request(void **state)
{
    static const char *pairs[] = {"REQUEST_METHOD",
                                  "GET",
                                  "REQUEST_URI",
                                  "/faq.php?cID=2&utm_source=x%20y",
                                  "REMOTE_ADDR",
                                  "192.0.2.7",
                                  "HTTP_USER_AGENT",
                                  "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0",
                                  "HTTP_REFERER",
                                  "https://shop.example/ring",
                                  "HTTP_ORIGIN",
                                  "https://shop.example",
                                  "HTTP_SEC_FETCH_SITE",
                                  "same-site",
                                  "HTTP_IF_NONE_MATCH",
                                  "\"abc\"",
                                  "HTTP_SEC_GPC",
                                  "1",
                                  "CONTENT_TYPE",
                                  "text/plain",
                                  NULL};
    (void)state;
    assert_int_equal(request_read(&r, get_pair, pairs, ""), ERR_OK);
    assert_int_equal(request_body(&r, "x", 1, true), ERR_OK);
    assert_int_equal(r.method, METHOD_GET);
    assert_string_equal(r.path, "/faq.php");
    assert_string_equal(r.target, "/faq.php?cID=2&utm_source=x%20y");
    assert_string_equal(params_find(&r.query, "utm_source")->value, "x y");
    assert_false(r.has_form);
    assert_string_equal(r.client, "192.0.2.7");
    assert_string_equal(r.network, "192.0.2.0/24");
    assert_string_equal(r.referer, "https://shop.example/ring");
    assert_string_equal(r.origin, "https://shop.example");
    assert_string_equal(r.sec_fetch_site, "same-site");
    assert_string_equal(r.if_none_match, "\"abc\"");
    assert_false(r.bot);
    assert_true(r.opt_out_signal);
    request_free(&r);
}

static void
knows_methods(void **state)
{
    static const struct {
        const char *name;
        enum method method;
    } cases[] = {{"GET", METHOD_GET},    {"HEAD", METHOD_HEAD},     {"PUT", METHOD_OTHER},
                 {"get", METHOD_OTHER},  {"OPTIONS", METHOD_OTHER}, {"", METHOD_OTHER},
                 {"GET ", METHOD_OTHER}, {"POSTS", METHOD_OTHER}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(request(cases[i].name, "/", "X", ""), ERR_OK);
        assert_int_equal(r.method, cases[i].method);
    }
}

static void
refuses_targets(void **state)
{
    static const char *const bad[] = {
        "", "help", "?a=b", "*", "http://h/x", "/..", "/a//b", "/%", "/%00", "/\x7f", "/%c0%af", "/\xff",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        expect(request("GET", bad[i], "X", "") == ERR_INVALID, bad[i]);
        expect(r.target[0] == '\0' && strcmp(r.network, "192.0.2.0/24") == 0, bad[i]);
    }
    char target[LIMIT_URI + 1];
    memset(target, 'a', sizeof target);
    target[0] = '/';
    target[LIMIT_URI] = '\0';
    assert_int_equal(request("GET", target, "X", ""), ERR_TOOBIG);
    target[LIMIT_URI - 1] = '\0';
    assert_int_equal(request("GET", target, "X", ""), ERR_OK);
    target[1] = '?';
    for (int i = 2; i < 2 * LIMIT_PARAMS + 3; i++)
        target[i] = i % 2 ? '&' : 'a';
    target[2 * LIMIT_PARAMS + 3] = '\0';
    assert_int_equal(request("GET", target, "X", ""), ERR_OK);
    assert_true(r.query_refused && r.query.count == 0);
    target[2 * LIMIT_PARAMS + 1] = '\0';
    assert_int_equal(request("GET", target, "X", ""), ERR_OK);
    assert_true(!r.query_refused && r.query.count == LIMIT_PARAMS);
}

/* A page that has no use for the query is shown whatever it holds; a POST is not done. */
static void
leaves_bad_queries_out(void **state)
{
    static const char *const bad[] = {"/a?b=%",   "/a?b=%00",   "/a?%ff=1",
                                      "/a?b=%0a", "/a?b=\x01", "/a?\xc3"};
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        expect(request("GET", bad[i], "X", "") == ERR_OK, bad[i]);
        expect(r.query_refused && r.query.count == 0 && strcmp(r.path, "/a") == 0, bad[i]);
        expect(request("POST", bad[i], "X", "") == ERR_INVALID, bad[i]);
    }
}

static void
refuses_missing_variables(void **state)
{
    static const char *const pairs[][5] = {
        {"REQUEST_METHOD", "GET", "REQUEST_URI", "/", NULL},
        {"REQUEST_METHOD", "GET", "REMOTE_ADDR", "::1", NULL},
        {"REQUEST_URI", "/", "REMOTE_ADDR", "::1", NULL},
        {NULL},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        request_free(&r);
        const char *copy[5];
        memcpy(copy, pairs[i], sizeof copy);
        assert_int_equal(request_read(&r, get_pair, copy, ""), ERR_INVALID);
        assert_true(r.bot);
    }
}

static void
reads_forms_of_one_type(void **state)
{
    static const char *const good[] = {"application/x-www-form-urlencoded",
                                       "APPLICATION/X-WWW-Form-URLencoded",
                                       "application/x-www-form-urlencoded;charset=utf-8",
                                       "application/x-www-form-urlencoded ; charset=\"UTF-8\""};
    static const char *const bad[] = {
        "",
        NULL,
        "text/plain",
        "application/json",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencodedx",
        "application/x-www-form-urlencode",
        "application/x-www-form-urlencoded,text/plain",
        " application/x-www-form-urlencoded",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_int_equal(post(good[i], "a=b&c=%0D%0A", 12), ERR_OK);
        assert_true(r.has_form);
        assert_string_equal(params_find(&r.form, "a")->value, "b");
        assert_string_equal(params_find(&r.form, "c")->value, "\n");
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        expect(post(bad[i], "a=b", 3) == ERR_DENIED && !r.has_form, bad[i] ? bad[i] : "none");
        assert_string_equal(r.network, "2001:db8::/48");
    }
    assert_int_equal(post(good[0], "a=%", 3), ERR_INVALID);
    assert_int_equal(post(good[0], "a\0b", 3), ERR_INVALID);
    assert_int_equal(post(good[0], letters('a', LIMIT_PARAM_NAME + 1), LIMIT_PARAM_NAME + 1),
                     ERR_INVALID);
    assert_int_equal(post(good[0], "", 0), ERR_OK);
    assert_true(r.has_form);
    request_free(&r);
}

static void
reads_multipart_where_it_may(void **state)
{
    static const char type[] = "multipart/form-data; boundary=b";
    static const char body[] = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n"
                               "--b--\r\n";
    (void)state;
    assert_int_equal(post_to(true, type, body, strlen(body)), ERR_OK);
    assert_true(r.has_form);
    assert_string_equal(params_find(&r.form, "a")->value, "v");
    assert_int_equal(post_to(false, type, body, strlen(body)), ERR_DENIED);
    assert_int_equal(post_to(true, "multipart/form-data", body, strlen(body)), ERR_INVALID);
    assert_int_equal(post_to(true, "application/x-www-form-urlencoded", "a=b", 3), ERR_OK);
    assert_int_equal(post_to(true, "text/plain", "a=b", 3), ERR_DENIED);
    assert_false(r.has_form);
    request_free(&r);
}

static void
bounds_and_cleans_headers(void **state)
{
    (void)state;
    assert_int_equal(request("GET", "/", "HTTP_REFERER", letters('a', LIMIT_HEADER - 1)), ERR_OK);
    assert_int_equal(strlen(r.referer), LIMIT_HEADER - 1);
    assert_int_equal(request("GET", "/", "HTTP_REFERER", letters('a', LIMIT_HEADER)), ERR_OK);
    assert_string_equal(r.referer, "");
    assert_int_equal(request("GET", "/", "HTTP_SEC_FETCH_SITE", letters('a', 32)), ERR_OK);
    assert_string_equal(r.sec_fetch_site, "");
    assert_int_equal(request("GET", "/", "HTTP_ORIGIN", "https://a\r\nX: y"), ERR_OK);
    assert_string_equal(r.origin, "");
    assert_int_equal(request("GET", "/", "HTTP_USER_AGENT", "Mozilla \xff"), ERR_OK);
    assert_string_equal(r.user_agent, "");
    assert_int_equal(request("GET", "/", "HTTP_SEC_GPC", "0"), ERR_OK);
    assert_false(r.opt_out_signal);
    assert_int_equal(request("GET", "/", "HTTP_SEC_GPC", "true"), ERR_OK);
    assert_false(r.opt_out_signal);
}

static void
believes_trusted_proxies_only(void **state)
{
    static const struct {
        const char *remote, *forwarded, *trusted, *client;
    } cases[] = {
        {"192.0.2.1", NULL, "10.0.0.0/8", "192.0.2.1"},
        {"192.0.2.1", "198.51.100.1", "10.0.0.0/8", "192.0.2.1"}, /* not trusted */
        {"192.0.2.1", "198.51.100.1", "", "192.0.2.1"},
        {"10.0.0.1", "198.51.100.1", "10.0.0.0/8", "198.51.100.1"},
        {"10.0.0.1", "1.1.1.1, 198.51.100.1", "10.0.0.0/8", "198.51.100.1"}, /* forged first */
        {"10.0.0.1", "1.1.1.1,198.51.100.1 , 10.0.0.2\t", "10.0.0.0/8", "198.51.100.1"},
        {"10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.0/8", "10.0.0.3"},
        {"10.0.0.1", "2001:db8::5", "10.0.0.0/8", "2001:db8::5"},
        {"::ffff:10.0.0.1", "198.51.100.1", "10.0.0.0/8", "198.51.100.1"},
        {"10.0.0.1", "", "10.0.0.0/8", "10.0.0.1"},
        {"10.0.0.1", ",", "10.0.0.0/8", "10.0.0.1"},
        {"10.0.0.1", "unknown", "10.0.0.0/8", "10.0.0.1"},
        {"10.0.0.1", "198.51.100.1, nonsense", "10.0.0.0/8", "10.0.0.1"},
        {"10.0.0.1", "198.51.100.1:99", "10.0.0.0/8", "10.0.0.1"},
        {"10.0.0.1", "198.51.100.1,", "10.0.0.0/8", "10.0.0.1"},
        {"unix:", "198.51.100.1", "0.0.0.0/0 ::/0", "unix:"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *pairs[] = {"REQUEST_METHOD",
                               "GET",
                               "REQUEST_URI",
                               "/",
                               "REMOTE_ADDR",
                               cases[i].remote,
                               "HTTP_X_FORWARDED_FOR",
                               cases[i].forwarded,
                               NULL};
        char network[NETWORK_MAX];
        assert_int_equal(request_read(&r, get_pair, pairs, cases[i].trusted), ERR_OK);
        assert_string_equal(r.client, cases[i].client);
        network_of(cases[i].client, network);
        assert_string_equal(r.network, network);
        request_free(&r);
    }
    assert_int_equal(request("GET", "/", "HTTP_X_FORWARDED_FOR", letters(',', 60000)), ERR_OK);
    const char *pairs[] = {"REQUEST_METHOD",
                           "GET",
                           "REQUEST_URI",
                           "/",
                           "REMOTE_ADDR",
                           "::1",
                           "HTTP_X_FORWARDED_FOR",
                           letters('1', 60000),
                           NULL};
    assert_int_equal(request_read(&r, get_pair, pairs, "::1"), ERR_OK);
    assert_string_equal(r.client, "::1");
}

static void
tells_bots(void **state)
{
    static const char *const bots[] = {
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0)",
        "DuckDuckBot/1.1",
        "Baiduspider",
        "curl/7.88.1",
        "Wget/1.21",
        "python-requests/2.31",
        "Python-urllib/3.11",
        "Go-http-client/2.0",
        "Java/17.0.1",
        "facebookexternalhit/1.1",
        "Mozilla/5.0 (compatible; UptimeRobot/2.0)",
        "Pingdom.com_bot_version_1.4",
    };
    static const char *const people[] = {
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/126.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 9; CUBOT_X18) AppleWebKit/537.36 Mobile Safari/537.36",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/120.0.0.0 Safari/537.36",
        "Lynx/2.9.0dev.12 libwww-FM/2.14SSL",
        "w3m/0.5.3",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(bots); i++)
        expect(user_agent_is_bot(bots[i]), bots[i]);
    for (size_t i = 0; i < COUNT(people); i++)
        expect(!user_agent_is_bot(people[i]), people[i]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_page_request),
        cmocka_unit_test(knows_methods),
        cmocka_unit_test(refuses_targets),
        cmocka_unit_test(leaves_bad_queries_out),
        cmocka_unit_test(refuses_missing_variables),
        cmocka_unit_test(reads_forms_of_one_type),
        cmocka_unit_test(reads_multipart_where_it_may),
        cmocka_unit_test(bounds_and_cleans_headers),
        cmocka_unit_test(believes_trusted_proxies_only),
        cmocka_unit_test(tells_bots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
