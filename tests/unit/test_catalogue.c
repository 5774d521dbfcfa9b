#include "folder.h"

#include <utime.h>

#include "base/secret.h"
#include "content/catalogue.h"

#define HEAD(title, section) \
    "---\ntitle: " title "\nsummary: A summary of twenty and more.\nsection: " section "\n"
#define SECTIONS                                                                                  \
    "section: first\ntitle: First\nsummary: What stands first.\nfooter: 1\n"                     \
    "hub: /help/a.html\n\nsection: second\ntitle: Second\nsummary: What stands second.\n"

/* A small help center without a mistake. */
static const struct file {
    const char *name, *text;
} whole[] = {
    {"words/en/sections", SECTIONS},
    {"layout/notices.md", "A notice of {{SHOP_NAME}}, see [a](/help/a.html#one).\n"},
    {"help/index.md", HEAD("Start", "first") "order: 10\nold: /help\n---\nWelcome.\n"},
    {"help/a.md", HEAD("A of {{SHOP_NAME}}", "first") "order: 20\nname: A\nold: /a.php\n"
                  "old: /a.php?x=1&y=2\nlink: second 5 See A\n---\n## One\n\n[b](/help/b.html)\n"},
    {"help/b.md", HEAD("B", "second") "order: 20\nold: /b.php?x=1\n---\n"
                  "[faq](/faq/one#why) [q](/search?q=x) [old](/a.php) [s](/static/x.svg)\n"
                  "[out](https://example.com) [mail](mailto:a@example.com) [top](/)\n"},
    {"help/sub/c.md", HEAD("C", "second") "order: 20\n---\n"},
    {"help/policy.md", HEAD("Policy", "second") "effective: 2026-01-01\n---\nAs the file says.\n"},
    {"help/draft.md", HEAD("Draft", "second") "draft: yes\n---\n<b>unfinished\n"},
    {"help/.hidden.md", "not looked at"},
    {"help/notes.txt", "not looked at"},
    {"faq/index.md", HEAD("Questions", "second") "old: /faq.php\n---\n## Not a question\n"},
    {"faq/one.md", HEAD("One", "second") "old: /faq.php?cID=2\n---\nAn introduction.\n\n## Why?\n\n"
                   "Because.\n\n### More\n\nOf *it*.\n\n## How?\n\n[So](#why).\n"},
    {"forms/search.md", HEAD("Search", "second") "---\n"},
    {"forms/my-data/correct.md", HEAD("Correct", "second") "---\nBelow is a form.\n"},
};

static const char *
setting(const void *ctx, const char *name, unsigned long len)
{
    (void)ctx;
    return len == 9 && memcmp(name, "SHOP_NAME", 9) == 0 ? "Shop & Co" : NULL;
}

/* What policies the test has published. */
static struct published published;
static enum err published_err;

static enum err
policy(void *ctx, const char *address, struct published *out)
{
    (void)ctx;
    assert_string_equal(address, "/help/policy.html");
    *out = published;
    if (published.source != NULL)
        out->source = strdup(published.source);
    return published_err;
}

static enum err
load(const char *folder, bool with_policy, struct catalogue **out, struct report *rep)
{
    const struct catalogue_source src = {
        .templates = folder,
        .anchor_label = "Link to: %s",
        .placeholder = setting,
        .policy = with_policy ? policy : NULL,
    };

    *out = NULL;
    return catalogue_load(&src, out, rep);
}

static const char *
whole_folder(void)
{
    const char *folder = folder_new();

    for (size_t i = 0; i < COUNT(whole); i++)
        folder_write(folder, whole[i].name, whole[i].text, strlen(whole[i].text));
    return folder;
}

