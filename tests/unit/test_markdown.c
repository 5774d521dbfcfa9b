#include "folder.h"

#include "base/secret.h"
#include "content/markdown.h"
#include "content/slug.h"

static const char *
setting(const void *ctx, const char *name, unsigned long len)
{
    static const char *const settings[][2] = {
        {"SHOP_NAME", "Alpha *Imports* [NY] <b> & _co_"},
        {"SUPPORT_MAIL", "a_b*c@example.com"},
        {"STORE_URL", "https://example.com/a_(b)?c=1&d=2"},
        {"TWO_LINES", "a\nb"},
        {"EMPTY", ""},
    };

    (void)ctx;
    for (size_t i = 0; i < COUNT(settings); i++) {
        if (strlen(settings[i][0]) == len && memcmp(settings[i][0], name, len) == 0)
            return settings[i][1];
    }
    return NULL;
}

static void
renders(const char *text, const char *html)
{
    struct report rep = {0};
    struct buf put = BUF_INIT;
    struct markdown m;

    assert_int_equal(placeholders_put("f.md", 1, text, strlen(text), setting, NULL, &put, &rep),
                     ERR_OK);
    assert_int_equal(markdown_render("f.md", 1, buf_text(&put), put.len, "Link to: %s", NULL, &m,
                                     &rep),
                     ERR_OK);
    assert_string_equal(m.html, html);
    assert_int_equal(m.html_len, strlen(html));
    assert_int_equal(rep.count, 0);
    markdown_free(&m);
    buf_free(&put);
}

static void
puts_settings_in(void **state)
{
    (void)state;
    renders("{{SHOP_NAME}}", "<p>Alpha *Imports* [NY] &lt;b&gt; &amp; _co_</p>\n");
    renders("[{{SUPPORT_MAIL}}](mailto:{{SUPPORT_MAIL}})",
            "<p><a href=\"mailto:a_b*c@example.com\">a_b*c@example.com</a></p>\n");
    renders("[x]({{STORE_URL}})",
            "<p><a href=\"https://example.com/a_(b)?c=1&amp;d=2\">x</a></p>\n");
    renders("{{TWO_LINES}}.", "<p>a b.</p>\n");
}

static void
leaves_out_a_line_with_an_empty_setting(void **state)
{
    (void)state;
    renders("{{EMPTY}}", "");
    renders("a\n\nPhone: {{EMPTY}}, {{TWO_LINES}}\n\nb", "<p>a</p>\n<p>b</p>\n");
    renders("- a\n- {{EMPTY}}\n\nb", "<ul>\n<li>a</li>\n</ul>\n<p>b</p>\n");
}

static void
refuses_unknown_settings(void **state)
{
    static const char *const refused[] = {"a\n{{NO_SUCH}}", "a\n{{", "a\n{{}}", "a\n{{shop}}",
                                          "a\n{{SHOP_NAME}", "a\n{{ SHOP_NAME }}"};

    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct report rep = {0};
        struct buf out = BUF_INIT;

        expect(placeholders_put("f.md", 10, refused[i], strlen(refused[i]), setting, NULL, &out,
                                &rep) == ERR_INVALID,
               refused[i]);
        expect(reported(&rep, "f.md:11: "), refused[i]);
        report_free(&rep);
        buf_free(&out);
    }
}

static void
plain_values_stay_as_they_are(void **state)
{
    struct report rep = {0};
    struct buf out = BUF_INIT;
    static const char text[] = "At {{SUPPORT_MAIL}}";

    (void)state;
    assert_int_equal(placeholders_plain("f.md", 1, text, strlen(text), setting, NULL, &out, &rep),
                     ERR_OK);
    assert_string_equal(buf_text(&out), "At a_b*c@example.com");
    buf_free(&out);
}

static void
headings_get_ids_and_anchors(void **state)
{
    (void)state;
    renders("## What's *new* & \"old\"?",
            "<h2 id=\"what-s-new-old\">What's <em>new</em> &amp; &quot;old&quot;? "
            "<a class=\"anchor\" href=\"#what-s-new-old\" "
            "aria-label=\"Link to: What&#39;s new &amp; &quot;old&quot;?\">#</a></h2>\n");
    renders("## A\n### A\n## A",
            "<h2 id=\"a\">A <a class=\"anchor\" href=\"#a\" aria-label=\"Link to: A\">#</a></h2>\n"
            "<h3 id=\"a-2\">A <a class=\"anchor\" href=\"#a-2\" aria-label=\"Link to: A\">#</a>"
            "</h3>\n"
            "<h2 id=\"a-3\">A <a class=\"anchor\" href=\"#a-3\" aria-label=\"Link to: A\">#</a>"
            "</h2>\n");
}

static void
tables_become_regions(void **state)
{
    (void)state;
    renders("| a | b |\n|---|--:|\n| <1 | \"2\" |",
            "<section class=\"table\" tabindex=\"0\" aria-label=\"a b\">\n"
            "<table>\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n"
            "<th scope=\"col\" class=\"to-right\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
            "<td>&lt;1</td>\n<td class=\"to-right\">&quot;2&quot;</td>\n</tr>\n</tbody>\n"
            "</table>\n</section>\n");
}

