/* test_edition.c - a page's source with its settings put in, and read again. */
#include "content/edition.h"

#include "folder.h"

static const char *shop = "A & B";

static const char *
setting(const void *ctx, const char *name, unsigned long len)
{
    (void)ctx;
    if (len == 4 && memcmp(name, "SHOP", 4) == 0)
        return shop;
    return len == 4 && memcmp(name, "NONE", 4) == 0 ? "" : NULL;
}

#define HEAD(title) "---\ntitle: " title "\nsummary: A summary that is long enough.\nsection: x\n---\n"

static enum err
fill(const char *text, struct buf *out, struct report *rep)
{
    return edition_fill("p.md", text, strlen(text), setting, NULL, out, rep);
}

static void
fills_head_and_body(void **state)
{
    struct buf out = BUF_INIT, again = BUF_INIT;
    struct report rep = {0};

    (void)state;
    assert_int_equal(fill("\xEF\xBB\xBF" HEAD("Of {{SHOP}}") "\r\nWe are {{SHOP}}.\nNo: {{NONE}}\n",
                          &out, &rep), ERR_OK);
    assert_string_equal(buf_text(&out), HEAD("Of A & B") "\nWe are A \\& B.\n\n");
    /* what is filled stays as it is */
    shop = "Another";
    assert_int_equal(fill(buf_text(&out), &again, &rep), ERR_OK);
    assert_string_equal(buf_text(&again), buf_text(&out));
    shop = "A & B";
    buf_free(&again);
    buf_free(&out);
    report_free(&rep);
}

static void
refuses(const char *text, const char *why)
{
    struct buf out = BUF_INIT;
    struct report rep = {0};

    assert_int_equal(fill(text, &out, &rep), ERR_INVALID);
    expect(reported(&rep, why), text);
    assert_int_equal(out.len, 0);
    report_free(&rep);
    buf_free(&out);
}

static void
refuses_what_would_be_no_page(void **state)
{
    (void)state;
    refuses("No head", "p.md:1");
    refuses(HEAD("T") "{{OTHER}}", "OTHER");
    refuses(HEAD("{{NONE}}") "x", "p.md:2");
    shop = "odd {{NONE}}";
    refuses(HEAD("{{SHOP}}") "x", "{{");
    shop = "A & B";
}

static void
reads_bodies_whatever_they_are(void **state)
{
    static const struct {
        const char *source, *body;
    } sources[] = {
        {HEAD("T") "\nText of {{SHOP}}.\n", "\nText of A \\& B.\n"}, /* a row of an earlier release */
        {HEAD("T") "Text of {{GONE}}.\n", "Text of {{GONE}}.\n"},
        {"no head at all", "no head at all"},
        {"---\nhead: only\n", "---\nhead: only\n"},
        {"---\nbroken\n---\n# Rules {{\n", "# Rules {{\n"},
        {HEAD("T") "a\n\n---\n\nb", "a\n\n---\n\nb"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(sources); i++) {
        struct buf out = BUF_INIT;
        struct lines lines;

        assert_int_equal(edition_body(sources[i].source, setting, NULL, &out), ERR_OK);
        assert_string_equal(buf_text(&out), sources[i].body);
        assert_int_equal(edition_lines(sources[i].source, setting, NULL, &lines), ERR_OK);
        assert_true(lines.count > 0);
        lines_free(&lines);
        buf_free(&out);
    }
}

/* Title and summary stand above the body on the page, so they count as text: marks are plain there. */
static void
lines_hold_what_the_head_shows(void **state)
{
    static const char *const expected[] = {"1. *All* of A & B", "Within 30 days | {{GONE}}.", "Text."};
    struct lines lines;

    struct buf summary = BUF_INIT;

    (void)state;
    assert_int_equal(edition_summary("---\nsummary: Of {{SHOP}}\n---\nsummary: no\n", setting, NULL,
                                     &summary), ERR_OK);
    assert_int_equal(edition_summary("summary: no\n", setting, NULL, &summary), ERR_OK);
    assert_string_equal(buf_text(&summary), "Of A & B");
    buf_free(&summary);
    assert_int_equal(edition_lines("---\ntitle: 1. *All* of {{SHOP}}\nsection: x\nsummary:  Within 30 days | "
                                   "{{GONE}}.\n---\nText.\n", setting, NULL, &lines), ERR_OK);
    assert_int_equal(lines.count, COUNT(expected));
    assert_int_equal(lines.line[0].kind, LINE_HEADING);
    for (size_t i = 0; i < lines.count; i++) {
        assert_int_equal(lines.line[i].len, strlen(expected[i]));
        assert_memory_equal(lines.line[i].text, expected[i], lines.line[i].len);
    }
    lines_free(&lines);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(fills_head_and_body),
                                       cmocka_unit_test(refuses_what_would_be_no_page),
                                       cmocka_unit_test(reads_bodies_whatever_they_are),
                                       cmocka_unit_test(lines_hold_what_the_head_shows)};

    return cmocka_run_group_tests_name("edition", tests, NULL, NULL);
}