static void
loads_pages(void **state)
{
    static const char *const addresses[] = {
        "/faq",           "/faq/one",          "/help.html",       "/help/a.html",
        "/help/b.html",   "/help/policy.html", "/help/sub/c.html", "/my-data/correct",
        "/search",
    };
    const char *folder = whole_folder();
    struct report rep = {0};
    struct catalogue *c;
    const struct page *p;

    (void)state;
    expect(load(folder, false, &c, &rep) == ERR_OK, first_line(&rep));
    assert_int_equal(rep.count, 0);
    assert_int_equal(c->page_count, COUNT(addresses));
    for (size_t i = 0; i < COUNT(addresses); i++) {
        assert_string_equal(c->page[i].address, addresses[i]);
        assert_ptr_equal(catalogue_page(c, addresses[i]), &c->page[i]);
    }
    assert_null(catalogue_page(c, "/help/draft.html"));
    assert_null(catalogue_page(c, ""));
    p = catalogue_page(c, "/help/a.html");
    assert_int_equal(p->kind, PAGE_HELP);
    assert_string_equal(p->file, "help/a.md");
    assert_string_equal(p->head.title, "A of Shop & Co");
    assert_true(p->modified > 0);
    assert_string_equal(c->notices.html, "<p>A notice of Shop &amp; Co, see "
                                         "<a href=\"/help/a.html#one\">a</a>.</p>\n");
    catalogue_free(c);
    folder_remove(folder);
}

static void
parts_questions_from_answers(void **state)
{
    const char *folder = whole_folder();
    struct report rep = {0};
    struct catalogue *c;
    const struct page *p;

    (void)state;
    assert_int_equal(load(folder, false, &c, &rep), ERR_OK);
    p = catalogue_page(c, "/faq/one");
    assert_string_equal(p->body.html, "<p>An introduction.</p>\n");
    assert_int_equal(p->body.html_len, strlen(p->body.html));
    assert_string_equal(p->body.text, "An introduction.\n");
    assert_int_equal(p->answer_count, 2);
    assert_string_equal(p->answer[0].id, "why");
    assert_string_equal(p->answer[0].question, "Why?");
    assert_string_equal(p->answer[0].text, "Because.\nMore\nOf it.\n");
    assert_non_null(strstr(p->answer[0].html, "<p>Because.</p>\n<h3 id=\"more\">"));
    assert_string_equal(p->answer[1].html, "<p><a href=\"#why\">So</a>.</p>\n");
    p = catalogue_page(c, "/faq");
    assert_int_equal(p->answer_count, 0);
    assert_non_null(strstr(p->body.html, "<h2 id=\"not-a-question\">"));
    catalogue_free(c);
    folder_remove(folder);
}

static void
fills_sections_in_order(void **state)
{
    static const char *const second[] = {"See A", "B", "C", "Correct", "One", "Policy",
                                         "Questions", "Search"};
    const char *folder = whole_folder();
    struct report rep = {0};
    struct catalogue *c;
    const struct section *s;

    (void)state;
    assert_int_equal(load(folder, false, &c, &rep), ERR_OK);
    assert_int_equal(c->section_count, 2);
    s = catalogue_section(c, "first");
    assert_int_equal(s->footer, 1);
    assert_string_equal(s->hub, "/help/a.html");
    assert_string_equal(s->summary, "What stands first.");
    assert_int_equal(s->entry_count, 2);
    assert_string_equal(s->entry[0].text, "Start");
    assert_string_equal(s->entry[1].text, "A");
    s = catalogue_section(c, "second");
    assert_int_equal(s->footer, 0);
    assert_null(s->hub);
    assert_int_equal(s->entry_count, COUNT(second));
    for (size_t i = 0; i < COUNT(second); i++) {
        assert_string_equal(s->entry[i].text, second[i]);
        assert_int_equal(s->entry[i].extra, i == 0);
    }
    assert_null(catalogue_section(c, "third"));
    catalogue_free(c);
    folder_remove(folder);
}

