#include "folder.h"

#include "capture.h"
#include "view/prepare.h"
#include "view/tpl.h"

#define PRAGMA "{{%AUTOESCAPE context=\"HTML\"}}\n"
#define PLAIN  "{{! plain text }}\n"

#define PATH(id, path) path,
static const char *const files[] = {TPL_FILES(PATH)};
#undef PATH

static struct words *words;

/* A folder with every template; all say nothing. */
static const char *
folder_of_blanks(void)
{
    const char *folder = folder_new();

    for (size_t i = 0; i < COUNT(files); i++) {
        const char *text = tpl_is_text(files[i]) ? PLAIN : PRAGMA;

        folder_write(folder, files[i], text, strlen(text));
    }
    return folder;
}

static void
write_file(const char *folder, enum tpl_file file, const char *text)
{
    folder_write(folder, files[file], text, strlen(text));
}

/* The same, where two say something. */
static const char *
folder_of(const char *page, const char *article)
{
    const char *folder = folder_of_blanks();

    write_file(folder, TPL_layout_page, page);
    write_file(folder, TPL_layout_article, article);
    return folder;
}

static struct tpl_set *
set_in(const char *folder)
{
    struct report rep = {0};
    struct tpl_set *set = NULL;

    expect(tpl_load(folder, words, &set, &rep) == ERR_OK, first_line(&rep));
    assert_int_equal(rep.count, 0);
    folder_remove(folder);
    return set;
}

static struct tpl_set *
set_of(const char *page, const char *article)
{
    return set_in(folder_of(page, article));
}

/* The same with two texts. */
static struct tpl_set *
texts_of(const char *frame, const char *letter)
{
    const char *folder = folder_of_blanks();

    write_file(folder, TPL_letters_frame_text, frame);
    write_file(folder, TPL_letters_test_text, letter);
    return set_in(folder);
}

static void
shipped_templates_load(void **state)
{
    struct report rep = {0};
    struct tpl_set *set = NULL;

    (void)state;
    expect(tpl_load(folder_shipped(), words, &set, &rep) == ERR_OK, first_line(&rep));
    for (int file = 0; file < TPL_COUNT_; file++) {
        struct tpl_dict *d = tpl_dict_new();
        struct buf out = BUF_INIT;

        assert_int_equal(tpl_expand(set, (enum tpl_file)file, d, &out), ERR_OK);
        assert_null(strstr(buf_text(&out), "[["));
        assert_null(strstr(buf_text(&out), "{{"));
        buf_free(&out);
        tpl_dict_free(d);
    }
    tpl_free(set);
}

static void
escapes_by_place(void **state)
{
    static const char page[] = PRAGMA "<p title=\"{{TITLE}}\">{{TITLE}}</p>\n"
                                      "<a href=\"{{LINK_HREF}}\">{{FOUND_COUNT}}</a>\n"
                                      "<div>{{BODY:none}}</div>\n";
    struct tpl_set *set = set_of(page, PRAGMA);
    struct tpl_dict *d = tpl_dict_new();
    struct buf out = BUF_INIT;

    (void)state;
    tpl_text(d, KEY_TITLE, "\"<b>'&");
    tpl_text(d, KEY_LINK_HREF, "javascript:alert(1)");
    tpl_int(d, KEY_FOUND_COUNT, INT64_MIN);
    tpl_trusted_html(d, KEY_BODY, "<i>x</i>yz", 8);
    assert_int_equal(tpl_expand(set, TPL_layout_page, d, &out), ERR_OK);
    assert_string_equal(buf_text(&out), "<p title=\"&quot;&lt;b&gt;&#39;&amp;\">"
                                        "&quot;&lt;b&gt;&#39;&amp;</p>\n"
                                        "<a href=\"#\">-9223372036854775808</a>\n"
                                        "<div><i>x</i></div>\n");
    buf_free(&out);
    tpl_dict_free(d);
    tpl_free(set);
}

