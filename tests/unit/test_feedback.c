/* test_feedback.c - votes on pages: one for a page, network and day; and no word is lost. */
#include "desk/feedback.h"

#include "desk/upkeep.h"
#include "desk_fixture.h"

static void
vote(struct office *o, const char *page, bool helpful, const char *reason, const char *message)
{
    const struct vote v = {page, helpful, reason, message};

    assert_int_equal(feedback_vote(&o->desk, &v), ERR_OK);
    office_commit(o);
}

static int64_t
votes(struct office *o)
{
    return raw_int(o->path, "SELECT count(*) FROM page_feedback");
}

/* The only row, as a line. */
static const char *
row(struct office *o)
{
    assert_int_equal(votes(o), 1);
    return raw_text(o->path, "SELECT helpful || ' ' || coalesce(reason, '-') || ' ' ||"
                             " coalesce(message, '-') FROM page_feedback");
}

static void
test_last_vote_counts(void **state)
{
    struct office *o = *state;

    vote(o, "/a", true, NULL, NULL);
    assert_string_equal(row(o), "1 - -");
    vote(o, "/a", true, NULL, NULL);
    vote(o, "/a", false, NULL, NULL);
    assert_string_equal(row(o), "0 - -");
    assert_string_equal(raw_text(o->path, "SELECT page || helpful || not_helpful || share ||"
                                          " last_at FROM v_feedback"), "/a0102026-05-03 14:00");
}

/* Another page, network or day: another vote. */
static void
test_one_each(void **state)
{
    struct office *o = *state;
    const char *network = o->desk.network;

    vote(o, "/a", true, NULL, NULL);
    vote(o, "/b", true, NULL, NULL);
    o->desk.network = "198.51.100.0/24";
    vote(o, "/a", false, NULL, NULL);
    o->desk.network = "2001:db8:1::/48";
    vote(o, "/a", false, NULL, NULL);
    o->desk.network = network;
    o->desk.now += DAY_SECONDS;
    vote(o, "/a", true, NULL, NULL);
    assert_int_equal(votes(o), 5);
    assert_string_equal(raw_text(o->path, "SELECT helpful || not_helpful || share FROM v_feedback"
                                          " WHERE page = '/a'"), "2250");
}

/* The day is the shop's: 11 p.m. and midnight in New York are two. */
static void
test_day_of_the_shop(void **state)
{
    struct office *o = *state;
    int64_t midnight = 0;

    assert_true(clock_day_begin("2026-05-04", &midnight));
    o->desk.now = midnight - 3600;
    vote(o, "/a", true, NULL, NULL);
    o->desk.now = midnight - 1;
    vote(o, "/a", true, NULL, NULL);
    assert_int_equal(votes(o), 1);
    o->desk.now = midnight;
    vote(o, "/a", true, NULL, NULL);
    assert_string_equal(raw_text(o->path, "SELECT group_concat(day) FROM page_feedback"),
                        "2026-05-03,2026-05-04");
}

/* What comes one after the other from one network, and what stands there in the end. */
static void
test_words_stay(void **state)
{
    static const struct {
        struct vote v;
        const char *row;
    } steps[] = {
        {{"/a", false, "wrong", NULL}, "0 wrong -"},
        {{"/a", false, NULL, "The fee is old."}, "0 wrong The fee is old."},
        {{"/a", false, NULL, "The fee is old."}, "0 wrong The fee is old."},
        {{"/a", true, NULL, NULL}, "1 wrong The fee is old."},
        {{"/a", false, "unclear", "old."}, "0 unclear The fee is old. | old."},
        {{"/a", false, "unclear", "old."}, "0 unclear The fee is old. | old."},
        {{"/a", false, "unclear", "The fee is old."}, "0 unclear The fee is old. | old."},
    };
    struct office *o = *state;

    for (size_t i = 0; i < COUNT(steps); i++) {
        vote(o, "/a", steps[i].v.helpful, steps[i].v.reason, steps[i].v.message);
        assert_string_equal(row(o), steps[i].row);
    }
    assert_string_equal(raw_text(o->path, "SELECT at || page || reason || message"
                                          " FROM v_feedback_messages"),
                        "2026-05-03 14:00/aunclearThe fee is old. | old.");
}

/* One network that goes on and on fills a row to its bound; its votes still count. */
static void
test_words_are_bounded(void **state)
{
    enum { WORDS = 500 };
    struct office *o = *state;
    char words[WORDS + 1];

    memset(words, 'w', WORDS);
    words[WORDS] = '\0';
    for (int i = 0; i < 3 * FEEDBACK_WORDS / WORDS; i++) {
        words[0] = (char)('a' + i % 26);
        vote(o, "/a", i % 2 == 0, "other", words);
    }
    int64_t held = raw_int(o->path, "SELECT length(replace(message, ' | ', '')) FROM page_feedback");
    assert_in_range(held, FEEDBACK_WORDS - WORDS, FEEDBACK_WORDS);
    assert_int_equal(raw_int(o->path, "SELECT helpful FROM page_feedback"), 0);
}