static void
leads_old_addresses_on(void **state)
{
    static const struct {
        const char *path, *query, *to;
    } old[] = {
        {"/help", NULL, "/help.html"},
        {"/help", "utm_source=x", "/help.html"},
        {"/faq.php", NULL, "/faq"},
        {"/faq.php", "", "/faq"},
        {"/faq.php", "cID=2", "/faq/one"},
        {"/faq.php", "osCsid=abc&cID=2&x=y", "/faq/one"},
        {"/faq.php", "cID=22", "/faq"},
        {"/faq.php", "cID=", "/faq"},
        {"/faq.php", "xcID=2", "/faq"},
        {"/a.php", "y=2&z&x=1", "/help/a.html"},
        {"/a.php", "x=1", "/help/a.html"},
        {"/b.php", "x=1", "/help/b.html"},
        {"/b.php", NULL, NULL},
        {"/b.php", "x=2", NULL},
        {"/faq.phpx", "cID=2", NULL},
        {"/faq", NULL, NULL},
        {"", NULL, NULL},
    };
    const char *folder = whole_folder();
    struct report rep = {0};
    struct catalogue *c;

    (void)state;
    assert_int_equal(load(folder, false, &c, &rep), ERR_OK);
    for (size_t i = 0; i < COUNT(old); i++) {
        const char *to = catalogue_redirect(c, old[i].path, old[i].query);

        expect((to == NULL) == (old[i].to == NULL), old[i].path);
        if (to != NULL)
            assert_string_equal(to, old[i].to);
    }
    catalogue_free(c);
    folder_remove(folder);
}

/* One file is put into the folder, or replaced; the report then holds what stands beside it. */
static const struct {
    const char *name, *text, *says;
} wrong[] = {
    {"help/x.md", "no head\n", "/help/x.md:1: the file does not begin with a head"},
    {"help/x.md", HEAD("X", "third") "---\n", "/help/x.md:4: there's no section third"},
    {"help/x.md", HEAD("X", "first") "link: third 1 X\n---\n", ":5: there's no section third"},
    {"help/x.md", HEAD("X", "first") "---\n\n<i>x</i>\n", "/help/x.md:7: HTML is not taken"},
    {"help/x.md", HEAD("X", "first") "---\n\n{{NO}}\n", "/help/x.md:7: there's no setting {{NO}}"},
    {"help/x.md", HEAD("{{NO}}", "first") "---\n", "there's no setting {{NO}}"},
    {"help/x.md", HEAD("X", "first") "---\n[a](/help/no.html)\n", "/help/x.md:6: a link leads to"},
    {"help/x.md", HEAD("X", "first") "---\n[a](/help/draft.html)\n", "which is a draft"},
    {"help/x.md", HEAD("X", "first") "---\n[a](/help/a.html#no)\n", "no heading of this id"},
    {"help/x.md", HEAD("X", "first") "---\n[a](/a.php#no)\n", "no heading of this id"},
    {"help/x.md", HEAD("X", "first") "---\n[a](#no)\n", "this page has no heading of this id"},
    {"help/x.md", HEAD("X", "first") "---\n[a](b.html)\n", "neither a whole path"},
    {"help/x.md", HEAD("X", "first") "---\n[a](//b.example/)\n", "neither a whole path"},
    {"help/x.md", HEAD("X", "first") "---\n[a](javascript:alert)\n", "neither a whole path"},
    {"help/x.md", HEAD("X", "first") "---\n[a](mailto:)\n", "neither a whole path"},
    {"help/x.md", HEAD("X", "first") "---\n[a]()\n", "neither a whole path"},
    {"help/x.md", HEAD("X", "first") "old: /faq\n---\n", ":5: the old address /faq is a page"},
    {"help/x.md", HEAD("X", "first") "old: /a.php\n---\n", "the old address /a.php stands in"},
    {"help/x.md", "---\n\xFF\n---\n", "/help/x.md:2: not UTF-8"},
    {"help/x.md", "---\n---\n\x01\n", "/help/x.md:3: a control character"},
    {"help/X.md", "", "/help/X.md: the name becomes an address"},
    {"help/a b.md", "", "the name becomes an address"},
    {"help/sub/-_.md", "", "the name becomes an address"},
    {"forms/faq.md", HEAD("X", "first") "---\n", "/faq is the address of"},
    {"forms/help/a.md", HEAD("X", "first") "---\n", NULL},
    {"faq/two.md", HEAD("X", "first") "---\nNothing.\n", "/faq/two.md:6: no question"},
    {"faq/two.md", HEAD("X", "first") "---\n## A?\nb\n## A?\nb\n", ":8: the question \"A?\" is"},
    {"faq/two.md", HEAD("X", "first") "---\n## A?\n\n## B?\nb\n", ":6: the question \"A?\" has no"},
    {"layout/notices.md", "[x](/help/no.html)\n", "/layout/notices.md:1: a link leads to"},
    {"words/en/sections", "", "/words/en/sections:1: no section"},
    {"words/en/sections", "title: A\n", "sections:1: title: a block begins with"},
    {"words/en/sections", SECTIONS "footer: 6\n", "a footer column is 1 to 5"},
    {"words/en/sections", SECTIONS "footer: 1\n", "another section has this footer column"},
    {"words/en/sections", SECTIONS "title: B\n", "title: given twice"},
    {"words/en/sections", SECTIONS "colour: B\n", "colour: unknown key"},
    {"words/en/sections", SECTIONS "hub:\n", "hub: no value"},
    {"words/en/sections", SECTIONS "hub: /no\n", "sections:7: the hub /no is no page"},
    {"words/en/sections", SECTIONS "words\n", "words: not \"key: value\""},
    {"words/en/sections", SECTIONS "\nsection: first\n", "a section of this id stands above"},
    {"words/en/sections", SECTIONS "\nsection: A b\n", "an id is a-z"},
    {"words/en/sections", SECTIONS "\nsection: c\ntitle: C\n", "summary: missing"},
};