static void
repeats_sections(void **state)
{
    static const char page[] = PRAGMA "{{#POPULAR}}\n<li>{{LINK_TEXT}} {{TITLE}}</li>\n"
                                      "{{/POPULAR}}\n"
                                      "{{#NOINDEX}}noindex{{/NOINDEX}}{{#CRUMBS}}no{{/CRUMBS}}\n";
    struct tpl_set *set = set_of(page, PRAGMA);
    struct tpl_dict *d = tpl_dict_new();
    struct buf out = BUF_INIT;

    (void)state;
    tpl_text(tpl_section(d, KEY_POPULAR), KEY_LINK_TEXT, "one");
    tpl_textn(tpl_section(d, KEY_POPULAR), KEY_LINK_TEXT, "two three", 3);
    tpl_text(d, KEY_TITLE, NULL);
    tpl_text(d, KEY_TITLE, "T");
    tpl_show(d, KEY_NOINDEX);
    assert_int_equal(tpl_expand(set, TPL_layout_page, d, &out), ERR_OK);
    assert_string_equal(buf_text(&out), "<li>one T</li>\n<li>two T</li>\nnoindex\n");
    buf_free(&out);
    tpl_dict_free(d);
    tpl_free(set);
}

static void
included_templates_see_the_root(void **state)
{
    struct tpl_set *set = set_of(PRAGMA "<main>{{>MAIN}}</main>",
                                 PRAGMA "{{TITLE}} {{SUMMARY}} {{#NOINDEX}}shown{{/NOINDEX}}");
    struct tpl_dict *d = tpl_dict_new(), *included;
    struct buf out = BUF_INIT;

    (void)state;
    tpl_text(d, KEY_TITLE, "<root>");
    tpl_text(d, KEY_SUMMARY, "root");
    tpl_show(d, KEY_NOINDEX);
    included = tpl_include(d, KEY_MAIN, TPL_layout_article);
    tpl_text(included, KEY_SUMMARY, "own");
    assert_int_equal(tpl_expand(set, TPL_layout_page, d, &out), ERR_OK);
    assert_string_equal(buf_text(&out), "<main>&lt;root&gt; own shown</main>");
    buf_free(&out);
    tpl_dict_free(d);
    tpl_free(set);
}

static void
puts_words_in_escaped(void **state)
{
    struct tpl_set *set =
        set_of(PRAGMA "<p title=\"[[search_button]]\">[[search_button]]</p>", PRAGMA);
    struct tpl_dict *d = tpl_dict_new();
    struct buf out = BUF_INIT, want = BUF_INIT;
    const char *text = words_get(words, MSG_search_button);

    (void)state;
    assert_int_equal(tpl_expand(set, TPL_layout_page, d, &out), ERR_OK);
    buf_fmt(&want, "<p title=\"%s\">%s</p>", text, text);
    assert_string_equal(buf_text(&out), buf_text(&want));
    buf_free(&want);
    buf_free(&out);
    tpl_dict_free(d);
    tpl_free(set);
}

/* A template that is a text, and what it comes to with SUBJECT "S" and the section LEAVE shown. */
static const struct {
    const char *text, *comes_to;
} plain_texts[] = {
    {PLAIN, ""},
    {PLAIN "One\n\n\ntwo\n", "One\n\n\ntwo\n"},
    {PLAIN "no line end", "no line end"},
    {PLAIN "One\n{{! a\ncomment }}\ntwo\n", "One\ntwo\n"},
    {PLAIN "{{#LEAVE}}\n{{SUBJECT}}\n\n{{/LEAVE}}\nend\n", "S\n\nend\n"},
    {PLAIN "{{#LIST}}\n{{SUBJECT}}\n\n{{/LIST}}\nend\n", "end\n"},
    {PLAIN "{{#LEAVE}}{{! twice }}{{#LEAVE}}\nin\n{{/LEAVE}}{{/LEAVE}}\n", "in\n"},
    {PLAIN "a{{#LEAVE}}, b{{/LEAVE}}\nc\n", "a, b\nc\n"},
    {PLAIN "{{#LEAVE}}x{{/LEAVE}}\n", "x\n"},
    {PLAIN "{{SUBJECT}}\n", "S\n"},
    {PLAIN "  {{SUBJECT}} <&>\"\n", "  S <&>\"\n"},
    {PLAIN "{{>BUTTON}}\nend\n", "end\n"},
};

