/* test_report.c - the figures of staff's report against rows worked by hand, and what it says. */
#include "ctl/chart.h"
#include "ctl/report_page.h"
#include "ctl/report_text.h"
#include "desk/figures.h"
#include "folder.h"
#include "store_fixture.h"
#include "view/tpl.h"

static struct words *words;

static void
run(struct place *p, const char *sql)
{
    if (raw_run(p->db, sql) != SQLITE_OK)
        fail_msg("refused: %s", sql);
}

static struct figures
read_of(struct place *p, const char *from, const char *to)
{
    struct figures f = {0};
    struct db *db = NULL;

    assert_int_equal(db_open(p->db, ROLE_STAFF, &db, &p->report), ERR_OK);
    assert_int_equal(figures_read(db, from, to, TEST_NOW, &f), ERR_OK);
    db_close(db);
    return f;
}

/* The n-th figure of a kind. */
static const struct figure *
figure_of(const struct figures *f, enum figure_kind kind, size_t n)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->figure[i].kind == kind && n-- == 0)
            return &f->figure[i];
    fail_msg("no figure %d", (int)kind);
    return NULL;
}

static void
values(const struct figure *f, size_t row, int64_t a, int64_t b, int64_t c)
{
    const int64_t *v = f->row[row].value;

    assert_true(row < f->rows);
    if (v[0] != a || v[1] != b || v[2] != c)
        fail_msg("figure %d, row %zu: %lld %lld %lld", (int)f->kind, row, (long long)v[0],
                 (long long)v[1], (long long)v[2]);
}

static const char *
says(const struct figures *all, const struct figure *f)
{
    static char text[512];
    struct buf out = BUF_INIT;

    chart_says(words, all, f, &out);
    snprintf(text, sizeof text, "%s", buf_text(&out));
    buf_free(&out);
    return text;
}

static void
test_days(void **state)
{
    char day[CLOCK_DATE_MAX];

    (void)state;
    assert_int_equal(figures_days("2026-05-03", "2026-05-03"), 1);
    assert_int_equal(figures_days("2026-03-01", "2026-03-31"), 31); /* with the day of 23 hours */
    assert_int_equal(figures_days("2026-10-01", "2026-11-30"), 61); /* with the one of 25 */
    assert_int_equal(figures_days("2028-02-28", "2028-03-01"), 3);
    assert_int_equal(figures_days("2026-05-03", "2026-05-02"), 0);
    assert_int_equal(figures_days("2026-02-29", "2026-03-01"), 0);
    assert_int_equal(figures_days("yesterday", "2026-03-01"), 0);
    figures_day_add("2026-03-07", 1, day);
    assert_string_equal(day, "2026-03-08");
    figures_day_add("2026-03-08", 1, day);
    assert_string_equal(day, "2026-03-09");
    figures_day_add("2026-11-02", -1, day);
    assert_string_equal(day, "2026-11-01");
    figures_day_add("2027-01-01", -366, day);
    assert_string_equal(day, "2025-12-31");
}

/* Nothing happened: every day has its row, and every figure says so. */
static void
test_nothing(void **state)
{
    struct figures f = read_of(*state, "2026-02-01", "2026-02-28");
    struct db *db = NULL;
    struct place *p = *state;

    assert_int_equal(f.days, 28);
    assert_int_equal(f.count, FIGURE_KINDS_ - 1 + 4); /* four lists */
    for (size_t i = 0; i < f.count; i++) {
        const struct figure *one = &f.figure[i];

        assert_true(chart_empty(one));
        if (chart_of(one)->days) {
            assert_int_equal(one->rows, 28);
            assert_string_equal(one->row[0].label, "2026-02-01");
            assert_string_equal(one->row[27].label, "2026-02-28");
        }
    }
    assert_string_equal(says(&f, figure_of(&f, FIGURE_SERVED, 0)),
                        "Nothing was counted in these days.");
    assert_string_equal(says(&f, figure_of(&f, FIGURE_OPEN, 0)), "No request about personal data is open.");
    assert_non_null(strstr(says(&f, figure_of(&f, FIGURE_LIST, 0)), "0 on the list now"));
    figures_free(&f);
    /* a read leaves no transaction behind */
    assert_int_equal(db_open(p->db, ROLE_STAFF, &db, &p->report), ERR_OK);
    assert_int_equal(figures_read(db, "2026-02-01", "2026-02-01", TEST_NOW, &f), ERR_OK);
    assert_int_equal(db_write_begin(db), ERR_OK);
    db_rollback(db);
    figures_free(&f);
    db_close(db);
}

