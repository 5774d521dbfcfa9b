#include "unit.h"

#include "http/request.h"
#include "http/response.h"

static const struct response_site site = {.https = true, .style_hash = "'sha256-abc='"};
#define CSP                                                                                        \
    "Content-Security-Policy: default-src 'none'; style-src 'self' 'sha256-abc='; "                \
    "img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

static struct buf head;

static const char *
head_of(const struct response *r, const struct response_site *s)
{
    buf_reset(&head);
    response_head(&head, r, s);
    assert_int_equal(head.err, ERR_OK);
    return buf_text(&head);
}

static int
tear_down(void **state)
{
    (void)state;
    buf_free(&head);
    return 0;
}

static bool
has(const char *text, const char *line)
{
    char whole[1024];
    snprintf(whole, sizeof whole, "%s\r\n", line);
    const char *found = strstr(text, whole);
    return found != NULL && (found == text || found[-1] == '\n');
}

static void
sends_security_headers_always(void **state)
{
    static const char *const lines[] = {
        CSP,
        "X-Content-Type-Options: nosniff",
        "X-Frame-Options: DENY",
        "Cross-Origin-Opener-Policy: same-origin",
        "Cross-Origin-Resource-Policy: same-origin",
        "Referrer-Policy: strict-origin-when-cross-origin",
        "Strict-Transport-Security: max-age=31536000",
    };
    static const int statuses[] = {0,   200, 204, 301, 302, 303, 304, 400, 403, 404,
                                   405, 409, 410, 413, 414, 415, 422, 429, 500, 503};
    (void)state;
    for (size_t s = 0; s < COUNT(statuses); s++) {
        struct response r = {.status = statuses[s]};
        const char *text = head_of(&r, &site);
        for (size_t i = 0; i < COUNT(lines); i++)
            expect(has(text, lines[i]), lines[i]);
        assert_non_null(strstr(text, "Permissions-Policy: accelerometer=()"));
        assert_non_null(strstr(text, "camera=()"));
        assert_null(strstr(text, "Unknown"));
        assert_ptr_equal(strstr(text, "\r\n\r\n"), text + head.len - 4);
    }
    struct response_site plain = {.https = false};
    struct response r = {.status = 0};
    const char *text = head_of(&r, &plain);
    assert_null(strstr(text, "Strict-Transport-Security"));
    assert_non_null(strstr(text, "style-src 'self'; img-src"));
}

static void
sends_what_the_handler_chose(void **state)
{
    (void)state;
    struct response r = {.etag = "\"v1\""};
    const char *text = head_of(&r, &site);
    assert_true(strncmp(text, "Status: 200 OK\r\n", 16) == 0);
    assert_true(has(text, "Content-Type: text/html; charset=utf-8"));
    assert_true(has(text, "Cache-Control: private, no-cache"));
    assert_true(has(text, "Vary: Sec-GPC"));
    assert_true(has(text, "ETag: \"v1\""));
    assert_null(strstr(text, "Location"));
    assert_null(strstr(text, "Retry-After"));
    assert_null(strstr(text, "Allow"));

    r = (struct response){.status = 405,
                          .media = MEDIA_TEXT,
                          .cache = CACHE_NEVER,
                          .allow = METHOD_GET | METHOD_HEAD,
                          .etag = "\"v1\""};
    text = head_of(&r, &site);
    assert_true(has(text, "Status: 405 Method Not Allowed"));
    assert_true(has(text, "Content-Type: text/plain; charset=utf-8"));
    assert_true(has(text, "Cache-Control: no-store"));
    assert_true(has(text, "Allow: GET, HEAD"));
    assert_null(strstr(text, "ETag"));
    assert_null(strstr(text, "Vary"));

    r = (struct response){.status = 503,
                          .cache = CACHE_HOUR,
                          .media = MEDIA_XML,
                          .retry_after = 30,
                          .allow = METHOD_POST};
    text = head_of(&r, &site);
    assert_true(has(text, "Retry-After: 30"));
    assert_true(has(text, "Allow: POST"));
    assert_true(has(text, "Cache-Control: public, max-age=3600"));
    assert_true(has(text, "Content-Type: application/xml; charset=utf-8"));

    r = (struct response){.status = 304, .media = MEDIA_JSON, .etag = "W/\"v1\""};
    text = head_of(&r, &site);
    assert_null(strstr(text, "Content-Type:"));
    assert_true(has(text, "ETag: W/\"v1\""));
}

static void
keeps_token_pages_to_themselves(void **state)
{
    (void)state;
    struct response r = {.token_page = true, .cache = CACHE_HOUR, .etag = "\"v1\""};
    const char *text = head_of(&r, &site);
    assert_true(has(text, "Referrer-Policy: no-referrer"));
    assert_true(has(text, "Cache-Control: no-store"));
    assert_null(strstr(text, "ETag"));
}

static void
redirects(void **state)
{
    static const struct {
        int status;
        const char *location;
        enum cache cache;
    } good[] = {
        {301, "/help.html", CACHE_REVALIDATE},
        {302, "https://shop.example/", CACHE_REVALIDATE},
        {303, "http://127.0.0.1/done?ref=A", CACHE_NEVER},
        {303, "/", CACHE_NEVER},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        struct response r = {.status = 0};
        char line[128];
        response_redirect(&r, good[i].status, good[i].location);
        assert_int_equal(r.status, good[i].status);
        assert_int_equal(r.cache, good[i].cache);
        snprintf(line, sizeof line, "Location: %s", good[i].location);
        assert_true(has(head_of(&r, &site), line));
        response_free(&r);
    }
}

static void
matches_etags_weakly(void **state)
{
    static const struct {
        const char *sent, *etag;
        bool match;
    } cases[] = {
        {"\"a\"", "\"a\"", true},
        {"W/\"a\"", "\"a\"", true},
        {"\"a\"", "W/\"a\"", true},
        {"\"b\", \"a\"", "\"a\"", true},
        {"\"b\",W/\"a\" ,\"c\"", "\"a\"", true},
        {" \t\"a\"", "\"a\"", true},
        {"\"a,b\"", "\"a,b\"", true},
        {"*", "\"a\"", true},
        {"", "\"a\"", false},
        {"*", "", false},
        {"", "", false},
        {"\"a\"", "", false},
        {"\"b\"", "\"a\"", false},
        {"\"ab\"", "\"a\"", false},
        {"a", "\"a\"", false},
        {"\"a", "\"a\"", false},
        {"a\"", "\"a\"", false},
        {"w/\"a\"", "\"a\"", false},
        {"\"b\", *", "\"a\"", false},
        {"\"x, \"a\"", "\"a\"", false},
        {"\"", "\"a\"", false},
        {",,,", "\"a\"", false},
        {"W/", "\"a\"", false},
        {"\"b\" \"", "\"a\"", false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        expect(etag_matches(cases[i].sent, cases[i].etag) == cases[i].match, cases[i].sent);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sends_security_headers_always),
        cmocka_unit_test(sends_what_the_handler_chose),
        cmocka_unit_test(keeps_token_pages_to_themselves),
        cmocka_unit_test(redirects),
        cmocka_unit_test(matches_etags_weakly),
    };
    return cmocka_run_group_tests(tests, NULL, tear_down);
}
