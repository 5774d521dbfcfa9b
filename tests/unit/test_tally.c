/* test_tally.c - counts of what visitors do: exact, bounded, by the right day, never private. */
#include "desk/tally.h"

#include <pthread.h>

#include "base/buf.h"
#include "store/writer.h"
#include "store_fixture.h"

enum { THREADS = 4, TIMES = 20000 };

struct counts {
    struct place *place;
    const char *path;
    struct tally *tally;
    struct writer *writer;
};

static int
counts_setup(void **state)
{
    struct counts *c = calloc(1, sizeof *c);

    assert_non_null(c);
    c->place = place_make();
    c->path = c->place->db;
    assert_true(clock_zone_set("America/New_York"));
    clock_test_set(TEST_NOW);
    assert_int_equal(writer_start(c->path, &c->writer, &c->place->report), ERR_OK);
    assert_int_equal(tally_open(&c->tally), ERR_OK);
    *state = c;
    return 0;
}

static int
counts_teardown(void **state)
{
    struct counts *c = *state;

    clock_test_set(0);
    tally_free(c->tally);
    writer_stop(c->writer);
    place_drop(c->place);
    free(c);
    return 0;
}

#define counts_test(f) cmocka_unit_test_setup_teardown(f, counts_setup, counts_teardown)

static enum err
fold_job(struct db *db, void *arg)
{
    return tally_fold(arg, db);
}

/* Folds all that was counted until now: how many jobs it took. */
static int
fold(struct counts *c)
{
    int jobs = 0;

    for (bool more = tally_take(c->tally); more; jobs++) {
        assert_true(jobs < 1000);
        assert_int_equal(writer_run(c->writer, fold_job, c->tally), ERR_OK);
        more = tally_folded(c->tally);
    }
    return jobs;
}

static void
test_kinds(void **state)
{
    struct counts *c = *state;

    assert_int_equal(fold(c), 0);
    tally_add(c->tally, TALLY_PAGE, "/help.html", NULL);
    tally_add(c->tally, TALLY_PAGE, "/help.html", NULL);
    tally_add(c->tally, TALLY_SEARCH, NULL, NULL);
    tally_add(c->tally, TALLY_MISS, "  Ring\t\tSIZE ", NULL);
    tally_add(c->tally, TALLY_MISS, "ring size", NULL);
    tally_add(c->tally, TALLY_LOST, "/Old.php", "/help.html");
    tally_add(c->tally, TALLY_LOST, "/nothing", NULL);
    assert_int_equal(fold(c), 1);
    tally_add(c->tally, TALLY_PAGE, "/help.html", NULL);
    tally_add(c->tally, TALLY_LOST, "/Old.php", "/help/returns.html");
    tally_add(c->tally, TALLY_SEARCH, NULL, NULL);
    assert_int_equal(fold(c), 1);
    assert_string_equal(raw_text(c->path, "SELECT group_concat(day || page || reads)"
                                          " FROM v_pages_read"), "2026-05-03/help.html3");
    assert_string_equal(raw_text(c->path, "SELECT day || searches FROM search_day"),
                        "2026-05-032");
    assert_string_equal(raw_text(c->path, "SELECT group_concat(words || searches || last_day)"
                                          " FROM v_searches_missed"), "ring size22026-05-03");
    assert_string_equal(raw_text(c->path, "SELECT group_concat(address || requests ||"
                                          " coalesce(suggestion, '-'))"
                                          " FROM (SELECT * FROM v_not_found ORDER BY address)"),
                        "/Old.php2/help/returns.html,/nothing1-");
}

/* Without a tally nothing is counted, and nothing without a subject. */
static void
test_nothing(void **state)
{
    struct counts *c = *state;

    tally_add(NULL, TALLY_PAGE, "/help.html", NULL);
    tally_add(c->tally, TALLY_MISS, "", NULL);
    tally_add(c->tally, TALLY_MISS, " \t\x01 ", NULL);
    assert_false(tally_take(c->tally));
    tally_free(NULL);
}

