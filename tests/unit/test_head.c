#include "folder.h"

#include "content/head.h"

#define REQUIRED "title: Returns\nsummary: How to send a thing back to us.\nsection: help\n"
#define S20 "summary: 12345678901234567890\n"

static void
reads_every_key(void **state)
{
    static const char text[] =
        "---\n"
        "title: Return policy: the whole\n"
        "name: Returns  \n"
        "summary: Thirty days, any r\xC3\xA9""ason, \"money back\".\n"
        "\n"
        "section: quick-help\n"
        "order: 20\n"
        "keywords: refund, exchange\n"
        "old: /2008/address.php\n"
        "old: /faq.php?cID=2\n"
        "link: product-information 30  E-catalog of stones\n"
        "updated: 2026-05-03\n"
        "reviewed: 2024-02-29\n"
        "effective: 2026-01-01\n"
        "draft: yes\n"
        "---\n"
        "Body\n";
    struct report rep = {0};
    struct head h;

    (void)state;
    assert_int_equal(head_parse("f.md", text, sizeof text - 1, &h, &rep), ERR_OK);
    assert_string_equal(h.title, "Return policy: the whole");
    assert_string_equal(h.name, "Returns");
    assert_string_equal(h.section, "quick-help");
    assert_int_equal(h.section_line, 6);
    assert_int_equal(h.order, 20);
    assert_string_equal(h.keywords, "refund, exchange");
    assert_int_equal(h.old_count, 2);
    assert_string_equal(h.old[1].address, "/faq.php?cID=2");
    assert_int_equal(h.old[1].line, 10);
    assert_int_equal(h.link_count, 1);
    assert_string_equal(h.link[0].section, "product-information");
    assert_int_equal(h.link[0].order, 30);
    assert_string_equal(h.link[0].text, "E-catalog of stones");
    assert_string_equal(h.effective, "2026-01-01");
    assert_true(h.draft);
    assert_string_equal(text + h.body, "Body\n");
    assert_int_equal(h.body_line, 17);
    assert_int_equal(rep.count, 0);
    head_free(&h);
    head_free(&h);
}

static void
has_defaults(void **state)
{
    static const char text[] = "---\n" REQUIRED "---";
    struct report rep = {0};
    struct head h;

    (void)state;
    assert_int_equal(head_parse("f.md", text, sizeof text - 1, &h, &rep), ERR_OK);
    assert_string_equal(h.name, "Returns");
    assert_string_equal(h.keywords, "");
    assert_int_equal(h.order, HEAD_ORDER_NONE);
    assert_null(h.updated);
    assert_null(h.effective);
    assert_false(h.draft);
    assert_int_equal(h.body, sizeof text - 1);
    head_free(&h);
}

/* Each text is refused with a line of the report that holds what stands beside it. */
static const struct {
    const char *text, *says;
} refused[] = {
    {"", "f.md: the head has no end"},
    {"Body\n", "f.md:1: the file does not begin with a head"},
    {"\n---\n" REQUIRED "---\n", "f.md:1: the file does not begin"},
    {"----\n" REQUIRED "----\n", "f.md:1: the file does not begin"},
    {"---\n" REQUIRED, "the head has no end"},
    {"---\n---\n", "the head has no `title`"},
    {"---\ntitle: A\nsection: a\n---\n", "the head has no `summary`"},
    {"---\ntitle: A\n" S20 "---\n", "the head has no `section`"},
    {"---\n" REQUIRED "title: Again\n---\n", "f.md:5: `title` is given twice"},
    {"---\n" REQUIRED "titel: A\n---\n", "f.md:5: unknown key `titel`"},
    {"---\n" REQUIRED "Title: A\n---\n", "unknown key `Title`"},
    {"---\n" REQUIRED "no colon\n---\n", "f.md:5: not \"key: value\""},
    {"---\n" REQUIRED ": value\n---\n", "f.md:5: not \"key: value\""},
    {"---\n" REQUIRED "name:\n---\n", "f.md:5: `name` has no value"},
    {"---\n" REQUIRED "name:   \n---\n", "`name` has no value"},
    {"---\n" REQUIRED "name: a\tb\n---\n", "a control character"},
    {"---\n" REQUIRED "name: a\x7F""b\n---\n", "a control character"},
    {"---\n" REQUIRED "name: a\r\n---\n", "a control character"},
    {"---\n" REQUIRED "order: -1\n---\n", "is not a number"},
    {"---\n" REQUIRED "order: 1x\n---\n", "is not a number"},
    {"---\n" REQUIRED "order: 100000\n---\n", "is not a number"},
    {"---\n" REQUIRED "order: 1.5\n---\n", "is not a number"},
    {"---\n" REQUIRED "updated: 2026-02-30\n---\n", "`updated: 2026-02-30` is not a date"},
    {"---\n" REQUIRED "updated: 2025-02-29\n---\n", "is not a date"},
    {"---\n" REQUIRED "reviewed: 3 May 2026\n---\n", "is not a date"},
    {"---\n" REQUIRED "effective: 2026-5-3\n---\n", "is not a date"},
    {"---\n" REQUIRED "draft: maybe\n---\n", "is neither yes nor no"},
    {"---\n" REQUIRED "draft: YES\n---\n", "is neither yes nor no"},
    {"---\n" REQUIRED "old: faq.php\n---\n", "is not an address"},
    {"---\n" REQUIRED "old: /\n---\n", "is not an address"},
    {"---\n" REQUIRED "old: //elsewhere.example\n---\n", "is not an address"},
    {"---\n" REQUIRED "old: http://a.example/\n---\n", "is not an address"},
    {"---\n" REQUIRED "old: /a b\n---\n", "is not an address"},
    {"---\n" REQUIRED "old: /a#b\n---\n", "is not an address"},
    {"---\n" REQUIRED "link: a 1\n---\n", "is not a section, an order and a text"},
    {"---\n" REQUIRED "link: a x Text\n---\n", "is not a section, an order and a text"},
    {"---\n" REQUIRED "link: A 1 Text\n---\n", "is not a section, an order and a text"},
    {"---\n" REQUIRED "link: a\n---\n", "is not a section, an order and a text"},
    {"---\ntitle: A\n" S20 "section: Quick help\n---\n", "is not an id"},
    {"---\ntitle: A\nsummary: 1234567890123456789\nsection: a\n---\n", "has 19 characters"},
};