static void
reports_mistakes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        const char *folder = whole_folder();
        struct report rep = {0};
        struct catalogue *c;
        enum err err;

        folder_write(folder, wrong[i].name, wrong[i].text, strlen(wrong[i].text));
        err = load(folder, false, &c, &rep);
        if (wrong[i].says == NULL) {
            /* forms/help/a.md is /help/a: close to another address, but its own */
            expect(err == ERR_OK, first_line(&rep));
        } else {
            expect(err == ERR_INVALID && c == NULL, wrong[i].text);
            expect(reported(&rep, wrong[i].says), first_line(&rep));
        }
        catalogue_free(c);
        report_free(&rep);
        folder_remove(folder);
    }
}

static void
reports_missing_files(void **state)
{
    static const char *const needed[] = {"words/en/sections", "layout/notices.md"};

    (void)state;
    for (size_t i = 0; i < COUNT(needed); i++) {
        const char *folder = whole_folder();
        char path[4200];
        struct report rep = {0};
        struct catalogue *c;

        snprintf(path, sizeof path, "%s/%s", folder, needed[i]);
        assert_int_equal(unlink(path), 0);
        assert_int_equal(load(folder, false, &c, &rep), ERR_INVALID);
        assert_int_equal(rep.count, 1);
        expect(reported(&rep, needed[i]), first_line(&rep));
        report_free(&rep);
        folder_remove(folder);
    }
}

static void
takes_what_editors_leave(void **state)
{
    static const char text[] = "\xEF\xBB\xBF---\r\ntitle: X\r\n"
                               "summary: A summary of twenty and.\r\n"
                               "section: first\r\n---\r\n\r\n## A\r\n\r\ntwo\tthree\r\n";
    const char *folder = whole_folder();
    struct report rep = {0};
    struct catalogue *c;

    (void)state;
    folder_write(folder, "help/x.md", text, sizeof text - 1);
    expect(load(folder, false, &c, &rep) == ERR_OK, first_line(&rep));
    assert_string_equal(catalogue_page(c, "/help/x.html")->body.text, "A\ntwo\tthree\n");
    catalogue_free(c);
    folder_remove(folder);
}