/* What was counted before midnight belongs to the day that was, whenever it is folded. */
static void
test_day_of_counting(void **state)
{
    struct counts *c = *state;
    int64_t midnight = 0;

    assert_true(clock_day_begin("2026-05-04", &midnight));
    clock_test_set(midnight - 1);
    tally_add(c->tally, TALLY_PAGE, "/a", NULL);
    clock_test_set(midnight);
    tally_add(c->tally, TALLY_PAGE, "/a", NULL);
    tally_add(c->tally, TALLY_PAGE, "/a", NULL);
    clock_test_set(midnight - 1);
    tally_add(c->tally, TALLY_PAGE, "/a", NULL);
    clock_test_set(midnight + 3 * DAY_SECONDS);
    fold(c);
    assert_string_equal(raw_text(c->path, "SELECT group_concat(day || '=' || reads) FROM"
                                          " (SELECT * FROM v_pages_read ORDER BY day)"),
                        "2026-05-03=2,2026-05-04=2");
}

/* A group that was rolled back runs its jobs again; nothing is counted twice, and nothing lost. */
static void
test_twice(void **state)
{
    struct counts *c = *state;
    struct db *db = NULL;

    tally_add(c->tally, TALLY_PAGE, "/a", NULL);
    tally_add(c->tally, TALLY_MISS, "words", NULL);
    assert_true(tally_take(c->tally));
    assert_int_equal(db_open(c->path, ROLE_WRITER, &db, &c->place->report), ERR_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(db_write_begin(db), ERR_OK);
        assert_int_equal(tally_fold(c->tally, db), ERR_OK);
        db_rollback(db);
    }
    db_close(db);
    assert_int_equal(raw_int(c->path, "SELECT count(*) FROM page_read"), 0);
    tally_add(c->tally, TALLY_PAGE, "/a", NULL); /* goes on meanwhile */
    assert_int_equal(fold(c), 1);
    assert_int_equal(raw_int(c->path, "SELECT sum(reads) FROM page_read"), 1);
    assert_int_equal(fold(c), 1);
    assert_int_equal(raw_int(c->path, "SELECT sum(reads) FROM page_read"), 2);
    assert_int_equal(raw_int(c->path, "SELECT sum(searches) FROM search_miss"), 1);
    assert_int_equal(fold(c), 0);
}

static void
add_many(struct counts *c, enum tally_kind kind, int from, int to)
{
    char subject[32];

    for (int i = from; i < to; i++) {
        snprintf(subject, sizeof subject, "/x-%d", i);
        tally_add(c->tally, kind, subject, "/near");
    }
}

/* Memory holds so many subjects between two folds; one kind takes nothing from another. */
static void
test_memory_bound(void **state)
{
    struct counts *c = *state;

    add_many(c, TALLY_LOST, 0, TALLY_ENTRIES + 500);
    add_many(c, TALLY_PAGE, 0, TALLY_ENTRIES + 500);
    add_many(c, TALLY_PAGE, 0, 10); /* known ones still count */
    assert_true(fold(c) >= 2 * TALLY_ENTRIES / TALLY_BATCH);
    assert_int_equal(raw_int(c->path, "SELECT count(*) FROM page_read"), TALLY_ENTRIES);
    assert_int_equal(raw_int(c->path, "SELECT sum(reads) FROM page_read"), TALLY_ENTRIES + 10);
    assert_int_equal(raw_int(c->path, "SELECT count(*) FROM not_found"), TALLY_ROWS);
    add_many(c, TALLY_PAGE, TALLY_ENTRIES, TALLY_ENTRIES + 500); /* there's room again */
    fold(c);
    assert_int_equal(raw_int(c->path, "SELECT count(*) FROM page_read"), TALLY_ENTRIES + 500);
}

/* Texts that are long fill their room before the entries are used up. */
static void
test_text_bound(void **state)
{
    struct counts *c = *state;
    char words[LIMIT_TALLY * 2];

    for (int i = 0; i < TALLY_ENTRIES; i++) {
        int n = snprintf(words, sizeof words, "%d ", i);

        while (n < LIMIT_TALLY)
            n += snprintf(words + n, sizeof words - (size_t)n, "opal ");
        tally_add(c->tally, TALLY_MISS, words, NULL);
    }
    fold(c);
    assert_in_range(raw_int(c->path, "SELECT count(*) FROM search_miss"), 1000, TALLY_ROWS);
}

