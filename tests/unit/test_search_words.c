/*
 * test_search_words.c - what is typed into the search: quotations, synonyms and mistakes in their file,
 * misspelt and unfinished words, and searches of many threads at once.
 */
#include <pthread.h>

#include "desk/search.h"
#include "desk/search_plan.h"
#include "folder.h"
#include "store_fixture.h"

static struct page pages[] = {
    {.kind = PAGE_HELP, .address = "/help/return-policy.html", .policy = true,
     .head = {.title = "Return policy", .summary = "How to send a stone back.",
              .keywords = "refund", .section = "help"},
     .body = {.text = "First heading\nYou may return what you bought within thirty days.\n"}},
    {.kind = PAGE_HELP, .address = "/help/colour.html",
     .head = {.title = "Colour of gemstones", .summary = "Hue and tone.", .keywords = "",
              .section = "help"},
     .body = {.text = "An alexandrite changes its colour.\nA credit card pays for it.\n"}},
    {.kind = PAGE_FORM, .address = "/contact",
     .head = {.title = "Contact us", .summary = "By phone or mail.", .keywords = "telephone",
              .section = "help"},
     .body = {.text = "The colour of our door is green. Birthstones are sold here.\nWe say when and where.\n"}},
};
static struct section sections[] = {{.id = "help", .title = "Help", .hub = NULL}};
static const struct catalogue catalogue = {
    .page = pages, .page_count = 3, .section = sections, .section_count = 1};
static const struct search_extra extra[] = {
    {"/delivery", "Overnight by plane", "express", "The next day.", "Delivery methods"}};

static const char good[] = "# what shoppers say\n"
                           "refund, money back, \tREIMBURSEMENT\r\n"
                           "\n"
                           "colour, color\n"
                           "gemmologist => contact us\n"
                           "ignored: how, do, I, the\n";

/* The index with a file of synonyms of these lines; NULL after telling what was reported. */
static struct search_index *
index_with(const char *lines, struct report *rep)
{
    const char *folder = folder_new();
    char path[4200];
    struct search_index *s = NULL;
    FILE *file;
    enum err e;

    snprintf(path, sizeof path, "%s/synonyms", folder);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(lines, file) >= 0);
    assert_int_equal(fclose(file), 0);
    e = search_build(&(struct search_source){.pages = &catalogue, .extra = extra,
                                             .extra_count = 1, .synonyms = path}, &s, rep);
    folder_remove(folder);
    assert_int_equal(e, s != NULL ? ERR_OK : ERR_INVALID);
    return s;
}

static int
setup(void **state)
{
    struct report rep = {0};

    *state = index_with(good, &rep);
    assert_non_null(*state);
    assert_int_equal(rep.count, 0);
    return 0;
}

static int
teardown(void **state)
{
    search_free(*state);
    return 0;
}

static void
run(struct search_index *s, const char *typed, struct hits *h)
{
    assert_int_equal(
        search_run(s, &(struct search_ask){.typed = typed, .kind = HIT_ANY, .max = 10}, h),
        ERR_OK);
}

static void
test_first(void **state)
{
    static const struct {
        const char *typed, *first, *corrected; /* NULL: nothing, or nothing was corrected */
    } cases[] = {
        {"reimbursements", "/help/return-policy.html", NULL},
        {"money back", "/help/return-policy.html", NULL},
        {"MONEY-BACK", "/help/return-policy.html", NULL},
        {"color", "/help/colour.html", NULL},
        {"colours", "/help/colour.html", NULL},
        {"how do I return the alexandrite", "/help/return-policy.html", NULL},
        {"how do", "/help/return-policy.html", NULL}, /* ignored only beside other words */
        {"gemmologist", "/contact", NULL},
        {"overnight", "/delivery", NULL},
        {"creditcard", "/help/colour.html", NULL},
        {"birth stones", "/contact", NULL},
        {"alexan", "/help/colour.html", NULL},
        {"retrun policy", "/help/return-policy.html", "return policy"},
        {"telephnoe", "/contact", "telephone"},
        {"wher is it returned", "/help/return-policy.html", "where is it returned"}, /* not "when" */
        {"Retrun, quickly", "/help/return-policy.html", "return, quickly"},
        {"\"credit card\"", "/help/colour.html", NULL},
        {"\"card credit\"", NULL, NULL},
        {"“thirty days”", "/help/return-policy.html", NULL},
        {"«changes its colour", "/help/colour.html", NULL},
        {"\"green", "/contact", NULL},
        {"\"\" \" \" green", "/contact", NULL},
        {"1/4", NULL, NULL},
        {"宝石", NULL, NULL},
        {"камень", NULL, NULL},
        {"colour colour colour colour colour colour colour colour colour colour colour colour "
         "colour colour colour colour colour colour colour colour", "/help/colour.html", NULL},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *first, *corrected = cases[i].corrected;
        struct hits h;

        run(*state, cases[i].typed, &h);
        first = h.count > 0 ? h.hit[0].address : NULL;
        if ((first == NULL) != (cases[i].first == NULL)
            || (first != NULL && strcmp(first, cases[i].first) != 0))
            fail_msg("%s: found %s", cases[i].typed, first != NULL ? first : "nothing");
        if ((h.corrected == NULL) != (corrected == NULL)
            || (corrected != NULL && strcmp(h.corrected, corrected) != 0))
            fail_msg("%s: taken for %s", cases[i].typed, h.corrected != NULL ? h.corrected : "it");
        hits_free(&h);
    }
}