static void
tables_are_named_apart(void **state)
{
    static const char text[] = "## Sizes\n\n| a |\n|---|\n| 1 |\n\ntext\n\n| b |\n|---|\n| 2 |\n";
    struct report rep = {0};
    struct markdown m;

    (void)state;
    assert_int_equal(markdown_render("f.md", 1, text, sizeof text - 1, "%s", NULL, &m, &rep), ERR_OK);
    assert_non_null(strstr(m.html, "aria-label=\"Sizes\">\n<table>"));
    assert_non_null(strstr(m.html, "aria-label=\"Sizes (2)\">\n<table>"));
    markdown_free(&m);
}

static void
keeps_words_and_places(void **state)
{
    static const char text[] = "Intro *one*\ntwo\n\n## First `x`\n\n- a\n- b\n\n### Sub\n\n"
                               "| h |  |\n|---|---|\n| | 1 |\n\n## Last\n\n```\ncode <y>\n```\n";
    struct report rep = {0};
    struct markdown m;

    (void)state;
    assert_int_equal(markdown_render("f.md", 5, text, sizeof text - 1, "%s", NULL, &m, &rep), ERR_OK);
    assert_string_equal(m.text, "Intro one two\nFirst x\na\nb\nSub\nh\n1\nLast\ncode <y>\n");
    assert_int_equal(m.heading_count, 3);
    assert_int_equal(m.heading[0].line, 8);
    assert_int_equal(m.heading[1].level, 3);
    for (size_t i = 0; i < m.heading_count; i++) {
        const struct heading *h = &m.heading[i];

        assert_memory_equal(m.text + h->text_at, h->text, strlen(h->text));
        assert_int_equal(h->text_end, h->text_at + strlen(h->text) + 1);
        assert_memory_equal(m.html + h->html_at, h->level == 2 ? "<h2 id" : "<h3 id", 6);
        assert_memory_equal(m.html + h->html_end - 6, h->level == 2 ? "</h2>\n" : "</h3>\n", 6);
    }
    markdown_free(&m);
}

static void
collects_links_with_lines(void **state)
{
    static const char text[] = "a\n[b](/c)\n![d](/e)\n\n<https://f.example>\n\n"
                               "| [g](/h#i) |\n|---|\n| [j](k) |\n\n[l]\n\n[l]: /m?n=1&amp;o\n";
    static const struct {
        const char *target;
        unsigned line;
    } links[] = {{"/c", 11}, {"https://f.example", 14}, {"/h#i", 16}, {"k", 18}, {"/m?n=1&o", 20}};
    struct report rep = {0};
    struct markdown m;

    (void)state;
    assert_int_equal(markdown_render("f.md", 10, text, sizeof text - 1, "%s", NULL, &m, &rep),
                     ERR_OK);
    assert_int_equal(m.link_count, COUNT(links));
    for (size_t i = 0; i < COUNT(links); i++) {
        assert_string_equal(m.link[i].target, links[i].target);
        assert_int_equal(m.link[i].line, links[i].line);
    }
    markdown_free(&m);
}

/* Without a folder, images are taken as they are. */
static void
renders_images(void **state)
{
    (void)state;
    renders("![a *ring* & \\<more>](/static/images/a.png)",
            "<p><img src=\"/static/images/a.png\" alt=\"a ring &amp; &lt;more&gt;\" "
            "loading=\"lazy\"></p>\n");
    renders("![](/static/images/line.png \"decorative\")",
            "<p><img src=\"/static/images/line.png\" alt=\"\" loading=\"lazy\"></p>\n");
    renders("[![a](/static/images/a.png)](/help.html) *![b](/static/images/b.png)*",
            "<p><a href=\"/help.html\"><img src=\"/static/images/a.png\" alt=\"a\" "
            "loading=\"lazy\"></a> <em><img src=\"/static/images/b.png\" alt=\"b\" "
            "loading=\"lazy\"></em></p>\n");
}

static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0";

static void
measures_images(void **state)
{
    static const char text[] = "## Sizes\n\n![A ring](/static/images/ring.png) fits.";
    const char *folder = folder_new();
    struct report rep = {0};
    struct markdown m;

    (void)state;
    folder_write(folder, "images/ring.png", png, sizeof png - 1);
    assert_int_equal(markdown_render("f.md", 1, text, sizeof text - 1, "%s", folder, &m, &rep),
                     ERR_OK);
    assert_non_null(strstr(m.html, "<img src=\"/static/images/ring.png?v="));
    assert_non_null(strstr(m.html, " width=\"640\" height=\"480\">"));
    assert_string_equal(m.text, "Sizes\nA ring fits.\n");
    assert_int_equal(m.link_count, 0);
    markdown_free(&m);
    folder_remove(folder);
}

