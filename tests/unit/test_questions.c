/*
 * test_questions.c - the search as shoppers use it: the questions of tests/search/questions.tsv, asked of
 * the shipped pages. Shows how many find the right page first, how many among the first three, and
 * every miss; fewer than the shares below fail.
 */
#include "desk/search.h"

#include "content/catalogue.h"
#include "folder.h"
#include "store_fixture.h"

enum { FIRST_PERCENT = 85, THREE_PERCENT = 97, QUESTIONS_LEAST = 120, ADDRESSES = 8, HELD_BACK = 3 };

struct question {
    char *typed;
    char *right[ADDRESSES];
    size_t count;
};

struct tally {
    unsigned asked, first, three;
};

static const char *
nothing_to_fill_in(const void *ctx, const char *name, unsigned long len)
{
    (void)ctx, (void)name, (void)len;
    return "https://example.com/";
}

/* The index over templates/. */
static struct search_index *
shipped_index(void)
{
    struct report rep = {0};
    struct catalogue *pages = NULL;
    struct search_index *s = NULL;
    char synonyms[4200];
    const struct catalogue_source src = {.templates = folder_shipped(),
                                         .anchor_label = "Link to: %s",
                                         .placeholder = nothing_to_fill_in};

    snprintf(synonyms, sizeof synonyms, "%s/words/en/synonyms", folder_shipped());
    if (catalogue_load(&src, &pages, &rep) != ERR_OK)
        fail_msg("%s", first_line(&rep));
    if (search_build(&(struct search_source){.pages = pages, .synonyms = synonyms}, &s, &rep)
        != ERR_OK)
        fail_msg("%s", first_line(&rep));
    catalogue_free(pages);
    report_free(&rep);
    return s;
}

/* Parts a line in place; false for a comment. */
static bool
read_question(char *line, struct question *q)
{
    char *address;

    *q = (struct question){.typed = strsep(&line, "\t")};
    if (line == NULL || q->typed[0] == '#')
        return false;
    while ((address = strsep(&line, " ")) != NULL && q->count < ADDRESSES)
        q->right[q->count++] = address;
    return q->count > 0;
}

/* The place of the first right hit, from 1; 0 where none is among the first three. */
static size_t
place_of(const struct question *q, const struct hits *h)
{
    for (size_t i = 0; i < h->count; i++)
        for (size_t k = 0; k < q->count; k++)
            if (strcmp(h->hit[i].address, q->right[k]) == 0)
                return i + 1;
    return 0;
}

static void
ask(struct search_index *s, const struct question *q, struct tally *t, bool shown)
{
    const struct search_ask wanted = {.typed = q->typed, .kind = HIT_ANY, .max = 3};
    struct hits h;
    size_t place;

    assert_int_equal(search_run(s, &wanted, &h), ERR_OK);
    place = place_of(q, &h);
    t->asked++;
    t->first += place == 1;
    t->three += place > 0;
    if (place != 1 && shown) {
        print_message("# %s: %s\n", place > 0 ? "not first" : "miss", q->typed);
        for (size_t i = 0; i < h.count; i++)
            print_message("#     %zu %s\n", i + 1, h.hit[i].address);
    }
    hits_free(&h);
}

static void
tell(const char *what, const struct tally *t)
{
    print_message("# %s: %u questions, first %.1f %%, in the first three %.1f %%\n", what, t->asked,
                  100.0 * t->first / t->asked, 100.0 * t->three / t->asked);
}

/* Every third question was held back while search was tuned; ALL=no leaves these out. */
static void
test_questions(void **state)
{
    struct search_index *s = shipped_index();
    struct tally tuned = {0}, held = {0};
    struct buf text = BUF_INIT;
    const char *top = getenv("TOP"), *all = getenv("ALL");
    bool both = all == NULL || strcmp(all, "no") != 0;
    char path[4200], *rest, *line;
    size_t n = 0;

    (void)state;
    snprintf(path, sizeof path, "%s/tests/search/questions.tsv", top != NULL ? top : ".");
    assert_int_equal(buf_read_file(&text, path, LIMIT_PAGE_FILE), ERR_OK);
    rest = text.data;
    while ((line = strsep(&rest, "\n")) != NULL) {
        struct question q;

        if (!read_question(line, &q))
            continue;
        if (++n % HELD_BACK != 0)
            ask(s, &q, &tuned, true);
        else if (both)
            ask(s, &q, &held, true);
    }
    search_free(s);
    buf_free(&text);
    tell("tuned with", &tuned);
    if (!both)
        skip();
    tell("held back", &held);
    assert_true(tuned.asked + held.asked >= QUESTIONS_LEAST);
    assert_true((tuned.first + held.first) * 100 >= (tuned.asked + held.asked) * FIRST_PERCENT);
    assert_true((tuned.three + held.three) * 100 >= (tuned.asked + held.asked) * THREE_PERCENT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_questions)};

    return cmocka_run_group_tests_name("questions", tests, NULL, NULL);
}