static void
texts_keep_their_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(plain_texts); i++) {
        struct tpl_set *set = texts_of(plain_texts[i].text, PLAIN);
        struct tpl_dict *d = tpl_dict_new();
        struct buf out = BUF_INIT;

        tpl_text(d, KEY_SUBJECT, "S");
        tpl_show(d, KEY_LEAVE);
        assert_int_equal(tpl_expand(set, TPL_letters_frame_text, d, &out), ERR_OK);
        assert_string_equal(buf_text(&out), plain_texts[i].comes_to);
        buf_free(&out);
        tpl_dict_free(d);
        tpl_free(set);
    }
}

/* What a value becomes in a text: nobody can begin a line, or turn one around. */
static const struct {
    const char *value, *becomes;
} lines[] = {
    {"plain <b> & \"more\"", "plain <b> & \"more\""},
    {"a\r\nb\nc\td", "a  b c d"},
    {"\x01\x7f", "  "},
    {"a\xc2\x85z", "a z"},                  /* NEL */
    {"a\xe2\x80\xa8z\xe2\x80\xa9", "a z "}, /* line and paragraph separator */
    {"a\xe2\x80\xaez\xe2\x81\xa6", "a z "}, /* bidirectional override and isolate */
    {"caf\xc3\xa9 \xf0\x9f\x92\x8e", "caf\xc3\xa9 \xf0\x9f\x92\x8e"},
    {"bad \xff\xc3", "bad   "},
};

static void
values_in_texts_are_one_line(void **state)
{
    struct tpl_set *set = texts_of(PLAIN "{{>MAIN}}\n", PLAIN "{{SUBJECT}}\n{{WHY}}\n");

    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct tpl_dict *d = tpl_dict_new(), *letter;
        struct buf out = BUF_INIT, want = BUF_INIT;

        buf_fmt(&want, "%s\n%s\n", lines[i].becomes, lines[i].becomes);
        tpl_text(d, KEY_SUBJECT, lines[i].value);
        letter = tpl_include(d, KEY_MAIN, TPL_letters_test_text);
        tpl_text(letter, KEY_WHY, lines[i].value);
        assert_int_equal(tpl_expand(set, TPL_letters_frame_text, d, &out), ERR_OK);
        assert_string_equal(buf_text(&out), buf_text(&want));
        buf_free(&want);
        buf_free(&out);
        tpl_dict_free(d);
    }
    tpl_free(set);
}

/* HTML in a text, or a text in HTML, is a mistake of ours that must not go out. */
static void
kinds_do_not_mix(void **state)
{
    struct tpl_set *set = texts_of(PLAIN "{{>MAIN}}\n", PLAIN "text\n");
    struct tpl_dict *d = tpl_dict_new();
    struct buf out = BUF_INIT;
    char said[4096];
    enum err err;

    (void)state;
    tpl_include(d, KEY_MAIN, TPL_letters_test);
    capture_begin();
    err = tpl_expand(set, TPL_letters_frame_text, d, &out);
    capture_end(said, sizeof said);
    assert_int_equal(err, ERR_BUG);
    assert_non_null(strstr(said, "letters/test.tpl"));
    buf_free(&out);
    tpl_dict_free(d);
    tpl_free(set);
}

static void
words_in_texts_are_not_escaped(void **state)
{
    struct tpl_set *set = texts_of(PLAIN "[[letter_left_preview]]|[[letter_copy]]\n", PLAIN);
    struct tpl_dict *d = tpl_dict_new();
    struct buf out = BUF_INIT, want = BUF_INIT;

    (void)state;
    buf_fmt(&want, "%s|%s\n", words_get(words, MSG_letter_left_preview),
            words_get(words, MSG_letter_copy));
    assert_int_equal(tpl_expand(set, TPL_letters_frame_text, d, &out), ERR_OK);
    assert_string_equal(buf_text(&out), buf_text(&want));
    buf_free(&want);
    buf_free(&out);
    tpl_dict_free(d);
    tpl_free(set);
}

