#include "folder.h"

#include "base/secret.h"
#include "content/advice.h"
#include "content/preview.h"

#define HEAD(title, section) \
    "---\ntitle: " title "\nsummary: A summary of twenty and more.\nsection: " section "\n"
#define DATED HEAD("A", "first") "keywords: a\nreviewed: 2026-05-03\n"

static const struct file {
    const char *name, *text;
} whole[] = {
    {"words/en/sections", "section: first\ntitle: First\nsummary: What stands first.\n"},
    {"layout/notices.md", "A notice.\n"},
    {"help/index.md", DATED "old: /start.php\n---\nWelcome.\n"},
    {"help/a.md", DATED "old: /a.php\n---\n## One\n\nText.\n"},
    {"help/policy.md", DATED "effective: 2026-01-01\n---\nAs the file says.\n"},
    {"help/draft.md", DATED "draft: yes\nold: /draft.php\n---\n## Two\n\n[a](/help/a.html#one) "
                            "[other](/help/other.html#x) [me](/help/draft.html#two)\n"},
    {"help/other.md", HEAD("Other", "nowhere") "draft: yes\n---\n<b>unfinished\n"},
    {"faq/a.md", DATED "---\n## Why?\n\nBecause.\n"},
    {"forms/search.md", HEAD("Search", "first") "---\n"},
};

static const char *
no_setting(const void *ctx, const char *name, unsigned long len)
{
    (void)ctx, (void)name, (void)len;
    return NULL;
}