static void
test_by_day(void **state)
{
    struct figures f;
    const struct figure *served, *searches;

    run(*state,
        "INSERT INTO request_count VALUES ('2026-04-30', 'a', 1000), ('2026-05-01', 'a', 40),"
        " ('2026-05-01', 'b', 2), ('2026-05-03', 'a', 7), ('2026-05-04', 'a', 1000);"
        "INSERT INTO search_day VALUES ('2026-05-01', 10), ('2026-05-02', 3),"
        " ('2026-05-04', 99);"
        "INSERT INTO search_miss VALUES ('2026-05-01', 'opal', 3), ('2026-05-01', 'x', 1),"
        " ('2026-05-02', 'opal', 5), ('2026-05-03', 'late', 2), ('2026-04-30', 'y', 9)");
    f = read_of(*state, "2026-05-01", "2026-05-03");
    served = figure_of(&f, FIGURE_SERVED, 0);
    assert_int_equal(served->rows, 3);
    values(served, 0, 42, 0, 0);
    values(served, 1, 0, 0, 0);
    values(served, 2, 7, 0, 0);
    assert_string_equal(says(&f, served),
                        "49 in all, 16 a day; the most on Friday 1 May 2026: 42.");
    searches = figure_of(&f, FIGURE_SEARCHES, 0);
    values(searches, 0, 6, 4, 0);
    values(searches, 1, 0, 5, 0); /* counted apart, so there may be more misses than searches */
    values(searches, 2, 0, 2, 0);
    assert_int_equal(searches->total[0], 6);
    assert_string_equal(says(&f, searches), "17 in all, 5.7 a day; 11 found nothing as typed (65 %).");
    figures_free(&f);
}

/* A day in New York begins at 5:00 UTC, from 9 March 2026 on at 4:00; one is 23 hours long. */
static void
test_borders(void **state)
{
    static const struct {
        const char *utc;
        int day; /* 0-2, or -1 outside */
    } cases[] = {
        {"2026-03-07 04:59:59", -1}, {"2026-03-07 05:00:00", 0}, {"2026-03-08 04:59:59", 0},
        {"2026-03-08 05:00:00", 1},  {"2026-03-08 06:59:59", 1}, {"2026-03-08 07:00:00", 1},
        {"2026-03-09 03:59:59", 1},  {"2026-03-09 04:00:00", 2}, {"2026-03-10 03:59:59", 2},
        {"2026-03-10 04:00:00", -1},
    };
    int64_t want[3] = {0, 0, 0};
    struct figures f;

    for (size_t i = 0; i < COUNT(cases); i++) {
        char sql[1024];

        snprintf(sql, sizeof sql,
                 "INSERT INTO consent_event (at, kind, list, address_hash, key_id, channel,"
                 " reference, commitment) VALUES (unixepoch('%s'), 'confirm', 'club',"
                 " zeroblob(32), 1, 'web', 'r%zu', zeroblob(32));"
                 "INSERT INTO outbox (random, key_id, letter, state, created_at, due_at, ended_at)"
                 " VALUES (randomblob(16), 1, 'confirm', 'sent', 0, 0, unixepoch('%s'));"
                 "INSERT INTO bounce (outbox_id, at, kind, source) VALUES (last_insert_rowid(),"
                 " unixepoch('%s'), 'soft', 'mail'), (last_insert_rowid(), unixepoch('%s'), 'hard',"
                 " 'smtp');"
                 "INSERT INTO request (reference, kind, state, channel, received_at, due_at,"
                 " state_at) VALUES ('r%zu', 'delete', 'denied', 'web', 1, 2, unixepoch('%s'))",
                 cases[i].utc, i, cases[i].utc, cases[i].utc, cases[i].utc, i, cases[i].utc);
        run(*state, sql);
        if (cases[i].day >= 0)
            want[cases[i].day]++;
    }
    f = read_of(*state, "2026-03-07", "2026-03-09");
    for (size_t i = 0; i < 3; i++) {
        values(figure_of(&f, FIGURE_LIST, 2), i, want[i], 0, 0);
        values(figure_of(&f, FIGURE_LETTERS, 0), i, want[i], 0, want[i]);
    }
    values(figure_of(&f, FIGURE_ENDED, 0), 0, 8, 0, 0);
    assert_string_equal(says(&f, figure_of(&f, FIGURE_ENDED, 0)),
                        "8 ended; most often: Denied (8).");
    figures_free(&f);
    /* 1 November 2026 has 25 hours */
    f = read_of(*state, "2026-11-01", "2026-11-01");
    assert_int_equal(f.end - f.begin, 25 * 3600);
    figures_free(&f);
}

