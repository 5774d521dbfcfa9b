#include "unit.h"

#include "http/url.h"

static void
tells_valid_text(void **state)
{
    static const struct {
        const char *text;
        bool line, lines;
    } cases[] = {
        {"", true, true},
        {"plain ~", true, true},
        {"caf\xc3\xa9 \xf0\x9f\x92\x8e", true, true},
        {"a\tb", false, true},
        {"a\nb", false, true},
        {"a\rb", false, true},
        {"a\x01", false, false},
        {"\x08", false, false},
        {"\x0b", false, false},
        {"\x0c", false, false},
        {"\x1b[31m", false, false},
        {"\x1f", false, false},
        {"\x7f", false, false},
        {"\xc2\x80", false, false},
        {"\xc2\x9f", false, false},
        {"a\x80", false, false},
        {"a\xc3", false, false},
        {"\xc0\xaf", false, false},
        {"\xed\xa0\x80", false, false},
        {"\xf4\x90\x80\x80", false, false},
        {"\xff", false, false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t len = strlen(cases[i].text);
        expect(text_valid(cases[i].text, len, false) == cases[i].line, cases[i].text);
        expect(text_valid(cases[i].text, len, true) == cases[i].lines, cases[i].text);
    }
    assert_false(text_valid("a\0b", 3, true));
    assert_int_equal(text_chars("", 0), 0);
    assert_int_equal(text_chars("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x92\x8e", 10), 4);
}

static void
reads_parameters(void **state)
{
    static const struct {
        const char *text, *name, *value;
    } cases[] = {
        {"a=b", "a", "b"},
        {"a=", "a", ""},
        {"a", "a", ""},
        {"=b", "", "b"},
        {"a=b=c", "a", "b=c"},
        {"&&x=1&a=b&&", "a", "b"},
        {"a=1&a=2", "a", "1"},
        {"a+b=c+d", "a b", "c d"},
        {"a%2Bb=c%2bd", "a+b", "c+d"},
        {"a%3Db=c%26d", "a=b", "c&d"},
        {"a=%25%34%31", "a", "%41"}, /* decoded once */
        {"a=%c3%a9", "a", "\xc3\xa9"},
        {"a=\xc3\xa9", "a", "\xc3\xa9"},
        {"a=<b>\"'", "a", "<b>\"'"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct params p;
        assert_int_equal(params_parse(&p, cases[i].text, strlen(cases[i].text), false), ERR_OK);
        const struct param *found = params_find(&p, cases[i].name);
        assert_non_null(found);
        assert_string_equal(found->value, cases[i].value);
        assert_int_equal(found->len, strlen(cases[i].value));
        assert_null(params_find(&p, "other"));
        params_free(&p);
    }
    struct params p;
    assert_int_equal(params_parse(&p, "", 0, false), ERR_OK);
    assert_int_equal(p.count, 0);
    params_free(&p);
    assert_int_equal(params_parse(&p, NULL, 0, true), ERR_OK);
    params_free(&p);
}

static void
unifies_line_ends_of_bodies(void **state)
{
    static const char text[] = "a=1%0D%0A2%0D3%0A%0D%0D%0A4%0D";
    struct params p;
    (void)state;
    assert_int_equal(params_parse(&p, text, strlen(text), true), ERR_OK);
    assert_string_equal(p.list[0].value, "1\n2\n3\n\n\n4\n");
    assert_int_equal(p.list[0].len, 10);
    params_free(&p);
    assert_int_equal(params_parse(&p, text, strlen(text), false), ERR_INVALID);
    assert_int_equal(params_parse(&p, "a%0A=1", 6, true), ERR_INVALID); /* not in a name */
}

static void
refuses_parameters(void **state)
{
    static const char *const bad[] = {
        "a=%",         "a=%4",           "a=%4g",    "a=%g4",  "a=%%",     "a=% 4",
        "%=a",         "%4=1",           "a=%00",    "%00=a",  "a=%01",    "a=%1b",
        "a=%7f",       "a=%c2%80",       "a=%80",    "a=%c3",  "a=%c3%28", "a=%c0%af",
        "a=%ed%a0%80", "a=%f4%90%80%80", "a=%ff",    "a=\x01", "a=\xff",   "ok=1&a=%e2%82",
        "a=%e0%80%af", "a=%c1%9c",       "a=%fe%ff", "a=%0b",  "a=%0c",    "a=1&b=%",
        "a=%u0041",    "a=%x41",
    };
    struct params p;
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        expect(params_parse(&p, bad[i], strlen(bad[i]), true) == ERR_INVALID, bad[i]);
        expect(params_parse(&p, bad[i], strlen(bad[i]), false) == ERR_INVALID, bad[i]);
        expect(p.count == 0 && p.store == NULL, bad[i]);
    }
    assert_int_equal(params_parse(&p, "a=b\0c", 5, true), ERR_INVALID);
    assert_int_equal(params_parse(&p, "a=%41", 4, true), ERR_INVALID); /* cut inside */
}

static void
holds_limits_of_parameters(void **state)
{
    struct buf b = BUF_INIT;
    struct params p;
    (void)state;
    for (int i = 0; i < LIMIT_PARAMS; i++)
        buf_str(&b, "a&");
    assert_int_equal(params_parse(&p, b.data, b.len, true), ERR_OK);
    assert_int_equal(p.count, LIMIT_PARAMS);
    params_free(&p);
    buf_str(&b, "a");
    assert_int_equal(params_parse(&p, b.data, b.len, true), ERR_TOOBIG);

    buf_reset(&b);
    for (int i = 0; i < LIMIT_PARAM_NAME; i++)
        buf_str(&b, "%61");
    assert_int_equal(params_parse(&p, b.data, b.len, true), ERR_OK);
    params_free(&p);
    buf_str(&b, "a=1");
    assert_int_equal(params_parse(&p, b.data, b.len, true), ERR_TOOBIG);

    buf_reset(&b);
    buf_str(&b, "a=");
    buf_str(&b, letters('x', LIMIT_BODY - 2));
    assert_int_equal(params_parse(&p, b.data, b.len, true), ERR_OK);
    assert_int_equal(p.list[0].len, LIMIT_BODY - 2);
    params_free(&p);
    buf_free(&b);
}

static void
decodes_paths(void **state)
{
    static const struct {
        const char *text, *path;
    } good[] = {
        {"/", "/"},
        {"/help/", "/help/"},
        {"/help/a%20b.html", "/help/a b.html"},
        {"/a+b", "/a+b"},
        {"/%c3%a9", "/\xc3\xa9"},
        {"/a%2fb", "/a/b"},
        {"/a..b/.c/...", "/a..b/.c/..."},
        {"/.well-known/gpc.json", "/.well-known/gpc.json"},
        {"/%2541", "/%41"},
    };
    static const char *const bad[] = {
        "",           "help",       "//",      "/a//b",  "//a",       "/.",        "/..",
        "/../a",      "/a/..",      "/a/../b", "/a/./b", "/./a",      "/%2e%2e/a", "/a/%2e",
        "/a%2f..",    "/%2f",       "/%",      "/%4",    "/%zz",      "/%00",      "/a%0ab",
        "/a%0d",      "/a%09",      "/\x01",   "/%7f",   "/%ff",      "/%c0%ae",   "/%c0%af",
        "/%ed%a0%80", "http://a/b", "*",       "?a",     "/a%2f%2fb", "/..%2fa",   "%2fa/..",
    };
    char out[LIMIT_URI];
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_int_equal(path_decode(good[i].text, strlen(good[i].text), out), ERR_OK);
        assert_string_equal(out, good[i].path);
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        expect(path_decode(bad[i], strlen(bad[i]), out) == ERR_INVALID, bad[i]);
        expect(out[0] == '\0', bad[i]);
    }
    char text[LIMIT_URI + 1];
    memset(text, 'a', sizeof text);
    text[0] = '/';
    assert_int_equal(path_decode(text, LIMIT_URI - 1, out), ERR_OK);
    assert_int_equal(strlen(out), LIMIT_URI - 1);
    assert_int_equal(path_decode(text, LIMIT_URI, out), ERR_TOOBIG);
}

static void
encodes_all_but_unreserved(void **state)
{
    struct buf b = BUF_INIT;
    (void)state;
    url_encode(&b, "aZ09-._~ /?&=+%\"<>\xc3\xa9\n");
    assert_string_equal(buf_text(&b), "aZ09-._~%20%2F%3F%26%3D%2B%25%22%3C%3E%C3%A9%0A");
    buf_free(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_valid_text),
        cmocka_unit_test(reads_parameters),
        cmocka_unit_test(unifies_line_ends_of_bodies),
        cmocka_unit_test(refuses_parameters),
        cmocka_unit_test(holds_limits_of_parameters),
        cmocka_unit_test(decodes_paths),
        cmocka_unit_test(encodes_all_but_unreserved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