/* Each page is refused, with a line of the report that holds what stands beside it. */
static const struct {
    const char *page, *says;
} refused[] = {
    {"<p>{{TITLE}}</p>", "layout/page.tpl:1: the first line is not"},
    {"", "layout/page.tpl:1: the first line is not"},
    {" " PRAGMA, "layout/page.tpl:1: the first line is not"},
    {"{{%AUTOESCAPE context=\"MANUAL\"}}\n", "layout/page.tpl:1: the first line is not"},
    {PRAGMA "\n{{NO_SUCH_NAME}}", "layout/page.tpl:3: the program has no {{NO_SUCH_NAME}}"},
    {PRAGMA "{{#NO_SUCH}}{{/NO_SUCH}}", "the program has no {{NO_SUCH}}"},
    {PRAGMA "{{>NO_SUCH}}", "the program has no {{NO_SUCH}}"},
    {PRAGMA "{{title}}", "the program has no {{title}}"},
    {PRAGMA "{{ TITLE}}", "the program has no {{ TITLE}}"},
    {PRAGMA "{{TITLE }}", "can't be read"},
    {PRAGMA "{{}}", "{{}} names nothing"},
    {PRAGMA "\n\n{{TITLE", "layout/page.tpl:4: {{ without }}"},
    {PRAGMA "{{=<% %>=}}", "can't be changed"},
    {PRAGMA "{{TITLE:none}}", "layout/page.tpl:2: {{TITLE}} may hold what a visitor typed"},
    {PRAGMA "{{QUERY:h:none}}", "{{QUERY}} may hold what a visitor typed"},
    {PRAGMA "{{#CRUMBS}}\n<p>", "layout/page.tpl:2: {{#CRUMBS}} is never closed"},
    {PRAGMA "\n{{/CRUMBS}}", "layout/page.tpl:3: {{/CRUMBS}} closes no section"},
    {PRAGMA "{{#CRUMBS}}\n{{#CRUMB}}\n{{/CRUMBS}}{{/CRUMB}}",
     "layout/page.tpl:4: {{/CRUMBS}} stands where {{/CRUMB}} should (opened in line 3)"},
    {PRAGMA "\n[[no_such_word]]", "page.tpl:3: no file of words has a text for [[no_such_word]]"},
    {PRAGMA "[[search_button]", "no file of words has a text"},
    {PRAGMA "[[]]", "no file of words has a text"},
    {PRAGMA "[[", "no file of words has a text"},
    {PRAGMA "{{TITLE:no_such_modifier}}", "layout/page.tpl: the template is broken"},
};

/* The same of a letter's text. */
static const struct {
    const char *text, *says;
} refused_texts[] = {
    {"", "letters/test.text.tpl:1: the first line is not {{! plain text }}"},
    {"Hello\n", "letters/test.text.tpl:1: the first line is not {{! plain text }}"},
    {"{{! plain text }} Hello\n", "letters/test.text.tpl:1: the first line is not"},
    {PRAGMA, "letters/test.text.tpl:1: the first line is not {{! plain text }}"},
    {PLAIN PRAGMA, "letters/test.text.tpl:2: {{%AUTOESCAPE context=\"HTML\"}} is not for a text"},
    {PLAIN "\n{{SUBJECT:none}}", "letters/test.text.tpl:3: {{SUBJECT:none}}: in a text a name"},
    {PLAIN "{{SUBJECT:x-one-line}}", "in a text a name stands alone"},
    {PLAIN "{{SUBJECT }}", "in a text a name stands alone"},
    {PLAIN "{{>MAIN:h}}", "in a text a name stands alone"},
    {PLAIN "{{BODY}}", "letters/test.text.tpl:2: {{BODY}} is HTML, and this is a text"},
    {PLAIN "{{NO_SUCH_NAME}}", "the program has no {{NO_SUCH_NAME}}"},
    {PLAIN "\n{{#LEAVE}}\n", "letters/test.text.tpl:3: {{#LEAVE}} is never closed"},
    {PLAIN "\n\n[[no_such_word]]", "test.text.tpl:4: no file of words has a text for"},
};

static void
refuses_file(enum tpl_file file, const char *text, const char *says)
{
    const char *folder = folder_of_blanks();
    struct report rep = {0};
    struct tpl_set *set = NULL;
    char said[4096];
    enum err err;

    write_file(folder, file, text);
    capture_begin();
    err = tpl_load(folder, words, &set, &rep);
    capture_end(said, sizeof said);
    expect(err == ERR_INVALID && set == NULL, text);
    expect(reported(&rep, says), first_line(&rep));
    report_free(&rep);
    folder_remove(folder);
}