static void
refuses(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct report rep = {0};
        struct head h;
        enum err err = head_parse("f.md", refused[i].text, strlen(refused[i].text), &h, &rep);

        expect(err == ERR_INVALID, refused[i].says);
        expect(h.title == NULL, refused[i].says);
        expect(reported(&rep, refused[i].says), first_line(&rep));
        report_free(&rep);
    }
}

/* Texts of n letters of two bytes each: characters count, not bytes. */
static void
counts_characters(void **state)
{
    static const struct {
        const char *before, *after;
        size_t min, max;
    } limits[] = {
        {"---\ntitle: ", "\n" S20 "section: a\n---\n", 1, HEAD_TITLE_MAX},
        {"---\ntitle: A\nsection: a\nsummary: ", "\n---\n", HEAD_SUMMARY_MIN, HEAD_SUMMARY_MAX},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(limits); i++) {
        for (size_t n = limits[i].min - 1; n <= limits[i].max + 1; n++) {
            struct report rep = {0};
            struct buf text = BUF_INIT;
            struct head h;
            bool fits = n >= limits[i].min && n <= limits[i].max;

            buf_str(&text, limits[i].before);
            for (size_t k = 0; k < n; k++)
                buf_str(&text, "\xC3\xA9");
            buf_str(&text, limits[i].after);
            assert_int_equal(head_parse("f.md", text.data, text.len, &h, &rep),
                             fits ? ERR_OK : ERR_INVALID);
            head_free(&h);
            report_free(&rep);
            buf_free(&text);
        }
    }
}

static void
bounds_repeated_lines(void **state)
{
    static const struct {
        const char *line;
        int max;
    } repeated[] = {{"old: /a\n", HEAD_OLD_MAX}, {"link: a 1 Text\n", HEAD_LINKS_MAX}};

    (void)state;
    for (size_t i = 0; i < COUNT(repeated); i++) {
        for (int extra = 0; extra < 2; extra++) {
            struct report rep = {0};
            struct buf text = BUF_INIT;
            struct head h;

            buf_str(&text, "---\n" REQUIRED);
            for (int k = 0; k < repeated[i].max + extra; k++)
                buf_str(&text, repeated[i].line);
            buf_str(&text, "---\n");
            assert_int_equal(head_parse("f.md", text.data, text.len, &h, &rep),
                             extra ? ERR_INVALID : ERR_OK);
            head_free(&h);
            report_free(&rep);
            buf_free(&text);
        }
    }
}

static void
tells_all_at_once(void **state)
{
    static const char text[] = "---\nfoo: 1\norder: x\nupdated: y\n---\n";
    struct report rep = {0};
    struct head h;

    (void)state;
    assert_int_equal(head_parse("f.md", text, sizeof text - 1, &h, &rep), ERR_INVALID);
    assert_int_equal(rep.count, 6);
    report_free(&rep);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_key),       cmocka_unit_test(has_defaults),
        cmocka_unit_test(refuses),               cmocka_unit_test(counts_characters),
        cmocka_unit_test(bounds_repeated_lines), cmocka_unit_test(tells_all_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