/* A day takes so many made-up subjects; known ones count on, and the next day begins anew. */
static void
test_rows_of_a_day(void **state)
{
    struct counts *c = *state;

    for (int i = 0; i < 3; i++) {
        add_many(c, TALLY_MISS, i * 1000, (i + 1) * 1000);
        fold(c);
    }
    assert_int_equal(raw_int(c->path, "SELECT count(*) FROM search_miss"), TALLY_ROWS);
    add_many(c, TALLY_MISS, 0, 1);
    add_many(c, TALLY_MISS, 2500, 2501);
    fold(c);
    assert_int_equal(raw_int(c->path, "SELECT searches FROM search_miss WHERE words = '/x-0'"), 2);
    assert_int_equal(raw_int(c->path, "SELECT count(*) FROM search_miss"), TALLY_ROWS);
    clock_test_set(TEST_NOW + DAY_SECONDS);
    add_many(c, TALLY_MISS, 2500, 2501);
    fold(c);
    assert_int_equal(raw_int(c->path, "SELECT count(*) FROM search_miss WHERE day = '2026-05-04'"),
                     1);
}

/* A rollback must not make a day look full. */
static void
test_full_is_undone(void **state)
{
    struct counts *c = *state;
    struct db *db = NULL;

    add_many(c, TALLY_LOST, 0, 3);
    assert_true(tally_take(c->tally));
    assert_int_equal(raw_run(c->path, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1"
                                      " FROM n WHERE i < 2000) INSERT INTO not_found"
                                      " SELECT '2026-05-03', '/y' || i, NULL, 1 FROM n"),
                     SQLITE_OK);
    assert_int_equal(db_open(c->path, ROLE_WRITER, &db, &c->place->report), ERR_OK);
    assert_int_equal(db_write_begin(db), ERR_OK);
    assert_int_equal(tally_fold(c->tally, db), ERR_OK); /* full; but the commit never comes */
    db_rollback(db);
    db_close(db);
    assert_int_equal(raw_run(c->path, "DELETE FROM not_found WHERE address < '/y3'"), SQLITE_OK);
    fold(c);
    assert_int_equal(raw_int(c->path, "SELECT count(*) FROM not_found WHERE address LIKE '/x%'"),
                     3);
}

/* Cut by characters, never within one; what is no UTF-8 is passed over. */
static void
test_text(void **state)
{
    struct counts *c = *state;
    struct buf long_words = BUF_INIT, cut = BUF_INIT;

    for (int i = 0; i < LIMIT_TALLY + 5; i++)
        buf_str(&long_words, "\u20ac");
    for (int i = 0; i < LIMIT_TALLY; i++)
        buf_str(&cut, "\u20ac");
    tally_add(c->tally, TALLY_LOST, buf_text(&long_words), NULL);
    fold(c);
    assert_string_equal(raw_text(c->path, "SELECT address FROM not_found"), buf_text(&cut));
    buf_free(&long_words);
    buf_free(&cut);
    tally_add(c->tally, TALLY_MISS, "\xc3\x89toile\xff \xe2\x82", NULL);
    fold(c);
    assert_string_equal(raw_text(c->path, "SELECT words FROM search_miss"), "\u00c9toile");
}