/* An opt-out of all lists counts where the person was on the list. */
static void
test_lists(void **state)
{
    static const struct {
        int person, hour;
        const char *kind, *list; /* list NULL: all */
    } events[] = {
        {1, 1, "join", "'newsletter'"},
        {1, 2, "confirm", "'newsletter'"},
        {1, 3, "confirm", "'club'"},
        {1, 4, "leave", "'club'"},
        {1, 5, "leave", NULL},
        {2, 1, "import", "'newsletter'"},
        {2, 2, "bounce", "'newsletter'"},
        {2, 3, "leave", NULL},
        {3, 1, "leave", "'newsletter'"},
        {3, 2, "leave", NULL},
        {4, 1, "confirm", "'newsletter'"},
        {4, 2, "leave", "'newsletter'"},
        {4, 3, "undo", "'newsletter'"},
        {4, 4, "lapse", "'club'"},
        {4, 5, "object", "'club'"},
        {4, 6, "change", "'club'"},
    };
    struct figures f;
    const struct figure *letter, *club;

    for (int i = 1; i <= 4; i++) {
        char sql[256];

        snprintf(sql, sizeof sql,
                 "INSERT INTO person (id, email, email_typed, created_at, updated_at)"
                 " VALUES (%d, 'p%d@example.com', 'p', 1, 1)",
                 i, i);
        run(*state, sql);
    }
    for (size_t i = 0; i < COUNT(events); i++) {
        char sql[512];

        snprintf(
            sql, sizeof sql,
            "INSERT INTO consent_event (at, kind, list, person_id, address_hash, key_id,"
            " channel, reference, commitment) VALUES (unixepoch('2026-05-01 12:00') + 3600 * %d,"
            " '%s', %s, %d, zeroblob(32), 1, 'web', 'r%zu', zeroblob(32))",
            events[i].hour, events[i].kind, events[i].list != NULL ? events[i].list : "NULL",
            events[i].person, i);
        run(*state, sql);
    }
    run(*state, "INSERT INTO subscription (person_id, list, state, since, source, created_at)"
                " VALUES (4, 'newsletter', 'active', 1, 'web', 1),"
                " (1, 'newsletter', 'opted_out', 1, 'web', 1)");
    f = read_of(*state, "2026-05-01", "2026-05-01");
    letter = figure_of(&f, FIGURE_LIST, 0);
    club = figure_of(&f, FIGURE_LIST, 2);
    assert_string_equal(letter->name, "Newsletter");
    assert_string_equal(club->name, "Club");
    /* up: 1, 4, and 4 again by undo; out: 1 of all, 3 and 4 by name; 2 had bounced before */
    values(letter, 0, 3, 3, 1);
    assert_int_equal(letter->total[3], 1);
    values(club, 0, 1, 1, 0);
    values(figure_of(&f, FIGURE_LIST, 1), 0, 0, 0, 0);
    assert_string_equal(says(&f, letter), "3 signed up, 3 opted out, 1 came back, 1 imported;"
                                          " 1 on the list now.");
    figures_free(&f);
}