/* All is counted by kind, whatever kind and part of it is asked for. */
static void
test_kinds_and_pages(void **state)
{
    struct search_ask ask = {.typed = "colour", .kind = HIT_FORM, .max = 1};
    struct hits h;

    assert_int_equal(search_run(*state, &ask, &h), ERR_OK);
    assert_int_equal(h.kinds[HIT_HELP], 1);
    assert_int_equal(h.kinds[HIT_FORM], 1);
    assert_int_equal(h.total, 1);
    assert_string_equal(h.hit[0].address, "/contact");
    hits_free(&h);
    ask.kind = HIT_ANY;
    ask.from = 1;
    assert_int_equal(search_run(*state, &ask, &h), ERR_OK);
    assert_int_equal(h.total, 2);
    assert_int_equal(h.count, 1);
    assert_string_equal(h.hit[0].address, "/contact");
    hits_free(&h);
    ask.from = 1000;
    assert_int_equal(search_run(*state, &ask, &h), ERR_OK);
    assert_int_equal(h.total, 2);
    assert_int_equal(h.count, 0);
    hits_free(&h);
    ask = (struct search_ask){.typed = "return", .kind = HIT_POLICY, .max = 5, .brief = true};
    assert_int_equal(search_run(*state, &ask, &h), ERR_OK);
    assert_int_equal(h.count, 1);
    assert_null(h.hit[0].snippet);
    hits_free(&h);
}

static void
test_snippet(void **state)
{
    struct hits h;

    run(*state, "thirty", &h);
    assert_string_equal(h.hit[0].snippet, "First heading · You may return what you bought within "
                                          "\x02thirty\x03 days.");
    hits_free(&h);
    run(*state, "express", &h); /* no body: the summary */
    assert_string_equal(h.hit[0].snippet, "The next day.");
    hits_free(&h);
}

static void
test_near(void **state)
{
    static const struct {
        const char *words, *first;
    } cases[] = {
        {"/help/returns-policy.html", "/help/return-policy.html"},
        {"/retrun_policy.php", "/help/return-policy.html"},
        {"/old/colours/index.html", "/help/colour.html"},
        {"/help/", NULL},
        {"/", NULL},
        {"", NULL},
        {"/qqxyzzy", NULL},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct hits h;

        assert_int_equal(search_near(*state, cases[i].words, 5, &h), ERR_OK);
        if ((h.count == 0) != (cases[i].first == NULL)
            || (h.count > 0 && strcmp(h.hit[0].address, cases[i].first) != 0))
            fail_msg("%s: %s", cases[i].words, h.count > 0 ? h.hit[0].address : "nothing");
        hits_free(&h);
    }
}

/* A rare word may be a commoner one misspelt: that is told, and what was typed is found. */
static void
test_meant(void **state)
{
    enum { COMMON = 8 };
    struct page many[COMMON + 1];
    char address[COMMON + 1][16];
    const struct catalogue pages_of_many = {.page = many, .page_count = COMMON + 1};
    struct search_index *s = NULL;
    struct hits h;

    (void)state;
    for (size_t i = 0; i <= COMMON; i++) {
        snprintf(address[i], sizeof address[i], "/p%zu", i);
        many[i] = (struct page){.address = address[i],
                                .head = {.title = "Page", .summary = "", .keywords = "",
                                         .section = "none"},
                                .body = {.text = i < COMMON ? "a garnet" : "to garner"}};
    }
    assert_int_equal(search_build(&(struct search_source){.pages = &pages_of_many}, &s, NULL),
                     ERR_OK);
    run(s, "Garner!", &h);
    assert_int_equal(h.count, 1);
    assert_null(h.corrected);
    assert_string_equal(h.meant, "garnet!");
    hits_free(&h);
    run(s, "garnet", &h);
    assert_int_equal(h.count, COMMON);
    assert_null(h.meant);
    hits_free(&h);
    search_free(s);
}