static void
test_private(void **state)
{
    static const char *const private[] = {
        "ann@example.com", "mail ann at@", "ann\uff20example.com", "4111 1111 1111 1111",
        "call +1 (212) 555-0123", "555-0123", "/call/12125550123",
        "/leave/m5xw6ztpn5xw6ztpn5xw6ztpn5xw6ztpn5xw6ztpn5xw6ztpn5xw",
        "/x/m5xw6ztpn5xw6ztpn5xw6ztp",
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnop",
        "/ann%40example.com", "ann\ufe6bexample.com", "212\u2013555\u20130123", "555\u00a00123",
        "/call/555\u20110123", "555\u00ad0123", "(\uff15\uff15\uff15)\uff10\uff11\uff12\uff13",
        "\u0660\u0661\u0662\u0663\u0664\u0665\u0666", "\u0966\u0967\u0968\u0969 \u0966\u0967\u0968",
    };
    static const char *const public[] = {
        "ring size 12", "14k gold 585", "1/4 ct 1/2 ct 3/4 ct", "order 123456", "2026",
        "/help/return-policy.html", "internationalshippingcosts", "/faq.php",
        "how long does it take until my parcel comes to me in New Zealand", "",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(private); i++)
        expect(tally_private(private[i]), private[i]);
    for (size_t i = 0; i < COUNT(public); i++)
        expect(!tally_private(public[i]), public[i]);
}

static size_t
digits_of(const char *text)
{
    size_t count = 0;

    for (; *text != '\0'; text++)
        count += *text >= '0' && *text <= '9';
    return count;
}

/* A reference in the ways that people write it, and what only looks like one. */
static void
test_reference_is_private(void **state)
{
    static const struct {
        const char *before, *between, *after;
        bool private;
    } ways[] = {
        {"", "-", "", true},         {"", "", "", true},
        {"my ", " ", "?", true},     {"/status/", "-", "/", true},
        {"x", "-", "", false},       {"", "--", "", false},
        {"", "-", "x", false},       {"", "+", "", false},
    };
    char reference[REFERENCE_MAX], text[64];

    (void)state;
    do /* neither a word nor a long number */
        reference_new(reference);
    while (digits_of(reference) < 1 || digits_of(reference) > 4);
    for (size_t i = 0; i < COUNT(ways); i++) {
        snprintf(text, sizeof text, "%s%.4s%s%s%s", ways[i].before, reference, ways[i].between,
                 reference + 5, ways[i].after);
        expect(tally_private(text) == ways[i].private, text);
        for (char *c = text; *c != '\0'; c++)
            *c = *c >= 'A' && *c <= 'Z' ? (char)(*c | 0x20) : *c;
        expect(tally_private(text) == ways[i].private, text);
    }
}

/* Private words aren't counted; a page's own address is, whatever it holds. */
static void
test_private_is_dropped(void **state)
{
    struct counts *c = *state;

    tally_add(c->tally, TALLY_MISS, "ann@example.com", NULL);
    tally_add(c->tally, TALLY_LOST, "/order/4111111111111111", NULL);
    assert_false(tally_take(c->tally));
    tally_add(c->tally, TALLY_PAGE, "/help/recall-20260503.html", NULL);
    fold(c);
    assert_int_equal(raw_int(c->path, "SELECT reads FROM page_read"), 1);
}

static void *
add_main(void *arg)
{
    char page[16];

    for (int i = 0; i < TIMES; i++) {
        snprintf(page, sizeof page, "/p%d", i % 7);
        tally_add(arg, TALLY_PAGE, page, NULL);
    }
    return NULL;
}

static void
test_threads(void **state)
{
    struct counts *c = *state;
    pthread_t thread[THREADS];

    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, add_main, c->tally), 0);
    for (int i = 0; i < 20; i++)
        fold(c);
    for (int i = 0; i < THREADS; i++)
        pthread_join(thread[i], NULL);
    fold(c);
    assert_int_equal(raw_int(c->path, "SELECT sum(reads) FROM page_read"), THREADS * TIMES);
    assert_int_equal(raw_int(c->path, "SELECT count(*) FROM page_read"), 7);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        counts_test(test_kinds),         counts_test(test_nothing),
        counts_test(test_day_of_counting), counts_test(test_twice),
        counts_test(test_memory_bound),  counts_test(test_text_bound),
        counts_test(test_rows_of_a_day), counts_test(test_full_is_undone),
        counts_test(test_text),          cmocka_unit_test(test_private),
        cmocka_unit_test(test_reference_is_private),
        counts_test(test_private_is_dropped), counts_test(test_threads),
    };

    return cmocka_run_group_tests_name("tally", tests, NULL, NULL);
}