static void
test_ranked(void **state)
{
    struct figures f;
    const struct figure *read, *missed, *lost, *helpful;
    struct buf rest = BUF_INIT;

    run(*state,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)"
        " INSERT INTO page_read SELECT '2026-05-01', printf('/help/%02d.html', i), i FROM n;"
        "INSERT INTO page_read VALUES ('2026-05-02', '/help/01.html', 100),"
        " ('2026-05-03', '/help/02.html', 5000);"
        "INSERT INTO search_miss VALUES ('2026-05-01', 'b', 2), ('2026-05-02', 'b', 2),"
        " ('2026-05-01', 'a', 4), ('2026-05-01', 'c', 5);"
        "INSERT INTO not_found VALUES ('2026-05-01', '/old', '/help/new.html', 3),"
        " ('2026-05-02', '/old', '/help/new.html', 3), ('2026-05-01', '/wp', NULL, 1);"
        "INSERT INTO page_feedback (day, page, voter, helpful, at) VALUES"
        " ('2026-05-01', '/a', x'01', 1, 1), ('2026-05-01', '/a', x'02', 1, 1),"
        " ('2026-05-01', '/b', x'01', 0, 1), ('2026-05-02', '/b', NULL, 1, 1),"
        " ('2026-05-03', '/b', NULL, 0, 1), ('2026-04-30', '/a', NULL, 0, 1)");
    f = read_of(*state, "2026-05-01", "2026-05-02");
    read = figure_of(&f, FIGURE_READ, 0);
    assert_int_equal(read->rows, FIGURE_TOP);
    assert_int_equal(read->subjects, 60);
    assert_int_equal(read->total[0], 60 * 61 / 2 + 100);
    assert_string_equal(read->row[0].label, "/help/01.html");
    values(read, 0, 101, 0, 0);
    values(read, 1, 60, 0, 0);
    assert_string_equal(says(&f, read), "Opened most: /help/01.html, 101 of 1,930.");
    assert_true(chart_rest(words, read, &rest)); /* 2 to 11 are not kept: 65 together */
    assert_string_equal(buf_text(&rest), "And 10 more, 65 together.");
    buf_free(&rest);
    missed = figure_of(&f, FIGURE_MISSED, 0);
    assert_string_equal(missed->row[0].label, "c");
    assert_string_equal(missed->row[1].label, "a");
    values(missed, 2, 4, 0, 0);
    assert_false(chart_rest(words, missed, &rest));
    lost = figure_of(&f, FIGURE_LOST, 0);
    values(lost, 0, 6, 0, 0);
    assert_string_equal(lost->row[0].note, "/help/new.html");
    assert_null(lost->row[1].note);
    helpful = figure_of(&f, FIGURE_HELPFUL, 0);
    assert_string_equal(helpful->row[0].label, "/b");
    values(helpful, 0, 1, 1, 0);
    values(helpful, 1, 2, 0, 0);
    assert_string_equal(says(&f, helpful),
                        "Votes: 4, and 75 % of them say yes; most often no: /b, 1.");
    figures_free(&f);
}

/* Open requests at 3 May 2026, 14:00 UTC, by weeks since they came and by what is left. */
static void
test_open(void **state)
{
    static const struct {
        const char *state;
        int age_hours, left_hours;
    } cases[] = {
        {"received", 0, 24 * 30},          {"received", 24 * 7 - 1, 24 * 7},
        {"in_review", 24 * 7, 24 * 7 - 1}, {"verified", 24 * 28 - 1, 0},
        {"on_hold", 24 * 28, -1},          {"exec_failed", 24 * 100, -24 * 70},
        {"fulfilled", 24 * 100, -24 * 70}, {"merged", 1, 24},
        {"received", -5, 24 * 30}, /* of a clock that went back */
    };
    struct figures f;
    const struct figure *open;

    for (size_t i = 0; i < COUNT(cases); i++) {
        char sql[512];

        snprintf(sql, sizeof sql,
                 "INSERT INTO request (reference, kind, state, channel, received_at, due_at,"
                 " state_at) VALUES ('r%zu', 'delete', '%s', 'web', %lld, %lld, 1)",
                 i, cases[i].state, (long long)TEST_NOW - 3600LL * cases[i].age_hours,
                 (long long)TEST_NOW + 3600LL * cases[i].left_hours);
        run(*state, sql);
    }
    f = read_of(*state, "2026-05-01", "2026-05-02");
    open = figure_of(&f, FIGURE_OPEN, 0);
    assert_int_equal(open->rows, FIGURE_AGES);
    values(open, 0, 3, 0, 0);
    values(open, 1, 0, 1, 0);
    values(open, 2, 0, 0, 0);
    values(open, 3, 0, 1, 0);
    values(open, 4, 0, 0, 2);
    assert_string_equal(says(&f, open), "7 open: 2 overdue, 2 due within 7 days.");
    figures_free(&f);
}

static void
test_numbers(void **state)
{
    char out[CHART_NUMBER_MAX];

    (void)state;
    assert_string_equal(chart_number(0, out), "0");
    assert_string_equal(chart_number(999, out), "999");
    assert_string_equal(chart_number(1000, out), "1,000");
    assert_string_equal(chart_number(1234567, out), "1,234,567");
    assert_string_equal(chart_number(INT64_MAX, out), "9,223,372,036,854,775,807");
}