static void
test_mistakes_in_synonyms(void **state)
{
    static const struct {
        const char *lines, *told;
    } cases[] = {
        {"refund, money back\nalone\n", "synonyms:2: alone: a group has two words or more"},
        {"a, b,, c\n", "synonyms:1: between two commas: there is no word"},
        {"# fine\n\na, one two three four five six\n", "synonyms:3: one two three four five six: "
                                                       "more than five words"},
        {"=>\n", "synonyms:1:"},
        {"a, ???\n", "synonyms:1: ???: there is no word"},
        {"a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z\n", "too many words in one line"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct report rep = {0};

        assert_null(index_with(cases[i].lines, &rep));
        if (!reported(&rep, cases[i].told))
            fail_msg("%s: %s", cases[i].lines, first_line(&rep));
        report_free(&rep);
    }
}

static void
test_no_file(void **state)
{
    struct search_index *s = NULL;
    struct report rep = {0};

    (void)state;
    assert_int_equal(search_build(&(struct search_source){.pages = &catalogue,
                                                          .synonyms = "/nowhere/synonyms"}, &s,
                                  &rep), ERR_INVALID);
    assert_true(reported(&rep, "/nowhere/synonyms: can't read"));
    report_free(&rep);
}

/* Whatever bytes are typed, a search ends well, and finds nothing that isn't there. */
static void
test_hostile(void **state)
{
    static const char *const typed[] = {
        "\" OR \"a\" NEAR(\"b\", 2) *", "{title}: x", "^^^", "a\"b\"c\"d\"e\"", "\xc0\xaf", "\xed\xa0\x80",
        "\xf4\x90\x80\x80", "e\xcc\x81\xcc\x81\xcc\x81", "\xe2\x80\xae abc", "\xf0\x9f\x91\x8d", "\x02\x03",
        "-- ; DROP TABLE entry", "'", "col:\"", "\"\"\"\"", "AND AND AND", "(((((((((((((((((((",
    };
    char many[801], *at = many;
    struct hits h;

    for (size_t i = 0; i < COUNT(typed); i++) {
        run(*state, typed[i], &h);
        hits_free(&h);
    }
    for (int i = 0; i < 200; i++, at += 4)
        memcpy(at, i % 9 == 8 ? " \" \"" : "\xf0\x9d\x93\x90", 5);
    run(*state, many, &h);
    assert_int_equal(h.count, 0);
    hits_free(&h);
    memset(many, 'q', 800);
    many[800] = '\0';
    run(*state, many, &h);
    assert_int_equal(h.count, 0);
    hits_free(&h);
}

enum { THREADS = 8, ROUNDS = 200 };

static void *
search_often(void *index)
{
    size_t wrong = 0;

    for (int i = 0; i < ROUNDS; i++) {
        struct hits h;
        const struct search_ask ask = {
            .typed = i % 2 ? "colour" : "retrun policy", .kind = HIT_ANY, .max = 10};
        const char *first = i % 2 ? "/help/colour.html" : "/help/return-policy.html";

        if (search_run(index, &ask, &h) != ERR_OK)
            return index;
        wrong += h.count == 0 || strcmp(h.hit[0].address, first) != 0;
        hits_free(&h);
    }
    return wrong > 0 ? index : NULL;
}

static void
test_threads(void **state)
{
    pthread_t thread[THREADS];
    void *wrong;

    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, search_often, *state), 0);
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(thread[i], &wrong), 0);
        assert_null(wrong);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first),           cmocka_unit_test(test_kinds_and_pages),
        cmocka_unit_test(test_snippet),         cmocka_unit_test(test_near),
        cmocka_unit_test(test_hostile),         cmocka_unit_test(test_threads),
        cmocka_unit_test(test_meant),           cmocka_unit_test(test_no_file),
        cmocka_unit_test(test_mistakes_in_synonyms),
    };

    return cmocka_run_group_tests_name("search_words", tests, setup, teardown);
}