static enum err
published(void *ctx, const char *address, struct published *out)
{
    const char *source = ctx;

    (void)address;
    if (source != NULL)
        *out = (struct published){.found = true, .source = strdup(source), .version = 1};
    return ERR_OK;
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
put(const char *folder, const char *name, const char *text)
{
    folder_write(folder, name, text, strlen(text));
}

static struct catalogue_source
source_of(const char *folder, const char *policy)
{
    return (struct catalogue_source){.templates = folder,
                                     .anchor_label = "%s",
                                     .placeholder = no_setting,
                                     .policy = published,
                                     .policy_ctx = (void *)(uintptr_t)policy};
}

static struct catalogue *
load(const char *folder, const char *policy)
{
    const struct catalogue_source src = source_of(folder, policy);
    struct report rep = {0};
    struct catalogue *c = NULL;

    expect(catalogue_load(&src, &c, &rep) == ERR_OK, first_line(&rep));
    assert_int_equal(rep.count, 0);
    report_free(&rep);
    return c;
}

static enum err
preview(const char *folder, const struct catalogue *c, const char *address, struct page **out,
        struct report *rep)
{
    const struct catalogue_source src = source_of(folder, NULL);
    unsigned char id[PREVIEW_ID];

    preview_id(address, id);
    return preview_load(&src, c, id, out, rep);
}

static void
shows_a_draft(void **state)
{
    const char *folder = whole_folder();
    struct catalogue *c = load(folder, NULL);
    struct report rep = {0};
    struct page *p;

    (void)state;
    expect(preview(folder, c, "/help/draft.html", &p, &rep) == ERR_OK, first_line(&rep));
    assert_true(p->head.draft);
    assert_string_equal(p->file, "help/draft.md");
    assert_int_equal(p->body.heading_count, 1);
    assert_false(preview_is_public(c, p));
    preview_free(p);
    put(folder, "help/draft.md", DATED "draft: yes\n---\nChanged.\n");
    assert_int_equal(preview(folder, c, "/help/draft.html", &p, &rep), ERR_OK);
    assert_string_equal(p->body.html, "<p>Changed.</p>\n");
    preview_free(p);
    assert_int_equal(preview(folder, c, "/help/nothing.html", &p, &rep), ERR_NOTFOUND);
    assert_null(p);
    catalogue_free(c);
    folder_remove(folder);
}

/* Any page, as its file stands: a policy that is edited or was never published, a public page. */
static void
shows_what_is_not_public_yet(void **state)
{
    const char *folder = whole_folder();
    struct catalogue *c = load(folder, NULL);
    struct report rep = {0};
    struct page *p;

    (void)state;
    assert_null(catalogue_page(c, "/help/policy.html"));
    assert_int_equal(preview(folder, c, "/help/policy.html", &p, &rep), ERR_OK);
    assert_true(p->policy && !preview_is_public(c, p));
    preview_free(p);
    catalogue_free(c);
    c = load(folder, DATED "effective: 2025-01-01\n---\nAs it was.\n");
    assert_int_equal(preview(folder, c, "/help/policy.html", &p, &rep), ERR_OK);
    assert_string_equal(p->body.html, "<p>As the file says.</p>\n");
    assert_false(preview_is_public(c, p));
    preview_free(p);
    assert_int_equal(preview(folder, c, "/faq/a", &p, &rep), ERR_OK);
    assert_true(preview_is_public(c, p) && p->answer_count == 1);
    preview_free(p);
    put(folder, "help/a.md", DATED "old: /a.php\n---\n## New\n\n[here](/help/a.html#new)\n");
    expect(preview(folder, c, "/help/a.html", &p, &rep) == ERR_OK, first_line(&rep));
    assert_false(preview_is_public(c, p));
    preview_free(p);
    catalogue_free(c);
    folder_remove(folder);
}

/* A draft for an address that leads elsewhere would stop the site once it is public. */
static void
tells_that_its_address_is_taken(void **state)
{
    const char *folder = whole_folder();
    struct report rep = {0};
    struct catalogue *c;
    struct page *p;

    (void)state;
    put(folder, "help/a.md", DATED "old: /help/draft.html\n---\n## One\n");
    c = load(folder, NULL);
    assert_int_equal(preview(folder, c, "/help/draft.html", &p, &rep), ERR_INVALID);
    assert_true(reported(&rep, "help/draft.md: its address is an old one of /help/a.html"));
    report_free(&rep);
    catalogue_free(c);
    folder_remove(folder);
}

static void
tells_a_drafts_mistakes(void **state)
{
    static const struct {
        const char *text, *says;
    } wrong[] = {
        {"draft: yes\n", "draft.md:1: the file does not begin with a head"},
        {HEAD("A", "nowhere") "draft: yes\n---\n", "draft.md:4: there's no section nowhere"},
        {DATED "draft: yes\nold: /a.php\n---\n", "draft.md:8: the old address /a.php leads to"},
        {DATED "draft: yes\nold: /faq/a\n---\n", "draft.md:8: the old address /faq/a is a page"},
        {DATED "draft: yes\n---\n[x](/help/nowhere.html)\n", "draft.md:9: a link leads to"},
        {DATED "draft: yes\n---\n[x](/help/a.html#none)\n", "and the page has no heading"},
        {DATED "draft: yes\n---\n[x](/help/draft.html#none)\n", "and the page has no heading"},
        {DATED "draft: yes\n---\n<b>x</b>\n", "draft.md:9: HTML is not taken"},
    };
    const char *folder = whole_folder();
    struct catalogue *c = load(folder, NULL);

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct report rep = {0};
        struct page *p;

        put(folder, "help/draft.md", wrong[i].text);
        expect(preview(folder, c, "/help/draft.html", &p, &rep) == ERR_INVALID, wrong[i].text);
        expect(p == NULL && reported(&rep, wrong[i].says), first_line(&rep));
        report_free(&rep);
    }
    catalogue_free(c);
    folder_remove(folder);
}

/* Whatever is wrong with a draft is its own: the pages load, and it is listed as a draft. */
static void
keeps_the_site_up(void **state)
{
    static const char *const wrong[] = {
        DATED "draft: yes\nordre: 10\n---\n",
        "---\ndraft: yes\n---\n",
        "---\ndraft: yes\ntitle: no end of the head\n",
        DATED "draft: yes\n---\n\xff\xfe\n",
        "---\ndraft: yes\ntitle: \xff\n---\n",
    };
    const char *folder = whole_folder();

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct catalogue *c;

        put(folder, "help/draft.md", wrong[i]);
        c = load(folder, NULL);
        assert_int_equal(c->unshown_count, 3);
        assert_string_equal(c->unshown[0].address, "/help/draft.html");
        assert_string_equal(c->unshown[0].file, "help/draft.md");
        assert_true(c->unshown[0].draft && c->unshown[1].draft && !c->unshown[2].draft);
        catalogue_free(c);
    }
    folder_remove(folder);
}