static void
shows_policies_as_published(void **state)
{
    static char source[] = HEAD("Policy as published", "first")
        "effective: 2025-01-01\r\n---\r\nThis.\r\n";
    const char *folder = whole_folder();
    struct report rep = {0};
    struct catalogue *c;
    const struct page *p;

    (void)state;
    published = (struct published){true, source, 3, 17};
    published_err = ERR_OK;
    expect(load(folder, true, &c, &rep) == ERR_OK, first_line(&rep));
    p = catalogue_page(c, "/help/policy.html");
    assert_true(p->policy);
    assert_string_equal(p->head.title, "Policy as published");
    assert_string_equal(p->body.html, "<p>This.</p>\n");
    assert_int_equal(p->version, 3);
    assert_int_equal(p->version_id, 17);
    catalogue_free(c);

    published = (struct published){0};
    assert_int_equal(load(folder, true, &c, &rep), ERR_OK);
    assert_null(catalogue_page(c, "/help/policy.html"));
    catalogue_free(c);

    folder_write(folder, "layout/notices.md", "[p](/help/policy.html)", 22);
    assert_int_equal(load(folder, true, &c, &rep), ERR_INVALID);
    expect(reported(&rep, "which isn't published yet"), first_line(&rep));

    published_err = ERR_BUSY;
    assert_int_equal(load(folder, true, &c, &rep), ERR_BUSY);
    assert_null(c);
    report_free(&rep);
    folder_remove(folder);
}

static void
digest_tells_pages_apart(void **state)
{
    const char *folder = whole_folder();
    struct report rep = {0};
    struct catalogue *a, *b, *d;

    (void)state;
    assert_int_equal(load(folder, false, &a, &rep), ERR_OK);
    assert_int_equal(load(folder, false, &b, &rep), ERR_OK);
    folder_write(folder, "layout/notices.md", "Another notice.\n", 16);
    assert_int_equal(load(folder, false, &d, &rep), ERR_OK);
    assert_memory_equal(a->digest, b->digest, sizeof a->digest);
    assert_memory_not_equal(a->digest, d->digest, sizeof a->digest);
    catalogue_free(a);
    catalogue_free(b);
    catalogue_free(d);
    folder_remove(folder);
}

static void
signature_follows_files(void **state)
{
    const char *folder = whole_folder();
    const uint64_t before = folder_signature(folder);
    char path[4200];

    (void)state;
    assert_int_not_equal(before, 0);
    assert_true(folder_signature(folder) == before);
    folder_write(folder, "help/.swp", "x", 1);
    assert_true(folder_signature(folder) == before);
    folder_write(folder, "help/new.md", "x", 1);
    assert_true(folder_signature(folder) != before);
    snprintf(path, sizeof path, "%s/help/new.md", folder);
    assert_int_equal(unlink(path), 0);
    assert_true(folder_signature(folder) == before);
    snprintf(path, sizeof path, "%s/help/a.md", folder);
    assert_int_equal(utime(path, &(struct utimbuf){1, 1}), 0);
    assert_true(folder_signature(folder) != before);
    folder_remove(folder);
    assert_true(folder_signature(folder) == 0);
}

static int
begin(void **state)
{
    (void)state;
    return secret_init() == ERR_OK ? 0 : -1;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loads_pages),
        cmocka_unit_test(parts_questions_from_answers),
        cmocka_unit_test(fills_sections_in_order),
        cmocka_unit_test(leads_old_addresses_on),
        cmocka_unit_test(reports_mistakes),
        cmocka_unit_test(reports_missing_files),
        cmocka_unit_test(takes_what_editors_leave),
        cmocka_unit_test(shows_policies_as_published),
        cmocka_unit_test(digest_tells_pages_apart),
        cmocka_unit_test(signature_follows_files),
    };

    return cmocka_run_group_tests(tests, begin, NULL);
}
