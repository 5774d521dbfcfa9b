/* test_related.c - related pages: by links, words and sections, and in time by their number. */
#include "content/related.h"

#include "base/clock.h"
#include "unit.h"

enum { MANY = 10000, MANY_SECONDS = 3 };

/* A catalogue made by hand. Pages stand in the order of their addresses. */
struct shelf {
    struct catalogue c;
    struct section section[2];
    char (*address)[16];
};

static struct shelf *
shelf_new(size_t pages)
{
    struct shelf *s = calloc(1, sizeof *s);

    assert_non_null(s);
    s->address = calloc(pages, sizeof *s->address);
    s->c.page = calloc(pages, sizeof *s->c.page);
    s->c.page_count = pages;
    s->c.section = s->section;
    s->c.section_count = COUNT(s->section);
    for (size_t i = 0; i < pages; i++) {
        snprintf(s->address[i], sizeof *s->address, "/p%05zu", i);
        s->c.page[i] = (struct page){.address = s->address[i],
                                     .head = {.title = (char *)"One", .keywords = (char *)""}};
    }
    return s;
}

static void
shelf_free(struct shelf *s)
{
    for (size_t i = 0; i < COUNT(s->section); i++)
        free(s->section[i].entry);
    for (size_t i = 0; i < s->c.page_count; i++)
        free(s->c.page[i].body.link);
    free(s->c.page);
    free(s->address);
    free(s);
}

static void
link_to(struct shelf *s, size_t from, const char *target)
{
    struct markdown *m = &s->c.page[from].body;

    m->link = realloc(m->link, (m->link_count + 1) * sizeof *m->link);
    assert_non_null(m->link);
    m->link[m->link_count++] = (struct link){.target = (char *)target};
}

static void
put(struct shelf *s, size_t section, size_t page, bool extra)
{
    struct section *in = &s->section[section];

    in->entry = realloc(in->entry, (in->entry_count + 1) * sizeof *in->entry);
    assert_non_null(in->entry);
    in->entry[in->entry_count++] = (struct entry){.page = &s->c.page[page], .extra = extra};
}

static bool
takes_all(const struct page *p)
{
    (void)p;
    return true;
}

static bool
takes_all_but_one(const struct page *p)
{
    return strcmp(p->address, "/p00001") != 0;
}

/* The pages related to one, as their numbers: "2 1 3". */
static const char *
related(const struct shelf *s, bool (*takes)(const struct page *), size_t page)
{
    static char text[64];
    const struct page *const *near;
    struct related *r = NULL;
    size_t len = 0, count;

    assert_int_equal(related_make(&s->c, takes, &r), ERR_OK);
    count = related_of(r, &s->c.page[page], &near);
    assert_true(count <= RELATED_MAX);
    text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%d", i > 0 ? " " : "",
                                (int)(near[i] - s->c.page));
    related_free(r);
    return text;
}

static void
test_links(void **state)
{
    struct shelf *s = shelf_new(5);

    (void)state;
    link_to(s, 0, "/p00003#part");
    link_to(s, 0, "/p00003");
    link_to(s, 0, "/p00000");
    link_to(s, 0, "https://example.com/p00004");
    link_to(s, 0, "#here");
    link_to(s, 0, "/nowhere");
    link_to(s, 2, "/p00000?x=1");
    link_to(s, 1, "/p00000");
    assert_string_equal(related(s, takes_all, 0), "3 1 2");
    assert_string_equal(related(s, takes_all_but_one, 0), "3 2");
    assert_string_equal(related(s, takes_all_but_one, 1), "");
    assert_string_equal(related(s, takes_all, 3), "0");
    assert_string_equal(related(s, takes_all, 4), "");
    shelf_free(s);
}

/* Words count once, in any case, from four letters on, and the more the fewer pages have them. A
 * keyword of several words is taken whole. */
static void
test_words(void **state)
{
    struct shelf *s = shelf_new(12);

    (void)state;
    s->c.page[0].head.keywords = (char *)"refund, Money, fee, often";
    s->c.page[1].head.keywords = (char *)"often, fee";
    s->c.page[2].head.keywords = (char *)"REFUND, refund, refund";
    s->c.page[3].head.title = (char *)"Your money: a refund";
    s->c.page[4].head.keywords = (char *)"fee";
    for (size_t i = 5; i < 10; i++)
        s->c.page[i].head.keywords = (char *)"often";
    assert_string_equal(related(s, takes_all, 0), "3 2 1 5 6");
    assert_string_equal(related(s, takes_all, 4), "");
    assert_string_equal(related(s, takes_all, 11), "");
    s->c.page[4].head.keywords = (char *)"colour change";
    s->c.page[5].head.keywords = (char *)"change order";
    s->c.page[6].head.keywords = (char *)",, see,  Colour change,";
    assert_string_equal(related(s, takes_all, 4), "6");
    shelf_free(s);
}

/* Pages of questions lead to articles first, and to each other only to fill up. */
static void
test_questions(void **state)
{
    struct shelf *s = shelf_new(3);

    (void)state;
    s->c.page[0].kind = s->c.page[1].kind = PAGE_FAQ;
    link_to(s, 0, "/p00001");
    link_to(s, 0, "/p00002");
    link_to(s, 2, "/p00001");
    assert_string_equal(related(s, takes_all, 0), "2 1");
    assert_string_equal(related(s, takes_all, 1), "2 0");
    assert_string_equal(related(s, takes_all, 2), "1 0");
    shelf_free(s);
}

/* A word that everybody has says nothing. */
static void
test_common_word(void **state)
{
    struct shelf *s = shelf_new(30);

    (void)state;
    for (size_t i = 0; i < s->c.page_count; i++)
        s->c.page[i].head.title = (char *)"Page";
    assert_string_equal(related(s, takes_all, 0), "");
    shelf_free(s);
}

/* Neighbours fill up to three, the nearer addresses first; extra places don't count. */
static void
test_section(void **state)
{
    struct shelf *s = shelf_new(30);

    (void)state;
    for (size_t i = 0; i < 30; i++)
        put(s, i < 20 ? 0 : 1, i, false);
    put(s, 1, 0, true);
    link_to(s, 10, "/p00025");
    link_to(s, 10, "/p00001");
    assert_string_equal(related(s, takes_all, 10), "1 25 6");
    assert_string_equal(related(s, takes_all, 29), "25 26 27");
    shelf_free(s);
}

/* Ten thousand pages, each in one section, with words that all have, and one that all link to. */
static void
test_many(void **state)
{
    struct shelf *s = shelf_new(MANY);
    char (*words)[40] = calloc(MANY, sizeof *words);
    int64_t began;

    (void)state;
    assert_non_null(words);
    for (size_t i = 0; i < MANY; i++) {
        snprintf(words[i], sizeof *words, "common, group%zu, rare%zu", i / 20, i / 3);
        s->c.page[i].head.keywords = words[i];
        put(s, 0, i, false);
        link_to(s, i, "/p00000");
    }
    began = clock_mono_ms();
    assert_string_equal(related(s, takes_all, 4444), "0 4443 4445 4440 4441");
    assert_in_range(clock_mono_ms() - began, 0, MANY_SECONDS * 1000);
    free(words);
    shelf_free(s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_links),   cmocka_unit_test(test_words),
        cmocka_unit_test(test_common_word), cmocka_unit_test(test_section),
        cmocka_unit_test(test_questions), cmocka_unit_test(test_many),
    };

    return cmocka_run_group_tests_name("related", tests, NULL, NULL);
}
