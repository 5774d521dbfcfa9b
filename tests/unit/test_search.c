/* test_search.c - the search index over a small catalogue. */
#include "desk/search.h"
#include "store_fixture.h"

static struct answer answers[] = {
    {.id = "do-you-ship-abroad", .question = "Do you ship abroad?",
     .text = "Yes: to Canada and to most of Europe. A parcel takes a week."},
    {.id = "what-does-it-cost", .question = "What does it cost?",
     .text = "Shipping is free above a certain sum."},
};

static struct page pages[] = {
    {.kind = PAGE_FAQ, .address = "/faq/shipping", .answer = answers, .answer_count = 2,
     .head = {.title = "Shipping", .summary = "Parcels and their ways.", .keywords = "post mail",
              .section = "faq"},
     .body = {.text = "Do you ship abroad? Yes: to Canada."}},
    {.kind = PAGE_HELP, .address = "/help/return-policy.html",
     .head = {.title = "Return policy", .summary = "How to send a stone back.",
              .keywords = "refund exchange", .section = "help"},
     .body = {.text = "You may return what you don't like within thirty days. We pay for shipping "
                      "both ways where the stone was not as described."}},
    {.kind = PAGE_HELP, .address = "/help/birthstones.html",
     .head = {.title = "Birthstones", .summary = "A stone for each month.", .keywords = "",
              .section = "learn"},
     .body = {.text = "January is garnet. A café owner asked for a pavé ring of \"rubies\"."}},
};

static struct section sections[] = {
    {.id = "help", .title = "Help"},
    {.id = "learn", .title = "Learning center"},
    {.id = "faq", .title = "Questions"},
};

static const struct catalogue catalogue = {
    .page = pages, .page_count = 3, .section = sections, .section_count = 3};

static int
setup(void **state)
{
    struct search_index *s = NULL;

    assert_int_equal(search_build(&(struct search_source){.pages = &catalogue}, &s, NULL), ERR_OK);
    *state = s;
    return 0;
}

static int
teardown(void **state)
{
    search_free(*state);
    search_free(NULL);
    return 0;
}

static void
run(struct search_index *s, const char *typed, size_t max, struct hits *h)
{
    assert_int_equal(
        search_run(s, &(struct search_ask){.typed = typed, .kind = HIT_ANY, .max = max}, h),
        ERR_OK);
}

static void
test_finds(void **state)
{
    static const struct {
        const char *typed, *first; /* NULL: nothing is found */
    } cases[] = {
        {"return", "/help/return-policy.html"},
        {"returns", "/help/return-policy.html"},
        {"RETURNED", "/help/return-policy.html"},
        {"retur", "/help/return-policy.html"},          /* the last word's beginning */
        {"refund", "/help/return-policy.html"},         /* a keyword */
        {"canada", "/faq/shipping#do-you-ship-abroad"}, /* an answer, not its page */
        {"free sum", "/faq/shipping#what-does-it-cost"},
        {"shipping", "/faq/shipping"},                  /* a title is worth more */
        {"pave", "/help/birthstones.html"},             /* an accent is forgiven */
        {"CAFÉ", "/help/birthstones.html"},
        {"garnet xyzzy", "/help/birthstones.html"},     /* any word, where not all are found */
        {"don't like", "/help/return-policy.html"},
        {"stone month", "/help/birthstones.html"},
        {"xyzzy", NULL},
        {"", NULL},
        {"   ", NULL},
        {"\"", NULL},
        {"*", NULL},
        {"()", NULL},
        {"– “”", NULL},
        {"\"garnet\"", "/help/birthstones.html"},
        {"garnet*", "/help/birthstones.html"},
        {"title:garnet", "/help/birthstones.html"},
        {"garnet AND", "/help/birthstones.html"},
        {"NOT garnet", "/help/birthstones.html"},
        {"NEAR(garnet january)", "/help/birthstones.html"},
        {"garnet OR (", "/help/birthstones.html"},
        {"{title body}: ^garnet + -x", "/help/birthstones.html"},
        {"'; DROP TABLE entry; --", NULL},
        {"“garnet”", "/help/birthstones.html"},
        {"\xff\xfe garnet", "/help/birthstones.html"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct hits h;
        const char *first;

        run(*state, cases[i].typed, 10, &h);
        first = h.count > 0 ? h.hit[0].address : NULL;
        if ((first == NULL) != (cases[i].first == NULL)
            || (first != NULL && strcmp(first, cases[i].first) != 0))
            fail_msg("%s: found %s", cases[i].typed, first != NULL ? first : "nothing");
        hits_free(&h);
        assert_int_equal(h.count, 0);
    }
}

static void
test_hit(void **state)
{
    struct hits h;

    run(*state, "europe", 10, &h);
    assert_int_equal(h.count, 1);
    assert_string_equal(h.hit[0].title, "Do you ship abroad?");
    assert_int_equal(h.hit[0].places, 2);
    assert_string_equal(h.hit[0].place[0].title, "Questions");
    assert_string_equal(h.hit[0].place[1].title, "Shipping");
    assert_string_equal(h.hit[0].place[1].address, "/faq/shipping");
    assert_non_null(strstr(h.hit[0].snippet, "most of \x02"
                                             "Europe\x03."));
    hits_free(&h);
    run(*state, "described", 10, &h);
    assert_int_equal(h.hit[0].places, 1);
    assert_string_equal(h.hit[0].place[0].title, "Help");
    assert_null(h.hit[0].place[0].address);
    assert_non_null(strstr(h.hit[0].snippet, "\x02"
                                             "described\x03"));
    hits_free(&h);
}

static void
test_limits(void **state)
{
    struct hits h;
    char many[4000];

    run(*state, "stone shipping return", 1, &h);
    assert_int_equal(h.count, 1);
    hits_free(&h);
    run(*state, "stone", 100000, &h);
    assert_int_equal(h.count, 2);
    hits_free(&h);
    for (size_t i = 0; i + 8 < sizeof many; i += 8)
        memcpy(many + i, "garnet  ", 9);
    run(*state, many, 10, &h);
    assert_int_equal(h.count, 1);
    hits_free(&h);
    memset(many, 'x', sizeof many - 1);
    many[sizeof many - 1] = '\0';
    run(*state, many, 10, &h);
    assert_int_equal(h.count, 0);
    hits_free(&h);
}

static void
test_empty_catalogue(void **state)
{
    static const struct catalogue nothing;
    struct search_index *s = NULL;
    struct hits h;

    (void)state;
    assert_int_equal(search_build(&(struct search_source){.pages = &nothing}, &s, NULL), ERR_OK);
    run(s, "garnet", 10, &h);
    assert_int_equal(h.count, 0);
    hits_free(&h);
    search_free(s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_finds, setup, teardown),
        cmocka_unit_test_setup_teardown(test_hit, setup, teardown),
        cmocka_unit_test_setup_teardown(test_limits, setup, teardown),
        cmocka_unit_test(test_empty_catalogue),
    };

    return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