static void
refuses(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++)
        refuses_file(TPL_layout_page, refused[i].page, refused[i].says);
    for (size_t i = 0; i < COUNT(refused_texts); i++)
        refuses_file(TPL_letters_test_text, refused_texts[i].text, refused_texts[i].says);
}

static void
refuses_sections_too_deep(void **state)
{
    struct buf page = BUF_INIT;
    struct report rep = {0};
    struct tpl_set *set = NULL;
    const char *folder;

    (void)state;
    buf_str(&page, PRAGMA);
    for (int i = 0; i < 33; i++)
        buf_str(&page, "{{#CRUMB}}");
    folder = folder_of(buf_text(&page), PRAGMA);
    assert_int_equal(tpl_load(folder, words, &set, &rep), ERR_INVALID);
    expect(reported(&rep, "more than 32 sections"), first_line(&rep));
    report_free(&rep);
    buf_free(&page);
    folder_remove(folder);
}

static void
a_missing_file_is_named(void **state)
{
    const char *folder = folder_of(PRAGMA, PRAGMA);
    char path[4200];
    struct report rep = {0};
    struct tpl_set *set = NULL;

    (void)state;
    snprintf(path, sizeof path, "%s/%s", folder, files[TPL_layout_article]);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(tpl_load(folder, words, &set, &rep), ERR_INVALID);
    assert_int_equal(rep.count, 1);
    expect(reported(&rep, "layout/article.tpl: the template is missing"), first_line(&rep));
    report_free(&rep);
    folder_remove(folder);
}

/* Without a dictionary nothing happens, and the end tells so. */
static void
takes_null(void **state)
{
    struct tpl_set *set = set_of(PRAGMA, PRAGMA);
    struct buf out = BUF_INIT;

    (void)state;
    tpl_text(NULL, KEY_TITLE, "x");
    tpl_textn(NULL, KEY_TITLE, "x", 1);
    tpl_int(NULL, KEY_TITLE, 1);
    tpl_trusted_html(NULL, KEY_BODY, "x", 1);
    tpl_show(NULL, KEY_NOINDEX);
    assert_null(tpl_section(NULL, KEY_POPULAR));
    assert_null(tpl_include(NULL, KEY_MAIN, TPL_layout_article));
    assert_int_equal(tpl_expand(set, TPL_layout_page, NULL, &out), ERR_NOMEM);
    assert_int_equal(out.len, 0);
    tpl_dict_free(NULL);
    tpl_free(set);
    tpl_free(NULL);
}

/* What out can't hold is told. */
static void
tells_a_full_buffer(void **state)
{
    struct tpl_set *set = set_of(PRAGMA "<p>{{TITLE}}</p>", PRAGMA);
    struct tpl_dict *d = tpl_dict_new();
    struct buf out = {.max = 5};

    (void)state;
    tpl_text(d, KEY_TITLE, "long title");
    assert_int_equal(tpl_expand(set, TPL_layout_page, d, &out), ERR_TOOBIG);
    buf_free(&out);
    tpl_dict_free(d);
    tpl_free(set);
}

static int
begin(void **state)
{
    struct report rep = {0};
    char folder[4200];

    (void)state;
    snprintf(folder, sizeof folder, "%s/words/en", folder_shipped());
    return words_load(folder, &words, &rep) == ERR_OK ? 0 : -1;
}

static int
end(void **state)
{
    (void)state;
    words_free(words);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_templates_load),
        cmocka_unit_test(escapes_by_place),
        cmocka_unit_test(repeats_sections),
        cmocka_unit_test(included_templates_see_the_root),
        cmocka_unit_test(puts_words_in_escaped),
        cmocka_unit_test(texts_keep_their_lines),
        cmocka_unit_test(values_in_texts_are_one_line),
        cmocka_unit_test(kinds_do_not_mix),
        cmocka_unit_test(words_in_texts_are_not_escaped),
        cmocka_unit_test(refuses),
        cmocka_unit_test(refuses_sections_too_deep),
        cmocka_unit_test(a_missing_file_is_named),
        cmocka_unit_test(takes_null),
        cmocka_unit_test(tells_a_full_buffer),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