/* No address stands in the row, the voter of another day is another, and gone once it is over. */
static void
test_voter(void **state)
{
    struct office *o = *state;
    const struct upkeep u = {0};
    bool more;

    vote(o, "/a", true, NULL, NULL);
    vote(o, "/b", true, NULL, NULL);
    o->desk.now += DAY_SECONDS;
    vote(o, "/a", true, NULL, NULL);
    assert_int_equal(raw_int(o->path, "SELECT count(DISTINCT voter) FROM page_feedback"), 2);
    assert_int_equal(raw_int(o->path, "SELECT min(length(voter)) FROM page_feedback"), SECRET_HASH);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM page_feedback"
                                      " WHERE instr(voter, CAST('192.0.2' AS BLOB))"), 0);
    assert_int_equal(upkeep_run(&o->desk, &u, &more), ERR_OK);
    office_commit(o);
    assert_string_equal(raw_text(o->path, "SELECT group_concat(day || (voter IS NULL)) FROM"
                                          " (SELECT * FROM page_feedback ORDER BY id)"),
                        "2026-05-031,2026-05-031,2026-05-040");
    vote(o, "/a", false, NULL, NULL); /* the day's own vote still changes */
    assert_int_equal(votes(o), 3);
}

/* What is old goes: counts after 400 days, what people typed after 90. */
static void
test_upkeep(void **state)
{
    static const struct {
        const char *table;
        int64_t days;
    } tables[] = {{"page_read", COUNTS_KEPT_DAYS}, {"search_day", COUNTS_KEPT_DAYS},
                  {"page_feedback", COUNTS_KEPT_DAYS}, {"search_miss", TYPED_KEPT_DAYS},
                  {"not_found", TYPED_KEPT_DAYS}};
    struct office *o = *state;
    const struct upkeep u = {0};
    char sql[1024], day[CLOCK_DATE_MAX];
    bool more;

    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    for (int64_t age = 0; age <= COUNTS_KEPT_DAYS + 1; age++) {
        clock_iso_date(o->desk.now - age * DAY_SECONDS, day);
        snprintf(sql, sizeof sql,
                 "INSERT INTO page_read VALUES ('%s', '/a', 1);"
                 "INSERT INTO search_day VALUES ('%s', 1);"
                 "INSERT INTO search_miss VALUES ('%s', 'x', 1);"
                 "INSERT INTO not_found VALUES ('%s', '/x', NULL, 1);"
                 "INSERT INTO page_feedback (day, page, helpful, at) VALUES ('%s', '/a', 1, 0);",
                 day, day, day, day, day);
        assert_int_equal(raw_run(o->path, sql), SQLITE_OK);
    }
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
    do {
        assert_int_equal(upkeep_run(&o->desk, &u, &more), ERR_OK);
        office_commit(o);
    } while (more);
    for (size_t i = 0; i < COUNT(tables); i++) {
        snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", tables[i].table);
        expect(raw_int(o->path, sql) == tables[i].days + 1, tables[i].table);
    }
}

static void
note_page(void *ctx, const struct feedback_page *p)
{
    char *out = ctx;

    sprintf(out + strlen(out), "%s %d %d;", p->page, (int)p->helpful, (int)p->not_helpful);
}

static void
note_message(void *ctx, const struct feedback_message *m)
{
    char *out = ctx;

    sprintf(out + strlen(out), "%s %s %s;", m->page, m->reason, m->message);
}

/* As helpctl tells it: by page, what helped least first; words, the newest first. */
static void
test_told(void **state)
{
    static const struct {
        const char *page, *since, *pages, *messages;
    } cases[] = {
        {NULL, "2026-05-01", "/b 0 1;/a 1 1;", "/b  Why?;/a wrong ;"},
        {"/a", "2026-05-01", "/a 1 1;", "/a wrong ;"},
        {NULL, "2026-05-04", "/b 0 1;", "/b  Why?;"},
        {"/c", "2026-05-01", "", ""},
    };
    struct office *o = *state;

    vote(o, "/a", false, "wrong", NULL);
    o->desk.network = "198.51.100.0/24";
    vote(o, "/a", true, NULL, NULL);
    o->desk.now += DAY_SECONDS;
    vote(o, "/b", false, NULL, "Why?");
    for (size_t i = 0; i < COUNT(cases); i++) {
        char pages[256] = "", messages[256] = "";

        assert_int_equal(feedback_pages(o->desk.db, cases[i].page, cases[i].since, note_page,
                                        pages), ERR_OK);
        assert_int_equal(feedback_messages(o->desk.db, cases[i].page, cases[i].since, note_message,
                                           messages), ERR_OK);
        assert_string_equal(pages, cases[i].pages);
        assert_string_equal(messages, cases[i].messages);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(test_last_vote_counts), office_test(test_one_each),
        office_test(test_day_of_the_shop),  office_test(test_words_stay),
        office_test(test_voter),            office_test(test_upkeep),
        office_test(test_told),             office_test(test_words_are_bounded),
    };

    return cmocka_run_group_tests_name("feedback", tests, NULL, NULL);
}
