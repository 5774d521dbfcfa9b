#include "unit.h"

#include "view/jsonld.h"

static void
writes_strings(void **state)
{
    static const struct {
        const char *text, *json;
    } strings[] = {
        {"", "\"\""},
        {"plain", "\"plain\""},
        {"a\"b\\c", "\"a\\u0022b\\u005cc\""},
        {"</script>", "\"\\u003c/script\\u003e\""},
        {"<!--&", "\"\\u003c!--\\u0026\""},
        {"a\n\t\x01\x7F", "\"a\\u000a\\u0009\\u0001\\u007f\""},
        {"\xC3\xA9 \xE2\x80\xA8", "\"\xC3\xA9 \xE2\x80\xA8\""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(strings); i++) {
        struct buf out = BUF_INIT;

        json_string(&out, strings[i].text);
        assert_string_equal(buf_text(&out), strings[i].json);
        buf_free(&out);
    }
}

static void
writes_breadcrumbs(void **state)
{
    static const struct crumb crumbs[] = {{"Help", "/help.html"}, {"Q & \"A\"", NULL}};
    struct buf out = BUF_INIT;

    (void)state;
    jsonld_breadcrumbs(&out, crumbs, COUNT(crumbs), "https://help.example.com", "/faq/a");
    assert_string_equal(
        buf_text(&out),
        "{\"@context\":\"https://schema.org\",\"@type\":\"BreadcrumbList\",\"itemListElement\":["
        "{\"@type\":\"ListItem\",\"position\":1,\"name\":\"Help\","
        "\"item\":\"https://help.example.com/help.html\"},"
        "{\"@type\":\"ListItem\",\"position\":2,\"name\":\"Q \\u0026 \\u0022A\\u0022\","
        "\"item\":\"https://help.example.com/faq/a\"}]}");
    buf_free(&out);
}

static void
writes_questions(void **state)
{
    static const struct question questions[] = {{"Is it </script>?", "No & \"never\".\nNot once."},
                                                {"Why?", ""}};
    struct buf out = BUF_INIT;

    (void)state;
    jsonld_faq(&out, questions, COUNT(questions));
    assert_string_equal(
        buf_text(&out),
        "{\"@context\":\"https://schema.org\",\"@type\":\"FAQPage\",\"mainEntity\":["
        "{\"@type\":\"Question\",\"acceptedAnswer\":{\"@type\":\"Answer\","
        "\"text\":\"No \\u0026 \\u0022never\\u0022.\\u000aNot once.\"},"
        "\"name\":\"Is it \\u003c/script\\u003e?\"},"
        "{\"@type\":\"Question\",\"acceptedAnswer\":{\"@type\":\"Answer\",\"text\":\"\"},"
        "\"name\":\"Why?\"}]}");
    buf_free(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_strings),
        cmocka_unit_test(writes_breadcrumbs),
        cmocka_unit_test(writes_questions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