static void
refuses_wrong_images(void **state)
{
    static const struct {
        const char *text, *says;
    } refused[] = {
        {"![](/static/images/ring.png)", "f.md:3: an image without a text"},
        {"a\n\n![ ](/static/images/ring.png)", "f.md:5: an image without a text"},
        {"![a](/static/images/ring.png \"decorative\")", "f.md:3: an image that only decorates"},
        {"![a](/static/images/gone.png)", "f.md:3: the image /static/images/gone.png isn't there"},
        {"![a](https://example.com/a.png)", "f.md:3: the image https://example.com/a.png is not"},
        {"| a |\n|---|\n| ![b](/static/images/ring.png) |", "f.md:5: the image /static/images/ring.png stands inside a table"},
    };
    const char *folder = folder_new();

    (void)state;
    folder_write(folder, "images/ring.png", png, sizeof png - 1);
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct report rep = {0};
        struct markdown m;

        expect(markdown_render("f.md", 3, refused[i].text, strlen(refused[i].text), "%s", folder,
                               &m, &rep) == ERR_INVALID,
               refused[i].text);
        expect(reported(&rep, refused[i].says), first_line(&rep));
        report_free(&rep);
    }
    folder_remove(folder);
}

static void
refuses_what_pages_dont_hold(void **state)
{
    static const struct {
        const char *text, *says;
    } refused[] = {
        {"a <b>bold</b>", "f.md:3: HTML is not taken"},
        {"a\n\n<div>\n</div>", "f.md:5: HTML is not taken"},
        {"<!-- note -->", "f.md:3: HTML is not taken"},
        {"<script>alert(1)</script>", "HTML is not taken"},
        {"# Title", "f.md:3: headings are ## and ###"},
        {"## A\n\n#### B", "f.md:5: headings are ## and ###"},
        {"Title\n=====", "headings are ## and ###"},
        {"### A", "f.md:3: a ### heading before"},
        {"a\n\n> ## b", "f.md:5: a heading inside"},
        {"- ## b", "a heading inside"},
        {"> | a |\n> |---|\n> | b |", "f.md:3: a table inside"},
        {"- | a |\n  |---|\n  | b |", "a table inside"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct report rep = {0};
        struct markdown m;

        expect(markdown_render("f.md", 3, refused[i].text, strlen(refused[i].text), "%s", NULL, &m,
                               &rep) == ERR_INVALID,
               refused[i].text);
        expect(m.html == NULL && m.link == NULL, refused[i].text);
        expect(reported(&rep, refused[i].says), first_line(&rep));
        report_free(&rep);
    }
}

static void
bounds_headings(void **state)
{
    (void)state;
    for (int extra = 0; extra < 2; extra++) {
        struct report rep = {0};
        struct buf text = BUF_INIT;
        struct markdown m;

        for (int i = 0; i < HEADINGS_MAX + extra; i++)
            buf_str(&text, "## Same\n");
        assert_int_equal(markdown_render("f.md", 1, text.data, text.len, "%s", NULL, &m, &rep),
                         extra ? ERR_INVALID : ERR_OK);
        markdown_free(&m);
        report_free(&rep);
        buf_free(&text);
    }
}

/* Safe mode: what a link could run is gone, whatever the check of links says later. */
static void
leaves_no_script(void **state)
{
    (void)state;
    renders("[x](javascript:alert(1))", "<p><a href=\"\">x</a></p>\n");
    renders("a < b \\<i> & c", "<p>a &lt; b &lt;i&gt; &amp; c</p>\n");
}

static void
makes_slugs(void **state)
{
    static const struct {
        const char *text, *slug;
    } slugs[] = {
        {"Return policy", "return-policy"},
        {"  --A  &  B!! ", "a-b"},
        {"1/4 ct", "1-4-ct"},
        {"\xC3\x89t\xC3\xA9", "t"},
        {"\xE5\xAE\x9D", "section"},
        {"", "section"},
        {"???", "section"},
    };
    char slug[SLUG_MAX];

    (void)state;
    for (size_t i = 0; i < COUNT(slugs); i++) {
        slug_of(slugs[i].text, slug);
        assert_string_equal(slug, slugs[i].slug);
    }
    slug_of(letters('a', 59), slug);
    assert_int_equal(strlen(slug), 59);
    slug_of(letters('a', 5000), slug);
    assert_int_equal(strlen(slug), 60);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(puts_settings_in),
        cmocka_unit_test(leaves_out_a_line_with_an_empty_setting),
        cmocka_unit_test(refuses_unknown_settings),
        cmocka_unit_test(plain_values_stay_as_they_are),
        cmocka_unit_test(headings_get_ids_and_anchors),
        cmocka_unit_test(tables_become_regions),
        cmocka_unit_test(tables_are_named_apart),
        cmocka_unit_test(keeps_words_and_places),
        cmocka_unit_test(collects_links_with_lines),
        cmocka_unit_test(renders_images),
        cmocka_unit_test(measures_images),
        cmocka_unit_test(refuses_wrong_images),
        cmocka_unit_test(refuses_what_pages_dont_hold),
        cmocka_unit_test(bounds_headings),
        cmocka_unit_test(leaves_no_script),
        cmocka_unit_test(makes_slugs),
    };

    return secret_init() == ERR_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