/* What a terminal could obey, or show in another order, is shown as '?'. */
static void
test_plain(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"opal ring", "opal ring"},
        {"caf\xc3\xa9", "caf\xc3\xa9"},
        {"a\x1b[31mred", "a?[31mred"},
        {"a\nb\tc", "a?b?c"},
        {"x\xe2\x80\xaey", "x?y"},
        {"x\xc2\x9by", "x?y"},
        {"bad\xff", "bad?"},
        {"\xe2\x80", "??"},
        {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out = BUF_INIT;

        report_plain(cases[i].text, &out);
        assert_string_equal(buf_text(&out), cases[i].want);
        buf_free(&out);
    }
}

static const struct settings shop = {.shop_name = "Gems & Co",
                                     .time_zone = "America/New_York",
                                     .brand_color = "#0b5a5e",
                                     .brand_ink = "#ffffff"};

static void
test_text(void **state)
{
    struct figures f;
    struct buf out = BUF_INIT;

    run(*state, "INSERT INTO search_miss VALUES ('2026-05-01', 'a' || char(27) || '[2J', 1200),"
                " ('2026-05-01', 'opal', 3);"
                "INSERT INTO not_found VALUES ('2026-05-02', '/old', '/help/new.html', 3)");
    f = read_of(*state, "2026-05-01", "2026-05-02");
    report_text(&shop, words, &f, &out);
    assert_int_equal(out.err, ERR_OK);
    assert_non_null(strstr(buf_text(&out), "Gems & Co, 1 May 2026 - 2 May 2026\n"
                                           "Made on 3 May 2026 at 10:00 (America/New_York).\n"));
    assert_non_null(strstr(buf_text(&out), "\n\nSearches  Words\n"
                                           "   1,200  a?[2J\n"
                                           "       3  opal\n"
                                           "   1,203  All\n"));
    assert_non_null(strstr(buf_text(&out), "       3  /old -> /help/new.html\n"));
    assert_null(strchr(buf_text(&out), '\x1b'));
    buf_free(&out);
    figures_free(&f);
}

/* What strangers typed is text on the page, and the last day is said to be under way. */
static void
test_page(void **state)
{
    struct report rep = {0};
    struct tpl_set *tpl = NULL;
    struct buf out = BUF_INIT;
    struct figures f;

    run(*state, "INSERT INTO search_miss VALUES ('2026-05-01', '</title><script>x', 2);"
                "INSERT INTO request_count VALUES ('2026-05-01', 'a', 1000000000000),"
                " ('2026-05-02', 'a', 1)");
    f = read_of(*state, "2026-05-01", "2026-05-03");
    assert_int_equal(tpl_load(folder_shipped(), words, &tpl, &rep), ERR_OK);
    assert_int_equal(report_page(&shop, words, tpl, &f, &out), ERR_OK);
    assert_null(strstr(buf_text(&out), "<script"));
    assert_non_null(strstr(buf_text(&out), "&lt;/title&gt;&lt;script&gt;x"));
    assert_non_null(strstr(buf_text(&out), "Gems &amp; Co"));
    assert_non_null(strstr(buf_text(&out), "The last day is not over yet."));
    /* the greatest number fills the scale; one a pixel of it */
    assert_non_null(strstr(buf_text(&out), "y=\"8\" width=\"26.667%\" height=\"160\""));
    assert_non_null(strstr(buf_text(&out), "y=\"167\" width=\"26.667%\" height=\"1\""));
    assert_null(strstr(buf_text(&out), "href"));
    buf_free(&out);
    tpl_free(tpl);
    report_free(&rep);
    figures_free(&f);
}

static int
setup(void **state)
{
    struct report rep = {0};
    char folder[4096];

    (void)state;
    assert_true(clock_zone_set("America/New_York"));
    snprintf(folder, sizeof folder, "%.4000s/words/en", folder_shipped());
    assert_int_equal(words_load(folder, &words, &rep), ERR_OK);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    words_free(words);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days), place_test(test_nothing),       place_test(test_by_day),
        place_test(test_borders),    place_test(test_lists),         place_test(test_ranked),
        place_test(test_open),       cmocka_unit_test(test_numbers), cmocka_unit_test(test_plain),
        place_test(test_text),       place_test(test_page),
    };

    return cmocka_run_group_tests_name("report", tests, setup, teardown);
}