static void
finds_pages_by_name(void **state)
{
    static const struct {
        const char *name, *address;
        enum err err;
    } names[] = {
        {"/help/a.html", "/help/a.html", ERR_OK}, {"help/a.md", "/help/a.html", ERR_OK},
        {"draft", "/help/draft.html", ERR_OK},    {"index", "/help.html", ERR_OK},
        {"/help.html", "/help.html", ERR_OK},     {"search", "/search", ERR_OK},
        {"a", NULL, ERR_CONFLICT},                {"draf", NULL, ERR_NOTFOUND},
        {"draft.md", NULL, ERR_NOTFOUND},         {"", NULL, ERR_NOTFOUND},
    };
    const char *folder = whole_folder();

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        char *address = NULL;

        expect(preview_find(folder, names[i].name, &address) == names[i].err, names[i].name);
        if (names[i].err == ERR_OK)
            assert_string_equal(address, names[i].address);
        else
            assert_null(address);
        free(address);
    }
    folder_remove(folder);
}

static bool
answers(const char *path)
{
    return strcmp(path, "/program") == 0;
}

static void
advises(void **state)
{
    static const char *const says[] = {
        "help/stale.md:1: warning: stale, last looked at 2024-01-01",
        "help/undated.md:1: warning: no `reviewed` and no `updated`",
        "help/undated.md:1: warning: no `keywords`",
        "help/undated.md:10: warning: a link leads to /a.php#one, which is /help/a.html now",
        "help/undated.md:5: warning: the old address /help/a.html?x=1 is never looked up: /help/a",
        "help/undated.md:6: warning: the old address /program is never looked up: the program",
    };
    const struct advice_rules rules = {.stale_before = "2025-05-01", .answered = answers};
    const char *folder = whole_folder();
    struct report rep = {0};
    struct catalogue *c = load(folder, NULL);

    (void)state;
    advice_give(c, &rules, &rep);
    expect(rep.count == 0, first_line(&rep));
    catalogue_free(c);
    put(folder, "help/stale.md",
        HEAD("A", "first") "keywords: a\nupdated: 2026-01-01\nreviewed: 2024-01-01\n---\nText.\n");
    put(folder, "help/empty.md", HEAD("A", "first") "keywords: a\n---\n");
    put(folder, "help/undated.md",
        HEAD("A", "first") "old: /help/a.html?x=1\nold: /program\n---\n"
                           "[a](/help/a.html#one) [o](https://example.com)\n\n"
                           "[old](/a.php#one) [top](/help.html)\n");
    c = load(folder, NULL);
    advice_give(c, &rules, &rep);
    for (size_t i = 0; i < COUNT(says); i++)
        expect(reported(&rep, says[i]), says[i]);
    assert_int_equal(rep.count, COUNT(says));
    report_free(&rep);
    catalogue_free(c);
    folder_remove(folder);
}

static void
note_link(void *ctx, const struct page *p, const struct link *l)
{
    buf_fmt(ctx, "%s:%u %s\n", p->file, l->line, l->target);
}

static void
lists_links_out(void **state)
{
    const char *folder = whole_folder();
    struct buf said = BUF_INIT;
    struct catalogue *c;

    (void)state;
    put(folder, "help/a.md",
        DATED "---\n## One\n\n[x](http://a.example/) [y](mailto:a@example.com)\n"
              "[z](https://b.example/)\n");
    c = load(folder, NULL);
    advice_links_out(c, note_link, &said);
    assert_string_equal(buf_text(&said),
                        "help/a.md:10 http://a.example/\nhelp/a.md:11 https://b.example/\n");
    buf_free(&said);
    catalogue_free(c);
    folder_remove(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_a_draft),
        cmocka_unit_test(shows_what_is_not_public_yet),
        cmocka_unit_test(tells_a_drafts_mistakes),
        cmocka_unit_test(tells_that_its_address_is_taken),
        cmocka_unit_test(keeps_the_site_up),
        cmocka_unit_test(finds_pages_by_name),
        cmocka_unit_test(advises),
        cmocka_unit_test(lists_links_out),
    };

    return secret_init() == ERR_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
